//! The deadline of whoever asks, which no wait of an adapter outlasts. It goes along with the task, for the trait has no place for
//! it.

use std::time::Instant;

tokio::task_local! {
    static DEADLINE: Instant;
}

/// Runs a future whose calls have to be over by a moment: an adapter begins no retry that would end later, and a carrier that
/// asks us to come back later is an answer at once.
///
/// It does not stop the future itself.
pub async fn keep<F: Future>(deadline: Instant, future: F) -> F::Output {
    DEADLINE.scope(deadline, future).await
}

/// When whoever asks wants an answer; `None`: nobody said.
#[must_use]
pub fn current() -> Option<Instant> {
    DEADLINE.try_with(|deadline| *deadline).ok()
}

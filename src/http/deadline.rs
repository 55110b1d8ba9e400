//! The deadline of whoever asked, which no wait of the kit outlasts. It goes along with the task, for the trait of a carrier has
//! no place for it.

use std::time::Instant;

tokio::task_local! {
    static UNTIL: Instant;
}

/// Runs a future whose calls have to be over by a moment: no retry is begun that would end later, and a carrier that asks us to
/// come back later is an answer at once.
///
/// It does not stop the future itself.
pub async fn until<F: Future>(deadline: Instant, future: F) -> F::Output {
    UNTIL.scope(deadline, future).await
}

pub(super) fn current() -> Option<Instant> {
    UNTIL.try_with(|deadline| *deadline).ok()
}

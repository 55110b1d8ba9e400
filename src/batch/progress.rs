//! How far a run is.

use std::time::Duration;

/// How far a run is.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Progress {
    /// Rows that are written, those of earlier runs inside.
    pub rows: u64,
    /// Of these, rows of earlier runs.
    pub resumed: u64,
    /// Bytes of the input that they were read from.
    pub bytes: u64,
    /// Bytes of the input in all.
    pub of_bytes: u64,
    /// Bytes that earlier runs had read.
    pub resumed_bytes: u64,
    /// How long this run has taken.
    pub elapsed: Duration,
}

impl Progress {
    /// Rows that this run answers in a second.
    #[must_use]
    pub fn rows_per_second(&self) -> u64 {
        per_second(self.rows.saturating_sub(self.resumed), self.elapsed)
    }

    /// How long the rest takes at this pace; `None`: nothing is known of the pace yet.
    #[must_use]
    pub fn left(&self) -> Option<Duration> {
        let done = self.bytes.checked_sub(self.resumed_bytes).filter(|bytes| *bytes > 0)?;
        let left = self.of_bytes.saturating_sub(self.bytes);
        let millis = self.elapsed.as_millis() * u128::from(left) / u128::from(done);
        u64::try_from(millis).ok().map(Duration::from_millis)
    }

    /// How much is done, from 0 to 100.
    #[must_use]
    pub fn percent(&self) -> u64 {
        self.bytes.saturating_mul(100).checked_div(self.of_bytes).unwrap_or(100)
    }
}

pub(super) fn per_second(rows: u64, elapsed: Duration) -> u64 {
    let per_second = u128::from(rows) * 1_000 / elapsed.as_millis().max(1);
    u64::try_from(per_second).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_earlier_run_did_is_no_pace_of_this_one() {
        let progress = Progress {
            rows: 600,
            resumed: 500,
            bytes: 6_000,
            of_bytes: 10_000,
            resumed_bytes: 5_000,
            elapsed: Duration::from_secs(2),
        };
        assert_eq!((progress.rows_per_second(), progress.percent()), (50, 60));
        assert_eq!(progress.left(), Some(Duration::from_secs(8)));
    }
}

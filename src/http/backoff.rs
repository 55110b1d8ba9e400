//! How long to wait before the next try where the carrier does not say.

use std::time::Duration;

/// No wait of ours is longer.
const LONGEST: Duration = Duration::from_secs(5);

/// A wait that doubles with each try, between half and one and a half of its average, so that callers who failed together do
/// not come back together. `chance` is any number.
pub(super) fn wait(average: Duration, tries: u32, chance: u32) -> Duration {
    let doubled = average.saturating_mul(2_u32.saturating_pow(tries.saturating_sub(1)));
    let average = doubled.min(LONGEST);
    average / 2 + average.saturating_mul(chance % 1_001) / 1_000
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_wait_is_near_its_average_and_never_long(
            average in 0_u64..100_000, tries in 0_u32..100, chance: u32,
        ) {
            let average = Duration::from_millis(average);
            let wait = wait(average, tries, chance);
            prop_assert!(wait <= LONGEST * 3 / 2);
            if tries == 2 && average * 2 <= LONGEST {
                prop_assert!(average <= wait && wait <= average * 3);
            }
        }
    }

    #[test]
    fn two_callers_do_not_come_back_together() {
        let waits: std::collections::BTreeSet<_> =
            (0..100).map(|chance| wait(Duration::from_millis(200), 1, chance * 10)).collect();
        assert!(waits.len() > 90);
    }
}

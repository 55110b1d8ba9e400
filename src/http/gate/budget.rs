//! How many retries are paid for: a fifth of a retry for each call, and a few saved. A carrier that is dead gets no more than
//! 1.25 requests for a call over many calls.

/// Counted in fifths of a retry.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    fifths: u16,
}

const RETRY: u16 = 5;
/// Five retries may be saved: enough for a bad moment, and after a hundred calls no more than one in twenty.
const MOST: u16 = 5 * RETRY;

impl Default for Budget {
    fn default() -> Self {
        Self { fifths: MOST }
    }
}

impl Budget {
    /// A call was made.
    pub(super) fn earn(&mut self) {
        self.fifths = (self.fifths + 1).min(MOST);
    }

    /// Pays for a retry, if it can.
    pub(super) fn spend(&mut self) -> bool {
        match self.fifths.checked_sub(RETRY) {
            Some(left) => {
                self.fifths = left;
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn whatever_fails_there_are_at_most_a_fifth_of_the_calls_and_five_more(
            failing in prop::collection::vec(0_u8..3, 1..600),
        ) {
            let mut budget = Budget::default();
            let (mut calls, mut retries) = (0_usize, 0_usize);
            for wanted in failing {
                budget.earn();
                calls += 1;
                retries += (0..wanted).take_while(|_| budget.spend()).count();
                prop_assert!(5 * retries <= calls + 25);
            }
        }
    }

    #[test]
    fn a_dead_carrier_gets_a_quarter_more_requests_than_calls_at_most() {
        let mut budget = Budget::default();
        let requests: usize = (0..400)
            .map(|_| {
                budget.earn();
                1 + (0..2).take_while(|_| budget.spend()).count()
            })
            .sum();
        assert!(requests <= 500, "{requests} requests for 400 calls");
        assert!(requests > 400, "retries happen at all");
    }
}

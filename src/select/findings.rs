//! What was found of a rate, as sets of constraints: one bit each. Which order that gives, is the key's.

use super::key::Key;
use super::span::Span;

/// What stands in a rate's way besides the constraints, above their bits.
pub(super) const VALIDITY: u64 = 1 << 60;
pub(super) const OBJECTIVE: u64 = 1 << 61;
/// Not sound, not complete or not comparable: no constraint lifts it.
pub(super) const UNFIT: u64 = 1 << 62;

/// What was found of a rate: sets of constraints, and of the bits above.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Findings {
    /// What does not hold.
    pub(super) failed: u64,
    /// What nobody knows.
    pub(super) unknown: u64,
    /// What has a fee that is known and not inside the total.
    pub(super) charged: u64,
    /// Those fees, in minor units of the rate's currency.
    pub(super) fees: i64,
}

impl Findings {
    /// Notes how an answer stands to a bound.
    #[inline]
    pub(super) fn note(&mut self, bit: u64, span: Span, bound: i64) {
        let (passes, fails) = (span.passes(bound), span.fails(bound));
        self.failed |= if fails { bit } else { 0 };
        self.unknown |= if fails || passes { 0 } else { bit };
    }

    #[inline]
    pub(super) fn charge(&mut self, bit: u64, fee: i64) {
        self.charged |= bit;
        self.fees += fee;
    }

    /// Takes back what was noted of some bits.
    pub(super) fn forget(&mut self, bits: u64) {
        self.failed &= !bits;
        self.unknown &= !bits;
    }

    /// What does not hold or nobody knows.
    pub(super) const fn open(&self) -> u64 {
        self.failed | self.unknown
    }
}

/// What a missing fact means: the sets of what it keeps out, puts last, has its price, is admitted as it is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Policies {
    pub(super) reject: u64,
    pub(super) last_resort: u64,
    pub(super) at_price: u64,
    pub(super) admit: u64,
}

/// One rate, judged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Judgement {
    pub(super) found: Findings,
    /// What keeps it out: all that failed, and what is unknown and not admitted.
    pub(super) obstacles: u64,
    /// The price in minor units of the decision's currency, fees inside.
    pub(super) price: Option<i64>,
    pub(super) value: Option<i64>,
    pub(super) key: Key,
}

impl Judgement {
    #[inline]
    pub(super) const fn qualifies(&self) -> bool {
        self.obstacles == 0
    }
}

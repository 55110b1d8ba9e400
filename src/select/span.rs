//! The one comparison: a fact as the interval of what it can mean, against a bound. Passes if all of it is at or below the
//! bound, fails if none is, else nobody knows.

use super::reason::Verdict;

/// Beyond every date, amount and count that is computed with.
pub(super) const INFINITE: i64 = i64::MAX / 4;

/// What a fact can mean, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) lo: i64,
    pub(super) hi: i64,
}

impl Span {
    /// Nothing is known.
    pub(super) const UNKNOWN: Self = Self { lo: -INFINITE, hi: INFINITE };
    /// No bound is wide enough.
    pub(super) const NEVER: Self = Self { lo: INFINITE, hi: INFINITE };
    /// A yes, against the bound 0.
    pub(super) const YES: Self = Self { lo: 0, hi: 0 };

    pub(super) const fn at(value: i64) -> Self {
        Self { lo: value, hi: value }
    }

    /// What either can mean.
    pub(super) fn or(self, other: Self) -> Self {
        Self { lo: self.lo.min(other.lo), hi: self.hi.max(other.hi) }
    }

    pub(super) const fn passes(self, bound: i64) -> bool {
        self.hi <= bound
    }

    pub(super) const fn fails(self, bound: i64) -> bool {
        !self.passes(bound) && self.lo > bound
    }

    pub(super) const fn verdict(self, bound: i64) -> Verdict {
        if self.passes(bound) {
            Verdict::Passed
        } else if self.fails(bound) {
            Verdict::Failed
        } else {
            Verdict::Unknown
        }
    }

    /// By how much the bound must move so that this no longer fails; `None` where it does not fail or no move helps.
    pub(super) const fn short_by(self, bound: i64) -> Option<i64> {
        if self.lo > bound && self.lo < INFINITE { Some(self.lo - bound) } else { None }
    }
}

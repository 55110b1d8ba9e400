//! From a first day to a last one, both included, as everything dated in a sheet is.

use std::fmt;

use chrono::Days as Count;

use crate::model::Date;

/// Days that follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Days {
    pub(super) first: Date,
    /// `None`: without an end.
    pub(super) last: Option<Date>,
}

impl Days {
    pub(super) const ALWAYS: Self = Self { first: Date::MIN, last: None };

    pub(super) fn contains(self, day: Date) -> bool {
        self.first <= day && self.last.is_none_or(|last| day <= last)
    }

    /// The days of both; `None`: there are none.
    pub(super) fn common(self, other: Self) -> Option<Self> {
        let first = self.first.max(other.first);
        let last = [self.last, other.last].into_iter().flatten().min();
        last.is_none_or(|last| first <= last).then_some(Self { first, last })
    }

    /// The days on which it begins and has ended.
    pub(super) fn changes(self) -> impl Iterator<Item = Date> {
        std::iter::once(self.first).chain(self.next())
    }

    /// The day after the last; `None`: there is no last.
    pub(super) fn next(self) -> Option<Date> {
        self.last?.checked_add_days(Count::new(1))
    }

    /// These days cut wherever one of the others begins or has ended.
    pub(super) fn cut(self, others: impl Iterator<Item = Self>) -> Vec<Self> {
        let mut starts: Vec<Date> = others
            .flat_map(|other| [Some(other.first), other.next()])
            .flatten()
            .filter(|day| *day > self.first && self.contains(*day))
            .chain([self.first])
            .collect();
        starts.sort_unstable();
        starts.dedup();
        let ends = starts.iter().skip(1).map(Date::pred_opt).chain([self.last]);
        starts.iter().zip(ends).map(|(first, last)| Self { first: *first, last }).collect()
    }

    /// The days of these that none of the others has; the others are in order and apart.
    pub(super) fn without(self, others: &[Self]) -> Vec<Self> {
        let mut gaps = Vec::new();
        let mut open = Some(self.first);
        for other in others {
            let Some(start) = open else { break };
            if let Some(last) = other.first.pred_opt().filter(|last| start <= *last) {
                gaps.extend(self.common(Self { first: start, last: Some(last) }));
            }
            open = other.next().map(|next| next.max(start));
        }
        if let Some(first) = open {
            gaps.extend(self.common(Self { first, last: None }));
        }
        gaps
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.last {
            Some(last) => write!(f, "{} to {last}", self.first),
            None => write!(f, "{} on", self.first),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(first: &str, last: &str) -> Days {
        Days { first: first.parse().unwrap(), last: last.parse().ok() }
    }

    #[test]
    fn both_ends_are_in() {
        let may = days("2026-05-01", "2026-05-31");
        for (day, is_in) in [
            ("2026-04-30", false),
            ("2026-05-01", true),
            ("2026-05-31", true),
            ("2026-06-01", false),
        ] {
            assert_eq!(may.contains(day.parse().unwrap()), is_in, "{day}");
        }
    }

    #[test]
    fn days_are_cut_where_others_begin_and_after_they_end() {
        let year = days("2026-01-01", "2026-12-31");
        let others = [
            days("2026-03-01", "2026-05-31"),
            days("2026-06-01", ""),
            days("2025-01-01", "2026-03-31"),
        ];
        let cut: Vec<String> =
            year.cut(others.into_iter()).iter().map(ToString::to_string).collect();
        assert_eq!(
            cut,
            [
                "2026-01-01 to 2026-02-28",
                "2026-03-01 to 2026-03-31",
                "2026-04-01 to 2026-05-31",
                "2026-06-01 to 2026-12-31"
            ]
        );
    }

    #[test]
    fn what_no_other_covers_is_a_gap() {
        let year = days("2026-01-01", "2026-12-31");
        let gaps = |others: &[Days]| {
            year.without(others).iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(gaps(&[days("2025-01-01", "")]), "");
        assert_eq!(gaps(&[]), "2026-01-01 to 2026-12-31");
        assert_eq!(
            gaps(&[days("2026-02-01", "2026-03-31"), days("2026-05-01", "2026-12-30")]),
            "2026-01-01 to 2026-01-31, 2026-04-01 to 2026-04-30, 2026-12-31 to 2026-12-31"
        );
    }
}

//! Percents that change on a day: tax and fuel.

use super::fault::{Report, Spot};
use crate::model::Date;

/// Percents by date, in parts per million.
#[derive(Clone, Debug, Default)]
pub(super) struct DatedPercent {
    /// In the order of their first days.
    rows: Vec<Row>,
    /// After the last row has ended it goes on.
    pub(super) missing_last: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) from: Date,
    /// The last day; `None`: until the next row, or without an end.
    pub(super) until: Option<Date>,
    pub(super) ppm: i64,
    pub(super) spot: Spot,
}

/// What is in force on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InForce {
    Percent(i64),
    /// The last one known; it has ended.
    Last(i64),
    Nothing,
}

impl DatedPercent {
    /// Sorts rows; two on one day, one that ends before it begins and a gap between two are faults.
    pub(super) fn new(
        name: &str,
        mut rows: Vec<Row>,
        missing_last: bool,
        report: &mut Report,
    ) -> Self {
        rows.sort_by_key(|row| row.from);
        for row in &rows {
            if row.until.is_some_and(|until| until < row.from) {
                report.fault(
                    &row.spot,
                    format!("{name} ends on {} before it begins", shown(row.until)),
                );
            }
        }
        for pair in rows.windows(2) {
            let [row, next] = pair else { continue };
            let day_after = row.until.and_then(|until| until.succ_opt());
            if row.from == next.from {
                report.fault(
                    &next.spot,
                    format!(
                        "{name} has two percents from {} (first in line {})",
                        row.from, row.spot.line
                    ),
                );
            } else if let Some(open) = day_after.filter(|day| *day < next.from) {
                let last = next.from.pred_opt();
                report.fault(
                    &next.spot,
                    format!("{name} has no percent from {open} to {}", shown(last)),
                );
            } else if row.until.is_some_and(|until| until >= next.from) {
                let until = shown(row.until);
                report.fault(
                    &next.spot,
                    format!("{name} has two percents from {} to {until}", next.from),
                );
            }
        }
        Self { rows, missing_last }
    }

    /// Warns where the days of a sheet begin before the first row, or go on after the last.
    pub(super) fn warn_of_days_without(
        &self,
        name: &str,
        (first, last): (Date, Option<Date>),
        at: &Spot,
        report: &mut Report,
    ) {
        let open = self.rows.last().and_then(|row| row.until?.succ_opt());
        if let Some(open) =
            open.filter(|open| !self.missing_last && last.is_none_or(|last| *open <= last))
        {
            let end = last.map_or_else(|| "on".to_owned(), |last| format!("to {last}"));
            report.warn(at, format!("{name} has no percent from {open} {end}"));
        }
        if let Some(row) = self.rows.first()
            && let Some(last) = row.from.pred_opt().filter(|last| first <= *last)
        {
            report.warn(at, format!("{name} has no percent from {first} to {last}"));
        }
    }

    pub(super) fn on(&self, day: Date) -> InForce {
        let begun = self.rows.partition_point(|row| row.from <= day);
        let Some(row) = begun.checked_sub(1).and_then(|last| self.rows.get(last)) else {
            return InForce::Nothing;
        };
        match row.until {
            Some(until) if until < day && self.missing_last && begun == self.rows.len() => {
                InForce::Last(row.ppm)
            }
            Some(until) if until < day => InForce::Nothing,
            _ => InForce::Percent(row.ppm),
        }
    }

    /// The greatest of all, for the worst case.
    pub(super) fn greatest(&self) -> i64 {
        self.rows.iter().map(|row| row.ppm).max().unwrap_or(0)
    }
}

fn shown(date: Option<Date>) -> String {
    date.map_or_else(String::new, |date| date.to_string())
}

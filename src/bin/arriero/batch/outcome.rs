//! What became of a row, as a row of its own; and of all rows together.

use std::fmt::Write as _;
use std::time::Duration;

use arriero::document::{BatchCarrier, BatchDocument};
use arriero::model::Rate;
use arriero::select::{Outcome, Selection};

use crate::selection_words::reason;
use crate::words::{arrival, count, plain};

pub(super) const HEADER: [&str; 9] =
    ["line", "id", "outcome", "carrier", "service", "price", "currency", "arrives", "reason"];

/// What became of a row.
#[derive(Debug)]
pub(super) struct Line {
    number: u64,
    id: String,
    outcome: Result<Box<Selection>, Vec<String>>,
}

impl Line {
    pub(super) fn new(line: u64, id: String, outcome: Result<Selection, Vec<String>>) -> Self {
        Self { number: line, id, outcome: outcome.map(Box::new) }
    }

    fn chosen(&self) -> Option<&Rate> {
        self.outcome.as_ref().ok()?.chosen.as_deref()
    }

    /// The cells of [`HEADER`].
    pub(super) fn cells(&self) -> [String; 9] {
        let (outcome, reason) = match &self.outcome {
            Err(faults) => ("refused", faults.join("; ")),
            Ok(selection) => (word(selection.outcome), reason(selection)),
        };
        let of = |tell: &dyn Fn(&Rate) -> String| self.chosen().map(tell).unwrap_or_default();
        let price = self.outcome.as_ref().ok().and_then(|selection| selection.ranked.first());
        let price = price.map(|ranked| ranked.price);
        [
            self.number.to_string(),
            self.id.clone(),
            outcome.to_owned(),
            of(&|rate| rate.carrier.to_string()),
            of(&|rate| plain(&rate.service.code)),
            price.map(|price| price.amount().to_string()).unwrap_or_default(),
            price.map(|price| price.currency().to_string()).unwrap_or_default(),
            of(&|rate| match rate.delivery.date {
                Some(date) => date.to_string(),
                None => arrival(&rate.delivery),
            }),
            reason,
        ]
    }

    /// Adds the row to the summary.
    pub(super) fn count(&self, summary: &mut BatchDocument) {
        summary.rows += 1;
        match &self.outcome {
            Err(_) => summary.refused += 1,
            Ok(selection) => match selection.outcome {
                Outcome::Chosen => summary.chosen += 1,
                Outcome::NoneQualifies => summary.none_qualifies += 1,
                Outcome::NoRates => summary.no_rates += 1,
            },
        }
        if let (Some(rate), Ok(selection)) = (self.chosen(), &self.outcome)
            && let Some(ranked) = selection.ranked.first()
        {
            summary.add(rate.carrier.clone(), ranked.price);
        }
    }
}

const fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Chosen => "chosen",
        Outcome::NoneQualifies => "none_qualifies",
        Outcome::NoRates => "no_rates",
    }
}

/// All rows, in words.
pub(super) fn summary(summary: &BatchDocument, elapsed: Duration) -> String {
    let rows = i64::try_from(summary.rows).unwrap_or(i64::MAX);
    let mut words = format!(
        "{}: {} chosen, {} where no rate qualifies, {} without a rate, {} refused\n",
        count(rows, "row"),
        summary.chosen,
        summary.none_qualifies,
        summary.no_rates,
        summary.refused
    );
    for BatchCarrier { carrier, rows, totals, .. } in &summary.carriers {
        let totals: Vec<_> = totals.iter().map(ToString::to_string).collect();
        let _ = writeln!(words, "  {carrier}: {rows}, {}", totals.join(" + "));
    }
    let millis = elapsed.as_millis().max(1);
    let per_second = u128::from(summary.rows) * 1_000 / millis;
    let _ = writeln!(words, "  {millis} ms, {per_second} rows per second");
    words
}

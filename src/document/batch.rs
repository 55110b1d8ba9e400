//! What `batch` answers beside its rows.

use serde::{Deserialize, Serialize};

use crate::model::{CarrierId, Money};

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct BatchRow {
    /// The line on which it begins, from 1; the header is the first.
    pub line: u64,
    /// What the row calls itself; `None`: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Whether there is a choice, and if not why.
    pub outcome: BatchOutcome,
    /// The carrier that was chosen; `None`: none was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier: Option<CarrierId>,
    /// Its service, by its code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// What it costs in the decision's currency and on its basis, the fees of what is asked inside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// The tax of the rate; `None`: not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<Money>,
    /// The last day it may arrive, or what else the carrier says of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrives: Option<String>,
    /// Why this one and why not the others, in words; or what is wrong with the row.
    pub reason: String,
}

impl BatchRow {
    /// A row of which nothing but its outcome is known.
    pub fn new(line: u64, outcome: BatchOutcome, reason: impl Into<String>) -> Self {
        Self {
            line,
            id: None,
            outcome,
            carrier: None,
            service: None,
            price: None,
            tax: None,
            arrives: None,
            reason: reason.into(),
        }
    }
}

/// What can become of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BatchOutcome {
    /// A rate was chosen.
    Chosen,
    /// There are rates, none of which meets what is asked.
    NoneQualifies,
    /// No carrier has a price.
    NoRates,
    /// The row cannot be read as a shipment.
    Refused,
}

impl BatchOutcome {
    const ALL: [Self; 4] = [Self::Chosen, Self::NoneQualifies, Self::NoRates, Self::Refused];

    /// The word for it in documents and tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Chosen => "chosen",
            Self::NoneQualifies => "none_qualifies",
            Self::NoRates => "no_rates",
            Self::Refused => "refused",
        }
    }

    /// The outcome of a word; `None`: it is none.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == word)
    }
}

/// What became of all rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct BatchDocument {
    /// How many rows there were: the sum of the next four.
    pub rows: u64,
    /// Rows for which a rate was chosen.
    pub chosen: u64,
    /// Rows that have rates, none of which meets what is asked.
    pub none_qualifies: u64,
    /// Rows that no carrier has a price for.
    pub no_rates: u64,
    /// Rows that cannot be read as a shipment.
    pub refused: u64,
    /// What is paid in all, in each currency, by its code.
    pub totals: Vec<Money>,
    /// What each carrier was chosen for, by its id.
    pub carriers: Vec<BatchCarrier>,
    /// Of `rows`, those that an earlier run had answered and that were not priced again.
    pub resumed: u64,
    /// How long this run took, in milliseconds.
    pub elapsed_ms: u64,
    /// How many rows this run answered in a second.
    pub rows_per_second: u64,
}

impl BatchDocument {
    /// Counts a row.
    pub fn count(&mut self, row: &BatchRow) {
        self.rows += 1;
        match row.outcome {
            BatchOutcome::Chosen => self.chosen += 1,
            BatchOutcome::NoneQualifies => self.none_qualifies += 1,
            BatchOutcome::NoRates => self.no_rates += 1,
            BatchOutcome::Refused => self.refused += 1,
        }
        if let (Some(carrier), Some(price)) = (&row.carrier, row.price) {
            add(&mut self.totals, price);
            let of_carrier = self.of_carrier(carrier);
            of_carrier.rows += 1;
            add(&mut of_carrier.totals, price);
        }
    }

    /// Counts the rows of another part of the same batch.
    pub fn merge(&mut self, part: &Self) {
        self.rows += part.rows;
        self.chosen += part.chosen;
        self.none_qualifies += part.none_qualifies;
        self.no_rates += part.no_rates;
        self.refused += part.refused;
        self.resumed += part.resumed;
        for total in &part.totals {
            add(&mut self.totals, *total);
        }
        for BatchCarrier { carrier, rows, totals } in &part.carriers {
            let of_carrier = self.of_carrier(carrier);
            of_carrier.rows += rows;
            for total in totals {
                add(&mut of_carrier.totals, *total);
            }
        }
    }

    #[expect(clippy::indexing_slicing, reason = "the place was found, or inserted just before")]
    fn of_carrier(&mut self, carrier: &CarrierId) -> &mut BatchCarrier {
        let found = self.carriers.binary_search_by(|entry| entry.carrier.cmp(carrier));
        let place = found.unwrap_or_else(|place| {
            let carrier = carrier.clone();
            self.carriers.insert(place, BatchCarrier { carrier, rows: 0, totals: Vec::new() });
            place
        });
        &mut self.carriers[place]
    }
}

/// Adds a sum to those of its currency.
fn add(totals: &mut Vec<Money>, sum: Money) {
    let code = |money: &Money| money.currency();
    match totals.binary_search_by_key(&code(&sum), code) {
        // A sum beyond 28 digits stays where it is; no batch costs that much.
        Ok(place) => {
            if let Some(total) = totals.get_mut(place) {
                *total = total.checked_add(sum).unwrap_or(*total);
            }
        }
        Err(place) => totals.insert(place, sum),
    }
}

/// What one carrier was chosen for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct BatchCarrier {
    /// Who.
    pub carrier: CarrierId,
    /// For how many rows.
    pub rows: u64,
    /// For how much, in each currency.
    pub totals: Vec<Money>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(carrier: &str, price: &str) -> BatchRow {
        BatchRow {
            carrier: CarrierId::new(carrier).ok(),
            price: price.parse().ok(),
            ..BatchRow::new(2, BatchOutcome::Chosen, "cheapest")
        }
    }

    fn rows() -> [BatchRow; 5] {
        [
            chosen("sierra", "4.00 USD"),
            chosen("andina", "2.00 EUR"),
            chosen("sierra", "1.00 EUR"),
            BatchRow::new(5, BatchOutcome::Refused, "is wrong"),
            chosen("sierra", "3.00 EUR"),
        ]
    }

    #[test]
    fn carriers_stand_by_their_ids_and_currencies_apart() {
        let mut batch = BatchDocument::default();
        for row in rows() {
            batch.count(&row);
        }
        let shown = |totals: &[Money]| totals.iter().map(ToString::to_string).collect::<Vec<_>>();
        let [andina, sierra] = batch.carriers.as_slice() else { panic!("{batch:?}") };
        assert_eq!((andina.carrier.as_str(), andina.rows), ("andina", 1));
        assert_eq!(
            (sierra.rows, shown(&sierra.totals)),
            (3, vec!["4.00 EUR".to_owned(), "4.00 USD".into()])
        );
        assert_eq!(shown(&batch.totals), ["6.00 EUR", "4.00 USD"]);
        assert_eq!((batch.rows, batch.chosen, batch.refused), (5, 4, 1));
    }

    #[test]
    fn parts_add_up_to_the_whole_wherever_it_is_parted() {
        let mut whole = BatchDocument::default();
        for row in rows() {
            whole.count(&row);
        }
        for at in 0..=rows().len() {
            let (mut one, mut other) = (BatchDocument::default(), BatchDocument::default());
            for row in &rows()[..at] {
                one.count(row);
            }
            for row in &rows()[at..] {
                other.count(row);
            }
            one.merge(&other);
            assert_eq!(one, whole, "{at}");
        }
    }

    #[test]
    fn a_row_is_written_and_read_back() {
        for row in rows() {
            let json = serde_json::to_string(&row).unwrap();
            assert_eq!(serde_json::from_str::<BatchRow>(&json).unwrap(), row);
            assert_eq!(BatchOutcome::of_word(row.outcome.as_str()), Some(row.outcome));
        }
    }
}

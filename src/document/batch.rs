//! What `batch` answers beside its rows.

use serde::{Deserialize, Serialize};

use crate::model::{CarrierId, Money};

/// What became of all rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// What each carrier was chosen for, by its id.
    pub carriers: Vec<BatchCarrier>,
}

impl BatchDocument {
    /// Counts a row that a carrier was chosen for.
    pub fn add(&mut self, carrier: CarrierId, price: Money) {
        let place = match self.carriers.binary_search_by(|entry| entry.carrier.cmp(&carrier)) {
            Ok(place) => place,
            Err(place) => {
                self.carriers.insert(place, BatchCarrier { carrier, rows: 0, totals: Vec::new() });
                place
            }
        };
        if let Some(entry) = self.carriers.get_mut(place) {
            entry.rows += 1;
            let sum = entry.totals.iter_mut().find(|total| total.currency() == price.currency());
            match sum {
                // A sum beyond 28 digits stays where it is; no batch costs that much.
                Some(total) => *total = total.checked_add(price).unwrap_or(*total),
                None => entry.totals.push(price),
            }
        }
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

    #[test]
    fn carriers_stand_by_their_ids_and_currencies_apart() {
        let mut batch = BatchDocument::default();
        for (carrier, price) in [
            ("sierra", "1.00 EUR"),
            ("andina", "2.00 EUR"),
            ("sierra", "3.00 EUR"),
            ("sierra", "4.00 USD"),
        ] {
            batch.add(CarrierId::new(carrier).unwrap(), price.parse().unwrap());
        }
        let [andina, sierra] = batch.carriers.as_slice() else { panic!("{batch:?}") };
        assert_eq!((andina.carrier.as_str(), andina.rows), ("andina", 1));
        let totals: Vec<_> = sierra.totals.iter().map(ToString::to_string).collect();
        assert_eq!((sierra.rows, totals), (3, vec!["4.00 EUR".to_owned(), "4.00 USD".to_owned()]));
    }
}

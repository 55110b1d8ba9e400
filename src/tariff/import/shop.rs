//! A table as shops export it: a row for each place and weight, `*` for any. The order of its rows must not matter.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::cell::{self, Price};
use super::label::{self, Label, Quantity};
use super::ladder::{self, Row};
use super::rows::Record;
use super::words::{ShopColumn, WeightHead, folded, shop_column, weight_head};
use super::write::{Table, Zone};
use super::{Desk, WeightsAre};
use crate::model::{Country, Weight, WeightUnit, subdivision};
use crate::tariff::fault::Spot;

/// A table that was found.
pub(super) struct Shop<'s> {
    records: Vec<Record<'s>>,
    head: usize,
    country: usize,
    region: Option<usize>,
    code: Option<usize>,
    weight: usize,
    price: usize,
    weights: WeightsAre,
    unit: Option<WeightUnit>,
}

fn column(row: &Record<'_>, wanted: ShopColumn) -> Option<usize> {
    row.iter().position(|cell| shop_column(&folded(cell)) == Some(wanted))
}

fn weight_column(row: &Record<'_>) -> Option<(usize, WeightHead)> {
    row.iter().enumerate().find_map(|(index, cell)| Some((index, weight_head(&folded(cell))?)))
}

/// Whether a row heads such a table: a country, a weight and one price.
pub(super) fn is_head(row: &Record<'_>) -> bool {
    let prices = row.iter().filter(|cell| shop_column(&folded(cell)) == Some(ShopColumn::Price));
    column(row, ShopColumn::Country).is_some()
        && weight_column(row).is_some()
        && prices.count() == 1
}

pub(super) fn open<'s>(
    records: Vec<Record<'s>>,
    head: usize,
    desk: &mut Desk<'_>,
) -> Option<Shop<'s>> {
    let header = records.get(head)?;
    let (weight, said) = weight_column(header)?;
    let weights = match (said.from, desk.options.weights) {
        (true, Some(WeightsAre::UpTo)) => {
            let text = header.get(weight).unwrap_or_default();
            let message = format!("\"{text}\" says where a step begins; leave --weights up-to out");
            desk.report.fault(&header.spot(weight), message);
            return None;
        }
        (true, None) => WeightsAre::From,
        (_, Some(given)) => given,
        (false, None) => WeightsAre::UpTo,
    };
    Some(Shop {
        country: column(header, ShopColumn::Country)?,
        region: column(header, ShopColumn::Region),
        code: column(header, ShopColumn::Code),
        price: column(header, ShopColumn::Price)?,
        unit: said.unit.or(desk.options.unit),
        records,
        head,
        weight,
        weights,
    })
}

/// What a place pays at a weight.
struct Priced {
    price: Price,
    spot: Spot,
}

/// By place, then by weight.
type Places = BTreeMap<String, BTreeMap<Decimal, Priced>>;

impl Shop<'_> {
    pub(super) fn table(&self, desk: &mut Desk<'_>) -> Option<Table> {
        let mut places = Places::new();
        let mut labels: BTreeMap<Decimal, (Quantity, String, Spot)> = BTreeMap::new();
        for row in
            self.records.get(self.head + 1..)?.iter().filter(|row| !row.iter().all(str::is_empty))
        {
            let (place, weight) = (self.place(row, desk), self.quantity(row, desk));
            let (Some(place), Some((quantity, text))) = (place, weight) else { continue };
            let value = in_grams(quantity);
            let spot = row.spot(self.price);
            let price = cell::price(row.get(self.price).unwrap_or_default(), &place, &spot, desk);
            labels.entry(value).or_insert_with(|| (quantity, text.clone(), row.spot(self.weight)));
            let known = places.entry(place.clone()).or_default();
            match known.get(&value) {
                Some(first) if first.price != price => {
                    let message = format!(
                        "{place} at {text} stands twice (first in line {}) with another price; which one holds would depend on the order of rows",
                        first.spot.line
                    );
                    desk.report.fault(&spot, message);
                }
                Some(first) => desk.doubt(
                    &spot,
                    format!(
                        "{place} at {text} stands twice (first in line {}) with one price",
                        first.spot.line
                    ),
                    "look whether one of them is meant otherwise",
                ),
                None => drop(known.insert(value, Priced { price, spot })),
            }
        }
        if !desk.report.is_clean() {
            return None;
        }
        self.look_for_gaps(&places, &labels, desk);
        let rows = labels.into_iter().map(|(value, (quantity, text, spot))| {
            let cells = places.values().map(|known| self.price_at(known, value)).collect();
            let label = match self.weights {
                WeightsAre::From => Label::From(quantity),
                WeightsAre::UpTo => Label::UpTo(quantity),
            };
            Row { label, text, spot, cells }
        });
        let titles: Vec<String> = places.keys().cloned().collect();
        let ladder = ladder::climb(rows.collect(), Some(self.weights), self.unit, &titles, desk)?;
        let zones =
            titles.iter().map(|place| Zone { name: place.clone(), to: vec![place.clone()] });
        Some(Table { zones: zones.collect(), titles: titles.clone(), ladder })
    }

    /// A row holds until the next one of its place, whatever steps other places have.
    fn price_at(&self, known: &BTreeMap<Decimal, Priced>, weight: Decimal) -> Price {
        let row = match self.weights {
            WeightsAre::From => known.range(..=weight).next_back(),
            WeightsAre::UpTo => known.range(weight..).next(),
        };
        row.map_or(Price::NotOffered, |(_, priced)| priced.price.clone())
    }

    /// Shops fall back to a wider place where a narrow one has no row; a sheet does not, so it is said.
    fn look_for_gaps(
        &self,
        places: &Places,
        labels: &BTreeMap<Decimal, (Quantity, String, Spot)>,
        desk: &mut Desk<'_>,
    ) {
        let (end, word) = match self.weights {
            WeightsAre::From => (labels.keys().next(), "below"),
            WeightsAre::UpTo => (labels.keys().next_back(), "above"),
        };
        for (place, known) in places {
            let own = match self.weights {
                WeightsAre::From => known.iter().next(),
                WeightsAre::UpTo => known.iter().next_back(),
            };
            let Some((weight, priced)) = own.filter(|(weight, _)| Some(*weight) != end) else {
                continue;
            };
            let text = labels.get(weight).map_or("", |(_, text, _)| text);
            let read = format!("{place} has no row {word} {text} and is not offered there");
            desk.doubt(
                &priced.spot,
                read,
                "a shop may take the row of a wider place instead; write its price if so",
            );
        }
    }

    fn quantity(&self, row: &Record<'_>, desk: &mut Desk<'_>) -> Option<(Quantity, String)> {
        let text = row.get(self.weight).unwrap_or_default();
        let at = row.spot(self.weight);
        match label::read(text, desk.options.decimal) {
            Some(Label::Bare(quantity)) => {
                let unit = quantity.unit.or(self.unit);
                Some((Quantity { unit, ..quantity }, text.to_owned()))
            }
            Some(Label::TwoWays(one, other)) => {
                let message = format!(
                    "\"{text}\" could be {one} or {other}; say --decimal comma or --decimal point"
                );
                desk.report.fault(&at, message);
                None
            }
            _ => {
                desk.report.fault(
                    &at,
                    format!("\"{text}\" is no weight that can be read; write it as 5 or 5 kg"),
                );
                None
            }
        }
    }

    /// The place as a sheet writes it.
    fn place(&self, row: &Record<'_>, desk: &mut Desk<'_>) -> Option<String> {
        let cell = |column: Option<usize>| {
            let text = column.and_then(|column| row.get(column)).unwrap_or_default();
            Some(text).filter(|text| !matches!(*text, "" | "*" | "0"))
        };
        let (country, region, code) =
            (cell(Some(self.country)), cell(self.region), cell(self.code));
        let at = row.spot(self.country);
        let Some(country) = country else {
            if region.or(code).is_some() {
                desk.report.fault(
                    &at,
                    "a region or a postcode of any country is no place; name the country",
                );
                return None;
            }
            return Some("*".to_owned());
        };
        let upper = country.to_uppercase();
        let known = Country::from_alpha3(&upper).map_or_else(|| Country::parse(&upper), Ok);
        let country = match known {
            Ok(country) => country,
            Err(error) => {
                desk.report.fault(&at, error.to_string());
                return None;
            }
        };
        match (region, code) {
            (None, None) => Some(country.to_string()),
            (Some(region), None) => match subdivision::check(country, &region.to_uppercase()) {
                Ok(()) => Some(format!("{country}-{}", region.to_uppercase())),
                Err(error) => {
                    desk.report
                        .fault(&row.spot(self.region.unwrap_or(self.country)), error.to_string());
                    None
                }
            },
            (region, Some(code)) => {
                if let Some(region) = region {
                    let read = format!(
                        "\"{region}\" stands beside the postcode \"{code}\" and was left out"
                    );
                    desk.doubt(
                        &at,
                        read,
                        "the postcode says more; look whether it lies in that region",
                    );
                }
                Some(format!("{country} {}", code.trim_end_matches('*').trim()))
            }
        }
    }
}

/// For order only: weights of one file have units that compare, or none at all.
fn in_grams(quantity: Quantity) -> Decimal {
    let unit = quantity.unit.unwrap_or(WeightUnit::Kg);
    Weight::new(quantity.value, unit).map_or(quantity.value, Weight::grams)
}

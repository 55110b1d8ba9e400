//! A cell of the price file, and what is doubtful about the one that it was read from.

use rust_decimal::Decimal;

use super::amount::{self, Cell};
use super::{DecimalMark, Desk};
use crate::tariff::fault::Spot;

/// A cell of the price file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Price {
    Amount(Decimal),
    NotOffered,
    /// As it stands in the file; it is written with a question mark.
    Asked(String),
}

/// Reads a cell; what is doubtful about it is noted.
pub(super) fn price(text: &str, title: &str, at: &Spot, desk: &mut Desk<'_>) -> Price {
    let currency = desk.options.currency;
    match amount::read(text, currency, desk.options.decimal) {
        Cell::Price(amount, mark) => {
            desk.marks.extend(mark.map(|mark| (mark, text.to_owned(), at.clone())));
            let shortest = amount.normalize();
            if shortest.is_zero() {
                desk.doubt(
                    at,
                    format!("\"{text}\" for {title} is a price of nothing"),
                    "leave the cell empty if it is not offered",
                );
            }
            // What spreadsheets leave of a binary float.
            let rounded = amount.round_dp(currency.minor_units().into());
            if amount.scale() > 9 && (amount - rounded).abs() < Decimal::new(1, 9) {
                desk.doubt(
                    at,
                    format!("{text} was read as {rounded}"),
                    "look whether that is the price",
                );
                return Price::Amount(rounded);
            }
            if shortest.scale() > u32::from(currency.minor_units()) + 4 {
                desk.doubt(
                    at,
                    format!("\"{text}\" has more decimals than a price can have"),
                    "write the price in place of it",
                );
                return Price::Asked(text.to_owned());
            }
            Price::Amount(shortest)
        }
        Cell::NotOffered => {
            let shown =
                if text.is_empty() { "an empty cell".to_owned() } else { format!("\"{text}\"") };
            desk.doubt(
                at,
                format!("{shown} for {title} was read as not offered"),
                "write the price if there is one",
            );
            Price::NotOffered
        }
        Cell::TwoWays(one, other) => {
            let decide = format!(
                "say --decimal comma or --decimal point, or write the price in place of \"?{text}\""
            );
            desk.doubt(at, format!("\"{text}\" could be {one} or {other}"), decide);
            Price::Asked(text.to_owned())
        }
        Cell::Other(named) => {
            desk.doubt(
                at,
                format!("\"{text}\" is in {named}, the sheet in {currency}"),
                format!("write the price in {currency} in place of \"?{text}\""),
            );
            Price::Asked(text.to_owned())
        }
        Cell::Unread => {
            desk.doubt(
                at,
                format!("\"{text}\" for {title} is no amount"),
                format!("write the price in place of \"?{text}\", or leave the cell empty"),
            );
            Price::Asked(text.to_owned())
        }
    }
}

/// Says where decimal commas stand beside decimal points: each is read as what it shows, but somebody typed one of them.
pub(super) fn mixed_marks(desk: &mut Desk<'_>) {
    let marks = std::mem::take(&mut desk.marks);
    let with = |wanted| marks.iter().filter(move |(mark, ..)| *mark == wanted);
    let (commas, points) = (with(DecimalMark::Comma).count(), with(DecimalMark::Point).count());
    if commas == 0 || points == 0 {
        return;
    }
    let rarer = if commas < points { DecimalMark::Comma } else { DecimalMark::Point };
    let (rare, usual) = if commas < points { ("comma", "points") } else { ("point", "commas") };
    for (_, text, spot) in with(rarer) {
        desk.doubt(
            spot,
            format!("\"{text}\" has a decimal {rare} where most have {usual}"),
            "look whether it is the number that is meant",
        );
    }
}

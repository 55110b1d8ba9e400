//! Where the table is in the file: its separator, its head, its columns of weights, its first and last row.

use super::columns::Grid;
use super::label;
use super::rows::{Record, records};
use super::shop::{self, Shop};
use super::words::{folded, weight_head};
use super::{Desk, WeightsAre};
use crate::tariff::fault::Spot;
use crate::tariff::source::Source;

/// A table of either shape.
pub(super) enum Found<'s> {
    /// Weights down, zones across.
    Grid(Grid<'s>),
    /// A row for each place and weight.
    Shop(Shop<'s>),
}

/// Finds the table; what stands in the way is noted.
pub(super) fn find<'s>(source: &'s Source, desk: &mut Desk<'_>) -> Option<Found<'s>> {
    let mut found = Vec::new();
    for delimiter in [b';', b'\t', b','] {
        let Some(records) = records(source, delimiter) else { continue };
        let Some(shape) = Shape::of(&records) else { continue };
        found.push((records, shape, delimiter));
    }
    // Decimal commas part every file once more; the other signs are not used within numbers.
    if found.len() > 1 {
        let torn = |records: &[Record<'_>]| {
            records.iter().flat_map(Record::iter).any(|cell| cell.contains([';', '\t']))
        };
        found.retain(|(records, _, delimiter)| *delimiter != b',' || !torn(records));
    }
    let Some((records, shape, _)) = found.pop() else {
        let message = "has no table of prices: a row of heads, as \"Peso;Zona 1;Zona 2\", and under it a row for each weight, as \"Hasta 1 kg;4,10;6,35\"";
        desk.report.fault(&Spot::file(&source.name), message);
        return None;
    };
    if let Some((_, _, other)) = found.pop() {
        let message = format!(
            "can be read as a table apart at \"{}\" and at another sign; save it with one sign that stands in no cell",
            char::from(other)
        );
        desk.report.fault(&Spot::file(&source.name), message);
        return None;
    }
    Some(match shape {
        Shape::Grid { head, label } => Found::Grid(grid(records, head, label, desk)?),
        Shape::Shop { head } => Found::Shop(shop::open(records, head, desk)?),
    })
}

#[derive(Clone, Copy)]
enum Shape {
    Grid { head: usize, label: usize },
    Shop { head: usize },
}

impl Shape {
    fn of(records: &[Record<'_>]) -> Option<Self> {
        if let Some(head) = records.iter().position(shop::is_head) {
            return Some(Self::Shop { head });
        }
        let looks_priced = |row: &&Record<'_>| row_looks_priced(row);
        let label = records.iter().filter(looks_priced).filter_map(first_filled).min()?;
        let first = records
            .iter()
            .position(|row| first_filled(row) == Some(label) && row_looks_priced(row))?;
        // A first row may be offered nowhere: it is still a weight, and no head.
        let weighed =
            |row: &Record<'_>| row.get(label).is_some_and(|cell| label::read(cell, None).is_some());
        let above = records.get(..first)?;
        let first = first - above.iter().rev().take_while(|row| weighed(row)).count();
        let is_head = |row: &Record<'_>| row.iter().skip(label + 1).any(|cell| !cell.is_empty());
        let head = records.iter().take(first).rposition(is_head)?;
        Some(Self::Grid { head, label })
    }
}

fn first_filled(row: &Record<'_>) -> Option<usize> {
    row.iter().position(|cell| !cell.is_empty())
}

/// A weight, and after it something that begins like an amount.
fn row_looks_priced(row: &Record<'_>) -> bool {
    let Some(first) = first_filled(row) else { return false };
    let is_weight = row.get(first).is_some_and(|cell| label::read(cell, None).is_some());
    is_weight && row.iter().skip(first + 1).any(|cell| cell.contains(|c: char| c.is_ascii_digit()))
}

fn grid<'s>(
    records: Vec<Record<'s>>,
    head: usize,
    label: usize,
    desk: &mut Desk<'_>,
) -> Option<Grid<'s>> {
    let header = records.get(head)?;
    let text = header.get(label).unwrap_or_default();
    let said = weight_head(&folded(text));
    if said.is_none() && !text.is_empty() {
        desk.doubt(
            &header.spot(label),
            format!("\"{text}\" heads the first column, which was read as weights"),
            "look whether it is the weight of a parcel",
        );
    }
    let said = said.unwrap_or_default();
    let next = header.get(label + 1).unwrap_or_default();
    let second = is_weights(next).then(|| weight_head(&folded(next))).flatten();
    // "Desde" and "Hasta" in a column each: a range in two cells.
    let low = match second {
        Some(upper) if said.from && !upper.from => Some(label),
        Some(_) => {
            let message = format!(
                "\"{text}\" and \"{next}\" are both weights; keep the column of the heaviest weight of each step, or head them Desde and Hasta"
            );
            desk.report.fault(&header.spot(label + 1), message);
            return None;
        }
        None => None,
    };
    let weights = match (said.from && low.is_none(), desk.options.weights) {
        (true, Some(WeightsAre::UpTo)) => {
            let message = format!("\"{text}\" says where a step begins; leave --weights up-to out");
            desk.report.fault(&header.spot(label), message);
            return None;
        }
        (true, _) => Some(WeightsAre::From),
        (false, Some(WeightsAre::From)) if said.up_to || low.is_some() => {
            let message = format!("\"{text}\" says where a step ends; leave --weights from out");
            desk.report.fault(&header.spot(label), message);
            return None;
        }
        (false, given) => given,
    };
    let unit = said.unit.or(second.and_then(|upper| upper.unit)).or(desk.options.unit);
    let label = label + usize::from(low.is_some());
    Some(Grid { records, head, low, label, weights, unit })
}

/// Whether another column than the first is of weights. Zones are called `A`, `DE` and `G`, so short heads are zones.
pub(super) fn is_weights(head: &str) -> bool {
    let folded = folded(head);
    (folded.len() > 2 || folded == "kg") && weight_head(&folded).is_some()
}

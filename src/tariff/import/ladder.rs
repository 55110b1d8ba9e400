//! From rows in the words of a price list to steps: upper ends that grow, ranges that join, what follows the last of them.

use rust_decimal::Decimal;

use super::cell::Price;
use super::label::{Label, Quantity};
use super::{Desk, WeightsAre};
use crate::model::{Weight, WeightUnit};
use crate::tariff::fault::Spot;

/// A row as it was read.
pub(super) struct Row {
    pub(super) label: Label,
    pub(super) text: String,
    pub(super) spot: Spot,
    pub(super) cells: Vec<Price>,
}

/// The rows of the price file.
pub(super) struct Ladder {
    /// `?` where nothing says it.
    pub(super) unit: Option<WeightUnit>,
    pub(super) rows: Vec<(String, Vec<Price>)>,
}

/// Steps from rows.
pub(super) fn climb(
    rows: Vec<Row>,
    weights: Option<WeightsAre>,
    unit: Option<WeightUnit>,
    titles: &[String],
    desk: &mut Desk<'_>,
) -> Option<Ladder> {
    let unit = table_unit(&rows, unit, desk).ok()?;
    let explicit = |row: &&Row| matches!(row.label, Label::From(_));
    let bare = rows.iter().filter(|row| matches!(row.label, Label::Bare(_))).count();
    let from_rows = rows.iter().filter(explicit).count();
    let is_from = match weights {
        Some(WeightsAre::From) => true,
        Some(WeightsAre::UpTo) => false,
        None => from_rows > 1 || (from_rows == 1 && rows.len() == 1),
    };
    if is_from && weights.is_none() && bare > 0 {
        let row = rows.iter().find(explicit)?;
        desk.report.fault(
            &row.spot,
            format!("\"{}\" is where a step begins, other rows do not say which end they are; say --weights from or --weights up-to", row.text),
        );
        return None;
    }
    let mut climb =
        Climb { unit, titles, last: None, further: false, out: Vec::new(), anchors: Vec::new() };
    if is_from {
        climb.from(rows, desk)?;
    } else {
        for (index, row) in rows.iter().enumerate() {
            climb.up_to(row, index + 1 == rows.len(), desk)?;
        }
    }
    if unit.is_none() {
        let decide =
            "say --unit kg, or write g, kg, lb or oz in place of ? at the head of the prices";
        desk.doubt(&desk.file.clone(), "nothing says the unit of the weights", decide);
    }
    Some(Ladder { unit, rows: climb.out })
}

/// A weight whose unit could be one of several; it has been noted.
struct Unclear;

/// One unit for the whole table: that of its head, else the one that rows name, else kilograms where several are metric.
fn table_unit(
    rows: &[Row],
    head: Option<WeightUnit>,
    desk: &mut Desk<'_>,
) -> Result<Option<WeightUnit>, Unclear> {
    let mut named: Vec<WeightUnit> = Vec::new();
    let mut without = None;
    for row in rows {
        for unit in units(&row.label) {
            match unit {
                Some(unit) if !named.contains(&unit) => named.push(unit),
                Some(_) => {}
                None => without = without.or(Some(row)),
            }
        }
    }
    let metric = |unit: &WeightUnit| matches!(unit, WeightUnit::G | WeightUnit::Kg);
    if let Some(head) = head {
        return Ok(Some(head));
    }
    match (named.as_slice(), without) {
        ([], _) => Ok(None),
        ([one], _) => Ok(Some(*one)),
        (_, Some(row)) => {
            let message = format!(
                "\"{}\" has no unit, and other rows have several; write it, or say --unit kg",
                row.text
            );
            desk.report.fault(&row.spot, message);
            Err(Unclear)
        }
        (several, None) if several.iter().all(metric) => Ok(Some(WeightUnit::Kg)),
        (_, None) => Ok(Some(WeightUnit::Lb)),
    }
}

fn units(label: &Label) -> Vec<Option<WeightUnit>> {
    match label {
        Label::Bare(one)
        | Label::UpTo(one)
        | Label::Below(one)
        | Label::From(one)
        | Label::Above(one) => vec![one.unit],
        Label::Range { high, .. } => vec![high.unit],
        // A further unit that names none is in that of the table, whatever it is.
        Label::Further { each, unit, .. } => {
            let own = each.and_then(|each| each.unit).or(*unit);
            own.map(Some).into_iter().collect()
        }
        Label::TwoWays(..) => Vec::new(),
    }
}

struct Climb<'c> {
    unit: Option<WeightUnit>,
    titles: &'c [String],
    /// The upper end of the last row; `None`: nothing yet, or not known.
    last: Option<Decimal>,
    further: bool,
    out: Vec<(String, Vec<Price>)>,
    /// The cells of the last step.
    anchors: Vec<Price>,
}

impl Climb<'_> {
    /// In the unit of the table.
    fn value(&self, quantity: Quantity, exact: Decimal) -> Decimal {
        match (quantity.unit, self.unit) {
            (Some(own), Some(table)) if own != table => {
                Weight::new(exact, own).map_or(exact, |weight| weight.value_in(table).normalize())
            }
            _ => exact.normalize(),
        }
    }

    fn weight(&self, quantity: Quantity) -> Decimal {
        self.value(quantity, quantity.value)
    }

    fn shown(&self, value: Decimal) -> String {
        self.unit.map_or_else(|| value.to_string(), |unit| format!("{value} {unit}"))
    }

    fn up_to(&mut self, row: &Row, is_last: bool, desk: &mut Desk<'_>) -> Option<()> {
        match row.label {
            Label::Bare(end) | Label::UpTo(end) => self.step(row, self.weight(end), "", desk)?,
            Label::Below(end) => {
                let end = self.weight(end);
                self.step(row, end, "<", desk)?;
                self.ask_boundary(end, &row.spot, desk);
            }
            Label::Range { low, high, below } => {
                self.join(row, low, desk)?;
                self.step(row, self.weight(high), if below { "<" } else { "" }, desk)?;
            }
            Label::From(start) | Label::Above(start) => self.open(row, start, is_last, desk)?,
            Label::Further { each, unit, above, end } => {
                self.further(row, each, unit, above, end, desk)?;
            }
            Label::TwoWays(one, other) => {
                let decide = format!(
                    "say --decimal comma or --decimal point, or write the weight in place of \"?{}\"",
                    row.text
                );
                desk.doubt(
                    &row.spot,
                    format!("\"{}\" could be {one} or {other}", row.text),
                    decide,
                );
                self.last = None;
                self.out.push((format!("?{}", row.text), row.cells.clone()));
            }
        }
        Some(())
    }

    fn step(&mut self, row: &Row, end: Decimal, sign: &str, desk: &mut Desk<'_>) -> Option<()> {
        if end.is_zero() {
            let message = format!(
                "\"{}\" is a step that ends at nothing; if the weights are where steps begin, say --weights from",
                row.text
            );
            desk.report.fault(&row.spot, message);
            return None;
        }
        if self.further {
            let message = format!(
                "\"{}\" stands after a row of further units; where another table begins, save each in a file of its own",
                row.text
            );
            desk.report.fault(&row.spot, message);
            return None;
        }
        if let Some(last) = self.last.filter(|last| *last >= end) {
            let message = format!(
                "\"{}\" stands after {}; weights must grow, and two tables belong in a file each",
                row.text,
                self.shown(last)
            );
            desk.report.fault(&row.spot, message);
            return None;
        }
        self.last = Some(end);
        self.anchors.clone_from(&row.cells);
        self.out.push((format!("{sign}{end}"), row.cells.clone()));
        Some(())
    }

    /// The lower end must be where the row before ended, or the next weight that can be written after it.
    fn join(&mut self, row: &Row, low: Quantity, desk: &mut Desk<'_>) -> Option<()> {
        let start = self.weight(low);
        let Some(last) = self.last else {
            // After a row that is asked nothing can be compared.
            if self.out.is_empty() && !start.is_zero() {
                let read = format!(
                    "\"{}\" is the first row, and nothing is priced below {}",
                    row.text,
                    self.shown(start)
                );
                desk.doubt(
                    &row.spot,
                    read,
                    "as it is written a lighter parcel pays this row; add a row if it does not",
                );
            }
            return Some(());
        };
        if start == last {
            return Some(());
        }
        let shown = (self.shown(start), self.shown(last));
        let next = last + self.value(low, low.fineness);
        if start > last && start <= next {
            let read = format!(
                "\"{}\" begins at {}, the row before ends at {}",
                row.text, shown.0, shown.1
            );
            desk.doubt(&row.spot, read, "what lies between was read as this row");
            return Some(());
        }
        let what =
            if start > last { "nothing says what lies between costs" } else { "they overlap" };
        let message = format!(
            "\"{}\" begins at {}, the row before ends at {}: {what}",
            row.text, shown.0, shown.1
        );
        desk.report.fault(&row.spot, message);
        None
    }

    /// A last row without an end.
    fn open(
        &mut self,
        row: &Row,
        start: Quantity,
        is_last: bool,
        desk: &mut Desk<'_>,
    ) -> Option<()> {
        if !is_last {
            let message = format!(
                "\"{}\" has no end, and more rows follow; write up to which weight it goes",
                row.text
            );
            desk.report.fault(&row.spot, message);
            return None;
        }
        self.join(row, start, desk)?;
        if row.cells.iter().all(|cell| *cell == Price::NotOffered) {
            let read = format!("\"{}\" is offered nowhere and was left out", row.text);
            desk.doubt(&row.spot, read, "heavier parcels are refused");
            return Some(());
        }
        let decide = "write the heaviest weight that it is for in place of \"?\"";
        desk.doubt(&row.spot, format!("\"{}\" has no end", row.text), decide);
        self.out.push(("?".to_owned(), row.cells.clone()));
        Some(())
    }

    fn further(
        &mut self,
        row: &Row,
        each: Option<Quantity>,
        unit: Option<WeightUnit>,
        above: Option<Quantity>,
        end: Option<Quantity>,
        desk: &mut Desk<'_>,
    ) -> Option<()> {
        if let Some(above) = above {
            self.join(row, above, desk)?;
        }
        if self.out.is_empty() {
            desk.report
                .fault(&row.spot, format!("\"{}\" has no step above it to stand on", row.text));
            return None;
        }
        let one = Quantity { value: Decimal::ONE, unit, fineness: Decimal::ONE };
        let each = match (each, unit) {
            (Some(each), unit) => self.weight(Quantity { unit: each.unit.or(unit), ..each }),
            (None, Some(_)) => self.weight(one),
            (None, None) => {
                desk.report.fault(
                    &row.spot,
                    format!("\"{}\" does not say how much further; write \"+1 kg\"", row.text),
                );
                return None;
            }
        };
        let end = end.map(|end| self.weight(end));
        if let Some(last) = self.last.zip(end).and_then(|(last, end)| (end <= last).then_some(last))
        {
            let message = format!(
                "\"{}\" ends at or below {}, where it would begin",
                row.text,
                self.shown(last)
            );
            desk.report.fault(&row.spot, message);
            return None;
        }
        let label =
            format!("+{each}<={}", end.map_or_else(|| "?".to_owned(), |end| end.to_string()));
        if end.is_none() {
            let decide = format!("write the heaviest weight in place of ? in \"{label}\"");
            desk.doubt(&row.spot, format!("\"{}\" has no end", row.text), decide);
        }
        let step = self.last.filter(|_| !self.further);
        for ((title, cell), anchor) in self.titles.iter().zip(&row.cells).zip(&self.anchors) {
            if *cell != Price::NotOffered && *anchor == Price::NotOffered {
                let below = step.map_or_else(
                    || "price below it".to_owned(),
                    |step| format!("{} step", self.shown(step)),
                );
                let further = match self.unit {
                    Some(unit) if each == Decimal::ONE => unit.to_string(),
                    _ => self.shown(each),
                };
                let read = format!("{title} has a further {further} but no {below}");
                desk.doubt(&row.spot, read, "without that price it is not offered");
            }
        }
        self.anchors.clone_from(&row.cells);
        (self.last, self.further) = (end, true);
        self.out.push((label, row.cells.clone()));
        Some(())
    }

    /// Rows that say where a step begins. Their order is none: each ends where the next begins.
    fn from(&mut self, rows: Vec<Row>, desk: &mut Desk<'_>) -> Option<()> {
        let mut starts: Vec<(Decimal, Row)> = Vec::new();
        for row in rows {
            let (Label::Bare(start) | Label::From(start)) = row.label else {
                let message = format!(
                    "\"{}\" says more than where a step begins, as the other rows do",
                    row.text
                );
                desk.report.fault(&row.spot, message);
                return None;
            };
            starts.push((self.weight(start), row));
        }
        starts.sort_by_key(|(start, _)| *start);
        for pair in starts.windows(2) {
            let [(one, first), (other, second)] = pair else { continue };
            if one == other {
                let message = format!(
                    "\"{}\" stands twice (first in line {}); which price holds would depend on the order of rows",
                    second.text, first.spot.line
                );
                desk.report.fault(&second.spot, message);
                return None;
            }
        }
        let first = starts.first()?;
        if !first.0.is_zero() {
            let read = format!("nothing is priced below {}", self.shown(first.0));
            desk.doubt(&first.1.spot, read, "lighter parcels are not offered");
            self.out.push((format!("<{}", first.0), vec![Price::NotOffered; first.1.cells.len()]));
        }
        for (index, (_, row)) in starts.iter().enumerate() {
            let Some((next, _)) = starts.get(index + 1) else {
                if row.cells.iter().all(|cell| *cell == Price::NotOffered) {
                    let read = format!("\"{}\" is offered nowhere and was left out", row.text);
                    desk.doubt(&row.spot, read, "heavier parcels are refused");
                } else {
                    let decide = "write the heaviest weight that it is for in place of \"?\"";
                    desk.doubt(&row.spot, format!("\"{}\" has no end", row.text), decide);
                    self.out.push(("?".to_owned(), row.cells.clone()));
                }
                break;
            };
            self.ask_boundary(*next, &row.spot, desk);
            self.out.push((format!("<{next}"), row.cells.clone()));
        }
        Some(())
    }

    fn ask_boundary(&self, boundary: Decimal, at: &Spot, desk: &mut Desk<'_>) {
        let shown = self.shown(boundary);
        let decide = format!(
            "is exactly {shown} really the dearer price? if not, write {boundary} in place of <{boundary}"
        );
        desk.doubt(at, format!("the step below {shown} does not own its end"), decide);
    }
}

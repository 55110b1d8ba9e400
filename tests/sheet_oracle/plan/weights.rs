//! Weights, what is measured, tables of cells and boxes.

use rust_decimal::Decimal;

use super::{Days, Test};

/// The units that a sheet is written in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Units {
    KgCm,
    LbIn,
}

#[derive(Clone, Debug)]
pub(crate) struct WeightRules {
    pub(crate) units: Units,
    pub(crate) unit: Option<Decimal>,
    /// Grams.
    pub(crate) tolerance: Option<Decimal>,
    pub(crate) sides: Option<(SideRounding, Decimal)>,
    pub(crate) divisor: Option<Decimal>,
    pub(crate) only_above: Option<Decimal>,
    pub(crate) volumetric_from: Option<Decimal>,
    pub(crate) no_sides_actual: bool,
    pub(crate) count: Count,
    pub(crate) minimum: Option<Decimal>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum SideRounding {
    Up,
    Nearest,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Count {
    Parcel,
    SumOfGreater,
    GreaterOfSums,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Quantity {
    Weight,
    Billable,
    Longest,
    Second,
    Shortest,
    SumOfSides,
    LengthPlusGirth,
    Volume,
    ShipmentWeight,
    ShipmentBillable,
    ShipmentVolume,
    ShipmentParcels,
}

impl Quantity {
    pub(crate) fn is_of_sides(self) -> bool {
        matches!(
            self,
            Self::Longest
                | Self::Second
                | Self::Shortest
                | Self::SumOfSides
                | Self::LengthPlusGirth
                | Self::Volume
                | Self::ShipmentVolume
        )
    }

    pub(crate) fn is_weight(self) -> bool {
        !self.is_of_sides() && self != Self::ShipmentParcels
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Weight => "weight",
            Self::Billable => "billable",
            Self::Longest => "longest",
            Self::Second => "second",
            Self::Shortest => "shortest",
            Self::SumOfSides => "sum_of_sides",
            Self::LengthPlusGirth => "length_plus_girth",
            Self::Volume => "volume",
            Self::ShipmentWeight => "shipment.weight",
            Self::ShipmentBillable => "shipment.billable",
            Self::ShipmentVolume => "shipment.volume",
            Self::ShipmentParcels => "shipment.parcels",
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// The first column is in grams or ounces.
    pub(crate) in_small_units: bool,
    pub(crate) steps: Vec<Step>,
    pub(crate) tails: Vec<Tail>,
    pub(crate) named: Vec<(String, Row)>,
}

#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) boundary: Decimal,
    pub(crate) owns_it: bool,
    /// The lightest weight published for it, where both ends are written: `21-50`.
    pub(crate) begins: Option<Decimal>,
    pub(crate) row: Row,
}

/// The cells of a row; other ones from a day on.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) cells: Vec<Cell>,
    pub(crate) later: Option<Later>,
}

/// What a row costs from a day on; until then, and on no day between, it costs what it did.
#[derive(Clone, Debug)]
pub(crate) struct Later {
    pub(crate) until: chrono::NaiveDate,
    pub(crate) from: chrono::NaiveDate,
    pub(crate) cells: Vec<Cell>,
}

impl Row {
    /// The cells of a day; `None`: it has none on that day.
    pub(crate) fn on(&self, day: chrono::NaiveDate) -> Option<&[Cell]> {
        match &self.later {
            None => Some(&self.cells),
            Some(later) if day <= later.until => Some(&self.cells),
            Some(later) => (day >= later.from).then_some(&later.cells),
        }
    }

    pub(crate) fn all_cells(&mut self) -> impl Iterator<Item = &mut Vec<Cell>> {
        std::iter::once(&mut self.cells).chain(self.later.as_mut().map(|later| &mut later.cells))
    }

    pub(crate) fn spans(&self) -> Option<[Days; 2]> {
        let later = self.later.as_ref()?;
        let (until, from) = (Some(later.until), Some(later.from));
        Some([Days { from: None, until }, Days { from, until: None }])
    }
}

impl Table {
    pub(crate) fn rows(&self) -> impl Iterator<Item = &Row> {
        let steps = self.steps.iter().map(|step| &step.row);
        let tails = self.tails.iter().map(|tail| &tail.row);
        steps.chain(tails).chain(self.named.iter().map(|(_, row)| row))
    }

    pub(crate) fn rows_mut(&mut self) -> impl Iterator<Item = &mut Row> {
        let steps = self.steps.iter_mut().map(|step| &mut step.row);
        let tails = self.tails.iter_mut().map(|tail| &mut tail.row);
        steps.chain(tails).chain(self.named.iter_mut().map(|(_, row)| row))
    }

    /// Up to where it has prices.
    pub(crate) fn end(&self) -> Decimal {
        self.tails.last().map_or_else(|| self.steps.last().unwrap().boundary, |tail| tail.end)
    }
}

/// `+1<=40`, or `*1<=300` where the whole weight counts.
#[derive(Clone, Debug)]
pub(crate) struct Tail {
    pub(crate) whole: bool,
    pub(crate) unit: Decimal,
    pub(crate) end: Decimal,
    pub(crate) row: Row,
}

/// Net (or gross, in a sheet of gross cells) and the gross beside it; `None`: not offered. One for each zone.
pub(crate) type Cell = Option<(Decimal, Option<Decimal>)>;

#[derive(Clone, Debug)]
pub(crate) struct Flat {
    pub(crate) name: String,
    pub(crate) price: Decimal,
    pub(crate) gross: Option<Decimal>,
    pub(crate) weight: Decimal,
    pub(crate) when: Vec<Test>,
}

//! A sheet as it prices: numbers in flat tables, names only where a person is told something. Nothing here reads or checks.

use std::sync::Arc;

use super::condition::Condition;
use super::dated::DatedPercent;
use super::days::Days;
use super::number::{Divisor, Rounding, Scale};
use super::places::{Lacking, Places, Whereabouts, ZoneNo};
use crate::calendar::CutOff;
use crate::model::{CarrierId, ChargeKind, Date, Dimensions, LengthUnit, Service, WeightUnit};

/// The most surcharges that one service may have: a price holds its lines in a fixed place.
pub(super) const MOST_SURCHARGES: usize = 32;

/// A cell that is not offered.
pub(super) const NOT_OFFERED: u32 = u32::MAX;

/// A whole sheet, on the days on which its places are the same.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) carrier: CarrierId,
    pub(super) scale: Scale,
    pub(super) rounding: Rounding,
    pub(super) cells: Cells,
    pub(super) first_day: Date,
    /// `None`: it has no last day.
    pub(super) last_day: Option<Date>,
    /// Where it serves from: zone 0 is yes.
    pub(super) origins: Places,
    /// Which chart is for which origin; `None`: the first is for all.
    pub(super) chart_of: Option<Places>,
    pub(super) charts: Vec<Places>,
    pub(super) zones: Arc<[Zone]>,
    /// Sets of places that conditions name.
    pub(super) sets: Vec<Places>,
    /// Charts of transit days.
    pub(super) day_charts: Vec<Charts>,
    /// Percents by date: taxes and fuel.
    pub(super) dated: Arc<[DatedPercent]>,
    /// One after another where the prices of a service change on a day.
    pub(super) services: Arc<[ServiceRules]>,
}

/// The places of several origins.
#[derive(Debug, Default)]
pub(super) struct Charts {
    /// Which chart is for which origin; `None`: the first is for all.
    pub(super) chart_of: Option<Places>,
    pub(super) charts: Vec<Places>,
}

/// What the cells of a sheet hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cells {
    Net,
    Gross,
    Both,
}

#[derive(Clone, Debug)]
pub(super) struct Zone {
    pub(super) name: String,
    pub(super) tax: Tax,
    /// Why nothing goes there.
    pub(super) refuse: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tax {
    /// An index into the dated percents.
    Percent(usize),
    Exempt,
    NotStated,
}

/// The rules of one service on days on which its prices do not change.
#[derive(Debug)]
pub(super) struct ServiceRules {
    pub(super) service: Service,
    /// When it is sold at these prices.
    pub(super) days: Days,
    pub(super) weight: WeightRule,
    /// What a parcel or a shipment may be at the most.
    pub(super) limits: Vec<Limit>,
    /// What it has to be at the least.
    pub(super) least: Vec<Limit>,
    pub(super) table: Table,
    pub(super) flats: Vec<Flat>,
    /// Rows that replace the steps: the first whose condition holds.
    pub(super) special: Vec<(Condition, usize)>,
    /// Percent of the base, in parts per million; 0: none.
    pub(super) discount: i64,
    pub(super) surcharges: Vec<Surcharge>,
    pub(super) minimum: Option<Minimum>,
    pub(super) transit: Option<Transit>,
    /// Some rule needs the sides of a parcel.
    pub(super) needs_sides: bool,
}

#[derive(Clone, Debug)]
pub(super) struct WeightRule {
    /// Nanograms; `None`: exact.
    pub(super) unit: Option<i64>,
    /// What an actual weight may be above a multiple of the unit and still count as it; 0: nothing.
    pub(super) tolerance: i64,
    pub(super) sides: Sides,
    pub(super) divisor: Option<Divisor>,
    /// Only volumes above this count, in cubic micrometres.
    pub(super) only_above: i128,
    /// Volume counts from this actual weight on.
    pub(super) volumetric_from: i64,
    /// The least billable weight.
    pub(super) minimum: i64,
    /// Without sides the actual weight counts.
    pub(super) no_sides_actual: bool,
    pub(super) count: Count,
}

/// What is done to sides before they count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sides {
    Exact,
    /// To multiples of so many micrometres.
    Up(i64),
    Nearest(i64),
}

/// What is weighed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Count {
    /// Each parcel, and the prices are added.
    Parcel,
    /// The sum of each parcel's greater weight.
    SumOfGreater,
    /// The greater of the two sums.
    GreaterOfSums,
}

/// A bound, itself inside, in nanograms, micrometres, cubic micrometres or parcels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limit {
    pub(super) quantity: Quantity,
    pub(super) bound: i128,
}

/// What conditions and limits speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quantity {
    Weight,
    Billable,
    Longest,
    Second,
    Shortest,
    SumOfSides,
    LengthPlusGirth,
    Volume,
    ShipmentWeight,
    /// Of all parcels; known only once they are weighed.
    ShipmentBillable,
    /// Of all parcels, by their exact sides.
    ShipmentVolume,
    ShipmentParcels,
}

/// The cells of a service: steps, what follows the last of them, rows with names.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) unit: WeightUnit,
    pub(super) zones: usize,
    /// The heaviest weight of each step, in nanograms, growing.
    pub(super) steps: Vec<i64>,
    pub(super) tails: Vec<Tail>,
    /// `[row][zone]`: steps, tails, named rows.
    pub(super) net: Vec<u32>,
    /// The same; empty unless both are published.
    pub(super) gross: Vec<u32>,
    pub(super) named: Vec<String>,
    /// `[tail][zone]`: the price on which a further unit stands, net and gross; `None`: not offered.
    pub(super) anchors: Vec<Option<(i64, i64)>>,
    /// Cells without a price today that have one on other days, in order.
    pub(super) lapsed: Vec<(usize, ZoneNo)>,
    /// Steps without a price, of weights below the published minimum of the next.
    pub(super) below: Vec<usize>,
    /// `[row][zone]`: the cheapest of the heavier rows, from its net and gross on; empty unless the sheet charges that then.
    pub(super) heavier: Vec<Option<(usize, i64, i64)>>,
}

/// A row that prices started units.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tail {
    pub(super) whole: bool,
    pub(super) unit: i64,
    /// The heaviest weight below it.
    pub(super) from: i64,
    pub(super) up_to: i64,
}

/// A box with a price of its own.
#[derive(Debug)]
pub(super) struct Flat {
    pub(super) code: String,
    pub(super) price: i64,
    /// As published; the price itself where only one is.
    pub(super) gross: i64,
    pub(super) most_weight: i64,
    /// Where it is to be had.
    pub(super) when: Condition,
    /// What has room in it; `None`: not told.
    pub(super) inner: Option<Dimensions>,
}

#[derive(Debug)]
pub(super) struct Surcharge {
    pub(super) id: Arc<str>,
    pub(super) kind: ChargeKind,
    pub(super) when: Condition,
    pub(super) what: What,
    pub(super) floor: Option<i64>,
    pub(super) cap: Option<i64>,
    pub(super) per: Per,
    /// The number of its group; only the dearest of a group is charged.
    pub(super) group: Option<usize>,
    /// Not charged beside these.
    pub(super) not_with: u32,
    pub(super) taxed: bool,
    pub(super) unknown: Unknown,
}

#[derive(Debug)]
pub(super) enum What {
    Amount(i64),
    /// `None`: not to be had there.
    ByZone(Vec<Option<i64>>),
    /// By exact billable weight: minor units for so many nanograms.
    PerWeight {
        amount: i64,
        unit: i64,
        started: bool,
    },
    /// Of lines of this price.
    PercentOfLines {
        percent: Percent,
        on: Lines,
    },
    PercentOfValue {
        percent: Percent,
        value: Value,
    },
    /// A least billable weight.
    Bill(i64),
    Refuse(String),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Percent {
    Fixed(i64),
    /// An index into the dated percents.
    Dated(usize),
}

/// A sum that the shipper names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Cod,
    Insured,
    Declared,
}

/// Lines of a price that a percent or a minimum is taken of.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Lines {
    pub(super) base: bool,
    pub(super) discount: bool,
    /// A bit for each surcharge.
    pub(super) surcharges: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Per {
    Parcel,
    Shipment,
}

/// What is done where a condition cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unknown {
    Refuse,
    Apply,
    Skip,
}

#[derive(Debug)]
pub(super) struct Minimum {
    pub(super) amount: i64,
    pub(super) on: Lines,
}

#[derive(Debug)]
pub(super) struct Transit {
    pub(super) days: TransitDays,
    pub(super) cut_off: Option<CutOff>,
    pub(super) calendar: Whose,
}

/// The fewest and the most business days; `None`: not known.
pub(super) type Span = Option<(u16, u16)>;

/// What the days depend on.
#[derive(Debug)]
pub(super) enum TransitDays {
    ByZone(Vec<Span>),
    /// A chart of its own by origin and destination, whose zones are these spans.
    Chart {
        /// An index into the sheet's charts of days.
        chart: usize,
        spans: Vec<Span>,
    },
}

/// Whose business days are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    Destination,
    Origin,
    Both,
}

impl Charts {
    /// The zone of a destination in the chart of an origin; `Ok(None)`: there is none.
    pub(super) fn zone(
        &self,
        origin: &Whereabouts,
        destination: &Whereabouts,
    ) -> Result<Option<ZoneNo>, Lacking> {
        let chart = match &self.chart_of {
            None => Some(0),
            Some(chart_of) => chart_of.zone(origin, origin).map_err(|_| Lacking::OriginCode)?,
        };
        match chart.and_then(|chart| self.charts.get(usize::from(chart))) {
            Some(chart) => chart.zone(origin, destination),
            None => Ok(None),
        }
    }
}

impl Compiled {
    pub(super) fn zone(&self, zone: ZoneNo) -> Option<&Zone> {
        self.zones.get(usize::from(zone))
    }

    pub(super) fn is_valid_on(&self, day: Date) -> bool {
        self.first_day <= day && self.last_day.is_none_or(|last| day <= last)
    }
}

impl WeightRule {
    /// An actual weight, less what the sheet tolerates above a multiple of its unit.
    pub(super) fn tolerated(&self, weight: i128) -> i128 {
        let over = self.unit.map_or(0, |unit| weight % i128::from(unit));
        if over < weight && over <= self.tolerance.into() { weight - over } else { weight }
    }
}

impl Table {
    pub(super) fn cell(&self, row: usize, zone: ZoneNo) -> Option<(i64, i64)> {
        let place = row * self.zones + usize::from(zone);
        let net = *self.net.get(place)?;
        let gross = self.gross.get(place).copied().unwrap_or(net);
        (net != NOT_OFFERED && gross != NOT_OFFERED).then(|| (i64::from(net), i64::from(gross)))
    }

    pub(super) fn anchor(&self, tail: usize, zone: ZoneNo) -> Option<(i64, i64)> {
        *self.anchors.get(tail * self.zones + usize::from(zone))?
    }

    /// Charges the cheapest heavier row wherever that is less, as air tariffs do. Weights are rounded up to the unit.
    pub(super) fn charge_heavier(&mut self, unit: Option<i64>) {
        let rows = self.steps.len() + self.tails.len();
        let mut heavier = vec![None; rows * self.zones];
        for zone in (0..self.zones).filter_map(|zone| ZoneNo::try_from(zone).ok()) {
            let mut best: Option<(usize, i64, i64)> = None;
            for row in (0..rows).rev() {
                if let Some(place) = heavier.get_mut(row * self.zones + usize::from(zone)) {
                    *place = best;
                }
                if let Some((net, gross)) = self.lightest(row, zone, unit)
                    && best.is_none_or(|(_, least, _)| net < least)
                {
                    best = Some((row, net, gross));
                }
            }
        }
        self.heavier = heavier;
    }

    /// The price of the lightest weight of a row.
    fn lightest(&self, row: usize, zone: ZoneNo, unit: Option<i64>) -> Option<(i64, i64)> {
        let (net, gross) = self.cell(row, zone)?;
        let Some(number) = row.checked_sub(self.steps.len()) else { return Some((net, gross)) };
        let tail = self.tails.get(number)?;
        let weight = unit.map_or(tail.from + 1, |unit| (tail.from / unit + 1) * unit);
        if weight > tail.up_to {
            return None;
        }
        let (from, (net_before, gross_before)) =
            if tail.whole { (0, (0, 0)) } else { (tail.from, self.anchor(number, zone)?) };
        let units = (weight - from + tail.unit - 1) / tail.unit;
        let whole = |before: i64, cell: i64| before.checked_add(units.checked_mul(cell)?);
        Some((whole(net_before, net)?, whole(gross_before, gross)?))
    }

    /// What is charged for a price of a row: that of a heavier row where it is less and the sheet says so.
    pub(super) fn or_heavier(
        &self,
        row: usize,
        zone: ZoneNo,
        price: (i64, i64),
    ) -> (usize, (i64, i64)) {
        match self.heavier.get(row * self.zones + usize::from(zone)) {
            Some(Some((heavier, net, gross))) if *net < price.0 => (*heavier, (*net, *gross)),
            _ => (row, price),
        }
    }

    /// Whether a row begins above a weight.
    pub(super) fn is_above(&self, row: usize, weight: i64) -> bool {
        let before = row.checked_sub(1).and_then(|before| self.steps.get(before)).copied();
        let tail = row.checked_sub(self.steps.len()).and_then(|tail| self.tails.get(tail));
        match tail {
            Some(tail) => weight <= tail.from,
            None => row < self.steps.len() && before.is_some_and(|end| weight <= end),
        }
    }

    /// Whether any row has a price for a zone.
    pub(super) fn offers(&self, zone: ZoneNo) -> bool {
        let rows = self.net.len().checked_div(self.zones).unwrap_or(0);
        (0..rows).any(|row| self.cell(row, zone).is_some())
    }

    /// The heaviest weight that has a price.
    pub(super) fn heaviest(&self) -> i64 {
        self.tails.last().map(|tail| tail.up_to).or_else(|| self.steps.last().copied()).unwrap_or(0)
    }
}

impl Quantity {
    pub(super) const NAMES: [(&'static str, Self); 12] = [
        ("weight", Self::Weight),
        ("billable", Self::Billable),
        ("longest", Self::Longest),
        ("second", Self::Second),
        ("shortest", Self::Shortest),
        ("sum_of_sides", Self::SumOfSides),
        ("length_plus_girth", Self::LengthPlusGirth),
        ("volume", Self::Volume),
        ("shipment.weight", Self::ShipmentWeight),
        ("shipment.billable", Self::ShipmentBillable),
        ("shipment.volume", Self::ShipmentVolume),
        ("shipment.parcels", Self::ShipmentParcels),
    ];

    pub(super) fn read(text: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(name, _)| *name == text).map(|(_, quantity)| *quantity)
    }

    pub(super) fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, quantity)| *quantity == self).map_or("", |(name, _)| name)
    }

    pub(super) fn needs_sides(self) -> bool {
        !matches!(
            self,
            Self::Weight
                | Self::Billable
                | Self::ShipmentWeight
                | Self::ShipmentBillable
                | Self::ShipmentParcels
        )
    }

    pub(super) fn is_of_shipment(self) -> bool {
        matches!(
            self,
            Self::ShipmentWeight
                | Self::ShipmentBillable
                | Self::ShipmentVolume
                | Self::ShipmentParcels
        )
    }

    /// The inch where the sheet weighs in pounds or ounces.
    pub(super) fn length_unit(unit: WeightUnit) -> LengthUnit {
        match unit {
            WeightUnit::Lb | WeightUnit::Oz => LengthUnit::In,
            WeightUnit::G | WeightUnit::Kg => LengthUnit::Cm,
        }
    }
}

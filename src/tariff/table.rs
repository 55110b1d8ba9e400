//! The cells of a service and what follows from them alone: a cell, the price on which further units stand, the cheaper
//! heavier row. Which weight is looked up is decided elsewhere.

use super::places::ZoneNo;
use crate::model::WeightUnit;

/// A cell that is not offered.
pub(super) const NOT_OFFERED: u32 = u32::MAX;

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
                    && best.is_none_or(|(_, least, _)| net <= least)
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

//! The price of a shipment by one service, in integers and without an allocation. The order of the steps is the sheet
//! format's: base, discount, surcharges as written, minimum, tax. Lines are made for people elsewhere.

use super::bits::{bits, has};
use super::compiled::{
    Cells, Compiled, Lines, MOST_SURCHARGES, Percent, ServiceRules, Surcharge, Tax, What,
};
use super::condition::{Measured, Truth};
use super::dated::InForce;
use super::facts::{Consignment, ParcelFacts};
use super::number::MILLION;
use super::places::ZoneNo;
use super::refusal::Refusal;
use super::weigh::Scales;
use crate::model::Date;

/// A price, in minor units. As the cells: net, or gross where cells are gross.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Priced {
    pub(super) zone: ZoneNo,
    /// More than one parcel was priced for itself.
    pub(super) several: bool,
    /// A parcel has no sides, and its actual weight was taken.
    pub(super) without_sides: bool,
    /// A percent has ended and the last one was taken.
    pub(super) old_percent: bool,
    /// Nanograms; of all parcels together.
    pub(super) billable: i64,
    /// Where the base of the first parcel is from.
    pub(super) row: Row,
    /// `None`: the sheet does not tell.
    pub(super) net: Option<i64>,
    /// `None`: the sheet does not tell.
    pub(super) gross: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    Flat(usize),
    /// Of the table, steps first, then tails, then named rows.
    Table(usize),
}

/// The amounts that a price is the sum of, in minor units.
#[derive(Clone, Debug, Default)]
pub(super) struct Amounts {
    pub(super) base: i64,
    pub(super) discount: i64,
    pub(super) minimum: i64,
    pub(super) surcharges: Surcharges,
}

/// What is charged beside the carriage.
#[derive(Clone, Debug, Default)]
pub(super) struct Surcharges {
    /// By the number of a surcharge; 0 where it is not charged.
    amounts: [i64; MOST_SURCHARGES],
    /// A bit for each that is charged.
    charged: u32,
}

/// The zone of a shipment.
pub(super) fn zone(sheet: &Compiled, facts: &Consignment<'_>) -> Result<ZoneNo, Refusal> {
    match sheet.origins.zone(&facts.origin, &facts.origin) {
        Ok(Some(_)) => {}
        Ok(None) => return Err(Refusal::OriginNotServed),
        Err(_) => return Err(Refusal::OriginLacking),
    }
    let chart = match &sheet.chart_of {
        None => 0,
        Some(chart_of) => match chart_of.zone(&facts.origin, &facts.origin) {
            Ok(chart) => usize::from(chart.ok_or(Refusal::OriginNotServed)?),
            Err(_) => return Err(Refusal::OriginLacking),
        },
    };
    let chart = sheet.charts.get(chart).ok_or(Refusal::NoZone)?;
    let zone = chart.zone(&facts.origin, &facts.destination).map_err(Refusal::ZoneLacking)?;
    let zone = zone.ok_or(Refusal::NoZone)?;
    match sheet.zone(zone) {
        Some(known) if known.refuse.is_some() => Err(Refusal::ZoneRefused { zone }),
        _ => Ok(zone),
    }
}

pub(super) fn price(
    sheet: &Compiled,
    service: &ServiceRules,
    zone: ZoneNo,
    facts: &Consignment<'_>,
    day: Date,
    amounts: &mut Amounts,
) -> Result<Priced, Refusal> {
    let scales = Scales::new(sheet, service, zone, facts, day)?;
    let mut bill = Bill::new(&scales, amounts);
    let published_gross = bill.base()?;
    bill.amounts.discount = -sheet.rounding.share(bill.amounts.base, service.discount);
    bill.parcel_surcharges()?;
    bill.shipment_surcharges()?;
    if let Some(minimum) = &service.minimum {
        bill.amounts.minimum = (minimum.amount - bill.amounts.sum(minimum.on)).max(0);
    }
    bill.tax(published_gross)?;
    bill.priced.several = scales.together().is_none() && facts.parcels.len() > 1;
    bill.priced.without_sides = scales.guessed_without_sides();
    Ok(bill.priced)
}

impl Amounts {
    fn sum(&self, lines: Lines) -> i64 {
        let Surcharges { amounts, charged } = &self.surcharges;
        let surcharges = bits(lines.surcharges & charged).filter_map(|index| amounts.get(index));
        i64::from(lines.base) * self.base
            + i64::from(lines.discount) * self.discount
            + surcharges.sum::<i64>()
    }

    fn total(&self) -> i64 {
        let all = Lines { base: true, discount: true, surcharges: u32::MAX };
        self.sum(all) + self.minimum
    }
}

impl Surcharges {
    /// Those that are charged, by their numbers, in the order of the sheet.
    pub(super) fn charged(&self) -> impl Iterator<Item = (usize, i64)> {
        bits(self.charged).filter_map(|index| Some((index, *self.amounts.get(index)?)))
    }

    pub(super) fn count(&self) -> usize {
        self.charged.count_ones() as usize
    }

    /// Enters an amount, unless something excludes it or its group has a dearer one.
    fn enter(&mut self, surcharges: &[Surcharge], index: usize, amount: i64) {
        let Some(surcharge) = surcharges.get(index) else { return };
        if surcharge.not_with & self.charged != 0 {
            return;
        }
        if surcharge.group.is_some() {
            for other in bits(self.charged) {
                if surcharges.get(other).is_some_and(|known| known.group == surcharge.group)
                    && let Some(rival) = self.amounts.get_mut(other)
                {
                    if *rival >= amount {
                        return;
                    }
                    *rival = 0;
                    self.charged &= !(1 << other);
                }
            }
        }
        if let Some(place) = self.amounts.get_mut(index) {
            *place = amount;
            self.charged |= 1 << index;
        }
    }

    /// With those of another parcel.
    fn add(&mut self, other: &Self) {
        self.charged |= other.charged;
        for (sum, amount) in self.amounts.iter_mut().zip(other.amounts) {
            *sum += amount;
        }
    }
}

struct Bill<'b> {
    scales: &'b Scales<'b>,
    amounts: &'b mut Amounts,
    priced: Priced,
    /// The parcel that was measured last.
    last: Measured,
    /// Surcharges of the shipment whose condition holds, a bit for each.
    holding: u32,
    /// Those whose condition cannot be told for some parcel.
    untold: u32,
    /// What is wrong with a parcel in a box as soon as its weight counts.
    late: Option<Refusal>,
}

impl<'b> Bill<'b> {
    fn new(scales: &'b Scales<'b>, amounts: &'b mut Amounts) -> Self {
        Self {
            scales,
            amounts,
            priced: Priced {
                zone: scales.zone,
                several: false,
                without_sides: false,
                old_percent: false,
                billable: 0,
                row: Row::Table(0),
                net: None,
                gross: None,
            },
            last: Measured::new(0, 0, None),
            holding: scales.service.quick.always,
            untold: 0,
            late: None,
        }
    }

    /// The carriage; and which surcharges of the shipment some parcel makes due. Gives the gross as published.
    fn base(&mut self) -> Result<i64, Refusal> {
        let scales = self.scales;
        if let Some(billable) = scales.together() {
            let special = self.special_together()?;
            let (row, net, with_tax) = self.cell(special, billable)?;
            (self.priced.row, self.amounts.base, self.priced.billable) = (row, net, billable);
            for (index, parcel) in scales.facts.parcels.iter().enumerate() {
                self.last = scales.measure(index, parcel)?;
                self.see(index);
            }
            return Ok(with_tax);
        }
        let mut gross = 0;
        for (index, parcel) in scales.facts.parcels.iter().enumerate() {
            let (row, net, with_tax, billable) = match parcel.boxed {
                Some(code) => self.flat(index, parcel, code)?,
                None => self.weighed(index, parcel)?,
            };
            self.see(index);
            if index == 0 {
                self.priced.row = row;
            }
            self.amounts.base += net;
            self.priced.billable =
                self.priced.billable.checked_add(billable).ok_or(Refusal::OutOfRange)?;
            gross += with_tax;
        }
        match self.late {
            Some(refusal) => Err(refusal),
            None => Ok(gross),
        }
    }

    fn flat(
        &mut self,
        index: usize,
        parcel: &ParcelFacts<'_>,
        code: &str,
    ) -> Result<(Row, i64, i64, i64), Refusal> {
        let Scales { service, .. } = *self.scales;
        let mut flats = service.flats.iter().enumerate();
        let Some((place, flat)) = flats.find(|(_, flat)| flat.code == code) else {
            return Err(Refusal::UnknownBox { parcel: index });
        };
        if parcel.weight > flat.most_weight {
            return Err(Refusal::BoxTooHeavy { parcel: index, most: flat.most_weight });
        }
        // Its price is not by weight; only surcharges look at that.
        if service.quick.per_parcel | service.quick.per_shipment != 0 {
            match self.scales.measure(index, parcel) {
                Ok(measured) => self.last = measured,
                Err(refusal) => self.late = self.late.or(Some(refusal)),
            }
        }
        Ok((Row::Flat(place), flat.price, flat.price, parcel.weight))
    }

    fn weighed(
        &mut self,
        index: usize,
        parcel: &ParcelFacts<'_>,
    ) -> Result<(Row, i64, i64, i64), Refusal> {
        self.last = self.scales.measure(index, parcel)?;
        let special = self.special()?;
        let billable = self.last.billable();
        let (row, net, gross) = self.cell(special, billable)?;
        Ok((row, net, gross, billable))
    }

    /// The first special row whose condition holds for the parcel that was measured last.
    fn special(&self) -> Result<Option<usize>, Refusal> {
        for (condition, row) in &self.scales.service.special {
            match self.scales.holds(condition, &self.last) {
                Truth::Yes => return Ok(Some(*row)),
                Truth::No => {}
                Truth::Unknown(fact) => return Err(Refusal::Unknown { surcharge: None, fact }),
            }
        }
        Ok(None)
    }

    /// The first special row whose condition holds for any parcel.
    fn special_together(&self) -> Result<Option<usize>, Refusal> {
        for (condition, row) in &self.scales.service.special {
            let mut answer = Truth::No;
            for (index, parcel) in self.scales.facts.parcels.iter().enumerate() {
                match self.scales.holds(condition, &self.scales.measure(index, parcel)?) {
                    Truth::Yes => return Ok(Some(*row)),
                    Truth::No => {}
                    unknown @ Truth::Unknown(_) => answer = unknown,
                }
            }
            if let Truth::Unknown(fact) = answer {
                return Err(Refusal::Unknown { surcharge: None, fact });
            }
        }
        Ok(None)
    }

    /// The price of a weight, net and gross, rounded to what can be paid.
    fn cell(&self, special: Option<usize>, billable: i64) -> Result<(Row, i64, i64), Refusal> {
        let Scales { sheet, service, zone, .. } = *self.scales;
        let table = &service.table;
        let at = |row: usize| table.cell(row, zone).ok_or(Refusal::NotOffered { row });
        let step = service.quick.row(table, billable);
        let (row, (net, gross)) = if let Some(row) = special {
            (row, at(row)?)
        } else if step < table.steps.len() {
            (step, at(step)?)
        } else {
            let mut tails = table.tails.iter().enumerate();
            let Some((number, tail)) = tails.find(|(_, tail)| billable <= tail.up_to) else {
                return Err(Refusal::AboveLastStep { billable, most: table.heaviest() });
            };
            let row = table.steps.len() + number;
            let (net, gross) = at(row)?;
            let (from, (anchor_net, anchor_gross)) = if tail.whole {
                (0, (0, 0))
            } else {
                (tail.from, table.anchor(number, zone).ok_or(Refusal::NotOffered { row })?)
            };
            let units = (billable - from + tail.unit - 1) / tail.unit;
            (row, (anchor_net + units * net, anchor_gross + units * gross))
        };
        // Published cells are added as published: only a finer cell is rounded.
        let payable = |amount| match service.quick.per_minor {
            1 => amount,
            finer => sheet.rounding.divide(amount, finer),
        };
        Ok((Row::Table(row), payable(net), payable(gross)))
    }

    /// Notes which surcharges of the shipment the parcel that was measured last makes due.
    fn see(&mut self, index: usize) {
        let Scales { service, .. } = *self.scales;
        for number in bits(service.quick.per_shipment & !self.holding) {
            let Some(surcharge) = service.surcharges.get(number) else { continue };
            if index > 0 && !self.scales.is_of_parcel(number) {
                continue;
            }
            match self.scales.holds(&surcharge.when, &self.last) {
                Truth::Yes => self.holding |= 1 << number,
                Truth::No => {}
                Truth::Unknown(_) => self.untold |= 1 << number,
            }
        }
    }

    fn parcel_surcharges(&mut self) -> Result<(), Refusal> {
        let scales = self.scales;
        let Scales { service, facts, .. } = *scales;
        if service.quick.per_parcel == 0 {
            return Ok(());
        }
        if facts.parcels.len() == 1 {
            return self.surcharges_of_parcel();
        }
        for (index, parcel) in facts.parcels.iter().enumerate() {
            self.last = scales.measure(index, parcel)?;
            // What excludes and what is dearest is decided within each parcel.
            let before = std::mem::take(&mut self.amounts.surcharges);
            self.surcharges_of_parcel()?;
            self.amounts.surcharges.add(&before);
        }
        Ok(())
    }

    /// Those of the parcel that was measured last.
    fn surcharges_of_parcel(&mut self) -> Result<(), Refusal> {
        let Scales { service, .. } = *self.scales;
        for index in bits(service.quick.per_parcel) {
            let Some(surcharge) = service.surcharges.get(index) else { continue };
            let truth = self.scales.holds(&surcharge.when, &self.last);
            if Scales::applies(index, truth, surcharge.unknown)? {
                let amount = self.amount(surcharge, index, self.last.billable())?;
                self.amounts.surcharges.enter(&service.surcharges, index, amount);
            }
        }
        Ok(())
    }

    fn shipment_surcharges(&mut self) -> Result<(), Refusal> {
        let Scales { service, .. } = *self.scales;
        for index in bits(service.quick.per_shipment) {
            let Some(surcharge) = service.surcharges.get(index) else { continue };
            let truth = match (has(self.holding, index), has(self.untold, index)) {
                (true, _) => Truth::Yes,
                (false, false) => Truth::No,
                (false, true) => self.untold(surcharge),
            };
            if Scales::applies(index, truth, surcharge.unknown)? {
                let amount = self.amount(surcharge, index, self.priced.billable)?;
                self.amounts.surcharges.enter(&service.surcharges, index, amount);
            }
        }
        Ok(())
    }

    /// Which fact a condition lacks that holds for no parcel and cannot be told for some.
    #[cold]
    fn untold(&self, surcharge: &Surcharge) -> Truth {
        let parcels = self.scales.facts.parcels.iter().enumerate();
        let measured =
            parcels.filter_map(|(index, parcel)| self.scales.measure(index, parcel).ok());
        let unknown = measured
            .map(|measured| self.scales.holds(&surcharge.when, &measured))
            .filter(|truth| matches!(truth, Truth::Unknown(_)));
        unknown.last().unwrap_or(Truth::No)
    }

    fn amount(
        &mut self,
        surcharge: &Surcharge,
        index: usize,
        billable: i64,
    ) -> Result<i64, Refusal> {
        let Scales { sheet, facts, .. } = *self.scales;
        let amount = match &surcharge.what {
            What::Amount(amount) => *amount,
            What::PerWeight { amount, unit, started: true } => {
                let units = (billable + unit - 1) / unit;
                amount.checked_mul(units).ok_or(Refusal::OutOfRange)?
            }
            What::PerWeight { amount, unit, started: false } => {
                let exact = i128::from(*amount) * i128::from(billable);
                let rounded = sheet.rounding.divide_wide(exact, i128::from(*unit));
                rounded.ok_or(Refusal::OutOfRange)?
            }
            What::PercentOfLines { percent, on } => {
                let ppm = self.percent(*percent, index)?;
                sheet.rounding.share(self.amounts.sum(*on), ppm)
            }
            What::PercentOfValue { percent, value } => {
                let ppm = self.percent(*percent, index)?;
                let value = facts.asked.value(*value, sheet.scale.currency);
                sheet.rounding.share(value.ok_or(Refusal::NoValue { surcharge: index })?, ppm)
            }
            What::Bill(_) => 0,
            What::Refuse(_) => return Err(Refusal::ByRule { surcharge: index }),
        };
        let amount = surcharge.floor.map_or(amount, |floor| amount.max(floor));
        Ok(surcharge.cap.map_or(amount, |cap| amount.min(cap)))
    }

    fn percent(&mut self, percent: Percent, surcharge: usize) -> Result<i64, Refusal> {
        let Scales { sheet, day, .. } = *self.scales;
        match percent {
            Percent::Fixed(ppm) => Ok(ppm),
            Percent::Dated(dated) => match sheet.dated.get(dated).map(|dated| dated.on(day)) {
                Some(InForce::Percent(ppm)) => Ok(ppm),
                Some(InForce::Last(ppm)) => {
                    self.priced.old_percent = true;
                    Ok(ppm)
                }
                Some(InForce::Nothing) | None => Err(Refusal::NoPercent { surcharge }),
            },
        }
    }

    /// Gross = published gross + for all other taxable lines together: net + tax on their sum, rounded once.
    fn tax(&mut self, published_gross: i64) -> Result<(), Refusal> {
        let Scales { sheet, service, zone, day, .. } = *self.scales;
        let untaxed = Lines { surcharges: service.quick.untaxed, ..Lines::default() };
        let untaxed = self.amounts.sum(untaxed);
        let total = self.amounts.total();
        let ppm = match sheet.zone(zone).map(|zone| zone.tax) {
            Some(Tax::Percent(dated)) => match sheet.dated.get(dated).map(|dated| dated.on(day)) {
                Some(InForce::Percent(ppm) | InForce::Last(ppm)) => Some(ppm),
                Some(InForce::Nothing) | None => return Err(Refusal::NoTax),
            },
            Some(Tax::Exempt) => Some(0),
            Some(Tax::NotStated) | None => None,
        };
        let rounding = sheet.rounding;
        (self.priced.net, self.priced.gross) = match (sheet.cells, ppm) {
            (Cells::Gross, None) => (None, Some(total)),
            (Cells::Gross, Some(ppm)) => {
                let taxed = rounding.divide((total - untaxed) * MILLION, MILLION + ppm);
                (Some(taxed + untaxed), Some(total))
            }
            (Cells::Net | Cells::Both, None) => (Some(total), None),
            (Cells::Net, Some(ppm)) => {
                (Some(total), Some(total + rounding.share(total - untaxed, ppm)))
            }
            (Cells::Both, Some(0)) => (Some(total), Some(total)),
            (Cells::Both, Some(ppm)) => {
                let others = total - self.amounts.base;
                (
                    Some(total),
                    Some(published_gross + others + rounding.share(others - untaxed, ppm)),
                )
            }
        };
        Ok(())
    }
}

//! The price of a shipment by one service, in integers and without an allocation. The order of the steps is the sheet
//! format's: base, discount, surcharges as written, minimum, tax. Lines are made for people elsewhere.

use super::compiled::{
    Cells, Compiled, Lines, MOST_SURCHARGES, Per, Percent, Quantity, ServiceRules, Surcharge, Tax,
    Value, What,
};
use super::condition::{Measured, Truth};
use super::dated::InForce;
use super::facts::{Facts, ParcelFacts};
use super::number::{MILLION, MOST_WEIGHT};
use super::places::ZoneNo;
use super::refusal::Refusal;
use super::weigh::Scales;

/// A price, in minor units. As the cells: net, or gross where cells are gross.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Priced {
    pub(super) zone: ZoneNo,
    /// Nanograms; of all parcels together.
    pub(super) billable: i64,
    /// Where the base of the first parcel is from.
    pub(super) row: Row,
    pub(super) base: i64,
    pub(super) discount: i64,
    pub(super) surcharges: [i64; MOST_SURCHARGES],
    /// A bit for each surcharge that is charged.
    pub(super) charged: u32,
    pub(super) minimum: i64,
    /// `None`: the sheet does not tell.
    pub(super) net: Option<i64>,
    /// `None`: the sheet does not tell.
    pub(super) gross: Option<i64>,
    /// More than one parcel was priced for itself.
    pub(super) several: bool,
    /// A parcel has no sides, and its actual weight was taken.
    pub(super) without_sides: bool,
    /// A percent has ended and the last one was taken.
    pub(super) old_percent: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    Flat(usize),
    /// Of the table, steps first, then tails, then named rows.
    Table(usize),
}

/// The zone of a shipment.
pub(super) fn zone(sheet: &Compiled, facts: &Facts<'_>) -> Result<ZoneNo, Refusal> {
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
    facts: &Facts<'_>,
) -> Result<Priced, Refusal> {
    let scales = Scales::new(sheet, service, zone, facts)?;
    let mut bill = Bill::new(&scales, zone);
    let published_gross = bill.base()?;
    scales.within(Quantity::ShipmentBillable, bill.priced.billable, 0)?;
    let (base, rounding) = (bill.priced.base, sheet.rounding);
    bill.priced.discount = -rounding.share(base, service.discount);
    bill.parcel_surcharges()?;
    bill.shipment_surcharges()?;
    if let Some(minimum) = &service.minimum {
        let sum = bill.sum(minimum.on);
        bill.priced.minimum = (minimum.amount - sum).max(0);
    }
    bill.tax(published_gross)?;
    let as_one = scales.together().is_some() && scales.weighed().count() == facts.parcels.len();
    bill.priced.several = !as_one && facts.parcels.len() > 1;
    bill.priced.without_sides = scales.guessed_without_sides();
    Ok(bill.priced)
}

struct Bill<'b> {
    scales: &'b Scales<'b>,
    priced: Priced,
}

impl<'b> Bill<'b> {
    fn new(scales: &'b Scales<'b>, zone: ZoneNo) -> Self {
        Self {
            scales,
            priced: Priced {
                zone,
                billable: 0,
                row: Row::Table(0),
                base: 0,
                discount: 0,
                surcharges: [0; MOST_SURCHARGES],
                charged: 0,
                minimum: 0,
                net: None,
                gross: None,
                several: false,
                without_sides: false,
                old_percent: false,
            },
        }
    }

    /// The carriage. Gives the gross as published.
    fn base(&mut self) -> Result<i64, Refusal> {
        let scales = self.scales;
        let mut gross = 0;
        let mut is_first = true;
        if let Some(billable) = scales.together()
            && scales.weighed().next().is_some()
        {
            let special = self.special(|condition| scales.holds_weighed(condition))?;
            let (row, net, with_tax) = self.cell(special, billable)?;
            (self.priced.row, self.priced.base, self.priced.billable) = (row, net, billable);
            (gross, is_first) = (with_tax, false);
        }
        for (index, parcel) in scales.facts.parcels.iter().enumerate() {
            let (row, net, with_tax, billable) = match parcel.boxed {
                Some(code) => self.flat(index, parcel, code)?,
                None if scales.together().is_some() => continue,
                None => self.weighed(index, parcel)?,
            };
            if is_first {
                (self.priced.row, is_first) = (row, false);
            }
            self.priced.base += net;
            let together = self.priced.billable.checked_add(billable);
            self.priced.billable =
                together.filter(|sum| *sum <= MOST_WEIGHT).ok_or(Refusal::OutOfRange)?;
            gross += with_tax;
        }
        Ok(gross)
    }

    fn flat(
        &self,
        index: usize,
        parcel: &ParcelFacts<'_>,
        code: &str,
    ) -> Result<(Row, i64, i64, i64), Refusal> {
        let mut flats = self.scales.service.flats.iter().enumerate();
        let Some((place, flat)) = flats.find(|(_, flat)| flat.code == code) else {
            return Err(Refusal::UnknownBox { parcel: index });
        };
        if parcel.weight > flat.most_weight {
            return Err(Refusal::BoxTooHeavy { parcel: index, most: flat.most_weight });
        }
        if !flat.when.tests.is_empty() {
            let Scales { sheet, facts, zone, .. } = *self.scales;
            let measured = self.scales.plain(parcel, parcel.weight);
            match flat.when.holds(sheet, facts, zone, &measured) {
                Truth::Yes => {}
                Truth::No => return Err(Refusal::BoxNotThere { parcel: index }),
                Truth::Unknown(fact) => return Err(Refusal::Unknown { surcharge: None, fact }),
            }
        }
        Ok((Row::Flat(place), flat.price, flat.gross, parcel.weight))
    }

    fn weighed(
        &self,
        index: usize,
        parcel: &ParcelFacts<'_>,
    ) -> Result<(Row, i64, i64, i64), Refusal> {
        let Scales { sheet, facts, zone, .. } = *self.scales;
        let measured = self.scales.measure(index, parcel)?;
        let special =
            self.special(|condition| Ok(condition.holds(sheet, facts, zone, &measured)))?;
        let (row, net, gross) = self.cell(special, measured.billable)?;
        Ok((row, net, gross, measured.billable))
    }

    /// The first special row whose condition holds.
    fn special(
        &self,
        holds: impl Fn(&super::condition::Condition) -> Result<Truth, Refusal>,
    ) -> Result<Option<usize>, Refusal> {
        for (condition, row) in &self.scales.service.special {
            match holds(condition)? {
                Truth::Yes => return Ok(Some(*row)),
                Truth::No => {}
                Truth::Unknown(fact) => return Err(Refusal::Unknown { surcharge: None, fact }),
            }
        }
        Ok(None)
    }

    /// The price of a weight, net and gross, rounded to what can be paid.
    fn cell(&self, special: Option<usize>, billable: i64) -> Result<(Row, i64, i64), Refusal> {
        let Scales { sheet, service, zone, .. } = *self.scales;
        let table = &service.table;
        let at = |row: usize| table.cell(row, zone).ok_or(Refusal::NotOffered { row });
        let step = table.steps.partition_point(|boundary| *boundary < billable);
        let (row, (net, gross)) = if let Some(row) = special {
            (row, at(row)?)
        } else if step < table.steps.len() {
            table.or_heavier(step, zone, at(step)?)
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
            let price = (anchor_net + units * net, anchor_gross + units * gross);
            table.or_heavier(row, zone, price)
        };
        let per_minor = sheet.scale.per_minor();
        let payable = |amount| sheet.rounding.divide(amount, per_minor);
        // Published cells are added as published: only a finer cell is rounded.
        let payable = |amount| if per_minor == 1 { amount } else { payable(amount) };
        Ok((Row::Table(row), payable(net), payable(gross)))
    }

    fn parcel_surcharges(&mut self) -> Result<(), Refusal> {
        let scales = self.scales;
        let Scales { sheet, service, zone, facts, .. } = *scales;
        if !(0..service.surcharges.len()).any(|index| scales.is_per_parcel(index)) {
            return Ok(());
        }
        for (number, parcel) in facts.parcels.iter().enumerate() {
            let measured = scales.measure(number, parcel)?;
            let mut mine = ([0; MOST_SURCHARGES], 0_u32);
            for (index, surcharge) in service.surcharges.iter().enumerate() {
                let is_bill = matches!(surcharge.what, What::Bill(_));
                if surcharge.per != Per::Parcel || is_bill || surcharge.not_with & mine.1 != 0 {
                    continue;
                }
                let truth = surcharge.when.holds(sheet, facts, zone, &measured);
                if Scales::applies(index, truth, surcharge.unknown)? {
                    let amount = self.amount(surcharge, index, &measured)?;
                    enter(&service.surcharges, index, amount, &mut mine);
                }
            }
            let (amounts, charged) = mine;
            self.priced.charged |= charged;
            for (sum, amount) in self.priced.surcharges.iter_mut().zip(amounts) {
                *sum += amount;
            }
        }
        Ok(())
    }

    fn shipment_surcharges(&mut self) -> Result<(), Refusal> {
        let scales = self.scales;
        let shipment = Measured {
            weight: 0,
            billable: self.priced.billable,
            sides: None,
            shipment_weight: 0,
            sides_may_lack: true,
        };
        for (index, surcharge) in scales.service.surcharges.iter().enumerate() {
            let is_bill = matches!(surcharge.what, What::Bill(_));
            let is_excluded = surcharge.not_with & self.priced.charged != 0;
            if surcharge.per != Per::Shipment || is_bill || is_excluded {
                continue;
            }
            if Scales::applies(index, scales.holds(&surcharge.when)?, surcharge.unknown)? {
                let amount = self.amount(surcharge, index, &shipment)?;
                let mut entered = (self.priced.surcharges, self.priced.charged);
                enter(&scales.service.surcharges, index, amount, &mut entered);
                (self.priced.surcharges, self.priced.charged) = entered;
            }
        }
        Ok(())
    }

    fn amount(
        &mut self,
        surcharge: &Surcharge,
        index: usize,
        measured: &Measured,
    ) -> Result<i64, Refusal> {
        let Scales { sheet, facts, zone, .. } = *self.scales;
        let amount = match &surcharge.what {
            What::Amount(amount) => *amount,
            What::ByZone(amounts) => {
                let amount = amounts.get(usize::from(zone)).copied().flatten();
                amount.ok_or(Refusal::NoAmount { surcharge: index })?
            }
            What::PerWeight { amount, unit, started: true } => {
                let units = (measured.billable + unit - 1) / unit;
                let exact = i128::from(*amount) * i128::from(units);
                sheet.rounding.divide_wide(exact, 1).ok_or(Refusal::OutOfRange)?
            }
            What::PerWeight { amount, unit, started: false } => {
                let exact = i128::from(*amount) * i128::from(measured.billable);
                let rounded = sheet.rounding.divide_wide(exact, i128::from(*unit));
                rounded.ok_or(Refusal::OutOfRange)?
            }
            What::PercentOfLines { percent, on } => {
                let ppm = self.percent(*percent, index)?;
                sheet.rounding.share(self.sum(*on), ppm)
            }
            What::PercentOfValue { percent, value } => {
                let ppm = self.percent(*percent, index)?;
                let value = match value {
                    Value::Cod => facts.asked.cod,
                    Value::Insured => facts.asked.insured,
                    Value::Declared => facts.asked.declared,
                };
                sheet.rounding.share(value.ok_or(Refusal::NoValue { surcharge: index })?, ppm)
            }
            What::Bill(_) => 0,
            What::Refuse(_) => return Err(Refusal::ByRule { surcharge: index }),
        };
        let amount = surcharge.floor.map_or(amount, |floor| amount.max(floor));
        Ok(surcharge.cap.map_or(amount, |cap| amount.min(cap)))
    }

    fn percent(&mut self, percent: Percent, surcharge: usize) -> Result<i64, Refusal> {
        let Scales { sheet, facts, .. } = *self.scales;
        match percent {
            Percent::Fixed(ppm) => Ok(ppm),
            Percent::Dated(dated) => {
                match sheet.dated.get(dated).map(|dated| dated.on(facts.day)) {
                    Some(InForce::Percent(ppm)) => Ok(ppm),
                    Some(InForce::Last(ppm)) => {
                        self.priced.old_percent = true;
                        Ok(ppm)
                    }
                    Some(InForce::Nothing) | None => Err(Refusal::NoPercent { surcharge }),
                }
            }
        }
    }

    fn sum(&self, lines: Lines) -> i64 {
        let surcharges =
            charged(lines.surcharges).filter_map(|index| self.priced.surcharges.get(index));
        i64::from(lines.base) * self.priced.base
            + i64::from(lines.discount) * self.priced.discount
            + surcharges.sum::<i64>()
    }

    /// Gross = published gross + for all other taxable lines together: net + tax on their sum, rounded once.
    fn tax(&mut self, published_gross: i64) -> Result<(), Refusal> {
        let Scales { sheet, service, zone, facts, .. } = *self.scales;
        let priced = &self.priced;
        let untaxed: i64 = service
            .surcharges
            .iter()
            .zip(priced.surcharges)
            .filter(|(surcharge, _)| !surcharge.taxed)
            .map(|(_, amount)| amount)
            .sum();
        let total =
            priced.base + priced.discount + priced.surcharges.iter().sum::<i64>() + priced.minimum;
        let ppm = match sheet.zone(zone).map(|zone| zone.tax) {
            Some(Tax::Percent(dated)) => {
                match sheet.dated.get(dated).map(|dated| dated.on(facts.day)) {
                    Some(InForce::Percent(ppm) | InForce::Last(ppm)) => Some(ppm),
                    Some(InForce::Nothing) | None => return Err(Refusal::NoTax),
                }
            }
            Some(Tax::Exempt) => Some(0),
            Some(Tax::NotStated) | None => None,
        };
        let rounding = sheet.rounding;
        (self.priced.net, self.priced.gross) = match (sheet.cells, ppm) {
            (Cells::Gross, None) => (None, Some(total)),
            (Cells::Net | Cells::Both, None) => (Some(total), None),
            // Nothing is divided, so nothing is rounded.
            (_, Some(0)) => (Some(total), Some(total)),
            (Cells::Gross, Some(ppm)) => {
                let taxed = rounding.divide((total - untaxed) * MILLION, MILLION + ppm);
                (Some(taxed + untaxed), Some(total))
            }
            (Cells::Net, Some(ppm)) => {
                (Some(total), Some(total + rounding.share(total - untaxed, ppm)))
            }
            (Cells::Both, Some(ppm)) => {
                let others = total - priced.base;
                (
                    Some(total),
                    Some(published_gross + others + rounding.share(others - untaxed, ppm)),
                )
            }
        };
        Ok(())
    }
}

/// The numbers of the bits.
pub(super) fn charged(mut bits: u32) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let index = (bits != 0).then(|| bits.trailing_zeros())?;
        bits &= bits - 1;
        usize::try_from(index).ok()
    })
}

/// Enters an amount, unless its group has a dearer one.
fn enter(
    surcharges: &[Surcharge],
    index: usize,
    amount: i64,
    (amounts, entered): &mut ([i64; MOST_SURCHARGES], u32),
) {
    let Some(surcharge) = surcharges.get(index) else { return };
    if surcharge.group.is_some() {
        for other in charged(*entered) {
            if surcharges.get(other).is_some_and(|known| known.group == surcharge.group)
                && let Some(rival) = amounts.get_mut(other)
            {
                if *rival >= amount {
                    return;
                }
                *rival = 0;
                *entered &= !(1 << other);
            }
        }
    }
    if let Some(place) = amounts.get_mut(index) {
        *place = amount;
        *entered |= 1 << index;
    }
}

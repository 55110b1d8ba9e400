//! The price of a shipment by one service, in integers and without an allocation. The order of the steps is the sheet
//! format's: base, discount, surcharges as written, minimum, tax. Lines are made for people elsewhere.

use super::amounts::Amounts;
use super::bits::{bits, has};
use super::compiled::{
    Cells, Compiled, Lines, Percent, Quantity, ServiceRules, Surcharge, Tax, What,
};
use super::condition::{Measured, Truth};
use super::dated::InForce;
use super::facts::Consignment;
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
    let mut scales = Scales::new(sheet, service, zone, facts, day);
    let mut measured = Measured::default();
    scales.load(&mut measured)?;
    let mut bill = Bill::new(&scales, amounts, &mut measured);
    let published_gross = bill.base()?;
    scales.within(Quantity::ShipmentBillable, bill.priced.billable, 0)?;
    if service.discount != 0 {
        bill.amounts.discount = -sheet.rounding.share(bill.amounts.base, service.discount);
    }
    bill.parcel_surcharges()?;
    bill.shipment_surcharges()?;
    if let Some(minimum) = &service.minimum {
        bill.amounts.minimum = (minimum.amount - bill.amounts.sum(minimum.on)).max(0);
    }
    bill.tax(published_gross)?;
    bill.priced.several = facts.parcels.len() > 1
        && !(scales.together().is_some() && facts.parcels.iter().all(|one| one.boxed.is_none()));
    bill.priced.without_sides = scales.guessed_without_sides();
    Ok(bill.priced)
}

/// A price in the making.
pub(super) struct Bill<'b> {
    pub(super) scales: &'b Scales<'b>,
    pub(super) amounts: &'b mut Amounts,
    pub(super) priced: Priced,
    /// The parcel that was measured last.
    pub(super) last: &'b mut Measured,
    /// Surcharges of the shipment whose condition holds, a bit for each.
    holding: u32,
    /// Those whose condition cannot be told for some parcel.
    untold: u32,
}

impl<'b> Bill<'b> {
    fn new(scales: &'b Scales<'b>, amounts: &'b mut Amounts, last: &'b mut Measured) -> Self {
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
            last,
            holding: scales.service.quick.always,
            untold: 0,
        }
    }

    /// Notes which surcharges of the shipment the parcel that was measured last makes due.
    pub(super) fn see(&mut self, index: usize) {
        let Scales { service, .. } = *self.scales;
        for number in bits(service.quick.per_shipment & !self.holding) {
            let Some(surcharge) = service.surcharges.get(number) else { continue };
            if index > 0 && !self.scales.is_of_parcel(number) {
                continue;
            }
            match self.scales.holds(&surcharge.when, self.last) {
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
            scales.measure(index, parcel, self.last)?;
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
            if self.amounts.surcharges.exclude(surcharge) {
                continue;
            }
            let truth = self.scales.holds(&surcharge.when, self.last);
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
            if self.amounts.surcharges.exclude(surcharge) {
                continue;
            }
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
        let mut answer = Truth::No;
        for (index, parcel) in self.scales.facts.parcels.iter().enumerate() {
            let mut measured = *self.last;
            if self.scales.measure(index, parcel, &mut measured).is_ok()
                && let unknown @ Truth::Unknown(_) = self.scales.holds(&surcharge.when, &measured)
            {
                answer = unknown;
            }
            if !surcharge.when.is_of_parcel() {
                break;
            }
        }
        answer
    }

    fn amount(
        &mut self,
        surcharge: &Surcharge,
        index: usize,
        billable: i64,
    ) -> Result<i64, Refusal> {
        let Scales { sheet, facts, zone, .. } = *self.scales;
        let amount = match &surcharge.what {
            What::Amount(amount) => *amount,
            What::ByZone(amounts) => {
                let amount = amounts.get(usize::from(zone)).copied().flatten();
                amount.ok_or(Refusal::NoAmount { surcharge: index })?
            }
            What::PerWeight { amount, unit, started: true } => {
                let units = (billable + unit - 1) / unit;
                let exact = i128::from(*amount) * i128::from(units);
                sheet.rounding.divide_wide(exact, 1).ok_or(Refusal::OutOfRange)?
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

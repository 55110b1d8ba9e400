//! §1, §5 and §6: the lines in the order written, the minimum, the tax.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::No;
use super::conditions::{Scene, declared, hold, hold_for_any};
use super::table::{Base, base, refuse_for};
use super::weights::{Scale, applies};
use crate::exact::{Exact, rounded};
use crate::plan::{Cells, Dated, Named, Of, Percent, Regime, Surcharge, Value, What};

pub(super) struct Bill {
    pub(super) lines: Vec<(String, Decimal)>,
    pub(super) row: String,
    pub(super) total: Decimal,
    pub(super) tax: Option<Decimal>,
    pub(super) includes_tax: bool,
    pub(super) old_percent: bool,
}

pub(super) fn bill(scene: &Scene<'_>, scale: &Scale) -> Result<Bill, No> {
    let sheet = scene.sheet;
    let base = base(scene, scale)?;
    let charged = vec![Vec::new(); sheet.surcharges.len()];
    let mut ledger =
        Ledger { scene, scale, base, discount: Decimal::ZERO, charged, minimum: Decimal::ZERO };
    let percent = sheet.discount.unwrap_or_default();
    ledger.discount = -ledger.percent_of(ledger.base.net, percent);
    let mut reasons = Vec::new();
    // Of each parcel first, so that what the shipment costs can give way to it.
    for parcel in 0..scale.parcels.len() {
        ledger.charge_all(Unit::Parcel(parcel), &mut reasons);
    }
    ledger.charge_all(Unit::Shipment, &mut reasons);
    refuse_for(reasons)?;
    if let Some((least, on)) = &sheet.minimum {
        ledger.minimum = (*least - ledger.sum(on)).max(Decimal::ZERO);
    }
    let tax = ledger.tax()?;
    let lines = ledger.lines();
    Ok(Bill {
        total: lines.iter().map(|(_, amount)| *amount).sum(),
        lines,
        row: ledger.base.row.clone(),
        tax,
        includes_tax: sheet.cells == Cells::Gross,
        old_percent: ledger.has_old_percent(),
    })
}

/// What a surcharge is charged for.
#[derive(Clone, Copy, PartialEq)]
enum Unit {
    Parcel(usize),
    Shipment,
}

struct Ledger<'s> {
    scene: &'s Scene<'s>,
    scale: &'s Scale,
    base: Base,
    discount: Decimal,
    /// For each surcharge what is charged so far.
    charged: Vec<Vec<(Unit, Decimal)>>,
    minimum: Decimal,
}

impl Ledger<'_> {
    fn line(&self, index: usize) -> Option<Decimal> {
        let charged = &self.charged[index];
        (!charged.is_empty()).then(|| charged.iter().map(|(_, amount)| *amount).sum())
    }

    fn sum(&self, on: &[Named]) -> Decimal {
        let of_lines = |named: &Named| match named {
            Named::Base => self.base.net,
            Named::Discount => self.discount,
            Named::Surcharge(id) => {
                let all = self.scene.sheet.surcharges.iter().enumerate();
                all.filter(|(_, one)| one.id == *id).filter_map(|(at, _)| self.line(at)).sum()
            }
        };
        on.iter().map(of_lines).sum()
    }

    /// A discount or a minimum that comes to nothing is no line.
    fn lines(&self) -> Vec<(String, Decimal)> {
        let own = |id: &str, amount: Decimal| (!amount.is_zero()).then(|| (id.to_owned(), amount));
        let mut lines = vec![("base".to_owned(), self.base.net)];
        lines.extend(own("discount", self.discount));
        for (index, surcharge) in self.scene.sheet.surcharges.iter().enumerate() {
            lines.extend(self.line(index).map(|amount| (surcharge.id.clone(), amount)));
        }
        lines.extend(own("minimum", self.minimum));
        lines
    }

    fn rounded(&self, amount: &Exact) -> Decimal {
        rounded(amount, self.scene.sheet.places, self.scene.sheet.rounding)
    }

    fn percent_of(&self, amount: Decimal, percent: Decimal) -> Decimal {
        self.rounded(&Exact::of(amount).times(&Exact::of(percent)).over(&Exact::whole(100)))
    }

    /// Charges whatever applies to a parcel, or to the shipment.
    fn charge_all(&mut self, unit: Unit, reasons: &mut Vec<No>) {
        let all = &self.scene.sheet.surcharges;
        for (index, surcharge) in all.iter().enumerate() {
            let is_of_unit = surcharge.is_per_parcel() == (unit != Unit::Shipment);
            if !is_of_unit || matches!(surcharge.what, What::Bill(_)) {
                continue;
            }
            match self.charge(index, unit) {
                Ok(None) => {}
                Ok(Some(amount)) => self.charged[index].push((unit, amount)),
                Err(reason) => reasons.push(reason),
            }
        }
    }

    /// What is charged, if it applies and is the dearest of its group: the first of those that are equally dear.
    fn charge(&mut self, index: usize, unit: Unit) -> Result<Option<Decimal>, No> {
        let all = &self.scene.sheet.surcharges;
        let Some(amount) = self.amount(index, unit)? else { return Ok(None) };
        let Some(group) = all[index].group else { return Ok(Some(amount)) };
        let of_group = |index: &usize| all[*index].group == Some(group);
        let is_of_unit = |other: &usize| all[*other].is_per_parcel() == all[index].is_per_parcel();
        for other in (0..all.len()).filter(of_group).filter(is_of_unit) {
            let Some(rival) = self.amount(other, unit)? else { continue };
            if rival > amount || (rival == amount && other < index) {
                return Ok(None);
            }
        }
        if unit == Unit::Shipment {
            let of_parcels = || (0..all.len()).filter(of_group).filter(|i| all[*i].is_per_parcel());
            let lines: Vec<Decimal> = of_parcels().filter_map(|other| self.line(other)).collect();
            if !lines.is_empty() && lines.iter().sum::<Decimal>() >= amount {
                return Ok(None);
            }
            for other in of_parcels() {
                self.charged[other].clear();
            }
        }
        Ok(Some(amount))
    }

    /// What it costs for a parcel, or for the shipment; `None`: it does not apply.
    fn amount(&self, index: usize, unit: Unit) -> Result<Option<Decimal>, No> {
        let (scene, parcels) = (self.scene, &self.scale.parcels);
        let surcharge = &scene.sheet.surcharges[index];
        // What is of other days, or excluded, is not asked about.
        if !surcharge.days.contains(scene.day) || self.is_excluded(surcharge, unit) {
            return Ok(None);
        }
        let (truth, billable) = match unit {
            Unit::Parcel(parcel) => {
                let parcel = &parcels[parcel];
                (hold(&surcharge.when, scene, parcel), &parcel.billable)
            }
            Unit::Shipment => (hold_for_any(&surcharge.when, scene, parcels), &self.scale.billed),
        };
        if !applies(surcharge, truth)? {
            return Ok(None);
        }
        let amount = match &surcharge.what {
            What::Refuse(words) => return Err(No::Refused(words.clone())),
            What::Bill(_) => return Ok(None),
            What::Amount(amount) => *amount,
            What::ByZone(amounts) => amounts[scene.zone].ok_or(No::Blank)?,
            What::ByWeight { amount, started } => {
                let units = billable.over(&scene.sheet.weight.grams());
                let units = if *started { Exact::from(units.ceiling()) } else { units };
                self.rounded(&units.times(&Exact::of(*amount)))
            }
            What::Percent(percent, of) => {
                let (percent, _) = in_force(percent, scene.day)?;
                self.percent_of(self.whole(of)?, percent)
            }
        };
        let amount = surcharge.floor.map_or(amount, |floor| amount.max(floor));
        Ok(Some(surcharge.cap.map_or(amount, |cap| amount.min(cap))))
    }

    /// Whether something it is not charged with is charged: for the same parcel, or at all.
    fn is_excluded(&self, surcharge: &Surcharge, unit: Unit) -> bool {
        let all = &self.scene.sheet.surcharges;
        let others = (0..all.len()).filter(|index| surcharge.not_with.contains(&all[*index].id));
        let charged = others.flat_map(|index| &self.charged[index]);
        charged.into_iter().any(|(known, _)| unit == Unit::Shipment || *known == unit)
    }

    fn whole(&self, of: &Of) -> Result<Decimal, No> {
        let order = self.scene.order;
        match of {
            Of::Lines(on) => Ok(self.sum(on)),
            Of::Value(Value::Cod) => order.cod.ok_or(No::ValueNeeded),
            Of::Value(Value::Insured) => order.insured.ok_or(No::ValueNeeded),
            Of::Value(Value::Declared) => declared(order).ok_or(No::ValueNeeded),
        }
    }

    fn has_old_percent(&self) -> bool {
        let all = self.scene.sheet.surcharges.iter().enumerate();
        let mut charged = all.filter(|(index, _)| !self.charged[*index].is_empty());
        charged.any(|(_, surcharge)| match &surcharge.what {
            What::Percent(percent, _) => {
                in_force(percent, self.scene.day).is_ok_and(|(_, is_old)| is_old)
            }
            _ => false,
        })
    }

    /// Of the published gross what it says, of all other taxed lines together the percent.
    fn tax(&self) -> Result<Option<Decimal>, No> {
        let sheet = self.scene.sheet;
        let tax = match sheet.zones[self.scene.zone].regime {
            Regime::NotStated => return Ok(None),
            Regime::Exempt => return Ok(Some(Decimal::ZERO)),
            Regime::Tax(tax) => tax,
        };
        let percent = on_day(&sheet.taxes[tax].rows, self.scene.day).ok_or(No::TaxNeeded)?;
        let taxed = sheet.surcharges.iter().enumerate().filter(|(_, surcharge)| surcharge.taxed);
        let taxed: Decimal = taxed.filter_map(|(index, _)| self.line(index)).sum();
        let others = self.discount + taxed + self.minimum;
        Ok(Some(match (sheet.cells, self.base.gross) {
            (Cells::Gross, _) => {
                let gross = others + self.base.net;
                let share = Exact::whole(1).plus(&Exact::of(percent).over(&Exact::whole(100)));
                gross - self.rounded(&Exact::of(gross).over(&share))
            }
            (_, Some(gross)) => gross - self.base.net + self.percent_of(others, percent),
            (_, None) => self.percent_of(others + self.base.net, percent),
        }))
    }
}

/// The percent of a day, and whether it has ended before.
fn in_force(percent: &Percent, day: NaiveDate) -> Result<(Decimal, bool), No> {
    let (rows, missing_last) = match percent {
        Percent::Always(percent) => return Ok((*percent, false)),
        Percent::ByDate { rows, missing_last } => (rows, *missing_last),
    };
    if let Some(percent) = on_day(rows, day) {
        return Ok((percent, false));
    }
    let last = rows.iter().filter(|row| row.from <= day).max_by_key(|row| row.from);
    last.filter(|_| missing_last).map(|row| (row.percent, true)).ok_or(No::PercentNeeded)
}

/// The percent of a day: of the row that began last, unless it has ended.
fn on_day(rows: &[Dated], day: NaiveDate) -> Option<Decimal> {
    let begun = rows.iter().filter(|row| row.from <= day).max_by_key(|row| row.from)?;
    begun.until.is_none_or(|until| day <= until).then_some(begun.percent)
}

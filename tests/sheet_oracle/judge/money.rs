//! §1, §5 and §6: the lines in the order written, the minimum, the tax.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::No;
use super::conditions::{Scene, hold, hold_for_any};
use super::table::{base, refuse_for};
use super::weights::{Scale, applies};
use crate::exact::{Exact, rounded};
use crate::plan::{Cells, Dated, Named, Of, Order, Per, Percent, Regime, Sheet, Surcharge, What};

pub(super) struct Bill {
    pub(super) lines: Vec<(String, Decimal)>,
    pub(super) total: Decimal,
    pub(super) tax: Option<Decimal>,
    pub(super) includes_tax: bool,
}

struct Line {
    named: Option<Named>,
    id: String,
    amount: Decimal,
    /// The gross that was published for it.
    gross: Option<Decimal>,
    taxed: bool,
}

pub(super) fn bill(
    sheet: &Sheet,
    order: &Order,
    zone: usize,
    day: NaiveDate,
    scale: &Scale,
) -> Result<Bill, No> {
    let scene = Scene { sheet, order, zone, day };
    let (amount, gross) = base(&scene, scale)?;
    let mut ledger = Ledger { scene, scale, lines: Vec::new(), charged: Vec::new() };
    ledger.line(Some(Named::Base), "base", amount, gross, true);
    // A discount that rounds to nothing is no line.
    let off = sheet.discount.map_or(Decimal::ZERO, |percent| ledger.percent_of(amount, percent));
    if !off.is_zero() {
        ledger.line(Some(Named::Discount), "discount", -off, None, true);
    }
    let mut reasons = Vec::new();
    for index in 0..sheet.surcharges.len() {
        let charged = ledger.charge(index).unwrap_or_else(|reason| {
            reasons.push(reason);
            vec![false; scale.parcels.len()]
        });
        ledger.charged.push(charged);
    }
    refuse_for(reasons)?;
    if let Some((least, on)) = &sheet.minimum {
        let sum = ledger.sum(on);
        if sum < *least {
            ledger.line(None, "minimum", *least - sum, None, true);
        }
    }
    ledger.taxed()
}

struct Ledger<'s> {
    scene: Scene<'s>,
    scale: &'s Scale,
    lines: Vec<Line>,
    /// For each surcharge so far, for each parcel (or once, for the shipment), whether it was charged.
    charged: Vec<Vec<bool>>,
}

impl Ledger<'_> {
    fn line(
        &mut self,
        named: Option<Named>,
        id: &str,
        amount: Decimal,
        gross: Option<Decimal>,
        taxed: bool,
    ) {
        self.lines.push(Line { named, id: id.to_owned(), amount, gross, taxed });
    }

    fn sum(&self, on: &[Named]) -> Decimal {
        let named =
            self.lines.iter().filter(|line| line.named.is_some_and(|named| on.contains(&named)));
        named.map(|line| line.amount).sum()
    }

    fn percent_of(&self, amount: Decimal, percent: Decimal) -> Decimal {
        let share = Exact::of(amount).times(&Exact::of(percent)).over(&Exact::whole(100));
        rounded(&share, self.scene.sheet.places, self.scene.sheet.rounding)
    }

    /// Charges a surcharge where it applies and is the dearest of its group.
    fn charge(&mut self, index: usize) -> Result<Vec<bool>, No> {
        let sheet = self.scene.sheet;
        let surcharge = &sheet.surcharges[index];
        let units = self.units(surcharge);
        let mut charged = vec![false; units];
        if let What::Bill(_) = surcharge.what {
            return Ok(charged);
        }
        let mut together = Decimal::ZERO;
        for (unit, charged) in charged.iter_mut().enumerate() {
            let Some(amount) = self.amount(surcharge, unit)? else { continue };
            if self.is_dearest(index, unit, amount)? {
                *charged = true;
                together += amount;
            }
        }
        if charged.contains(&true) {
            self.line(
                Some(Named::Surcharge(index)),
                &surcharge.id,
                together,
                None,
                surcharge.taxed,
            );
        }
        Ok(charged)
    }

    fn units(&self, surcharge: &Surcharge) -> usize {
        if surcharge.per == Some(Per::Parcel) { self.scale.parcels.len() } else { 1 }
    }

    /// The first of the dearest is charged.
    fn is_dearest(&self, index: usize, unit: usize, amount: Decimal) -> Result<bool, No> {
        let all = &self.scene.sheet.surcharges;
        let Some(group) = all[index].group else { return Ok(true) };
        for (other, surcharge) in
            all.iter().enumerate().filter(|(_, other)| other.group == Some(group))
        {
            let Some(rival) = self.amount(surcharge, unit)? else { continue };
            if rival > amount || (rival == amount && other < index) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// What it costs for a parcel, or for the shipment; `None`: it does not apply.
    fn amount(&self, surcharge: &Surcharge, unit: usize) -> Result<Option<Decimal>, No> {
        let (scene, parcels) = (&self.scene, &self.scale.parcels);
        // What is excluded is not asked about.
        if surcharge.not_with.iter().any(|other| self.charged[*other][unit]) {
            return Ok(None);
        }
        let truth = match surcharge.per {
            Some(Per::Parcel) => hold(&surcharge.when, scene, &parcels[unit]),
            _ => hold_for_any(&surcharge.when, scene, parcels),
        };
        if !applies(surcharge, truth)? {
            return Ok(None);
        }
        let amount = match &surcharge.what {
            What::Refuse(words) => return Err(No::Refused(words.clone())),
            What::Bill(_) => return Ok(None),
            What::Amount(amount) => *amount,
            What::ByWeight { amount, started } => {
                let billable = match surcharge.per {
                    Some(Per::Parcel) => &parcels[unit].billable,
                    _ => &self.scale.billed,
                };
                let units = billable.over(&scene.sheet.weight.grams());
                let units = if *started { Exact::from(units.ceiling()) } else { units };
                rounded(&units.times(&Exact::of(*amount)), scene.sheet.places, scene.sheet.rounding)
            }
            What::Percent(percent, of) => self.percent_of(self.whole(of)?, self.percent(percent)?),
        };
        let amount = surcharge.floor.map_or(amount, |floor| amount.max(floor));
        Ok(Some(surcharge.cap.map_or(amount, |cap| amount.min(cap))))
    }

    fn whole(&self, of: &Of) -> Result<Decimal, No> {
        let order = self.scene.order;
        match of {
            Of::Lines(on) => Ok(self.sum(on)),
            Of::Cod => order.cod.ok_or(No::ValueNeeded),
            Of::Insured => order.insured.ok_or(No::ValueNeeded),
            Of::Declared => order
                .parcels
                .iter()
                .map(|parcel| parcel.declared)
                .sum::<Option<Decimal>>()
                .ok_or(No::ValueNeeded),
        }
    }

    fn percent(&self, percent: &Percent) -> Result<Decimal, No> {
        match percent {
            Percent::Always(percent) => Ok(*percent),
            Percent::ByDate { rows, missing_last } => {
                let of_day = on_day(rows, self.scene.day);
                let last =
                    rows.iter().filter(|row| row.from <= self.scene.day).max_by_key(|row| row.from);
                let last = last.filter(|_| *missing_last).map(|row| row.percent);
                of_day.or(last).ok_or(No::PercentNeeded)
            }
        }
    }

    fn taxed(self) -> Result<Bill, No> {
        let sheet = self.scene.sheet;
        let (published, others): (Vec<&Line>, Vec<&Line>) =
            self.lines.iter().filter(|line| line.taxed).partition(|line| line.gross.is_some());
        let amounts = |lines: &[&Line]| lines.iter().map(|line| line.amount).sum::<Decimal>();
        let includes_tax = sheet.cells == Cells::Gross;
        let tax = match sheet.zones[self.scene.zone].regime {
            Regime::NotStated => None,
            Regime::Exempt => Some(Decimal::ZERO),
            Regime::Tax(tax) => {
                let percent =
                    on_day(&sheet.taxes[tax].rows, self.scene.day).ok_or(No::TaxNeeded)?;
                Some(if includes_tax {
                    let gross = amounts(&others);
                    let share = Exact::whole(1).plus(&Exact::of(percent).over(&Exact::whole(100)));
                    gross - rounded(&Exact::of(gross).over(&share), sheet.places, sheet.rounding)
                } else {
                    let inside: Decimal =
                        published.iter().filter_map(|line| Some(line.gross? - line.amount)).sum();
                    inside + self.percent_of(amounts(&others), percent)
                })
            }
        };
        let total = self.lines.iter().map(|line| line.amount).sum();
        let lines = self.lines.into_iter().map(|line| (line.id, line.amount)).collect();
        Ok(Bill { lines, total, tax, includes_tax })
    }
}

/// The percent of a day: of the row that began last, unless it has ended.
fn on_day(rows: &[Dated], day: NaiveDate) -> Option<Decimal> {
    let begun = rows.iter().filter(|row| row.from <= day).max_by_key(|row| row.from)?;
    begun.until.is_none_or(|until| day <= until).then_some(begun.percent)
}

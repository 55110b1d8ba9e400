//! The carriage of a price: its steps, further units, special rows and flat boxes.

use super::condition::Truth;
use super::facts::ParcelFacts;
use super::number::MOST_WEIGHT;
use super::price::{Bill, Row};
use super::refusal::Refusal;
use super::weigh::Scales;

impl Bill<'_> {
    /// The carriage; and which surcharges of the shipment some parcel makes due. Gives the gross as published.
    pub(super) fn base(&mut self) -> Result<i64, Refusal> {
        let scales = self.scales;
        let mut gross = 0;
        let mut is_first = true;
        if let Some(billable) = scales.together()
            && scales.weighed().next().is_some()
        {
            let special = self.special_together()?;
            let (row, net, with_tax) = self.cell(special, billable)?;
            (self.priced.row, self.amounts.base, self.priced.billable) = (row, net, billable);
            (gross, is_first) = (with_tax, false);
        }
        for (index, parcel) in scales.facts.parcels.iter().enumerate() {
            scales.measure(index, parcel, self.last)?;
            let (row, net, with_tax, billable) = match parcel.boxed {
                Some(code) => self.flat(index, parcel, code)?,
                None if scales.together().is_some() => {
                    self.see(index);
                    continue;
                }
                None => self.weighed()?,
            };
            self.see(index);
            if is_first {
                (self.priced.row, is_first) = (row, false);
            }
            self.amounts.base += net;
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
        let Scales { service, .. } = *self.scales;
        let mut flats = service.flats.iter().enumerate();
        let Some((place, flat)) = flats.find(|(_, flat)| flat.code == code) else {
            return Err(Refusal::UnknownBox { parcel: index });
        };
        if parcel.weight > flat.most_weight {
            return Err(Refusal::BoxTooHeavy { parcel: index, most: flat.most_weight });
        }
        if !flat.when.tests.is_empty() {
            let mut measured = self.scales.plain(parcel);
            measured.bill(parcel.weight);
            match self.scales.holds(&flat.when, &measured) {
                Truth::Yes => {}
                Truth::No => return Err(Refusal::BoxNotThere { parcel: index }),
                Truth::Unknown(fact) => return Err(Refusal::Unknown { surcharge: None, fact }),
            }
        }
        Ok((Row::Flat(place), flat.price, flat.gross, parcel.weight))
    }

    /// The parcel that was measured last.
    fn weighed(&self) -> Result<(Row, i64, i64, i64), Refusal> {
        let special = self.special()?;
        let billable = self.last.billable();
        let (row, net, gross) = self.cell(special, billable)?;
        Ok((row, net, gross, billable))
    }

    /// The first special row whose condition holds for the parcel that was measured last.
    fn special(&self) -> Result<Option<usize>, Refusal> {
        for (condition, row) in &self.scales.service.special {
            match self.scales.holds(condition, self.last) {
                Truth::Yes => return Ok(Some(*row)),
                Truth::No => {}
                Truth::Unknown(fact) => return Err(Refusal::Unknown { surcharge: None, fact }),
            }
        }
        Ok(None)
    }

    /// The first special row whose condition holds for any parcel that is not in a flat box: its row is another matter.
    fn special_together(&mut self) -> Result<Option<usize>, Refusal> {
        for (condition, row) in &self.scales.service.special {
            let mut answer = Truth::No;
            for (index, parcel) in self.scales.facts.parcels.iter().enumerate() {
                if parcel.boxed.is_some() {
                    continue;
                }
                self.scales.measure(index, parcel, self.last)?;
                match self.scales.holds(condition, self.last) {
                    Truth::Yes => return Ok(Some(*row)),
                    Truth::No => {}
                    unknown @ Truth::Unknown(_) => answer = unknown,
                }
                if !condition.is_of_parcel() {
                    break;
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
            table.or_heavier(step, zone, at(step)?)
        } else {
            let mut tails = table.tails.iter().enumerate();
            let Some((number, tail)) = tails.find(|(_, tail)| billable <= tail.up_to) else {
                return Err(Refusal::AboveLastStep { billable });
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
        // Published cells are added as published: only a finer cell is rounded.
        let payable = |amount| match service.quick.per_minor {
            1 => amount,
            finer => sheet.rounding.divide(amount, finer),
        };
        Ok((Row::Table(row), payable(net), payable(gross)))
    }
}

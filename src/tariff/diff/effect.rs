//! What two sheets ask for the same shipments: sums for each service, who gains and loses most, who is newly refused.

use std::collections::BTreeMap;

use chrono::Days;
use serde::{Deserialize, Serialize};

use super::grown;
use crate::model::{Currency, Date, Money, Rate, RateAnswer, RateRequest};
use crate::tariff::{Sheet, SheetCarrier};

/// As many shipments are named on each side; the sums count all.
const MOST_EXTREMES: usize = 10;
/// More refusals and unread rows than this are counted, not listed.
const MOST_LISTED: usize = 1_000;

/// What a change of sheets does to shipments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SheetEffect {
    /// How many shipments were priced.
    pub shipments: u64,
    /// How many of them were priced on another day by one of the sheets: so many whole weeks away that it is valid.
    pub moved: u64,
    /// The cheapest service of each shipment, whichever that is on each side.
    pub cheapest: Sums,
    /// Each service, by its code.
    pub services: Vec<ServiceEffect>,
    /// The shipments whose cheapest price falls most, at most ten.
    pub gain_most: Vec<ShipmentEffect>,
    /// The shipments whose cheapest price rises most, at most ten.
    pub lose_most: Vec<ShipmentEffect>,
    /// Shipments that the old sheet priced and the new one refuses, by service; at most a thousand are listed.
    pub newly_refused: Vec<RefusedShipment>,
    /// Rows that are no shipment; at most a thousand are listed.
    pub unread: Vec<UnreadShipment>,
    /// How many rows are no shipment.
    pub unread_rows: u64,
}

/// Sums over the shipments that both sheets price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Sums {
    /// How many shipments both price.
    pub compared: u64,
    /// What the old sheet asks for them, without tax where both tell that.
    pub old: Money,
    /// What the new sheet asks.
    pub new: Money,
    /// New less old.
    pub difference: Money,
    /// The difference in percent of the old, one decimal, with its sign; `None`: the old is nothing.
    pub percent: Option<String>,
    /// Shipments that only the old sheet prices.
    pub newly_refused: u64,
    /// Shipments that only the new sheet prices.
    pub newly_offered: u64,
    /// Shipments that neither prices.
    pub refused: u64,
    /// Shipments whose prices do not compare: one is with tax, the other without.
    pub incomparable: u64,
}

/// What becomes of one service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ServiceEffect {
    /// Its code.
    pub service: String,
    /// Its sums.
    #[serde(flatten)]
    pub sums: Sums,
}

/// What becomes of one shipment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ShipmentEffect {
    /// Its line in the file.
    pub line: u64,
    /// What it is called; `None`: the file has no ids.
    pub id: Option<String>,
    /// The cheapest service of the old sheet, and its price.
    pub old_service: String,
    /// Its price.
    pub old: Money,
    /// The cheapest service of the new sheet.
    pub new_service: String,
    /// Its price.
    pub new: Money,
    /// New less old.
    pub difference: Money,
}

/// A shipment that a service no longer takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RefusedShipment {
    /// Its line in the file.
    pub line: u64,
    /// What it is called; `None`: the file has no ids.
    pub id: Option<String>,
    /// The service.
    pub service: String,
    /// Why the new sheet refuses it.
    pub why: String,
}

/// A row that is no shipment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct UnreadShipment {
    /// Its line in the file.
    pub line: u64,
    /// What is wrong with it.
    pub why: Vec<String>,
}

/// Counts what two sheets ask, one shipment after the other, in bounded memory.
///
/// A shipment is priced on its own day by a sheet that is valid then; by another so many whole weeks later or earlier that
/// the sheet is valid, so that its day of the week stays.
#[derive(Debug)]
pub struct Effect {
    old: SheetCarrier,
    new: SheetCarrier,
    currency: Currency,
    shipments: u64,
    moved: u64,
    cheapest: Sums,
    services: BTreeMap<String, Sums>,
    gain_most: Vec<ShipmentEffect>,
    lose_most: Vec<ShipmentEffect>,
    newly_refused: Vec<RefusedShipment>,
    unread: Vec<UnreadShipment>,
    unread_rows: u64,
}

impl Effect {
    /// Two sheets; `None` where they are in two currencies, whose sums do not compare.
    #[must_use]
    pub fn between(old: &Sheet, new: &Sheet) -> Option<Self> {
        let currency = old.currency();
        (currency == new.currency()).then(|| Self {
            old: SheetCarrier::new(old.clone()),
            new: SheetCarrier::new(new.clone()),
            currency,
            shipments: 0,
            moved: 0,
            cheapest: sums(currency),
            services: BTreeMap::new(),
            gain_most: Vec::new(),
            lose_most: Vec::new(),
            newly_refused: Vec::new(),
            unread: Vec::new(),
            unread_rows: 0,
        })
    }

    /// Prices one more shipment with both sheets.
    pub fn add(&mut self, line: u64, id: Option<&str>, request: &RateRequest) {
        self.shipments += 1;
        let ((old, was_moved), (new, is_moved)) =
            (quote(&self.old, request), quote(&self.new, request));
        self.moved += u64::from(was_moved || is_moved);
        let codes = |answer: &RateAnswer| -> Vec<String> {
            let refused = answer
                .unavailable
                .iter()
                .filter_map(|refused| Some(refused.service.as_ref()?.code.clone()));
            answer.rates.iter().map(|rate| rate.service.code.clone()).chain(refused).collect()
        };
        let mut services: Vec<String> = codes(&old).into_iter().chain(codes(&new)).collect();
        services.sort();
        services.dedup();
        for service in services {
            let of = |answer: &RateAnswer| {
                answer.rates.iter().find(|rate| rate.service.code == service).cloned()
            };
            let (was, is) = (of(&old), of(&new));
            if was.is_some() && is.is_none() && self.newly_refused.len() < MOST_LISTED {
                let known = new.unavailable.iter().find(|refused| {
                    refused.service.as_ref().is_some_and(|known| known.code == service)
                });
                self.newly_refused.push(RefusedShipment {
                    line,
                    id: id.map(str::to_owned),
                    service: service.clone(),
                    why: known.map_or_else(
                        || "the new sheet has no such service".to_owned(),
                        |refused| refused.why.clone(),
                    ),
                });
            }
            let currency = self.currency;
            count(
                self.services.entry(service).or_insert_with(|| sums(currency)),
                was.as_ref(),
                is.as_ref(),
            );
        }
        let cheapest = |answer: &RateAnswer| {
            answer.rates.iter().min_by_key(|rate| cost(rate).0.amount()).cloned()
        };
        let (was, is) = (cheapest(&old), cheapest(&new));
        count(&mut self.cheapest, was.as_ref(), is.as_ref());
        if let Some((was, is)) = was.zip(is)
            && let Some((before, after)) = comparable(&was, &is)
            && let Some(difference) =
                after.checked_sub(before).filter(|difference| !difference.is_zero())
        {
            let one = ShipmentEffect {
                line,
                id: id.map(str::to_owned),
                old_service: was.service.code.clone(),
                old: before,
                new_service: is.service.code.clone(),
                new: after,
                difference,
            };
            let side =
                if difference.is_negative() { &mut self.gain_most } else { &mut self.lose_most };
            side.push(one);
            // The largest first; of equal ones the earlier line.
            side.sort_by(|a, b| {
                b.difference
                    .amount()
                    .abs()
                    .cmp(&a.difference.amount().abs())
                    .then(a.line.cmp(&b.line))
            });
            side.truncate(MOST_EXTREMES);
        }
    }

    /// Counts a row that is no shipment.
    pub fn unread(&mut self, line: u64, why: Vec<String>) {
        self.unread_rows += 1;
        if self.unread.len() < MOST_LISTED {
            self.unread.push(UnreadShipment { line, why });
        }
    }

    /// What came of all of them.
    #[must_use]
    pub fn finish(self) -> SheetEffect {
        let done = |mut sums: Sums| {
            sums.difference = sums.new.checked_sub(sums.old).unwrap_or(sums.difference);
            sums.percent =
                (!sums.old.is_zero()).then(|| grown(sums.old.amount(), sums.new.amount()));
            sums
        };
        SheetEffect {
            shipments: self.shipments,
            moved: self.moved,
            cheapest: done(self.cheapest),
            services: self
                .services
                .into_iter()
                .map(|(service, sums)| ServiceEffect { service, sums: done(sums) })
                .collect(),
            gain_most: self.gain_most,
            lose_most: self.lose_most,
            newly_refused: self.newly_refused,
            unread: self.unread,
            unread_rows: self.unread_rows,
        }
    }
}

fn sums(currency: Currency) -> Sums {
    let nothing = Money::zero(currency);
    Sums {
        compared: 0,
        old: nothing,
        new: nothing,
        difference: nothing,
        percent: None,
        newly_refused: 0,
        newly_offered: 0,
        refused: 0,
        incomparable: 0,
    }
}

fn count(sums: &mut Sums, old: Option<&Rate>, new: Option<&Rate>) {
    match (old, new) {
        (None, None) => sums.refused += 1,
        (Some(_), None) => sums.newly_refused += 1,
        (None, Some(_)) => sums.newly_offered += 1,
        (Some(old), Some(new)) => match comparable(old, new) {
            None => sums.incomparable += 1,
            Some((was, is)) => {
                sums.compared += 1;
                // A sum beyond 28 digits stays where it is; no shop sends that much.
                sums.old = sums.old.checked_add(was).unwrap_or(sums.old);
                sums.new = sums.new.checked_add(is).unwrap_or(sums.new);
            }
        },
    }
}

/// Both without tax where both tell it, else both as they are where both are with tax.
fn comparable(old: &Rate, new: &Rate) -> Option<(Money, Money)> {
    let ((was, was_net), (is, is_net)) = (cost(old), cost(new));
    if was_net == is_net {
        return Some((was, is));
    }
    (old.total_includes_tax == new.total_includes_tax).then_some((old.total, new.total))
}

/// The price without tax, where it is known; else the total.
fn cost(rate: &Rate) -> (Money, bool) {
    match (rate.total_includes_tax, rate.tax) {
        (Some(false), _) => (rate.total, true),
        (Some(true), Some(tax)) => match rate.total.checked_sub(tax) {
            Some(net) => (net, true),
            None => (rate.total, false),
        },
        _ => (rate.total, false),
    }
}

/// The prices on the shipment's day, or on a day so many weeks away that the sheet is valid; whether it was moved.
fn quote(carrier: &SheetCarrier, request: &RateRequest) -> (RateAnswer, bool) {
    let Some((first, last)) = carrier.sheets().first().map(Sheet::valid) else {
        return (carrier.quote(request), false);
    };
    let moved = |day: Date| {
        let mut request = request.clone();
        request.ship_on = day;
        carrier.quote(&request)
    };
    let day = weeks_into(request.ship_on, first, last).unwrap_or(request.ship_on);
    let answer = moved(day);
    // Ready on the last day and handed over after it: a week earlier tells what the sheet asks.
    let earlier = day.checked_sub_days(Days::new(7)).filter(|earlier| first <= *earlier);
    let at_the_end =
        last.and_then(|last| last.checked_sub_days(Days::new(7))).is_some_and(|last| day > last);
    match earlier.filter(|_| at_the_end && answer.rates.is_empty()) {
        Some(earlier) => {
            let again = moved(earlier);
            if again.rates.is_empty() { (answer, day != request.ship_on) } else { (again, true) }
        }
        None => (answer, day != request.ship_on),
    }
}

/// The nearest day within two that is whole weeks away; `None`: there is none.
fn weeks_into(day: Date, first: Date, last: Option<Date>) -> Option<Date> {
    let whole_weeks = |days: i64| u64::try_from((days + 6) / 7 * 7).ok().map(Days::new);
    let moved = if day < first {
        day.checked_add_days(whole_weeks((first - day).num_days())?)?
    } else if let Some(last) = last.filter(|last| day > *last) {
        day.checked_sub_days(whole_weeks((day - last).num_days())?)?
    } else {
        day
    };
    (first <= moved && last.is_none_or(|last| moved <= last)).then_some(moved)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_moved_by_whole_weeks_into_the_days_of_a_sheet() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let year = (day("2027-01-01"), Some(day("2027-12-31")));
        for (from, to) in [
            ("2026-12-30", "2027-01-06"),
            ("2027-05-05", "2027-05-05"),
            ("2028-01-03", "2027-12-27"),
        ] {
            assert_eq!(weeks_into(day(from), year.0, year.1), Some(day(to)), "{from}");
        }
        let short = (day("2027-01-01"), Some(day("2027-01-02")));
        assert_eq!(weeks_into(day("2026-12-30"), short.0, short.1), None);
    }
}

//! The prices of single parcels as the price of the shipment: service by service, all parcels or nothing.
//!
//! Rates are added where account and service code are the same. Nothing is known of the whole that is not known of every
//! parcel; whatever the order of the parcels, the whole is the same.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::{Answer, failed, features, moments};
use crate::carrier::Result;
use crate::model::{
    Aggregation, CarrierId, Charge, Money, Notice, Rate, RateAnswer, RatePart, Service,
    ServiceLevel, Unavailable, Weight,
};

/// What a carrier that was asked for each parcel answered, one outcome for each, in the order of the parcels.
pub(super) fn answer_by_parcels(
    carrier: &CarrierId,
    outcomes: Vec<(Result<RateAnswer>, Duration)>,
    worth: &[Option<Money>],
    elapsed: Duration,
) -> Answer {
    let (mut answers, mut failures) = (Vec::new(), Vec::new());
    for (index, (result, elapsed)) in outcomes.into_iter().enumerate() {
        match result {
            Ok(answer) => answers.push(Some(answer)),
            Err(error) => {
                answers.push(None);
                failures.push((index + 1, failed::failure(carrier, &error, elapsed)));
            }
        }
    }
    let failures = failed::of_parcels(failures, answers.len());
    if answers.iter().all(Option::is_none) {
        return Answer::failed(carrier.clone(), elapsed, failures);
    }
    let mut answer = whole(answers);
    for part in answer.rates.iter_mut().flat_map(|rate| &mut rate.parts) {
        part.declared_value = part.parcel.checked_sub(1).and_then(|at| *worth.get(at)?);
    }
    Answer { failures, ..Answer::came(carrier.clone(), elapsed, answer) }
}

/// The rates of one service: for each parcel, by currency, the least.
type Parcels = Vec<BTreeMap<&'static str, Rate>>;

/// The answers for single parcels as one for the shipment; `None`: that parcel has no answer.
pub(super) fn whole(answers: Vec<Option<RateAnswer>>) -> RateAnswer {
    let of = answers.len();
    let mut services: BTreeMap<(CarrierId, String), Parcels> = BTreeMap::new();
    let mut unavailable: Vec<(Unavailable, Vec<usize>)> = Vec::new();
    let mut notices: Vec<(Notice, Vec<usize>)> = Vec::new();
    for (index, answer) in answers.into_iter().enumerate() {
        let Some(answer) = answer else { continue };
        for told in answer.unavailable {
            note(&mut unavailable, told, index + 1);
        }
        for told in answer.notices {
            note(&mut notices, told, index + 1);
        }
        for rate in answer.rates {
            if let Some(why) = no_price(&rate) {
                let told = Unavailable::new(rate.carrier, Some(rate.service), why);
                note(&mut unavailable, told, index + 1);
                continue;
            }
            let service = (rate.carrier.clone(), rate.service.code.clone());
            let parcels = services.entry(service).or_insert_with(|| vec![BTreeMap::new(); of]);
            if let Some(parcel) = parcels.get_mut(index) {
                keep_the_lesser(parcel, rate);
            }
        }
    }
    let mut answer = RateAnswer::default();
    for ((carrier, _), parcels) in services {
        match sum(&parcels) {
            Ok(rates) => answer.rates.extend(rates),
            Err(why) => {
                let service =
                    service(&parcels.iter().flat_map(BTreeMap::values).collect::<Vec<_>>());
                answer.unavailable.push(Unavailable::new(carrier, Some(service), why));
            }
        }
    }
    answer.unavailable.extend(
        unavailable
            .into_iter()
            .map(|(told, parcels)| Unavailable { why: of_some(told.why, &parcels, of), ..told }),
    );
    answer.unavailable.sort_by(|a, b| {
        let key =
            |told: &Unavailable| (told.carrier.clone(), told.service.clone(), told.why.clone());
        key(a).cmp(&key(b))
    });
    answer.notices.extend(
        notices
            .into_iter()
            .map(|(told, parcels)| Notice { text: of_some(told.text, &parcels, of), ..told }),
    );
    sort(&mut answer.notices);
    answer
}

/// Why a carrier's rate for a parcel is no price to add.
fn no_price(rate: &Rate) -> Option<String> {
    if rate.total.is_negative() {
        return Some(format!("its price of {} is below nothing", rate.total));
    }
    (!rate.missing_parcels.is_empty())
        .then(|| "the carrier itself says that it is not priced".to_owned())
}

fn keep_the_lesser(parcel: &mut BTreeMap<&'static str, Rate>, rate: Rate) {
    let currency = rate.total.currency().code();
    match parcel.get_mut(currency) {
        Some(kept) if compare(kept, &rate).is_le() => {}
        Some(kept) => *kept = rate,
        None => {
            parcel.insert(currency, rate);
        }
    }
}

/// Price, then latest arrival, then the carrier's own key to the rate, then all that it says.
fn compare(one: &Rate, other: &Rate) -> Ordering {
    let handle = |rate: &Rate| rate.handle.as_ref().map(ToString::to_string);
    let written = |rate: &Rate| serde_json::to_string(rate).unwrap_or_default();
    (one.total.amount().cmp(&other.total.amount()))
        .then_with(|| moments::arrival_key(one).cmp(&moments::arrival_key(other)))
        .then_with(|| handle(one).cmp(&handle(other)))
        .then_with(|| written(one).cmp(&written(other)))
}

/// A rate for each currency in which every parcel has a price; where there is none, one that lacks parcels.
fn sum(parcels: &Parcels) -> std::result::Result<Vec<Rate>, String> {
    let currencies: BTreeSet<_> = parcels.iter().flat_map(BTreeMap::keys).copied().collect();
    let complete: Vec<_> = currencies
        .iter()
        .filter(|currency| parcels.iter().all(|parcel| parcel.contains_key(*currency)))
        .collect();
    if complete.is_empty() && currencies.len() > 1 {
        return Err(format!(
            "its parcels are priced in {}; prices in different currencies are not added",
            Vec::from_iter(currencies).join(" and ")
        ));
    }
    let wanted = if complete.is_empty() { currencies.iter().collect() } else { complete };
    wanted
        .into_iter()
        .map(|currency| {
            let parts: Vec<_> = parcels.iter().map(|parcel| parcel.get(currency)).collect();
            composed(&parts)
                .ok_or_else(|| "the prices of its parcels are too large to add".to_owned())
        })
        .collect()
}

/// One rate for all parcels; `None`: its prices cannot be added.
fn composed(parcels: &[Option<&Rate>]) -> Option<Rate> {
    let priced: Vec<&Rate> = parcels.iter().copied().flatten().collect();
    let first = priced.first()?;
    let total = added(priced.iter().map(|rate| rate.total))?;
    let mut whole = Rate::new(first.carrier.clone(), service(&priced), total);
    whole.aggregation = Aggregation::SumOfParcels;
    let told_basis = agreed(priced.iter().map(|rate| rate.total_includes_tax));
    if told_basis.is_none() {
        whole.notices.push(Notice::warning(
            "the prices of some parcels have the tax inside and those of others do not or do not say",
        ));
    }
    whole.total_includes_tax = told_basis.flatten();
    let tax: Option<Vec<Money>> = priced.iter().map(|rate| rate.tax).collect();
    whole.tax = told_basis
        .and(tax)
        .and_then(|tax| added(tax.into_iter()))
        .filter(|tax| tax.currency() == total.currency());
    whole.charges = charges(&priced);
    // Where parcels differ, the basis furthest from the account's own: a mixed price is not negotiated.
    whole.price_basis = priced.iter().map(|rate| rate.price_basis).max().unwrap_or_default();
    let weights: Option<Vec<Weight>> = priced.iter().map(|rate| rate.billed_weight).collect();
    whole.billed_weight =
        weights.and_then(|all| all.into_iter().try_fold(Weight::ZERO, Weight::checked_add));
    whole.zone = agreed(priced.iter().map(|rate| &rate.zone)).cloned().flatten();
    whole.delivery = moments::last(&priced.iter().map(|rate| &rate.delivery).collect::<Vec<_>>());
    whole.valid_until = moments::first_to_end(priced.iter().filter_map(|rate| rate.valid_until));
    whole.features = features::of_all(&priced);
    whole.delivers_to = agreed(priced.iter().map(|rate| &rate.delivers_to)).cloned().flatten();
    for (index, parcel) in parcels.iter().enumerate() {
        match parcel {
            Some(rate) => whole.parts.push(RatePart {
                handle: rate.handle.clone(),
                cover: rate.cover,
                ..RatePart::new(index + 1, rate.total)
            }),
            None => whole.missing_parcels.push(index + 1),
        }
    }
    for notice in priced.iter().flat_map(|rate| &rate.notices) {
        if !whole.notices.contains(notice) {
            whole.notices.push(notice.clone());
        }
    }
    sort(&mut whole.notices);
    Some(whole)
}

/// The service, under its code where the carrier calls it differently by parcel.
fn service(parts: &[&Rate]) -> Service {
    let code = parts.first().map_or("", |rate| rate.service.code.as_str());
    let name = agreed(parts.iter().map(|rate| rate.service.name.as_str())).unwrap_or(code);
    let level = agreed(parts.iter().map(|rate| rate.service.level));
    Service::new(code, name).with_level(level.unwrap_or(ServiceLevel::Unknown))
}

/// The charges of all parcels, added by kind and code; none where a parcel does not itemise.
fn charges(parts: &[&Rate]) -> Vec<Charge> {
    if parts.iter().any(|rate| rate.charges.is_empty()) {
        return Vec::new();
    }
    let mut groups: BTreeMap<_, Vec<&Charge>> = BTreeMap::new();
    for charge in parts.iter().flat_map(|rate| &rate.charges) {
        let key = (charge.kind, charge.code.as_deref(), charge.amount.currency().code());
        groups.entry(key).or_default().push(charge);
    }
    let sums = groups.into_iter().map(|((kind, code, _), group)| {
        Some(Charge {
            code: code.map(ToOwned::to_owned),
            label: agreed(group.iter().map(|charge| &charge.label)).cloned().flatten(),
            ..Charge::new(kind, added(group.iter().map(|charge| charge.amount))?)
        })
    });
    sums.collect::<Option<Vec<_>>>().unwrap_or_default()
}

/// The sum; `None`: there is nothing to add, or two currencies, or it is too large.
pub(super) fn added(mut amounts: impl Iterator<Item = Money>) -> Option<Money> {
    let first = amounts.next()?;
    amounts.try_fold(first, Money::checked_add)
}

/// What all say; `None`: they differ.
pub(super) fn agreed<T: PartialEq>(mut told: impl Iterator<Item = T>) -> Option<T> {
    let first = told.next()?;
    told.all(|other| other == first).then_some(first)
}

/// Notes what is said of a parcel, once where several have the same.
fn note<T: PartialEq>(notes: &mut Vec<(T, Vec<usize>)>, told: T, parcel: usize) {
    match notes.iter_mut().find(|(other, _)| *other == told) {
        Some((_, parcels)) if parcels.last() == Some(&parcel) => {}
        Some((_, parcels)) => parcels.push(parcel),
        None => notes.push((told, vec![parcel])),
    }
}

/// Words that are said of some parcels only name them.
fn of_some(words: String, parcels: &[usize], of: usize) -> String {
    if parcels.len() == of { words } else { format!("{}: {words}", failed::named(parcels)) }
}

fn sort(notices: &mut [Notice]) {
    notices.sort_by(|a, b| (&a.code, &a.text).cmp(&(&b.code, &b.text)));
}

#[cfg(test)]
mod tests;

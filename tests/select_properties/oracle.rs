//! A second opinion: the page on choosing, written down as naively as it reads. Nothing here knows how the crate does it.

mod answers;
mod price;
mod walk;
mod when;

use std::cmp::Reverse;

use arriero::model::{CarrierId, Handle, LocalDateTime, Money, Rate};
use arriero::select::{ConstraintName, Forecast, Objective, ObjectiveUnknown, OwnValue};
use chrono::NaiveDate;

pub(crate) use answers::{Answer, answer, answers};
use answers::{Leniency, matches};
pub(crate) use walk::{Step, steps};
pub(crate) use walk::{relaxed, without};
use when::{When, readings, request_calendar};

use crate::scene::Scene;
use arriero::select::Verdict;

/// Everything that is compared, first things first. What is not known comes after what is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) tier: u8,
    pub(crate) value: Last<i128>,
    pub(crate) standing: u8,
    price: i128,
    latest: Last<LocalDateTime>,
    earliest: Last<NaiveDate>,
    preference: usize,
    carrier: CarrierId,
    service: String,
    handle: Option<Handle>,
    bytes: String,
}

/// `None` after every `Some`.
pub(crate) type Last<T> = Reverse<Option<Reverse<T>>>;

pub(crate) fn last<T>(value: Option<T>) -> Last<T> {
    Reverse(value.map(Reverse))
}

#[derive(Clone, Debug)]
pub(crate) struct Entrant {
    pub(crate) rate: Rate,
    pub(crate) key: Key,
    pub(crate) price: i128,
    pub(crate) value: Option<i128>,
    pub(crate) penalty: i128,
    /// What is not known, validity that is admitted apart.
    pub(crate) unknown: Vec<ConstraintName>,
    pub(crate) latest: Option<LocalDateTime>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Decision {
    pub(crate) ranked: Vec<Entrant>,
    pub(crate) rejected: Vec<(Rate, Vec<Answer>)>,
    pub(crate) duplicates: usize,
}

impl Decision {
    pub(crate) fn winner(&self) -> Option<&Entrant> {
        self.ranked.first()
    }
}

pub(crate) fn decide(scene: &Scene) -> Decision {
    let mut decision = Decision::default();
    let mut seen: Vec<&Rate> = Vec::new();
    for rate in &scene.rates {
        if seen.contains(&rate) {
            decision.duplicates += 1;
            continue;
        }
        seen.push(rate);
        match judge(scene, rate) {
            Ok(entrant) => decision.ranked.push(entrant),
            Err(answers) => decision.rejected.push((rate.clone(), answers)),
        }
    }
    decision.ranked.sort_by(|one, other| one.key.cmp(&other.key));
    decision
}

/// The latest arrival over all readings, where every one has one.
pub(crate) fn latest(scene: &Scene, rate: &Rate) -> Option<LocalDateTime> {
    readings(rate, &scene.request)
        .into_iter()
        .map(|reading| match reading.arrival {
            When::Within(_, to) => Some(to),
            _ => None,
        })
        .collect::<Option<Vec<_>>>()?
        .into_iter()
        .max()
}

fn judge(scene: &Scene, rate: &Rate) -> Result<Entrant, Vec<Answer>> {
    let rules = &scene.rules;
    let mut answers = answers(scene, rate);
    let lenient = |answer: &&Answer| {
        answer.verdict == Verdict::Unknown && !matches!(answer.leniency, Leniency::Admit)
    };
    let penalty = answers.iter().filter(lenient).map(|answer| answer.leniency.penalty()).sum();
    let price = price::price(rate, rules, rules.basis, rules.currency);
    let value = price.and_then(|price| value(scene, rate, price, penalty));
    if price.is_some() && value.is_none() {
        let leniency = match rules.objective_unknown {
            ObjectiveUnknown::Reject => Leniency::Reject,
            ObjectiveUnknown::LastResort => Leniency::LastResort,
        };
        let (name, verdict) = (ConstraintName::Objective, Verdict::Unknown);
        answers.push(Answer { name, verdict, short: None, leniency });
    }
    if answers.iter().any(Answer::is_obstacle) {
        answers.retain(|answer| answer.verdict == Verdict::Failed || lenient(&answer));
        return Err(answers);
    }
    let price = price.unwrap();
    let unknown: Vec<_> = answers.iter().filter(lenient).map(|answer| answer.name).collect();
    let last_resort =
        answers.iter().filter(lenient).any(|one| matches!(one.leniency, Leniency::LastResort));
    let standing = match (last_resort, unknown.is_empty()) {
        (true, _) => 2,
        (false, false) => 1,
        (false, true) => 0,
    };
    let about_price = !matches!(rules.objective, Objective::Fastest | Objective::Own);
    let latest = latest(scene, rate);
    let key = Key {
        tier: u8::from(last_resort),
        value: last(value),
        standing,
        price: if about_price { price } else { price + penalty },
        latest: last(latest),
        earliest: last(rate.delivery.earliest),
        preference: rules
            .prefer
            .iter()
            .position(|pattern| matches(pattern, rate))
            .unwrap_or(usize::MAX),
        carrier: rate.carrier.clone(),
        service: rate.service.code.clone(),
        handle: rate.handle.clone(),
        bytes: bytes(scene, rate),
    };
    Ok(Entrant { rate: rate.clone(), key, price, value, penalty, unknown, latest })
}

/// The whole rate as text, where nothing before it tells two rates apart.
fn bytes(scene: &Scene, rate: &Rate) -> String {
    let name = |rate: &Rate| (rate.carrier.clone(), rate.service.code.clone(), rate.handle.clone());
    let alike = scene.rates.iter().filter(|other| name(other) == name(rate)).count();
    if alike > 1 { serde_json::to_string(rate).unwrap() } else { String::new() }
}

fn minor(sum: Money) -> i128 {
    price::minor(sum.amount(), sum.currency())
}

fn value(scene: &Scene, rate: &Rate, price: i128, penalty: i128) -> Option<i128> {
    let arrival = latest(scene, rate);
    match scene.rules.objective {
        Objective::Cheapest => Some(price + penalty),
        Objective::Fastest => arrival.map(|at| i128::from(at.and_utc().timestamp() / 60)),
        Objective::BestValue { per_day, business_days } => {
            let (ready, day) = (scene.request.ready_on, arrival?.date());
            let days = if business_days {
                i128::from(request_calendar(&scene.request)?.business_days_between(ready, day)?)
            } else {
                i128::from((day - ready).num_days())
            };
            Some(price + penalty + minor(per_day) * days)
        }
        Objective::CostOfLateness { due, fixed, per_day, cap } => {
            let mut told = Vec::new();
            let known = scene.mind.arrivals(rate, &mut |day, ppm| told.push((day, ppm)));
            if !known || told.iter().map(|(_, ppm)| u64::from(*ppm)).sum::<u64>() != 1_000_000 {
                return None;
            }
            let cost = |day: NaiveDate| {
                let late = i128::from((day - due).num_days());
                let cost = minor(fixed) + minor(per_day) * late;
                let most = cap.map_or(i128::MAX, minor);
                if late <= 0 { 0 } else { cost.min(most) }
            };
            let sum: i128 = told.iter().map(|(day, ppm)| i128::from(*ppm) * cost(*day)).sum();
            Some(price + penalty + (sum + 500_000) / 1_000_000)
        }
        Objective::Own => {
            let own = scene.mind.value(rate, i64::try_from(price).unwrap())?;
            Some(i128::from(own) + penalty)
        }
        _ => panic!("an objective that the oracle does not know"),
    }
}

//! The verdict of each constraint, row by row of the table.

use arriero::model::{DeliversTo, PointKind, Rate, ServiceLevel};
use arriero::select::{
    Constraint, ConstraintName, PointWish, Policy, ServicePattern, ValidityPolicy, Verdict,
};
use chrono::TimeDelta;

use super::price::{Insured, has, insured, minor, price, total};
use super::when::{Reading, When, all_of, ends, meets, readings, request_calendar};
use crate::scene::Scene;
use arriero::select::Forecast as _;

/// What a missing fact leads to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Leniency {
    Reject,
    LastResort,
    AtPrice(i128),
    Admit,
}

impl Leniency {
    pub(crate) fn penalty(self) -> i128 {
        match self {
            Self::AtPrice(more) => more,
            _ => 0,
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) name: ConstraintName,
    pub(crate) verdict: Verdict,
    pub(crate) short: Option<i128>,
    pub(crate) leniency: Leniency,
}

impl Answer {
    pub(crate) fn is_obstacle(&self) -> bool {
        self.verdict == Verdict::Failed
            || self.verdict == Verdict::Unknown && matches!(self.leniency, Leniency::Reject)
    }
}

fn yes(holds: bool) -> (Verdict, Option<i128>) {
    (if holds { Verdict::Passed } else { Verdict::Failed }, None)
}

const UNKNOWN: (Verdict, Option<i128>) = (Verdict::Unknown, None);

pub(crate) fn answer(
    scene: &Scene,
    rate: &Rate,
    constraint: &Constraint,
) -> (Verdict, Option<i128>) {
    let arrivals = || readings(rate, &scene.request).into_iter();
    let among = |list: &[String], text: &str| list.iter().any(|one| one.eq_ignore_ascii_case(text));
    match constraint {
        Constraint::ArriveBy(deadline) => {
            all_of(arrivals().map(|reading| meets(reading.arrival, *deadline)))
        }
        Constraint::BusinessDays(most) => {
            all_of(arrivals().map(|reading| within(scene, rate, reading, i128::from(*most))))
        }
        Constraint::MaxPrice { amount, basis } => {
            let currency = amount.currency();
            let cap = minor(amount.amount(), currency);
            match price(rate, &scene.rules, *basis, currency) {
                None => UNKNOWN,
                Some(price) if price <= cap => yes(true),
                Some(price) => (Verdict::Failed, Some(price - cap)),
            }
        }
        Constraint::Feature(feature) => (has(rate, *feature), None),
        Constraint::InsuredTo(sum) => match insured(rate, &scene.rules, *sum) {
            Insured::Included | Insured::ForAFee(_) => yes(true),
            Insured::Unknown => UNKNOWN,
            Insured::Short(by) => (Verdict::Failed, Some(by)),
        },
        Constraint::ServicePoint(wish) => point(rate, wish),
        Constraint::Carriers(list) => yes(among(list, rate.carrier.as_str())),
        Constraint::Services(list) => yes(among(list, &rate.service.code)),
        Constraint::Levels(_) if rate.service.level == ServiceLevel::Unknown => UNKNOWN,
        Constraint::Levels(list) => yes(list.contains(&rate.service.level)),
        Constraint::PriceBases(list) => yes(list.contains(&rate.price_basis)),
        Constraint::Barred(list) => yes(!list.iter().any(|pattern| matches(pattern, rate))),
        Constraint::Guaranteed(deadline) => {
            let guaranteed = rate.delivery.guaranteed.map_or(UNKNOWN, yes);
            let in_time = deadline.map_or(yes(true), |deadline| {
                all_of(arrivals().map(|reading| meets(reading.arrival, deadline)))
            });
            if guaranteed.0 == Verdict::Failed {
                return guaranteed;
            }
            if in_time.0 < guaranteed.0 { in_time } else { (guaranteed.0.min(in_time.0), None) }
        }
        Constraint::OnTimeChance { ppm, deadline } => match scene.mind.on_time(rate, *deadline) {
            None => UNKNOWN,
            Some(chance) if chance >= *ppm => yes(true),
            Some(chance) => (Verdict::Failed, Some(i128::from(ppm - chance))),
        },
        _ => panic!("a constraint that the oracle does not know"),
    }
}

pub(crate) fn matches(pattern: &ServicePattern, rate: &Rate) -> bool {
    let same = |one: &Option<String>, text: &str| {
        one.as_ref().is_none_or(|one| one.eq_ignore_ascii_case(text))
    };
    same(&pattern.carrier, rate.carrier.as_str()) && same(&pattern.service, &rate.service.code)
}

/// At most so many business days: the day counted from the hand-over, or the count that the carrier tells.
fn within(scene: &Scene, rate: &Rate, reading: Reading, most: i128) -> (Verdict, Option<i128>) {
    let counted = |day| {
        let calendar = request_calendar(&scene.request)?;
        calendar.business_days_between(reading.hand_over?, day).map(i128::from)
    };
    let told = rate.delivery.business_days.map(i128::from);
    let span = match reading.arrival {
        When::Within(from, to) => counted(from.date()).zip(counted(to.date()).map(Some)),
        When::NotBefore(_) | When::Unknown if told.is_some() => told.map(|days| (days, Some(days))),
        When::NotBefore(from) => counted(from.date()).map(|first| (first, None)),
        When::Unknown => None,
    };
    match span {
        Some((_, Some(last))) if last <= most => yes(true),
        Some((first, _)) if first > most => (Verdict::Failed, Some(first - most)),
        _ => UNKNOWN,
    }
}

fn point(rate: &Rate, wish: &PointWish) -> (Verdict, Option<i128>) {
    let of_kind = |kind: PointKind| match wish {
        PointWish::This(_) => Verdict::Passed,
        PointWish::Any(kinds) if kinds.is_empty() || kinds.contains(&kind) => Verdict::Passed,
        PointWish::Any(_) if kind == PointKind::Other => Verdict::Unknown, // it may not be told
        PointWish::Any(_) => Verdict::Failed,
    };
    let verdict = match (&rate.delivers_to, wish) {
        (None | Some(DeliversTo::Network { kind: None }), _) => Verdict::Unknown,
        (Some(DeliversTo::Point(point)), PointWish::This(id)) => return yes(point.id == *id),
        (Some(DeliversTo::Point(point)), _) => of_kind(point.kind),
        (Some(DeliversTo::Network { kind: Some(kind) }), _) => of_kind(*kind).min(Verdict::Unknown),
        _ => Verdict::Failed,
    };
    (verdict, None)
}

fn leniency(policy: Policy) -> Leniency {
    match policy {
        Policy::Reject => Leniency::Reject,
        Policy::LastResort => Leniency::LastResort,
        Policy::AtPrice(sum) => Leniency::AtPrice(minor(sum.amount(), sum.currency())),
    }
}

/// Every question to a rate but the objective's: what is asked, and what always is.
pub(crate) fn answers(scene: &Scene, rate: &Rate) -> Vec<Answer> {
    let rules = &scene.rules;
    if total(rate).is_none() {
        // no price at all: it is out before any rule
        let (verdict, short) = yes(false);
        let name = ConstraintName::Sound;
        return vec![Answer { name, verdict, short, leniency: Leniency::Reject }];
    }
    let mut answers: Vec<_> = rules
        .constraints
        .iter()
        .map(|asked| {
            let (verdict, short) = answer(scene, rate, &asked.constraint);
            let policy = asked.unknown.unwrap_or(asked.constraint.default_policy());
            let name = asked.constraint.name();
            Answer { name, verdict, short, leniency: leniency(policy) }
        })
        .collect();
    let mut always = |name, (verdict, short), leniency| {
        answers.push(Answer { name, verdict, short, leniency });
    };
    let comparable = price(rate, rules, rules.basis, rules.currency).is_some();
    always(ConstraintName::Comparable, yes(comparable), Leniency::Reject);
    always(ConstraintName::Complete, yes(rate.missing_parcels.is_empty()), Leniency::Reject);
    let lenient = match rules.validity_unknown {
        ValidityPolicy::Admit => Leniency::Admit,
        ValidityPolicy::Reject => Leniency::Reject,
        ValidityPolicy::LastResort => Leniency::LastResort,
        ValidityPolicy::AtPrice(sum) => leniency(Policy::AtPrice(sum)),
    };
    always(ConstraintName::Valid, valid(scene, rate), lenient);
    answers
}

fn valid(scene: &Scene, rate: &Rate) -> (Verdict, Option<i128>) {
    let Some(until) = rate.valid_until else { return UNKNOWN };
    let bought = scene.request.now.naive_utc()
        + TimeDelta::minutes(i64::from(scene.rules.buy_within_minutes));
    let (first, last) = ends(until);
    if first >= bought {
        yes(true)
    } else if last < bought {
        let short = (bought - last).num_seconds();
        (Verdict::Failed, Some(i128::from((short + 59) / 60)))
    } else {
        UNKNOWN
    }
}

//! Rules of every form: all constraints, all policies, all objectives.

use arriero::model::{
    Currency, ExchangeRate, Feature, Money, PointKind, PriceBasis, ServiceLevel, Time,
};
use arriero::select::{
    Asked, Constraint, Deadline, Objective, ObjectiveUnknown, PointWish, Policy, Preference, Rules,
    ServicePattern, TaxBasis, ValidityPolicy,
};
use proptest::prelude::*;

use super::rates::one_of;
use crate::scene::{money, november};

fn deadline() -> impl Strategy<Value = Deadline> {
    let time = one_of(vec![None, None, Some("10:30"), Some("12:00"), Some("23:59")]);
    (23..28_u32, time).prop_map(|(day, time)| Deadline {
        date: november(day),
        time: time.map(|time| time.parse::<Time>().unwrap()),
    })
}

fn basis() -> impl Strategy<Value = TaxBasis> {
    one_of(vec![TaxBasis::Net, TaxBasis::Net, TaxBasis::Gross])
}

pub(crate) fn constraint() -> impl Strategy<Value = Constraint> {
    let cap = (one_of(vec!["6.00 EUR", "7.50 EUR", "9.00 USD", "1300 JPY", "6.12 EUR"]), basis())
        .prop_map(|(cap, basis)| Constraint::MaxPrice { amount: money(cap), basis });
    let feature = one_of(vec!["cod", "tracked", "signature_any"])
        .prop_map(|name| Constraint::Feature(name.parse::<Feature>().unwrap()));
    let insured = one_of(vec!["300.00 EUR", "50.00 EUR", "0 EUR", "310.00 USD", "40000 JPY"])
        .prop_map(|sum| Constraint::InsuredTo(money(sum)));
    let point = one_of(vec![
        PointWish::This("P77".into()),
        PointWish::Any(vec![]),
        PointWish::Any(vec![PointKind::Locker]),
        PointWish::Any(vec![PointKind::Shop, PointKind::Post]),
    ]);
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let pattern = |carrier: Option<&str>, service: Option<&str>| ServicePattern {
        carrier: carrier.map(str::to_owned),
        service: service.map(str::to_owned),
    };
    let barred = one_of(vec![
        vec![],
        vec![pattern(Some("A"), None)],
        vec![pattern(None, Some("EXP"))],
        vec![pattern(Some("b"), Some("std"))],
    ]);
    prop_oneof![
        4 => deadline().prop_map(Constraint::ArriveBy),
        3 => (0..4_u16).prop_map(Constraint::BusinessDays),
        3 => cap,
        3 => feature,
        2 => insured,
        1 => point.prop_map(Constraint::ServicePoint),
        1 => one_of(vec![texts(&["A"]), texts(&["a", "b"]), vec![]]).prop_map(Constraint::Carriers),
        1 => one_of(vec![texts(&["STD"]), texts(&["exp", "x"])]).prop_map(Constraint::Services),
        1 => one_of(vec![vec![ServiceLevel::Express], vec![ServiceLevel::Standard, ServiceLevel::Express], vec![]])
            .prop_map(Constraint::Levels),
        1 => one_of(vec![vec![PriceBasis::Account], vec![PriceBasis::Account, PriceBasis::Sheet]])
            .prop_map(Constraint::PriceBases),
        1 => barred.prop_map(Constraint::Barred),
        2 => prop::option::of(deadline()).prop_map(Constraint::Guaranteed),
        2 => (one_of(vec![0, 950_000, 1_000_000]), deadline())
            .prop_map(|(ppm, deadline)| Constraint::OnTimeChance { ppm, deadline }),
    ]
}

fn penalty() -> impl Strategy<Value = Money> {
    (0..5_i64).prop_map(|step| Money::from_minor(step * 75, Currency::EUR))
}

fn policy() -> impl Strategy<Value = Option<Policy>> {
    prop_oneof![
        2 => Just(None),
        1 => Just(Some(Policy::Reject)),
        2 => Just(Some(Policy::LastResort)),
        2 => penalty().prop_map(|penalty| Some(Policy::AtPrice(penalty))),
    ]
}

fn validity() -> impl Strategy<Value = ValidityPolicy> {
    prop_oneof![
        4 => Just(ValidityPolicy::Admit),
        1 => Just(ValidityPolicy::Reject),
        1 => Just(ValidityPolicy::LastResort),
        1 => penalty().prop_map(ValidityPolicy::AtPrice),
    ]
}

fn objective() -> impl Strategy<Value = Objective> {
    let steps = || (0..4_i64).prop_map(|step| Money::from_minor(step * 75, Currency::EUR));
    prop_oneof![
        5 => Just(Objective::Cheapest),
        2 => Just(Objective::Fastest),
        2 => (steps(), any::<bool>())
            .prop_map(|(per_day, business_days)| Objective::BestValue { per_day, business_days }),
        2 => (24..28_u32, steps(), steps(), prop::option::of(steps())).prop_map(
            |(due, fixed, per_day, cap)| Objective::CostOfLateness { due: november(due), fixed, per_day, cap }
        ),
        1 => Just(Objective::Own),
    ]
}

fn exchange() -> impl Strategy<Value = Vec<ExchangeRate>> {
    let all = [
        (Currency::USD, Currency::EUR, "0.9213"),
        (Currency::EUR, Currency::USD, "1.0854"),
        (Currency::JPY, Currency::EUR, "0.0061"),
        (Currency::EUR, Currency::JPY, "163.93"),
        (Currency::JPY, Currency::USD, "0.0066"),
    ];
    prop::sample::subsequence(all.to_vec(), 0..=all.len()).prop_shuffle().prop_map(|pairs| {
        pairs
            .into_iter()
            .map(|(from, to, rate)| ExchangeRate { from, to, rate: rate.parse().unwrap() })
            .collect()
    })
}

fn preferences() -> impl Strategy<Value = Vec<Preference>> {
    let exp = Preference { carrier: Some("A".into()), service: Some("exp".into()) };
    one_of(vec![vec![], vec![Preference::carrier("B")], vec![exp, Preference::carrier("b")]])
}

pub(crate) fn rules() -> impl Strategy<Value = Rules> {
    let asked = prop::collection::vec((constraint(), policy()), 0..5);
    let tax = (basis(), one_of(vec![None, None, Some(210_000)]));
    let unknown = one_of(vec![ObjectiveUnknown::LastResort, ObjectiveUnknown::Reject]);
    (asked, tax, objective(), unknown, exchange(), preferences(), validity(), one_of(vec![0, 30]))
        .prop_map(
            |(asked, (basis, assumed), objective, unknown, exchange, prefer, validity, within)| {
                let mut rules = Rules::new(Currency::EUR).best(objective);
                for (constraint, unknown) in asked {
                    add(&mut rules.constraints, Asked { constraint, unknown });
                }
                rules.basis = basis;
                rules.assumed_tax_ppm = assumed;
                rules.objective_unknown = unknown;
                rules.exchange = exchange;
                rules.prefer = prefer;
                rules.validity_unknown = validity;
                rules.buy_within_minutes = within;
                rules
            },
        )
}

/// Nothing is asked twice: a feature and the insurance may not be, and what else is asked twice alike counts once.
fn add(constraints: &mut Vec<Asked>, asked: Asked) {
    let twice = constraints.iter().any(|before| match (&before.constraint, &asked.constraint) {
        (Constraint::InsuredTo(_), Constraint::InsuredTo(_)) => true,
        (one, other) => one == other,
    });
    if !twice {
        constraints.push(asked);
    }
}

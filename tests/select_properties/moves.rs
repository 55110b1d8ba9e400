//! All moved together changes nothing: money in scale or in currency, dates by whole weeks. And what has ended stays so.

use arriero::calendar::CutOff;
use arriero::model::{
    Country, Cover, Currency, Date, ExchangeRate, Handle, Moment, Money, Offer, Rate,
};
use arriero::select::{
    Constraint, ConstraintName, Deadline, Objective, PickUp, Policy, Site, ValidityPolicy, Verdict,
};
use chrono::{Datelike, TimeDelta};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::generators::scene;
use crate::scene::{Scene, cases};

/// With a handle of its own for each rate, so that no tie is left to how amounts and dates are written.
fn numbered(mut scene: Scene) -> Scene {
    for (number, rate) in scene.rates.iter_mut().enumerate() {
        rate.handle = Some(Handle::of(rate.carrier.clone(), 1, &number).unwrap());
    }
    scene
}

fn chosen(scene: &Scene) -> Option<Handle> {
    scene.select().chosen.and_then(|rate| rate.handle.clone())
}

/// Every sum that the rates are made of.
fn each_sum(rate: &mut Rate, change: &dyn Fn(Money) -> Money) {
    rate.total = change(rate.total);
    rate.tax = rate.tax.map(change);
    for said in &mut rate.features {
        if let Offer::Offered { fee: Some(fee) } = &mut said.offer {
            *fee = change(*fee);
        }
    }
    rate.cover = rate.cover.map(|cover| {
        let changed = Cover::included(change(cover.included));
        match cover.purchasable {
            Some(more) => changed.and_up_to(change(more), cover.fee.map(change)),
            None => changed,
        }
    });
}

/// Every sum that is asked for.
fn each_sum_asked(scene: &mut Scene, change: &dyn Fn(Money) -> Money) {
    for asked in &mut scene.rules.constraints {
        if let Some(Policy::AtPrice(sum)) = &mut asked.unknown {
            *sum = change(*sum);
        }
        match &mut asked.constraint {
            Constraint::MaxPrice { amount, .. } | Constraint::InsuredTo(amount) => {
                *amount = change(*amount);
            }
            _ => {}
        }
    }
    if let ValidityPolicy::AtPrice(sum) = &mut scene.rules.validity_unknown {
        *sum = change(*sum);
    }
    if let Objective::BestValue { per_day, .. } = &mut scene.rules.objective {
        *per_day = change(*per_day);
    }
}

/// All in euros, nothing assumed, nothing rounded.
fn in_euros() -> impl Strategy<Value = Scene> {
    scene().prop_map(|mut scene| {
        let euros = |sum: Money| Money::new(sum.rounded().amount(), Currency::EUR).rounded();
        for rate in &mut scene.rates {
            each_sum(rate, &euros);
        }
        each_sum_asked(&mut scene, &euros);
        scene.rules.exchange.clear();
        scene.rules.assumed_tax_ppm = None;
        if matches!(scene.rules.objective, Objective::CostOfLateness { .. } | Objective::Own) {
            scene.rules.objective = Objective::Cheapest;
        }
        numbered(scene)
    })
}

/// In weeks without a holiday or a change of clocks, for two months on.
fn in_quiet_weeks() -> impl Strategy<Value = Scene> {
    scene().prop_map(|mut scene| {
        let cut_off = CutOff::new("17:00".parse().unwrap(), "Europe/Madrid".parse().unwrap());
        scene.request.origin = Site::in_region(Country::ES, "MD");
        scene.request.hand_over = scene.request.hand_over.map(|_| PickUp::until(cut_off));
        if scene.request.destination.country != Country::ES {
            scene.request.destination = Site::new(Country::PT);
        }
        // the caller's forecast knows dates by name
        let forecast = |name| name == ConstraintName::OnTimeChance;
        scene.rules.constraints.retain(|asked| !forecast(asked.constraint.name()));
        if matches!(scene.rules.objective, Objective::CostOfLateness { .. }) {
            scene.rules.objective = Objective::Fastest;
        }
        let mut scene = numbered(scene);
        move_dates(&mut scene, 8); // from November to January
        scene
    })
}

fn move_dates(scene: &mut Scene, weeks: i64) {
    let by = TimeDelta::weeks(weeks);
    let date = |date: &mut Date| {
        if date.year() < 9_999 {
            *date += by;
        }
    };
    let deadline = |deadline: &mut Deadline| deadline.date += by;
    scene.request.now += by;
    date(&mut scene.request.ready_on);
    for rate in &mut scene.rates {
        let told = &mut rate.delivery;
        [&mut told.earliest, &mut told.date, &mut told.assumes_ship_date]
            .into_iter()
            .flatten()
            .for_each(date);
        told.at = told.at.map(|at| at + by);
        rate.valid_until = rate.valid_until.map(|until| match until {
            Moment::Date(date) => Moment::Date(date + by),
            Moment::Local(local) => Moment::Local(local + by),
            Moment::Instant(at) => Moment::Instant(at + by),
        });
    }
    for asked in &mut scene.rules.constraints {
        match &mut asked.constraint {
            Constraint::ArriveBy(by) | Constraint::Guaranteed(Some(by)) => deadline(by),
            _ => {}
        }
    }
}

fn ended(scene: &Scene) -> Vec<Rate> {
    let is_over = |reason: &arriero::select::Reason| {
        reason.constraint == ConstraintName::Valid && reason.verdict == Verdict::Failed
    };
    let rejected = scene.select().rejected.into_iter();
    rejected.filter(|out| out.reasons.iter().any(is_over)).map(|out| (*out.rate).clone()).collect()
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn all_money_times_a_number_chooses_alike(scene in in_euros(), times in 2..1_000_u32) {
        let scale = |sum: Money| Money::new(sum.amount() * Decimal::from(times), sum.currency());
        let mut more = scene.clone();
        // what is out of range stays out of range
        more.rates.iter_mut().for_each(|rate| each_sum(rate, &scale));
        each_sum_asked(&mut more, &scale);
        prop_assert_eq!(chosen(&more), chosen(&scene));
    }

    #[test]
    fn all_rates_in_another_currency_at_par_choose_alike(scene in in_euros()) {
        let dollars = |sum: Money| Money::new(sum.amount(), Currency::USD);
        let mut other = scene.clone();
        other.rates.iter_mut().for_each(|rate| each_sum(rate, &dollars));
        prop_assert_eq!(chosen(&other), None, "without the pair nothing can be compared");
        let incomparable = |out: &arriero::select::Rejected| {
            let names = [ConstraintName::Comparable, ConstraintName::Sound];
            out.reasons.iter().any(|reason| names.contains(&reason.constraint))
        };
        prop_assert!(other.select().rejected.iter().all(incomparable));
        let par = ExchangeRate { from: Currency::USD, to: Currency::EUR, rate: Decimal::ONE };
        other.rules.exchange.push(par);
        prop_assert_eq!(chosen(&other), chosen(&scene));
    }

    #[test]
    fn all_dates_some_weeks_later_choose_alike(scene in in_quiet_weeks(), weeks in 1..4_i64) {
        let mut later = scene.clone();
        move_dates(&mut later, weeks);
        prop_assert_eq!(chosen(&later), chosen(&scene));
    }

    #[test]
    fn what_has_ended_is_not_valid_later(scene in scene(), minutes in 1..3_000_i64) {
        let mut later = scene.clone();
        later.request.now += TimeDelta::minutes(minutes);
        let still = ended(&later);
        prop_assert!(ended(&scene).iter().all(|rate| still.contains(rate)));
    }
}

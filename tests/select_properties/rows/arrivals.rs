//! Deadlines, business days, guarantees and chances.

use arriero::model::{Country, Date, DeliveryEstimate, Rate};
use arriero::select::{
    Advice, Constraint, Deadline, Forecast, Got, Rules, ShortBy, Site, Verdict, select_with,
};

use super::{picked_up, reason, request, verdict};
use crate::scene::{arriving, november, plain, shared};

fn told(change: impl FnOnce(&mut DeliveryEstimate)) -> Rate {
    let mut rate = plain("a", "1.00 EUR");
    change(&mut rate.delivery);
    rate
}

fn by(day: u32) -> Constraint {
    Constraint::arrive_by(november(day))
}

#[test]
fn an_instant_without_the_destinations_zone_passes_where_every_zone_agrees() {
    let mut somewhere = request();
    somewhere.destination = Site::new(Country::US);
    let rate = || told(|told| told.at = Some("2026-11-25T20:00:00Z".parse().unwrap()));
    assert_eq!(verdict(rate(), somewhere.clone(), by(26)), Verdict::Passed); // 25th 08:00 … 26th 10:00
    assert_eq!(verdict(rate(), somewhere.clone(), by(25)), Verdict::Unknown);
    assert_eq!(verdict(rate(), somewhere, by(24)), Verdict::Failed);
}

#[test]
fn an_earliest_day_alone_fails_a_deadline_before_it_and_leaves_others_unknown() {
    let rate = || told(|told| told.earliest = Some(november(26)));
    let late = reason(rate(), request(), by(25)).unwrap();
    assert_eq!((late.verdict, late.short_by), (Verdict::Failed, Some(ShortBy::Days(1))));
    assert_eq!(verdict(rate(), request(), by(30)), Verdict::Unknown);
}

#[test]
fn the_last_second_of_a_day_is_of_that_day() {
    let by_time = |text: &str| {
        told(|told| {
            told.date = Some(november(25));
            told.by = Some(text.parse().unwrap());
        })
    };
    let at = |text: &str| told(|told| told.at = Some(text.parse().unwrap()));
    for rate in [by_time("23:59:59"), at("2026-11-25T23:59:30Z")] {
        assert_eq!(verdict(rate.clone(), request(), by(25)), Verdict::Passed);
        let last_minute = Constraint::arrive_by_time(november(25), "23:59:59".parse().unwrap());
        assert_eq!(verdict(rate, request(), last_minute), Verdict::Passed);
    }
}

#[test]
fn business_days_of_a_day_are_unknown_where_the_hand_over_is() {
    let within = Constraint::BusinessDays(5);
    assert_eq!(verdict(arriving("a", "1.00 EUR", 25), request(), within.clone()), Verdict::Unknown);
    assert_eq!(verdict(arriving("a", "1.00 EUR", 25), picked_up(), within), Verdict::Passed);
}

#[test]
fn a_count_of_business_days_alone_is_compared_as_a_count() {
    let rate = || told(|told| told.business_days = Some(2));
    assert_eq!(verdict(rate(), request(), Constraint::BusinessDays(2)), Verdict::Passed);
    let late = reason(rate(), request(), Constraint::BusinessDays(1)).unwrap();
    assert_eq!((late.got, late.short_by), (Got::BusinessDays(2), Some(ShortBy::BusinessDays(1))));
    assert_eq!(verdict(rate(), request(), by(30)), Verdict::Unknown);
}

#[test]
fn no_business_day_is_the_day_of_hand_over() {
    let none = Constraint::BusinessDays(0);
    assert_eq!(verdict(arriving("a", "1.00 EUR", 23), picked_up(), none.clone()), Verdict::Passed);
    let late = reason(arriving("a", "1.00 EUR", 24), picked_up(), none).unwrap();
    assert_eq!(late.short_by, Some(ShortBy::BusinessDays(1)));
}

#[test]
fn a_count_is_the_same_whichever_day_it_is_handed_over() {
    let mut some_time = picked_up();
    some_time.ready_at = None; // Monday before the cut-off, or Tuesday
    let rate = || told(|told| told.business_days = Some(2));
    assert_eq!(verdict(rate(), some_time.clone(), Constraint::BusinessDays(2)), Verdict::Passed);
    assert_eq!(verdict(rate(), some_time.clone(), by(25)), Verdict::Unknown);
    assert_eq!(verdict(rate(), some_time, by(26)), Verdict::Passed);
}

#[test]
fn a_count_goes_on_from_the_hand_over_though_it_was_told_for_an_earlier_one() {
    let rate = || {
        told(|told| {
            told.business_days = Some(2);
            told.assumes_ship_date = Some(november(20));
        })
    };
    assert_eq!(verdict(rate(), picked_up(), by(25)), Verdict::Passed);
    assert_eq!(verdict(rate(), picked_up(), by(24)), Verdict::Failed);
}

#[test]
fn a_guarantee_with_a_deadline_is_of_the_guaranteed_moment() {
    let rate = |guaranteed| {
        let mut rate = arriving("a", "1.00 EUR", 25);
        rate.delivery.guaranteed = guaranteed;
        rate
    };
    let by = |day| Constraint::Guaranteed(Some(Deadline::on(november(day))));
    assert_eq!(verdict(rate(Some(true)), request(), by(25)), Verdict::Passed);
    let late = reason(rate(Some(true)), request(), by(24)).unwrap();
    assert_eq!(late.short_by, Some(ShortBy::Days(1)));
    assert_eq!(verdict(rate(Some(false)), request(), by(25)), Verdict::Failed);
    assert_eq!(verdict(rate(None), request(), by(25)), Verdict::Unknown);
    let silent_and_late = reason(rate(None), request(), by(24)).unwrap();
    assert_eq!(silent_and_late.verdict, Verdict::Failed);
    assert_eq!(silent_and_late.got, Got::Arrival(november(25)));
}

#[derive(Debug)]
struct Silent;

impl Forecast for Silent {
    fn on_time(&self, _: &Rate, _: Deadline) -> Option<u32> {
        None
    }

    fn arrivals(&self, _: &Rate, _: &mut dyn FnMut(Date, u32)) -> bool {
        false
    }
}

#[test]
fn a_chance_that_nobody_tells_is_unknown_and_by_default_a_last_resort() {
    let on_time = Constraint::OnTimeChance { ppm: 0, deadline: Deadline::on(november(25)) };
    let rules = Rules::new(arriero::model::Currency::EUR).with(on_time);
    let advice = Advice::default().with_forecast(&Silent);
    let rates = shared(&[arriving("a", "1.00 EUR", 25)]);
    let selection = select_with(&rates, &request(), &rules, &advice).unwrap();
    let unknown = vec![arriero::select::ConstraintName::OnTimeChance];
    assert_eq!(selection.ranked[0].standing, arriero::select::Standing::LastResort { unknown });
}

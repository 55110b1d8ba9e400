//! The worked examples of choosing: what is asked, and what is decided.
//!
//! Unless said: ready Monday 23 November 2026 at 12:00 in Madrid, cut-off 17:00, so handed over that day; to Lisbon; net
//! euros; the cheapest. A 6.90 Friday 27, B 8.40 Wednesday 25, C 14.50 Tuesday 24 at 10:30 guaranteed, D 5.60 not told when.

use std::sync::Arc;

use super::*;
use crate::calendar::CutOff;
use crate::model::{
    Address, CarrierId, Country, Cover, Currency, Date, DeliversTo, DeliveryEstimate, ExchangeRate,
    Feature, FeatureOffer, Money, Offer, PointKind, RatePart, Service, ServicePoint, Time,
};

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn day(day: u32) -> Date {
    date(&format!("2026-11-{day:02}"))
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn time(text: &str) -> Time {
    text.parse().unwrap()
}

fn rate_of(carrier: &str, total: &str, delivery: DeliveryEstimate) -> Rate {
    let carrier = CarrierId::new(carrier).unwrap();
    let mut rate = Rate::new(carrier, Service::new("std", "Standard"), money(total));
    rate.total_includes_tax = Some(false);
    rate.arriving(delivery)
}

fn on(carrier: &str, total: &str, arrival: u32) -> Rate {
    rate_of(carrier, total, DeliveryEstimate::on(day(arrival)))
}

fn a() -> Rate {
    on("a", "6.90 EUR", 27)
}
fn b() -> Rate {
    on("b", "8.40 EUR", 25)
}
fn c() -> Rate {
    let mut delivery = DeliveryEstimate::by(day(24), time("10:30"));
    delivery.guaranteed = Some(true);
    rate_of("c", "14.50 EUR", delivery)
}
fn d() -> Rate {
    rate_of("d", "5.60 EUR", DeliveryEstimate::default())
}
fn abcd() -> Vec<Rate> {
    vec![a(), b(), c(), d()]
}

fn request() -> Request {
    let madrid = Site::in_region(Country::ES, "MD");
    let cut_off = CutOff::new(time("17:00"), "Europe/Madrid".parse().unwrap());
    Request::new(
        "2026-11-23T12:00:00+01:00".parse().unwrap(),
        day(23),
        madrid,
        Site::new(Country::PT),
    )
    .ready_at(time("12:00"))
    .picked_up(PickUp::until(cut_off))
}

fn eur() -> Rules {
    Rules::new(Currency::EUR)
}

fn decide_on(rates: Vec<Rate>, request: &Request, rules: &Rules) -> Selection {
    let rates: Vec<_> = rates.into_iter().map(Arc::new).collect();
    select(&rates, request, rules).unwrap()
}

fn decide(rates: Vec<Rate>, rules: &Rules) -> Selection {
    decide_on(rates, &request(), rules)
}

fn chosen(selection: &Selection) -> &str {
    selection.chosen.as_ref().map_or("none", |rate| rate.carrier.as_str())
}

fn ranking(selection: &Selection) -> Vec<&str> {
    selection.ranked.iter().map(|ranked| ranked.rate.carrier.as_str()).collect()
}

/// Why a carrier's rate was rejected.
fn reasons<'s>(selection: &'s Selection, carrier: &str) -> &'s [Reason] {
    let rejected =
        selection.rejected.iter().find(|rejected| rejected.rate.carrier.as_str() == carrier);
    &rejected.unwrap_or_else(|| panic!("{carrier} is not rejected")).reasons
}

fn cost_of(selection: &Selection, constraint: ConstraintName) -> &Counterfactual {
    selection.counterfactuals.iter().find(|told| told.constraint == constraint).unwrap()
}

fn by_wednesday() -> Constraint {
    Constraint::arrive_by(day(25))
}

#[test]
fn e1_with_nothing_asked_the_cheapest_wins_although_nobody_knows_when_it_arrives() {
    assert_eq!(chosen(&decide(abcd(), &eur())), "d");
}

#[test]
fn e2_a_deadline_that_rejects_the_unknown_chooses_the_cheapest_in_time_and_tells_its_cost() {
    let decision = decide(abcd(), &eur().with_policy(by_wednesday(), Policy::Reject));
    assert_eq!(chosen(&decision), "b");
    assert_eq!(reasons(&decision, "a")[0].short_by, Some(ShortBy::Days(2)));
    assert_eq!(reasons(&decision, "d")[0].verdict, Verdict::Unknown);
    let cost = cost_of(&decision, ConstraintName::ArriveBy);
    let step = &cost.least_changes[0];
    assert_eq!(step.bound, Wanted::ArrivalBy(day(27)));
    assert_eq!(
        (step.winner.rate.carrier.as_str(), step.winner.saved),
        ("a", Some(money("1.50 EUR")))
    );
    let without = cost.without.as_ref().unwrap();
    assert_eq!((without.rate.carrier.as_str(), without.saved), ("d", Some(money("2.80 EUR"))));
    assert!(without.constraint_unknown && !step.winner.constraint_unknown);
}

#[test]
fn e3_as_a_last_resort_the_unknown_stands_behind_all_others() {
    let decision = decide(abcd(), &eur().with(by_wednesday()));
    assert_eq!(ranking(&decision), ["b", "c", "d"]);
    let last = &decision.ranked[2].standing;
    assert_eq!(*last, Standing::LastResort { unknown: vec![ConstraintName::ArriveBy] });
}

#[test]
fn e4_at_a_price_the_unknown_competes_and_never_wins_a_tie() {
    for (penalty, winner) in [("2.00 EUR", "d"), ("2.80 EUR", "b"), ("3.00 EUR", "b")] {
        let decision =
            decide(abcd(), &eur().with_policy(by_wednesday(), Policy::AtPrice(money(penalty))));
        assert_eq!(chosen(&decision), winner, "{penalty}");
    }
    let decision =
        decide(abcd(), &eur().with_policy(by_wednesday(), Policy::AtPrice(money("2.00 EUR"))));
    assert_eq!(
        (decision.ranked[0].price, decision.ranked[0].value),
        (money("5.60 EUR"), Some(760))
    );
}

#[test]
fn e5_where_all_is_unknown_nothing_qualifies_or_the_last_resort_wins_loudly() {
    let unknown = |carrier| rate_of(carrier, "6.10 EUR", DeliveryEstimate::default());
    let rates = || vec![d(), unknown("e"), unknown("f")];
    let strict = decide(rates(), &eur().with_policy(by_wednesday(), Policy::Reject));
    assert_eq!((strict.outcome, strict.rejected.len()), (Outcome::NoneQualifies, 3));
    let without = cost_of(&strict, ConstraintName::ArriveBy).without.as_ref().unwrap();
    assert_eq!((without.rate.carrier.as_str(), without.saved), ("d", None));
    let lenient = decide(rates(), &eur().with(by_wednesday()));
    assert_eq!(chosen(&lenient), "d");
    assert!(matches!(lenient.ranked[0].standing, Standing::LastResort { .. }));
}

#[test]
fn e6_of_two_equal_prices_the_earlier_wins() {
    assert_eq!(chosen(&decide(vec![b(), on("g", "8.40 EUR", 24)], &eur())), "g");
}

#[test]
fn e7_a_whole_tie_is_broken_by_preference_then_by_name() {
    let tied = || vec![on("sierra", "8.40 EUR", 25), on("andina", "8.40 EUR", 25)];
    assert_eq!(chosen(&decide(tied(), &eur())), "andina");
    let mut rules = eur();
    rules.prefer = vec![Preference::carrier("Sierra")];
    assert_eq!(chosen(&decide(tied(), &rules)), "sierra");
}

fn in_dollars() -> Rate {
    on("h", "8.95 USD", 25)
}

fn with_exchange(mut rules: Rules, from: Currency, to: Currency, rate: &str) -> Rules {
    rules.exchange.push(ExchangeRate { from, to, rate: rate.parse().unwrap() });
    rules
}

#[test]
fn e8_another_currency_is_converted_exactly_and_rounded_once() {
    let rules = with_exchange(eur(), Currency::USD, Currency::EUR, "0.9213");
    let decision = decide(vec![b(), in_dollars()], &rules);
    assert_eq!((chosen(&decision), decision.ranked[0].price), ("h", money("8.25 EUR")));
}

#[test]
fn e9_without_the_pair_as_given_a_price_cannot_be_compared() {
    for rules in [eur(), with_exchange(eur(), Currency::EUR, Currency::USD, "1.0854")] {
        let decision = decide(vec![b(), in_dollars()], &rules);
        assert_eq!(chosen(&decision), "b");
        assert_eq!(reasons(&decision, "h")[0].got, Got::NoExchange(Currency::USD, Currency::EUR));
    }
}

fn cap(amount: &str, basis: TaxBasis) -> Constraint {
    Constraint::MaxPrice { amount: money(amount), basis }
}

#[test]
fn e10_a_cap_is_met_in_its_own_currency() {
    let rules = with_exchange(eur(), Currency::EUR, Currency::USD, "1.0854")
        .with(cap("9.00 USD", TaxBasis::Net));
    let decision = decide(vec![b()], &rules);
    assert_eq!(reasons(&decision, "b")[0].got, Got::Price(money("9.12 USD")));
    assert_eq!(reasons(&decision, "b")[0].short_by, Some(ShortBy::Money(money("0.12 USD"))));
}

#[test]
fn e11_a_cap_without_the_pair_is_unknown_and_rejects() {
    let decision = decide(vec![b()], &eur().with(cap("9.00 USD", TaxBasis::Net)));
    assert_eq!(decision.outcome, Outcome::NoneQualifies);
    let reason = &reasons(&decision, "b")[0];
    assert_eq!(
        (reason.verdict, &reason.got),
        (Verdict::Unknown, &Got::NoExchange(Currency::EUR, Currency::USD))
    );
}

#[test]
fn e12_a_cap_with_tax_needs_the_tax() {
    let rules = eur().with(cap("10.00 EUR", TaxBasis::Gross));
    assert_eq!(reasons(&decide(vec![b()], &rules), "b")[0].verdict, Verdict::Unknown);
    let taxed = b().net_of(money("1.76 EUR"));
    let decision = decide(vec![taxed], &rules);
    assert_eq!(reasons(&decision, "b")[0].short_by, Some(ShortBy::Money(money("0.16 EUR"))));
}

#[test]
fn e13_a_deadline_on_a_holiday_stays_where_it_is() {
    let rates = vec![
        rate_of("x", "1.00 EUR", DeliveryEstimate::on(date("2026-12-07"))),
        rate_of("y", "0.50 EUR", DeliveryEstimate::on(date("2026-12-09"))),
    ];
    let decision = decide(rates, &eur().with(Constraint::arrive_by(date("2026-12-08"))));
    assert_eq!(chosen(&decision), "x");
    assert_eq!(reasons(&decision, "y")[0].short_by, Some(ShortBy::Days(1)));
}

fn ready(on: &str, at: &str) -> Request {
    Request { ready_on: date(on), ..request() }.ready_at(time(at))
}

#[test]
fn e14_business_days_skip_the_destinations_holidays() {
    let arriving = |day: &str| rate_of("x", "1.00 EUR", DeliveryEstimate::on(date(day)));
    let rules = eur().with(Constraint::BusinessDays(1));
    let ready = ready("2026-11-30", "12:00");
    for day in ["2026-12-01", "2026-12-02"] {
        assert_eq!(
            decide_on(vec![arriving(day)], &ready, &rules).outcome,
            Outcome::Chosen,
            "{day}"
        );
    }
    let late = decide_on(vec![arriving("2026-12-03")], &ready, &rules);
    assert_eq!(reasons(&late, "x")[0].short_by, Some(ShortBy::BusinessDays(1)));
}

#[test]
fn e15_ready_at_the_cut_off_leaves_that_day_and_a_minute_later_the_next() {
    let arriving = |day: &str| rate_of("x", "1.00 EUR", DeliveryEstimate::on(date(day)));
    let rules = eur().with(Constraint::BusinessDays(2));
    for (at, last, late) in
        [("17:00", "2026-12-09", "2026-12-10"), ("17:01", "2026-12-11", "2026-12-14")]
    {
        let ready = ready("2026-12-04", at);
        assert_eq!(
            decide_on(vec![arriving(last)], &ready, &rules).outcome,
            Outcome::Chosen,
            "{at}"
        );
        let decision = decide_on(vec![arriving(late)], &ready, &rules);
        assert_eq!(reasons(&decision, "x")[0].short_by, Some(ShortBy::BusinessDays(1)), "{at}");
    }
}

fn at_instant(instant: &str) -> Rate {
    rate_of(
        "x",
        "1.00 EUR",
        DeliveryEstimate { at: Some(instant.parse().unwrap()), ..DeliveryEstimate::default() },
    )
}

#[test]
fn e16_an_instant_is_told_on_the_destinations_clocks() {
    let request = Request {
        destination: Site::new(Country::JP),
        origin: Site::in_region(Country::US, "CA"),
        ..request()
    };
    let rules = eur().with(Constraint::arrive_by_time(date("2026-12-04"), time("10:00")));
    let decision = decide_on(vec![at_instant("2026-12-03T18:30:00-08:00")], &request, &rules);
    assert_eq!(reasons(&decision, "x")[0].short_by, Some(ShortBy::Minutes(90)));
}

#[test]
fn e17_without_the_destinations_zone_an_instant_may_be_two_days() {
    let mut request = request();
    request.destination.zone = None;
    let rules = eur().with_policy(Constraint::arrive_by(date("2026-12-04")), Policy::Reject);
    let decision = decide_on(vec![at_instant("2026-12-04T20:00:00Z")], &request, &rules);
    let reason = &reasons(&decision, "x")[0];
    assert_eq!(reason.verdict, Verdict::Unknown);
    assert_eq!(reason.got.to_string(), "arrives between 2026-12-04 08:00 and 2026-12-05 10:00");
}

#[test]
fn e18_a_bare_date_on_the_day_of_a_timed_deadline_needs_the_end_of_the_rounds() {
    let rules =
        eur().with_policy(Constraint::arrive_by_time(day(25), time("12:00")), Policy::Reject);
    assert_eq!(reasons(&decide(vec![b()], &rules), "b")[0].verdict, Verdict::Unknown);
    let mut until_eight = b();
    until_eight.delivery.delivers_until = Some(time("20:00"));
    assert_eq!(
        reasons(&decide(vec![until_eight], &rules), "b")[0].short_by,
        Some(ShortBy::Minutes(8 * 60))
    );
    assert_eq!(chosen(&decide(vec![on("x", "1.00 EUR", 24)], &rules)), "x");
}

#[test]
fn e19_a_rate_must_still_be_valid_when_it_is_bought() {
    let request = Request { now: "2026-11-23T10:00:00+01:00".parse().unwrap(), ..request() };
    let mut rules = eur();
    rules.buy_within_minutes = 30;
    let until = |text: &str| {
        let mut rate = b();
        rate.valid_until = Some(text.parse().unwrap());
        decide_on(vec![rate], &request, &rules)
    };
    assert_eq!(
        reasons(&until("2026-11-23T10:20:00+01:00"), "b")[0].short_by,
        Some(ShortBy::Minutes(10))
    );
    assert_eq!(until("2026-11-23T10:30:00+01:00").outcome, Outcome::Chosen);
    let silent = decide_on(vec![b()], &request, &rules);
    assert_eq!(silent.ranked[0].flags, [Flag::ValidityUnknown]);
}

#[test]
fn e20_a_promise_that_assumed_an_earlier_hand_over_is_stale() {
    let mut rate = b();
    rate.delivery.assumes_ship_date = Some(day(23));
    let rules = eur().with_policy(by_wednesday(), Policy::Reject);
    let decision = decide_on(vec![rate], &ready("2026-11-24", "09:00"), &rules);
    assert_eq!(reasons(&decision, "b")[0].got, Got::StalePromise);
}

#[test]
fn e21_cover_is_what_is_included_and_what_can_be_bought_and_converts_downwards() {
    let rules = with_exchange(eur(), Currency::USD, Currency::EUR, "0.9213")
        .with(Constraint::InsuredTo(money("300.00 EUR")));
    let covered = |cover: Cover| {
        let mut rate = b();
        rate.cover = Some(cover);
        decide(vec![rate], &rules)
    };
    let short = covered(Cover::included(money("250.00 EUR")));
    assert_eq!(reasons(&short, "b")[0].short_by, Some(ShortBy::Money(money("50.00 EUR"))));
    let bought = covered(
        Cover::included(money("50.00 EUR"))
            .and_up_to(money("1000.00 EUR"), Some(money("2.40 EUR"))),
    );
    assert_eq!(bought.ranked[0].price, money("10.80 EUR"));
    let dollars = covered(Cover::included(money("320.00 USD")));
    assert_eq!(reasons(&dollars, "b")[0].short_by, Some(ShortBy::Money(money("5.19 EUR"))));
    assert_eq!(reasons(&dollars, "b")[0].got, Got::Cover(money("294.81 EUR")));
}

#[test]
fn cover_of_parcels_is_held_against_each_parcels_own_value() {
    let part = |parcel, worth: &str, cover: &str| RatePart {
        declared_value: Some(money(worth)),
        cover: Some(Cover::included(money(cover))),
        ..RatePart::new(parcel, money("4.00 EUR"))
    };
    let rules = eur().with(Constraint::InsuredTo(money("300.00 EUR")));
    let mut rate = b();
    rate.parts = vec![part(1, "200.00 EUR", "500.00 EUR"), part(2, "100.00 EUR", "50.00 EUR")];
    let short = decide(vec![rate.clone()], &rules);
    assert_eq!(reasons(&short, "b")[0].short_by, Some(ShortBy::Money(money("50.00 EUR"))));
    rate.parts[1] = part(2, "100.00 EUR", "100.00 EUR");
    assert_eq!(decide(vec![rate.clone()], &rules).outcome, Outcome::Chosen);
    rate.parts[1].declared_value = None;
    assert_eq!(reasons(&decide(vec![rate], &rules), "b")[0].verdict, Verdict::Unknown);
}

#[test]
fn e22_a_feature_at_an_unknown_fee_is_unknown() {
    let with_cod = |carrier, total, offer| {
        let mut rate = on(carrier, total, 25);
        rate.features.push(FeatureOffer::new(Feature::Cod, offer));
        rate
    };
    let rates = || {
        vec![
            with_cod("j", "7.10 EUR", Offer::Offered { fee: None }),
            with_cod("k", "9.20 EUR", Offer::Included),
        ]
    };
    let strict = decide(rates(), &eur().with(Constraint::Feature(Feature::Cod)));
    assert_eq!(chosen(&strict), "k");
    assert_eq!(reasons(&strict, "j")[0].got, Got::FeeNotTold);
    let lenient = decide(
        rates(),
        &eur().with_policy(Constraint::Feature(Feature::Cod), Policy::AtPrice(money("1.50 EUR"))),
    );
    assert_eq!((chosen(&lenient), lenient.ranked[0].value), ("j", Some(860)));
}

#[test]
fn e23_a_service_point_must_be_named() {
    let rules = eur().with(Constraint::ServicePoint(PointWish::Any(vec![])));
    let to = |delivers_to| {
        let mut rate = b();
        rate.delivers_to = Some(delivers_to);
        decide(vec![rate], &rules)
    };
    assert_eq!(reasons(&to(DeliversTo::Address), "b")[0].verdict, Verdict::Failed);
    assert_eq!(reasons(&to(DeliversTo::Network { kind: None }), "b")[0].verdict, Verdict::Unknown);
    let mut point = ServicePoint::new("P77", Address::new(Country::PT));
    point.kind = PointKind::Shop;
    assert_eq!(to(DeliversTo::Point(Box::new(point))).outcome, Outcome::Chosen);
}

#[test]
fn e24_only_a_guarantee_is_a_guarantee() {
    let mut z = rate_of("z", "9.00 EUR", DeliveryEstimate::by(day(24), time("09:00")));
    z.delivery.guaranteed = Some(false);
    let decision =
        decide(vec![c(), z], &eur().with(Constraint::Guaranteed(None)).best(Objective::Fastest));
    assert_eq!(chosen(&decision), "c");
    assert_eq!(reasons(&decision, "z")[0].got, Got::No);
}

#[derive(Debug)]
struct Chances;

impl Forecast for Chances {
    fn on_time(&self, rate: &Rate, _: Deadline) -> Option<u32> {
        match rate.carrier.as_str() {
            "a" => Some(972_000),
            "b" => Some(949_000),
            _ => None,
        }
    }

    fn arrivals(&self, rate: &Rate, each: &mut dyn FnMut(Date, u32)) -> bool {
        let chances: &[(u32, u32)] = match rate.carrier.as_str() {
            "a" => &[(25, 400_000), (26, 350_000), (27, 250_000)],
            "b" => &[(25, 920_000), (26, 80_000)],
            _ => return false,
        };
        for (on, ppm) in chances {
            each(day(*on), *ppm);
        }
        true
    }
}

fn decide_with_chances(rates: Vec<Rate>, rules: &Rules) -> Selection {
    let rates: Vec<_> = rates.into_iter().map(Arc::new).collect();
    select_with(&rates, &request(), rules, &Advice::default().with_forecast(&Chances)).unwrap()
}

#[test]
fn e25_a_chance_is_compared_in_parts_per_million() {
    let chance = Constraint::OnTimeChance { ppm: 950_000, deadline: Deadline::on(day(27)) };
    let rules = eur()
        .with_policy(chance, Policy::Reject)
        .with_policy(Constraint::arrive_by(day(27)), Policy::Reject);
    let decision = decide_with_chances(vec![a(), b(), d()], &rules);
    assert_eq!(chosen(&decision), "a");
    assert_eq!(reasons(&decision, "b")[0].short_by, Some(ShortBy::Ppm(1_000)));
    let unknown = reasons(&decision, "d");
    assert!(unknown.len() == 2 && unknown.iter().all(|reason| reason.verdict == Verdict::Unknown));
}

#[test]
fn e26_best_value_weighs_price_against_days() {
    for (per_day, winner, value) in
        [("1.00 EUR", "b", 1_040), ("0.50 EUR", "a", 890), ("0.75 EUR", "a", 990)]
    {
        let rules =
            eur().best(Objective::BestValue { per_day: money(per_day), business_days: false });
        let decision = decide(vec![a(), b(), c()], &rules);
        assert_eq!(
            (chosen(&decision), decision.ranked[0].value),
            (winner, Some(value)),
            "{per_day}"
        );
    }
}

#[test]
fn e27_the_cost_of_lateness_is_what_it_is_expected_to_be() {
    let rules = eur().best(Objective::CostOfLateness {
        due: day(25),
        fixed: money("5.00 EUR"),
        per_day: money("2.00 EUR"),
        cap: None,
    });
    let decision = decide_with_chances(vec![a(), b()], &rules);
    assert_eq!(ranking(&decision), ["b", "a"]);
    // A: 35 % × 7.00 + 25 % × 9.00; B: 8 % × 7.00
    assert_eq!([decision.ranked[0].value, decision.ranked[1].value], [Some(896), Some(1_160)]);
}

#[test]
fn e28_a_sum_of_parcels_competes_with_the_whole_and_an_incomplete_one_does_not() {
    let mut sum = on("p", "9.15 EUR", 26);
    sum.aggregation = crate::model::Aggregation::SumOfParcels;
    let mut incomplete = on("r", "4.00 EUR", 25);
    incomplete.missing_parcels = vec![2];
    let rates = || vec![sum.clone(), on("q", "9.60 EUR", 25), incomplete.clone()];
    let by_thursday = decide(rates(), &eur().with(Constraint::arrive_by(day(26))));
    assert_eq!(chosen(&by_thursday), "p");
    assert!(by_thursday.ranked[0].flags.contains(&Flag::SumOfParcels));
    assert_eq!(reasons(&by_thursday, "r")[0].got.to_string(), "no price for parcel 2");
    let by_wednesday = decide(rates(), &eur().with(by_wednesday()));
    assert_eq!(chosen(&by_wednesday), "q");
    let step = &cost_of(&by_wednesday, ConstraintName::ArriveBy).least_changes[0];
    assert_eq!(
        (step.bound, step.winner.saved),
        (Wanted::ArrivalBy(day(26)), Some(money("0.45 EUR")))
    );
}

#[test]
fn e29_a_bar_beats_an_allowance() {
    let rules = eur()
        .with(Constraint::Carriers(vec!["B".into()]))
        .with(Constraint::Barred(vec![ServicePattern::carrier("b")]));
    let decision = decide(vec![b()], &rules);
    assert_eq!(
        reasons(&decision, "b").iter().map(|reason| reason.constraint).collect::<Vec<_>>(),
        [ConstraintName::Barred]
    );
}

#[test]
fn e30_a_rate_with_two_obstacles_is_named_by_no_single_counterfactual() {
    let rules = eur().with(by_wednesday()).with(cap("6.00 EUR", TaxBasis::Net));
    let decision = decide(vec![a()], &rules);
    assert!(decision.counterfactuals.is_empty());
    assert_eq!(reasons(&decision, "a").len(), 2);
    assert_eq!(decision.nearest.as_ref().unwrap().reasons, reasons(&decision, "a"));
}

#[test]
fn e31_a_rate_that_comes_twice_is_ranked_once() {
    let decision = decide(vec![b(), a(), b()], &eur());
    assert_eq!((decision.ranked.len(), decision.duplicates.len()), (2, 1));
}

#[test]
fn e32_zero_is_a_price_and_below_or_beyond_is_none() {
    let decision = decide(
        vec![
            on("zero", "0.00 EUR", 25),
            on("less", "-1.00 EUR", 25),
            on("more", "9000000000000000000 EUR", 25),
        ],
        &eur(),
    );
    assert_eq!(ranking(&decision), ["zero"]);
    assert!(matches!(reasons(&decision, "less")[0].got, Got::NegativePrice(_)));
    assert!(matches!(reasons(&decision, "more")[0].got, Got::PriceOutOfRange(_)));
}

#[test]
fn e33_a_currency_without_decimals_converts_to_one_with() {
    let rules = with_exchange(eur(), Currency::JPY, Currency::EUR, "0.0061");
    assert_eq!(decide(vec![on("x", "1250 JPY", 25)], &rules).ranked[0].price, money("7.63 EUR"));
}

#[test]
fn e34_without_a_rate_there_is_no_choice() {
    let decision = decide(vec![], &eur());
    assert_eq!((decision.outcome, decision.chosen), (Outcome::NoRates, None));
}

#[test]
fn a_rate_whose_tax_is_not_told_cannot_be_compared_unless_a_percentage_is_assumed() {
    let mut silent = b();
    silent.total_includes_tax = None;
    assert_eq!(reasons(&decide(vec![silent], &eur()), "b")[0].got, Got::TaxNotTold);
    let mut gross = b();
    gross.total_includes_tax = Some(true);
    assert_eq!(reasons(&decide(vec![gross.clone()], &eur()), "b")[0].got, Got::TaxNotTold);
    let mut rules = eur();
    rules.assumed_tax_ppm = Some(210_000);
    let decision = decide(vec![gross], &rules);
    assert_eq!(decision.ranked[0].price, money("6.94 EUR"));
    assert!(decision.ranked[0].flags.contains(&Flag::AssumedTax));
}

#[test]
fn a_fee_that_falls_away_with_its_feature_may_let_a_rate_under_the_cap() {
    let mut signed = b();
    let any = Feature::Signature(crate::model::Signature::Any);
    signed.features.push(FeatureOffer::new(any, Offer::Offered { fee: Some(money("1.00 EUR")) }));
    let rules = eur().with(Constraint::Feature(any)).with(cap("9.00 EUR", TaxBasis::Net));
    let decision = decide(vec![signed], &rules);
    assert_eq!(decision.outcome, Outcome::NoneQualifies);
    let without = cost_of(&decision, ConstraintName::Feature).without.as_ref().unwrap();
    assert_eq!(without.price, money("8.40 EUR"));
}

#[test]
fn a_stricter_signature_that_is_included_will_do() {
    let mut rate = b();
    let adult = Feature::Signature(crate::model::Signature::Adult { min_age: None });
    rate.features.push(FeatureOffer::new(adult, Offer::Included));
    let asked = |text: &str| eur().with(Constraint::Feature(text.parse().unwrap()));
    assert_eq!(chosen(&decide(vec![rate.clone()], &asked("signature_any"))), "b");
    assert_eq!(chosen(&decide(vec![rate], &asked("signature_adult_21"))), "none");
}

#[test]
fn a_stored_decision_is_read_back_and_repeats_itself() {
    let rates: Vec<_> = abcd().into_iter().map(Arc::new).collect();
    let rules = eur().with(by_wednesday()).with(cap("10.00 EUR", TaxBasis::Net));
    let decision = select(&rates, &request(), &rules).unwrap();
    let stored = serde_json::to_string(&decision).unwrap();
    let read: Selection = serde_json::from_str(&stored).unwrap();
    assert_eq!(read, decision);
    assert_eq!(select(&rates, &read.inputs.request, &read.inputs.rules).unwrap(), decision);
}

#[test]
fn the_order_in_which_things_are_asked_decides_nothing() {
    let one = eur().with(by_wednesday()).with(cap("10.00 EUR", TaxBasis::Net));
    let other = eur().with(cap("10.00 EUR", TaxBasis::Net)).with(by_wednesday());
    assert_eq!(decide(abcd(), &one), decide(abcd(), &other));
}

#[test]
fn rules_that_contradict_themselves_are_refused() {
    let refused = |rules: &Rules| select(&[], &request(), rules).unwrap_err();
    let dollars = eur().with_policy(by_wednesday(), Policy::AtPrice(money("1.00 USD")));
    assert!(matches!(refused(&dollars), RulesError::Currency { .. }));
    let twice = eur()
        .with(Constraint::Feature(Feature::Cod))
        .with_policy(Constraint::Feature(Feature::Cod), Policy::LastResort);
    assert_eq!(refused(&twice), RulesError::AskedTwice(ConstraintName::Feature));
    let huge = eur().with(cap("9000000000000000000 EUR", TaxBasis::Net));
    assert!(matches!(refused(&huge), RulesError::OutOfRange { .. }));
}

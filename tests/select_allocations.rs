//! The short path allocates nothing: counted by an allocator that counts, which is why this is a program of its own.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail loudly"
)]

use std::hint::black_box;
use std::sync::Arc;

use arriero::model::{
    CarrierId, Country, Cover, Currency, Date, DeliveryEstimate, ExchangeRate, Feature,
    FeatureOffer, Money, Offer, Rate, Service,
};
use arriero::select::{
    Advice, Chooser, Constraint, Deadline, Digest, Forecast, Objective, OwnValue, Policy,
    Preference, Request, Rules, ServicePattern, Site, TaxBasis,
};

fn allocations(work: impl FnOnce()) -> u64 {
    allocation_counter::measure(work).count_total
}

#[derive(Debug)]
struct Told;

impl Forecast for Told {
    fn on_time(&self, rate: &Rate, _: Deadline) -> Option<u32> {
        (rate.service.code != "7").then_some(990_000)
    }

    fn arrivals(&self, _: &Rate, each: &mut dyn FnMut(Date, u32)) -> bool {
        each(day(25), 600_000);
        each(day(27), 400_000);
        true
    }
}

impl OwnValue for Told {
    fn value(&self, _: &Rate, price: i64) -> Option<i64> {
        Some(price)
    }
}

fn day(day: u32) -> Date {
    Date::from_ymd_opt(2026, 11, day).unwrap()
}

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

/// A hundred rates: every other fact is missing in some, and many cost the same.
fn rates(tied: bool) -> Vec<Arc<Rate>> {
    (0..100_u32)
        .map(|number| {
            let carrier =
                CarrierId::new(["andina", "ribera", "sierra"][number as usize % 3]).unwrap();
            let service = Service::new(number.to_string(), "Paq");
            let minor = if tied { 700 } else { 500 + i64::from(number) };
            let currency = if number % 7 == 0 { Currency::USD } else { Currency::EUR };
            let mut rate = Rate::new(carrier, service, Money::from_minor(minor, currency));
            rate.total_includes_tax = (number % 11 != 0).then_some(false);
            rate.delivery = match number % 5 {
                0 => DeliveryEstimate::default(),
                1 => DeliveryEstimate::in_business_days(2),
                _ => DeliveryEstimate::on(day(24 + number % 4)),
            };
            let fee = (number % 4 != 0).then(|| Money::from_minor(100, currency));
            rate.features.push(FeatureOffer::new(Feature::Cod, Offer::Offered { fee }));
            rate.cover = (number % 6 != 0)
                .then(|| Cover::included(money("50.00 EUR")).and_up_to(money("1000.00 EUR"), fee));
            Arc::new(rate)
        })
        .collect()
}

fn digest(tied: bool) -> Digest {
    let now = "2026-11-23T12:00:00+01:00".parse().unwrap();
    let request = Request::new(now, day(23), Site::new(Country::ES), Site::new(Country::PT));
    Digest::new(&rates(tied), &request)
}

fn rules() -> Rules {
    let mut rules = Rules::new(Currency::EUR)
        .with(Constraint::arrive_by(day(26)))
        .with(Constraint::MaxPrice { amount: money("12.00 EUR"), basis: TaxBasis::Net })
        .with_policy(Constraint::Feature(Feature::Cod), Policy::AtPrice(money("1.00 EUR")))
        .with_policy(Constraint::InsuredTo(money("300.00 EUR")), Policy::LastResort)
        .with(Constraint::Barred(vec![ServicePattern::carrier("Ribera")]));
    let rate = "0.9213".parse().unwrap();
    rules.exchange = vec![ExchangeRate { from: Currency::USD, to: Currency::EUR, rate }];
    rules.prefer = vec![Preference::carrier("sierra")];
    rules
}

#[test]
fn choosing_among_a_hundred_digested_rates_allocates_nothing() {
    let per_day = money("0.75 EUR");
    let objectives = [
        Objective::Cheapest,
        Objective::Fastest,
        Objective::BestValue { per_day, business_days: true },
        Objective::CostOfLateness { due: day(25), fixed: per_day, per_day, cap: None },
        Objective::Own,
    ];
    let advice = Advice::default().with_forecast(&Told).with_value(&Told);
    for tied in [false, true] {
        let digest = digest(tied);
        for objective in objectives {
            let chooser = Chooser::new(&rules().best(objective)).unwrap();
            let mut chosen = false;
            let count =
                allocations(|| chosen = black_box(chooser.choose(&digest, &advice)).is_some());
            assert_eq!((chosen, count), (true, 0), "{objective:?}, tied: {tied}");
        }
    }
}

#[test]
fn every_kind_of_constraint_is_answered_without_allocating() {
    let digest = digest(true);
    let advice = Advice::default().with_forecast(&Told);
    let on_time = Constraint::OnTimeChance { ppm: 950_000, deadline: Deadline::on(day(27)) };
    let asked = [
        Constraint::BusinessDays(3),
        Constraint::Guaranteed(Some(Deadline::on(day(26)))),
        Constraint::Carriers(vec!["SIERRA".into(), "andina".into()]),
        Constraint::Services(vec!["8".into()]),
        Constraint::Levels(vec![]),
        Constraint::PriceBases(vec![]),
        Constraint::ServicePoint(arriero::select::PointWish::Any(vec![])),
        on_time,
    ];
    for constraint in asked {
        let chooser = Chooser::new(&rules().with(constraint.clone())).unwrap();
        let count = allocations(|| {
            black_box(chooser.choose(&digest, &advice));
        });
        assert_eq!(count, 0, "{constraint:?}");
    }
}

#[test]
fn the_allocator_counts() {
    assert_eq!(allocations(|| drop(black_box(Box::new(1_u64)))), 1);
}

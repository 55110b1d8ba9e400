//! Choosing among a hundred rates under five constraints.
#![expect(clippy::expect_used, reason = "the inputs are constants of this file")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use arriero::calendar::CutOff;
use arriero::model::{
    CarrierId, Charge, ChargeKind, Country, Cover, Currency, Date, DeliveryEstimate, Feature,
    FeatureOffer, Money, Offer, Rate, Service,
};
use arriero::select::{
    Advice, Chooser, Constraint, Digest, PickUp, Request, Rules, ServicePattern, Site, TaxBasis,
    select,
};

use crate::{Figure, median};

pub(crate) fn figures() -> Vec<Figure> {
    let (rates, request, rules) = (rates(), request(), rules());
    let digest = Digest::new(&rates, &request);
    let chooser = Chooser::new(&rules).expect("the rules are sound");
    let advice = Advice::default();
    assert!(chooser.choose(&digest, &advice).is_some(), "a choice is measured, not its absence");
    let selection = select(&rates, &request, &rules).expect("the rules are sound");
    assert!(
        selection.ranked.len() > 20 && selection.rejected.len() > 20,
        "both halves of the answer are measured"
    );
    assert!(!selection.counterfactuals.is_empty(), "counterfactuals are measured");

    vec![
        Figure {
            what: "select: the least of 100 prices, alone",
            median: median(|| {
                black_box(rates.iter().min_by_key(|rate| rate.total.amount()));
            }),
            limit: None,
        },
        Figure {
            what: "select: choice among 100 digested rates, 5 constraints",
            median: median(|| {
                black_box(chooser.choose(black_box(&digest), &advice));
            }),
            limit: Some(Duration::from_micros(2)),
        },
        Figure {
            what: "select: 100 rates digested",
            median: median(|| {
                black_box(Digest::new(black_box(&rates), &request));
            }),
            limit: None,
        },
        Figure {
            what: "select: 100 rates digested, chosen, explained, counterfactuals",
            median: median(|| {
                black_box(select(black_box(&rates), &request, &rules).is_ok());
            }),
            limit: Some(Duration::from_micros(20)),
        },
    ]
}

fn day(day: i64) -> Date {
    Date::from_ymd_opt(2026, 11, 23).expect("a date") + chrono::Duration::days(day)
}

/// Ten carriers with ten services each, as a quote brings them: taxed, itemised, most of them dated, some silent.
fn rates() -> Vec<Arc<Rate>> {
    (0..100_i64)
        .map(|n| {
            let carrier = CarrierId::new(&format!("carrier_{}", n % 10)).expect("a name");
            let total = Money::from_minor(1_300 - 100 * (n % 8) + (n * 37) % 90, Currency::EUR);
            let mut rate =
                Rate::new(carrier, Service::new(format!("S{}", n / 10), "Service"), total);
            rate = rate.net_of(Money::from_minor(100 + n, Currency::EUR));
            rate.charges = vec![Charge::new(ChargeKind::Base, total)];
            rate.delivery = match n % 8 {
                0 => DeliveryEstimate::default(),
                1 => DeliveryEstimate::in_business_days(2),
                more => DeliveryEstimate::on(day(more - 1)),
            };
            rate.features = vec![FeatureOffer::new(
                Feature::Tracked,
                if n % 9 == 0 { Offer::No } else { Offer::Included },
            )];
            rate.cover = Some(Cover::included(Money::from_minor(5_000 * (n % 5), Currency::EUR)));
            Arc::new(rate)
        })
        .collect()
}

fn request() -> Request {
    let cut_off =
        CutOff::new("17:00".parse().expect("a time"), "Europe/Madrid".parse().expect("a zone"));
    let now = "2026-11-23T12:00:00+01:00".parse().expect("an instant");
    Request::new(now, day(0), Site::in_region(Country::ES, "MD"), Site::new(Country::PT))
        .ready_at("12:00".parse().expect("a time"))
        .picked_up(PickUp::until(cut_off))
}

fn rules() -> Rules {
    let eur = |minor| Money::from_minor(minor, Currency::EUR);
    Rules::new(Currency::EUR)
        .with(Constraint::arrive_by(day(4)))
        .with(Constraint::MaxPrice { amount: eur(1_150), basis: TaxBasis::Net })
        .with(Constraint::Feature(Feature::Tracked))
        .with(Constraint::InsuredTo(eur(5_000)))
        .with(Constraint::Barred(vec![ServicePattern::carrier("carrier_7")]))
}

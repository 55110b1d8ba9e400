//! What adding parcels makes of the fields of a rate, and the properties that hold whatever they are.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::model::{
    ChargeKind, Cover, DeliversTo, DeliveryEstimate, Feature, FeatureOffer, Handle, Offer,
    PriceBasis,
};

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn sierra() -> CarrierId {
    CarrierId::new("sierra").unwrap()
}

fn rate(code: &str, total: &str) -> Rate {
    Rate::new(sierra(), Service::new(code, "Paq"), money(total))
}

fn handle(number: u32) -> Handle {
    Handle::of(sierra(), 1, &number).unwrap()
}

/// Answers of one rate for each parcel; `None`: no answer.
fn sum_of<const N: usize>(parcels: [Option<Rate>; N]) -> RateAnswer {
    whole(parcels.into_iter().map(|rate| rate.map(|rate| RateAnswer::of(vec![rate]))).collect())
}

fn only<const N: usize>(parcels: [Rate; N]) -> Rate {
    let mut answer = sum_of(parcels.map(Some));
    assert_eq!(answer.rates.len(), 1);
    answer.rates.remove(0)
}

#[test]
fn prices_are_added_and_the_last_parcel_decides_the_arrival() {
    let on = |date: &str| DeliveryEstimate::on(date.parse().unwrap());
    let sum = only([
        rate("P", "4.10 EUR").arriving(on("2026-11-25")),
        rate("P", "5.05 EUR").arriving(on("2026-11-26")),
    ]);
    assert_eq!(sum.total, money("9.15 EUR"));
    assert_eq!(sum.delivery, on("2026-11-26"));
    assert_eq!(sum.aggregation, Aggregation::SumOfParcels);
    assert_eq!(sum.missing_parcels, Vec::<usize>::new());
}

#[test]
fn a_parcel_without_a_price_is_named_from_one() {
    let priced = || Some(rate("R", "4.00 EUR"));
    let sum = sum_of([priced(), None, priced(), priced(), None]);
    assert_eq!(sum.rates[0].missing_parcels, [2, 5]);
    assert_eq!(sum.rates[0].parts.iter().map(|part| part.parcel).collect::<Vec<_>>(), [1, 3, 4]);
}

#[test]
fn each_part_keeps_its_price_its_handle_and_its_cover() {
    let mut first = rate("P", "4.10 EUR");
    first.handle = Some(handle(7));
    first.cover = Some(Cover::included(money("50 EUR")));
    let sum = only([first, rate("P", "5.05 EUR")]);
    assert_eq!((sum.handle, sum.cover), (None, None));
    let one = RatePart {
        handle: Some(handle(7)),
        cover: Some(Cover::included(money("50 EUR"))),
        ..RatePart::new(1, money("4.10 EUR"))
    };
    assert_eq!(sum.parts, [one, RatePart::new(2, money("5.05 EUR"))]);
}

#[test]
fn two_currencies_are_not_added_and_the_reason_is_told() {
    let sum = sum_of([Some(rate("P", "4.10 EUR")), Some(rate("P", "5.05 USD"))]);
    assert!(sum.rates.is_empty());
    assert_eq!(
        sum.unavailable,
        [Unavailable::new(
            sierra(),
            Some(Service::new("P", "Paq")),
            "its parcels are priced in EUR and USD; prices in different currencies are not added"
        )]
    );
}

#[test]
fn a_currency_in_which_every_parcel_is_priced_is_enough() {
    let both = RateAnswer::of(vec![rate("P", "4.10 EUR"), rate("P", "4.50 USD")]);
    let euro = RateAnswer::of(vec![rate("P", "5.05 EUR")]);
    let sum = whole(vec![Some(both), Some(euro)]);
    assert_eq!(sum.rates.iter().map(|rate| rate.total).collect::<Vec<_>>(), [money("9.15 EUR")]);
    assert!(sum.unavailable.is_empty());
}

#[test]
fn of_two_rates_of_one_service_the_lesser_counts_price_before_arrival_before_handle() {
    let with = |total: &str, date: &str, number| {
        let mut rate = rate("P", total).arriving(DeliveryEstimate::on(date.parse().unwrap()));
        rate.handle = Some(handle(number));
        rate
    };
    let taken = |one: &Rate, other: &Rate| {
        let both = RateAnswer::of(vec![one.clone(), other.clone()]);
        let sum = whole(vec![Some(both), Some(RateAnswer::of(vec![rate("P", "1 EUR")]))]);
        sum.rates[0].parts[0].handle.clone()
    };
    let cases = [
        (with("4.00 EUR", "2026-11-27", 9), with("4.10 EUR", "2026-11-25", 1)),
        (with("4.00 EUR", "2026-11-25", 9), with("4.00 EUR", "2026-11-27", 1)),
        (with("4.00 EUR", "2026-11-25", 1), with("4.00 EUR", "2026-11-25", 9)),
    ];
    for (lesser, greater) in &cases {
        assert_eq!(taken(lesser, greater), lesser.handle);
        assert_eq!(taken(greater, lesser), lesser.handle, "whatever came first");
    }
}

#[test]
fn a_price_below_nothing_does_not_make_the_whole_cheaper() {
    let sum = sum_of([Some(rate("P", "4.10 EUR")), Some(rate("P", "-1.00 EUR"))]);
    assert_eq!((sum.rates[0].total, &*sum.rates[0].missing_parcels), (money("4.10 EUR"), &[2][..]));
    assert_eq!(sum.unavailable[0].why, "parcel 2: its price of -1.00 EUR is below nothing");
}

#[test]
fn a_price_too_large_to_add_is_told_not_a_panic() {
    let most = || {
        let mut rate = rate("P", "0 EUR");
        rate.total = Money::new(rust_decimal::Decimal::MAX, rate.total.currency());
        Some(rate)
    };
    let sum = sum_of([most(), most()]);
    assert!(sum.rates.is_empty());
    assert_eq!(sum.unavailable[0].why, "the prices of its parcels are too large to add");
}

#[test]
fn charges_are_added_by_kind_and_code() {
    let itemised = |base: &str, fuel: &str| {
        let mut rate = rate("P", "9.00 EUR");
        rate.charges = vec![
            Charge::new(ChargeKind::Fuel, money(fuel)).with_code("F"),
            Charge::new(ChargeKind::Base, money(base)),
        ];
        rate
    };
    let sum = only([itemised("3.00 EUR", "0.30 EUR"), itemised("4.00 EUR", "0.40 EUR")]);
    assert_eq!(
        sum.charges,
        [
            Charge::new(ChargeKind::Base, money("7.00 EUR")),
            Charge::new(ChargeKind::Fuel, money("0.70 EUR")).with_code("F")
        ]
    );
    let partly = only([itemised("3.00 EUR", "0.30 EUR"), rate("P", "9.00 EUR")]);
    assert!(partly.charges.is_empty(), "a list that lacks a parcel is no list of the whole");
}

#[test]
fn tax_is_told_where_all_parcels_tell_it_alike() {
    let net = || rate("P", "10.00 EUR").net_of(money("2.10 EUR"));
    let sum = only([net(), net()]);
    assert_eq!((sum.tax, sum.total_includes_tax), (Some(money("4.20 EUR")), Some(false)));
    assert!(sum.notices.is_empty());
    let gross = Rate { total_includes_tax: Some(true), ..net() };
    let mixed = only([net(), gross]);
    assert_eq!((mixed.tax, mixed.total_includes_tax), (None, None));
    assert_eq!(mixed.notices.len(), 1, "it is said aloud");
    let untold = only([net(), Rate { tax: None, ..net() }]);
    assert_eq!((untold.tax, untold.total_includes_tax), (None, Some(false)));
    let foreign = || rate("P", "10.00 EUR").net_of(money("2.30 USD"));
    assert_eq!(only([foreign(), foreign()]).tax, None, "a tax in another money is no part of it");
}

#[test]
fn what_the_parcels_do_not_agree_on_is_not_told() {
    let with = |name: &str, basis, zone: &str, to| {
        let mut rate = rate("P", "1 EUR");
        name.clone_into(&mut rate.service.name);
        rate.price_basis = basis;
        rate.zone = Some(zone.to_owned());
        rate.delivers_to = Some(to);
        rate
    };
    let door = || DeliversTo::Address;
    let same = with("Paq", PriceBasis::Account, "3", door());
    let sum = only([same.clone(), same.clone()]);
    assert_eq!((sum.zone.as_deref(), sum.delivers_to), (Some("3"), Some(door())));
    let other = with("Paq 5 kg", PriceBasis::List, "4", DeliversTo::Network { kind: None });
    let sum = only([same, other]);
    assert_eq!((sum.zone, sum.delivers_to), (None, None));
    assert_eq!((sum.service.name.as_str(), sum.price_basis), ("P", PriceBasis::List));
}

#[test]
fn a_service_that_one_parcel_cannot_have_says_for_which() {
    let no = |why: &str| RateAnswer {
        unavailable: vec![Unavailable::new(sierra(), None, why)],
        ..RateAnswer::default()
    };
    let sum = whole(vec![Some(no("closed")), Some(no("closed"))]);
    assert_eq!(sum.unavailable, [Unavailable::new(sierra(), None, "closed")]);
    let sum = whole(vec![Some(RateAnswer::default()), Some(no("too heavy"))]);
    assert_eq!(sum.unavailable, [Unavailable::new(sierra(), None, "parcel 2: too heavy")]);
}

/// Small domains, so that ties, gaps and unknowns are frequent.
fn any_rate() -> impl Strategy<Value = Rate> {
    let offer = prop_oneof![
        Just(None),
        Just(Some(Offer::Included)),
        Just(Some(Offer::No)),
        Just(Some(Offer::Offered { fee: None })),
        (0..3_i64).prop_map(|fee| Some(Offer::Offered {
            fee: Some(Money::from_minor(fee, money("0 EUR").currency()))
        })),
    ];
    let delivery = (
        select(&[None, Some("2026-11-25"), Some("2026-11-26")][..]),
        select(&[None, Some("10:30:00"), Some("18:00:00")][..]),
        select(&[None, Some("2026-11-25T10:00:00+01:00"), Some("2026-11-25T09:00:00+00:00")][..]),
        proptest::option::of(1..3_u16),
        proptest::option::of(any::<bool>()),
    );
    let ends = &[
        None,
        Some("2026-11-25"),
        Some("2026-11-25T18:00"),
        Some("2026-11-25T10:00:00+01:00"),
        Some("2026-11-26T00:00:00+14:00"),
    ][..];
    let price = (select(&["P", "Q"][..]), -1..4_i64, select(&["EUR", "EUR", "EUR", "USD"][..]));
    let tax = (proptest::option::of(any::<bool>()), proptest::option::of(0..2_i64));
    (price, tax, delivery, select(ends), offer, proptest::option::of(0..2_u32)).prop_map(
        |((code, cents, currency), (inside, tax), delivery, ends, offer, number)| {
            let currency = money(&format!("0 {currency}")).currency();
            let mut rate = rate(code, "0 EUR");
            rate.total = Money::from_minor(cents, currency);
            rate.total_includes_tax = inside;
            rate.tax = tax.map(|cents| Money::from_minor(cents, currency));
            let (date, by, at, days, guaranteed) = delivery;
            rate.delivery = DeliveryEstimate {
                date: date.map(|text| text.parse().unwrap()),
                by: by.map(|text| text.parse().unwrap()),
                at: at.map(|text| text.parse().unwrap()),
                business_days: days,
                guaranteed,
                ..DeliveryEstimate::default()
            };
            rate.valid_until = ends.map(|text| text.parse().unwrap());
            rate.features =
                offer.into_iter().map(|offer| FeatureOffer::new(Feature::Cod, offer)).collect();
            rate.handle = number.map(handle);
            rate.charges =
                tax.map(|_| Charge::new(ChargeKind::Base, rate.total)).into_iter().collect();
            rate
        },
    )
}

fn any_answers() -> impl Strategy<Value = Vec<Option<RateAnswer>>> {
    let answer = proptest::collection::vec(any_rate(), 0..4).prop_map(RateAnswer::of);
    proptest::collection::vec(proptest::option::weighted(0.9, answer), 2..5)
}

/// The parcels of a sum called by their numbers in another order.
fn renumbered(mut rate: Rate, order: &[usize]) -> Rate {
    let number = |parcel: usize| order.iter().position(|from| from + 1 == parcel).unwrap() + 1;
    for part in &mut rate.parts {
        part.parcel = number(part.parcel);
    }
    rate.parts.sort_by_key(|part| part.parcel);
    for parcel in &mut rate.missing_parcels {
        *parcel = number(*parcel);
    }
    rate.missing_parcels.sort_unstable();
    rate
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(10_000) })]

    #[test]
    fn the_order_of_the_parcels_decides_nothing(
        (answers, order) in any_answers().prop_flat_map(|answers| {
            let order = Just((0..answers.len()).collect::<Vec<_>>()).prop_shuffle();
            (Just(answers), order)
        })
    ) {
        let moved = order.iter().map(|from| answers[*from].clone()).collect();
        let expected: Vec<_> =
            whole(answers).rates.into_iter().map(|rate| renumbered(rate, &order)).collect();
        prop_assert_eq!(whole(moved).rates, expected);
    }

    #[test]
    fn the_total_is_the_sum_of_the_parts_and_each_parcel_is_a_part_or_missing(answers in any_answers()) {
        let of = answers.len();
        for rate in whole(answers).rates {
            prop_assert_eq!(Some(rate.total), added(rate.parts.iter().map(|part| part.total)));
            let mut parcels: Vec<_> = rate.parts.iter().map(|part| part.parcel).collect();
            parcels.extend(&rate.missing_parcels);
            parcels.sort_unstable();
            prop_assert_eq!(parcels, (1..=of).collect::<Vec<_>>());
            prop_assert!(rate.charges_agree() != Some(false));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_the_rates_of_a_parcel_decides_nothing(answers in any_answers()) {
        let mut turned = answers.clone();
        for answer in turned.iter_mut().flatten() {
            answer.rates.reverse();
        }
        prop_assert_eq!(whole(turned).rates, whole(answers).rates);
    }

    #[test]
    fn no_service_of_a_parcel_gets_lost(answers in any_answers()) {
        let asked: BTreeSet<String> = answers.iter().flatten().flat_map(|answer| &answer.rates).map(|rate| rate.service.code.clone()).collect();
        let sum = whole(answers);
        let told: BTreeSet<String> = sum.rates.iter().map(|rate| rate.service.code.clone())
            .chain(sum.unavailable.iter().filter_map(|told| told.service.as_ref().map(|s| s.code.clone())))
            .collect();
        prop_assert_eq!(told, asked);
    }
}

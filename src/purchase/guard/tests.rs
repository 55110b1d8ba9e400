//! Prices, their age and their drift as arithmetic, without a carrier.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::price::Price;
use super::*;
use crate::model::{Currency, Moment, Service};
use crate::store::Instant;

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn price(total: &str, tax: Option<&str>, includes_tax: Option<bool>) -> Price {
    Price { total: money(total), tax: tax.map(money), includes_tax }
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn rate(valid_until: Option<&str>) -> Rate {
    let mut rate =
        Rate::new("sierra".parse().unwrap(), Service::new("24h", "Sierra 24"), money("5.95 EUR"));
    rate.valid_until = valid_until.map(|until| until.parse::<Moment>().unwrap());
    rate
}

const NOON: &str = "2026-11-24T12:00:00Z";

#[test]
fn a_price_of_this_moment_is_not_asked_again_and_one_of_an_hour_ago_or_of_no_told_age_is() {
    let asks = |quoted: Option<&str>| {
        Freshness::default().asks_again(&rate(None), quoted.map(at), at(NOON))
    };
    assert!(!asks(Some("2026-11-24T11:45:00Z")));
    assert!(asks(Some("2026-11-24T11:44:59Z")));
    assert!(asks(None));
    assert!(!asks(Some("2026-11-24T12:01:00Z")), "a clock that is a little ahead");
    assert!(asks(Some("2026-11-25T12:00:00Z")), "a clock that is wrong");
}

#[test]
fn a_price_past_its_validity_is_asked_again_however_young_it_is() {
    let asks =
        |until: &str| Freshness::default().asks_again(&rate(Some(until)), Some(at(NOON)), at(NOON));
    assert!(asks("2026-11-24T12:59:59+01:00"));
    assert!(!asks("2026-11-24T13:00:00+01:00"));
    // Somewhere it is 14 hours later by now.
    assert!(asks("2026-11-25T02:00:00"));
    assert!(!asks("2026-11-25T02:00:01"));
    assert!(asks("2026-11-24"));
    assert!(!asks("2026-11-25"));
}

#[test]
fn always_and_never_look_at_no_clock() {
    let asks = |fresh: Freshness| {
        fresh.asks_again(&rate(Some("2026-11-23T00:00:00Z")), Some(at(NOON)), at(NOON))
    };
    assert_eq!((asks(Freshness::Always), asks(Freshness::Never)), (true, false));
    let young = Freshness::Always.asks_again(&rate(None), Some(at(NOON)), at(NOON));
    assert!(young);
}

#[test]
fn the_default_lets_a_fuel_step_pass_and_no_more() {
    let allows = |chosen: &str, now: &str| Tolerance::default().allows(money(chosen), money(now));
    assert!(allows("8.40 EUR", "8.56 EUR"));
    assert!(!allows("8.40 EUR", "8.57 EUR"));
    assert!(allows("50.00 CAD", "51.00 CAD"));
    assert!(!allows("900.00 CAD", "901.01 CAD"), "two percent of a pallet is much");
    assert!(allows("10000 JPY", "10200 JPY"), "a currency without an amount has the percentage");
    assert!(allows("8.40 EUR", "3.00 EUR"));
    assert!(!Tolerance::none().allows(money("8.40 EUR"), money("8.41 EUR")));
    assert!(Tolerance::none().allows(money("8.40 EUR"), money("8.400 EUR")));
}

#[test]
fn prices_are_compared_on_one_side_of_the_tax_or_not_at_all() {
    let stops = |one: Price, other: Price| Tolerance::none().stops(&one, &other);
    let gross = price("12.10 EUR", Some("2.10 EUR"), Some(true));
    let net = price("10.00 EUR", None, Some(false));
    assert_eq!(stops(gross, net), None, "12.10 with 2.10 inside is 10.00 without");
    assert_eq!(stops(net, gross), None);
    let dearer = price("12.11 EUR", Some("2.10 EUR"), Some(true));
    assert_eq!(stops(net, dearer), Some(PriceChange::Dearer));
    let silent = price("9.00 EUR", None, None);
    assert_eq!(stops(gross, silent), Some(PriceChange::OtherTaxSide), "9.00 may lack the tax");
    assert_eq!(stops(silent, silent), None, "the same carrier means the same by saying nothing");
    let bare = price("12.10 EUR", None, Some(true));
    assert_eq!(stops(net, bare), Some(PriceChange::OtherTaxSide));
    let dollars = price("1.00 USD", None, Some(false));
    assert_eq!(stops(net, dollars), Some(PriceChange::OtherCurrency));
    let free = price("10.00 EUR", Some("0 EUR"), None);
    assert_eq!(stops(net, free), None, "free of tax is on both sides");
}

#[test]
fn a_label_is_dearer_when_it_cost_more_and_when_nobody_can_tell() {
    let net = price("10.00 EUR", None, Some(false));
    let paid = |paid: Price| Dearer::of(net, paid).map(|dearer| dearer.to_string());
    assert_eq!(paid(net), None);
    assert_eq!(paid(price("9.99 EUR", None, Some(false))), None);
    assert_eq!(
        paid(price("10.01 EUR", None, Some(false))).unwrap(),
        "it was quoted at 10.00 EUR without tax and cost 10.01 EUR without tax"
    );
    assert_eq!(paid(price("12.10 EUR", Some("2.10 EUR"), Some(true))), None);
    assert!(paid(price("12.10 EUR", None, Some(true))).is_some());
    assert!(paid(price("1.00 USD", None, Some(false))).is_some());
}

/// A count of cents as an amount, with more decimals than it needs.
fn cents(cents: i64, zeros: u32) -> Money {
    let mut amount = Decimal::new(cents, 2);
    amount.rescale(2 + zeros);
    Money::new(amount, Currency::EUR)
}

proptest! {
    /// Held against whole numbers that know nothing of decimals.
    #[test]
    fn a_rise_is_let_pass_exactly_up_to_both_bounds(
        chosen in 0_i64..1_000_000,
        rise in -5_000_i64..5_000,
        hundredths in 0_i64..2_000,
        most in proptest::option::of(0_i64..5_000),
        zeros in (0_u32..6, 0_u32..6),
    ) {
        let mut tolerance = Tolerance::percent(Decimal::new(hundredths, 2));
        if let Some(most) = most {
            tolerance = tolerance.at_most(cents(most, 0));
        }
        let percent = i128::from(rise) * 10_000 <= i128::from(chosen) * i128::from(hundredths);
        let expected = rise <= 0 || percent && most.is_none_or(|most| rise <= most);
        let allowed = tolerance.allows(cents(chosen, zeros.0), cents(chosen + rise, zeros.1));
        prop_assert_eq!(allowed, expected);
    }

    #[test]
    fn a_price_in_another_currency_is_never_let_pass(chosen in 0_i64..100_000, now in 0_i64..100_000) {
        let now = Money::from_minor(now, Currency::USD);
        prop_assert!(!Tolerance::percent(Decimal::ONE_HUNDRED).allows(cents(chosen, 0), now));
    }

    /// However the same two prices are told, with the tax inside or not, the answer is the same where the sides differ.
    #[test]
    fn the_side_that_a_price_is_told_on_does_not_matter(
        chosen in (0_i64..100_000, 0_i64..20_000),
        now in (0_i64..100_000, 0_i64..20_000),
        percent in 0_i64..10,
    ) {
        let tolerance = Tolerance::percent(percent.into());
        let told = |(net, tax): (i64, i64), inside: bool| Price {
            total: cents(if inside { net + tax } else { net }, 0),
            tax: Some(cents(tax, 0)),
            includes_tax: Some(inside),
        };
        let nets = tolerance.stops(&told(chosen, false), &told(now, false));
        prop_assert_eq!(tolerance.stops(&told(chosen, true), &told(now, false)), nets);
        prop_assert_eq!(tolerance.stops(&told(chosen, false), &told(now, true)), nets);
    }

    /// Nothing overflows into a purchase.
    #[test]
    fn amounts_beyond_counting_stop(mantissa in any::<i64>(), scale in 0_u32..28) {
        let huge = Money::new(Decimal::MAX, Currency::EUR);
        let odd = Money::new(Decimal::new(mantissa, scale).abs(), Currency::EUR);
        let dearer = Tolerance::percent(Decimal::MAX).allows(odd, huge);
        prop_assert!(!dearer);
    }
}

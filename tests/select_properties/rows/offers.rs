//! Prices, features, insurance, points and levels.

use arriero::model::{
    Address, Country, Cover, Currency, DeliversTo, Feature, FeatureOffer, Offer, PointKind, Rate,
    ServiceLevel, ServicePoint,
};
use arriero::select::{
    Constraint, Flag, Got, PointWish, Policy, Rules, ShortBy, Standing, TaxBasis, Verdict,
};

use super::{decide, reason, request, verdict};
use crate::scene::{money, plain};

fn rate(change: impl FnOnce(&mut Rate)) -> Rate {
    let mut rate = plain("a", "10.00 EUR");
    change(&mut rate);
    rate
}

fn cap(amount: &str, basis: TaxBasis) -> Constraint {
    Constraint::MaxPrice { amount: money(amount), basis }
}

fn cod(offer: Offer) -> FeatureOffer {
    FeatureOffer::new(Feature::Cod, offer)
}

#[test]
fn a_cap_on_a_side_that_is_not_told_is_unknown() {
    let silent = reason(rate(|_| ()), request(), cap("99.00 EUR", TaxBasis::Gross)).unwrap();
    assert_eq!((silent.verdict, silent.got), (Verdict::Unknown, Got::TaxNotTold));
}

#[test]
fn a_penalty_is_no_money_that_a_cap_counts() {
    let rules = Rules::new(Currency::EUR)
        .with(cap("10.00 EUR", TaxBasis::Net))
        .with_policy(Constraint::Feature(Feature::Cod), Policy::AtPrice(money("5.00 EUR")));
    let selection = decide(rate(|_| ()), request(), rules);
    assert!(matches!(selection.ranked[0].standing, Standing::Priced { .. }));
}

#[test]
fn a_tax_that_is_told_is_kept_and_only_the_fees_is_assumed() {
    let mut rules = Rules::new(Currency::EUR).with(Constraint::Feature(Feature::Cod));
    rules.basis = TaxBasis::Gross;
    rules.assumed_tax_ppm = Some(210_000);
    let taxed = rate(|rate| {
        rate.tax = Some(money("1.00 EUR"));
        rate.features = vec![cod(Offer::Offered { fee: Some(money("2.00 EUR")) })];
    });
    let selection = decide(taxed, request(), rules);
    assert_eq!(selection.ranked[0].price, money("13.42 EUR")); // 10.00 + 1.00 + 2.42
    assert!(selection.ranked[0].flags.contains(Flag::AssumedTax));
}

#[test]
fn a_tax_above_the_total_it_is_in_makes_no_price_below_nothing() {
    let absurd = rate(|rate| {
        rate.total_includes_tax = Some(true);
        rate.tax = Some(money("11.00 EUR"));
    });
    let mut out = decide(absurd, request(), Rules::new(Currency::EUR)).rejected;
    assert_eq!(out.pop().unwrap().reasons[0].got, Got::TaxNotTold);
}

#[test]
fn a_feature_that_cannot_be_had_fails_and_one_not_spoken_of_is_unknown() {
    let asked = Constraint::Feature(Feature::Cod);
    let refused =
        reason(rate(|rate| rate.features = vec![cod(Offer::No)]), request(), asked.clone())
            .unwrap();
    assert_eq!((refused.verdict, refused.got), (Verdict::Failed, Got::No));
    let silent = reason(rate(|_| ()), request(), asked).unwrap();
    assert_eq!((silent.verdict, silent.got), (Verdict::Unknown, Got::NotTold));
}

#[test]
fn insurance_that_can_be_bought_at_an_unknown_fee_is_unknown() {
    let covered = || {
        rate(|rate| {
            rate.cover =
                Some(Cover::included(money("50.00 EUR")).and_up_to(money("300.00 EUR"), None));
        })
    };
    let to = |sum: &str| Constraint::InsuredTo(money(sum));
    let unknown = reason(covered(), request(), to("300.00 EUR")).unwrap();
    assert_eq!((unknown.verdict, unknown.got), (Verdict::Unknown, Got::FeeNotTold));
    assert_eq!(verdict(covered(), request(), to("50.00 EUR")), Verdict::Passed);
    let short = reason(covered(), request(), to("351.00 EUR")).unwrap();
    assert_eq!(short.short_by, Some(ShortBy::Money(money("1.00 EUR"))));
}

#[test]
fn insurance_in_a_currency_without_the_pair_or_not_spoken_of_is_unknown() {
    let asked = || Constraint::InsuredTo(money("1.00 EUR"));
    let foreign = rate(|rate| rate.cover = Some(Cover::included(money("320.00 USD"))));
    let reason = reason(foreign, request(), asked()).unwrap();
    assert_eq!(reason.got, Got::NoExchange(Currency::USD, Currency::EUR));
    assert_eq!(reason.verdict, Verdict::Unknown);
    assert_eq!(verdict(rate(|_| ()), request(), asked()), Verdict::Unknown);
}

fn to_point(id: &str, kind: PointKind) -> Rate {
    rate(|rate| {
        let mut point = ServicePoint::new(id, Address::new(Country::PT));
        point.kind = kind;
        rate.delivers_to = Some(DeliversTo::Point(Box::new(point)));
    })
}

fn to_network(kind: Option<PointKind>) -> Rate {
    rate(|rate| rate.delivers_to = Some(DeliversTo::Network { kind }))
}

#[test]
fn this_point_is_that_point_and_no_other() {
    let this = || Constraint::ServicePoint(PointWish::This("P77".into()));
    assert_eq!(verdict(to_point("P77", PointKind::Shop), request(), this()), Verdict::Passed);
    assert_eq!(verdict(to_point("P78", PointKind::Shop), request(), this()), Verdict::Failed);
    assert_eq!(verdict(to_network(Some(PointKind::Shop)), request(), this()), Verdict::Unknown);
    assert_eq!(verdict(rate(|_| ()), request(), this()), Verdict::Unknown);
}

#[test]
fn any_point_of_a_kind_is_a_named_one_of_that_kind() {
    let locker = || Constraint::ServicePoint(PointWish::Any(vec![PointKind::Locker]));
    assert_eq!(verdict(to_point("P77", PointKind::Locker), request(), locker()), Verdict::Passed);
    assert_eq!(verdict(to_point("P77", PointKind::Shop), request(), locker()), Verdict::Failed);
    assert_eq!(verdict(to_network(Some(PointKind::Locker)), request(), locker()), Verdict::Unknown);
    assert_eq!(verdict(to_network(Some(PointKind::Shop)), request(), locker()), Verdict::Failed);
    assert_eq!(verdict(to_network(None), request(), locker()), Verdict::Unknown);
}

#[test]
fn a_point_whose_kind_is_not_told_may_be_of_any() {
    let locker = Constraint::ServicePoint(PointWish::Any(vec![PointKind::Locker]));
    let silent = reason(to_point("P77", PointKind::Other), request(), locker).unwrap();
    assert_eq!((silent.verdict, silent.got), (Verdict::Unknown, Got::NotTold));
}

#[test]
fn a_service_of_unknown_level_may_be_of_any_and_a_known_one_is_listed_or_not() {
    let express = || Constraint::Levels(vec![ServiceLevel::Express]);
    let of = |level| rate(|rate| rate.service.level = level);
    assert_eq!(verdict(of(ServiceLevel::Unknown), request(), express()), Verdict::Unknown);
    assert_eq!(verdict(of(ServiceLevel::Economy), request(), express()), Verdict::Failed);
    assert_eq!(verdict(of(ServiceLevel::Express), request(), express()), Verdict::Passed);
}

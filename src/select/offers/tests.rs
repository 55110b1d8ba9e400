//! Checkouts worked by hand: the prices to the cent, and each reason to hide an option.
//!
//! Unless said: ordered Monday 23 November 2026 at 10:00 in Madrid, cut-off 17:00, to Lisbon; costs in net euros; the shop
//! shows prices with 21 % tax.

use std::sync::Arc;

use super::*;
use crate::calendar::CutOff;
use crate::model::{
    Address, CarrierId, Country, Cover, Currency, DeliversTo, Feature, FeatureOffer, Money,
    Offer as FeatureIs, PointKind, Service, ServiceLevel, ServicePoint,
};
use crate::select::{Constraint, ConstraintName, PickUp, Site, TaxBasis};

mod check;
mod promise;
mod properties;

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn request() -> Request {
    let cut_off = CutOff::new("17:00:00".parse().unwrap(), "Europe/Madrid".parse().unwrap());
    Request::new(
        "2026-11-23T10:00:00+01:00".parse().unwrap(),
        "2026-11-23".parse().unwrap(),
        Site::in_region(Country::ES, "MD"),
        Site::new(Country::PT),
    )
    .ready_at("10:00:00".parse().unwrap())
    .picked_up(PickUp::until(cut_off))
}

fn rate(carrier: &str, total: &str, arrival: Option<&str>) -> Rate {
    let service = Service::new("std", "Standard").with_level(ServiceLevel::Standard);
    let mut rate = Rate::new(CarrierId::new(carrier).unwrap(), service, money(total));
    rate.total_includes_tax = Some(false);
    rate.delivers_to = Some(DeliversTo::Address);
    rate.delivery.date = arrival.map(|date| date.parse().unwrap());
    rate
}

/// 8.40, there on Wednesday 25.
fn b() -> Rate {
    rate("b", "8.40 EUR", Some("2026-11-25"))
}

/// Made of the rates of one carrier.
fn option(id: &str, carrier: &str) -> ShopOption {
    let mut option = ShopOption::new(id).titled(Language::En, id);
    option.belongs.carriers = vec![carrier.to_owned()];
    option
}

fn shop(options: Vec<ShopOption>) -> Shop {
    let mut shop = Shop::new(Currency::EUR, vec![Language::En], ShopTax::gross(21.into()));
    shop.options = options;
    shop
}

fn basket() -> Basket {
    Basket::gross(money("40.00 EUR"))
}

fn show_to(rates: Vec<Rate>, request: &Request, basket: &Basket, shop: &Shop) -> Offers {
    let rates: Vec<_> = rates.into_iter().map(Arc::new).collect();
    offers(&rates, request, basket, shop, Language::En).unwrap()
}

fn show(rates: Vec<Rate>, shop: &Shop) -> Offers {
    show_to(rates, &request(), &basket(), shop)
}

fn shown(offers: &Offers) -> Vec<&str> {
    offers.offers.iter().map(|offer| offer.id.as_str()).collect()
}

fn prices(offer: &Offer) -> Vec<String> {
    offer.price_steps.iter().map(|step| step.price.amount().to_string()).collect()
}

fn why<'o>(offers: &'o Offers, id: &str) -> &'o HiddenReason {
    let hidden = offers.hidden.iter().find(|hidden| hidden.id == id);
    &hidden.unwrap_or_else(|| panic!("{id} is not hidden")).reason
}

/// Example 35: + 12 %, + 0.30, 21 % tax, ends in .95, free from 60.00 on.
fn rule_of_example_35() -> PriceRule {
    PriceRule {
        percent: 12.into(),
        fixed: Some(money("0.30 EUR")),
        charm: Some(Charm::up(".95")),
        free_above: Some(FreeAbove {
            basket: money("60.00 EUR"),
            basis: TaxBasis::Gross,
            absorb_at_most: None,
        }),
        ..PriceRule::default()
    }
}

#[test]
fn e35_the_price_is_made_in_the_order_of_the_rule_each_step_rounded() {
    let shop = shop(vec![option("standard", "b").priced(rule_of_example_35())]);
    let pays = |worth: &str| {
        show_to(vec![b()], &request(), &Basket::gross(money(worth)), &shop).offers.remove(0)
    };
    let below = pays("59.99 EUR");
    assert_eq!(prices(&below), ["8.40", "9.41", "9.71", "11.75", "11.95"]);
    assert_eq!(
        (below.price, below.cost, below.absorbs),
        (money("11.95 EUR"), Some(money("8.40 EUR")), None)
    );
    let free = pays("60.00 EUR");
    assert_eq!((free.price, free.absorbs), (money("0.00 EUR"), Some(money("8.40 EUR"))));
    assert_eq!(free.price_steps.last().unwrap().to_string(), "free from 60.00 EUR on: 0.00 EUR");
}

#[test]
fn e36_of_two_that_are_equal_the_one_listed_first_is_shown() {
    let shop = shop(vec![option("express", "a"), option("standard", "b")]);
    let other = rate("a", "8.40 EUR", Some("2026-11-25"));
    let offers = show(vec![b(), other], &shop);
    assert_eq!(shown(&offers), ["express"]);
    assert_eq!(*why(&offers, "standard"), HiddenReason::Dominated { by: "express".into() });
}

#[test]
fn an_option_costs_what_its_best_rate_costs_with_the_tax_of_the_shop() {
    let shop = shop(vec![ShopOption::new("any").titled(Language::En, "Any")]);
    let offers = show(vec![b(), rate("a", "6.90 EUR", Some("2026-11-27"))], &shop);
    assert_eq!(offers.offers[0].price, money("8.35 EUR")); // 6.90 × 1.21 = 8.349
    assert_eq!(offers.offers[0].rate.as_ref().unwrap().carrier.as_str(), "a");
}

#[test]
fn a_shop_that_cannot_recover_tax_and_shows_prices_without_it_takes_it_out() {
    let mut shop = shop(vec![option("standard", "b")]);
    shop.cost_basis = TaxBasis::Gross;
    shop.tax = ShopTax { basis: TaxBasis::Net, percent: 21.into() };
    let with_tax = b().net_of(money("1.76 EUR"));
    let offer = show(vec![with_tax], &shop).offers.remove(0);
    assert_eq!(prices(&offer), ["10.16", "8.40"]); // 10.16 ÷ 1.21 = 8.3967
}

#[test]
fn a_flat_price_stands_in_for_the_cost_and_the_rest_is_done_to_it_too() {
    let rule = PriceRule { flat: Some(money("4.00 EUR")), ..rule_of_example_35() };
    let offer = show(vec![b()], &shop(vec![option("standard", "b").priced(rule)])).offers.remove(0);
    assert_eq!(prices(&offer), ["4.00", "4.48", "4.78", "5.78", "5.95"]);
    assert_eq!(offer.cost, Some(money("8.40 EUR")));
}

#[test]
fn a_price_is_lowered_to_its_max_raised_to_its_min_and_never_below_nothing() {
    let price = |rule: PriceRule| {
        show(vec![b()], &shop(vec![option("standard", "b").priced(rule)])).offers[0].price
    };
    let rule = PriceRule::default;
    assert_eq!(price(PriceRule { max: Some(money("9.95 EUR")), ..rule() }), money("9.95 EUR"));
    assert_eq!(price(PriceRule { min: Some(money("12.95 EUR")), ..rule() }), money("12.95 EUR"));
    assert_eq!(price(PriceRule { fixed: Some(money("-20.00 EUR")), ..rule() }), money("0.00 EUR"));
}

#[test]
fn the_nearest_ending_may_be_below_a_tie_goes_up_and_nothing_becomes_free() {
    let charmed = |ending: &str, currency, minor| {
        price::Ending::read(ending, currency).unwrap().charmed(minor, true)
    };
    assert_eq!(charmed(".95", Currency::EUR, 1_010), 995);
    assert_eq!(charmed(".50", Currency::EUR, 1_000), 1_050);
    assert_eq!(charmed(".00", Currency::EUR, 30), 100);
    assert_eq!(charmed("980", Currency::JPY, 1_250), 980);
    assert_eq!(charmed(".950", Currency::KWD, 1_100), 950);
}

#[test]
fn more_than_the_shop_takes_on_is_not_free_and_the_steps_say_so() {
    let mut rule = rule_of_example_35();
    let basket = Basket::gross(money("90.00 EUR"));
    let mut pays = |most: &str| {
        rule.free_above.as_mut().unwrap().absorb_at_most = Some(money(most));
        let shop = shop(vec![option("standard", "b").priced(rule.clone())]);
        show_to(vec![b()], &request(), &basket, &shop).offers.remove(0)
    };
    assert_eq!(pays("8.40 EUR").price, money("0.00 EUR"));
    let dear = pays("8.39 EUR");
    assert_eq!((dear.price, dear.absorbs), (money("11.95 EUR"), None));
    assert!(matches!(dear.price_steps.last().unwrap().step, Step::NotFree { .. }));
}

#[test]
fn a_fee_of_a_feature_that_the_option_is_about_is_in_its_cost() {
    let cod = Feature::Cod;
    let mut with_fee = b();
    let fee = Some(money("1.60 EUR"));
    with_fee.features = vec![FeatureOffer::new(cod, FeatureIs::Offered { fee })];
    let mut option = option("cod", "b");
    option.belongs.features = vec![cod];
    let offers = show(vec![with_fee, rate("b", "1.00 EUR", None)], &shop(vec![option]));
    assert_eq!(offers.offers[0].cost, Some(money("10.00 EUR")));
    assert!(offers.offers[0].selection.rejected.is_empty(), "the silent rate does not belong");
}

#[test]
fn without_a_rate_that_qualifies_an_option_is_hidden_with_the_reasons_of_all() {
    let by_tuesday = Constraint::arrive_by("2026-11-24".parse().unwrap());
    let shop = shop(vec![option("express", "b").asking(by_tuesday)]);
    let offers = show(vec![b()], &shop);
    let HiddenReason::NothingQualifies(selection) = why(&offers, "express") else { panic!() };
    assert_eq!(selection.rejected[0].reasons[0].constraint, ConstraintName::ArriveBy);
    assert_eq!(
        why(&offers, "express").to_string(),
        "nothing qualifies: b std: arrives 2026-11-25, wanted by 2026-11-24: 1 day late"
    );
}

#[test]
fn without_a_rate_that_belongs_there_is_no_offer_and_no_price() {
    let offers = show(vec![b()], &shop(vec![option("standard", "nobody")]));
    assert_eq!(why(&offers, "standard").to_string(), "no rate belongs to it");
    assert!(offers.offers.is_empty());
}

#[test]
fn a_last_resort_is_shown_only_by_an_option_that_allows_it() {
    let by_friday = Constraint::arrive_by("2026-11-27".parse().unwrap());
    let mut option = option("standard", "d").asking(by_friday);
    let unsure = || vec![rate("d", "5.60 EUR", None)];
    let strict = show(unsure(), &shop(vec![option.clone()]));
    let HiddenReason::LastResort { unknown, .. } = why(&strict, "standard") else { panic!() };
    assert_eq!(*unknown, [ConstraintName::ArriveBy]);
    option.last_resort = true;
    let lenient = show(unsure(), &shop(vec![option]));
    assert_eq!((shown(&lenient), lenient.offers[0].promise), (vec!["standard"], None));
}

#[test]
fn a_basket_outside_hides_and_both_ends_are_inside() {
    let mut option = option("standard", "b");
    option.limits.basket = Some(BasketLimit {
        from: Some(money("20.00 EUR")),
        to: Some(money("50.00 EUR")),
        basis: TaxBasis::Gross,
    });
    let shop = shop(vec![option]);
    for (worth, is_shown) in
        [("19.99 EUR", false), ("20.00 EUR", true), ("50.00 EUR", true), ("50.01 EUR", false)]
    {
        let offers = show_to(vec![b()], &request(), &Basket::gross(money(worth)), &shop);
        assert_eq!(offers.offers.len() == 1, is_shown, "{worth}");
        assert!(is_shown || matches!(why(&offers, "standard"), HiddenReason::Basket { .. }));
    }
}

#[test]
fn a_weight_outside_or_not_told_hides() {
    let mut option = option("standard", "b");
    option.limits.weight = Some(WeightLimit { from: None, to: "20 kg".parse().ok() });
    let shop = shop(vec![option]);
    let at = |weight: &str| {
        let basket = basket().weighing(weight.parse().unwrap());
        show_to(vec![b()], &request(), &basket, &shop)
    };
    assert_eq!(shown(&at("20 kg")), ["standard"]);
    assert_eq!(
        why(&at("20.001 kg"), "standard").to_string(),
        "the parcels weigh 20.001 kg, shown up to 20 kg"
    );
    assert!(matches!(
        why(&show(vec![b()], &shop), "standard"),
        HiddenReason::Weight { weight: None, .. }
    ));
}

#[test]
fn a_destination_outside_hides_and_a_bar_beats_an_allowance() {
    let mut option = option("standard", "b");
    option.limits.destination = Some(DestinationLimit {
        only: vec!["ES".parse().unwrap()],
        never: vec!["ES-CN".parse().unwrap()],
    });
    let shop = shop(vec![option]);
    let to = |site: Site| {
        let request = Request { destination: site, ..request() };
        show_to(vec![b()], &request, &basket(), &shop)
    };
    assert_eq!(shown(&to(Site::in_region(Country::ES, "CT"))), ["standard"]);
    let canaries = to(Site::in_region(Country::ES, "CN"));
    assert_eq!(why(&canaries, "standard").to_string(), "not for ES-CN");
    let lisbon = to(Site::new(Country::PT));
    assert!(matches!(why(&lisbon, "standard"), HiddenReason::Destination { region: None, .. }));
}

#[test]
fn an_offer_dearer_than_its_option_may_be_is_hidden_with_both_sums() {
    let mut option = option("standard", "b");
    option.limits.max_price = Some(money("10.16 EUR")); // 8.40 × 1.21 = 10.164
    assert_eq!(shown(&show(vec![b()], &shop(vec![option.clone()]))), ["standard"]);
    option.limits.max_price = Some(money("10.15 EUR"));
    let offers = show(vec![b()], &shop(vec![option]));
    assert_eq!(why(&offers, "standard").to_string(), "10.16 EUR is more than 10.15 EUR");
}

#[test]
fn an_option_of_the_same_rate_as_an_earlier_one_is_hidden() {
    let shop = shop(vec![option("first", "b"), ShopOption::new("any").titled(Language::En, "Any")]);
    let offers = show(vec![b()], &shop);
    assert_eq!(*why(&offers, "any"), HiddenReason::SameRate { option: "first".into() });
}

#[test]
fn the_same_rate_with_a_signature_bought_is_another_offer() {
    let signature: Feature = "signature_any".parse().unwrap();
    let mut rate = b();
    let fee = Some(money("1.00 EUR"));
    rate.features = vec![FeatureOffer::new(signature, FeatureIs::Offered { fee })];
    let signed = option("signed", "b").asking(Constraint::Feature(signature));
    let offers = show(vec![rate], &shop(vec![option("plain", "b"), signed]));
    assert_eq!(shown(&offers), ["plain", "signed"]);
}

#[test]
fn an_option_that_is_dearer_and_later_is_dominated_wherever_it_stands() {
    let slow = rate("a", "9.00 EUR", Some("2026-11-26"));
    let offers = show(vec![slow, b()], &shop(vec![option("slow", "a"), option("good", "b")]));
    assert_eq!(*why(&offers, "slow"), HiddenReason::Dominated { by: "good".into() });
}

#[test]
fn what_is_earlier_or_has_a_feature_more_is_not_dominated() {
    let earlier = rate("a", "9.00 EUR", Some("2026-11-24"));
    let mut tracked = rate("c", "9.00 EUR", Some("2026-11-25"));
    tracked.features = vec![FeatureOffer::new(Feature::Tracked, FeatureIs::Included)];
    let shop = shop(vec![option("b", "b"), option("earlier", "a"), option("tracked", "c")]);
    assert_eq!(shown(&show(vec![b(), earlier, tracked], &shop)), ["b", "earlier", "tracked"]);
}

#[test]
fn a_guarantee_or_a_cover_more_is_not_dominated_by_a_lower_price() {
    let mut guaranteed = rate("a", "9.00 EUR", Some("2026-11-25"));
    guaranteed.delivery.guaranteed = Some(true);
    let mut insured = rate("c", "9.00 EUR", Some("2026-11-25"));
    insured.cover = Some(Cover::included(money("50.00 EUR")));
    let shop = shop(vec![option("b", "b"), option("sure", "a"), option("insured", "c")]);
    assert_eq!(shown(&show(vec![b(), guaranteed, insured], &shop)), ["b", "sure", "insured"]);
}

#[test]
fn a_locker_is_another_thing_than_a_door_and_dominates_none() {
    let mut locker = rate("a", "3.00 EUR", Some("2026-11-25"));
    let mut point = ServicePoint::new("P77", Address::new(Country::PT));
    point.kind = PointKind::Locker;
    locker.delivers_to = Some(DeliversTo::Point(Box::new(point)));
    let mut to_point = ShopOption::new("locker").titled(Language::En, "Locker");
    to_point.belongs.to = Some(DeliveryPlace::Points(vec![PointKind::Locker]));
    let mut to_door = ShopOption::new("door").titled(Language::En, "Door");
    to_door.belongs.to = Some(DeliveryPlace::Address);
    let offers = show(vec![b(), locker], &shop(vec![to_point, to_door]));
    assert_eq!(shown(&offers), ["locker", "door"]);
}

#[test]
fn an_arrival_that_nobody_knows_neither_dominates_nor_is_dominated() {
    let unknown = |carrier| rate(carrier, "5.60 EUR", None);
    let shop = shop(vec![option("b", "b"), option("d", "d"), option("e", "e")]);
    assert_eq!(shown(&show(vec![b(), unknown("d"), unknown("e")], &shop)), ["b", "d", "e"]);
}

#[test]
fn when_all_are_hidden_the_fallback_is_shown_at_the_shops_own_price_and_says_why() {
    let flat = PriceRule { flat: Some(money("4.95 EUR")), ..PriceRule::default() };
    let shop = shop(vec![option("express", "a"), option("standard", "b").priced(flat)])
        .falling_back_to("standard");
    let offers = show(Vec::new(), &shop);
    let offer = &offers.offers[0];
    assert_eq!(
        (offer.price, &offer.rate, offer.promise),
        (money("5.99 EUR"), &None, None) // 4.95 × 1.21 = 5.9895
    );
    assert!(matches!(offer.fallback, Some(HiddenReason::NothingQualifies(_))));
    assert_eq!(offers.hidden.len(), 1);
}

#[test]
fn a_fallback_without_a_rate_and_without_a_price_of_its_own_shows_nothing() {
    let shop = shop(vec![option("standard", "b")]).falling_back_to("standard");
    let offers = show(Vec::new(), &shop);
    assert_eq!((offers.offers.len(), offers.hidden.len()), (0, 1));
}

#[test]
fn a_fallback_may_be_a_last_resort_but_stays_inside_its_limits() {
    let by_friday = Constraint::arrive_by("2026-11-27".parse().unwrap());
    let mut option = option("standard", "d").asking(by_friday);
    let unsure = || vec![rate("d", "5.60 EUR", None)];
    let fallback = |option: &ShopOption| shop(vec![option.clone()]).falling_back_to("standard");
    let offers = show(unsure(), &fallback(&option));
    assert!(matches!(offers.offers[0].fallback, Some(HiddenReason::LastResort { .. })));
    option.limits.destination =
        Some(DestinationLimit { only: vec!["ES".parse().unwrap()], never: Vec::new() });
    assert!(show(unsure(), &fallback(&option)).offers.is_empty());
}

#[test]
fn a_fallback_may_be_dearer_than_the_option_is_shown_otherwise() {
    let mut option = option("standard", "b");
    option.limits.max_price = Some(money("5.00 EUR"));
    let offers = show(vec![b()], &shop(vec![option]).falling_back_to("standard"));
    assert!(matches!(offers.offers[0].fallback, Some(HiddenReason::Price { .. })));
}

#[test]
fn a_fallback_is_not_needed_where_something_is_shown() {
    let shop =
        shop(vec![option("express", "a"), option("standard", "b")]).falling_back_to("express");
    let offers = show(vec![b()], &shop);
    assert_eq!((shown(&offers), &offers.offers[0].fallback), (vec!["standard"], &None));
}

#[test]
fn a_language_that_the_shop_does_not_speak_is_answered_in_its_first() {
    let rates = [Arc::new(b())];
    let shop = shop(vec![option("standard", "b")]);
    let offers = offers(&rates, &request(), &basket(), &shop, Language::Pt).unwrap();
    assert_eq!(offers.language, Language::En);
    assert_eq!(offers.offers[0].promise_text.as_deref(), Some("by Wed 25 Nov"));
}

#[test]
fn offers_can_be_stored_and_read_again() {
    let shop = shop(vec![
        option("standard", "b").priced(rule_of_example_35()),
        option("express", "nobody"),
    ]);
    let offers = show(vec![b()], &shop);
    let text = serde_json::to_string(&offers).unwrap();
    assert_eq!(serde_json::from_str::<Offers>(&text).unwrap(), offers);
}

//! What holds for every price, basket and order of rates.

use proptest::prelude::*;

use super::*;

/// One unit of the ending: a whole of the currency, or what the digits tell.
const CHARMS: [(&str, Currency, i64); 6] = [
    (".95", Currency::EUR, 100),
    (".00", Currency::EUR, 100),
    (".99", Currency::USD, 100),
    (".950", Currency::KWD, 1_000),
    ("80", Currency::JPY, 100),
    ("980", Currency::JPY, 1_000),
];

fn sum(minor: i64) -> Money {
    Money::from_minor(minor, Currency::EUR)
}

prop_compose! {
    fn some_rate()(
        carrier in 0_usize..3,
        code in 0_u8..8,
        cost in 0_i64..8,
        day in prop::option::of(24_u32..28),
        to_point in any::<bool>(),
        tracked in any::<bool>(),
    ) -> Rate {
        let day = day.map(|day| format!("2026-11-{day}"));
        let carrier = ["a", "b", "c"][carrier];
        let mut rate = rate(carrier, &sum(cost * 250).to_string(), day.as_deref());
        rate.service.code = code.to_string();
        if to_point {
            rate.delivers_to = Some(DeliversTo::Network { kind: None });
        }
        if tracked {
            rate.features.push(FeatureOffer::new(Feature::Tracked, FeatureIs::Included));
        }
        rate
    }
}

prop_compose! {
    fn some_rule()(
        flat in prop::option::of(0_i64..1_500),
        percent in -100_i64..200,
        fixed in prop::option::of(-500_i64..500),
        clamp in prop::option::of(0_i64..20),
        charm in prop::option::of(any::<bool>()),
        free in prop::option::of((0_i64..8, prop::option::of(0_i64..1_500))),
    ) -> PriceRule {
        PriceRule {
            flat: flat.map(sum),
            percent: percent.into(),
            fixed: fixed.map(sum),
            min: clamp.map(|min| sum(min * 100 + 95)),
            max: clamp.map(|min| sum(min * 100 + 595)),
            charm: charm.map(|nearest| Charm { ending: ".95".into(), nearest }),
            free_above: free.map(|(basket, most)| FreeAbove {
                basket: sum(basket * 1_000),
                basis: TaxBasis::Gross,
                absorb_at_most: most.map(sum),
            }),
        }
    }
}

prop_compose! {
    fn some_option()(
        carrier in prop::option::of(0_usize..3),
        rule in some_rule(),
        by in prop::option::of(24_u32..28),
        limit in prop::option::of(0_i64..8),
        max_price in prop::option::of(0_i64..3_000),
        last_resort in any::<bool>(),
    ) -> ShopOption {
        let mut option = ShopOption::new("").titled(Language::En, "Title").priced(rule);
        option.belongs.carriers = carrier.map(|index| ["a", "b", "c"][index].to_owned()).into_iter().collect();
        if let Some(day) = by {
            option = option.asking(Constraint::arrive_by(format!("2026-11-{day}").parse().unwrap()));
        }
        let gross = TaxBasis::Gross;
        option.limits.basket = limit.map(|from| BasketLimit { from: Some(sum(from * 1_000)), to: None, basis: gross });
        option.limits.max_price = max_price.map(sum);
        option.last_resort = last_resort;
        option
    }
}

prop_compose! {
    fn some_shop()(
        mut options in prop::collection::vec(some_option(), 1..4),
        fallback in any::<bool>(),
    ) -> Shop {
        for (index, option) in options.iter_mut().enumerate() {
            option.id = index.to_string();
        }
        let shop = shop(options);
        if fallback { shop.falling_back_to("0") } else { shop }
    }
}

fn some_rates() -> impl Strategy<Value = Vec<Rate>> {
    prop::collection::vec(some_rate(), 0..6)
}

/// A basket worth so many tens of euros: the steps of the thresholds, and between them.
fn worth(step: i64) -> Basket {
    Basket::gross(sum(step * 500))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn p22_a_charmed_price_is_not_below_and_less_than_a_unit_above_and_stays(
        charm in prop::sample::select(CHARMS.to_vec()),
        minor in prop_oneof![0_i64..3_000, 0_i64..1 << 40],
    ) {
        let (digits, currency, unit) = charm;
        let ending = price::Ending::read(digits, currency).unwrap();
        let charmed = ending.charmed(minor, false);
        prop_assert!(charmed >= minor && charmed < minor + unit);
        prop_assert_eq!(ending.charmed(charmed, false), charmed);
        prop_assert_eq!(minor == 0, charmed == 0);
    }

    #[test]
    fn the_nearest_charmed_price_is_at_most_half_a_unit_away_or_the_first_there_is(
        charm in prop::sample::select(CHARMS.to_vec()),
        minor in 1_i64..5_000,
    ) {
        let (digits, currency, unit) = charm;
        let ending = price::Ending::read(digits, currency).unwrap();
        let nearest = ending.charmed(minor, true);
        let is_first = nearest <= unit && nearest >= minor;
        prop_assert!(nearest > 0 && ((nearest - minor).abs() * 2 <= unit || is_first));
        prop_assert_eq!(ending.charmed(nearest, true), nearest);
    }

    #[test]
    fn p23_a_larger_basket_never_pays_more_for_an_option_that_stays_shown(
        rates in some_rates(),
        shop in some_shop(),
        small in 0_i64..18,
        more in 0_i64..18,
    ) {
        let pays = |step: i64| show_to(rates.clone(), &request(), &worth(step), &shop).offers;
        let larger = pays(small + more);
        for offer in pays(small) {
            if let Some(same) = larger.iter().find(|other| other.id == offer.id) {
                prop_assert!(same.price.amount() <= offer.price.amount());
            }
        }
    }
}

proptest! {
    #[test]
    fn the_order_of_the_rates_changes_nothing(
        (rates, shuffled) in some_rates().prop_flat_map(|rates| (Just(rates.clone()), Just(rates).prop_shuffle())),
        shop in some_shop(),
        step in 0_i64..18,
    ) {
        let answer = |rates: Vec<Rate>| {
            serde_json::to_string(&show_to(rates, &request(), &worth(step), &shop)).unwrap()
        };
        prop_assert_eq!(answer(rates), answer(shuffled));
    }

    #[test]
    fn every_option_is_shown_or_hidden_once_in_the_order_of_the_shop(
        rates in some_rates(),
        shop in some_shop(),
        step in 0_i64..18,
    ) {
        let offers = show_to(rates, &request(), &worth(step), &shop);
        let hidden: Vec<_> = offers.hidden.iter().map(|hidden| hidden.id.as_str()).collect();
        let mut all = [shown(&offers), hidden.clone()].concat();
        prop_assert!(shown(&offers).is_sorted() && hidden.is_sorted());
        all.sort_unstable();
        let ids: Vec<_> = shop.options.iter().map(|option| option.id.as_str()).collect();
        prop_assert_eq!(all, ids);
    }

    #[test]
    fn what_dominates_another_is_shown(
        rates in some_rates(),
        shop in some_shop(),
        step in 0_i64..18,
    ) {
        let offers = show_to(rates, &request(), &worth(step), &shop);
        for hidden in &offers.hidden {
            if let HiddenReason::Dominated { by } = &hidden.reason {
                prop_assert!(shown(&offers).contains(&by.as_str()));
            }
        }
    }

    #[test]
    fn the_last_step_of_a_price_is_the_price(
        rates in some_rates(),
        shop in some_shop(),
        step in 0_i64..18,
    ) {
        for offer in show_to(rates, &request(), &worth(step), &shop).offers {
            prop_assert_eq!(offer.price_steps.last().map(|step| step.price), Some(offer.price));
            prop_assert!(!offer.price.is_negative());
        }
    }
}

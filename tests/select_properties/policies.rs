//! What a missing fact means: out, behind all others, or dearer.

use arriero::model::{Currency, Money};
use arriero::select::{
    Asked, Constraint, Objective, ObjectiveUnknown, Policy, Ranked, Standing, ValidityPolicy,
};
use proptest::prelude::*;

use crate::generators::{constraint, scene};
use crate::scene::{Scene, cases};

fn all(scene: &Scene, policy: Policy) -> Scene {
    let mut scene = scene.clone();
    for asked in &mut scene.rules.constraints {
        asked.unknown = Some(policy);
    }
    scene
}

fn is_proven(ranked: &Ranked) -> bool {
    ranked.standing == Standing::Proven
}

fn at_price(minor: i64) -> Policy {
    Policy::AtPrice(Money::from_minor(minor, Currency::EUR))
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn where_the_unknown_is_rejected_all_that_is_ranked_is_proven(scene in scene()) {
        let mut strict = all(&scene, Policy::Reject);
        strict.rules.validity_unknown = ValidityPolicy::Reject;
        strict.rules.objective_unknown = ObjectiveUnknown::Reject;
        prop_assert!(strict.select().ranked.iter().all(is_proven));
    }

    #[test]
    fn where_the_unknown_is_a_last_resort_a_proven_rate_wins(scene in scene()) {
        let mut lenient = all(&scene, Policy::LastResort);
        lenient.rules.validity_unknown = ValidityPolicy::LastResort;
        let ranked = lenient.select().ranked;
        let proven = ranked.iter().take_while(|ranked| is_proven(ranked)).count();
        prop_assert!(!ranked.iter().skip(proven).any(is_proven));
    }

    #[test]
    fn at_no_price_the_unknown_loses_every_tie(scene in scene()) {
        let ranked = all(&scene, at_price(0)).select().ranked;
        if let Some(first) = ranked.first().filter(|first| first.value.is_some()) {
            let tied = |other: &&Ranked| other.value == first.value && is_proven(other);
            prop_assert!(is_proven(first) || !ranked.iter().any(|other| tied(&other)));
        }
    }

    #[test]
    fn beyond_all_prices_the_unknown_is_a_last_resort(scene in scene(), constraint in constraint()) {
        let mut scene = scene;
        scene.rules.objective = Objective::Cheapest;
        scene.rules.validity_unknown = ValidityPolicy::Admit;
        scene.rules.constraints = vec![Asked { constraint, unknown: None }];
        let dear = all(&scene, at_price(100_000_000)).select();
        prop_assert_eq!(dear.chosen, all(&scene, Policy::LastResort).select().chosen);
    }

    #[test]
    fn what_is_paid_does_not_depend_on_the_policy(scene in scene()) {
        let priced = all(&scene, at_price(500)).select().ranked;
        for one in all(&scene, Policy::LastResort).select().ranked {
            let other = priced.iter().find(|other| other.rate == one.rate);
            prop_assert_eq!(other.map(|other| other.price), Some(one.price));
        }
    }

    #[test]
    fn a_default_policy_is_the_one_the_constraint_names(scene in scene()) {
        let mut told = scene.clone();
        for asked in &mut told.rules.constraints {
            asked.unknown.get_or_insert(Constraint::default_policy(&asked.constraint));
        }
        prop_assert_eq!(told.select().ranked, scene.select().ranked);
    }
}

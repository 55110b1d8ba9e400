//! The choice does not depend on what should not decide it: order, bystanders, the way it is asked.

use std::sync::Arc;

use arriero::model::Rate;
use arriero::select::{Advice, Chooser, Digest, Selection};
use proptest::prelude::*;

use crate::generators::{rate, scene};
use crate::scene::{Scene, cases, shared};

fn shuffled() -> impl Strategy<Value = (Scene, Scene)> {
    scene().prop_flat_map(|scene| {
        let rates = Just(scene.rates.clone()).prop_shuffle();
        let constraints = Just(scene.rules.constraints.clone()).prop_shuffle();
        (Just(scene), rates, constraints).prop_map(|(scene, rates, constraints)| {
            let mut other = Scene { rates, ..scene.clone() };
            other.rules.constraints = constraints;
            (scene, other)
        })
    })
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn the_order_of_rates_and_of_constraints_changes_no_byte((scene, other) in shuffled()) {
        let text = |scene: &Scene| serde_json::to_string(&scene.select()).unwrap();
        prop_assert_eq!(text(&scene), text(&other));
    }

    #[test]
    fn every_rate_is_in_exactly_one_list(scene in scene()) {
        let Selection { ranked, rejected, duplicates, .. } = scene.select();
        let mut listed: Vec<&Rate> = ranked.iter().map(|ranked| &*ranked.rate).collect();
        listed.extend(rejected.iter().map(|rejected| &*rejected.rate));
        listed.extend(duplicates.iter().map(|rate| &**rate));
        prop_assert_eq!(listed.len(), scene.rates.len());
        for rate in &scene.rates {
            let count = |all: &mut dyn Iterator<Item = &Rate>| all.filter(|one| *one == rate).count();
            prop_assert_eq!(count(&mut listed.iter().copied()), count(&mut scene.rates.iter()));
        }
    }

    #[test]
    fn removing_a_rate_that_was_not_chosen_changes_nothing(scene in scene(), out in any::<prop::sample::Index>()) {
        let chosen = scene.select().chosen;
        let mut fewer = scene.clone();
        let removed = fewer.rates.remove(out.index(scene.rates.len()));
        if chosen.as_deref() != Some(&removed) {
            prop_assert_eq!(fewer.select().chosen, chosen);
        }
    }

    #[test]
    fn an_added_rate_is_chosen_or_changes_nothing(scene in scene(), added in rate()) {
        let before = scene.select().chosen;
        let mut more = scene;
        more.rates.push(added.clone());
        let after = more.select().chosen;
        prop_assert!(after == before || after.as_deref() == Some(&added));
    }

    #[test]
    fn choosing_without_an_explanation_chooses_alike(scene in scene()) {
        let digest = Digest::new(&shared(&scene.rates), &scene.request);
        let advice = Advice::default().with_forecast(&scene.mind).with_value(&scene.mind);
        let chosen = Chooser::new(&scene.rules).unwrap().choose(&digest, &advice).cloned();
        prop_assert_eq!(chosen, scene.select().chosen);
    }

    #[test]
    fn a_stored_decision_repeats_itself_from_its_own_inputs(scene in scene()) {
        let stored = scene.select();
        let text = serde_json::to_string(&stored).unwrap();
        let read: Selection = serde_json::from_str(&text).unwrap();
        let rates: Vec<Arc<Rate>> = (read.ranked.iter().map(|ranked| &ranked.rate))
            .chain(read.rejected.iter().map(|rejected| &rejected.rate))
            .chain(&read.duplicates)
            .cloned()
            .collect();
        let again = Scene {
            request: read.inputs.request.clone(),
            rules: read.inputs.rules.clone(),
            ..scene
        };
        prop_assert_eq!(serde_json::to_string(&again.select_among(&rates)).unwrap(), text);
        prop_assert_eq!(read, stored);
    }
}

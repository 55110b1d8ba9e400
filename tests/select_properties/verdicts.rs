//! Reasons: each stands for itself, and its shortfall is exact. Bounds: wider ones only help.

use arriero::model::Rate;
use arriero::select::{
    Asked, Constraint, ConstraintName, Policy, Ranked, Reason, Standing, Verdict,
};
use chrono::TimeDelta;
use proptest::prelude::*;

use crate::agreement::units;
use crate::generators::scene;
use crate::oracle::{answer, decide, relaxed};
use crate::scene::{Scene, cases};

/// One constraint asked alone of one rate, with the fees of all that was asked still in the price.
fn alone(scene: &Scene, rate: &Rate, place: usize) -> Scene {
    let mut alone = Scene { rates: vec![rate.clone()], ..scene.clone() };
    let constraint = scene.rules.constraints[place].constraint.clone();
    let charges = |asked: &Asked| {
        matches!(asked.constraint, Constraint::Feature(_) | Constraint::InsuredTo(_))
            && asked.constraint != constraint
    };
    alone.rules.constraints.retain(charges);
    alone.rules.constraints.push(Asked { constraint, unknown: Some(Policy::Reject) });
    alone
}

fn reason_of(scene: &Scene, constraint: &Constraint) -> Option<Reason> {
    let mut rejected = scene.select().rejected;
    let reasons = rejected.pop().map(|rejected| rejected.reasons).unwrap_or_default();
    let wanted = |reason: &Reason| match constraint {
        Constraint::Feature(feature) => reason.wanted == arriero::select::Wanted::Feature(*feature),
        _ => true,
    };
    reasons.into_iter().find(|reason| reason.constraint == constraint.name() && wanted(reason))
}

fn best(ranked: &[Ranked]) -> Option<(bool, i64)> {
    let first = ranked.first()?;
    let last_resort = matches!(first.standing, Standing::LastResort { .. });
    Some((last_resort, first.value.unwrap_or(i64::MAX)))
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn the_reasons_are_the_constraints_that_asked_alone_do_not_pass(scene in scene()) {
        for rejected in scene.select().rejected {
            if rejected.reasons.iter().any(|reason| reason.constraint == ConstraintName::Sound) {
                prop_assert_eq!(rejected.reasons.len(), 1);
                continue;
            }
            let mut expected = Vec::new();
            for (place, asked) in scene.rules.constraints.iter().enumerate() {
                expected.extend(reason_of(&alone(&scene, &rejected.rate, place), &asked.constraint));
            }
            let asked = |name| scene.rules.constraints.iter().any(|asked| asked.constraint.name() == name);
            let mut told: Vec<_> =
                rejected.reasons.into_iter().filter(|reason| asked(reason.constraint)).collect();
            let text = |reason: &Reason| serde_json::to_string(reason).unwrap();
            told.sort_by_key(text);
            expected.sort_by_key(text);
            prop_assert_eq!(told, expected);
        }
    }

    #[test]
    fn a_shortfall_is_exact_to_the_unit(scene in scene()) {
        for rate in &scene.rates {
            for (place, asked) in scene.rules.constraints.iter().enumerate() {
                let alone = alone(&scene, rate, place);
                let last = alone.rules.constraints.len() - 1;
                let failed = |scene: &Scene| {
                    reason_of(scene, &asked.constraint)
                        .is_some_and(|reason| reason.verdict == Verdict::Failed)
                };
                let reason = reason_of(&alone, &asked.constraint);
                let Some(short) = reason.and_then(|reason| reason.short_by) else { continue };
                let by = i64::try_from(units(short)).unwrap();
                prop_assert!(!failed(&relaxed(&alone, last, by).unwrap()), "{:?}", asked);
                prop_assert!(failed(&relaxed(&alone, last, by - 1).unwrap()), "{:?}", asked);
            }
        }
    }

    #[test]
    fn a_rate_that_ended_too_early_was_valid_exactly_so_many_minutes_before(scene in scene()) {
        for rate in &scene.rates {
            let mut alone = Scene { rates: vec![rate.clone()], ..scene.clone() };
            alone.rules.constraints.clear();
            let short = |scene: &Scene| {
                let reasons = scene.select().rejected.pop()?.reasons;
                reasons.into_iter().find(|reason| reason.constraint == ConstraintName::Valid)?.short_by
            };
            let Some(by) = short(&alone) else { continue };
            let mut before = alone.clone();
            let by = i64::try_from(units(by)).unwrap();
            before.request.now = alone.request.now - TimeDelta::minutes(by);
            prop_assert_eq!(short(&before), None);
            before.request.now = alone.request.now - TimeDelta::minutes(by - 1);
            prop_assert_eq!(short(&before).map(units), Some(1));
        }
    }

    #[test]
    fn a_wider_bound_loses_no_rate_and_worsens_no_best(scene in scene(), by in 1..200_i64) {
        let before = scene.select().ranked;
        for place in 0..scene.rules.constraints.len() {
            let Some(wider) = relaxed(&scene, place, by) else { continue };
            let after = wider.select().ranked;
            for ranked in &before {
                prop_assert!(after.iter().any(|other| other.rate == ranked.rate));
            }
            if let Some(before) = best(&before) {
                prop_assert!(best(&after).is_some_and(|after| after <= before));
            }
        }
    }

    #[test]
    fn a_narrower_bound_that_the_winner_still_meets_keeps_it(scene in scene(), by in 1..200_i64) {
        let decision = decide(&scene);
        let Some(winner) = decision.winner() else { return Ok(()) };
        for place in 0..scene.rules.constraints.len() {
            let Some(narrower) = relaxed(&scene, place, -by) else { continue };
            let constraint = &narrower.rules.constraints[place].constraint;
            let still = answer(&narrower, &winner.rate, constraint).0 == Verdict::Passed;
            let after = narrower.select();
            // more insurance may cost the winner a fee
            let costs_alike = |ranked: &&Ranked| ranked.price.to_minor().map(i128::from) == Some(winner.price);
            let same = after.ranked.iter().filter(|ranked| *ranked.rate == winner.rate).any(|ranked| costs_alike(&ranked));
            if still && same {
                prop_assert_eq!(after.chosen.as_deref(), Some(&winner.rate));
            }
        }
    }
}

//! What a constraint costs is what asking again tells: without it, and with its bound moved one unit after the other.

use arriero::model::Money;
use arriero::select::{
    Alternative, Constraint, ConstraintName, Counterfactual, LeastChange, Outcome, Selection,
    Verdict, Wanted,
};
use proptest::prelude::*;

use crate::generators::scene;
use crate::oracle::{Answer, Entrant, Step, answer, decide, relaxed, steps, without};
use crate::scene::{Scene, cases};

/// The same question with the constraints in the order of the answer.
fn in_its_order(scene: &Scene, selection: &Selection) -> Scene {
    scene.with_rules(selection.inputs.rules.clone())
}

/// How a bound is told.
fn wanted(constraint: &Constraint) -> Wanted {
    match constraint {
        Constraint::ArriveBy(deadline) | Constraint::Guaranteed(Some(deadline)) => {
            match deadline.time {
                None => Wanted::ArrivalBy(deadline.date),
                Some(time) => Wanted::ArrivalByTime(deadline.date.and_time(time)),
            }
        }
        Constraint::BusinessDays(days) => Wanted::BusinessDays(i64::from(*days)),
        Constraint::MaxPrice { amount, basis } => Wanted::Price(exact(*amount), *basis),
        Constraint::InsuredTo(sum) => Wanted::Cover(exact(*sum)),
        Constraint::OnTimeChance { ppm, .. } => Wanted::Chance(i64::from(*ppm)),
        other => panic!("{other:?} has no bound"),
    }
}

fn exact(sum: Money) -> Money {
    Money::from_minor(sum.to_minor().unwrap(), sum.currency())
}

/// A winner as it must be told: `asked` is whether the constraint is still asked.
fn check_winner(
    told: &Alternative,
    scene: &Scene,
    place: usize,
    winner: &Entrant,
    chosen: Option<&Entrant>,
    asked: bool,
) -> Result<(), TestCaseError> {
    prop_assert_eq!(&*told.rate, &winner.rate);
    let minor = |sum: Money| i128::from(sum.to_minor().unwrap());
    let minutes = |entrant: &Entrant| entrant.latest.map(|at| at.and_utc().timestamp() / 60);
    prop_assert_eq!(minor(told.price), winner.price);
    prop_assert_eq!(told.saved.map(minor), chosen.map(|chosen| chosen.price - winner.price));
    let value = chosen.and_then(|chosen| Some(chosen.value? - winner.value?));
    prop_assert_eq!(told.saved_value.map(i128::from), value);
    let later = chosen.and_then(|chosen| Some(minutes(winner)? - minutes(chosen)?));
    prop_assert_eq!(told.later_minutes, later);
    let constraint = &scene.rules.constraints[place].constraint;
    let unknown = answer(scene, &winner.rate, constraint).0 == Verdict::Unknown;
    prop_assert_eq!(told.constraint_unknown, unknown);
    let mut lacks = winner.unknown.clone();
    if unknown && !asked {
        lacks.push(constraint.name());
    }
    lacks.sort();
    let mut told_lacks = told.lacks.clone();
    told_lacks.sort();
    prop_assert_eq!(told_lacks, lacks, "lacks");
    Ok(())
}

/// What one constraint costs, found by asking again.
struct Cost {
    place: usize,
    without: Option<Entrant>,
    steps: Vec<Step>,
}

fn cost(scene: &Scene, place: usize, chosen: Option<&Entrant>) -> Option<Cost> {
    let lifted = decide(&without(scene, place));
    let is_new = |new: &&Entrant| Some(&new.rate) != chosen.map(|chosen| &chosen.rate);
    let without = lifted.winner().filter(is_new).cloned();
    let steps: Vec<Step> = steps(scene, place).into_iter().take(3).collect();
    (without.is_some() || !steps.is_empty()).then_some(Cost { place, without, steps })
}

fn check_cost(
    told: &Counterfactual,
    scene: &Scene,
    cost: &Cost,
    chosen: Option<&Entrant>,
) -> Result<(), TestCaseError> {
    let Cost { place, without, steps } = cost;
    let constraint = &scene.rules.constraints[*place].constraint;
    prop_assert_eq!(told.constraint, constraint.name());
    let without_told = told.without.as_ref();
    prop_assert_eq!(
        without_told.map(|told| &*told.rate),
        without.as_ref().map(|new| &new.rate),
        "without {:?}",
        constraint
    );
    if let (Some(told), Some(new)) = (without_told, without) {
        check_winner(told, scene, *place, new, chosen, false)?;
    }
    let bound = |step: &Step| {
        let moved = relaxed(scene, *place, step.moved).unwrap();
        wanted(&moved.rules.constraints[*place].constraint)
    };
    let winner = |step: &Step| step.decision.winner().unwrap().rate.clone();
    prop_assert_eq!(
        told.least_changes
            .iter()
            .map(|step| (step.bound, (*step.winner.rate).clone()))
            .collect::<Vec<_>>(),
        steps.iter().map(|step| (bound(step), winner(step))).collect::<Vec<_>>(),
        "steps of {:?}",
        constraint
    );
    for (LeastChange { winner, .. }, step) in told.least_changes.iter().zip(steps) {
        check_winner(winner, scene, *place, step.decision.winner().unwrap(), chosen, true)?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn each_constraint_costs_what_asking_again_tells(scene in scene()) {
        let selection = scene.select();
        let scene = in_its_order(&scene, &selection);
        let now = decide(&scene);
        let places = 0..scene.rules.constraints.len();
        let costs: Vec<_> =
            places.filter_map(|place| cost(&scene, place, now.winner())).collect();
        for (told, cost) in selection.counterfactuals.iter().zip(&costs) {
            check_cost(told, &scene, cost, now.winner())?;
        }
        prop_assert_eq!(selection.counterfactuals.len(), costs.len());
    }

    #[test]
    fn one_unit_before_a_least_change_the_winner_is_the_one_before(scene in scene()) {
        let selection = scene.select();
        let scene = in_its_order(&scene, &selection);
        for place in 0..scene.rules.constraints.len() {
            let mut before = selection.chosen.clone();
            for Step { moved, decision } in steps(&scene, place).into_iter().take(3) {
                let near = relaxed(&scene, place, moved - 1).unwrap().select();
                prop_assert_eq!(&near.chosen, &before);
                let there = relaxed(&scene, place, moved).unwrap().select();
                prop_assert_eq!(there.chosen.as_deref(), decision.winner().map(|winner| &winner.rate));
                before = there.chosen;
            }
        }
    }

    #[test]
    fn where_no_single_constraint_is_to_blame_the_nearest_has_the_fewest_obstacles(scene in scene()) {
        let selection = scene.select();
        let blamed = !selection.counterfactuals.is_empty();
        if selection.outcome != Outcome::NoneQualifies || blamed {
            prop_assert!(selection.nearest.is_none());
            return Ok(());
        }
        let unfit = [ConstraintName::Sound, ConstraintName::Complete, ConstraintName::Comparable];
        let obstacles = |answers: &[Answer]| answers.iter().filter(|answer| answer.is_obstacle()).count();
        let rejected = decide(&scene).rejected;
        let fit = |answers: &[Answer]| {
            !answers.iter().any(|one| one.is_obstacle() && unfit.contains(&one.name))
        };
        let counts = rejected.iter().filter(|(_, answers)| fit(answers));
        let fewest = counts.map(|(_, answers)| obstacles(answers)).min();
        let nearest = selection.nearest.as_ref().map(|nearest| {
            let (_, answers) = rejected.iter().find(|(rate, _)| *rate == *nearest.rate).unwrap();
            obstacles(answers)
        });
        prop_assert_eq!(nearest, fewest);
    }
}

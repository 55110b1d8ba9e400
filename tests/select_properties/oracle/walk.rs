//! What a constraint costs, found by asking everything again: without it, and with its bound moved outwards.

use arriero::model::{Money, Rate};
use arriero::select::{Asked, Constraint, Deadline, Verdict};
use chrono::{Days, TimeDelta};

use super::answers::answer;
use super::price::{fee, minor};
use super::{Decision, decide};
use crate::scene::Scene;

/// A move of a bound, and who wins there.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) moved: i64,
    pub(crate) decision: Decision,
}

/// The same decision with one constraint not asked.
pub(crate) fn without(scene: &Scene, place: usize) -> Scene {
    let mut scene = scene.clone();
    scene.rules.constraints.remove(place);
    scene
}

/// The same decision with one bound moved so many units to where more passes; `None`: no bound, or it ends before.
pub(crate) fn relaxed(scene: &Scene, place: usize, units: i64) -> Option<Scene> {
    let mut scene = scene.clone();
    let Asked { constraint, .. } = &mut scene.rules.constraints[place];
    *constraint = moved(constraint, units)?;
    Some(scene)
}

fn moved(constraint: &Constraint, units: i64) -> Option<Constraint> {
    Some(match constraint {
        Constraint::ArriveBy(deadline) => Constraint::ArriveBy(later(*deadline, units)?),
        Constraint::Guaranteed(deadline) => {
            Constraint::Guaranteed(Some(later((*deadline)?, units)?))
        }
        Constraint::BusinessDays(days) => {
            Constraint::BusinessDays(u16::try_from(i64::from(*days) + units).ok()?)
        }
        Constraint::MaxPrice { amount, basis } => {
            Constraint::MaxPrice { amount: more(*amount, units)?, basis: *basis }
        }
        Constraint::InsuredTo(sum) => Constraint::InsuredTo(more(*sum, -units)?),
        Constraint::OnTimeChance { ppm, deadline } => Constraint::OnTimeChance {
            ppm: u32::try_from(i64::from(*ppm) - units).ok().filter(|ppm| *ppm <= 1_000_000)?,
            deadline: *deadline,
        },
        _ => return None,
    })
}

fn later(deadline: Deadline, units: i64) -> Option<Deadline> {
    let Some(time) = deadline.time else {
        let date = match u64::try_from(units) {
            Ok(units) => deadline.date.checked_add_days(Days::new(units)),
            Err(_) => deadline.date.checked_sub_days(Days::new(units.unsigned_abs())),
        };
        return date.map(Deadline::on);
    };
    let moved = deadline.date.and_time(time).checked_add_signed(TimeDelta::minutes(units))?;
    Some(Deadline::at(moved.date(), moved.time()))
}

fn more(sum: Money, units: i64) -> Option<Money> {
    let minor = i64::try_from(minor(sum.amount(), sum.currency())).unwrap() + units;
    (minor >= 0).then(|| Money::from_minor(minor, sum.currency()))
}

/// How far a bound is moved at most, in its own unit: past everything that can be generated.
fn farthest(constraint: &Constraint) -> i64 {
    match constraint {
        Constraint::ArriveBy(deadline) | Constraint::Guaranteed(Some(deadline)) => {
            if deadline.time.is_some() { 90 * 24 * 60 } else { 90 }
        }
        Constraint::BusinessDays(_) => 90,
        Constraint::MaxPrice { .. } => 1_000_000,
        Constraint::InsuredTo(sum) => i64::try_from(minor(sum.amount(), sum.currency())).unwrap(),
        Constraint::OnTimeChance { ppm, .. } => i64::from(*ppm),
        _ => 0,
    }
}

type State = (Verdict, Option<i128>);

fn state(scene: &Scene, rate: &Rate, place: usize, units: i64) -> State {
    let moved = relaxed(scene, place, units).unwrap();
    let constraint = &moved.rules.constraints[place].constraint;
    (answer(&moved, rate, constraint).0, fee(rate, &moved.rules, constraint))
}

/// Every move at which a rate's answer or fee changes. Both only ever improve, so equal ends mean nothing between them.
fn changes(
    scene: &Scene,
    rate: &Rate,
    place: usize,
    ends: [(i64, State); 2],
    found: &mut Vec<i64>,
) {
    let [(from, before), (to, after)] = ends;
    if before == after {
        return;
    }
    if to - from == 1 {
        found.push(to);
        return;
    }
    let middle = from + (to - from) / 2;
    let between = (middle, state(scene, rate, place, middle));
    changes(scene, rate, place, [ends[0], between], found);
    changes(scene, rate, place, [between, ends[1]], found);
}

/// Every move outwards at which the winner is another than before it, nearest first.
pub(crate) fn steps(scene: &Scene, place: usize) -> Vec<Step> {
    let far = farthest(&scene.rules.constraints[place].constraint);
    let mut moves = Vec::new();
    if far > 0 {
        for rate in &scene.rates {
            let ends = [0, far].map(|units| (units, state(scene, rate, place, units)));
            changes(scene, rate, place, ends, &mut moves);
        }
    }
    moves.sort_unstable();
    moves.dedup();
    let mut winner = decide(scene).winner().map(|entrant| entrant.rate.clone());
    let mut steps = Vec::new();
    for moved in moves {
        let decision = decide(&relaxed(scene, place, moved).unwrap());
        let now = decision.winner().map(|entrant| entrant.rate.clone());
        if now != winner {
            winner = now;
            steps.push(Step { moved, decision });
        }
    }
    steps
}

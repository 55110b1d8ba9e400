//! What is decided is what the oracle decides: who is ranked where at what price, who is out and why.

use arriero::model::Money;
use arriero::select::{
    ConstraintName, Flag, Outcome, Ranked, Reason, Selection, ShortBy, Standing, ValidityPolicy,
    Verdict,
};
use proptest::prelude::*;

use crate::generators::scene;
use crate::oracle::{Answer, Decision, Entrant, answers, decide};
use crate::scene::{Scene, cases};

/// What a reason says, as the oracle says it.
type Told = (ConstraintName, Verdict, Option<i128>);

pub(crate) fn units(short: ShortBy) -> i128 {
    match short {
        ShortBy::Days(by) | ShortBy::Minutes(by) | ShortBy::BusinessDays(by) | ShortBy::Ppm(by) => {
            by.into()
        }
        ShortBy::Money(by) => by.to_minor().unwrap().into(),
        _ => panic!("a unit that the oracle does not know"),
    }
}

fn told(reason: &Reason) -> Told {
    (reason.constraint, reason.verdict, reason.short_by.map(units))
}

fn answered(answer: &Answer) -> Told {
    (answer.name, answer.verdict, answer.short)
}

fn sorted<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut all: Vec<_> = all.collect();
    all.sort();
    all
}

fn standing(scene: &Scene, entrant: &Entrant) -> Standing {
    let unknown = sorted(entrant.unknown.iter().copied());
    let penalty = Money::from_minor(entrant.penalty.try_into().unwrap(), scene.rules.currency);
    match entrant.key.standing {
        0 => Standing::Proven,
        1 => Standing::Priced { penalty, unknown },
        _ => Standing::LastResort { unknown },
    }
}

fn standing_told(ranked: &Ranked) -> Standing {
    let mut standing = ranked.standing.clone();
    if let Standing::Priced { unknown, .. } | Standing::LastResort { unknown } = &mut standing {
        unknown.sort();
    }
    standing
}

fn check(scene: &Scene, selection: &Selection, decision: &Decision) -> Result<(), TestCaseError> {
    prop_assert_eq!(selection.duplicates.len(), decision.duplicates);
    prop_assert_eq!(selection.rejected.len(), decision.rejected.len());
    for (rate, answers) in &decision.rejected {
        let out = selection.rejected.iter().find(|out| *out.rate == *rate);
        let reasons = out.map(|out| sorted(out.reasons.iter().map(told)));
        prop_assert_eq!(reasons, Some(sorted(answers.iter().map(answered))), "{:?}", rate);
    }
    let minor = |price: Money| i128::from(price.to_minor().unwrap());
    for (ranked, entrant) in selection.ranked.iter().zip(&decision.ranked) {
        prop_assert_eq!(&*ranked.rate, &entrant.rate, "ranked");
        prop_assert_eq!(minor(ranked.price), entrant.price);
        prop_assert_eq!(ranked.value.map(i128::from), entrant.value);
        prop_assert_eq!(standing_told(ranked), standing(scene, entrant));
    }
    prop_assert_eq!(selection.ranked.len(), decision.ranked.len());
    let first = decision.winner().map(|entrant| &entrant.rate);
    prop_assert_eq!(selection.chosen.as_deref(), first);
    prop_assert_eq!(selection.outcome == Outcome::Chosen, first.is_some());
    Ok(())
}

/// How far behind the first each is, from what the oracle knows of both.
fn check_behind(selection: &Selection, decision: &Decision) -> Result<(), TestCaseError> {
    let minutes = |entrant: &Entrant| entrant.latest.map(|at| at.and_utc().timestamp() / 60);
    for (ranked, entrant) in selection.ranked.iter().zip(&decision.ranked) {
        let best = &decision.ranked[0];
        let Some(behind) = &ranked.behind_by else {
            prop_assert_eq!(&*ranked.rate, &best.rate);
            continue;
        };
        let value = entrant.value.zip(best.value).map(|(own, best)| own - best);
        prop_assert_eq!(behind.value.map(i128::from), value);
        prop_assert_eq!(i128::from(behind.price.to_minor().unwrap()), entrant.price - best.price);
        let later = minutes(entrant).zip(minutes(best)).map(|(own, best)| own - best);
        prop_assert_eq!(behind.arrival_minutes, later);
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn the_decision_is_the_oracles(scene in scene()) {
        let (selection, decision) = (scene.select(), decide(&scene));
        check(&scene, &selection, &decision)?;
        check_behind(&selection, &decision)?;
    }

    #[test]
    fn an_admitted_validity_is_flagged(scene in scene()) {
        for ranked in scene.select().ranked {
            let unknown = answers(&scene, &ranked.rate)
                .iter()
                .any(|one| one.name == ConstraintName::Valid && one.verdict == Verdict::Unknown);
            let admitted = scene.rules.validity_unknown == ValidityPolicy::Admit;
            if admitted {
                prop_assert_eq!(ranked.flags.contains(Flag::ValidityUnknown), unknown);
            }
        }
    }
}

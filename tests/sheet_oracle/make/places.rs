//! Zones and charts: patterns that are nested or disjoint, each with one zone, some taken away again.

use super::{Dice, features};
use crate::plan::{ChartRow, Cover, Pattern, Regime, Zone};

/// A country whose codes are numbers, the first characters they can have, and two of its regions.
struct Land {
    country: &'static str,
    lowest: usize,
    highest: usize,
    width: usize,
    /// Digits of the narrower patterns inside.
    inner: &'static [usize],
    regions: [&'static str; 2],
}

const LANDS: [Land; 6] = [
    Land { country: "ES", lowest: 1, highest: 52, width: 2, inner: &[3, 5], regions: ["MD", "CT"] },
    Land {
        country: "PT",
        lowest: 10,
        highest: 99,
        width: 2,
        inner: &[4, 7],
        regions: ["20", "30"],
    },
    Land {
        country: "US",
        lowest: 100,
        highest: 969,
        width: 3,
        inner: &[4, 5],
        regions: ["CA", "TX"],
    },
    Land {
        country: "DE",
        lowest: 10,
        highest: 99,
        width: 2,
        inner: &[3, 5],
        regions: ["BY", "BE"],
    },
    Land {
        country: "FR",
        lowest: 10,
        highest: 95,
        width: 2,
        inner: &[3, 5],
        regions: ["IDF", "BRE"],
    },
    Land {
        country: "CH",
        lowest: 10,
        highest: 96,
        width: 2,
        inner: &[3, 4],
        regions: ["ZH", "GE"],
    },
];

/// Countries that are nothing but a country here.
pub(crate) const OTHERS: [&str; 6] = ["IE", "NL", "IT", "AT", "NO", "GB"];

type Places = (Vec<Pattern>, Vec<Zone>, Option<Vec<ChartRow>>);

pub(super) fn places(dice: &mut Dice<'_>) -> Places {
    let origin = origin(dice);
    let count = 1 + dice.roll(5);
    let names = ["near", "far", "islands", "4", "z-5"];
    let zone = |index: usize| Zone {
        name: names[index].to_owned(),
        to: Vec::new(),
        regime: Regime::NotStated,
        refuse: None,
    };
    let mut zones: Vec<Zone> = (0..count).map(zone).collect();
    if dice.one_in(5) {
        let chart = chart(dice, &zones);
        return (origin, zones, Some(chart));
    }
    for (cover, zone) in covers(dice, count, true) {
        zones[zone].to.push(Pattern { not: false, cover });
    }
    take_away(dice, &mut zones);
    for index in 1..count {
        if dice.one_in(8) {
            zones[index].refuse = Some(format!("{} is not served", names[index]));
        }
    }
    (origin, zones, None)
}

fn yes(cover: Cover) -> Pattern {
    Pattern { not: false, cover }
}

fn no(cover: Cover) -> Pattern {
    Pattern { not: true, cover }
}

fn begins(country: &'static str, text: &str) -> Cover {
    Cover::Begins(country, text.to_owned())
}

fn origin(dice: &mut Dice<'_>) -> Vec<Pattern> {
    let mut origin = vec![yes(Cover::Country("ES"))];
    match dice.roll(6) {
        1 => origin.extend([
            no(begins("ES", "07")),
            no(begins("ES", "35")),
            yes(Cover::Country("US")),
        ]),
        2 => {
            origin =
                vec![yes(begins("ES", "28")), yes(Cover::Between("ES", "08".into(), "09".into()))];
        }
        3 => origin = vec![yes(Cover::Any)],
        4 => origin.extend([yes(Cover::Country("PT")), no(begins("ES", "28013"))]),
        5 => {
            origin = vec![yes(Cover::Union), yes(Cover::Between("US", "100".into(), "104".into()))];
        }
        _ => {}
    }
    origin
}

/// Patterns with their zones: every zone has one, and no pattern crosses another.
fn covers(dice: &mut Dice<'_>, zones: usize, may_be_same: bool) -> Vec<(Cover, usize)> {
    let mut covers = vec![(Cover::Country("ES"), 0)];
    for zone in 1..zones {
        covers.push((Cover::Country(OTHERS[zone - 1]), zone));
    }
    let any_zone = |dice: &mut Dice<'_>| dice.roll(zones);
    let has_same = may_be_same && dice.one_in(3);
    if has_same {
        covers.push((Cover::Same("ES"), any_zone(dice)));
    }
    if dice.one_in(3) {
        covers.push((Cover::Union, any_zone(dice)));
    }
    if dice.one_in(4) {
        covers.push((Cover::Any, any_zone(dice)));
    }
    for land in &LANDS {
        if land.country != "ES" && dice.one_in(3) {
            covers.push((Cover::Country(land.country), any_zone(dice)));
        }
        if dice.one_in(5) {
            covers.push((Cover::Region(land.country, dice.pick(&land.regions)), any_zone(dice)));
        }
        if land.country == "ES" || dice.one_in(3) {
            let is_same = has_same && land.country == "ES";
            let blocks = blocks(dice, land, is_same);
            covers.extend(blocks.into_iter().map(|cover| (cover, any_zone(dice))));
        }
    }
    if dice.one_in(4) {
        let british = [
            begins("GB", "AB"),
            Cover::Between("GB", "AB31".into(), "AB38".into()),
            begins("GB", "AB3"),
            begins("GB", "AB33"),
            begins("GB", "B"),
            begins("GB", "HS"),
        ];
        for cover in british {
            if dice.one_in(2) {
                covers.push((cover, any_zone(dice)));
            }
        }
    }
    covers
}

/// Prefixes and ranges one after another, some with a narrower one inside, and one inside that.
fn blocks(dice: &mut Dice<'_>, land: &Land, is_same: bool) -> Vec<Cover> {
    let mut covers = Vec::new();
    let mut next = land.lowest + dice.roll(20);
    for _ in 0..dice.roll(4) {
        // A single province could be the origin's own: two patterns for one place.
        let length = if is_same { 2 + dice.roll(3) } else { 1 + dice.roll(4) };
        let last = next + length - 1;
        if last > land.highest {
            break;
        }
        covers.push(between(land.country, next, last, land.width));
        if dice.one_in(2) {
            let (outer, inner) = (next + dice.roll(length), dice.pick(land.inner));
            covers.push(inside(dice, land.country, outer, land.width, inner));
            let narrow = land.inner[1];
            if inner != narrow && dice.one_in(2) {
                let Some((low, _)) = ends(covers.last().unwrap()) else { continue };
                let low = low.parse().unwrap();
                covers.push(inside(dice, land.country, low, inner, narrow));
            }
        }
        next = last + 1 + dice.roll(6);
    }
    covers
}

/// One to three neighbouring narrower codes of an outer one, never all of them.
fn inside(
    dice: &mut Dice<'_>,
    country: &'static str,
    outer: usize,
    width: usize,
    inner: usize,
) -> Cover {
    let room = 10_usize.pow(u32::try_from(inner - width).unwrap());
    // A range of whole Portuguese codes would need two hyphens more.
    let length = if inner == 7 { 1 } else { 1 + dice.roll(3) };
    let first = outer * room + dice.roll(room - length + 1);
    between(country, first, first + length - 1, inner)
}

fn between(country: &'static str, first: usize, last: usize, width: usize) -> Cover {
    let text = |code: usize| format!("{code:0width$}");
    if first == last {
        Cover::Begins(country, text(first))
    } else {
        Cover::Between(country, text(first), text(last))
    }
}

/// The ends of a pattern of codes.
pub(crate) fn ends(cover: &Cover) -> Option<(&str, &str)> {
    match cover {
        Cover::Begins(_, text) => Some((text, text)),
        Cover::Between(_, low, high) => Some((low, high)),
        _ => None,
    }
}

/// Some zones give away a part of what they cover: a pattern of another zone, or one that is nobody's.
fn take_away(dice: &mut Dice<'_>, zones: &mut [Zone]) {
    let all: Vec<Cover> =
        zones.iter().flat_map(|zone| &zone.to).map(|pattern| pattern.cover.clone()).collect();
    for zone in zones {
        let has_same = zone.to.iter().any(|pattern| matches!(pattern.cover, Cover::Same(_)));
        if has_same && !features::NOT_BESIDE_SAME {
            continue;
        }
        let coarse: Vec<Cover> = zone.to.iter().map(|pattern| pattern.cover.clone()).collect();
        for outer in coarse {
            let candidates: Vec<Cover> = all
                .iter()
                .chain(&[
                    Cover::Country("FR"),
                    Cover::Country("PT"),
                    begins("US", "963"),
                    begins("ES", "52"),
                ])
                .filter(|inner| is_wider(&outer, inner))
                .filter(|inner| features::NOT_BESIDE_SAME || !matches!(inner, Cover::Same(_)))
                .filter(|inner| zone.to.iter().all(|pattern| pattern.cover != **inner))
                .cloned()
                .collect();
            if !candidates.is_empty() && dice.one_in(4) {
                let inner = dice.pick(&candidates);
                // Spanish codes beside blocks: what is nobody's must not cross what is somebody's.
                let is_free = !all.iter().any(|cover| matches!(cover, Cover::Between("US" | "ES", _, high) if high.starts_with("96") || high.starts_with("52")));
                if all.contains(&inner) || (is_free && !all.contains(&Cover::Same("ES"))) {
                    zone.to.push(no(inner));
                }
            }
        }
    }
}

/// Whether a pattern of a coarse kind holds all of another.
fn is_wider(outer: &Cover, inner: &Cover) -> bool {
    let country = |cover: &Cover| match cover {
        Cover::Country(country)
        | Cover::Region(country, _)
        | Cover::Begins(country, _)
        | Cover::Between(country, _, _)
        | Cover::Same(country) => Some(*country),
        _ => None,
    };
    match (outer, inner) {
        (Cover::Any, inner) => *inner != Cover::Any,
        (Cover::Union, inner) => {
            matches!(country(inner), Some("ES" | "PT" | "DE" | "FR" | "IE" | "NL" | "IT" | "AT"))
        }
        (Cover::Country(_), Cover::Country(_)) => false,
        (Cover::Country(outer), inner) => country(inner) == Some(outer),
        _ => false,
    }
}

fn chart(dice: &mut Dice<'_>, zones: &[Zone]) -> Vec<ChartRow> {
    let origins = [
        Cover::Country("ES"),
        begins("ES", "28"),
        Cover::Between("ES", "08".into(), "09".into()),
        begins("ES", "28013"),
        Cover::Country("US"),
    ];
    let mut rows = Vec::new();
    for (index, origin) in origins.into_iter().enumerate() {
        if index == 0 || dice.one_in(3) {
            for (destination, zone) in covers(dice, zones.len(), false) {
                rows.push(ChartRow { origin: origin.clone(), destination, zone });
            }
        }
    }
    rows
}

/// Lists for `place in`: of the same kinds, with exceptions.
pub(super) fn list(dice: &mut Dice<'_>) -> Vec<Pattern> {
    let mut list: Vec<Pattern> =
        covers(dice, 1, false).into_iter().skip(1).map(|(cover, _)| yes(cover)).collect();
    if list.is_empty() {
        list = vec![
            yes(Cover::Between("ES", "07860".into(), "07872".into())),
            yes(begins("GB", "HS")),
        ];
    }
    if list.iter().any(|pattern| pattern.cover == Cover::Union) && dice.one_in(2) {
        let exceptions = [Cover::Country("IT"), Cover::Country("NL")];
        list.push(no(dice.pick(&exceptions)));
    }
    list
}

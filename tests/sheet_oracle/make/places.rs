//! Zones, sets and charts: patterns that are nested or disjoint on each day, each with one zone, some taken away again.

use super::codes::{LANDS, OTHERS, begins, blocks, crosses_same};
use super::exceptions::{by_date, take_away};
use super::{Changes, Dice};
use crate::plan::{ChartRow, Cover, Days, Part, Pattern, Regime, Set, Zone};

/// Where a sheet serves from and to.
pub(super) struct Places {
    pub(super) origin: Vec<Pattern>,
    pub(super) sets: Vec<Set>,
    pub(super) zones: Vec<Zone>,
    pub(super) chart: Option<Vec<ChartRow<usize>>>,
}

pub(super) fn places(dice: &mut Dice<'_>, changes: Changes) -> Places {
    let origin = origin(dice, changes);
    let sets = if dice.one_in(3) { sets(dice, changes) } else { Vec::new() };
    let count = 1 + dice.roll(5);
    let names = ["near", "far", "islands", "4", "z-5"];
    let zone = |index: usize| Zone {
        name: names[index].to_owned(),
        to: Vec::new(),
        days: Days::ALWAYS,
        regime: Regime::NotStated,
        refuse: None,
    };
    let mut zones: Vec<Zone> = (0..count).map(zone).collect();
    if dice.one_in(5) {
        let chart = chart(dice, count, changes);
        return Places { origin, sets, zones, chart: Some(chart) };
    }
    for (cover, zone) in covers(dice, count, &sets, true) {
        zones[zone].to.push(yes(cover));
    }
    take_away(dice, &mut zones);
    if dice.one_in(2) {
        by_date(dice, changes, &mut zones);
    }
    for index in 1..count {
        if dice.one_in(8) {
            zones[index].refuse = Some(format!("{} is not served", names[index]));
        }
    }
    Places { origin, sets, zones, chart: None }
}

fn yes(cover: Cover) -> Pattern {
    Pattern { not: false, cover, days: Days::ALWAYS }
}

pub(super) fn no(cover: Cover) -> Pattern {
    Pattern { not: true, cover, days: Days::ALWAYS }
}

fn origin(dice: &mut Dice<'_>, changes: Changes) -> Vec<Pattern> {
    let mut origin = vec![yes(Cover::Country("ES"))];
    match dice.roll(7) {
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
        6 => origin.push(yes(Cover::Country("GB"))),
        _ => {}
    }
    if dice.one_in(12) {
        let days = changes.span(dice);
        origin.push(Pattern { days, ..yes(Cover::Country("FR")) });
        origin.retain(|pattern| pattern.cover != Cover::Any && pattern.cover != Cover::Union);
        if origin.len() == 1 {
            origin.push(yes(Cover::Country("ES")));
        }
    }
    origin
}

/// Countries and codes under names, some for a time, one set inside another.
fn sets(dice: &mut Dice<'_>, changes: Changes) -> Vec<Set> {
    let mut days = || if dice.one_in(2) { changes.span(dice) } else { Days::ALWAYS };
    let (north, isles) = (days(), days());
    let always = |cover: Cover| (cover, Days::ALWAYS);
    let country = |country: &'static str| always(Cover::Country(country));
    vec![
        Set {
            name: "north",
            members: vec![country("IS"), (Cover::Country("FO"), north), country("GL")],
        },
        Set {
            name: "isles",
            members: vec![
                always(begins("ES", "07")),
                always(begins("ES", "35")),
                (begins("ES", "38"), isles),
            ],
        },
        Set { name: "farther", members: vec![always(Cover::Set(0)), country("SJ")] },
    ]
}

/// Patterns with their zones: every zone has one, and no pattern crosses another.
fn covers(
    dice: &mut Dice<'_>,
    zones: usize,
    sets: &[Set],
    may_be_same: bool,
) -> Vec<(Cover, usize)> {
    let mut covers = vec![(Cover::Country("ES"), 0)];
    for zone in 1..zones {
        covers.push((Cover::Country(OTHERS[zone - 1]), zone));
    }
    let any_zone = |dice: &mut Dice<'_>| dice.roll(zones);
    let same = if may_be_same { same(dice) } else { Vec::new() };
    for (country, part) in &same {
        covers.push((Cover::Same(country, *part), any_zone(dice)));
    }
    if dice.one_in(3) {
        covers.push((Cover::Union, any_zone(dice)));
    }
    if dice.one_in(4) {
        covers.push((Cover::Any, any_zone(dice)));
    }
    if !sets.is_empty() {
        covers.push((Cover::Set(dice.pick(&[0, 2])), any_zone(dice)));
        if dice.one_in(2) {
            // Written out it wins.
            covers.push((Cover::Country("FO"), any_zone(dice)));
        }
        if same.is_empty() && dice.one_in(2) {
            covers.push((Cover::Set(1), any_zone(dice)));
        }
    }
    for land in &LANDS {
        if land.country != "ES" && dice.one_in(3) {
            covers.push((Cover::Country(land.country), any_zone(dice)));
        }
        if dice.one_in(5) {
            covers.push((Cover::Region(land.country, dice.pick(&land.regions)), any_zone(dice)));
        }
        if land.country == "ES" || dice.one_in(3) {
            let mut blocks = blocks(dice, land);
            blocks.retain(|cover| !same.iter().any(|same| crosses_same(cover, *same)));
            covers.extend(blocks.into_iter().map(|cover| (cover, any_zone(dice))));
        }
    }
    if dice.one_in(4) {
        for (cover, is_area) in british() {
            if dice.one_in(2) && !(is_area && same.contains(&("GB", Part::Area))) {
                covers.push((cover, any_zone(dice)));
            }
        }
    }
    covers
}

fn british() -> [(Cover, bool); 6] {
    [
        (begins("GB", "AB"), true),
        (Cover::Between("GB", "AB31".into(), "AB38".into()), false),
        (begins("GB", "AB3"), false),
        (begins("GB", "AB33"), false),
        (begins("GB", "B"), true),
        (begins("GB", "HS"), true),
    ]
}

/// What a zone has in common with the origin: of one length, or of two.
fn same(dice: &mut Dice<'_>) -> Vec<(&'static str, Part)> {
    let mut same = Vec::new();
    if dice.one_in(3) {
        let lengths: &[&[usize]] = &[&[2], &[2], &[3], &[1], &[2, 3], &[5], &[2, 5]];
        let lengths = dice.pick(lengths);
        same.extend(lengths.iter().map(|length| ("ES", Part::Characters(*length))));
    }
    if dice.one_in(6) {
        let parts: &[&[Part]] = &[&[Part::Area], &[Part::District], &[Part::Area, Part::District]];
        same.extend(dice.pick(parts).iter().map(|part| ("GB", *part)));
    }
    same
}

pub(super) fn chart(dice: &mut Dice<'_>, values: usize, changes: Changes) -> Vec<ChartRow<usize>> {
    let origins = [
        Cover::Country("ES"),
        begins("ES", "28"),
        Cover::Between("ES", "08".into(), "09".into()),
        begins("ES", "28013"),
        Cover::Country("US"),
    ];
    let mut rows = Vec::new();
    let is_dated = dice.one_in(3);
    for (index, origin) in origins.into_iter().enumerate() {
        if index > 0 && !dice.one_in(3) {
            continue;
        }
        let is_for_a_time = is_dated && index > 0 && dice.one_in(3);
        let all = if is_for_a_time { changes.span(dice) } else { Days::ALWAYS };
        for (destination, value) in covers(dice, values, &[], index == 0 && !is_dated) {
            let mut row = ChartRow { origin: origin.clone(), destination, value, days: all };
            if is_dated && !is_for_a_time && dice.one_in(4) {
                let [now, then] = changes.parted(dice);
                row.days = now;
                let other = ChartRow { value: dice.roll(values), days: then, ..row.clone() };
                rows.push(other);
            }
            rows.push(row);
        }
    }
    rows
}

/// Lists for `place in`: of the same kinds, with exceptions.
pub(super) fn list(dice: &mut Dice<'_>, sets: &[Set]) -> Vec<Pattern> {
    let covers = covers(dice, 1, sets, false);
    let mut list: Vec<Pattern> = covers.into_iter().skip(1).map(|(cover, _)| yes(cover)).collect();
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

/// Some of a list for a time only.
pub(super) fn dated(dice: &mut Dice<'_>, changes: Changes, list: &mut [Pattern]) {
    for pattern in list {
        if dice.one_in(3) {
            pattern.days = changes.span(dice);
        }
    }
}

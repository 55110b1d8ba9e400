//! Parts of zones that are taken away again, or are theirs for a time only.

use super::codes::begins;
use super::places::no;
use super::{Changes, Dice};
use crate::plan::{Cover, Days, Pattern, Zone};

/// Some zones give away a part of what they cover: a pattern of another zone, or one that is nobody's.
pub(super) fn take_away(dice: &mut Dice<'_>, zones: &mut [Zone]) {
    let all: Vec<Cover> =
        zones.iter().flat_map(|zone| &zone.to).map(|pattern| pattern.cover.clone()).collect();
    let has_same = all.iter().any(|cover| matches!(cover, Cover::Same("ES", _)));
    for zone in zones {
        let coarse: Vec<Cover> = zone.to.iter().map(|pattern| pattern.cover.clone()).collect();
        for outer in coarse {
            let candidates: Vec<Cover> = all
                .iter()
                .chain(&[
                    Cover::Country("FR"),
                    Cover::Country("PT"),
                    Cover::Country("FO"),
                    begins("US", "963"),
                    begins("ES", "52"),
                ])
                .filter(|inner| is_wider(&outer, inner))
                .filter(|inner| zone.to.iter().all(|pattern| pattern.cover != **inner))
                .cloned()
                .collect();
            if !candidates.is_empty() && dice.one_in(4) {
                let inner = dice.pick(&candidates);
                // What is nobody's must not cross what is somebody's.
                let is_free = !all.iter().any(|cover| matches!(cover, Cover::Between("US" | "ES", _, high) if high.starts_with("96") || high.starts_with("52")));
                if all.contains(&inner) || (is_free && !has_same) {
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
        | Cover::Same(country, _) => Some(*country),
        _ => None,
    };
    match (outer, inner) {
        (Cover::Any, inner) => *inner != Cover::Any,
        (Cover::Union, inner) => {
            matches!(country(inner), Some("ES" | "PT" | "DE" | "FR" | "IE" | "NL" | "IT" | "AT"))
        }
        (Cover::Set(0 | 2), inner) => *inner == Cover::Country("FO"),
        (Cover::Country(_), Cover::Country(_)) => false,
        (Cover::Country(outer), inner) => country(inner) == Some(outer),
        _ => false,
    }
}

/// Some places are a zone's for a time, and of another after it; some zones are there for a time.
pub(super) fn by_date(dice: &mut Dice<'_>, changes: Changes, zones: &mut [Zone]) {
    for zone in 0..zones.len() {
        for place in 0..zones[zone].to.len() {
            let pattern = zones[zone].to[place].clone();
            if pattern.days != Days::ALWAYS || !dice.one_in(5) {
                continue;
            }
            let other = dice.roll(zones.len());
            let knows = |pattern: &Pattern, zone: &Zone| {
                zone.to.iter().any(|known| known.cover == pattern.cover)
            };
            if pattern.not || knows(&pattern, &zones[other]) || dice.one_in(2) {
                zones[zone].to[place].days = changes.span(dice);
            } else {
                let [now, then] = changes.parted(dice);
                zones[zone].to[place].days = now;
                zones[other].to.push(Pattern { days: then, ..pattern });
            }
        }
        if dice.one_in(6) {
            zones[zone].days = changes.span(dice);
        }
    }
}

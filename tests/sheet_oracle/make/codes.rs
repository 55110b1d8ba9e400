//! Patterns of postcodes that lie beside each other or inside.

use super::Dice;
use crate::judge::digits;
use crate::plan::{Cover, Part};

/// A country whose codes are numbers, the first characters they can have, and two of its regions.
pub(super) struct Land {
    pub(super) country: &'static str,
    lowest: usize,
    highest: usize,
    width: usize,
    /// Digits of the narrower patterns inside.
    inner: &'static [usize],
    pub(super) regions: [&'static str; 2],
}

pub(super) const LANDS: [Land; 6] = [
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

pub(super) fn begins(country: &'static str, text: &str) -> Cover {
    Cover::Begins(country, text.to_owned())
}

/// Prefixes and ranges one after another, some with a narrower one inside, and one inside that.
pub(super) fn blocks(dice: &mut Dice<'_>, land: &Land) -> Vec<Cover> {
    let mut covers = Vec::new();
    let mut next = land.lowest + dice.roll(20);
    for _ in 0..dice.roll(4) {
        let length = 1 + dice.roll(4);
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

/// Whether a pattern is partly inside what the origin begins with, or could be just that: two patterns for one place.
pub(super) fn crosses_same(cover: &Cover, (country, part): (&str, Part)) -> bool {
    let (Some((low, high)), Part::Characters(count)) = (ends(cover), part) else { return false };
    let (Cover::Begins(own, _) | Cover::Between(own, _, _)) = cover else { return false };
    if *own != country {
        return false;
    }
    let digits = digits(own);
    let number = |text: String| text.parse::<u64>().unwrap();
    let (first, last) = (number(format!("{low:0<digits$}")), number(format!("{high:9<digits$}")));
    let size = 10_u64.pow(u32::try_from(digits - count).unwrap());
    let is_whole = first.is_multiple_of(size) && (last + 1).is_multiple_of(size);
    if is_whole { last + 1 - first == size } else { first / size != last / size }
}

//! Everything that an address can mean where a fact of it is not known: one place for each side of every pattern's ends.

use super::codes::{digits, parts};
use crate::plan::{Cover, Order, Part, Place};

/// A place of which everything is known.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) country: &'static str,
    /// Upper case, without blanks and hyphens but for Great Britain, whose parts stay apart.
    pub(super) code: String,
    pub(super) region: Option<&'static str>,
}

/// Every origin and destination that the addresses can mean, as far as a pattern tells them apart.
pub(super) fn pairs(order: &Order, covers: &[&Cover]) -> Vec<(Known, Known)> {
    let mut origins = could_be(&order.from, covers, &[]);
    // What they have in common may decide: what one begins with is to be tried as the beginning of the other.
    if order.from.country == order.to.country {
        let written = order.to.code.iter().flat_map(|code| in_common(order, code, covers));
        origins.extend(could_be(&order.from, covers, &written.collect::<Vec<_>>()));
    }
    let mut beginnings: Vec<String> = origins
        .iter()
        .filter(|known| known.country == order.to.country)
        .flat_map(|known| in_common(order, &known.code, covers))
        .collect();
    beginnings.sort();
    beginnings.dedup();
    let destinations = could_be(&order.to, covers, &beginnings);
    let pair = |origin: &Known| {
        let origin = origin.clone();
        destinations.clone().into_iter().map(move |destination| (origin.clone(), destination))
    };
    origins.iter().flat_map(pair).collect()
}

/// What of a code some pattern wants the other to have as well.
fn in_common(order: &Order, code: &str, covers: &[&Cover]) -> Vec<String> {
    let part = |cover: &&Cover| match cover {
        Cover::Same(country, part) if *country == order.to.country => Some(*part),
        _ => None,
    };
    let common = |part| match part {
        Part::Characters(count) => code.get(..count.min(code.len())).map(str::to_owned),
        Part::Area | Part::District => Some(code.to_owned()),
    };
    covers.iter().filter_map(part).filter_map(common).collect()
}

fn could_be(place: &Place, covers: &[&Cover], more: &[String]) -> Vec<Known> {
    let codes = codes(place, covers, more);
    let mut regions = vec![place.region];
    if place.region.is_none() {
        let named = covers.iter().filter_map(|cover| match cover {
            Cover::Region(country, region) if *country == place.country => Some(Some(*region)),
            _ => None,
        });
        regions.extend(named);
    }
    let known = |code: &String| {
        let code = code.clone();
        let country = place.country;
        regions.iter().map(move |region| Known { country, code: code.clone(), region: *region })
    };
    codes.iter().flat_map(known).collect()
}

fn codes(place: &Place, covers: &[&Cover], more: &[String]) -> Vec<String> {
    let written = place.code.as_deref().unwrap_or("").to_uppercase();
    if place.country == "GB" {
        let is_whole = written.contains(|c: char| c.is_ascii_digit());
        return if is_whole { vec![written] } else { british_codes(&written, covers, more) };
    }
    let beginning: String = written.chars().filter(|c| !" -".contains(*c)).collect();
    let digits = digits(place.country);
    if beginning.len() >= digits {
        return vec![beginning];
    }
    let mut ends = vec![(beginning.clone(), beginning.clone())];
    ends.extend(more.iter().map(|province| (province.clone(), province.clone())));
    for cover in covers {
        match cover {
            Cover::Begins(country, text) if *country == place.country => {
                ends.push((text.clone(), text.clone()));
            }
            Cover::Between(country, low, high) if *country == place.country => {
                ends.push((low.clone(), high.clone()));
            }
            _ => {}
        }
    }
    let most = 10_i64.pow(u32::try_from(digits).unwrap());
    let mut codes = Vec::new();
    for (low, high) in ends {
        let low: i64 = format!("{low:0<digits$}").parse().unwrap();
        let high: i64 = format!("{high:9<digits$}").parse().unwrap();
        for code in [low - 1, low, high, high + 1] {
            let text = format!("{code:0digits$}");
            if (0..most).contains(&code) && text.starts_with(&beginning) && !codes.contains(&text) {
                codes.push(text);
            }
        }
    }
    codes
}

/// Codes at both sides of the ends of all patterns, of those that begin as it is written: an area, or nothing.
fn british_codes(written: &str, covers: &[&Cover], more: &[String]) -> Vec<String> {
    let mut codes = vec!["ZZ99 9ZZ".to_owned(), format!("{written}99 9ZZ")];
    // As the other place, and elsewhere in its area.
    codes.extend(more.iter().cloned());
    codes.extend(more.iter().map(|code| format!("{}98 9ZZ", parts(code).area)));
    for cover in covers {
        let (low, high) = match cover {
            Cover::Begins("GB", text) => (text, text),
            Cover::Between("GB", low, high) => (low, high),
            _ => continue,
        };
        let (area, first, last) = (parts(low).area, parts(low).number, parts(high).number);
        let (first, last) = (first.unwrap_or(1), last.unwrap_or(98));
        for district in [first.saturating_sub(1), first, last, last + 1] {
            codes.push(format!("{area}{district} 1AA"));
        }
    }
    codes.retain(|code| written.is_empty() || parts(code).area == written);
    codes
}

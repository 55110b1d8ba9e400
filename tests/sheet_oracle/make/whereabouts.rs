//! Places at the ends of every pattern and beside them, with and without what an address can lack.

use super::codes::{OTHERS, ends};
use crate::judge::digits;
use crate::plan::{Cover, Part, Place, Set};

/// Patterns, and those of sets beside them.
pub(super) fn with_sets<'c>(covers: Vec<&'c Cover>, sets: &'c [Set]) -> Vec<&'c Cover> {
    let members = sets.iter().flat_map(|set| &set.members).map(|(member, _)| member);
    covers.into_iter().chain(members).collect()
}

pub(super) fn place(country: &'static str, code: Option<&str>) -> Place {
    Place { country, code: code.map(str::to_owned), region: None, residential: Some(false) }
}

/// Places at the ends of every pattern and beside them, with and without what an address can lack.
pub(super) fn places(covers: &[&Cover]) -> Vec<Place> {
    let mut places =
        vec![place("ES", Some("08001")), place("ES", Some("28013")), place("ES", None)];
    places.extend(OTHERS.iter().map(|country| place(country, None)));
    for cover in covers {
        match cover {
            Cover::Any | Cover::Union => places.push(place("GB", Some("SW1 1AA"))),
            Cover::Set(_) => {}
            Cover::Same("GB", _) | Cover::Country("GB") => places.extend(british_places()),
            Cover::Same(country, Part::Characters(_)) => {
                for code in ["28900", "28013", "28011", "20999", "2801", "28"] {
                    places.push(place(country, Some(code)));
                }
                places.push(place(country, None));
            }
            Cover::Same(country, _) => places.push(place(country, None)),
            Cover::Country(country) => {
                places.push(place(country, None));
                let digits = digits(country);
                if digits > 0 {
                    places.push(place(country, Some(&spaced(country, &"5".repeat(digits)))));
                }
            }
            Cover::Region(country, region) => {
                let code = spaced(country, &"6".repeat(digits(country)));
                places.push(Place { region: Some(region), ..place(country, Some(&code)) });
                places.push(place(country, Some(&code)));
                places.push(Place { region: Some(region), ..place(country, None) });
            }
            Cover::Begins("GB", text) | Cover::Between("GB", text, _) => {
                for code in [format!("{text}1 1AA"), format!("{text} 4AA"), "AB34 5XY".to_owned()] {
                    let is_code = text.chars().any(|c| c.is_ascii_digit())
                        || !code.contains(&format!("{text} "));
                    if is_code
                        && code.len() <= 8
                        && !code.starts_with("AB331")
                        && !code.starts_with("AB311")
                    {
                        places.push(place("GB", Some(&code)));
                    }
                }
            }
            Cover::Begins(country, _) | Cover::Between(country, _, _) => {
                let (low, high) = ends(cover).unwrap();
                at_ends(country, low, high, &mut places);
            }
        }
    }
    places
}

fn british_places() -> Vec<Place> {
    let codes = ["SW1A 1AA", "SW1A 2BB", "SW1V 1AA", "AB31 4AA", "AB3 1AA", "AB", "B1 1AA"];
    let mut places: Vec<Place> = codes.iter().map(|code| place("GB", Some(code))).collect();
    places.push(place("GB", None));
    places
}

fn at_ends(country: &'static str, low: &str, high: &str, places: &mut Vec<Place>) {
    let digits = digits(country);
    let first: i64 = format!("{low:0<digits$}").parse().unwrap();
    let last: i64 = format!("{high:9<digits$}").parse().unwrap();
    for code in [first - 1, first, last, last + 1] {
        let text = format!("{code:0digits$}");
        if text.len() == digits && code > 0 {
            places.push(place(country, Some(&spaced(country, &text))));
        }
    }
    // The beginning of a code alone.
    places.push(place(country, Some(low)));
}

/// As people write it.
fn spaced(country: &str, code: &str) -> String {
    if country == "PT" && code.len() == 7 {
        format!("{}-{}", &code[..4], &code[4..])
    } else {
        code.to_owned()
    }
}

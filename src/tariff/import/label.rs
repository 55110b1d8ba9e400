//! The weight that a row begins with, in the words of price lists. How rows join is in `ladder.rs`.

use rust_decimal::Decimal;

use super::DecimalMark;
use super::number::{self, Number};
use super::words::{Mark, PHRASES, folded};
use crate::model::WeightUnit;

/// A weight as written: without a unit it is in that of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quantity {
    pub(super) value: Decimal,
    pub(super) unit: Option<WeightUnit>,
    /// One in the last digit that was written: how fine it is.
    pub(super) fineness: Decimal,
}

/// What a row is priced for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// A weight and no word about which end it is.
    Bare(Quantity),
    UpTo(Quantity),
    Below(Quantity),
    Range {
        low: Quantity,
        high: Quantity,
        below: bool,
    },
    /// That weight and heavier.
    From(Quantity),
    /// Heavier than that, without an end.
    Above(Quantity),
    /// A further unit.
    Further {
        each: Option<Quantity>,
        unit: Option<WeightUnit>,
        above: Option<Quantity>,
        end: Option<Quantity>,
    },
    /// A number in it can be read two ways.
    TwoWays(Decimal, Decimal),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Part {
    Weight(Quantity),
    Mark(Mark),
}

/// `None`: no weight.
pub(super) fn read(text: &str, mark: Option<DecimalMark>) -> Option<Label> {
    let folded = folded(text);
    let parts = match parts(folded.trim_end_matches([':', ';']), mark)? {
        Ok(parts) => parts,
        Err((one, other)) => return Some(Label::TwoWays(one, other)),
    };
    if parts.iter().any(|part| matches!(part, Part::Mark(Mark::Further | Mark::Plus))) {
        return further(&parts);
    }
    let weights: Vec<Quantity> = parts
        .iter()
        .filter_map(|part| match part {
            Part::Weight(weight) => Some(*weight),
            Part::Mark(_) => None,
        })
        .collect();
    let has = |mark| parts.contains(&Part::Mark(mark));
    let only = |allowed: &[Mark]| {
        parts.iter().all(|part| {
            matches!(part, Part::Weight(_)) || allowed.iter().any(|mark| *part == Part::Mark(*mark))
        })
    };
    match weights.as_slice() {
        [weight] => {
            let begins = matches!(parts.first(), Some(Part::Mark(_)));
            match parts.len() {
                1 => Some(Label::Bare(*weight)),
                2 if has(Mark::UpTo) => Some(Label::UpTo(*weight)),
                2 if has(Mark::Below) && begins => Some(Label::Below(*weight)),
                2 if has(Mark::Above) && begins => Some(Label::Above(*weight)),
                2 | 3 if has(Mark::AtLeast) && only(&[Mark::AtLeast, Mark::Since]) => {
                    Some(Label::From(*weight))
                }
                2 if has(Mark::Since) && begins => Some(Label::From(*weight)),
                _ => None,
            }
        }
        [low, high] => {
            let below = has(Mark::Below);
            let ends = [Mark::To, Mark::UpTo, Mark::Since, Mark::Above, Mark::AtLeast, Mark::Below];
            let between = parts.iter().position(|part| *part == Part::Weight(*low))? + 1;
            let joined =
                matches!(parts.get(between), Some(Part::Mark(Mark::To | Mark::UpTo | Mark::Below)));
            // Both ends in one unit where only the second says it: 0-500 g.
            let low = Quantity { unit: low.unit.or(high.unit), ..*low };
            (joined && only(&ends)).then_some(Label::Range { low, high: *high, below })
        }
        _ => None,
    }
}

/// `kg adicional`, `+1 kg`, `cada 0,5 kg adicional hasta 40 kg`, `a partir de 20 kg, por kg adicional`.
fn further(parts: &[Part]) -> Option<Label> {
    let (mut each, mut unit, mut above, mut end) = (None, None, None, None);
    let mut role = None;
    for part in parts {
        match *part {
            Part::Mark(Mark::Further | Mark::Plus | Mark::Each) => role = None,
            Part::Mark(mark @ (Mark::UpTo | Mark::Above | Mark::AtLeast | Mark::Since)) => {
                role = Some(mark);
            }
            Part::Mark(Mark::Unit(known)) => {
                if unit.replace(known).is_some() {
                    return None;
                }
            }
            Part::Mark(Mark::To | Mark::Below) => return None,
            Part::Weight(weight) => {
                let place = match role.take() {
                    Some(Mark::UpTo) => &mut end,
                    Some(_) => &mut above,
                    None => &mut each,
                };
                if place.replace(weight).is_some() {
                    return None;
                }
            }
        }
    }
    (each.is_none() || unit.is_none()).then_some(Label::Further { each, unit, above, end })
}

type Ways = (Decimal, Decimal);

/// Numbers and known words, and nothing between them; `Err`: a number that can be read two ways.
fn parts(text: &str, mark: Option<DecimalMark>) -> Option<Result<Vec<Part>, Ways>> {
    let mut parts: Vec<Part> = Vec::new();
    let mut rest = text.trim_start();
    let mut two = None;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix([',', '(', ')', '/']) {
            rest = after.trim_start();
            continue;
        }
        if rest.starts_with(|c: char| c.is_ascii_digit()) {
            let end = rest
                .find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ','))
                .unwrap_or(rest.len());
            let (written, after) = rest.split_at_checked(end)?;
            let written = written.trim_end_matches(['.', ',']);
            let value = match number::read(written, mark)? {
                Number::One(value, _) => value,
                Number::Two(one, other) => {
                    two = Some((one, other));
                    one
                }
            };
            let fineness = Decimal::try_new(1, value.scale()).ok()?;
            parts.push(Part::Weight(Quantity { value: value.normalize(), unit: None, fineness }));
            rest = after.trim_start_matches(['.', ',']).trim_start();
            continue;
        }
        let (phrase, mark) = PHRASES
            .iter()
            .filter(|(phrase, _)| begins_with(rest, phrase))
            .max_by_key(|(phrase, _)| phrase.len())?;
        rest = rest.get(phrase.len()..)?.trim_start();
        match (*mark, parts.last_mut()) {
            (Mark::Unit(unit), Some(Part::Weight(weight))) if weight.unit.is_none() => {
                weight.unit = Some(unit);
            }
            (mark, _) => parts.push(Part::Mark(mark)),
        }
    }
    (!parts.is_empty()).then_some(two.map_or(Ok(parts), Err))
}

/// Whole words only: `a` is no beginning of `adicional`.
fn begins_with(text: &str, phrase: &str) -> bool {
    let Some(after) = text.strip_prefix(phrase) else { return false };
    let ends_in_letter = phrase.ends_with(|c: char| c.is_alphabetic());
    !ends_in_letter || !after.starts_with(|c: char| c.is_alphabetic() || c == '\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let weight = |weight: Quantity| {
            let unit = weight.unit.map_or(String::new(), |unit| format!(" {unit}"));
            format!("{}{unit}", weight.value)
        };
        let maybe = |one: Option<Quantity>| one.map_or("?".to_owned(), weight);
        match read(text, None) {
            None => "none".to_owned(),
            Some(Label::Bare(one)) => weight(one),
            Some(Label::UpTo(one)) => format!("≤ {}", weight(one)),
            Some(Label::Below(one)) => format!("< {}", weight(one)),
            Some(Label::Range { low, high, below }) => {
                format!("{} to {}{}", weight(low), if below { "<" } else { "" }, weight(high))
            }
            Some(Label::From(one)) => format!("≥ {}", weight(one)),
            Some(Label::Above(one)) => format!("> {}", weight(one)),
            Some(Label::Further { each, unit, above, end }) => {
                let unit = unit.map_or(String::new(), |unit| unit.to_string());
                format!(
                    "+ {}{unit} {} {}",
                    each.map_or(String::new(), weight),
                    maybe(above),
                    maybe(end)
                )
            }
            Some(Label::TwoWays(one, other)) => format!("{one} or {other}"),
        }
    }

    #[test]
    fn weights_are_read_in_the_words_of_six_languages() {
        for (text, expected) in [
            ("1", "1"),
            ("1,00 kg", "1 kg"),
            ("500 g", "500 g"),
            ("1kg", "1 kg"),
            ("Hasta 1 kg", "≤ 1 kg"),
            ("hasta 1 Kg.", "≤ 1 kg"),
            ("≤ 1", "≤ 1"),
            ("<=1", "≤ 1"),
            ("Máx. 2 kg", "≤ 2 kg"),
            ("2 kg max.", "≤ 2 kg"),
            ("Up to 2 lbs", "≤ 2 lb"),
            ("Jusqu’à 2 kg", "≤ 2 kg"),
            ("Até 2 kg", "≤ 2 kg"),
            ("bis 2 kg", "≤ 2 kg"),
            ("Fins a 2 kg", "≤ 2 kg"),
            ("< 1 kg", "< 1 kg"),
            ("Menos de 1 kg", "< 1 kg"),
            ("0-1", "0 to 1"),
            ("0 – 1 kg", "0 kg to 1 kg"),
            ("De 1 a 2 kg", "1 kg to 2 kg"),
            ("de 1 kg hasta 2 kg", "1 kg to 2 kg"),
            ("Más de 1 y hasta 2 kg", "1 kg to 2 kg"),
            ("von 1 bis 2 kg", "1 kg to 2 kg"),
            ("entre 1 et 2 kg", "1 kg to 2 kg"),
            ("1 to 2 lb", "1 lb to 2 lb"),
            (">1 ≤2", "1 to 2"),
            ("de 1 a menos de 2 kg", "1 kg to <2 kg"),
            ("5 kg y más", "≥ 5 kg"),
            ("Desde 5 kg", "≥ 5 kg"),
            ("5 and above", "≥ 5"),
            ("ab 5 kg", "≥ 5 kg"),
            ("Más de 20 kg", "> 20 kg"),
            ("über 20 kg", "> 20 kg"),
            ("kg adicional", "+ kg ? ?"),
            ("Kg. adicional", "+ kg ? ?"),
            ("Por cada kg adicional o fracción", "+ kg ? ?"),
            ("each additional kg", "+ kg ? ?"),
            ("jedes weitere kg", "+ kg ? ?"),
            ("par kg supplémentaire", "+ kg ? ?"),
            ("cada 0,5 kg adicional", "+ 0.5 kg ? ?"),
            ("+1", "+ 1 ? ?"),
            ("+ 1 kg hasta 40 kg", "+ 1 kg ? 40 kg"),
            ("A partir de 20 kg, por kg adicional", "+ kg 20 kg ?"),
            ("1.250", "1.250 or 1250"),
            ("1O kg", "none"),
            ("Península", "none"),
            ("por kg", "none"),
            ("Tarifa 2026", "none"),
            ("kg", "none"),
            ("", "none"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}

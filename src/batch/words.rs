//! A decision in one line of words: why this rate, how far the next one is behind, why the others are out.

use std::fmt::Write as _;

use crate::model::{DeliveryEstimate, Money, Rate, Time};
use crate::select::{BehindBy, ConstraintName, Objective, Ranked, Selection, Standing};

/// A text of a carrier's, safe for a terminal and a table: one line, no control characters.
pub(super) fn put_plain(out: &mut String, text: &str) {
    out.extend(text.chars().map(|c| if c.is_control() { ' ' } else { c }));
}

/// Why it was decided so.
pub(super) fn reason(selection: &Selection) -> String {
    let mut words = String::with_capacity(256);
    if let Some(first) = selection.ranked.first() {
        words.push_str(why_chosen(selection.inputs.rules.objective));
        if let Standing::LastResort { unknown } = &first.standing {
            let _ = write!(words, "; a last resort: {} not known", names(unknown));
        }
        if let Some(second) = selection.ranked.get(1) {
            next(&mut words, second);
        }
    }
    for rejected in &selection.rejected {
        part(&mut words);
        named(&mut words, &rejected.rate);
        for (index, reason) in rejected.reasons.iter().enumerate() {
            let _ = write!(words, "{}{reason}", if index == 0 { ": " } else { ", " });
        }
    }
    if selection.ranked.is_empty() {
        for gone in &selection.unavailable {
            part(&mut words);
            words.push_str(gone.carrier.as_str());
            if let Some(service) = &gone.service {
                words.push(' ');
                put_plain(&mut words, &service.name);
            }
            words.push_str(" is not offered: ");
            put_plain(&mut words, &gone.why);
        }
        for failure in &selection.failures {
            part(&mut words);
            put_plain(&mut words, &failure.message);
        }
    }
    words
}

fn part(words: &mut String) {
    if !words.is_empty() {
        words.push_str("; ");
    }
}

fn named(words: &mut String, rate: &Rate) {
    words.push_str(rate.carrier.as_str());
    words.push(' ');
    put_plain(words, &rate.service.name);
}

fn next(words: &mut String, second: &Ranked) {
    words.push_str("; next is ");
    named(words, &second.rate);
    words.push_str(", ");
    if let Some(behind) = &second.behind_by {
        put_behind(words, behind);
    }
}

/// What the objective chose by.
#[must_use]
pub const fn why_chosen(objective: Objective) -> &'static str {
    match objective {
        Objective::Cheapest => "the cheapest that qualifies",
        Objective::Fastest => "the fastest that qualifies",
        Objective::BestValue { .. } => "the best value for price and days",
        Objective::CostOfLateness { .. } => "the least expected cost",
        Objective::Own => "chosen",
    }
}

/// The names of constraints, as people say them.
#[must_use]
pub fn names(constraints: &[ConstraintName]) -> String {
    let name = |name| serde_json::to_string(name).unwrap_or_default();
    let names: Vec<_> = constraints.iter().map(name).collect();
    names.join(", ").replace('"', "").replace('_', " ")
}

/// How far a rate is behind the chosen one: `3.55 EUR dearer, 1 day earlier`.
#[must_use]
pub fn behind(behind: &BehindBy) -> String {
    let mut words = String::new();
    put_behind(&mut words, behind);
    words
}

fn put_behind(words: &mut String, behind: &BehindBy) {
    let start = words.len();
    let price = behind.price;
    let other = Money::zero(price.currency()).checked_sub(price);
    if let Some(other) = other.filter(|_| !price.is_zero()) {
        let _ = if price.is_negative() {
            write!(words, "{other} cheaper")
        } else {
            write!(words, "{price} dearer")
        };
    }
    if let Some(later) = behind.arrival_minutes.and_then(later) {
        words.push_str(if words.len() == start { "" } else { ", " });
        words.push_str(&later);
    }
    if words.len() == start {
        words.push_str("equal; the order of names decides");
    }
}

/// `1 day later`; `None`: at the same time.
#[must_use]
pub fn later(minutes: i64) -> Option<String> {
    match minutes {
        0 => None,
        ..0 => Some(format!("{} earlier", stretch(-minutes))),
        _ => Some(format!("{} later", stretch(minutes))),
    }
}

/// A number of things: `1 day`, `2 days`.
#[must_use]
pub fn count(number: i64, one: &str) -> String {
    format!("{number} {one}{}", if number == 1 { "" } else { "s" })
}

/// A stretch of minutes, in the largest unit that fits.
#[must_use]
pub fn stretch(minutes: i64) -> String {
    const DAY: i64 = 24 * 60;
    match minutes {
        _ if minutes % DAY == 0 => count(minutes / DAY, "day"),
        _ if minutes > DAY => {
            let hours = (minutes % DAY + 30) / 60;
            format!("{} {hours} h", count(minutes / DAY, "day"))
        }
        _ if minutes % 60 == 0 => count(minutes / 60, "hour"),
        _ if minutes > 60 => format!("{} h {} min", minutes / 60, minutes % 60),
        _ => count(minutes, "minute"),
    }
}

/// When a rate arrives: its day as a program reads it, else what else it says.
pub(super) fn arrives(delivery: &DeliveryEstimate) -> String {
    let clock = |time: Time| time.format("%H:%M");
    let date = delivery.at.map(|at| at.date_naive()).or(delivery.date);
    match (delivery.date, date, delivery.business_days) {
        (Some(date), ..) => date.to_string(),
        (None, Some(date), _) => match delivery.at.map(|at| at.time()).or(delivery.by) {
            Some(time) => format!("{date} {}", clock(time)),
            None => date.to_string(),
        },
        (None, None, Some(days)) => format!("in {}", count(i64::from(days), "business day")),
        (None, None, None) => "not told".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_is_said_in_the_largest_unit_that_fits() {
        for (minutes, words) in [
            (1, "1 minute"),
            (60, "1 hour"),
            (90, "1 h 30 min"),
            (1_440, "1 day"),
            (2_880, "2 days"),
            (2_250, "1 day 14 h"),
        ] {
            assert_eq!(stretch(minutes), words);
        }
    }

    #[test]
    fn a_carrier_s_words_stay_on_one_line() {
        let mut shown = String::new();
        put_plain(&mut shown, "ok\u{1b}[2J\nnext");
        assert_eq!(shown, "ok [2J next");
    }
}

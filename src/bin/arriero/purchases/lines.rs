//! Purchases as lines that line up, 80 columns wide where the keys are not long.

use std::fmt::Write as _;

use arriero::purchase::Summary;
use arriero::store::State;

use crate::words::{Table, plain};

/// The longest key that stands in its line; a longer one gets a line of its own.
const LONGEST: usize = 14;

/// A table, and under a purchase that somebody has to look at what is wanted.
pub(super) fn lines(purchases: &[Summary]) -> String {
    let header = ["state", "begun (UTC)", "carrier", "number", "cost", "key"];
    let mut table = Table::new(header).right(&[4]);
    for one in purchases {
        let number = one.tracking_number.as_ref().or(one.id.as_ref());
        let key = plain(&one.key);
        let long = key.chars().count() > LONGEST;
        table.row(
            colour(one),
            [
                state(one).to_owned(),
                one.begun.format("%-d %b %H:%M").to_string(),
                one.carrier.to_string(),
                match number {
                    Some(number) => plain(number),
                    // Each of its labels has one.
                    None if one.kind == "parcels" => "several".to_owned(),
                    None => "-".to_owned(),
                },
                one.cost.map_or_else(|| "-".to_owned(), |cost| cost.to_string()),
                if long { "below".to_owned() } else { key },
            ],
        );
    }
    let rows = table.lines();
    let mut rows = rows.lines();
    let mut words = String::new();
    let _ = writeln!(words, "{}", rows.next().unwrap_or_default());
    for (one, row) in purchases.iter().zip(rows) {
        let _ = writeln!(words, "{row}");
        let key = plain(&one.key);
        if key.chars().count() > LONGEST {
            let _ = writeln!(words, "      key {key}");
        }
        if let Some(wanted) = one.wanted.as_ref().or(one.unreadable.as_ref()) {
            let _ = writeln!(words, "      somebody has to look: {}", plain(wanted));
        }
    }
    words
}

/// How far a purchase is, in a word.
pub(super) const fn state(one: &Summary) -> &'static str {
    match one.state {
        State::Made if one.voided => "void",
        State::Made => "bought",
        State::NotSent => "not sent",
        State::Refused => "refused",
        State::Sending => "under way",
        State::Unknown => "unknown",
        _ => "other",
    }
}

const fn colour(one: &Summary) -> Option<&'static str> {
    match one.state {
        _ if one.work => Some("1;31"),
        State::Unknown | State::Sending => Some("33"),
        State::NotSent | State::Refused => Some("2"),
        _ => None,
    }
}

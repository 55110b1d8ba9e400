//! A decision in words: the table of rates with the chosen one marked, why each other one lost, what a constraint costs.

use std::fmt::Write as _;

use arriero::carrier::Failure;
use arriero::model::{Money, Unavailable};
use arriero::select::{
    Alternative, BehindBy, Counterfactual, Flag, Objective, Outcome, Ranked, Rejected, Selection,
    Standing,
};

use crate::words::{Table, arrival, named, plain, stretch, style};

/// The whole decision.
pub(crate) fn selection(selection: &Selection) -> String {
    let mut table = Table::new(["", "carrier", "service", "price", "arrives", "why"]).right(&[3]);
    for (place, ranked) in selection.ranked.iter().enumerate() {
        row(&mut table, ranked, place == 0, selection.inputs.rules.objective);
    }
    for rejected in &selection.rejected {
        rejected_row(&mut table, rejected);
    }
    let mut words = String::new();
    match selection.outcome {
        Outcome::NoRates => words.push_str("No carrier has a price for this shipment.\n"),
        Outcome::NoneQualifies => {
            words.push_str(&table.lines());
            words.push_str("\nNo rate meets what is asked.\n");
        }
        Outcome::Chosen => words.push_str(&table.lines()),
    }
    let alternatives: String =
        selection.counterfactuals.iter().filter_map(counterfactual).collect();
    if !alternatives.is_empty() {
        let _ = write!(words, "\n{alternatives}");
    }
    if let Some(nearest) = &selection.nearest {
        let reasons: Vec<_> = nearest.reasons.iter().map(ToString::to_string).collect();
        let _ = writeln!(words, "  Closest is {}: {}", named(&nearest.rate), reasons.join("; "));
    }
    words.push_str(&not_asked(&selection.unavailable, &selection.failures));
    words
}

/// What was not offered, and who failed.
pub(crate) fn not_asked(unavailable: &[Unavailable], failures: &[Failure]) -> String {
    let mut words = String::new();
    for Unavailable { carrier, service, why, .. } in unavailable {
        let service = service.as_ref().map(|service| format!(" {}", plain(&service.name)));
        let _ = writeln!(
            words,
            "  {carrier}{} is not offered: {}",
            service.unwrap_or_default(),
            plain(why)
        );
    }
    for failure in failures {
        let _ = writeln!(words, "  {} {}", style("33", "failed:"), plain(&failure.message));
    }
    if words.is_empty() { words } else { format!("\n{words}") }
}

fn row(table: &mut Table, ranked: &Ranked, chosen: bool, objective: Objective) {
    let Ranked { rate, standing, price, behind_by, flags, .. } = ranked;
    let mut why = match behind_by {
        Some(behind) if !chosen => behind_words(behind),
        _ => chosen_words(objective).to_owned(),
    };
    match standing {
        Standing::Proven => {}
        Standing::Priced { penalty, unknown } => {
            let _ = write!(why, "; {} not known, ranked {penalty} dearer", names(unknown));
        }
        Standing::LastResort { unknown } => {
            let _ = write!(why, "; a last resort: {} not known", names(unknown));
        }
    }
    for flag in flags.iter() {
        why.push_str(flag_words(flag));
    }
    let (mark, code) = if chosen { ("✓", Some("1;32")) } else { ("", None) };
    table.row(
        code,
        [
            mark.to_owned(),
            rate.carrier.to_string(),
            plain(&rate.service.name),
            price.to_string(),
            arrival(&rate.delivery),
            why,
        ],
    );
}

fn rejected_row(table: &mut Table, Rejected { rate, reasons, .. }: &Rejected) {
    let reasons: Vec<_> = reasons.iter().map(ToString::to_string).collect();
    table.row(
        Some("2"),
        [
            "✗".to_owned(),
            rate.carrier.to_string(),
            plain(&rate.service.name),
            rate.total.to_string(),
            arrival(&rate.delivery),
            plain(&reasons.join("; ")),
        ],
    );
}

const fn chosen_words(objective: Objective) -> &'static str {
    match objective {
        Objective::Cheapest => "chosen: the cheapest that qualifies",
        Objective::Fastest => "chosen: the fastest that qualifies",
        Objective::BestValue { .. } => "chosen: the best value for price and days",
        Objective::CostOfLateness { .. } => "chosen: the least expected cost",
        _ => "chosen",
    }
}

fn names<T: serde::Serialize>(constraints: &[T]) -> String {
    let names: Vec<_> = constraints
        .iter()
        .map(|name| {
            serde_json::to_string(name).unwrap_or_default().replace('"', "").replace('_', " ")
        })
        .collect();
    names.join(", ")
}

const fn flag_words(flag: Flag) -> &'static str {
    match flag {
        Flag::AssumedTax => "; tax assumed",
        Flag::NationalHolidaysOnly => "; counted by national holidays",
        Flag::SumOfParcels => "; a label for each parcel",
        Flag::ListPrice => "; list price",
        Flag::RoundedTotal => "; total rounded",
        // How an arrival is known and how long an ordinary rate is valid is for programs to read.
        _ => "",
    }
}

fn behind_words(behind: &BehindBy) -> String {
    let mut parts = Vec::new();
    parts.extend(dearer(behind.price));
    parts.extend(behind.arrival_minutes.and_then(later));
    if parts.is_empty() { "equal; the order of names decides".to_owned() } else { parts.join(", ") }
}

fn dearer(price: Money) -> Option<String> {
    let other = Money::zero(price.currency()).checked_sub(price)?;
    match () {
        () if price.is_zero() => None,
        () if price.is_negative() => Some(format!("{other} cheaper")),
        () => Some(format!("{price} dearer")),
    }
}

fn later(minutes: i64) -> Option<String> {
    match minutes {
        0 => None,
        ..0 => Some(format!("{} earlier", stretch(-minutes))),
        _ => Some(format!("{} later", stretch(minutes))),
    }
}

fn counterfactual(counterfactual: &Counterfactual) -> Option<String> {
    if let Some(least) = counterfactual.least_changes.first() {
        return Some(format!(
            "  If {} were asked instead of {}: {}\n",
            least.bound,
            counterfactual.asked,
            alternative(&least.winner)
        ));
    }
    let without = counterfactual.without.as_ref()?;
    Some(format!("  Without \"{}\": {}\n", counterfactual.asked, alternative(without)))
}

fn alternative(other: &Alternative) -> String {
    let mut words = format!("{} for {}", named(&other.rate), other.price);
    let saved = other.saved.and_then(|saved| {
        let more = Money::zero(saved.currency()).checked_sub(saved)?;
        match () {
            () if saved.is_zero() => None,
            () if saved.is_negative() => Some(format!("{more} more")),
            () => Some(format!("saves {saved}")),
        }
    });
    for part in [saved, other.later_minutes.and_then(later)].into_iter().flatten() {
        let _ = write!(words, ", {part}");
    }
    if other.constraint_unknown {
        words.push_str(" (ask the carrier, it does not say)");
    }
    words
}

/// Why it was decided so, in one line.
pub(crate) fn reason(selection: &Selection) -> String {
    let of = |rejected: &Rejected| {
        let reasons: Vec<_> = rejected.reasons.iter().map(ToString::to_string).collect();
        format!("{}: {}", named(&rejected.rate), reasons.join(", "))
    };
    let mut parts: Vec<String> = Vec::new();
    if let Some(first) = selection.ranked.first() {
        parts.push(chosen_words(selection.inputs.rules.objective).replace("chosen: ", ""));
        if let Standing::LastResort { unknown } = &first.standing {
            parts.push(format!("a last resort: {} not known", names(unknown)));
        }
        if let Some(second) = selection.ranked.get(1) {
            let behind = second.behind_by.as_ref().map(behind_words).unwrap_or_default();
            parts.push(format!("next is {}, {behind}", named(&second.rate)));
        }
    }
    parts.extend(selection.rejected.iter().map(of));
    if selection.ranked.is_empty() {
        parts.extend(selection.unavailable.iter().map(|gone| {
            let service = gone.service.as_ref().map_or("", |service| service.name.as_str());
            format!("{} {service} is not offered: {}", gone.carrier, gone.why)
        }));
        parts.extend(selection.failures.iter().map(|failure| failure.message.clone()));
    }
    plain(&parts.join("; "))
}

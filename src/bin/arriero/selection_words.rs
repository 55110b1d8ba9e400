//! A decision in words: the table of rates with the chosen one marked, why each other one lost, what a constraint costs.

use std::fmt::Write as _;

use arriero::batch::words;
use arriero::carrier::Failure;
use arriero::model::{Money, Unavailable};
use arriero::select::{
    Alternative, Counterfactual, Flag, Objective, Outcome, Ranked, Rejected, Selection, Standing,
};

use crate::words::{Table, arrival, named, plain, style};

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
        Some(behind) if !chosen => words::behind(behind),
        _ => chosen_words(objective),
    };
    match standing {
        Standing::Proven => {}
        Standing::Priced { penalty, unknown } => {
            let _ = write!(why, "; {} not known, ranked {penalty} dearer", words::names(unknown));
        }
        Standing::LastResort { unknown } => {
            let _ = write!(why, "; a last resort: {} not known", words::names(unknown));
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

fn chosen_words(objective: Objective) -> String {
    match objective {
        Objective::Own => words::why_chosen(objective).to_owned(),
        objective => format!("chosen: {}", words::why_chosen(objective)),
    }
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
    for part in [saved, other.later_minutes.and_then(words::later)].into_iter().flatten() {
        let _ = write!(words, ", {part}");
    }
    if other.constraint_unknown {
        words.push_str(" (ask the carrier, it does not say)");
    }
    words
}

//! Several labels that are bought as one purchase: keeping them, and what is told of each, of the whole, and of what to do next.

use std::fmt::Write as _;

use arriero::carrier::{ErrorKind, Failure};
use arriero::document::{
    ParcelsFailure, PartDocument, ShipDocument, ShipParcelsDocument, ShipmentDocument,
};
use arriero::model::{CarrierId, VoidOutcome};
use arriero::purchase::{BoughtParcels, Outcome, ParcelsOutcome, VoidAnswer};
use arriero::quote::one_parcel_each;
use arriero::select::Selection;
use arriero::store::{Folder, State};

use crate::answer::Answer;
use crate::came_of_it::{self, certainly_unknown, own, unanswered};
use crate::context::Context;
use crate::papers::{self, Desk};
use crate::stop::Stop;
use crate::words::{Table, count, moment, plain, quoted, shell};

/// What is told about a whole beside what is known of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct About<'a> {
    pub(crate) carrier: &'a CarrierId,
    /// How many parcels there are.
    pub(crate) parcels: usize,
    /// What a command needs behind it to come to the same journal and carriers.
    pub(crate) same: &'a str,
}

/// The labels, or why there are not all.
pub(crate) fn sold(bought: BoughtParcels, about: About<'_>) -> Result<BoughtParcels, Stop> {
    let carrier = about.carrier;
    let refused = || ErrorKind::Refused { code: String::new(), message: String::new() };
    let failure = match &bought.outcome {
        ParcelsOutcome::Made if bought.voided => {
            let message = "the labels that were bought under this key are void".to_owned();
            own(carrier, "void", message, refused())
        }
        ParcelsOutcome::Made => return Ok(bought),
        ParcelsOutcome::Undone(why) | ParcelsOutcome::NotSent(why) => Failure::clone(why),
        ParcelsOutcome::InProgress { since } => {
            let message =
                format!("another run has been buying under this key since {}", moment(*since));
            unanswered(carrier, "in_progress", message)
        }
        ParcelsOutcome::Forgotten => came_of_it::forgotten(carrier, None, None),
        _ => certainly_unknown(why_unknown(&bought, about)),
    };
    let words = failed(&bought, &failure, about);
    let document = Box::new(ParcelsFailure::new(bought, about.parcels, failure));
    Err(Stop::Parcels { document, words })
}

/// Of a whole that is not known: why, as far as one of its labels or the journal tells.
fn why_unknown(bought: &BoughtParcels, about: About<'_>) -> Failure {
    let open = bought.parts.iter().find_map(|part| match &part.outcome {
        Outcome::Unknown { why, .. } => Some(why.as_deref()),
        Outcome::InProgress { .. } => Some(None),
        _ => None,
    });
    match (open, &bought.undone) {
        (Some(Some(why)), _) | (None, Some(why)) => why.clone(),
        (Some(None), _) => {
            let message = "whoever sent it was gone before an answer came".to_owned();
            unanswered(about.carrier, "no_answer", message)
        }
        (None, None) => {
            unanswered(about.carrier, "not_done", "not all parcels are bought yet".to_owned())
        }
    }
}

/// What went wrong, what came of each label, and what to do next.
fn failed(bought: &BoughtParcels, failure: &Failure, about: About<'_>) -> String {
    let document = ParcelsFailure::new(bought.clone(), about.parcels, failure.clone());
    let message = plain(&failure.message);
    let mut words = match (&bought.outcome, document.refused_parcel) {
        (ParcelsOutcome::Undone(_) | ParcelsOutcome::Unknown, Some(parcel)) => {
            format!("parcel {parcel} of {} was not sold: {message}\n", about.parcels)
        }
        _ => format!("{message}\n"),
    };
    if !document.parts.is_empty() {
        words.push_str(&lines(&document.parts, about.parcels));
    }
    words.push_str(&advice(bought, &document.parts, about));
    words
}

/// What to do next about labels of which not all are bought, or of which that is not known.
pub(crate) fn advice(bought: &BoughtParcels, parts: &[PartDocument], about: About<'_>) -> String {
    let (key, same) = (&bought.key, about.same);
    match &bought.outcome {
        ParcelsOutcome::Made if bought.voided => {
            "Do not use them; new labels need a new key.\n".to_owned()
        }
        ParcelsOutcome::Undone(_) => {
            let mut words = left(parts);
            let _ = writeln!(
                words,
                "The same request under the key {} gets the same answer; a new try needs a new key.",
                quoted(key)
            );
            words
        }
        ParcelsOutcome::NotSent(_) => {
            format!("Nothing was bought; try again with --key {}.\n", shell(key))
        }
        ParcelsOutcome::Unknown => unknown(bought, parts, about),
        ParcelsOutcome::InProgress { .. } => format!(
            "It is not known yet what comes of it. Ask again with the same key, or see: arriero purchases show {}{same}\n",
            shell(key)
        ),
        _ => String::new(),
    }
}

/// What stays of labels that were to be taken back.
fn left(parts: &[PartDocument]) -> String {
    let bought = parts.iter().filter(|part| part.state == State::Made && !part.voided);
    let (waiting, standing): (Vec<_>, Vec<_>) = bought.partition(|part| is_pending(part));
    if waiting.is_empty() && standing.is_empty() {
        return "It is all parcels or none: nothing is bought.\n".to_owned();
    }
    let mut words = String::new();
    for (labels, how) in
        [(waiting, "the carrier decides later on"), (standing, "paid and not taken back:")]
    {
        if !labels.is_empty() {
            let number = count(i64::try_from(labels.len()).unwrap_or(i64::MAX), "label");
            let _ = writeln!(words, "It is all parcels or none: {how} {number}.");
        }
    }
    words
}

/// Whether the carrier decides later.
pub(crate) fn is_pending(part: &PartDocument) -> bool {
    let last = part.voids.last().map(|void| &void.answer);
    matches!(last, Some(VoidAnswer::Known { said: VoidOutcome::Pending { .. } }))
}

fn unknown(bought: &BoughtParcels, parts: &[PartDocument], about: About<'_>) -> String {
    let About { carrier, same, .. } = about;
    let mut words = String::new();
    let open = parts.iter().find(|part| matches!(part.state, State::Unknown | State::Sending));
    if let Some(part) = open {
        let _ = write!(
            words,
            "It is not known whether the label of parcel {} was bought: the request may have reached {carrier}, its answer did not \
             reach us.\nDo not buy it again under another key than {}: that may pay twice.\n\
             {carrier} was given the reference {}.\n",
            part.parcel,
            quoted(&bought.key),
            part.token
        );
        if let Some(wanted) = &part.wanted {
            words.push_str(&came_of_it::next(&part.key, carrier, Some(wanted), same));
            let _ = writeln!(
                words,
                "After that the other parcels are gone on with: arriero purchases recover{same}"
            );
        } else {
            words.push_str(&came_of_it::next(&bought.key, carrier, None, same));
        }
        return words;
    }
    if bought.undone.is_none() {
        let _ = writeln!(words, "Next, the parcels that are left: arriero purchases recover{same}");
        return words;
    }
    words.push_str("It is all parcels or none, and not all that was bought is void.\n");
    if bought.wanted.is_empty() {
        words.push_str(&came_of_it::next(&bought.key, carrier, None, same));
        return words;
    }
    for wanted in &bought.wanted {
        let _ = writeln!(words, "Somebody has to look: {}.", plain(wanted).trim_end_matches('.'));
    }
    let _ = writeln!(
        words,
        "Then say that it is done: arriero purchases resolve {} --done{same}",
        shell(&bought.key)
    );
    words
}

/// A line for each parcel, also for those whose label was never begun.
pub(crate) fn lines(parts: &[PartDocument], parcels: usize) -> String {
    let mut table = Table::new(["parcel", "number", "paid", "label"]).right(&[2]);
    let dash = || "-".to_owned();
    for parcel in 1..=parcels.max(parts.len()) {
        let part = parts.iter().find(|part| part.parcel == parcel);
        let number = part.and_then(|part| part.number.as_deref()).map_or_else(dash, plain);
        let paid = part.and_then(|part| part.paid).map_or_else(dash, |paid| paid.to_string());
        let how = part.map_or_else(|| "never asked for".to_owned(), how);
        table.row(None, [format!("{parcel} of {parcels}"), number, paid, how]);
    }
    table.lines()
}

/// How far a label is, in words.
pub(crate) fn how(part: &PartDocument) -> String {
    let said = part.voids.last().map(|void| &void.answer);
    match (part.state, said) {
        (State::Made, _) if part.voided => "void".to_owned(),
        (State::Made, None) => "bought".to_owned(),
        (State::Made, Some(VoidAnswer::Known { said: VoidOutcome::Pending { ticket, .. } })) => {
            let case = ticket.as_ref().map(|ticket| format!(", case {}", plain(ticket)));
            format!(
                "bought; the carrier decides later whether it is void{}",
                case.unwrap_or_default()
            )
        }
        (State::Made, Some(VoidAnswer::Known { said: VoidOutcome::Refused { code, text } })) => {
            format!("bought; not taken back: {}: {}", plain(code), plain(text))
        }
        (State::Made, Some(VoidAnswer::Known { .. } | VoidAnswer::NotAsked { .. })) => {
            "bought; not void".to_owned()
        }
        (State::Made, Some(_)) => "bought; it is not known whether it is void".to_owned(),
        (State::Refused, _) => "refused".to_owned(),
        (State::NotSent, _) => "not bought".to_owned(),
        (State::Sending, _) => "under way".to_owned(),
        _ => "not known".to_owned(),
    }
}

/// Keeps every label with its receipt, and tells of all.
pub(crate) fn keep(
    context: &Context,
    folder: &Folder,
    mut bought: BoughtParcels,
    document: ShipmentDocument,
    selection: Option<Selection>,
    said_before: &str,
    same: &str,
) -> Answer {
    // The money is spent: whatever fails now, the labels are shown.
    let desk = Desk::new(folder, context.out());
    let each = one_parcel_each(&document.shipment()).unwrap_or_default();
    let (of, mut error, mut words) = (bought.parts.len(), None, String::new());
    for (index, part) in bought.parts.iter_mut().enumerate() {
        let Outcome::Made(label) = &mut part.outcome else { continue };
        let kept = folder.keep_papers(label);
        let mut alone = document.clone();
        if let Some(shipment) = each.get(index) {
            alone.parcels.clone_from(&shipment.parcels);
            alone.options.clone_from(&shipment.options);
            alone.customs.clone_from(&shipment.customs);
        }
        let receipt = ShipDocument::new(&part.key, part.purchase, alone, None, (**label).clone());
        let written = kept.and_then(|()| desk.keep_receipt(&receipt, label));
        let number = label.tracking_number.as_ref().unwrap_or(&label.id);
        let paid = label.total.map(|total| format!(", {total}")).unwrap_or_default();
        let void = if part.voided { ", void: do not use it" } else { "" };
        let _ = write!(
            words,
            "Parcel {} of {of}: {}{paid}{void}\n{}",
            index + 1,
            plain(number),
            papers::files(label, written.as_ref().ok())
        );
        error = error.or(written.err());
    }
    let dearer = papers::dearer(bought.dearer.as_ref());
    let carrier = bought.parts.iter().find_map(|part| match &part.outcome {
        Outcome::Made(label) => Some(label.carrier.to_string()),
        _ => None,
    });
    let document = ShipParcelsDocument::new(bought, document, selection);
    let labels = count(i64::try_from(of).unwrap_or(i64::MAX), "label");
    let total = document.total.map(|total| format!(", {total} together")).unwrap_or_default();
    let words = format!(
        "{said_before}\nBought from {}: {labels}{total}\n{words}",
        carrier.unwrap_or_default()
    );
    let answer = Answer::new(&document, words.trim_start_matches('\n')).remark(dearer);
    papers::told(answer, error, None, same).remark(context.sandbox_remark())
}

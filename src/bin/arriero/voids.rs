//! What a carrier makes of a void, in words.

use arriero::model::VoidOutcome;

use crate::words::plain;

/// The words, and the exit code.
pub(crate) fn said(outcome: &VoidOutcome) -> (String, u8) {
    match outcome {
        VoidOutcome::Voided { already: false } => ("The label is void.".to_owned(), 0),
        VoidOutcome::Voided { already: true } => ("The label was void already.".to_owned(), 0),
        VoidOutcome::Pending { ticket, .. } => {
            let case = ticket.as_ref().map(|ticket| format!(", case {}", plain(ticket)));
            (format!("The carrier decides later{}.", case.unwrap_or_default()), 0)
        }
        VoidOutcome::Refused { code, text } => {
            (format!("Refused, the label stands and is paid: {}: {}", plain(code), plain(text)), 1)
        }
        _ => ("Some parcels are void, others are not; --json tells which.".to_owned(), 1),
    }
}

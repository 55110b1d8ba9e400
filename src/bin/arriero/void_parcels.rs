//! `void KEY` where the key is one of several labels: each of them is taken back.

use std::fmt::Write as _;

use arriero::document::{PartDocument, VoidParcelsDocument};
use arriero::purchase::{Details, Journal, Voiding};
use arriero::store::State;

use crate::answer::Answer;
use crate::came_of_it;
use crate::parcels::{is_pending, lines};
use crate::stop::Stop;
use crate::void::refused;

pub(crate) async fn run(journal: &Journal, before: &Details, same: &str) -> Result<Answer, Stop> {
    let (key, carrier) = (&before.summary.key, before.summary.carrier.clone());
    let bought = journal
        .void_parcels(key, &Voiding::all())
        .await
        .map_err(|error| refused(key, &error, before, same))?;
    let next = came_of_it::next(key, &carrier, None, same);
    let document = VoidParcelsDocument::new(carrier, bought);
    let mut words = lines(&document.parts, before.parts.len());
    let is_refused = document.parts.iter().any(is_refused);
    let exit = match (document.voided, document.outcome_unknown) {
        (true, _) => {
            let again = if before.summary.voided { "were void already" } else { "are void" };
            let _ = writeln!(words, "All labels that were bought {again}.");
            0
        }
        (false, true) => {
            words.push_str("It is not known of every label whether it is void.\n");
            words.push_str(&next);
            3
        }
        (false, false) if !is_refused => {
            words.push_str("Of the labels that are not void the carrier decides later.\n");
            0
        }
        (false, false) => {
            let total = document.total.map(|total| format!(", {total}")).unwrap_or_default();
            let _ = writeln!(words, "Not all labels are void; those that stand are paid{total}.");
            1
        }
    };
    Ok(Answer::new(&document, words).exit(exit))
}

/// Whether a label stands for good.
fn is_refused(part: &PartDocument) -> bool {
    part.state == State::Made && !part.voided && !is_pending(part)
}

//! What came of a purchase that has no label: why, whether money may be spent, and what to do next.

use std::fmt::Write as _;

use arriero::carrier::{Error, ErrorKind, Failure, Operation};
use arriero::document::PurchaseFailure;
use arriero::model::{CarrierId, Label, PurchaseKey};
use arriero::purchase::{Bought, BuyError, Dearer, Outcome};
use arriero::store::StoreError;

use crate::stop::Stop;
use crate::unsent::unsent;
use crate::words::{moment, plain, quoted, shell};

/// A label that was bought under a key.
#[derive(Debug)]
pub(crate) struct Sold {
    pub(crate) key: String,
    pub(crate) purchase: PurchaseKey,
    pub(crate) label: Label,
    /// Both prices; `None`: it did not cost more than was chosen, or that is not known.
    pub(crate) dearer: Option<Dearer>,
    /// Why the journal does not have it; `None`: it does.
    pub(crate) not_noted: Option<StoreError>,
}

/// The label, or why there is none.
pub(crate) fn sold(bought: Bought, carrier: &CarrierId, same: &str) -> Result<Sold, Stop> {
    let Bought { key, purchase, outcome, voided, dearer, .. } = bought;
    let (failure, advice, wanted) = match outcome {
        Outcome::Made(label) if voided => {
            let number = label.tracking_number.as_ref().unwrap_or(&label.id);
            let message =
                format!("the label {} that was bought under this key is void", plain(number));
            let kind = ErrorKind::Refused { code: String::new(), message: String::new() };
            let advice = "Do not use it; a new label needs a new key.\n".to_owned();
            (own(carrier, "void", message, kind), advice, None)
        }
        Outcome::Made(label) => {
            return Ok(Sold { key, purchase, label: *label, dearer, not_noted: None });
        }
        Outcome::Refused(failure) => {
            let advice = format!(
                "Nothing was bought, and the same request under the key {} gets the same answer; what is changed needs a new key.\n",
                quoted(&key)
            );
            (*failure, advice, None)
        }
        Outcome::NotSent(failure) => {
            let advice = format!("Nothing was bought; try again with --key {}.\n", shell(&key));
            (*failure, advice, None)
        }
        Outcome::Unknown { why, wanted } => {
            let failure = why.map_or_else(
                || {
                    unanswered(
                        carrier,
                        "no_answer",
                        "whoever sent it was gone before an answer came".to_owned(),
                    )
                },
                |why| *why,
            );
            let advice = unknown(&key, purchase, carrier, wanted.as_deref(), same);
            (certainly_unknown(failure), advice, wanted)
        }
        Outcome::InProgress { since } => {
            let message =
                format!("another run has been buying under this key since {}", moment(since));
            let advice = format!(
                "It is not known yet what comes of it. Ask again with the same key, or see: arriero purchases show {}{same}\n",
                shell(&key)
            );
            (unanswered(carrier, "in_progress", message), advice, None)
        }
        Outcome::Forgotten { id, total } => {
            (forgotten(carrier, id.as_deref(), total), String::new(), None)
        }
        _ => {
            let message = "something else than a label was bought under this key".to_owned();
            let kind = ErrorKind::not_found("");
            (own(carrier, "another_kind", message, kind), String::new(), None)
        }
    };
    let mut document = PurchaseFailure::new(key, Some(purchase), failure);
    document.wanted = wanted;
    Err(Stop::Purchase { document: Box::new(document), advice })
}

pub(crate) fn forgotten(
    carrier: &CarrierId,
    id: Option<&str>,
    total: Option<arriero::model::Money>,
) -> Failure {
    let mut message = match id {
        Some(id) => format!("it was bought from {carrier}: {id}"),
        None => format!("it was asked of {carrier}"),
    };
    if let Some(total) = total {
        let _ = write!(message, ", {total}");
    }
    message.push_str("; its order was forgotten since, with its names and papers");
    own(carrier, "forgotten", message, ErrorKind::not_found(""))
}

/// The label where only the journal could not note it, or why nothing was sent.
pub(crate) fn failed(
    key: &str,
    carrier: &CarrierId,
    error: BuyError,
    same: &str,
) -> Result<Sold, Stop> {
    match error {
        BuyError::NotNoted { came_of_it, error } => {
            sold(*came_of_it, carrier, same).map(|sold| Sold { not_noted: Some(error), ..sold })
        }
        error => Err(unsent(key, carrier, error, same)),
    }
}

/// What to say where a label is bought and the journal could not note it.
pub(crate) fn not_noted(error: &StoreError, same: &str) -> String {
    format!(
        "error: the label is bought, but the journal could not note it: {error}\nKeep the label and do not buy again; \
         arriero purchases recover{same} finds it when the journal can be written.\n"
    )
}

/// A failure that is not a carrier's.
pub(crate) fn own(carrier: &CarrierId, code: &str, message: String, kind: ErrorKind) -> Failure {
    let mut failure = Failure::from(&Error::new(carrier.clone(), Operation::BuyLabel, kind));
    (failure.code, failure.message) = (Some(code.to_owned()), message);
    failure
}

pub(crate) fn unanswered(carrier: &CarrierId, code: &str, message: String) -> Failure {
    own(carrier, code, message, ErrorKind::TimedOut { sent: true })
}

/// As the journal knows it: whatever kind of failure it was, it may have been bought.
pub(crate) fn certainly_unknown(mut failure: Failure) -> Failure {
    failure.outcome_unknown = true;
    failure
}

/// What a person has to do about a purchase that is known to be bought.
pub(crate) fn to_do(key: &str, wanted: &str, same: &str) -> String {
    format!(
        "Somebody has to look: {}.\nThen say that it is done: arriero purchases resolve {} --done{same}\n",
        plain(wanted),
        shell(key)
    )
}

/// What may have happened, and what to do next.
pub(crate) fn unknown(
    key: &str,
    purchase: PurchaseKey,
    carrier: &CarrierId,
    wanted: Option<&str>,
    same: &str,
) -> String {
    let (named, token) = (quoted(key), purchase.token());
    let mut words = format!(
        "It is not known whether it was bought: the request may have reached {carrier}, its answer did not reach us.\n\
         Do not buy it again under another key than {named}: that may pay twice.\n\
         {carrier} was given the reference {token}.\n"
    );
    words.push_str(&next(key, carrier, wanted, same));
    words
}

/// What to do about a purchase that is not known: ask the carrier, or look.
pub(crate) fn next(key: &str, carrier: &CarrierId, wanted: Option<&str>, same: &str) -> String {
    let key = shell(key);
    match wanted {
        None => format!(
            "Next:\n  arriero purchases recover{same}\n      asks {carrier} what became of it\n  arriero purchases show {key}{same}\n      tells what is known\n"
        ),
        Some(wanted) => format!(
            "Somebody has to look: {}.\nThen say what was found:\n  arriero purchases resolve {key} --found NUMBER{same}\n      \
             it was bought, under this number (or the .json file of its label)\n  arriero purchases resolve {key} --not-made{same}\n      \
             it was not bought, or its label is void; it may be bought again\n",
            plain(wanted)
        ),
    }
}

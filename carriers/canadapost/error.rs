//! The carrier's error document and its codes.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::wire::{owned, told};
use crate::carrier::{Error, ErrorKind, Result};
use crate::http::xml::Root;
use crate::http::{Answer, Refusal};
use crate::model::VoidOutcome;

/// `messages.xsd`
const ROOT: Root<'_> = Root::new("messages", "http://www.canadapost.ca/ws/messages");
/// A longer document is no error: it would be read for nothing where a paper of that length is expected.
const LONGEST: usize = 1_000_000;
/// What the kit says of a 404 without a document.
const NO_DOCUMENT: &str = "HTTP 404";

#[derive(Deserialize)]
struct Document {
    #[serde(default)]
    message: Vec<Message>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Message {
    code: String,
    description: String,
}

/// Reads the document: the first code, the words of all. `None`: it is none, as a gateway's page.
pub(super) fn refusal(answer: &Answer) -> Option<Refusal> {
    if answer.body().len() > LONGEST {
        return None;
    }
    let Document { message: messages } = answer.xml(&ROOT).ok()?;
    let code = messages.iter().find_map(|message| owned(&message.code));
    let words: Vec<_> = messages.iter().filter_map(|message| told(&message.description)).collect();
    let words = words.join("; ");
    let mut refusal = Refusal::default();
    (refusal.code, refusal.message) = (code, owned(&words));
    let (Some(code), words) = (refusal.code.clone(), words.as_str()) else { return Some(refusal) };
    Some(match meaning(&code, words) {
        Some(kind @ ErrorKind::RateLimited { .. }) => refusal.meaning(kind).nothing_was_made(),
        Some(kind) => refusal.meaning(kind),
        None => refusal,
    })
}

/// Reads the document that a success has; in its place the carrier may say no.
pub(super) fn read<T: DeserializeOwned>(answer: &Answer, root: &Root<'_>) -> Result<T> {
    answer.xml(root).map_err(|unreadable| said_no(answer).unwrap_or(unreadable))
}

/// An answer whose status is one of success, and whose document says no.
pub(super) fn said_no(answer: &Answer) -> Option<Error> {
    refusal(answer).map(|refusal| answer.refused(refusal))
}

/// What a success without a document of its own says: nothing, or no. A page that a gateway wrote takes nothing back.
pub(super) fn taken_back(answer: &Answer) -> Result<VoidOutcome> {
    match said_no(answer) {
        Some(no) => Err(no),
        None if answer.body().trim_ascii().is_empty() => Ok(VoidOutcome::Voided { already: false }),
        None => Err(answer.unreadable("something came where nothing should")),
    }
}

/// That the carrier will not take something back is an outcome.
pub(super) fn as_outcome(error: Error) -> Result<VoidOutcome> {
    match error.kind() {
        ErrorKind::Refused { code, message } => {
            Ok(VoidOutcome::Refused { code: code.clone(), text: message.clone() })
        }
        _ => Err(error),
    }
}

/// Whether the carrier itself says that something is not there. A gateway's 404, which has no document, says nothing about it.
pub(super) fn is_gone(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::NotFound { code, message } if code.is_some() || message != NO_DOCUMENT
    )
}

/// What a code means where the status says less. No file of the carrier's that was read lists its codes: these few are public
/// knowledge, and any other means what the status says.
fn meaning(code: &str, words: &str) -> Option<ErrorKind> {
    Some(match code {
        "E002" | "E004" | "E007" | "AA001" | "AA002" | "AA003" | "AA004" => {
            ErrorKind::Credentials { message: format!("{code}: {words}") }
        }
        // "No PIN history": the number is not known, or not yet.
        "004" => ErrorKind::NotFound { code: Some(code.to_owned()), message: words.to_owned() },
        // The gateway before the service turned it away; the service never saw it.
        "Server" if words.contains("Rejected by SLM Monitor") => {
            ErrorKind::RateLimited { retry_after: None }
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carrier::Operation;
    use crate::carriers::canadapost::tests::{answer, carrier};

    fn messages(inside: &str) -> String {
        format!("<messages xmlns=\"http://www.canadapost.ca/ws/messages\">{inside}</messages>")
    }

    fn message(code: &str, words: &str) -> String {
        format!("<message><code>{code}</code><description>{words}</description></message>")
    }

    #[test]
    fn a_code_means_what_the_table_says() {
        type Is = fn(&ErrorKind) -> bool;
        let rows: [(&str, &str, Is); 6] = [
            ("E002", "no", |kind| matches!(kind, ErrorKind::Credentials { .. })),
            ("AA004", "no", |kind| matches!(kind, ErrorKind::Credentials { .. })),
            ("004", "none", |kind| matches!(kind, ErrorKind::NotFound { .. })),
            ("Server", "Rejected by SLM Monitor", |kind| {
                matches!(kind, ErrorKind::RateLimited { .. })
            }),
            ("Server", "a fault in the document", |kind| matches!(kind, ErrorKind::Refused { .. })),
            ("7301", "the weight", |kind| matches!(kind, ErrorKind::Refused { .. })),
        ];
        for (code, words, is) in rows {
            let answer = answer(Operation::Rates, messages(&message(code, words)));
            let error = said_no(&answer).unwrap();
            assert!(is(error.kind()), "{code}: {error}");
        }
    }

    #[test]
    fn the_words_of_all_messages_are_kept_with_the_first_code() {
        let two = messages(&(message("1", "a") + &message("2", "b")));
        let told = refusal(&answer(Operation::Rates, two)).unwrap();
        assert_eq!(told, Refusal::new("1", "a; b"));
    }

    #[test]
    fn a_document_without_a_message_is_a_no_without_words() {
        assert_eq!(refusal(&answer(Operation::Rates, messages(""))), Some(Refusal::default()));
    }

    #[test]
    fn a_page_and_another_document_are_no_refusal() {
        for body in ["<html></html>", "<messages/>", "{}", ""] {
            assert_eq!(refusal(&answer(Operation::Rates, body)), None, "{body}");
        }
    }

    #[test]
    fn a_purchase_that_the_gateway_turned_away_was_not_made() {
        let body = messages(&message("Server", "Rejected by SLM Monitor"));
        let answer = Answer::new(carrier(), Operation::BuyLabel, 500, body);
        assert!(!said_no(&answer).unwrap().outcome_is_unknown());
        let other = messages(&message("Server", "Internal error"));
        let answer = Answer::new(carrier(), Operation::BuyLabel, 500, other);
        assert!(said_no(&answer).unwrap().outcome_is_unknown());
    }
}

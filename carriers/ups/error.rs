//! The carrier's error document and its codes.

use serde::Deserialize;

use crate::carrier::ErrorKind;
use crate::http::json::one_or_many;
use crate::http::{Answer, Refusal};

/// `{"response": {"errors": [{"code", "message"}]}}` (`Rating.yaml`, `ErrorResponse`).
#[derive(Deserialize)]
struct Document {
    response: Errors,
}

#[derive(Deserialize)]
struct Errors {
    #[serde(deserialize_with = "one_or_many")]
    errors: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    code: String,
    #[serde(default)]
    message: String,
}

/// What a code means where the status says less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Credentials,
    NotFound,
    RateLimited,
}

/// The page of codes (<https://developer.ups.com/api/reference/shipping/errors>) is online only and was not read: these are general
/// knowledge, and only such as cannot hide a purchase. Any other is what the status says: refused with its code and words for 4xx.
/// A code is looked up beside a 4xx alone, for a 5xx leaves a purchase unknown whatever it says.
#[rustfmt::skip]
const CODES: &[(&str, Meaning)] = &[
    ("10401", Meaning::Credentials),    // "ClientId is Invalid"
    ("250002", Meaning::Credentials),   // "Invalid Authentication Information"
    ("250003", Meaning::Credentials),   // "Invalid Access License number"
    ("10429", Meaning::RateLimited),    // "Too Many Requests"
    ("TW0001", Meaning::NotFound),      // "Tracking Information Not Found"
    ("151018", Meaning::NotFound),      // "Invalid tracking number"
];

/// Reads the document: the first code, the words of all. `None`: it is none, as a gateway's page.
pub(super) fn refusal(answer: &Answer) -> Option<Refusal> {
    let Document { response } = answer.json().ok()?;
    let code = response.errors.first()?.code.clone();
    let words: Vec<_> = response.errors.into_iter().map(|error| error.message).collect();
    let words = words.join("; ");
    let kind = kind(answer.status(), &code, &words);
    let refusal = Refusal::new(code, words);
    Some(match kind {
        Some(kind) => refusal.meaning(kind),
        None => refusal,
    })
}

fn kind(status: u16, code: &str, words: &str) -> Option<ErrorKind> {
    if !(400..500).contains(&status) {
        return None;
    }
    let (_, meaning) = CODES.iter().find(|(known, _)| *known == code)?;
    Some(match meaning {
        Meaning::Credentials => ErrorKind::Credentials { message: format!("{code}: {words}") },
        Meaning::NotFound => {
            ErrorKind::NotFound { code: Some(code.to_owned()), message: words.to_owned() }
        }
        Meaning::RateLimited => ErrorKind::RateLimited { retry_after: None },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carrier::Operation;
    use crate::carriers::ups::tests::{answer, carrier};

    fn meant(status: u16, code: &str) -> Option<ErrorKind> {
        let body =
            format!(r#"{{"response": {{"errors": [{{"code": "{code}", "message": "w"}}]}}}}"#);
        let answer = Answer::new(carrier(), Operation::Rates, status, body);
        refusal(&answer).unwrap().kind
    }

    #[test]
    fn the_words_of_all_errors_are_kept_and_a_page_is_no_refusal() {
        let told = r#"{"response": {"errors": [{"code": "1", "message": "a"}, {"code": "2", "message": "b"}]}}"#;
        assert_eq!(refusal(&answer(Operation::Rates, told)), Some(Refusal::new("1", "a; b")));
        let one = r#"{"response": {"errors": {"code": "250003"}}}"#;
        assert_eq!(refusal(&answer(Operation::Rates, one)), Some(Refusal::new("250003", "")));
        assert_eq!(refusal(&answer(Operation::Rates, "<html></html>")), None);
    }

    #[test]
    fn a_code_says_what_its_status_does_not() {
        let words = |code: &str| format!("{code}: w");
        let not_found = |code: &str| ErrorKind::NotFound {
            code: Some(code.to_owned()),
            message: "w".to_owned(),
        };
        for (code, kind) in [
            ("250002", ErrorKind::Credentials { message: words("250002") }),
            ("250003", ErrorKind::Credentials { message: words("250003") }),
            ("10401", ErrorKind::Credentials { message: words("10401") }),
            ("10429", ErrorKind::RateLimited { retry_after: None }),
            ("TW0001", not_found("TW0001")),
            ("151018", not_found("151018")),
        ] {
            assert_eq!(meant(400, code), Some(kind), "{code}");
        }
        assert_eq!(CODES.len(), 6, "each row is in the list above");
    }

    #[test]
    fn an_unknown_code_is_what_its_status_says_and_a_broken_carrier_is_believed_nothing() {
        assert_eq!(meant(400, "120802"), None);
        assert_eq!(meant(503, "TW0001"), None);
    }
}

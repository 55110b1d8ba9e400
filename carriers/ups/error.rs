//! The carrier's error document and its codes.

use serde::Deserialize;

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

/// Reads the document: the first code, the words of all. `None`: it is none, as a gateway's page.
pub(super) fn refusal(answer: &Answer) -> Option<Refusal> {
    let Document { response } = answer.json().ok()?;
    let code = response.errors.first()?.code.clone();
    let words: Vec<_> = response.errors.into_iter().map(|error| error.message).collect();
    Some(Refusal::new(code, words.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carrier::Operation;
    use crate::carriers::ups::tests::answer;

    #[test]
    fn the_words_of_all_errors_are_kept_and_a_page_is_no_refusal() {
        let told = r#"{"response": {"errors": [{"code": "1", "message": "a"}, {"code": "2", "message": "b"}]}}"#;
        assert_eq!(refusal(&answer(Operation::Rates, told)), Some(Refusal::new("1", "a; b")));
        let one = r#"{"response": {"errors": {"code": "250003"}}}"#;
        assert_eq!(refusal(&answer(Operation::Rates, one)), Some(Refusal::new("250003", "")));
        assert_eq!(refusal(&answer(Operation::Rates, "<html></html>")), None);
    }
}

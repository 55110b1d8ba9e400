//! What an error says of itself, and what it never does.

use super::*;

fn error(operation: Operation, kind: ErrorKind) -> Error {
    Error::new(CarrierId::new("sierra").unwrap(), operation, kind)
}

#[test]
fn the_same_timeout_is_harmless_for_rates_and_unknown_for_a_purchase() {
    let timed_out = || ErrorKind::TimedOut { sent: true };
    assert!(!error(Operation::Rates, timed_out()).outcome_is_unknown());
    assert!(error(Operation::Rates, timed_out()).is_retryable());
    assert!(error(Operation::BuyLabel, timed_out()).outcome_is_unknown());
    assert!(!error(Operation::BuyLabel, timed_out()).is_retryable());
}

#[test]
fn a_purchase_that_never_left_may_be_sent_again() {
    let unsent = error(Operation::BuyLabel, ErrorKind::Unavailable { sent: false, status: None });
    assert!(!unsent.outcome_is_unknown() && unsent.is_retryable());
    let no_token =
        error(Operation::BuyLabel, ErrorKind::TimedOut { sent: true }).at_step(Step::Token);
    assert!(!no_token.outcome_is_unknown());
}

#[test]
fn a_no_is_not_asked_again() {
    for kind in [
        ErrorKind::Unsupported,
        ErrorKind::InvalidRequest(Faults::none()),
        ErrorKind::Credentials { message: String::new() },
        ErrorKind::not_found(""),
        ErrorKind::Refused { code: String::new(), message: String::new() },
        ErrorKind::AlreadyExists { existing: None, message: String::new() },
    ] {
        assert!(!error(Operation::Rates, kind.clone()).is_retryable(), "{kind:?}");
    }
}

#[test]
fn the_carriers_own_code_of_what_is_not_there_is_shown_and_kept() {
    let (code, message) = (Some("004".to_owned()), "No PIN history".to_owned());
    let failure = Failure::from(&error(Operation::Track, ErrorKind::NotFound { code, message }));
    assert_eq!(failure.code.as_deref(), Some("004"));
    assert_eq!(failure.message, "sierra did not find what tracking asks for: 004: No PIN history");
    let none = Failure::from(&error(Operation::Track, ErrorKind::not_found("no such number")));
    assert_eq!(none.code, None);
}

#[test]
fn a_failure_tells_the_causes_behind_the_error() {
    let error = error(Operation::Rates, ErrorKind::Unavailable { sent: false, status: None })
        .caused_by(std::io::Error::other("connection refused"));
    assert_eq!(
        Failure::from(&error).message,
        "sierra could not be reached for rates: connection refused"
    );
    assert_eq!(error.to_string(), "sierra could not be reached for rates");
}

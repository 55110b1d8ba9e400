//! The contract can fail: a carrier that keeps it, and the same carrier with one fault after the other.

use std::time::Duration;

use arriero::carrier::Operation;
use arriero::conformance::Check;
use arriero::http::PerOperation;

use super::sierra::{Fault, row};

/// Longer than a short case may take.
pub(super) const LONG: Duration = Duration::from_secs(6);

pub(super) fn long() -> PerOperation<Duration> {
    let mut time = arriero::http::Settings::default().total;
    (time.rates, time.tracking, time.labels, time.other) = (LONG, LONG, LONG, LONG);
    time
}

#[tokio::test]
async fn a_third_partys_carrier_keeps_the_contract() {
    super::keeps_the_contract(row(Fault::None)).await;
}

/// The fault is found, under its rule and at its operation, in these words.
async fn is_found(fault: Fault, check: Check, operation: Option<Operation>, words: &str) {
    let report = row(fault).run().await.unwrap();
    let found = report
        .of(check)
        .any(|finding| finding.operation == operation && finding.to_string().contains(words));
    assert!(found, "{fault:?} is not found under {check:?} with {words:?}: {report}");
}

macro_rules! found {
    ($($name:ident: $fault:ident => $check:ident, $operation:expr, $words:literal;)*) => {$(
        #[tokio::test]
        async fn $name() {
            is_found(Fault::$fault, Check::$check, $operation, $words).await;
        }
    )*};
}

const RATES: Option<Operation> = Some(Operation::Rates);
const TRACK: Option<Operation> = Some(Operation::Track);
const LABEL: Option<Operation> = Some(Operation::BuyLabel);
const VOID: Option<Operation> = Some(Operation::Void);
const RETURN: Option<Operation> = Some(Operation::ReturnLabel);

const ACCOUNT: Option<Operation> = Some(Operation::CheckAccount);

found! {
    an_account_that_is_accepted_whatever_is_said_is_found: AcceptsAnyAccount => Token, ACCOUNT, "no token: an answer";
    an_account_that_nobody_was_asked_about_is_found: AsksNobodyAboutTheAccount => Success, ACCOUNT, "it was not asked";
    an_account_that_is_asked_about_and_not_shown_is_found: HidesItsAccount => Capabilities, ACCOUNT, "that is not shown";
    an_operation_that_is_done_and_not_claimed_is_found: AnswersWhatItDoesNotClaim => Capabilities, TRACK, "shown and not claimed";
    a_token_for_each_caller_is_found: AsksForTokensAnew => Token, RATES, "8 tokens were asked for";
    a_broken_carrier_that_is_called_not_found_is_found: CallsABrokenCarrierNotFound => Unavailable, RATES, "503 with an HTML page: NotFound";
    an_answer_that_is_read_without_end_is_found: CallsAReadAnswerABoundlessOne => Bounds, RATES, "no end: TimedOut";
    bad_credentials_that_are_called_not_found_are_found: CallsBadCredentialsNotFound => Credentials, LABEL, "401 for good: NotFound";
    an_unknown_outcome_that_is_called_refused_is_found: CallsTheUnknownRefused => Outcome, LABEL, "reset: Refused";
    an_operation_that_is_claimed_and_not_done_is_found: ClaimsReturns => Capabilities, RETURN, "claimed and not shown";
    a_redirect_that_is_followed_is_found: FollowsRedirects => Redirect, LABEL, "302: it was followed";
    a_time_to_come_back_that_is_lost_is_found: ForgetsWhenToComeBack => RateLimit, RATES, "429 with a date: come back in None";
    a_purchase_that_is_hidden_by_its_paper_is_found: HidesAPurchase => Outcome, LABEL, "503 with nothing at call 2";
    a_deadline_that_is_not_kept_is_found: IgnoresDeadlines => Deadline, RATES, "silence: it took 6";
    a_limit_that_is_not_looked_at_is_found: IgnoresLimits => Limits, LABEL, "requests were sent";
    a_zone_that_is_invented_is_found: InventsAZone => Times, TRACK, "2026-11-26T14:15:00+00:00";
    a_street_in_an_error_is_found: LeaksAStreet => Secrets, RATES, "its error shows \"Rua da Prata 80\"";
    a_street_in_a_log_is_found: LogsAStreet => Secrets, None, "INFO contract::sierra shows";
    an_element_that_is_lost_is_found: LosesTheLastRate => Elements, RATES, "1 elements; expected 2";
    an_unknown_code_that_is_lost_is_found: LosesUnknownCodes => Unknown, RATES, "\"Q7\" is lost";
    an_error_that_names_another_carrier_is_found: NamesAnother => Named, LABEL, "an error of meseta";
    a_panic_is_found: Panics => Sound, RATES, "it panics: sierra answered rates";
    a_purchase_that_is_sent_twice_is_found: ResendsAPurchase => SentOnce, LABEL, "reset: it was sent 2 times";
    a_lost_connection_that_is_called_a_timeout_is_found: SaysItTimedOut => Connection, RATES, "nobody listens: TimedOut";
    a_label_that_is_ready_without_a_paper_is_found: SellsWithoutPaper => Success, LABEL, "ready without a paper";
    bytes_that_were_not_prepared_are_found: SendsOtherBytes => Prepared, LABEL, "other bytes are sent";
    a_secret_in_debug_is_found: ShowsASecret => Secrets, RATES, "Debug of the carrier shows \"s3cret\"";
    a_code_that_is_swallowed_is_found: SwallowsTheCode => Refusal, LABEL, "expected the carrier's own \"E42\"";
    a_page_that_is_taken_as_no_rates_is_found: TakesAPageAsNoRates => Unreadable, RATES, "a page: an answer with 0 elements";
    an_error_inside_a_success_that_is_overlooked_is_found: TakesAnErrorAsNoRates => ErrorInside, RATES, "\"E7\": an answer with 0 elements";
    a_weight_that_is_under_declared_is_found: UnderDeclares => Measures, LABEL, "0.4 oz, 33.7 cm: 0.0";
    a_label_that_is_voided_and_is_not_is_found: VoidsTheUnvoidable => Void, VOID, "Voided";
}

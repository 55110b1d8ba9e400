//! What a log says of a call: who, what, how often, with which status, how long. Never a path, a header or a body.

use std::time::Duration;

use tracing::Span;
use tracing::field::Empty;

use super::answer::Answer;
use super::call::Call;
use crate::carrier::{FailureKind, Operation, Result};
use crate::model::CarrierId;

pub(super) fn span(carrier: &CarrierId, call: &Call) -> Span {
    tracing::info_span!(
        "carrier_call",
        carrier = carrier.as_str(),
        operation = name(call.operation),
        tries = Empty,
        status = Empty,
        elapsed_ms = Empty,
    )
}

pub(super) fn done(span: &Span, tries: u8, outcome: &Result<Answer>, elapsed: Duration) {
    if span.is_disabled() {
        return;
    }
    let status = match outcome {
        Ok(answer) => Some(answer.status()),
        Err(error) => error.status(),
    };
    span.record("tries", tries);
    span.record("elapsed_ms", u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX));
    if let Some(status) = status {
        span.record("status", status);
    }
    span.in_scope(|| match outcome {
        Ok(_) => tracing::debug!("answered"),
        // The kind only: a carrier's words may name whom a parcel is for.
        Err(error) => tracing::warn!(
            kind = ?FailureKind::from(error.kind()),
            outcome_unknown = error.outcome_is_unknown(),
            "failed"
        ),
    });
}

pub(super) const fn name(operation: Operation) -> &'static str {
    match operation {
        Operation::Rates => "rates",
        Operation::BuyLabel => "buy_label",
        Operation::ReturnLabel => "return_label",
        Operation::Track => "track",
        Operation::Documents => "documents",
        Operation::Void => "void",
        Operation::FindPurchase => "find_purchase",
        Operation::ServicePoints => "service_points",
        Operation::CheckAddress => "check_address",
        Operation::BookPickup => "book_pickup",
        Operation::CancelPickup => "cancel_pickup",
        Operation::Manifest => "manifest",
        Operation::CheckAccount => "check_account",
    }
}

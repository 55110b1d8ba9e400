//! Asking and choosing, as `ship` and `batch` do it.

use arriero::carrier::Carriers;
use arriero::document::ShipmentDocument;
use arriero::model::{Faults, OffsetDateTime, RateRequest};
use arriero::quote::{Deadlines, Quotes};
use arriero::select::{Request, Selection, select};

/// What was asked, and what was chosen.
#[derive(Debug)]
pub(crate) struct Choice {
    pub(crate) request: RateRequest,
    pub(crate) selection: Selection,
}

/// Asks every carrier and chooses by the document's constraints.
pub(crate) async fn choose(
    carriers: &Carriers,
    document: &ShipmentDocument,
    now: OffsetDateTime,
    deadlines: &Deadlines,
) -> Result<Choice, Faults> {
    let request = document.rate_request(now);
    let Quotes { rates, unavailable, failures, .. } = carriers.quote(&request, deadlines).await?;
    let rules = document.constraints.rules_for(&rates)?;
    let selection = select(&rates, &Request::of(&request, now), &rules)
        .map_err(|error| Faults::one("constraints", error.to_string()))?;
    Ok(Choice { request, selection: selection.with_quote(unavailable, failures) })
}

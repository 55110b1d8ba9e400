//! Taking a label back. A shipment that waits for the end of the day is voided; one that was transmitted, and any without a
//! contract, is a request for a refund, which the carrier decides later.

use serde::Serialize;

use super::address::check_email;
use super::held::{Held, Kind};
use super::label::root;
use super::wire::shipment::{CARD_MEDIA, CARD_NAMESPACE, MEDIA, NAMESPACE};
use super::wire::sold::{CardDetails, Details, RefundInfo, ShipmentInfo};
use super::wire::{owned, told};
use super::{CanadaPost, error};
use crate::carrier::{Operation, Result};
use crate::http::{Answer, Call};
use crate::model::{Faults, ParcelChoice, Path, VoidOutcome, VoidRequest};

/// `shipment-status` of a shipment that can no longer be voided (public knowledge).
const TRANSMITTED: &str = "transmitted";

/// `shipment-refund-request`, `non-contract-shipment-refund-request`
#[derive(Debug, Serialize)]
struct RefundRequest {
    #[serde(rename = "@xmlns")]
    namespace: &'static str,
    email: String,
}

pub(super) async fn void(account: &CanadaPost, request: &VoidRequest) -> Result<VoidOutcome> {
    let held = Held::read(account, Operation::Void, &request.handle)?;
    if matches!(&request.parcels, ParcelChoice::Some(parcels) if parcels != &[0]) {
        let why = "are not the one parcel that a label of Canada Post has; void it whole";
        return Err(account.invalid(Operation::Void, Faults::one("parcels", why)));
    }
    match held.kind {
        Kind::Shipment => take_back(account, &held, request).await,
        Kind::CardShipment => refund(account, &held, request).await,
        Kind::Return | Kind::OpenReturn | Kind::Manifest | Kind::Pickup => {
            let why = "is of no label that can be voided; a return is not paid until it is used";
            Err(Held::unfit(account, Operation::Void, why))
        }
    }
}

async fn take_back(
    account: &CanadaPost,
    held: &Held,
    request: &VoidRequest,
) -> Result<VoidOutcome> {
    let Some(own) = held.way("self") else {
        return Err(Held::unfit(account, Operation::Void, "has no link to its shipment"));
    };
    let call = Call::get(Operation::Void, own.path.clone()).accept(MEDIA);
    let answer = match account.api.send(call).await {
        Err(error) if error::is_gone(&error) => return Ok(VoidOutcome::Voided { already: true }),
        answer => answer?,
    };
    let info: ShipmentInfo =
        error::read(&answer, &root(held.kind, "shipment-info", "non-contract-shipment-info"))?;
    if told(&info.shipment_status) == Some(TRANSMITTED) {
        return refund(account, held, request).await;
    }
    let call = Call::delete(Operation::Void, own.path.clone()).accept(MEDIA);
    match account.api.send(call).await.and_then(|answer| error::taken_back(&answer)) {
        Err(error) if error::is_gone(&error) => Ok(VoidOutcome::Voided { already: true }),
        outcome => outcome.or_else(error::as_outcome),
    }
}

async fn refund(account: &CanadaPost, held: &Held, request: &VoidRequest) -> Result<VoidOutcome> {
    let email = email(account, request)?;
    let Some(path) = held.path("refund") else {
        return Err(Held::unfit(account, Operation::Void, "has no link to ask for a refund"));
    };
    let (media, namespace, name) = match held.kind {
        Kind::CardShipment => (CARD_MEDIA, CARD_NAMESPACE, "non-contract-shipment-refund-request"),
        _ => (MEDIA, NAMESPACE, "shipment-refund-request"),
    };
    // A second request may open a second case: sent once, and what it came to is looked up.
    let call = Call::post(Operation::Void, path)
        .accept(media)
        .xml(media, name, &RefundRequest { namespace, email })
        .once();
    let no = match account.api.send(call).await {
        Ok(answer) => {
            let Some(no) = error::said_no(&answer) else {
                return ticket(held, &answer).map(pending);
            };
            no
        }
        Err(no) => no,
    };
    match opened(account, held).await {
        Some(ticket) => Ok(pending(ticket)),
        None => error::as_outcome(no),
    }
}

fn ticket(held: &Held, answer: &Answer) -> Result<String> {
    let names = ("shipment-refund-request-info", "non-contract-shipment-refund-request-info");
    let info: RefundInfo = answer.xml(&root(held.kind, names.0, names.1))?;
    owned(&info.service_ticket_id).ok_or_else(|| answer.unreadable("no service-ticket-id"))
}

fn pending(ticket: String) -> VoidOutcome {
    VoidOutcome::Pending { ticket: Some(ticket), until: None }
}

/// The case that a refund has already; `None`: none, or it cannot be told.
async fn opened(account: &CanadaPost, held: &Held) -> Option<String> {
    let is_card = held.kind == Kind::CardShipment;
    let media = if is_card { CARD_MEDIA } else { MEDIA };
    let call = Call::get(Operation::Void, held.path("details")?).accept(media);
    let answer = account.api.send(call).await.ok()?;
    let root = root(held.kind, "shipment-details", "non-contract-shipment-details");
    let info = if is_card {
        answer.xml::<CardDetails>(&root).ok()?.refund_request_info
    } else {
        answer.xml::<Details>(&root).ok()?.shipment_detail.refund_request_info
    };
    owned(&info?.service_ticket_id)
}

fn email(account: &CanadaPost, request: &VoidRequest) -> Result<String> {
    let told = request.contact_email.as_ref().or(account.contact_email.as_ref());
    let (at, mut faults) = (Path::Root, Faults::none());
    match told {
        Some(email) => check_email(email.trim(), &at.field("contact_email"), &mut faults),
        None => faults.add(
            &at.field("contact_email"),
            "is missing; Canada Post writes there about the refund (contact_email of the account, too)",
        ),
    }
    faults.into_result().map_err(|faults| account.invalid(Operation::Void, faults))?;
    Ok(told.map(|email| email.trim().to_owned()).unwrap_or_default())
}

#[cfg(test)]
mod tests;

//! Manners: what can be asked of any carrier without knowing what it talks to.
//!
//! Some checks **buy**: give them a carrier that cannot spend true money.

use chrono::DateTime;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Samples;
use crate::carrier::{
    Carrier, Error, ErrorKind, FindRequest, Operation, Prepared, PurchaseKind, PurchaseSafety,
    Result, Sought,
};
use crate::model::{
    CarrierId, DocumentRequest, Handle, Json, Label, LabelRequest, LabelState, PointQuery,
    PurchaseKey, TrackQuery, TrackRequest, VoidRequest,
};

/// Every check of this module.
///
/// # Panics
///
/// With a sentence, at the first one that fails.
pub async fn manners(carrier: &dyn Carrier, samples: &Samples) {
    capabilities_tell_the_truth(carrier, samples).await;
    errors_name_their_carrier(carrier, samples).await;
    preparations_can_be_stored(carrier, samples);
    safety_is_what_it_says(carrier, samples).await;
    too_many_parcels_are_refused(carrier, samples);
    rates_are_in_order(carrier, samples).await;
    tracking_answers_each_number(carrier, samples).await;
    sold_labels_are_whole(carrier, samples).await;
    another_carriers_handle_is_not_taken(carrier, samples).await;
    no_secret_is_shown(carrier, samples).await;
}

/// An operation answers *unsupported* where the capabilities leave it out, and only there.
///
/// # Panics
///
/// Where flag and deed differ.
pub async fn capabilities_tell_the_truth(carrier: &dyn Carrier, samples: &Samples) {
    let can = carrier.capabilities();
    for (operation, failure) in ask_everything(carrier, samples).await {
        let refused = failure.is_some_and(|error| *error.kind() == ErrorKind::Unsupported);
        let (id, says) = (carrier.id(), can.includes(operation));
        assert!(
            says != refused,
            "{id}: the capabilities say {says} for {operation}, and it is {}",
            if refused { "unsupported" } else { "supported" }
        );
    }
}

/// Every error says who failed, and at what.
///
/// # Panics
///
/// Where an error names another carrier or another operation.
pub async fn errors_name_their_carrier(carrier: &dyn Carrier, samples: &Samples) {
    let id = carrier.id();
    for (operation, failure) in ask_everything(carrier, samples).await {
        let Some(error) = failure else { continue };
        assert!(*error.carrier() == id, "{id}: an error names {}: {error}", error.carrier());
        assert!(error.operation() == operation, "{id}: {operation} fails as another: {error:?}");
    }
}

/// A preparation is the same twice, survives being stored, and holds no secret; its `Debug` shows no name.
///
/// # Panics
///
/// Where one of these does not hold.
pub fn preparations_can_be_stored(carrier: &dyn Carrier, samples: &Samples) {
    let can = carrier.capabilities();
    if can.buy_label {
        let prepare = || carrier.prepare_label(samples.label.clone());
        storable(&carrier.id(), samples, prepare);
    }
    if can.return_label {
        let prepare = || carrier.prepare_return(samples.return_label.clone());
        storable(&carrier.id(), samples, prepare);
    }
    if can.book_pickup {
        let pickup = samples.fresh_pickup();
        storable(&carrier.id(), samples, || carrier.prepare_pickup(pickup.clone()));
    }
    if can.close_day {
        let day = samples.fresh_manifest();
        storable(&carrier.id(), samples, || carrier.prepare_manifest(day.clone()));
    }
}

/// `Dedups` holds bytes with the key in them; `Findable` can be looked for.
///
/// # Panics
///
/// Where the declared safety has nothing behind it.
pub async fn safety_is_what_it_says(carrier: &dyn Carrier, samples: &Samples) {
    let can = carrier.capabilities();
    let (label, back) = (samples.fresh_label(), samples.fresh_return());
    let kinds = [
        (can.buy_label, PurchaseKind::Label, Sought::Label(&label)),
        (can.return_label, PurchaseKind::Return, Sought::Return(&back)),
    ];
    for (_, kind, sought) in kinds.into_iter().filter(|(can, ..)| *can) {
        match carrier.purchase_safety(kind) {
            PurchaseSafety::Dedups { .. } => {
                let bytes = match sought {
                    Sought::Label(request) => text_of(carrier.prepare_label(request.clone())),
                    Sought::Return(request) => text_of(carrier.prepare_return(request.clone())),
                };
                assert_key_inside(&carrier.id(), kind, bytes.as_deref(), sought.key());
            }
            PurchaseSafety::Findable { .. } => {
                let found = find(carrier, sought).await;
                let can = !found.is_some_and(|error| *error.kind() == ErrorKind::Unsupported);
                assert!(can, "{}: {kind:?} is findable, and cannot be looked for", carrier.id());
            }
            PurchaseSafety::Blind => {}
        }
    }
}

/// A carrier that tells how many parcels a label may have refuses more, before anything is sent; it never sells them one by one.
///
/// # Panics
///
/// Where one more is taken.
pub fn too_many_parcels_are_refused(carrier: &dyn Carrier, samples: &Samples) {
    let can = carrier.capabilities();
    let (true, Some(most)) = (can.buy_label, can.parcels_per_label) else { return };
    let mut request = samples.fresh_label();
    let Some(parcel) = request.shipment.parcels.first().cloned() else { return };
    request.shipment.parcels = vec![parcel; most.get() + 1];
    let refused = carrier.prepare_label(request).err();
    let invalid = refused.is_some_and(|error| matches!(error.kind(), ErrorKind::InvalidRequest(_)));
    assert!(invalid, "{}: one label takes {most} parcels, and one more is taken", carrier.id());
}

/// Asked twice, the rates come in the same order; each is of this carrier, has a service, and keeps to one currency.
///
/// # Panics
///
/// Where one of these does not hold.
pub async fn rates_are_in_order(carrier: &dyn Carrier, samples: &Samples) {
    if !carrier.capabilities().rates {
        return;
    }
    let id = carrier.id();
    let mut orders = Vec::new();
    for _ in 0..2 {
        let answer = carrier.rates(&samples.rates).await;
        assert!(answer.is_ok(), "{id}: the sample has no rates: {:?}", answer.err());
        let rates = answer.unwrap_or_default().rates;
        for rate in &rates {
            assert!(rate.carrier == id, "{id}: a rate is of {}", rate.carrier);
            assert!(!rate.service.code.is_empty(), "{id}: a rate has no service code");
            let parts = rate.charges.iter().map(|charge| charge.amount).chain(rate.tax);
            let one = parts.into_iter().all(|part| part.currency() == rate.total.currency());
            assert!(one, "{id}: {} mixes currencies", rate.service.code);
        }
        orders.push(rates.into_iter().map(|rate| rate.service).collect::<Vec<_>>());
    }
    let same = orders.first() == orders.last();
    assert!(same, "{id}: the rates come in another order when asked again: {orders:?}");
}

/// Each number has an answer, in the order they were asked.
///
/// # Panics
///
/// Where an answer is missing, is about another number or names another carrier.
pub async fn tracking_answers_each_number(carrier: &dyn Carrier, samples: &Samples) {
    if !carrier.capabilities().track {
        return;
    }
    let (id, asked) = (carrier.id(), &samples.numbers);
    let queries = asked.iter().map(TrackQuery::new);
    // That none could be asked for is an answer, too.
    let Ok(answers) = carrier.track(&TrackRequest::new(queries)).await else { return };
    let (got, wanted) = (answers.len(), asked.len());
    assert!(got == wanted, "{id}: {got} answers to {wanted} numbers");
    for (answer, number) in answers.iter().zip(asked) {
        match answer {
            Ok(tracking) => {
                let right = tracking.number == *number && tracking.carrier == id;
                assert!(right, "{id}: asked for {number}, told of {}", tracking.number);
            }
            Err(error) => {
                let named = *error.carrier() == id && error.operation() == Operation::Track;
                assert!(named, "{id}: the error of {number} names another: {error:?}");
            }
        }
    }
}

/// A label is of this carrier, has its papers unless they are said to be pending, each in a format that the carrier gives, and
/// a handle that survives being stored.
///
/// # Panics
///
/// Where the sample cannot be bought, or one of these does not hold.
pub async fn sold_labels_are_whole(carrier: &dyn Carrier, samples: &Samples) {
    if !carrier.capabilities().buy_label {
        return;
    }
    let id = carrier.id();
    let bought = buy(carrier, samples.fresh_label()).await;
    assert!(bought.is_ok(), "{id}: the sample cannot be bought: {:?}", bought.as_ref().err());
    let Ok(label) = bought else { return };
    let ours = label.carrier == id && *label.handle.carrier() == id;
    assert!(ours, "{id}: the label or its handle names another carrier");
    let stored = label.handle.to_string().parse::<Handle>();
    assert!(stored.as_ref() == Ok(&label.handle), "{id}: the handle does not survive its text");
    let papers = label.state != LabelState::Ready || !label.documents.is_empty();
    assert!(papers, "{id}: the label is ready and has no paper");
    let formats = carrier.capabilities().formats;
    for document in &label.documents {
        let format = document.format;
        assert!(formats.contains(&format), "{id}: {format:?} is no format that it gives");
    }
}

/// What a handle of another carrier stands for is neither voided nor given.
///
/// # Panics
///
/// Where the carrier acts on it.
pub async fn another_carriers_handle_is_not_taken(carrier: &dyn Carrier, samples: &Samples) {
    let can = carrier.capabilities();
    let Some(handle) = handle("somebody-else") else { return };
    if can.includes(Operation::Void) {
        let outcome = carrier.void_label(&VoidRequest::new(handle.clone())).await;
        assert!(outcome.is_err(), "{}: voids by another carrier's handle", carrier.id());
    }
    if can.documents {
        let papers = carrier.documents(&DocumentRequest::new(handle, samples.label.label)).await;
        assert!(papers.is_err(), "{}: gives papers for another carrier's handle", carrier.id());
    }
}

/// Neither the carrier's `Debug` nor an error shows a credential.
///
/// # Panics
///
/// Where one does.
pub async fn no_secret_is_shown(carrier: &dyn Carrier, samples: &Samples) {
    hides(&carrier.id(), samples, "Debug", &format!("{carrier:?}"));
    for (operation, failure) in ask_everything(carrier, samples).await {
        if let Some(error) = failure {
            hides(
                &carrier.id(),
                samples,
                &format!("the error of {operation}"),
                &format!("{error:?} {error}"),
            );
        }
    }
}

/// Does everything once. With each operation its error, if it failed; of two kinds of purchase that are looked for, the
/// look-up that went better.
async fn ask_everything(
    carrier: &dyn Carrier,
    samples: &Samples,
) -> Vec<(Operation, Option<Error>)> {
    let (label, back) = (samples.fresh_label(), samples.fresh_return());
    let track = TrackRequest::new(samples.numbers.iter().map(TrackQuery::new));
    let tracked = carrier.track(&track).await.err();
    let rated = carrier.rates(&samples.rates).await.err();
    let bought = buy(carrier, label.clone()).await;
    let returned = match carrier.prepare_return(back.clone()) {
        Ok(prepared) => carrier.return_label(&prepared).await.err(),
        Err(error) => Some(error),
    };
    let mut looked = find(carrier, Sought::Label(&label)).await;
    if looked.as_ref().is_some_and(|error| *error.kind() == ErrorKind::Unsupported) {
        looked = find(carrier, Sought::Return(&back)).await;
    }
    let bought_handle = bought.as_ref().ok().map(|label| label.handle.clone());
    let mut asked = vec![
        (Operation::Rates, rated),
        (Operation::Track, tracked),
        (Operation::BuyLabel, bought.err()),
        (Operation::ReturnLabel, returned),
        (Operation::FindPurchase, looked),
    ];
    let from = &samples.label.shipment.from;
    asked.extend([
        (
            Operation::ServicePoints,
            carrier.service_points(&PointQuery::new(from.clone())).await.err(),
        ),
        (Operation::CheckAddress, carrier.check_address(from).await.err()),
    ]);
    let (pickup, day) = (samples.fresh_pickup(), samples.fresh_manifest());
    let collected = match carrier.prepare_pickup(pickup) {
        Ok(prepared) => carrier.book_pickup(&prepared).await,
        Err(error) => Err(error),
    };
    let closed = match carrier.prepare_manifest(day) {
        Ok(prepared) => carrier.close_day(&prepared).await.err(),
        Err(error) => Some(error),
    };
    let booked = collected.as_ref().ok().map(|pickup| pickup.handle.clone());
    asked.extend([(Operation::BookPickup, collected.err()), (Operation::Manifest, closed)]);
    if let Some(booked) = booked.or_else(|| handle(carrier.id().as_str())) {
        asked.push((Operation::CancelPickup, carrier.cancel_pickup(&booked).await.err()));
    }
    if let Some(handle) = bought_handle.or_else(|| handle(carrier.id().as_str())) {
        let papers = DocumentRequest::new(handle.clone(), samples.label.label);
        asked.push((Operation::Documents, carrier.documents(&papers).await.err()));
        asked.push((Operation::Void, carrier.void_label(&VoidRequest::new(handle)).await.err()));
    }
    asked
}

async fn buy(carrier: &dyn Carrier, request: LabelRequest) -> Result<Label> {
    carrier.buy_label(&carrier.prepare_label(request)?).await
}

async fn find(carrier: &dyn Carrier, sought: Sought<'_>) -> Option<Error> {
    let long_ago = DateTime::UNIX_EPOCH.fixed_offset();
    carrier.find_purchase(&FindRequest::new(sought, (long_ago, long_ago))).await.err()
}

/// A handle that nobody wrote.
pub(super) fn handle(carrier: &str) -> Option<Handle> {
    Some(Handle::new(CarrierId::new(carrier).ok()?, 1, Json::new("null").ok()?))
}

fn storable<R>(id: &CarrierId, samples: &Samples, prepare: impl Fn() -> Result<Prepared<R>>)
where
    R: Serialize + DeserializeOwned + PartialEq,
{
    let (first, second) = (prepare(), prepare());
    assert!(first.is_ok(), "{id}: the sample cannot be prepared: {:?}", first.as_ref().err());
    let (Ok(first), Ok(second)) = (first, second) else { return };
    assert!(first == second, "{id}: a preparation differs when it is made again");
    let stored = serde_json::to_string(&first);
    let read = stored.ok().and_then(|stored| serde_json::from_str::<Prepared<R>>(&stored).ok());
    assert!(read.as_ref() == Some(&first), "{id}: a preparation does not survive being stored");
    let shown = format!("{first:?}");
    let recipient = samples.label.shipment.to.recipient();
    for name in recipient.name.iter().chain(&recipient.company).chain(&recipient.lines) {
        assert!(!shown.contains(name.as_str()), "{id}: Debug of a preparation shows a name");
    }
    hides(id, samples, "a preparation", &text_of(Ok(first)).unwrap_or_default());
}

/// The bytes of a preparation as text, headers first; `None`: there are no bytes.
fn text_of<R>(prepared: Result<Prepared<R>>) -> Option<String> {
    let prepared = prepared.ok()?;
    let wire = prepared.wire()?;
    let body = String::from_utf8_lossy(&wire.body);
    Some(format!("{} {:?} {body}", wire.path, wire.headers))
}

fn assert_key_inside(id: &CarrierId, kind: PurchaseKind, bytes: Option<&str>, key: PurchaseKey) {
    assert!(bytes.is_some(), "{id}: {kind:?} dedups, and its preparation holds no bytes");
    let names = [key.to_string(), key.uuid().simple().to_string(), key.token()];
    let lower = bytes.unwrap_or_default().to_lowercase();
    let inside = names.iter().any(|name| lower.contains(&name.to_lowercase()));
    assert!(inside, "{id}: {kind:?} dedups, and its bytes do not hold the key");
}

fn hides(id: &CarrierId, samples: &Samples, what: &str, text: &str) {
    for secret in &samples.secrets {
        assert!(!text.contains(secret.as_str()), "{id}: {what} shows a credential");
    }
}

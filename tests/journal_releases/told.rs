//! What a journal tells of a purchase, as JSON that does not depend on how a release keeps it.

use arriero::model::{Document, Label, Payload};
use arriero::purchase::{Bought, Journal, Outcome, ParcelsOutcome};
use arriero::store::{Fingerprint, Record, Store};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// What several parcels are kept as.
pub(crate) const GROUP: &str = "parcels";

pub(crate) async fn told(store: &dyn Store, journal: &Journal, key: &str) -> Value {
    let record = store.record(key).await.unwrap().unwrap();
    let mut told = if record.kind == GROUP {
        group(journal, key).await
    } else {
        one(&journal.look(key).await.unwrap().unwrap())
    };
    let Value::Object(fields) = columns(&record) else { unreachable!() };
    told.as_object_mut().unwrap().extend(fields);
    told
}

async fn group(journal: &Journal, key: &str) -> Value {
    let bought = journal.look_parcels(key).await.unwrap().unwrap();
    let outcome = match &bought.outcome {
        ParcelsOutcome::Made => json!("made"),
        ParcelsOutcome::Undone(failure) => json!({"undone": failure}),
        ParcelsOutcome::Unknown => json!("unknown"),
        other => panic!("say how {other:?} is told"),
    };
    let parts: Vec<_> = bought.parts.iter().map(|part| &part.key).collect();
    json!({"outcome": outcome, "parts": parts, "wanted": bought.wanted.len()})
}

fn one(bought: &Bought) -> Value {
    let outcome = match &bought.outcome {
        Outcome::Made(made) => json!({"made": label(made)}),
        Outcome::Booked(pickup) => json!({"booked": pickup}),
        Outcome::Closed(manifest) => {
            let mut manifest = manifest.clone();
            manifest.documents.iter_mut().for_each(hashed);
            json!({"closed": manifest})
        }
        Outcome::Refused(failure) => json!({"refused": failure}),
        Outcome::NotSent(failure) => json!({"not_sent": failure}),
        Outcome::Unknown { why, wanted } => json!({"unknown": why, "wanted": wanted.is_some()}),
        Outcome::InProgress { since } => json!({"in_progress": since}),
        Outcome::Forgotten { id, total } => json!({"forgotten": id, "total": total}),
        other => panic!("say how {other:?} is told"),
    };
    json!({
        "purchase": bought.purchase,
        "outcome": outcome,
        "voids": bought.voids,
        "voided": bought.voided,
    })
}

fn columns(record: &Record) -> Value {
    json!({
        "kind": record.kind,
        "carrier": record.carrier,
        "version": record.version,
        "work": record.work,
        "order": record.order,
        "supplier": record.supplier,
        "cost": record.cost,
        "begun": record.begun,
        "changed": record.changed,
        "fingerprint": format!("{:?}", record.fingerprint),
    })
}

/// The label as it is, with hashes of its papers in place of their content.
fn label(label: &Label) -> Value {
    let mut label = label.clone();
    label.documents.iter_mut().for_each(hashed);
    serde_json::to_value(label).unwrap()
}

fn hashed(document: &mut Document) {
    if let Payload::Bytes(bytes) = &document.payload {
        assert!(!bytes.is_empty());
        let hash = Fingerprint(Sha256::digest(bytes).into());
        document.payload = Payload::Path(format!("{hash:?}"));
    }
}

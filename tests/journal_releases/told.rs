//! What a journal tells of a purchase, as JSON that does not depend on how a release keeps it.

use arriero::model::{Label, Payload};
use arriero::purchase::{Bought, Outcome};
use arriero::store::{Fingerprint, Store};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

pub(crate) async fn told(store: &dyn Store, bought: &Bought) -> Value {
    let record = store.record(&bought.key).await.unwrap().unwrap();
    let outcome = match &bought.outcome {
        Outcome::Made(made) => json!({"made": label(made)}),
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
    for document in &mut label.documents {
        if let Payload::Bytes(bytes) = &document.payload {
            assert!(!bytes.is_empty());
            let hash = Fingerprint(Sha256::digest(bytes).into());
            document.payload = Payload::Path(format!("{hash:?}"));
        }
    }
    serde_json::to_value(label).unwrap()
}

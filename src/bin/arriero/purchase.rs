//! Buying a label and keeping its papers, as `ship`, `buy` and `return` do it.

use std::fmt::Write as _;
use std::path::PathBuf;

use arriero::carrier::{Carrier, Error};
use arriero::document::PurchaseFailure;
use arriero::model::{Label, LabelState, Payload, PurchaseKey};
use arriero::store::Folder;
use serde::Serialize;

use crate::stop::Stop;
use crate::words::plain;

/// A purchase that failed, with its key.
pub(crate) fn failed(key: PurchaseKey, error: &Error) -> Stop {
    Stop::Purchase(Box::new(PurchaseFailure::new(key, error)))
}

/// Says that a carrier sells labels for fewer parcels than there are.
pub(crate) fn too_many_parcels(carrier: &dyn Carrier, parcels: usize) -> Option<Stop> {
    let most = carrier.capabilities().parcels_per_label?;
    (parcels > most.get()).then(|| {
        let message = format!(
            "{} sells labels of {most} at the most and there are {parcels}; write a shipment for each label",
            carrier.id()
        );
        Stop::input("parcels", message)
    })
}

/// Writes the receipt beside the label.
pub(crate) fn keep_receipt<T: Serialize>(
    receipt: &T,
    label: &Label,
    folder: &Folder,
) -> std::io::Result<PathBuf> {
    let stem = label.tracking_number.as_ref().unwrap_or(&label.id);
    let mut text = serde_json::to_vec_pretty(receipt)?;
    text.push(b'\n');
    folder.write(stem, "json", &text)
}

/// What was bought, in words.
pub(crate) fn words(label: &Label, receipt: Option<&PathBuf>) -> String {
    let number = label.tracking_number.as_ref().unwrap_or(&label.id);
    let mut words = format!("Bought from {}: {}", label.carrier, plain(number));
    if let Some(total) = label.total {
        let _ = write!(words, ", {total}");
    }
    words.push('\n');
    match label.state {
        LabelState::Ready => {}
        _ => words.push_str("  The papers are not ready yet.\n"),
    }
    for document in
        label.documents.iter().chain(label.returns.iter().flat_map(|label| &label.documents))
    {
        let kind = serde_json::to_string(&document.kind).unwrap_or_default();
        let kind = kind.trim_matches('"').replace('_', " ");
        let place = match &document.payload {
            Payload::Path(path) => path.clone(),
            Payload::Url { href, .. } => plain(href),
            Payload::Text(code) => plain(code),
            _ => continue,
        };
        let _ = writeln!(words, "  {kind:<8} {place}");
    }
    if let Some(receipt) = receipt {
        let _ = writeln!(words, "  {:<8} {}", "receipt", receipt.display());
    }
    for notice in &label.notices {
        let _ = writeln!(words, "  note: {}", plain(&notice.text));
    }
    words
}

/// What is said where a label was bought and cannot be written.
pub(crate) fn not_written(error: &std::io::Error) -> String {
    format!(
        "error: the label is bought, but not all of its files could be written: {error}\nThe document on standard output \
         (with --json) has what was not written; keep it, and do not buy again.\n"
    )
}

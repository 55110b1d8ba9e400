//! The JSON schema of every document, by its name.

use schemars::{JsonSchema, generate::SchemaSettings};

use super::{
    AccountsDocument, BatchDocument, BatchRow, CarriersDocument, PurchaseFailure, ReturnDocument,
    ShipDocument, ShipmentDocument, TrackDocument, VoidDocument,
};
use crate::carrier::Failure;
use crate::model::{Json, Label, Tracking};
use crate::quote::Quotes;
use crate::select::Selection;
use crate::select::offers::{Offers, Shop};

/// A document that has a schema.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Described {
    /// Its name.
    pub name: &'static str,
    /// What it is, in a few words.
    pub what: &'static str,
    schema: fn() -> String,
}

/// Every document.
pub const DOCUMENTS: &[Described] = &[
    document::<ShipmentDocument>("shipment", "the input of rates, ship, buy and return"),
    document::<Quotes>("rates", "what rates answers"),
    document::<Shop>("shop", "a shop's options: the input of offers"),
    document::<Offers>("offers", "what offers answers"),
    document::<Selection>("selection", "a decision: what ship answers where no rate qualifies"),
    document::<ShipDocument>(
        "ship",
        "what ship and buy answer, and what they write beside a label",
    ),
    #[cfg(feature = "_store")]
    document::<super::ShipParcelsDocument>(
        "ship_parcels",
        "what ship and buy answer where each parcel has a label of its own",
    ),
    document::<ReturnDocument>("return", "what return answers, and what it writes beside a label"),
    document::<Label>("label", "a label that was bought"),
    document::<TrackDocument>("track", "what track answers"),
    document::<Tracking>("tracking", "what is known of one number"),
    document::<VoidDocument>("void", "what void answers"),
    #[cfg(feature = "_store")]
    document::<super::VoidParcelsDocument>(
        "void_parcels",
        "what void answers to the key of several labels",
    ),
    document::<CarriersDocument>("carriers", "what carriers answers"),
    document::<AccountsDocument>("accounts", "what carriers check answers"),
    #[cfg(feature = "_store")]
    document::<super::PurchasesDocument>("purchases", "what purchases list answers"),
    #[cfg(feature = "_store")]
    document::<super::PurchaseDocument>("purchase", "what purchases show and resolve answer"),
    #[cfg(feature = "_store")]
    document::<super::RecoverDocument>("recover", "what purchases recover answers"),
    document::<super::ForgetDocument>("forget", "what purchases forget answers"),
    #[cfg(feature = "_store")]
    document::<super::MoveDocument>("move", "what purchases move answers"),
    document::<super::ReopenDocument>("reopen", "what purchases reopen answers"),
    document::<BatchDocument>("batch", "what batch answers beside its rows"),
    document::<BatchRow>("batch_row", "a line of what batch writes as JSON lines"),
    #[cfg(feature = "tariff")]
    document::<super::SheetCheckDocument>("sheet_check", "what sheet check answers"),
    #[cfg(feature = "tariff")]
    document::<super::SheetImportDocument>("sheet_import", "what sheet import answers"),
    #[cfg(feature = "tariff")]
    document::<crate::tariff::Explanation>("sheet_explain", "what sheet explain answers"),
    #[cfg(feature = "tariff")]
    document::<crate::tariff::diff::SheetDiff>("sheet_diff", "what sheet diff answers"),
    document::<Failure>("error", "what a command answers where a carrier said no"),
    document::<PurchaseFailure>("purchase_error", "the same for a purchase, with its key"),
    #[cfg(feature = "_store")]
    document::<super::ParcelsFailure>(
        "parcels_error",
        "the same for several labels, with what became of each",
    ),
    #[cfg(feature = "config")]
    document::<super::ComplaintsDocument>("complaints", "what a command answers to bad input"),
];

const fn document<T: JsonSchema>(name: &'static str, what: &'static str) -> Described {
    Described { name, what, schema: text::<T> }
}

/// The JSON schema of a document; `None`: no document has that name.
#[must_use]
pub fn of(name: &str) -> Option<Json> {
    let described = DOCUMENTS.iter().find(|described| described.name == name)?;
    Json::new((described.schema)()).ok()
}

fn text<T: JsonSchema>() -> String {
    let schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>();
    serde_json::to_string_pretty(&schema).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_has_a_schema_and_a_name_of_its_own() {
        let names: std::collections::BTreeSet<_> = DOCUMENTS.iter().map(|one| one.name).collect();
        assert_eq!(names.len(), DOCUMENTS.len());
        for name in names {
            assert!(of(name).unwrap().as_str().contains("$schema"), "{name}");
        }
        assert!(of("nothing").is_none());
    }
}

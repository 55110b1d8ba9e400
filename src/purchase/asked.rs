//! What was asked under a key: who asks again has to ask for the same.

use super::item::{Item, Purchase, Ready};
use super::journal::{Journal, read};
use super::parcels::{GroupBody, KIND};
use crate::store::StoreError;

impl Journal {
    /// What was asked under a key: of several parcels as a whole. `None`: nothing was, or its order is forgotten. Asks no carrier.
    ///
    /// # Errors
    ///
    /// [`StoreError`] where the journal cannot be read.
    pub async fn asked(&self, key: &str) -> Result<Option<Purchase>, StoreError> {
        let Some(record) = self.store.record(key).await? else { return Ok(None) };
        let carrier = record.carrier.clone();
        let mut purchase = if record.kind == KIND {
            let Some(whole) = GroupBody::read(&record)?.whole else { return Ok(None) };
            Purchase::label(carrier, whole)
        } else {
            let Some(ready) = read(&record)?.ready else { return Ok(None) };
            match ready {
                Ready::Label(prepared) => Purchase::label(carrier, prepared.request().clone()),
                Ready::Return(prepared) => {
                    Purchase::return_label(carrier, prepared.request().clone())
                }
                Ready::Pickup(prepared) => Purchase::pickup(carrier, prepared.request().clone()),
                Ready::Manifest(prepared) => {
                    Purchase::manifest(carrier, prepared.request().clone())
                }
            }
        };
        purchase.key = Some(record.key);
        (purchase.order, purchase.supplier) = (record.order, record.supplier);
        purchase.cost = record.cost;
        Ok(Some(purchase))
    }
}

impl Item {
    /// The fields in which two requests differ, by name; empty: they ask for the same. The journal's own key and the token of the
    /// rate do not count.
    #[must_use]
    pub fn differs(&self, other: &Self) -> Vec<String> {
        let (one, other) = (fields(self), fields(other));
        let names: std::collections::BTreeSet<_> = one.keys().chain(other.keys()).collect();
        names.into_iter().filter(|name| one.get(*name) != other.get(*name)).cloned().collect()
    }
}

/// A request's fields, those of its shipment beside its own.
fn fields(item: &Item) -> serde_json::Map<String, serde_json::Value> {
    use serde_json::Value;
    let request = match item {
        Item::Label(request) => serde_json::to_value(request),
        Item::Return(request) => serde_json::to_value(request),
        Item::Pickup(request) => serde_json::to_value(request),
        Item::Manifest(request) => serde_json::to_value(request),
    };
    let Ok(Value::Object(mut fields)) = request else { return serde_json::Map::new() };
    fields.remove("key");
    fields.remove("rate");
    if let Some(Value::Object(shipment)) = fields.remove("shipment") {
        fields.extend(shipment);
    }
    fields
}

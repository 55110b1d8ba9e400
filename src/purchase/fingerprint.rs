//! Whether two requests ask for the same.

use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::body::{unwritable, written};
use super::item::Item;
use crate::model::CarrierId;
use crate::store::{Fingerprint, StoreError};

/// Of the request as JSON, in sorted order and without what says nothing, so that a field that a later release adds changes no old
/// fingerprint. Left out are the journal's own key and the token of the rate, which is another one in every quote.
pub(super) fn of(carrier: &CarrierId, item: &Item) -> Result<Fingerprint, StoreError> {
    let mut request = serde_json::to_value(item).map_err(|error| unwritable(&error))?;
    for body in request
        .as_object_mut()
        .into_iter()
        .flat_map(Map::values_mut)
        .filter_map(Value::as_object_mut)
    {
        body.remove("key");
        body.remove("rate");
    }
    let text = format!("{carrier}\n{}", written(&said(request).unwrap_or_default())?);
    Ok(Fingerprint(Sha256::digest(text).into()))
}

/// The value without what says nothing; `None`: nothing is left.
fn said(value: Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::Array(list) => {
            // Places in a list have a meaning: none is left out.
            let list: Vec<_> = list.into_iter().map(|one| said(one).unwrap_or_default()).collect();
            (!list.is_empty()).then_some(Value::Array(list))
        }
        Value::Object(fields) => {
            let mut fields: Vec<_> =
                fields.into_iter().filter_map(|(name, value)| Some((name, said(value)?))).collect();
            fields.sort_by(|one, other| one.0.cmp(&other.0));
            (!fields.is_empty()).then(|| Value::Object(fields.into_iter().collect()))
        }
        other => Some(other),
    }
}

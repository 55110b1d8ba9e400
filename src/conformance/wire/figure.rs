//! Where weights and lengths stand in a request, and whether what stands there is enough.

use std::str::FromStr as _;

use quick_xml::Reader;
use quick_xml::events::Event;
use rust_decimal::Decimal;

use crate::http::loopback::Seen;
use crate::model::{Length, LengthUnit, Weight, WeightUnit};

/// A weight or a side of the first parcel, as it stands in a request.
#[derive(Clone, Debug)]
#[must_use]
pub struct Figure {
    place: Place,
    unit: Unit,
    step: Decimal,
}

#[derive(Clone, Debug)]
enum Place {
    Json(String),
    Xml(Vec<String>),
}

#[derive(Clone, Copy, Debug)]
enum Unit {
    Weight(WeightUnit),
    Length(LengthUnit),
}

impl Figure {
    /// A weight at a JSON pointer (`/parcels/0/weight`), in a unit, in steps such as a tenth.
    pub fn json_weight(pointer: &str, unit: WeightUnit, step: Decimal) -> Self {
        Self { place: Place::Json(pointer.to_owned()), unit: Unit::Weight(unit), step }
    }

    /// A side at a JSON pointer.
    pub fn json_length(pointer: &str, unit: LengthUnit, step: Decimal) -> Self {
        Self { place: Place::Json(pointer.to_owned()), unit: Unit::Length(unit), step }
    }

    /// A weight in the first element of a path (`scenario/parcel/weight`), prefixes left out.
    pub fn xml_weight(path: &str, unit: WeightUnit, step: Decimal) -> Self {
        Self { place: Place::xml(path), unit: Unit::Weight(unit), step }
    }

    /// A side in the first element of a path.
    pub fn xml_length(path: &str, unit: LengthUnit, step: Decimal) -> Self {
        Self { place: Place::xml(path), unit: Unit::Length(unit), step }
    }

    /// What is wrong with what stands there; `None`: nothing is.
    pub(super) fn fault(
        &self,
        sent: &Seen,
        weight: Weight,
        side: Length,
    ) -> Option<(String, String)> {
        let (whole, unit) = match self.unit {
            Unit::Weight(unit) => (weight.value_in(unit), format!("{unit:?} for {weight}")),
            Unit::Length(unit) => (side.value_in(unit), format!("{unit:?} for {side}")),
        };
        let expected =
            format!("at least {} and less than a step of {} more", whole.round_dp(4), self.step);
        let Some(text) = self.place.text(sent) else {
            return Some((format!("nothing stands at {:?}", self.place), expected));
        };
        let Ok(told) = Decimal::from_str(text.trim()) else {
            return Some((format!("{text:?} is no number"), expected));
        };
        let enough = told >= whole && told < whole + self.step;
        (!enough).then(|| (format!("{told} {unit}"), expected))
    }
}

impl Place {
    fn xml(path: &str) -> Self {
        Self::Xml(path.split('/').map(str::to_owned).collect())
    }

    fn text(&self, sent: &Seen) -> Option<String> {
        match self {
            Self::Json(pointer) => {
                let document: serde_json::Value = serde_json::from_slice(&sent.body).ok()?;
                match document.pointer(pointer)? {
                    serde_json::Value::String(text) => Some(text.clone()),
                    number @ serde_json::Value::Number(_) => Some(number.to_string()),
                    _ => None,
                }
            }
            Self::Xml(path) => element(&sent.text(), path),
        }
    }
}

/// The text of the first element whose path ends like this.
fn element(document: &str, path: &[String]) -> Option<String> {
    let (mut reader, mut here) = (Reader::from_str(document), Vec::new());
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => {
                here.push(start.local_name().as_ref().to_owned());
            }
            Event::End(_) => {
                here.pop();
            }
            Event::Text(text) if here.ends_with(path) => {
                return Some(text.as_ref().to_owned());
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

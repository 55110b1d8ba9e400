//! A purchase as the mock's counter takes it: a label or a return, checked, in bytes or not.

use serde::{Deserialize, Serialize};

use super::settings::Settings;
use crate::carrier::{Error, Operation, Prepared, PurchaseKind, PurchaseSafety, Result, Wire};
use crate::model::{
    Address, Date, Destination, Fault, Faults, Format, Handle, Handover, LabelRequest, LabelSpec,
    Path, PurchaseKey, RateRequest, ReturnLabelRequest, Weight,
};

/// What is bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Order {
    Label(Box<LabelRequest>),
    Return(Box<ReturnLabelRequest>),
}

/// The densest and the coarsest printer that a label is drawn for, in dots per inch.
const DPI: std::ops::RangeInclusive<u16> = 150..=1_200;

impl Order {
    pub(super) const fn kind(&self) -> PurchaseKind {
        match self {
            Self::Label(_) => PurchaseKind::Label,
            Self::Return(_) => PurchaseKind::Return,
        }
    }

    pub(super) const fn operation(&self) -> Operation {
        match self {
            Self::Label(_) => Operation::BuyLabel,
            Self::Return(_) => Operation::ReturnLabel,
        }
    }

    pub(super) const fn key(&self) -> PurchaseKey {
        match self {
            Self::Label(request) => request.key,
            Self::Return(request) => request.key,
        }
    }

    /// The service code; `None`: a return by the mock's usual service.
    pub(super) fn service(&self) -> Option<&str> {
        match self {
            Self::Label(request) => Some(&request.service),
            Self::Return(request) => request.service.as_deref(),
        }
    }

    pub(super) const fn ship_on(&self) -> Date {
        match self {
            Self::Label(request) => request.ship_on,
            Self::Return(request) => request.ship_on,
        }
    }

    pub(super) const fn spec(&self) -> LabelSpec {
        match self {
            Self::Label(request) => request.label,
            Self::Return(request) => request.label,
        }
    }

    pub(super) fn from(&self) -> &Address {
        match self {
            Self::Label(request) => &request.shipment.from,
            Self::Return(request) => &request.from,
        }
    }

    pub(super) fn to(&self) -> Destination {
        match self {
            Self::Label(request) => request.shipment.to.clone(),
            Self::Return(request) => request.to.clone().into(),
        }
    }

    /// Each parcel's weight; `None`: not known.
    pub(super) fn weights(&self) -> Vec<Option<Weight>> {
        match self {
            Self::Label(request) => {
                request.shipment.parcels.iter().map(|parcel| Some(parcel.weight)).collect()
            }
            Self::Return(request) => request.parcels.iter().map(|parcel| parcel.weight).collect(),
        }
    }

    /// The label of the way out that a return belongs to; `None`: not told, or no return.
    pub(super) const fn of(&self) -> Option<&Handle> {
        match self {
            Self::Label(_) => None,
            Self::Return(request) => request.of.as_ref(),
        }
    }

    /// What a price for this would have been asked with; `None` for a return.
    pub(super) fn rate_request(&self) -> Option<RateRequest> {
        let Self::Label(request) = self else { return None };
        let mut asked = RateRequest::new(request.shipment.clone(), request.ship_on);
        asked.ready_at = request.ready_at;
        Some(asked)
    }

    /// # Errors
    ///
    /// Every fault of the request, in the paths of the request.
    pub(super) fn check(&self, settings: &Settings) -> Result<()> {
        let mut faults = Faults::none();
        let root = Path::Root;
        let most = settings.capabilities.parcels_per_label;
        match self {
            Self::Label(request) => {
                if let Err(inner) = request.shipment.check() {
                    faults.extend(below("shipment", &inner));
                }
                if let Some(most) = most.filter(|most| request.shipment.parcels.len() > most.get())
                {
                    let parcels = root.field("shipment");
                    faults.add(
                        &parcels.field("parcels"),
                        format!("has too many; one label takes {most}, so buy several"),
                    );
                }
            }
            Self::Return(request) => {
                if let Err(inner) = request.check() {
                    faults.extend(inner);
                }
                let handover = match request.handover {
                    Handover::Print | Handover::Qr => None,
                    Handover::EmailFromCarrier => Some("email_from_carrier"),
                    Handover::CourierPrints => Some("courier_prints"),
                    Handover::CourierCollects { .. } => Some("courier_collects"),
                    Handover::MailedByCarrier => Some("mailed_by_carrier"),
                };
                if let Some(name) = handover {
                    faults.add(
                        &root.field("handover"),
                        format!("is {name}, which this carrier does not do; ask for print or qr"),
                    );
                }
                if request.of.as_ref().is_some_and(|of| *of.carrier() != settings.id) {
                    faults.add(
                        &root.field("of"),
                        "is a label of another carrier; leave it out, or return it with that one",
                    );
                }
            }
        }
        check_spec(self.spec(), &settings.capabilities.formats, &root.field("label"), &mut faults);
        faults
            .into_result()
            .map_err(|faults| Error::invalid(settings.id.clone(), self.operation(), faults))
    }

    /// The bytes that are stored and sent where the mock knows keys.
    fn wire(&self) -> std::result::Result<Wire, serde_json::Error> {
        let path = match self {
            Self::Label(_) => "/labels",
            Self::Return(_) => "/returns",
        };
        let wire = Wire::new(1, "POST", path, serde_json::to_vec(self)?)
            .with_header("Content-Type", "application/json")
            .with_header("Idempotency-Key", self.key().to_string());
        Ok(wire)
    }
}

/// What will be sent: bytes where the mock dedups, the request itself elsewhere.
pub(super) fn prepare<R>(
    settings: &Settings,
    request: R,
    order: impl FnOnce(&R) -> Order,
) -> Result<Prepared<R>> {
    let order = order(&request);
    order.check(settings)?;
    if !matches!(settings.safety(order.kind()), PurchaseSafety::Dedups { .. }) {
        return Ok(Prepared::plain(request));
    }
    let wire = order.wire().map_err(|error| invalid(settings, &order, "", error.to_string()))?;
    Ok(Prepared::bytes(request, wire))
}

/// What was sent, as the mock's counter reads it: the bytes, where there must be some.
pub(super) fn received<R>(
    settings: &Settings,
    prepared: &Prepared<R>,
    order: impl FnOnce(&R) -> Order,
) -> Result<Order> {
    let order = order(prepared.request());
    let dedups = matches!(settings.safety(order.kind()), PurchaseSafety::Dedups { .. });
    let order = match prepared.wire() {
        None if dedups => {
            let advice = "holds no bytes; prepare it with this carrier, and let a wrapper forward the preparation";
            return Err(invalid(settings, &order, "prepared", advice));
        }
        None => order,
        Some(wire) => serde_json::from_slice(&wire.body).map_err(|error| {
            invalid(settings, &order, "prepared", format!("has bytes that are not ours: {error}"))
        })?,
    };
    order.check(settings)?;
    Ok(order)
}

fn invalid(settings: &Settings, order: &Order, field: &str, message: impl Into<String>) -> Error {
    Error::invalid(settings.id.clone(), order.operation(), Faults::one(field, message))
}

fn below(parent: &str, faults: &Faults) -> Faults {
    let mut all = Faults::none();
    for Fault { field, message } in faults {
        all.extend(Faults::one(format!("{parent}.{field}"), message.clone()));
    }
    all
}

/// Notes what paper the mock cannot give.
pub(super) fn check_spec(spec: LabelSpec, formats: &[Format], at: &Path<'_>, faults: &mut Faults) {
    if !formats.contains(&spec.format) {
        let known: Vec<_> = formats.iter().map(|format| format.extension()).collect();
        let advice = format!("is not given by this carrier; it gives {}", known.join(", "));
        faults.add(&at.field("format"), advice);
    }
    if spec.dpi.is_some_and(|dpi| !DPI.contains(&dpi)) {
        let (least, most) = (DPI.start(), DPI.end());
        faults.add(&at.field("dpi"), format!("is out of range; write {least} to {most}, as 203"));
    }
}

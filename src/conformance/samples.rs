//! What carriers are asked while they are checked.

use crate::model::{
    Address, Country, Date, LabelRequest, LabelSpec, ManifestRequest, ManifestScope, Parcel,
    PickupRequest, PurchaseKey, RateRequest, ReturnLabelRequest, ReturnParcel, Shipment, Time,
    Weight, Window,
};

/// Requests that a carrier under check takes, and texts that it must never show. Replace what does not suit the carrier.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Samples {
    /// A question for prices.
    pub rates: RateRequest,
    /// A purchase that succeeds.
    pub label: LabelRequest,
    /// A return that succeeds.
    pub return_label: ReturnLabelRequest,
    /// A collection that is booked.
    pub pickup: PickupRequest,
    /// A day that is closed.
    pub manifest: ManifestRequest,
    /// Two tracking numbers, known or not.
    pub numbers: [String; 2],
    /// The credentials that the carrier was built with.
    pub secrets: Vec<String>,
}

impl Samples {
    /// One parcel of 1.2 kg from Madrid to Lisbon by a service, and back; handed over on a day.
    #[must_use]
    pub fn new(service: &str, ship_on: Date) -> Self {
        let shop = Address::new(Country::ES)
            .with_company("Comercial Ejemplo")
            .with_line("Calle Mayor 1")
            .with_city("28013", "Madrid");
        let consumer = Address::new(Country::PT)
            .with_name("Benedita Exemplo")
            .with_line("Rua Augusta 12")
            .with_city("1100-048", "Lisboa");
        let weight = Weight::from_grams(1_200);
        let shipment = Shipment::new(shop.clone(), consumer.clone(), vec![Parcel::new(weight)]);
        let parcels = vec![ReturnParcel::new(Some(weight))];
        let hours = (Time::from_hms_opt(9, 0, 0), Time::from_hms_opt(18, 0, 0));
        let window = Window { date: ship_on, from: hours.0, until: hours.1 };
        let mut pickup = PickupRequest::new(PurchaseKey::random(), shop.clone(), window, 1);
        pickup.weight = Some(weight);
        let day = ManifestScope::Day(ship_on);
        Self {
            pickup,
            manifest: ManifestRequest::new(PurchaseKey::random(), day, shop.clone()),
            rates: RateRequest::new(shipment.clone(), ship_on),
            label: LabelRequest::new(PurchaseKey::random(), shipment, service, ship_on),
            return_label: ReturnLabelRequest::new(
                PurchaseKey::random(),
                consumer,
                shop,
                parcels,
                ship_on,
            ),
            numbers: ["0000000000000".to_owned(), "0000000000001".to_owned()],
            secrets: Vec::new(),
        }
    }

    /// With a credential that must not be shown.
    #[must_use]
    pub fn with_secret(mut self, secret: impl Into<String>) -> Self {
        self.secrets.push(secret.into());
        self
    }

    /// With this paper, for carriers that give no PDF.
    #[must_use]
    pub const fn with_paper(mut self, paper: LabelSpec) -> Self {
        self.label.label = paper;
        self.return_label.label = paper;
        self
    }

    /// The purchase with a key of its own, so that one check does not meet what another bought.
    pub(super) fn fresh_label(&self) -> LabelRequest {
        LabelRequest { key: PurchaseKey::random(), ..self.label.clone() }
    }

    /// The return, likewise.
    pub(super) fn fresh_return(&self) -> ReturnLabelRequest {
        ReturnLabelRequest { key: PurchaseKey::random(), ..self.return_label.clone() }
    }

    /// The collection, likewise.
    pub(super) fn fresh_pickup(&self) -> PickupRequest {
        PickupRequest { key: PurchaseKey::random(), ..self.pickup.clone() }
    }

    /// The end of the day, likewise.
    pub(super) fn fresh_manifest(&self) -> ManifestRequest {
        ManifestRequest { key: PurchaseKey::random(), ..self.manifest.clone() }
    }
}

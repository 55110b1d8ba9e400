//! The nouns of shipping: what is sent, where, at what price, on which paper, and where it is now.
//!
//! No I/O, nothing asynchronous, the name of no carrier. Every noun serialises with the field names that the command line
//! and the HTTP interface use. A struct that may grow is `#[non_exhaustive]`: build it with its `new` and set the fields
//! that you know; a field left at `None` is *not known*, never a guess.

mod address;
mod address_check;
pub(crate) mod amount;
mod carrier_id;
mod country;
mod currency;
mod customs;
mod data;
mod document;
mod estimate;
mod fault;
mod feature;
mod from_text;
mod handle;
mod key;
mod label;
mod manifest;
mod measure;
mod money;
mod notice;
mod options;
mod parcel;
mod pickup;
pub mod postal;
mod rate;
mod rate_part;
mod returns;
mod service;
mod service_point;
mod shipment;
pub mod subdivision;
mod time;
pub(crate) use time::clock;
mod tracking;
mod void;

pub use address::{Address, Destination, PointDestination, TaxId, TaxIdKind};
pub use address_check::{AddressCheck, AddressVerdict, CheckDepth};
pub use amount::AmountError;
pub use carrier_id::{CarrierId, CarrierIdError};
pub use country::{Country, UnknownCountry};
pub use currency::{Currency, UnknownCurrency};
pub use customs::{Contents, Customs, CustomsItem, DutiesPayer, Incoterm, Invoice, NonDelivery};
pub use document::{Document, DocumentKind, DocumentRequest, Format, Payload};
pub use estimate::DeliveryEstimate;
pub use fault::{Fault, Faults, Path};
pub use feature::{Feature, FeatureError, FeatureOffer, Offer};
pub use handle::{Handle, HandleError, Json};
pub use key::{KeyError, PurchaseKey};
pub use label::{Label, LabelParcel, LabelRequest, LabelSize, LabelSpec, LabelState};
pub use manifest::{Manifest, ManifestEntry, ManifestRequest, ManifestScope};
pub use measure::{Dimensions, Length, LengthUnit, MeasureError, Weight, WeightUnit};
pub use money::{ExchangeRate, Money, MoneyError};
pub use notice::{Notice, Severity};
pub use options::{
    Cod, Drop, FeePayer, Notification, Options, Payer, Signature, SignatureError, Swap, SwapKind,
};
pub use parcel::{Packaging, Parcel};
pub use pickup::{Pickup, PickupPlace, PickupRequest, Window};
pub use rate::{
    Aggregation, Charge, ChargeKind, Cover, DeliversTo, PriceBasis, Rate, RateAnswer, RateRequest,
    Unavailable,
};
pub use rate_part::RatePart;
pub use returns::{BundledReturn, ChargeWhen, Handover, ReturnLabelRequest, ReturnParcel};
pub use service::{Service, ServiceLevel};
pub use service_point::{
    Accepts, OpeningHours, PointKind, PointPurpose, PointQuery, Position, ServicePoint,
};
pub use shipment::{Reference, ReferenceKind, Shipment};
pub use time::{Date, LocalDateTime, Moment, MomentError, OffsetDateTime, Time};
pub use tracking::{
    Actor, Candidate, Delay, Delivered, Event, Linked, LinkedWhy, ParcelTracking, Place, RawStatus,
    Reason, ReasonCode, Status, TrackHint, TrackQuery, TrackRequest, Tracking,
};
pub use void::{ParcelChoice, VoidOutcome, VoidRequest};

//! What a carrier is asked in a check, and what it tells: every operation behind one call. What the answer should have been is
//! not known here.

use std::fmt::Write as _;

use chrono::DateTime;

use crate::carrier::{
    AccountCheck, Carrier, Error, ErrorKind, FindRequest, Found, Operation, Prepared, Result,
    Sought, Wire,
};
use crate::model::{
    Address, AddressCheck, AddressVerdict, Dimensions, Document, DocumentRequest, Handle, Label,
    LabelRequest, LabelSpec, Manifest, ManifestRequest, ManifestScope, Pickup, PickupRequest,
    PointQuery, PurchaseKey, RateAnswer, RateRequest, ReturnLabelRequest, ServicePoint, Shipment,
    TrackRequest, Tracking, VoidOutcome, VoidRequest, Weight,
};

/// What a carrier is asked. What needs a label or a collection first gets that of the row's own part for it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Ask {
    /// Prices.
    Rates(RateRequest),
    /// Tracking, of one number.
    Track(TrackRequest),
    /// A label. Each check gives it a key of its own.
    Label(LabelRequest),
    /// A return. Each check gives it a key of its own.
    Return(ReturnLabelRequest),
    /// The papers of the label that the row's part buys.
    Documents(LabelSpec),
    /// That label, taken back.
    Void,
    /// A label, looked for.
    Find(LabelRequest),
    /// Service points.
    Points(PointQuery),
    /// An address.
    Address(Address),
    /// A collection. Each check gives it a key of its own.
    Pickup(PickupRequest),
    /// The collection that the row's part books, cancelled.
    CancelPickup,
    /// The end of the day. `Labels` of none: the label that the row's part buys.
    Manifest(ManifestRequest),
    /// Whether the carrier knows us. A row has it where the carrier can be asked.
    Account,
}

/// What came of it.
#[derive(Debug)]
pub(super) enum Told {
    Rates(RateAnswer),
    Track(Tracking),
    Label(Box<Label>),
    Documents(Vec<Document>),
    Void(VoidOutcome),
    Found(Vec<Found>),
    Points(Vec<ServicePoint>),
    Address(AddressCheck),
    Pickup(Pickup),
    Manifest(Manifest),
    Account(AccountCheck),
}

impl Ask {
    /// The operation.
    #[must_use]
    pub const fn operation(&self) -> Operation {
        match self {
            Self::Rates(_) => Operation::Rates,
            Self::Track(_) => Operation::Track,
            Self::Label(_) => Operation::BuyLabel,
            Self::Return(_) => Operation::ReturnLabel,
            Self::Documents(_) => Operation::Documents,
            Self::Void => Operation::Void,
            Self::Find(_) => Operation::FindPurchase,
            Self::Points(_) => Operation::ServicePoints,
            Self::Address(_) => Operation::CheckAddress,
            Self::Pickup(_) => Operation::BookPickup,
            Self::CancelPickup => Operation::CancelPickup,
            Self::Manifest(_) => Operation::Manifest,
            Self::Account => Operation::CheckAccount,
        }
    }

    /// What has to be bought first.
    pub(super) fn needs(&self) -> Option<Operation> {
        match self {
            Self::Documents(_) | Self::Void => Some(Operation::BuyLabel),
            Self::CancelPickup => Some(Operation::BookPickup),
            Self::Manifest(request) if scope_is_open(request) => Some(Operation::BuyLabel),
            _ => None,
        }
    }

    /// The same question with a key of its own.
    pub(super) fn fresh(&self) -> Self {
        let key = PurchaseKey::random();
        let mut ask = self.clone();
        match &mut ask {
            Self::Label(request) | Self::Find(request) => request.key = key,
            Self::Return(request) => request.key = key,
            Self::Pickup(request) => request.key = key,
            Self::Manifest(request) => request.key = key,
            _ => {}
        }
        ask
    }

    /// The key by which a purchase could be found again.
    pub(super) const fn key(&self) -> Option<PurchaseKey> {
        match self {
            Self::Label(request) | Self::Find(request) => Some(request.key),
            Self::Return(request) => Some(request.key),
            _ => None,
        }
    }

    /// With another first parcel; `None`: it has no parcels.
    pub(super) fn with_parcel(&self, weight: Weight, sides: Option<Dimensions>) -> Option<Self> {
        let change = |shipment: &mut Shipment| {
            let parcel = shipment.parcels.first_mut()?;
            parcel.weight = weight;
            parcel.dimensions = sides.or(parcel.dimensions);
            Some(())
        };
        let mut ask = self.clone();
        match &mut ask {
            Self::Rates(request) => {
                let mut shipment = (*request.shipment).clone();
                change(&mut shipment)?;
                request.shipment = shipment.into();
            }
            Self::Label(request) => change(&mut request.shipment)?,
            Self::Return(request) => {
                let parcel = request.parcels.first_mut()?;
                parcel.weight = Some(weight);
                parcel.dimensions = sides.or(parcel.dimensions);
            }
            _ => return None,
        }
        Some(ask)
    }

    /// Names, streets, phones and mails of those who send and receive.
    pub(super) fn people(&self) -> Vec<String> {
        let addresses: Vec<&Address> = match self {
            Self::Rates(request) => {
                vec![&request.shipment.from, request.shipment.to.recipient()]
            }
            Self::Label(request) | Self::Find(request) => {
                vec![&request.shipment.from, request.shipment.to.recipient()]
            }
            Self::Return(request) => vec![&request.from, &request.to],
            Self::Points(query) => vec![&query.near],
            Self::Address(address) => vec![address],
            Self::Pickup(request) => vec![&request.address],
            Self::Manifest(request) => vec![&request.from],
            Self::Track(_)
            | Self::Documents(_)
            | Self::Void
            | Self::CancelPickup
            | Self::Account => Vec::new(),
        };
        let mut people = Vec::new();
        for address in addresses {
            people.extend(address.lines.iter().cloned());
            let told = [&address.name, &address.company, &address.phone, &address.email];
            people.extend(told.into_iter().flatten().cloned());
        }
        people
    }

    /// Prepares and shows what was prepared; nothing is sent. `None`: there is nothing to prepare.
    pub(super) fn prepare(&self, carrier: &dyn Carrier) -> Option<Result<(Option<Wire>, String)>> {
        fn shown<R>(prepared: Result<Prepared<R>>) -> Result<(Option<Wire>, String)> {
            prepared.map(|prepared| (prepared.wire().cloned(), format!("{prepared:?}")))
        }
        Some(match self.clone() {
            Self::Label(request) => shown(carrier.prepare_label(request)),
            Self::Return(request) => shown(carrier.prepare_return(request)),
            Self::Pickup(request) => shown(carrier.prepare_pickup(request)),
            Self::Manifest(request) => shown(carrier.prepare_manifest(request)),
            _ => return None,
        })
    }

    /// Asks. `handle` is that of what was bought before.
    pub(super) async fn of(&self, carrier: &dyn Carrier, handle: Option<&Handle>) -> Result<Told> {
        let bought = || {
            handle.cloned().ok_or_else(|| {
                let none = Error::new(carrier.id(), self.operation(), ErrorKind::Unsupported);
                none.caused_by("nothing was bought that could be asked about")
            })
        };
        Ok(match self.clone() {
            Self::Rates(request) => Told::Rates(carrier.rates(&request).await?),
            Self::Track(request) => {
                let mut answers = carrier.track(&request).await?;
                let (asked, told) = (request.queries.len(), answers.len());
                if asked != told || told != 1 {
                    let why = format!("{told} answers to {asked} numbers; a check asks for one");
                    let kind = ErrorKind::Unreadable { status: None };
                    return Err(Error::new(carrier.id(), Operation::Track, kind).caused_by(why));
                }
                Told::Track(answers.remove(0)?)
            }
            Self::Label(request) => {
                Told::Label(carrier.buy_label(&carrier.prepare_label(request)?).await?.into())
            }
            Self::Return(request) => {
                Told::Label(carrier.return_label(&carrier.prepare_return(request)?).await?.into())
            }
            Self::Documents(spec) => {
                Told::Documents(carrier.documents(&DocumentRequest::new(bought()?, spec)).await?)
            }
            Self::Void => Told::Void(carrier.void_label(&VoidRequest::new(bought()?)).await?),
            Self::Find(request) => {
                let sent = DateTime::UNIX_EPOCH.fixed_offset();
                let sought = FindRequest::new(Sought::Label(&request), (sent, sent));
                Told::Found(carrier.find_purchase(&sought).await?)
            }
            Self::Points(query) => Told::Points(carrier.service_points(&query).await?),
            Self::Address(address) => Told::Address(carrier.check_address(&address).await?),
            Self::Pickup(request) => {
                Told::Pickup(carrier.book_pickup(&carrier.prepare_pickup(request)?).await?)
            }
            Self::CancelPickup => Told::Void(carrier.cancel_pickup(&bought()?).await?),
            Self::Manifest(mut request) => {
                if scope_is_open(&request) {
                    request.scope = ManifestScope::Labels(vec![bought()?]);
                }
                Told::Manifest(carrier.close_day(&carrier.prepare_manifest(request)?).await?)
            }
            Self::Account => Told::Account(carrier.check_account().await?),
        })
    }
}

fn scope_is_open(request: &ManifestRequest) -> bool {
    matches!(&request.scope, ManifestScope::Labels(labels) if labels.is_empty())
}

impl Told {
    /// How many there are of what the operation lists.
    pub(super) fn elements(&self) -> usize {
        match self {
            Self::Rates(answer) => answer.rates.len(),
            Self::Track(tracking) => tracking.events.len(),
            Self::Label(label) => label.parcels.len(),
            Self::Documents(papers) => papers.len(),
            Self::Found(found) => found.len(),
            Self::Points(points) => points.len(),
            Self::Manifest(manifest) => manifest.included.len(),
            Self::Void(VoidOutcome::Partly { parcels }) => parcels.len(),
            Self::Address(check) => match &check.verdict {
                AddressVerdict::Valid | AddressVerdict::Corrected(_) => 1,
                AddressVerdict::Ambiguous(candidates) => candidates.len(),
                AddressVerdict::Invalid | AddressVerdict::Unchecked => 0,
            },
            Self::Void(_) | Self::Pickup(_) | Self::Account(_) => 1,
        }
    }

    /// What later operations take.
    pub(super) const fn handle(&self) -> Option<&Handle> {
        match self {
            Self::Label(label) => Some(&label.handle),
            Self::Pickup(pickup) => Some(&pickup.handle),
            Self::Manifest(manifest) => Some(&manifest.handle),
            _ => None,
        }
    }

    /// All of it as text, for looking whether something was kept.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Rates(answer) => json(answer),
            Self::Track(tracking) => json(tracking),
            Self::Label(label) => json(label),
            Self::Documents(papers) => json(papers),
            Self::Void(outcome) => json(outcome),
            Self::Found(found) => {
                let mut text = String::new();
                for one in found {
                    text.push_str(&json(&one.label));
                    let _ = write!(text, "{one:?}");
                }
                text
            }
            Self::Points(points) => json(points),
            Self::Address(check) => json(check),
            Self::Pickup(pickup) => json(pickup),
            Self::Manifest(manifest) => json(manifest),
            Self::Account(check) => json(check),
        }
    }
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

//! The mock's counter beside its sales: service points, addresses, collections, and the end of the day.

use serde::Serialize;

use super::after::Desk;
use super::clock::later;
use super::order::Order;
use super::settings::Settings;
use super::ticket::Ticket;
use crate::carrier::{
    Error, ErrorKind, OnDuplicate, Operation, Prepared, PurchaseKind, PurchaseSafety, Result, Wire,
};
use crate::model::{
    Address, AddressCheck, AddressVerdict, CheckDepth, Document, DocumentKind, Faults, Format,
    Handle, LabelState, Manifest, ManifestEntry, ManifestRequest, ManifestScope, Notice,
    OffsetDateTime, Path, Payload, Pickup, PickupRequest, PointPurpose, PointQuery, PurchaseKey,
    ServicePoint, VoidOutcome, Window,
};

/// A collection that was truly booked, whatever the caller was told.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Booked {
    /// The purchase's key.
    pub key: PurchaseKey,
    /// What a driver is told to ask for.
    pub confirmation: String,
    /// When.
    pub window: Window,
    /// How many parcels.
    pub parcels: u32,
    /// When it was booked, by the mock's clock.
    pub at: OffsetDateTime,
    /// Whether it was cancelled.
    pub cancelled: bool,
    request: PickupRequest,
    pickup: Pickup,
}

/// A day that was truly closed, whatever the caller was told.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Closed {
    /// The purchase's key.
    pub key: PurchaseKey,
    /// The manifest's number.
    pub id: String,
    /// The tracking numbers inside.
    pub numbers: Vec<String>,
    /// When, by the mock's clock.
    pub at: OffsetDateTime,
    request: ManifestRequest,
    manifest: Manifest,
}

/// Collections and manifests, those of the future (a late commit) among them.
#[derive(Debug, Default)]
pub(super) struct Counter {
    pickups: Vec<Booked>,
    manifests: Vec<Closed>,
}

impl Counter {
    pub(super) fn pickups(&self, now: OffsetDateTime) -> Vec<Booked> {
        self.pickups.iter().filter(|booked| booked.at <= now).cloned().collect()
    }

    pub(super) fn manifests(&self, now: OffsetDateTime) -> Vec<Closed> {
        self.manifests.iter().filter(|closed| closed.at <= now).cloned().collect()
    }

    /// Whether a parcel is in a manifest.
    pub(super) fn holds(&self, number: &str, now: OffsetDateTime) -> bool {
        let mut closed = self.manifests.iter().filter(|closed| closed.at <= now);
        closed.any(|closed| closed.numbers.iter().any(|known| known == number))
    }

    /// Books a collection, now or when a late commit is due.
    pub(super) fn book(
        &mut self,
        settings: &Settings,
        request: &PickupRequest,
        now: OffsetDateTime,
        due: OffsetDateTime,
    ) -> Result<Pickup> {
        let counter = At { settings, operation: Operation::BookPickup, now };
        let known = self.pickups.iter().rfind(|booked| booked.key == request.key);
        let known = known.map(|booked| (booked.at, booked.request == *request, &booked.pickup));
        if let Some(first) = counter.known(PurchaseKind::Pickup, known, |first| &first.handle) {
            return first.cloned();
        }
        request.check().map_err(|faults| counter.invalid(faults))?;
        let confirmation = format!("{}P{:04}", settings.prefix, self.pickups.len() + 1);
        let handle = counter.handle(&confirmation)?;
        let mut pickup = Pickup::new(handle, request.window);
        pickup.confirmation = Some(confirmation.clone());
        self.pickups.push(Booked {
            key: request.key,
            confirmation,
            window: request.window,
            parcels: request.parcels,
            at: due,
            cancelled: false,
            request: request.clone(),
            pickup: pickup.clone(),
        });
        Ok(pickup)
    }

    /// Cancels a collection whose day has not begun.
    pub(super) fn cancel(
        &mut self,
        settings: &Settings,
        handle: &Handle,
        now: OffsetDateTime,
    ) -> Result<VoidOutcome> {
        let counter = At { settings, operation: Operation::CancelPickup, now };
        let mut booked = self.pickups.iter_mut().filter(|booked| booked.at <= now);
        let Some(booked) = booked.find(|booked| booked.pickup.handle == *handle) else {
            return Err(counter.fail(ErrorKind::not_found("there is no such pickup")));
        };
        if booked.cancelled {
            return Ok(VoidOutcome::Voided { already: true });
        }
        if now.date_naive() > booked.window.date {
            let (code, text) = ("PASSED".to_owned(), "the day of the pickup is over".to_owned());
            return Ok(VoidOutcome::Refused { code, text });
        }
        booked.cancelled = true;
        Ok(VoidOutcome::Voided { already: false })
    }

    /// Enters a day that [`Desk::close`] made.
    pub(super) fn enter(&mut self, closed: Closed) {
        self.manifests.push(closed);
    }

    /// The answer to a key that closed a day before.
    pub(super) fn closed_before(
        &self,
        settings: &Settings,
        request: &ManifestRequest,
        now: OffsetDateTime,
    ) -> Option<Result<Manifest>> {
        let counter = At { settings, operation: Operation::Manifest, now };
        let known = self.manifests.iter().rfind(|closed| closed.key == request.key);
        let known = known.map(|closed| (closed.at, closed.request == *request, &closed.manifest));
        let known = counter.known(PurchaseKind::Manifest, known, |first| &first.handle);
        known.map(Result::<&Manifest>::cloned)
    }
}

/// An operation of a mock at a moment.
struct At<'m> {
    settings: &'m Settings,
    operation: Operation,
    now: OffsetDateTime,
}

impl At<'_> {
    fn fail(&self, kind: ErrorKind) -> Error {
        Error::new(self.settings.id.clone(), self.operation, kind)
    }

    fn invalid(&self, faults: Faults) -> Error {
        Error::invalid(self.settings.id.clone(), self.operation, faults)
    }

    fn handle(&self, number: &str) -> Result<Handle> {
        Handle::of(self.settings.id.clone(), 1, number)
            .map_err(|error| self.fail(ErrorKind::Unreadable { status: None }).caused_by(error))
    }

    /// What a carrier that dedups says to a key that it knows; `None`: it is made anew.
    fn known<'k, T>(
        &self,
        kind: PurchaseKind,
        first: Option<(OffsetDateTime, bool, &'k T)>,
        handle: impl Fn(&T) -> &Handle,
    ) -> Option<Result<&'k T>> {
        let PurchaseSafety::Dedups { on_duplicate, window } = self.settings.safety(kind) else {
            return None;
        };
        let (at, same, made) = first.filter(|(at, ..)| self.now < later(*at, window))?;
        if at > self.now {
            return None;
        }
        let exists = |existing| {
            let message = "this key was used before".to_owned();
            Err(self.fail(ErrorKind::AlreadyExists { existing, message }))
        };
        Some(match on_duplicate {
            _ if !same => Err(self.fail(ErrorKind::Refused {
                code: "KEY_REUSED".to_owned(),
                message: "this key was used for another purchase".to_owned(),
            })),
            OnDuplicate::Replays => Ok(made),
            OnDuplicate::ReturnsExisting => exists(Some(handle(made).clone())),
            OnDuplicate::Refuses => exists(None),
        })
    }
}

/// Bytes where the mock dedups, the request itself elsewhere.
pub(super) fn prepare<R: Serialize>(
    settings: &Settings,
    operation: Operation,
    kind: PurchaseKind,
    key: PurchaseKey,
    request: R,
) -> Result<Prepared<R>> {
    if !matches!(settings.safety(kind), PurchaseSafety::Dedups { .. }) {
        return Ok(Prepared::plain(request));
    }
    let path = if kind == PurchaseKind::Pickup { "/pickups" } else { "/manifests" };
    let body = serde_json::to_vec(&request).map_err(|error| {
        Error::invalid(settings.id.clone(), operation, Faults::one("", error.to_string()))
    })?;
    let wire = Wire::new(1, "POST", path, body)
        .with_header("Content-Type", "application/json")
        .with_header("Idempotency-Key", key.to_string());
    Ok(Prepared::bytes(request, wire))
}

/// The points of a country that do what is wanted: those of the postal code first, then those of the city.
pub(super) fn points(settings: &Settings, query: &PointQuery) -> Vec<ServicePoint> {
    let near = &query.near;
    let does = |point: &&ServicePoint| {
        let accepts = point.accepts.unwrap_or_default();
        let refused = match query.purpose {
            PointPurpose::Collect => accepts.delivery,
            PointPurpose::DropOff => accepts.dropoff,
            PointPurpose::Return => accepts.returns,
        } == Some(false);
        let too_heavy = accepts.max_weight.zip(query.weight).is_some_and(|(most, is)| is > most);
        point.address.country == near.country && !refused && !too_heavy
    };
    let distance = |point: &ServicePoint| {
        let same_code = near.postal_code.is_some() && point.address.postal_code == near.postal_code;
        let same_city = !near.city.is_empty() && point.address.city == near.city;
        (!same_code, !same_city)
    };
    let mut found: Vec<_> = settings.points.iter().filter(does).cloned().collect();
    found.sort_by_key(distance);
    found.truncate(query.limit.map_or(usize::MAX, usize::from));
    found
}

/// The mock knows what a postal code looks like, and no streets.
pub(super) fn check(address: &Address) -> AddressCheck {
    let mut faults = Faults::none();
    address.check_place(&Path::Root, &mut faults);
    let is_valid = faults.iter().next().is_none();
    let mut check =
        AddressCheck::new(if is_valid { AddressVerdict::Valid } else { AddressVerdict::Invalid });
    check.depth = Some(CheckDepth::PostalCode);
    check.notices = faults
        .iter()
        .map(|fault| Notice::warning(format!("{} {}", fault.field, fault.message)))
        .collect();
    check
}

impl Desk<'_> {
    /// What closing the day makes. The error: there is nothing to close, or not by this scope.
    pub(super) fn close(&self, request: &ManifestRequest, place: usize) -> Result<Closed> {
        let counter = At { settings: self.settings, operation: Operation::Manifest, now: self.now };
        let mut included = Vec::new();
        let mut numbers = Vec::new();
        for number in self.wanted(request, &counter)? {
            let refused = self.left_out(&number);
            if refused.is_none() {
                numbers.push(number.clone());
            }
            included.push(ManifestEntry { refused, ..ManifestEntry::new(number) });
        }
        if numbers.is_empty() {
            let (code, message) = ("EMPTY".to_owned(), "no label is left to hand over".to_owned());
            return Err(counter.fail(ErrorKind::Refused { code, message }));
        }
        let id = format!("{}M{place:04}", self.settings.prefix);
        let mut manifest = Manifest::new(counter.handle(&id)?);
        let paper = format!("{id}\n{}\n{}\n", self.now.date_naive(), numbers.join("\n"));
        manifest.id = Some(id.clone());
        manifest.state = LabelState::Ready;
        manifest.included = included;
        manifest.documents =
            vec![Document::new(DocumentKind::Manifest, Format::Text, Payload::Text(paper))];
        let (key, request, at) = (request.key, request.clone(), self.now);
        Ok(Closed { key, id, numbers, at, request, manifest })
    }

    fn wanted(&self, request: &ManifestRequest, counter: &At<'_>) -> Result<Vec<String>> {
        let sales = self.ledger.sales();
        match &request.scope {
            ManifestScope::Day(day) => {
                let of_day = sales.into_iter().filter(|sale| {
                    matches!(sale.order, Order::Label(_)) && sale.order.ship_on() == *day
                });
                Ok(of_day.filter(|sale| !sale.voided).flat_map(|sale| sale.parcels).collect())
            }
            ManifestScope::Labels(handles) => {
                let mut numbers = Vec::new();
                for handle in handles {
                    let ticket = Ticket::read(handle).ok();
                    let ours = ticket.filter(|_| *handle.carrier() == self.settings.id);
                    let why = "is no label of ours";
                    let Some(ticket) = ours else {
                        return Err(counter.invalid(Faults::one("scope.labels", why)));
                    };
                    numbers.extend(ticket.numbers());
                }
                Ok(numbers)
            }
            ManifestScope::Group(_) => {
                let why = "is a group, which this carrier has none of; give a day or labels";
                Err(counter.invalid(Faults::one("scope", why)))
            }
        }
    }

    fn left_out(&self, number: &str) -> Option<String> {
        if self.ledger.of_number(number).is_none() {
            return Some("no number of this carrier".to_owned());
        }
        if self.ledger.voided_at(number).is_some() {
            return Some("the label is void".to_owned());
        }
        self.counter.holds(number, self.now).then(|| "it is in a manifest already".to_owned())
    }
}

impl Closed {
    pub(super) const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    pub(super) const fn due(mut self, at: OffsetDateTime) -> Self {
        self.at = at;
        self
    }
}

//! After the sale: looking for it, following it, fetching its paper again, taking it back.

use super::counter::Counter;
use super::ledger::{Ledger, Sold};
use super::number::{self, Number};
use super::order::check_spec;
use super::paper::{self, Slip};
use super::sell::recipient;
use super::settings::Settings;
use super::ticket::{Spot, Ticket};
use super::timeline::{Timeline, event};
use super::well_known;
use crate::carrier::{
    Error, ErrorKind, Found, Operation, PurchaseKind, PurchaseSafety, Result, Sought, VoidUnit,
};
use crate::model::{
    Delivered, Document, DocumentRequest, Event, Faults, Handle, LabelState, Linked, LinkedWhy,
    Moment, OffsetDateTime, ParcelChoice, ParcelTracking, Path, Status, TrackQuery, Tracking,
    VoidOutcome, VoidRequest,
};

/// Everything of a mock that an answer is made from, at one moment.
#[derive(Debug)]
pub(super) struct Desk<'m> {
    pub(super) settings: &'m Settings,
    pub(super) ledger: &'m Ledger,
    pub(super) counter: &'m Counter,
    pub(super) now: OffsetDateTime,
}

impl Desk<'_> {
    fn fail(&self, operation: Operation, kind: ErrorKind) -> Error {
        Error::new(self.settings.id.clone(), operation, kind)
    }

    fn not_found(&self, operation: Operation, message: impl Into<String>) -> Error {
        self.fail(operation, ErrorKind::not_found(message))
    }

    fn invalid(&self, operation: Operation, field: &str, message: impl Into<String>) -> Error {
        Error::invalid(self.settings.id.clone(), operation, Faults::one(field, message))
    }

    fn read(&self, number: &str) -> Option<Number> {
        Number::read(number, &self.settings.prefix).filter(|read| read.sold_at <= self.now)
    }

    /// What a handle says, if it is ours.
    fn ticket(&self, handle: &Handle, operation: Operation) -> Result<Ticket> {
        if *handle.carrier() != self.settings.id {
            let whose = format!("is a handle of {}, not of {}", handle.carrier(), self.settings.id);
            return Err(self.invalid(operation, "handle", whose));
        }
        let ticket = Ticket::read(handle).map_err(|error| {
            self.invalid(operation, "handle", format!("is not one of ours: {error}"))
        })?;
        if ticket.numbers().iter().any(|number| self.read(number).is_none()) {
            return Err(self.not_found(operation, "the handle names no number of ours"));
        }
        Ok(ticket)
    }

    pub(super) fn find(&self, sought: Sought<'_>) -> Result<Vec<Found>> {
        let kind = match sought {
            Sought::Label(_) => PurchaseKind::Label,
            Sought::Return(_) => PurchaseKind::Return,
        };
        let safety = self.settings.safety(kind);
        if safety == PurchaseSafety::Blind {
            return Err(self.fail(Operation::FindPurchase, ErrorKind::Unsupported));
        }
        let paper = !matches!(safety, PurchaseSafety::Findable { paper: false, .. });
        let sales = self.ledger.of_key(sought.key(), kind);
        Ok(sales.map(|sale| self.found(sale, paper)).collect())
    }

    fn found(&self, sale: &Sold, paper: bool) -> Found {
        let mut found = Found::new(sale.label.clone());
        if !paper {
            found.label.documents.clear();
            found.label.state = LabelState::DocumentsPending;
        }
        found.voided = Some(self.ledger.is_void(sale));
        found.reference = Some(sale.key.token());
        found.account = Some(self.settings.id.clone());
        found.recipient = Some(recipient(&sale.order.to()));
        found.service = Some(sale.service.clone());
        found.weight = sale.weight;
        found
    }

    pub(super) fn documents(&self, request: &DocumentRequest) -> Result<Vec<Document>> {
        const OPERATION: Operation = Operation::Documents;
        let ticket = self.ticket(&request.handle, OPERATION)?;
        let mut faults = Faults::none();
        let at = Path::Root;
        check_spec(
            request.label,
            &self.settings.capabilities.formats,
            &at.field("label"),
            &mut faults,
        );
        faults
            .into_result()
            .map_err(|faults| Error::invalid(self.settings.id.clone(), OPERATION, faults))?;
        let Some((sale, _)) = self.ledger.of_number(&ticket.number) else {
            let why = "this label was sold by another process, and its paper stayed there; keep the file of the purchase";
            return Err(self.not_found(OPERATION, why));
        };
        let name = &self.settings.name;
        let slip = Slip::of(&sale.order, name, &sale.service_name, &sale.parcels);
        let mut documents = paper::draw(&slip, request.label).documents;
        documents.retain(|document| {
            let kind = request.kinds.is_empty() || request.kinds.contains(&document.kind);
            let parcel = ticket.parcel.is_none_or(|parcel| {
                document.parcels.is_empty() || document.parcels.contains(&parcel)
            });
            kind && parcel
        });
        if documents.is_empty() {
            return Err(self.not_found(OPERATION, "there is no such paper of this label"));
        }
        Ok(documents)
    }

    /// What becomes of a void, and the numbers that are void from now on.
    pub(super) fn void(&self, request: &VoidRequest) -> Result<(VoidOutcome, Vec<String>)> {
        const OPERATION: Operation = Operation::Void;
        let ticket = self.ticket(&request.handle, OPERATION)?;
        let sold = self.ledger.of_number(&ticket.number).map(|(sale, _)| sale.parcels.clone());
        let numbers = sold.unwrap_or_else(|| ticket.numbers());
        let chosen = self.chosen(request, &ticket, numbers.len())?;
        let mut now_void = Vec::new();
        let mut outcomes = Vec::new();
        for index in chosen {
            let Some(number) = numbers.get(index) else { continue };
            let outcome = self.void_parcel(number);
            if outcome == (VoidOutcome::Voided { already: false }) {
                now_void.push(number.clone());
            }
            outcomes.push((index, outcome));
        }
        Ok((together(outcomes), now_void))
    }

    /// The parcels that a void is about.
    fn chosen(&self, request: &VoidRequest, ticket: &Ticket, count: usize) -> Result<Vec<usize>> {
        let asked = match (&request.parcels, ticket.parcel) {
            (ParcelChoice::All, None) => return Ok((0..count).collect()),
            (ParcelChoice::All, Some(parcel)) => vec![parcel],
            (ParcelChoice::Some(parcels), _) => parcels.clone(),
        };
        if asked.iter().any(|index| *index >= count) || asked.is_empty() {
            let advice = format!("names no parcel of this label; it has {count}, counted from 0");
            return Err(self.invalid(Operation::Void, "parcels", advice));
        }
        let whole = (0..count).all(|index| asked.contains(&index));
        if self.settings.capabilities.void == VoidUnit::Shipment && !whole {
            let advice = "are not all; this carrier voids a shipment as a whole";
            return Err(self.invalid(Operation::Void, "parcels", advice));
        }
        Ok(asked)
    }

    fn void_parcel(&self, number: &str) -> VoidOutcome {
        let refused = |code: &str, text: &str| VoidOutcome::Refused {
            code: code.to_owned(),
            text: text.to_owned(),
        };
        if self.ledger.voided_at(number).is_some() {
            return VoidOutcome::Voided { already: true };
        }
        let Some(read) = self.read(number) else {
            return refused("NUMBER", "no number of this carrier");
        };
        if read.is_return && !self.settings.capabilities.void_return {
            return refused("RETURN", "a return is not voided");
        }
        if self.counter.holds(number, self.now) {
            return refused("MANIFESTED", "the day of the parcel is closed");
        }
        if self.now >= Timeline::of(read).accepted_at() {
            return refused("PICKED_UP", "the carrier has the parcel already");
        }
        VoidOutcome::Voided { already: false }
    }

    /// Where a number is. `told`: events that a test told in place of the usual way.
    pub(super) fn track(&self, query: &TrackQuery, told: Option<&[Event]>) -> Result<Tracking> {
        const OPERATION: Operation = Operation::Track;
        let number = number::tidy(&query.number);
        if let Some(events) = told {
            return Ok(self.tracking(&number, self.past(events.to_vec()), None));
        }
        if let Some(answer) = well_known::answer(&number, &self.settings.id, self.now) {
            return answer.map_err(|kind| self.fail(OPERATION, kind));
        }
        let Some(read) = self.read(&number) else {
            return Err(self.not_found(OPERATION, format!("{number} is no number of ours")));
        };
        let sold = self.ledger.of_number(&number);
        let hint = query.hint.label.as_ref().and_then(|label| Ticket::read(label).ok());
        let ticket = match sold {
            Some((sale, _)) => Ticket::read(&sale.label.handle).ok(),
            None => hint.filter(|ticket| ticket.numbers().contains(&number)),
        }
        .unwrap_or_else(|| Ticket::of(number.clone()));
        let mut tracking =
            self.tracking(&number, self.walked(&number, read, &ticket), Some(&Timeline::of(read)));
        if ticket.number == number && ticket.parcels.len() > 1 {
            tracking.parcels = ticket
                .parcels
                .iter()
                .filter_map(|number| {
                    let events = self.walked(number, self.read(number)?, &ticket);
                    let mut parcel = ParcelTracking::new(Some(number.clone()), events);
                    parcel.delivered = delivered(parcel.status, &parcel.events);
                    Some(parcel)
                })
                .collect();
        }
        let returns = self.ledger.returns_of(&number);
        tracking.linked.extend(
            returns.map(|number| Linked { number: number.to_owned(), why: LinkedWhy::Return }),
        );
        Ok(tracking)
    }

    fn tracking(&self, number: &str, events: Vec<Event>, way: Option<&Timeline>) -> Tracking {
        let mut tracking = Tracking::new(self.settings.id.clone(), number, events);
        tracking.delivered = delivered(tracking.status, &tracking.events);
        if tracking.status != Status::Cancelled {
            tracking.estimated = way.map(Timeline::estimate);
        }
        tracking
    }

    /// What happened to a parcel until now.
    fn walked(&self, number: &str, read: Number, ticket: &Ticket) -> Vec<Event> {
        let place = |spot: &Option<Spot>| spot.as_ref().map(Spot::place);
        let (from, to) = (place(&ticket.from), place(&ticket.to));
        let mut events = self.past(Timeline::of(read).events(from.as_ref(), to.as_ref()));
        if let Some(at) = self.ledger.voided_at(number) {
            events.retain(|event| happened(event, at));
            events.push(event(Status::Cancelled, at, "Voided", None));
        }
        events
    }

    fn past(&self, mut events: Vec<Event>) -> Vec<Event> {
        events.retain(|event| happened(event, self.now));
        events
    }
}

fn happened(event: &Event, by: OffsetDateTime) -> bool {
    match event.time {
        Moment::Instant(at) => at <= by,
        Moment::Local(at) => at <= by.naive_local(),
        Moment::Date(day) => day <= by.date_naive(),
    }
}

fn delivered(status: Status, events: &[Event]) -> Option<Delivered> {
    let last = events.iter().rfind(|event| event.status == Status::Delivered)?;
    (status == Status::Delivered)
        .then(|| Delivered { signed_by: last.signed_by.clone(), ..Delivered::at(last.time) })
}

/// One outcome where all agree, else each parcel's.
fn together(outcomes: Vec<(usize, VoidOutcome)>) -> VoidOutcome {
    let all = |wanted: fn(&VoidOutcome) -> bool| outcomes.iter().all(|(_, is)| wanted(is));
    if all(|outcome| matches!(outcome, VoidOutcome::Voided { .. })) {
        let already = all(|outcome| matches!(outcome, VoidOutcome::Voided { already: true }));
        return VoidOutcome::Voided { already };
    }
    match outcomes.first() {
        Some((_, first)) if outcomes.iter().all(|(_, other)| other == first) => first.clone(),
        _ => VoidOutcome::Partly { parcels: outcomes },
    }
}

//! `tracking-summary` → `Tracking`: the last event alone. Pure.

use super::super::wire::track::{NAMESPACE, PinSummary, Summary};
use super::super::wire::{owned, told};
use super::super::{error, time};
use super::status;
use crate::carrier::Result;
use crate::http::Answer;
use crate::http::xml::Root;
use crate::model::{
    CarrierId, Delivered, DeliveryEstimate, Event, Linked, LinkedWhy, Moment, Place, RawStatus,
    Status, Tracking,
};

const ROOT: Root<'_> = Root::new("tracking-summary", NAMESPACE);

pub(super) fn from_wire(carrier: &CarrierId, number: &str, answer: &Answer) -> Result<Tracking> {
    let Summary { pin_summary: pins } = error::read(answer, &ROOT)?;
    let asked = |pin: &&PinSummary| told(&pin.pin) == Some(number.trim());
    let Some(pin) = pins.iter().find(asked).or(pins.first()) else {
        return Err(answer.unreadable("no pin-summary"));
    };
    let mut tracking = Tracking::new(carrier.clone(), number, event(pin).into_iter().collect());
    tracking.estimated = time::day(&pin.expected_delivery_date).map(DeliveryEstimate::on);
    // The day of delivery is told whatever the last event is.
    if let Some(date) = time::day(&pin.actual_delivery_date) {
        tracking.status = Status::Delivered;
        let last = tracking.events.last().filter(|event| event.status == Status::Delivered);
        let mut delivered = Delivered::at(last.map_or(Moment::Date(date), |event| event.time));
        delivered.signed_by = owned(&pin.signatory_name);
        tracking.delivered = Some(delivered);
    }
    tracking.linked = owned(&pin.return_pin)
        .map(|number| Linked { number, why: LinkedWhy::Return })
        .into_iter()
        .collect();
    Ok(tracking)
}

fn event(pin: &PinSummary) -> Option<Event> {
    let time = time::stamp(&pin.event_date_time).map(Moment::Local)?;
    let text = owned(&pin.event_description).unwrap_or_default();
    let mut event = Event::new(status::of_type(&pin.event_type), time, text.clone());
    event.raw = RawStatus { code: owned(&pin.event_type), sub_code: None, text };
    event.signed_by = owned(&pin.signatory_name);
    event.place =
        owned(&pin.event_location).map(|name| Place { name: Some(name), ..Place::default() });
    Some(event)
}

//! Which event tells the status.

use super::*;

fn status_of(events: &[(Status, &str)]) -> Status {
    let mut events: Vec<_> = events
        .iter()
        .map(|(status, time)| Event::new(*status, time.parse().unwrap(), ""))
        .collect();
    current_status(&mut events)
}

#[test]
fn the_newest_event_tells_the_status_whatever_the_order_they_came_in() {
    let (early, late) =
        ((Status::InTransit, "2026-11-24T08:00"), (Status::OutForDelivery, "2026-11-25T08:00"));
    assert_eq!(status_of(&[early, late]), Status::OutForDelivery);
    assert_eq!(status_of(&[late, early]), Status::OutForDelivery);
}

#[test]
fn events_told_in_two_zones_are_put_in_order_as_instants() {
    let madrid = (Status::InTransit, "2026-11-24T09:30:00+01:00");
    let lisbon = (Status::OutForDelivery, "2026-11-24T09:00:00+00:00");
    assert_eq!(status_of(&[lisbon, madrid]), Status::OutForDelivery);
}

#[test]
fn equal_times_break_by_rank() {
    let at = "2026-11-25T12:00";
    assert_eq!(
        status_of(&[(Status::Delivered, at), (Status::OutForDelivery, at)]),
        Status::Delivered
    );
}

#[test]
fn an_unknown_event_changes_nothing() {
    assert_eq!(
        status_of(&[(Status::InTransit, "2026-11-24"), (Status::Unknown, "2026-11-25")]),
        Status::InTransit
    );
    assert_eq!(status_of(&[]), Status::Unknown);
}

#[test]
fn after_a_delivery_only_a_correction_counts() {
    let delivered = (Status::Delivered, "2026-11-25T12:00");
    assert_eq!(status_of(&[delivered, (Status::InTransit, "2026-11-25T13:00")]), Status::Delivered);
    assert_eq!(status_of(&[delivered, (Status::Returning, "2026-11-26")]), Status::Returning);
}

#[test]
fn a_parcel_on_its_way_is_not_announced_again() {
    assert_eq!(
        status_of(&[(Status::Accepted, "2026-11-24"), (Status::Announced, "2026-11-25")]),
        Status::Accepted
    );
}

#[test]
fn an_event_writes_the_carriers_words_beside_ours() {
    let mut event = Event::new(Status::Held, "2026-11-25T10:30:00".parse().unwrap(), "Retenido");
    event.raw.code = Some("H7".into());
    let json: serde_json::Value = serde_json::to_value(&event).unwrap();
    assert_eq!(
        (&json["status"], &json["code"], &json["text"]),
        (&"held".into(), &"H7".into(), &"Retenido".into())
    );
    assert_eq!(serde_json::from_value::<Event>(json).unwrap(), event);
}

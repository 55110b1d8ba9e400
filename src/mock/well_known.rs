//! Tracking numbers that every mock answers: one for each status, and some odd ones. The table of `numbers.md` tells them to
//! people; a test holds the two together.

use std::time::Duration;

use crate::carrier::ErrorKind;
use crate::model::{
    Actor, Candidate, CarrierId, Country, Delay, Delivered, DeliveryEstimate, Event, Moment,
    OffsetDateTime, ParcelTracking, Place, Reason, ReasonCode, Status, Tracking,
};

use super::timeline::event;

use Status::{
    Accepted, Announced, AttemptFailed, AvailableForPickup, Cancelled, Delivered as There, Held,
    InTransit, Lost, OutForDelivery, Returned, Returning, Unknown,
};

/// The ways that lead to each status, the last event an hour ago, each event before it a day earlier.
const WAYS: &[(&str, &[Status])] = &[
    ("TESTANNOUNCED", &[Announced]),
    ("TESTACCEPTED", &[Announced, Accepted]),
    ("TESTINTRANSIT", &[Announced, Accepted, InTransit]),
    ("TESTHELD", &[Announced, Accepted, InTransit, Held]),
    ("TESTOUTFORDELIVERY", &[Announced, Accepted, InTransit, OutForDelivery]),
    ("TESTATTEMPTFAILED", &[Announced, Accepted, InTransit, OutForDelivery, AttemptFailed]),
    ("TESTATPICKUPPOINT", &[Announced, Accepted, InTransit, AttemptFailed, AvailableForPickup]),
    ("TESTDELIVERED", &[Announced, Accepted, InTransit, OutForDelivery, There]),
    ("TESTRETURNING", &[Announced, Accepted, InTransit, OutForDelivery, Returning]),
    ("TESTRETURNED", &[Announced, Accepted, InTransit, OutForDelivery, Returning, Returned]),
    ("TESTLOST", &[Announced, Accepted, InTransit, Lost]),
    ("TESTCANCELLED", &[Announced, Cancelled]),
    ("TESTUNKNOWN", &[Unknown]),
    ("TESTLATE", &[Announced, Accepted, InTransit]),
    ("TESTNOEVENTS", &[]),
    ("TESTCANDIDATES", &[]),
    ("TESTPARCELS", &[Announced, Accepted, InTransit, OutForDelivery]),
    ("TESTSENTBACK", &[Announced, Accepted, InTransit, OutForDelivery, There, Returning]),
];

/// What is answered for a well-known number; `None`: it is none.
pub(super) fn answer(
    number: &str,
    carrier: &CarrierId,
    now: OffsetDateTime,
) -> Option<Result<Tracking, ErrorKind>> {
    match number {
        "TESTNOTFOUND" => {
            return Some(Err(ErrorKind::not_found("no such number")));
        }
        "TESTRATELIMITED" => {
            let retry_after = Some(Duration::from_secs(30));
            return Some(Err(ErrorKind::RateLimited { retry_after }));
        }
        "TESTUNREADABLE" => return Some(Err(ErrorKind::Unreadable { status: Some(200) })),
        _ => {}
    }
    let (_, way) = WAYS.iter().find(|(name, _)| *name == number)?;
    let mut tracking = Tracking::new(carrier.clone(), number, events(way, now));
    let today = now.date_naive();
    if tracking.status == There {
        tracking.delivered = tracking.events.last().map(|last| Delivered {
            to: Some("front door".to_owned()),
            signed_by: last.signed_by.clone(),
            ..Delivered::at(last.time)
        });
    } else if !tracking.status.is_final() && !way.is_empty() {
        tracking.estimated = Some(DeliveryEstimate::on(days_from(today, 1)));
    }
    match number {
        "TESTLATE" => {
            let reason = Some(Reason { code: ReasonCode::Weather, actor: Some(Actor::External) });
            let (was, now) = (today, days_from(today, 2));
            tracking.delay = Some(Delay { was, now, reason });
            tracking.estimated = Some(DeliveryEstimate::on(now));
            if let Some(last) = tracking.events.last_mut() {
                last.reason = reason;
            }
        }
        "TESTCANDIDATES" => {
            tracking.candidates = [(InTransit, "1"), (There, "2")]
                .map(|(status, id)| Candidate {
                    id: format!("{number}{id}"),
                    ship_on: None,
                    status,
                })
                .into();
        }
        "TESTPARCELS" => {
            let there = &[Announced, Accepted, InTransit, OutForDelivery, There];
            let mut first = ParcelTracking::new(Some(format!("{number}1")), events(there, now));
            first.delivered = first.events.last().map(|last| Delivered::at(last.time));
            let second = ParcelTracking::new(Some(format!("{number}2")), tracking.events.clone());
            tracking.parcels = vec![first, second];
        }
        _ => {}
    }
    Some(Ok(tracking))
}

fn days_from(day: crate::model::Date, days: u64) -> crate::model::Date {
    day.checked_add_days(chrono::Days::new(days)).unwrap_or(day)
}

fn events(way: &[Status], now: OffsetDateTime) -> Vec<Event> {
    let hours_ago = |index: usize| {
        let days = i64::try_from(way.len().saturating_sub(index + 1)).unwrap_or_default();
        chrono::Duration::hours(1 + 24 * days)
    };
    way.iter()
        .enumerate()
        .map(|(index, status)| {
            let at = now.checked_sub_signed(hours_ago(index)).unwrap_or(now);
            let (text, reason) = words(*status);
            let place = match status {
                Announced | Accepted | Returned => Some(Place::city("Madrid", Country::ES)),
                InTransit | Unknown | Cancelled => None,
                _ => Some(Place::city("Lisboa", Country::PT)),
            };
            let mut event = event(*status, at, text, place.as_ref());
            event.time = Moment::Instant(at);
            event.reason = reason.map(|(code, actor)| Reason { code, actor: Some(actor) });
            event.signed_by = (*status == There).then(|| "A. REIS".to_owned());
            event
        })
        .collect()
}

const fn words(status: Status) -> (&'static str, Option<(ReasonCode, Actor)>) {
    match status {
        Announced => ("Label made", None),
        Accepted => ("Handed over to the carrier", None),
        InTransit => ("On its way", None),
        Held => (
            "Held by customs: the invoice is missing",
            Some((ReasonCode::MissingDocuments, Actor::Shipper)),
        ),
        OutForDelivery => ("With the driver", None),
        AttemptFailed => ("Nobody at home", Some((ReasonCode::NobodyHome, Actor::Recipient))),
        AvailableForPickup => ("Waits at the shop round the corner", None),
        There => ("Delivered", None),
        Returning => (
            "Refused by the recipient, goes back",
            Some((ReasonCode::RefusedByRecipient, Actor::Carrier)),
        ),
        Returned => ("Back with the shipper", None),
        Lost => ("Given up after a search", None),
        Cancelled => ("Voided", None),
        Unknown => ("Code 4711", None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(number: &str) -> Option<Result<Tracking, ErrorKind>> {
        let now = "2026-11-25T12:00:00+01:00".parse().unwrap();
        answer(number, &CarrierId::new("sierra").unwrap(), now)
    }

    /// The rows of the table: number, status.
    fn table() -> Vec<(String, String)> {
        include_str!("numbers.md")
            .lines()
            .filter_map(|line| {
                let mut cells = line.strip_prefix("| `")?.split('|');
                let plain = |cell: &str| cell.trim().trim_matches('`').to_owned();
                Some((plain(cells.next()?), plain(cells.next()?)))
            })
            .collect()
    }

    #[test]
    fn the_table_tells_what_is_answered() {
        assert_eq!(table().len(), WAYS.len() + 3);
        for (number, told) in table() {
            match asked(&number).expect(&number) {
                Ok(tracking) => {
                    let status = serde_json::to_value(tracking.status).unwrap();
                    assert_eq!(status, told.as_str(), "{number}");
                }
                Err(_) => assert_eq!(told, "an error", "{number}"),
            }
        }
    }

    #[test]
    fn every_status_has_a_number() {
        for status in Status::ALL {
            let has = WAYS.iter().any(|(number, _)| {
                matches!(asked(number), Some(Ok(tracking)) if tracking.status == status)
            });
            assert!(has, "{status:?}");
        }
    }

    #[test]
    fn a_number_that_is_not_in_the_table_is_not_well_known() {
        assert!(asked("TESTDELIVERED2").is_none());
    }
}

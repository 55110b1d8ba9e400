use super::super::language::Language;
use super::super::tests::{answer, builder, carrier, fixture, no, nothing_for, served, xml};
use super::*;
use crate::carrier::ErrorKind;
use crate::http::loopback::Loopback;
use crate::model::{Country, Date, LinkedWhy, ReasonCode, Status};

const NUMBER: &str = "7320091846612053";

fn detailed(body: impl Into<Vec<u8>>) -> Result<Tracking> {
    detail::from_wire(&carrier(), NUMBER, &answer(Operation::Track, body))
}

fn summed_up(body: impl Into<Vec<u8>>) -> Result<Tracking> {
    summary::from_wire(&carrier(), NUMBER, &answer(Operation::Track, body))
}

fn delivered() -> Tracking {
    detailed(fixture("track/delivered.response.xml")).unwrap()
}

#[test]
fn a_delivered_parcel_says_when_and_who_signed() {
    let tracking = delivered();
    assert_eq!(tracking.status, Status::Delivered);
    let how = tracking.delivered.unwrap();
    assert_eq!(how.at.to_string(), "2026-12-01T11:16:40-04:00");
    assert_eq!(how.signed_by.as_deref(), Some("M BEATON"));
}

#[test]
fn a_later_day_than_the_first_is_a_delay_with_the_carriers_words() {
    let tracking = delivered();
    let delay = tracking.delay.unwrap();
    assert_eq!((delay.was, delay.now), (day(30, 11), day(1, 12)));
    assert_eq!(tracking.estimated.unwrap().date, Some(day(1, 12)));
    assert!(tracking.notices.iter().any(|told| told.text == "Heavy snow on the coast"));
}

fn day(day: u32, month: u32) -> Date {
    Date::from_ymd_opt(2026, month, day).unwrap()
}

#[test]
fn one_event_that_cannot_be_read_loses_no_other_and_is_told() {
    let tracking = delivered();
    assert_eq!(tracking.events.len(), 5);
    assert!(tracking.notices.iter().any(|told| told.text.contains("could not be read")));
}

#[test]
fn an_unknown_event_is_kept_and_its_clock_has_no_zone() {
    let tracking = delivered();
    let event =
        tracking.events.iter().find(|event| event.time.to_string().contains("23:40")).unwrap();
    assert_eq!((event.status, event.raw.code.as_deref()), (Status::Unknown, Some("9417")));
    assert_eq!(event.raw.text, "Something new");
    assert_eq!(event.time.to_string(), "2026-11-29T23:40:00");
}

#[test]
fn a_place_in_canada_has_its_country_and_one_abroad_has_none_and_no_zone() {
    let first = delivered().events[0].clone();
    let place = first.place.unwrap();
    assert_eq!((place.country, place.name.as_deref()), (Some(Country::CA), Some("SOMERSET PO")));
    let abroad = detailed(fixture("track/one.response.xml")).unwrap().events[0].clone();
    assert_eq!(abroad.place.unwrap().country, None);
    assert_eq!(abroad.time.to_string(), "2026-11-27T09:15:00");
    assert_eq!(abroad.reason.unwrap().code, ReasonCode::Other);
}

#[test]
fn the_number_of_the_way_back_is_linked() {
    for (name, number) in [("delivered", "7320091846612060"), ("one", "7320091846612001")] {
        let tracking = detailed(fixture(&format!("track/{name}.response.xml"))).unwrap();
        let [linked] = &tracking.linked[..] else { panic!("not one") };
        assert_eq!((linked.number.as_str(), linked.why), (number, LinkedWhy::Return));
    }
}

#[test]
fn a_summary_tells_the_day_of_delivery_whatever_its_event() {
    let tracking = summed_up(fixture("track/summary.response.xml")).unwrap();
    assert_eq!((tracking.status, tracking.events.len()), (Status::Delivered, 1));
    let how = tracking.delivered.unwrap();
    assert_eq!(
        (how.at.to_string().as_str(), how.signed_by.as_deref()),
        ("2026-06-04T10:26:33", Some("BEATON"))
    );
    let odd = fixture("track/summary.response.xml").replace("DELIVERED", "INFO");
    let tracking = summed_up(odd).unwrap();
    assert_eq!(tracking.delivered.unwrap().at.to_string(), "2026-06-04");
    assert_eq!(tracking.events[0].status, Status::Unknown);
}

#[test]
fn a_summary_of_nothing_is_unreadable_and_a_no_is_a_no() {
    let none = "<tracking-summary xmlns=\"http://www.canadapost.ca/ws/track\"/>";
    assert!(matches!(summed_up(none).unwrap_err().kind(), ErrorKind::Unreadable { .. }));
    let unknown = no("004", "No PIN history");
    for error in [summed_up(unknown.clone()).unwrap_err(), detailed(unknown).unwrap_err()] {
        assert!(matches!(error.kind(), ErrorKind::NotFound { .. }), "{error}");
    }
}

async fn post() -> (CanadaPost, Loopback) {
    served(|seen| match seen.path.as_str() {
        "/vis/track/pin/7320091846612053/detail" => {
            xml(200, fixture("track/delivered.response.xml"))
        }
        "/vis/track/pin/7320091846612077/detail" => xml(200, fixture("track/empty.response.xml")),
        "/vis/track/pin/7320091846612077/summary" => {
            let body = fixture("track/summary.response.xml").replace(NUMBER, "7320091846612077");
            xml(200, body)
        }
        "/vis/track/pin/AB%2FC/detail" => xml(404, no("004", "No PIN history")),
        _ => nothing_for(seen),
    })
    .await
}

#[tokio::test]
async fn each_number_has_an_answer_and_one_without_events_has_its_summary() {
    let (account, server) = post().await;
    let queries = [NUMBER, "7320091846612077", "AB/C"].map(TrackQuery::new);
    let answers = track(&account, &TrackRequest::new(queries)).await.unwrap();
    assert_eq!(answers[0].as_ref().unwrap().events.len(), 5);
    let short = answers[1].as_ref().unwrap();
    assert_eq!((short.events.len(), short.status), (1, Status::Delivered));
    assert!(matches!(answers[2].as_ref().unwrap_err().kind(), ErrorKind::NotFound { .. }));
    assert_eq!(server.requests(), 4);
    assert!(server.seen().iter().all(|seen| seen.header("accept") == Some(MEDIA)));
}

#[tokio::test]
async fn a_french_account_asks_in_french() {
    let server = Loopback::start(|_| xml(200, fixture("track/one.response.xml"))).await.unwrap();
    let account = builder().language(Language::French).base_url(server.url()).build().unwrap();
    let request = TrackRequest::new([TrackQuery::new(NUMBER)]);
    let answers = track(&account, &request).await.unwrap();
    assert_eq!(answers[0].as_ref().unwrap().events[0].raw.text, "Retenu à la douane");
    assert_eq!(server.seen()[0].header("accept-language"), Some("fr-CA"));
}

use super::super::tests::{account, answer, carrier, fixture};
use super::*;
use crate::model::{Date, ReasonCode};

const NUMBER: &str = "1ZA1B2C30300000017";

fn read(body: impl Into<Vec<u8>>) -> Result<Tracking> {
    from_wire(&carrier(), NUMBER, &answer(Operation::Track, body))
}

fn delivered() -> Tracking {
    read(fixture("track/delivered.response.json")).unwrap()
}

#[test]
fn a_delivered_package_says_when_where_and_who_signed() {
    let tracking = delivered();
    assert_eq!(tracking.status, Status::Delivered);
    let how = tracking.delivered.unwrap();
    assert_eq!(how.at.to_string(), "2026-11-26T14:15:00+00:00");
    assert_eq!((how.to.as_deref(), how.signed_by.as_deref()), (Some("Reception"), Some("DUARTE")));
    assert_eq!(tracking.estimated.unwrap().date, Date::from_ymd_opt(2026, 11, 27));
}

#[test]
fn the_number_that_was_asked_comes_first_and_each_package_keeps_its_own() {
    let tracking = delivered();
    assert_eq!(tracking.parcels[0].number.as_deref(), Some(NUMBER));
    assert_eq!(tracking.parcels[1].status, Status::AttemptFailed);
    let event = &tracking.parcels[1].events[0];
    assert_eq!(event.reason.unwrap().code, ReasonCode::NobodyHome);
    assert_eq!(event.time.to_string(), "2026-11-26T07:02:00");
}

#[test]
fn one_bad_activity_loses_no_other_and_is_told() {
    let tracking = delivered();
    assert_eq!(tracking.events.len(), 4);
    assert!(tracking.notices.iter().any(|told| told.text.contains("could not be read")));
    assert!(tracking.notices.iter().any(|told| told.text.contains("3 packages; UPS told of 2")));
}

#[test]
fn an_unknown_code_is_kept_and_shown_as_unknown() {
    let tracking = delivered();
    let event = tracking.events.iter().find(|event| event.status == Status::Unknown).unwrap();
    assert_eq!(event.raw.code.as_deref(), Some("ZZ/9Q"));
    assert_eq!(
        (event.raw.sub_code.as_deref(), event.raw.text.as_str()),
        (Some("777"), "Something new")
    );
    assert_eq!(event.time.to_string(), "2026-11-26");
}

#[test]
fn a_number_that_is_not_known_is_not_found_although_the_status_is_200() {
    let error = read(fixture("track/unknown.response.json")).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::NotFound { .. }), "{error}");
}

#[test]
fn an_answer_without_a_package_or_a_reason_is_unreadable() {
    for body in [r#"{"trackResponse": {"shipment": []}}"#, "{}"] {
        let error = read(body).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Unreadable { .. }), "{error}");
    }
}

#[test]
fn a_package_without_an_activity_has_the_status_it_tells() {
    let body = r#"{"trackResponse": {"shipment": {"package": {"trackingNumber": "1Z",
        "currentStatus": {"type": "M", "code": "MP", "statusCode": "003"}}}}}"#;
    let tracking = read(body).unwrap();
    assert_eq!((tracking.status, tracking.events.len()), (Status::Announced, 0));
}

#[tokio::test]
async fn each_number_is_asked_for_itself_with_the_required_headers() {
    let (ups, server) = account(200, fixture("track/delivered.response.json")).await;
    let request = TrackRequest::new([TrackQuery::new(NUMBER), TrackQuery::new("1Z 9")]);
    let answers = track(&ups, &request).await.unwrap();
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 2);
    let seen = server.seen().pop().unwrap();
    assert!(seen.path.starts_with("/api/track/v1/details/1Z%209?"), "{}", seen.path);
    assert!(seen.header("transid").is_some() && seen.header("transactionsrc") == Some("arriero"));
}

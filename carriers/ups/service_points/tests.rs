//! Access points: what is asked, what is read, what is left out.

use super::super::tests::{account, answer, assert_sent, fixture, madrid, offline};
use super::*;
use crate::carrier::{Carrier as _, ErrorKind};

fn near_madrid() -> PointQuery {
    let mut near = madrid();
    near.region = Some("MD".into());
    PointQuery::new(near)
}

fn read(query: &PointQuery, name: &str) -> Result<Vec<ServicePoint>> {
    from_wire(query, &answer(Operation::ServicePoints, fixture(name)))
}

#[test]
fn what_is_asked_is_as_the_fixture_has_it() {
    let mut query = near_madrid();
    query.within = "2500 m".parse().ok();
    query.limit = Some(200);
    assert_sent("service_points/madrid.request.json", &to_wire(&query));
}

#[test]
fn points_come_the_nearest_first_with_place_hours_and_distance() {
    let points = read(&near_madrid(), "service_points/madrid.response.json").unwrap();
    let ids: Vec<_> = points.iter().map(|point| point.id.as_str()).collect();
    assert_eq!(ids, ["U11223344", "U55667788"], "a location without a public number is none");
    let first = &points[0];
    assert_eq!((first.name.as_deref(), first.kind), (Some("Papeleria Lavapies"), PointKind::Shop));
    assert_eq!(first.address.postal_code.as_deref(), Some("28012"));
    assert_eq!(first.distance, "400 m".parse().ok());
    assert_eq!(first.position.unwrap().latitude.to_string(), "40.40871");
    let hours: Vec<_> =
        first.hours.iter().map(|hours| (hours.weekday, hours.from.unwrap().to_string())).collect();
    assert_eq!(hours, [(1, "09:30:00".into()), (1, "17:00:00".into()), (7, "00:00:00".into())]);
    assert_eq!(points[1].kind, PointKind::Locker);
}

#[test]
fn what_is_too_far_or_does_not_do_what_is_asked_is_left_out() {
    let mut query = near_madrid();
    query.within = "1000 m".parse().ok();
    let points = read(&query, "service_points/madrid.response.json").unwrap();
    assert_eq!(points.len(), 1);
    let mut query = near_madrid();
    query.purpose = PointPurpose::Return;
    let points = read(&query, "service_points/madrid.response.json").unwrap();
    assert_eq!(points[0].id, "U55667788", "which does not say what it takes");
}

#[test]
fn no_point_is_an_empty_answer_and_a_no_is_refused_with_its_code() {
    assert_eq!(read(&near_madrid(), "service_points/none.response.json").unwrap(), []);
    let error = read(&near_madrid(), "service_points/refused.response.json").unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Refused { code, .. } if code == "350202"), "{error}");
    for body in ["{}", r#"{"LocatorResponse": {"Response": {"ResponseStatusCode": "1"}}}"#] {
        assert!(from_wire(&near_madrid(), &answer(Operation::ServicePoints, body)).is_err());
    }
}

#[tokio::test]
async fn the_call_goes_to_its_place_and_a_radius_beyond_the_limit_goes_nowhere() {
    let (ups, server) = account(200, fixture("service_points/none.response.json")).await;
    assert_eq!(ups.service_points(&near_madrid()).await.unwrap(), []);
    assert_eq!(server.seen().pop().unwrap().path, format!("{PATH}?Locale=en_US"));
    let mut query = near_madrid();
    query.within = "151000 m".parse().ok();
    let error = offline().service_points(&query).await.unwrap_err().to_string();
    assert!(error.contains("within: is above the 150 km"), "{error}");
}

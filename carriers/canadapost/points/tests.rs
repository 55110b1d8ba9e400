use super::super::tests::{answer, contract, fixture, no, nothing_for, portland, served, xml};
use super::*;
use crate::carrier::ErrorKind;

fn near() -> PointQuery {
    let mut place = Address::new(Country::CA).with_city("K2P 0J4", "Ottawa");
    place.region = Some("ON".into());
    PointQuery::new(place)
}

fn read(query: &PointQuery, name: &str) -> Vec<ServicePoint> {
    from_wire(query, &answer(Operation::ServicePoints, fixture(name))).unwrap()
}

fn path(query: &PointQuery) -> String {
    ask(&contract(), query).unwrap().path_and_query()
}

#[test]
fn the_nearest_office_comes_first_with_what_is_told_of_it() {
    let points = read(&near(), "points/two.response.xml");
    let [bank, somerset] = &points[..] else { panic!("not two") };
    assert_eq!((bank.id.as_str(), bank.kind), ("0000104572", PointKind::Post));
    assert_eq!(bank.distance.unwrap().value_in(LengthUnit::M).to_string(), "610");
    assert_eq!(somerset.name.as_deref(), Some("SOMERSET PO"));
    assert_eq!(somerset.position.unwrap().longitude.to_string(), "-75.69711");
    assert_eq!(bank.accepts.unwrap().delivery, Some(true));
    assert_eq!(bank.address.lines, ["216 BANK ST"]);
}

#[test]
fn one_office_is_a_list_and_none_is_an_answer() {
    assert_eq!(read(&near(), "points/one.response.xml").len(), 1);
    // The schema wants one at least; a place without an office has none all the same.
    let none = format!("<post-office-list xmlns=\"{NAMESPACE}\"/>");
    let points = from_wire(&near(), &answer(Operation::ServicePoints, none)).unwrap();
    assert!(points.is_empty());
}

#[test]
fn an_office_that_is_too_far_is_left_out() {
    let mut query = near();
    query.within = "1 km".parse().ok().or_else(|| "1000 m".parse().ok());
    assert_eq!(read(&query, "points/two.response.xml").len(), 1);
}

#[test]
fn an_office_without_a_number_cannot_be_sent_to() {
    let body = fixture("points/two.response.xml").replace("0000104572</office-id>", "</office-id>");
    let points = from_wire(&near(), &answer(Operation::ServicePoints, body)).unwrap();
    assert_eq!(points.len(), 1);
}

#[test]
fn what_is_asked_goes_into_the_query() {
    assert_eq!(path(&near()), "/rs/postoffice?d2po=true&postalCode=K2P0J4&city=Ottawa&province=ON");
    let mut query = near();
    query.purpose = PointPurpose::DropOff;
    query.limit = Some(80);
    assert_eq!(
        path(&query),
        "/rs/postoffice?d2po=false&postalCode=K2P0J4&city=Ottawa&province=ON&maximum=50"
    );
}

#[test]
fn a_place_abroad_and_nowhere_are_refused() {
    for query in [PointQuery::new(portland()), PointQuery::new(Address::new(Country::CA))] {
        let error = ask(&contract(), &query).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::InvalidRequest(_)), "{error}");
    }
}

#[tokio::test]
async fn the_call_goes_to_its_place_and_a_no_is_a_no() {
    let (account, server) = served(|seen| match seen.nth {
        0 => xml(200, fixture("points/one.response.xml")),
        1 => xml(400, no("1105", "No such place")),
        _ => nothing_for(seen),
    })
    .await;
    assert_eq!(search(&account, &near()).await.unwrap().len(), 1);
    let error = search(&account, &near()).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Refused { .. }), "{error}");
    assert_eq!(server.seen()[0].header("accept"), Some(MEDIA));
}

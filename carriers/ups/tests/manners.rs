//! The manners that every carrier is held to, against a server that answers well. What a wire can do to it is the contract's.

use super::{account_by, fixture};
use crate::conformance::{Samples, manners};
use crate::http::loopback::Reply;

/// A good answer of each operation, by its path.
fn good(path: &str) -> Reply {
    let name = match path {
        path if path.contains("/rating/") => "rates/madrid-lisbon.response.json",
        path if path.ends_with("/ship") => "label/madrid-lisbon.response.json",
        path if path.contains("/recovery") => "find/label.response.json",
        path if path.contains("/void/") => "void/whole.response.json",
        path if path.contains("/track/") => "track/delivered.response.json",
        path if path.contains("/locations/") => "service_points/madrid.response.json",
        path if path.contains("/pickupcreation/") => "pickup/madrid.response.json",
        path if path.contains("/pickup/02") => "pickup/cancelled.response.json",
        other => return Reply::json(501, format!("no answer for {other}")),
    };
    Reply::json(200, fixture(name))
}

#[tokio::test]
async fn the_adapter_has_the_manners_of_a_carrier() {
    let (ups, _server) = account_by(good).await;
    let mut samples = Samples::new("11", "2026-11-25".parse().unwrap()).with_secret("s3cret");
    let phone = || Some("+34 910 55 01 47".to_owned());
    let mut shop = samples.label.shipment.from.clone();
    shop.phone = phone();
    let mut consumer = samples.return_label.from.clone();
    consumer.phone = phone();
    samples.label.shipment.from = shop.clone();
    samples.label.shipment.to = consumer.clone().into();
    samples.return_label.from = consumer;
    samples.return_label.to = shop.clone();
    samples.pickup.address = shop;
    manners(&ups, &samples).await;
}

//! UPS asked as an adapter asks: not the bodies alone but paths, queries and headers too, and the documents' own examples read back.

use arriero::carrier::{Carrier, Error, FindRequest, Secret, Sought};
use arriero::carriers::ups::Ups;
use arriero::http::loopback::{Loopback, Reply};
use arriero::model::{
    DocumentRequest, Handle, LabelRequest, LabelSpec, Parcel, PickupRequest, PointQuery,
    PurchaseKey, RateRequest, ReturnLabelRequest, ReturnParcel, Shipment, TrackQuery, TrackRequest,
    VoidRequest, Window,
};

use super::addresses::{austin, portland};
use super::carriers::{CARRIERS, Documents};
use super::here;
use super::openapi::Judge;

#[tokio::test]
async fn ups_is_asked_as_it_is_documented_and_its_own_examples_are_read() {
    let documents = CARRIERS.iter().find_map(|carrier| match &carrier.documents {
        Documents::OpenApi(documents) if carrier.name == "ups" => Some(documents),
        _ => None,
    });
    let documents = documents.unwrap();
    let Some(judge) = Judge::start("ups", documents) else { return };
    for round in 0..judge.rounds {
        let booked = every_operation(&account(format!("{}/{round}", judge.address))).await;
        // The second example of the pickup is another call's answer.
        assert_eq!(booked.is_ok(), round == 0, "{booked:?}");
    }
    let violations = judge.violations(documents);
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}

async fn every_operation(ups: &dyn Carrier) -> Result<(), Error> {
    let day = "2026-11-25".parse().unwrap();
    // Where a document has no example of its own, its texts read "string": such an answer is a fault with a name, or what it can be.
    let _ = ups.rates(&RateRequest::new(shipment(), day)).await;
    let _ = ups.check_address(&austin()).await;
    let _ = ups.service_points(&PointQuery::new(austin())).await;
    let tracked = TrackRequest::new([TrackQuery::new("1ZA1B2C30300000017")]);
    let tracking = ups.track(&tracked).await.unwrap().remove(0).unwrap();
    assert!(!tracking.events.is_empty());

    let order = LabelRequest::new(PurchaseKey::random(), shipment(), "03", day);
    let _ = ups.buy_label(&ups.prepare_label(order.clone()).unwrap()).await;
    let now = "2026-11-25T10:00:00+00:00".parse().unwrap();
    let _ = ups.find_purchase(&FindRequest::new(Sought::Label(&order), (now, now))).await;
    let sold = sold(&order).await;
    let _ = ups.documents(&DocumentRequest::new(sold.clone(), LabelSpec::default())).await;
    let _ = ups.void_label(&VoidRequest::new(sold)).await;
    let parcels = vec![ReturnParcel::new("2 lb".parse().ok())];
    let back = ReturnLabelRequest::new(PurchaseKey::random(), portland(), austin(), parcels, day);
    let _ = ups.return_label(&ups.prepare_return(back).unwrap()).await;

    let clock = |text: &str| text.parse().ok();
    let window = Window { date: day, from: clock("09:30:00"), until: clock("17:30:00") };
    let mut pickup = PickupRequest::new(PurchaseKey::random(), austin(), window, 3);
    pickup.weight = "12 lb".parse().ok();
    let booked = ups.book_pickup(&ups.prepare_pickup(pickup).unwrap()).await?;
    let _ = ups.cancel_pickup(&booked.handle).await;
    Ok(())
}

/// The handle of a label that another server sold.
async fn sold(order: &LabelRequest) -> Handle {
    let server = Loopback::start(|seen| {
        if seen.path.ends_with("/token") {
            return Reply::json(200, r#"{"access_token": "t", "expires_in": "14399"}"#);
        }
        let label = std::fs::read(here("fixtures/ups/label/madrid-lisbon.response.json")).unwrap();
        Reply::json(200, String::from_utf8(label).unwrap())
    })
    .await
    .unwrap();
    let ups = account(server.url());
    ups.buy_label(&ups.prepare_label(order.clone()).unwrap()).await.unwrap().handle
}

fn account(url: impl Into<String>) -> Ups {
    Ups::builder("client", Secret::new("s3cret"), "A1B2C3").base_url(url).build().unwrap()
}

fn shipment() -> Shipment {
    let parcel =
        Parcel::new("13 oz".parse().unwrap()).with_dimensions("10x8x4 in".parse().unwrap());
    Shipment::new(austin(), portland(), vec![parcel])
}

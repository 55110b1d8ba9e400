use super::super::tests::{
    builder, day, fixture, key, no, nothing_for, served, within_canada, xml,
};
use super::*;
use crate::http::loopback::{Loopback, Reply};
use crate::model::LabelRequest;

const OWN: &str = "/rs/0007023210/0007023210/shipment/408211764900512871";

fn sought() -> LabelRequest {
    LabelRequest::new(key(), within_canada(), "DOM.EP", day())
}

fn sent() -> (OffsetDateTime, OffsetDateTime) {
    let at = |text: &str| text.parse().unwrap();
    (at("2026-11-25T16:30:00-05:00"), at("2026-11-25T16:31:00-05:00"))
}

async fn look(account: &CanadaPost) -> Result<Vec<Found>> {
    let label = sought();
    find(account, &FindRequest::new(Sought::Label(&label), sent())).await
}

fn details() -> String {
    fixture("find/details.response.xml").replace("CUSTOMERTOKEN00", &key().token())
}

async fn post(list: &'static str, details: String) -> (CanadaPost, Loopback) {
    served(move |seen| match seen.path.split('?').next().unwrap_or_default() {
        "/rs/0007023210/0007023210/shipment" => xml(200, fixture(list)),
        OWN => xml(200, fixture("label/contract.response.xml")),
        path if path == format!("{OWN}/details") => xml(200, &details),
        _ => nothing_for(seen),
    })
    .await
}

#[tokio::test]
async fn a_label_is_found_by_the_token_with_all_that_must_agree() {
    let (account, server) = post("find/found.response.xml", details()).await;
    let found = look(&account).await.unwrap();
    let [found] = &found[..] else { panic!("not one") };
    assert_eq!(found.reference, Some(key().token()));
    assert_eq!(found.recipient.as_deref(), Some("Morag Beaton B3J1W5"));
    assert_eq!((found.service.as_deref(), found.voided), (Some("DOM.EP"), Some(false)));
    assert_eq!(found.weight, "0.369 kg".parse().ok());
    assert_eq!(found.label.tracking_number.as_deref(), Some("7320091846612053"));
    let query = format!("?customerRequestId={}&provideShipmentInfo=true", key().token());
    assert!(server.seen()[0].path.ends_with(&query), "{}", server.seen()[0].path);
}

#[tokio::test]
async fn a_list_of_links_is_followed() {
    let (account, server) = post("find/linked.response.xml", details()).await;
    assert_eq!(look(&account).await.unwrap().len(), 1);
    assert_eq!(server.requests(), 3);
}

#[tokio::test]
async fn nothing_found_is_an_answer() {
    let (account, server) = post("find/none.response.xml", details()).await;
    assert!(look(&account).await.unwrap().is_empty());
    assert_eq!(server.requests(), 1);
}

#[tokio::test]
async fn a_shipment_of_another_purchase_is_not_ours() {
    let other = fixture("find/details.response.xml");
    let (account, _server) = post("find/found.response.xml", other).await;
    assert!(look(&account).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_shipment_with_a_refund_does_not_say_whether_it_stands() {
    let refunded = fixture("void/refunded-details.response.xml");
    let refunded = refunded.replace("CUSTOMERTOKEN00", &key().token());
    let (account, _server) = post("find/found.response.xml", refunded).await;
    assert_eq!(look(&account).await.unwrap()[0].voided, None);
}

#[tokio::test]
async fn a_look_up_that_failed_is_not_an_empty_one() {
    for reply in [
        xml(200, no("8001", "Ask later")),
        Reply::new(200, "text/html", "<html></html>"),
        Reply::new(404, "text/html", "<html></html>"),
    ] {
        let (account, _server) = served(move |_| reply.clone()).await;
        assert!(look(&account).await.is_err());
    }
    let (account, _server) = post("find/found.response.xml", no("8001", "Ask later")).await;
    assert!(look(&account).await.is_err());
}

#[tokio::test]
async fn without_a_contract_the_hours_are_looked_through() {
    let details = fixture("find/by-card-details.response.xml");
    let ours = details.replace("CUSTOMERTOKEN00", &key().token());
    let server =
        Loopback::start(move |seen| match seen.path.split('?').next().unwrap_or_default() {
            "/rs/0007023210/ncshipment" => xml(200, fixture("find/by-card.response.xml")),
            path if path.ends_with("930/details") => xml(200, &ours),
            path if path.ends_with("/details") => xml(200, &details),
            path if path.starts_with("/rs/0007023210/ncshipment/") => {
                let id = path.rsplit('/').next().unwrap_or_default();
                xml(200, fixture("label/by-card.response.xml").replace("530018840076241930", id))
            }
            _ => nothing_for(seen),
        })
        .await
        .unwrap();
    let account = builder().base_url(server.url()).build().unwrap();
    let found = look(&account).await.unwrap();
    let [found] = &found[..] else { panic!("not one") };
    assert_eq!(found.label.id, "530018840076241930");
    // From the earliest clock of Canada to the latest, and a quarter of an hour more.
    let asked = &server.seen()[0].path;
    assert!(asked.ends_with("?from=202611251330&to=202611252146"), "{asked}");
}

use super::super::tests::{
    assert_sent, by_card, contract, fixture, no, nothing_for, ottawa, served, xml,
};
use super::*;
use crate::http::loopback::{Loopback, Reply};

async fn post(artifact: Reply) -> (CanadaPost, Loopback) {
    served(move |seen| match (seen.method.as_str(), seen.path.as_str()) {
        ("POST", "/rs/0007023210/0007023210/openreturn") => {
            xml(200, fixture("open_return/permitted.response.xml"))
        }
        ("GET", "/rs/0007023210/0007023210/openreturn/4410070/artifact") => artifact.clone(),
        _ => nothing_for(seen),
    })
    .await
}

#[test]
fn what_permits_returns_is_as_the_fixture_has_it() {
    let call = ask(&contract(), &OpenReturnRequest::new(ottawa(), 25)).unwrap();
    assert_sent("open_return/permit.request.xml", &call.into_wire(1).unwrap());
}

#[test]
fn a_permission_is_for_one_label_at_least_and_for_a_contract() {
    let error = ask(&contract(), &OpenReturnRequest::new(ottawa(), 0)).unwrap_err();
    assert!(error.to_string().contains("labels"), "{error}");
    let error = ask(&by_card(), &OpenReturnRequest::new(ottawa(), 1)).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unsupported), "{error}");
}

#[tokio::test]
async fn labels_are_drawn_from_a_permission() {
    let (account, _server) = post(Reply::new(200, "application/pdf", b"%PDF-1.4 back")).await;
    let permission = account.permit_returns(&OpenReturnRequest::new(ottawa(), 25)).await.unwrap();
    assert_eq!(permission.left, Some(25));
    let label = account.draw_return(&permission).await.unwrap();
    assert_eq!((label.kind, label.format), (DocumentKind::ReturnLabel, Format::Pdf));
}

#[tokio::test]
async fn a_label_is_drawn_once_whatever_comes_back() {
    for (reply, unknown) in [
        (Reply::new(503, "text/html", "<html></html>"), true),
        (xml(200, no("8200", "None left")), false),
    ] {
        let (account, server) = post(reply).await;
        let request = OpenReturnRequest::new(ottawa(), 1);
        let permission = account.permit_returns(&request).await.unwrap();
        let error = account.draw_return(&permission).await.unwrap_err();
        assert_eq!((error.outcome_is_unknown(), server.requests()), (unknown, 2), "{error}");
    }
}

#[tokio::test]
async fn a_permission_without_a_link_to_its_labels_is_unreadable() {
    let body = fixture("open_return/permitted.response.xml").replace("nextArtifact", "template");
    let (account, _server) = served(move |_| xml(200, &body)).await;
    let request = OpenReturnRequest::new(ottawa(), 1);
    let error = account.permit_returns(&request).await.unwrap_err();
    assert!(error.outcome_is_unknown(), "{error}");
}

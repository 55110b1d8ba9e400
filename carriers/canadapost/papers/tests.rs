//! Papers as they come with a purchase, and later.

use super::super::label;
use super::super::tests::{day, fixture, key, no, served, within_canada, xml};
use super::*;
use crate::http::loopback::Reply;
use crate::model::{LabelRequest, LabelSpec};

const PDF: &[u8] = b"%PDF-1.4 a label";

async fn bought(account: &CanadaPost) -> Label {
    let request = LabelRequest::new(key(), within_canada(), "DOM.EP", day());
    label::buy(account, &label::prepare(account, request).unwrap()).await.unwrap()
}

#[tokio::test]
async fn a_paper_that_is_not_there_yet_is_pending_and_fetched_later() {
    let (account, server) = served(|seen| match (seen.method.as_str(), seen.nth) {
        ("POST", _) => xml(200, fixture("label/contract.response.xml")),
        (_, 1) => Reply::new(202, "text/plain", "later"),
        _ => Reply::new(200, "application/pdf", PDF),
    })
    .await;
    let label = bought(&account).await;
    assert_eq!((label.state, label.documents.len()), (LabelState::DocumentsPending, 0));
    let later = DocumentRequest::new(label.handle, LabelSpec::default());
    let papers = documents(&account, &later).await.unwrap();
    assert_eq!(papers[0].payload.bytes(), Some(PDF));
    assert_eq!(server.requests(), 3);
}

#[tokio::test]
async fn a_paper_that_cannot_be_fetched_does_not_hide_the_purchase() {
    for reply in [
        Reply::new(200, "application/pdf", "<html></html>"),
        Reply::new(404, "application/xml", no("404", "No artifact")),
        Reply::new(200, "application/pdf", no("8000", "Try again")),
        Reply::nothing().close(),
    ] {
        let (account, _server) = served(move |seen| match seen.method.as_str() {
            "POST" => xml(200, fixture("label/contract.response.xml")),
            _ => reply.clone(),
        })
        .await;
        let label = bought(&account).await;
        assert_eq!((label.state, label.notices.len()), (LabelState::DocumentsPending, 1));
    }
}

#[tokio::test]
async fn every_paper_of_a_label_is_fetched_and_each_by_its_kind() {
    let (account, _server) = served(|seen| match seen.method.as_str() {
        "POST" => xml(200, fixture("label/with-return.response.xml")),
        _ => Reply::new(200, "application/pdf", PDF),
    })
    .await;
    let label = bought(&account).await;
    let kinds: Vec<_> = label.documents.iter().map(|paper| paper.kind.clone()).collect();
    assert_eq!(kinds, [DocumentKind::Label, DocumentKind::Invoice]);
    assert_eq!(label.returns[0].documents[0].kind, DocumentKind::ReturnLabel);
    let mut invoice = DocumentRequest::new(label.handle.clone(), LabelSpec::default());
    invoice.kinds = vec![DocumentKind::Invoice];
    assert_eq!(documents(&account, &invoice).await.unwrap().len(), 1);
    invoice.kinds = vec![DocumentKind::Waybill];
    let error = documents(&account, &invoice).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::NotFound { .. }));
    let other = DocumentRequest::new(label.handle, LabelSpec::of(Format::Zpl));
    let error = documents(&account, &other).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::InvalidRequest(_)), "{error}");
}

#[tokio::test]
async fn no_more_papers_are_fetched_with_a_label_than_one_can_have() {
    let link =
        r#"<link rel="label" href="https://post.example.ca/a" media-type="application/pdf"/>"#;
    let told = fixture("label/contract.response.xml");
    let told = told.replace("</links>", &format!("{}</links>", link.repeat(60)));
    let (account, server) = served(move |seen| match seen.method.as_str() {
        "POST" => xml(200, &told),
        _ => Reply::new(200, "application/pdf", PDF),
    })
    .await;
    let label = bought(&account).await;
    assert_eq!((label.state, label.documents.len()), (LabelState::DocumentsPending, MOST));
    assert_eq!(server.requests(), 1 + MOST);
}

use super::super::tests::{
    assert_sent, builder, by_card, contract, fixture, key, no, nothing_for, ottawa, served, xml,
};
use super::*;
use crate::http::loopback::{Loopback, Reply};
use crate::model::{DocumentRequest, LabelSpec};

const PDF: &[u8] = b"%PDF-1.4 a manifest";

fn scoped(scope: ManifestScope) -> ManifestRequest {
    ManifestRequest::new(key(), scope, ottawa())
}

fn of_the_day() -> ManifestRequest {
    scoped(ManifestScope::Day(super::super::tests::day()))
}

fn refused(account: &CanadaPost, request: ManifestRequest) -> Vec<String> {
    let error = prepare(account, request).unwrap_err();
    let ErrorKind::InvalidRequest(faults) = error.kind() else { panic!("{error}") };
    faults.iter().map(|fault| fault.field.clone()).collect()
}

async fn post(artifact: Reply) -> (CanadaPost, Loopback) {
    served(move |seen| match (seen.method.as_str(), seen.path.as_str()) {
        ("POST", "/rs/0007023210/0007023210/manifest") => {
            xml(200, fixture("manifest/closed.response.xml"))
        }
        ("GET", "/rs/artifact/9be1/10000990017/0") => artifact.clone(),
        ("GET", path) if path.contains("manifestId=") => {
            xml(200, fixture("find/linked.response.xml"))
        }
        ("GET", path) if path.contains("/manifest/") => {
            xml(200, fixture("manifest/one.response.xml"))
        }
        _ => nothing_for(seen),
    })
    .await
}

#[test]
fn what_closes_a_day_is_as_the_fixture_has_it() {
    let prepared = prepare(&contract(), of_the_day()).unwrap();
    assert_sent("manifest/day.request.xml", prepared.wire().unwrap());
}

#[test]
fn a_group_is_closed_by_its_name_and_a_day_where_days_are_kept() {
    let group = builder().contract("0042708517").group("SOMERSET").build().unwrap();
    let named = scoped(ManifestScope::Group("SOMERSET".into()));
    assert!(prepare(&group, named).is_ok());
    assert_eq!(refused(&group, of_the_day()), ["scope"]);
    assert_eq!(refused(&contract(), scoped(ManifestScope::Labels(Vec::new()))), ["scope"]);
}

#[test]
fn nothing_waits_without_a_contract_or_where_all_is_transmitted_at_once() {
    let at_once = builder().contract("0042708517").transmit_at_once().build().unwrap();
    for account in [by_card(), at_once] {
        let error = prepare(&account, of_the_day()).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Unsupported), "{error}");
    }
}

#[tokio::test]
async fn a_day_is_closed_with_its_numbers_its_shipments_and_its_papers() {
    let (account, server) = post(Reply::new(200, "application/pdf", PDF)).await;
    let manifest = close(&account, &prepare(&account, of_the_day()).unwrap()).await.unwrap();
    assert_eq!(manifest.id.as_deref(), Some("P771000481, P771000481"));
    assert_eq!((manifest.state, manifest.documents.len()), (LabelState::Ready, 2));
    assert_eq!(manifest.included[0].id, "408211764900512871");
    let again = DocumentRequest::new(manifest.handle, LabelSpec::default());
    assert_eq!(papers::documents(&account, &again).await.unwrap().len(), 2);
    assert_eq!(server.seen()[0].header("content-type"), Some(MEDIA));
}

#[tokio::test]
async fn a_manifest_that_is_not_there_yet_does_not_hide_that_the_day_is_closed() {
    let (account, _server) = post(Reply::new(202, "text/plain", "later")).await;
    let manifest = close(&account, &prepare(&account, of_the_day()).unwrap()).await.unwrap();
    assert_eq!((manifest.state, manifest.notices.len()), (LabelState::DocumentsPending, 1));
}

#[tokio::test]
async fn a_day_without_a_manifest_is_unknown_and_a_no_is_a_no() {
    for (body, unknown) in
        [(fixture("manifest/none.response.xml"), true), (no("9122", "Nothing there"), false)]
    {
        let (account, server) = served(move |_| xml(200, &body)).await;
        let prepared = prepare(&account, of_the_day()).unwrap();
        let error = close(&account, &prepared).await.unwrap_err();
        assert_eq!((error.outcome_is_unknown(), server.requests()), (unknown, 1), "{error}");
    }
}

//! Fetching papers: labels, invoices, manifests. Spends nothing, may be repeated.

use super::CanadaPost;
use super::held::{Held, Kind, Way};
use super::{day, error};
use crate::carrier::{ErrorKind, Operation, Result, Step};
use crate::http::Call;
use crate::model::{
    Document, DocumentKind, DocumentRequest, Faults, Format, Label, LabelState, Notice, Payload,
};

/// The answer of a paper that is still being made (public knowledge).
const NOT_READY: u16 = 202;
/// More are not fetched with a purchase: each is a request, and no label has a tenth of them.
const MOST: usize = 50;

pub(super) async fn documents(
    account: &CanadaPost,
    request: &DocumentRequest,
) -> Result<Vec<Document>> {
    let operation = Operation::Documents;
    let held = Held::read(account, operation, &request.handle)?;
    let ways = match held.kind {
        Kind::Manifest => day::artifacts(account, operation, &held).await?,
        _ => held.ways,
    };
    let wanted = |kind: &DocumentKind| request.kinds.is_empty() || request.kinds.contains(kind);
    let ways: Vec<_> =
        ways.into_iter().filter(|way| kind(way).is_some_and(|kind| wanted(&kind))).collect();
    let mut documents = Vec::with_capacity(ways.len());
    for way in &ways {
        fits(account, request, way)?;
        documents.push(fetch(account, operation, way).await?);
    }
    if documents.is_empty() {
        let why = ErrorKind::not_found("Canada Post gave no link to such a paper");
        let carrier = account.api.carrier().clone();
        return Err(crate::carrier::Error::new(carrier, operation, why));
    }
    Ok(documents)
}

/// A label is made in one format for good.
fn fits(account: &CanadaPost, request: &DocumentRequest, way: &Way) -> Result<()> {
    let is_label = matches!(kind(way), Some(DocumentKind::Label | DocumentKind::ReturnLabel));
    match format(way) {
        Some(made) if is_label && made != request.label.format => {
            let why = format!("was made as {} and is given as nothing else", made.extension());
            Err(account.invalid(Operation::Documents, Faults::one("label.format", why)))
        }
        _ => Ok(()),
    }
}

/// Fetches the papers of a label that was bought. What cannot be had now is had later.
pub(super) async fn attach(
    account: &CanadaPost,
    operation: Operation,
    label: &mut Label,
    ways: &[Way],
) {
    let papers = ways.iter().filter(|way| kind(way).is_some());
    let mut missing = papers.clone().count() > MOST;
    for way in papers.take(MOST) {
        match fetch(account, operation, way).await {
            Ok(document) if document.kind == DocumentKind::ReturnLabel => {
                match label.returns.first_mut() {
                    Some(back) => {
                        back.documents.push(document);
                        back.state = LabelState::Ready;
                    }
                    None => label.documents.push(document),
                }
            }
            Ok(document) => label.documents.push(document),
            Err(error) => {
                missing = true;
                label.notices.push(Notice::warning(format!("a paper is not here yet: {error}")));
            }
        }
    }
    if !missing && !label.documents.is_empty() {
        label.state = LabelState::Ready;
    }
}

/// One paper.
pub(super) async fn fetch(
    account: &CanadaPost,
    operation: Operation,
    way: &Way,
) -> Result<Document> {
    let call = Call::get(operation, way.path.clone()).accept(&way.media).step(Step::FetchDocument);
    let answer = account.api.send(call).await?;
    if answer.status() == NOT_READY {
        let kind = ErrorKind::Unavailable { sent: true, status: Some(NOT_READY) };
        return Err(answer.error(kind).caused_by("the paper is not ready yet"));
    }
    let (Some(kind), Some(format)) = (kind(way), format(way)) else {
        return Err(answer.unreadable(format!("{} is no kind of paper that is known", way.media)));
    };
    let is = |start: &[u8]| answer.body().trim_ascii_start().starts_with(start);
    let whole = match format {
        Format::Pdf => is(b"%PDF"),
        _ => is(b"^") || is(b"~"),
    };
    if !whole {
        let why = format!("the paper is no {}", format.extension());
        return Err(error::said_no(&answer).unwrap_or_else(|| answer.unreadable(why)));
    }
    Ok(Document::new(kind, format, Payload::Bytes(answer.into_body())))
}

/// `RelType` of the schemas; `None`: it leads to no paper.
fn kind(way: &Way) -> Option<DocumentKind> {
    Some(match way.rel.as_str() {
        "label" => DocumentKind::Label,
        "returnLabel" => DocumentKind::ReturnLabel,
        "commercialInvoice" => DocumentKind::Invoice,
        "codRemittanceLabel" | "codRecordOfDelivery" => DocumentKind::Cod,
        "artifact" => DocumentKind::Manifest,
        _ => return None,
    })
}

fn format(way: &Way) -> Option<Format> {
    match way.media.as_str() {
        "application/pdf" => Some(Format::Pdf),
        "application/zpl" => Some(Format::Zpl),
        _ => None,
    }
}

#[cfg(test)]
mod tests;

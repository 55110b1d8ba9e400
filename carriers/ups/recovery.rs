//! Label recovery: the paper of a label again, as PDF too, and labels by a reference. The one call of three operations.

use super::handle::{self, Sold};
use super::wire::recovery::{
    Document as Answered, Question, RecoveryRequest, RecoveryResponse, ReferenceValues, Request,
    Value,
};
use super::{Ups, codes, label, limits, paper};
use crate::carrier::{Error, ErrorKind, Operation, Result, Step};
use crate::http::{Answer, Call};
use crate::model::{Document, DocumentKind, DocumentRequest, Faults, Format, Handle, Path};

pub(super) const PATH: &str = "/api/labels/v1/recovery";
/// `Shipping.yaml`, `LabelRecoveryRequest_Request`: the newest before Roadie's.
const SUB_VERSION: &str = "1903";

/// What is recovered.
#[derive(Clone, Copy, Debug)]
pub(super) enum By<'b> {
    Number(&'b str),
    /// A reference, and the account that bought with it.
    Reference {
        token: &'b str,
        account: &'b str,
    },
}

pub(super) async fn documents(ups: &Ups, request: &DocumentRequest) -> Result<Vec<Document>> {
    let mut faults = Faults::none();
    limits::label::paper(request.label, &Path::Root.field("label"), &mut faults);
    let carrier = || ups.api.carrier().clone();
    faults
        .into_result()
        .map_err(|faults| Error::invalid(carrier(), Operation::Documents, faults))?;
    let kept = |kind: &DocumentKind| is_label(kind) || *kind == DocumentKind::Invoice;
    if !request.kinds.is_empty() && !request.kinds.iter().any(kept) {
        let why = ErrorKind::not_found("UPS gives labels again, and no such paper");
        return Err(Error::new(carrier(), Operation::Documents, why));
    }
    let papers = fetch(ups, Operation::Documents, &request.handle, request.label.format).await?;
    let wanted = |paper: &Document| request.kinds.is_empty() || request.kinds.contains(&paper.kind);
    Ok(papers.into_iter().filter(wanted).collect())
}

/// The labels of what a handle means.
pub(super) async fn fetch(
    ups: &Ups,
    operation: Operation,
    handle: &Handle,
    format: Format,
) -> Result<Vec<Document>> {
    let sold: Sold = handle::read(ups, operation, handle)?;
    let number = match (sold.only, sold.numbers().as_slice()) {
        (Some(_), [number]) => (*number).to_owned(),
        _ => sold.shipment.clone(),
    };
    let answer = ask(ups, operation, By::Number(&number), format).await?;
    let told = read(&answer)?;
    let papers = papers(&sold, &told);
    if papers.is_empty() {
        return Err(answer.unreadable("no LabelImage that can be read"));
    }
    let form = told.form.as_ref().and_then(|form| form.image.as_ref());
    let invoice = form.and_then(|image| {
        paper::document(DocumentKind::Invoice, &image.image_format, &image.graphic_image)
    });
    Ok(papers.into_iter().chain(invoice).collect())
}

/// The call itself. It spends nothing, whatever it is a part of.
pub(super) async fn ask(
    ups: &Ups,
    operation: Operation,
    by: By<'_>,
    format: Format,
) -> Result<Answer> {
    let call = Call::post(operation, PATH).step(Step::FetchDocument).json(&to_wire(by, format));
    ups.api.send(Ups::signed(call)).await
}

pub(super) fn to_wire(by: By<'_>, format: Format) -> Question {
    let (tracking_number, reference_values) = match by {
        By::Number(number) => (Some(number.to_owned()), None),
        By::Reference { token, account } => {
            let reference_number = Value { value: token.to_owned() };
            (None, Some(ReferenceValues { reference_number, shipper_number: account.to_owned() }))
        }
    };
    let image = if format == Format::Pdf { "PDF" } else { codes::sold_as(format) };
    Question {
        label_recovery_request: RecoveryRequest {
            request: Request { sub_version: SUB_VERSION },
            label_specification: label::ask::paper(image),
            tracking_number,
            reference_values,
        },
    }
}

pub(super) fn read(answer: &Answer) -> Result<RecoveryResponse> {
    let Answered { label_recovery_response: told } = answer.json()?;
    told.response.success(answer)?;
    Ok(told)
}

/// The labels of an answer. A PDF holds those of all parcels and stands at the first ("only returned at the first package result").
pub(super) fn papers(sold: &Sold, told: &RecoveryResponse) -> Vec<Document> {
    let kind = if sold.back { DocumentKind::ReturnLabel } else { DocumentKind::Label };
    let several = sold.only.is_none() && sold.packages.len() > 1;
    let images = told.label_results.iter().enumerate().filter_map(|(place, result)| {
        let image = result.label_image.as_ref()?;
        let mut drawn =
            paper::document(kind.clone(), &image.label_image_format, &image.graphic_image)?;
        let known = result.tracking_number.told().and_then(|number| sold.index_of(number));
        drawn.parcels = match drawn.format {
            Format::Pdf if several => Vec::new(),
            _ => vec![known.or(sold.only).unwrap_or(place)],
        };
        drawn.size = Some(paper::SIZE);
        Some(drawn)
    });
    images.collect()
}

pub(super) fn is_label(kind: &DocumentKind) -> bool {
    matches!(kind, DocumentKind::Label | DocumentKind::ReturnLabel)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{account, assert_sent, carrier, fixture, offline};
    use super::*;
    use crate::carrier::Carrier as _;
    use crate::model::LabelSpec;

    fn sold() -> Sold {
        Sold {
            shipment: "1ZA1B2C30340010244".into(),
            packages: vec!["1ZA1B2C30340010244".into(), "1ZA1B2C30340010253".into()],
            only: None,
            service: "03".into(),
            to: "US".into(),
            back: false,
        }
    }

    async fn fetched(sold: &Sold, format: Format, name: &str) -> Result<Vec<Document>> {
        let (ups, server) = account(200, fixture(name)).await;
        let handle = sold.handle(&carrier()).unwrap();
        let papers = ups.documents(&DocumentRequest::new(handle, LabelSpec::of(format))).await;
        assert_eq!(server.seen().pop().unwrap().path, PATH);
        papers
    }

    #[test]
    fn what_is_asked_is_as_the_fixtures_have_it() {
        let number = By::Number("1ZA1B2C30340010244");
        assert_sent("documents/pdf.request.json", &to_wire(number, Format::Pdf));
        assert_sent("documents/zpl.request.json", &to_wire(number, Format::Zpl));
    }

    #[tokio::test]
    async fn a_pdf_holds_all_parcels() {
        let papers = fetched(&sold(), Format::Pdf, "documents/pdf.response.json").await.unwrap();
        assert_eq!((papers.len(), papers[0].parcels.len()), (1, 0));
    }

    #[tokio::test]
    async fn a_picture_belongs_to_the_parcel_with_its_number_whatever_the_order() {
        let papers = fetched(&sold(), Format::Zpl, "documents/zpl.response.json").await.unwrap();
        let parcels: Vec<_> = papers.iter().map(|paper| paper.parcels[0]).collect();
        assert_eq!(parcels, [1, 0]);
    }

    #[tokio::test]
    async fn an_answer_without_a_picture_is_unreadable() {
        let error =
            fetched(&sold(), Format::Zpl, "find/candidates.response.json").await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Unreadable { .. }), "{error}");
    }

    #[tokio::test]
    async fn a_paper_that_is_not_kept_and_a_size_that_is_none_are_refused_unasked() {
        let handle = sold().handle(&carrier()).unwrap();
        let mut request = DocumentRequest::new(handle, LabelSpec::default());
        request.kinds = vec![DocumentKind::Receipt];
        let error = offline().documents(&request).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::NotFound { .. }), "{error}");
        request.label.format = Format::Png;
        let error = offline().documents(&request).await.unwrap_err();
        assert!(error.to_string().contains("label.format"), "{error}");
    }
}

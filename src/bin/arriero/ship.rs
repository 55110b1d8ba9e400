//! `ship FILE`: asks, chooses, buys, and keeps the label with its receipt.

use arriero::carrier::Carriers;
use arriero::document::{ShipDocument, ShipmentDocument};
use arriero::model::{LabelRequest, LabelSpec, PurchaseKey, Rate, RateRequest};
use arriero::select::Selection;

use crate::answer::Answer;
use crate::args::{LabelFormat, ShipArgs};
use crate::choice::{Choice, choose};
use crate::context::Context;
use crate::stop::Stop;
use crate::words::shipment;
use crate::{purchase, selection_words};
use arriero::store::Folder;

pub(crate) async fn run(context: &Context, args: &ShipArgs) -> Result<Answer, Stop> {
    let document = ShipmentDocument::open(&args.shipment)?;
    let carriers = context.carriers()?;
    let folder = context.folder()?;
    let file = args.shipment.display().to_string();
    let Choice { request, selection } =
        choose(&carriers, &document, context.now(), &context.deadlines())
            .await
            .map_err(|faults| Stop::faults(&file, &faults))?;
    let words =
        format!("{}\n\n{}", shipment(&request.shipment), selection_words::selection(&selection));
    let Some(rate) = selection.chosen.clone() else {
        let answer = Answer::new(&selection, words);
        return Ok(answer.remark(context.sandbox_remark()).exit(1));
    };
    let label = label_request(&document, &request, &rate, args.label);
    let purchase = Purchase { document, label, selection: Some(selection) };
    let answer = purchase.buy(&carriers, &rate.carrier, &folder, &words).await?;
    Ok(answer.remark(context.sandbox_remark()))
}

fn label_request(
    document: &ShipmentDocument,
    request: &RateRequest,
    rate: &Rate,
    format: LabelFormat,
) -> LabelRequest {
    let mut label = unpriced(document, request, &rate.service.code, format);
    label.rate.clone_from(&rate.handle);
    label
}

/// What is bought where the service is named and no rate was chosen.
pub(crate) fn unpriced(
    document: &ShipmentDocument,
    request: &RateRequest,
    service: &str,
    format: LabelFormat,
) -> LabelRequest {
    let shipment = document.shipment();
    let mut label = LabelRequest::new(PurchaseKey::random(), shipment, service, request.ship_on);
    label.references.clone_from(&document.references);
    label.ready_at = request.ready_at;
    label.label = LabelSpec::of(format.into());
    label
}

/// What is about to be bought, and what its receipt tells beside it.
#[derive(Debug)]
pub(crate) struct Purchase {
    pub(crate) document: ShipmentDocument,
    pub(crate) label: LabelRequest,
    pub(crate) selection: Option<Selection>,
}

impl Purchase {
    /// Buys, once, and keeps what came of it.
    pub(crate) async fn buy(
        self,
        carriers: &Carriers,
        carrier: &arriero::model::CarrierId,
        folder: &Folder,
        said_before: &str,
    ) -> Result<Answer, Stop> {
        let Self { document, label: request, selection } = self;
        let Some(carrier) = carriers.get(carrier.as_str()) else {
            return Err(Stop::input("--carrier", format!("{carrier} is not there any more")));
        };
        if let Some(stop) = purchase::too_many_parcels(&**carrier, request.shipment.parcels.len()) {
            return Err(stop);
        }
        let key = request.key;
        let failed = |error| purchase::failed(key, &error);
        let prepared = carrier.prepare_label(request).map_err(failed)?;
        let mut label = carrier.buy_label(&prepared).await.map_err(failed)?;

        // The money is spent from here on: whatever fails now, the label is shown.
        let kept = folder.keep_papers(&mut label);
        let receipt = ShipDocument::new(key, document, selection, label);
        let written = kept.and_then(|()| purchase::keep_receipt(&receipt, &receipt.label, folder));
        let bought = purchase::words(&receipt.label, written.as_ref().ok());
        let answer =
            Answer::new(&receipt, format!("{said_before}\n{bought}").trim_start_matches('\n'));
        Ok(match written {
            Ok(_) => answer,
            Err(error) => answer.remark(purchase::not_written(&error)).exit(1),
        })
    }
}

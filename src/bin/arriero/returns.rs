//! `return FILE | --of LABEL`: buys the way back.

use std::path::Path;
use std::sync::Arc;

use arriero::carrier::Carrier;
use arriero::document::{Receipt, ReturnDocument, ShipmentDocument};
use arriero::input::Text;
use arriero::model::{LabelSpec, PurchaseKey, ReturnLabelRequest, ReturnParcel};
use arriero::purchase::{Item, Purchase};

use crate::answer::Answer;
use crate::args::ReturnArgs;
use crate::context::Context;
use crate::papers::{self, Desk};
use crate::stop::Stop;
use crate::till::Till;

pub(crate) async fn run(context: &Context, args: &ReturnArgs) -> Result<Answer, Stop> {
    let mut dated = false;
    let (carrier, mut request) = match (&args.of, &args.shipment) {
        (Some(label), _) => of_label(context, label)?,
        (None, Some(path)) => {
            let document = ShipmentDocument::open(path)?;
            let why = "a return is bought from one carrier";
            let carrier = context.one_carrier(|can| can.return_label, why)?;
            dated = document.ship_on.is_some();
            (carrier, way_back(context, &document))
        }
        (None, None) => return Err(Stop::input("return", "give a shipment, or --of a label")),
    };
    request.service.clone_from(&args.service);
    request.handover = args.handover.into();
    request.rma.clone_from(&args.rma);
    request.reason.clone_from(&args.reason);
    request.label = LabelSpec::of(args.label.into());
    request.check().map_err(|faults| Stop::faults("return", &faults))?;
    let folder = context.folder()?;
    let till = Till::open(context, context.carriers()?).await?;
    let before = till.asked(args.purpose.key.as_deref()).await?;
    if let (Some(Item::Return(first)), false) = (before.map(|before| before.item), dated) {
        // The day is that of the first asking.
        request.ship_on = first.ship_on;
    }

    let purchase = Purchase::return_label(carrier.id(), request.clone());
    let mut sold = till.buy(args.purpose.of(purchase)).await?;

    // The money is spent from here on: whatever fails now, the label is shown.
    let desk = Desk::new(&folder, context.out());
    let kept = folder.keep_papers(&mut sold.label);
    request.key = sold.purchase;
    let receipt = ReturnDocument::new(sold.key, request, sold.label);
    let written = kept.and_then(|()| desk.keep_receipt(&receipt, &receipt.label));
    let words = papers::words(&receipt.label, written.as_ref().ok());
    let answer = Answer::new(&receipt, words);
    Ok(papers::told(answer, written.err(), sold.not_noted, till.same())
        .remark(context.sandbox_remark()))
}

/// The way back as it is written: from the consumer to the shop.
fn way_back(context: &Context, document: &ShipmentDocument) -> ReturnLabelRequest {
    let parcels = document.parcels.iter().map(|parcel| {
        let mut back = ReturnParcel::new(Some(parcel.weight));
        back.dimensions = parcel.dimensions;
        back.description.clone_from(&parcel.description);
        back
    });
    let mut request = ReturnLabelRequest::new(
        PurchaseKey::random(),
        document.from.clone(),
        document.to.place().clone(),
        parcels.collect(),
        document.rate_request(context.now()).ship_on,
    );
    request.references.clone_from(&document.references);
    request.customs.clone_from(&document.customs);
    request
}

/// The way back of a label: its parties swapped.
fn of_label(
    context: &Context,
    path: &Path,
) -> Result<(Arc<dyn Carrier>, ReturnLabelRequest), Stop> {
    let name = path.display().to_string();
    let Receipt::Ship(receipt) = Receipt::read(&Text::open(path)?)? else {
        return Err(Stop::input(
            name,
            "is no receipt of ship or buy; the parties of the way out stand there",
        ));
    };
    let carriers = context.carriers()?;
    let id = receipt.label.carrier.clone();
    let Some(carrier) = carriers.get(id.as_str()) else {
        return Err(Stop::input(
            name,
            format!("is of {id}, which is none of the carriers that are asked"),
        ));
    };
    let out = &receipt.shipment;
    let mut back = out.clone();
    back.from = out.to.recipient().clone();
    back.to = out.return_to.as_ref().unwrap_or(&out.from).clone().into();
    back.ship_on = None;
    back.ready_at = None;
    let mut request = way_back(context, &back);
    request.of = Some(receipt.label.handle.clone());
    Ok((Arc::clone(carrier), request))
}

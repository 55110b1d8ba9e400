//! `return FILE | --of LABEL`: buys the way back.

use std::path::Path;
use std::sync::Arc;

use arriero::carrier::Carrier;
use arriero::document::{Receipt, ReturnDocument, ShipmentDocument};
use arriero::input::Text;
use arriero::model::{LabelSpec, PurchaseKey, ReturnLabelRequest, ReturnParcel};

use crate::answer::Answer;
use crate::args::ReturnArgs;
use crate::context::Context;
use crate::purchase;
use crate::stop::Stop;

pub(crate) async fn run(context: &Context, args: &ReturnArgs) -> Result<Answer, Stop> {
    let (carrier, mut request) = match (&args.of, &args.shipment) {
        (Some(label), _) => of_label(context, label)?,
        (None, Some(path)) => {
            let document = ShipmentDocument::open(path)?;
            let why = "a return is bought from one carrier";
            let carrier = context.one_carrier(|can| can.return_label, why)?;
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

    let key = request.key;
    let failed = |error| purchase::failed(key, &error);
    let prepared = carrier.prepare_return(request.clone()).map_err(failed)?;
    let mut label = carrier.return_label(&prepared).await.map_err(failed)?;

    // The money is spent from here on: whatever fails now, the label is shown.
    let kept = folder.keep_papers(&mut label);
    let receipt = ReturnDocument::new(request, label);
    let written = kept.and_then(|()| purchase::keep_receipt(&receipt, &receipt.label, &folder));
    let answer = Answer::new(&receipt, purchase::words(&receipt.label, written.as_ref().ok()))
        .remark(context.sandbox_remark());
    Ok(match written {
        Ok(_) => answer,
        Err(error) => answer.remark(purchase::not_written(&error)).exit(1),
    })
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

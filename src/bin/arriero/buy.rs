//! `buy FILE --service CODE`: buys the label of a service without asking for prices.

use arriero::document::ShipmentDocument;

use crate::answer::Answer;
use crate::args::BuyArgs;
use crate::context::Context;
use crate::ship::{Purchase, unpriced};
use crate::stop::Stop;

pub(crate) async fn run(context: &Context, args: &BuyArgs) -> Result<Answer, Stop> {
    let document = ShipmentDocument::open(&args.shipment)?;
    let why = "a service is bought from one carrier";
    let carrier = context.one_carrier(|can| can.buy_label, why)?;
    let folder = context.folder()?;
    let request = document.rate_request(context.now());
    let label = unpriced(&document, &request, &args.service, args.label);
    let purchase = Purchase { document, label, selection: None };
    let answer = purchase.buy(&context.carriers()?, &carrier.id(), &folder, "").await?;
    Ok(answer.remark(context.sandbox_remark()))
}

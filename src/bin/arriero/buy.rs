//! `buy FILE --service CODE`: buys the label of a service without asking for prices.

use arriero::document::ShipmentDocument;

use crate::answer::Answer;
use crate::args::BuyArgs;
use crate::context::Context;
use crate::ship::{Wanted, unpriced};
use crate::stop::Stop;
use crate::till::Till;

pub(crate) async fn run(context: &Context, args: &BuyArgs) -> Result<Answer, Stop> {
    let document = ShipmentDocument::open(&args.shipment)?;
    let why = "a service is bought from one carrier";
    let carrier = context.one_carrier(|can| can.buy_label, why)?;
    let folder = context.folder()?;
    let till = Till::open(context, context.carriers()?).await?;
    let request = document.rate_request(context.now());
    let label = unpriced(&document, &request, &args.service, args.label);
    let (carrier, selection, cost, rate) = (carrier.id(), None, None, None);
    let mut wanted = Wanted { document, carrier, label, selection, cost, rate };
    if let Some(before) = till.asked(args.purpose.key.as_deref()).await? {
        wanted.on_the_same_day(&before);
    }
    Box::pin(wanted.buy(context, &till, &folder, &args.purpose, "")).await
}

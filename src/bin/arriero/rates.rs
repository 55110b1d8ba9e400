//! `rates FILE`: what every carrier asks for a shipment.

use arriero::document::ShipmentDocument;

use crate::answer::Answer;
use crate::args::RatesArgs;
use crate::context::Context;
use crate::selection_words::not_asked;
use crate::stop::Stop;
use crate::words::{Table, arrival, plain, shipment};

pub(crate) async fn run(context: &Context, args: &RatesArgs) -> Result<Answer, Stop> {
    let document = ShipmentDocument::open(&args.shipment)?;
    let carriers = context.carriers()?;
    let request = document.rate_request(context.now());
    let file = args.shipment.display().to_string();
    let quotes = carriers
        .quote(&request, &context.deadlines())
        .await
        .map_err(|faults| Stop::faults(&file, &faults))?;

    let mut table =
        Table::new(["carrier", "service", "code", "price", "tax", "arrives"]).right(&[3, 4]);
    for rate in &quotes.rates {
        let tax = match (rate.tax, rate.total_includes_tax) {
            (Some(tax), Some(true)) => format!("{tax} inside"),
            (Some(tax), _) => format!("{tax} more"),
            (None, Some(true)) => "inside".to_owned(),
            (None, Some(false)) => "not inside".to_owned(),
            (None, None) => "not told".to_owned(),
        };
        table.row(
            None,
            [
                rate.carrier.to_string(),
                plain(&rate.service.name),
                plain(&rate.service.code),
                rate.total.to_string(),
                tax,
                arrival(&rate.delivery),
            ],
        );
    }
    let mut words = format!("{}\n\n", shipment(&request.shipment));
    if quotes.rates.is_empty() {
        words.push_str("No carrier has a price for this shipment.\n");
    } else {
        words.push_str(&table.lines());
    }
    words.push_str(&not_asked(&quotes.unavailable, &quotes.failures));
    let exit = u8::from(quotes.rates.is_empty());
    Ok(Answer::new(&quotes, words).remark(context.sandbox_remark()).exit(exit))
}

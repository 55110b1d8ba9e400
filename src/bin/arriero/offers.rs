//! `offers FILE --options SHOP`: what a shop's checkout would show for a shipment, and what it would hide.

use std::fmt::Write as _;

use arriero::document::{ShipmentDocument, open_shop};
use arriero::select::Request;
use arriero::select::offers::{Basket, Offer, Offers, offers};

use crate::answer::Answer;
use crate::args::OffersArgs;
use crate::context::Context;
use crate::selection_words::not_asked;
use crate::stop::Stop;
use crate::words::{named, plain, shipment, style};

pub(crate) async fn run(context: &Context, args: &OffersArgs) -> Result<Answer, Stop> {
    let document = ShipmentDocument::open(&args.shipment)?;
    let shop = open_shop(&args.options)?;
    let (file, options) = (args.shipment.display().to_string(), args.options.display().to_string());
    let Some(request) = document.rate_request_after(shop.handling_days, context.now()) else {
        let message = "handling_days: the calendar of the origin is not known; write ship_on into the shipment";
        return Err(Stop::input(options, message));
    };
    let quotes = context
        .carriers()?
        .quote(&request, &context.deadlines())
        .await
        .map_err(|faults| Stop::faults(&file, &faults))?;

    let mut basket = Basket::default();
    basket.gross = args.basket;
    basket.net = args.basket_net;
    basket.weight = request.shipment.weight();
    let language = args.language.map(Into::into).or(shop.languages.first().copied());
    let Some(language) = language else {
        return Err(Stop::input(options, "languages: is empty; name one at least"));
    };
    let moment = Request::of(&request, context.now());
    let shown = offers(&quotes.rates, &moment, &basket, &shop, language)
        .map_err(|faults| Stop::faults(&options, &faults))?;

    let mut words = format!("{}\n\n{}", shipment(&request.shipment), checkout(&shown));
    words.push_str(&not_asked(&[], &quotes.failures));
    let exit = u8::from(shown.offers.is_empty());
    Ok(Answer::new(&shown, words).remark(context.sandbox_remark()).exit(exit))
}

fn checkout(shown: &Offers) -> String {
    let mut words = String::new();
    for offer in &shown.offers {
        words.push_str(&line(offer));
    }
    if shown.offers.is_empty() {
        words.push_str("Nothing can be offered.\n");
    }
    for hidden in &shown.hidden {
        let line =
            format!("  hidden: {}: {}", plain(&hidden.id), plain(&hidden.reason.to_string()));
        let _ = writeln!(words, "{}", style("2", &line));
    }
    words
}

fn line(offer: &Offer) -> String {
    let price = if offer.price.is_zero() { "free".to_owned() } else { offer.price.to_string() };
    let mut words = style("1", &format!("  {}  {price}", plain(&offer.title)));
    if let Some(promise) = &offer.promise_text {
        let _ = write!(words, "  {promise}");
    }
    words.push('\n');
    let steps: Vec<_> = offer.price_steps.iter().map(ToString::to_string).collect();
    let by = offer.rate.as_ref().map_or_else(|| "no rate".to_owned(), |rate| named(rate));
    let _ = writeln!(words, "      {by}; {}", steps.join(", "));
    if let Some(before) = offer.promise.as_ref().and_then(|promise| promise.order_before) {
        let _ = writeln!(words, "      order before {}", before.format("%Y-%m-%d %H:%M %:z"));
    }
    if let Some(reason) = &offer.fallback {
        let _ = writeln!(words, "      shown as the fallback: {}", plain(&reason.to_string()));
    }
    words
}

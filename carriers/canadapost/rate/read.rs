//! The carrier's answer → `RateAnswer`. Pure.

use super::super::wire::rating::{
    NAMESPACE, PriceDetails, PriceQuote, PriceQuotes, ServiceStandard, Taxes,
};
use super::super::wire::{owned, told};
use super::super::{CanadaPost, codes, error, money, options, time};
use crate::carrier::Result;
use crate::http::Answer;
use crate::http::xml::Root;
use crate::model::{
    Charge, Cover, Date, DeliversTo, DeliveryEstimate, Feature, FeatureOffer, Notice, Offer,
    PriceBasis, Rate, RateAnswer, RateRequest, Service, Time, Unavailable, Weight, WeightUnit,
};

const ROOT: Root<'_> = Root::new("price-quotes", NAMESPACE);
/// `am-delivery`: before noon.
const NOON: Option<Time> = Time::from_hms_opt(12, 0, 0);

pub(super) fn from_wire(
    account: &CanadaPost,
    request: &RateRequest,
    answer: &Answer,
) -> Result<RateAnswer> {
    let quotes: PriceQuotes = error::read(answer, &ROOT)?;
    let carrier = account.api.carrier();
    let mut all = RateAnswer::default();
    let none = quotes.price_quote.is_empty();
    all.rates.reserve_exact(quotes.price_quote.len());
    for quote in quotes.price_quote {
        match rate(account, request, quote) {
            Ok(rate) => all.rates.push(rate),
            Err(unavailable) => all.unavailable.push(unavailable),
        }
    }
    if none {
        let why = "Canada Post offers no service for this shipment";
        all.unavailable.push(Unavailable::new(carrier.clone(), None, why));
    }
    Ok(all)
}

fn service(quote: &PriceQuote) -> Option<Service> {
    Some(codes::service(told(&quote.service_code)?, told(&quote.service_name)))
}

/// A price, or why there is none that can be read.
fn rate(
    account: &CanadaPost,
    request: &RateRequest,
    quote: PriceQuote,
) -> std::result::Result<Rate, Unavailable> {
    let carrier = account.api.carrier();
    let unavailable = |service, why| Unavailable::new(carrier.clone(), service, why);
    let Some(service) = service(&quote) else {
        return Err(unavailable(None, "Canada Post named no service"));
    };
    let details = quote.price_details;
    // `due` is what is left to pay, taxes inside (public knowledge; the lines beside it add up to it).
    let Some(due) = money::due(&details.due) else {
        return Err(unavailable(Some(service), "Canada Post told no amount that is due"));
    };
    let mut rate = Rate::new(carrier.clone(), service, due);
    rate.total_includes_tax = Some(true);
    rate.price_basis =
        if account.contract().is_some() { PriceBasis::Account } else { PriceBasis::List };
    rate.billed_weight = billed(request, &quote.weight_details.cubed_weight);
    rate.delivery = delivery(&quote.service_standard, request.ship_on);
    rate.features = features(request, &details);
    rate.cover = cover(request, &details);
    let taxed = details.taxes.is_some();
    rate.charges = charges(details);
    rate.tax = if taxed { money::taxes(&rate.charges) } else { None };
    rate.delivers_to = Some(match request.shipment.to.point() {
        Some(point) => DeliversTo::Point(Box::new(point.clone())),
        None => DeliversTo::Address,
    });
    if rate.charges_agree() == Some(false) {
        rate.notices.push(Notice::information("the itemised charges do not sum up to the total"));
    }
    Ok(rate)
}

fn charges(details: PriceDetails) -> Vec<Charge> {
    let (options, adjustments) = (details.options.option, details.adjustments.adjustment);
    let mut charges = Vec::with_capacity(options.len() + adjustments.len() + 2);
    charges.extend(money::base(&details.base));
    charges.extend(
        options.into_iter().filter_map(|told| {
            money::option(told.option_code, told.option_name, &told.option_price)
        }),
    );
    charges.extend(adjustments.into_iter().filter_map(|told| {
        money::adjustment(told.adjustment_code, told.adjustment_name, &told.adjustment_cost)
    }));
    if let Some(Taxes { gst, pst, hst }) = &details.taxes {
        let lines = [("gst", gst), ("pst", pst), ("hst", hst)];
        charges.extend(lines.into_iter().filter_map(|(code, amount)| money::tax(code, amount)));
    }
    charges
}

/// The larger of what it weighs and of what its volume weighs; `None`: the volume's weight is not told.
fn billed(request: &RateRequest, cubed: &str) -> Option<Weight> {
    let cubed = Weight::new(money::number(cubed)?, WeightUnit::Kg).ok()?;
    Some(request.shipment.weight().map_or(cubed, |weight| weight.max(cubed)))
}

fn delivery(told: &ServiceStandard, ship_on: Date) -> DeliveryEstimate {
    let date = time::day(&told.expected_delivery_date);
    let days = told.expected_transit_time.trim().parse().ok();
    let yes = |text: &str| match text.trim() {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    };
    let morning = yes(&told.am_delivery) == Some(true);
    DeliveryEstimate {
        date,
        by: NOON.filter(|_| morning && date.is_some()),
        // `expected-transit-time`: business days from the mailing date (public knowledge).
        business_days: days,
        guaranteed: yes(&told.guaranteed_delivery),
        assumes_ship_date: (date.is_some() || days.is_some()).then_some(ship_on),
        ..DeliveryEstimate::default()
    }
}

/// What was asked is inside every price that came back; whether its delivery is confirmed is told by an option.
fn features(request: &RateRequest, details: &PriceDetails) -> Vec<FeatureOffer> {
    let confirmed =
        details.options.option.iter().any(|told| told.option_code.trim() == codes::CONFIRMATION);
    let asked = request.shipment.options.signature.map(Feature::Signature);
    let tracked = confirmed.then_some([Feature::Tracked, Feature::ProofOfDelivery]);
    asked
        .into_iter()
        .chain(tracked.into_iter().flatten())
        .map(|feature| FeatureOffer::new(feature, Offer::Included))
        .collect()
}

/// What was asked to be covered is covered; else what the option says is inside, and can be had beside it.
fn cover(request: &RateRequest, details: &PriceDetails) -> Option<Cover> {
    if let Some(sum) = options::insured(&request.shipment) {
        return Some(Cover::included(sum));
    }
    let option = &details.options.option;
    let told = option.iter().find(|told| told.option_code.trim() == codes::COVERAGE)?;
    let cover = Cover::included(money::cad(&told.qualifier.included_amount)?);
    Some(match owned(&told.qualifier.max_value).and_then(|most| money::cad(&most)) {
        Some(most) => cover.and_up_to(most, None),
        None => cover,
    })
}

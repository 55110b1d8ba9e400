//! The carrier's answer → `RateAnswer`. Pure.

use super::super::wire::rating::{
    NAMESPACE, PriceDetails, PriceQuote, PriceQuotes, ServiceStandard,
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
    for quote in &quotes.price_quote {
        let service = service(quote);
        match rate(account, request, quote, service.clone()) {
            Ok(rate) => all.rates.push(rate),
            Err(why) => all.unavailable.push(Unavailable::new(carrier.clone(), service, why)),
        }
    }
    if quotes.price_quote.is_empty() {
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
    quote: &PriceQuote,
    service: Option<Service>,
) -> std::result::Result<Rate, &'static str> {
    let service = service.ok_or("Canada Post named no service")?;
    let details = &quote.price_details;
    // `due` is what is left to pay, taxes inside (public knowledge; the lines beside it add up to it).
    let due = money::cad(&details.due).ok_or("Canada Post told no amount that is due")?;
    let mut rate = Rate::new(account.api.carrier().clone(), service, due);
    rate.total_includes_tax = Some(true);
    rate.charges = charges(details);
    rate.tax = details.taxes.as_ref().and_then(|_| money::taxes(&rate.charges));
    rate.price_basis =
        if account.contract().is_some() { PriceBasis::Account } else { PriceBasis::List };
    rate.billed_weight = billed(request, &quote.weight_details.cubed_weight);
    rate.delivery = delivery(&quote.service_standard, request.ship_on);
    rate.features = features(request, details);
    rate.cover = cover(request, details);
    rate.delivers_to = Some(match request.shipment.to.point() {
        Some(point) => DeliversTo::Point(Box::new(point.clone())),
        None => DeliversTo::Address,
    });
    if rate.charges_agree() == Some(false) {
        rate.notices.push(Notice::information("the itemised charges do not sum up to the total"));
    }
    Ok(rate)
}

fn charges(details: &PriceDetails) -> Vec<Charge> {
    let base = money::base(&details.base);
    let options =
        details.options.option.iter().filter_map(|told| {
            money::option(&told.option_code, &told.option_name, &told.option_price)
        });
    let adjustments = details.adjustments.adjustment.iter().filter_map(|told| {
        money::adjustment(&told.adjustment_code, &told.adjustment_name, &told.adjustment_cost)
    });
    let taxes = details.taxes.iter().flat_map(|told| {
        let lines = [("gst", &told.gst), ("pst", &told.pst), ("hst", &told.hst)];
        lines.into_iter().filter_map(|(code, amount)| money::tax(code, amount))
    });
    base.into_iter().chain(options).chain(adjustments).chain(taxes).collect()
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

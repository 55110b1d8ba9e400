//! The carrier's answer → `RateAnswer`. Pure.

use std::mem::take;

use super::super::price::{PackageItems, Parts, Price, notice};
use super::super::time::{clock, day};
use super::super::wire::Text;
use super::super::wire::rating::{Document, EstimatedArrival, Guaranteed, RatedShipment, When};
use super::super::{codes, limits};
use crate::carrier::Result;
use crate::http::Answer;
use crate::http::exact;
use crate::model::{
    CarrierId, Cover, DeliversTo, DeliveryEstimate, Feature, FeatureOffer, Notice, Offer, Rate,
    RateAnswer, RateRequest, Unavailable, Weight, WeightUnit,
};

pub(super) fn from_wire(
    carrier: &CarrierId,
    request: &RateRequest,
    answer: &Answer,
) -> Result<RateAnswer> {
    let Document { rate_response: told } = answer.json()?;
    told.response.success(answer)?;
    if told.rated_shipment.is_empty() {
        return Err(answer.unreadable("no RatedShipment"));
    }
    let mut all = RateAnswer::default();
    all.rates.reserve_exact(told.rated_shipment.len());
    for rated in told.rated_shipment {
        match rate(request, carrier, rated) {
            Ok(rate) => all.rates.push(rate),
            Err(unavailable) => all.unavailable.push(unavailable),
        }
    }
    all.notices = told.response.alert.into_iter().filter_map(notice).collect();
    Ok(all)
}

fn service(request: &RateRequest, rated: &RatedShipment) -> Option<crate::model::Service> {
    let transit = rated.time_in_transit.as_ref().and_then(|told| told.service_summary.as_ref());
    let words = transit.and_then(|summary| summary.service.description.told());
    let origin = limits::country(&request.shipment.from);
    let code = rated.service.code.told()?;
    Some(codes::service(origin, code, rated.service.description.told().or(words)))
}

/// A price, or why there is none that can be read.
fn rate(
    request: &RateRequest,
    carrier: &CarrierId,
    mut rated: RatedShipment,
) -> std::result::Result<Rate, Unavailable> {
    let unavailable = |service, why| Unavailable::new(carrier.clone(), service, why);
    let Some(service) = service(request, &rated) else {
        return Err(unavailable(None, "UPS named no service".to_owned()));
    };
    let price = match Price::of(parts(&mut rated)) {
        Ok(price) => price,
        Err(why) => return Err(unavailable(Some(service), why)),
    };
    let mut rate = Rate::new(carrier.clone(), service, price.total);
    (rate.tax, rate.total_includes_tax) = (price.tax, price.includes_tax);
    (rate.price_basis, rate.charges) = (price.basis, price.charges);
    rate.zone = rated.zone.owned();
    rate.billed_weight = rated.billing_weight.as_ref().and_then(|told| {
        let unit = match told.unit_of_measurement.code.told()? {
            "LBS" => WeightUnit::Lb,
            "KGS" => WeightUnit::Kg,
            _ => return None,
        };
        Weight::new(exact::decimal(told.weight.told()?).ok()?, unit).ok()
    });
    rate.delivery = delivery(&rated);
    rate.features = features(request, &rated);
    rate.cover = cover(request);
    rate.delivers_to = Some(match request.shipment.to.point() {
        Some(point) => DeliversTo::Point(Box::new(point.clone())),
        None => DeliversTo::Address,
    });
    let words = rated.rated_shipment_alert.into_iter().chain(rated.disclaimer);
    rate.notices = words.filter_map(notice).collect();
    if let Some(words) = rated.time_in_transit.and_then(|told| told.disclaimer.into_told()) {
        rate.notices.push(Notice::information(words));
    }
    if rate.charges_agree() == Some(false) {
        rate.notices.push(Notice::information("the itemised charges do not sum up to the total"));
    }
    Ok(rate)
}

/// Taken out: who asks for the rest of what was rated finds it without its money.
fn parts(rated: &mut RatedShipment) -> Parts {
    Parts {
        total: rated.total_charges.take(),
        total_with_taxes: rated.total_charges_with_taxes.take(),
        taxes: take(&mut rated.tax_charges),
        base: rated.base_service_charge.take(),
        items: take(&mut rated.itemized_charges),
        transportation: rated.transportation_charges.take(),
        options: rated.service_options_charges.take(),
        negotiated: rated.negotiated_rate_charges.take(),
        packages: take(&mut rated.rated_package)
            .into_iter()
            .map(|package| PackageItems::new(package.itemized_charges, package.negotiated_charges))
            .collect(),
    }
}

fn delivery(rated: &RatedShipment) -> DeliveryEstimate {
    let transit = rated.time_in_transit.as_ref().and_then(|told| told.service_summary.as_ref());
    let Some(summary) = transit else {
        return rated.guaranteed_delivery.as_ref().map(guaranteed).unwrap_or_default();
    };
    let mut estimate = summary.estimated_arrival.as_ref().map(arrival).unwrap_or_default();
    // An indicator that is not there says no.
    estimate.guaranteed = Some(summary.guaranteed_indicator.is_some());
    estimate
}

fn arrival(told: &EstimatedArrival) -> DeliveryEstimate {
    let mut estimate = DeliveryEstimate::default();
    if let Some(When { date, time }) = &told.arrival {
        estimate.date = date.told().and_then(day);
        estimate.by = time.told().and_then(clock).filter(|_| estimate.date.is_some());
    }
    estimate.business_days = number(&told.business_days_in_transit);
    estimate.calendar_days = number(&told.total_transit_days);
    estimate.assumes_ship_date =
        told.pickup.as_ref().and_then(|pickup| pickup.date.told()).and_then(day);
    estimate
}

/// The published guarantee, where the time in transit was not asked or not told.
fn guaranteed(told: &Guaranteed) -> DeliveryEstimate {
    DeliveryEstimate {
        business_days: number(&told.business_days_in_transit),
        date: told.scheduled_delivery_date.told().and_then(day),
        guaranteed: Some(true),
        text: told.delivery_by_time.owned(),
        ..DeliveryEstimate::default()
    }
}

fn number(text: &Text) -> Option<u16> {
    text.told()?.parse().ok()
}

/// What was asked is inside every price that came back; Saturday also where it can be had for more.
fn features(request: &RateRequest, rated: &RatedShipment) -> Vec<FeatureOffer> {
    let options = &request.shipment.options;
    let asked = [
        options.signature.map(Feature::Signature),
        options.saturday.then_some(Feature::Saturday),
        options.cod.as_ref().map(|_| Feature::Cod),
        // `Shipping.yaml`, `PackageResults.TrackingNumber`: each package has one.
        Some(Feature::Tracked),
    ];
    let mut features: Vec<_> = asked
        .into_iter()
        .flatten()
        .map(|feature| FeatureOffer::new(feature, Offer::Included))
        .collect();
    let transit = rated.time_in_transit.as_ref().and_then(|told| told.service_summary.as_ref());
    let saturday = transit.and_then(|summary| summary.saturday_delivery.told());
    if !options.saturday && saturday == Some("1") {
        features.push(FeatureOffer::new(Feature::Saturday, Offer::Offered { fee: None }));
    }
    features
}

/// The declared value is inside the price.
fn cover(request: &RateRequest) -> Option<Cover> {
    let shipment = &request.shipment;
    let declared = || {
        let mut values = shipment.parcels.iter().map(|parcel| parcel.declared_value);
        let first = values.next()??;
        values.try_fold(first, |sum, value| sum.checked_add(value?))
    };
    let insured = shipment.options.insurance.filter(|_| shipment.parcels.len() == 1);
    insured.or_else(declared).map(Cover::included)
}

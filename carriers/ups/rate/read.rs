//! The carrier's answer → `RateAnswer`. Pure.

use rust_decimal::Decimal;

use super::super::time::{clock, day};
use super::super::wire::rating::{
    Document, EstimatedArrival, Guaranteed, Item, RatedShipment, Tax, When,
};
use super::super::wire::{Amount, Text, Told};
use super::super::{codes, limits};
use crate::carrier::Result;
use crate::http::exact;
use crate::http::{Answer, Refusal};
use crate::model::{
    CarrierId, Charge, ChargeKind, Cover, Currency, DeliversTo, DeliveryEstimate, Feature,
    FeatureOffer, Money, Notice, Offer, PriceBasis, Rate, RateAnswer, RateRequest, Unavailable,
    Weight, WeightUnit,
};

pub(super) fn from_wire(
    carrier: &CarrierId,
    request: &RateRequest,
    answer: &Answer,
) -> Result<RateAnswer> {
    let Document { rate_response: told } = answer.json()?;
    let status = &told.response.response_status;
    if status.code.told() != Some("1") {
        let words = status.description.told().unwrap_or("no success");
        let code = status.code.told().unwrap_or_default();
        return Err(answer.refused(Refusal::new(code, words)));
    }
    if told.rated_shipment.is_empty() {
        return Err(answer.unreadable("no RatedShipment"));
    }
    let mut all = RateAnswer::default();
    for rated in &told.rated_shipment {
        match rate(request, carrier, rated) {
            Ok(rate) => all.rates.push(rate),
            Err(why) => {
                let service = service(request, rated);
                all.unavailable.push(Unavailable::new(carrier.clone(), service, why));
            }
        }
    }
    all.notices = told.response.alert.iter().filter_map(notice).collect();
    Ok(all)
}

fn notice(told: &Told) -> Option<Notice> {
    let notice = Notice::information(told.description.told().or_else(|| told.code.told())?);
    Some(match told.code.told() {
        Some(code) => notice.with_code(code),
        None => notice,
    })
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
    rated: &RatedShipment,
) -> std::result::Result<Rate, String> {
    let service = service(request, rated).ok_or("UPS named no service")?;
    let price = Price::of(rated)?;
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
    rate.delivery = delivery(rated);
    rate.features = features(request, rated);
    rate.cover = cover(request);
    rate.delivers_to = Some(match request.shipment.to.point() {
        Some(point) => DeliversTo::Point(Box::new(point.clone())),
        None => DeliversTo::Address,
    });
    let words = rated.rated_shipment_alert.iter().chain(&rated.disclaimer);
    rate.notices = words.filter_map(notice).collect();
    if let Some(words) = rated.time_in_transit.as_ref().and_then(|told| told.disclaimer.told()) {
        rate.notices.push(Notice::information(words));
    }
    if rate.charges_agree() == Some(false) {
        rate.notices.push(Notice::information("the itemised charges do not sum up to the total"));
    }
    Ok(rate)
}

struct Price {
    total: Money,
    tax: Option<Money>,
    includes_tax: Option<bool>,
    basis: PriceBasis,
    charges: Vec<Charge>,
}

impl Price {
    /// What the account has agreed where that is told, else what is published. With tax where the carrier tells it.
    fn of(rated: &RatedShipment) -> std::result::Result<Self, String> {
        let agreed = rated.negotiated_rate_charges.as_ref();
        let told = agreed.and_then(|told| told.total_charge.as_ref()).zip(agreed);
        let (net, gross, taxes, basis) = match told {
            Some((total, agreed)) => (
                total,
                agreed.total_charges_with_taxes.as_ref(),
                &agreed.tax_charges,
                PriceBasis::Account,
            ),
            None => (
                rated.total_charges.as_ref().ok_or("UPS told no total")?,
                rated.total_charges_with_taxes.as_ref(),
                &rated.tax_charges,
                PriceBasis::List,
            ),
        };
        let net = money(net)?;
        let gross = gross.map(money).transpose()?;
        let mut charges = charges(rated, told.is_some(), net);
        if gross.is_some() {
            charges.extend(taxes.iter().filter_map(|told| tax(told, net.currency())));
        }
        let tax = gross.and_then(|gross| gross.checked_sub(net));
        Ok(Self {
            total: gross.unwrap_or(net),
            tax,
            // Without `TotalChargesWithTaxes` nothing is said about tax.
            includes_tax: gross.map(|_| true),
            basis,
            charges,
        })
    }
}

/// The carrier itemises by shipment and by package, and sums up coarsely beside that: the first list that makes the total counts,
/// and where none does the most detailed one.
fn charges(rated: &RatedShipment, agreed: bool, total: Money) -> Vec<Charge> {
    let currency = total.currency();
    let negotiated = rated.negotiated_rate_charges.as_ref().filter(|_| agreed);
    let (base, shipment): (Vec<&Amount>, &[Item]) = match negotiated {
        Some(told) => (told.base_service_charge.iter().collect(), &told.itemized_charges),
        None => (rated.base_service_charge.iter().collect(), &rated.itemized_charges),
    };
    let packages = rated.rated_package.iter().flat_map(|package| {
        if agreed {
            package.negotiated_charges.as_ref().map_or(&[][..], |told| &told.itemized_charges)
        } else {
            &package.itemized_charges
        }
    });
    let base = base.into_iter().filter_map(|told| money(told).ok());
    let base = base.map(|amount| Charge::new(ChargeKind::Base, amount));
    let modifiers = negotiated.iter().flat_map(|told| &told.rate_modifier).filter_map(|told| {
        let amount = exact::decimal(told.amount.told()?).ok()?;
        let mut charge = Charge::new(ChargeKind::Other, Money::new(amount, currency));
        charge.code = told.modifier_type.owned();
        charge.label = told.modifier_desc.owned();
        Some(charge)
    });
    let base: Vec<_> = base.chain(modifiers).collect();
    let shipment: Vec<_> = shipment.iter().filter_map(|item| itemised(item, currency)).collect();
    let packages: Vec<_> = packages.filter_map(|item| itemised(item, currency)).collect();
    let coarse = [
        (ChargeKind::Base, &rated.transportation_charges),
        (ChargeKind::Other, &rated.service_options_charges),
    ];
    let coarse = coarse.into_iter().filter(|_| !agreed).filter_map(|(kind, told)| {
        let amount = money(told.as_ref()?).ok().filter(|amount| !amount.is_zero())?;
        Some(Charge::new(kind, amount))
    });
    let lists = [
        [&base[..], &shipment, &packages].concat(),
        [&base[..], &shipment].concat(),
        [&base[..], &packages].concat(),
        coarse.collect(),
    ];
    let sums_up = |list: &Vec<Charge>| {
        let sum = list
            .iter()
            .try_fold(Money::zero(currency), |sum, charge| sum.checked_add(charge.amount));
        !list.is_empty() && sum == Some(total)
    };
    let [detailed, ..] = &lists;
    lists.iter().find(|list| sums_up(list)).unwrap_or(detailed).clone()
}

fn itemised(item: &Item, currency: Currency) -> Option<Charge> {
    let told = item.currency_code.told();
    let currency = told.map_or(Some(currency), |code| Currency::parse(code).ok())?;
    let amount = exact::decimal(item.monetary_value.told()?).ok()?;
    let code = item.code.owned();
    let kind = code.as_deref().map_or(ChargeKind::Other, codes::charge);
    let label = item.description.owned().or_else(|| item.sub_type.owned());
    let mut charge = Charge::new(kind, Money::new(amount, currency));
    (charge.code, charge.label) = (code, label);
    Some(charge)
}

/// A tax has no currency of its own.
fn tax(told: &Tax, currency: Currency) -> Option<Charge> {
    let amount = exact::decimal(told.monetary_value.told()?).ok()?;
    let mut charge = Charge::new(ChargeKind::Tax, Money::new(amount, currency));
    charge.code = told.r#type.owned();
    Some(charge)
}

fn money(told: &Amount) -> std::result::Result<Money, String> {
    let code = told.currency_code.told().ok_or("UPS told an amount without a currency")?;
    let currency = Currency::parse(code).map_err(|error| error.to_string())?;
    let amount: Decimal =
        exact::decimal(&told.monetary_value.0).map_err(|error| error.to_string())?;
    Ok(Money::new(amount, currency))
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

//! Collections: booking one, which is priced in the same call, and taking it back.

use serde::{Deserialize, Serialize};

use super::handle::{self, Sold};
use super::wire::pickup::{
    Account, Address as WireAddress, Cancelled, Created, CreationRequest, DateInfo, Order, Piece,
    Request, Shipper, TotalWeight, Tracked,
};
use super::wire::shared::Phone;
use super::{Ups, limits, parts, price, void};
use crate::carrier::{Error, Operation, Prepared, Result};
use crate::http::{Answer, Call};
use crate::model::{
    Address, Handle, Pickup, PickupPlace, PickupRequest, VoidOutcome, Weight, WeightUnit,
};

const PATH: &str = "/api/pickupcreation/v2409/pickup";
/// 02: by the number of the request.
const CANCEL: &str = "/api/shipments/v2409/pickup/02";
const BYTES: u8 = 1;
/// The newest one that `Pickup.yaml` names.
const SUB_VERSION: &str = "2007";
/// `Pickup.yaml`, `TrackingData`: "no more than 30".
const TRACKED: usize = 30;
/// `Pickup.yaml`, `OverweightIndicator`: a package "over 70 lbs or 32 kgs".
const HEAVY: (u32, u32) = (70, 32);

/// A collection that was booked, for taking it back.
#[derive(Debug, Serialize, Deserialize)]
struct Booked {
    /// The pickup request number.
    prn: String,
}

pub(super) fn prepare(ups: &Ups, request: PickupRequest) -> Result<Prepared<PickupRequest>> {
    let invalid = |faults| Error::invalid(ups.api.carrier().clone(), Operation::BookPickup, faults);
    limits::pickup::check(&request).into_result().map_err(invalid)?;
    let labels = request
        .labels
        .iter()
        .map(|handle| handle::read(ups, Operation::BookPickup, handle))
        .collect::<Result<Vec<Sold>>>()?;
    let id = request.key.uuid().simple().to_string();
    let call = Ups::signed_as(Call::post(Operation::BookPickup, PATH), &id);
    let wire = call.json(&to_wire(&ups.account, &request, &labels)).into_wire(BYTES);
    Ok(Prepared::bytes(request, wire.map_err(invalid)?))
}

pub(super) async fn book(ups: &Ups, prepared: &Prepared<PickupRequest>) -> Result<Pickup> {
    let request = prepared.request();
    let Some(wire) = prepared.wire() else {
        // Somebody else's preparation: the request alone.
        let prepared = prepare(ups, request.clone())?;
        return Box::pin(book(ups, &prepared)).await;
    };
    from_wire(request, &ups.api.send_once(Operation::BookPickup, wire).await?, ups)
}

pub(super) async fn cancel(ups: &Ups, handle: &Handle) -> Result<VoidOutcome> {
    let Booked { prn } = handle::read(ups, Operation::CancelPickup, handle)?;
    let call = Call::delete(Operation::CancelPickup, CANCEL).header("Prn", prn);
    let answer = ups.api.send(Ups::signed(call)).await;
    answer.and_then(|answer| cancelled(&answer)).or_else(void::settled)
}

fn to_wire(account: &str, request: &PickupRequest, labels: &[Sold]) -> Order {
    let country = limits::country(&request.address);
    let imperial = limits::is_imperial(country);
    let clock = |time: Option<crate::model::Time>| {
        time.map(|time| time.format("%H%M").to_string()).unwrap_or_default()
    };
    let numbers = labels.iter().flat_map(Sold::numbers).take(TRACKED);
    Order {
        pickup_creation_request: CreationRequest {
            request: Request { sub_version: SUB_VERSION },
            rate_pickup_indicator: "Y",
            shipper: Shipper {
                account: Account {
                    account_number: account.to_owned(),
                    account_country_code: country.as_str().to_owned(),
                },
            },
            pickup_date_info: DateInfo {
                close_time: clock(request.window.until),
                ready_time: clock(request.window.from),
                pickup_date: request.window.date.format("%Y%m%d").to_string(),
            },
            pickup_address: address(&request.address, request.place.as_ref()),
            // Never that of the account's profile, which is not known here.
            alternate_address_indicator: "Y",
            pickup_piece: pieces(request, labels),
            total_weight: request.weight.map(|weight| total(weight, imperial)),
            overweight_indicator: request
                .weight
                .and_then(|weight| is_heavy(request, weight, imperial)),
            tracking_data: numbers
                .map(|number| Tracked { tracking_number: number.to_owned() })
                .collect(),
            // 01: by the shipper's account.
            payment_method: "01",
            special_instruction: request.instructions.clone(),
            reference_number: request.key.token(),
        },
    }
}

fn address(address: &Address, place: Option<&PickupPlace>) -> WireAddress {
    let party = parts::contact(address, false);
    WireAddress {
        company_name: party.name.unwrap_or_default(),
        contact_name: party.attention_name.unwrap_or_default(),
        // "only one AddressLine is allowed"
        address_line: vec![limits::pickup::street(address)],
        city: party.address.city.unwrap_or_default(),
        state_province: party.address.state_province_code,
        postal_code: limits::pickup::postal_code(address),
        country_code: party.address.country_code,
        residential_indicator: if address.residential == Some(true) { "Y" } else { "N" },
        pickup_point: place.map(|place| point(place).to_owned()),
        phone: party.phone.unwrap_or(Phone { number: String::new() }),
    }
}

/// `Pickup.yaml`, `PickupPoint`: eleven characters in the shipper's words.
pub(super) fn point(place: &PickupPlace) -> &str {
    match place {
        PickupPlace::FrontDoor => "Front door",
        PickupPlace::BackDoor => "Back door",
        PickupPlace::SideDoor => "Side door",
        PickupPlace::Reception => "Reception",
        PickupPlace::MailRoom => "Mail room",
        PickupPlace::Dock => "Dock",
        PickupPlace::Other(words) => words,
    }
}

/// Parcels by their service and country, as their labels know them; those without a label go by the common service of the country,
/// and stay in it. The appendix with the codes is online only: three digits are those of a label with a nought before.
fn pieces(request: &PickupRequest, labels: &[Sold]) -> Vec<Piece> {
    let country = limits::country(&request.address);
    let common = if limits::is_imperial(country) { "003" } else { "011" };
    let mut counts: Vec<(String, String, u32)> = Vec::new();
    let mut count = |service: String, to: &str, parcels: u32| match counts
        .iter_mut()
        .find(|(known, there, _)| *known == service && *there == to)
    {
        Some((.., sum)) => *sum += parcels,
        None => counts.push((service, to.to_owned(), parcels)),
    };
    let mut labelled = 0;
    for sold in labels {
        let parcels = u32::try_from(sold.numbers().len()).unwrap_or(u32::MAX);
        labelled += parcels;
        count(format!("{:0>3}", sold.service), &sold.to, parcels);
    }
    let others = request.parcels.saturating_sub(labelled);
    if others > 0 {
        count(common.to_owned(), country.as_str(), others);
    }
    counts
        .into_iter()
        .map(|(service_code, destination_country_code, parcels)| Piece {
            service_code,
            quantity: parcels.to_string(),
            destination_country_code,
            // 01: package.
            container_code: "01",
        })
        .collect()
}

fn total(weight: Weight, imperial: bool) -> TotalWeight {
    let (unit, unit_of_measurement) =
        if imperial { (WeightUnit::Lb, "LBS") } else { (WeightUnit::Kg, "KGS") };
    let weight = weight.rounded_up(unit, 1).normalize().to_string();
    TotalWeight { weight, unit_of_measurement }
}

/// `None`: several parcels are heavy together, and nobody says how heavy each is.
fn is_heavy(request: &PickupRequest, weight: Weight, imperial: bool) -> Option<&'static str> {
    let (pounds, kilograms) = HEAVY;
    let most = if imperial {
        Weight::new(pounds.into(), WeightUnit::Lb)
    } else {
        Weight::new(kilograms.into(), WeightUnit::Kg)
    };
    match (weight > most.ok()?, request.parcels) {
        (false, _) => Some("N"),
        (true, 1) => Some("Y"),
        (true, _) => None,
    }
}

fn from_wire(request: &PickupRequest, answer: &Answer, ups: &Ups) -> Result<Pickup> {
    let Created { pickup_creation_response: told } = answer.json()?;
    told.response.success(answer)?;
    let Some(prn) = told.prn.owned() else { return Err(answer.unreadable("no PRN")) };
    let handle = handle::write(ups.api.carrier(), &Booked { prn: prn.clone() })
        .map_err(|error| answer.unreadable(error))?;
    let mut pickup = Pickup::new(handle, request.window);
    pickup.confirmation = Some(prn);
    pickup.charge = told.rate_result.and_then(|rate| {
        let told = price::amount_of(&rate.currency_code, &rate.grand_total_of_all_charge);
        told.ok().filter(|charge| !charge.is_negative())
    });
    Ok(pickup)
}

/// `PickupCancelResponse`: a success takes it back, unless the status says that the driver was there (003).
fn cancelled(answer: &Answer) -> Result<VoidOutcome> {
    let Cancelled { pickup_cancel_response: told } = answer.json()?;
    told.response.success(answer)?;
    let status = told.status.as_ref().and_then(|status| Some((status.code.told()?, status)));
    Ok(match status {
        None | Some(("002" | "008", _)) => VoidOutcome::Voided { already: false },
        Some((code, status)) => VoidOutcome::Refused {
            code: code.to_owned(),
            text: status.description.owned().unwrap_or_default(),
        },
    })
}

#[cfg(test)]
mod tests;

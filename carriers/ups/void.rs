//! Taking a label back: whole, or some of its parcels. What the carrier does not call void is never reported as void.

use super::handle::{self, Sold};
use super::wire::void::{Document, VoidResponse};
use super::{Ups, codes};
use crate::carrier::{Error, ErrorKind, Operation, Result};
use crate::http::{Answer, Call};
use crate::model::{Faults, ParcelChoice, VoidOutcome, VoidRequest};

const PATH: &str = "/api/shipments/v2409/void/cancel";
/// `Shipping.yaml`, `trackingnumber`: "up to 20 different tracking numbers".
const MOST: usize = 20;

pub(super) async fn void(ups: &Ups, request: &VoidRequest) -> Result<VoidOutcome> {
    let sold: Sold = handle::read(ups, Operation::Void, &request.handle)?;
    let chosen = chosen(&sold, &request.parcels)
        .map_err(|faults| Error::invalid(ups.api.carrier().clone(), Operation::Void, faults))?;
    match ups.api.send(Ups::signed(call(&sold, &chosen))).await {
        Ok(answer) => from_wire(&sold, &answer),
        Err(error) => settled(error),
    }
}

/// The numbers that are voided; empty: the whole shipment.
fn chosen<'s>(sold: &'s Sold, parcels: &ParcelChoice) -> std::result::Result<Vec<&'s str>, Faults> {
    let numbers = match (parcels, sold.only) {
        (ParcelChoice::All, None) => return Ok(Vec::new()),
        (ParcelChoice::All, Some(_)) => sold.numbers(),
        (ParcelChoice::Some(places), _) => {
            let mut numbers = Vec::with_capacity(places.len());
            for place in places {
                let Some(number) = sold.packages.get(*place) else {
                    return Err(Faults::one(
                        "parcels",
                        format!(
                            "{place} is none of the {} parcels; they count from 0",
                            sold.packages.len()
                        ),
                    ));
                };
                if !numbers.contains(&number.as_str()) {
                    numbers.push(number);
                }
            }
            numbers
        }
    };
    match numbers.len() {
        0 => Err(Faults::one("parcels", "is empty; name a parcel, or leave it out for all")),
        // All of them are the shipment.
        all if all == sold.packages.len() => Ok(Vec::new()),
        _ if sold.back => Err(Faults::one("parcels", "of a return are voided together at UPS")),
        more if more > MOST => {
            Err(Faults::one("parcels", format!("are {more}; UPS voids {MOST} at once at the most")))
        }
        _ => Ok(numbers),
    }
}

fn call(sold: &Sold, chosen: &[&str]) -> Call {
    let call = Call::delete(Operation::Void, PATH).segment(&sold.shipment);
    match chosen {
        [] => call,
        [one] => call.query("trackingnumber", one),
        // "If more than one tracking number, pass this value as: trackingnumber= ["1Z…","1Z…"]"
        several => {
            let list: Vec<_> = several.iter().map(|number| format!("\"{number}\"")).collect();
            call.query("trackingnumber", &format!("[{}]", list.join(",")))
        }
    }
}

fn from_wire(sold: &Sold, answer: &Answer) -> Result<VoidOutcome> {
    let Document { response: told } = answer.json()?;
    told.response.success(answer)?;
    if told.package_level_results.is_empty() {
        return summary(&told, answer);
    }
    let mut parcels = Vec::new();
    for (place, package) in told.package_level_results.iter().enumerate() {
        let number = package.tracking_number.told();
        let index = number.and_then(|number| sold.index_of(number)).unwrap_or(place);
        let Some(code) = package.status.code.told() else {
            return Err(answer.unreadable("a package without a status"));
        };
        parcels.push((index, outcome(code, package.status.description.told())));
    }
    Ok(match parcels.as_slice() {
        [(_, first), rest @ ..] if rest.iter().all(|(_, other)| other == first) => first.clone(),
        all if all.iter().all(|(_, outcome)| matches!(outcome, VoidOutcome::Voided { .. })) => {
            VoidOutcome::Voided { already: false }
        }
        _ => VoidOutcome::Partly { parcels },
    })
}

fn summary(told: &VoidResponse, answer: &Answer) -> Result<VoidOutcome> {
    let status = told.summary_result.as_ref().map(|summary| &summary.status);
    match status.and_then(|status| status.code.told().map(|code| (code, status))) {
        Some((code, status)) => Ok(outcome(code, status.description.told())),
        None => Err(answer.unreadable("neither a summary nor a package")),
    }
}

/// `PackageLevelResults.Status`: "1 = Voided or Already Voided; 0 = Not Voided".
fn outcome(code: &str, words: Option<&str>) -> VoidOutcome {
    let words = words.unwrap_or_default();
    if code == "1" {
        VoidOutcome::Voided { already: words.to_ascii_lowercase().contains("already") }
    } else {
        VoidOutcome::Refused { code: code.to_owned(), text: words.to_owned() }
    }
}

/// A "no" is an answer; that it is void already is success.
pub(super) fn settled(error: Error) -> Result<VoidOutcome> {
    match error.kind() {
        ErrorKind::Refused { message, .. } if codes::says_already_taken_back(message) => {
            Ok(VoidOutcome::Voided { already: true })
        }
        ErrorKind::Refused { code, message } => {
            Ok(VoidOutcome::Refused { code: code.clone(), text: message.clone() })
        }
        _ => Err(error),
    }
}

#[cfg(test)]
mod tests;

//! From the carrier's codes to where a parcel is and why: the tables of its page of tracking codes (`tracking-codes.html`, read
//! 2026-11-22). The type of an activity is asked first, then its code, then the number of its status.

use crate::model::{Actor, Reason, ReasonCode, Status};

/// Where a parcel is after an activity, and why. `None` of a reason: nothing special, or not told.
pub(super) fn meaning(kind: &str, code: &str, number: &str) -> (Status, Option<Reason>) {
    let number = number.trim_start_matches('0');
    match kind {
        "D" => (delivered(code, number), None),
        "I" => moving(code, number),
        // "Manifest Codes": VP cancels the manifest and voids the shipment.
        "M" if code == "VP" => (Status::Cancelled, None),
        "M" => (Status::Announced, None),
        "MV" => (Status::Cancelled, None),
        // P and RS stand in no table of that page; public knowledge has them as picked up and returned to the sender.
        "P" => (Status::Accepted, None),
        "X" => exception(code, number),
        "RS" => (Status::Returning, None),
        "W" | "DO" | "DD" => (Status::InTransit, None),
        _ => (Status::Unknown, None),
    }
}

/// "Delivery Codes": a delivery to a point waits to be collected; one to the sender is a return.
fn delivered(code: &str, number: &str) -> Status {
    match (code, number) {
        ("B0", _) | (_, "34" | "67") => Status::Returned,
        ("2Q" | "ZI" | "EP" | "1N", _) | (_, "144" | "161" | "17" | "40") => {
            Status::AvailableForPickup
        }
        _ => Status::Delivered,
    }
}

/// "Movement Scans", then "Status/Description Codes".
fn moving(code: &str, number: &str) -> (Status, Option<Reason>) {
    let status = match code {
        "OC" | "PL" | "SP" => Status::Announced,
        "OR" | "PC" | "PU" | "PT" | "XD" => Status::Accepted,
        "OF" | "OT" | "YF" => Status::OutForDelivery,
        "VP" => Status::Cancelled,
        _ => return by_number(number).unwrap_or((Status::InTransit, None)),
    };
    (status, None)
}

/// "Package Exceptions": the few that say more than the number of the status; then the number; else the parcel is on its way with
/// an exception whose words are kept.
fn exception(code: &str, number: &str) -> (Status, Option<Reason>) {
    let carrier = Some(Actor::Carrier);
    let recipient = Some(Actor::Recipient);
    let (status, code, actor) = match code {
        "48" => (Status::AttemptFailed, ReasonCode::NobodyHome, recipient),
        "49" => (Status::Held, ReasonCode::NobodyHome, recipient),
        "51" => (Status::AttemptFailed, ReasonCode::PaymentDue, recipient),
        "52" => (Status::Held, ReasonCode::PaymentDue, recipient),
        "55" => (Status::AttemptFailed, ReasonCode::Closed, recipient),
        "5" | "05" => (Status::Held, ReasonCode::Customs, Some(Actor::Customs)),
        "29" => (Status::Held, ReasonCode::Customs, recipient),
        "40" | "43" => (Status::Held, ReasonCode::Customs, Some(Actor::Shipper)),
        "6" | "06" | "7" | "07" | "34" => (Status::InTransit, ReasonCode::Misrouted, carrier),
        "4" | "04" | "15" | "16" | "17" | "18" | "19" | "22" | "23" => {
            (Status::InTransit, ReasonCode::CarrierDelay, carrier)
        }
        "13" | "45" => (Status::Held, ReasonCode::Damaged, carrier),
        _ => {
            let other = Reason { code: ReasonCode::Other, actor: None };
            return match by_number(number) {
                Some((status, reason)) => (status, reason.or(Some(other))),
                None => (Status::InTransit, Some(other)),
            };
        }
    };
    (status, Some(Reason { code, actor }))
}

/// "Status/Description Codes". `None`: the number says nothing of its own.
fn by_number(number: &str) -> Option<(Status, Option<Reason>)> {
    let because = |code, actor| Some(Reason { code, actor });
    let (recipient, customs) = (Some(Actor::Recipient), Some(Actor::Customs));
    Some(match number {
        "3" | "79" | "80" | "157" | "166" => (Status::Announced, None),
        "38" | "160" | "167" | "168" | "169" => (Status::Accepted, None),
        "6" | "21" | "37" | "78" | "89" | "91" | "146" | "162" => (Status::OutForDelivery, None),
        "7" | "43" => (Status::Cancelled, None),
        "12" | "92" => (Status::InTransit, because(ReasonCode::Customs, customs)),
        "14" | "84" | "134" => (Status::InTransit, None),
        "17" | "40" | "144" | "161" => (Status::AvailableForPickup, None),
        "19" | "20" | "29" | "49" | "69" | "83" => (Status::Held, because(ReasonCode::Other, None)),
        "22" | "23" | "60" | "66" | "145" => (Status::AttemptFailed, None),
        "24" => (Status::Held, because(ReasonCode::NobodyHome, recipient)),
        "26" | "11" => (Status::Delivered, None),
        "32" | "51" | "52" | "53" => {
            (Status::InTransit, because(ReasonCode::Weather, Some(Actor::External)))
        }
        "34" | "67" => (Status::Returned, None),
        "35" | "36" => (Status::Returning, None),
        "46" | "48" | "86" | "90" => {
            (Status::InTransit, because(ReasonCode::CarrierDelay, Some(Actor::Carrier)))
        }
        "50" => (Status::Held, because(ReasonCode::BadAddress, recipient)),
        "58" | "124" | "125" | "126" | "123" => {
            (Status::Held, because(ReasonCode::Customs, customs))
        }
        "141" => (Status::Held, because(ReasonCode::MissingDocuments, Some(Actor::Shipper))),
        "59" | "81" => (Status::Held, because(ReasonCode::Damaged, Some(Actor::Carrier))),
        "61" => (Status::AttemptFailed, because(ReasonCode::NobodyHome, recipient)),
        "62" | "85" => (Status::AttemptFailed, because(ReasonCode::PaymentDue, recipient)),
        "64" => (Status::Held, because(ReasonCode::RefusedByRecipient, recipient)),
        "68" | "147" | "149" => (Status::Lost, None),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_counts_before_the_code() {
        for (kind, code, number, status) in [
            ("M", "MP", "003", Status::Announced),
            ("MV", "VP", "007", Status::Cancelled),
            ("I", "OR", "005", Status::Accepted),
            ("I", "DP", "005", Status::InTransit),
            ("I", "OT", "021", Status::OutForDelivery),
            ("I", "ZZ", "021", Status::OutForDelivery),
            ("D", "KB", "011", Status::Delivered),
            ("D", "2Q", "161", Status::AvailableForPickup),
            ("D", "B0", "034", Status::Returned),
            ("X", "48", "022", Status::AttemptFailed),
            ("X", "ZZ", "035", Status::Returning),
            ("Q", "OT", "021", Status::Unknown),
        ] {
            assert_eq!(meaning(kind, code, number).0, status, "{kind} {code} {number}");
        }
    }

    #[test]
    fn an_exception_says_why_and_who_must_act() {
        let (status, reason) = meaning("X", "40", "058");
        let reason = reason.unwrap();
        assert_eq!(
            (status, reason.code, reason.actor),
            (Status::Held, ReasonCode::Customs, Some(Actor::Shipper))
        );
        assert_eq!(meaning("X", "A1", "052").1.unwrap().code, ReasonCode::Weather);
        assert_eq!(meaning("X", "A1", "999").1.unwrap().code, ReasonCode::Other);
    }
}

//! From the carrier's events to where a parcel is and why. No file of the carrier's that was read lists its events: the numbers are
//! as public clients group them, and one that is in no group is unknown, its words kept.

use crate::model::{Actor, Reason, ReasonCode, Status};

/// By `event-identifier`, a number whose leading zeros come and go.
pub(super) fn of_event(number: &str) -> (Status, Option<Reason>) {
    let late = |code| Some(Reason { code, actor: Some(Actor::Carrier) });
    match number.trim().trim_start_matches('0') {
        "100" | "101" | "102" | "103" | "104" | "105" | "106" | "107" | "1400" | "1401"
        | "1402" | "1403" | "1404" | "1405" => (Status::Accepted, None),
        "170" => (Status::InTransit, None),
        "174" | "500" => (Status::OutForDelivery, None),
        "1408" | "1409" | "1421" | "1422" | "1423" | "1424" | "1425" | "1426" | "1427" | "1428"
        | "1429" | "1430" | "1431" | "1432" | "1433" | "1434" | "1441" | "1442" | "1496"
        | "1497" | "1498" | "1499" => (Status::Delivered, None),
        "118" | "156" | "1407" | "1410" | "1435" | "1436" | "1437" | "1438" | "1479" | "1488"
        | "1701" | "2410" => (Status::AvailableForPickup, None),
        "117" | "120" | "121" | "125" | "127" | "810" | "1411" | "1414" | "1443" | "1484"
        | "1487" | "1494" | "2411" | "2414" | "4700" => {
            (Status::Held, Some(Reason { code: ReasonCode::Other, actor: None }))
        }
        "150" | "154" | "167" | "168" | "169" | "179" | "181" | "182" | "183" | "184" | "190"
        | "1100" | "1415" | "1416" | "1417" | "1418" | "1419" | "1420" | "1450" | "1481"
        | "1482" | "1483" | "1491" | "1492" | "1493" | "2600" | "2802" | "3001" | "4650" => {
            (Status::AttemptFailed, None)
        }
        "173" => (Status::InTransit, late(ReasonCode::BadAddress)),
        "159" | "160" | "161" | "162" | "163" | "172" | "2412" => {
            (Status::InTransit, late(ReasonCode::CarrierDelay))
        }
        _ => (Status::Unknown, None),
    }
}

/// By `event-type`, the word of a summary.
pub(super) fn of_type(word: &str) -> Status {
    match word.trim().to_ascii_uppercase().as_str() {
        "INDUCTION" => Status::Accepted,
        "OUT" => Status::OutForDelivery,
        "ATTEMPTED" => Status::AttemptFailed,
        "DELIVERED" | "SIGNATURE" => Status::Delivered,
        "TO_RETAIL" => Status::AvailableForPickup,
        _ => Status::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_means_the_same_with_and_without_its_leading_zero() {
        for (number, status) in [
            ("0174", Status::OutForDelivery),
            ("174", Status::OutForDelivery),
            ("1496", Status::Delivered),
            ("1701", Status::AvailableForPickup),
            ("0117", Status::Held),
            ("1100", Status::AttemptFailed),
            ("9999", Status::Unknown),
            ("", Status::Unknown),
        ] {
            assert_eq!(of_event(number).0, status, "{number}");
        }
    }

    #[test]
    fn a_delay_says_who_must_act() {
        let reason = of_event("0173").1.unwrap();
        assert_eq!((reason.code, reason.actor), (ReasonCode::BadAddress, Some(Actor::Carrier)));
    }

    #[test]
    fn a_word_that_is_not_known_is_unknown() {
        assert_eq!(of_type("Delivered"), Status::Delivered);
        assert_eq!(of_type("INFO"), Status::Unknown);
    }
}

//! What a shipper asks beside the carriage → the carrier's options. Shared by prices and labels, so that a price is that of the label.

use rust_decimal::Decimal;
use serde::Deserialize;

use super::address;
use super::codes;
use crate::model::{
    CarrierId, Country, Currency, Destination, Faults, Money, Path, Payer, Shipment, Signature,
};

/// `option`, at most (`rating.xsd`, `shipment.xsd`).
const OPTIONS: usize = 20;
/// `option-code`
const CODE: usize = 10;
/// `CostTypeNonZero`
const MOST_DOLLARS: Decimal = Decimal::from_parts(99_999_999, 0, 0, false, 2);
/// `NotificationType`, which has no `out_for_delivery`.
const OCCASIONS: [&str; 3] = ["accepted", "exception", "delivered"];

/// One option as both documents have it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) code: String,
    pub(super) amount: Option<String>,
    /// `option-qualifier-2`: the number of a post office.
    pub(super) office: Option<String>,
}

/// What this model does not have, under the carrier's name in `options.raw`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Raw {
    /// More option codes, as `DNS` (do not safe drop), `LAD` (leave at door), `HFP` (card for pickup), `RTS`.
    pub(super) options: Vec<String>,
    /// What one Canadian dollar is in the currency of the customs items, as text.
    pub(super) conversion_from_cad: Option<String>,
}

/// What stands for this account in `options.raw`; nothing where nothing can be read, which [`check`] tells.
pub(super) fn raw(carrier: &CarrierId, shipment: &Shipment) -> Raw {
    let told = shipment.options.raw.get(carrier);
    told.and_then(|json| json.read().ok()).unwrap_or_default()
}

/// The sum to cover: what is insured, else what the parcel is declared to be worth.
pub(super) fn insured(shipment: &Shipment) -> Option<Money> {
    let declared = shipment.parcels.first().and_then(|parcel| parcel.declared_value);
    shipment.options.insurance.or(declared).filter(|sum| !sum.is_zero())
}

/// An amount with the two decimals of the schemas.
pub(super) fn dollars(sum: Money) -> String {
    format!("{:.2}", sum.amount())
}

/// Every option that is asked, in an order of its own.
pub(super) fn wanted(carrier: &CarrierId, shipment: &Shipment) -> Vec<Wanted> {
    let plain = |code: &str| Wanted { code: code.to_owned(), ..Wanted::default() };
    let mut wanted = Vec::new();
    wanted.extend(shipment.options.signature.and_then(|kind| signature(kind, shipment)).map(plain));
    wanted.extend(
        insured(shipment)
            .map(|sum| Wanted { amount: Some(dollars(sum)), ..plain(codes::COVERAGE) }),
    );
    wanted.extend(
        shipment
            .to
            .point()
            .map(|point| Wanted { office: Some(point.id.clone()), ..plain(codes::TO_POST_OFFICE) }),
    );
    let raw = raw(carrier, shipment);
    let said = raw.options.iter().any(|code| codes::is_non_delivery(code));
    if is_abroad(shipment) && !said {
        let customs = shipment.customs.as_ref().and_then(|customs| customs.non_delivery.as_ref());
        wanted.extend(customs.and_then(codes::non_delivery).map(plain));
    }
    wanted.extend(raw.options.iter().map(|code| plain(code)));
    wanted
}

pub(super) fn is_abroad(shipment: &Shipment) -> bool {
    address::country(shipment.to.place()) != Country::CA
}

/// `None`: the carrier has no such signature.
fn signature(kind: Signature, shipment: &Shipment) -> Option<&'static str> {
    match kind {
        Signature::Any => Some(codes::SIGNATURE),
        Signature::Adult { min_age: Some(18) } => Some(codes::AGE_18),
        Signature::Adult { min_age: Some(19) } => Some(codes::AGE_19),
        Signature::Adult { min_age: None } => Some(of_age(shipment.to.place().region.as_deref())),
        Signature::Adult { .. } | Signature::Direct => None,
    }
}

/// The age of majority is set by each province and territory: 18, but for these.
fn of_age(province: Option<&str>) -> &'static str {
    match province {
        Some("BC" | "NB" | "NL" | "NS" | "NT" | "NU" | "YT") | None => codes::AGE_19,
        Some(_) => codes::AGE_18,
    }
}

/// Notes every option that the carrier would refuse or does not have.
pub(super) fn check(carrier: &CarrierId, shipment: &Shipment, at: &Path<'_>, faults: &mut Faults) {
    let options = &shipment.options;
    if options.signature.is_some_and(|kind| signature(kind, shipment).is_none()) {
        faults.add(
            &at.field("signature"),
            "is not offered by Canada Post; write any, adult_18 or adult_19",
        );
    }
    if options.insurance.is_some() {
        check_amount(insured(shipment), &at.field("insurance"), faults);
    } else {
        check_amount(
            insured(shipment),
            &Path::Root.field("shipment").field("parcels").index(0).field("declared_value"),
            faults,
        );
    }
    if options.cod.is_some() {
        faults.add(&at.field("cod"), "is not asked of Canada Post by this adapter; its schemas no longer say where the money goes");
    }
    if options.saturday {
        faults.add(&at.field("saturday"), "is not offered by Canada Post; leave it out");
    }
    if options.instructions.is_some() {
        faults.add(&at.field("instructions"), "have no place with Canada Post; leave them out");
    }
    if options.payer != Payer::Sender {
        faults.add(&at.field("payer"), "is always the sender's account with Canada Post");
    }
    if options.swap.is_some() {
        faults.add(&at.field("swap"), "is not offered by Canada Post; leave it out");
    }
    check_notify(shipment, &at.field("notify"), faults);
    if let Destination::Point(_) = &shipment.to
        && is_abroad(shipment)
    {
        faults.add(
            &Path::Root.field("shipment").field("to"),
            "is a point abroad; Canada Post delivers to its own offices",
        );
    }
    if let Some(json) = options.raw.get(carrier) {
        faults.note(&at.field("raw"), json.read::<Raw>());
    }
    let wanted = wanted(carrier, shipment);
    if wanted.len() > OPTIONS {
        faults.add(at, format!("come to {} options; Canada Post takes {OPTIONS}", wanted.len()));
    }
    for option in wanted
        .iter()
        .filter(|option| option.code.trim().is_empty() || option.code.chars().count() > CODE)
    {
        faults.add(
            &at.field("raw"),
            format!("{:?} is no option of 1 to {CODE} characters", option.code),
        );
    }
}

fn check_notify(shipment: &Shipment, at: &Path<'_>, faults: &mut Faults) {
    let notify = &shipment.options.notify;
    if notify.len() > 1 {
        faults.add(at, "are more than the one mail address that Canada Post writes to");
    }
    for (index, notification) in notify.iter().enumerate() {
        let at = at.index(index);
        address::check_email(&notification.to, &at.field("to"), faults);
        if notification.events.iter().any(|event| !OCCASIONS.contains(&event.as_str())) {
            faults.add(
                &at.field("events"),
                "are others than accepted, exception and delivered, which Canada Post has",
            );
        }
    }
}

fn check_amount(sum: Option<Money>, at: &Path<'_>, faults: &mut Faults) {
    let Some(sum) = sum else { return };
    if sum.currency() != Currency::CAD {
        faults.add(at, "is not in CAD, in which Canada Post counts");
    } else if !sum.is_payable() {
        faults.add(at, "has more decimals than its currency");
    } else if sum.amount() > MOST_DOLLARS {
        faults.add(at, format!("is above the {MOST_DOLLARS} CAD of Canada Post"));
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{carrier, within_canada};
    use super::*;
    use crate::model::{Json, Notification};

    fn codes_of(shipment: &Shipment) -> Vec<String> {
        wanted(&carrier(), shipment).into_iter().map(|option| option.code).collect()
    }

    fn faults(shipment: &Shipment) -> Vec<String> {
        let mut faults = Faults::none();
        let root = Path::Root.field("shipment");
        check(&carrier(), shipment, &root.field("options"), &mut faults);
        faults.iter().map(|fault| fault.field.clone()).collect()
    }

    #[test]
    fn an_adult_is_of_age_as_the_province_has_it() {
        let mut shipment = within_canada();
        for (signature, wanted) in
            [("any", "SO"), ("adult", "PA19"), ("adult_18", "PA18"), ("adult_19", "PA19")]
        {
            shipment.options.signature = signature.parse().ok();
            assert_eq!(codes_of(&shipment), [wanted], "{signature}");
        }
        assert_eq!((of_age(Some("QC")), of_age(None)), ("PA18", "PA19"));
    }

    #[test]
    fn what_the_carrier_does_not_have_is_refused_and_not_dropped() {
        let mut shipment = within_canada();
        shipment.options.signature = Some(Signature::Direct);
        shipment.options.insurance = "50 USD".parse().ok();
        shipment.options.saturday = true;
        shipment.options.instructions = Some("Ring twice".into());
        assert_eq!(
            faults(&shipment),
            [
                "shipment.options.signature",
                "shipment.options.insurance",
                "shipment.options.saturday",
                "shipment.options.instructions"
            ]
        );
    }

    #[test]
    fn a_declared_value_is_covered() {
        let mut shipment = within_canada();
        shipment.parcels[0].declared_value = "120.5 CAD".parse().ok();
        assert_eq!(wanted(&carrier(), &shipment)[0].amount.as_deref(), Some("120.50"));
        shipment.parcels[0].declared_value = "0 CAD".parse().ok();
        assert!(wanted(&carrier(), &shipment).is_empty());
    }

    #[test]
    fn the_carriers_own_options_go_through_and_others_are_refused() {
        let mut shipment = within_canada();
        shipment.options.raw.insert(carrier(), Json::new(r#"{"options": ["DNS"]}"#).unwrap());
        assert_eq!(codes_of(&shipment), ["DNS"]);
        assert!(faults(&shipment).is_empty());
        shipment.options.raw.insert(carrier(), Json::new(r#"{"option": "DNS"}"#).unwrap());
        assert_eq!(faults(&shipment), ["shipment.options.raw"]);
    }

    #[test]
    fn one_mail_address_is_written_to_on_occasions_that_the_carrier_has() {
        let mut shipment = within_canada();
        let notify =
            |to: &str, event: &str| Notification { to: to.into(), events: vec![event.into()] };
        shipment.options.notify = vec![notify("a@example.ca", "delivered")];
        assert!(faults(&shipment).is_empty());
        shipment.options.notify =
            vec![notify("+16135550100", "delivered"), notify("a@example.ca", "out_for_delivery")];
        assert_eq!(
            faults(&shipment),
            [
                "shipment.options.notify",
                "shipment.options.notify[0].to",
                "shipment.options.notify[1].events"
            ]
        );
    }
}

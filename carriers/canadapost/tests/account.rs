//! An account as a whole: what it can do, what it never shows, and the manners of any carrier.

use super::*;
use crate::carrier::{Carrier as _, PurchaseKind, PurchaseSafety};
use crate::model::Format;

#[test]
fn what_it_can_do_follows_from_how_it_is_billed() {
    let can = contract().capabilities();
    assert!(can.close_day && can.formats.contains(&Format::Zpl));
    let can = by_card().capabilities();
    assert!(!can.close_day && can.formats == [Format::Pdf]);
    let at_once = builder().contract("0042708517").transmit_at_once().build().unwrap();
    assert!(!at_once.capabilities().close_day);
}

#[test]
fn a_label_is_found_again_and_nothing_else_is() {
    let account = contract();
    let label = account.purchase_safety(PurchaseKind::Label);
    assert!(matches!(label, PurchaseSafety::Findable { paper: true, .. }));
    for kind in [PurchaseKind::Return, PurchaseKind::Pickup, PurchaseKind::Manifest] {
        assert_eq!(account.purchase_safety(kind), PurchaseSafety::Blind, "{kind:?}");
    }
}

#[test]
fn no_secret_is_shown() {
    let shown = format!("{:?} {:?}", builder(), contract());
    assert!(!shown.contains("s3cret") && !shown.contains("czNjcmV0"), "{shown}");
}

#[test]
fn a_language_is_en_or_fr() {
    use super::super::Language;
    assert_eq!("fr".parse(), Ok(Language::French));
    let error = "es".parse::<Language>().unwrap_err();
    assert_eq!(error.to_string(), "\"es\" is no language of Canada Post; write en or fr");
}

#[cfg(feature = "testing")]
mod manners {
    use super::*;
    use crate::conformance::{self, Samples};
    use crate::http::loopback::Seen;
    use crate::model::{ReturnParcel, Window};

    fn samples() -> Samples {
        let mut samples = Samples::new("DOM.EP", day()).with_secret("s3cret");
        samples.rates = asked(within_canada());
        samples.label.shipment = within_canada();
        (samples.return_label.from, samples.return_label.to) = (halifax(), ottawa());
        samples.return_label.parcels = vec![ReturnParcel::new(None)];
        (samples.pickup.address, samples.manifest.from) = (ottawa(), ottawa());
        let clock = |text: &str| text.parse().ok();
        samples.pickup.window =
            Window { date: day(), from: clock("13:00:00"), until: clock("16:30:00") };
        samples
    }

    fn post(seen: &Seen) -> Reply {
        let path = seen.path.split('?').next().unwrap_or_default();
        let name = match (seen.method.as_str(), path) {
            ("DELETE", _) => return Reply::new(204, "text/plain", ""),
            ("GET", path) if path.contains("/artifact/") => {
                return Reply::new(200, "application/pdf", "%PDF-1.4 made up");
            }
            ("POST", "/rs/ship/price") => "rate/domestic.response.xml",
            ("GET", "/rs/postoffice") => "points/two.response.xml",
            ("GET", path) if path.ends_with("/detail") => "track/delivered.response.xml",
            ("GET", path) if path.ends_with("/details") => "find/details.response.xml",
            ("GET", path) if path.ends_with("/shipment") => "find/found.response.xml",
            ("GET", path) if path.contains("/manifest/") => "manifest/one.response.xml",
            ("GET", path) if path.contains("/shipment/") => "label/contract.response.xml",
            ("POST", path) if path.ends_with("/shipment") => "label/contract.response.xml",
            ("POST", path) if path.ends_with("/manifest") => "manifest/closed.response.xml",
            ("POST", path) if path.ends_with("return") => "return/printed.response.xml",
            ("POST", path) if path.ends_with("/pickuprequest") => "pickup/booked.response.xml",
            _ => return nothing_for(seen),
        };
        xml(200, fixture(name))
    }

    #[tokio::test]
    async fn a_contract_has_the_manners_of_any_carrier() {
        let (account, _server) = served(post).await;
        conformance::manners(&account, &samples()).await;
    }
}

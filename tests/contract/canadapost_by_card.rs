//! The row of Canada Post, for a customer without a contract: a shipment is paid by card, its price is on a receipt, and nothing
//! that we chose finds it again but our reference among all that was sent in those hours.

use arriero::carrier::Secret;
use arriero::carriers::canadapost::CanadaPost;
use arriero::conformance::{Ask, Canned, Part, Row, Script};

use super::canadapost::{CUSTOMER, figures, no, of, order, paper, post, told};
use super::keeps_the_contract;

#[tokio::test]
async fn canada_post_without_a_contract_keeps_the_contract() {
    keeps_the_contract(row()).await;
}

fn row() -> Row {
    of(|| CanadaPost::builder("d4e5f6", Secret::new("s3cret-of-card"), CUSTOMER))
        .secret("s3cret-of-card")
        // `d4e5f6:s3cret-of-card`, as Basic.
        .secret("ZDRlNWY2OnMzY3JldC1vZi1jYXJk")
        .part(label())
        .part(void())
        .part(find())
}

fn label() -> Part {
    let good = Script::route("POST", "/ncshipment", post("label/by-card"))
        .then("GET", "/rs/artifact/", paper())
        .then("GET", "/receipt", post("label/receipt"));
    Part::new(Ask::Label(order("13 oz")), good)
        .refuses("8702", no(200, "8702", "The service is not offered"))
        .beyond(Ask::Label(order("1000 kg")), "999.999 kg")
        .measures(Ask::Label(order("13 oz")), figures())
}

/// What is sold is not voided: its money is asked back, and a case is opened.
fn void() -> Part {
    let refund = |answer| {
        Script::route("POST", "/refund", answer).then(
            "GET",
            "/details",
            post("find/by-card-details"),
        )
    };
    Part::new(Ask::Void, refund(post("void/refund-by-card")))
        .refuses("7300", refund(no(400, "7300", "No refund")))
        .refuses("7300", refund(no(200, "7300", "No refund")))
        .keeps("0117730042", refund(post("void/refund-by-card")))
}

/// The list has the links of all shipments of those hours; each one's details tell its reference.
fn find() -> Part {
    let found = |list: Canned, ours: &[&str]| {
        let details = |id: &&str| {
            let told = told("find/by-card-details");
            if ours.contains(id) { told } else { told.replace("{{token}}", "ANOTHERONE") }
        };
        let info = |id: &str| told("label/by-card").replace(FIRST, id);
        [FIRST, SECOND].iter().fold(Script::route("GET", "/ncshipment?", list), |script, id| {
            script.then("GET", &format!("/{id}/details"), Canned::xml(200, details(id))).then(
                "GET",
                &format!("/{id}"),
                Canned::xml(200, info(id)),
            )
        })
    };
    let listed = || Canned::xml(200, told("find/by-card"));
    let none = r#"<non-contract-shipments xmlns="http://www.canadapost.ca/ws/ncshipment-v4"/>"#;
    Part::new(Ask::Find(order("13 oz")), found(listed(), &[FIRST]))
        .elements(0, Canned::xml(200, none))
        .elements(0, found(listed(), &[]))
        .elements(1, found(listed(), &[SECOND]))
        .elements(2, found(listed(), &[FIRST, SECOND]))
}

const FIRST: &str = "530018840076241930";
const SECOND: &str = "530018840076241931";

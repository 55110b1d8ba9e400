//! A shop's own test of its checkout, without a carrier in reach: one carrier is slow, one refuses, and one takes the money
//! while its answer is lost.
//!
//! `cargo run --example testing_with_the_mock --all-features` runs what would stand in the shop's test suite.

use std::sync::Arc;
use std::time::Duration;

use arriero::carrier::{Carrier, Carriers, FindRequest, Operation, Sought};
use arriero::mock::{Answer, MockCarrier};
use arriero::model::{
    Address, Country, Currency, Date, DeliveryEstimate, LabelRequest, Money, Parcel, PurchaseKey,
    RateRequest, Service, Shipment, Weight,
};
use arriero::quote::Deadlines;
use arriero::select::{Request, Rules, select};

type Outcome = Result<(), Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> Outcome {
    a_slow_carrier_and_one_that_refuses_do_not_hold_the_checkout_up().await?;
    a_label_whose_answer_is_lost_is_found_and_not_bought_twice().await?;
    println!("the checkout holds");
    Ok(())
}

async fn a_slow_carrier_and_one_that_refuses_do_not_hold_the_checkout_up() -> Outcome {
    let (quick, slow, rude) =
        (carrier("quick", 840)?, carrier("slow", 500)?, carrier("rude", 400)?);
    slow.script(Operation::Rates, Answer::slow(Duration::from_mins(1)));
    rude.script(Operation::Rates, Answer::refused("E17", "account closed"));
    let carriers = Carriers::new().with(quick)?.with(slow)?.with(rude)?;

    let request = RateRequest::new(shipment(), monday()?);
    let quotes = carriers.quote(&request, &Deadlines::within(Duration::from_millis(200))).await?;
    let failed: Vec<_> = quotes.failures.iter().map(|failure| failure.carrier.as_str()).collect();
    assert_eq!(failed, ["slow", "rude"]);

    let decided = Request::of(&request, "2026-11-23T12:00:00+01:00".parse()?);
    let selection = select(&quotes.rates, &decided, &Rules::new(Currency::EUR))?;
    assert_eq!(selection.chosen.ok_or("a choice")?.carrier.as_str(), "quick");
    Ok(())
}

async fn a_label_whose_answer_is_lost_is_found_and_not_bought_twice() -> Outcome {
    let mock = carrier("sierra", 840)?;
    mock.script(Operation::BuyLabel, Answer::LostAfterCommit);
    // The shop has one end, the test keeps the other.
    let carrier: Arc<dyn Carrier> = Arc::new(mock.clone());

    let request = LabelRequest::new(PurchaseKey::random(), shipment(), "std", monday()?);
    let prepared = carrier.prepare_label(request.clone())?;
    let now = mock.now();
    let Err(lost) = carrier.buy_label(&prepared).await else {
        return Err("the answer was lost".into());
    };
    assert!(lost.outcome_is_unknown() && !lost.is_retryable());

    let found =
        carrier.find_purchase(&FindRequest::new(Sought::Label(&request), (now, now))).await?;
    assert_eq!(found.first().and_then(|found| found.reference.clone()), Some(request.key.token()));
    assert_eq!((mock.calls(Operation::BuyLabel), mock.ledger().len()), (1, 1));
    Ok(())
}

fn carrier(name: &str, cents: i64) -> Result<MockCarrier, Box<dyn std::error::Error>> {
    let price = Money::from_minor(cents, Currency::EUR);
    let service = Service::new("std", "Standard");
    Ok(MockCarrier::builder(name)
        .rate(service, price, DeliveryEstimate::in_business_days(2))
        .build()?)
}

fn shipment() -> Shipment {
    let from = Address::new(Country::ES)
        .with_company("Tienda Sol")
        .with_line("Calle Mayor 1")
        .with_city("28013", "Madrid");
    let to = Address::new(Country::PT)
        .with_name("Ana Reis")
        .with_line("Rua Augusta 12")
        .with_city("1100-048", "Lisboa");
    Shipment::new(from, to, vec![Parcel::new(Weight::from_grams(900))])
}

fn monday() -> Result<Date, chrono::ParseError> {
    "2026-11-23".parse()
}

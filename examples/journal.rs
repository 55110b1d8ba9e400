//! Buying exactly once: a carrier whose answer is lost, a caller who asks again, and the journal between them. Nothing leaves the
//! computer.
//!
//! ```console
//! cargo run --features cli --example journal
//! ```

use std::sync::Arc;
use std::time::Duration;

use arriero::carrier::{Carriers, Operation, PurchaseKind, PurchaseSafety};
use arriero::mock::{Answer, MockCarrier};
use arriero::model::{
    Address, Country, DeliveryEstimate, LabelRequest, Parcel, PurchaseKey, Service, Shipment,
};
use arriero::purchase::{Bought, Journal, Outcome, Purchase, Settings};
use arriero::store::SqliteStore;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let settle = Duration::from_mins(1);
    let sierra = MockCarrier::builder("sierra")
        .rate(Service::new("24h", "Sierra 24"), "5.95 EUR".parse()?, DeliveryEstimate::default())
        .safety(PurchaseKind::Label, PurchaseSafety::Findable { paper: true, settle })
        .build()?;
    // It sells the label, and its answer never arrives.
    sierra.script(Operation::BuyLabel, Answer::LostAfterCommit);

    let folder = tempfile::tempdir()?;
    let store = Arc::new(SqliteStore::open(folder.path().join("purchases.db"))?);
    let mut settings = Settings::default();
    settings.pause = Duration::from_millis(20); // A shop waits seconds.
    let carriers = Carriers::new().with(sierra.clone())?;
    let journal = Journal::new(store, carriers).with_settings(settings);

    say("asked", &journal.buy(order()?).await?);
    say("asked again", &journal.buy(order()?).await?);
    tokio::time::sleep(Duration::from_millis(50)).await;
    journal.recover().await?;
    say("recovered", &journal.buy(order()?).await?);

    let sold = sierra.ledger().len();
    println!(
        "the carrier sold {sold} label, and was asked to sell {} time",
        sierra.calls(Operation::BuyLabel)
    );
    assert_eq!((sold, sierra.calls(Operation::BuyLabel)), (1, 1));
    Ok(())
}

/// The same order under the same key, whoever asks for it.
fn order() -> Result<Purchase, Box<dyn std::error::Error>> {
    let from = Address::new(Country::ES)
        .with_company("Tienda Sol")
        .with_line("Calle Mayor 1")
        .with_city("28013", "Madrid");
    let to = Address::new(Country::PT)
        .with_name("Ana Reis")
        .with_line("Rua Augusta 12")
        .with_city("1100-048", "Lisboa");
    let shipment = Shipment::new(from, to, vec![Parcel::new("2.5 kg".parse()?)]);
    let label = LabelRequest::new(PurchaseKey::random(), shipment, "24h", "2026-11-23".parse()?);
    Ok(Purchase::label("sierra".parse()?, label).with_key("order 1024"))
}

fn say(when: &str, bought: &Bought) {
    let what = match &bought.outcome {
        Outcome::Made(label) => {
            format!("bought: {}", label.tracking_number.as_deref().unwrap_or("-"))
        }
        Outcome::Unknown { wanted: None, .. } => {
            "it may have been bought; the journal will look".to_owned()
        }
        Outcome::Unknown { wanted: Some(wanted), .. } => format!("somebody has to look: {wanted}"),
        other => format!("{other:?}"),
    };
    println!("{when}: {what}");
}

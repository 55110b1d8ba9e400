//! The main job in twenty lines: ask three carriers, choose the cheapest that arrives in time, buy its label.

use std::time::Duration;

use arriero::model::{
    Address, Country, Currency, LabelRequest, Parcel, PurchaseKey, RateRequest, Shipment,
};
use arriero::quote::Deadlines;
use arriero::select::{Constraint, Request, Rules, select};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let from = Address::new(Country::ES)
        .with_company("Tienda Sol")
        .with_line("Calle Mayor 1")
        .with_city("28013", "Madrid");
    let to = Address::new(Country::PT)
        .with_name("Ana Reis")
        .with_line("Rua Augusta 12")
        .with_city("1100-048", "Lisboa");
    let parcel = Parcel::new("2.5 kg".parse()?).with_dimensions("30x20x15 cm".parse()?);
    let shipment = Shipment::new(from, to, vec![parcel]);

    let carriers = arriero::sandbox::carriers(None)?;
    let request = RateRequest::new(shipment.clone(), "2026-11-23".parse()?);
    let quotes = carriers.quote(&request, &Deadlines::within(Duration::from_secs(4))).await?;

    let rules = Rules::new(Currency::EUR).with(Constraint::BusinessDays(3));
    let decided = Request::of(&request, "2026-11-23T12:00:00+01:00".parse()?);
    let selection = select(&quotes.rates, &decided, &rules)?;
    for lost in &selection.rejected {
        println!("{lost}");
    }
    let Some(rate) = &selection.chosen else { return Ok(()) };
    println!("{} {} for {}", rate.carrier, rate.service.name, rate.total);

    let carrier = carriers.get(rate.carrier.as_str()).ok_or("the carrier that was asked")?;
    let mut label =
        LabelRequest::new(PurchaseKey::random(), shipment, &rate.service.code, request.ship_on);
    label.rate = rate.handle.clone();
    let label = carrier.buy_label(&carrier.prepare_label(label)?).await?;
    println!("bought {}", label.tracking_number.unwrap_or(label.id));
    Ok(())
}

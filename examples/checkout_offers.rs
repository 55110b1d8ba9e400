//! A checkout in Spanish: a shop with four options, four rates, and why the options that are not shown are not.
//!
//! `cargo run --example checkout_offers`. The rates are made by hand here; a shop has them from its carriers.

use std::error::Error;
use std::sync::Arc;

use arriero::calendar::{Calendar, CutOff};
use arriero::model::{
    CarrierId, Country, DeliversTo, DeliveryEstimate, OffsetDateTime, PointKind, Rate, Service,
    ServiceLevel,
};
use arriero::select::offers::{Basket, Language, Offers, Shop, offers, ready_after_handling};
use arriero::select::{PickUp, Request, Site};

const SHOP: &str = r#"
currency = "EUR"
languages = ["es", "en"]
tax = { basis = "gross", percent = 21 }
handling_days = 1
fallback = "standard"

[[options]]
id = "locker"
title = { es = "Recogida en taquilla", en = "Locker" }
belongs = { to = { points = ["locker"] } }
limits = { weight = { to = "10 kg" } }
price = { charm = { ending = ".95" } }

[[options]]
id = "standard"
title = { es = "Envío a domicilio", en = "Home delivery" }
belongs = { to = "address" }

[options.price]
percent = 12
fixed = "0.30 EUR"
charm = { ending = ".95" }
free_above = { basket = "60.00 EUR", basis = "gross", absorb_at_most = "9.00 EUR" }

[[options]]
id = "express"
title = { es = "Urgente 24 h", en = "Express" }
belongs = { to = "address" }
objective = "fastest"
constraints = [{ constraint = { business_days = 1 }, unknown = "reject" }]
price = { percent = 10, charm = { ending = ".95" } }

[[options]]
id = "same_day"
title = { es = "Hoy mismo", en = "Today" }
belongs = { levels = ["same_day"] }
"#;

fn main() -> Result<(), Box<dyn Error>> {
    let shop: Shop = toml::from_str(SHOP)?;
    shop.check()?;

    // Handling comes first: the carriers are asked about the parcel that will be there.
    let now: OffsetDateTime = "2026-11-20T10:00:00+01:00".parse()?;
    let madrid = "Europe/Madrid".parse()?;
    let working_days = Calendar::of("ES", Some("MD")).ok_or("no holidays of Madrid")?;
    let ready = ready_after_handling(now, shop.handling_days, &working_days, madrid)
        .ok_or("no holidays of that year")?;
    let cut_off = CutOff::new("17:00:00".parse()?, madrid);
    let (origin, destination) = (Site::in_region(Country::ES, "MD"), Site::new(Country::PT));
    let request = Request::new(now, ready.date(), origin, destination)
        .ready_at(ready.time())
        .picked_up(PickUp::until(cut_off));

    let rates = rates()?;
    for worth in ["42.00 EUR", "75.00 EUR"] {
        let basket = Basket::gross(worth.parse()?).weighing("12.5 kg".parse()?);
        println!("Cesta de {worth}");
        print(&offers(&rates, &request, &basket, &shop, Language::Es)?);
    }
    Ok(())
}

fn print(checkout: &Offers) {
    for offer in &checkout.offers {
        let price =
            if offer.price.is_zero() { "gratis".to_owned() } else { offer.price.to_string() };
        let promise = offer.promise_text.as_deref().unwrap_or("fecha por confirmar");
        println!("  {:<22} {price:>10}   {promise}", offer.title);
        let steps: Vec<_> = offer.price_steps.iter().map(ToString::to_string).collect();
        println!("      {}", steps.join("; "));
        if let Some(last) = offer.promise.and_then(|promise| promise.order_before) {
            println!("      pedido antes de {}", last.format("%Y-%m-%d %H:%M"));
        }
    }
    for hidden in &checkout.hidden {
        println!("  ({}: {})", hidden.id, hidden.reason);
    }
    println!();
}

fn rates() -> Result<Vec<Arc<Rate>>, Box<dyn Error>> {
    let rate =
        |carrier: &str, level, total: &str, days: (&str, &str)| -> Result<Rate, Box<dyn Error>> {
            let service = Service::new("std", "Paquetería").with_level(level);
            let mut rate = Rate::new(CarrierId::new(carrier)?, service, total.parse()?);
            rate.total_includes_tax = Some(false);
            rate.delivers_to = Some(DeliversTo::Address);
            let mut delivery = DeliveryEstimate::on(days.1.parse()?);
            delivery.earliest = Some(days.0.parse()?);
            Ok(rate.arriving(delivery))
        };
    let mut locker = rate("ribera", ServiceLevel::Point, "3.10 EUR", ("2026-11-25", "2026-11-26"))?;
    locker.delivers_to = Some(DeliversTo::Network { kind: Some(PointKind::Locker) });
    Ok([
        locker,
        rate("ribera", ServiceLevel::Standard, "8.40 EUR", ("2026-11-25", "2026-11-26"))?,
        rate("sierra", ServiceLevel::Standard, "9.10 EUR", ("2026-11-25", "2026-11-25"))?,
        rate("andina", ServiceLevel::Express, "14.50 EUR", ("2026-11-24", "2026-11-24"))?,
    ]
    .into_iter()
    .map(Arc::new)
    .collect())
}

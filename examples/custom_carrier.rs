//! A carrier of your own, with nothing but the public interface: a bicycle courier who rides inside Madrid.
#![allow(clippy::wildcard_imports, reason = "an example reads better short")]

use std::time::Duration;

use arriero::carrier::*;
use arriero::model::*;
use arriero::quote::Deadlines;

#[derive(Debug)]
struct Bicycle {
    id: CarrierId,
}

#[async_trait::async_trait]
impl Carrier for Bicycle {
    fn id(&self) -> CarrierId {
        self.id.clone()
    }

    fn capabilities(&self) -> Capabilities {
        let mut capabilities = Capabilities::default();
        (capabilities.rates, capabilities.buy_label) = (true, true);
        capabilities
    }

    // Who rides is told by hand: after a lost answer only a person knows.
    fn purchase_safety(&self, _: PurchaseKind) -> PurchaseSafety {
        PurchaseSafety::Blind
    }

    async fn rates(&self, request: &RateRequest) -> Result<RateAnswer> {
        let shipment = &request.shipment;
        if [&shipment.from.city, &shipment.to.place().city].iter().any(|city| *city != "Madrid") {
            let mut answer = RateAnswer::default();
            let why = "rides inside Madrid alone";
            answer.unavailable.push(Unavailable::new(self.id(), None, why));
            return Ok(answer);
        }
        let service = Service::new("bici", "Bicycle").with_level(ServiceLevel::SameDay);
        let price = Money::from_minor(490, Currency::EUR);
        let rate =
            Rate::new(self.id(), service, price).net_of(Money::from_minor(103, Currency::EUR));
        Ok(RateAnswer::of(vec![rate.arriving(DeliveryEstimate::on(request.ship_on))]))
    }

    async fn buy_label(&self, prepared: &Prepared<LabelRequest>) -> Result<Label> {
        let token = prepared.request().key.token();
        let unreadable = ErrorKind::Unreadable { status: None };
        let handle = Handle::of(self.id(), 1, &token).map_err(|error| {
            Error::new(self.id(), Operation::BuyLabel, unreadable).caused_by(error)
        })?;
        Ok(Label::new(token, handle))
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let address = |name: &str, line: &str| {
        Address::new(Country::ES).with_name(name).with_line(line).with_city("28013", "Madrid")
    };
    let parcel = Parcel::new(Weight::from_grams(900));
    let shipment = Shipment::new(
        address("Tienda", "Calle Mayor 1"),
        address("Ana", "Gran Vía 2"),
        vec![parcel],
    );
    let request = RateRequest::new(shipment.clone(), "2026-11-23".parse()?);

    let carriers = Carriers::new().with(Bicycle { id: CarrierId::new("bici")? })?;
    let quotes = carriers.quote(&request, &Deadlines::within(Duration::from_secs(4))).await?;
    for rate in &quotes.rates {
        println!("{} {}: {}", rate.carrier, rate.service.name, rate.total);
    }
    let bicycle = carriers.get("bici").ok_or("no bicycle")?;
    let wanted = LabelRequest::new(PurchaseKey::random(), shipment, "bici", request.ship_on);
    println!("bought {}", bicycle.buy_label(&bicycle.prepare_label(wanted)?).await?.id);
    Ok(())
}

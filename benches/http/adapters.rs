//! What an adapter's reading of prices adds to that of the libraries alone, on answers as long as real ones.

use std::hint::black_box;
use std::time::Duration;

use arriero::carrier::{Operation, Secret};
use arriero::carriers::canadapost::{self, CanadaPost};
use arriero::carriers::ups;
use arriero::http::Answer;
use arriero::model::{Address, CarrierId, Country, Parcel, RateRequest, Shipment};

use super::decode::paired;

/// What, by the adapter, by the library alone.
pub(crate) fn figures() -> Vec<(&'static str, Duration, Duration)> {
    let (json, xml) = (ups_prices(), canada_post_prices());
    let abroad = asked((Country::ES, "28012", "Madrid"), (Country::PT, "1100-420", "Lisboa"));
    let home = asked((Country::CA, "K1A0A9", "Ottawa"), (Country::CA, "B3H4R2", "Halifax"));
    let post = CanadaPost::builder("user", Secret::new("s"), "0001234567").build();
    let post = post.expect("an account");
    let carrier = CarrierId::new(ups::ID).expect("a name");
    let answers = (
        Answer::new(carrier.clone(), Operation::Rates, 200, json.clone()),
        Answer::new(carrier.clone(), Operation::Rates, 200, xml.clone()),
    );
    let read = ups::probe::rates(&carrier, &abroad, &answers.0).expect("rates");
    assert_eq!((read.rates.len(), read.unavailable.len()), (JSON, 0), "every price is read");
    let read = canadapost::probe::rates(&post, &home, &answers.1).expect("rates");
    assert_eq!((read.rates.len(), read.unavailable.len()), (XML, 0), "every price is read");
    let (ups_took, json_took) = paired(
        || drop(black_box(ups::probe::rates(&carrier, &abroad, &answers.0))),
        || assert!(ups::probe::bare(json.as_bytes())),
    );
    let (post_took, xml_took) = paired(
        || drop(black_box(canadapost::probe::rates(&post, &home, &answers.1))),
        || assert!(canadapost::probe::bare(&xml)),
    );
    vec![
        ("ups: prices of 25 kB, read and told in our words", ups_took, json_took),
        ("canadapost: prices of 7 kB, read and told in our words", post_took, xml_took),
    ]
}

/// How many prices make the answers as long as said.
const JSON: usize = 9;
const XML: usize = 6;

fn asked(from: (Country, &str, &str), to: (Country, &str, &str)) -> RateRequest {
    let address =
        |(country, code, city): (Country, &str, &str)| Address::new(country).with_city(code, city);
    let parcel = Parcel::new("2 kg".parse().expect("a weight"));
    let shipment = Shipment::new(address(from), address(to), vec![parcel]);
    RateRequest::new(shipment, "2026-11-25".parse().expect("a day"))
}

/// Nine services with what each charge is made of.
fn ups_prices() -> String {
    let money = |amount: &str| format!(r#"{{"CurrencyCode":"EUR","MonetaryValue":"{amount}"}}"#);
    let item = |code: &str, amount: &str| {
        format!(
            r#"{{"Code":"{code}","CurrencyCode":"EUR","MonetaryValue":"{amount}","SubType":"","Description":"a charge of the published list"}}"#
        )
    };
    let items: Vec<_> =
        ["375", "270", "190", "120", "376", "377", "378"].map(|code| item(code, "1.15")).into();
    let items = items.join(",");
    let arrival = r#"{"Date":"20261127","Time":"120000"}"#;
    let one = |service: usize| {
        format!(
            r#"{{"Service":{{"Code":"{service:02}","Description":"A service"}},"RatedShipmentAlert":[{{"Code":"110971","Description":"Your invoice may vary from the displayed reference rates"}}],
            "BillingWeight":{{"UnitOfMeasurement":{{"Code":"KGS"}},"Weight":"2.0"}},"TransportationCharges":{money},"BaseServiceCharge":{money},"ItemizedCharges":[{items}],
            "ServiceOptionsCharges":{zero},"TotalCharges":{money},"NegotiatedRateCharges":{{"ItemizedCharges":[{items}],"TotalCharge":{money}}},
            "GuaranteedDelivery":{{"BusinessDaysInTransit":"2","DeliveryByTime":"12:00 P.M."}},
            "TimeInTransit":{{"PickupDate":"20261125","PackageBillType":"03","ServiceSummary":{{"Service":{{"Description":"A service"}},"EstimatedArrival":{{"Arrival":{arrival},"BusinessDaysInTransit":"2","Pickup":{arrival},"DayOfWeek":"FRI","TotalTransitDays":"2"}}}}}}}}"#,
            money = money("17.15"),
            zero = money("0.00"),
        )
    };
    let all: Vec<_> = (1..=JSON).map(one).collect();
    let response = r#""Response":{"ResponseStatus":{"Code":"1","Description":"Success"}}"#;
    let text = format!(r#"{{"RateResponse":{{{response},"RatedShipment":[{}]}}}}"#, all.join(","));
    assert!((22_000..30_000).contains(&text.len()), "{} bytes", text.len());
    text
}

/// Six services with their adjustments and taxes.
fn canada_post_prices() -> String {
    let adjustments = "<adjustment><adjustment-code>FUELSC</adjustment-code><adjustment-name>Fuel surcharge</adjustment-name><adjustment-cost>0.53</adjustment-cost></adjustment>".repeat(3);
    let one = format!(
        "<price-quote><service-code>DOM.EP</service-code><service-link rel=\"service\" href=\"https://ct.example/rs/ship/service/DOM.EP\" media-type=\"application/vnd.cpc.ship.rate-v4+xml\"/><service-name>Expedited Parcel</service-name><price-details><base>9.59</base><taxes><gst>0.00</gst><pst>0</pst><hst percent=\"13.000\">1.32</hst></taxes><due>12.50</due><options><option><option-code>DC</option-code><option-name>Delivery confirmation</option-name><option-price>0</option-price></option></options><adjustments>{adjustments}</adjustments></price-details><weight-details/><service-standard><am-delivery>false</am-delivery><guaranteed-delivery>true</guaranteed-delivery><expected-transit-time>2</expected-transit-time><expected-delivery-date>2026-11-27</expected-delivery-date></service-standard></price-quote>"
    );
    let text = format!(
        "<price-quotes xmlns=\"http://www.canadapost.ca/ws/ship/rate-v4\">{}</price-quotes>",
        one.repeat(XML)
    );
    assert!((6_000..8_500).contains(&text.len()), "{} bytes", text.len());
    text
}

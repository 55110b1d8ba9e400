//! What the made-up carriers are made for: a choice with one winner, one behind and one too late, on every day.

use chrono::Days;

use super::*;
use crate::calendar::Calendar;
use crate::model::{Address, Country, Date, Dimensions, Parcel, Rate, RateRequest, Shipment};
use crate::tariff::SheetCarrier;

fn madrid_to(country: Country, code: &str) -> Shipment {
    let from = Address::new(Country::ES).with_city("28013", "Madrid");
    let to = Address::new(country).with_city(code, "");
    let parcel = Parcel::new("2.5 kg".parse().unwrap())
        .with_dimensions(Dimensions::from_centimetres(30, 20, 15));
    Shipment::new(from, to, vec![parcel])
}

/// The cheapest rate of each carrier, by name.
fn cheapest(carriers: &[SheetCarrier], request: &RateRequest) -> Vec<Rate> {
    let rates = |carrier: &SheetCarrier| {
        let answer = carrier.quote(request);
        answer.rates.into_iter().min_by_key(|rate| rate.total.to_minor())
    };
    carriers.iter().filter_map(rates).collect()
}

fn carriers() -> Vec<SheetCarrier> {
    sheets().unwrap().into_iter().map(SheetCarrier::new).collect()
}

#[test]
fn the_sheets_load_without_a_fault_and_without_a_doubt() {
    for sheet in sheets().unwrap_or_else(|faults| panic!("{faults}")) {
        assert_eq!(sheet.warnings(), [], "{}", sheet.name());
        assert_eq!(sheet.valid(), ("2026-01-01".parse().unwrap(), None));
    }
}

#[test]
fn on_every_day_to_lisbon_sierra_is_in_time_andina_dearer_and_ribera_too_late() {
    let carriers = carriers();
    let shipment = std::sync::Arc::new(madrid_to(Country::PT, "1100-048"));
    let portugal = Calendar::of("PT", None).unwrap();
    let mut day: Date = "2026-01-01".parse().unwrap();
    let end: Date = "2034-12-31".parse().unwrap();
    while day <= end {
        let request = RateRequest::new(std::sync::Arc::clone(&shipment), day);
        let rates = cheapest(&carriers, &request);
        let [andina, ribera, sierra] = rates.as_slice() else { panic!("{day}: {rates:?}") };
        let cents = |rate: &Rate| rate.total.to_minor().unwrap();
        assert!(cents(ribera) < cents(sierra) && cents(sierra) < cents(andina), "{day}");
        let in_time = |rate: &Rate| {
            let handed = rate.delivery.assumes_ship_date.unwrap();
            rate.delivery.date.unwrap() <= portugal.add_business_days(handed, 3).unwrap()
        };
        assert!(in_time(sierra) && in_time(andina), "{day}: {:?}", sierra.delivery);
        assert!(!in_time(ribera), "{day}: {:?}", ribera.delivery);
        day = day + Days::new(1);
    }
}

#[test]
fn every_place_they_say_they_serve_has_a_price() {
    let request =
        |country, code| RateRequest::new(madrid_to(country, code), "2026-11-23".parse().unwrap());
    for (country, code, offers) in [
        (Country::ES, "28901", 4),
        (Country::ES, "08001", 4),
        (Country::ES, "07001", 4),
        (Country::ES, "35001", 3),
        (Country::ES, "51001", 3),
        (Country::PT, "1100-048", 4),
        (Country::PT, "9500-339", 2),
        (Country::AD, "AD500", 2),
        (Country::DE, "10115", 2),
        (Country::PL, "00-950", 2),
        (Country::GB, "SW1A 1AA", 1),
        (Country::US, "10001", 1),
        (Country::JP, "100-0001", 1),
        (Country::ZA, "8001", 0),
    ] {
        let rates: usize = carriers()
            .iter()
            .map(|carrier| carrier.quote(&request(country, code)).rates.len())
            .sum();
        assert_eq!(rates, offers, "{country} {code}");
    }
}

//! The loader of rate sheets, and what it loads: any texts are refused in words or price in whole numbers; nothing panics,
//! overflows or runs on.
//!
//! An input is several files: each begins with a line `=== name`; the first is the sheet.
#![no_main]

use arriero::model::{Address, Country, Dimensions, Options, Packaging, Parcel, RateRequest, Shipment};
use arriero::tariff::{Sheet, SheetCarrier};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let mut files: Vec<(&str, &str)> = Vec::new();
    for part in input.split("=== ").skip(1) {
        if let Some((name, text)) = part.split_once('\n') {
            files.push((name.trim(), text));
        }
    }
    match Sheet::from_texts(&files) {
        Err(faults) => assert!(faults.iter().all(|fault| !fault.message.is_empty())),
        Ok(sheet) => {
            let carrier = SheetCarrier::new(sheet);
            for request in requests() {
                let answer = carrier.quote(&request);
                for rate in answer.rates {
                    assert_eq!(rate.charges_agree(), Some(true), "{rate:?}");
                    assert!(!rate.total.is_negative(), "{rate:?}");
                }
                assert!(answer.unavailable.iter().all(|refused| !refused.why.is_empty()));
            }
        }
    }
});

/// A light parcel, a heavy shipment, one in a box, with and without what an address may lack.
fn requests() -> Vec<RateRequest> {
    let place = |country, code: &str| Address::new(country).with_city(code, "");
    let sides = |text: &str| text.parse::<Dimensions>().expect("sides that are written here");
    let parcel = |text: &str| Parcel::new(text.parse().expect("a weight that is written here"));
    let mut boxed = parcel("2 kg");
    boxed.packaging = Packaging::Box("small".into());
    let mut worth = parcel("30.000000001 kg").with_dimensions(sides("130 x 30 x 20 cm"));
    worth.declared_value = "900000000 EUR".parse().ok();
    let heavy = vec![parcel("1000 kg").with_dimensions(sides("4999 x 4999 x 4999 cm")); 999];
    let shipments = [
        Shipment::new(place(Country::ES, "28013"), place(Country::ES, "07870"), vec![parcel("1 kg")]),
        Shipment::new(place(Country::ES, "28013"), place(Country::PT, "1100-048"), vec![worth, boxed]),
        Shipment::new(place(Country::GB, "B33 8TH"), place(Country::GB, "AB31 4AA"), heavy),
        Shipment::new(place(Country::US, "10001"), Address::new(Country::US), vec![parcel("5 lb")]),
    ];
    let days = ["2020-01-31", "2026-07-01"];
    let mut requests = Vec::new();
    for (number, mut shipment) in shipments.into_iter().enumerate() {
        if number == 1 {
            let mut options = Options::default();
            options.insurance = "999999999.99 EUR".parse().ok();
            shipment.options = options;
        }
        let day = days[number % 2].parse().expect("a day that is written here");
        requests.push(RateRequest::new(shipment, day));
    }
    requests
}

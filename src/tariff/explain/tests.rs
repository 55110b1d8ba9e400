//! What is explained is what is charged.

use proptest::prelude::*;

use super::*;
use crate::model::{
    Address, Cod, Country, Dimensions, Options, Parcel, Shipment, Weight, WeightUnit,
};
use crate::tariff::SheetCarrier;

fn sheets() -> Vec<WrittenSheet> {
    let load = |name: &str| {
        let path = format!("{}/fixtures/sheets/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        WrittenSheet::load(path).unwrap_or_else(|faults| panic!("{faults}"))
    };
    let sandbox = |name: &str| {
        let path = format!("{}/src/sandbox/sheets/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        WrittenSheet::load(path).unwrap_or_else(|faults| panic!("{faults}"))
    };
    ["prairie", "sierra", "andina"]
        .map(load)
        .into_iter()
        .chain(["andina", "ribera", "sierra"].map(sandbox))
        .collect()
}

const PLACES: [&str; 16] = [
    "ES 28013",
    "ES 28901",
    "ES 08018",
    "ES 07001",
    "ES 07860",
    "ES 35002",
    "ES 38900",
    "ES 51001",
    "PT 1100-048",
    "PT 9500-339",
    "FR 75001",
    "GB AB34 5AA",
    "US 10001",
    "US 96799",
    "US 96798",
    "US 94105",
];

fn place(text: &str) -> Address {
    let (country, code) = text.split_once(' ').unwrap();
    Address::new(Country::parse(country).unwrap()).with_city(code, "")
}

fn requests() -> impl Strategy<Value = RateRequest> {
    let parcel = (1_u32..35_000, prop::option::of((1_u32..160, 1_u32..80, 1_u32..60))).prop_map(
        |(grams, sides)| {
            let parcel = Parcel::new(Weight::new(grams.into(), WeightUnit::G).unwrap());
            match sides {
                Some((a, b, c)) => parcel.with_dimensions(Dimensions::from_centimetres(a, b, c)),
                None => parcel,
            }
        },
    );
    let place_of = || prop::sample::select(PLACES.to_vec());
    let options =
        (prop::option::of(1_u32..200_000), prop::option::of(1_u32..300_000), any::<bool>());
    let parcels = prop::collection::vec(parcel, 1..4);
    (place_of(), place_of(), parcels, options, 0_u64..360).prop_map(
        |(from, to, parcels, (cod, insured, saturday), day)| {
            let mut shipment = Shipment::new(place(from), place(to), parcels);
            let euros = |cents: u32| Money::from_minor(cents.into(), crate::model::Currency::EUR);
            let cod = cod.map(|cents| Cod::new(euros(cents)));
            shipment.options =
                Options { cod, insurance: insured.map(euros), saturday, ..Options::default() };
            let first: crate::model::Date = "2026-01-01".parse().unwrap();
            RateRequest::new(shipment, first + chrono::Days::new(day))
        },
    )
}

proptest! {
    #[test]
    fn the_steps_that_are_explained_add_up_to_the_price(request in requests()) {
        for sheet in sheets() {
            let explanation = explain(&sheet, &request);
            let answer = SheetCarrier::new(sheet.sheet().clone()).quote(&request);
            for service in &explanation.services {
                let rate = answer.rates.iter().find(|rate| rate.service.code == service.service.code);
                prop_assert_eq!(service.refused.is_none(), rate.is_some());
                let Some(rate) = rate else { continue };
                let shown = || format!("{service:#?}");
                let lines = service.steps.iter().filter(|step| step.topic != Topic::Tax).filter_map(|step| step.amount);
                let sum = lines.reduce(|sum, amount| sum.checked_add(amount).unwrap());
                prop_assert_eq!(sum, Some(rate.total), "{}", shown());
                // The zone is told with the pattern that put the shipment there.
                let zone = service.steps.iter().find(|step| step.topic == Topic::Zone).unwrap();
                let told = format!(": zone {} (", rate.zone.as_deref().unwrap());
                prop_assert!(zone.words.contains(&told), "{}", shown());
                // Nothing is said not to hold that is charged, nor the other way round.
                for step in &service.steps {
                    if step.topic == Topic::NotCharged {
                        prop_assert!(!step.words.ends_with("not charged"), "{}", shown());
                    }
                }
            }
        }
    }
}

/// The amount that the words of a step end in, rounded as sheets round.
#[test]
fn the_arithmetic_of_a_base_ends_in_its_amount() {
    let sheets = sheets();
    let sierra = sheets.iter().find(|sheet| sheet.sheet().name() == "sierra.toml").unwrap();
    let parcel = Parcel::new("24.2 kg".parse().unwrap());
    let shipment = Shipment::new(place("ES 28013"), place("ES 08001"), vec![parcel]);
    let explanation = explain(sierra, &RateRequest::new(shipment, "2026-11-23".parse().unwrap()));
    let words: Vec<_> =
        explanation.services[0].steps.iter().map(|step| step.words.as_str()).collect();
    let base = "24.2 kg: +1 kg up to 40 kg, sierra.paq.csv line 6: 17.37 at 20 kg + 5 × 0.69 for each started 1 kg = 20.82";
    assert!(words.contains(&base), "{words:#?}");
    let tax = "the base is published as 25.17 with iva: 4.35";
    assert!(words.contains(&tax), "{words:#?}");
}

//! What holds for every sheet and every parcel.

use proptest::prelude::*;
use proptest::sample::Index;

use super::{fixture, load, order, place};
use crate::model::{Parcel, RateRequest, Shipment, Weight, WeightUnit};
use crate::tariff::SheetCarrier;

const ZONES: [(&str, &[&str]); 6] = [
    ("near", &["ES same:2"]),
    ("peninsula", &["ES", "not ES 51-52"]),
    ("islands", &["ES 07", "ES 35", "ES 38"]),
    ("small", &["ES 07860-07872", "ES 38900-38917", "ES 35600"]),
    ("union", &["EU", "not PT 9"]),
    ("rest", &["*"]),
];

/// The same sheet with its zones, patterns and columns in an order.
fn shuffled(zones: &[usize], columns: &[usize], reverse: bool) -> SheetCarrier {
    let mut rules = "sheet = { format = 1, carrier = \"mula\", currency = \"EUR\", cells = \"net\", valid = \"2026-01-01/\", origin = [\"ES 28\", \"ES 08\"] }\n[zone]\n".to_owned();
    let line = |zone: &usize| {
        let (name, patterns) = ZONES[*zone];
        let mut patterns = patterns.to_vec();
        if reverse {
            patterns.reverse();
        }
        format!("{name} = {{ to = {patterns:?} }}\n")
    };
    rules.extend(zones.iter().map(line));
    rules.push_str("[service.paq]\nsurcharges = [{ id = \"fuel\", percent = \"fuel.csv\", on = [\"base\"] }]\n");
    let row = |cell: &dyn Fn(usize) -> String| {
        columns.iter().map(|column| cell(*column)).collect::<Vec<_>>().join(",")
    };
    let prices = format!(
        "kg,{}\n5,{}\n30,{}\n",
        row(&|zone| ZONES[zone].0.to_owned()),
        row(&|zone| format!("{}.10", zone + 1)),
        row(&|zone| format!("{}.20", zone + 11)),
    );
    let fuel =
        if reverse { "2026-12-01,12\n2026-01-01,10\n" } else { "2026-01-01,10\n2026-12-01,12\n" };
    SheetCarrier::new(
        load(&rules, &[("sheet.paq.csv", &prices), ("fuel.csv", fuel)])
            .unwrap_or_else(|f| panic!("{f}")),
    )
}

fn order_of(seed: &[Index]) -> Vec<usize> {
    let mut left: Vec<usize> = (0..ZONES.len()).collect();
    seed.iter().map(|index| left.remove(index.index(left.len()))).collect()
}

fn permutation() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(any::<Index>(), ZONES.len()).prop_map(|seed| order_of(&seed))
}

fn spanish_code() -> impl Strategy<Value = String> {
    prop_oneof![
        (1_000_u32..53_000).prop_map(|code| format!("ES {code:05}")),
        (7_855_u32..7_880).prop_map(|code| format!("ES {code:05}")),
        (38_895_u32..38_920).prop_map(|code| format!("ES {code:05}")),
        (1_000_u32..9_999).prop_map(|code| format!("PT {code}-001")),
        Just("ZA 8001".to_owned()),
        Just("IE".to_owned()),
    ]
}

fn grams(weight: u32) -> Parcel {
    Parcel::new(Weight::from_grams(weight))
}

proptest! {
    #[test]
    fn no_price_depends_on_the_order_of_zones_patterns_columns_or_rows(
        zones in permutation(), columns in permutation(), reverse in any::<bool>(),
        codes in prop::collection::vec(spanish_code(), 20), weight in 1_u32..35_000, from in prop::sample::select(vec!["ES 28013", "ES 08001", "ES 41001"]),
    ) {
        let plain: Vec<usize> = (0..ZONES.len()).collect();
        let (one, other) = (shuffled(&plain, &plain, false), shuffled(&zones, &columns, reverse));
        for code in codes {
            let shipment = Shipment::new(place(from), place(&code), vec![grams(weight)]);
            let request = RateRequest::new(shipment, "2026-11-23".parse().unwrap());
            prop_assert_eq!(one.quote(&request), other.quote(&request));
        }
    }

    #[test]
    fn the_order_of_parcels_does_not_change_a_price(weights in prop::collection::vec(1_u32..40_000, 1..5)) {
        for sheet in ["sierra", "andina"] {
            let carrier = fixture(sheet);
            let quote = |weights: &mut dyn Iterator<Item = &u32>| {
                let parcels = weights.map(|weight| grams(*weight)).collect();
                let shipment = Shipment::new(place("ES 28013"), place("PT 1100-048"), parcels);
                let answer = carrier.quote(&RateRequest::new(shipment, "2026-11-23".parse().unwrap()));
                answer.rates.first().map(|rate| (rate.total, rate.tax))
            };
            prop_assert_eq!(quote(&mut weights.iter()), quote(&mut weights.iter().rev()));
        }
    }

    #[test]
    fn a_shipment_has_a_price_or_a_reason_and_never_both(weight in 0_u64..200_000_000_000_000, code in spanish_code()) {
        let carrier = fixture("sierra");
        let value = rust_decimal::Decimal::new(i64::try_from(weight).unwrap(), 9);
        let parcel = Parcel::new(Weight::new(value.normalize(), WeightUnit::G).unwrap());
        let shipment = Shipment::new(place("ES 28013"), place(&code), vec![parcel]);
        let answer = carrier.quote(&RateRequest::new(shipment, "2026-11-23".parse().unwrap()));
        prop_assert_eq!(answer.rates.len() + answer.unavailable.len(), 1);
        for rate in &answer.rates {
            prop_assert_eq!(rate.charges_agree(), Some(true));
            prop_assert!(!rate.total.is_negative() && rate.tax.is_some());
        }
        prop_assert!(answer.unavailable.iter().all(|refused| !refused.why.is_empty()));
    }

    #[test]
    fn every_weight_within_a_step_costs_the_same_and_a_nanogram_more_the_next(step in 0_usize..3, zone in 0_usize..3) {
        let boundaries = ["1", "3", "5", "20"];
        let (to, cells) = [
            ("ES 08001", ["5.15", "6.45", "7.98", "17.37"]),
            ("ES 35001", ["14.60", "22.40", "30.10", "85.20"]),
            ("PT 1100", ["6.85", "8.90", "11.25", "25.15"]),
        ][zone];
        let carrier = fixture("sierra");
        let price = |weight: &str| order("ES 28013", to, weight, "").rate(&carrier).total.amount().to_string();
        let boundary = boundaries[step];
        prop_assert_eq!(price(&format!("{boundary} kg")), cells[step]);
        let above = format!("{boundary}000.000000001 g");
        prop_assert_eq!(price(&above), cells[step + 1]);
        let below: u32 = boundary.parse().unwrap();
        prop_assert_eq!(price(&format!("{}.999999999 g", below * 1_000 - 1)), cells[step]);
    }

    #[test]
    fn a_sheet_with_anything_in_it_is_refused_or_prices_and_never_panics(
        which in 0_usize..3, at in any::<Index>(), cut in 0_usize..12, put in prop::sample::select(SCRAPS.to_vec()), in_prices in any::<bool>(),
    ) {
        let (rules, prices, extra) = TEXTS[which];
        let damage = |text: &str| {
            let mut letters: Vec<char> = text.chars().collect();
            let start = at.index(letters.len());
            let end = (start + cut).min(letters.len());
            letters.splice(start..end, put.chars());
            letters.into_iter().collect::<String>()
        };
        let (rules, prices) =
            if in_prices { (rules.to_owned(), damage(prices)) } else { (damage(rules), prices.to_owned()) };
        let mut files = vec![("sheet.paq.csv", &*prices), ("sheet.ground.csv", &*prices), ("sheet.express.csv", &*prices)];
        files.extend_from_slice(extra);
        match load(&rules, &files) {
            Err(faults) => prop_assert!(faults.iter().all(|fault| !fault.message.is_empty())),
            Ok(sheet) => {
                let carrier = SheetCarrier::new(sheet);
                for (from, to) in [("ES 28013", "ES 07870"), ("US 10001", "US 96799"), ("ES 28013", "GB AB31 4AA")] {
                    let request = order(from, to, "29.8 kg", "130 x 30 x 20 cm").cod("12 EUR").request();
                    let answer = carrier.quote(&request);
                    prop_assert!(answer.rates.len() + answer.unavailable.len() > 0);
                }
            }
        }
    }
}

/// What damages a sheet.
const SCRAPS: [&str; 18] = [
    "",
    "0",
    "9999999999999999999",
    "-",
    ",",
    "\"",
    "\n",
    "[",
    "}",
    "ES",
    "not ",
    "*",
    "<=",
    "é",
    "00000001",
    " per kg",
    "\u{0}",
    "= \"",
];

type Texts = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const TEXTS: [Texts; 3] = [
    (
        include_str!("../../../fixtures/sheets/prairie.toml"),
        include_str!("../../../fixtures/sheets/prairie.ground.csv"),
        &[],
    ),
    (
        include_str!("../../../fixtures/sheets/sierra.toml"),
        include_str!("../../../fixtures/sheets/sierra.paq.csv"),
        &[],
    ),
    (
        include_str!("../../../fixtures/sheets/andina.toml"),
        include_str!("../../../fixtures/sheets/andina.express.csv"),
        &[
            ("andina.fuel.csv", include_str!("../../../fixtures/sheets/andina.fuel.csv")),
            ("andina.remote.csv", include_str!("../../../fixtures/sheets/andina.remote.csv")),
        ],
    ),
];

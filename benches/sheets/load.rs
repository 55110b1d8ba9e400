//! Loading the largest usual sheet: 200 services of 100 zones and 140 steps, a price file for each service.
#![expect(clippy::expect_used, reason = "the inputs are constants of this bench")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use arriero::model::{Address, Country, Currency, Money, Parcel, Shipment, Weight};
use arriero::tariff::{Consignment, Sheet};

use crate::Figure;
use crate::texts::day;

const SERVICES: u32 = 200;
const ZONES: u32 = 100;
const STEPS: u32 = 140;
const CELLS: u64 = SERVICES as u64 * ZONES as u64 * STEPS as u64;

/// The sheet's own text and the price file of each service.
struct Texts {
    rules: String,
    prices: Vec<String>,
}

fn cell(service: u32, step: u32, zone: u32) -> u32 {
    399 + 23 * step + 7 * zone + service
}

fn texts() -> Texts {
    let mut rules = "sheet = { format = 1, carrier = \"mula\", currency = \"USD\", cells = \"net\", valid = \"2026-01-01/\", origin = [\"US\"] }\n[zone]\n".to_owned();
    for zone in 0..ZONES {
        let _ = writeln!(rules, "z{zone} = {{ to = [\"US {zone:02}\"] }}");
    }
    for service in 0..SERVICES {
        let _ = writeln!(rules, "[service.s{service}]\nprices = \"{service}.csv\"");
    }
    let prices = |service: u32| {
        let mut text = "lb".to_owned();
        for zone in 0..ZONES {
            let _ = write!(text, ",z{zone}");
        }
        for step in 1..=STEPS {
            let _ = write!(text, "\n{step}");
            for zone in 0..ZONES {
                let cents = cell(service, step, zone);
                let _ = write!(text, ",{}.{:02}", cents / 100, cents % 100);
            }
        }
        text
    };
    Texts { rules, prices: (0..SERVICES).map(prices).collect() }
}

impl Texts {
    fn load(&self) -> Sheet {
        let text = |name: &str| {
            let number = name.strip_suffix(".csv").and_then(|number| number.parse::<usize>().ok());
            number.and_then(|number| self.prices.get(number)).unwrap_or(&self.rules).clone()
        };
        Sheet::from_sources("mula.toml", |name| Ok(text(name))).expect("a sheet without faults")
    }
}

/// Some cells of the first, a middle and the last service.
fn check(sheet: &Sheet) {
    assert_eq!(sheet.services().count(), SERVICES as usize);
    for (service, step, zone) in [(0, 1, 0), (99, 70, 50), (199, 140, 99)] {
        let place = |code: &str| Address::new(Country::US).with_city(code, "");
        let weight: Weight = format!("{step} lb").parse().expect("a weight");
        let to = place(&format!("{zone:02}123"));
        let shipment = Shipment::new(place("10001"), to, vec![Parcel::new(weight)]);
        let consignment = Consignment::read(&shipment).expect("a shipment");
        let service_of_it = sheet.service(&format!("s{service}")).expect("a service");
        let price = service_of_it.price(&consignment, day()).expect("a price");
        let expected = Money::from_minor(cell(service, step, zone).into(), Currency::USD);
        assert_eq!(price.net(), Some(expected));
    }
}

pub(crate) fn figures() -> Vec<Figure> {
    let texts = texts();
    let once = |work: &dyn Fn()| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    let middle = |work: &dyn Fn()| {
        let mut times: Vec<_> = (0..15).map(|_| once(work)).collect();
        times.sort_unstable();
        times.get(7).copied().unwrap_or_default()
    };
    vec![
        Figure {
            what: "sheets: the commas of 200 price files counted, alone",
            median: middle(&|| {
                let bytes = texts.prices.iter().flat_map(|text| text.bytes());
                black_box(bytes.filter(|byte| *byte == b',').count());
            }),
            limit: None,
        },
        Figure {
            what: "sheets: 200 services of 100 zones and 140 steps loaded",
            median: middle(&|| drop(black_box(texts.load()))),
            limit: Some(Duration::from_millis(200)),
        },
    ]
}

/// What such a sheet holds, at most five bytes a cell; and the most that loading it needs at once, its texts not counted
/// but for the one that is read: seven.
pub(crate) fn memory() -> ExitCode {
    let texts = texts();
    let mut loaded = None;
    let counted = allocation_counter::measure(|| loaded = Some(texts.load()));
    loaded.iter().for_each(check);
    let held = u64::try_from(counted.bytes_current).unwrap_or(u64::MAX);
    println!(
        "sheets: {CELLS} cells hold {held} bytes, {}.{:02} a cell; {} at most while loading",
        held / CELLS,
        held * 100 / CELLS % 100,
        counted.bytes_max
    );
    if held <= 5 * CELLS && counted.bytes_max <= 7 * CELLS {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

//! A made-up sheet whose every price a formula tells, so that the bench can check what it times.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "the inputs are constants of this bench"
)]

use std::fmt::Write as _;

use arriero::model::{
    Address, Country, Date, Dimensions, Length, LengthUnit, Parcel, RateRequest, Shipment, Weight,
};
use arriero::tariff::{Sheet, SheetFaults};

/// Steps of half a kilogram.
pub(crate) const STEPS: i64 = 140;

const RULES: &str = r#"
sheet = { format = 1, carrier = "mula", currency = "EUR", cells = "net", valid = "2026-01-01/2026-12-31", origin = ["ES", "not ES 07", "not ES 35", "not ES 38"] }
tax = { iva = [{ percent = "21", from = "2012-09-01" }] }
[zone]
near = { to = ["ES same:2"], tax = "iva" }
peninsula = { to = ["ES"], tax = "iva" }
islands = { to = ["ES 07", "ES 35", "ES 38"], tax = "iva" }
small = { to = ["ES 07860-07872", "ES 38900-38917", "ES 35600"], tax = "iva" }
portugal = { to = ["PT"], tax = "iva" }
madeira = { to = ["PT 9000-9499"], tax = "iva" }
union = { to = ["EU"], tax = "iva" }
[service.paq]
weight = { divisor = "5000 cm3/kg" }
limits = { weight = "60 kg", longest = "200 cm" }
surcharges = [
    { id = "remote", when = "place in [ES 07860-07872, ES 22, ES 44, PT 9000-9999, FR 20]", amount = "3.20" },
    { id = "oversize", when = "longest > 60 cm", amount = "5.00", per = "parcel" },
    { id = "fuel", percent = "mula.fuel.csv", on = ["base", "remote", "oversize"] },
]
transit = { days = { near = "1", peninsula = "1-2", islands = "3", small = "4", portugal = "2", madeira = "5", union = "3-4" }, cut_off = "17:00 Europe/Madrid", calendar = "both" }
"#;
const ZONES: [&str; 7] = ["near", "peninsula", "islands", "small", "portugal", "madeira", "union"];
const FUEL: &str = "2025-12-01,9\n2026-01-01,10.5\n2026-06-01,12\n";

/// Country, postcode, zone, and whether it is remote; from Madrid.
const PLACES: [(Country, &str, i64, bool); 16] = [
    (Country::ES, "28001", 0, false),
    (Country::ES, "28991", 0, false),
    (Country::ES, "08001", 1, false),
    (Country::ES, "22300", 1, true),
    (Country::ES, "44002", 1, true),
    (Country::ES, "50018", 1, false),
    (Country::ES, "07001", 2, false),
    (Country::ES, "07871", 3, true),
    (Country::ES, "07873", 2, false),
    (Country::ES, "38916", 3, false),
    (Country::ES, "35600", 3, false),
    (Country::PT, "1100-148", 4, false),
    (Country::PT, "9000-064", 5, true),
    (Country::PT, "9500-150", 4, true),
    (Country::FR, "20000", 6, true),
    (Country::DE, "10115", 6, false),
];

fn cell(step: i64, zone: i64) -> i64 {
    300 + 17 * step + 210 * zone
}

pub(crate) fn sheet() -> Result<Sheet, SheetFaults> {
    let mut prices = format!("kg,{}\n", ZONES.join(","));
    for step in 1..=STEPS {
        let _ = write!(prices, "{}.{}", step / 2, step % 2 * 5);
        for zone in (0_i64..).take(ZONES.len()) {
            let cents = cell(step, zone);
            let _ = write!(prices, ",{}.{:02}", cents / 100, cents % 100);
        }
        prices.push('\n');
    }
    Sheet::from_texts(&[("mula.toml", RULES), ("mula.paq.csv", &prices), ("mula.fuel.csv", FUEL)])
}

/// A shipment and what it costs, in cents: its lines base, remote, oversize, fuel, and the gross.
pub(crate) struct Order {
    pub(crate) request: RateRequest,
    pub(crate) lines: [i64; 4],
    pub(crate) gross: i64,
}

/// Many shipments, no two alike: about a third are remote, a half are oversized, a half are billed by volume.
pub(crate) fn orders() -> Vec<Order> {
    (0_u32..512).map(order).collect()
}

fn order(number: u32) -> Order {
    let (country, code, zone, is_remote) = PLACES[number as usize % PLACES.len()];
    let grams = 200 + number * 8_191 % 20_000;
    let sides = [20 + number * 61 % 80, 15 + number * 37 % 20, 10 + number * 29 % 15];
    let from = Address::new(Country::ES).with_city("28013", "Madrid");
    let to = Address::new(country).with_city(code, "");
    let [a, b, c] = sides.map(|cm| Length::new(cm.into(), LengthUnit::Cm).expect("a length"));
    let parcel = Parcel::new(Weight::from_grams(grams)).with_dimensions(Dimensions::new(a, b, c));
    let request = RateRequest::new(Shipment::new(from, to, vec![parcel]), day());

    let by_volume = sides.iter().product::<u32>().div_ceil(5);
    let step = i64::from(grams.max(by_volume).div_ceil(500));
    let base = cell(step, zone);
    let remote = if is_remote { 320 } else { 0 };
    let oversize = if sides[0] > 60 { 500 } else { 0 };
    let percent = |amount: i64, per_mille: i64| (amount * per_mille + 500) / 1_000;
    let fuel = percent(base + remote + oversize, 105);
    let lines = [base, remote, oversize, fuel];
    let net = lines.iter().sum::<i64>();
    Order { request, lines, gross: net + percent(net, 210) }
}

pub(crate) fn day() -> Date {
    "2026-03-02".parse().expect("a date")
}

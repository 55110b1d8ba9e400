//! Two real price lists, to the cent. Their figures are kept under `fixtures/tariff` in the sheet format, so that these tests
//! need nothing else; where the publishers' own files are at hand the readers must get the same prices out of them.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests stand outside of test functions"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use arriero::model::{
    Address, Country, Dimensions, Length, LengthUnit, Options, Packaging, Parcel, Rate, RateAnswer,
    RateRequest, Shipment, Signature, Weight, WeightUnit,
};
use arriero::tariff::{Sheet, SheetCarrier, SourceError};
use rust_decimal::Decimal;

const POUND: i64 = 453_592_370_000;
const GRAM: i64 = 1_000_000_000;

fn fixtures(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/tariff").join(folder)
}

fn ours(name: &str) -> SheetCarrier {
    let path = fixtures(&format!("{name}.toml"));
    SheetCarrier::new(Sheet::load(path).unwrap_or_else(|faults| panic!("{faults}")))
}

/// A sheet of ours that names the publisher's files; `None`, and a word, where those are not at hand.
fn published(name: &str, data: &str) -> Option<SheetCarrier> {
    let shared = std::env::var_os("ARRIERO_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), Into::into);
    let lists = shared.join("data").join(data);
    if !lists.is_dir() {
        assert!(std::env::var_os("ARRIERO_NO_SKIP").is_none(), "{} is missing", lists.display());
        println!("skipped: {} is missing", lists.display());
        return None;
    }
    let (folder, file) = name.split_once('/').unwrap();
    let rules = format!("published-{file}.toml");
    let sheet = Sheet::from_sources(&rules, |wanted| {
        let folder = if wanted == rules { fixtures(folder) } else { lists.clone() };
        std::fs::read_to_string(folder.join(wanted)).map_err(|_| SourceError::new("is not there"))
    });
    let sheet = sheet.unwrap_or_else(|faults| panic!("{faults}"));
    // The letters' sheet begins a year before their prices, so that a day before them is told as such.
    let is_known = |message: &str| message.ends_with("has no price from 2025-01-01 to 2025-12-31");
    assert!(
        sheet.warnings().iter().all(|warning| is_known(&warning.message)),
        "{:?}",
        sheet.warnings()
    );
    Some(SheetCarrier::new(sheet))
}

fn rows(file: &str) -> Vec<csv::StringRecord> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).from_path(fixtures(file)).unwrap();
    reader.records().map(Result::unwrap).collect()
}

fn place(country: &str, code: Option<&str>) -> Address {
    let mut address = Address::new(Country::parse(country).unwrap());
    address.postal_code = code.map(str::to_owned);
    address
}

fn nanograms(nanograms: i64) -> Weight {
    Weight::new(Decimal::new(nanograms, 9).normalize(), WeightUnit::G).unwrap()
}

fn inches(sides: [&str; 3]) -> Dimensions {
    let [a, b, c] = sides.map(|side| Length::new(side.parse().unwrap(), LengthUnit::In).unwrap());
    Dimensions::new(a, b, c)
}

/// A shipment of one parcel; Monday, 4 May 2026, unless said.
struct Order {
    from: Address,
    to: Address,
    parcel: Parcel,
    options: Options,
    day: &'static str,
}

fn to_zip(code: &str, parcel: Parcel) -> Order {
    let (from, to) = (place("US", Some("10001")), place("US", Some(code)));
    Order { from, to, parcel, options: Options::default(), day: "2026-05-04" }
}

fn letter(country: &str, weight: i64) -> Order {
    let (from, to) = (place("DE", Some("10115")), place(country, None));
    Order {
        from,
        to,
        parcel: Parcel::new(nanograms(weight)),
        options: Options::default(),
        day: "2026-05-04",
    }
}

impl Order {
    fn on(mut self, day: &'static str) -> Self {
        self.day = day;
        self
    }

    fn registered(mut self) -> Self {
        self.options.signature = Some(Signature::Any);
        self
    }

    fn insured(mut self, sum: &str) -> Self {
        self.options.insurance = Some(sum.parse().unwrap());
        self
    }

    fn quote(&self, carrier: &SheetCarrier) -> RateAnswer {
        let mut shipment =
            Shipment::new(self.from.clone(), self.to.clone(), vec![self.parcel.clone()]);
        shipment.options = self.options.clone();
        carrier.quote(&RateRequest::new(shipment, self.day.parse().unwrap()))
    }

    /// The price of the one service.
    fn price(&self, carrier: &SheetCarrier) -> String {
        let answer = self.quote(carrier);
        assert_eq!(answer.unavailable, []);
        answer.rates[0].total.amount().to_string()
    }

    fn refusal(&self, carrier: &SheetCarrier) -> String {
        let answer = self.quote(carrier);
        assert_eq!(answer.rates, []);
        answer.unavailable[0].why.clone()
    }

    fn cheapest(&self, carrier: &SheetCarrier) -> Rate {
        let mut rates = self.quote(carrier).rates;
        rates.sort_by_key(|rate| rate.total.amount());
        rates.swap_remove(0)
    }
}

/// Zone by zone: a ZIP code in it.
fn codes_by_zone() -> BTreeMap<String, String> {
    let row = |row: &csv::StringRecord| (row[2].to_owned(), row[1].to_owned());
    let zones: BTreeMap<_, _> = rows("usps/zones.csv").iter().skip(1).map(row).collect();
    let code = |pattern: &str| {
        format!("{:0<5}", &pattern[3..pattern.len().min(8)].split('-').next().unwrap())
    };
    zones.into_iter().map(|(zone, pattern)| (zone, code(&pattern))).collect()
}

/// Every cell at its step, one nanogram below and one above; the price above is that of the next row.
fn every_cell(
    carrier: &SheetCarrier,
    table: &[csv::StringRecord],
    code_of: impl Fn(&str) -> String,
) -> usize {
    let (header, steps) = table.split_first().unwrap();
    let mut seen = 0;
    for (column, zone) in header.iter().enumerate().skip(1) {
        let code = code_of(zone);
        for (row, step) in steps.iter().enumerate() {
            let end = step[0].parse::<i64>().unwrap() * POUND;
            let at = |weight: i64| to_zip(&code, Parcel::new(nanograms(weight)));
            assert_eq!(at(end).price(carrier), step[column], "zone {zone}, {} lb", &step[0]);
            assert_eq!(
                at(end - 1).price(carrier),
                step[column],
                "zone {zone}, below {} lb",
                &step[0]
            );
            match steps.get(row + 1) {
                Some(next) => assert_eq!(at(end + 1).price(carrier), next[column]),
                None => assert!(at(end + 1).refusal(carrier).contains("over the limit 70 lb")),
            }
            seen += 1;
        }
    }
    seen
}

fn priority_cells(carrier: &SheetCarrier) {
    let codes = codes_by_zone();
    let table = rows("usps/priority-mail.priority.csv");
    assert_eq!(every_cell(carrier, &table, |zone| codes[zone].clone()), 9 * 70);
}

fn media_cells(carrier: &SheetCarrier) {
    let table = rows("usps/media-mail.media.csv");
    assert_eq!(every_cell(carrier, &table, |_| "96799".to_owned()), 70);
}

/// Whole chart: both ends of each row and the codes beside them; what no row covers has no zone.
fn every_row_of_the_chart(carrier: &SheetCarrier) {
    let chart: Vec<(u32, u32, String)> = rows("usps/zones.csv")
        .iter()
        .skip(1)
        .map(|row| {
            let codes = row[1].strip_prefix("US ").unwrap().to_owned();
            let (first, last) = codes.split_once('-').unwrap_or((&codes, &codes));
            let number = |code: &str, fill: &str| {
                format!("{code}{}", &fill[..5 - code.len()]).parse().unwrap()
            };
            (number(first, "00000"), number(last, "99999"), row[2].to_owned())
        })
        .collect();
    assert!(chart.iter().any(|(first, last, _)| first == last), "it has five-digit exceptions");
    for code in chart.iter().flat_map(|(first, last, _)| [*first, *last, first - 1, last + 1]) {
        let expected = chart.iter().filter(|(first, last, _)| (*first..=*last).contains(&code));
        let expected =
            expected.min_by_key(|(first, last, _)| last - first).map(|row| row.2.as_str());
        if code > 99_999 {
            continue;
        }
        let answer = to_zip(&format!("{code:05}"), Parcel::new(nanograms(POUND))).quote(carrier);
        let zone = answer.rates.first().and_then(|rate| rate.zone.as_deref());
        assert_eq!(zone, expected, "{code:05}");
        if zone.is_none() {
            assert_eq!(answer.unavailable[0].why, format!("no zone for US {code:05}"));
        }
    }
}

fn priority_fees(carrier: &SheetCarrier) {
    let zone_3 = codes_by_zone()["3"].clone();
    let four_pounds = |sides: [&str; 3]| {
        let parcel = Parcel::new(nanograms(4 * POUND)).with_dimensions(inches(sides));
        to_zip(&zone_3, parcel).quote(carrier).rates.remove(0)
    };
    let lines = |rate: &Rate| {
        let line = |charge: &arriero::model::Charge| {
            format!("{} {}", charge.code.as_deref().unwrap(), charge.amount.amount())
        };
        rate.charges.iter().map(line).collect::<Vec<_>>().join(", ")
    };
    for (longest, expected) in [
        ("22", "base 15.05"),
        ("22.01", "base 15.05, length 4.50"),
        ("26", "base 15.05, length 4.50"),
        ("30", "base 15.05, length 4.50"),
        ("30.1", "base 15.05, great-length 21.00"),
    ] {
        assert_eq!(lines(&four_pounds([longest, "4", "4"])), expected, "{longest} in");
    }
    // 12 × 16 × 18 in are two cubic feet exactly, and 20.82 lb by volume.
    assert_eq!(lines(&four_pounds(["18", "16", "12"])), "base 33.50");
    assert_eq!(lines(&four_pounds(["18", "16", "12.5"])), "base 40.40, volume 35.00");
}

fn priority_boxes(carrier: &SheetCarrier) {
    let boxed = |code: &str, to: &str, weight: i64| {
        let mut parcel = Parcel::new(nanograms(weight));
        parcel.packaging = Packaging::Box(code.to_owned());
        to_zip(to, parcel)
    };
    let codes = codes_by_zone();
    for (code, price) in [
        ("flat-rate-envelope", "12.90"),
        ("legal-flat-rate-envelope", "13.25"),
        ("padded-flat-rate-envelope", "14.00"),
        ("small-flat-rate-box", "13.65"),
        ("medium-flat-rate-box", "24.80"),
        ("large-flat-rate-box", "34.00"),
    ] {
        for to in codes.values() {
            assert_eq!(boxed(code, to, 70 * POUND).price(carrier), price, "{code}");
        }
        assert!(boxed(code, "10001", 70 * POUND + 1).refusal(carrier).contains("over the limit"));
    }
    let military = "large-flat-rate-box-military";
    assert_eq!(boxed(military, "09012", POUND).price(carrier), "32.55");
    assert_eq!(
        boxed(military, "10001", POUND).refusal(carrier),
        "parcels[0].packaging is a box that is not for this shipment"
    );
}

fn letters(carrier: &SheetCarrier) {
    for (service, begins) in [
        ("standardbrief", 0),
        ("kompaktbrief", 20),
        ("grossbrief", 50),
        ("maxibrief", 500),
        ("maxibrief_ausland", 1_000),
    ] {
        let table = rows(&format!("deutsche-post/letters.{service}.csv"));
        let end = table[1][0].split_once('-').unwrap().1.parse::<i64>().unwrap() * GRAM;
        for (column, country) in [(2, "DE"), (3, "AT"), (4, "CH"), (5, "US")] {
            let price = |weight: i64| {
                let answer = letter(country, weight).quote(carrier);
                let rate = answer.rates.iter().find(|rate| rate.service.code == service);
                let refused = answer.unavailable.iter().find(|other| {
                    other.service.as_ref().is_some_and(|known| known.code == service)
                });
                rate.map(|rate| rate.total.amount().to_string())
                    .ok_or_else(|| refused.unwrap().why.clone())
            };
            let cell = &table[1][column];
            // The published minimum is a boundary of the product below, not a ban.
            for weight in [end, end - 1, begins * GRAM + 1, GRAM] {
                match cell {
                    "-" => assert!(
                        price(weight).unwrap_err().starts_with("not offered to zone domestic")
                    ),
                    _ => {
                        assert_eq!(
                            price(weight).unwrap(),
                            *cell,
                            "{service} {country} {weight} ng"
                        );
                    }
                }
            }
            assert!(price(end + 1).unwrap_err().contains("is above the last step"), "{service}");
        }
    }
}

fn letter_services(carrier: &SheetCarrier) {
    let of = |order: Order, service: &str| {
        let answer = order.quote(carrier);
        let rate = answer.rates.iter().find(|rate| rate.service.code == service);
        let refused = answer
            .unavailable
            .iter()
            .find(|other| other.service.as_ref().is_some_and(|known| known.code == service));
        rate.map(|rate| rate.total.amount().to_string()).ok_or_else(|| refused.unwrap().why.clone())
    };
    let ten = |country| letter(country, 10 * GRAM);
    for (country, registered, insured) in [
        ("DE", "3.60", "3.45"),
        ("AT", "4.95", "3.75"),
        ("CH", "4.95", "3.75"),
        ("US", "4.95", "3.75"),
    ] {
        assert_eq!(of(ten(country).registered(), "standardbrief").unwrap(), registered);
        assert_eq!(of(ten(country).insured("500 EUR"), "standardbrief").unwrap(), insured);
    }
    assert_eq!(of(ten("DE"), "standardbrief-einwurf").unwrap(), "3.30");
    assert_eq!(of(ten("DE").insured("80 EUR"), "standardbrief-rueckschein").unwrap(), "8.30");
    assert_eq!(
        of(ten("AT"), "standardbrief-einwurf").unwrap_err(),
        "surcharge \"einschreiben_einwurf\" has no price for zone zone_1_eu on 2026-05-04"
    );
    assert_eq!(
        of(ten("DE").insured("500.01 EUR"), "standardbrief").unwrap_err(),
        "Zusatzversicherung covers 500 EUR at most"
    );
}

fn worked_letters(carrier: &SheetCarrier) {
    let price = |order: Order| {
        let rate = order.cheapest(carrier);
        (rate.service.code.clone(), rate.total.amount().to_string())
    };
    let is = |service: &str, amount: &str| (service.to_owned(), amount.to_owned());
    assert_eq!(price(letter("DE", 20 * GRAM)), is("standardbrief", "0.95"));
    assert_eq!(price(letter("DE", 20 * GRAM + GRAM / 2)), is("kompaktbrief", "1.10"));
    let insured = letter("DE", 20 * GRAM).registered().insured("500 EUR");
    assert_eq!(price(insured), is("standardbrief", "6.10"));
    assert_eq!(
        letter("DE", 20 * GRAM).on("2025-12-31").refusal(carrier),
        "no price on 2025-12-31; the first is from 2026-01-01"
    );
    assert_eq!(price(letter("DE", 20 * GRAM).on("2026-01-02")), is("standardbrief", "0.95"));
}

fn worked_priority(carrier: &SheetCarrier) {
    let of = |zip: &str, pounds: i64, sides| {
        to_zip(zip, Parcel::new(nanograms(pounds * POUND)).with_dimensions(inches(sides)))
    };
    let codes = codes_by_zone();
    for (longest, price) in [("22", "15.05"), ("26", "19.55"), ("30.1", "36.05")] {
        assert_eq!(of(&codes["3"], 4, [longest, "4", "4"]).price(carrier), price);
    }
    let by_volume = of(&codes["4"], 2, ["12", "12", "13"]);
    assert_eq!(by_volume.price(carrier), "23.80");
    assert_eq!(by_volume.quote(carrier).rates[0].billed_weight, "12 lb".parse().ok());
    let one_pound = |code| to_zip(code, Parcel::new(nanograms(POUND)));
    assert_eq!(one_pound("96700").quote(carrier).rates[0].zone.as_deref(), Some("8"));
    assert_eq!(one_pound("96701").refusal(carrier), "no zone for US 96701");
}

#[test]
fn priority_mail_is_exact_to_the_cent_in_every_cell_at_and_beside_its_step() {
    priority_cells(&ours("usps/priority-mail"));
}

#[test]
fn the_zone_chart_is_exact_with_its_five_digit_exceptions() {
    every_row_of_the_chart(&ours("usps/priority-mail"));
}

#[test]
fn fees_and_flat_boxes_of_priority_mail_are_as_published() {
    let carrier = ours("usps/priority-mail");
    priority_fees(&carrier);
    priority_boxes(&carrier);
}

#[test]
fn media_mail_is_exact_to_the_cent_in_every_cell_at_and_beside_its_step() {
    media_cells(&ours("usps/media-mail"));
}

#[test]
fn letters_and_their_services_are_exact_to_the_cent_in_every_zone() {
    let carrier = ours("deutsche-post/letters");
    letters(&carrier);
    letter_services(&carrier);
}

#[test]
fn worked_prices_42_to_46_priority_mail() {
    worked_priority(&ours("usps/priority-mail"));
}

#[test]
fn worked_prices_47_to_49_letters() {
    worked_letters(&ours("deutsche-post/letters"));
}

#[test]
fn the_reader_of_notice_123_gets_the_same_prices_out_of_the_list_itself() {
    let Some(carrier) = published("usps/priority-mail", "usps-prices") else { return };
    priority_cells(&carrier);
    every_row_of_the_chart(&carrier);
    priority_fees(&carrier);
    priority_boxes(&carrier);
    worked_priority(&carrier);
    let Some(carrier) = published("usps/media-mail", "usps-prices") else { return };
    media_cells(&carrier);
}

#[test]
fn the_reader_of_porto_data_gets_the_same_prices_out_of_the_tables_themselves() {
    let Some(carrier) = published("deutsche-post/letters", "deutsche-post-prices") else { return };
    letters(&carrier);
    letter_services(&carrier);
    worked_letters(&carrier);
    // Every country of the tables is in the zone that ours has it in.
    let ours = ours("deutsche-post/letters");
    for country in Country::all() {
        let zone = |carrier| {
            let answer = letter(&country.to_string(), GRAM).quote(carrier);
            answer.rates.first().and_then(|rate| rate.zone.clone())
        };
        assert_eq!(zone(&carrier), zone(&ours), "{country}");
    }
}

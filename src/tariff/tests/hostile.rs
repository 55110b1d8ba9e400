//! Sheets that nobody wrote by hand: refused in words, in little time and memory.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::{load, order};
use crate::tariff::{Sheet, SheetCarrier};

const HEAD: &str = "sheet = { format = 1, carrier = \"mula\", currency = \"EUR\", cells = \"net\", valid = \"2026-01-01/2026-12-31\", origin = [\"ES\"] }\n";
const ZONE: &str = "[zone]\nnear = { to = [\"ES\"] }\n";
const PRICES: &str = "kg,near\n10,1.00\n";

/// A debug build on a busy machine; what grows with the square of its input takes hours.
const LONG: Duration = Duration::from_mins(1);

fn outcome(rules: &str, files: &[(&str, &str)]) -> String {
    let begun = Instant::now();
    let said = match load(rules, files) {
        Ok(_) => "loaded".to_owned(),
        Err(faults) => faults.to_string(),
    };
    assert!(begun.elapsed() < LONG, "{:?}", begun.elapsed());
    assert!(said.len() < 200_000, "{} bytes", said.len());
    said
}

fn repeated(count: usize, mut line: impl FnMut(usize, &mut String)) -> String {
    let mut text = String::new();
    for number in 0..count {
        line(number, &mut text);
    }
    text
}

fn with_prices(prices: &str) -> String {
    outcome(&format!("{HEAD}{ZONE}[service.paq]\n"), &[("sheet.paq.csv", prices)])
}

fn with_zones(zones: &str) -> String {
    outcome(&format!("{HEAD}{zones}[service.paq]\n"), &[("sheet.paq.csv", PRICES)])
}

fn with_chart(rows: &str) -> String {
    let chart = format!("origin,destination,zone\n{rows}");
    outcome(
        &format!("{HEAD}zones = \"chart.csv\"\n[service.paq]\n"),
        &[("chart.csv", &chart), ("sheet.paq.csv", "kg,1\n10,1.00\n")],
    )
}

#[test]
fn a_sheet_of_a_hundred_megabytes_is_refused_by_its_size() {
    let text = "#".repeat(100 << 20);
    let expected = "sheet.toml: is too large: a file of a sheet may hold 8 MiB, all of them 64 MiB";
    assert_eq!(outcome(&text, &[]), expected);
    let rules = format!("{HEAD}{ZONE}[service.paq]\n");
    assert_eq!(
        outcome(&rules, &[("sheet.paq.csv", &text)]),
        "sheet.toml:4:10: \"sheet.paq.csv\" is too large: a file of a sheet may hold 8 MiB, all of them 64 MiB"
    );
}

#[test]
fn a_million_zones_are_refused() {
    let zones = repeated(1_000_000, |zone, text| {
        let _ = writeln!(text, "z{zone}={{to=[\"PT\"]}}");
    });
    assert!(with_zones(&format!("[zone]\n{zones}")).contains("is too large"));
    let short: String =
        zones.lines().take(100_000).fold(String::new(), |text, line| text + line + "\n");
    assert!(with_zones(&format!("[zone]\n{short}")).contains("a sheet has at most 1000 zones"));
    let chart = repeated(100_000, |zone, text| {
        let _ = writeln!(text, "ES,PT,{zone}");
    });
    assert!(with_chart(&chart).contains("a sheet has at most 1000 zones"));
}

#[test]
fn a_zip_is_no_sheet_whether_or_not_its_bytes_are_text() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sheet.toml");
    let mut bytes = b"PK\x03\x04\x14\x00\x08\x08".to_vec();
    bytes.extend((0..1_000_000_u32).map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()[3]));
    std::fs::write(&path, &bytes).unwrap();
    assert!(
        Sheet::load(&path).unwrap_err().to_string().starts_with("sheet.toml: is not UTF-8 (byte ")
    );
    let text: String = bytes.iter().map(|byte| char::from(byte & 0x7f)).collect();
    assert!(outcome(&text, &[]).contains("this is no TOML"));
    assert!(with_prices(&text).contains("sheet.paq.csv:"));
}

#[test]
fn deep_nesting_is_refused() {
    for (open, close) in [("[", "]"), ("{a=", "}")] {
        let deep = format!("a = {}1{}\n", open.repeat(1_000_000), close.repeat(1_000_000));
        assert!(outcome(&deep, &[]).contains("this is no TOML"));
    }
    assert!(outcome(&format!("a{} = 1\n", ".a".repeat(1_000_000)), &[]).contains("TOML"));
}

#[test]
fn endless_lines_are_refused() {
    let columns = "near,".repeat(500_000);
    assert!(with_prices(&format!("kg,{columns}near\n10,1.00\n")).contains("has 500002 columns"));
    let strange = repeated(300_000, |column, text| {
        let _ = write!(text, ",z{column}");
    });
    assert!(with_prices(&format!("kg{strange}\n10,1.00\n")).contains("has 300001 columns"));
    let cell = "1".repeat(1_000_000);
    assert!(with_prices(&format!("kg,near\n10,{cell}\n")).contains("sheet.paq.csv:2:4"));
    assert!(with_prices(&format!("kg,near\n{cell},1.00\n")).contains("sheet.paq.csv:2:1"));
    let quote = format!("kg,near\n10,\"{}\n", "1\n".repeat(500_000));
    assert!(with_prices(&quote).contains("sheet.paq.csv:2:"));
    let name = "x".repeat(1_000_000);
    assert!(
        outcome(&format!("{HEAD}{ZONE}{name} = 1\n[service.paq]\n"), &[("sheet.paq.csv", PRICES)])
            .contains("sheet.toml:")
    );
    let pattern = format!("[zone]\nnear = {{ to = [\"ES {}\"] }}\n", "0".repeat(1_000_000));
    assert!(with_zones(&pattern).contains("sheet.toml:3:"));
}

#[test]
fn prices_without_end_are_refused() {
    let steps = repeated(100_000, |step, text| {
        let _ = writeln!(text, "{},1.00", step + 1);
    });
    assert_eq!(
        with_prices(&format!("kg,near\n{steps}")),
        "sheet.paq.csv: has 2 columns and 100000 rows; a price list has at most 2003 and 20000"
    );
    let falling = repeated(20_000, |step, text| {
        let _ = writeln!(text, "{},1.00", 70_000 - step);
    });
    assert!(with_prices(&format!("kg,near\n{falling}")).contains("boundaries must grow"));
    let named = repeated(19_000, |row, text| {
        let _ = writeln!(text, "row{row},1.00");
    });
    assert!(with_prices(&format!("kg,near\n1,1.00\n{named}")).contains("is used by no rule"));
}

#[test]
fn places_without_end_are_refused_or_read_in_time() {
    let nested = repeated(40_000, |depth, text| {
        let _ = write!(text, "\"US {:05}-{:05}\",", depth, 99_999 - depth);
    });
    assert!(
        with_zones(&format!("[zone]\nnear = {{ to = [{nested}] }}\n"))
            .contains("each inside the other")
    );
    let same = repeated(300_000, |_, text| text.push_str("\"ES same:2\","));
    let codes = repeated(52, |code, text| {
        let _ = write!(text, "\"ES {:02}\",", code + 1);
    });
    assert_eq!(with_zones(&format!("[zone]\nnear = {{ to = [{same}{codes}] }}\n")), "loaded");
    let twice = repeated(900, |zone, text| {
        let _ = writeln!(text, "z{zone} = {{ to = [\"ES same:2\", {codes}] }}");
    });
    assert!(with_zones(&format!("[zone]\n{twice}")).contains("ES 01 is both"));
    let union = repeated(10_000, |_, text| text.push_str("EU,EU,1\n"));
    assert!(with_chart(&union).contains("a sheet has at most 1000000 patterns of places"));
    let origins = repeated(70_000, |code, text| {
        let _ = writeln!(text, "US {code:05},US,1");
    });
    assert!(with_chart(&origins).contains("a chart has at most 65535 origins"));
}

#[test]
fn places_that_change_every_day_are_refused() {
    let days = repeated(300, |day, text| {
        let date = chrono::NaiveDate::from_yo_opt(2026, u32::try_from(day + 2).unwrap()).unwrap();
        let _ = write!(text, "{{ places = [\"PT\"], valid = \"{date}/{date}\" }},");
    });
    assert_eq!(
        with_zones(&format!("[zone]\nnear = {{ to = [\"ES\", {days}] }}\n")),
        "sheet.toml:1:9: the places of 302 patterns change on 301 days; part the sheet by date"
    );
}

#[test]
fn sets_of_sets_do_not_multiply_without_end() {
    let sets = repeated(40, |set, text| {
        let _ = writeln!(text, "s{} = [\"s{set}\", \"s{set}\"]", set + 1);
    });
    let rules = format!(
        "{HEAD}[set]\ns0 = [\"PT\", \"FR\"]\n{sets}[zone]\nnear = {{ to = [\"ES\", \"s40\"] }}\n[service.paq]\n"
    );
    assert!(outcome(&rules, &[("sheet.paq.csv", PRICES)]).contains("a sheet has at most"));
}

#[test]
fn the_greatest_numbers_that_load_do_not_overflow() {
    let service = "[service.paq]\n\
        weight = { unit = \"1000 t\", divisor = \"100000 in3/lb\", count = \"sum-of-greater\", minimum = \"1000 t\" }\n\
        surcharges = [{ id = \"floor\", bill = \"10 t\" }, { id = \"kilo\", amount = \"0.01 per kg\", per = \"shipment\" }, \
        { id = \"fuel\", percent = \"1000\", on = [\"base\", \"kilo\"] }]\n";
    let rules = format!(
        "{HEAD}{ZONE}{}",
        service.replace("1000 t\"", "1000000 kg\"").replace("10 t", "10000 kg")
    );
    let sheet = load(&rules, &[("sheet.paq.csv", "kg,near\n1000000,1.00\n")])
        .unwrap_or_else(|f| panic!("{f}"));
    let carrier = SheetCarrier::new(sheet);
    let mut heaviest = order("ES 28013", "ES 08001", "1000 kg", "5000 x 5000 x 5000 cm");
    heaviest.parcels = vec![heaviest.parcels[0].clone(); 999];
    let answer = carrier.quote(&heaviest.request());
    assert_eq!(answer.rates.len() + answer.unavailable.len(), 1);
    let over = rules.replace("10000 kg", "10001 kg");
    assert!(
        outcome(&over, &[("sheet.paq.csv", PRICES)]).contains("\"10001 kg\" is over ten tonnes")
    );
}

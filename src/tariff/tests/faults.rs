//! What loading says about a sheet that is wrong: file, line, column, what is wrong, what would be right.

use super::load;
use crate::tariff::{Sheet, SheetCarrier};

pub(super) const RULES: &str = r#"sheet = { format = 1, carrier = "mula", currency = "EUR", cells = "net", valid = "2026-01-01/2026-12-31", origin = ["ES"] }
tax = { iva = [{ percent = "21", from = "2012-09-01" }] }
[zone]
peninsula = { to = ["ES"], tax = "iva" }
baleares = { to = ["ES 07"], tax = "iva" }
[service.paq]
weight = { divisor = "5000 cm3/kg", no_sides = "actual" }
limits = { weight = "20 kg" }
surcharges = [{ id = "fuel", percent = "10", on = ["base"] }, { id = "cod", when = "option cod", percent = "2 of cod amount" }]
transit = { days = { peninsula = "1-2", baleares = "3" }, cut_off = "17:00 Europe/Madrid", calendar = "both" }
"#;

pub(super) const PRICES: &str = "kg,peninsula,baleares\n1,3.00,8.00\n5,4.00,9.00\n20,9.00,20.00\n";

pub(super) fn said(rules: &str, files: &[(&str, &str)]) -> String {
    load(rules, files).map(|_| ()).expect_err("a fault was expected").to_string()
}

/// The faults of the sheet with one text in place of another.
fn with_rule(old: &str, new: &str) -> String {
    assert!(RULES.contains(old), "{old}");
    said(&RULES.replacen(old, new, 1), &[("sheet.paq.csv", PRICES)])
}

pub(super) fn with_prices(prices: &str) -> String {
    said(RULES, &[("sheet.paq.csv", prices)])
}

fn warned(rules: &str, prices: &str) -> String {
    let sheet =
        load(rules, &[("sheet.paq.csv", prices)]).unwrap_or_else(|faults| panic!("{faults}"));
    sheet.warnings().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_sheet_without_a_slip_has_no_fault_and_no_warning() {
    assert_eq!(warned(RULES, PRICES), "");
}

#[test]
fn faults_of_prices_name_file_line_and_column() {
    for (prices, expected) in [
        (
            "kg,peninsula,baleares\n1,3.00,\"12,5\"\n20,9.00,20.00\n",
            r#"sheet.paq.csv:2:8: "12,5" is not an amount in EUR; write 12.50 or load with --decimal comma"#,
        ),
        (
            "kg,peninsula,baleares\n20,9.00,20.00\n10,3.00,8.00\n20.5,9,9\n",
            "sheet.paq.csv:3:1: step 10 kg stands after 20 kg; boundaries must grow",
        ),
        (
            "kg,peninsula,baleares\n1,1,1\n5,2,2\n\n# a remark\n5,3.00,8.00\n20,9,9\n",
            "sheet.paq.csv:6:1: step 5 kg twice (first in line 3)",
        ),
        (
            "kg,peninsula,baleares\n1,3.00\n20,9.00,20.00\n",
            "sheet.paq.csv:2:1: line 2 has 2 cells, the header 3",
        ),
        (
            "kg,peninsula,balears\n20,9.00,20.00\n",
            r#"sheet.paq.csv:1:14: zone "balears" is not in [zone]; did you mean "baleares"?"#,
        ),
        (
            "kg,peninsula,baleares\n20,9.00,12.345\n",
            "sheet.paq.csv:2:9: 12.345 has 3 decimals, EUR has 2; say digits = 3",
        ),
        (
            "stone,peninsula,baleares\n20,9.00,12.34\n",
            "sheet.paq.csv:1:1: \"stone\" is no unit of weight; the first column is headed g, kg, lb or oz",
        ),
        (
            "kg,peninsula,baleares\n5,9.00,12.34\n+1,0.5,0.6\n",
            "sheet.paq.csv:3:1: \"+1\" has no end; write +1<=40 if it goes up to 40 kg",
        ),
        (
            "kg,peninsula,baleares\n+1<=20,0.5,0.6\n",
            "sheet.paq.csv:2:1: \"+1<=20\" has no step below it to stand on",
        ),
    ] {
        assert!(with_prices(prices).contains(expected), "{}", with_prices(prices));
    }
}

#[test]
fn faults_of_places_are_told_with_both_sides() {
    for (old, new, expected) in [
        (
            r#"["ES 07"]"#,
            r#"["ES 0700-0799", "ES 0750-0850"]"#,
            "sheet.toml:5:36: ES 0700-0799 (zone baleares) and ES 0750-0850 (zone baleares) cross; nest them or part them",
        ),
        (
            r#"["ES"], tax"#,
            r#"["ES", "ES 07"], tax"#,
            "sheet.toml:5:20: ES 07 is both peninsula (line 4) and baleares (line 5)",
        ),
        (
            r#"["ES 07"]"#,
            r#"["ES 7"]"#,
            "sheet.toml:5:20: ES 7 is no postcode prefix that you want: it means 70–79; did you mean 07?",
        ),
        (
            r#"["ES 07"]"#,
            r#"["ES 07", "UK"]"#,
            r#"sheet.toml:5:29: "UK" is no ISO 3166 country; did you mean GB?"#,
        ),
        (r#"["ES 07"]"#, "[]", r#"sheet.toml:5:1: zone "baleares" has no place"#),
        (
            r#"["ES"], tax"#,
            r#"["ES", "ES same:2"], tax"#,
            "sheet.toml:5:20: ES 07 is both baleares (line 5) and, sent from there, peninsula (ES same:2, line 4); take it out of origin or name both one zone",
        ),
    ] {
        assert_eq!(with_rule(old, new), expected);
    }
}

#[test]
fn a_zone_without_prices_is_a_fault() {
    let rules = RULES.replace(
        "baleares = { to",
        "canarias = { to = [\"ES 35\"], tax = \"exempt\" }\nbaleares = { to",
    );
    assert_eq!(
        said(&rules, &[("sheet.paq.csv", PRICES)]),
        "sheet.toml:5:1: zone \"canarias\" has no prices"
    );
}

#[test]
fn faults_of_rules_say_what_would_be_right() {
    for (old, new, expected) in [
        (r#""cod", when"#, r#""cod2", when"#, ""),
        (
            r#"on = ["base"]"#,
            r#"on = ["base", "cod"]"#,
            r#"sheet.toml:9:60: surcharge "fuel": on names "cod", which stands below it"#,
        ),
        (
            r#"on = ["base"]"#,
            r#"on = ["bas"]"#,
            r#"sheet.toml:9:52: surcharge "fuel": on names "bas", which is no line; did you mean "base"?"#,
        ),
        (
            "2026-01-01/2026-12-31",
            "2026-01-01/2026-02-30",
            "sheet.toml:1:82: 2026-02-30 is no date",
        ),
        (
            "2026-01-01/2026-12-31",
            "2026-12-31/2026-01-01",
            "sheet.toml:1:82: valid ends before it begins",
        ),
        (r#""20 kg""#, r#""20""#, r#"sheet.toml:8:21: "20" has no unit; write "20 kg""#),
        (
            r#""5000 cm3/kg""#,
            r#""5000""#,
            r#"sheet.toml:7:22: divisor "5000" needs cm3/kg or in3/lb"#,
        ),
        (
            r#"percent = "2 of cod amount""#,
            "amount = 4.50",
            r#"sheet.toml:9:107: amounts are quoted text: amount = "4.50""#,
        ),
        (
            "surcharges",
            "surchages",
            r#"sheet.toml:9:1: unknown field "surchages"; did you mean "surcharges"?"#,
        ),
        (
            r#""20 kg""#,
            r#""30 kg""#,
            "sheet.toml:6:10: last step 20 kg, limit 30 kg, no further-unit row: 20–30 kg has no price",
        ),
        (
            "Europe/Madrid",
            "Europe/Madird",
            r#"sheet.toml:10:69: time zone "Europe/Madird" is unknown; did you mean Europe/Madrid?"#,
        ),
        (
            r#"peninsula = { to = ["ES"], tax = "iva" }"#,
            r#"peninsula = { to = ["ES"], tax = "iba" }"#,
            r#"sheet.toml:4:34: tax "iba" is not in tax; did you mean "iva"?"#,
        ),
        (
            r#"peninsula = "1-2""#,
            r#"peninsla = "1-2""#,
            r#"sheet.toml:10:22: zone "peninsla" is not in [zone]; did you mean "peninsula"?"#,
        ),
        (
            r#"when = "option cod", "#,
            r#"when = "longest > 120", "#,
            r#"sheet.toml:9:84: "120" has no unit; write "120 cm""#,
        ),
        (
            r#"when = "option cod", "#,
            r#"when = "option cod or option saturday", "#,
            "sheet.toml:9:84: option cod or option saturday is unknown; known are cod, insurance, saturday, signature_any, signature_direct, signature_adult",
        ),
        (
            r#"percent = "2 of cod amount""#,
            r#"amount = "1.00", percent = "2""#,
            r#"sheet.toml:9:63: surcharge "cod" has 2 of amount, percent, bill and refuse; write one"#,
        ),
        (
            r#"when = "option cod", percent = "2 of cod amount""#,
            r#"when = "longest > 1 m", amount = "2.00""#,
            r#"sheet.toml:9:63: surcharge "cod": its condition speaks of a parcel; say per = "parcel" or per = "shipment""#,
        ),
        ("format = 1", "format = 2", "sheet.toml:1:20: this version reads format = 1"),
        ("EUR", "EURO", "sheet.toml:1:52: "),
    ] {
        let rules = RULES.replacen(old, new, 1);
        match load(&rules, &[("sheet.paq.csv", PRICES)]) {
            Ok(_) => assert_eq!(expected, "", "{new}"),
            Err(faults) if expected.ends_with(": ") => {
                assert!(faults.to_string().starts_with(expected), "{faults}");
            }
            Err(faults) => assert_eq!(faults.to_string(), expected, "{new}"),
        }
    }
}

#[test]
fn all_faults_are_told_at_once_in_the_order_of_files_and_lines() {
    let rules = RULES.replace("20 kg", "20").replace("Madrid", "Madird").replace("ES 07", "ES 7");
    let faults = said(&rules, &[("sheet.paq.csv", "kg,peninsula,balears\n1,x,2\n")]);
    let places: Vec<_> = faults
        .lines()
        .map(|line| line.splitn(4, ':').take(3).collect::<Vec<_>>().join(":"))
        .collect();
    assert_eq!(
        places,
        [
            "sheet.paq.csv:1:14",
            "sheet.paq.csv:2:3",
            "sheet.toml:5:20",
            "sheet.toml:8:21",
            "sheet.toml:10:69"
        ]
    );
}

#[test]
fn fuel_with_a_hole_is_a_fault_and_fuel_that_begins_late_a_warning() {
    let rules = RULES.replace(r#"percent = "10""#, r#"percent = "fuel.csv""#);
    let load_fuel = |fuel: &str| load(&rules, &[("sheet.paq.csv", PRICES), ("fuel.csv", fuel)]);
    let holed = "from,until,percent\n2026-01-01,2026-03-31,10\n2026-05-01,,11\n";
    assert_eq!(
        load_fuel(holed).unwrap_err().to_string(),
        "fuel.csv:3:1: fuel has no percent from 2026-04-01 to 2026-04-30"
    );
    let late = load_fuel("2026-05-01,11\n").unwrap();
    assert_eq!(late.warnings()[0].message, "fuel has no percent from 2026-01-01 to 2026-04-30");
    assert_eq!(
        load_fuel("2026-05-01,11\n2026-05-01,12\n").unwrap_err().to_string(),
        "fuel.csv:2:1: fuel has two percents from 2026-05-01 (first in line 1)"
    );
}

#[test]
fn two_sheets_of_one_service_may_not_overlap() {
    let sheet = |name: &str, valid: &str| {
        let rules = RULES.replace("2026-01-01/2026-12-31", valid);
        Sheet::from_texts(&[
            (&format!("{name}.toml"), &*rules),
            (&format!("{name}.paq.csv"), PRICES),
        ])
        .unwrap()
    };
    let first = || SheetCarrier::new(sheet("a", "2026-01-01/2026-07-31"));
    assert_eq!(
        first().and(sheet("b", "2026-07-01/2026-12-31")).unwrap_err().to_string(),
        "b.toml: service \"paq\" is priced twice from 2026-07-01 to 2026-07-31 (a.toml, b.toml)"
    );
    assert!(first().and(sheet("b", "2026-08-01/")).is_ok());
}

#[test]
fn a_price_that_could_overflow_is_refused_at_load() {
    let hostile = RULES.replace("20 kg", "1000000 kg");
    let prices = "kg,peninsula,baleares\n1,3.00,8.00\n+0.001<=1000000,40000000,40000000\n";
    assert_eq!(
        said(&hostile, &[("sheet.paq.csv", prices)]),
        "sheet.toml:6:10: worst case of service \"paq\" exceeds 2^39 minor units"
    );
}

#[test]
fn what_is_lawful_and_odd_is_a_warning() {
    let published = RULES.replace("cells = \"net\"", "cells = \"net+gross\"");
    let prices = "kg,peninsula net,peninsula gross,baleares net,baleares gross\n1,3.00,3.63,8.15,9.85\n20,4,4.84,9,10.89\n";
    assert_eq!(
        warned(&published, prices),
        "sheet.paq.csv:2:1: baleares 1 kg: gross 9.85, net × 1.21 = 9.86; published kept"
    );
    assert_eq!(
        warned(
            RULES,
            "kg,peninsula,baleares\n1,3.00,8.00\n5,7.4900000000000002,9.00\n20,6.00,20.00\n"
        ),
        "sheet.paq.csv: peninsula: 20 kg costs less than 5 kg\nsheet.paq.csv:3:3: 7.4900000000000002 read as 7.49"
    );
    assert_eq!(
        warned(RULES, "kg,peninsula,baleares\n1,3.00,3.00\n5,4.00,4.00\n20,9.00,9.00\n"),
        "sheet.paq.csv: zones baleares and peninsula have the same column: a copy?"
    );
}

#[test]
fn what_is_no_sheet_is_refused_without_being_read_whole() {
    let folder = std::env::temp_dir().join(format!("arriero-sheets-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let huge = std::fs::File::create(folder.join("huge.toml")).unwrap();
    huge.set_len(100 << 20).unwrap();
    let refusal = |name: &str| Sheet::load(folder.join(name)).unwrap_err().to_string();
    assert_eq!(
        refusal("huge.toml"),
        "huge.toml: is too large: a file of a sheet may hold 8 MiB, all of them 64 MiB"
    );
    assert_eq!(refusal("nowhere.toml"), "nowhere.toml: is not there");
    std::fs::create_dir_all(folder.join("folder.toml")).unwrap();
    assert_eq!(refusal("folder.toml"), "folder.toml: is a directory, not a file");
    std::fs::write(folder.join("zip.toml"), b"PK\x03\x04\xff\xfe\x00").unwrap();
    assert!(refusal("zip.toml").starts_with("zip.toml: is not UTF-8"));
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_sheet_reads_no_file_outside_its_folder() {
    for name in ["../secret.csv", "/etc/passwd", "a/../../b.csv"] {
        let rules = RULES.replace("limits = ", &format!("prices = \"{name}\"\nlimits = "));
        assert_eq!(
            said(&rules, &[]),
            format!(
                "sheet.toml:8:10: \"{name}\" is no file beside the sheet; write its plain name"
            )
        );
    }
}

#[test]
fn broken_toml_is_told_with_its_line() {
    let broken = with_rule("[zone]", "[zone");
    assert!(broken.starts_with("sheet.toml:3:") && broken.contains("this is no TOML"), "{broken}");
}

#[test]
fn more_zones_than_any_carrier_has_are_refused() {
    use std::fmt::Write as _;
    let mut rules = RULES.replace("[service.paq]", "");
    let zones: String = (0..20_000).fold(String::new(), |mut text, zone| {
        let _ = writeln!(text, "z{zone} = {{ to = [\"PT\"] }}");
        text
    });
    rules.insert_str(rules.find("peninsula").unwrap(), &zones);
    assert!(said(&rules, &[]).contains("a sheet has at most 1000 zones"));
}

#[test]
fn ranges_of_two_zones_that_cross_name_both() {
    let rules = "sheet = { format = 1, carrier = \"mula\", currency = \"USD\", cells = \"net\", valid = \"2026-01-01/\", origin = [\"US\"] }\n\
        zones = { 3 = \"US 150-299\", 5 = \"US 250-399\" }\n[service.paq]\n";
    assert_eq!(
        said(rules, &[("sheet.paq.csv", "lb,3,5\n1,1.00,2.00\n")]),
        "sheet.toml:2:33: US 150-299 (zone 3) and US 250-399 (zone 5) cross; nest them or part them"
    );
}

#[test]
fn a_zone_without_a_column_and_a_zone_without_days_are_warnings() {
    let rules = RULES.replace(", baleares = \"3\"", "") + "[service.other]\n";
    let other = "kg,peninsula\n20,9.00\n";
    let sheet = load(&rules, &[("sheet.paq.csv", PRICES), ("sheet.other.csv", other)]).unwrap();
    let warnings: Vec<String> = sheet.warnings().iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        [
            "sheet.other.csv: zone \"baleares\" has no column: not offered there; write one of \"-\" to say so",
            "sheet.toml:10:20: zone \"baleares\" has no days; write baleares = \"-\" if they are not known",
        ]
    );
}

#[test]
fn one_digit_of_a_spanish_code_is_a_warning() {
    let rules = RULES.replace(r#"["ES 07"]"#, r#"["ES 4"]"#);
    assert_eq!(
        warned(&rules, PRICES),
        "sheet.toml:5:20: ES 4 means 40–49; if that is one province write 04"
    );
}

//! Prices as a sheet writes them: steps in all their forms, prices by date, the cheaper heavier step.

use super::{load, order};
use crate::tariff::{Sheet, SheetCarrier};

const HEAD: &str = "sheet = { format = 1, carrier = \"mula\", currency = \"EUR\", cells = \"net\", valid = \"2026-01-01/2026-12-31\", origin = [\"ES\"] }\n\
    zones = { near = \"ES\", far = \"PT\" }\n[service.paq]\n";

fn sheet(rules: &str, files: &[(&str, &str)]) -> Sheet {
    load(&format!("{HEAD}{rules}"), files).unwrap_or_else(|faults| panic!("{faults}"))
}

fn carrier(rules: &str, prices: &str) -> SheetCarrier {
    SheetCarrier::new(sheet(rules, &[("sheet.paq.csv", prices)]))
}

fn faults(rules: &str, files: &[(&str, &str)]) -> String {
    load(&format!("{HEAD}{rules}"), files).unwrap_err().to_string()
}

/// The price of a weight near by, or why there is none.
fn near(carrier: &SheetCarrier, weight: &str, day: &'static str) -> String {
    let answer = carrier.quote(&order("ES 28013", "ES 08001", weight, "").on(day).request());
    match answer.rates.first() {
        Some(rate) => rate.total.amount().to_string(),
        None => answer.unavailable[0].why.clone(),
    }
}

fn all(carrier: &SheetCarrier, expected: &[(&str, &str)]) {
    for (weight, price) in expected {
        assert_eq!(near(carrier, weight, "2026-03-02"), *price, "{weight}");
    }
}

#[test]
fn a_step_with_both_ends_begins_where_the_one_before_it_ends() {
    let carrier = carrier("", "g,near,far\n0-20,0.95,1\n21-50,1.10,2\n51-500,1.80,3\n");
    all(
        &carrier,
        &[
            ("20 g", "0.95"),
            ("20.000000001 g", "1.10"),
            ("20.5 g", "1.10"),
            ("50 g", "1.10"),
            ("50.5 g", "1.80"),
        ],
    );
}

#[test]
fn a_published_minimum_is_a_boundary_and_a_ban_only_where_the_sheet_says_so() {
    let prices = "g,near,far\n21-50,1.10,2\n51-500,1.80,3\n";
    all(&carrier("", prices), &[("1 g", "1.10"), ("50 g", "1.10")]);
    let banned = "below 21 g, the published minimum, there is no price";
    all(
        &carrier("least = true\n", prices),
        &[("1 g", banned), ("20.999 g", banned), ("21 g", "1.10"), ("50.5 g", "1.80")],
    );
    assert_eq!(
        faults("least = true\n", &[("sheet.paq.csv", "g,near,far\n50,1,2\n")]),
        "sheet.paq.csv: least = true, and no step has a least weight; write the first with both ends: 21-50"
    );
}

#[test]
fn steps_that_do_not_join_or_run_backwards_are_faults() {
    let said =
        |row: &str| faults("", &[("sheet.paq.csv", &format!("g,near,far\n0-20,1,2\n{row},3,4\n"))]);
    assert_eq!(
        said("22-50"),
        "sheet.paq.csv:3:1: \"22-50\" does not begin where the step before it ends, at 20 g"
    );
    assert_eq!(
        said("19-50"),
        "sheet.paq.csv:3:1: \"19-50\" does not begin where the step before it ends, at 20 g"
    );
    assert_eq!(said("50-21"), "sheet.paq.csv:3:1: \"50-21\" runs backwards; write 21-50");
}

#[test]
fn ends_that_are_not_owned_belong_to_what_follows() {
    let carrier = carrier("", "kg,near,far\n<5,1.00,1\n<=10,2.00,2\n+1<20,0.50,1\n*1<=30,0.40,1\n");
    all(
        &carrier,
        &[
            ("4999.999999999 g", "1.00"),
            ("5 kg", "2.00"),
            ("10 kg", "2.00"),
            ("10.1 kg", "2.50"),
            ("19.9 kg", "7.00"),
            ("20 kg", "8.00"),
            ("30 kg", "12.00"),
            ("30.1 kg", "billable weight 30.1 kg is above the last step 30 kg"),
        ],
    );
    let rate = order("ES 28013", "ES 08001", "4 kg", "").rate(&carrier);
    assert_eq!(rate.charges[0].label.as_deref(), Some("zone near, 4 kg: step <5 kg"));
}

#[test]
fn further_units_and_whole_weight_follow_each_other_in_any_order() {
    let carrier =
        carrier("", "kg,near,far\n1,3.00,4\n+1<=5,1.00,1\n*1<=10,1.20,1\n+2<=14,2.00,1\n");
    all(
        &carrier,
        &[
            ("1 kg", "3.00"),
            ("1.1 kg", "4.00"),
            ("5 kg", "7.00"),
            ("5.1 kg", "7.20"),
            ("10 kg", "12.00"),
            ("10.1 kg", "14.00"),
            ("14 kg", "16.00"),
        ],
    );
}

#[test]
fn the_lowest_break_charges_a_heavier_row_wherever_it_is_cheaper() {
    let prices = "kg,near,far\n1,5.00,-\n2,9.00,9\n3,7.00,12\n*1<=45,4.00,4\n*1<=100,3.00,3\n";
    let published = "weight = { unit = \"1 kg\" }\n";
    all(
        &carrier(published, prices),
        &[("1 kg", "5.00"), ("2 kg", "9.00"), ("45 kg", "180.00"), ("46 kg", "138.00")],
    );
    let lowest = carrier(&format!("breaks = \"lowest\"\n{published}"), prices);
    // From 35 kg on, 46 kg at 3.00 are less than the weight at 4.00.
    all(
        &lowest,
        &[
            ("1 kg", "5.00"),
            ("2 kg", "7.00"),
            ("34 kg", "136.00"),
            ("35 kg", "138.00"),
            ("45 kg", "138.00"),
            ("47 kg", "141.00"),
        ],
    );
    let rate = order("ES 28013", "ES 08001", "40 kg", "").rate(&lowest);
    assert_eq!(rate.billed_weight, "40 kg".parse().ok());
    assert_eq!(
        rate.charges[0].label.as_deref(),
        Some("zone near, 40 kg: ×1 kg up to 100 kg, cheaper than its own row")
    );
    assert!(lowest.sheets()[0].warnings().is_empty());
}

#[test]
fn what_is_not_offered_stays_so_where_a_heavier_row_is() {
    let carrier = carrier("breaks = \"lowest\"\n", "kg,near,far\n1,-,1\n2,9.00,9\n");
    all(&carrier, &[("1 kg", "not offered to zone near at step 1 kg"), ("2 kg", "9.00")]);
}

const BY_DATE: &str = "prices = [{ file = \"b.csv\", valid = \"2026-07-01/\" }, { file = \"a.csv\", valid = \"2025-07-01/2026-05-31\" }]\n";

#[test]
fn prices_by_date_go_by_the_hand_over_day_and_a_gap_is_refused() {
    let files =
        [("a.csv", "kg,near,far\n10,1.00,2\n"), ("b.csv", "kg,near,far\n5,1.50,2\n20,3.00,4\n")];
    let sheet = sheet(BY_DATE, &files);
    assert_eq!(
        sheet.warnings()[0].to_string(),
        "sheet.toml:3:10: service \"paq\" has no price from 2026-06-01 to 2026-06-30"
    );
    assert_eq!(sheet.services().count(), 1);
    let carrier = SheetCarrier::new(sheet);
    assert_eq!(near(&carrier, "4 kg", "2026-05-29"), "1.00");
    assert_eq!(
        near(&carrier, "4 kg", "2026-06-15"),
        "no price on 2026-06-15; there is one until 2026-05-31, and from 2026-07-01"
    );
    assert_eq!(near(&carrier, "4 kg", "2026-07-01"), "1.50");
    assert_eq!(near(&carrier, "12 kg", "2026-07-01"), "3.00");
    assert_eq!(
        near(&carrier, "12 kg", "2026-05-29"),
        "billable weight 12 kg is above the last step 10 kg"
    );
    // Saturday, 30 May is handed over on Monday, which has no price.
    assert!(near(&carrier, "4 kg", "2026-05-30").starts_with("no price on 2026-06-01"));
}

#[test]
fn prices_of_two_files_do_not_overlap() {
    let files = [("a.csv", "kg,near,far\n10,1.00,2\n"), ("b.csv", "kg,near,far\n5,1.50,2\n")];
    assert_eq!(
        faults(&BY_DATE.replace("2026-05-31", "2026-07-31"), &files),
        "sheet.toml:3:10: service \"paq\" is priced twice from 2026-07-01 to 2026-07-31 (a.csv, b.csv)"
    );
    assert_eq!(
        faults(&BY_DATE.replace(", valid = \"2026-07-01/\"", ""), &files[..]),
        "sheet.toml:3:10: service \"paq\" is priced twice from 2025-07-01 to 2026-05-31 (b.csv, a.csv)\n\
         sheet.toml:4:11: prices in a list need their days; write valid = \"2026-01-01/2026-06-30\""
    );
}

#[test]
fn a_row_with_days_of_its_own_has_its_price_on_those() {
    let prices = "kg,from,until,near,far\n1,,,1.00,2\n5,,2026-06-30,3.00,4\n5,2026-07-01,,3.50,4\n+1<=9,,,0.5,1\n";
    let sheet = sheet("", &[("sheet.paq.csv", prices)]);
    assert!(sheet.warnings().is_empty(), "{:?}", sheet.warnings());
    let carrier = SheetCarrier::new(sheet);
    assert_eq!(near(&carrier, "5 kg", "2026-06-30"), "3.00");
    assert_eq!(near(&carrier, "5 kg", "2026-07-01"), "3.50");
    assert_eq!(near(&carrier, "6 kg", "2026-07-01"), "4.00");
    assert_eq!(near(&carrier, "1 kg", "2026-07-01"), "1.00");
}

#[test]
fn a_row_in_a_gap_is_refused_and_never_the_next_one() {
    let prices = "kg,from,until,near,far\n1,,,1.00,2\n5,,2026-03-31,3.00,4\n5,2026-05-01,,3.50,4\n9,,,5.00,6\n";
    let sheet = sheet("", &[("sheet.paq.csv", prices)]);
    assert_eq!(
        sheet.warnings()[0].to_string(),
        "sheet.paq.csv:3:1: step 5 kg has no price from 2026-04-01 to 2026-04-30 (far, near)"
    );
    let carrier = SheetCarrier::new(sheet);
    assert_eq!(
        near(&carrier, "4 kg", "2026-04-01"),
        "step 5 kg has no price for zone near on 2026-04-01"
    );
    assert_eq!(near(&carrier, "6 kg", "2026-04-01"), "5.00");
}

#[test]
fn rows_of_two_times_may_stand_in_any_order() {
    let by_time = "kg,from,until,near,far\n1,,2026-06-30,1,2\n5,,2026-06-30,3,4\n1,2026-07-01,,1.1,2\n5,2026-07-01,,3.3,4\n";
    let by_weight = "kg,from,until,near,far\n5,2026-07-01,,3.3,4\n1,,2026-06-30,1,2\n1,2026-07-01,,1.1,2\n5,,2026-06-30,3,4\n";
    let carriers =
        [by_time, by_weight.replace("5,2026-07-01,,3.3,4\n1,,", "1,,").as_str()].map(|text| {
            let text = if text == by_time {
                text.to_owned()
            } else {
                format!("{text}5,2026-07-01,,3.3,4\n")
            };
            carrier("", &text)
        });
    for day in ["2026-03-02", "2026-08-03"] {
        for weight in ["1 kg", "2 kg", "6 kg"] {
            assert_eq!(near(&carriers[0], weight, day), near(&carriers[1], weight, day));
        }
    }
}

#[test]
fn faults_of_dated_rows_are_told() {
    let said =
        |rows: &str| faults("", &[("sheet.paq.csv", &format!("kg,from,until,near,far\n{rows}"))]);
    assert_eq!(
        said("5,,2026-07-31,3,4\n5,2026-07-01,,3.5,4\n"),
        "sheet.paq.csv:3:1: step 5 kg is priced twice from 2026-07-01 to 2026-07-31 (first in line 2)"
    );
    assert_eq!(
        said("5,2026-07-01,2026-06-01,3,4\n1,,,1,1\n"),
        "sheet.paq.csv:2:14: ends on 2026-06-01 before it begins on 2026-07-01"
    );
    assert_eq!(said("5,2026-02-30,,3,4\n9,,,1,1\n"), "sheet.paq.csv:2:3: 2026-02-30 is no date");
}

#[test]
fn more_changes_than_a_year_has_weeks_are_several_sheets() {
    let days = (1..=3).flat_map(|month| (1..=28).map(move |day| (month, day)));
    let rows = days.map(|(month, day)| format!("{month}{day:02},2026-{month:02}-{day:02},1,1\n"));
    let prices = format!("kg,from,near,far\n{}", rows.collect::<String>());
    assert_eq!(
        faults("", &[("sheet.paq.csv", &prices)]),
        "sheet.paq.csv: prices of service \"paq\" change on more days than 60, or have too many cells; write a sheet for each time"
    );
}

#[test]
fn a_surcharge_has_a_price_for_each_zone_and_none_where_it_says_none() {
    let rules = "surcharges = [{ id = \"registered\", when = \"option signature_any\", amount = { near = \"2.65\" } }]\n";
    let carrier = carrier(rules, "kg,near,far\n5,1.00,2.00\n");
    let signed = |to: &str| {
        let mut order = order("ES 28013", to, "1 kg", "");
        order.options.signature = Some(crate::model::Signature::Any);
        order
    };
    assert_eq!(super::net(&signed("ES 08001").rate(&carrier)), "3.65");
    assert_eq!(
        signed("PT 1100").refusal(&carrier),
        "surcharge \"registered\" has no price for zone far on 2026-11-23"
    );
    assert_eq!(
        faults(&rules.replace("near =", "nera ="), &[("sheet.paq.csv", "kg,near,far\n5,1,2\n")]),
        "sheet.toml:4:78: zone \"nera\" is not in [zone]; did you mean \"near\"?"
    );
}

#[test]
fn a_condition_may_speak_of_a_sum_in_the_currency_of_the_sheet() {
    let rules = "surcharges = [{ id = \"insurance\", when = \"option insurance\", amount = \"2.50\" }, { id = \"most\", when = \"insured value > 500 EUR\", refuse = \"500 EUR is the most\" }]\n";
    let carrier = carrier(rules, "kg,near,far\n5,1.00,2.00\n");
    let insured = |sum: &str| order("ES 28013", "ES 08001", "1 kg", "").insured(sum);
    assert_eq!(super::net(&insured("500 EUR").rate(&carrier)), "3.50");
    assert_eq!(insured("500.01 EUR").refusal(&carrier), "500 EUR is the most");
    assert_eq!(super::net(&order("ES 28013", "ES 08001", "1 kg", "").rate(&carrier)), "1.00");
    assert_eq!(
        faults(
            &rules.replace("500 EUR\", refuse", "500\", refuse"),
            &[("sheet.paq.csv", "kg,near,far\n5,1,2\n")]
        ),
        "sheet.toml:4:103: condition \"insured value > 500\" needs the currency of the sheet; write 500 EUR"
    );
}

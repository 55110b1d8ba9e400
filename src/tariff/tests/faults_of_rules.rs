//! What loading says about the rules of a service and the files that a sheet names.

use super::faults::{PRICES, RULES, said, with_prices};

/// The fault of a service with this line more.
fn with_line(line: &str) -> String {
    let rules = RULES.replace("limits = {", &format!("{line}\nlimits = {{"));
    said(&rules, &[("sheet.paq.csv", PRICES)])
}

#[test]
fn faults_of_a_services_own_rules_say_what_would_be_right() {
    for (line, expected) in [
        (
            r#"rows = [{ when = "longest > 1 m", use = "long" }]"#,
            r#"sheet.toml:8:41: row "long" is not in the prices"#,
        ),
        (
            r#"rows = [{ use = "long" }]"#,
            r#"sheet.toml:8:9: a row needs when and use: { when = "longest > 120 cm", use = "oversized" }"#,
        ),
        (r#"discount = { percent = "101" }"#, "sheet.toml:8:24: a discount is at most 100 percent"),
        (
            r#"minimum = { amount = "3.00" }"#,
            r#"sheet.toml:8:11: minimum needs amount and on: { amount = "25.00", on = ["base"] }"#,
        ),
        (r#"level = "quick""#, "sheet.toml:8:9: level: unknown variant `quick`"),
        (
            r#"valid = "2027-01-01/""#,
            "sheet.toml:8:9: no day of 2027-01-01 on is a day of the sheet (2026-01-01 to 2026-12-31)",
        ),
        (
            r#"valid = "2026-06-01""#,
            r#"sheet.toml:8:9: valid "2026-06-01" has no end; write "2026-06-01/2026-12-31", or "2026-06-01/" if it has none"#,
        ),
        (
            r#"flat = { small = { price = "4.00" } }"#,
            r#"sheet.toml:8:18: a flat box needs price and weight: { price = "9.40", weight = "20 lb" }"#,
        ),
        (
            r#"flat = { small = { price = "4.00", weight = "3 kg", inner = "small" } }"#,
            r#"sheet.toml:8:61: inner "small" is no size; write 11 x 8 x 5 in"#,
        ),
    ] {
        assert!(with_line(line).starts_with(expected), "{line}: {}", with_line(line));
    }
}

/// The fault of a service whose surcharges are these.
fn with_surcharges(surcharges: &str) -> String {
    let start = RULES.find("surcharges = ").unwrap();
    let end = start + RULES[start..].find('\n').unwrap();
    let mut rules = RULES.to_owned();
    rules.replace_range(start..end, &format!("surcharges = [{surcharges}]"));
    said(&rules, &[("sheet.paq.csv", PRICES)])
}

/// What it says, without the place.
fn message_of(surcharges: &str) -> String {
    let faults = with_surcharges(surcharges);
    faults.splitn(4, ':').nth(3).unwrap_or_default().trim_start().to_owned()
}

#[test]
fn faults_of_surcharges_say_what_would_be_right() {
    for (surcharges, expected) in [
        (r#"{ amount = "1.00" }"#, r#"a surcharge has no id; write id = "fuel""#),
        (
            r#"{ id = "base", amount = "1.00" }"#,
            r#"surcharge "base" is the name of a line of its own; give it another id"#,
        ),
        (
            r#"{ id = "a", amount = "1.00" }, { id = "a", amount = "2.00" }"#,
            r#"surcharge "a" stands twice; give it another id, or each its valid"#,
        ),
        (
            r#"{ id = "a" }"#,
            r#"surcharge "a" has 0 of amount, percent, bill and refuse; write one"#,
        ),
        (
            r#"{ id = "a", amount = "1.00", on = ["base"] }"#,
            r#"surcharge "a": on belongs to percent"#,
        ),
        (
            r#"{ id = "a", percent = "5" }"#,
            r#"surcharge "a": a percent needs the lines it is of; write on = ["base"]"#,
        ),
        (
            r#"{ id = "a", percent = "5", on = ["base"], per = "parcel" }"#,
            r#"surcharge "a": a percent is computed once, per = "shipment""#,
        ),
        (
            r#"{ id = "a", percent = "5", on = ["base"], missing = "first" }"#,
            r#"surcharge "a": missing = "first"; write last, or leave it out to refuse"#,
        ),
        (
            r#"{ id = "a", percent = "5 of cod amount" }"#,
            r#"surcharge "a" takes a percent of what may not be asked; write when = "option cod""#,
        ),
        (
            r#"{ id = "a", percent = "5 of the moon" }"#,
            r#"surcharge "a": percent of the moon; write cod amount, insured value or declared value"#,
        ),
        (
            r#"{ id = "a", percent = "5 of declared value", on = ["base"] }"#,
            r#"surcharge "a": a percent of declared value has no on"#,
        ),
    ] {
        assert_eq!(message_of(surcharges), expected, "{surcharges}");
    }
}

#[test]
fn faults_of_amounts_conditions_and_neighbours_say_what_would_be_right() {
    for (surcharges, expected) in [
        (
            r#"{ id = "a", amount = "1.00 per parcel" }"#,
            "an amount per parcel is unknown; write per kg or per started kg",
        ),
        (
            r#"{ id = "a", amount = "1.00", floor = "3.00", cap = "2.00" }"#,
            r#"surcharge "a": cap is below floor"#,
        ),
        (
            r#"{ id = "a", amount = "1.00", unknown = "guess" }"#,
            r#"unknown = "guess"; write apply or skip, or leave it out to refuse"#,
        ),
        (
            r#"{ id = "a", amount = "1.00", per = "box" }"#,
            r#"per = "box"; write parcel or shipment"#,
        ),
        (r#"{ id = "a", refuse = "no", group = "g" }"#, r#"surcharge "a": a group is of amounts"#),
        (
            r#"{ id = "a", amount = "1.00", not_with = ["b"] }"#,
            r#"surcharge "a": not_with names "b", which is no surcharge"#,
        ),
        (
            r#"{ id = "a", amount = "1.00", not_with = ["b"] }, { id = "b", amount = "1.00" }"#,
            r#"surcharge "a": not_with names "b", which stands below it"#,
        ),
        (
            r#"{ id = "a", amount = "1.00" }, { id = "b", amount = "1.00", per = "parcel", not_with = ["a"] }"#,
            r#"surcharge "b": not_with names "a", which is per shipment; write it there, or both per parcel"#,
        ),
        (
            r#"{ id = "a", amount = "1.00", group = "g" }, { id = "f", percent = "5", on = ["a"] }, { id = "b", amount = "2.00", group = "g" }"#,
            r#"surcharge "b": group "g" goes on after a line whose on names one of it; write the group first"#,
        ),
        (
            r#"{ id = "a", when = "shipment.billable > 3 kg", amount = "1.00" }"#,
            "shipment.billable is weighed after conditions; write shipment.weight, or limit it",
        ),
        (
            r#"{ id = "a", when = "zone in peninsula", amount = "1.00" }"#,
            "zone in peninsula is no list; write zone in [peninsula]",
        ),
        (
            r#"{ id = "a", when = "zone in [peninsla]", amount = "1.00" }"#,
            r#"zone "peninsla" is not in [zone]; did you mean "peninsula"?"#,
        ),
        (
            r#"{ id = "a", when = "place in []", amount = "1.00" }"#,
            "place in [] is nowhere; write place in [ES 07]",
        ),
        (
            r#"{ id = "a", when = "longst > 3 cm", amount = "1.00" }"#,
            r#"condition "longst > 3 cm": longst is nothing that is measured; did you mean "longest"?"#,
        ),
        (
            r#"{ id = "a", when = "place in far.csv", amount = "1.00" }"#,
            r#""far.csv" is not there"#,
        ),
    ] {
        assert_eq!(message_of(surcharges), expected, "{surcharges}");
    }
}

#[test]
fn an_amount_by_weight_is_of_the_shipment_where_that_is_weighed_as_one() {
    assert_eq!(
        said(
            &RULES.replace("weight = { ", r#"weight = { count = "sum-of-greater", "#).replace(
                r#"{ id = "fuel", percent = "10", on = ["base"] }"#,
                r#"{ id = "a", amount = "1.00 per kg", per = "parcel" }"#
            ),
            &[("sheet.paq.csv", PRICES)]
        ),
        "sheet.toml:9:15: surcharge \"a\": where the shipment is weighed as one an amount by weight is per = \"shipment\""
    );
}

#[test]
fn faults_of_files_of_places_charts_and_days_are_told() {
    let chart = |text: &str| {
        let rules = RULES.replace(
            "transit = { days = { peninsula = \"1-2\", baleares = \"3\" }",
            "transit = { days = \"days.csv\"",
        );
        said(&rules, &[("sheet.paq.csv", PRICES), ("days.csv", text)])
    };
    for (text, expected) in [
        ("", "days.csv: is empty; its first line is origin,destination,days"),
        (
            "from,to,days\n",
            "days.csv:1:1: the header of a chart is origin,destination,days; from,until may follow",
        ),
        ("origin,destination,days\nES,ES\n", "days.csv:2:1: line 2 has 2 cells, the header 3"),
        (
            "origin,destination,days\nES,ES,soon\n",
            "days.csv:2:7: days \"soon\" cannot be read; write \"2\", \"2-4\", or \"-\" if they are not known",
        ),
        (
            "origin,destination,days\nES,ES,4-2\n",
            "days.csv:2:7: days \"4-2\" run backwards; write \"2-4\"",
        ),
        (
            "origin,destination,days\nES,not ES,2\n",
            "days.csv:2:4: a chart has no \"not\"; a more specific row wins anyway",
        ),
        (
            "origin,destination,days\nES,ES,2\nES,ES,3\n",
            "days.csv:3:4: ES is both 2 days (line 2) and 3 days (line 3)",
        ),
        (
            "origin,destination,days,from,until\nES,ES,2,2026-05-01,2026-04-01\n",
            "days.csv:2:20: until is before from",
        ),
    ] {
        assert_eq!(chart(text), expected);
    }
    let remote = |text: &str| {
        let rules = RULES.replace(
            "option cod\", percent = \"2 of cod amount\"",
            "place in far.csv\", amount = \"1.00\"",
        );
        said(&rules, &[("sheet.paq.csv", PRICES), ("far.csv", text)])
    };
    for (text, expected) in [
        ("", "far.csv: has no place; write one pattern a line: ES 07860-07872"),
        (
            "ES 07,ES 08\n",
            "far.csv:1:1: line 1 has 2 cells; a file of places has one pattern a line",
        ),
        (
            "place,until\nES 07,\n",
            "far.csv:1:1: the header of a file of places is place,from,until, or there is none",
        ),
        (
            "place,from,until\nES 07\n",
            "far.csv:2:1: line 2 has 1 cells; a file of places has place,from,until",
        ),
    ] {
        assert_eq!(remote(text), expected);
    }
}

#[test]
fn a_row_that_no_rule_uses_is_a_fault() {
    assert_eq!(
        with_prices("kg,peninsula,baleares\n20,9.00,20.00\nhuge,50.00,60.00\n"),
        "sheet.toml:6:10: row \"huge\" is used by no rule; write { when = \"…\", use = \"huge\" }"
    );
}

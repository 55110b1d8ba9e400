//! What changes on a day: places, sets, services, surcharges. And what sets mean beside places written out.

use super::{Order, lines, load, net, order, place};
use crate::model::Options;
use crate::tariff::{Sheet, SheetCarrier};

const HEAD: &str = "sheet = { format = 1, carrier = \"mula\", currency = \"EUR\", cells = \"net\", valid = \"2026-01-01/2026-12-31\", origin = [\"ES\"] }\n";

fn try_sheet(rules: &str, zones: &[&str], files: &[(&str, &str)]) -> Result<Sheet, String> {
    let cells: Vec<String> = (1..=zones.len()).map(|price| format!("{price}.00")).collect();
    let prices = format!("kg,{}\n10,{}\n", zones.join(","), cells.join(","));
    let mut files = files.to_vec();
    files.push(("sheet.paq.csv", &prices));
    load(&format!("{HEAD}{rules}"), &files).map_err(|faults| faults.to_string())
}

fn sheet(rules: &str, zones: &[&str], files: &[(&str, &str)]) -> SheetCarrier {
    SheetCarrier::new(try_sheet(rules, zones, files).unwrap_or_else(|faults| panic!("{faults}")))
}

fn to(place: &str, day: &'static str) -> Order {
    order("ES 28013", place, "1 kg", "").on(day)
}

#[test]
fn a_zone_holds_on_its_days_both_included() {
    let rules = "[zone]\nspain = { to = [\"ES\"] }\nislands = { to = [\"ES 07\"], valid = \"2026-03-02/2026-06-30\" }\n[service.paq]\n";
    let carrier = sheet(rules, &["islands", "spain"], &[]);
    for (day, price) in [
        ("2026-02-27", "2.00"),
        ("2026-03-02", "1.00"),
        ("2026-06-30", "1.00"),
        ("2026-07-01", "2.00"),
    ] {
        assert_eq!(net(&to("ES 07001", day).rate(&carrier)), price, "{day}");
    }
}

#[test]
fn a_place_moves_from_one_zone_to_another_without_a_new_sheet() {
    let rules = "[zone]\n\
        near = { to = [\"ES\", { places = [\"PT\"], valid = \"2026-07-01/\" }] }\n\
        far = { to = [\"FR\", { places = [\"PT\"], valid = \"/2026-06-30\" }] }\n[service.paq]\n";
    let carrier = sheet(rules, &["near", "far"], &[]);
    assert_eq!(net(&to("PT 1100", "2026-06-30").rate(&carrier)), "2.00");
    assert_eq!(net(&to("PT 1100", "2026-07-01").rate(&carrier)), "1.00");
}

#[test]
fn places_of_two_zones_on_one_day_are_a_fault_wherever_the_day_lies() {
    let rules = "[zone]\nnear = { to = [\"ES\", { places = [\"PT\"], valid = \"2026-06-30/\" }] }\n\
        far = { to = [\"FR\", { places = [\"PT\"], valid = \"/2026-06-30\" }] }\n[service.paq]\n";
    assert_eq!(
        try_sheet(rules, &["near", "far"], &[]).unwrap_err(),
        "sheet.toml:4:33: PT is both near (line 3) and far (line 4)"
    );
}

#[test]
fn who_is_in_the_union_is_asked_of_the_hand_over_day() {
    let rules = "sheet = { format = 1, carrier = \"mula\", currency = \"EUR\", cells = \"net\", valid = \"2020-01-01/2020-12-31\", origin = [\"ES\"] }\n\
        [zone]\nunion = { to = [\"EU\"] }\nothers = { to = [\"*\"] }\n[service.paq]\n";
    let prices = [("sheet.paq.csv", "kg,union,others\n10,1.00,2.00\n")];
    let carrier = SheetCarrier::new(load(rules, &prices).unwrap());
    assert_eq!(net(&to("GB W1A 1AA", "2020-01-31").rate(&carrier)), "1.00");
    assert_eq!(net(&to("GB W1A 1AA", "2020-02-03").rate(&carrier)), "2.00");
    assert_eq!(net(&to("FR 75001", "2020-02-03").rate(&carrier)), "1.00");
    assert_eq!(carrier.sheets()[0].valid().1, "2020-12-31".parse().ok());
}

#[test]
fn a_set_yields_to_a_country_written_out_and_may_name_other_sets_and_files() {
    let rules = "[set]\n\
        nordics = [\"SE\", \"DK\", { places = [\"FI\"], valid = \"2026-07-01/\" }]\n\
        wide = [\"nordics\", \"baltics.csv\"]\n\
        [zone]\nspain = { to = [\"ES\"] }\nnorth = { to = [\"wide\"] }\ndenmark = { to = [\"DK\"] }\n[service.paq]\n";
    let baltics = "place,from,until\nEE,,\nLV,,2026-06-30\n";
    let carrier = sheet(rules, &["spain", "north", "denmark"], &[("baltics.csv", baltics)]);
    let price = |country: &str, day| net(&to(country, day).rate(&carrier));
    assert_eq!(price("DK 2100", "2026-03-02"), "3.00");
    assert_eq!(price("EE 10111", "2026-03-02"), "2.00");
    assert_eq!(price("LV 1001", "2026-03-02"), "2.00");
    assert_eq!(to("LV 1001", "2026-07-01").refusal(&carrier), "no zone for LV 1001");
    assert_eq!(to("FI 00100", "2026-06-30").refusal(&carrier), "no zone for FI 00100");
    assert_eq!(price("FI 00100", "2026-07-01"), "2.00");
}

#[test]
fn two_sets_that_share_a_place_are_decided_by_writing_it_out() {
    let zones = |union: &str, north: &str| {
        format!(
            "[set]\nnordics = [\"SE\", \"NO\"]\n[zone]\nunion = {{ to = [{union}] }}\nnorth = {{ to = [{north}] }}\n[service.paq]\n"
        )
    };
    let load = |union, north| try_sheet(&zones(union, north), &["union", "north"], &[]);
    assert_eq!(
        load("\"EU\"", "\"nordics\"").unwrap_err(),
        "sheet.toml:6:17: SE is both union (EU, line 5) and north (nordics, line 6); write SE in the one that has it"
    );
    for (union, north, price) in [
        ("\"EU\"", "\"nordics\", \"SE\"", "2.00"),
        ("\"EU\", \"SE\"", "\"nordics\"", "1.00"),
        ("\"EU\", \"not SE\"", "\"nordics\"", "2.00"),
    ] {
        let carrier = SheetCarrier::new(load(union, north).unwrap());
        assert_eq!(net(&to("SE 111 20", "2026-03-02").rate(&carrier)), price, "{union} {north}");
    }
}

#[test]
fn a_set_of_postcodes_counts_as_postcodes() {
    let rules = "[set]\nislands = [\"ES 07\", \"ES 35\", \"ES 38\"]\n\
        [zone]\nspain = { to = [\"ES\"] }\nover = { to = [\"islands\"] }\n[service.paq]\n\
        surcharges = [{ id = \"boat\", when = \"place in islands\", amount = \"0.50\" }]\n";
    let carrier = sheet(rules, &["spain", "over"], &[]);
    assert_eq!(lines(&to("ES 35001", "2026-03-02").rate(&carrier)), "base 2.00, boat 0.50");
    assert_eq!(lines(&to("ES 08001", "2026-03-02").rate(&carrier)), "base 1.00");
}

#[test]
fn faults_of_sets_say_what_would_be_right() {
    for (set, expected) in [
        (
            "no-way = [\"not ES\"]",
            "sheet.toml:3:11: set \"no-way\": a set is of countries, regions and postcodes; write not ES in the zone",
        ),
        (
            "ES = [\"PT\"]",
            "sheet.toml:3:1: set \"ES\" cannot be called so; write a name of letters and digits that is no country or region",
        ),
        (
            "a1 = [\"b1\"]\nb1 = [\"a1\"]",
            "sheet.toml:3:1: set \"a1\" names itself, by way of others or at once\nsheet.toml:4:1: set \"b1\" names itself, by way of others or at once",
        ),
        (
            "nordics = [\"SE\"]\nother = [\"nordix\"]",
            "sheet.toml:4:10: \"nordix\" is no country and no set; did you mean \"nordics\"?",
        ),
        (
            "nordics = { places = [\"SE\"], valid = \"2027-01-01/\" }",
            "sheet.toml:3:38: no day of 2027-01-01 on is a day of the sheet (2026-01-01 to 2026-12-31)",
        ),
        (
            "nordics = { valid = \"2026-02-01/\" }",
            "sheet.toml:3:11: nordics has no places; write { places = [\"IS\"], valid = \"2026-07-01/\" }",
        ),
    ] {
        let rules = format!("[set]\n{set}\n[zone]\nspain = {{ to = [\"ES\"] }}\n[service.paq]\n");
        assert_eq!(try_sheet(&rules, &["spain"], &[]).unwrap_err(), expected);
    }
}

#[test]
fn a_service_is_sold_on_its_days() {
    let rules = "[zone]\nspain = { to = [\"ES\"] }\n[service.paq]\nvalid = \"2026-11-02/\"\n";
    let carrier = sheet(rules, &["spain"], &[]);
    assert_eq!(net(&to("ES 08001", "2026-11-02").rate(&carrier)), "1.00");
    assert_eq!(
        to("ES 08001", "2026-10-30").refusal(&carrier),
        "no price on 2026-10-30; the first is from 2026-11-02"
    );
}

#[test]
fn one_surcharge_may_have_a_row_for_each_span_of_days() {
    let rules = |second: &str| {
        format!(
            "[zone]\nspain = {{ to = [\"ES\"] }}\n[service.paq]\n\
             surcharges = [{{ id = \"peak\", amount = \"0.50\", valid = \"2026-10-01/2026-11-15\" }}, \
             {{ id = \"peak\", amount = \"1.20\", valid = \"{second}\" }}, {{ id = \"fuel\", percent = \"10\", on = [\"base\", \"peak\"] }}]\n"
        )
    };
    let carrier = sheet(&rules("2026-11-16/"), &["spain"], &[]);
    for (day, expected) in [
        ("2026-09-30", "base 1.00, fuel 0.10"),
        ("2026-10-01", "base 1.00, peak 0.50, fuel 0.15"),
        ("2026-11-16", "base 1.00, peak 1.20, fuel 0.22"),
    ] {
        assert_eq!(lines(&to("ES 08001", day).rate(&carrier)), expected);
    }
    assert_eq!(
        try_sheet(&rules("2026-11-15/"), &["spain"], &[]).unwrap_err(),
        "sheet.toml:5:89: surcharge \"peak\" stands twice from 2026-11-15 to 2026-11-15"
    );
}

#[test]
fn an_option_is_priced_only_while_its_rule_is_in_force() {
    let rules = "[zone]\nspain = { to = [\"ES\"] }\n[service.paq]\n\
        surcharges = [{ id = \"saturday\", when = \"option saturday\", amount = \"3.00\", valid = \"/2026-06-30\" }]\n";
    let carrier = sheet(rules, &["spain"], &[]);
    let asked = |day| {
        let mut order = to("ES 08001", day);
        order.options = Options { saturday: true, ..Options::default() };
        order
    };
    assert_eq!(lines(&asked("2026-06-30").rate(&carrier)), "base 1.00, saturday 3.00");
    assert_eq!(
        asked("2026-07-01").refusal(&carrier),
        "the sheet has no price for options.saturday"
    );
}

#[test]
fn the_rows_of_a_chart_have_days_of_their_own() {
    let chart =
        "origin,destination,zone,from,until\nES,ES,1,,\nES,PT,1,,2026-06-30\nES,PT,2,2026-07-01,\n";
    let carrier =
        sheet("zones = \"chart.csv\"\n[service.paq]\n", &["1", "2"], &[("chart.csv", chart)]);
    assert_eq!(net(&to("PT 1100", "2026-06-30").rate(&carrier)), "1.00");
    assert_eq!(net(&to("PT 1100", "2026-07-01").rate(&carrier)), "2.00");
}

#[test]
fn what_is_taken_away_beside_the_origins_own_prefix_is_gone() {
    let rules = "[zone]\nown = { to = [\"ES same:2\", \"not ES 28900-28999\"] }\n\
        spain = { to = [\"ES\", \"not ES same:3\"] }\n[service.paq]\n";
    let carrier = sheet(rules, &["own", "spain"], &[]);
    let price = |code: &str| net(&to(code, "2026-03-02").rate(&carrier));
    assert_eq!(
        (price("ES 28700"), price("ES 28950"), price("ES 08001")),
        ("1.00".into(), "2.00".into(), "2.00".into())
    );
    // From 28013: 280 is the origin's own, and both zones could have it; one of them has given it away.
    assert_eq!(price("ES 28001"), "1.00");
    let mut from_elsewhere = to("ES 28001", "2026-03-02");
    from_elsewhere.from = place("ES 28950");
    assert_eq!(net(&from_elsewhere.rate(&carrier)), "1.00");
}

#[test]
fn a_british_area_and_district_can_be_those_of_the_origin() {
    let rules = "sheet = { format = 1, carrier = \"mula\", currency = \"GBP\", cells = \"net\", valid = \"2026-01-01/\", origin = [\"GB\"] }\n\
        [zone]\nstreet = { to = [\"GB same:district\"] }\ntown = { to = [\"GB same:area\"] }\nland = { to = [\"GB\"] }\n[service.paq]\n";
    let prices = [("sheet.paq.csv", "kg,street,town,land\n10,1.00,2.00,3.00\n")];
    let carrier = SheetCarrier::new(load(rules, &prices).unwrap());
    for (from, to, price) in [
        ("GB AB3 1AA", "GB AB3 2BB", "1.00"),
        ("GB AB3 1AA", "GB AB31 4AA", "2.00"),
        ("GB B33 8TH", "GB B1 1AA", "2.00"),
        ("GB B33 8TH", "GB BT1 1AA", "3.00"),
    ] {
        assert_eq!(net(&order(from, to, "1 kg", "").rate(&carrier)), price, "{from} {to}");
    }
    let characters = rules.replace("same:district", "same:2");
    assert_eq!(
        load(&characters, &prices).unwrap_err().to_string(),
        "sheet.toml:3:18: GB same:2: codes of GB have parts of different lengths; write GB same:area or GB same:district"
    );
}

#[test]
fn transit_days_may_have_a_chart_of_their_own() {
    let rules = "[zone]\nspain = { to = [\"ES\"] }\n[service.paq]\n\
        transit = { days = \"days.csv\", calendar = \"destination\" }\n";
    let chart = "origin,destination,days\nES,ES,2-3\nES 28,ES 28,1\nES 28,ES 07,-\nES 28,ES,2\n";
    let carrier = sheet(rules, &["spain"], &[("days.csv", chart)]);
    let days = |from: &str, to: &str| {
        order(from, to, "1 kg", "").on("2026-03-02").rate(&carrier).delivery.business_days
    };
    assert_eq!(days("ES 28013", "ES 28001"), Some(1));
    assert_eq!(days("ES 28013", "ES 08001"), Some(2));
    assert_eq!(days("ES 28013", "ES 07001"), None);
    assert_eq!(days("ES 08001", "ES 08002"), Some(3));
    let unsure = order("ES 28013", "ES", "1 kg", "").rate(&carrier);
    assert_eq!(unsure.delivery.business_days, None);
    assert!(unsure.notices.iter().any(|n| n.text == "to.postal_code is needed to know the days"));
}

//! Published lists in shapes of all kinds, and what is said about those that are wrong. The figures are made up.

use super::{Order, load, net, order};
use crate::tariff::{Sheet, SheetCarrier};

const USPS: &str = "sheet = { format = 1, carrier = \"mula\", currency = \"USD\", cells = \"net\", valid = \"2026-01-01/\", origin = [\"US 100\"] }\n\
    zones = { file = \"chart.csv\", reader = \"usps-zone-chart\" }\n[service.mail]\n";
const CHART: &str = "ZIP Code,Zone\n100---199,1\n200---299,2\n300,3\n";

fn with(prices: &str, rules: &str, list: &str) -> Result<Sheet, String> {
    let rules = format!(
        "{USPS}prices = {{ file = \"list.csv\", reader = \"usps-notice-123\"{prices} }}\n{rules}"
    );
    load(&rules, &[("list.csv", list), ("chart.csv", CHART)]).map_err(|faults| faults.to_string())
}

fn carrier(prices: &str, rules: &str, list: &str) -> SheetCarrier {
    SheetCarrier::new(with(prices, rules, list).unwrap_or_else(|faults| panic!("{faults}")))
}

/// To zone 1, 2 or 3.
fn to_zone(zone: usize, weight: &str) -> Order {
    order("US 10001", ["US 10001", "US 20001", "US 30001"][zone - 1], weight, "")
}

fn all(carrier: &SheetCarrier, expected: &[(usize, &str, &str)]) {
    for (zone, weight, price) in expected {
        assert_eq!(net(&to_zone(*zone, weight).rate(carrier)), *price, "zone {zone}, {weight}");
    }
}

#[test]
fn ounces_and_pounds_in_one_column_are_one_table() {
    let list = "USPS Ground Advantage - Retail,,Final,,2027\n\nWeight Not Over,Zones\n,Zone 1,Zone 2,Zone 3\n\
        4 oz,5.00,5.10,5.20\n15.999 oz,6.00,6.10,6.20\n1 lb,7.00,7.10,7.20\n2 lbs,8.00,8.10,8.20\nOversized,90.00,91.00,92.00\n";
    let carrier = carrier(
        "",
        "rows = [{ when = \"longest > 100 in\", use = \"Oversized\" }]\nweight = { no_sides = \"actual\" }\n",
        list,
    );
    all(
        &carrier,
        &[
            (1, "4 oz", "5.00"),
            (2, "4.1 oz", "6.10"),
            (3, "15.9995 oz", "7.20"),
            (1, "1.01 lb", "8.00"),
        ],
    );
    let long = order("US 10001", "US 30001", "1 lb", "101 x 2 x 2 in");
    assert_eq!(net(&long.rate(&carrier)), "92.00");
}

#[test]
fn a_table_goes_on_under_a_head_of_another_unit() {
    let list = "Ground\nWeight Up To (oz.),1,2,3\n8,5,5.1,5.2\n\nWeight Up To (Pounds),1,2,3\n1,6,6.1,6.2\n";
    all(&carrier("", "", list), &[(1, "8 oz", "5.00"), (2, "9 oz", "6.10"), (3, "1 lb", "6.20")]);
}

#[test]
fn zones_may_share_a_column_and_be_written_in_many_ways() {
    for head in [
        "Local/1,\"Zones 2 & 3\"",
        "Zone 1,Zones 2-3",
        "1,\"2, 3\"",
        "Zone 1,Zones 2 and 3",
        "zone 1,ZONES 2 to 3",
    ] {
        let list =
            format!("Up to (lb),{}\n0.5,\"$1,005.00\",6\n", head.replace("Local/1", "Zone 1"));
        all(
            &carrier("", "", &list),
            &[(1, "8 oz", "1005.00"), (2, "0.1 lb", "6.00"), (3, "0.1 lb", "6.00")],
        );
    }
}

#[test]
fn one_column_is_for_every_zone_and_of_several_one_is_named() {
    let one = "Library Mail,Final\nWeight Not Over (lbs),Single Piece\n1,4.00\n2,5.00\n";
    all(&carrier("", "", one), &[(1, "1 lb", "4.00"), (3, "1.1 lb", "5.00")]);
    let several =
        "Weight Not Over (lbs),Single Piece,5-Digit,Basic\n1,4.00,3.00,3.50\n2,5.00,,4.50\n";
    all(&carrier(", column = \"5-Digit\"", "", several), &[(2, "1 lb", "3.00")]);
    assert_eq!(
        to_zone(2, "2 lb").refusal(&carrier(", column = \"5-Digit\"", "", several)),
        "not offered to zone 2 at step 2 lb"
    );
    assert_eq!(
        with("", "", several).unwrap_err(),
        "list.csv:1:1: has the columns \"Single Piece\", \"5-Digit\", \"Basic\", none of them a zone; say which is meant: column = \"Single Piece\""
    );
    assert_eq!(
        with(", column = \"5-Digits\"", "", several).unwrap_err(),
        "sheet.toml:4:68: no column is headed \"5-Digits\"; did you mean \"5-Digit\"?"
    );
}

#[test]
fn of_two_tables_the_one_with_the_title_is_read() {
    let list = "Retail\nWeight Not Over (lbs),Zone 1,Zone 2,Zone 3\n1,1,2,3\n2,2,3,4\n\nCommercial\nWeight Not Over (lbs),Zone 1,Zone 2,Zone 3\n1,0.5,1,1.5\n";
    all(&carrier(", table = \"Commercial\"", "", list), &[(3, "1 lb", "1.50")]);
    all(&carrier(", table = \"Retail\"", "", list), &[(3, "2 lb", "4.00")]);
    assert_eq!(
        with("", "", list).unwrap_err(),
        "list.csv:7:1: a second table begins here (\"Commercial\"); say which is meant: table = \"Commercial\""
    );
    assert_eq!(
        with(", table = \"Comercial\"", "", list).unwrap_err(),
        "sheet.toml:4:67: no table is headed \"Comercial\"; did you mean \"Commercial\"?"
    );
}

const FEES: &str = "Express,,Final\nPadded Envelope,$30.00,,,\nWeight Not Over (lbs),Zone 1,Zone 2,Zone 3\n0.5,1,2,3\n70,2,3,4,,,,\n\
    \"A note, in quotes, about cubic feet.\",,\nLength fee > 24\"<=36\",,,5.00,,\nVolume fee > 3 cubic feet,40.00\nHandling Fee,,15.00\n";
const FEE_RULES: &str = "weight = { sides = \"up 1 in\", no_sides = \"actual\" }\nflat = { padded = { listed = \"Padded Envelope\", weight = \"70 lb\" } }\n\
    surcharges = [{ id = \"length\", listed = 'Length fee > 24\"<=36\"', per = \"parcel\" }, { id = \"volume\", listed = \"Volume fee > 3 cubic feet\", per = \"parcel\" }]\n";

#[test]
fn fees_are_charged_by_their_own_words_wherever_their_number_stands() {
    let carrier = carrier(", aside = [\"Handling Fee\"]", FEE_RULES, FEES);
    let of =
        |sides: &str| super::lines(&order("US 10001", "US 20001", "1 lb", sides).rate(&carrier));
    assert_eq!(of("24 x 2 x 2 in"), "base 3.00");
    assert_eq!(of("24.1 x 2 x 2 in"), "base 3.00, length 5.00");
    assert_eq!(of("36 x 12 x 12 in"), "base 3.00, length 5.00");
    assert_eq!(of("37 x 12 x 12 in"), "base 3.00, volume 40.00");
    assert_eq!(net(&to_zone(3, "9 lb").boxed("padded").rate(&carrier)), "30.00");
}

#[test]
fn a_price_with_a_name_is_used_or_set_aside_and_never_passed_over() {
    assert_eq!(
        with("", FEE_RULES, FEES).unwrap_err(),
        "list.csv:9:1: \"Handling Fee\" is a price that no rule names; write listed = 'Handling Fee' in a surcharge or a flat box, or set it aside: aside = ['Handling Fee']"
    );
    assert_eq!(
        with(
            ", aside = [\"Handling Fees\"]",
            FEE_RULES,
            &FEES.replace("Handling Fee,,15.00\n", "")
        )
        .unwrap_err(),
        "sheet.toml:4:68: \"Handling Fees\" is no price with a name in list.csv"
    );
    let other_year = FEES.replace("24\"<=36\"", "26\"<=36\"").replace("Handling Fee,,15.00\n", "");
    assert_eq!(
        with("", FEE_RULES, &other_year).unwrap_err().lines().last(),
        Some(
            "sheet.toml:7:41: \"Length fee > 24\"<=36\"\" is no price with a name in the list; did you mean \"Length fee > 26\"<=36\"\"?"
        )
    );
}

#[test]
fn a_condition_that_cannot_be_read_has_to_be_written() {
    let list = "Up to (lb),1,2,3\n1,1,2,3\nOdd fee > 3 rods,4.00\n";
    let rules = |when: &str| {
        format!("surcharges = [{{ id = \"odd\", listed = \"Odd fee > 3 rods\"{when} }}]\n")
    };
    assert_eq!(
        with("", &rules(""), list).unwrap_err(),
        "sheet.toml:5:38: surcharge \"odd\": the words of \"Odd fee > 3 rods\" hold a condition that cannot be read; write it as when"
    );
    let carrier = carrier("", &rules(", when = \"longest > 1 in\", per = \"parcel\""), list);
    assert_eq!(net(&order("US 10001", "US 10001", "1 lb", "2 x 1 x 1 in").rate(&carrier)), "5.00");
}

#[test]
fn prices_with_names_are_of_their_own_time() {
    let rules = format!(
        "{USPS}prices = [{{ file = \"a.csv\", reader = \"usps-notice-123\", valid = \"2026-01-01/2026-06-30\" }}, {{ file = \"b.csv\", reader = \"usps-notice-123\", valid = \"2026-07-01/\" }}]\n\
         flat = {{ box = {{ listed = \"Box\", weight = \"9 lb\" }} }}\n"
    );
    let list = |price: &str| format!("Box,{price}\nUp to (lb),1,2,3\n9,1,2,3\n");
    let files = [("a.csv", list("8.00")), ("b.csv", list("9.00")), ("chart.csv", CHART.to_owned())];
    let files: Vec<(&str, &str)> =
        files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let carrier =
        SheetCarrier::new(load(&rules, &files).unwrap_or_else(|faults| panic!("{faults}")));
    for (day, price) in [("2026-06-30", "8.00"), ("2026-07-01", "9.00")] {
        assert_eq!(net(&to_zone(2, "1 lb").boxed("box").on(day).rate(&carrier)), price);
    }
}

#[test]
fn faults_of_a_list_name_its_line_and_what_would_be_right() {
    const HEAD: &str = "Up to (lb),Zone 1,Zone 2,Zone 3\n";
    for (list, expected) in [
        ("", "list.csv: has no table of weights; its head is written as Weight Not Over (lb)"),
        (
            "1,2,3,4\n",
            "list.csv:1:1: a row of a weight stands above any head; the head of weights is written as Weight Not Over (lb)",
        ),
        (
            "Weight Not Over,1,2,3\n5,1,2,3\n",
            "list.csv:2:1: \"5\" has no unit, nor has the head above it; write the head as Weight Not Over (lb)",
        ),
        (
            "Up to (lb)\n5,1,2,3\n",
            "list.csv:1:1: names no column; zones or Single Piece stand beside it, or in the line below",
        ),
        (HEAD, "list.csv:1:1: has no row of prices below it"),
        (
            &format!("{HEAD}1,1,2,3\n2,1,2\n"),
            "list.csv:3:1: line 3 ends before its prices do; a cell that is not offered is left blank",
        ),
        (&format!("{HEAD}1,1,2,3,4\n"), "list.csv:2:9: 4 stands under no head"),
        (
            &format!("{HEAD}1,1,x,3\n"),
            "list.csv:2:5: \"x\" is not an amount in USD; write digits with a decimal point, as 12.50",
        ),
        (
            &format!("{HEAD}1,1,2,3\n1,1,2,3\n"),
            "list.csv:3:1: the weight of line 3 is not above the one before it; boundaries must grow",
        ),
        (
            &format!("{HEAD}1,1,2,3\nFee,1.00,2.00\n"),
            "list.csv:3:1: line 3 has 2 prices; a price with a name has one, a row of the table 3",
        ),
        (
            &format!("{HEAD}1,1,2,3\n,1.00\n"),
            "list.csv:3:1: line 3 has prices and no name; its first cell is a weight or a name",
        ),
        (
            &format!("{HEAD}1,1,2,3\nFee,,12;50\n"),
            "list.csv:3:6: \"12;50\" is no amount; write it as 12.90",
        ),
        (
            &format!("{HEAD}1,1,2,3\nFee,1.00\nFee,2.00\n"),
            "list.csv:4:1: \"Fee\" has two prices (first in line 3)",
        ),
        (
            "Up to (lb),Zone 1,Zone 2,Zone 4\n1,1,2,3\n",
            "list.csv:1:26: column \"Zone 4\" is no zone of the sheet",
        ),
        (
            "Up to (lb),Zone 1,Zone 2,Zones 2-3\n1,1,2,3\n",
            "list.csv:1:26: column \"Zones 2-3\" stands twice",
        ),
    ] {
        let said = with(", aside = []", "", list).map(|_| ()).unwrap_err();
        assert!(said.lines().any(|line| line == expected), "{said}");
    }
}

#[test]
fn a_chart_in_two_columns_with_marks_and_notes_is_read_and_its_faults_are_told() {
    let rules = format!("{USPS}weight = {{ unit = \"1 lb\" }}\n");
    let prices = ("sheet.mail.csv", "lb,1,2,3\n1,1,2,3\n");
    let read = |chart: &str| {
        load(&rules, &[prices, ("chart.csv", chart)]).map_err(|faults| faults.to_string())
    };
    let chart = "Zone Chart\n,\nZIP Code,Zone,,ZIP Code,Zone\n100---199,1,,300,3*\n200---299,2,,20050,3\n* A word about the mark.\n";
    let sheet = read(chart).unwrap();
    assert_eq!(
        sheet.warnings()[0].to_string(),
        "chart.csv: zones are marked with * or +; the marks are passed over, what they mean stands in the chart's words"
    );
    let carrier = SheetCarrier::new(sheet);
    for (to, price) in
        [("US 20049", "2.00"), ("US 20050", "3.00"), ("US 20051", "2.00"), ("US 30099", "3.00")]
    {
        assert_eq!(net(&order("US 10001", to, "1 lb", "").rate(&carrier)), price, "{to}");
    }
    for (chart, expected) in [
        ("a,b\n1,2\n", "chart.csv: has no head; that of a zone chart is ZIP Code,Zone"),
        ("ZIP Code,Zone\n", "chart.csv: has no row; write one as 006---009,7"),
        (
            "ZIP Code,Zone\n5,1\n",
            "chart.csv:2:1: \"5\" is no ZIP code of three or five digits, nor a range of them; write 005, 006---009 or 96700",
        ),
        ("ZIP Code,Zone\n005,\n", "chart.csv:2:1: \"005\" has no zone; write it in the next cell"),
        ("ZIP Code,Zone\n009---006,1\n", "chart.csv:2:1: US 009-006 runs backwards; write 006-009"),
        (
            "ZIP Code,Zone\n005---009,1\n008---010,2\n",
            "chart.csv:3:1: US 005-009 (zone 1) and US 008-010 (zone 2) cross; nest them or part them",
        ),
        (
            "ZIP Code,Zone\n005,1\n005,2\n",
            "chart.csv:3:1: US 005 is both 1 (line 2) and 2 (line 3)",
        ),
    ] {
        let said = read(chart).map(|_| ()).unwrap_err();
        assert!(said.lines().any(|line| line == expected), "{said}");
    }
}

#[test]
fn a_reader_that_is_none_is_told() {
    let rules = USPS.replace("usps-zone-chart", "usps-zone-charts");
    assert_eq!(
        load(
            &format!("{rules}prices = {{ file = \"list.csv\", reader = \"usps\" }}\n"),
            &[("chart.csv", CHART)]
        )
        .unwrap_err()
        .to_string(),
        "sheet.toml:2:40: reader \"usps-zone-charts\" is unknown; known are usps-zone-chart, porto-data; did you mean \"usps-zone-chart\"?\n\
         sheet.toml:4:40: reader \"usps\" is unknown; known are usps-notice-123, porto-data"
    );
}

const POST: &str = "sheet = { format = 1, carrier = \"mula\", currency = \"EUR\", cells = \"gross\", valid = \"2026-01-01/2026-12-31\", origin = [\"DE\"] }\n\
    zones = { file = \"zones.json\", reader = \"porto-data\", tax = \"exempt\" }\n";
const ZONES: &str = r#"{"zones": [{"id": "home", "country_codes": ["DE"]}, {"id": "away", "country_codes": ["FR", "CH"]}]}"#;
/// One file with every table: a file is known by what is in it.
const TABLES: &str = r#"{
"unit": {"price": "cents", "currency": "EUR", "weight": "g"},
"weights": {"S": {"min": 0, "max": 20}, "M": {"min": 21, "max": 50}, "L": {"min": 51, "max": 500}},
"products": [
  {"id": "small", "zones": ["home", "away"], "effective_from": "2025-01-01", "effective_to": null},
  {"id": "middle", "zones": ["home"], "effective_from": "2025-01-01", "effective_to": "2026-08-31"},
  {"id": "large", "zones": ["home"]}],
"product_prices": [
  {"product_id": "small", "zone": "home", "weight_tier": "S", "price": [
    {"amount": 95, "effective_from": "2025-01-01", "effective_to": "2026-03-31"},
    {"amount": 100, "effective_from": "2026-05-01", "effective_to": null}]},
  {"product_id": "small", "zone": "away", "weight_tier": "S", "price": [{"amount": 125}]},
  {"product_id": "middle", "zone": "home", "weight_tier": "M", "price": [{"amount": 110}]},
  {"product_id": "large", "weight_tier": "L", "price": [{"amount": 180}]}],
"services": [
  {"id": "signed", "supported_zones": ["home", "away"], "combinable_with": ["insured"]},
  {"id": "dropped", "supported_zones": ["home"], "combinable_with": ["insured"]},
  {"id": "insured", "combinable_with": ["signed", "dropped"]}],
"service_prices": [
  {"service_id": "signed", "zone": "home", "price": [{"amount": 265, "effective_to": "2026-06-30"}, {"amount": 270, "effective_from": "2026-07-01"}]},
  {"service_id": "signed", "zone": "away", "price": [{"amount": 370}]},
  {"service_id": "dropped", "price": [{"amount": 235}]},
  {"service_id": "insured", "price": [{"amount": 250}]}]
}"#;
const SURCHARGES: &str = "surcharges = [{ id = \"signed\", when = \"option signature_any\", listed = \"signed\" }, { id = \"dropped\", when = \"option saturday\", listed = \"dropped\" }, { id = \"insured\", when = \"option insurance\", listed = \"insured\" }]\n";

fn post(service: &str, tables: &str) -> Result<Sheet, String> {
    let rules = format!("{POST}{service}");
    load(&rules, &[("tables.json", tables), ("zones.json", ZONES)])
        .map_err(|faults| faults.to_string())
}

fn letters(products: &str) -> String {
    format!(
        "[service.small]\nprices = {{ file = \"tables.json\", reader = \"porto-data\"{products} }}\n{SURCHARGES}"
    )
}

/// The price of the service `small`, or why it has none.
fn quoted(carrier: &SheetCarrier, order: &Order) -> String {
    let answer = carrier.quote(&order.request());
    if let Some(rate) = answer.rates.iter().find(|rate| rate.service.code == "small") {
        return rate.total.amount().to_string();
    }
    let of_small =
        |code: Option<&crate::model::Service>| code.is_some_and(|known| known.code == "small");
    let refused = answer.unavailable.iter().find(|refused| of_small(refused.service.as_ref()));
    refused.unwrap().why.clone()
}

#[test]
fn a_product_is_a_service_and_its_prices_go_by_their_days() {
    let sheet = post(&letters(""), TABLES).unwrap();
    let warnings: Vec<String> = sheet.warnings().iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        ["tables.json:9:58: step 20 g has no price from 2026-04-01 to 2026-04-30 (home)"]
    );
    let carrier = SheetCarrier::new(sheet);
    let of =
        |to: &str, weight: &str, day| quoted(&carrier, &order("DE 10115", to, weight, "").on(day));
    assert_eq!(of("DE", "20 g", "2026-03-31"), "0.95");
    assert_eq!(
        of("DE", "20 g", "2026-04-15"),
        "step 20 g has no price for zone home on 2026-04-15"
    );
    assert_eq!(of("DE", "20 g", "2026-05-04"), "1.00");
    assert_eq!(of("FR", "20 g", "2026-04-15"), "1.25");
    assert_eq!(
        of("DE", "20.5 g", "2026-05-04"),
        "billable weight 20.5 g is above the last step 20 g"
    );
}

#[test]
fn several_products_are_the_steps_of_one_service_while_they_are_there() {
    let carrier = SheetCarrier::new(
        post(&letters(", products = [\"small\", \"middle\", \"large\"]"), TABLES).unwrap(),
    );
    let of = |weight: &str, day| quoted(&carrier, &order("DE 10115", "DE", weight, "").on(day));
    assert_eq!(of("20 g", "2026-05-04"), "1.00");
    assert_eq!(of("20.5 g", "2026-05-04"), "1.10");
    assert_eq!(of("50.5 g", "2026-05-04"), "1.80");
    assert_eq!(of("20 g", "2026-04-15"), "step 20 g has no price for zone home on 2026-04-15");
    // The middle one is given up, and the large one takes what is lighter.
    assert_eq!(of("20.5 g", "2026-09-01"), "1.80");
}

#[test]
fn a_published_minimum_bans_where_the_sheet_says_so() {
    let away = "[service.away]\nprices = { file = \"tables.json\", reader = \"porto-data\", products = [\"small\"] }\n";
    let middle = format!("{away}{}", letters(", products = [\"middle\"]"));
    let of = |rules: &str, weight: &str| {
        quoted(
            &SheetCarrier::new(post(rules, TABLES).unwrap()),
            &order("DE 10115", "DE", weight, "").on("2026-05-04"),
        )
    };
    assert_eq!(of(&middle, "15 g"), "1.10");
    let banned = format!("{middle}least = true\n");
    assert_eq!(of(&banned, "20.000000001 g"), "1.10");
    assert_eq!(
        of(&banned, "20 g"),
        "up to 20 g there is no price: the published minimum is above it"
    );
    // What is lighter than the one left out is not the large one's either.
    let gap = format!("{}least = true\n", letters(", products = [\"small\", \"large\"]"));
    assert_eq!(of(&gap, "20 g"), "1.00");
    assert_eq!(of(&gap, "50 g"), "up to 50 g there is no price: the published minimum is above it");
    assert_eq!(of(&gap, "50.1 g"), "1.80");
}

#[test]
fn services_are_surcharges_by_zone_and_day_that_the_list_lets_together_or_not() {
    let carrier = SheetCarrier::new(post(&letters(""), TABLES).unwrap());
    let signed = |to: &str, day| {
        let mut order = order("DE 10115", to, "20 g", "").on(day);
        order.options.signature = Some(crate::model::Signature::Any);
        order
    };
    assert_eq!(quoted(&carrier, &signed("DE", "2026-06-30")), "3.65");
    assert_eq!(quoted(&carrier, &signed("DE", "2026-07-01")), "3.70");
    assert_eq!(quoted(&carrier, &signed("FR", "2026-07-01").insured("9 EUR")), "7.45");
    let mut both = signed("DE", "2026-07-01");
    both.options.saturday = true;
    assert_eq!(quoted(&carrier, &both), "signed and dropped are not to be had together");
    let mut dropped = order("DE 10115", "FR", "20 g", "").on("2026-07-01");
    dropped.options.saturday = true;
    assert_eq!(
        quoted(&carrier, &dropped),
        "surcharge \"dropped\" has no price for zone away on 2026-07-01"
    );
}

#[test]
fn faults_of_tables_name_file_line_and_column() {
    for (old, new, expected) in [
        (
            "\"cents\"",
            "\"pounds\"",
            "tables.json:2:19: prices are in \"pounds\"; this reader reads cents",
        ),
        ("\"EUR\"", "\"CHF\"", "tables.json:2:40: prices are in CHF, the sheet in EUR"),
        (
            "\"weight\": \"g\"",
            "\"weight\": \"stone\"",
            "tables.json:2:57: weights are in \"stone\"; this reader reads g and kg",
        ),
        (
            "\"weight_tier\": \"S\"",
            "\"weight_tier\": \"SS\"",
            "tables.json:9:58: tier \"SS\" is not in weights; did you mean \"S\"?",
        ),
        (
            "\"amount\": 95",
            "\"amount\": 0.95",
            "tables.json:10:16: 0.95 is no amount in cents; write whole cents, as 95",
        ),
        ("\"amount\": 95", "\"amount\": \"95\"", "tables.json:10:16: amount is no number"),
        ("\"amount\": 95, ", "", "tables.json:10:5: has no amount; write it in cents"),
        ("2026-03-31", "2026-02-30", "tables.json:10:68: 2026-02-30 is no date"),
        ("2026-03-31", "2024-03-31", "tables.json:10:5: effective_to is before effective_from"),
        (
            "2026-03-31",
            "2026-05-31",
            "tables.json:11:16: step 20 g is priced twice from 2026-05-01 to 2026-05-31 (line 9)",
        ),
        (
            "\"zone\": \"home\"",
            "\"zone\": \"hoem\"",
            "zones.json:1:19: zone \"home\" has no prices",
        ),
        (
            "\"product_id\": \"small\"",
            "\"product_id\": \"smal\"",
            "zones.json:1:19: zone \"home\" has no prices",
        ),
        (
            "[\"signed\", \"dropped\"]",
            "[\"signed\", \"droped\"]",
            "tables.json:18:51: \"droped\" is no service; did you mean \"dropped\"?",
        ),
        (
            "{\"min\": 0, \"max\": 20}",
            "{\"min\": 30, \"max\": 20}",
            "tables.json:3:18: tier \"S\" ends before it begins",
        ),
        (
            "\"product_prices\"",
            "\"prices\"",
            "tables.json: none of the files has product_prices; name the file that has them: files = [\"…\"]",
        ),
        (
            "\"weights\": {",
            "\"wights\": {",
            "tables.json: none of the files has weights; name the file that has them: files = [\"…\"]",
        ),
        (
            "\"products\": [",
            "\"products\": [,",
            "tables.json:4:14: this is no JSON: expected value",
        ),
    ] {
        assert!(TABLES.contains(old), "{old}");
        let said = post(&letters(""), &TABLES.replacen(old, new, 1)).map(|_| ()).unwrap_err();
        assert!(said.lines().any(|line| line == expected), "{said}\n{expected}");
    }
    assert_eq!(
        post(&letters(", products = [\"smal\"]"), TABLES).unwrap_err(),
        "sheet.toml:4:69: product \"smal\" has no prices; did you mean \"small\"?; name what the service is made of: products = [\"…\"]"
    );
}

#[test]
fn tables_that_nest_without_end_or_are_endless_are_refused() {
    let deep = "[".repeat(100_000);
    assert!(post(&letters(""), &deep).unwrap_err().starts_with("tables.json:1:"));
    let many = format!("{{\"product_prices\": [{}1]}}", "1,".repeat(20_000));
    assert!(
        post(&letters(""), &many)
            .unwrap_err()
            .contains("product_prices has more than 10000 elements")
    );
}

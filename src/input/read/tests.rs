use serde::{Deserialize, Serialize};

use super::*;
use crate::input::TextFormat;
use crate::model::{Address, Country, Dimensions, Money, Packaging, Weight};

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    to: Address,
    boxes: Vec<Case>,
    value: Option<Money>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    weight: Weight,
    size: Option<Dimensions>,
    count: u8,
    #[serde(default)]
    packed: Packaging,
    #[serde(default)]
    fragile: bool,
}

const WHOLE: &str = r#"
value = "12.50 EUR"
[to]
name = "Ana"
lines = ["Rua 1"]
city = "Lisboa"
postal_code = "1100-048"
country = "PT"
[[boxes]]
weight = { value = "2.5", unit = "kg" }
size = "30x20x10 cm"
count = 1
packed = { box = "M" }
"#;

fn order(content: &str) -> Result<Order, Complaints> {
    read(&Text::new("o.toml", content, TextFormat::Toml), |order: &Order| {
        let mut faults = Faults::none();
        let root = crate::model::Path::Root;
        order.to.check(&root.field("to"), &mut faults);
        if order.boxes.iter().any(|case| case.weight.is_zero()) {
            faults.add(&root.field("boxes").index(0).field("weight"), "is zero");
        }
        faults.into_result()
    })
}

fn faults(content: &str) -> Vec<String> {
    order(content).unwrap_err().iter().map(ToString::to_string).collect()
}

#[test]
fn a_whole_text_is_read_as_serde_reads_it() {
    let order = order(WHOLE).unwrap();
    assert_eq!(order.to.country, Country::PT);
    assert_eq!(order.boxes[0].weight, "2.5 kg".parse().unwrap());
    assert_eq!(order.boxes[0].packed, Packaging::Box("M".into()));
    let json = serde_json::to_string_pretty(&order).unwrap();
    let again: Order =
        read(&Text::new("o.json", json.clone(), TextFormat::Json), |_| Ok(())).unwrap();
    assert_eq!(serde_json::to_string_pretty(&again).unwrap(), json);
}

#[test]
fn an_unknown_field_is_told_with_its_line_and_what_was_probably_meant() {
    assert_eq!(
        faults(&WHOLE.replace("weight =", "wieght =")),
        ["o.toml:10:1: unknown field \"wieght\"; did you mean \"weight\"?"]
    );
    let shown = faults(&format!("{WHOLE}colour = \"red\""));
    assert_eq!(
        shown,
        ["o.toml:14:1: unknown field \"colour\"; known are weight, size, count, packed, fragile"]
    );
}

#[test]
fn a_missing_field_is_named_with_its_path() {
    assert_eq!(
        faults(&WHOLE.replace("country = \"PT\"\n", "")),
        ["o.toml:3:1: to.country is missing"]
    );
    assert_eq!(
        faults(&WHOLE.replace("count = 1\n", "")),
        ["o.toml:9:1: boxes[0].count is missing"]
    );
}

#[test]
fn every_fault_is_told_at_once() {
    let shown = faults(
        r#"
value = 12.5
valeu = 1
[to]
name = ""
lines = [12]
city = true
postal_code = 1100
country = "UK"
[[boxes]]
weight = { value = 2.5, unit = "kg" }
size = "30x20 cm"
count = 300
packed = "boxx"
fragile = "yes"
[[boxes]]
weight = { value = "-1", unit = "kgs" }
"#,
    );
    for part in [
        ":2:9: value: 12.5 would pass through a binary float; write it as text: \"12.5\"",
        ":3:1: unknown field \"valeu\"; did you mean \"value\"?",
        ":6:10: to.lines[0]: is the number 12; write it as text: \"12\"",
        ":7:8: to.city: is true; write text",
        ":8:15: to.postal_code: is the number 1100; write it as text: \"1100\"",
        ":9:11: to.country: \"UK\" is no ISO 3166 country; did you mean GB?",
        ":11:20: boxes[0].weight.value: 2.5 would pass through a binary float; write it as text: \"2.5\"",
        ":12:8: boxes[0].size: ",
        ":13:9: boxes[0].count: is 300; write a whole number from 0 to 255",
        ":14:10: boxes[0].packed: \"boxx\" is not known; did you mean \"box\"?",
        ":15:11: boxes[0].fragile: is text; write true or false",
        "17:33: boxes[1].weight.unit: \"kgs\" is not known; did you mean \"kg\"?",
        ":16:1: boxes[1].count is missing",
    ] {
        assert!(shown.iter().any(|line| line.contains(part)), "{part}\nin {shown:#?}");
    }
}

#[test]
fn a_text_that_is_something_else_altogether_says_so() {
    assert_eq!(
        faults("a = 1").iter().filter(|line| line.contains("missing")).count(),
        2,
        "{:?}",
        faults("a = 1")
    );
    let list = read::<Order>(&Text::new("o", "[1, 2]", TextFormat::Json), |_| Ok(())).unwrap_err();
    assert_eq!(list.to_string(), "o:1:1: is a list; write a table");
}

#[test]
fn floats_are_never_taken() {
    for digits in ["2.5", "nan", "inf", "-inf", "1e400", "1e3", "9999999999999999999999"] {
        let shown = faults(&WHOLE.replace("\"2.5\"", digits));
        assert_eq!(shown.len(), 1, "{shown:?}");
        assert!(shown[0].contains(&format!("boxes[0].weight.value: {digits} ")), "{shown:?}");
    }
}

#[test]
fn a_value_s_own_rules_are_told_with_their_line_and_not_about_stand_ins() {
    assert_eq!(
        faults(&WHOLE.replace("\"2.5\"", "\"0\"")),
        ["o.toml:10:1: boxes[0].weight: is zero"]
    );
    let shown = faults(&WHOLE.replace("country = \"PT\"", "country = \"portugal\""));
    assert_eq!(
        shown,
        ["o.toml:8:11: to.country: \"portugal\" is no ISO 3166 country; did you mean PT?"]
    );
}

#[test]
fn a_hostile_text_ends() {
    let many: Vec<_> = (0..2_000).map(|i| format!("field{i} = {i}")).collect();
    let many = many.join("\n");
    assert!(faults(&many).len() <= MOST_FAULTS);
}

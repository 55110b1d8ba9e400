//! Corners where two rules of a sheet meet: found by holding sheets against the oracle in `tests/sheet_oracle/`.

use super::{Order, SheetCarrier, lines, load, net, order};

/// A sheet with these zones and this service.
fn sheet(valid: &str, zones: &str, service: &str, prices: &str) -> SheetCarrier {
    let rules = format!(
        "sheet = {{ format = 1, carrier = \"mula\", currency = \"EUR\", cells = \"net\", valid = \"{valid}\", origin = [\"ES\"] }}\n\
         zones = {{ {zones} }}\n[service.paq]\n{service}"
    );
    SheetCarrier::new(
        load(&rules, &[("sheet.paq.csv", prices)]).unwrap_or_else(|faults| panic!("{faults}")),
    )
}

fn tiny(service: &str) -> SheetCarrier {
    sheet("2026-01-01/", "near = \"ES\"", service, "kg,near\n10,1.00\n")
}

fn two_kilos(to: &str) -> Order {
    order("ES 28013", to, "2 kg", "")
}

#[test]
fn a_code_is_not_needed_where_the_place_of_the_origin_makes_no_difference() {
    let one = sheet("2026-01-01/", "near = [\"ES\", \"ES same:2\"]", "", "kg,near\n10,1.00\n");
    assert_eq!(net(&two_kilos("ES").rate(&one)), "1.00");
    assert_eq!(net(&order("ES", "ES 08001", "2 kg", "").rate(&one)), "1.00");
    let zones = "near = \"ES same:2\", far = [\"ES\", \"ES 2\"]";
    let two = sheet("2026-01-01/", zones, "", "kg,near,far\n10,1.00,2.00\n");
    assert_eq!(two_kilos("ES").refusal(&two), "to.postal_code is needed to know the zone");
    assert_eq!(two_kilos("ES 2").refusal(&two), "to.postal_code is needed to know the zone");
    assert_eq!(net(&two_kilos("ES 1").rate(&two)), "2.00");
    let origin = order("ES", "ES 28013", "2 kg", "");
    assert_eq!(origin.refusal(&two), "from.postal_code is needed to know the zone");
}

#[test]
fn a_gap_in_the_sheet_of_the_day_is_told_rather_than_another_sheets_days() {
    let old = sheet("2025-01-01/2025-12-31", "near = \"ES\"", "", "kg,near\n10,1.00\n");
    let new =
        sheet("2026-01-01/", "near = \"ES\"", "valid = \"2026-12-01/\"\n", "kg,near\n10,1.00\n");
    let both = old.and(new.sheets()[0].clone()).unwrap();
    assert_eq!(
        two_kilos("ES 08001").refusal(&both),
        "no price on 2026-11-23; the first is from 2026-12-01"
    );
}

#[test]
fn of_two_heavier_rows_that_are_equally_cheap_the_nearer_is_named() {
    let carrier = sheet(
        "2026-01-01/",
        "near = \"ES\"",
        "breaks = \"lowest\"\n",
        "kg,near\n2,9.00\n3,7.00\n5,7.00\n",
    );
    let label = two_kilos("ES 08001").rate(&carrier).charges[0].label.clone();
    assert_eq!(label.as_deref(), Some("zone near, 2 kg: step 3 kg, cheaper than its own row"));
}

#[test]
fn of_a_group_of_parcels_and_shipment_the_dearer_side_is_charged_whole() {
    let group = |amount: &str| {
        tiny(&format!(
            "surcharges = [{{ id = \"light\", when = \"weight < 3 kg\", amount = \"4.00\", per = \"parcel\", group = \"g\" }}, \
             {{ id = \"heavy\", when = \"weight >= 3 kg\", amount = \"8.00\", per = \"parcel\", group = \"g\" }}, \
             {{ id = \"all\", amount = \"{amount}\", group = \"g\" }}]\n"
        ))
    };
    let order = two_kilos("ES 08001").and("3 kg", "");
    assert_eq!(lines(&order.rate(&group("6.00"))), "base 2.00, light 4.00, heavy 8.00");
    assert_eq!(lines(&order.rate(&group("12.00"))), "base 2.00, light 4.00, heavy 8.00");
    assert_eq!(lines(&order.rate(&group("12.01"))), "base 2.00, all 12.01");
}

#[test]
fn a_surcharge_of_other_days_needs_no_sides() {
    let carrier = tiny(
        "surcharges = [{ id = \"long\", valid = \"2026-12-01/\", when = \"longest > 1 m\", amount = \"1.00\", per = \"parcel\" }]\n",
    );
    let order = two_kilos("ES 08001");
    assert_eq!(lines(&order.rate(&carrier)), "base 1.00");
    let later = order.on("2026-12-02");
    assert_eq!(later.refusal(&carrier), "parcels[0].dimensions are needed and not given");
}

#[test]
fn what_is_all_in_boxes_is_held_to_no_limit_of_what_is_weighed() {
    let carrier = tiny(
        "weight = { count = \"sum-of-greater\", minimum = \"5 kg\" }\n\
         limits = { billable = \"4 kg\" }\n\
         flat = { tin = { price = \"3.00\", weight = \"5 kg\" } }\n",
    );
    let boxed = two_kilos("ES 08001").boxed("tin");
    assert_eq!(lines(&boxed.rate(&carrier)), "base 3.00");
    let refusal = boxed.and("1 kg", "").refusal(&carrier);
    assert_eq!(refusal, "parcels[0] billable 5 kg is over the limit 4 kg");
}

#[test]
fn a_box_without_sides_leaves_the_volume_of_a_shipment_open_wherever_it_stands() {
    let carrier = tiny(
        "flat = { tin = { price = \"3.00\", weight = \"5 kg\" } }\n\
         surcharges = [{ id = \"bulky\", when = \"shipment.volume > 1000 cm3\", amount = \"1.00\" }]\n",
    );
    let loose = order("ES 28013", "ES 08001", "2 kg", "20 x 20 x 20 cm");
    let last = loose.and("2 kg", "");
    let mut first = two_kilos("ES 08001").and("2 kg", "20 x 20 x 20 cm").boxed("tin");
    assert_eq!(lines(&first.rate(&carrier)), "base 4.00");
    first.parcels.reverse();
    assert_eq!(lines(&first.rate(&carrier)), "base 4.00");
    assert_eq!(last.refusal(&carrier), "parcels[1].dimensions are needed and not given");
}

#[test]
fn boxes_alone_are_held_to_no_least_weight_of_what_is_weighed_together() {
    let carrier = tiny(
        "weight = { count = \"sum-of-greater\", minimum = \"3 kg\" }\nlimits = { billable = \"2.5 kg\" }\n\
         flat = { tin = { price = \"3.00\", weight = \"5 kg\" } }\n",
    );
    assert_eq!(lines(&two_kilos("ES 08001").boxed("tin").rate(&carrier)), "base 3.00");
    assert_eq!(
        two_kilos("ES 08001").refusal(&carrier),
        "parcels[0] billable 3 kg is over the limit 2.5 kg"
    );
}

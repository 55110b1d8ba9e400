//! The rules of a service one by one: weights, limits, boxes, surcharges, tax, rounding.

use super::{Order, gross, lines, load, net, order, parcel};
use crate::model::Money;
use crate::tariff::SheetCarrier;

/// A sheet of one zone, `near`, taxed at 10 %, with this head and service.
fn sheet(head: &str, service: &str, prices: &str) -> Result<SheetCarrier, String> {
    let head =
        if head.contains("cells") { head.to_owned() } else { format!("cells = \"net\", {head}") };
    let rules = format!(
        "sheet = {{ format = 1, carrier = \"mula\", currency = \"EUR\", valid = \"2026-01-01/2026-12-31\", origin = [\"ES\"], {} }}\n\
         tax = {{ iva = [{{ percent = \"10\", from = \"2020-01-01\" }}] }}\n\
         [zone]\nnear = {{ to = [\"ES\"], tax = \"iva\" }}\n[service.paq]\n{service}\n",
        head.trim_end_matches(", ")
    );
    load(&rules, &[("sheet.paq.csv", prices)])
        .map(SheetCarrier::new)
        .map_err(|faults| faults.to_string())
}

fn service(rules: &str, prices: &str) -> SheetCarrier {
    sheet("", rules, prices).unwrap_or_else(|faults| panic!("{faults}"))
}

fn fault(rules: &str) -> String {
    sheet("", rules, PRICES).map(|_| ()).unwrap_err()
}

const PRICES: &str = "kg,near\n1,1.00\n2,2.00\n5,5.00\n30,30.00\n";

fn send(weight: &str, sides: &str) -> Order {
    order("ES 28013", "ES 08001", weight, sides)
}

#[test]
fn a_tolerance_lets_a_little_more_count_as_the_unit_and_the_rate_names_it() {
    let rules = "weight = { unit = \"1 kg\", tolerance = \"10 g\" }";
    let carrier = service(rules, PRICES);
    let said = |weight: &str| {
        let rate = send(weight, "").rate(&carrier);
        let named = rate.notices.iter().find(|notice| notice.text.contains("tolerance"));
        (net(&rate), named.map(|notice| notice.text.clone()))
    };
    let named = "1010 g was taken as 1 kg: the sheet has a tolerance of 10 g".to_owned();
    assert_eq!(said("1.01 kg"), ("1.00".to_owned(), Some(named)));
    assert_eq!(said("1010.000000001 g"), ("2.00".to_owned(), None));
    assert_eq!(said("1 kg"), ("1.00".to_owned(), None));
    assert_eq!(said("0.005 kg"), ("1.00".to_owned(), None));
}

#[test]
fn a_tolerance_is_of_the_sum_where_parcels_are_weighed_as_one_and_never_of_a_volume() {
    let carrier = |count: &str| {
        service(
            &format!(
                "weight = {{ unit = \"1 kg\", tolerance = \"10 g\", divisor = \"5000 cm3/kg\", no_sides = \"actual\", count = \"{count}\" }}"
            ),
            PRICES,
        )
    };
    for count in ["sum-of-greater", "greater-of-sums"] {
        let two = send("0.5 kg", "").and("0.505 kg", "");
        assert_eq!(net(&two.rate(&carrier(count))), "1.00", "{count}");
        // 5,025 cm³ are 1.005 kg by volume.
        assert_eq!(net(&send("0.1 kg", "20.1 x 25 x 10 cm").rate(&carrier(count))), "2.00");
    }
}

#[test]
fn a_tolerance_needs_a_unit_that_is_larger() {
    let expected = "tolerance is what may be above a multiple of unit and less than it: unit = \"1 lb\", tolerance = \"0.5 g\"";
    assert!(fault("weight = { tolerance = \"10 g\" }").ends_with(expected));
    assert!(fault("weight = { unit = \"1 g\", tolerance = \"1 g\" }").ends_with(expected));
}

#[test]
fn every_measure_has_a_limit_and_the_limit_itself_is_inside() {
    for (limit, inside, outside, refusal) in [
        (
            "longest = \"50 cm\"",
            "50 x 1 x 1 cm",
            "50.1 x 1 x 1 cm",
            "parcels[0] longest 50.1 cm is over the limit 50 cm",
        ),
        (
            "second = \"20 cm\"",
            "50 x 20 x 1 cm",
            "50 x 20.1 x 1 cm",
            "parcels[0] second 20.1 cm is over the limit 20 cm",
        ),
        (
            "shortest = \"9 cm\"",
            "9 x 50 x 20 cm",
            "9.1 x 50 x 20 cm",
            "parcels[0] shortest 9.1 cm is over the limit 9 cm",
        ),
        (
            "sum_of_sides = \"60 cm\"",
            "10 x 20 x 30 cm",
            "10.1 x 20 x 30 cm",
            "parcels[0] sum_of_sides 60.1 cm is over the limit 60 cm",
        ),
        (
            "length_plus_girth = \"90 cm\"",
            "30 x 20 x 10 cm",
            "30 x 20 x 10.1 cm",
            "parcels[0] length_plus_girth 90.2 cm is over the limit 90 cm",
        ),
        (
            "volume = \"6000 cm3\"",
            "30 x 20 x 10 cm",
            "30 x 20 x 11 cm",
            "parcels[0] volume 6600 cm3 is over the limit 6000 cm3",
        ),
        (
            "least.longest = \"15 cm\"",
            "15 x 1 x 1 cm",
            "14.9 x 1 x 1 cm",
            "parcels[0] longest 14.9 cm is under the least 15 cm",
        ),
        (
            "least.second = \"10 cm\"",
            "15 x 10 x 1 cm",
            "15 x 9 x 1 cm",
            "parcels[0] second 9 cm is under the least 10 cm",
        ),
    ] {
        let carrier = service(&format!("limits = {{ {limit} }}"), PRICES);
        assert_eq!(net(&send("1 kg", inside).rate(&carrier)), "1.00", "{limit}");
        assert_eq!(send("1 kg", outside).refusal(&carrier), refusal);
        assert_eq!(
            send("1 kg", "").refusal(&carrier),
            "parcels[0].dimensions are needed and not given"
        );
    }
}

#[test]
fn a_shipment_has_limits_of_its_own() {
    let three = || {
        send("1 kg", "30 x 20 x 10 cm")
            .and("1 kg", "30 x 20 x 10 cm")
            .and("1 kg", "30 x 20 x 10 cm")
    };
    for (limit, refusal) in [
        ("shipment.weight = \"2.9 kg\"", "shipment weight 3 kg is over the limit 2.9 kg"),
        ("shipment.parcels = \"2\"", "shipment parcels 3 is over the limit 2"),
        (
            "shipment.volume = \"17999 cm3\"",
            "shipment volume 18000 cm3 is over the limit 17999 cm3",
        ),
        ("shipment.billable = \"3.5 kg\"", "shipment billable 3.6 kg is over the limit 3.5 kg"),
        ("least.shipment.parcels = \"4\"", "shipment parcels 3 is under the least 4"),
    ] {
        let rules = format!("limits = {{ {limit} }}\nweight = {{ divisor = \"5000 cm3/kg\" }}");
        assert_eq!(three().refusal(&service(&rules, PRICES)), refusal);
    }
    let enough = "limits = { shipment.weight = \"3 kg\", shipment.parcels = \"3\", shipment.volume = \"18000 cm3\", shipment.billable = \"3.6 kg\" }\n\
        weight = { divisor = \"5000 cm3/kg\" }";
    assert_eq!(net(&three().rate(&service(enough, PRICES))), "6.00");
}

#[test]
fn a_limit_that_is_none_is_told() {
    for (limit, expected) in [
        (
            "longst = \"5 cm\"",
            "sheet.toml:6:12: limit \"longst\" is unknown; did you mean \"longest\"?",
        ),
        (
            "shipment.parcels = \"0\"",
            "sheet.toml:6:31: \"0\" is no number of parcels; write \"10\"",
        ),
        (
            "longest = \"5 cm\", least.longest = \"6 cm\"",
            "sheet.toml:6:36: least.longest is over the limit longest",
        ),
        (
            "least.billable = \"1 kg\"",
            "sheet.toml:6:18: least.billable: a least billable weight is a weight, not a limit; write weight = { minimum = \"1 kg\" }",
        ),
        (
            "girth = \"5 cm\"",
            "sheet.toml:6:12: limit \"girth\" is unknown; known are weight, billable, longest, second, shortest, sum_of_sides, length_plus_girth, volume, shipment.weight, shipment.billable, shipment.volume, shipment.parcels",
        ),
    ] {
        assert_eq!(fault(&format!("limits = {{ {limit} }}")), expected);
    }
}

const BOX: &str =
    "flat = { small = { price = \"4.00\", weight = \"3 kg\", inner = \"30 x 20 x 10 cm\" } }\n";

#[test]
fn a_flat_box_is_priced_where_the_parcel_is_in_it_and_needs_no_sides() {
    let rules = format!(
        "{BOX}weight = {{ divisor = \"5000 cm3/kg\" }}\nlimits = {{ longest = \"60 cm\" }}"
    );
    let carrier = service(&rules, PRICES);
    assert_eq!(net(&send("3 kg", "").boxed("small").rate(&carrier)), "4.00");
    assert_eq!(
        send("3.001 kg", "").boxed("small").refusal(&carrier),
        "parcels[0].weight is over 3 kg, the most in that box"
    );
    assert_eq!(
        send("1 kg", "").boxed("large").refusal(&carrier),
        "parcels[0].packaging is no box of this service"
    );
    // The same goods in a box of the shipper's: another rate.
    assert_eq!(net(&send("3 kg", "30 x 20 x 10 cm").rate(&carrier)), "5.00");
}

#[test]
fn what_is_in_a_flat_box_is_not_weighed_with_the_others() {
    for count in ["parcel", "sum-of-greater", "greater-of-sums"] {
        let carrier = service(&format!("{BOX}weight = {{ count = \"{count}\" }}"), PRICES);
        let mut order = send("1 kg", "").boxed("small");
        order.parcels.push(parcel("2 kg", ""));
        assert_eq!(net(&order.rate(&carrier)), "6.00", "{count}");
        let alone = send("1 kg", "").boxed("small").rate(&carrier);
        assert_eq!(net(&alone), "4.00", "{count}");
        assert_eq!(alone.charges[0].label.as_deref(), Some("zone near, 1 kg: flat small"));
    }
}

#[test]
fn a_flat_box_beside_published_gross_has_its_own() {
    let prices = "kg,near net,near gross\n30,10.00,11.00\n";
    let with = |flat: &str| {
        sheet("cells = \"net+gross\"", &format!("flat = {{ small = {{ {flat} }} }}"), prices)
    };
    let carrier = with("price = \"4.00\", gross = \"4.45\", weight = \"3 kg\"").unwrap();
    let rate = send("1 kg", "").boxed("small").rate(&carrier);
    assert_eq!((net(&rate), gross(&rate)), ("4.00".into(), "4.45".into()));
    let refused = |flat| with(flat).map(|_| ()).unwrap_err();
    assert_eq!(
        refused("price = \"4.00\", weight = \"3 kg\""),
        "sheet.toml:6:18: a flat box needs gross beside price, for cells are net+gross: { price = \"9.40\", gross = \"11.37\", weight = \"5 kg\" }"
    );
    assert_eq!(
        refused("price = \"4.00\", gross = \"3.99\", weight = \"3 kg\""),
        "sheet.toml:6:18: a flat box: gross is below price"
    );
    assert_eq!(
        fault("flat = { small = { price = \"4.00\", gross = \"5.00\", weight = \"3 kg\" } }"),
        "sheet.toml:6:44: gross stands beside net cells only; the sheet says cells = \"net+gross\" where it has both"
    );
}

#[test]
fn a_caller_learns_which_boxes_there_are_and_what_has_room_in_them() {
    let carrier = service(BOX, PRICES);
    let boxes: Vec<_> = carrier.sheets()[0].flat_boxes().collect();
    let [small] = boxes.as_slice() else { panic!("{boxes:?}") };
    assert_eq!((small.code, &*small.service.code), ("small", "paq"));
    assert_eq!(small.price, "4.00 EUR".parse::<Money>().unwrap());
    assert_eq!(small.most_weight, "3 kg".parse().unwrap());
    assert_eq!(small.has_room_for(super::dimensions("10 x 30 x 20 cm")), Some(true));
    assert_eq!(small.has_room_for(super::dimensions("30.1 x 20 x 10 cm")), Some(false));
}

#[test]
fn amounts_are_bounded_by_floor_and_cap_for_each_parcel_or_for_the_shipment() {
    let rules = |per: &str| {
        format!(
            "surcharges = [{{ id = \"handling\", amount = \"1.00 per kg\", floor = \"2.00\", cap = \"4.00\", per = \"{per}\" }}]"
        )
    };
    let parcels = || send("1 kg", "").and("3 kg", "").and("5 kg", "");
    assert_eq!(
        lines(&parcels().rate(&service(&rules("parcel"), PRICES))),
        "base 11.00, handling 9.00"
    );
    assert_eq!(
        lines(&parcels().rate(&service(&rules("shipment"), PRICES))),
        "base 11.00, handling 4.00"
    );
}

#[test]
fn a_shipments_surcharge_gives_way_to_one_of_its_parcels() {
    let rules = "surcharges = [{ id = \"long\", when = \"longest > 100 cm\", amount = \"3.00\", per = \"parcel\", group = \"size\" }, \
        { id = \"heavy\", when = \"shipment.weight > 5 kg\", amount = \"5.00\", group = \"size\" }, \
        { id = \"rural\", when = \"place in [ES 08]\", amount = \"1.00\", not_with = [\"long\"] }]\nweight = { no_sides = \"actual\" }";
    let carrier = service(rules, PRICES);
    let long = "101 x 1 x 1 cm";
    assert_eq!(lines(&send("2 kg", long).rate(&carrier)), "base 2.00, long 3.00");
    assert_eq!(
        lines(&send("4 kg", "").and("2 kg", "").rate(&carrier)),
        "base 7.00, heavy 5.00, rural 1.00"
    );
    assert_eq!(
        lines(&send("4 kg", long).and("2 kg", "").rate(&carrier)),
        "base 7.00, heavy 5.00, rural 1.00"
    );
    assert_eq!(lines(&send("4 kg", long).and("2 kg", long).rate(&carrier)), "base 7.00, long 6.00");
}

#[test]
fn percents_of_values_and_refusals_by_rule() {
    let rules = "surcharges = [{ id = \"liability\", percent = \"1 of declared value\" }, \
        { id = \"no-islands\", when = \"zone in [near] and shipment.parcels > 2\", refuse = \"at most two parcels go there\" }]";
    let carrier = service(rules, PRICES);
    let mut order = send("1 kg", "");
    assert_eq!(
        order.refusal(&carrier),
        "the declared value of each parcel must be known for surcharge \"liability\""
    );
    order.parcels[0].declared_value = Some("250 EUR".parse().unwrap());
    assert_eq!(lines(&order.rate(&carrier)), "base 1.00, liability 2.50");
    order.parcels.extend([parcel("1 kg", ""), parcel("1 kg", "")]);
    order
        .parcels
        .iter_mut()
        .for_each(|parcel| parcel.declared_value = Some("1 EUR".parse().unwrap()));
    assert_eq!(order.refusal(&carrier), "at most two parcels go there");
    order.parcels.truncate(2);
    order
        .parcels
        .iter_mut()
        .for_each(|p| p.declared_value = Some("900000000 EUR".parse().unwrap()));
    assert_eq!(order.refusal(&carrier), "the declared values together are out of range");
}

#[test]
fn fuel_whose_last_percent_has_ended_is_refused_or_taken_and_flagged() {
    let rules = |missing: &str| {
        format!(
            "surcharges = [{{ id = \"fuel\", percent = \"fuel.csv\", on = [\"base\"]{missing} }}]"
        )
    };
    let carrier = |missing: &str| {
        let text = format!(
            "sheet = {{ format = 1, carrier = \"mula\", currency = \"EUR\", cells = \"net\", valid = \"2026-01-01/\", origin = [\"ES\"] }}\n[zone]\nnear = {{ to = [\"ES\"], tax = \"exempt\" }}\n[service.paq]\n{}\n",
            rules(missing)
        );
        let fuel = "from,until,percent\n2026-01-01,2026-06-30,10\n";
        SheetCarrier::new(load(&text, &[("sheet.paq.csv", PRICES), ("fuel.csv", fuel)]).unwrap())
    };
    assert_eq!(
        send("1 kg", "").on("2026-07-01").refusal(&carrier("")),
        "fuel has no percent on 2026-07-01"
    );
    let rate = send("1 kg", "").on("2026-07-01").rate(&carrier(", missing = \"last\""));
    assert_eq!(lines(&rate), "base 1.00, fuel 0.10");
    assert!(
        rate.notices
            .iter()
            .any(|n| n.text == "a percent of the sheet has ended; the last one was taken")
    );
}

#[test]
fn a_minimum_raises_the_sum_of_its_lines_after_all_surcharges() {
    let rules = "discount = { percent = \"50\" }\nsurcharges = [{ id = \"cod\", when = \"option cod\", amount = \"2.00\", taxed = false }]\n\
        minimum = { amount = \"3.00\", on = [\"base\", \"discount\"] }";
    let rate = send("2 kg", "").cod("10 EUR").rate(&service(rules, PRICES));
    assert_eq!(lines(&rate), "base 2.00, discount -1.00, cod 2.00, minimum 2.00");
    // Tax on 3.00; the cash on delivery has none.
    assert_eq!((net(&rate), gross(&rate)), ("5.00".into(), "5.30".into()));
}

#[test]
fn tax_goes_by_the_hand_over_day() {
    let rules = "sheet = { format = 1, carrier = \"mula\", currency = \"EUR\", cells = \"net\", valid = \"2026-01-01/2026-12-31\", origin = [\"ES\"] }\n\
        tax = { iva = [{ percent = \"21\", from = \"2026-07-01\" }, { percent = \"10\", from = \"2026-03-01\", until = \"2026-06-30\" }] }\n\
        [zone]\nnear = { to = [\"ES\"], tax = \"iva\" }\n[service.paq]\n";
    let carrier = SheetCarrier::new(load(rules, &[("sheet.paq.csv", PRICES)]).unwrap());
    assert_eq!(gross(&send("1 kg", "").on("2026-06-30").rate(&carrier)), "1.10");
    assert_eq!(gross(&send("1 kg", "").on("2026-07-01").rate(&carrier)), "1.21");
    assert_eq!(
        send("1 kg", "").on("2026-02-02").refusal(&carrier),
        "the tax has no percent on 2026-02-02"
    );
    let warned = carrier.sheets()[0].warnings();
    assert_eq!(
        warned[0].to_string(),
        "sheet.toml:2:9: iva has no percent from 2026-01-01 to 2026-02-28"
    );
}

#[test]
fn percents_are_rounded_as_the_sheet_says() {
    let rules = "surcharges = [{ id = \"fuel\", percent = \"12.5\", on = [\"base\"] }]";
    for (rounding, fuel) in [
        ("half-up", "0.13"),
        ("half-even", "0.12"),
        ("up", "0.13"),
        ("down", "0.12"),
        ("to 0.05", "0.15"),
    ] {
        let head = format!("rounding = \"{rounding}\"");
        let carrier = sheet(&head, rules, PRICES).unwrap();
        assert_eq!(lines(&send("1 kg", "").rate(&carrier)), format!("base 1.00, fuel {fuel}"));
    }
    assert_eq!(
        sheet("rounding = \"nearest\"", "", PRICES).map(|_| ()).unwrap_err(),
        "sheet.toml:1:135: rounding \"nearest\" is unknown; write half-up, up, down, half-even or to 0.05"
    );
}

#[test]
fn prices_with_tax_inside_take_percents_of_the_gross_and_round_the_net_once() {
    let rules = "surcharges = [{ id = \"fuel\", percent = \"10\", on = [\"base\"] }, { id = \"stamp\", amount = \"1.00\", taxed = false }]";
    let carrier = sheet("cells = \"gross\"", rules, PRICES).unwrap();
    let rate = send("5 kg", "").rate(&carrier);
    assert_eq!(lines(&rate), "base 5.00, fuel 0.50, stamp 1.00");
    // 5.50 ÷ 1.10 = 5.00 beside 1.00 without tax.
    assert_eq!(
        (rate.total.to_string(), rate.tax.unwrap().to_string()),
        ("6.50 EUR".into(), "0.50 EUR".into())
    );
    assert!(rate.notices.iter().any(|n| n.text.contains("the tax was derived")));
}

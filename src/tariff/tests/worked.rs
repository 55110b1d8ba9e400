//! The worked prices of the sheet format's page, by their numbers there.

use super::{Order, fixture, gross, lines, net, order};

fn prairie(to: &str, weight: &str, sides: &str) -> Order {
    order("US 10001", to, weight, sides)
}

fn sierra(to: &str, weight: &str, sides: &str) -> Order {
    order("ES 28013", to, weight, sides)
}

fn andina(to: &str, weight: &str, sides: &str) -> Order {
    order("ES 28013", to, weight, sides)
}

fn prairie_price(order: &Order) -> String {
    net(&order.rate(&fixture("prairie")))
}

fn sierra_prices(order: &Order) -> (String, String) {
    let rate = order.rate(&fixture("sierra"));
    (net(&rate), gross(&rate))
}

fn andina_gross(order: &Order) -> String {
    gross(&order.rate(&fixture("andina")))
}

fn pair(net: &str, gross: &str) -> (String, String) {
    (net.to_owned(), gross.to_owned())
}

#[test]
fn price_1_and_2_a_gram_above_a_pound_is_two_pounds() {
    assert_eq!(prairie_price(&prairie("US 10001", "1 lb", "")), "6.10");
    assert_eq!(prairie_price(&prairie("US 10001", "453.6 g", "")), "6.70");
}

#[test]
fn price_3_to_6_the_most_specific_pattern_picks_the_zone() {
    assert_eq!(prairie_price(&prairie("US 96798", "4.2 lb", "")), "22.75");
    assert_eq!(prairie_price(&prairie("US 96799", "4.2 lb", "")), "38.40");
    assert_eq!(prairie_price(&prairie("US 09410", "2 lb", "")), "20.15");
    assert_eq!(
        prairie("US 00601", "2 lb", "").refusal(&fixture("prairie")),
        "no zone for US 00601"
    );
}

#[test]
fn price_7_and_8_volume_counts_strictly_above_its_bound() {
    assert_eq!(prairie_price(&prairie("US 60614", "2 lb", "12 x 12 x 12 in")), "10.15");
    assert_eq!(prairie_price(&prairie("US 60614", "2 lb", "12.1 x 12 x 12 in")), "46.40");
}

#[test]
fn price_9_and_10_a_floor_is_a_weight() {
    assert_eq!(prairie_price(&prairie("US 14201", "4 lb", "72 x 3 x 3 in")), "23.75");
    assert_eq!(prairie_price(&prairie("US 14201", "4 lb", "73 x 3 x 3 in")), "32.10");
}

#[test]
fn price_11_and_12_only_the_dearest_of_a_group_is_charged() {
    assert_eq!(prairie_price(&prairie("US 30301", "6 lb", "24 x 10 x 8 in")), "39.60");
    let rate = prairie("US 30301", "6 lb", "31 x 18 x 12 in").rate(&fixture("prairie"));
    assert_eq!(lines(&rate), "base 92.40, very-long 15.00, bulky 18.00");
    assert_eq!(net(&rate), "125.40");
}

#[test]
fn price_13_and_14_an_oversized_row_replaces_the_steps() {
    assert_eq!(prairie_price(&prairie("US 94105", "30 lb", "50 x 13 x 16 in")), "221.20");
    assert_eq!(prairie_price(&prairie("US 94105", "30 lb", "50 x 16 x 16 in")), "371.40");
}

#[test]
fn price_15_and_16_a_flat_box_costs_the_same_everywhere_and_a_limit_refuses() {
    assert_eq!(prairie_price(&prairie("US 94105", "12 lb", "").boxed("flat-s")), "9.40");
    assert_eq!(
        prairie("US 94105", "30 lb", "60 x 20 x 16 in").refusal(&fixture("prairie")),
        "parcels[0] length_plus_girth 132 in is over the limit 130 in"
    );
}

#[test]
fn price_17_to_20_a_published_cell_comes_out_as_it_was_published() {
    assert_eq!(sierra_prices(&sierra("ES 08001", "3 kg", "")), pair("6.45", "7.80"));
    assert_eq!(sierra_prices(&sierra("ES 08001", "3.001 kg", "")), pair("7.98", "9.66"));
    assert_eq!(sierra_prices(&sierra("ES 28901", "3 kg", "")), pair("4.60", "5.57"));
    assert_eq!(sierra_prices(&sierra("ES 07001", "0.9 kg", "")), pair("8.15", "9.85"));
}

#[test]
fn price_21_further_units_add_published_gross_cells() {
    assert_eq!(sierra_prices(&sierra("ES 08001", "24.2 kg", "")), pair("20.82", "25.17"));
}

#[test]
fn price_22_tax_is_rounded_once_on_all_lines_that_have_no_published_gross() {
    let rate = sierra("ES 07870", "2.5 kg", "").cod("180.00 EUR").rate(&fixture("sierra"));
    assert_eq!(lines(&rate), "base 11.90, formentera 3.20, cod 4.50");
    assert_eq!((net(&rate), gross(&rate)), pair("19.60", "23.72"));
}

#[test]
fn price_23_and_24_an_exempt_zone_has_no_tax() {
    let by_volume = sierra("ES 35001", "4.1 kg", "50 x 40 x 30 cm");
    assert_eq!(sierra_prices(&by_volume), pair("85.20", "85.20"));
    assert_eq!(sierra_prices(&sierra("ES 38900", "1 kg", "")), pair("21.10", "21.10"));
}

#[test]
fn price_25_and_26_floors_of_percents_and_a_zone_that_is_refused() {
    let insured = sierra("PT 1100", "5 kg", "").cod("90 EUR").insured("400 EUR");
    assert_eq!(sierra_prices(&insured), pair("17.20", "20.81"));
    assert_eq!(
        sierra("PT 9500-339", "5 kg", "").refusal(&fixture("sierra")),
        "Madeira and the Azores are not served"
    );
}

#[test]
fn price_27_and_28_beyond_the_peninsula() {
    assert_eq!(sierra_prices(&sierra("AD AD500", "21 kg", "")).1, "45.52");
    assert_eq!(sierra_prices(&sierra("ES 51001", "22 kg", "").cod("1000 EUR")).1, "106.40");
}

#[test]
fn price_29_and_30_fuel_then_the_minimum_then_tax() {
    let rate = andina("DE 10115", "0.4 kg", "").rate(&fixture("andina"));
    assert_eq!(lines(&rate), "base 18.40, fuel 3.40, minimum 3.20");
    assert_eq!(gross(&rate), "30.25");
    assert_eq!(andina_gross(&andina("DE 10115", "2.01 kg", "")), "38.57");
}

#[test]
fn price_31_and_32_a_remote_place_by_weight_with_a_floor() {
    assert_eq!(andina_gross(&andina("CH 8001", "7.2 kg", "40 x 30 x 20 cm")), "71.51");
    assert_eq!(andina_gross(&andina("CH 3920", "7.2 kg", "50 x 40 x 25 cm")), "112.69");
}

#[test]
fn price_33_the_sum_of_each_parcels_greater_weight() {
    let two = andina("US 10001", "12 kg", "60 x 40 x 40 cm").and("9.5 kg", "30 x 30 x 30 cm");
    let rate = two.rate(&fixture("andina"));
    assert_eq!(gross(&rate), "291.04");
    assert_eq!(rate.billed_weight, "29 kg".parse().ok());
}

#[test]
fn price_34_and_35_heavier_and_cheaper_as_published() {
    assert_eq!(andina_gross(&andina("DE 10115", "30 kg", "")), "143.09");
    assert_eq!(andina_gross(&andina("DE 10115", "30.2 kg", "60 x 50 x 40 cm")), "137.79");
}

#[test]
fn price_36_a_surcharge_of_a_parcel_with_fuel_on_it() {
    assert_eq!(andina_gross(&andina("DE 10115", "29.8 kg", "130 x 30 x 20 cm")), "174.64");
}

#[test]
fn price_37_a_remote_place_above_its_floor() {
    assert_eq!(andina_gross(&andina("NO 9170", "55 kg", "60 x 60 x 60 cm")), "358.46");
}

#[test]
fn price_38_no_fuel_on_cash_and_insurance() {
    let order = andina("DE 10115", "3 kg", "").cod("410.50 EUR").insured("1999.99 EUR");
    let rate = order.rate(&fixture("andina"));
    assert_eq!(lines(&rate), "base 26.90, fuel 4.98, cod 12.32, insurance 24.00");
    assert_eq!(gross(&rate), "82.52");
}

#[test]
fn price_39_to_41_fuel_and_validity_go_by_the_hand_over_day() {
    let order = || andina("CH 8001", "1 kg", "");
    assert_eq!(andina_gross(&order().on("2026-11-30")), "33.06");
    assert_eq!(andina_gross(&order().on("2026-12-01")), "33.27");
    assert_eq!(
        order().on("2027-01-04").refusal(&fixture("andina")),
        "no sheet valid on 2027-01-04"
    );
}

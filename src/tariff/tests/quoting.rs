//! What a rate from a sheet says beside its price, and what a sheet refuses.

use std::sync::Arc;

use super::{fixture, lines, load, net, order, place};
use crate::carrier::{Capabilities, Carrier, Operation, PurchaseKind, PurchaseSafety, VoidUnit};
use crate::model::{
    CarrierId, Cover, DeliversTo, Feature, FeatureOffer, Moment, Offer, Payer, PriceBasis,
    RateRequest, Signature, Time,
};
use crate::tariff::{SheetBefore, SheetCarrier};

fn sierra(to: &str, weight: &str) -> super::Order {
    order("ES 28013", to, weight, "")
}

fn madrid(weight: &str, sides: &str, rules: &str, prices: &str) -> super::SheetCarrier {
    let _ = (weight, sides);
    SheetCarrier::new(
        load(rules, &[("sheet.paq.csv", prices)]).unwrap_or_else(|faults| panic!("{faults}")),
    )
}

/// A sheet of one zone, `near`, with this service.
fn tiny(service: &str, prices: &str) -> SheetCarrier {
    let rules = format!(
        "sheet = {{ format = 1, carrier = \"mula\", currency = \"EUR\", cells = \"net\", valid = \"2026-01-01/\", origin = [\"ES\"] }}\n\
         [zone]\nnear = {{ to = [\"ES\"], tax = \"exempt\" }}\n[service.paq]\n{service}"
    );
    madrid("", "", &rules, prices)
}

#[test]
fn a_rate_says_zone_weight_lines_and_when_it_arrives() {
    let mut request =
        order("ES 28013", "PT 1100-048", "2.5 kg", "30 x 20 x 15 cm").on("2026-11-23").request();
    request.ready_at = Time::from_hms_opt(10, 0, 0);
    let rate = fixture("sierra").quote(&request).rates.remove(0);
    assert_eq!((rate.zone.as_deref(), rate.price_basis), (Some("portugal"), PriceBasis::Sheet));
    assert_eq!(rate.billed_weight.unwrap().to_string(), "2.5 kg");
    assert_eq!(rate.charges[0].label.as_deref(), Some("zone portugal, 2.5 kg: step 3 kg"));
    let delivery = &rate.delivery;
    assert_eq!(delivery.assumes_ship_date, "2026-11-23".parse().ok());
    assert_eq!(
        (delivery.earliest, delivery.date),
        ("2026-11-25".parse().ok(), "2026-11-25".parse().ok())
    );
    assert_eq!(delivery.business_days, Some(2));
    assert_eq!(rate.valid_until, Some("2026-11-23T17:00:00+01:00".parse::<Moment>().unwrap()));
    assert_eq!(rate.notices, []);
}

#[test]
fn what_is_ready_after_the_cut_off_is_handed_over_on_the_next_pick_up_day() {
    let mut request = sierra("ES 08001", "1 kg").on("2026-12-04").request();
    request.ready_at = Time::from_hms_opt(17, 1, 0);
    let rate = fixture("sierra").quote(&request).rates.remove(0);
    // Friday evening; Monday 7 and Tuesday 8 December are holidays in Madrid.
    assert_eq!(rate.delivery.assumes_ship_date, "2026-12-09".parse().ok());
    request.ready_at = Time::from_hms_opt(17, 0, 0);
    let rate = fixture("sierra").quote(&request).rates.remove(0);
    assert_eq!(rate.delivery.assumes_ship_date, "2026-12-04".parse().ok());
}

#[test]
fn a_time_that_is_not_said_is_taken_as_before_the_cut_off_and_the_rate_says_so() {
    let rate = sierra("ES 08001", "1 kg").on("2026-11-23").rate(&fixture("sierra"));
    assert_eq!(rate.delivery.assumes_ship_date, "2026-11-23".parse().ok());
    let said = "ready_at is not said; taken to be ready by 17:00 on 2026-11-23";
    assert!(rate.notices.iter().any(|notice| notice.text == said));
}

#[test]
fn days_that_are_not_known_are_not_zero() {
    let rate = order("US 10001", "US 96799", "1 lb", "").rate(&fixture("prairie"));
    assert_eq!((rate.delivery.date, rate.delivery.business_days), (None, None));
    assert_eq!(rate.delivery.assumes_ship_date, "2026-11-23".parse().ok());
}

#[test]
fn an_option_that_the_sheet_knows_is_inside_and_one_it_does_not_is_refused() {
    let cod = sierra("ES 08001", "1 kg").cod("50 EUR").insured("300 EUR");
    let rate = cod.rate(&fixture("sierra"));
    assert!(rate.features.contains(&FeatureOffer::new(Feature::Cod, Offer::Included)));
    assert_eq!(rate.cover, Some(Cover::included("300 EUR".parse().unwrap())));
    let plain = sierra("ES 08001", "1 kg").rate(&fixture("sierra"));
    assert!(
        plain.features.contains(&FeatureOffer::new(Feature::Cod, Offer::Offered { fee: None }))
    );
    let refusal = |change: &dyn Fn(&mut super::Order)| {
        let mut order = sierra("ES 08001", "1 kg");
        change(&mut order);
        order.refusal(&fixture("sierra"))
    };
    assert_eq!(
        refusal(&|order| order.options.saturday = true),
        "the sheet has no price for options.saturday"
    );
    assert_eq!(
        refusal(&|order| order.options.signature = Some(Signature::Adult { min_age: Some(18) })),
        "the sheet has no price for options.signature = \"adult_18\""
    );
    assert_eq!(
        refusal(&|order| order.options.payer = Payer::Recipient { account: "1".into() }),
        "the sheet has no price for options.payer"
    );
}

#[test]
fn a_sum_in_another_currency_is_refused_not_converted() {
    assert_eq!(
        sierra("ES 08001", "1 kg").cod("50 USD").refusal(&fixture("sierra")),
        "the cod amount is in USD, the sheet in EUR"
    );
}

#[test]
fn what_a_sheet_does_not_say_has_no_price() {
    for (from, to, weight, why) in [
        ("ES 07001", "ES 08001", "1 kg", "nothing is collected in ES 07001"),
        (
            "ES",
            "ES 08001",
            "1 kg",
            "from.postal_code is needed to know whether it is collected there",
        ),
        ("ES 28013", "ES", "1 kg", "to.postal_code is needed to know the zone"),
        ("ES 28013", "FR 75001", "1 kg", "no zone for FR 75001"),
        ("ES 28013", "ES 08001", "40.5 kg", "parcels[0] weight 40.5 kg is over the limit 40 kg"),
    ] {
        assert_eq!(order(from, to, weight, "").refusal(&fixture("sierra")), why);
    }
    assert_eq!(
        order("ES 28013", "ES 08001", "39 kg", "149 x 75 x 75 cm").refusal(&fixture("sierra")),
        "billable weight 167.625 kg is above the last step 40 kg"
    );
}

#[test]
fn a_step_owns_its_boundary_unless_it_says_less_than() {
    let owned = tiny("", "kg,near\n5,1.00\n10,2.00\n");
    let not_owned = tiny("", "kg,near\n<5,1.00\n10,2.00\n");
    let price = |carrier, weight| net(&sierra("ES 08001", weight).rate(carrier));
    assert_eq!(
        (price(&owned, "5 kg"), price(&owned, "5.000000001 kg")),
        ("1.00".into(), "2.00".into())
    );
    assert_eq!(
        (price(&not_owned, "4.999999999 kg"), price(&not_owned, "5 kg")),
        ("1.00".into(), "2.00".into())
    );
}

#[test]
fn a_blank_cell_is_not_offered_and_a_zero_is_a_price() {
    let carrier = tiny("", "kg,near\n1,0.00\n5,-\n10,2.00\n");
    assert_eq!(net(&sierra("ES 08001", "1 kg").rate(&carrier)), "0.00");
    assert_eq!(
        sierra("ES 08001", "2 kg").refusal(&carrier),
        "not offered to zone near at step 5 kg"
    );
}

#[test]
fn a_fact_that_is_not_known_is_refused_unless_the_sheet_says_otherwise() {
    let surcharge = |unknown: &str| {
        let rule = format!(
            "surcharges = [{{ id = \"residential\", when = \"residential\", amount = \"2.00\"{unknown} }}]\n"
        );
        tiny(&rule, "kg,near\n10,1.00\n")
    };
    let home = |known: Option<bool>| {
        let mut order = sierra("ES 08001", "1 kg");
        order.to.residential = known;
        order
    };
    assert_eq!(
        home(None).refusal(&surcharge("")),
        "to.residential must be known for surcharge \"residential\""
    );
    assert_eq!(lines(&home(None).rate(&surcharge(", unknown = \"skip\""))), "base 1.00");
    assert_eq!(
        lines(&home(None).rate(&surcharge(", unknown = \"apply\""))),
        "base 1.00, residential 2.00"
    );
    assert_eq!(lines(&home(Some(false)).rate(&surcharge(""))), "base 1.00");
}

#[test]
fn sides_that_are_needed_and_not_given_are_refused_or_flagged() {
    let strict = tiny("weight = { divisor = \"5000 cm3/kg\" }\n", "kg,near\n10,1.00\n");
    let lenient = tiny(
        "weight = { divisor = \"5000 cm3/kg\", no_sides = \"actual\" }\n",
        "kg,near\n10,1.00\n",
    );
    let bare = || sierra("ES 08001", "1 kg");
    assert_eq!(bare().refusal(&strict), "parcels[0].dimensions are needed and not given");
    assert!(
        bare().rate(&lenient).notices.iter().any(|notice| notice.text.contains("no dimensions"))
    );
}

#[test]
fn parcels_are_priced_each_and_added_unless_the_sheet_weighs_them_together() {
    let prices = "kg,near\n1,1.00\n5,3.00\n";
    let two = || sierra("ES 08001", "0.6 kg").and("0.6 kg", "");
    assert_eq!(net(&two().rate(&tiny("", prices))), "2.00");
    assert_eq!(
        net(&two().rate(&tiny("weight = { count = \"sum-of-greater\" }\n", prices))),
        "3.00"
    );
}

#[test]
fn a_box_that_no_sheet_names_is_refused_however_parcels_are_counted() {
    for service in ["", "weight = { count = \"sum-of-greater\" }\n"] {
        let carrier = tiny(service, "kg,near\n10,1.00\n");
        assert_eq!(
            sierra("ES 08001", "1 kg").boxed("flat-s").refusal(&carrier),
            "parcels[0].packaging is no box of this service"
        );
    }
}

#[test]
fn discount_cap_untaxed_line_and_exclusion() {
    let service = "discount = { percent = \"10\" }\n\
        surcharges = [{ id = \"a\", amount = \"5.00 per started kg\", cap = \"8.00\" }, { id = \"b\", amount = \"1.00\", not_with = [\"a\"] }, \
        { id = \"c\", percent = \"50\", on = [\"base\", \"discount\", \"a\"] }]\n";
    let rate = sierra("ES 08001", "1.5 kg").rate(&tiny(service, "kg,near\n10,2.50\n"));
    assert_eq!(lines(&rate), "base 2.50, discount -0.25, a 8.00, c 5.13");
}

#[test]
fn a_percent_of_the_declared_value_is_a_price_where_the_value_is_known() {
    let service = "surcharges = [{ id = \"care\", percent = \"2.5 of declared value\" }]\n";
    let carrier = tiny(service, "kg,near\n10,1.00\n");
    let mut order = sierra("ES 08001", "1 kg");
    assert_eq!(
        order.refusal(&carrier),
        "the declared value of each parcel must be known for surcharge \"care\""
    );
    order.parcels[0].declared_value = Some("200 EUR".parse().unwrap());
    assert_eq!(lines(&order.rate(&carrier)), "base 1.00, care 5.00");
}

#[test]
fn what_is_excluded_needs_no_fact_of_its_own() {
    let service = "surcharges = [{ id = \"a\", amount = \"1.00\" }, \
        { id = \"b\", percent = \"1 of declared value\", not_with = [\"a\"] }, \
        { id = \"c\", when = \"residential\", amount = \"2.00\", not_with = [\"a\"] }]\n";
    let rate = sierra("ES 08001", "1 kg").rate(&tiny(service, "kg,near\n10,1.00\n"));
    assert_eq!(lines(&rate), "base 1.00, a 1.00");
}

#[test]
fn an_amount_by_the_started_kilo_is_rounded_as_the_sheet_says() {
    let rules = "sheet = { format = 1, carrier = \"mula\", currency = \"EUR\", cells = \"net\", valid = \"2026-01-01/\", origin = [\"ES\"], rounding = \"to 0.05\" }\n\
        [zone]\nnear = { to = [\"ES\"], tax = \"exempt\" }\n[service.paq]\n\
        surcharges = [{ id = \"heavy\", amount = \"0.71 per started kg\" }, { id = \"fixed\", amount = \"0.71\" }]\n";
    let rate = sierra("ES 08001", "1.5 kg").rate(&madrid("", "", rules, "kg,near\n10,1.01\n"));
    assert_eq!(lines(&rate), "base 1.01, heavy 1.40, fixed 0.71");
}

#[test]
fn cells_finer_than_a_cent_are_rounded_once() {
    let rules = "sheet = { format = 1, carrier = \"mula\", currency = \"EUR\", cells = \"net\", valid = \"2026-01-01/\", origin = [\"ES\"], digits = 4 }\n\
        [zone]\nnear = { to = [\"ES\"], tax = \"exempt\" }\n[service.paq]\n";
    let carrier = madrid("", "", rules, "kg,near\n1,1.0000\n+0.1<=10,0.0333\n");
    // 1.0000 + 5 × 0.0333 = 1.1665
    assert_eq!(net(&sierra("ES 08001", "1.5 kg").rate(&carrier)), "1.17");
}

#[test]
fn prices_with_tax_inside_say_so_and_their_tax_is_derived() {
    let rules = "sheet = { format = 1, carrier = \"mula\", currency = \"EUR\", cells = \"gross\", valid = \"2026-01-01/\", origin = [\"ES\"] }\n\
        tax = { iva = [{ percent = \"21\", from = \"2012-09-01\" }] }\n\
        [zone]\nnear = { to = [\"ES\"], tax = \"iva\" }\n[service.paq]\n";
    let rate = sierra("ES 08001", "1 kg").rate(&madrid("", "", rules, "kg,near\n1,10.00\n"));
    assert_eq!((rate.total.to_string(), rate.total_includes_tax), ("10.00 EUR".into(), Some(true)));
    // 10.00 ÷ 1.21 = 8.264 → 8.26
    assert_eq!(rate.tax.unwrap().to_string(), "1.74 EUR");
}

#[test]
fn a_zone_free_of_tax_has_none_however_the_sheet_rounds() {
    let rules = "sheet = { format = 1, carrier = \"mula\", currency = \"EUR\", cells = \"gross\", valid = \"2026-01-01/\", origin = [\"ES\"], rounding = \"to 0.05\" }\n\
        [zone]\nnear = { to = [\"ES\"], tax = \"exempt\" }\n[service.paq]\n";
    let rate = sierra("ES 08001", "1 kg").rate(&madrid("", "", rules, "kg,near\n1,10.02\n"));
    assert_eq!(
        (rate.total.to_string(), rate.tax.unwrap().to_string()),
        ("10.02 EUR".into(), "0.00 EUR".into())
    );
}

#[test]
fn a_zone_whose_tax_is_not_stated_has_a_net_price_alone() {
    let rate = order("US 10001", "US 10001", "1 lb", "").rate(&fixture("prairie"));
    assert_eq!((rate.tax, rate.total_includes_tax), (None, Some(false)));
}

#[test]
fn a_region_pattern_needs_the_region_where_it_decides() {
    let rules = "sheet = { format = 1, carrier = \"mula\", currency = \"EUR\", cells = \"net\", valid = \"2026-01-01/\", origin = [\"ES\"] }\n\
        [zone]\nnear = { to = [\"ES-MD\"] }\nfar = { to = [\"ES\", \"ES 07\"] }\n[service.paq]\n";
    let carrier = madrid("", "", rules, "kg,near,far\n1,1.00,2.00\n");
    let to = |region: Option<&str>, code: &str| {
        let mut order = sierra("ES 28001", "1 kg");
        order.to = place(&format!("ES {code}"));
        order.to.region = region.map(str::to_owned);
        order
    };
    assert_eq!(net(&to(Some("MD"), "28001").rate(&carrier)), "1.00");
    assert_eq!(net(&to(Some("CT"), "08001").rate(&carrier)), "2.00");
    assert_eq!(to(None, "28001").refusal(&carrier), "to.region is needed to know the zone");
    assert_eq!(net(&to(None, "07001").rate(&carrier)), "2.00");
}

#[derive(Debug)]
struct Behind;

#[async_trait::async_trait]
impl Carrier for Behind {
    fn id(&self) -> CarrierId {
        CarrierId::new("behind").unwrap()
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { buy_label: true, void: VoidUnit::Shipment, ..Capabilities::default() }
    }

    fn purchase_safety(&self, _: PurchaseKind) -> PurchaseSafety {
        PurchaseSafety::findable(true)
    }
}

#[test]
fn a_sheet_before_a_carrier_prices_and_leaves_the_rest_to_it() {
    let id = CarrierId::new("sierra-outlet").unwrap();
    let carrier = SheetBefore::new(fixture("sierra").named(id.clone()), Arc::new(Behind));
    assert_eq!(carrier.id(), id);
    assert!(carrier.capabilities().rates && carrier.capabilities().buy_label);
    assert_eq!(carrier.purchase_safety(PurchaseKind::Label), PurchaseSafety::findable(true));
    assert_eq!(carrier.unsupported(Operation::Track).carrier(), &id);
}

#[test]
fn a_door_service_does_not_go_to_a_point_and_a_point_service_goes_to_that_point() {
    let json = r#"{"point": {"id": "P77", "address": {"city": "Barcelona", "postal_code": "08001", "country": "ES"}},
        "recipient": {"name": "Ana", "city": "Barcelona", "country": "ES"}}"#;
    let mut shipment = (*sierra("ES 08001", "1 kg").request().shipment).clone();
    shipment.to = serde_json::from_str(json).unwrap();
    let request = RateRequest::new(shipment, "2026-11-23".parse().unwrap());
    let door = tiny("", "kg,near\n10,1.00\n").quote(&request);
    assert_eq!(door.unavailable[0].why, "the sheet has no price for delivery to a service point");
    let point = tiny("level = \"point\"\n", "kg,near\n10,1.00\n").quote(&request);
    assert!(
        matches!(&point.rates[0].delivers_to, Some(DeliversTo::Point(point)) if point.id == "P77")
    );
}

#[test]
fn the_most_specific_origin_picks_the_chart_and_no_other_is_looked_up() {
    let rules = "sheet = { format = 1, carrier = \"mula\", currency = \"EUR\", cells = \"net\", valid = \"2026-01-01/\", origin = [\"ES\"] }\n\
        zones = \"chart.csv\"\n[service.paq]\n";
    let chart = "origin,destination,zone\nES,ES,2\nES 08,ES 08,1\nES,PT,3\nES 08,ES,4\n";
    let files = [("sheet.paq.csv", "kg,1,2,3,4\n1,1.00,2.00,3.00,4.00\n"), ("chart.csv", chart)];
    let carrier =
        SheetCarrier::new(load(rules, &files).unwrap_or_else(|faults| panic!("{faults}")));
    let price = |from, to| net(&order(from, to, "1 kg", "").rate(&carrier));
    assert_eq!(price("ES 28013", "ES 08001"), "2.00");
    assert_eq!(price("ES 08001", "ES 08002"), "1.00");
    assert_eq!(price("ES 08001", "ES 28013"), "4.00");
    assert_eq!(price("ES 28013", "PT 1100"), "3.00");
    assert_eq!(order("ES 08001", "PT 1100", "1 kg", "").refusal(&carrier), "no zone for PT 1100");
}

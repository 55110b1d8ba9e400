use super::*;
use crate::model::{Country, Weight};

fn document() -> ShipmentDocument {
    let from = Address::new(Country::ES)
        .with_company("Tienda")
        .with_line("Calle Mayor 1")
        .with_city("35001", "Las Palmas");
    let to = Address::new(Country::PT)
        .with_name("Ana Reis")
        .with_line("Rua Augusta 12")
        .with_city("1100-048", "Lisboa");
    ShipmentDocument::new(Shipment::new(from, to, vec![Parcel::new(Weight::from_grams(2_500))]))
}

fn at(text: &str) -> OffsetDateTime {
    text.parse().unwrap()
}

#[test]
fn a_document_without_a_day_is_ready_now_by_the_clock_of_the_origin() {
    let request = document().rate_request(at("2026-11-24T00:30:00+01:00"));
    assert_eq!(request.ready(), "2026-11-23T23:30:00".parse().ok());
    let request = document().rate_request(at("2026-11-23T23:59:30Z"));
    assert_eq!(request.ready(), "2026-11-24T00:00:00".parse().ok(), "not ready a minute too early");
}

#[test]
fn a_day_that_is_given_is_not_touched_and_its_time_is_not_invented() {
    let mut document = document();
    document.ship_on = "2026-12-01".parse().ok();
    let request = document.rate_request(at("2026-11-23T12:00:00+01:00"));
    assert_eq!((request.ship_on.to_string().as_str(), request.ready_at), ("2026-12-01", None));
}

#[test]
fn a_place_whose_zone_is_not_known_takes_the_clock_of_the_asker() {
    let mut document = document();
    document.from = Address::new(Country::US).with_company("Shop").with_line("1 Main St");
    let request = document.rate_request(at("2026-11-23T12:00:00-05:00"));
    assert_eq!(request.ready(), "2026-11-23T12:00:00".parse().ok());
}

#[cfg(feature = "config")]
mod reading {
    use super::*;
    use crate::input::{Complaints, Text, TextFormat};

    const EXAMPLES: [&str; 4] =
        ["madrid-lisboa.toml", "canarias.toml", "two-parcels-cod.json", "service-point.toml"];

    fn example(name: &str) -> std::path::PathBuf {
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/orders").join(name)
    }

    fn read(content: &str) -> Result<ShipmentDocument, Complaints> {
        ShipmentDocument::read(&Text::new("order.toml", content, TextFormat::Toml))
    }

    fn madrid_lisboa() -> String {
        std::fs::read_to_string(example("madrid-lisboa.toml")).unwrap()
    }

    #[test]
    fn every_example_is_read_and_survives_json() {
        for name in EXAMPLES {
            let document = ShipmentDocument::open(&example(name)).unwrap();
            let json = serde_json::to_string(&document).unwrap();
            let again = ShipmentDocument::read(&Text::new("o.json", json, TextFormat::Json));
            assert_eq!(again.unwrap(), document, "{name}");
        }
    }

    #[test]
    fn every_fault_of_a_shipment_is_told_with_its_line() {
        let broken = madrid_lisboa()
            .replace("2.5 kg", "-2.5 kg")
            .replace("postal_code = \"1100-048\"", "postal_code = \"1100-48\"")
            .replace("country = \"PT\"", "countri = \"PT\"")
            .replace("business_days = 3", "arrive_by = \"2026-02-30\"\nmax_price = \"9 EURO\"");
        let shown = read(&broken).unwrap_err().to_string();
        let lines: Vec<_> = shown.lines().collect();
        let starts = [
            "order.toml:18:1: unknown field \"countri\"; did you mean \"country\"?",
            "order.toml:23:10: parcels[0].weight: -2.5 is below nothing",
            "order.toml:32:13: constraints.arrive_by: \"2026-02-30\" is no day; write 2026-11-25",
            "order.toml:33:13: constraints.max_price: \"EURO\"",
        ];
        assert_eq!(lines.len(), starts.len(), "{shown}");
        for (line, start) in lines.iter().zip(starts) {
            assert!(line.starts_with(start), "{start}\nin {shown}");
        }
    }

    #[test]
    fn an_order_of_zero_parcels_and_a_parcel_of_zero_weight_are_told_apart() {
        let shown = read(&madrid_lisboa().replace("2.5 kg", "0 kg")).unwrap_err().to_string();
        assert!(shown.starts_with("order.toml:23:1: parcels[0].weight: is zero"), "{shown}");
        let none = madrid_lisboa();
        let (before, after) = none.split_once("[[parcels]]").unwrap();
        let (_, after) = after.split_once("[[references]]").unwrap();
        let shown =
            read(&format!("parcels = []\n{before}[[references]]{after}")).unwrap_err().to_string();
        assert!(shown.contains(":1:1: parcels: is empty"), "{shown}");
        let shown = read(&format!("{before}[[references]]{after}")).unwrap_err().to_string();
        assert!(shown.contains("parcels is missing"), "{shown}");
    }

    #[test]
    fn a_time_without_its_day_is_a_fault() {
        let shown =
            read(&madrid_lisboa().replace("business_days = 3", "arrive_by_time = 10:30:00"))
                .unwrap_err()
                .to_string();
        assert_eq!(
            shown,
            "order.toml:32:1: constraints.arrive_by_time: needs arrive_by, the day, beside it"
        );
    }
}

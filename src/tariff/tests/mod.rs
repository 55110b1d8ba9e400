//! Sheets by example: the worked prices, the faults of loading, what holds for every sheet.

mod dated;
mod faults;
mod faults_of_rules;
mod hostile;
mod prices;
mod properties;
mod published;
mod quoting;
mod rules;
mod worked;

use std::sync::LazyLock;

use super::{Sheet, SheetCarrier, SourceError};
use crate::model::{
    Address, Cod, Country, Dimensions, Length, LengthUnit, Options, Packaging, Parcel, Rate,
    RateRequest, Shipment,
};

/// One of the sheets kept under `fixtures/sheets`.
fn fixture(name: &str) -> SheetCarrier {
    static LOADED: LazyLock<Vec<SheetCarrier>> = LazyLock::new(|| {
        let load = |name: &&str| {
            let path = format!("{}/fixtures/sheets/{name}.toml", env!("CARGO_MANIFEST_DIR"));
            SheetCarrier::new(Sheet::load(path).unwrap_or_else(|faults| panic!("{faults}")))
        };
        ["prairie", "sierra", "andina"].iter().map(load).collect()
    });
    LOADED.iter().find(|carrier| carrier.sheets()[0].carrier().as_str() == name).unwrap().clone()
}

/// A shipment in few words.
struct Order {
    from: Address,
    to: Address,
    parcels: Vec<Parcel>,
    options: Options,
    day: &'static str,
}

fn place(text: &str) -> Address {
    let (country, code) =
        text.split_once(' ').map_or((text, None), |(country, code)| (country, Some(code)));
    let mut address = Address::new(Country::parse(country).unwrap());
    address.postal_code = code.map(str::to_owned);
    address
}

/// A parcel of a weight and, if not empty, sides as `12 x 12 x 13 in`.
fn parcel(weight: &str, sides: &str) -> Parcel {
    let parcel = Parcel::new(weight.parse().unwrap());
    if sides.is_empty() { parcel } else { parcel.with_dimensions(dimensions(sides)) }
}

fn dimensions(text: &str) -> Dimensions {
    let (sides, unit) = text.rsplit_once(' ').unwrap();
    let unit = if unit == "in" { LengthUnit::In } else { LengthUnit::Cm };
    let side: Vec<_> =
        sides.split(" x ").map(|side| Length::new(side.parse().unwrap(), unit).unwrap()).collect();
    Dimensions::new(side[0], side[1], side[2])
}

fn order(from: &str, to: &str, weight: &str, sides: &str) -> Order {
    Order {
        from: place(from),
        to: place(to),
        parcels: vec![parcel(weight, sides)],
        options: Options::default(),
        day: "2026-11-23",
    }
}

impl Order {
    fn cod(mut self, amount: &str) -> Self {
        self.options.cod = Some(Cod::new(amount.parse().unwrap()));
        self
    }

    fn insured(mut self, amount: &str) -> Self {
        self.options.insurance = Some(amount.parse().unwrap());
        self
    }

    fn boxed(mut self, code: &str) -> Self {
        self.parcels[0].packaging = Packaging::Box(code.to_owned());
        self
    }

    fn and(mut self, weight: &str, sides: &str) -> Self {
        self.parcels.push(parcel(weight, sides));
        self
    }

    fn on(mut self, day: &'static str) -> Self {
        self.day = day;
        self
    }

    fn request(&self) -> RateRequest {
        let mut shipment = Shipment::new(self.from.clone(), self.to.clone(), self.parcels.clone());
        shipment.options = self.options.clone();
        RateRequest::new(shipment, self.day.parse().unwrap())
    }

    fn rate(&self, carrier: &SheetCarrier) -> Rate {
        let mut answer = carrier.quote(&self.request());
        assert!(answer.unavailable.is_empty(), "{:?}", answer.unavailable);
        answer.rates.remove(0)
    }

    fn refusal(&self, carrier: &SheetCarrier) -> String {
        let mut answer = carrier.quote(&self.request());
        assert!(answer.rates.is_empty(), "{:?}", answer.rates);
        answer.unavailable.remove(0).why
    }
}

fn net(rate: &Rate) -> String {
    assert_eq!(rate.total_includes_tax, Some(false));
    assert_eq!(rate.charges_agree(), Some(true), "{rate:?}");
    rate.total.amount().to_string()
}

fn gross(rate: &Rate) -> String {
    rate.total.checked_add(rate.tax.unwrap()).unwrap().amount().to_string()
}

/// The lines as `base 6.45, cod 4.50`.
fn lines(rate: &Rate) -> String {
    let line = |charge: &crate::model::Charge| {
        format!("{} {}", charge.code.as_deref().unwrap_or(""), charge.amount.amount())
    };
    rate.charges.iter().map(line).collect::<Vec<_>>().join(", ")
}

/// Loads texts; `sheet.toml` first.
fn load(rules: &str, files: &[(&str, &str)]) -> Result<Sheet, super::SheetFaults> {
    Sheet::from_sources("sheet.toml", |name| {
        if name == "sheet.toml" {
            return Ok(rules.to_owned());
        }
        let found = files.iter().find(|(known, _)| *known == name);
        found.map(|(_, text)| (*text).to_owned()).ok_or_else(|| SourceError::new("is not there"))
    })
}

//! Why a sheet has no price: in words and numbers, never a nearest guess.

use super::compiled::{Compiled, Quantity, ServiceRules, What};
use super::condition::Fact;
use super::number::{show_end, show_length, show_weight};
use super::places::{Lacking, ZoneNo};
use crate::model::{Date, LengthUnit, Shipment};

/// Why there is no price. Small, for it is made where nothing is allocated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    OriginNotServed,
    OriginLacking,
    NoZone,
    ZoneLacking(Lacking),
    ZoneRefused {
        zone: ZoneNo,
    },
    NoSides {
        parcel: usize,
    },
    OverLimit {
        quantity: Quantity,
        value: i128,
        most: i128,
        parcel: usize,
    },
    UnderLimit {
        quantity: Quantity,
        value: i128,
        least: i128,
        parcel: usize,
    },
    AboveLastStep {
        billable: i64,
        most: i64,
    },
    NotOffered {
        row: usize,
    },
    UnknownBox {
        parcel: usize,
    },
    BoxTooHeavy {
        parcel: usize,
        most: i64,
    },
    BoxNotThere {
        parcel: usize,
    },
    /// `None`: a special row or a box.
    Unknown {
        surcharge: Option<usize>,
        fact: Fact,
    },
    ByRule {
        surcharge: usize,
    },
    NoPercent {
        surcharge: usize,
    },
    NoValue {
        surcharge: usize,
    },
    /// Of a surcharge by zones.
    NoAmount {
        surcharge: usize,
    },
    NoTax,
    OutOfRange,
}

/// What the words are about.
pub(super) struct About<'a> {
    pub(super) sheet: &'a Compiled,
    pub(super) service: &'a ServiceRules,
    pub(super) shipment: &'a Shipment,
    pub(super) day: Date,
    pub(super) zone: Option<ZoneNo>,
}

impl Refusal {
    pub(super) fn words(self, about: &About<'_>) -> String {
        let unit = about.service.table.unit;
        let weight = |nanograms| show_weight(nanograms, unit);
        let parcel = |index: usize| format!("parcels[{index}]");
        match self {
            Self::OriginNotServed => format!("nothing is collected in {}", from(about.shipment)),
            Self::OriginLacking => {
                "from.postal_code is needed to know whether it is collected there".to_owned()
            }
            Self::NoZone => format!("no zone for {}", to(about.shipment)),
            Self::ZoneLacking(lacking) => format!("{} is needed to know the zone", lacking.field()),
            Self::ZoneRefused { zone } => {
                about.sheet.zone(zone).and_then(|zone| zone.refuse.clone()).unwrap_or_default()
            }
            Self::NoSides { parcel: index } => {
                format!("{}.dimensions are needed and not given", parcel(index))
            }
            Self::OverLimit { quantity, value, most, parcel: index } => {
                let (value, most) = (show(quantity, value, about), show(quantity, most, about));
                format!("{} {value} is over the limit {most}", measured(quantity, index))
            }
            Self::UnderLimit { quantity, value, least, parcel: index } => {
                let (value, least) = (show(quantity, value, about), show(quantity, least, about));
                format!("{} {value} is under the least {least}", measured(quantity, index))
            }
            Self::AboveLastStep { billable, most } => {
                format!(
                    "billable weight {} is above the last step {}",
                    weight(billable),
                    weight(most)
                )
            }
            Self::NotOffered { row } => not_offered(row, about),
            Self::UnknownBox { parcel: index } => {
                format!("{}.packaging is no box of this service", parcel(index))
            }
            Self::BoxTooHeavy { parcel: index, most } => {
                format!("{}.weight is over {}, the most in that box", parcel(index), weight(most))
            }
            Self::BoxNotThere { parcel: index } => {
                format!("{}.packaging is a box that is not for this shipment", parcel(index))
            }
            Self::Unknown { surcharge, fact } => {
                let rule = surcharge.map_or("a special row or a box".to_owned(), |index| {
                    format!("surcharge \"{}\"", id(about.service, index))
                });
                let field = match fact {
                    Fact::Sides => "the dimensions of each parcel",
                    Fact::Residential => "to.residential",
                    Fact::DeclaredValue => "the declared value of each parcel",
                    Fact::Place(lacking) => lacking.field(),
                };
                format!("{field} must be known for {rule}")
            }
            Self::ByRule { surcharge } => {
                match about.service.surcharges.get(surcharge).map(|s| &s.what) {
                    Some(What::Refuse(words)) => words.clone(),
                    _ => String::new(),
                }
            }
            Self::NoPercent { surcharge } => {
                format!("{} has no percent on {}", id(about.service, surcharge), about.day)
            }
            Self::NoValue { surcharge } => {
                format!(
                    "the declared value of each parcel must be known for surcharge \"{}\"",
                    id(about.service, surcharge)
                )
            }
            Self::NoAmount { surcharge } => format!(
                "surcharge \"{}\" has no price for zone {} on {}",
                id(about.service, surcharge),
                zone_name(about),
                about.day
            ),
            Self::NoTax => format!("the tax has no percent on {}", about.day),
            Self::OutOfRange => {
                "the shipment is out of the range of numbers that prices are made of".to_owned()
            }
        }
    }
}

fn zone_name<'a>(about: &About<'a>) -> &'a str {
    about.zone.and_then(|zone| about.sheet.zone(zone)).map_or("", |zone| &zone.name)
}

fn not_offered(row: usize, about: &About<'_>) -> String {
    let table = &about.service.table;
    let name = row_name(about.service, row);
    if table.below.contains(&row) {
        let end = table.steps.get(row).copied().unwrap_or(0);
        return match show_end(end, table.unit) {
            (least, true) => {
                format!("up to {least} there is no price: the published minimum is above it")
            }
            (least, false) => format!("below {least}, the published minimum, there is no price"),
        };
    }
    if about.zone.is_some_and(|zone| table.lapsed.binary_search(&(row, zone)).is_ok()) {
        let zone = zone_name(about);
        return format!("{name} has no price for zone {zone} on {}", about.day);
    }
    format!("not offered to zone {} at {name}", zone_name(about))
}

/// `parcels[0] longest`, `shipment weight`.
fn measured(quantity: Quantity, parcel: usize) -> String {
    match quantity.name().split_once('.') {
        Some((shipment, of_it)) => format!("{shipment} {of_it}"),
        None => format!("parcels[{parcel}] {}", quantity.name()),
    }
}

impl Lacking {
    /// What is missing, as a shipment calls it.
    pub(super) fn field(self) -> &'static str {
        match self {
            Self::DestinationCode => "to.postal_code",
            Self::DestinationRegion => "to.region",
            Self::OriginCode => "from.postal_code",
        }
    }
}

fn id(service: &ServiceRules, surcharge: usize) -> &str {
    service.surcharges.get(surcharge).map_or("", |surcharge| &surcharge.id)
}

fn from(shipment: &Shipment) -> String {
    place(&shipment.from)
}

fn to(shipment: &Shipment) -> String {
    place(shipment.to.place())
}

fn place(address: &crate::model::Address) -> String {
    match address.postal_code.as_deref() {
        Some(code) => format!("{} {}", address.country, code.trim()),
        None => address.country.to_string(),
    }
}

fn show(quantity: Quantity, value: i128, about: &About<'_>) -> String {
    let unit = about.service.table.unit;
    let narrow = i64::try_from(value).unwrap_or(i64::MAX);
    match quantity {
        Quantity::Weight
        | Quantity::Billable
        | Quantity::ShipmentWeight
        | Quantity::ShipmentBillable => show_weight(narrow, unit),
        Quantity::ShipmentParcels => value.to_string(),
        Quantity::Volume | Quantity::ShipmentVolume => match Quantity::length_unit(unit) {
            LengthUnit::In => format!("{} in3", value / (25_400 * 25_400 * 25_400)),
            _ => format!("{} cm3", value / (10_000 * 10_000 * 10_000)),
        },
        _ => show_length(narrow, Quantity::length_unit(unit)),
    }
}

/// A row as the sheet names it: `step 5 kg`, `+1 kg up to 40 kg`, `oversized`.
pub(super) fn row_name(service: &ServiceRules, row: usize) -> String {
    let (table, unit) = (&service.table, service.table.unit);
    if let Some(step) = table.steps.get(row) {
        let (end, owns) = show_end(*step, unit);
        return format!("step {}{end}", if owns { "" } else { "<" });
    }
    let row = row - table.steps.len();
    if let Some(tail) = table.tails.get(row) {
        let (each, up_to) = (show_weight(tail.unit, unit), show_weight(tail.up_to, unit));
        let sign = if tail.whole { '×' } else { '+' };
        return format!("{sign}{each} up to {up_to}");
    }
    table.named.get(row - table.tails.len()).cloned().unwrap_or_default()
}

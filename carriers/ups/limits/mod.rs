//! What the carrier would refuse, found before anything is sent, and texts fitted to their fields: wrapped at words, never cut.

mod customs;
pub(super) mod label;
mod options;
pub(super) mod pickup;
pub(super) mod returns;

use rust_decimal::Decimal;

use super::codes;
use crate::model::{
    Address, Country, Date, Destination, Dimensions, Faults, Length, LengthUnit, Path, Shipment,
    Weight, WeightUnit, postal,
};

/// `Rating.yaml`, `Name`, `AttentionName`, `AddressLine` of `Shipping.yaml`.
const LINE: usize = 35;
const LINES: usize = 3;
/// `Rating.yaml`, `City`, `PostalCode`.
const CITY: usize = 30;
const POSTAL_CODE: usize = 9;
/// The most packages of a shipment.
pub(super) const PACKAGES: usize = 200;
/// `TimeInTransit.yaml`, `weight`: 70 kilograms or 150 pounds.
const POUNDS: u32 = 150;
const KILOGRAMS: u32 = 70;
/// The longest side: 108 in or 270 cm.
const INCHES: u32 = 108;
const CENTIMETRES: u32 = 270;
/// `Shipping.yaml`, `Dimensions`: "Length + 2*(Width + Height) must be less than or equal to 165 IN or 330 CM".
const GIRTH_INCHES: u32 = 165;
const GIRTH_CENTIMETRES: u32 = 330;

/// Whether an address counts in pounds and inches.
pub(super) fn is_imperial(country: Country) -> bool {
    country == Country::US || country == Country::PR
}

/// Whether phones there have ten digits (`Shipping.yaml`, `Phone.Number`).
pub(super) fn is_american(country: Country) -> bool {
    matches!(country.as_str(), "US" | "PR" | "CA" | "VI")
}

/// The country as the carrier counts: the territories of the United States are countries of their own there.
pub(super) fn country(address: &Address) -> Country {
    match (address.country, address.region.as_deref()) {
        (Country::US, Some(territory @ ("PR" | "VI" | "GU" | "AS" | "MP"))) => {
            Country::parse(territory).unwrap_or(address.country)
        }
        (country, _) => country,
    }
}

/// Whether a signature is asked per package rather than per shipment: within and between the United States and Puerto Rico,
/// within Canada. The appendix with the pairs was not read; these are general knowledge.
pub(super) fn per_package(from: Country, to: Country) -> bool {
    let american = |country| country == Country::US || country == Country::PR;
    (american(from) && american(to)) || (from == Country::CA && to == Country::CA)
}

/// Whether cash on delivery is asked per package: there and from Canada to the United States (`Rating.yaml`, `COD` of packages).
/// Elsewhere it is asked per shipment, from the EU.
pub(super) fn cod_per_package(from: Country, to: Country) -> bool {
    per_package(from, to) || (from == Country::CA && to == Country::US)
}

/// The street in lines of at most 35 characters; `None`: three are not enough, or a word is longer.
pub(super) fn lines(address: &Address) -> Option<Vec<String>> {
    let mut lines = Vec::new();
    for (index, line) in address.lines.iter().enumerate() {
        let whole = match (&address.house_number, index) {
            (Some(number), 0) => format!("{line} {number}"),
            _ => line.clone(),
        };
        lines.extend(wrapped(&whole)?);
    }
    (lines.len() <= LINES).then_some(lines)
}

pub(super) fn wrapped(text: &str) -> Option<Vec<String>> {
    let (mut lines, mut line) = (Vec::new(), String::new());
    for word in text.split_whitespace() {
        if word.chars().count() > LINE {
            return None;
        }
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > LINE {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    Some(lines)
}

/// The postal code without blanks and hyphens; nine characters are the most.
pub(super) fn postal_code(address: &Address) -> Option<String> {
    let text = address.postal_code.as_deref().filter(|text| !text.trim().is_empty())?;
    Some(postal::normalise(address.country, text))
}

/// Every fault of a shipment that the carrier would refuse.
pub(super) fn check(shipment: &Shipment, on: Date) -> Faults {
    let (root, mut faults) = (Path::Root.field("shipment"), Faults::none());
    address(&shipment.from, &root.field("from"), &mut faults);
    match &shipment.to {
        Destination::Address(to) => address(to, &root.field("to"), &mut faults),
        Destination::Point(to) => {
            address(&to.recipient, &root.field("to").field("recipient"), &mut faults);
            let at = root.field("to");
            let at = at.field("point");
            address(&to.point.address, &at.field("address"), &mut faults);
            if to.point.name.is_none() {
                faults.add(&at.field("name"), "is missing; UPS wants the name of the access point");
            }
        }
    }
    parcels(shipment, &root.field("parcels"), &mut faults);
    options::check(shipment, on, &root.field("options"), &mut faults);
    faults
}

/// Every fault of a single address.
pub(super) fn check_address(checked: &Address, at: &Path<'_>) -> Faults {
    let mut faults = Faults::none();
    address(checked, at, &mut faults);
    faults
}

fn address(address: &Address, at: &Path<'_>, faults: &mut Faults) {
    for (name, text) in [("name", &address.name), ("company", &address.company)] {
        if let Some(text) = text
            && text.trim().chars().count() > LINE
        {
            faults.add(&at.field(name), format!("is longer than the {LINE} characters of UPS"));
        }
    }
    if lines(address).is_none() {
        faults.add(
            &at.field("lines"),
            format!("do not fit into the {LINES} lines of {LINE} characters of UPS; shorten them"),
        );
    }
    if address.city.trim().chars().count() > CITY {
        faults.add(&at.field("city"), format!("is longer than the {CITY} characters of UPS"));
    }
    if postal_code(address).is_some_and(|code| code.chars().count() > POSTAL_CODE) {
        faults.add(
            &at.field("postal_code"),
            format!("is longer than the {POSTAL_CODE} characters of UPS"),
        );
    }
}

fn parcels(shipment: &Shipment, at: &Path<'_>, faults: &mut Faults) {
    if shipment.parcels.is_empty() || shipment.parcels.len() > PACKAGES {
        faults.add(at, format!("are {}; UPS takes 1 to {PACKAGES}", shipment.parcels.len()));
    }
    for (index, parcel) in shipment.parcels.iter().enumerate() {
        let at = at.index(index);
        weighed(Some(parcel.weight), parcel.dimensions, country(&shipment.from), &at, faults);
        if codes::packaging(&parcel.packaging).is_none() {
            faults.add(
                &at.field("packaging"),
                "is no box of UPS; known are 21, 24, 25, 30, 2a, 2b and 2c",
            );
        }
        if let Some(value) = parcel.declared_value {
            options::amount(value, &at.field("declared_value"), faults);
        }
    }
}

/// How heavy and how large a parcel may be.
fn weighed(
    weight: Option<Weight>,
    sides: Option<Dimensions>,
    from: Country,
    at: &Path<'_>,
    faults: &mut Faults,
) {
    let imperial = is_imperial(from);
    let (heaviest, longest) = if imperial {
        (Weight::new(POUNDS.into(), WeightUnit::Lb), Length::new(INCHES.into(), LengthUnit::In))
    } else {
        (
            Weight::new(KILOGRAMS.into(), WeightUnit::Kg),
            Length::new(CENTIMETRES.into(), LengthUnit::Cm),
        )
    };
    if weight.is_some_and(Weight::is_zero) {
        faults.add(&at.field("weight"), "is zero; write the gross weight, as \"2.5 kg\"");
    }
    if let (Some(weight), Ok(heaviest)) = (weight, heaviest)
        && weight > heaviest
    {
        faults.add(&at.field("weight"), format!("is above the {heaviest} of UPS"));
    }
    let Some(sides) = sides else { return };
    if let Ok(longest) = longest
        && sides.sorted().first().is_some_and(|side| *side > longest)
    {
        faults.add(&at.field("dimensions"), format!("are above the {longest} of UPS"));
    }
    girth(sides, imperial, &at.field("dimensions"), faults);
}

/// The longest side and twice the other two, as they are sent: in whole units.
fn girth(sides: Dimensions, imperial: bool, at: &Path<'_>, faults: &mut Faults) {
    let (unit, most, name) = if imperial {
        (LengthUnit::In, GIRTH_INCHES, "in")
    } else {
        (LengthUnit::Cm, GIRTH_CENTIMETRES, "cm")
    };
    let [length, width, height] = sides.sorted().map(|side| side.rounded_up(unit, 0));
    let two = Decimal::TWO;
    if length + two * (width + height) > most.into() {
        faults.add(
            at,
            format!(
                "are above the {most} {name} of UPS for the longest side and twice the other two"
            ),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn street(line: &str) -> Address {
        Address::new(Country::ES).with_line(line)
    }

    #[test]
    fn a_street_is_wrapped_at_words_and_never_cut() {
        let long = street("Avenida de la Constitucion Espanola 1978, bloque tercero");
        assert_eq!(
            lines(&long).unwrap(),
            ["Avenida de la Constitucion Espanola", "1978, bloque tercero"]
        );
        assert_eq!(lines(&street(&"x".repeat(36))), None);
        assert_eq!(lines(&street(&"doce letras y ".repeat(9))), None);
    }

    #[test]
    fn a_house_number_stands_behind_the_street() {
        let mut address = street("Calle Mayor");
        address.house_number = Some("7".into());
        assert_eq!(lines(&address).unwrap(), ["Calle Mayor 7"]);
    }

    #[test]
    fn a_territory_of_the_united_states_is_a_country_of_its_own() {
        let mut address = Address::new(Country::US);
        address.region = Some("PR".into());
        assert_eq!(country(&address), Country::PR);
        address.region = Some("CA".into());
        assert_eq!(country(&address), Country::US);
    }
}

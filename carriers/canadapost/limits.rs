//! What the carrier would refuse of a shipment, found before anything is sent. Addresses are in `address`, options in `options`.

use rust_decimal::Decimal;

use super::address::{self, Part};
use super::options;
use super::wire::Dimensions;
use crate::model::{
    CarrierId, Dimensions as Sides, Faults, Length, LengthUnit, Packaging, Path, Shipment, Weight,
    WeightUnit,
};

/// `rating.xsd`, `weight`: 99.999 kg.
const PRICED: Decimal = Decimal::from_parts(99_999, 0, 0, false, 3);
/// `shipment.xsd`, `ncshipment.xsd`, `authreturn.xsd`, `weight`: 999.999 kg.
const SOLD: Decimal = Decimal::from_parts(999_999, 0, 0, false, 3);
/// `common.xsd`, `DimensionMeasurementType`: 999.9 cm.
const SIDE: Decimal = Decimal::from_parts(9_999, 0, 0, false, 1);
/// `rating.xsd`, `IntlPostalCodeType`.
const PRICED_POSTAL_CODE: usize = 10;
/// `common.xsd`, `ServiceCodeType`.
const SERVICE: usize = 32;
/// `postoffice.xsd`, `OfficeIdType`.
const OFFICE: usize = 10;

/// Kilograms with three decimals, rounded up: never below what it weighs.
pub(super) fn kilograms(weight: Weight) -> String {
    weight.rounded_up(WeightUnit::Kg, 3).normalize().to_string()
}

/// Centimetres with one decimal, rounded up; the longest side is the length (public knowledge).
pub(super) fn centimetres(sides: Sides) -> Dimensions {
    let [length, width, height] = sides.sorted().map(side);
    Dimensions { length, width, height }
}

fn side(side: Length) -> String {
    side.rounded_up(LengthUnit::Cm, 1).normalize().to_string()
}

/// Whether it is a tube; of other packagings nothing is said.
pub(super) fn is_tube(shipment: &Shipment) -> Option<bool> {
    let tube = shipment.parcels.first().is_some_and(|parcel| parcel.packaging == Packaging::Tube);
    tube.then_some(true)
}

/// Every fault of a shipment whose price is asked.
pub(super) fn check_priced(carrier: &CarrierId, shipment: &Shipment) -> Faults {
    let (root, mut faults) = (Path::Root.field("shipment"), Faults::none());
    let to = shipment.to.place();
    check_origin(shipment, &root, &mut faults);
    address::check_place(&shipment.from, &root.field("from"), &mut faults);
    address::check_place(to, &root.field("to"), &mut faults);
    if options::is_abroad(shipment) {
        let code = address::postal_code(to);
        let at = root.field("to");
        address::check_text(
            code.as_deref(),
            PRICED_POSTAL_CODE,
            &at.field("postal_code"),
            &mut faults,
        );
    }
    check_parcel(shipment, PRICED, &root, &mut faults);
    options::check(carrier, shipment, &root.field("options"), &mut faults);
    faults
}

/// Every fault of a shipment that is bought, but for its customs declaration.
pub(super) fn check_sold(carrier: &CarrierId, shipment: &Shipment) -> Faults {
    let (root, mut faults) = (Path::Root.field("shipment"), Faults::none());
    address::check(&shipment.from, Part::Sender, &root.field("from"), &mut faults);
    let to = root.field("to");
    match shipment.to.point() {
        Some(point) => {
            let recipient = shipment.to.recipient();
            let at = to.field("recipient");
            if point.id.len() != OFFICE || !point.id.bytes().all(|byte| byte.is_ascii_digit()) {
                faults.add(
                    &to.field("point").field("id"),
                    format!("is not the {OFFICE} digits of a post office"),
                );
            }
            address::check(address::receiver(&shipment.to), Part::Recipient, &at, &mut faults);
            // Public knowledge: the office tells the recipient that the parcel is there.
            if address::phone(recipient).is_none() {
                faults
                    .add(&at.field("phone"), "is missing; Canada Post wants it for a post office");
            }
            if recipient.email.is_none() && shipment.options.notify.is_empty() {
                faults
                    .add(&at.field("email"), "is missing; Canada Post wants it for a post office");
            }
        }
        None => address::check(shipment.to.recipient(), Part::Recipient, &to, &mut faults),
    }
    if shipment.return_to.as_ref().is_some_and(|back| *back != shipment.from) {
        faults.add(
            &root.field("return_to"),
            "is another than the sender, to whom Canada Post returns",
        );
    }
    check_parcel(shipment, SOLD, &root, &mut faults);
    options::check(carrier, shipment, &root.field("options"), &mut faults);
    faults
}

fn check_origin(shipment: &Shipment, root: &Path<'_>, faults: &mut Faults) {
    if shipment.from.country != crate::model::Country::CA {
        let at = root.field("from");
        faults.add(&at.field("country"), "is not CA, from where Canada Post carries");
    }
}

fn check_parcel(shipment: &Shipment, heaviest: Decimal, root: &Path<'_>, faults: &mut Faults) {
    let at = root.field("parcels");
    let [parcel] = shipment.parcels.as_slice() else {
        let count = shipment.parcels.len();
        faults.add(&at, format!("are {count}; Canada Post takes each parcel for itself"));
        return;
    };
    let at = at.index(0);
    check_weight(parcel.weight, heaviest, &at, faults);
    if let Some(sides) = parcel.dimensions {
        check_sides(sides, &at, faults);
    }
    if let Packaging::Box(code) = &parcel.packaging {
        faults.add(
            &at.field("packaging"),
            format!("{code:?} is no box of Canada Post; write own, letter, pak or tube"),
        );
    }
}

/// Notes a weight of a parcel that is sold.
pub(super) fn check_sold_weight(weight: Weight, at: &Path<'_>, faults: &mut Faults) {
    check_weight(weight, SOLD, at, faults);
}

fn check_weight(weight: Weight, heaviest: Decimal, at: &Path<'_>, faults: &mut Faults) {
    let at = at.field("weight");
    if weight.is_zero() {
        faults.add(&at, "is zero; write the gross weight, as \"2.5 kg\"");
    } else if weight.rounded_up(WeightUnit::Kg, 3) > heaviest {
        faults.add(&at, format!("is above the {heaviest} kg of Canada Post"));
    }
}

/// Notes sides that are none or too long.
pub(super) fn check_sides(sides: Sides, at: &Path<'_>, faults: &mut Faults) {
    let at = at.field("dimensions");
    let [longest, .., shortest] = sides.sorted();
    if shortest.is_zero() {
        faults.add(&at, "has a side of zero; write all three, or leave them out");
    } else if longest.rounded_up(LengthUnit::Cm, 1) > SIDE {
        faults.add(&at, format!("are above the {SIDE} cm of Canada Post"));
    }
}

/// Notes a service code that is none.
pub(super) fn check_service(code: &str, at: &Path<'_>, faults: &mut Faults) {
    if code.trim().is_empty() || code.chars().count() > SERVICE {
        faults.add(
            &at.field("service"),
            format!("is no code of 1 to {SERVICE} characters, as DOM.EP"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{carrier, within_canada};
    use super::*;

    fn refused(shipment: &Shipment) -> Vec<String> {
        check_priced(&carrier(), shipment).iter().map(ToString::to_string).collect()
    }

    fn weighing(text: &str) -> Shipment {
        let mut shipment = within_canada();
        shipment.parcels[0].weight = text.parse().unwrap();
        shipment
    }

    #[test]
    fn a_weight_goes_out_in_kilograms_and_is_never_below_what_it_is() {
        for (weight, wanted) in
            [("13 oz", "0.369"), ("0.4 oz", "0.012"), ("1200 g", "1.2"), ("0.0001 g", "0.001")]
        {
            assert_eq!(kilograms(weight.parse().unwrap()), wanted, "{weight}");
        }
    }

    #[test]
    fn sides_go_out_in_tenths_of_a_centimetre_the_longest_first() {
        let sides = centimetres("10x33.71x20 cm".parse().unwrap());
        assert_eq!([sides.length, sides.width, sides.height], ["33.8", "20", "10"]);
        assert_eq!(centimetres("1x1x1 in".parse().unwrap()).length, "2.6");
    }

    #[test]
    fn the_limit_is_named_and_is_that_of_what_is_sent() {
        assert!(refused(&weighing("99.999 kg")).is_empty());
        assert_eq!(
            refused(&weighing("99.9991 kg")),
            ["shipment.parcels[0].weight: is above the 99.999 kg of Canada Post"]
        );
        let mut long = within_canada();
        long.parcels[0].dimensions = "999.91x1x1 cm".parse().ok();
        assert_eq!(
            refused(&long),
            ["shipment.parcels[0].dimensions: are above the 999.9 cm of Canada Post"]
        );
    }

    #[test]
    fn two_parcels_are_two_questions() {
        let mut two = within_canada();
        two.parcels.push(two.parcels[0].clone());
        assert_eq!(
            refused(&two),
            ["shipment.parcels: are 2; Canada Post takes each parcel for itself"]
        );
    }

    #[test]
    fn what_does_not_begin_in_canada_is_refused() {
        let mut shipment = within_canada();
        shipment.from.country = crate::model::Country::US;
        shipment.from.postal_code = Some("97204".into());
        assert_eq!(
            refused(&shipment),
            ["shipment.from.country: is not CA, from where Canada Post carries"]
        );
    }
}

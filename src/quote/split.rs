//! A shipment of several parcels as shipments of one each. Only what can be divided without a guess is.

use crate::model::{Customs, Faults, Money, Options, Parcel, Path, Shipment};

/// The shipment as one shipment for each parcel, in their order: for carriers that price or sell single parcels.
///
/// Parties and most options are the same for each. What belongs to the whole is divided where the shipment says how:
///
/// - `options.insurance`: each parcel is insured to its own `declared_value`, and these must add up to the sum.
/// - `customs.items`: each item goes with the parcel that it says it is in.
/// - `options.cod` and `options.swap` happen once, at one door; no parcel is picked for them.
///
/// # Errors
///
/// Every reason why it cannot be divided, with the field that would have to change. A single parcel is never refused.
pub fn one_parcel_each(shipment: &Shipment) -> Result<Vec<Shipment>, Faults> {
    if shipment.parcels.len() < 2 {
        return Ok(vec![shipment.clone()]);
    }
    let mut faults = Faults::none();
    check_options(shipment, &mut faults);
    check_customs(shipment, &mut faults);
    faults.into_result()?;
    Ok(shipment
        .parcels
        .iter()
        .enumerate()
        .map(|(index, parcel)| Shipment {
            parcels: vec![parcel.clone()],
            options: options_of(parcel, &shipment.options),
            customs: shipment.customs.as_ref().map(|customs| customs_of(index, customs)),
            ..shipment.clone()
        })
        .collect())
}

fn check_options(shipment: &Shipment, faults: &mut Faults) {
    let options = Path::Root.field("options");
    if shipment.options.cod.is_some() {
        faults.add(
            &options.field("cod"),
            "cannot be divided among parcels that are priced one by one; send one parcel, or leave cod out",
        );
    }
    if shipment.options.swap.is_some() {
        faults.add(
            &options.field("swap"),
            "cannot be divided among parcels that are priced one by one; send one parcel, or leave swap out",
        );
    }
    let Some(insured) = shipment.options.insurance else { return };
    let undeclared = shipment.parcels.iter().position(|parcel| parcel.declared_value.is_none());
    if let Some(index) = undeclared {
        faults.add(
            &Path::Root.field("parcels").index(index).field("declared_value"),
            "is missing; parcels that are priced one by one are insured one by one, so write what each is worth",
        );
        return;
    }
    let mut values = shipment.parcels.iter().filter_map(|parcel| parcel.declared_value);
    let sum = values.try_fold(Money::zero(insured.currency()), Money::checked_add);
    if sum != Some(insured) {
        let worth = sum.map_or_else(
            || "do not add up in its currency".to_owned(),
            |sum| format!("are worth {sum} together"),
        );
        faults.add(
            &options.field("insurance"),
            format!(
                "is {insured}, and the parcels {worth}; parcels that are priced one by one are insured each to its \
                 declared value, so write values that add up to the insurance"
            ),
        );
    }
}

fn check_customs(shipment: &Shipment, faults: &mut Faults) {
    let items = shipment.customs.iter().flat_map(|customs| &customs.items).enumerate();
    for (index, _) in items.filter(|(_, item)| item.parcel.is_none()) {
        faults.add(
            &Path::Root.field("customs").field("items").index(index).field("parcel"),
            "is missing; parcels that are priced one by one are declared one by one, so write which parcel it is in, from 0",
        );
    }
}

fn options_of(parcel: &Parcel, options: &Options) -> Options {
    let own = parcel.declared_value.filter(|value| !value.is_zero());
    Options { insurance: options.insurance.and(own), ..options.clone() }
}

fn customs_of(index: usize, customs: &Customs) -> Customs {
    let mut own = customs.clone();
    own.items.retain(|item| item.parcel == Some(index));
    for item in &mut own.items {
        item.parcel = Some(0);
    }
    own
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Address, Cod, Contents, Country, CustomsItem, Weight};

    fn parcel(grams: u32, worth: Option<&str>) -> Parcel {
        let mut parcel = Parcel::new(Weight::from_grams(grams));
        parcel.declared_value = worth.map(|text| text.parse().unwrap());
        parcel
    }

    fn shipment(parcels: Vec<Parcel>) -> Shipment {
        let at = |name: &str| {
            Address::new(Country::ES)
                .with_name(name)
                .with_line("Calle 1")
                .with_city("28013", "Madrid")
        };
        Shipment::new(at("Ana"), at("Luis"), parcels)
    }

    fn refusal(shipment: &Shipment) -> String {
        one_parcel_each(shipment).unwrap_err().to_string()
    }

    #[test]
    fn each_parcel_goes_alone_in_its_order() {
        let two = shipment(vec![parcel(1_000, None), parcel(2_000, None)]);
        let split = one_parcel_each(&two).unwrap();
        assert_eq!(split.len(), 2);
        assert_eq!(split[1], shipment(vec![parcel(2_000, None)]));
    }

    #[test]
    fn each_parcel_is_insured_to_its_own_value() {
        let mut two = shipment(vec![
            parcel(1_000, Some("250.00 EUR")),
            parcel(1_000, Some("50 EUR")),
            parcel(1_000, Some("0 EUR")),
        ]);
        two.options.insurance = Some("300 EUR".parse().unwrap());
        let split = one_parcel_each(&two).unwrap();
        let sums: Vec<_> = split.iter().map(|part| part.options.insurance).collect();
        assert_eq!(
            sums,
            [Some("250.00 EUR".parse().unwrap()), Some("50 EUR".parse().unwrap()), None]
        );
    }

    #[test]
    fn insurance_that_the_values_do_not_divide_is_refused() {
        let mut two = shipment(vec![parcel(1_000, Some("250 EUR")), parcel(1_000, None)]);
        two.options.insurance = Some("300 EUR".parse().unwrap());
        assert!(refusal(&two).starts_with("parcels[1].declared_value: is missing"));
        two.parcels[1] = parcel(1_000, Some("40 EUR"));
        assert!(
            refusal(&two).contains("is 300.00 EUR, and the parcels are worth 290.00 EUR together")
        );
        two.parcels[1] = parcel(1_000, Some("50 USD"));
        assert!(refusal(&two).contains("do not add up in its currency"));
    }

    #[test]
    fn cash_on_delivery_is_not_put_on_any_one_parcel() {
        let mut two = shipment(vec![parcel(1_000, None), parcel(1_000, None)]);
        two.options.cod = Some(Cod::new("30 EUR".parse().unwrap()));
        assert!(refusal(&two).starts_with("options.cod: cannot be divided"));
        two.parcels.pop();
        assert_eq!(one_parcel_each(&two), Ok(vec![two.clone()]), "one parcel has it all");
    }

    #[test]
    fn a_customs_item_goes_with_its_parcel() {
        let item = |name: &str, parcel| {
            let mut item = CustomsItem::new(
                name,
                1,
                "5 EUR".parse().unwrap(),
                Weight::from_grams(100),
                Country::ES,
            );
            item.parcel = parcel;
            item
        };
        let mut two = shipment(vec![parcel(1_000, None), parcel(1_000, None)]);
        let mut customs = Customs::new(Contents::Merchandise);
        customs.items = vec![item("shirt", Some(1)), item("book", Some(0)), item("cap", Some(1))];
        two.customs = Some(customs);
        let split = one_parcel_each(&two).unwrap();
        let names: Vec<Vec<_>> = split
            .iter()
            .map(|part| {
                part.customs.iter().flat_map(|c| &c.items).map(|i| i.description.as_str()).collect()
            })
            .collect();
        assert_eq!(names, [vec!["book"], vec!["shirt", "cap"]]);
        assert!(split.iter().all(|part| part.check().is_ok()), "the indices fit one parcel");
        two.customs.as_mut().unwrap().items[2].parcel = None;
        assert!(refusal(&two).starts_with("customs.items[2].parcel: is missing"));
    }
}

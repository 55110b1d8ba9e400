//! The customs declaration → the carrier's, and what it would refuse of it. Within Canada there is no border and none is told.

use rust_decimal::Decimal;

use super::address::check_text;
use super::options::{self, Raw};
use super::wire::customs::{Customs as WireCustoms, Sku, SkuList};
use super::{limits, money};
use crate::model::{
    CarrierId, Contents, Currency, Customs, CustomsItem, DutiesPayer, Faults, Incoterm,
    NonDelivery, Path, Shipment, TaxIdKind, WeightUnit,
};

/// `sku-list/item`, at most.
const ITEMS: usize = 500;
/// `customs-number-of-units`
const UNITS: u32 = 9_999;
const DESCRIPTION: usize = 45;
const SKU: usize = 15;
/// `other-reason`
const REASON: usize = 44;
const INVOICE: usize = 10;
const IOSS: usize = 13;
/// `unit-weight`: 99.999 kg.
const UNIT_WEIGHT: Decimal = Decimal::from_parts(99_999, 0, 0, false, 3);
/// `customs-value-per-unit`: 99,999.99.
const UNIT_VALUE: Decimal = Decimal::from_parts(9_999_999, 0, 0, false, 2);
/// `conversion-from-cad` of a contract; without one a tenth of it.
const RATE: Decimal = Decimal::from_parts(999_999_999, 0, 0, false, 6);

/// `None`: within Canada, or nothing is declared.
pub(super) fn to_wire(
    carrier: &CarrierId,
    shipment: &Shipment,
    with_contract: bool,
) -> Option<WireCustoms> {
    let customs = shipment.customs.as_ref().filter(|_| options::is_abroad(shipment))?;
    let (reason_for_export, other_reason) = reason(&customs.contents);
    let raw = options::raw(carrier, shipment);
    Some(WireCustoms {
        currency: currency(customs)?.code().to_owned(),
        conversion_from_cad: raw.conversion_from_cad.map(|rate| rate.trim().to_owned()),
        reason_for_export,
        other_reason: other_reason.map(str::to_owned),
        sku_list: SkuList { item: customs.items.iter().map(item).collect() },
        invoice_number: customs.invoice.as_ref().map(|invoice| invoice.number.clone()),
        ioss_id: ioss(shipment).filter(|_| with_contract).map(str::to_owned),
    })
}

fn item(item: &CustomsItem) -> Sku {
    Sku {
        customs_number_of_units: item.quantity,
        customs_description: item.description.trim().to_owned(),
        sku: item.sku.clone(),
        hs_tariff_code: item.hs_code.as_deref().and_then(tariff_code),
        unit_weight: limits::kilograms(item.unit_weight),
        customs_value_per_unit: options::dollars(item.unit_value),
        country_of_origin: item.origin.as_str().to_owned(),
    }
}

/// The codes of reasons are public knowledge; one that is none of them is told in words.
fn reason(contents: &Contents) -> (&'static str, Option<&str>) {
    match contents {
        Contents::Merchandise => ("SOG", None),
        Contents::Documents => ("DOC", None),
        Contents::Sample => ("SAM", None),
        Contents::Gift => ("OTH", Some("Gift")),
        Contents::ReturnedGoods => ("OTH", Some("Returned goods")),
        Contents::Other(words) => ("OTH", Some(words.trim())),
    }
}

/// `4901.99`: digits in pairs behind the first four.
fn tariff_code(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !matches!(c, '.' | ' ')).collect();
    let sound = digits.bytes().all(|byte| byte.is_ascii_digit());
    if !sound || !matches!(digits.len(), 4 | 6 | 8 | 10) {
        return None;
    }
    let (head, rest) = digits.split_at_checked(4)?;
    let pairs: Vec<_> = rest.as_bytes().chunks(2).map(String::from_utf8_lossy).collect();
    Some(std::iter::once(head.into()).chain(pairs).collect::<Vec<_>>().join("."))
}

/// That of the first item; the others must have it too.
fn currency(customs: &Customs) -> Option<Currency> {
    customs.items.first().map(|item| item.unit_value.currency())
}

/// The sender's number of the one-stop shop of the European Union.
pub(super) fn ioss(shipment: &Shipment) -> Option<&str> {
    let mut ids = shipment.from.tax_ids.iter();
    ids.find(|id| id.kind == TaxIdKind::Ioss).map(|id| id.number.as_str())
}

/// Notes what the carrier would refuse of a declaration.
pub(super) fn check(carrier: &CarrierId, shipment: &Shipment, faults: &mut Faults) {
    if !options::is_abroad(shipment) {
        return;
    }
    let root = Path::Root.field("shipment");
    let at = root.field("customs");
    let Some(customs) = &shipment.customs else {
        faults.add(&at, "is missing; Canada Post wants a declaration abroad");
        return;
    };
    let (_, words) = reason(&customs.contents);
    check_text(words, REASON, &at.field("contents"), faults);
    if !matches!(customs.incoterm, None | Some(Incoterm::Dap))
        || customs.duties_payer == Some(DutiesPayer::Sender)
    {
        faults.add(
            &at.field("incoterm"),
            "cannot be told to Canada Post; the recipient pays duties (dap)",
        );
    }
    if matches!(customs.non_delivery, Some(NonDelivery::Redirect(_))) {
        faults.add(
            &at.field("non_delivery"),
            "cannot be a redirection; Canada Post returns or abandons",
        );
    }
    let invoice = customs.invoice.as_ref().map(|invoice| invoice.number.as_str());
    check_text(invoice, INVOICE, &at.field("invoice").field("number"), faults);
    let from = root.field("from");
    check_text(ioss(shipment), IOSS, &from.field("tax_ids"), faults);
    check_items(customs, &at.field("items"), faults);
    check_currency(customs, &options::raw(carrier, shipment), &at, faults);
}

fn check_items(customs: &Customs, at: &Path<'_>, faults: &mut Faults) {
    let count = customs.items.len();
    if count == 0 || count > ITEMS {
        faults.add(at, format!("are {count}; Canada Post takes 1 to {ITEMS}"));
    }
    for (index, item) in customs.items.iter().enumerate() {
        let at = at.index(index);
        check_text(Some(&item.description), DESCRIPTION, &at.field("description"), faults);
        check_text(item.sku.as_deref(), SKU, &at.field("sku"), faults);
        if item.description.trim().is_empty() {
            faults.add(&at.field("description"), "is missing; write what it is");
        }
        if item.quantity == 0 || item.quantity > UNITS {
            faults.add(&at.field("quantity"), format!("is not 1 to {UNITS}"));
        }
        let weight = item.unit_weight.rounded_up(WeightUnit::Kg, 3);
        if weight.is_zero() || weight > UNIT_WEIGHT {
            faults.add(
                &at.field("unit_weight"),
                format!("is not above zero and at most {UNIT_WEIGHT} kg"),
            );
        }
        let (value, payable) =
            (item.unit_value.amount(), item.unit_value.amount().normalize().scale() <= 2);
        if !payable || value <= Decimal::ZERO || value > UNIT_VALUE {
            faults.add(
                &at.field("unit_value"),
                format!("is not above zero and at most {UNIT_VALUE}, with two decimals"),
            );
        }
        if item.hs_code.as_deref().is_some_and(|code| tariff_code(code).is_none()) {
            faults.add(&at.field("hs_code"), "is no code of 4, 6, 8 or 10 digits, as 490199");
        }
    }
}

fn check_currency(customs: &Customs, raw: &Raw, at: &Path<'_>, faults: &mut Faults) {
    let Some(currency) = currency(customs) else { return };
    if customs.items.iter().any(|item| item.unit_value.currency() != currency) {
        faults.add(&at.field("items"), "have several currencies; Canada Post takes one");
    }
    let rate = raw.conversion_from_cad.as_deref();
    let sound = rate
        .and_then(money::number)
        .is_some_and(|rate| rate > Decimal::ZERO && rate <= RATE && rate.normalize().scale() <= 6);
    if rate.is_some() && !sound {
        faults.add(
            &Path::Root.field("shipment").field("options").field("raw"),
            "has no conversion_from_cad of at most six decimals",
        );
    } else if rate.is_none() && currency != Currency::CAD {
        faults.add(
            &at.field("items"),
            "are not in CAD; write what one CAD is in their currency under options.raw, as conversion_from_cad",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{abroad, carrier, portland, within_canada};
    use super::*;
    use crate::model::Json;

    fn faults(shipment: &Shipment) -> Vec<String> {
        let mut faults = Faults::none();
        check(&carrier(), shipment, &mut faults);
        faults.iter().map(|fault| fault.field.clone()).collect()
    }

    fn customs(shipment: &mut Shipment) -> &mut Customs {
        shipment.customs.as_mut().unwrap()
    }

    #[test]
    fn a_tariff_code_has_its_points() {
        for (text, wanted) in [
            ("4901", Some("4901")),
            ("490199", Some("4901.99")),
            ("4901.99.0070", Some("4901.99.00.70")),
            ("49019", None),
            ("4901x9", None),
        ] {
            assert_eq!(tariff_code(text).as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn a_reason_of_ones_own_is_told_in_words() {
        assert_eq!(reason(&Contents::Merchandise), ("SOG", None));
        assert_eq!(reason(&Contents::Other(" Loan ".into())), ("OTH", Some("Loan")));
    }

    #[test]
    fn abroad_a_declaration_is_wanted_and_within_canada_none_is_told() {
        let mut shipment = abroad(portland());
        assert!(faults(&shipment).is_empty());
        shipment.customs = None;
        assert_eq!(faults(&shipment), ["shipment.customs"]);
        let mut home = within_canada();
        home.customs = Some(Customs::new(Contents::Gift));
        assert!(faults(&home).is_empty() && to_wire(&carrier(), &home, true).is_none());
    }

    #[test]
    fn another_currency_needs_its_rate() {
        let mut shipment = abroad(portland());
        customs(&mut shipment).items[0].unit_value = "17 USD".parse().unwrap();
        assert_eq!(faults(&shipment), ["shipment.customs.items"]);
        let raw = |text: &str| Json::new(text).unwrap();
        shipment.options.raw.insert(carrier(), raw(r#"{"conversion_from_cad": "0.7314"}"#));
        assert!(faults(&shipment).is_empty());
        let wire = to_wire(&carrier(), &shipment, true).unwrap();
        assert_eq!(
            (wire.currency.as_str(), wire.conversion_from_cad.as_deref()),
            ("USD", Some("0.7314"))
        );
        shipment.options.raw.insert(carrier(), raw(r#"{"conversion_from_cad": "a lot"}"#));
        assert_eq!(faults(&shipment), ["shipment.options.raw"]);
    }

    #[test]
    fn each_field_of_an_item_has_its_limit() {
        let mut shipment = abroad(portland());
        let item = &mut customs(&mut shipment).items[0];
        item.description = "x".repeat(46);
        (item.quantity, item.sku) = (10_000, Some("y".repeat(16)));
        item.unit_value = "0 CAD".parse().unwrap();
        item.unit_weight = "0 g".parse().unwrap();
        let fields = ["description", "sku", "quantity", "unit_weight", "unit_value"];
        assert_eq!(
            faults(&shipment),
            fields.map(|field| format!("shipment.customs.items[0].{field}"))
        );
    }

    #[test]
    fn who_pays_duties_is_not_guessed() {
        let mut shipment = abroad(portland());
        customs(&mut shipment).incoterm = Some(Incoterm::Ddp);
        assert_eq!(faults(&shipment), ["shipment.customs.incoterm"]);
    }
}

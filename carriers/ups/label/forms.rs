//! The commercial invoice that the carrier draws: a declaration → `InternationalForms`. Pure.

use super::super::limits;
use super::super::parts;
use super::super::wire::Code;
use super::super::wire::forms::{Contacts, Forms, Product, Unit};
use super::super::wire::shared::Party;
use crate::model::{Contents, Customs, CustomsItem, Date, Incoterm};

/// `Shipping.yaml`, `FormType`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Kind {
    Invoice,
    /// The only one that a return may have.
    PartialInvoice,
}

/// Paper without a trade value needs none.
pub(in super::super) fn of(
    customs: &Customs,
    kind: Kind,
    sold_to: Party,
    on: Date,
) -> Option<Forms> {
    let first = customs.items.first().filter(|_| customs.contents != Contents::Documents)?;
    let invoice = customs.invoice.as_ref();
    Some(Forms {
        form_type: vec![match kind {
            Kind::Invoice => "01",
            Kind::PartialInvoice => "05",
        }],
        contacts: (kind == Kind::Invoice).then_some(Contacts { sold_to }),
        product: customs.items.iter().map(product).collect(),
        invoice_number: invoice.map(|invoice| invoice.number.clone()),
        // "Ideally this is the same as the ship date."
        invoice_date: invoice
            .map(|invoice| invoice.date.unwrap_or(on).format("%Y%m%d").to_string()),
        terms_of_shipment: customs.incoterm.and_then(terms),
        reason_for_export: reason(&customs.contents).to_owned(),
        currency_code: first.unit_value.currency().code().to_owned(),
    })
}

fn product(item: &CustomsItem) -> Product {
    Product {
        description: limits::wrapped(&item.description).unwrap_or_default(),
        unit: Unit {
            number: item.quantity.to_string(),
            // The appendix with the codes is online only; PCS, pieces, is general knowledge.
            unit_of_measurement: Code::of("PCS"),
            value: parts::decimals(item.unit_value),
        },
        commodity_code: item
            .hs_code
            .as_deref()
            .map(|code| code.chars().filter(char::is_ascii_alphanumeric).collect()),
        part_number: item.sku.clone(),
        origin_country_code: item.origin.as_str().to_owned(),
    }
}

/// `Shipping.yaml`, `TermsOfShipment`, which is older than Incoterms 2020: it has no DPU.
pub(in super::super) const fn terms(incoterm: Incoterm) -> Option<&'static str> {
    match incoterm {
        Incoterm::Exw => Some("EXW"),
        Incoterm::Fca => Some("FCA"),
        Incoterm::Cpt => Some("CPT"),
        Incoterm::Cip => Some("CIP"),
        Incoterm::Dap => Some("DAP"),
        Incoterm::Ddp => Some("DDP"),
        Incoterm::Dpu => None,
    }
}

/// `Shipping.yaml`, `ReasonForExport`; any other reason in its own words.
pub(in super::super) fn reason(contents: &Contents) -> &str {
    match contents {
        Contents::Gift => "GIFT",
        Contents::Sample => "SAMPLE",
        Contents::ReturnedGoods => "RETURN",
        Contents::Other(words) => words,
        Contents::Merchandise | Contents::Documents => "SALE",
    }
}

//! What a declaration has to have for the carrier to draw its invoice.

use super::super::label::forms;
use super::super::references::LONGEST;
use super::label::short;
use super::{LINE, LINES, wrapped};
use crate::model::{Contents, Customs, CustomsItem, DutiesPayer, Faults, Incoterm, Path};

/// `Shipping.yaml`, `InternationalForms.Product`: 100 for a commercial invoice.
const PRODUCTS: usize = 100;
/// `Shipping.yaml`, `Product.Unit.Number`: seven characters.
const UNITS: u32 = 9_999_999;
/// `Shipping.yaml`, `ReasonForExport`.
const REASON: usize = 20;

pub(super) fn declaration(customs: &Customs, at: &Path<'_>, faults: &mut Faults) {
    if customs.non_delivery.is_some() {
        faults.add(&at.field("non_delivery"), "cannot be told to UPS; leave it out");
    }
    if customs.incoterm.is_some_and(|term| forms::terms(term).is_none()) {
        faults
            .add(&at.field("incoterm"), "is none of UPS; it knows EXW, FCA, CPT, CIP, DAP and DDP");
    }
    if customs.incoterm == Some(Incoterm::Ddp)
        && customs.duties_payer == Some(DutiesPayer::Recipient)
    {
        faults.add(&at.field("duties_payer"), "contradicts DDP, where the shipper pays them");
    }
    if customs.contents == Contents::Documents {
        return;
    }
    short(Some(forms::reason(&customs.contents)), REASON, &at.field("contents"), faults);
    match &customs.invoice {
        None => faults.add(
            &at.field("invoice"),
            "is missing; UPS draws the commercial invoice and wants its number",
        ),
        Some(invoice) => {
            short(Some(&invoice.number), LONGEST, &at.field("invoice").field("number"), faults);
        }
    }
    if customs.items.is_empty() || customs.items.len() > PRODUCTS {
        faults.add(
            &at.field("items"),
            format!("are {}; a commercial invoice of UPS has 1 to {PRODUCTS}", customs.items.len()),
        );
    }
    let currency = customs.items.first().map(|item| item.unit_value.currency());
    for (index, item) in customs.items.iter().enumerate() {
        let at = at.field("items");
        let at = at.index(index);
        line(item, &at, faults);
        if currency.is_some_and(|currency| item.unit_value.currency() != currency) {
            faults.add(&at.field("unit_value"), "is in another currency; an invoice has one");
        }
    }
}

fn line(item: &CustomsItem, at: &Path<'_>, faults: &mut Faults) {
    let fits =
        wrapped(&item.description).is_some_and(|lines| !lines.is_empty() && lines.len() <= LINES);
    if !fits {
        faults.add(
            &at.field("description"),
            format!("does not fit into the {LINES} lines of {LINE} characters of UPS"),
        );
    }
    if item.quantity > UNITS {
        faults.add(&at.field("quantity"), format!("is above the {UNITS} of UPS"));
    }
    if item.unit_value.is_zero() || item.unit_value.amount().normalize().scale() > 6 {
        faults.add(&at.field("unit_value"), "is zero or has more than six decimals");
    }
    short(item.sku.as_deref(), LONGEST, &at.field("sku"), faults);
}

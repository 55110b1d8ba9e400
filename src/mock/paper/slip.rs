//! What a label says, in words.

use super::super::order::Order;
use super::font::printable;
use crate::model::{
    Address, DocumentKind, Handover, PurchaseKey, Reference, ReferenceKind, Signature, Weight,
    WeightUnit, postal,
};

/// Everything that the labels of one purchase say.
#[derive(Debug)]
pub(in crate::mock) struct Slip {
    pub(super) kind: DocumentKind,
    pub(super) carrier: String,
    pub(super) service: String,
    pub(super) from: Vec<String>,
    pub(super) to: Vec<Line>,
    /// Day of hand-over.
    pub(super) day: String,
    pub(super) parcels: Vec<Parcel>,
    /// References, options and words for the driver, one after another.
    pub(super) remarks: String,
    /// The key's token: what the purchase is found by.
    pub(super) token: String,
    /// Whether letters had to be written in Latin.
    pub(super) changed: bool,
    /// Whether a text was longer than any label.
    pub(super) cut: bool,
}

/// One line of the recipient's address.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) text: String,
    /// Of the ordinary size, in per cent.
    pub(super) scale: i32,
    pub(super) bold: bool,
}

/// What differs from one parcel's label to the next's.
#[derive(Debug)]
pub(super) struct Parcel {
    pub(super) number: String,
    pub(super) weight: String,
    /// The shipper's own name of it.
    pub(super) reference: String,
}

impl Slip {
    /// The labels of an order.
    pub(in crate::mock) fn of(
        order: &Order,
        carrier: &str,
        service: &str,
        numbers: &[String],
    ) -> Self {
        let mut letters = Letters::default();
        let (to, mut parts) = (order.to(), Vec::new());
        let mut lines = Vec::new();
        let recipient = to.recipient();
        for (scale, name) in [(100, &recipient.name), (90, &recipient.company)] {
            lines.extend(name.iter().map(|name| letters.line(name, scale, true)));
        }
        if let Some(point) = to.point() {
            let at = point.name.as_ref().or(point.address.company.as_ref());
            let at = at.map_or_else(String::new, |name| format!("{name} "));
            lines.push(letters.line(&format!("at {at}(point {})", point.id), 85, false));
        }
        lines.extend(street(to.place()).iter().map(|line| letters.line(line, 85, false)));
        lines.push(letters.line(&city(to.place()), 120, true));
        lines.push(letters.line(&country(to.place()), 90, true));

        let (kind, references, names) = match order {
            Order::Label(request) => {
                let options = &request.shipment.options;
                parts.extend(options.cod.as_ref().map(|cod| format!("COD {}", cod.amount)));
                parts.extend(options.signature.map(|kind| signature(kind).to_owned()));
                parts.extend(options.saturday.then(|| "SATURDAY".to_owned()));
                parts.extend(options.instructions.clone());
                let names = request.shipment.parcels.iter().map(|parcel| parcel.reference.clone());
                (DocumentKind::Label, &request.references, names.collect::<Vec<_>>())
            }
            Order::Return(request) => {
                parts.extend(request.rma.as_ref().map(|rma| format!("RMA {rma}")));
                parts.extend(request.reason.clone());
                let kind = match request.handover {
                    Handover::Qr => DocumentKind::Qr,
                    _ => DocumentKind::ReturnLabel,
                };
                let names = vec![None; request.parcels.len()];
                (kind, &request.references, names)
            }
        };
        parts.splice(0..0, references.iter().map(reference));
        let parcels = numbers.iter().zip(order.weights()).zip(names);
        let parcels = parcels.map(|((number, weight), name)| Parcel {
            number: number.clone(),
            weight: weight.map_or_else(|| "–".to_owned(), kilograms),
            reference: letters.clean(&name.unwrap_or_default()),
        });
        let parcels = parcels.collect();
        let mut from: Vec<_> = [&order.from().name, &order.from().company]
            .into_iter()
            .flatten()
            .map(|name| letters.clean(name))
            .collect();
        from.extend(street(order.from()).iter().map(|line| letters.clean(line)));
        from.push(letters.clean(&city(order.from())));
        from.push(letters.clean(&country(order.from())));
        Self {
            kind,
            carrier: letters.clean(carrier),
            service: letters.clean(service),
            from,
            to: lines,
            day: order.ship_on().to_string(),
            parcels,
            remarks: letters.clean(&parts.join("  ·  ")),
            token: PurchaseKey::token(order.key()),
            changed: letters.changed,
            cut: letters.cut,
        }
    }
}

/// The most letters of one text that are worth laying out: no label has room for more.
const LONGEST: usize = 1_000;

/// Keeps in mind whether any letter had to be changed or left out.
#[derive(Default)]
struct Letters {
    changed: bool,
    cut: bool,
}

impl Letters {
    fn clean(&mut self, text: &str) -> String {
        let end = text.char_indices().nth(LONGEST).map(|(end, _)| end);
        self.cut |= end.is_some();
        let (text, changed) = printable(end.and_then(|end| text.get(..end)).unwrap_or(text));
        self.changed |= changed;
        text
    }

    fn line(&mut self, text: &str, scale: i32, bold: bool) -> Line {
        Line { text: self.clean(text), scale, bold }
    }
}

/// The lines, the house number behind the first.
fn street(address: &Address) -> Vec<String> {
    let mut lines = address.lines.clone();
    if let (Some(number), Some(first)) = (&address.house_number, lines.first_mut()) {
        first.push(' ');
        first.push_str(number);
    }
    lines
}

fn city(address: &Address) -> String {
    let code = address.postal_code.as_deref().map(|code| postal::display(address.country, code));
    let parts = [code, Some(address.city.to_uppercase()), address.region.clone()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn country(address: &Address) -> String {
    format!("{} ({})", address.country.name().to_uppercase(), address.country)
}

fn reference(reference: &Reference) -> String {
    let kind = match reference.kind {
        ReferenceKind::Order => "Order",
        ReferenceKind::Customer => "Customer",
        ReferenceKind::Invoice => "Invoice",
        ReferenceKind::PurchaseOrder => "PO",
        ReferenceKind::Rma => "RMA",
        ReferenceKind::Other => "Ref",
    };
    format!("{kind} {}", reference.value)
}

const fn signature(kind: Signature) -> &'static str {
    match kind {
        Signature::Any => "SIGNATURE",
        Signature::Direct => "SIGNATURE AT THE ADDRESS",
        Signature::Adult { .. } => "SIGNATURE OF AN ADULT",
    }
}

fn kilograms(weight: Weight) -> String {
    format!("{} kg", weight.rounded_up(WeightUnit::Kg, 2).normalize())
}

//! The mock's labels: what they say, where it stands, and three ways to print it. Real enough to scan.

mod code;
mod drawing;
mod font;
mod layout;
mod pdf;
mod pen;
mod png;
mod slip;
mod zpl;

pub(super) use slip::Slip;

use crate::model::{Document, Format, LabelSpec, Payload};

/// The dots per inch of the label printer that is found in most warehouses.
const USUAL_DPI: u16 = 203;

/// The papers of a purchase, and what should be said about them.
#[derive(Debug)]
pub(super) struct Drawn {
    pub(super) documents: Vec<Document>,
    pub(super) notices: Vec<String>,
}

/// Draws the papers: one PDF or one ZPL file with a page for each parcel, or a PNG for each.
pub(super) fn draw(slip: &Slip, spec: LabelSpec) -> Drawn {
    let (pages, cut) = layout::pages(slip, spec.size);
    let dpi = i32::from(spec.dpi.unwrap_or(USUAL_DPI));
    let document = |bytes: Vec<u8>, parcels: Vec<usize>| {
        let mut document = Document::new(slip.kind.clone(), spec.format, Payload::Bytes(bytes));
        document.parcels = parcels;
        document.size = Some(spec.size);
        document
    };
    let all = || (0..pages.len()).collect();
    let documents = match spec.format {
        Format::Pdf => vec![document(pdf::render(&pages), all())],
        Format::Zpl => vec![document(zpl::render(&pages, dpi), all())],
        Format::Png => pages
            .iter()
            .enumerate()
            .map(|(index, page)| document(png::render(page, dpi), vec![index]))
            .collect(),
        // Refused when the purchase was prepared.
        _ => Vec::new(),
    };
    let mut notices = Vec::new();
    if slip.changed {
        notices.push("the label writes some letters in Latin script".to_owned());
    }
    if cut || slip.cut {
        notices.push("the label has no room for all of a text and cuts it short".to_owned());
    }
    Drawn { documents, notices }
}

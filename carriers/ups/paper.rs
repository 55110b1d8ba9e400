//! Pictures in base 64, as labels and forms come.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::codes;
use super::wire::{Text, Told};
use crate::model::{Document, DocumentKind, LabelSize, Payload};

/// The size of every label: 4 by 6 inches ("Label Image will only scale up to 4 X 6", `LabelStockSize`).
pub(super) const SIZE: LabelSize = LabelSize::FourBySix;

/// A document; `None`: there is no picture, or none that can be read.
pub(super) fn document(kind: DocumentKind, format: &Told, image: &Text) -> Option<Document> {
    let format = codes::format(format.code.told()?)?;
    // Some writers of base 64 break lines.
    let packed: String = image.0.split_whitespace().collect();
    let bytes = STANDARD.decode(packed).ok().filter(|bytes| !bytes.is_empty())?;
    Some(Document::new(kind, format, Payload::Bytes(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Format;

    fn read(code: &str, image: &str) -> Option<Document> {
        let format = Told { code: Text(code.into()), ..Told::default() };
        document(DocumentKind::Label, &format, &Text(image.into()))
    }

    #[test]
    fn a_picture_is_read_whatever_its_line_breaks_and_the_case_of_its_code() {
        let label = read("zpl", "XlhB\nXlha\n").unwrap();
        assert_eq!((label.format, label.payload.bytes()), (Format::Zpl, Some(&b"^XA^XZ"[..])));
    }

    #[test]
    fn what_is_no_picture_is_none() {
        for (code, image) in [("ZPL", ""), ("ZPL", "%%%"), ("SPL", "XlhB"), ("", "XlhB")] {
            assert_eq!(read(code, image), None, "{code} {image}");
        }
    }
}

//! What paper the carrier prints.

use super::wire::PrintPreferences;
use crate::model::{Faults, Format, LabelSize, LabelSpec, Path};

/// What its printers of labels count in.
const DOTS: u16 = 203;

/// `print-preferences`; A6 is the carrier's 4×6 in, A4 its 8.5×11 in. Where it cannot be, [`check`] says so.
pub(super) fn preferences(wanted: LabelSpec) -> PrintPreferences {
    PrintPreferences {
        output_format: if is_small(wanted.size) { "4x6" } else { "8.5x11" },
        encoding: if wanted.format == Format::Zpl { "ZPL" } else { "PDF" },
        show_packing_instructions: None,
    }
}

/// The size of the paper that comes; `None`: 8.5×11 in has no name here.
pub(super) fn size(wanted: LabelSpec) -> Option<LabelSize> {
    is_small(wanted.size).then_some(LabelSize::FourBySix)
}

const fn is_small(size: LabelSize) -> bool {
    matches!(size, LabelSize::A6 | LabelSize::FourBySix)
}

/// Notes a paper that a customer with a contract cannot have.
pub(super) fn check(wanted: LabelSpec, at: &Path<'_>, faults: &mut Faults) {
    if !matches!(wanted.format, Format::Pdf | Format::Zpl) {
        faults.add(&at.field("format"), "is not pdf or zpl, which Canada Post gives");
    }
    if wanted.size == LabelSize::A5 || (wanted.format == Format::Zpl && !is_small(wanted.size)) {
        faults.add(&at.field("size"), "is not given by Canada Post; write 4x6_in, or a4 for pdf");
    }
    if wanted.format == Format::Zpl && wanted.dpi.is_some_and(|dpi| dpi != DOTS) {
        faults.add(&at.field("dpi"), format!("is not the {DOTS} of Canada Post"));
    }
}

/// Notes a paper that a customer without a contract cannot have: the carrier prints PDF on 8.5×11 in, whatever is asked.
pub(super) fn check_card(wanted: LabelSpec, at: &Path<'_>, faults: &mut Faults) {
    if wanted.format != Format::Pdf {
        faults.add(
            &at.field("format"),
            "is not pdf, which is all that Canada Post gives without a contract",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(format: Format, size: LabelSize) -> LabelSpec {
        LabelSpec { size, ..LabelSpec::of(format) }
    }

    fn is_given(wanted: LabelSpec) -> bool {
        let mut faults = Faults::none();
        check(wanted, &Path::Root, &mut faults);
        faults.is_empty()
    }

    #[test]
    fn a_paper_that_cannot_be_given_is_refused() {
        for (format, size, given) in [
            (Format::Pdf, LabelSize::A6, true),
            (Format::Pdf, LabelSize::A4, true),
            (Format::Pdf, LabelSize::A5, false),
            (Format::Zpl, LabelSize::FourBySix, true),
            (Format::Zpl, LabelSize::A4, false),
            (Format::Png, LabelSize::A6, false),
        ] {
            assert_eq!(is_given(spec(format, size)), given, "{format:?} {size:?}");
        }
        let fine = LabelSpec { dpi: Some(300), ..LabelSpec::of(Format::Zpl) };
        assert!(!is_given(fine));
    }
}

//! Bars and squares: Code 128 and QR, by crates that know them.

use barcoders::sym::code128::Code128;
use qrcode::{Color, QrCode};

/// The modules of a Code 128 in set B; empty for what it cannot hold.
pub(super) fn bars(text: &str) -> Vec<bool> {
    // The crate takes the code set as the first letter; this one is its sign for set B.
    let code = Code128::new(format!("\u{181}{text}"));
    code.map(|code| code.encode().into_iter().map(|bar| bar == 1).collect()).unwrap_or_default()
}

/// The modules of a QR code, row by row, and how many stand in a row.
pub(super) fn square(text: &str) -> (Vec<bool>, usize) {
    QrCode::new(text).map_or_else(
        |_| (Vec::new(), 0),
        |code| {
            let modules = code.to_colors().into_iter().map(|color| color == Color::Dark).collect();
            (modules, code.width())
        },
    )
}

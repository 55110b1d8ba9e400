//! Pages as ZPL II: text in the printer's own scalable font, bars by the printer.

use std::fmt::Write as _;

use super::drawing::{Align, Area, Drawing, Item, QUIET_BARS, QUIET_SQUARE, Text};
use super::png::{dots, module};

/// One label after another.
pub(super) fn render(pages: &[Drawing], dpi: i32) -> Vec<u8> {
    let mut zpl = String::new();
    for page in pages {
        let (width, height) = (dots(page.width, dpi), dots(page.height, dpi));
        // UTF-8 in the fields; the page in dots.
        line(&mut zpl, format_args!("^XA^CI28^LH0,0^PW{width}^LL{height}"));
        for item in &page.items {
            match item {
                Item::Text(text) => write_text(&mut zpl, text, dpi),
                Item::Fill(area) => {
                    let Area { x, y, width, height } = in_dots(*area, dpi);
                    let thick = width.min(height);
                    line(&mut zpl, format_args!("^FO{x},{y}^GB{width},{height},{thick}^FS"));
                }
                Item::Bars { area, code, modules } => {
                    let Area { x, y, width, height } = in_dots(*area, dpi);
                    let (bars, module) = module(width, modules.len(), QUIET_BARS);
                    let x = x + (width - bars) / 2;
                    // ">:" begins in code set B, as the other renderers do.
                    line(
                        &mut zpl,
                        format_args!(
                            "^BY{module},2,{height}^FO{x},{y}^BCN,{height},N,N,N^FD>:{code}^FS"
                        ),
                    );
                }
                Item::Square { area, modules, side, .. } => {
                    write_square(&mut zpl, in_dots(*area, dpi), modules, *side);
                }
            }
        }
        zpl.push_str("^XZ\n");
    }
    zpl.into_bytes()
}

fn line(zpl: &mut String, content: std::fmt::Arguments<'_>) {
    // Writing to a text cannot fail.
    let _written = writeln!(zpl, "{content}");
}

fn in_dots(area: Area, dpi: i32) -> Area {
    let (x, y) = (dots(area.x, dpi), dots(area.y, dpi));
    Area {
        x,
        y,
        width: (dots(area.x + area.width, dpi) - x).max(1),
        height: (dots(area.y + area.height, dpi) - y).max(1),
    }
}

fn write_text(zpl: &mut String, text: &Text, dpi: i32) {
    let size = dots(text.size, dpi).max(8);
    let (x, width) = (dots(text.x, dpi), dots(text.width, dpi));
    // A field begins at the top of its capitals, three quarters of the size above where the letters stand.
    let y = (dots(text.baseline, dpi) - size * 3 / 4).max(0);
    let align = match text.align {
        Align::Left => 'L',
        Align::Centre => 'C',
    };
    let reverse = if text.inverse { "^FR" } else { "" };
    let text = escaped(&text.content);
    line(
        zpl,
        format_args!("^FO{x},{y}{reverse}^A0N,{size},{size}^FB{width},1,0,{align}^FH_^FD{text}^FS"),
    );
}

/// What would begin a command, and the sign of the escape itself, by their numbers. A backslash would break the line.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '^' => out.push_str("_5E"),
            '~' => out.push_str("_7E"),
            '_' => out.push_str("_5F"),
            '\\' => out.push('/'),
            other => out.push(other),
        }
    }
    out
}

/// As a picture, so that it is the same code as in the other formats.
fn write_square(zpl: &mut String, area: Area, modules: &[bool], side: usize) {
    let (width, module) = module(area.width, side, QUIET_SQUARE);
    let (left, top) = (area.x + (area.width - width) / 2, area.y + (area.height - width) / 2);
    let mut y = top;
    for row in modules.chunks(side.max(1)) {
        let mut x = left;
        for run in row.chunk_by(|one, next| one == next) {
            let long = module * i32::try_from(run.len()).unwrap_or_default();
            if run.first() == Some(&true) {
                line(zpl, format_args!("^FO{x},{y}^GB{long},{module},{module}^FS"));
            }
            x += long;
        }
        y += module;
    }
}

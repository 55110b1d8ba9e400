//! What stands on a page, before anybody decides how it is printed. Places and sizes are hundredths of a millimetre, counted
//! from the upper left corner.

use crate::model::LabelSize;

/// White modules on either side of a Code 128 (ISO/IEC 15417).
pub(super) const QUIET_BARS: i32 = 10;
/// White modules around a QR code (ISO/IEC 18004).
pub(super) const QUIET_SQUARE: i32 = 4;

/// One page.
#[derive(Debug)]
pub(super) struct Drawing {
    pub(super) width: i32,
    pub(super) height: i32,
    pub(super) items: Vec<Item>,
}

/// One thing on a page.
#[derive(Debug)]
pub(super) enum Item {
    Text(Text),
    /// A black area.
    Fill(Area),
    /// Bars: each module black or white, drawn as wide as the area allows with whole dots, in its middle.
    Bars {
        area: Area,
        code: String,
        modules: Vec<bool>,
    },
    /// A square of modules, row by row, drawn likewise.
    Square {
        area: Area,
        modules: Vec<bool>,
        side: usize,
    },
}

/// A line of text inside a width.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) x: i32,
    /// Where the letters stand.
    pub(super) baseline: i32,
    pub(super) width: i32,
    pub(super) align: Align,
    /// The em.
    pub(super) size: i32,
    pub(super) bold: bool,
    /// White on black.
    pub(super) inverse: bool,
    pub(super) content: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Centre,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) width: i32,
    pub(super) height: i32,
}

impl Drawing {
    pub(super) const fn new((width, height): (i32, i32)) -> Self {
        Self { width, height, items: Vec::new() }
    }

    pub(super) fn fill(&mut self, x: i32, y: i32, width: i32, height: i32) {
        self.items.push(Item::Fill(Area { x, y, width, height }));
    }
}

impl Text {
    /// Black letters from the left.
    pub(super) fn new(content: &str, x: i32, baseline: i32, width: i32, size: i32) -> Self {
        let content = content.to_owned();
        let align = Align::Left;
        Self { x, baseline, width, align, size, bold: false, inverse: false, content }
    }

    pub(super) fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub(super) fn centred(self) -> Self {
        Self { align: Align::Centre, ..self }
    }

    /// Bold, white on black, in the middle.
    pub(super) fn inverse(self) -> Self {
        Self { inverse: true, ..self.bold().centred() }
    }

    /// Where the text begins, by the font's widths.
    pub(super) fn left(&self, drawn_width: i32) -> i32 {
        match self.align {
            Align::Left => self.x,
            Align::Centre => self.x + (self.width - drawn_width) / 2,
        }
    }
}

/// Width and height of a page.
pub(super) const fn page(size: LabelSize) -> (i32, i32) {
    match size {
        LabelSize::A6 => (10_500, 14_800),
        LabelSize::A5 => (14_800, 21_000),
        LabelSize::A4 => (21_000, 29_700),
        LabelSize::FourBySix => (10_160, 15_240),
    }
}

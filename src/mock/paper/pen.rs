//! A pen that draws in the measures of the smallest label and knows how to make a text fit.

use super::code;
use super::drawing::{Area, Drawing, Item, Text, page};
use super::font::{face, wrap};
use super::slip::Line;
use crate::model::LabelSize;

/// White at the edges.
pub(super) const MARGIN: i32 = 400;

/// Draws a page whose measures are those of the smallest, scaled.
pub(super) struct Pen {
    pub(super) drawing: Drawing,
    pub(super) width: i32,
    pub(super) height: i32,
    /// Of the smallest label, in per cent.
    scale: i32,
    pub(super) cut: bool,
}

/// Text in lines, each of a size of its own.
pub(super) struct Block<'t> {
    pub(super) lines: &'t [Line],
    pub(super) size: i32,
    /// No smaller than that, in per cent of the size.
    pub(super) least: i32,
}

impl Pen {
    pub(super) fn new(size: LabelSize) -> Self {
        // On A4 the label is as large as on A5, in the upper half of the sheet: a barcode wider than a scanner helps nobody.
        let (scale, width, height) = match size {
            LabelSize::A5 | LabelSize::A4 => (141, 14_800, 21_000),
            LabelSize::A6 | LabelSize::FourBySix => {
                let (width, height) = page(size);
                (100, width, height)
            }
        };
        let mut drawing = Drawing::new(page(size));
        if size == LabelSize::A4 {
            // Where to cut.
            drawing.fill(0, height, width, 15);
            drawing.fill(width, 0, 15, height);
        }
        Self {
            drawing,
            width: width * 100 / scale,
            height: height * 100 / scale,
            scale,
            cut: false,
        }
    }

    /// A service's name, white on black, in up to two lines in the middle of the room.
    pub(super) fn fitted(&mut self, text: &str, room: Area, size: i32) {
        let mut size = size;
        let mut lines = wrap(text, true, size, room.width);
        while size > 150 && leading(size) * count(&lines) > room.height {
            size -= 10;
            lines = wrap(text, true, size, room.width);
        }
        let fits = usize::try_from(room.height / leading(size)).unwrap_or_default().max(1);
        self.cut |= lines.len() > fits;
        lines.truncate(fits);
        let top = room.y + (room.height - leading(size) * count(&lines)) / 2;
        for (index, line) in (0..).zip(&lines) {
            let baseline = top + ascent(size) + leading(size) * index;
            self.text(Text::new(line, room.x, baseline, room.width, size).inverse());
        }
    }

    /// Text in lines, made smaller until it fits; what does not fit even then is cut, and that is noted.
    pub(super) fn block(&mut self, block: &Block<'_>, room: Area) {
        let mut percent = 100;
        let lines = loop {
            let lines: Vec<_> = block
                .lines
                .iter()
                .flat_map(|line| {
                    let size = block.size * line.scale / 100 * percent / 100;
                    let wrapped = wrap(&line.text, line.bold, size, room.width);
                    wrapped.into_iter().map(move |text| (text, size, line.bold))
                })
                .collect();
            let height: i32 = lines.iter().map(|(_, size, _)| leading(*size)).sum();
            if height <= room.height || percent <= block.least {
                break lines;
            }
            percent -= 2;
        };
        let mut y = room.y;
        for (text, size, bold) in lines {
            if y + leading(size) > room.y + room.height {
                self.cut = true;
                break;
            }
            let text = Text::new(&text, room.x, y + ascent(size), room.width, size);
            self.text(Text { bold, ..text });
            y += leading(size);
        }
    }

    /// One line, made smaller until it fits.
    pub(super) fn line(&mut self, mut text: Text) {
        let Some(face) = face(text.bold) else { return };
        while text.size > 80 && face.width(&text.content, text.size) > text.width {
            text.size -= 5;
        }
        while face.width(&text.content, text.size) > text.width && text.content.pop().is_some() {
            self.cut = true;
        }
        self.text(text);
    }

    pub(super) fn caption(&mut self, text: &str, x: i32, y: i32) {
        self.text(Text::new(text, x, y + 200, 2_000, 190).bold());
    }

    pub(super) fn tab(&mut self, text: &str, x: i32, y: i32) {
        self.fill(x, y, 800, 380);
        self.text(Text::new(text, x, y + 285, 800, 270).inverse());
    }

    pub(super) fn rule(&mut self, y: i32, thick: i32) {
        self.fill(MARGIN, y, self.width - 2 * MARGIN, thick);
    }

    pub(super) fn bars(&mut self, number: &str, area: Area) {
        let area = self.scaled(area);
        let modules = code::bars(number);
        self.drawing.items.push(Item::Bars { area, code: number.to_owned(), modules });
    }

    pub(super) fn fill(&mut self, x: i32, y: i32, width: i32, height: i32) {
        let area = self.scaled(Area { x, y, width, height });
        self.drawing.fill(area.x, area.y, area.width, area.height);
    }

    pub(super) fn text(&mut self, text: Text) {
        let area = Area { x: text.x, y: text.baseline, width: text.width, height: text.size };
        let Area { x, y: baseline, width, height: size } = self.scaled(area);
        self.drawing.items.push(Item::Text(Text { x, baseline, width, size, ..text }));
    }

    pub(super) fn scaled(&self, area: Area) -> Area {
        let Area { x, y, width, height } = area;
        let by = |length: i32| length * self.scale / 100;
        Area { x: by(x), y: by(y), width: by(width), height: by(height) }
    }
}

/// From one line to the next.
const fn leading(size: i32) -> i32 {
    size * 118 / 100
}

/// From the top of a line to where its letters stand.
const fn ascent(size: i32) -> i32 {
    size * 93 / 100
}

fn count(lines: &[String]) -> i32 {
    i32::try_from(lines.len()).unwrap_or(i32::MAX)
}

//! Where everything stands on a label. Drawn for 105 mm × 148 mm and 4 in × 6 in; a larger page has a larger label.

use super::code;
use super::drawing::{Align, Area, Drawing, Item, Text, page};
use super::font::{face, wrap};
use super::slip::{Line, Parcel, Slip};
use crate::model::{DocumentKind, LabelSize};

/// What no label of the mock must be mistaken for.
const WARNING: &str = "SANDBOX – not valid for carriage";
const MARGIN: i32 = 400;

/// A page for each parcel, and whether some text had to be cut.
pub(super) fn pages(slip: &Slip, size: LabelSize) -> (Vec<Drawing>, bool) {
    let mut cut = false;
    let count = slip.parcels.len();
    let pages = slip.parcels.iter().enumerate().map(|(index, parcel)| {
        let mut pen = Pen::new(size);
        if slip.kind == DocumentKind::Qr {
            pen.counter_slip(slip, parcel);
        } else {
            pen.label(slip, parcel, index + 1, count);
        }
        cut |= pen.cut;
        pen.drawing
    });
    (pages.collect(), cut)
}

/// Draws a page whose measures are those of the smallest, scaled.
struct Pen {
    drawing: Drawing,
    width: i32,
    height: i32,
    /// Of the smallest label, in per cent.
    scale: i32,
    cut: bool,
}

/// Text in lines, each of a size of its own.
struct Block<'t> {
    lines: &'t [Line],
    size: i32,
    /// No smaller than that, in per cent of the size.
    least: i32,
}

impl Pen {
    fn new(size: LabelSize) -> Self {
        // On A4 the label is as large as on A5, in the upper half of the sheet: a barcode wider than a scanner helps nobody.
        let (scale, width, height) = match size {
            LabelSize::A5 | LabelSize::A4 => (141, 14_800, 21_000),
            LabelSize::A6 | LabelSize::FourBySix => {
                let (width, height) = page(size);
                (100, width, height)
            }
        };
        let drawing = Drawing::new(page(size));
        Self { drawing, width: width * 100 / scale, height: height * 100 / scale, scale, cut: false }
    }

    fn label(&mut self, slip: &Slip, parcel: &Parcel, nth: usize, count: usize) {
        let inner = self.width - 2 * MARGIN;
        let right = MARGIN + inner * 62 / 100;
        let (from_top, to_top) = (1_900, 4_250);
        let foot = self.height - MARGIN - 560;
        let bars_top = foot - 3_350;
        let remarks_top = bars_top - 1_250;

        self.header(slip, right);
        self.caption("FROM", MARGIN, from_top);
        let from: Vec<_> = slip
            .from
            .iter()
            .map(|text| Line { text: text.clone(), scale: 100, bold: false })
            .collect();
        let room = Area {
            x: MARGIN,
            y: from_top + 330,
            width: right - MARGIN - 300,
            height: to_top - from_top - 480,
        };
        self.block(&Block { lines: &from, size: 270, least: 40 }, room);

        let (x, half) = (right, (MARGIN + inner - right) / 2);
        self.caption("SHIP ON", x, from_top);
        self.line(&slip.day, x, from_top + 620, 2 * half, 300, true, Align::Left);
        self.caption("WEIGHT", x, from_top + 800);
        self.line(&parcel.weight, x, from_top + 1_420, 2 * half, 300, true, Align::Left);
        self.caption("PARCEL", x + half, from_top + 800);
        let of = format!("{nth} / {count}");
        self.line(&of, x + half, from_top + 1_420, half, 300, true, Align::Left);
        if !parcel.reference.is_empty() {
            self.line(&parcel.reference, x, from_top + 1_950, 2 * half, 230, false, Align::Left);
        }

        self.rule(to_top, 30);
        self.tab("TO", MARGIN, to_top + 180);
        let room = Area {
            x: MARGIN + 150,
            y: to_top + 680,
            width: inner - 300,
            height: remarks_top - to_top - 830,
        };
        self.block(&Block { lines: &slip.to, size: 520, least: 30 }, room);

        self.rule(remarks_top, 30);
        let reference = format!("Ref {}", slip.token);
        self.line(&reference, MARGIN, remarks_top + 360, inner, 260, true, Align::Left);
        let remarks = [Line { text: slip.remarks.clone(), scale: 100, bold: false }];
        let room =
            Area { x: MARGIN, y: remarks_top + 430, width: inner, height: bars_top - remarks_top - 530 };
        self.block(&Block { lines: &remarks, size: 260, least: 45 }, room);

        self.rule(bars_top - 50, 30);
        let area = Area { x: 0, y: bars_top + 150, width: self.width, height: 2_450 };
        self.bars(&parcel.number, area);
        let number = spaced(&parcel.number);
        self.line(&number, MARGIN, bars_top + 3_070, inner, 420, true, Align::Centre);
        self.footer(foot);
    }

    /// What a consumer shows at a counter instead of a label.
    fn counter_slip(&mut self, slip: &Slip, parcel: &Parcel) {
        let inner = self.width - 2 * MARGIN;
        let foot = self.height - MARGIN - 560;
        self.header(slip, MARGIN + inner * 62 / 100);
        let words = [Line {
            text: "Show this code at the counter. The label is printed there.".to_owned(),
            scale: 100,
            bold: false,
        }];
        let room = Area { x: MARGIN, y: 2_000, width: inner, height: 900 };
        self.block(&Block { lines: &words, size: 330, least: 50 }, room);
        let side = 6_000;
        let area = Area { x: (self.width - side) / 2, y: 2_950, width: side, height: side };
        let area = self.scaled(area);
        let (modules, side) = code::square(&parcel.number);
        self.drawing.items.push(Item::Square { area, modules, side });
        let number = spaced(&parcel.number);
        self.line(&number, MARGIN, 9_500, inner, 420, true, Align::Centre);
        self.rule(9_750, 30);
        self.tab("TO", MARGIN, 9_930);
        let room = Area {
            x: MARGIN + 150,
            y: 10_430,
            width: inner - 300,
            height: foot - 10_430 - 150,
        };
        self.block(&Block { lines: &slip.to, size: 360, least: 30 }, room);
        self.footer(foot);
    }

    fn header(&mut self, slip: &Slip, split: i32) {
        let edge = self.width - MARGIN;
        let name = [Line { text: slip.carrier.clone(), scale: 100, bold: true }];
        let room = Area { x: MARGIN, y: MARGIN, width: split - MARGIN - 250, height: 1_150 };
        self.block(&Block { lines: &name, size: 680, least: 30 }, room);
        self.fill(split - 100, MARGIN, edge - split + 100, 1_150);
        let (what, y) = match slip.kind {
            DocumentKind::ReturnLabel | DocumentKind::Qr => ("RETURN", MARGIN + 420),
            _ => ("", MARGIN + 120),
        };
        if !what.is_empty() {
            self.inverse(what, split, MARGIN + 390, edge - split - 100, 300);
        }
        let room = Area { x: split, y, width: edge - split - 100, height: MARGIN + 1_100 - y };
        self.fitted(&slip.service, room, 440);
        self.rule(1_720, 60);
    }

    fn footer(&mut self, top: i32) {
        self.fill(MARGIN, top, self.width - 2 * MARGIN, 560);
        self.inverse(WARNING, MARGIN, top + 400, self.width - 2 * MARGIN, 330);
    }

    /// A service's name, white on black, in up to two lines in the middle of the room.
    fn fitted(&mut self, text: &str, room: Area, size: i32) {
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
            self.inverse(line, room.x, baseline, room.width, size);
        }
    }

    /// Text in lines, made smaller until it fits; what does not fit even then is cut, and that is noted.
    fn block(&mut self, block: &Block<'_>, room: Area) {
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
            self.text(&text, room.x, y + ascent(size), room.width, size, bold, Align::Left, false);
            y += leading(size);
        }
    }

    /// One line, made smaller until it fits.
    #[expect(clippy::too_many_arguments, reason = "a line is all of these")]
    fn line(
        &mut self,
        text: &str,
        x: i32,
        baseline: i32,
        width: i32,
        size: i32,
        bold: bool,
        align: Align,
    ) {
        let Some(face) = face(bold) else { return };
        let mut size = size;
        while size > 80 && face.width(text, size) > width {
            size -= 5;
        }
        let mut text = text.to_owned();
        while face.width(&text, size) > width && text.pop().is_some() {
            self.cut = true;
        }
        self.text(&text, x, baseline, width, size, bold, align, false);
    }

    fn caption(&mut self, text: &str, x: i32, y: i32) {
        self.text(text, x, y + 200, 2_000, 190, true, Align::Left, false);
    }

    fn tab(&mut self, text: &str, x: i32, y: i32) {
        self.fill(x, y, 800, 380);
        self.inverse(text, x, y + 285, 800, 270);
    }

    fn inverse(&mut self, text: &str, x: i32, baseline: i32, width: i32, size: i32) {
        self.text(text, x, baseline, width, size, true, Align::Centre, true);
    }

    fn rule(&mut self, y: i32, thick: i32) {
        self.fill(MARGIN, y, self.width - 2 * MARGIN, thick);
    }

    fn bars(&mut self, number: &str, area: Area) {
        let area = self.scaled(area);
        let modules = code::bars(number);
        self.drawing.items.push(Item::Bars { area, code: number.to_owned(), modules });
    }

    fn fill(&mut self, x: i32, y: i32, width: i32, height: i32) {
        let area = self.scaled(Area { x, y, width, height });
        self.drawing.fill(area.x, area.y, area.width, area.height);
    }

    #[expect(clippy::too_many_arguments, reason = "a text is all of these")]
    fn text(
        &mut self,
        text: &str,
        x: i32,
        baseline: i32,
        width: i32,
        size: i32,
        bold: bool,
        align: Align,
        inverse: bool,
    ) {
        let Area { x, y: baseline, width, height: size } =
            self.scaled(Area { x, y: baseline, width, height: size });
        let text = text.to_owned();
        let text = Text { x, baseline, width, align, size, bold, inverse, text };
        self.drawing.items.push(Item::Text(text));
    }

    fn scaled(&self, area: Area) -> Area {
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

/// In groups of four, for people who type it.
fn spaced(number: &str) -> String {
    let letters: Vec<_> = number.chars().collect();
    let groups = letters.chunks(4).map(|group| group.iter().collect::<String>());
    groups.collect::<Vec<_>>().join(" ")
}

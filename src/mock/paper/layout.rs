//! Where everything stands on a label. Drawn for 105 mm × 148 mm and 4 in × 6 in; a larger page has a larger label.

use super::code;
use super::drawing::{Area, Drawing, Item, Text};
use super::pen::{Block, MARGIN, Pen};
use super::slip::{Line, Parcel, Slip};
use crate::model::{DocumentKind, LabelSize};

/// What no label of the mock must be mistaken for.
const WARNING: &str = "SANDBOX – not valid for carriage";

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

impl Pen {
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
        self.line(Text::new(&slip.day, x, from_top + 620, 2 * half, 300).bold());
        self.caption("WEIGHT", x, from_top + 800);
        self.line(Text::new(&parcel.weight, x, from_top + 1_420, 2 * half, 300).bold());
        self.caption("PARCEL", x + half, from_top + 800);
        let of = format!("{nth} / {count}");
        self.line(Text::new(&of, x + half, from_top + 1_420, half, 300).bold());
        if !parcel.reference.is_empty() {
            self.line(Text::new(&parcel.reference, x, from_top + 1_950, 2 * half, 230));
        }

        self.rule(to_top, 30);
        self.tab("TO", MARGIN, to_top + 180);
        let room = Area {
            x: MARGIN + 150,
            y: to_top + 680,
            width: inner - 300,
            height: remarks_top - to_top - 830,
        };
        self.block(&Block { lines: &slip.to, size: 600, least: 26 }, room);

        self.rule(remarks_top, 30);
        let reference = format!("Ref {}", slip.token);
        self.line(Text::new(&reference, MARGIN, remarks_top + 360, inner, 260).bold());
        let remarks = [Line { text: slip.remarks.clone(), scale: 100, bold: false }];
        let room = Area {
            x: MARGIN,
            y: remarks_top + 430,
            width: inner,
            height: bars_top - remarks_top - 530,
        };
        self.block(&Block { lines: &remarks, size: 260, least: 45 }, room);

        self.rule(bars_top - 50, 30);
        let area = Area { x: 0, y: bars_top + 150, width: self.width, height: 2_450 };
        self.bars(&parcel.number, area);
        let number = spaced(&parcel.number);
        self.line(Text::new(&number, MARGIN, bars_top + 3_070, inner, 420).bold().centred());
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
        let side = 6_600;
        let area = Area { x: (self.width - side) / 2, y: 2_500, width: side, height: side };
        let area = self.scaled(area);
        let (modules, side) = code::square(&parcel.number);
        self.drawing.items.push(Item::Square { area, modules, side });
        let number = spaced(&parcel.number);
        self.line(Text::new(&number, MARGIN, 9_500, inner, 420).bold().centred());
        self.rule(9_750, 30);
        self.tab("TO", MARGIN, 9_930);
        let room =
            Area { x: MARGIN + 150, y: 10_430, width: inner - 300, height: foot - 10_430 - 150 };
        self.block(&Block { lines: &slip.to, size: 360, least: 30 }, room);
        self.footer(foot);
    }

    fn header(&mut self, slip: &Slip, split: i32) {
        let edge = self.width - MARGIN;
        let name = [Line { text: slip.carrier.clone(), scale: 100, bold: true }];
        let room = Area { x: MARGIN, y: MARGIN, width: split - MARGIN - 250, height: 1_150 };
        self.block(&Block { lines: &name, size: 680, least: 30 }, room);
        self.fill(split - 100, MARGIN, edge - split + 100, 1_150);
        let mut room = Area { x: split, y: MARGIN + 120, width: edge - split - 100, height: 980 };
        if matches!(slip.kind, DocumentKind::ReturnLabel | DocumentKind::Qr) {
            let height = if slip.service.is_empty() { room.height } else { 330 };
            self.fitted("RETURN", Area { height, ..room }, 440);
            room.y += height;
            room.height -= height;
        }
        if !slip.service.is_empty() {
            self.fitted(&slip.service, room, 440);
        }
        self.rule(1_720, 60);
    }

    fn footer(&mut self, top: i32) {
        self.fill(MARGIN, top, self.width - 2 * MARGIN, 560);
        let width = self.width - 2 * MARGIN;
        self.text(Text::new(WARNING, MARGIN, top + 400, width, 330).inverse());
    }
}

/// In groups of four, for people who type it.
fn spaced(number: &str) -> String {
    let letters: Vec<_> = number.chars().collect();
    let groups = letters.chunks(4).map(|group| group.iter().collect::<String>());
    groups.collect::<Vec<_>>().join(" ")
}

//! A page as a PNG of grey dots: letters have soft edges, bars have none.
#![expect(
    clippy::float_arithmetic,
    reason = "outlines of letters are floats; nothing here is money or measure"
)]

use ab_glyph::{Font as _, point};

use super::drawing::{Area, Drawing, Item, QUIET_BARS, QUIET_SQUARE, Text};
use super::font::face;

const WHITE: u8 = 255;

/// The page at so many dots per inch.
pub(super) fn render(page: &Drawing, dpi: i32) -> Vec<u8> {
    let mut canvas = Canvas::new(page, dpi);
    for item in &page.items {
        match item {
            Item::Text(text) => canvas.text(text),
            Item::Fill(area) => {
                let (x, y) = (canvas.dots(area.x), canvas.dots(area.y));
                let right = canvas.dots(area.x + area.width);
                let bottom = canvas.dots(area.y + area.height).max(y + 1);
                canvas.fill(x, y, right - x, bottom - y);
            }
            Item::Bars { area, modules, .. } => canvas.bars(*area, modules),
            Item::Square { area, modules, side, .. } => canvas.square(*area, modules, *side),
        }
    }
    canvas.encode(dpi).unwrap_or_default()
}

struct Canvas {
    width: i32,
    height: i32,
    dpi: i32,
    grey: Vec<u8>,
}

impl Canvas {
    fn new(page: &Drawing, dpi: i32) -> Self {
        let (width, height) = (dots(page.width, dpi), dots(page.height, dpi));
        let size = usize::try_from(width * height).unwrap_or_default();
        Self { width, height, dpi, grey: vec![WHITE; size] }
    }

    fn dots(&self, hundredths: i32) -> i32 {
        dots(hundredths, self.dpi)
    }

    fn at(&mut self, x: i32, y: i32) -> Option<&mut u8> {
        if !(0..self.width).contains(&x) || !(0..self.height).contains(&y) {
            return None;
        }
        self.grey.get_mut(usize::try_from(y * self.width + x).ok()?)
    }

    fn fill(&mut self, x: i32, y: i32, width: i32, height: i32) {
        for y in y..y + height {
            for x in x..x + width {
                if let Some(dot) = self.at(x, y) {
                    *dot = 0;
                }
            }
        }
    }

    fn bars(&mut self, area: Area, modules: &[bool]) {
        let (width, module) = module(self.dots(area.width), modules.len(), QUIET_BARS);
        let mut x = self.dots(area.x) + (self.dots(area.width) - width) / 2;
        let (y, height) = (self.dots(area.y), self.dots(area.height));
        for black in modules {
            if *black {
                self.fill(x, y, module, height);
            }
            x += module;
        }
    }

    fn square(&mut self, area: Area, modules: &[bool], side: usize) {
        let (width, module) = module(self.dots(area.width), side, QUIET_SQUARE);
        let left = self.dots(area.x) + (self.dots(area.width) - width) / 2;
        let mut y = self.dots(area.y) + (self.dots(area.height) - width) / 2;
        for row in modules.chunks(side.max(1)) {
            let mut x = left;
            for black in row {
                if *black {
                    self.fill(x, y, module, module);
                }
                x += module;
            }
            y += module;
        }
    }

    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_possible_wrap,
        clippy::cast_sign_loss,
        reason = "places on a page of a few thousand dots, and shades between 0 and 255"
    )]
    fn text(&mut self, text: &Text) {
        let Some(face) = face(text.bold) else { return };
        let dot = self.dpi as f32 / 2_540.0;
        let em = text.size as f32 * dot;
        let scale = em * face.outlines.height_unscaled() / face.per_em as f32;
        let mut x = text.left(face.width(&text.content, text.size)) as f32 * dot;
        let baseline = self.dots(text.baseline) as f32;
        for id in text.content.chars().filter_map(|letter| face.glyph(letter)) {
            let glyph = id.with_scale_and_position(scale, point(x, baseline));
            if let Some(outline) = face.outlines.outline_glyph(glyph) {
                let bounds = outline.px_bounds();
                let (left, top) = (bounds.min.x as i32, bounds.min.y as i32);
                outline.draw(|dx, dy, cover| {
                    if let Some(dot) = self.at(left + dx as i32, top + dy as i32) {
                        let ink = (cover.clamp(0.0, 1.0) * 255.0) as u8;
                        *dot = if text.inverse {
                            dot.saturating_add(ink)
                        } else {
                            dot.saturating_sub(ink)
                        };
                    }
                });
            }
            x += face.advance(id) as f32 * em / face.per_em as f32;
        }
    }

    fn encode(&self, dpi: i32) -> Option<Vec<u8>> {
        let mut file = Vec::new();
        let (width, height) = (u32::try_from(self.width).ok()?, u32::try_from(self.height).ok()?);
        let mut encoder = ::png::Encoder::new(&mut file, width, height);
        encoder.set_color(::png::ColorType::Grayscale);
        encoder.set_depth(::png::BitDepth::Eight);
        // Printed at its true size: a metre has 10000 / 254 inches.
        let per_metre = u32::try_from(dpi).ok()? * 10_000 / 254;
        encoder.set_pixel_dims(Some(::png::PixelDimensions {
            xppu: per_metre,
            yppu: per_metre,
            unit: ::png::Unit::Meter,
        }));
        let mut writer = encoder.write_header().ok()?;
        writer.write_image_data(&self.grey).ok()?;
        writer.finish().ok()?;
        Some(file)
    }
}

/// Hundredths of a millimetre in dots, to the nearest.
pub(super) const fn dots(hundredths: i32, dpi: i32) -> i32 {
    (hundredths * dpi + 1_270) / 2_540
}

/// How wide bars become and how wide one module is, in dots: as wide as the width allows with so many white modules on either
/// side, and one dot at least.
pub(super) fn module(width: i32, modules: usize, quiet: i32) -> (i32, i32) {
    let modules = i32::try_from(modules).unwrap_or_default();
    let module = (width / (modules + 2 * quiet).max(1)).max(1);
    (module * modules, module)
}

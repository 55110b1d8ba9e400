//! Pages as one PDF, with the font inside.
#![expect(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "a PDF counts in floats; nothing here is money or measure"
)]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use ab_glyph::Font as _;
use miniz_oxide::deflate::compress_to_vec_zlib;
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Content, Filter, Finish as _, Name, Pdf, Rect, Ref, Str};

use super::drawing::{Area, Drawing, Item, QUIET_BARS, QUIET_SQUARE, Text};
use super::font::{BOLD, Face, REGULAR, face};

/// Points (1/72 in) in a hundredth of a millimetre.
const POINTS: f32 = 72.0 / 2_540.0;
/// The widest that a module of a barcode becomes, in hundredths of a millimetre.
const WIDEST_MODULE: i32 = 60;

/// The font files as they stand in every PDF, packed once.
static PACKED: LazyLock<[Vec<u8>; 2]> =
    LazyLock::new(|| [REGULAR, BOLD].map(|file| compress_to_vec_zlib(file, 9)));

const SYSTEM: SystemInfo<'static> =
    SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// All pages in one file.
pub(super) fn render(pages: &[Drawing]) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let mut next = 0;
    let mut fresh = || {
        next += 1;
        Ref::new(next)
    };
    let (catalog, tree) = (fresh(), fresh());
    let fonts = [fresh(), fresh()];
    let leaves: Vec<_> = pages.iter().map(|page| (page, fresh(), fresh())).collect();
    pdf.catalog(catalog).pages(tree);
    pdf.pages(tree)
        .kids(leaves.iter().map(|(_, leaf, _)| *leaf))
        .count(i32::try_from(leaves.len()).unwrap_or(i32::MAX));
    for (page, leaf, content) in leaves {
        let stream = compress_to_vec_zlib(&paint(page), 6);
        pdf.stream(content, &stream).filter(Filter::FlateDecode);
        let mut leaf = pdf.page(leaf);
        leaf.parent(tree).contents(content).media_box(Rect::new(
            0.0,
            0.0,
            page.width as f32 * POINTS,
            page.height as f32 * POINTS,
        ));
        let mut resources = leaf.resources();
        let mut named = resources.fonts();
        for (font, bold) in fonts.into_iter().zip([false, true]) {
            named.pair(font_name(bold), font);
        }
    }
    for (font, bold) in fonts.into_iter().zip([false, true]) {
        embed(&mut pdf, font, bold, pages, [fresh(), fresh(), fresh(), fresh()]);
    }
    pdf.finish()
}

const fn font_name(bold: bool) -> Name<'static> {
    if bold { Name(b"B") } else { Name(b"R") }
}

/// The drawing in PDF's words: the paper's unit stays a hundredth of a millimetre, counted from below.
fn paint(page: &Drawing) -> Vec<u8> {
    let mut content = Content::new();
    content.transform([POINTS, 0.0, 0.0, POINTS, 0.0, 0.0]);
    let mut brush = Brush { content, height: page.height };
    for item in &page.items {
        match item {
            Item::Text(text) => brush.text(text),
            Item::Fill(area) => {
                brush.outline(*area);
                brush.content.fill_nonzero();
            }
            Item::Bars { area, modules, .. } => {
                let module = module(area.width, modules.len(), QUIET_BARS);
                let width = module * whole(modules.len());
                let left = area.x + (area.width - width) / 2;
                brush.row(Area { x: left, width, ..*area }, modules, module);
                brush.content.fill_nonzero();
            }
            Item::Square { area, modules, side, .. } => {
                let module = area.width / (whole(*side) + 2 * QUIET_SQUARE);
                let width = module * whole(*side);
                let (x, y) =
                    (area.x + (area.width - width) / 2, area.y + (area.height - width) / 2);
                let mut row = Area { x, y, width, height: module };
                for modules in modules.chunks((*side).max(1)) {
                    brush.row(row, modules, module);
                    row.y += module;
                }
                brush.content.fill_nonzero();
            }
        }
    }
    brush.content.finish().into_vec()
}

fn module(width: i32, modules: usize, quiet: i32) -> i32 {
    (width / (whole(modules) + 2 * quiet)).clamp(1, WIDEST_MODULE)
}

fn whole(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

struct Brush {
    content: Content,
    height: i32,
}

impl Brush {
    fn outline(&mut self, area: Area) {
        let bottom = self.height - area.y - area.height;
        self.content.rect(area.x as f32, bottom as f32, area.width as f32, area.height as f32);
    }

    /// Outlines a row of modules. A code is filled when all of it is outlined, so that no seam shows between its rows.
    fn row(&mut self, area: Area, modules: &[bool], module: i32) {
        let mut x = area.x;
        for run in modules.chunk_by(|one, next| one == next) {
            let width = module * whole(run.len());
            if run.first() == Some(&true) {
                self.outline(Area { x, width, ..area });
            }
            x += width;
        }
    }

    fn text(&mut self, text: &Text) {
        let Some(face) = face(text.bold) else { return };
        let x = text.left(face.width(&text.content, text.size));
        let glyphs = text.content.chars().filter_map(|letter| face.glyph(letter));
        let bytes: Vec<_> = glyphs.flat_map(|glyph| glyph.0.to_be_bytes()).collect();
        self.content.set_fill_gray(if text.inverse { 1.0 } else { 0.0 });
        self.content.begin_text();
        self.content.set_font(font_name(text.bold), text.size as f32);
        self.content.next_line(x as f32, (self.height - text.baseline) as f32);
        self.content.show(Str(&bytes));
        self.content.end_text();
        self.content.set_fill_gray(0.0);
    }
}

/// One weight of the font: its file, the widths and the letters of the glyphs that are used.
fn embed(pdf: &mut Pdf, font: Ref, bold: bool, pages: &[Drawing], refs: [Ref; 4]) {
    let Some(face) = face(bold) else { return };
    let (name, file) = if bold {
        (Name(b"ARRIER+Roboto-Bold"), BOLD)
    } else {
        (Name(b"ARRIER+Roboto-Regular"), REGULAR)
    };
    let [descendant, descriptor, data, letters] = refs;
    let used = used(face, bold, pages);

    pdf.type0_font(font)
        .base_font(name)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(descendant)
        .to_unicode(letters);

    let mut cid = pdf.cid_font(descendant);
    cid.subtype(CidFontType::Type2)
        .base_font(name)
        .system_info(SYSTEM)
        .font_descriptor(descriptor)
        .cid_to_gid_map_predefined(Name(b"Identity"))
        .default_width(0.0);
    let mut widths = cid.widths();
    for glyph in used.keys() {
        let width = face.advance(ab_glyph::GlyphId(*glyph)) as f32;
        widths.consecutive(*glyph, [per_mille(face, width)]);
    }
    widths.finish();
    cid.finish();

    let (ascent, descent) = (face.outlines.ascent_unscaled(), face.outlines.descent_unscaled());
    let (ascent, descent) = (per_mille(face, ascent), per_mille(face, descent));
    pdf.font_descriptor(descriptor)
        .name(name)
        .flags(FontFlags::NON_SYMBOLIC)
        .bbox(Rect::new(-500.0, descent, 1_500.0, ascent))
        .italic_angle(0.0)
        .ascent(ascent)
        .descent(descent)
        // Roboto's capitals are 1456 of 2048 units high.
        .cap_height(711.0)
        .stem_v(if bold { 140.0 } else { 90.0 })
        .font_file2(data);

    let packed = PACKED.get(usize::from(bold)).map(Vec::as_slice).unwrap_or_default();
    pdf.stream(data, packed)
        .filter(Filter::FlateDecode)
        .pair(Name(b"Length1"), i32::try_from(file.len()).unwrap_or_default());

    let mut map = UnicodeCmap::new(Name(b"letters"), SYSTEM);
    for (glyph, letter) in used {
        map.pair(glyph, letter);
    }
    pdf.cmap(letters, &map.finish());
}

/// The glyphs that the pages use, each with its letter.
fn used(face: &Face, bold: bool, pages: &[Drawing]) -> BTreeMap<u16, char> {
    let mut used = BTreeMap::new();
    for item in pages.iter().flat_map(|page| &page.items) {
        if let Item::Text(text) = item
            && text.bold == bold
        {
            let letters = text.content.chars();
            used.extend(letters.filter_map(|letter| Some((face.glyph(letter)?.0, letter))));
        }
    }
    used
}

fn per_mille(face: &Face, units: f32) -> f32 {
    units * 1_000.0 / face.per_em as f32
}

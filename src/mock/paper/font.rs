//! The label's letters: their widths, which of them there are, and text in lines.

use std::sync::LazyLock;

use ab_glyph::{Font as _, FontRef, GlyphId};

/// The files, whole, for what embeds them.
pub(super) const REGULAR: &[u8] = include_bytes!("font/Roboto-Regular.ttf");
pub(super) const BOLD: &[u8] = include_bytes!("font/Roboto-Bold.ttf");

static FACES: LazyLock<Option<[Face; 2]>> =
    LazyLock::new(|| Some([Face::read(REGULAR)?, Face::read(BOLD)?]));

/// One weight of the font.
#[derive(Debug)]
pub(super) struct Face {
    pub(super) outlines: FontRef<'static>,
    /// Units of the font in an em.
    pub(super) per_em: i32,
}

impl Face {
    fn read(file: &'static [u8]) -> Option<Self> {
        let outlines = FontRef::try_from_slice(file).ok()?;
        let per_em = whole(outlines.units_per_em()?);
        (per_em > 0).then_some(Self { outlines, per_em })
    }

    /// The glyph of a letter; `None`: the font has none.
    pub(super) fn glyph(&self, letter: char) -> Option<GlyphId> {
        Some(self.outlines.glyph_id(letter)).filter(|glyph| glyph.0 != 0)
    }

    /// How wide a letter is, in units of the font.
    pub(super) fn advance(&self, glyph: GlyphId) -> i32 {
        whole(self.outlines.h_advance_unscaled(glyph))
    }

    /// How wide a text is at a size, in the unit of the size.
    pub(super) fn width(&self, text: &str, size: i32) -> i32 {
        let glyphs = text.chars().filter_map(|letter| self.glyph(letter));
        let units: i64 = glyphs.map(|glyph| i64::from(self.advance(glyph))).sum();
        i32::try_from(units * i64::from(size) / i64::from(self.per_em)).unwrap_or(i32::MAX)
    }
}

/// The font; `None` where the built-in files cannot be read, which a test rules out.
pub(super) fn face(bold: bool) -> Option<&'static Face> {
    FACES.as_ref()?.get(usize::from(bold))
}

/// A font's measures are whole numbers, handed out as floats.
#[expect(clippy::cast_possible_truncation, reason = "font units are whole and below 16384")]
fn whole(units: f32) -> i32 {
    units.round() as i32
}

/// The text in letters that the font has. What it lacks is written in Latin letters as far as that can be done; the second
/// part tells that it was.
pub(super) fn printable(text: &str) -> (String, bool) {
    let Some(face) = face(false) else { return (text.to_owned(), false) };
    let (mut out, mut changed) = (String::with_capacity(text.len()), false);
    for letter in text.chars() {
        if letter.is_whitespace() || letter.is_control() {
            out.push(' ');
        } else if face.glyph(letter).is_some() {
            out.push(letter);
        } else {
            changed = true;
            out.push_str(deunicode::deunicode_char(letter).unwrap_or("?"));
        }
    }
    (out.split_whitespace().collect::<Vec<_>>().join(" "), changed)
}

/// Lines no wider than `width`, broken between words; a word that is wider than a line is broken inside.
pub(super) fn wrap(text: &str, bold: bool, size: i32, width: i32) -> Vec<String> {
    let Some(face) = face(bold) else { return vec![text.to_owned()] };
    let fits = |line: &str| face.width(line, size) <= width;
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if fits(&longer) {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for letter in word.chars() {
            line.push(letter);
            if !fits(&line) && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::replace(&mut line, letter.to_string()));
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_weights_can_be_read() {
        assert!(face(false).is_some() && face(true).is_some());
    }

    #[test]
    fn european_letters_stay_and_others_are_written_in_latin() {
        for text in ["Señor Ñandú, São João", "Łódź Škoda Ştefan Ő", "Αθήνα", "София"]
        {
            assert_eq!(printable(text), (text.to_owned(), false));
        }
        assert_eq!(printable("東京\u{7}x"), ("Dong Jing x".to_owned(), true));
    }

    #[test]
    fn lines_keep_every_letter_and_are_no_wider_than_asked() {
        let text = "Calle de la Constitución Wxyzwxyzwxyzwxyzwxyzwxyzwxyzwxyz 12";
        let lines = wrap(text, true, 300, 2_500);
        assert!(lines.iter().all(|line| face(true).unwrap().width(line, 300) <= 2_500));
        let letters = |text: &str| text.replace(' ', "");
        assert_eq!(letters(&lines.concat()), letters(text));
    }
}

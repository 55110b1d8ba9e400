//! Getting a text: from a file, with limits, or from memory.

use std::fmt;
use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::Path;

use super::Complaints;

/// The most bytes that a document may have: 1 MiB. A shipment has a few thousand.
pub const MOST_BYTES: u64 = 1024 * 1024;

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextFormat {
    /// JSON (RFC 8259).
    Json,
    /// TOML 1.1.
    Toml,
}

/// A text and its name, which faults are told by. `Debug` shows how long it is, for it may have names, streets and secrets.
#[derive(Clone)]
pub struct Text {
    name: String,
    content: String,
    format: TextFormat,
}

impl Text {
    /// A text that is in memory already.
    pub fn new(name: impl Into<String>, content: impl Into<String>, format: TextFormat) -> Self {
        Self { name: name.into(), content: content.into(), format }
    }

    /// Reads a file. Its ending tells how it is written (`.json`, `.toml`), else its first character does.
    ///
    /// # Errors
    ///
    /// [`Complaints`] where the file cannot be read, is a directory, is empty, is no UTF-8 or has more than [`MOST_BYTES`];
    /// a larger file is refused before it is read.
    pub fn open(path: &Path) -> Result<Self, Complaints> {
        let name = path.display().to_string();
        let complain = |message: String| Complaints::of_file(&name, message);
        let unreadable = |error: std::io::Error| match error.kind() {
            ErrorKind::NotFound => complain("is not there; name a file that exists".into()),
            ErrorKind::IsADirectory => complain("is a directory; name a file in it".into()),
            _ => complain(format!("cannot be read: {error}")),
        };
        // A directory opens as a file on some systems and a named pipe may never end: only the metadata tell.
        let metadata = std::fs::metadata(path).map_err(unreadable)?;
        if metadata.is_dir() {
            return Err(complain("is a directory; name a file in it".into()));
        }
        let too_large = |bytes: u64| {
            complain(format!("has {bytes} bytes; a document has {MOST_BYTES} at the most"))
        };
        if metadata.len() > MOST_BYTES {
            return Err(too_large(metadata.len()));
        }
        let mut bytes = Vec::new();
        File::open(path)
            .and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes))
            .map_err(unreadable)?;
        if u64::try_from(bytes.len()).is_ok_and(|length| length > MOST_BYTES) {
            return Err(complain(format!(
                "does not end; a document has {MOST_BYTES} bytes at the most"
            )));
        }
        let content = String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            complain(format!("is no UTF-8 text (from byte {at} on); save it as UTF-8"))
        })?;
        if content.trim().is_empty() {
            return Err(complain("is empty".into()));
        }
        let format = format_of(path, &content);
        Ok(Self { name, content, format })
    }

    /// The name that faults are told by.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text itself.
    #[must_use]
    pub fn content(&self) -> &str {
        // Editors of some systems put a byte order mark before the first character.
        self.content.strip_prefix('\u{feff}').unwrap_or(&self.content)
    }

    /// How it is written.
    #[must_use]
    pub fn format(&self) -> TextFormat {
        self.format
    }

    /// The line and column, both from 1, of a byte.
    pub(super) fn place(&self, byte: usize) -> (usize, usize) {
        let content = self.content();
        let before = content.get(..byte.min(content.len())).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        (line, column)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Text")
            .field("name", &self.name)
            .field("content", &format_args!("{} bytes", self.content.len()))
            .field("format", &self.format)
            .finish()
    }
}

fn format_of(path: &Path, content: &str) -> TextFormat {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    if ending.eq_ignore_ascii_case("json") {
        TextFormat::Json
    } else if ending.eq_ignore_ascii_case("toml") {
        TextFormat::Toml
    } else if content.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
        TextFormat::Json
    } else {
        TextFormat::Toml
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_tells_the_format_and_else_the_content() {
        for (name, content, format) in [
            ("a.json", "x", TextFormat::Json),
            ("a.TOML", "{", TextFormat::Toml),
            ("a", " {", TextFormat::Json),
            ("a.order", "x = 1", TextFormat::Toml),
        ] {
            assert_eq!(format_of(Path::new(name), content), format, "{name}");
        }
    }

    #[test]
    fn a_place_counts_lines_and_characters_from_one() {
        let text = Text::new("a", "é = 1\nñandú = 2", TextFormat::Toml);
        assert_eq!(text.place(0), (1, 1));
        let two = text.content().find('2').unwrap();
        assert_eq!(text.place(two), (2, 9));
    }
}

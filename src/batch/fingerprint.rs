//! Whether a file, or what rows are decided by, is still what it was: 128 bits of `SipHash`, the same everywhere. Against
//! accidents, not against an adversary.

use std::fmt;
use std::hash::Hasher as _;
use std::io::{self, Read};
use std::path::Path;

use siphasher::sip128::{Hasher128 as _, SipHasher13};

/// What rows are decided by, beside the rows themselves: the configuration, the files it names. A run that goes on where
/// another stopped must have the same.
#[derive(Clone, Default)]
pub struct Fingerprint(SipHasher13);

impl Fingerprint {
    /// Of nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text under a name.
    pub fn add(&mut self, name: &str, content: impl AsRef<[u8]>) {
        for part in [name.as_bytes(), content.as_ref()] {
            // The length first, so that no two lists of parts run together into the same bytes.
            self.0.write(&(part.len() as u64).to_le_bytes());
            self.0.write(part);
        }
    }

    /// Adds a file, whole, wherever it lies.
    ///
    /// # Errors
    ///
    /// What the system says where it cannot be read.
    pub fn add_file(&mut self, path: &Path) -> io::Result<()> {
        self.add("file", of_file(path)?);
        Ok(())
    }

    /// Adds a rate sheet with the files it names. What is wrong with it is told where it is loaded to quote from.
    #[cfg(feature = "tariff")]
    pub fn add_sheet(&mut self, path: &Path) {
        let folder = path.parent().unwrap_or(Path::new(""));
        let seen = std::cell::RefCell::new(self);
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let _ = crate::tariff::Sheet::from_sources(&name.unwrap_or_default(), |file| {
            let text = std::fs::read_to_string(folder.join(file))
                .map_err(|error| crate::tariff::SourceError::new(error.to_string()))?;
            seen.borrow_mut().add(file, &text);
            Ok(text)
        });
    }

    pub(super) fn text(&self) -> String {
        let hash = self.0.finish128();
        format!("{:016x}{:016x}", hash.h1, hash.h2)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Fingerprint").field(&self.text()).finish()
    }
}

/// The fingerprint of a file's content.
pub(super) fn of_file(path: &Path) -> io::Result<String> {
    let mut file = std::fs::File::open(path)?;
    let (mut whole, mut buffer) = (Fingerprint::new(), vec![0; 256 * 1024]);
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(whole.text()),
            Ok(read) => whole.0.write(buffer.get(..read).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_together() {
        let of = |parts: &[(&str, &str)]| {
            let mut fingerprint = Fingerprint::new();
            for (name, content) in parts {
                fingerprint.add(name, content);
            }
            fingerprint.text()
        };
        assert_eq!(of(&[("a", "b")]), of(&[("a", "b")]));
        assert_ne!(of(&[("a", "bc")]), of(&[("ab", "c")]));
        assert_ne!(of(&[("a", "b"), ("c", "d")]), of(&[("c", "d"), ("a", "b")]));
    }

    #[test]
    fn a_fingerprint_is_the_same_in_every_version() {
        let mut fingerprint = Fingerprint::new();
        fingerprint.add("a", "b");
        assert_eq!(fingerprint.text(), "6dfeeaf95598bde3a8ac1b4230adf640");
    }

    #[cfg(feature = "tariff")]
    #[test]
    fn every_file_of_a_sheet_counts() {
        let folder = tempfile::tempdir().unwrap();
        let sheets = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sandbox/sheets");
        for name in ["ribera.toml", "ribera.nacional.csv", "ribera.europa.csv"] {
            std::fs::copy(sheets.join(name), folder.path().join(name)).unwrap();
        }
        let now = || {
            let mut fingerprint = Fingerprint::new();
            fingerprint.add_sheet(&folder.path().join("ribera.toml"));
            fingerprint.text()
        };
        let (first, again) = (now(), now());
        let prices = folder.path().join("ribera.europa.csv");
        let changed = std::fs::read_to_string(&prices).unwrap().replace("5.10", "5.20");
        std::fs::write(&prices, changed).unwrap();
        assert_eq!(first, again);
        assert_ne!(first, now());
    }
}

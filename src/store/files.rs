//! Papers as files in a folder: whole or not at all, never over another, never outside it. What stands on a paper is not looked at.

#[cfg(test)]
mod tests;

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::model::{Document, DocumentKind, Label, Payload};

/// How many files of one name are told apart by a number before giving up.
const MOST_OF_A_NAME: usize = 1_000;
/// How long a name may be, without what tells its papers apart: with that and an ending it is short enough for every system.
const LONGEST: usize = 80;
/// How long the part is that tells papers of one name apart.
const LONGEST_PART: usize = 40;

/// A folder that files are written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Shows by a file that leaves nothing behind that the folder can be written to: money is spent only after that.
    ///
    /// # Errors
    ///
    /// Where it is not there, is no folder or cannot be written to.
    pub fn writable(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        NamedTempFile::new_in(&path)?;
        Ok(Self { path })
    }

    /// Writes a file of a name, with a number where there is another one of that name already. One that has the same content is that
    /// file: nothing is written. It is on the disk, whole, when this returns.
    ///
    /// # Errors
    ///
    /// Where it cannot be written; then there is no file.
    pub fn write(&self, stem: &str, ending: &str, content: &[u8]) -> io::Result<PathBuf> {
        let path = self.appears(self.whole(content)?, &safe_name(stem), ending, content)?;
        self.sync()?;
        Ok(path)
    }

    /// Writes the papers of a label and of the returns that came with it, named after its tracking number. Each then names its file in
    /// place of its bytes.
    ///
    /// # Errors
    ///
    /// Where one cannot be written. Before all of them are on the disk none appears; the label has the files of those that did.
    pub fn keep_papers(&self, label: &mut Label) -> io::Result<()> {
        let mut papers = Vec::new();
        for_each(label, &mut |document, name| {
            if let Payload::Bytes(content) = &document.payload {
                papers.push((self.whole(content), name));
            }
        });
        let mut papers: Vec<_> =
            papers.into_iter().map(|(file, name)| Ok((file?, name))).collect::<io::Result<_>>()?;
        papers.reverse();
        let mut kept = Ok(());
        for_each(label, &mut |document, _| {
            let Payload::Bytes(content) = &document.payload else { return };
            let Some((file, name)) = papers.pop().filter(|_| kept.is_ok()) else { return };
            match self.appears(file, &name, document.format.extension(), content) {
                Ok(path) => document.payload = Payload::Path(path.display().to_string()),
                Err(error) => kept = Err(error),
            }
        });
        kept.and_then(|()| self.sync())
    }

    /// A file that has no name yet.
    fn whole(&self, content: &[u8]) -> io::Result<NamedTempFile> {
        let mut file = NamedTempFile::new_in(&self.path)?;
        file.write_all(content)?;
        file.as_file().sync_all()?;
        Ok(file)
    }

    /// Gives it the first name that is free or has the same content.
    fn appears(
        &self,
        mut file: NamedTempFile,
        stem: &str,
        ending: &str,
        content: &[u8],
    ) -> io::Result<PathBuf> {
        let ending = Some(safe(ending, LONGEST_PART)).filter(|ending| !ending.is_empty());
        let ending = ending.as_deref().unwrap_or("bin");
        for number in 1..=MOST_OF_A_NAME {
            let name = match number {
                1 => format!("{stem}.{ending}"),
                _ => format!("{stem}-{number}.{ending}"),
            };
            let path = self.path.join(name);
            match file.persist_noclobber(&path) {
                Ok(_) => return Ok(path),
                Err(refused) if refused.error.kind() == io::ErrorKind::AlreadyExists => {
                    if has(&path, content) {
                        return Ok(path);
                    }
                    file = refused.file;
                }
                Err(refused) => return Err(refused.error),
            }
        }
        Err(io::Error::other(format!("there are {MOST_OF_A_NAME} files called {stem}.{ending}")))
    }

    /// A name is only on the disk when its folder is.
    fn sync(&self) -> io::Result<()> {
        if cfg!(unix) { fs::File::open(&self.path)?.sync_all() } else { Ok(()) }
    }
}

/// Whether a file, and not a way to one, has this content.
fn has(path: &Path, content: &[u8]) -> bool {
    let same_length = fs::symlink_metadata(path)
        .is_ok_and(|file| file.is_file() && file.len() == content.len() as u64);
    same_length && fs::read(path).is_ok_and(|there| there == content)
}

/// Each document of a label and its returns, with the name of its file.
fn for_each(label: &mut Label, with: &mut impl FnMut(&mut Document, String)) {
    let number = safe_name(label.tracking_number.as_ref().unwrap_or(&label.id));
    let several = label.parcels.len() > 1;
    for document in &mut label.documents {
        let part = safe(&part(document, several), LONGEST_PART);
        with(document, format!("{number}{part}"));
    }
    for bundled in &mut label.returns {
        for_each(bundled, with);
    }
}

/// What tells a paper from the others of its label.
fn part(document: &Document, several_parcels: bool) -> String {
    let kind = match &document.kind {
        DocumentKind::Label | DocumentKind::ReturnLabel => String::new(),
        DocumentKind::Other(word) => format!("-{word}"),
        kind => {
            let word = serde_json::to_string(kind).unwrap_or_default();
            format!("-{}", word.trim_matches('"'))
        }
    };
    match document.parcels.as_slice() {
        // The number of the parcel stays, however long the carrier's word is.
        [parcel] if several_parcels => {
            let kind: String = kind.chars().take(LONGEST_PART / 2).collect();
            format!("{kind}-parcel-{}", parcel + 1)
        }
        _ => kind,
    }
}

/// A name that somebody else gave, made safe as that of a file on every system: no way out of the folder, nothing hidden, nothing that is
/// taken for an option or a device, not too long.
#[must_use]
pub fn safe_name(name: &str) -> String {
    let mut safe = safe(name, LONGEST);
    if safe.trim_matches('_').is_empty() {
        return "label".to_owned();
    }
    // An option of the programs that print it; a device of Windows, whatever ending follows.
    if safe.starts_with('-') || is_device(&safe) {
        safe.insert(0, '_');
        safe.truncate(LONGEST);
    }
    safe
}

fn safe(name: &str, longest: usize) -> String {
    name.chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') { c } else { '_' })
        .take(longest)
        .collect()
}

/// Names that Windows keeps for devices ("Naming Files, Paths, and Namespaces", Microsoft Learn).
fn is_device(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let numbered = |prefix| {
        name.strip_prefix(prefix)
            .is_some_and(|rest| matches!(rest.as_bytes(), [digit] if digit.is_ascii_digit()))
    };
    matches!(name.as_str(), "CON" | "PRN" | "AUX" | "NUL") || numbered("COM") || numbered("LPT")
}

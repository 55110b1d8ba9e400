//! Writing files: whole or not at all, and never over another.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use arriero::input::Complaints;
use tempfile::NamedTempFile;

/// How many files of one name are told apart by a number before giving up.
const MOST_OF_A_NAME: usize = 1_000;

/// A folder that files can be written to.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Shows by a file that leaves nothing behind that the folder can be written to: money is spent only after that.
    pub(crate) fn writable(path: &Path) -> Result<Self, Complaints> {
        let complain = |message: String| Complaints::of_file(path.display().to_string(), message);
        match std::fs::metadata(path) {
            Ok(metadata) if !metadata.is_dir() => {
                return Err(complain("is no folder; name one with --out".into()));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(complain("is not there; make the folder first".into()));
            }
            _ => {}
        }
        NamedTempFile::new_in(path)
            .map_err(|error| complain(format!("cannot be written to: {error}")))?;
        Ok(Self { path: path.to_owned() })
    }

    /// Writes a file of a name, with a number where there is one already.
    pub(crate) fn write(&self, stem: &str, ending: &str, content: &[u8]) -> io::Result<PathBuf> {
        let mut file = NamedTempFile::new_in(&self.path)?;
        file.write_all(content)?;
        file.as_file().sync_all()?;
        let stem = file_stem(stem);
        for number in 1..=MOST_OF_A_NAME {
            let name = match number {
                1 => format!("{stem}.{ending}"),
                _ => format!("{stem}-{number}.{ending}"),
            };
            let path = self.path.join(name);
            match file.persist_noclobber(&path) {
                Ok(_) => return Ok(path),
                Err(refused) if refused.error.kind() == io::ErrorKind::AlreadyExists => {
                    file = refused.file;
                }
                Err(refused) => return Err(refused.error),
            }
        }
        Err(io::Error::other(format!("there are {MOST_OF_A_NAME} files called {stem}.{ending}")))
    }
}

/// A name that a carrier gave, safe as the name of a file: no way out of the folder, nothing hidden, not too long.
pub(crate) fn file_stem(name: &str) -> String {
    let safe: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') { c } else { '_' })
        .take(80)
        .collect();
    if safe.trim_matches('_').is_empty() { "label".to_owned() } else { safe }
}

/// Opens a file for writing that appears under its name only when it is whole.
pub(crate) fn whole(path: &Path) -> Result<NamedTempFile, Complaints> {
    let complain = |message: String| Complaints::of_file(path.display().to_string(), message);
    if path.is_dir() {
        return Err(complain("is a directory; name a file in it".into()));
    }
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))
        .map_err(|error| complain(format!("cannot be written: {error}")))
}

/// Writes files that are none without each other: all of them or none, and none over another.
pub(crate) fn all_or_none(
    folder: &Path,
    files: &[(&str, &str)],
) -> Result<Vec<PathBuf>, Complaints> {
    Folder::writable(folder)?;
    let here = folder == Path::new(".");
    let path = |name: &str| if here { PathBuf::from(name) } else { folder.join(name) };
    let paths: Vec<_> = files.iter().map(|(name, _)| path(name)).collect();
    let complain =
        |path: &Path, message: String| Complaints::of_file(path.display().to_string(), message);
    if let Some(path) = paths.iter().find(|path| path.exists()) {
        return Err(complain(path, "is there already; name another folder with --out".into()));
    }
    let mut written: Vec<tempfile::TempPath> = Vec::new();
    for ((_, content), path) in files.iter().zip(&paths) {
        let mut file = whole(path)?;
        file.write_all(content.as_bytes())
            .and_then(|()| file.as_file().sync_all())
            .map_err(|error| complain(path, format!("cannot be written: {error}")))?;
        written.push(file.into_temp_path());
    }
    for (number, (file, path)) in written.into_iter().zip(&paths).enumerate() {
        if let Err(refused) = file.persist_noclobber(path) {
            for earlier in paths.iter().take(number) {
                let _ = std::fs::remove_file(earlier);
            }
            return Err(complain(path, format!("cannot be written: {}", refused.error)));
        }
    }
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_carrier_s_number_cannot_leave_the_folder() {
        assert_eq!(file_stem("../../etc/passwd"), "______etc_passwd");
        assert_eq!(file_stem("SR-12_3"), "SR-12_3");
        assert_eq!(file_stem("..."), "label");
        assert_eq!(file_stem(&"x".repeat(500)).len(), 80);
    }

    #[test]
    fn a_second_file_of_a_name_does_not_replace_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let out = Folder::writable(folder.path()).unwrap();
        out.write("SR1", "pdf", b"one").unwrap();
        let second = out.write("SR1", "pdf", b"two").unwrap();
        assert_eq!(second.file_name().unwrap(), "SR1-2.pdf");
        assert_eq!(std::fs::read(folder.path().join("SR1.pdf")).unwrap(), b"one");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is left behind");
    }
}

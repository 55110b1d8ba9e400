//! Writing files that are not papers of labels: whole or not at all, and never over another.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use arriero::input::Complaints;
use arriero::store::Folder;
use tempfile::NamedTempFile;

/// Shows that a folder can be written to: money is spent only after that.
pub(crate) fn writable(path: &Path) -> Result<Folder, Complaints> {
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
    Folder::writable(path).map_err(|error| complain(format!("cannot be written to: {error}")))
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
    writable(folder)?;
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

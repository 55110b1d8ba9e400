//! The file of the rows: opened, its header read, refused as a whole where no row of it could be right.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::pipeline::Parcel;
use super::records::{Record, Records};
use crate::document::ShipmentRows;
use crate::input::{Complaints, Text};

/// The rows behind the header.
pub(super) struct Input {
    pub(super) path: PathBuf,
    pub(super) records: Records<File>,
    pub(super) reader: ShipmentRows,
    pub(super) bytes: u64,
}

impl Input {
    pub(super) fn open(path: &Path, defaults: Option<&Text>) -> Result<Self, Complaints> {
        let name = path.display().to_string();
        let complain = |message: String| Complaints::of_file(&name, message);
        let unreadable = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => complain("is not there; name a file that exists".into()),
            _ => complain(format!("cannot be read: {error}")),
        };
        let metadata = std::fs::metadata(path).map_err(unreadable)?;
        if metadata.is_dir() {
            return Err(complain("is a directory; name a file in it".into()));
        }
        if !metadata.is_file() {
            return Err(complain(
                "is no file that can be read twice; write it to one first".into(),
            ));
        }
        let mut records = Records::new(File::open(path).map_err(unreadable)?);
        let header: Vec<String> = match records.next().map_err(unreadable)? {
            None => return Err(complain("is empty".into())),
            Some(Record { line, cells }) => {
                let broken = |message| Complaints::of_file(format!("{name}:{line}"), message);
                cells.map_err(broken)?.iter().map(str::to_owned).collect()
            }
        };
        if !records.has_more().map_err(unreadable)? {
            return Err(complain("has a header and no row".into()));
        }
        let reader = ShipmentRows::new(&name, header.iter().map(String::as_str), defaults)?;
        Ok(Self { path: path.to_owned(), records, reader, bytes: metadata.len() })
    }

    /// The next rows; `None`: there are none.
    pub(super) fn parcel(&mut self) -> io::Result<Option<Parcel>> {
        let mut parcel = Parcel::default();
        while !parcel.is_full() {
            match self.records.next()? {
                Some(record) => parcel.push(record),
                None => break,
            }
        }
        parcel.read_through(self.records.taken());
        Ok((!parcel.is_empty()).then_some(parcel))
    }
}

//! Keeping the receipt of a label that was bought, and telling people about it, as `ship`, `buy` and `return` do it.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use arriero::document::Receipt;
use arriero::input::{Text, TextFormat};
use arriero::model::{Label, LabelState, Payload};
use arriero::purchase::Dearer;
use arriero::store::{Folder, StoreError, safe_name};
use serde::Serialize;

use crate::answer::Answer;
use crate::came_of_it;
use crate::words::plain;

/// Where receipts are kept, beside the papers.
#[derive(Debug)]
pub(crate) struct Desk<'d> {
    folder: &'d Folder,
    path: &'d Path,
}

impl<'d> Desk<'d> {
    /// A folder, and how it was named.
    pub(crate) const fn new(folder: &'d Folder, path: &'d Path) -> Self {
        Self { folder, path }
    }

    /// Writes the receipt beside the label, unless one of this label is there.
    pub(crate) fn keep_receipt<T: Serialize>(
        &self,
        receipt: &T,
        label: &Label,
    ) -> io::Result<PathBuf> {
        let stem = label.tracking_number.as_ref().unwrap_or(&label.id);
        let of_this_label = |content: &[u8]| {
            let text = String::from_utf8_lossy(content);
            let told = Receipt::read(&Text::new("receipt", text.as_ref(), TextFormat::Json));
            told.is_ok_and(|told| told.label() == label)
        };
        if let Some(path) = self.there(stem, "json", of_this_label) {
            return Ok(path);
        }
        let mut text = serde_json::to_vec_pretty(receipt)?;
        text.push(b'\n');
        self.folder.write(stem, "json", &text)
    }

    /// The file of a name, or of one with a number behind it, that has what is wanted; `None`: none has.
    fn there(&self, stem: &str, ending: &str, wanted: impl Fn(&[u8]) -> bool) -> Option<PathBuf> {
        let stem = safe_name(stem);
        let names = std::iter::once(format!("{stem}.{ending}"))
            .chain((2..).map(|number| format!("{stem}-{number}.{ending}")));
        names
            .map(|name| self.path.join(name))
            .map_while(|path| std::fs::read(&path).ok().map(|content| (path, content)))
            .find_map(|(path, content)| wanted(&content).then_some(path))
    }
}

/// What was bought, in words.
pub(crate) fn words(label: &Label, receipt: Option<&PathBuf>) -> String {
    let number = label.tracking_number.as_ref().unwrap_or(&label.id);
    let mut words = format!("Bought from {}: {}", label.carrier, plain(number));
    if let Some(total) = label.total {
        let _ = write!(words, ", {total}");
    }
    words.push('\n');
    words.push_str(&files(label, receipt));
    words
}

/// The files of a label, and what its carrier remarks.
pub(crate) fn files(label: &Label, receipt: Option<&PathBuf>) -> String {
    let mut words = String::new();
    match label.state {
        LabelState::Ready => {}
        _ => words.push_str("  The papers are not ready yet.\n"),
    }
    for document in
        label.documents.iter().chain(label.returns.iter().flat_map(|label| &label.documents))
    {
        let kind = serde_json::to_string(&document.kind).unwrap_or_default();
        let kind = kind.trim_matches('"').replace('_', " ");
        let place = match &document.payload {
            Payload::Path(path) => path.clone(),
            Payload::Url { href, .. } => plain(href),
            Payload::Text(code) => plain(code),
            _ => continue,
        };
        let _ = writeln!(words, "  {kind:<8} {place}");
    }
    if let Some(receipt) = receipt {
        let _ = writeln!(words, "  {:<8} {}", "receipt", receipt.display());
    }
    for notice in &label.notices {
        let _ = writeln!(words, "  note: {}", plain(&notice.text));
    }
    words
}

/// What to say where something cost more than was chosen.
pub(crate) fn dearer(dearer: Option<&Dearer>) -> String {
    dearer.map(|dearer| format!("warning: {dearer}\n")).unwrap_or_default()
}

/// An answer about a label that was bought, with what could not be kept of it.
pub(crate) fn told(
    answer: Answer,
    not_written: Option<io::Error>,
    not_noted: Option<StoreError>,
    same: &str,
) -> Answer {
    let exit = u8::from(not_written.is_some() || not_noted.is_some());
    let mut remarks = String::new();
    if let Some(error) = not_written {
        let _ = writeln!(
            remarks,
            "error: the label is bought, but not all of its files could be written: {error}\nAsked again under the same \
             key they are written without a second purchase."
        );
    }
    if let Some(error) = not_noted {
        remarks.push_str(&came_of_it::not_noted(&error, same));
    }
    answer.remark(remarks).exit(exit)
}

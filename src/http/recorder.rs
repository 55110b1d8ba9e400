//! Writing an exchange to a folder as the beginning of a fixture. What is masked is decided in `scrub`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::call::Call;
use super::scrub;
use super::send::Received;
use super::trace::name;
use crate::model::CarrierId;

/// Writes every exchange of an account, scrubbed, to `folder/<carrier>/<operation>/<nth>.{request,response}.{json,xml}`, with
/// what is said outside the bodies in `<nth>.txt`.
///
/// For developers who make fixtures against a sandbox; nothing is written without it. Letters become `x`, digits `0`, wherever a
/// value is not plainly a code, a date, a small number or a word of the protocol; no header is written but the media type and
/// what concerns pace. Read what was written before you share it.
#[derive(Clone, Debug)]
pub struct Recorder {
    folder: PathBuf,
    kept: Vec<String>,
    written: Arc<AtomicUsize>,
}

/// The headers of an answer that are written.
const HARMLESS: [&str; 4] = ["content-type", "retry-after", "date", "content-language"];

impl Recorder {
    /// Writes below a folder, which is made where it is not there.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), kept: Vec::new(), written: Arc::default() }
    }

    /// Keeps the values of a field or an element of this name as they are.
    #[must_use]
    pub fn keep(mut self, name: impl Into<String>) -> Self {
        self.kept.push(name.into());
        self
    }

    pub(super) fn write(&self, carrier: &CarrierId, call: &Call, received: &Received) {
        if let Err(error) = self.try_write(carrier, call, received) {
            tracing::warn!(%error, "the exchange could not be recorded");
        }
    }

    fn try_write(&self, carrier: &CarrierId, call: &Call, received: &Received) -> io::Result<()> {
        let folder = self.folder.join(carrier.as_str()).join(name(call.operation));
        fs::create_dir_all(&folder)?;
        let nth = self.written.fetch_add(1, Ordering::Relaxed) + 1;
        let told = |name: &str| received.headers.get(name).and_then(|value| value.to_str().ok());
        let mut outside = format!("{} {}\n", call.method, scrub::text(&call.path_and_query()));
        outside.extend(["HTTP ", &received.status.to_string(), "\n"]);
        for header in HARMLESS {
            if let Some(value) = told(header) {
                outside.extend([header, ": ", value, "\n"]);
            }
        }
        fs::write(folder.join(format!("{nth:04}.txt")), outside)?;
        self.body(&folder, &format!("{nth:04}.request"), &call.body)?;
        self.body(&folder, &format!("{nth:04}.response"), &received.body)
    }

    fn body(&self, folder: &Path, name: &str, body: &[u8]) -> io::Result<()> {
        if body.is_empty() {
            return Ok(());
        }
        let (ending, scrubbed) = scrub::body(body, &self.kept);
        fs::write(folder.join(format!("{name}.{ending}")), scrubbed)
    }
}

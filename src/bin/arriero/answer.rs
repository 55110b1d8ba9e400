//! What a command answers, and how it is shown.

use std::io::{self, Write as _};
use std::process::ExitCode;

use serde::Serialize;

/// What a command answers: to programs, to people, and as an exit code.
#[derive(Debug)]
pub(crate) struct Answer {
    document: String,
    words: String,
    remarks: String,
    exit: u8,
}

impl Answer {
    /// A document, and the words that say the same.
    pub(crate) fn new<T: Serialize>(document: &T, words: impl Into<String>) -> Self {
        // The documents are structs of text, numbers and lists; nothing of that cannot be written as JSON.
        let document = serde_json::to_string_pretty(document).unwrap_or_else(|_| "null".into());
        Self { document: document + "\n", words: words.into(), remarks: String::new(), exit: 0 }
    }

    /// A text that is the same for both.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { document: text.clone(), words: text, remarks: String::new(), exit: 0 }
    }

    /// With more words around those of the answer, for people only.
    pub(crate) fn between(mut self, before: &str, after: &str) -> Self {
        self.words = format!("{before}{}{after}", self.words);
        self
    }

    /// With words beside the answer.
    pub(crate) fn remark(mut self, remarks: impl AsRef<str>) -> Self {
        self.remarks.push_str(remarks.as_ref());
        self
    }

    /// With another exit code than 0.
    pub(crate) const fn exit(mut self, code: u8) -> Self {
        self.exit = code;
        self
    }

    pub(crate) fn print(&self, json: bool) -> ExitCode {
        print(if json { &self.document } else { &self.words }, &self.remarks, self.exit)
    }
}

/// Prints both and gives the exit code. A reader that went away (`| head`) is no failure.
pub(crate) fn print(answer: &str, remarks: &str, exit: u8) -> ExitCode {
    let mut out = anstream::stdout().lock();
    let written = out.write_all(answer.as_bytes()).and_then(|()| out.flush());
    let _ = anstream::stderr().lock().write_all(remarks.as_bytes());
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let _ =
                writeln!(anstream::stderr().lock(), "error: the answer cannot be written: {error}");
            ExitCode::from(exit.max(1))
        }
        _ => ExitCode::from(exit),
    }
}

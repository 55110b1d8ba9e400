//! Why a command stopped, and what its exit code is.

use std::io;
use std::process::ExitCode;

use arriero::carrier::{Error, Failure};
use arriero::document::{ComplaintsDocument, ParcelsFailure, PurchaseFailure};
use arriero::input::Complaints;
use arriero::model::Faults;
use arriero::store::StoreError;

use crate::answer::{Answer, print};
use crate::words::{plain, style};

/// Why a command stopped.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The input is wrong: exit 2, and nothing was written.
    Input(Complaints),
    /// A carrier said no: exit 1.
    Carrier(Box<Error>),
    /// A purchase failed (exit 1), or nobody knows (exit 3).
    Purchase {
        document: Box<PurchaseFailure>,
        /// What to do next, in words.
        advice: String,
    },
    /// Not all of several labels were bought (exit 1), or nobody knows (exit 3).
    Parcels {
        document: Box<ParcelsFailure>,
        /// What went wrong, what came of each, and what to do next.
        words: String,
    },
    /// The computer said no: exit 1.
    System(io::Error),
}

impl Stop {
    /// The input is wrong as a whole.
    pub(crate) fn input(what: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Input(Complaints::of_file(what, message))
    }

    /// Faults of a file that its text did not show.
    pub(crate) fn faults(file: &str, faults: &Faults) -> Self {
        Self::input(file, faults.to_string())
    }

    /// The journal cannot be read, and nobody was asked.
    pub(crate) fn store(error: &StoreError) -> Self {
        Self::System(io::Error::other(format!("the journal of purchases: {error}")))
    }

    /// The exit code.
    pub(crate) fn exit(&self) -> u8 {
        match self {
            Self::Input(_) => 2,
            Self::Purchase { document, .. } if document.failure.outcome_unknown => 3,
            Self::Parcels { document, .. } if document.failure.outcome_unknown => 3,
            Self::Carrier(_) | Self::Purchase { .. } | Self::Parcels { .. } | Self::System(_) => 1,
        }
    }

    pub(crate) fn print(self, json: bool) -> ExitCode {
        let exit = self.exit();
        let bold = |text: &str| style("1;31", text);
        match self {
            Self::Input(complaints) => {
                let words = format!("{complaints}\n");
                let answer = Answer::new(&ComplaintsDocument::from(complaints), "");
                answer.remark(words).exit(exit).print(json)
            }
            Self::Carrier(error) => {
                let failure = Failure::from(&*error);
                let words = format!("{} {}\n", bold("error:"), plain(&failure.message));
                Answer::new(&failure, "").remark(words).exit(exit).print(json)
            }
            Self::Purchase { document, advice } => {
                let message = plain(&document.failure.message);
                let words = format!("{} {message}\n{advice}", bold("error:"));
                Answer::new(&*document, "").remark(words).exit(exit).print(json)
            }
            Self::Parcels { document, words } => {
                let words = format!("{} {words}", bold("error:"));
                Answer::new(&*document, "").remark(words).exit(exit).print(json)
            }
            Self::System(error) => print("", &format!("{} {error}\n", bold("error:")), exit),
        }
    }
}

impl From<Complaints> for Stop {
    fn from(complaints: Complaints) -> Self {
        Self::Input(complaints)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Carrier(Box::new(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arriero::carrier::{ErrorKind, Operation};
    use arriero::model::CarrierId;

    fn purchase(kind: ErrorKind) -> Stop {
        let error = Error::new(CarrierId::new("sierra").unwrap(), Operation::BuyLabel, kind);
        let document = PurchaseFailure::new("order 7", None, Failure::from(&error));
        Stop::Purchase { document: Box::new(document), advice: String::new() }
    }

    #[test]
    fn a_purchase_whose_answer_was_lost_is_no_plain_failure() {
        assert_eq!(purchase(ErrorKind::TimedOut { sent: true }).exit(), 3);
        assert_eq!(purchase(ErrorKind::Unreadable { status: Some(200) }).exit(), 3);
        assert_eq!(purchase(ErrorKind::TimedOut { sent: false }).exit(), 1);
        assert_eq!(purchase(ErrorKind::Unsupported).exit(), 1);
        assert_eq!(Stop::input("a.toml", "is wrong").exit(), 2);
    }
}

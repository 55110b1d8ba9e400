//! Why a command stopped, and what its exit code is.

use std::io;
use std::process::ExitCode;

use arriero::carrier::{Error, Failure};
use arriero::document::{ComplaintsDocument, PurchaseFailure};
use arriero::input::Complaints;
use arriero::model::Faults;

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
    Purchase(Box<PurchaseFailure>),
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

    pub(crate) fn print(self, json: bool) -> ExitCode {
        let bold = |text: &str| style("1;31", text);
        match self {
            Self::Input(complaints) => {
                let words = format!("{complaints}\n");
                let answer = Answer::new(&ComplaintsDocument::from(complaints), "");
                answer.remark(words).exit(2).print(json)
            }
            Self::Carrier(error) => {
                let failure = Failure::from(&*error);
                let words = format!("{} {}\n", bold("error:"), plain(&failure.message));
                Answer::new(&failure, "").remark(words).exit(1).print(json)
            }
            Self::Purchase(purchase) => {
                let failure = &purchase.failure;
                let mut words = format!("{} {}\n", bold("error:"), plain(&failure.message));
                if failure.outcome_unknown {
                    words.push_str(&format!(
                        "Nobody knows whether it was bought. Do not buy it again yet: ask {} for a shipment with the reference \
                         {} (key {}).\n",
                        failure.carrier, purchase.token, purchase.key
                    ));
                }
                let exit = if failure.outcome_unknown { 3 } else { 1 };
                Answer::new(&*purchase, "").remark(words).exit(exit).print(json)
            }
            Self::System(error) => print("", &format!("{} {error}\n", bold("error:")), 1),
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

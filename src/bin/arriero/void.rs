//! `void LABEL`: takes a label back, through the journal where it is one of ours.

use std::path::Path;

use arriero::carrier::{Carriers, Error, ErrorKind, Failure, Operation};
use arriero::document::{PurchaseFailure, Receipt, VoidDocument};
use arriero::input::Text;
use arriero::model::{Handle, VoidRequest};
use arriero::purchase::{Bought, Details, Journal, VoidAnswer, VoidError, Voiding};
use arriero::store::{Filter, State, safe_name};

use crate::answer::Answer;
use crate::args::VoidArgs;
use crate::context::Context;
use crate::stop::Stop;
use crate::till::{Till, say};
use crate::words::{plain, quoted, shell};
use crate::{void_parcels, voids};

/// How many of the newest purchases are searched for a number.
const NEWEST: u32 = 5_000;

pub(crate) async fn run(context: &Context, args: &VoidArgs) -> Result<Answer, Stop> {
    let carriers = context.carriers()?;
    let till = Till::open(context, carriers.clone()).await?;
    let named = Named::read(context, &args.label)?;
    let journal = till.journal();
    let ours = match &journal {
        Some(journal) => named.in_journal(journal).await?,
        None => None,
    };
    let answer = match (journal, ours, named.handle) {
        (Some(journal), Some((key, label)), _) => {
            through(&journal, &key, label, till.same()).await?
        }
        (_, None, Some(handle)) => {
            say(&format!(
                "{} is not in the journal: it is voided as it was named.\n",
                plain(&args.label)
            ));
            beside(&carriers, &args.label, handle).await?
        }
        _ => return Err(nowhere(context, &args.label)),
    };
    Ok(answer.remark(context.sandbox_remark()))
}

fn nowhere(context: &Context, label: &str) -> Stop {
    let message = format!(
        "is neither a file, a handle, nor a key or a number of the journal, and {} is not there; give the .json file that was \
         written beside the label",
        beside_label(context, label).display()
    );
    Stop::input(label, message)
}

fn beside_label(context: &Context, label: &str) -> std::path::PathBuf {
    context.out().join(format!("{}.json", safe_name(label)))
}

/// What was named.
struct Named {
    text: String,
    /// Its key, where its file tells.
    key: Option<String>,
    handle: Option<Handle>,
}

impl Named {
    /// A receipt, a handle as it is written, the receipt of a number in the folder of `--out`, or a text that the journal may know.
    fn read(context: &Context, label: &str) -> Result<Self, Stop> {
        let mut named = Self { text: label.to_owned(), key: None, handle: None };
        let beside = beside_label(context, label);
        for path in [Path::new(label), &beside] {
            if path.is_file() {
                let receipt = Receipt::read(&Text::open(path)?)?;
                named.key = receipt.key().map(str::to_owned);
                named.handle = Some(receipt.handle().clone());
                return Ok(named);
            }
        }
        named.handle = label.parse().ok();
        Ok(named)
    }

    /// Its key in the journal with the number of the label, where one is named; `None`: the journal does not know it.
    async fn in_journal(
        &self,
        journal: &Journal,
    ) -> Result<Option<(String, Option<String>)>, Stop> {
        let refuse = |error| Stop::store(&error);
        if let Some(handle) = &self.handle {
            if let Some(key) = &self.key {
                let known = journal.show(key).await.map_err(refuse)?;
                let label = known.and_then(|known| known.label);
                return Ok(label
                    .filter(|label| label.handle == *handle)
                    .map(|label| (key.clone(), Some(label.id))));
            }
        } else if journal.show(&self.text).await.map_err(refuse)?.is_some() {
            return Ok(Some((self.text.clone(), None)));
        }
        let mut made = Filter::default();
        (made.state, made.most) = (Some(State::Made), Some(NEWEST));
        for one in journal.list(&made).await.map_err(refuse)? {
            let Some(id) = one.id.clone() else { continue };
            let is_it = match &self.handle {
                None => id == self.text || one.tracking_number.as_ref() == Some(&self.text),
                Some(handle) if *handle.carrier() != one.carrier => false,
                Some(handle) => {
                    let known = journal.show(&one.key).await.map_err(refuse)?;
                    known.and_then(|known| known.label).is_some_and(|label| label.handle == *handle)
                }
            };
            if is_it {
                return Ok(Some((one.key, Some(id))));
            }
        }
        Ok(None)
    }
}

/// Voids what the journal bought.
async fn through(
    journal: &Journal,
    key: &str,
    label: Option<String>,
    same: &str,
) -> Result<Answer, Stop> {
    let before = journal.show(key).await.map_err(|error| Stop::store(&error))?;
    let Some(before) = before else { return Err(Stop::input(quoted(key), "is gone")) };
    if !before.parts.is_empty() {
        return void_parcels::run(journal, &before, same).await;
    }
    let carrier = before.summary.carrier.clone();
    if before.summary.voided {
        let document =
            VoidDocument::new(carrier, arriero::model::VoidOutcome::Voided { already: true });
        return Ok(Answer::new(&document.of(key), "The label was void already.\n"));
    }
    let mut voiding = Voiding::all();
    voiding.label = label;
    let bought =
        journal.void(key, &voiding).await.map_err(|error| refused(key, &error, &before, same))?;
    let Bought { purchase, voids, .. } = bought;
    let answer = voids.last().map(|void| &void.answer);
    let (mut failure, wanted) = match answer {
        Some(VoidAnswer::Known { said }) => {
            let (words, exit) = voids::said(said);
            let document = VoidDocument::new(carrier, said.clone()).of(key);
            return Ok(Answer::new(&document, words + "\n").exit(exit));
        }
        Some(VoidAnswer::NotAsked { why }) => {
            let document = PurchaseFailure::new(key, Some(purchase), Failure::clone(why));
            let advice =
                "The label stands: the carrier did not take the question. Ask again.\n".to_owned();
            return Err(Stop::Purchase { document: Box::new(document), advice });
        }
        Some(VoidAnswer::Unknown { why, wanted }) => (Failure::clone(why), wanted.clone()),
        _ => {
            let kind = ErrorKind::TimedOut { sent: true };
            (Failure::from(&Error::new(carrier, Operation::Void, kind)), None)
        }
    };
    failure.outcome_unknown = true;
    let mut document = PurchaseFailure::new(key, Some(purchase), failure);
    let advice = match &wanted {
        None => format!(
            "It is not known whether the label is void. Asking again does no harm: arriero purchases recover{same}\n"
        ),
        Some(wanted) => crate::came_of_it::to_do(key, wanted, same),
    };
    document.wanted = wanted;
    Err(Stop::Purchase { document: Box::new(document), advice })
}

pub(crate) fn refused(key: &str, error: &VoidError, before: &Details, same: &str) -> Stop {
    let carrier = before.summary.carrier.clone();
    let no = |kind: ErrorKind, code: &str, unknown: bool, advice: String| {
        let mut failure = Failure::from(&Error::new(carrier.clone(), Operation::Void, kind));
        (failure.code, failure.message) = (Some(code.to_owned()), error.to_string());
        failure.outcome_unknown = unknown;
        let document = PurchaseFailure::new(key, before.purchase, failure);
        Stop::Purchase { document: Box::new(document), advice }
    };
    let not_found = || ErrorKind::not_found("");
    match error {
        VoidError::NotMade { state: State::Unknown, .. } => {
            let advice = format!("Settle it first: arriero purchases show {}{same}\n", shell(key));
            no(not_found(), "not_made", false, advice)
        }
        VoidError::NotMade { .. } => no(not_found(), "not_made", false, String::new()),
        VoidError::Forgotten(_) => no(not_found(), "forgotten", false, String::new()),
        VoidError::Closed(_) => {
            let kind = ErrorKind::Refused { code: String::new(), message: String::new() };
            no(kind, "closed", false, String::new())
        }
        // It may have been asked before the journal failed.
        VoidError::Store(_) => {
            let advice = format!(
                "Look when the journal can be kept: arriero purchases show {}{same}\n",
                shell(key)
            );
            no(ErrorKind::Unavailable { sent: true, status: None }, "journal", true, advice)
        }
        _ => Stop::input(quoted(key), error.to_string()),
    }
}

/// Voids what the journal does not know.
async fn beside(carriers: &Carriers, label: &str, handle: Handle) -> Result<Answer, Stop> {
    let Some(carrier) = carriers.get(handle.carrier().as_str()) else {
        let message =
            format!("is of {}, which is none of the carriers that are asked", handle.carrier());
        return Err(Stop::input(label, message));
    };
    let outcome = carrier.void_label(&VoidRequest::new(handle)).await?;
    let (words, exit) = voids::said(&outcome);
    Ok(Answer::new(&VoidDocument::new(carrier.id(), outcome), words + "\n").exit(exit))
}

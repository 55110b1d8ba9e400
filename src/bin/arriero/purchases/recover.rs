//! `purchases recover`: takes each purchase whose answer was lost one step further.

use std::fmt::Write as _;

use arriero::document::RecoverDocument;
use arriero::purchase::{Recovered, Summary};
use arriero::store::{Filter, State};

use super::lines::lines;
use crate::answer::Answer;
use crate::context::Context;
use crate::stop::Stop;
use crate::till::Till;
use crate::words::{count, moment};

pub(crate) async fn run(context: &Context) -> Result<Answer, Stop> {
    let till = Till::open(context, context.carriers()?).await?;
    let Some(journal) = till.journal() else {
        let document = RecoverDocument::new(&Recovered::default(), Vec::new());
        return Ok(Answer::new(&document, "Nothing was bought yet.\n"));
    };
    let recovered = journal.recover().await.map_err(|error| Stop::store(&error))?;
    let mut open: Vec<Summary> = Vec::new();
    let mut unknown = Filter::default();
    unknown.state = Some(State::Unknown);
    let mut work = Filter::default();
    work.work = true;
    for filter in [unknown, work] {
        for one in journal.list(&filter).await.map_err(|error| Stop::store(&error))? {
            if !open.iter().any(|known| known.key == one.key) {
                open.push(one);
            }
        }
    }
    let document = RecoverDocument::new(&recovered, open);
    let exit = if document.open.is_empty() && document.unreadable.is_empty() { 0 } else { 3 };
    Ok(Answer::new(&document, words(&document, till.same())).exit(exit))
}

fn words(document: &RecoverDocument, same: &str) -> String {
    let mut words = String::new();
    let mut line = |number: u32, noun: &str, what: &str| {
        if number > 0 {
            let _ = writeln!(words, "{} {what}", count(i64::from(number), noun));
        }
    };
    line(document.made, "purchase", "turned out to be bought.");
    line(
        document.not_made,
        "purchase",
        "turned out not to be bought and may be tried again under its key.",
    );
    line(document.voids, "void", "is known now.");
    for key in &document.unreadable {
        let _ = writeln!(
            words,
            "The record {key:?} cannot be read: damaged, or written by a later release."
        );
    }
    if document.open.is_empty() {
        words.push_str("Nothing is unknown.\n");
        return words;
    }
    words.push_str("Not known yet, or left to somebody:\n");
    words.push_str(&lines(&document.open));
    if let Some(due) = document.open.iter().filter_map(|one| one.due).min() {
        let _ = writeln!(
            words,
            "The next look is due at {}: arriero purchases recover{same}",
            moment(due)
        );
    }
    if document.work > 0 {
        let _ = writeln!(words, "What somebody has to do: arriero purchases show KEY{same}");
    }
    words
}

//! `purchases resolve KEY`: a person says what became of a purchase that the journal cannot settle.

use std::path::Path;

use arriero::document::Receipt;
use arriero::input::Text;
use arriero::model::{CarrierId, Handle, Label, Notice};
use arriero::purchase::{Details, Resolution};
use arriero::store::State;

use super::lines::state;
use super::{no_such, show};
use crate::answer::Answer;
use crate::args::ResolveArgs;
use crate::came_of_it;
use crate::context::Context;
use crate::stop::Stop;
use crate::till::Till;
use crate::words::quoted;

/// The version of a handle that has nothing but a number that a person told.
const TOLD: u8 = 0;

pub(crate) async fn run(context: &Context, args: &ResolveArgs) -> Result<Answer, Stop> {
    let till = Till::reading(context).await?;
    let journal = till.journal().ok_or_else(|| no_such(&args.key))?;
    let shown = async || journal.show(&args.key).await.map_err(|error| Stop::store(&error));
    let before = shown().await?.ok_or_else(|| no_such(&args.key))?;
    open(&before, args.done)?;
    let resolution = match (&args.found, args.done) {
        (Some(found), _) => Resolution::Found(Box::new(label(found, &before.summary.carrier)?)),
        (None, true) => Resolution::Done,
        (None, false) => Resolution::NotMade,
    };
    let carrier = &before.summary.carrier;
    if let Err(error) = journal.resolve(&args.key, resolution).await {
        // A label: what it tells is the answer below.
        came_of_it::failed(&args.key, carrier, error, till.same())?;
    }
    let after = shown().await?.ok_or_else(|| no_such(&args.key))?;
    let mut words = show::words(&after, till.same());
    if after.summary.state == State::NotSent {
        words.push_str("It may be bought again under the same key.\n");
    }
    Ok(Answer::new(&after, words))
}

/// Refuses what nobody has to settle: what is known is not overwritten.
fn open(before: &Details, done: bool) -> Result<(), Stop> {
    let one = &before.summary;
    let settled = match one.state {
        State::Unknown => done,
        State::Made => !(done && one.work),
        _ => true,
    };
    if !settled {
        return Ok(());
    }
    let message = match (one.state, done) {
        (State::Unknown, _) => {
            "is unknown; say what was found with --found NUMBER or --not-made".to_owned()
        }
        (State::Made, false) if one.work => {
            "is bought; say with --done that what was to be done is done".to_owned()
        }
        _ => format!("is {}, and nobody has to settle it; nothing was changed", state(one)),
    };
    Err(Stop::input(quoted(&one.key), message))
}

/// The label that was found: from its file, or as much of it as its number tells.
fn label(found: &str, carrier: &CarrierId) -> Result<Label, Stop> {
    if Path::new(found).is_file() {
        let label = Receipt::read(&Text::open(Path::new(found))?)?.label().clone();
        if label.carrier != *carrier {
            let message =
                format!("is a label of {}, and this was asked of {carrier}", label.carrier);
            return Err(Stop::input(found, message));
        }
        return Ok(label);
    }
    let number = found.trim();
    let like_a_number = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ' ');
    if number.is_empty() || number.len() > 60 || !number.chars().all(like_a_number) {
        let message =
            "is neither a file nor a number; give the number of the label or its .json file";
        return Err(Stop::input(found, message));
    }
    let handle = Handle::of(carrier.clone(), TOLD, &number)
        .map_err(|error| Stop::input(found, error.to_string()))?;
    let mut label = Label::new(number, handle);
    label.tracking_number = Some(number.to_owned());
    label.notices.push(Notice::information(
        "Somebody found this number: its papers and its void are had at the carrier's own site.",
    ));
    Ok(label)
}

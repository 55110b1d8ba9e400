//! `purchases resolve KEY`: a person says what became of a purchase that the journal cannot settle.

use std::fmt::Write as _;
use std::path::Path;

use arriero::document::Receipt;
use arriero::input::Text;
use arriero::model::{CarrierId, Handle, Label, Notice};
use arriero::purchase::{Details, Journal, Resolution};
use arriero::store::State;

use super::lines::state;
use super::{no_such, show};
use crate::answer::Answer;
use crate::args::ResolveArgs;
use crate::came_of_it;
use crate::context::Context;
use crate::stop::Stop;
use crate::till::Till;
use crate::unsent::unsent;
use crate::words::quoted;

/// The version of a handle that has nothing but a number that a person told.
const TOLD: u8 = 0;

pub(crate) async fn run(context: &Context, args: &ResolveArgs) -> Result<Answer, Stop> {
    let till = Till::reading(context).await?;
    let journal = till.journal().ok_or_else(|| no_such(&args.key))?;
    let before = shown(&journal, &args.key).await?;
    let (mut settled, mut words) = (String::new(), String::new());
    if before.parts.is_empty() {
        one(&journal, args, &before, till.same()).await?;
    } else if let Some(part) = the_part(&journal, args, &before).await? {
        settled = format!("Settled for its label {}.\n", quoted(&part.summary.key));
        one(&journal, args, &part, till.same()).await?;
    } else {
        let done = journal.parcels_done(&args.key).await;
        done.map_err(|error| unsent(&args.key, &before.summary.carrier, error, till.same()))?;
    }
    let after = shown(&journal, &args.key).await?;
    if after.summary.state == State::NotSent && after.part_of.is_none() {
        words.push_str("It may be bought again under the same key.\n");
    }
    if let Some(whole) = &after.part_of {
        let _ = writeln!(
            words,
            "The other parcels of {} are gone on with: arriero purchases recover{}",
            quoted(whole),
            till.same()
        );
    }
    Ok(show::told(&journal, after, till.same()).await?.between(&settled, &words))
}

async fn shown(journal: &Journal, key: &str) -> Result<Details, Stop> {
    let shown = journal.show(key).await.map_err(|error| Stop::store(&error))?;
    shown.ok_or_else(|| no_such(key))
}

/// Settles one label.
async fn one(
    journal: &Journal,
    args: &ResolveArgs,
    before: &Details,
    same: &str,
) -> Result<(), Stop> {
    open(before, args.done)?;
    let carrier = &before.summary.carrier;
    let resolution = match (&args.found, args.done) {
        (Some(found), _) => Resolution::Found(Box::new(label(found, carrier)?)),
        (None, true) => Resolution::Done,
        (None, false) => Resolution::NotMade,
    };
    let key = &before.summary.key;
    if let Err(error) = journal.resolve(key, resolution).await {
        // A label: what it tells is the answer.
        came_of_it::failed(key, carrier, error, same)?;
    }
    Ok(())
}

/// The one label of a whole that somebody has to settle; `None`: the work is on the whole.
async fn the_part(
    journal: &Journal,
    args: &ResolveArgs,
    whole: &Details,
) -> Result<Option<Details>, Stop> {
    let mut parts = Vec::new();
    for key in &whole.parts {
        let part = journal.show(key).await.map_err(|error| Stop::store(&error))?;
        let is_open = |part: &Details| part.summary.work || part.summary.state == State::Unknown;
        parts.extend(part.filter(is_open));
    }
    let keys: Vec<_> = parts.iter().map(|part| quoted(&part.summary.key)).collect();
    match (parts.len(), parts.pop()) {
        (1, Some(part)) => Ok(Some(part)),
        (0, _) if whole.summary.work && args.done => Ok(None),
        (0, _) if whole.summary.work => Err(Stop::input(
            quoted(&args.key),
            "has a label that could not be taken back; say with --done that what was to be done is done",
        )),
        (0, _) => {
            let how = state(&whole.summary);
            let message = format!("is {how}, and nobody has to settle it; nothing was changed");
            Err(Stop::input(quoted(&args.key), message))
        }
        _ => {
            let message = format!("has several labels to settle; name one: {}", keys.join(", "));
            Err(Stop::input(quoted(&args.key), message))
        }
    }
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

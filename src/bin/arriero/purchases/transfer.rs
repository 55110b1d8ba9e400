//! `purchases move FROM TO`: the journal in another place, compared row by row, and closed where it was.

use arriero::document::MoveDocument;
use arriero::store::{TransferError, copy, transfer};

use crate::answer::Answer;
use crate::args::MoveArgs;
use crate::context::store_of_environment;
use crate::place::Place;
use crate::stop::Stop;
use crate::words::count;

pub(crate) async fn run(args: &MoveArgs) -> Result<Answer, Stop> {
    let to = match &args.to {
        Some(to) => Place::named(to, "TO")?,
        None => store_of_environment()?,
    };
    let from = Place::named(&args.from, "FROM")?;
    if from.is(&to) {
        return Err(Stop::input("TO", "is the place it comes from; name another one"));
    }
    let from = from.opened().await?;
    let from = from.ok_or_else(|| Stop::input(&args.from, "is not there; name a journal"))?;
    let to = to.made().await?;
    let moved =
        if args.keep_open { copy(&*from, &*to).await } else { transfer(&*from, &*to).await };
    let moved = moved.map_err(|error| refused(&error))?;
    let document = MoveDocument::from(moved);
    let words = format!(
        "In the new place, compared row by row: {} with {}; copied just now: {}.\n{}.\n",
        counted(document.records, "purchase"),
        counted(document.papers, "paper"),
        document.copied,
        if args.keep_open {
            "Buy with one of the two only: two journals do not know of each other's purchases"
        } else {
            "The old place is closed: whoever still buys with it is told where the new one is"
        }
    );
    Ok(Answer::new(&document, words))
}

fn counted(number: u64, what: &str) -> String {
    count(i64::try_from(number).unwrap_or(i64::MAX), what)
}

fn refused(error: &TransferError) -> Stop {
    let cause = std::error::Error::source(error).map(|cause| format!(": {cause}"));
    Stop::System(std::io::Error::other(format!("{error}{}", cause.unwrap_or_default())))
}

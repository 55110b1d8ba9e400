//! `purchases reopen`: lets a journal be bought with again that was moved away.

use arriero::document::ReopenDocument;

use crate::answer::Answer;
use crate::context::Context;
use crate::stop::Stop;

pub(crate) async fn run(context: &Context) -> Result<Answer, Stop> {
    let store = context.place()?.opened().await?;
    let store =
        store.ok_or_else(|| Stop::input("the journal", "is not there; name it with --store"))?;
    store.reopen().await.map_err(|error| Stop::store(&error))?;
    let place = store.place();
    let words = format!(
        "{place} may be bought with again. Let nobody buy with the place it was moved to: two journals do not know of each other's purchases.\n"
    );
    Ok(Answer::new(&ReopenDocument::new(place), words))
}

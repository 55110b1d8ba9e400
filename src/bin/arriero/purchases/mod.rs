//! `purchases …`: the journal, read and settled by people.

mod forget;
mod lines;
mod list;
mod recover;
mod reopen;
mod resolve;
mod show;
mod transfer;

use crate::answer::Answer;
use crate::args::PurchasesCommand;
use crate::context::Context;
use crate::stop::Stop;
use crate::words::quoted;

pub(crate) async fn run(context: &Context, command: &PurchasesCommand) -> Result<Answer, Stop> {
    match command {
        PurchasesCommand::List(args) => list::run(context, args).await,
        PurchasesCommand::Show(args) => show::run(context, args).await,
        PurchasesCommand::Resolve(args) => resolve::run(context, args).await,
        PurchasesCommand::Recover => recover::run(context).await,
        PurchasesCommand::Forget(args) => forget::run(context, args).await,
        PurchasesCommand::Move(args) => transfer::run(args).await,
        PurchasesCommand::Reopen => reopen::run(context).await,
    }
}

/// Says that a key is not in the journal.
fn no_such(key: &str) -> Stop {
    let message = "nothing was bought under it here; arriero purchases list --all tells the keys";
    Stop::input(quoted(key), message)
}

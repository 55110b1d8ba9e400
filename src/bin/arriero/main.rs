//! The command line. Thin: it reads what people write, asks the library, and shows the answer to people or to programs. No
//! rule of the business lives here.
//!
//! Standard output has the answer (with `--json` exactly one JSON document), standard error what people want to know beside
//! it. Exit 0: done; 1: a carrier or the engine said no; 2: bad input, nothing was written; 3: it is not known whether
//! something was bought.

mod accounts;
mod answer;
mod args;
mod batch;
mod buy;
mod came_of_it;
mod carriers;
mod choice;
mod completions;
mod context;
mod files;
mod interrupt;
mod offers;
mod papers;
mod parcels;
mod place;
mod purchases;
mod rates;
mod returns;
mod schema;
mod selection_words;
mod sheet;
mod ship;
mod stop;
mod till;
mod track;
mod unsent;
mod void;
mod void_parcels;
mod voids;
mod words;

use std::process::ExitCode;

use clap::Parser as _;

use answer::Answer;
use args::{Args, CarriersCommand, Command};
use context::Context;
use stop::Stop;

fn main() -> ExitCode {
    let Args { common, command } = Args::parse();
    let json = common.json;
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return Stop::System(error).print(json),
    };
    let context = Context::new(common);
    match runtime.block_on(run(&context, command)) {
        Ok(answer) => answer.print(json),
        Err(stop) => stop.print(json),
    }
}

async fn run(context: &Context, command: Command) -> Result<Answer, Stop> {
    match command {
        Command::Rates(args) => rates::run(context, &args).await,
        Command::Ship(args) => ship::run(context, &args).await,
        Command::Buy(args) => buy::run(context, &args).await,
        Command::Track(args) => track::run(context, &args).await,
        Command::Return(args) => returns::run(context, &args).await,
        Command::Void(args) => Box::pin(void::run(context, &args)).await,
        Command::Purchases(command) => purchases::run(context, &command).await,
        Command::Offers(args) => offers::run(context, &args).await,
        Command::Batch(args) => batch::run(context, &args),
        Command::Sheet(command) => sheet::run(context, &command),
        Command::Carriers(args) => match args.command {
            None => carriers::run(context),
            Some(CarriersCommand::Check(args)) => accounts::run(context, &args).await,
        },
        Command::Schema(args) => schema::run(&args),
        Command::Completions(args) => completions::run(&args),
    }
}

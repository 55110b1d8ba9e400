//! What can be asked for on the command line: what every command takes, and the commands, each of whose arguments stand in the file
//! that has its name.

mod batch;
mod carriers;
mod offers;
mod purchases;
mod rates_track_void;
mod schema_completions;
mod sheet;
mod ship_buy_return;

use std::path::PathBuf;
use std::time::Duration;

use arriero::model::{CarrierId, OffsetDateTime};
use clap::{Parser, Subcommand};

pub(crate) use batch::BatchArgs;
pub(crate) use carriers::{CarriersArgs, CarriersCommand, CheckCarriersArgs};
pub(crate) use offers::OffersArgs;
pub(crate) use purchases::{
    ForgetArgs, KeyArgs, ListArgs, MoveArgs, PurchasesCommand, ResolveArgs,
};
pub(crate) use rates_track_void::{RatesArgs, TrackArgs, VoidArgs};
pub(crate) use schema_completions::{CompletionsArgs, SchemaArgs};
pub(crate) use sheet::{
    SheetCheckArgs, SheetCommand, SheetDiffArgs, SheetExplainArgs, SheetImportArgs,
};
pub(crate) use ship_buy_return::{BuyArgs, LabelFormat, PurposeArgs, ReturnArgs, ShipArgs};

/// Shipping with many carriers: rates, the cheapest one that arrives in time and why, labels, tracking, returns.
#[derive(Debug, Parser)]
#[command(name = "arriero", version, max_term_width = 100)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Common {
    /// The configuration of the carriers; without it the built-in sandbox answers
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Print one JSON document instead of words
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Ask this carrier only (may be repeated)
    #[arg(long = "carrier", global = true, value_name = "ID")]
    pub(crate) carriers: Vec<CarrierId>,
    /// Where files are written: labels, imported sheets
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    pub(crate) out: PathBuf,
    /// Where the journal of purchases is kept: a SQLite file or postgres://…; an address with a password is better told by
    /// `ARRIERO_STORE` in the environment, which no list of processes shows [default: that, or a file in your data directory,
    /// another one for the sandbox]
    #[arg(long, global = true, value_name = "URL|PATH")]
    pub(crate) store: Option<String>,
    /// The moment of the decision, as 2026-11-23T12:00:00+01:00 [default: now]
    #[arg(long, global = true, value_name = "INSTANT", value_parser = instant)]
    pub(crate) now: Option<OffsetDateTime>,
    /// How many seconds carriers are waited for
    #[arg(long, global = true, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    pub(crate) deadline: Duration,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Ask every carrier for the price of a shipment
    Rates(RatesArgs),
    /// Ask, choose, and buy the label
    Ship(ShipArgs),
    /// Buy the label of a service that you name
    Buy(BuyArgs),
    /// Tell where parcels are
    Track(TrackArgs),
    /// Buy a return label
    Return(ReturnArgs),
    /// Take a label back
    Void(VoidArgs),
    /// The journal of purchases: list them, show one, settle what is unknown, forget an order, move it
    #[command(subcommand)]
    Purchases(PurchasesCommand),
    /// Show what a shop's checkout would offer
    Offers(OffersArgs),
    /// Choose for every row of a CSV file
    Batch(BatchArgs),
    /// Rate sheets: check them, make one from a spreadsheet, explain a price, compare two years
    #[command(subcommand)]
    Sheet(SheetCommand),
    /// List the carriers that are asked, and what they can do; check whether they know us
    Carriers(CarriersArgs),
    /// Print the JSON schema of a document
    Schema(SchemaArgs),
    /// Print the completions of a shell
    Completions(CompletionsArgs),
}

fn instant(text: &str) -> Result<OffsetDateTime, String> {
    OffsetDateTime::parse_from_rfc3339(text)
        .map_err(|_| "is no instant; write it with its offset, as 2026-11-23T12:00:00+01:00".into())
}

fn seconds(text: &str) -> Result<Duration, String> {
    match text.parse() {
        Ok(seconds @ 1..=3600) => Ok(Duration::from_secs(seconds)),
        _ => Err("is no number of seconds from 1 to 3600".into()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_do_not_contradict_each_other() {
        super::Args::command().debug_assert();
    }
}

//! `purchases`: the journal, read and settled by people.

use std::num::NonZeroU32;

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum PurchasesCommand {
    /// What was bought, the newest first
    List(ListArgs),
    /// All that is known of one purchase
    Show(KeyArgs),
    /// Say what became of a purchase that a person had to look at
    Resolve(ResolveArgs),
    /// Ask carriers what became of purchases whose answer was lost, as far as that is due
    Recover,
    /// Remove names, addresses and papers of an order; money and numbers stay
    Forget(ForgetArgs),
    /// Take the journal to another place, compare it there row by row, and close it where it was
    Move(MoveArgs),
    /// Let a journal be bought with again that was moved away
    Reopen,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ListArgs {
    /// Only those of which nobody knows whether they were bought
    #[arg(long)]
    pub(crate) unknown: bool,
    /// Only those that a person has to look at
    #[arg(long)]
    pub(crate) work: bool,
    /// Only those of this order
    #[arg(long, value_name = "TEXT")]
    pub(crate) order: Option<String>,
    /// All, however many there are
    #[arg(long, conflicts_with = "limit")]
    pub(crate) all: bool,
    /// How many at the most
    #[arg(long, value_name = "NUMBER", default_value = "20")]
    pub(crate) limit: NonZeroU32,
}

#[derive(Debug, clap::Args)]
pub(crate) struct KeyArgs {
    /// The purchase's key
    #[arg(value_name = "KEY")]
    pub(crate) key: String,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ResolveArgs {
    /// The purchase's key
    #[arg(value_name = "KEY")]
    pub(crate) key: String,
    /// It was bought: its number, or the .json file of its label
    #[arg(long, value_name = "NUMBER|LABEL.json", required_unless_present_any = ["not_made", "done"],
        conflicts_with_all = ["not_made", "done"])]
    pub(crate) found: Option<String>,
    /// It was not bought, or its label is void
    #[arg(long, conflicts_with = "done")]
    pub(crate) not_made: bool,
    /// What had to be done about a purchase that is known is done
    #[arg(long)]
    pub(crate) done: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ForgetArgs {
    /// The order, as it was told with --order
    #[arg(value_name = "ORDER")]
    pub(crate) order: String,
}

#[derive(Debug, clap::Args)]
pub(crate) struct MoveArgs {
    /// Where it is: a SQLite file or postgres://…
    #[arg(value_name = "FROM")]
    pub(crate) from: String,
    /// Where it goes [default: what `ARRIERO_STORE` in the environment names]
    #[arg(value_name = "TO")]
    pub(crate) to: Option<String>,
    /// Let it be bought with where it was, too: for a copy that nobody buys with
    #[arg(long)]
    pub(crate) keep_open: bool,
}

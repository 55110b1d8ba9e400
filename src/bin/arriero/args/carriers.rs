//! `carriers`: who is asked.

use arriero::model::CarrierId;
use clap::Subcommand;

#[derive(Debug, clap::Args)]
pub(crate) struct CarriersArgs {
    #[command(subcommand)]
    pub(crate) command: Option<CarriersCommand>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CarriersCommand {
    /// Ask carriers whether they know us, by a call that changes nothing: what is configured, and what works
    Check(CheckCarriersArgs),
}

#[derive(Debug, clap::Args)]
pub(crate) struct CheckCarriersArgs {
    /// The carriers; where none is named, all
    #[arg(value_name = "CARRIER")]
    pub(crate) named: Vec<CarrierId>,
}

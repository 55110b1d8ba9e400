//! `batch`: a file of shipments.

use std::num::NonZeroUsize;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(crate) struct BatchArgs {
    /// A CSV file: a row for each shipment, its columns named by field, as `to.postal_code` or `weight`
    #[arg(value_name = "FILE.csv")]
    pub(crate) rows: PathBuf,
    /// What all rows share: a shipment, or a part of one, JSON or TOML
    #[arg(long, value_name = "FILE")]
    pub(crate) defaults: Option<PathBuf>,
    /// Where the choices are written; the same command goes on where it was stopped [default: standard output]
    #[arg(long, value_name = "FILE", required_if_eq("json", "true"))]
    pub(crate) to: Option<PathBuf>,
    /// Write JSON lines instead of CSV
    #[arg(long)]
    pub(crate) jsonl: bool,
    /// Throw away what an earlier run left, and begin anew
    #[arg(long, requires = "to")]
    pub(crate) restart: bool,
    /// How many requests to carriers are under way at once
    #[arg(long, value_name = "NUMBER", default_value_t = arriero::batch::REQUESTS_IN_FLIGHT,
        value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(crate) in_flight: u32,
    /// How many threads decide [default: one for each core]
    #[arg(long, value_name = "NUMBER")]
    pub(crate) workers: Option<NonZeroUsize>,
}

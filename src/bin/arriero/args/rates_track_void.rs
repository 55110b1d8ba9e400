//! `rates`, `track` and `void`: what is asked of a shipment, a number, a label.

use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(crate) struct RatesArgs {
    /// The shipment, JSON or TOML
    #[arg(value_name = "FILE")]
    pub(crate) shipment: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(crate) struct TrackArgs {
    /// Tracking numbers, or the .json files that were written beside labels
    #[arg(required = true, value_name = "NUMBER")]
    pub(crate) numbers: Vec<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct VoidArgs {
    /// The .json file that was written beside the label, the label's handle, or its key or number in the journal
    #[arg(value_name = "LABEL|KEY")]
    pub(crate) label: String,
}

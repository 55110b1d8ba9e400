//! What can be asked for on the command line.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use arriero::model::{CarrierId, Format, Handover, Money, OffsetDateTime};
use arriero::select::offers::Language;
use clap::{Parser, Subcommand, ValueEnum};

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
    /// Where label files are written
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    pub(crate) out: PathBuf,
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
    /// Show what a shop's checkout would offer
    Offers(OffersArgs),
    /// Choose for every row of a CSV file
    Batch(BatchArgs),
    /// List the carriers that are asked, and what they can do
    Carriers,
    /// Print the JSON schema of a document
    Schema(SchemaArgs),
    /// Print the completions of a shell
    Completions(CompletionsArgs),
}

#[derive(Debug, clap::Args)]
pub(crate) struct RatesArgs {
    /// The shipment, JSON or TOML
    #[arg(value_name = "FILE")]
    pub(crate) shipment: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ShipArgs {
    /// The shipment, JSON or TOML
    #[arg(value_name = "FILE")]
    pub(crate) shipment: PathBuf,
    /// The format of the label
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "pdf")]
    pub(crate) label: LabelFormat,
}

#[derive(Debug, clap::Args)]
pub(crate) struct BuyArgs {
    /// The shipment, JSON or TOML
    #[arg(value_name = "FILE")]
    pub(crate) shipment: PathBuf,
    /// The service, by its code
    #[arg(long, value_name = "CODE")]
    pub(crate) service: String,
    /// The format of the label
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "pdf")]
    pub(crate) label: LabelFormat,
}

#[derive(Debug, clap::Args)]
pub(crate) struct TrackArgs {
    /// Tracking numbers, or the .json files that were written beside labels
    #[arg(required = true, value_name = "NUMBER")]
    pub(crate) numbers: Vec<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ReturnArgs {
    /// The way back as a shipment: from who sends it back, to who takes it back
    #[arg(value_name = "FILE", required_unless_present = "of", conflicts_with = "of")]
    pub(crate) shipment: Option<PathBuf>,
    /// The .json file that was written beside the label of the way out
    #[arg(long, value_name = "LABEL")]
    pub(crate) of: Option<PathBuf>,
    /// The service, by its code [default: the carrier's return service]
    #[arg(long, value_name = "CODE")]
    pub(crate) service: Option<String>,
    /// How it is handed over
    #[arg(long, value_enum, default_value = "print")]
    pub(crate) handover: HandoverChoice,
    /// Your return authorisation
    #[arg(long, value_name = "TEXT")]
    pub(crate) rma: Option<String>,
    /// Why it comes back
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    /// The format of the label
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "pdf")]
    pub(crate) label: LabelFormat,
}

#[derive(Debug, clap::Args)]
pub(crate) struct VoidArgs {
    /// The .json file that was written beside the label, the label's handle, or its tracking number where that file is in the
    /// folder of --out
    #[arg(value_name = "LABEL")]
    pub(crate) label: String,
}

#[derive(Debug, clap::Args)]
pub(crate) struct OffersArgs {
    /// The shipment, JSON or TOML
    #[arg(value_name = "FILE")]
    pub(crate) shipment: PathBuf,
    /// The shop's options, JSON or TOML
    #[arg(long, value_name = "FILE")]
    pub(crate) options: PathBuf,
    /// What the goods are worth with tax, as "45.00 EUR"
    #[arg(long, value_name = "MONEY")]
    pub(crate) basket: Option<Money>,
    /// What the goods are worth without tax
    #[arg(long, value_name = "MONEY")]
    pub(crate) basket_net: Option<Money>,
    /// The language of titles and promises
    #[arg(long, value_enum, value_name = "LANGUAGE")]
    pub(crate) language: Option<LanguageChoice>,
}

/// A language of titles and promises.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum LanguageChoice {
    En,
    Es,
    Fr,
    Pt,
}

impl From<LanguageChoice> for Language {
    fn from(choice: LanguageChoice) -> Self {
        match choice {
            LanguageChoice::En => Self::En,
            LanguageChoice::Es => Self::Es,
            LanguageChoice::Fr => Self::Fr,
            LanguageChoice::Pt => Self::Pt,
        }
    }
}

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

#[derive(Debug, clap::Args)]
pub(crate) struct SchemaArgs {
    /// The document; without it the names of all are listed
    #[arg(value_name = "DOCUMENT")]
    pub(crate) document: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

/// A format of labels.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum LabelFormat {
    Pdf,
    Zpl,
    Epl,
    Png,
}

impl From<LabelFormat> for Format {
    fn from(format: LabelFormat) -> Self {
        match format {
            LabelFormat::Pdf => Self::Pdf,
            LabelFormat::Zpl => Self::Zpl,
            LabelFormat::Epl => Self::Epl,
            LabelFormat::Png => Self::Png,
        }
    }
}

/// How a return is handed over.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum HandoverChoice {
    /// The consumer prints a label
    Print,
    /// The consumer shows a code at a counter
    Qr,
    /// The carrier mails the label
    EmailFromCarrier,
    /// The driver brings the label
    CourierPrints,
    /// The driver collects it
    CourierCollects,
    /// The label comes by post
    MailedByCarrier,
}

impl From<HandoverChoice> for Handover {
    fn from(choice: HandoverChoice) -> Self {
        match choice {
            HandoverChoice::Print => Self::Print,
            HandoverChoice::Qr => Self::Qr,
            HandoverChoice::EmailFromCarrier => Self::EmailFromCarrier,
            HandoverChoice::CourierPrints => Self::CourierPrints,
            HandoverChoice::CourierCollects => Self::CourierCollects { window: None },
            HandoverChoice::MailedByCarrier => Self::MailedByCarrier,
        }
    }
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

//! What can be asked for on the command line.

use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;
use std::time::Duration;

use arriero::model::{CarrierId, Currency, Format, Handover, Money, OffsetDateTime, WeightUnit};
use arriero::purchase::Purchase;
use arriero::select::offers::Language;
use arriero::tariff::import::{DecimalMark, PublishedCells, WeightsAre};
use clap::{Parser, Subcommand, ValueEnum};

use crate::till::key;

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
    /// Where the journal of purchases is kept: a SQLite file or postgres://… [default: a file in your data directory, another
    /// one for the sandbox]
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

#[derive(Debug, clap::Args)]
pub(crate) struct RatesArgs {
    /// The shipment, JSON or TOML
    #[arg(value_name = "FILE")]
    pub(crate) shipment: PathBuf,
}

/// Under which name something is bought, and what for.
#[derive(Debug, clap::Args)]
pub(crate) struct PurposeArgs {
    /// The purchase's name, any text: asked again under it, the same is not bought twice [default: one is made, and said]
    #[arg(long, value_name = "TEXT", value_parser = key, allow_hyphen_values = true)]
    pub(crate) key: Option<String>,
    /// The order it is for
    #[arg(long, value_name = "TEXT")]
    pub(crate) order: Option<String>,
    /// The supplier who sends it
    #[arg(long, value_name = "TEXT")]
    pub(crate) supplier: Option<String>,
}

impl PurposeArgs {
    /// A purchase under this name, for this.
    pub(crate) fn of(&self, mut purchase: Purchase) -> Purchase {
        purchase.key.clone_from(&self.key);
        purchase.order.clone_from(&self.order);
        purchase.supplier.clone_from(&self.supplier);
        purchase
    }
}

#[derive(Debug, clap::Args)]
pub(crate) struct ShipArgs {
    /// The shipment, JSON or TOML
    #[arg(value_name = "FILE")]
    pub(crate) shipment: PathBuf,
    /// The format of the label
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "pdf")]
    pub(crate) label: LabelFormat,
    #[command(flatten)]
    pub(crate) purpose: PurposeArgs,
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
    #[command(flatten)]
    pub(crate) purpose: PurposeArgs,
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
    #[command(flatten)]
    pub(crate) purpose: PurposeArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct VoidArgs {
    /// The .json file that was written beside the label, the label's handle, or its key or number in the journal
    #[arg(value_name = "LABEL|KEY")]
    pub(crate) label: String,
}

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
    /// Copy the journal to another place and compare it there row by row
    Move(MoveArgs),
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
    /// Where it goes
    #[arg(value_name = "TO")]
    pub(crate) to: String,
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

#[derive(Debug, Subcommand)]
pub(crate) enum SheetCommand {
    /// Load sheets and tell everything that is wrong with them
    Check(SheetCheckArgs),
    /// Make a sheet from a spreadsheet saved as CSV, with a list of doubts
    Import(SheetImportArgs),
    /// Show how a sheet comes to the price of a shipment, step by step
    Explain(SheetExplainArgs),
    /// Tell what changed between two sheets, and what that does to shipments
    Diff(SheetDiffArgs),
}

#[derive(Debug, clap::Args)]
pub(crate) struct SheetCheckArgs {
    /// The sheets
    #[arg(required = true, value_name = "SHEET.toml")]
    pub(crate) sheets: Vec<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct SheetImportArgs {
    /// The spreadsheet, saved as CSV
    #[arg(value_name = "FILE.csv")]
    pub(crate) file: PathBuf,
    /// The currency of the prices
    #[arg(long, value_name = "CODE", value_parser = currency)]
    pub(crate) currency: Currency,
    /// Whether the prices are without tax, with it, or both in a column each
    #[arg(long, value_enum)]
    pub(crate) cells: CellsChoice,
    /// Which sign parts decimals [default: what each number shows by itself]
    #[arg(long, value_enum, value_name = "SIGN")]
    pub(crate) decimal: Option<DecimalChoice>,
    /// Which end of its step a bare weight names [default: as the file says, else the upper one]
    #[arg(long, value_enum, value_name = "END")]
    pub(crate) weights: Option<WeightsChoice>,
    /// The unit of weights that name none: g, kg, lb or oz
    #[arg(long, value_name = "UNIT", value_parser = unit)]
    pub(crate) unit: Option<WeightUnit>,
    /// The code of the service
    #[arg(long, value_name = "CODE", default_value = "standard", value_parser = service)]
    pub(crate) service: String,
}

/// What the cells of a spreadsheet hold.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum CellsChoice {
    Net,
    Gross,
    #[value(name = "net+gross")]
    NetAndGross,
}

impl From<CellsChoice> for PublishedCells {
    fn from(choice: CellsChoice) -> Self {
        match choice {
            CellsChoice::Net => Self::Net,
            CellsChoice::Gross => Self::Gross,
            CellsChoice::NetAndGross => Self::NetAndGross,
        }
    }
}

/// A sign that parts decimals.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum DecimalChoice {
    Comma,
    Point,
}

impl From<DecimalChoice> for DecimalMark {
    fn from(choice: DecimalChoice) -> Self {
        match choice {
            DecimalChoice::Comma => Self::Comma,
            DecimalChoice::Point => Self::Point,
        }
    }
}

/// An end of a step.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum WeightsChoice {
    UpTo,
    From,
}

impl From<WeightsChoice> for WeightsAre {
    fn from(choice: WeightsChoice) -> Self {
        match choice {
            WeightsChoice::UpTo => Self::UpTo,
            WeightsChoice::From => Self::From,
        }
    }
}

#[derive(Debug, clap::Args)]
pub(crate) struct SheetExplainArgs {
    /// The sheet
    #[arg(value_name = "SHEET.toml")]
    pub(crate) sheet: PathBuf,
    /// The shipment, JSON or TOML
    #[arg(value_name = "SHIPMENT")]
    pub(crate) shipment: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(crate) struct SheetDiffArgs {
    /// The sheet as it was
    #[arg(value_name = "OLD.toml")]
    pub(crate) old: PathBuf,
    /// The sheet as it will be
    #[arg(value_name = "NEW.toml")]
    pub(crate) new: PathBuf,
    /// Shipments to price with both: a CSV file as batch takes it
    #[arg(long, value_name = "FILE.csv")]
    pub(crate) shipments: Option<PathBuf>,
    /// What all rows share: a shipment, or a part of one, JSON or TOML
    #[arg(long, value_name = "FILE", requires = "shipments")]
    pub(crate) defaults: Option<PathBuf>,
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
    Gif,
}

impl From<LabelFormat> for Format {
    fn from(format: LabelFormat) -> Self {
        match format {
            LabelFormat::Pdf => Self::Pdf,
            LabelFormat::Zpl => Self::Zpl,
            LabelFormat::Epl => Self::Epl,
            LabelFormat::Png => Self::Png,
            LabelFormat::Gif => Self::Gif,
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

fn currency(text: &str) -> Result<Currency, String> {
    Currency::parse(text).map_err(|error| error.to_string())
}

fn unit(text: &str) -> Result<WeightUnit, String> {
    match text {
        "g" => Ok(WeightUnit::G),
        "kg" => Ok(WeightUnit::Kg),
        "lb" => Ok(WeightUnit::Lb),
        "oz" => Ok(WeightUnit::Oz),
        _ => Err("is no unit of weight; write g, kg, lb or oz".into()),
    }
}

/// A code that can be a part of a file's name.
fn service(text: &str) -> Result<String, String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if text.is_empty() || text.len() > 40 || !text.chars().all(plain) {
        return Err("is no code; write 1 to 40 ASCII letters, digits, _ and -".into());
    }
    Ok(text.to_owned())
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

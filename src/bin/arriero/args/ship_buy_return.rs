//! `ship`, `buy` and `return`: what is bought, under which key, what for.

use std::path::PathBuf;

use arriero::model::{Format, Handover};
use arriero::purchase::Purchase;
use clap::ValueEnum;
use rust_decimal::Decimal;

use crate::till::key;

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
    /// Ask the price that was chosen again right before it is bought, and buy only where it rose by no more than so many percent
    #[arg(long, value_name = "PERCENT", value_parser = percent, allow_hyphen_values = true)]
    pub(crate) tolerance: Option<Decimal>,
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

fn percent(text: &str) -> Result<Decimal, String> {
    let percent = text.trim().trim_end_matches('%').trim_end().parse::<Decimal>().ok();
    percent
        .filter(|percent| !percent.is_sign_negative())
        .ok_or_else(|| "is no percentage; write 0 or more, as 2.5".to_owned())
}

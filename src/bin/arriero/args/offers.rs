//! `offers`: a shop's checkout.

use std::path::PathBuf;

use arriero::model::Money;
use arriero::select::offers::Language;
use clap::ValueEnum;

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

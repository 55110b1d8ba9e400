//! The journal: a purchase is durable before its first byte leaves, and what came of it afterwards; between the two nothing is bought
//! twice and nothing that was bought is lost.
#![doc = include_str!("LOST_ANSWERS.md")]
#![doc = include_str!("CLOCKS.md")]

mod answer;
mod asked;
mod body;
mod buy;
mod clock;
mod fingerprint;
mod group;
mod guard;
mod in_time;
mod item;
mod journal;
mod judge;
mod list;
mod look;
mod made;
mod matching;
mod note;
mod parcels;
mod parcels_back;
#[cfg(feature = "_probe")]
#[doc(hidden)]
pub mod probe;
mod recover;
mod resolve;
mod settle;
#[cfg(test)]
#[cfg(all(feature = "sqlite", feature = "testing"))]
mod tests;
mod void;
mod voiding;

pub use answer::{Bought, BuyError, Outcome};
pub use guard::{Dearer, Freshness, Price, PriceChange, PriceChanged, Tolerance};
pub use item::{Item, Purchase};
pub use journal::{Journal, Settings};
pub use list::{Details, ExtraMade, PaperKept, Summary};
pub use parcels::{BoughtParcels, ParcelsOutcome};
pub use recover::Recovered;
pub use resolve::Resolution;
pub use void::{Void, VoidAnswer, VoidError, Voiding};

//! The nouns of shipping.
//!
//! No I/O, nothing asynchronous, the name of no carrier.

mod country;
mod currency;
mod data;
mod from_text;
pub mod postal;
pub mod subdivision;

pub use country::{Country, UnknownCountry};
pub use currency::{Currency, UnknownCurrency};

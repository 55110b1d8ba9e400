//! The carriers that come with this crate, each behind a feature of its own, and how one is built from its table of the
//! configuration. The only place that names them all; what one carrier needs is in its own folder.

#[cfg(feature = "config")]
mod build;
#[cfg(feature = "canadapost")]
pub mod canadapost;
#[cfg(feature = "ups")]
pub mod ups;

#[cfg(feature = "config")]
pub use build::{adapters, build};

#![doc = include_str!("README.md")]

mod address;
mod codes;
mod config;
mod error;
mod language;
mod limits;
mod money;
mod options;
mod rate;
#[cfg(test)]
mod tests;
mod time;
mod track;
mod wire;

pub use config::{CanadaPost, CanadaPostBuilder};
pub use language::{Language, LanguageError};

use std::num::NonZeroUsize;

use async_trait::async_trait;

use crate::carrier::{Capabilities, Carrier, PurchaseKind, PurchaseSafety, Result};
use crate::model::{CarrierId, RateAnswer, RateRequest, TrackRequest, Tracking};

/// The name of the adapter: of its folder, its feature and its table of the configuration.
pub const ID: &str = "canadapost";

#[async_trait]
impl Carrier for CanadaPost {
    fn id(&self) -> CarrierId {
        self.api.carrier().clone()
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            rates: true,
            track: true,
            parcels_per_quote: NonZeroUsize::new(1),
            ..Capabilities::default()
        }
    }

    fn purchase_safety(&self, _: PurchaseKind) -> PurchaseSafety {
        PurchaseSafety::Blind
    }

    async fn rates(&self, request: &RateRequest) -> Result<RateAnswer> {
        rate::rates(self, request).await
    }

    async fn track(&self, request: &TrackRequest) -> Result<Vec<Result<Tracking>>> {
        track::track(self, request).await
    }
}

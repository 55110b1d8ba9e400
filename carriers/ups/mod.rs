#![doc = include_str!("README.md")]

mod address;
mod codes;
mod config;
mod error;
mod limits;
mod rate;
#[cfg(test)]
mod tests;
mod time;
mod track;
mod wire;

pub use config::{Ups, UpsBuilder};

use async_trait::async_trait;

use crate::carrier::{Capabilities, Carrier, PurchaseKind, PurchaseSafety, Result};
use crate::model::{
    Address, AddressCheck, CarrierId, RateAnswer, RateRequest, TrackRequest, Tracking,
};

/// The name of the adapter: of its folder, its feature and its table of the configuration.
pub const ID: &str = "ups";

#[async_trait]
impl Carrier for Ups {
    fn id(&self) -> CarrierId {
        self.api.carrier().clone()
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { rates: true, track: true, check_address: true, ..Capabilities::default() }
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

    async fn check_address(&self, address: &Address) -> Result<AddressCheck> {
        address::check(self, address).await
    }
}

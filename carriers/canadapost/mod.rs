#![doc = include_str!("README.md")]

mod config;
mod error;

pub use config::{CanadaPost, CanadaPostBuilder};

use async_trait::async_trait;

use crate::carrier::{Capabilities, Carrier, PurchaseKind, PurchaseSafety};
use crate::model::CarrierId;

/// The name of the adapter: of its folder, its feature and its table of the configuration.
pub const ID: &str = "canadapost";

#[async_trait]
impl Carrier for CanadaPost {
    fn id(&self) -> CarrierId {
        self.api.carrier().clone()
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities::default()
    }

    fn purchase_safety(&self, _: PurchaseKind) -> PurchaseSafety {
        PurchaseSafety::Blind
    }
}

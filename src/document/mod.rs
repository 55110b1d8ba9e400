//! The documents that go in and come out: by name those of the command line's `--json` and of the HTTP interface.
//!
//! What goes in is checked as a whole before anything happens; what comes out holds the nouns of the model under the names
//! that every interface uses. Nobody is asked and nothing is decided here.

mod answers;
mod batch;
mod constraints;
#[cfg(feature = "_store")]
mod parcels;
mod prices;
mod purchases;
#[cfg(feature = "config")]
mod rows;
#[cfg(feature = "schema")]
pub mod schema;
#[cfg(feature = "tariff")]
mod sheets;
mod shipment;
#[cfg(feature = "config")]
mod shop;

#[cfg(feature = "config")]
pub use answers::ComplaintsDocument;
pub use answers::{
    AccountEntry, AccountsDocument, CarrierEntry, CarriersDocument, NotTracked, Receipt,
    ReturnDocument, ShipDocument, TrackDocument, VoidDocument,
};
pub use batch::{BatchCarrier, BatchDocument, BatchOutcome, BatchRow};
pub use constraints::ConstraintsDocument;
#[cfg(feature = "_store")]
pub use parcels::{
    ParcelsFailure, PartDocument, PurchaseDocument, ShipParcelsDocument, VoidParcelsDocument,
};
pub use prices::{PriceDocument, PricesDocument};
pub use purchases::{ForgetDocument, PurchaseFailure, ReopenDocument};
#[cfg(feature = "_store")]
pub use purchases::{MoveDocument, PurchasesDocument, RecoverDocument};
#[cfg(feature = "config")]
pub use rows::ShipmentRows;
#[cfg(feature = "tariff")]
pub use sheets::{SheetCheckDocument, SheetDoubt, SheetImportDocument, SheetRemark, SheetSummary};
pub use shipment::ShipmentDocument;
#[cfg(feature = "config")]
pub use shop::{open_shop, read_shop};

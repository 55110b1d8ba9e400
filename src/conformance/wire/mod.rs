//! The wire half of the contract: a made-up carrier on this machine answers well and badly, and what the carrier under check
//! makes of it is judged. What can be asked without a network is in [`manners`](super::manners).

mod ask;
mod figure;
mod judge;
mod questions;
mod report;
mod row;
mod run;
mod scenes;
mod script;
mod silence;
mod stage;
mod tokens;
mod trouble;

pub use ask::Ask;
pub use figure::Figure;
pub use report::{Check, Excused, Finding, Report};
pub use row::{Part, Place, Row};
pub use script::{Canned, Script};

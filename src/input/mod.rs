//! Texts that people write (a shipment, a shop's options, a configuration) and how they are read: JSON, TOML or the rows of
//! a CSV file become one tree that knows its lines, and the tree becomes a value or **all** of its faults at once, each with
//! its place and with what would be right.
//!
//! No document's own fields; no carrier. What a carrier answers is not read here: that is the adapters' wire.

mod complaint;
mod parse;
mod path;
mod read;
mod row;
mod text;
mod tree;

pub use complaint::{Complaint, Complaints};
pub use text::{MOST_BYTES, Text, TextFormat};

pub(crate) use complaint::nearest;
pub(crate) use parse::parse;
pub(crate) use path::is_at_or_below;
pub(crate) use read::{Found, from_tree, located, read};
pub(crate) use row::Columns;
pub(crate) use tree::{Node, Value};

//! Tokens: how one is asked for, and how one is kept for all callers of an account.

mod cell;
mod oauth;

pub(super) use cell::{Cells, Fetched};
pub(super) use cell::{NoToken, Token};
pub use oauth::OAuth;
pub(super) use oauth::refusal;

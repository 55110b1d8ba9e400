//! Whether a carrier knows us.

use serde::{Deserialize, Serialize};

/// What a carrier made of our credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AccountCheck {
    /// It let us in.
    Accepted,
    /// It was not asked: there is nothing that could be asked without doing something.
    NotAsked,
}

//! The three made-up carriers that answer when nothing is configured: `sierra`, a Spanish parcel carrier; `andina`, an
//! express; `ribera`, slow and cheap. Nothing that a user's own carriers need belongs here.

#[cfg(feature = "_mock")]
mod carriers;
mod sheets;

#[cfg(feature = "_mock")]
pub use carriers::{SandboxError, carriers};
pub use sheets::sheets;

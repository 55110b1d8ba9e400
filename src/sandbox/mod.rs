//! The three made-up carriers that answer when nothing is configured: `sierra`, a Spanish parcel carrier; `andina`, an
//! express; `ribera`, slow and cheap. Nothing that a user's own carriers need belongs here.

mod sheets;

pub use sheets::sheets;

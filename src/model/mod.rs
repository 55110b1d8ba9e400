//! The nouns of shipping.
//!
//! No I/O, nothing asynchronous, the name of no carrier.

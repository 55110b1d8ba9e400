//! The mock as a test sees it.

//! Sheets by example.

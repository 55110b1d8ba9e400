//! Labels that scan.

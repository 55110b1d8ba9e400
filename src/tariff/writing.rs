#![doc = include_str!("WRITING.md")]

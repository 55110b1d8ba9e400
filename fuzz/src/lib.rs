//! What the fuzz targets ask of the decoders, and what must hold of every answer. `tests/decoders.rs` takes the same in, so that it
//! is guarded without nightly too.
//!
//! No network: a whole operation is asked of an account whose client is answered by the input (see `input` for its form).

mod accounts;
mod canadapost;
mod codecs;
mod input;
mod large;
mod operations;
mod seeds;
mod sound;
mod texts;
mod ups;

pub use large::large;
pub use seeds::{Seed, seeds};

/// The decoders that one target covers.
#[derive(Clone, Copy, Debug)]
pub struct Family {
    /// Its target.
    pub name: &'static str,
    decode: fn(&[u8]) -> String,
}

/// Every family.
pub const FAMILIES: [Family; 9] = [
    Family { name: "ups_labels", decode: |input| operations::ask(b"LPMBNDE", input) },
    Family { name: "ups_later", decode: |input| operations::ask(b"FGVWTSKCAO", input) },
    Family { name: "ups_rates", decode: |input| operations::ask(b"RQ", input) },
    Family { name: "canadapost_labels", decode: |input| operations::ask(b"lcwbupdaem", input) },
    Family { name: "canadapost_later", decode: |input| operations::ask(b"fgvxtskno", input) },
    Family { name: "canadapost_rates", decode: |input| operations::ask(b"rq", input) },
    Family { name: "errors", decode: operations::ask_in_vain },
    Family { name: "codecs", decode: codecs::read },
    Family { name: "texts", decode: texts::read },
];

/// Writes what a run begins with to the folder that `ARRIERO_FUZZ_SEEDS` names, and the long answers to that of `ARRIERO_FUZZ_LARGE`.
///
/// # Panics
///
/// Where it cannot write.
pub fn begin(family: &str) {
    let write = |variable: &str, seeds: fn(&str) -> Vec<Seed>| {
        let Some(folder) = std::env::var_os(variable) else { return };
        let folder = std::path::Path::new(&folder).join(family);
        std::fs::create_dir_all(&folder).expect("a folder for seeds");
        for seed in seeds(family) {
            std::fs::write(folder.join(&seed.name), &seed.input).expect("a seed");
        }
    };
    write("ARRIERO_FUZZ_SEEDS", seeds);
    write("ARRIERO_FUZZ_LARGE", large);
}

/// Decodes an input by a family.
///
/// # Panics
///
/// Where a decoder panics, or gives what it must not: no input may make it.
pub fn run(family: &str, input: &[u8]) {
    drop(told(family, input));
}

/// As [`run`], and tells what an operation came to; of a text it tells nothing.
///
/// # Panics
///
/// As [`run`].
#[must_use]
pub fn told(family: &str, input: &[u8]) -> String {
    let found = FAMILIES.iter().find(|known| known.name == family);
    (found.expect("a family that is known").decode)(input)
}

//! What the fuzz targets ask, asked without nightly: every seed, and mutants of them that are the same in each run. `fuzz/` says what
//! must hold.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

#[path = "../fuzz/src/lib.rs"]
pub mod decoders;

use decoders::{FAMILIES, Seed, run, seeds, told};

/// `ARRIERO_DECODER_MUTANTS` raises it.
const MUTANTS: usize = 1_000;

#[test]
fn every_seed_is_decoded_and_every_family_has_some() {
    for family in FAMILIES {
        let seeds = seeds(family.name);
        assert!(!seeds.is_empty(), "{}", family.name);
        for seed in seeds {
            run(family.name, &seed.input);
        }
    }
}

#[test]
fn a_good_answer_of_the_fixtures_is_taken() {
    let refused: Vec<_> = FAMILIES
        .iter()
        .flat_map(|family| seeds(family.name))
        .filter(|seed| seed.good && !told(seed.family, &seed.input).starts_with("Ok("))
        .map(|seed| format!("{} {}: {}", seed.family, seed.name, told(seed.family, &seed.input)))
        .collect();
    assert!(refused.is_empty(), "{refused:#?}");
}

#[test]
fn no_mutant_of_an_answer_does_harm() {
    let asked = std::env::var("ARRIERO_DECODER_MUTANTS").ok();
    let mutants = asked.map_or(MUTANTS, |asked| asked.parse().expect("a number of mutants"));
    for family in FAMILIES {
        let seeds = seeds(family.name);
        let mut chance = fastrand::Rng::with_seed(2026);
        for number in 0..mutants {
            let input = mutant(&seeds, &mut chance);
            // A panic tells which input it was.
            let named = Named(family.name, number, &input);
            run(family.name, &input);
            std::mem::forget(named);
        }
    }
}

/// Prints the input where it is dropped on the way out of a panic.
struct Named<'i>(&'static str, usize, &'i [u8]);

impl Drop for Named<'_> {
    fn drop(&mut self) {
        eprintln!("mutant {} of {}: {}", self.1, self.0, self.2.escape_ascii());
    }
}

/// Pieces that decoders treat as something special.
const PIECES: [&str; 20] = [
    "",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "null",
    "-1",
    "1e400",
    "99999999999999999999999999999",
    "\\u0000",
    "<",
    ">",
    "/>",
    "<!DOCTYPE x>",
    "<![CDATA[",
    "&#0;",
    "&x;",
    " ",
    "\u{1e}k",
];

/// A seed with up to four changes: a piece of it taken out, doubled, or replaced by something else.
fn mutant(seeds: &[Seed], chance: &mut fastrand::Rng) -> Vec<u8> {
    let mut input = seeds[chance.usize(..seeds.len())].input.clone();
    for _ in 0..chance.usize(1..5) {
        let start = chance.usize(..=input.len());
        let end = (start + chance.usize(..24)).min(input.len());
        let other = &seeds[chance.usize(..seeds.len())].input;
        let from = chance.usize(..=other.len());
        let new = match chance.u8(..6) {
            0 => Vec::new(),
            1 => input[start..end].repeat(2),
            2 => vec![chance.u8(..)],
            3 => other[from..(from + 200).min(other.len())].to_vec(),
            _ => PIECES[chance.usize(..PIECES.len())].into(),
        };
        input.splice(start..end, new);
    }
    input
}

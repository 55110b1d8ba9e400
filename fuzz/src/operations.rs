//! From a letter to the operation that it asks: capitals are UPS, the others Canada Post.

use super::input::{Told, answers};
use super::sound::set_long;
use super::{canadapost, ups};

/// Longer answers are asked for once and not checked.
const LONG: usize = 200_000;

/// Asks one operation of a family, twice: the same answers give the same.
pub(crate) fn ask(family: &[u8], input: &[u8]) -> String {
    let Some((letter, told)) = input.split_first() else { return String::new() };
    let told = answers(told);
    ask_twice(chosen(family, *letter), &told)
}

/// Asks any operation, and every answer is none of success.
pub(crate) fn ask_in_vain(input: &[u8]) -> String {
    let Some((letter, told)) = input.split_first() else { return String::new() };
    let told: Vec<_> = answers(told).into_iter().map(Told::refused).collect();
    let all = [ups::LETTERS, canadapost::LETTERS].concat();
    ask_twice(chosen(&all, *letter), &told)
}

fn chosen(family: &[u8], letter: u8) -> u8 {
    if family.contains(&letter) { letter } else { family[usize::from(letter) % family.len()] }
}

fn ask_twice(letter: u8, told: &[Told<'_>]) -> String {
    let ask = if letter.is_ascii_uppercase() { ups::ask } else { canadapost::ask };
    set_long(told.iter().map(|told| told.body.len()).sum::<usize>() > LONG);
    let first = ask(letter, told);
    if first.is_empty() {
        return first;
    }
    assert_eq!(first, ask(letter, told), "the same answers gave something else");
    first
}

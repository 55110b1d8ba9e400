//! A tree to a value, with every fault at once.
//!
//! A derived `Deserialize` stops at its first error. So it is asked again and again: what was wrong the last time is noted and
//! then stepped over (an unknown field is left out, a missing or wrong one is stood in for), until a value comes out. Such
//! a value is never handed to anyone who wants to use it; it is there to be checked further by its own rules.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;

use super::complaint::nearest;
use super::parse::parse;
use super::path::{field, is_at_or_below, nearest_byte};
use super::text::Text;
use super::tree::Node;
use super::{Complaint, Complaints};
use crate::model::{Fault, Faults};

mod access;
mod reader;
mod stop;

use reader::{Reader, STAND_INS};
use stop::{Stop, Why};

/// Nobody mends more than that before trying again, and a hostile text ends.
const MOST_FAULTS: usize = 100;

/// What came of reading a tree.
#[derive(Debug)]
pub(crate) struct Reading<T> {
    /// The value, its faulty parts stood in for; `None` where no whole value could be made.
    pub(crate) value: Option<T>,
    /// What is wrong.
    pub(crate) found: Vec<Found>,
}

/// One fault of a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// Where it is.
    pub(crate) byte: usize,
    /// The path of the field.
    pub(crate) field: String,
    /// A whole sentence.
    pub(crate) message: String,
    /// Whether nobody knows such a field, whatever its value is.
    pub(crate) unknown: bool,
}

impl Found {
    /// A fault at a place.
    pub(crate) fn at(byte: usize, field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { byte, field: field.into(), message: message.into(), unknown: false }
    }

    /// A fault that a value's own rules found.
    fn of(root: &Node, field: &str, message: &str) -> Self {
        let message =
            if field.is_empty() { message.to_owned() } else { format!("{field}: {message}") };
        Self::at(nearest_byte(root, field), field, message)
    }
}

/// What has to be stepped over to get on.
#[derive(Debug, Default)]
struct Detours {
    /// Paths that are left out.
    left_out: BTreeSet<String>,
    /// Fields that are put in, by the path of their table.
    put_in: BTreeMap<String, Vec<&'static str>>,
    /// Paths that are stood in for, and by which stand-in.
    stand_ins: BTreeMap<String, usize>,
}

/// Reads a text, and has the value checked by its own rules.
///
/// # Errors
///
/// Every fault of its form, its fields and its values.
pub(crate) fn read<T: DeserializeOwned>(
    text: &Text,
    check: impl FnOnce(&T) -> Result<(), Faults>,
) -> Result<T, Complaints> {
    let reading = from_tree(&parse(text)?, check);
    match (Complaints::of(located(text, reading.found)), reading.value) {
        (None, Some(value)) => Ok(value),
        (Some(complaints), _) => Err(complaints),
        (None, None) => Err(Complaints::of_file(text.name(), "cannot be read")),
    }
}

/// Faults with their lines.
pub(crate) fn located(text: &Text, found: Vec<Found>) -> Vec<Complaint> {
    let locate = |Found { byte, field, message, .. }| {
        let (line, column) = text.place(byte);
        Complaint {
            line: Some(line),
            column: Some(column),
            field,
            ..Complaint::of_file(text.name(), message)
        }
    };
    found.into_iter().map(locate).collect()
}

/// Fields that tell how those beside them are read: while one is stood in for, the others are not judged.
const LEADING: [&str; 1] = ["country"];

/// Whether a fault that a value's own rules found is the writer's and not one of a stand-in.
fn of_the_writer(fault: &Fault, stood_in: &[String]) -> bool {
    !stood_in.iter().any(|path| {
        let (table, name) = path.rsplit_once('.').unwrap_or(("", path));
        let decided_by = if LEADING.contains(&name) { table } else { path };
        is_at_or_below(&fault.field, decided_by)
    })
}

/// Reads a tree, and has the value checked by its own rules.
pub(crate) fn from_tree<T: DeserializeOwned>(
    root: &Node,
    check: impl FnOnce(&T) -> Result<(), Faults>,
) -> Reading<T> {
    let (mut detours, mut found) = (Detours::default(), Vec::new());
    let rounds = MOST_FAULTS * STAND_INS.len();
    let mut value = None;
    for _ in 0..rounds {
        match T::deserialize(Reader::root(root, &detours)) {
            Ok(read) => {
                value = Some(read);
                break;
            }
            Err(stop) => {
                let gone_on = detours.step_over(stop.at_root(root), root, &mut found);
                if !gone_on || found.len() >= MOST_FAULTS {
                    break;
                }
            }
        }
    }
    let stood_in: Vec<_> = detours.stand_ins.into_keys().collect();
    if let Some(Err(faults)) = value.as_ref().map(check) {
        let mine = faults.iter().filter(|fault| of_the_writer(fault, &stood_in));
        found.extend(mine.map(|fault| Found::of(root, &fault.field, &fault.message)));
    }
    Reading { value, found }
}

impl Detours {
    /// Notes a fault and how to step over it; says whether there is a way.
    fn step_over(&mut self, stop: Stop, root: &Node, found: &mut Vec<Found>) -> bool {
        let Stop { path, byte, why } = stop;
        match why {
            Why::Unknown { name, known } => {
                let path = field(&path, &name);
                let fault = Found::at(nearest_byte(root, &path), &path, unknown(&name, known));
                found.push(Found { unknown: true, ..fault });
                self.left_out.insert(path)
            }
            Why::Missing(name) => {
                let missing = field(&path, name);
                if let Some(tried) = self.stand_ins.get_mut(&missing) {
                    *tried += 1;
                    return *tried < STAND_INS.len();
                }
                if !self.stands_in(&path) && !self.was_misspelt(&path, name) {
                    let message = format!("{missing} is missing");
                    found.push(Found::at(byte, &missing, message));
                }
                self.put_in.entry(path).or_default().push(name);
                self.stand_ins.insert(missing, 0);
                true
            }
            Why::Wrong(message) => {
                if let Some(tried) = self.stand_ins.get_mut(&path) {
                    *tried += 1;
                    return *tried < STAND_INS.len();
                }
                if !self.stands_in(&path) {
                    let message =
                        if path.is_empty() { message } else { format!("{path}: {message}") };
                    found.push(Found::at(byte, &path, message));
                }
                self.stand_ins.insert(path, 0);
                true
            }
        }
    }

    fn stands_in(&self, path: &str) -> bool {
        self.stand_ins.keys().any(|above| is_at_or_below(path, above))
    }

    /// Whether a field of this table was left out that probably meant `name`: one fault, not two.
    fn was_misspelt(&self, table: &str, name: &str) -> bool {
        self.left_out.iter().any(|path| {
            let (above, given) = path.rsplit_once('.').unwrap_or(("", path));
            above == table && nearest(given, [name]).is_some()
        })
    }
}

fn unknown(name: &str, known: &[&str]) -> String {
    match nearest(name, known.iter().copied()) {
        Some(meant) => format!("unknown field {name:?}; did you mean {meant:?}?"),
        None => format!("unknown field {name:?}; known are {}", known.join(", ")),
    }
}

#[cfg(test)]
mod tests;

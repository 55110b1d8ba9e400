//! What is wrong with an input: all faults at once, each with the path of its field and what would be right.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One fault: where, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Fault {
    /// The path of the field in our own words, such as `parcels[1].weight`; empty for the whole.
    pub field: String,
    /// What is wrong and what would be right.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.field.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.field, self.message)
        }
    }
}

/// Every fault of an input, in the order of its fields. As an error it has at least one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
#[error("{}", self.joined())]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// No fault yet.
    #[must_use]
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// A single fault.
    pub fn one(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self(vec![Fault { field: field.into(), message: message.into() }])
    }

    /// Notes one more.
    pub fn add(&mut self, at: &Path<'_>, message: impl Into<String>) {
        self.0.push(Fault { field: at.to_string(), message: message.into() });
    }

    /// Notes what `check` has to say, if anything.
    pub fn note<T, E: fmt::Display>(&mut self, at: &Path<'_>, check: Result<T, E>) {
        if let Err(error) = check {
            self.add(at, error.to_string());
        }
    }

    /// Takes the faults of a part.
    pub fn extend(&mut self, other: Faults) {
        self.0.extend(other.0);
    }

    /// Whether all is well.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The faults, in the order of the fields.
    pub fn iter(&self) -> std::slice::Iter<'_, Fault> {
        self.0.iter()
    }

    /// # Errors
    ///
    /// These faults, unless there are none.
    pub fn into_result(self) -> Result<(), Faults> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }

    fn joined(&self) -> String {
        self.0.iter().map(Fault::to_string).collect::<Vec<_>>().join("; ")
    }
}

impl<'f> IntoIterator for &'f Faults {
    type Item = &'f Fault;
    type IntoIter = std::slice::Iter<'f, Fault>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// The path to a field while a document is walked; printed only where there is a fault.
#[derive(Clone, Copy, Debug)]
pub enum Path<'p> {
    /// The document itself.
    Root,
    /// A named field.
    Field(&'p Path<'p>, &'static str),
    /// An element of a list, from 0.
    Index(&'p Path<'p>, usize),
}

impl Path<'_> {
    /// The field `name` below this path.
    #[must_use]
    pub const fn field(&self, name: &'static str) -> Path<'_> {
        Path::Field(self, name)
    }

    /// Element `index`, from 0, below this path.
    #[must_use]
    pub const fn index(&self, index: usize) -> Path<'_> {
        Path::Index(self, index)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Field(Path::Root, name) => f.write_str(name),
            Self::Field(parent, name) => write!(f, "{parent}.{name}"),
            Self::Index(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_reads_as_it_would_be_written() {
        let (root, mut faults) = (Path::Root, Faults::none());
        faults.add(&root.field("parcels").index(1).field("weight"), "is zero");
        assert_eq!(faults.to_string(), "parcels[1].weight: is zero");
    }
}

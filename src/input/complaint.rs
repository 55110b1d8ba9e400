//! What is wrong with a text, where, and what would be right.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One fault of a text that somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Complaint {
    /// The file, as it was named.
    pub file: String,
    /// The line, from 1; `None`: the file as a whole.
    pub line: Option<usize>,
    /// The column, from 1, in characters; `None`: the line or the file as a whole.
    pub column: Option<usize>,
    /// The path of the field, such as `parcels[1].weight`; empty for the whole.
    pub field: String,
    /// What is wrong and what would be right: a whole sentence that names the field.
    pub message: String,
}

impl Complaint {
    /// A fault of the file as a whole.
    pub fn of_file(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            line: None,
            column: None,
            field: String::new(),
            message: message.into(),
        }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        for place in [self.line, self.column].into_iter().flatten() {
            write!(f, ":{place}")?;
        }
        write!(f, ": {}", self.message)
    }
}

/// Every fault of a text, in the order of its lines: at least one. Prints one to a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
#[error("{}", self.joined())]
pub struct Complaints(Vec<Complaint>);

impl Complaints {
    /// These faults, sorted by place; `None` where there are none.
    #[must_use]
    pub fn of(mut complaints: Vec<Complaint>) -> Option<Self> {
        complaints.sort_by(|one, other| {
            (&one.file, one.line, one.column).cmp(&(&other.file, other.line, other.column))
        });
        (!complaints.is_empty()).then_some(Self(complaints))
    }

    /// A fault of a file as a whole.
    pub fn of_file(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self(vec![Complaint::of_file(file, message)])
    }

    /// The faults, in the order of the lines.
    pub fn iter(&self) -> std::slice::Iter<'_, Complaint> {
        self.0.iter()
    }

    fn joined(&self) -> String {
        self.0.iter().map(Complaint::to_string).collect::<Vec<_>>().join("\n")
    }
}

impl<'c> IntoIterator for &'c Complaints {
    type Item = &'c Complaint;
    type IntoIter = std::slice::Iter<'c, Complaint>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl IntoIterator for Complaints {
    type Item = Complaint;
    type IntoIter = std::vec::IntoIter<Complaint>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// Below this likeness (Damerau-Levenshtein, 1 is equal) a word is another word and no longer a slip of the keyboard.
const LIKE_ENOUGH: f64 = 0.6;

/// The word that was probably meant; `None` where nothing is near.
pub(crate) fn nearest<'w>(
    given: &str,
    known: impl IntoIterator<Item = &'w str>,
) -> Option<&'w str> {
    let given = given.to_lowercase();
    known
        .into_iter()
        .map(|word| (strsim::normalized_damerau_levenshtein(&given, word), word))
        .filter(|(likeness, _)| *likeness >= LIKE_ENOUGH)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_keyboard_is_understood_and_another_word_is_not() {
        let known = ["weight", "dimensions", "postal_code"];
        assert_eq!(nearest("wieght", known), Some("weight"));
        assert_eq!(nearest("postalcode", known), Some("postal_code"));
        assert_eq!(nearest("colour", known), None);
    }

    #[test]
    fn faults_print_in_the_order_of_their_lines() {
        let at =
            |line| Complaint { line, column: Some(3), ..Complaint::of_file("a.toml", "is wrong") };
        let complaints = Complaints::of(vec![at(Some(7)), at(Some(2))]).unwrap();
        assert_eq!(complaints.to_string(), "a.toml:2:3: is wrong\na.toml:7:3: is wrong");
    }
}

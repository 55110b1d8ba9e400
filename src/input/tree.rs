//! A text as a tree of values that know where they stand. Numbers stay the digits that were written.

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// The byte at which it begins.
    pub(crate) at: usize,
    pub(crate) value: Value,
}

/// What stands at a place.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    /// The digits, or `nan` and `inf`, as they were written.
    Number(String),
    Text(String),
    /// A cell of a table without types: a text, a number or yes and no, as the field needs it.
    Cell(String),
    List(Vec<Node>),
    Table(Vec<Entry>),
}

/// One field of a table.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The byte at which the name begins.
    pub(crate) at: usize,
    pub(crate) name: String,
    pub(crate) node: Node,
}

impl Node {
    pub(crate) const fn new(at: usize, value: Value) -> Self {
        Self { at, value }
    }

    /// The fields, where it is a table.
    pub(crate) fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Table(entries) => entries,
            _ => &[],
        }
    }

    /// The field of a name.
    pub(crate) fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.name == name)
    }

    /// The element of an index.
    pub(super) fn element(&self, index: usize) -> Option<&Node> {
        match &self.value {
            Value::List(elements) => elements.get(index),
            _ => None,
        }
    }

    /// What it is, in a message.
    pub(crate) fn described(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::Text(_) | Value::Cell(_) => "text",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }
}

//! Rows of a table without types: each column is named by the path of a field, each row becomes a tree.

use super::path::{Step, steps};
use super::tree::{Entry, Node, Value};

/// No list has more elements in a row: a column is written for each.
const MOST_ELEMENTS: usize = 100;

/// Columns that were read from a header.
#[derive(Clone, Debug)]
pub(crate) struct Columns(Vec<Column>);

/// A column, by the path of its field.
#[derive(Clone, Debug)]
struct Column(Vec<OwnedStep>);

#[derive(Clone, Debug)]
enum OwnedStep {
    Field(String),
    Index(usize),
}

impl Columns {
    /// Columns of these paths.
    ///
    /// # Errors
    ///
    /// The first path that is none, and what would be right.
    pub(crate) fn new<'p>(paths: impl IntoIterator<Item = &'p str>) -> Result<Self, String> {
        paths.into_iter().map(column).collect::<Result<_, _>>().map(Self)
    }

    /// The tree of a row, upon what all rows share. An empty cell says nothing.
    pub(crate) fn tree<'c>(&self, shared: &Node, cells: impl IntoIterator<Item = &'c str>) -> Node {
        let mut root = shared.clone();
        for (place, (Column(path), cell)) in self.0.iter().zip(cells).enumerate() {
            let cell = cell.trim();
            if !cell.is_empty() {
                put(&mut root, path, Node::new(place, Value::Cell(cell.to_owned())));
            }
        }
        root
    }

    /// A tree that has every column and no value: what is unknown in it is unknown in every row.
    pub(crate) fn empty(&self, shared: &Node) -> Node {
        let mut root = shared.clone();
        for (place, Column(path)) in self.0.iter().enumerate() {
            put(&mut root, path, Node::new(place, Value::Null));
        }
        root
    }
}

fn column(path: &str) -> Result<Column, String> {
    let wrong = || {
        format!(
            "column {path:?} is no field; write its path, as to.postal_code or parcels[0].weight"
        )
    };
    let steps = steps(path).filter(|steps| !steps.is_empty()).ok_or_else(wrong)?;
    let owned = steps.into_iter().map(|step| match step {
        Step::Field(name) => Ok(OwnedStep::Field(name.to_owned())),
        Step::Index(index) if index < MOST_ELEMENTS => Ok(OwnedStep::Index(index)),
        Step::Index(index) => Err(format!(
            "column {path:?}: {index} is too many; a row has {MOST_ELEMENTS} at the most"
        )),
    });
    owned.collect::<Result<_, _>>().map(Column)
}

fn put(node: &mut Node, path: &[OwnedStep], leaf: Node) {
    let Some((step, rest)) = path.split_first() else {
        *node = leaf;
        return;
    };
    let at = leaf.at;
    match step {
        OwnedStep::Field(name) => {
            if !matches!(node.value, Value::Table(_)) {
                node.value = Value::Table(Vec::new());
            }
            let Value::Table(entries) = &mut node.value else { return };
            if let Some(entry) = entries.iter_mut().find(|entry| entry.name == *name) {
                put(&mut entry.node, rest, leaf);
            } else {
                let mut below = Node::new(at, Value::Null);
                put(&mut below, rest, leaf);
                entries.push(Entry { at, name: name.clone(), node: below });
            }
        }
        OwnedStep::Index(index) => {
            if !matches!(node.value, Value::List(_)) {
                node.value = Value::List(Vec::new());
            }
            let Value::List(elements) = &mut node.value else { return };
            while elements.len() <= *index {
                elements.push(Node::new(at, Value::Table(Vec::new())));
            }
            if let Some(below) = elements.get_mut(*index) {
                put(below, rest, leaf);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::from_tree;
    use crate::model::Faults;

    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Order {
        boxes: Vec<Case>,
        note: Option<String>,
        fast: Option<bool>,
    }

    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Case {
        weight: crate::model::Weight,
        count: u8,
    }

    fn nothing() -> Node {
        Node::new(0, Value::Table(Vec::new()))
    }

    fn read(tree: &Node) -> Result<Order, Vec<String>> {
        let reading = from_tree::<Order>(tree, |_| Ok::<(), Faults>(()));
        let messages: Vec<_> = reading.found.into_iter().map(|found| found.message).collect();
        if messages.is_empty() { Ok(reading.value.unwrap()) } else { Err(messages) }
    }

    #[test]
    fn a_cell_is_read_as_its_field_needs_it() {
        let columns = Columns::new(["boxes[0].weight", "boxes[0].count", "note", "fast"]).unwrap();
        let order = read(&columns.tree(&nothing(), ["2.5 kg", "3", "12", "yes"])).unwrap();
        assert_eq!(order.boxes[0].count, 3);
        assert_eq!((order.note.as_deref(), order.fast), (Some("12"), Some(true)));
        let empty = read(&columns.tree(&nothing(), ["2.5 kg", "3", " ", ""])).unwrap();
        assert_eq!((empty.note, empty.fast), (None, None));
    }

    #[test]
    fn a_row_is_written_over_what_all_rows_share() {
        let shared =
            Columns::new(["note", "boxes[0].count"]).unwrap().tree(&nothing(), ["all", "1"]);
        let columns = Columns::new(["boxes[0].weight", "boxes[0].count"]).unwrap();
        let order = read(&columns.tree(&shared, ["1 kg", "2"])).unwrap();
        assert_eq!((order.note.as_deref(), order.boxes[0].count), (Some("all"), 2));
    }

    #[test]
    fn a_wrong_cell_is_named_by_its_field() {
        let columns = Columns::new(["boxes[0].weight", "boxes[0].count"]).unwrap();
        let faults = read(&columns.tree(&nothing(), ["2.5", "three"])).unwrap_err();
        assert_eq!(
            faults,
            [
                "boxes[0].weight: \"2.5\" has no unit; write it as \"2.5 kg\"",
                "boxes[0].count: three is no whole number; write it without a point",
            ]
        );
    }

    #[test]
    fn a_column_that_is_no_path_is_refused() {
        assert!(Columns::new(["a[x]"]).is_err() && Columns::new([""]).is_err());
        assert!(Columns::new(["a[1000000]"]).is_err(), "no row makes a list of a million");
    }
}

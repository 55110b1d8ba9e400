//! JSON and TOML to a tree. Whether it is well formed is decided here; what it means is not.

use jsonc_parser::ast;
use serde::de::IgnoredAny;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::path::field;
use super::text::{Text, TextFormat};
use super::tree::{Entry, Node, Value};
use super::{Complaint, Complaints};

/// The tree of a text.
///
/// # Errors
///
/// Every fault of its form, each with its place.
pub(crate) fn parse(text: &Text) -> Result<Node, Complaints> {
    match text.format() {
        TextFormat::Json => json(text),
        TextFormat::Toml => toml(text),
    }
}

fn toml(text: &Text) -> Result<Node, Complaints> {
    let (table, errors) = DeTable::parse_recoverable(text.content());
    let complaints = errors
        .iter()
        .map(|error| complaint(text, error.span().map_or(0, |span| span.start), error.message()))
        .collect();
    match Complaints::of(complaints) {
        Some(complaints) => Err(complaints),
        None => Ok(Node::new(table.span().start, toml_table(table.get_ref()))),
    }
}

fn toml_table(table: &DeTable<'_>) -> Value {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(name, value)| Entry {
            at: name.span().start,
            name: name.get_ref().clone().into_owned(),
            node: toml_value(value),
        })
        .collect();
    entries.sort_by_key(|entry| entry.at);
    Value::Table(entries)
}

fn toml_value(value: &Spanned<DeValue<'_>>) -> Node {
    let read = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.clone().into_owned()),
        DeValue::Integer(number) => match i128::from_str_radix(number.as_str(), number.radix()) {
            Ok(whole) => Value::Number(whole.to_string()),
            Err(_) => Value::Number(number.as_str().to_owned()),
        },
        DeValue::Float(number) => Value::Number(number.as_str().to_owned()),
        DeValue::Boolean(answer) => Value::Bool(*answer),
        // The model reads its dates and times from text; TOML writes them bare.
        DeValue::Datetime(moment) => Value::Text(moment.to_string()),
        DeValue::Array(elements) => Value::List(elements.iter().map(toml_value).collect()),
        DeValue::Table(table) => toml_table(table),
    };
    Node::new(value.span().start, read)
}

fn json(text: &Text) -> Result<Node, Complaints> {
    // Two readers: the first is strict and bounds the nesting, the second tells where everything stands.
    if let Err(error) = serde_json::from_str::<IgnoredAny>(text.content()) {
        let shown = error.to_string();
        let message = shown.rsplit_once(" at line ").map_or(shown.as_str(), |(words, _)| words);
        return Err(one(Complaint {
            line: Some(error.line()),
            column: Some(error.column().max(1)),
            ..Complaint::of_file(text.name(), format!("is no JSON: {message}"))
        }));
    }
    let parsed = jsonc_parser::parse_to_ast(
        text.content(),
        &jsonc_parser::CollectOptions::default(),
        &jsonc_parser::ParseOptions::default(),
    );
    let root = match parsed {
        Ok(result) => result.value,
        Err(error) => {
            let message = format!("is no JSON: {}", error.kind());
            return Err(one(complaint(text, error.range().start, &message)));
        }
    };
    let Some(root) = root else { return Err(Complaints::of_file(text.name(), "is empty")) };
    let mut reader = Json { text, complaints: Vec::new() };
    let node = reader.node(&root, "");
    match Complaints::of(reader.complaints) {
        Some(complaints) => Err(complaints),
        None => Ok(node),
    }
}

struct Json<'t> {
    text: &'t Text,
    complaints: Vec<Complaint>,
}

impl Json<'_> {
    fn node(&mut self, value: &ast::Value<'_>, path: &str) -> Node {
        let (at, read) = match value {
            ast::Value::StringLit(text) => (text.range.start, Value::Text(text.value.to_string())),
            ast::Value::NumberLit(number) => {
                (number.range.start, Value::Number(number.value.to_owned()))
            }
            ast::Value::BooleanLit(answer) => (answer.range.start, Value::Bool(answer.value)),
            ast::Value::NullKeyword(null) => (null.range.start, Value::Null),
            ast::Value::Array(list) => {
                let elements = list.elements.iter().enumerate();
                let read = elements.map(|(i, element)| self.node(element, &format!("{path}[{i}]")));
                (list.range.start, Value::List(read.collect()))
            }
            ast::Value::Object(object) => (object.range.start, self.table(object, path)),
        };
        Node::new(at, read)
    }

    fn table(&mut self, object: &ast::Object<'_>, path: &str) -> Value {
        let mut entries: Vec<Entry> = Vec::with_capacity(object.properties.len());
        for property in &object.properties {
            let (name, at) = (property.name.as_str(), property.range.start);
            let path = field(path, name);
            if entries.iter().any(|entry| entry.name == name) {
                self.complaints.push(Complaint {
                    field: path.clone(),
                    ..complaint(self.text, at, &format!("{path} is there twice; write it once"))
                });
                continue;
            }
            let node = self.node(&property.value, &path);
            entries.push(Entry { at, name: name.to_owned(), node });
        }
        Value::Table(entries)
    }
}

fn complaint(text: &Text, byte: usize, message: &str) -> Complaint {
    let (line, column) = text.place(byte);
    Complaint { line: Some(line), column: Some(column), ..Complaint::of_file(text.name(), message) }
}

fn one(complaint: Complaint) -> Complaints {
    let file = complaint.file.clone();
    Complaints::of(vec![complaint]).unwrap_or_else(|| Complaints::of_file(file, "cannot be read"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(content: &str, format: TextFormat) -> String {
        parse(&Text::new("order", content, format)).unwrap_err().to_string()
    }

    #[test]
    fn broken_toml_is_told_with_its_line() {
        let shown = faults("a = 1\nb = \n", TextFormat::Toml);
        assert!(shown.starts_with("order:2:"), "{shown}");
    }

    #[test]
    fn broken_json_is_told_with_its_line() {
        let shown = faults("{\n  \"a\": 1,\n}", TextFormat::Json);
        assert!(shown.starts_with("order:3:1: is no JSON: key must be a string"), "{shown}");
    }

    #[test]
    fn a_field_twice_is_a_fault_in_json_too() {
        let shown = faults("{\"a\": 1,\n \"a\": 2}", TextFormat::Json);
        assert_eq!(shown, "order:2:2: a is there twice; write it once");
        assert!(faults("a = 1\na = 2", TextFormat::Toml).starts_with("order:2:1"));
    }

    #[test]
    fn nesting_is_bounded() {
        for deep in ["[".repeat(100_000), format!("{{\"a\":{}", "[".repeat(100_000))] {
            assert!(faults(&deep, TextFormat::Json).contains("is no JSON"));
        }
        assert!(!faults(&format!("a = {}", "[".repeat(100_000)), TextFormat::Toml).is_empty());
    }

    #[test]
    fn numbers_keep_their_digits() {
        let text = Text::new("a", "a = 1e400\nb = 0x10\nc = 1_000", TextFormat::Toml);
        let tree = parse(&text).unwrap();
        let digits: Vec<_> = tree
            .entries()
            .iter()
            .map(|entry| match &entry.node.value {
                Value::Number(digits) => digits.as_str(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(digits, ["1e400", "16", "1000"]);
    }
}

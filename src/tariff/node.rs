//! Walking a TOML document with the place of each value at hand. What the fields mean is said by those who read them.

use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{Report, Spot, suggestion};
use super::source::Source;

/// A value and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Node<'d> {
    source: &'d Source,
    value: &'d Spanned<DeValue<'d>>,
}

/// A text and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Text<'d> {
    pub(super) text: &'d str,
    pub(super) spot: Spot,
}

impl<'d> Node<'d> {
    pub(super) fn spot(&self) -> Spot {
        self.source.spot(self.value.span().start)
    }

    pub(super) fn is_table(&self) -> bool {
        self.value.get_ref().is_table()
    }

    pub(super) fn is_list(&self) -> bool {
        self.value.get_ref().is_array()
    }

    pub(super) fn is_empty_list(&self) -> bool {
        self.value.get_ref().as_array().is_some_and(|items| items.is_empty())
    }

    /// Whether one of the texts in it is one of these.
    pub(super) fn names_any(&self, names: &BTreeSet<&str>) -> bool {
        let inside =
            |value: &'d Spanned<DeValue<'d>>| Node { source: self.source, value }.names_any(names);
        match self.value.get_ref() {
            DeValue::String(text) => names.contains(text.trim()),
            DeValue::Array(items) => items.iter().any(inside),
            DeValue::Table(table) => table.values().any(inside),
            _ => false,
        }
    }

    /// The value as it is written, where it is a bare number.
    pub(super) fn number(&self) -> Option<&'d str> {
        match self.value.get_ref() {
            DeValue::Integer(number) => Some(number.as_str()),
            DeValue::Float(number) => Some(number.as_str()),
            _ => None,
        }
    }

    fn kind(&self) -> &'static str {
        match self.value.get_ref() {
            DeValue::String(_) => "text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        }
    }

    fn wrong(&self, name: &str, wanted: &str, report: &mut Report) {
        report.fault(&self.spot(), format!("{name} is {}; write {wanted}", self.kind()));
    }

    /// Text in quotes.
    pub(super) fn text(&self, name: &str, report: &mut Report) -> Option<Text<'d>> {
        let text = self.value.get_ref().as_str();
        if text.is_none() {
            self.wrong(name, "text in quotes", report);
        }
        text.map(|text| Text { text, spot: self.spot() })
    }

    /// An amount, in quotes, for a bare one passes through a float elsewhere.
    pub(super) fn amount(&self, name: &str, report: &mut Report) -> Option<Text<'d>> {
        if let Some(number) = self.number() {
            report.fault(&self.spot(), format!("amounts are quoted text: {name} = \"{number}\""));
            return None;
        }
        self.text(name, report)
    }

    pub(super) fn truth(&self, name: &str, report: &mut Report) -> Option<bool> {
        let truth = self.value.get_ref().as_bool();
        if truth.is_none() {
            self.wrong(name, "true or false", report);
        }
        truth
    }

    /// One text, or a list of texts.
    pub(super) fn texts(&self, name: &str, report: &mut Report) -> Vec<Text<'d>> {
        match self.value.get_ref() {
            DeValue::Array(items) => items
                .iter()
                .filter_map(|value| Node { source: self.source, value }.text(name, report))
                .collect(),
            _ => self.text(name, report).into_iter().collect(),
        }
    }

    pub(super) fn items(&self, name: &str, report: &mut Report) -> Vec<Node<'d>> {
        let items = self.value.get_ref().as_array();
        if items.is_none() {
            self.wrong(name, "a list in [ ]", report);
        }
        let items = items.into_iter().flatten();
        items.map(|value| Node { source: self.source, value }).collect()
    }

    pub(super) fn fields(&self, name: &str, report: &mut Report) -> Option<Fields<'d>> {
        let table = self.value.get_ref().as_table();
        if table.is_none() {
            self.wrong(name, "a table: { … }", report);
        }
        table.map(|table| Fields::new(self.source, table, self.spot()))
    }
}

/// The fields of a table. Whoever reads it names each field it knows; [`finish`](Self::finish) refuses the others.
pub(super) struct Fields<'d> {
    source: &'d Source,
    table: &'d DeTable<'d>,
    spot: Spot,
    known: Vec<&'static str>,
}

impl<'d> Fields<'d> {
    pub(super) fn new(source: &'d Source, table: &'d DeTable<'d>, spot: Spot) -> Self {
        Self { source, table, spot, known: Vec::new() }
    }

    pub(super) fn spot(&self) -> &Spot {
        &self.spot
    }

    pub(super) fn get(&mut self, name: &'static str) -> Option<Node<'d>> {
        self.known.push(name);
        self.table.get(name).map(|value| Node { source: self.source, value })
    }

    /// The texts of a field, none if it is not there.
    pub(super) fn texts(&mut self, name: &'static str, report: &mut Report) -> Vec<Text<'d>> {
        self.get(name).map(|node| node.texts(name, report)).unwrap_or_default()
    }

    pub(super) fn text(&mut self, name: &'static str, report: &mut Report) -> Option<Text<'d>> {
        self.get(name)?.text(name, report)
    }

    pub(super) fn amount(&mut self, name: &'static str, report: &mut Report) -> Option<Text<'d>> {
        self.get(name)?.amount(name, report)
    }

    /// A field of text, read by a function that says what is wrong.
    pub(super) fn read<T>(
        &mut self,
        name: &'static str,
        report: &mut Report,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let text = self.text(name, report)?;
        report.take(&text.spot, read(text.text))
    }

    /// All entries, for a table whose keys are names.
    pub(super) fn entries(&self) -> impl Iterator<Item = (Text<'d>, Node<'d>)> + use<'d> {
        let source = self.source;
        self.table.iter().map(move |(key, value)| {
            let spot = source.spot(key.span().start);
            (Text { text: key.get_ref(), spot }, Node { source, value })
        })
    }

    /// Refuses every field that nobody asked for.
    pub(super) fn finish(self, report: &mut Report) {
        for (key, _) in self.entries() {
            if !self.known.contains(&key.text) {
                let hint = suggestion(key.text, self.known.iter().copied());
                report.fault(&key.spot, format!("unknown field \"{}\"{hint}", key.text));
            }
        }
    }
}

//! Walking a JSON document with the place of each value at hand. What the fields mean is said by those who read them.

use jsonc_parser::ast;
use serde::de::IgnoredAny;

use crate::tariff::fault::{Report, Spot};
use crate::tariff::source::Source;

/// A parsed document.
pub(super) struct Document<'s> {
    source: &'s Source,
    root: ast::Value<'s>,
}

/// A value and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Node<'j> {
    source: &'j Source,
    value: &'j ast::Value<'j>,
}

/// Parses a file, or says what is wrong with it.
pub(super) fn parse<'s>(source: &'s Source, report: &mut Report) -> Option<Document<'s>> {
    // Two readers: the first is strict and bounds the nesting, the second tells where everything stands.
    if let Err(error) = serde_json::from_str::<IgnoredAny>(&source.text) {
        let shown = error.to_string();
        let words = shown.rsplit_once(" at line ").map_or(shown.as_str(), |(words, _)| words);
        let spot =
            Spot { line: error.line(), column: error.column().max(1), ..Spot::file(&source.name) };
        report.fault(&spot, format!("this is no JSON: {words}"));
        return None;
    }
    let parsed = jsonc_parser::parse_to_ast(
        &source.text,
        &jsonc_parser::CollectOptions::default(),
        &jsonc_parser::ParseOptions::default(),
    );
    match parsed.map(|parsed| parsed.value) {
        Ok(Some(root)) => Some(Document { source, root }),
        Ok(None) => {
            report.fault(&Spot::file(&source.name), "is empty");
            None
        }
        Err(error) => {
            let spot = source.spot(error.range().start);
            report.fault(&spot, format!("this is no JSON: {}", error.kind()));
            None
        }
    }
}

impl Document<'_> {
    pub(super) fn root(&self) -> Node<'_> {
        Node { source: self.source, value: &self.root }
    }
}

impl<'j> Node<'j> {
    pub(super) fn spot(&self) -> Spot {
        use ast::Value::{Array, BooleanLit, NullKeyword, NumberLit, Object, StringLit};
        let range = match self.value {
            StringLit(value) => value.range,
            NumberLit(value) => value.range,
            BooleanLit(value) => value.range,
            NullKeyword(value) => value.range,
            Array(value) => value.range,
            Object(value) => value.range,
        };
        self.source.spot(range.start)
    }

    /// A field, unless it is null or not there.
    pub(super) fn get(&self, name: &str) -> Option<Self> {
        let field =
            self.value.as_object()?.properties.iter().find(|field| field.name.as_str() == name)?;
        let is_null = field.value.as_null_keyword().is_some();
        (!is_null).then_some(Node { source: self.source, value: &field.value })
    }

    /// The text of a field, where it has one.
    pub(super) fn says(&self, name: &str) -> Option<&'j str> {
        self.get(name)?.value.as_string_lit().map(|text| &*text.value)
    }

    /// The fields of an object with their names.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&'j str, Self)> + use<'j> {
        let source = self.source;
        let fields = self.value.as_object().map(|object| object.properties.iter());
        fields
            .into_iter()
            .flatten()
            .map(move |field| (field.name.as_str(), Node { source, value: &field.value }))
    }

    /// The elements of a list; anything else is refused.
    pub(super) fn items(&self, name: &str, report: &mut Report) -> Vec<Self> {
        let Some(list) = self.value.as_array() else {
            report.fault(&self.spot(), format!("{name} is no list; write [ … ]"));
            return Vec::new();
        };
        list.elements.iter().map(|value| Node { source: self.source, value }).collect()
    }

    pub(super) fn text(&self, name: &str, report: &mut Report) -> Option<&'j str> {
        let text = self.value.as_string_lit().map(|text| &*text.value);
        if text.is_none() {
            report.fault(&self.spot(), format!("{name} is no text; write it in quotes"));
        }
        text
    }

    /// A number as it is written.
    pub(super) fn number(&self, name: &str, report: &mut Report) -> Option<&'j str> {
        let number = self.value.as_number_lit().map(|number| number.value);
        if number.is_none() {
            report.fault(&self.spot(), format!("{name} is no number"));
        }
        number
    }

    /// The text of a field that has to be there.
    pub(super) fn required(&self, name: &str, report: &mut Report) -> Option<(&'j str, Spot)> {
        let Some(node) = self.get(name) else {
            report.fault(&self.spot(), format!("has no {name}"));
            return None;
        };
        Some((node.text(name, report)?, node.spot()))
    }

    /// The texts of a field that is a list of them; `None`: it is not there.
    pub(super) fn texts(&self, name: &str, report: &mut Report) -> Option<Vec<(&'j str, Spot)>> {
        let items = self.get(name)?.items(name, report);
        Some(
            items.iter().filter_map(|item| Some((item.text(name, report)?, item.spot()))).collect(),
        )
    }
}

//! A tree as serde reads it. Errors know their path; whatever the detours say is left out, put in or stood in for.

use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, Expected, IntoDeserializer as _, MapAccess,
    SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::super::path::field;
use super::super::tree::{Entry, Node, Value};
use super::Detours;

/// Texts of which each type of the model that is written as text takes one.
pub(super) const STAND_INS: [&str; 15] = [
    "x",
    "1",
    "ES",
    "EUR",
    "1 kg",
    "1 cm",
    "1x1x1 cm",
    "1.00 EUR",
    "2026-01-02",
    "2026-01-02T10:30:00Z",
    "10:30",
    "any",
    "tracked",
    "x.1.e30",
    "7d444840-9dc0-41d1-b245-5ffdce74fad2",
];

/// Why reading stopped.
#[derive(Debug)]
pub(super) struct Stop {
    /// The path of the value, or of the table where a field is unknown or missing.
    pub(super) path: String,
    /// Where that stands.
    pub(super) byte: usize,
    pub(super) why: Why,
}

#[derive(Debug)]
pub(super) enum Why {
    Unknown { name: String, known: &'static [&'static str] },
    Missing(&'static str),
    Wrong(String),
}

/// An error on its way up, until the value that it belongs to is known.
#[derive(Debug)]
pub(super) struct Rising {
    place: Option<(String, usize)>,
    why: Why,
}

impl Rising {
    fn wrong(message: impl Into<String>) -> Self {
        Self { place: None, why: Why::Wrong(message.into()) }
    }

    fn at(mut self, path: &str, node: Option<&Node>) -> Self {
        if self.place.is_none() {
            self.place = Some((path.to_owned(), node.map_or(0, |node| node.at)));
        }
        self
    }

    pub(super) fn at_root(self, root: &Node) -> Stop {
        let (path, byte) = self.place.unwrap_or_else(|| (String::new(), root.at));
        Stop { path, byte, why: self.why }
    }
}

impl fmt::Display for Rising {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.why)
    }
}

impl std::error::Error for Rising {}

impl de::Error for Rising {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::wrong(message.to_string())
    }

    fn invalid_type(given: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::wrong(format!("is {}; write {}", given_words(given), plain(&expected.to_string())))
    }

    fn invalid_value(given: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(given, expected)
    }

    fn unknown_variant(given: &str, known: &'static [&'static str]) -> Self {
        let known_words = known.join(", ");
        Self::wrong(match super::nearest(given, known.iter().copied()) {
            Some(meant) => format!("{given:?} is not known; did you mean {meant:?}?"),
            None => format!("{given:?} is not known; write one of {known_words}"),
        })
    }

    fn unknown_field(name: &str, known: &'static [&'static str]) -> Self {
        Self { place: None, why: Why::Unknown { name: name.to_owned(), known } }
    }

    fn missing_field(name: &'static str) -> Self {
        Self { place: None, why: Why::Missing(name) }
    }
}

/// What serde met, in words for people.
fn given_words(given: Unexpected<'_>) -> String {
    match given {
        Unexpected::Bool(answer) => answer.to_string(),
        Unexpected::Unsigned(number) => number.to_string(),
        Unexpected::Signed(number) => number.to_string(),
        Unexpected::Str(text) => format!("{text:?}"),
        Unexpected::Unit => "null".to_owned(),
        Unexpected::Seq => "a list".to_owned(),
        Unexpected::Map => "a table".to_owned(),
        other => other.to_string(),
    }
}

/// serde's names of types in words for people.
fn plain(expected: &str) -> &str {
    match expected {
        "a string" => "text",
        "u8" => "a whole number from 0 to 255",
        "u16" => "a whole number from 0 to 65535",
        "u32" | "u64" | "usize" => "a whole number, not below 0",
        "i64" => "a whole number",
        "a boolean" => "true or false",
        "a sequence" => "a list",
        _ if expected.starts_with("struct ") || expected == "a map" => "a table",
        other => other,
    }
}

/// A value of the tree, or the lack of one, that serde is about to read.
#[derive(Clone, Debug)]
pub(super) struct Reader<'t> {
    /// `None`: there is nothing, it is stood in for.
    node: Option<&'t Node>,
    path: String,
    detours: &'t Detours,
}

impl<'t> Reader<'t> {
    pub(super) fn root(node: &'t Node, detours: &'t Detours) -> Self {
        Self { node: Some(node), path: String::new(), detours }
    }

    /// What stands here; `Err` holds the number of the stand-in.
    fn value(&self) -> Result<&'t Value, usize> {
        match (self.node, self.detours.stand_ins.get(&self.path)) {
            (Some(node), None) => Ok(&node.value),
            (_, tried) => Err(tried.copied().unwrap_or_default()),
        }
    }

    /// What is here is not what is wanted.
    fn wants(&self, wanted: &str) -> Rising {
        let given = match self.node.map(|node| (&node.value, node.described())) {
            Some((Value::Number(digits), _)) => digits.clone(),
            Some((Value::Bool(answer), _)) => answer.to_string(),
            Some((_, described)) => described.to_owned(),
            None => "missing".to_owned(),
        };
        Rising::wrong(format!("is {given}; write {}", plain(wanted)))
    }

    fn table(self, entries: &'t [Entry]) -> Table<'t> {
        let put_in = self.detours.put_in.get(&self.path).map_or(&[] as &[_], Vec::as_slice);
        Table { reader: self, entries: entries.iter(), put_in: put_in.iter(), next: None }
    }

    fn whole_number<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Rising> {
        match self.value() {
            Ok(Value::Number(digits) | Value::Cell(digits)) => {
                let wrong = || format!("{digits} is no whole number; write it without a point");
                whole(digits.parse().map_err(|_| Rising::wrong(wrong()))?, visitor)
            }
            Ok(_) => Err(self.wants("a whole number")),
            Err(_) => visitor.visit_u64(1),
        }
    }

    fn text<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Rising> {
        match self.value() {
            Ok(Value::Text(text) | Value::Cell(text)) => visitor.visit_borrowed_str(text),
            Ok(Value::Number(digits)) => Err(Rising::wrong(format!(
                "is the number {digits}; write it as text: \"{digits}\""
            ))),
            Ok(_) => Err(self.wants(&(&visitor as &dyn Expected).to_string())),
            Err(tried) => visitor.visit_str(stand_in(tried)?),
        }
    }
}

fn stand_in(tried: usize) -> Result<&'static str, Rising> {
    STAND_INS.get(tried).copied().ok_or_else(|| Rising::wrong("cannot be stood in for"))
}

/// A whole number in the smallest of serde's types.
fn whole<'t, V: Visitor<'t>>(number: i128, visitor: V) -> Result<V::Value, Rising> {
    match (u64::try_from(number), i64::try_from(number)) {
        (Ok(number), _) => visitor.visit_u64(number),
        (_, Ok(number)) => visitor.visit_i64(number),
        _ => visitor.visit_i128(number),
    }
}

/// A number where an exact amount is read: whole, or written as text.
fn exact<'t, V: Visitor<'t>>(digits: &str, visitor: V) -> Result<V::Value, Rising> {
    if let Ok(number) = digits.parse::<i64>() {
        return whole(number.into(), visitor);
    }
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.'));
    Err(Rising::wrong(if plain {
        format!("{digits} would pass through a binary float; write it as text: \"{digits}\"")
    } else {
        format!("{digits} is no exact amount; write its digits as text, as \"12.50\"")
    }))
}

macro_rules! whole_numbers {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Rising> {
            self.whole_number(visitor)
        })*
    };
}

impl<'t> Deserializer<'t> for Reader<'t> {
    type Error = Rising;

    fn deserialize_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Rising> {
        match self.value() {
            Ok(Value::Null) => visitor.visit_unit(),
            Ok(Value::Bool(answer)) => visitor.visit_bool(*answer),
            Ok(Value::Number(digits)) => exact(digits, visitor),
            Ok(Value::Text(text) | Value::Cell(text)) => visitor.visit_borrowed_str(text),
            Ok(Value::List(elements)) => visitor.visit_seq(List::new(self, elements)),
            Ok(Value::Table(entries)) => visitor.visit_map(self.table(entries)),
            Err(tried) => visitor.visit_str(stand_in(tried)?),
        }
    }

    fn deserialize_str<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Rising> {
        self.text(visitor)
    }

    fn deserialize_string<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Rising> {
        self.text(visitor)
    }

    whole_numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    fn deserialize_bool<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Rising> {
        match self.value() {
            Ok(Value::Bool(answer)) => visitor.visit_bool(*answer),
            Ok(Value::Cell(text)) if text == "true" || text == "yes" => visitor.visit_bool(true),
            Ok(Value::Cell(text)) if text == "false" || text == "no" => visitor.visit_bool(false),
            Ok(_) => Err(self.wants("true or false")),
            Err(_) => visitor.visit_bool(false),
        }
    }

    fn deserialize_option<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Rising> {
        match self.value() {
            // What may be left out is left out first; some types ask for it all the same, later.
            Ok(Value::Null) | Err(0) => visitor.visit_none(),
            Ok(_) | Err(_) => visitor.visit_some(self),
        }
    }

    fn deserialize_seq<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Rising> {
        match self.value() {
            Ok(Value::List(elements)) => visitor.visit_seq(List::new(self, elements)),
            Ok(_) => Err(self.wants("a list, in square brackets")),
            Err(_) => visitor.visit_seq(List::new(self, &[])),
        }
    }

    fn deserialize_map<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Rising> {
        match self.value() {
            Ok(Value::Table(entries)) => visitor.visit_map(self.table(entries)),
            Ok(_) => Err(self.wants("a table")),
            Err(_) => visitor.visit_map(self.table(&[])),
        }
    }

    fn deserialize_struct<V: Visitor<'t>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Rising> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'t>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Rising> {
        let choice = match self.value() {
            Ok(Value::Text(word) | Value::Cell(word)) => Choice { word, content: None },
            Ok(Value::Table(entries)) => match entries.as_slice() {
                [Entry { name, node, .. }] => {
                    let path = field(&self.path, name);
                    let detours = self.detours;
                    Choice { word: name, content: Some(Reader { node: Some(node), path, detours }) }
                }
                _ => return Err(Rising::wrong("is a table; write one field in it, the choice")),
            },
            Ok(_) => return Err(self.wants(&format!("one of {}", variants.join(", ")))),
            Err(tried) => {
                let word = variants.get(tried).ok_or_else(|| Rising::wrong("no variant fits"))?;
                Choice { word, content: None }
            }
        };
        visitor.visit_enum(choice)
    }

    fn deserialize_newtype_struct<V: Visitor<'t>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Rising> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_ignored_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Rising> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        <V: Visitor<'t>>
        i128 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct identifier
    }
}

struct Table<'t> {
    reader: Reader<'t>,
    entries: std::slice::Iter<'t, Entry>,
    put_in: std::slice::Iter<'t, &'static str>,
    next: Option<Reader<'t>>,
}

impl<'t> MapAccess<'t> for Table<'t> {
    type Error = Rising;

    fn next_key_seed<K: DeserializeSeed<'t>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Rising> {
        let Reader { path, detours, .. } = &self.reader;
        let left_out = |entry: &&Entry| detours.left_out.contains(&field(path, &entry.name));
        let written = self.entries.by_ref().find(|entry| !left_out(entry));
        let (name, node) = match written {
            Some(entry) => (entry.name.as_str(), Some(&entry.node)),
            None => match self.put_in.next() {
                Some(name) => (*name, None),
                None => return Ok(None),
            },
        };
        self.next = Some(Reader { node, path: field(path, name), detours });
        let key: StrDeserializer<'_, Rising> = name.into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<S::Value, Rising> {
        let Some(reader) = self.next.take() else {
            return Err(Rising::wrong("a value was asked before its name"));
        };
        let (path, node) = (reader.path.clone(), reader.node);
        seed.deserialize(reader).map_err(|error| error.at(&path, node))
    }
}

struct List<'t> {
    reader: Reader<'t>,
    elements: std::iter::Enumerate<std::slice::Iter<'t, Node>>,
}

impl<'t> List<'t> {
    fn new(reader: Reader<'t>, elements: &'t [Node]) -> Self {
        Self { reader, elements: elements.iter().enumerate() }
    }
}

impl<'t> SeqAccess<'t> for List<'t> {
    type Error = Rising;

    fn next_element_seed<S: DeserializeSeed<'t>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Rising> {
        let Some((index, node)) = self.elements.next() else { return Ok(None) };
        let path = format!("{}[{index}]", self.reader.path);
        let reader = Reader { node: Some(node), path: path.clone(), detours: self.reader.detours };
        seed.deserialize(reader).map(Some).map_err(|error| error.at(&path, Some(node)))
    }
}

/// One word of several, with what belongs to it.
struct Choice<'t> {
    word: &'t str,
    content: Option<Reader<'t>>,
}

impl<'t> EnumAccess<'t> for Choice<'t> {
    type Error = Rising;
    type Variant = Content<'t>;

    fn variant_seed<S: DeserializeSeed<'t>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Content<'t>), Rising> {
        let word: StrDeserializer<'_, Rising> = self.word.into_deserializer();
        Ok((seed.deserialize(word)?, Content(self.content)))
    }
}

struct Content<'t>(Option<Reader<'t>>);

impl<'t> Content<'t> {
    fn reader(self) -> Result<Reader<'t>, Rising> {
        self.0.ok_or_else(|| Rising::wrong("is one word; write a table with it, as {word = …}"))
    }
}

impl<'t> VariantAccess<'t> for Content<'t> {
    type Error = Rising;

    fn unit_variant(self) -> Result<(), Rising> {
        match self.0 {
            None => Ok(()),
            Some(_) => Err(Rising::wrong("has nothing in it; write the word alone")),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'t>>(self, seed: S) -> Result<S::Value, Rising> {
        let reader = self.reader()?;
        let (path, node) = (reader.path.clone(), reader.node);
        seed.deserialize(reader).map_err(|error| error.at(&path, node))
    }

    fn tuple_variant<V: Visitor<'t>>(self, _len: usize, visitor: V) -> Result<V::Value, Rising> {
        self.reader()?.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'t>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Rising> {
        let reader = self.reader()?;
        let (path, node) = (reader.path.clone(), reader.node);
        reader.deserialize_map(visitor).map_err(|error| error.at(&path, node))
    }
}

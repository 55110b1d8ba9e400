//! A tree as serde reads it. Errors know their path; whatever the detours say is left out, put in or stood in for.

use serde::de::{Deserializer, Expected, Visitor};
use serde::forward_to_deserialize_any;

use super::super::path::field;
use super::super::tree::{Entry, Node, Value};
use super::Detours;
use super::access::{Choice, List, Table};
use super::stop::{Rising, plain};

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

/// A value of the tree, or the lack of one, that serde is about to read.
#[derive(Clone, Debug)]
pub(super) struct Reader<'t> {
    /// `None`: there is nothing, it is stood in for.
    pub(super) node: Option<&'t Node>,
    pub(super) path: String,
    pub(super) detours: &'t Detours,
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
            Ok(Value::Table(entries)) => visitor.visit_map(Table::new(self, entries)),
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
            Ok(Value::Table(entries)) => visitor.visit_map(Table::new(self, entries)),
            Ok(_) => Err(self.wants("a table")),
            Err(_) => visitor.visit_map(Table::new(self, &[])),
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

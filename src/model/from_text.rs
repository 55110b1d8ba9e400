//! What the types that are one word of text share: writing and reading them, and quoting what was wrong.
//!
//! No type of the model lives here.

use std::{fmt, marker::PhantomData, str::FromStr};

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

/// Longer texts are cut in messages: they may be anything that somebody sent.
const MOST_QUOTED: usize = 40;

/// The text as a message shows it: quoted, control characters escaped, cut.
pub(super) fn quoted(text: &str) -> String {
    match text.char_indices().nth(MOST_QUOTED) {
        Some((end, _)) => format!("{:?}…", text.get(..end).unwrap_or_default()),
        None => format!("{text:?}"),
    }
}

/// Deserialises what parses from text, without an allocation; the error is the parser's own.
pub(super) fn deserialize<'de, D, T>(
    deserializer: D,
    expecting: &'static str,
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr,
    T::Err: fmt::Display,
{
    deserializer.deserialize_str(Text { expecting, target: PhantomData })
}

/// Writes and reads a type that is one word of text: `Display`, `Debug`, `FromStr`, serde, all with the same word.
///
/// The type has `parse`, which may fail with the error named, and the method named, which gives the word.
macro_rules! one_word {
    ($type:ty, $error:ty, $word:ident, $expecting:literal) => {
        impl ::std::fmt::Display for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.$word())
            }
        }

        impl ::std::fmt::Debug for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.$word())
            }
        }

        impl ::std::str::FromStr for $type {
            type Err = $error;

            fn from_str(text: &str) -> ::std::result::Result<Self, $error> {
                Self::parse(text)
            }
        }

        $crate::model::from_text::by_text!($type, $expecting);
    };
}
pub(super) use one_word;

/// Serde for a type that is written by `Display` and read by `FromStr`; its schema is a text.
macro_rules! by_text {
    ($type:ty, $expecting:literal) => {
        impl ::serde::Serialize for $type {
            fn serialize<S>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error>
            where
                S: ::serde::Serializer,
            {
                serializer.collect_str(self)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D>(deserializer: D) -> ::std::result::Result<Self, D::Error>
            where
                D: ::serde::Deserializer<'de>,
            {
                $crate::model::from_text::deserialize(deserializer, $expecting)
            }
        }

        $crate::model::from_text::text_schema!($type, $expecting);
    };
}
pub(super) use by_text;

/// The JSON schema of a type that is one text.
macro_rules! text_schema {
    ($type:ty, $expecting:literal) => {
        #[cfg(feature = "schema")]
        impl ::schemars::JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                ::schemars::json_schema!({ "type": "string", "description": $expecting })
            }
        }
    };
}
pub(super) use text_schema;

/// The JSON schema of a type that is read from one text or from fields.
macro_rules! text_or_fields_schema {
    ($type:ty, $fields:ty, $expecting:literal) => {
        #[cfg(feature = "schema")]
        impl ::schemars::JsonSchema for $type {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(generator: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                let fields = <$fields>::json_schema(generator);
                let text = ::schemars::json_schema!({ "type": "string", "description": $expecting });
                ::schemars::json_schema!({ "anyOf": [fields, text] })
            }
        }
    };
}
pub(super) use text_or_fields_schema;

/// Reads a type that is written as one text or as fields.
pub(super) struct TextOr<Fields, Made: FromStr> {
    pub(super) expecting: &'static str,
    pub(super) from_fields: fn(Fields) -> Result<Made, Made::Err>,
}

impl<'de, Fields, Made> Visitor<'de> for TextOr<Fields, Made>
where
    Fields: Deserialize<'de>,
    Made: FromStr,
    Made::Err: fmt::Display,
{
    type Value = Made;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expecting)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Made, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Made, A::Error> {
        let fields = Fields::deserialize(MapAccessDeserializer::new(map))?;
        (self.from_fields)(fields).map_err(A::Error::custom)
    }
}

struct Text<T> {
    expecting: &'static str,
    target: PhantomData<T>,
}

impl<T> Visitor<'_> for Text<T>
where
    T: FromStr,
    T::Err: fmt::Display,
{
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expecting)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_long_text_is_cut_at_a_character() {
        assert_eq!(quoted(&"ñ".repeat(41)), format!("\"{}\"…", "ñ".repeat(40)));
    }

    #[test]
    fn control_characters_do_not_reach_a_terminal() {
        assert_eq!(quoted("E\u{1b}S"), r#""E\u{1b}S""#);
    }
}

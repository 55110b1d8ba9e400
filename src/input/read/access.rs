//! The fields of a table, the elements of a list and the one word of several, as serde asks for them.

use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer as _, EnumAccess, IntoDeserializer as _, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};

use super::super::path::field;
use super::super::tree::{Entry, Node};
use super::reader::Reader;
use super::stop::Rising;

pub(super) struct Table<'t> {
    reader: Reader<'t>,
    entries: std::slice::Iter<'t, Entry>,
    put_in: std::slice::Iter<'t, &'static str>,
    next: Option<Reader<'t>>,
}

impl<'t> Table<'t> {
    pub(super) fn new(reader: Reader<'t>, entries: &'t [Entry]) -> Self {
        let put_in = reader.detours.put_in.get(&reader.path).map_or(&[] as &[_], Vec::as_slice);
        Self { reader, entries: entries.iter(), put_in: put_in.iter(), next: None }
    }
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

pub(super) struct List<'t> {
    reader: Reader<'t>,
    elements: std::iter::Enumerate<std::slice::Iter<'t, Node>>,
}

impl<'t> List<'t> {
    pub(super) fn new(reader: Reader<'t>, elements: &'t [Node]) -> Self {
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
pub(super) struct Choice<'t> {
    pub(super) word: &'t str,
    pub(super) content: Option<Reader<'t>>,
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

pub(super) struct Content<'t>(Option<Reader<'t>>);

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

//! The kit's readers, into a type that has each kind of thing that wire types have: `j` JSON, `x` XML, `n` XML in a namespace, `s` a
//! SOAP body, `f` a SOAP fault.

use arriero::carrier::Operation;
use arriero::http::json::one_or_many;
use arriero::http::xml::Root;
use arriero::http::{Answer, Call, json, soap, xml};
use arriero::model::CarrierId;
use serde::{Deserialize, Serialize};

pub(crate) const KINDS: &[u8] = b"jxnsf";
const NAMESPACE: &str = "http://carrier.example/v1";

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct JsonTree {
    code: String,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "number")]
    total: Option<String>,
    #[serde(deserialize_with = "one_or_many")]
    words: Vec<String>,
    #[serde(deserialize_with = "one_or_many")]
    flags: Vec<bool>,
    #[serde(deserialize_with = "one_or_many")]
    counts: Vec<i64>,
    #[serde(deserialize_with = "one_or_many")]
    parts: Vec<JsonTree>,
}

fn number<'de, D: serde::Deserializer<'de>>(reader: D) -> Result<Option<String>, D::Error> {
    Ok(Some(json::Number::deserialize(reader)?.0.to_string()))
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct XmlTree {
    #[serde(rename = "@id")]
    id: String,
    code: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    word: Vec<String>,
    #[serde(skip_serializing)]
    total: Option<xml::Number>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    part: Vec<XmlTree>,
}

pub(crate) fn read(input: &[u8]) -> String {
    decode(input);
    String::new()
}

fn decode(input: &[u8]) {
    let Some((kind, body)) = input.split_first() else { return };
    let answer = answer(body);
    let kind = if KINDS.contains(kind) { *kind } else { KINDS[usize::from(*kind) % KINDS.len()] };
    match kind {
        b'j' => {
            if let Ok(tree) = answer.json::<JsonTree>() {
                let text = serde_json::to_vec(&tree).expect("a text");
                let again: JsonTree = self::answer(&text).json().expect("what was written");
                assert_eq!(again, tree);
            }
        }
        b'x' => {
            if let Ok(tree) = answer.xml::<XmlTree>(&Root::named("tree")) {
                write(&tree);
            }
        }
        b'n' => drop(answer.xml::<XmlTree>(&Root::new("tree", NAMESPACE))),
        b's' => drop(answer.soap::<XmlTree>(&Root::new("tree", NAMESPACE))),
        _ => drop(soap::refusal(&answer)),
    }
}

/// What was read can be written, and is read again.
fn write(tree: &XmlTree) {
    let call = Call::post(Operation::Rates, "/").xml("text/xml", "tree", tree);
    let wire = call.into_wire(1).expect("a document");
    let again = answer(&wire.body).xml::<XmlTree>(&Root::named("tree"));
    let again = again.unwrap_or_else(|error| panic!("{error:?}"));
    assert_eq!(again.part.len(), tree.part.len());
    assert_eq!(again.word.len(), tree.word.len());
}

fn answer(body: &[u8]) -> Answer {
    Answer::new(CarrierId::new("sierra").expect("a name"), Operation::Rates, 200, body)
}

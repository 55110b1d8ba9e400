//! A quick walk over a document before it is read: what is its root, or what does its SOAP body hold; is that whole, and how deep
//! is it?

use std::fmt;
use std::ops::Range;

use memchr::{memchr, memchr3, memmem};
use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;

use super::Fault;

/// Deeper documents are refused. No carrier's answer is deeper than twenty.
pub(in super::super) const DEEPEST: usize = 100;

/// Documents with more elements are refused: one of a few bytes may be one of hundreds when it is read. No carrier's answer has a
/// tenth of them.
pub(in super::super) const MOST: usize = 200_000;

/// Namespaces of SOAP 1.1 and 1.2 envelopes.
pub(in super::super) const SOAP_1_1: &str = "http://schemas.xmlsoap.org/soap/envelope/";
pub(in super::super) const SOAP_1_2: &str = "http://www.w3.org/2003/05/soap-envelope";

/// An element's name, without its prefix, and its namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Element {
    pub(in super::super) name: String,
    pub(in super::super) namespace: Option<String>,
}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.namespace {
            Some(namespace) => write!(f, "{} of {namespace}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Spine {
    /// The root.
    Root,
    /// The first element of a SOAP body.
    SoapBody,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Outline {
    pub(in super::super) element: Element,
    /// Where it stands in the text.
    pub(in super::super) range: Range<usize>,
}

impl Outline {
    pub(in super::super) fn of(text: &str, spine: Spine) -> Result<Self, Fault> {
        let (element, start) = find(text, spine)?;
        let end = start + whole(text.get(start..).unwrap_or_default())?;
        Ok(Self { element, range: start..end })
    }
}

/// The element that is looked for, and where it begins. Namespaces are resolved down to it.
fn find(text: &str, spine: Spine) -> Result<(Element, usize), Fault> {
    let mut reader = NsReader::from_str(text);
    let (mut depth, mut in_body) = (0_usize, false);
    loop {
        let start = offset(reader.buffer_position());
        let event = reader
            .read_event()
            .map_err(|source| Fault::Syntax { at: reader.error_position(), source })?;
        match event {
            Event::DocType(_) => return Err(Fault::Doctype),
            Event::Eof => return Err(Fault::Cut),
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Start(ref tag) | Event::Empty(ref tag) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(Fault::Depth);
                }
                if depth <= 3 {
                    let element = element(&reader, tag);
                    match (spine, depth) {
                        (Spine::Root, _) => return Ok((element, start)),
                        (Spine::SoapBody, 1) if element.name == "Envelope" && is_soap(&element) => {
                        }
                        (Spine::SoapBody, 1) => {
                            let wanted = "a SOAP envelope".to_owned();
                            return Err(Fault::Root { found: element.to_string(), wanted });
                        }
                        (Spine::SoapBody, 2) => {
                            in_body = element.name == "Body" && is_soap(&element);
                        }
                        (Spine::SoapBody, _) if in_body => return Ok((element, start)),
                        (Spine::SoapBody, _) => {}
                    }
                }
                if matches!(event, Event::Empty(_)) {
                    depth -= 1;
                }
            }
            _ => {}
        }
    }
}

/// The length of the element that a text begins with. Counts brackets and reads nothing: a walk by the library would cost half of
/// what reading costs, and whoever reads finds what is wrong between them.
fn whole(text: &str) -> Result<usize, Fault> {
    let (mut at, mut depth, mut elements) = (0_usize, 0_usize, 0_usize);
    loop {
        let rest = text.as_bytes().get(at..).unwrap_or_default();
        let Some(start) = memchr(b'<', rest) else { return Err(Fault::Cut) };
        let rest = rest.get(start..).unwrap_or_default();
        let after = |end: &[u8]| memmem::find(rest, end).map(|found| found + end.len());
        let length = match rest {
            [_, b'/', ..] => {
                depth = depth.saturating_sub(1);
                // Where a tag within ends is of no interest: the next one begins behind it.
                if depth == 0 { memchr(b'>', rest).map(|end| end + 1) } else { Some(2) }
            }
            [_, b'?', ..] => after(b"?>"),
            [_, b'!', b'-', b'-', ..] => after(b"-->"),
            [_, b'!', b'[', ..] => after(b"]]>"),
            [_, b'!', ..] => return Err(Fault::Doctype),
            _ => {
                elements += 1;
                let length = tag(rest);
                let tag = length.and_then(|length| rest.get(..length));
                if tag.is_some_and(|tag| !tag.ends_with(b"/>")) {
                    depth += 1;
                }
                length
            }
        };
        let Some(length) = length else { return Err(Fault::Cut) };
        at += start + length;
        match depth {
            _ if elements > MOST => return Err(Fault::Many),
            0 => return Ok(at),
            1..=DEEPEST => {}
            _ => return Err(Fault::Depth),
        }
    }
}

/// The length of a start tag: its end is the first bracket that is not quoted.
fn tag(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        let found = memchr3(b'>', b'"', b'\'', rest)?;
        let mark = *rest.get(found)?;
        at += found + 1;
        if mark == b'>' {
            return Some(at);
        }
        at += memchr(mark, text.get(at..)?)? + 1;
    }
}

fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

fn is_soap(element: &Element) -> bool {
    matches!(element.namespace.as_deref(), Some(SOAP_1_1 | SOAP_1_2))
}

fn element(reader: &NsReader<&[u8]>, tag: &BytesStart<'_>) -> Element {
    let (namespace, name) = reader.resolver().resolve_element(tag.name());
    Element {
        name: name.as_ref().to_owned(),
        namespace: match namespace {
            ResolveResult::Bound(namespace) => Some(namespace.as_ref().to_owned()),
            ResolveResult::Unbound | ResolveResult::Unknown(_) => None,
        },
    }
}

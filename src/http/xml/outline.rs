//! One walk over a document before it is read: is it whole, how deep is it, what is its root, and where is what a SOAP body holds?

use std::fmt;
use std::ops::Range;

use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;

use super::Fault;

/// Deeper documents are refused. No carrier's answer is deeper than twenty.
pub(in super::super) const DEEPEST: usize = 100;

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

/// An element that was found, and until its end is.
struct Found {
    element: Element,
    start: usize,
    depth: usize,
    end: Option<usize>,
}

impl Outline {
    pub(in super::super) fn of(text: &str, spine: Spine) -> Result<Self, Fault> {
        let mut reader = NsReader::from_str(text);
        let (mut depth, mut in_body) = (0_usize, false);
        let mut found = None::<Found>;
        loop {
            let start = position(&reader);
            let event = reader
                .read_event()
                .map_err(|source| Fault::Syntax { at: reader.error_position(), source })?;
            match event {
                Event::DocType(_) => return Err(Fault::Doctype),
                Event::Start(tag) => {
                    depth += 1;
                    if depth > DEEPEST {
                        return Err(Fault::Depth);
                    }
                    look(&reader, &tag, spine, depth, start, &mut in_body, &mut found)?;
                }
                Event::Empty(tag) => {
                    look(&reader, &tag, spine, depth + 1, start, &mut in_body, &mut found)?;
                    close(&mut found, depth + 1, position(&reader));
                }
                Event::End(_) => {
                    close(&mut found, depth, position(&reader));
                    depth = depth.saturating_sub(1);
                    in_body &= depth >= 2;
                }
                Event::Eof if depth > 0 => return Err(Fault::Cut),
                Event::Eof => break,
                _ => {}
            }
        }
        match found {
            Some(Found { element, start, end: Some(end), .. }) => {
                Ok(Self { element, range: start..end })
            }
            _ => Err(Fault::Cut),
        }
    }
}

fn position(reader: &NsReader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

fn close(found: &mut Option<Found>, depth: usize, at: usize) {
    if let Some(found) = found
        && found.depth == depth
        && found.end.is_none()
    {
        found.end = Some(at);
    }
}

/// Notes an element if it is the one that is looked for.
fn look(
    reader: &NsReader<&[u8]>,
    tag: &BytesStart<'_>,
    spine: Spine,
    depth: usize,
    start: usize,
    in_body: &mut bool,
    found: &mut Option<Found>,
) -> Result<(), Fault> {
    let wanted = match spine {
        Spine::Root => 1,
        Spine::SoapBody => 3,
    };
    if found.is_some() || depth > wanted {
        return Ok(());
    }
    let element = element(reader, tag);
    match (spine, depth) {
        (Spine::SoapBody, 1) if element.name != "Envelope" || !is_soap(&element) => {
            let wanted = "a SOAP envelope".to_owned();
            Err(Fault::Root { found: element.to_string(), wanted })
        }
        (Spine::SoapBody, 2) => {
            *in_body = element.name == "Body" && is_soap(&element);
            Ok(())
        }
        (Spine::Root, 1) => {
            *found = Some(Found { element, start, depth, end: None });
            Ok(())
        }
        (Spine::SoapBody, 3) if *in_body => {
            *found = Some(Found { element, start, depth, end: None });
            Ok(())
        }
        _ => Ok(()),
    }
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

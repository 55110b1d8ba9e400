//! SOAP 1.1 and 1.2: the envelope around a document, and the fault in its place. What is inside is an adapter's.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::answer::Answer;
use super::refusal::Refusal;
use super::xml::{
    DECLARATION, Fault, Outline, Root, SOAP_1_1, SOAP_1_2, Spine, decode, read_element, write,
};
use crate::carrier::ErrorKind;

/// The version of an envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// 1.1: `text/xml`, the action in a header of its own.
    V1_1,
    /// 1.2: `application/soap+xml`, the action in the media type.
    V1_2,
}

/// A document in its envelope, for [`Call::soap`](super::Call::soap).
///
/// ```
/// use arriero::carrier::Operation;
/// use arriero::http::Call;
/// use arriero::http::soap::{Envelope, Version};
/// use serde::Serialize;
///
/// #[derive(Serialize)]
/// struct Validate {
///     #[serde(rename = "@xmlns")]
///     namespace: &'static str,
///     #[serde(rename = "PostalCode")]
///     postal_code: String,
/// }
///
/// let question = Validate { namespace: "http://carrier.example/v2", postal_code: "L4W5M8".into() };
/// let envelope = Envelope::new(Version::V1_1, "http://carrier.example/Validate", "Validate", &question);
/// let call = Call::post(Operation::Rates, "/Service.asmx").soap(&envelope);
/// # let wire = call.into_wire(1).unwrap();
/// # assert!(String::from_utf8(wire.body).unwrap().contains("<PostalCode>L4W5M8</PostalCode>"));
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Envelope<'v> {
    version: Version,
    action: &'v str,
    header: Option<Result<String, String>>,
    body: Result<String, String>,
}

impl<'v> Envelope<'v> {
    /// An envelope for an action, with an element of a name in its body.
    pub fn new<B: Serialize + ?Sized>(
        version: Version,
        action: &'v str,
        element: &str,
        body: &B,
    ) -> Self {
        Self { version, action, header: None, body: written(element, body) }
    }

    /// With an element in its header.
    pub fn header<H: Serialize + ?Sized>(mut self, element: &str, header: &H) -> Self {
        self.header = Some(written(element, header));
        self
    }

    pub(super) fn write(&self) -> Result<String, String> {
        let namespace = match self.version {
            Version::V1_1 => SOAP_1_1,
            Version::V1_2 => SOAP_1_2,
        };
        let body = self.body.as_ref().map_err(Clone::clone)?;
        let header = match &self.header {
            Some(Ok(header)) => format!("<soap:Header>{header}</soap:Header>"),
            Some(Err(error)) => return Err(error.clone()),
            None => String::new(),
        };
        Ok(format!(
            "{DECLARATION}<soap:Envelope xmlns:soap=\"{namespace}\">{header}<soap:Body>{body}</soap:Body></soap:Envelope>"
        ))
    }

    pub(super) fn headers(&self) -> Vec<(&'static str, String)> {
        match self.version {
            Version::V1_1 => vec![
                ("content-type", "text/xml; charset=utf-8".to_owned()),
                ("accept", "text/xml".to_owned()),
                ("soapaction", format!("\"{}\"", self.action)),
            ],
            Version::V1_2 => vec![
                (
                    "content-type",
                    format!("application/soap+xml; charset=utf-8; action=\"{}\"", self.action),
                ),
                ("accept", "application/soap+xml".to_owned()),
            ],
        }
    }
}

fn written<T: Serialize + ?Sized>(element: &str, value: &T) -> Result<String, String> {
    write(element, value).map_err(|error| error.to_string())
}

/// Reads the element in the body of an envelope.
pub(super) fn read<T: DeserializeOwned>(body: &[u8], root: &Root<'_>) -> Result<T, Fault> {
    let text = decode(body)?;
    let outline = Outline::of(&text, Spine::SoapBody)?;
    root.check(&outline.element)?;
    read_element(text.get(outline.range).unwrap_or_default())
}

/// The fault of an envelope, for [`ApiBuilder::errors`](super::ApiBuilder::errors); `None`: it holds none.
///
/// A fault that blames the sender says that nothing was made. One that blames the server is what the status says: of a purchase
/// the outcome is unknown, unless the adapter knows its code better.
#[must_use]
pub fn refusal(answer: &Answer) -> Option<Refusal> {
    let text = decode(answer.body()).ok()?;
    let outline = Outline::of(&text, Spine::SoapBody).ok()?;
    if outline.element.name != "Fault" {
        return None;
    }
    let fault: Told = read_element(text.get(outline.range)?).ok()?;
    let code = fault.faultcode.or(fault.code.map(|code| code.value)).unwrap_or_default();
    let reason = fault.reason.and_then(|reason| reason.texts.into_iter().next());
    let message = fault.faultstring.or(reason).map(|words| words.text).unwrap_or_default();
    let local = code.trim().rsplit(':').next().unwrap_or_default().to_owned();
    let refusal = Refusal::new(&local, message.trim());
    let blames_sender =
        ["Client", "Sender", "MustUnderstand", "VersionMismatch"].iter().any(|blamed| {
            local == *blamed || local.strip_prefix(blamed).is_some_and(|rest| rest.starts_with('.'))
        });
    if !blames_sender {
        return Some(refusal);
    }
    let kind = ErrorKind::Refused { code: local, message: message.trim().to_owned() };
    Some(refusal.meaning(kind).nothing_was_made())
}

/// The parts of a fault, of both versions.
#[derive(Deserialize)]
struct Told {
    faultcode: Option<String>,
    faultstring: Option<Words>,
    #[serde(rename = "Code")]
    code: Option<Code>,
    #[serde(rename = "Reason")]
    reason: Option<Reason>,
}

#[derive(Deserialize)]
struct Code {
    #[serde(rename = "Value")]
    value: String,
}

#[derive(Deserialize)]
struct Reason {
    #[serde(rename = "Text", default)]
    texts: Vec<Words>,
}

#[derive(Deserialize)]
struct Words {
    #[serde(rename = "$text", default)]
    text: String,
}

#[cfg(test)]
mod tests;

//! Papers: labels, invoices, proofs of delivery; and codes that are shown in place of a paper.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Handle, LabelSize, LabelSpec, OffsetDateTime};

/// One paper, or what stands for it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Document {
    /// What it is.
    pub kind: DocumentKind,
    /// In what format.
    pub format: Format,
    /// The paper itself, or where it is.
    #[serde(flatten)]
    pub payload: Payload,
    /// The parcels it belongs to, from 0; empty: all of them.
    #[serde(default)]
    pub parcels: Vec<usize>,
    /// Its size; `None`: not told.
    #[serde(default)]
    pub size: Option<LabelSize>,
}

impl Document {
    /// A paper that belongs to all parcels.
    #[must_use]
    pub const fn new(kind: DocumentKind, format: Format, payload: Payload) -> Self {
        Self { kind, format, payload, parcels: Vec::new(), size: None }
    }
}

/// What a document is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DocumentKind {
    /// The label of the way out.
    Label,
    /// The label of the way back.
    ReturnLabel,
    /// The commercial invoice.
    Invoice,
    /// A customs form.
    Customs,
    /// A cash on delivery form.
    Cod,
    /// A waybill.
    Waybill,
    /// A receipt.
    Receipt,
    /// The end-of-day manifest.
    Manifest,
    /// A proof of delivery.
    ProofOfDelivery,
    /// A QR code that is shown instead of a paper.
    Qr,
    /// A code that is told instead of a paper.
    Code,
    /// Anything else, in the carrier's word.
    Other(String),
}

/// The format of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Format {
    /// PDF.
    Pdf,
    /// Zebra programming language.
    Zpl,
    /// Eltron programming language.
    Epl,
    /// PNG.
    Png,
    /// GIF.
    Gif,
    /// A page in HTML.
    Html,
    /// Plain text.
    Text,
}

impl Format {
    /// The ending of a file name, without the point.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Zpl => "zpl",
            Self::Epl => "epl",
            Self::Png => "png",
            Self::Gif => "gif",
            Self::Html => "html",
            Self::Text => "txt",
        }
    }
}

/// The content of a document. `Debug` shows how long it is, for a label has names and streets.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Payload {
    /// The bytes.
    #[serde(rename = "base64", serialize_with = "to_base64", deserialize_with = "from_base64")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    Bytes(Vec<u8>),
    /// Where it is fetched.
    Url {
        /// The address.
        href: String,
        /// Until when; `None`: not told.
        expires: Option<OffsetDateTime>,
    },
    /// The code itself.
    Text(String),
    /// The file that the command line wrote it to.
    Path(String),
}

impl Payload {
    /// The bytes; `None` where they are elsewhere.
    #[must_use]
    pub fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            Self::Text(text) => Some(text.as_bytes()),
            Self::Url { .. } | Self::Path(_) => None,
        }
    }
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(f, "Bytes({} bytes)", bytes.len()),
            Self::Url { expires, .. } => {
                f.debug_struct("Url").field("expires", expires).finish_non_exhaustive()
            }
            Self::Text(text) => write!(f, "Text({} bytes)", text.len()),
            Self::Path(path) => f.debug_tuple("Path").field(path).finish(),
        }
    }
}

fn to_base64<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&STANDARD.encode(bytes))
}

fn from_base64<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    STANDARD.decode(String::deserialize(deserializer)?).map_err(de::Error::custom)
}

/// What is asked when a paper is fetched, the first time or again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct DocumentRequest {
    /// The label it belongs to.
    pub handle: Handle,
    /// Which papers; empty: all there are.
    #[serde(default)]
    pub kinds: Vec<DocumentKind>,
    /// In what format and size.
    pub label: LabelSpec,
}

impl DocumentRequest {
    /// All papers of a label.
    #[must_use]
    pub const fn new(handle: Handle, label: LabelSpec) -> Self {
        Self { handle, kinds: Vec::new(), label }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_carries_its_bytes_a_link_or_a_path_under_a_name_of_its_own() {
        let label =
            Document::new(DocumentKind::Label, Format::Pdf, Payload::Bytes(b"%PDF".to_vec()));
        let json = serde_json::to_string(&label).unwrap();
        assert_eq!(
            json,
            r#"{"kind":"label","format":"pdf","base64":"JVBERg==","parcels":[],"size":null}"#
        );
        assert_eq!(serde_json::from_str::<Document>(&json).unwrap(), label);
        let path = Document::new(DocumentKind::Label, Format::Zpl, Payload::Path("SR1.zpl".into()));
        assert!(serde_json::to_string(&path).unwrap().contains(r#""path":"SR1.zpl""#));
    }

    #[test]
    fn debug_shows_a_length_and_no_content() {
        let shown = format!(
            "{:?}",
            Document::new(DocumentKind::Label, Format::Zpl, Payload::Text("^FDAna Reis^FS".into()))
        );
        assert!(shown.contains("14 bytes") && !shown.contains("Ana"), "{shown}");
    }
}

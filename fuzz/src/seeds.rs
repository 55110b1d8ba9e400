//! What a run begins with: the answers of `fixtures/`, the carriers' own words of refusal, and a few texts. And what no fuzzer finds
//! by itself, answers as long as the kit lets through.

use std::fs;
use std::path::Path;

use super::input::NEXT;
use super::{canadapost, ups};

/// An input to begin with.
#[derive(Clone, Debug)]
pub struct Seed {
    /// Which decoders it is for.
    pub family: &'static str,
    /// A name for its file.
    pub name: String,
    /// Whether it is an answer that the operation takes.
    pub good: bool,
    /// The input.
    pub input: Vec<u8>,
}

/// Family, operation, and the answers: the letter of a status, then a fixture, or after `=` the body itself.
type Row = (&'static str, char, &'static [&'static str]);

const PAPER: &str = "k=%PDF-1.4 a paper";

#[rustfmt::skip]
const ROWS: &[Row] = &[
    ("ups_rates", 'R', &["kups/rates/madrid-lisbon.response.json"]),
    ("ups_rates", 'R', &["bups/rates/no-lane.response.json"]),
    ("ups_rates", 'Q', &["kups/rates/madrid-lisbon.response.json"]),
    ("ups_labels", 'L', &["kups/label/madrid-lisbon.response.json"]),
    ("ups_labels", 'L', &["kups/label/customs.response.json"]),
    ("ups_labels", 'L', &["kups/label/no-number.response.json"]),
    ("ups_labels", 'L', &["kups/label/no-paper.response.json"]),
    ("ups_labels", 'L', &["bups/label/refused.response.json"]),
    ("ups_labels", 'P', &["kups/label/madrid-lisbon.response.json", "kups/documents/pdf.response.json"]),
    ("ups_labels", 'P', &["kups/label/madrid-lisbon.response.json", "bups/find/none.response.json"]),
    ("ups_labels", 'M', &["kups/label/two-parcels.response.json"]),
    ("ups_labels", 'B', &["kups/return/print.response.json"]),
    ("ups_labels", 'N', &["kups/return/mailed.response.json"]),
    ("ups_labels", 'D', &["kups/documents/pdf.response.json"]),
    ("ups_labels", 'E', &["kups/documents/zpl.response.json"]),
    ("ups_later", 'F', &["kups/find/label.response.json", "mups/find/none.response.json"]),
    ("ups_later", 'F', &["kups/find/candidates.response.json", "mups/find/none.response.json", "kups/find/label.response.json"]),
    ("ups_later", 'F', &["mups/find/none.response.json"]),
    ("ups_later", 'G', &["kups/find/label.response.json", "mups/find/none.response.json"]),
    ("ups_later", 'V', &["kups/void/whole.response.json"]),
    ("ups_later", 'V', &["kups/void/partly.response.json"]),
    ("ups_later", 'V', &["kups/void/already.response.json"]),
    ("ups_later", 'V', &["bups/void/refused.response.json"]),
    ("ups_later", 'W', &["kups/void/one-parcel.response.json"]),
    ("ups_later", 'T', &["kups/track/delivered.response.json"]),
    ("ups_later", 'T', &["kups/track/unknown.response.json"]),
    ("ups_later", 'S', &["kups/service_points/madrid.response.json"]),
    ("ups_later", 'S', &["kups/service_points/none.response.json"]),
    ("ups_later", 'S', &["kups/service_points/refused.response.json"]),
    ("ups_later", 'K', &["kups/pickup/madrid.response.json"]),
    ("ups_later", 'C', &["kups/pickup/cancelled.response.json"]),
    ("ups_later", 'A', &["kups/address/valid.response.json"]),
    ("ups_later", 'A', &["kups/address/ambiguous.response.json"]),
    ("ups_later", 'O', &[r#"k={"access_token": "t0ken", "expires_in": "14399"}"#]),
    ("canadapost_rates", 'r', &["kcanadapost/rate/domestic.response.xml"]),
    ("canadapost_rates", 'r', &["kcanadapost/rate/none.response.xml"]),
    ("canadapost_rates", 'q', &["kcanadapost/rate/one.response.xml"]),
    ("canadapost_labels", 'l', &["kcanadapost/label/contract.response.xml", PAPER]),
    ("canadapost_labels", 'c', &["kcanadapost/label/by-card.response.xml", PAPER, "kcanadapost/label/receipt.response.xml"]),
    ("canadapost_labels", 'w', &["kcanadapost/label/with-return.response.xml", PAPER]),
    ("canadapost_labels", 'b', &["kcanadapost/return/printed.response.xml", PAPER]),
    ("canadapost_labels", 'u', &["kcanadapost/return/public.response.xml"]),
    ("canadapost_labels", 'p', &["kcanadapost/open_return/permitted.response.xml"]),
    ("canadapost_labels", 'd', &[PAPER]),
    ("canadapost_labels", 'a', &[PAPER]),
    ("canadapost_labels", 'a', &["w=", PAPER]),
    ("canadapost_labels", 'e', &["kcanadapost/manifest/one.response.xml", "kcanadapost/manifest/one.response.xml", PAPER]),
    ("canadapost_labels", 'm', &["kcanadapost/manifest/closed.response.xml", "kcanadapost/manifest/one.response.xml", "kcanadapost/find/linked.response.xml", PAPER]),
    ("canadapost_labels", 'm', &["kcanadapost/manifest/none.response.xml"]),
    ("canadapost_later", 'f', &["kcanadapost/find/found.response.xml", "kcanadapost/find/details.response.xml"]),
    ("canadapost_later", 'f', &["kcanadapost/find/linked.response.xml", "kcanadapost/find/details.response.xml", "kcanadapost/label/contract.response.xml"]),
    ("canadapost_later", 'f', &["kcanadapost/find/none.response.xml"]),
    ("canadapost_later", 'g', &["kcanadapost/find/by-card.response.xml", "kcanadapost/find/by-card-details.response.xml", "kcanadapost/label/by-card.response.xml", "kcanadapost/find/by-card-details.response.xml", "kcanadapost/label/by-card.response.xml"]),
    ("canadapost_later", 'v', &["kcanadapost/label/contract.response.xml", "-="]),
    ("canadapost_later", 'v', &["kcanadapost/void/transmitted.response.xml", "kcanadapost/void/refund.response.xml"]),
    ("canadapost_later", 'v', &["kcanadapost/void/transmitted.response.xml", "s=", "kcanadapost/void/refunded-details.response.xml"]),
    ("canadapost_later", 'x', &["kcanadapost/void/refund-by-card.response.xml"]),
    ("canadapost_later", 't', &["kcanadapost/track/delivered.response.xml"]),
    ("canadapost_later", 't', &["kcanadapost/track/one.response.xml"]),
    ("canadapost_later", 't', &["kcanadapost/track/empty.response.xml", "kcanadapost/track/summary.response.xml"]),
    ("canadapost_later", 's', &["kcanadapost/points/two.response.xml"]),
    ("canadapost_later", 's', &["kcanadapost/points/one.response.xml"]),
    ("canadapost_later", 'k', &["kcanadapost/pickup/booked.response.xml"]),
    ("canadapost_later", 'n', &["-="]),
    ("canadapost_later", 'n', &["s=", "kcanadapost/pickup/cancelled.response.xml"]),
    ("canadapost_later", 'o', &["kcanadapost/points/one.response.xml"]),
    ("codecs", 'j', &[r#"={"code": "a\u00e9", "total": "12.30", "words": ["x", "y"], "flags": true, "counts": -3, "parts": {"code": "b", "total": 1.25e2, "parts": [{}, null]}}"#]),
    ("codecs", 'x', &[r#"=<?xml version="1.0" encoding="UTF-8"?><tree id="7"><code>a &amp; b</code><word>x</word><word><![CDATA[<y>]]></word><total>12.30</total><part id="8"><code/></part></tree>"#]),
    ("codecs", 'x', &[r"=<?xml version='1.0' encoding='ISO-8859-1'?><tree><!-- a --><code>&#233;</code></tree>"]),
    ("codecs", 'n', &[r#"=<v:tree xmlns:v="http://carrier.example/v1" id="7"><v:code>a</v:code><v:part/></v:tree>"#]),
    ("codecs", 's', &[r#"=<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header/><s:Body><tree xmlns="http://carrier.example/v1"><code>a</code></tree></s:Body></s:Envelope>"#]),
    ("codecs", 's', &[r#"=<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><v:tree xmlns:v="http://carrier.example/v1"/></s:Body></s:Envelope>"#]),
    ("codecs", 'f', &[r#"=<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Client.Bad</faultcode><faultstring xml:lang="en">no</faultstring></s:Fault></s:Body></s:Envelope>"#]),
    ("codecs", 'f', &[r#"=<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason><s:Text xml:lang="en">no</s:Text></s:Reason></s:Fault></s:Body></s:Envelope>"#]),
    ("texts", 'n', &["=12.30"]),
    ("texts", 'n', &["=-1.25e-3"]),
    ("texts", 'w', &["=120"]),
    ("texts", 'w', &["=0.2"]),
    ("texts", 'w', &["=Tue, 14 Nov 2028 22:13:50 GMT"]),
    ("texts", 'w', &["=1800000045"]),
    ("texts", 'm', &["=79.90 EUR"]),
    ("texts", 'm', &["=13 oz"]),
    ("texts", 'm', &["=12.5 kg"]),
    ("texts", 'm', &["=20x33.7x10 cm"]),
    ("texts", 't', &["=2026-11-25"]),
    ("texts", 't', &["=2026-11-25T17:31:55-05:00"]),
    ("texts", 't', &["=2026-11-25T17:31:55"]),
    ("texts", 's', &["ups/track/delivered.response.json"]),
    ("texts", 's', &["canadapost/track/delivered.response.xml"]),
    ("texts", 's', &["canadapost/label/domestic.request.xml"]),
    ("texts", 's', &["=name=Ana&number=12345678"]),
];

/// What carriers say in place of an answer.
const REFUSALS: &[&str] = &[
    r#"b{"response": {"errors": [{"code": "250002", "message": "Invalid Authentication Information"}]}}"#,
    r#"m{"response": {"errors": {"code": "TW0001", "message": "Tracking Information Not Found"}}}"#,
    r#"u{"error": "invalid_client", "error_description": "no"}"#,
    r#"b<messages xmlns="http://www.canadapost.ca/ws/messages"><message><code>7301</code><description>no</description></message></messages>"#,
    r#"s<messages xmlns="http://www.canadapost.ca/ws/messages"><message><code>Server</code><description>Rejected by SLM Monitor</description></message></messages>"#,
    "m<messages xmlns=\"http://www.canadapost.ca/ws/messages\"><message><code>004</code></message></messages>",
    "t3\n{}",
    "vTue, 14 Nov 2028 22:13:50 GMT\n<!DOCTYPE html><html>gone</html>",
    "s",
];

/// Those of a family.
///
/// # Panics
///
/// Where a fixture is missing.
#[must_use]
pub fn seeds(of: &str) -> Vec<Seed> {
    let rows = ROWS.iter().map(|(family, letter, answers)| {
        let (plain, good) = (matches!(*family, "codecs" | "texts"), is_good(family, answers));
        let answers: Vec<_> = answers.iter().map(|answer| body(answer, plain)).collect();
        (*family, *letter, answers.join(&NEXT), good)
    });
    let letters = ups::LETTERS.iter().chain(canadapost::LETTERS);
    let refused = letters.flat_map(|letter| {
        REFUSALS.iter().map(|told| ("errors", char::from(*letter), told.as_bytes().to_vec(), false))
    });
    let handles = ups::handles().into_iter().chain(canadapost::handles());
    let handles = handles.flat_map(|handle| {
        let kind = if handle.carrier().as_str() == "ups" { 'u' } else { 'c' };
        let data = handle.data().as_str().as_bytes().to_vec();
        [("texts", 'h', handle.to_string().into_bytes(), false), ("texts", kind, data, false)]
    });
    let prepared = ups::prepared();
    let record = format!(
        r#"{{"purchase": "{}", "ready": {{"label": {prepared}}}, "safety": {{"findable": {{"paper": true,
            "settle": {{"secs": 900, "nanos": 0}}}}}}, "sent": ["2026-11-25T10:00:00Z"]}}"#,
        ups::key(1).uuid()
    );
    let stored =
        [("texts", 'p', prepared.into_bytes(), false), ("texts", 'b', record.into_bytes(), false)];
    let all = rows.chain(refused).chain(handles).chain(stored).enumerate();
    all.map(|(index, (family, letter, answers, good))| {
        let input = [letter.to_string().into_bytes(), answers].concat();
        Seed { family, name: format!("{index:03}-{letter}"), good, input }
    })
    .filter(|seed| seed.family == of)
    .collect()
}

/// A success first, unless the document says otherwise.
fn is_good(family: &str, answers: &[&str]) -> bool {
    let says_no = |word: &&str| answers[0].contains(word);
    let is_operation = !matches!(family, "codecs" | "texts");
    is_operation
        && answers[0].starts_with('k')
        && !["no-number", "refused", "unknown", "none"].iter().any(says_no)
}

/// An answer of the table of an operation.
pub(crate) fn answer_of(told: &str) -> Vec<u8> {
    body(told, false)
}

/// An answer of the table, as it stands in an input.
fn body(answer: &str, plain: bool) -> Vec<u8> {
    let (status, told) = if plain { ("", answer) } else { answer.split_at(1) };
    let body = match told.strip_prefix('=') {
        Some(body) => body.as_bytes().to_vec(),
        None => fixture(told),
    };
    [status.as_bytes(), &body].concat()
}

fn fixture(name: &str) -> Vec<u8> {
    // Of this package, or of the one whose tests take this in.
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = [own.join("fixtures"), own.join("../fixtures")];
    let path = root.iter().map(|root| root.join(name)).find(|path| path.is_file());
    let path = path.unwrap_or_else(|| panic!("there is no fixture {name}"));
    let body = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    // The reference that a look-up asks for.
    let token = ups::key(if name.contains("by-card") { 2 } else { 1 }).token();
    String::from_utf8(body).expect("a text").replace("CUSTOMERTOKEN00", &token).into_bytes()
}

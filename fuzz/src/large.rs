//! Answers as long as the kit lets through (1 MB of prices, 25 MB of labels that hold their papers, 4 MB of the rest), in every shape that might
//! cost more than its length: many elements, one long text, many attributes, many namespaces, entities, deep, cut short.

use super::seeds::{Seed, answer_of};

const MEGABYTE: usize = 1_000_000;

/// An element of a fixture, from its start to its end, and what is written again and again in its place; empty: itself. `#` is a
/// number that differs.
type Many = (&'static str, &'static str, &'static str);

/// Family, operation, what the kit lets through in megabytes, the fixture, and what it may have many of.
type Row = (&'static str, char, usize, &'static str, &'static [Many]);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    ("ups_rates", 'R', 1, "kups/rates/madrid-lisbon.response.json", &[
        ("\"RatedShipment\": [", "}", ""),
        ("\"RatedShipment\": [", "}", r##"{"Service":{"Code":"#"},"TotalCharges":{"CurrencyCode":"EUR","MonetaryValue":"1"}}"##),
        ("\"ItemizedCharges\": [", "}", r##"{"Code":"#","MonetaryValue":"1"}"##),
    ]),
    ("ups_labels", 'M', 25, "kups/label/two-parcels.response.json", &[
        ("\"PackageResults\": [", "}", ""),
        ("\"PackageResults\": [", "}", r#"{"TrackingNumber":"1Z#"}"#),
    ]),
    ("ups_labels", 'E', 25, "kups/documents/zpl.response.json", &[
        ("\"LabelResults\": [", "}", ""),
        ("\"LabelResults\": [", "}", r#"{"TrackingNumber":"1Z#"}"#),
    ]),
    ("ups_later", 'F', 4, "kups/find/label.response.json", &[
        ("\"LabelResults\": [", "}", ""),
        ("\"LabelResults\": [", "}", r#"{"TrackingNumber":"1Z#"}"#),
    ]),
    ("ups_later", 'F', 4, "kups/find/candidates.response.json", &[
        ("\"TrackingCandidate\": [", "}", r#"{"TrackingNumber":"1Z#"}"#),
    ]),
    ("ups_later", 'T', 4, "kups/track/delivered.response.json", &[
        ("\"activity\": [", "}", ""),
        ("\"activity\": [", "}", r#"{"date":"20261126"}"#),
        ("\"package\": [", "}", r#"{"trackingNumber":"1Z#"}"#),
    ]),
    ("ups_later", 'S', 4, "kups/service_points/madrid.response.json", &[("\"DropLocation\": [", "}", "")]),
    ("ups_later", 'V', 4, "kups/void/partly.response.json", &[
        ("\"PackageLevelResults\": [", "}", ""),
        ("\"PackageLevelResults\": [", "}", r#"{"TrackingNumber":"1Z#","Status":{"Code":"1"}}"#),
    ]),
    ("ups_later", 'A', 4, "kups/address/ambiguous.response.json", &[("\"Candidate\": [", "}", "")]),
    ("errors", 'L', 4, "bups/label/refused.response.json", &[("\"errors\": [", "}", "")]),
    ("canadapost_rates", 'r', 1, "kcanadapost/rate/domestic.response.xml", &[
        ("<price-quote>", "</price-quote>", ""),
        ("<option>", "</option>", "<option><option-code>#</option-code><option-price>1</option-price></option>"),
    ]),
    ("canadapost_labels", 'l', 4, "kcanadapost/label/contract.response.xml", &[
        ("<link ", ">", ""),
        ("<link ", ">", "<link rel=\"label\" href=\"/#\" media-type=\"application/pdf\"/>"),
        ("<priced-option>", "</priced-option>", ""),
    ]),
    ("canadapost_labels", 'm', 4, "kcanadapost/manifest/closed.response.xml", &[("<link ", ">", "")]),
    ("canadapost_later", 'f', 4, "kcanadapost/find/found.response.xml", &[("<shipment-info>", "</shipment-info>", "")]),
    ("canadapost_later", 't', 4, "kcanadapost/track/delivered.response.xml", &[("<occurrence>", "</occurrence>", "")]),
    ("canadapost_later", 's', 4, "kcanadapost/points/two.response.xml", &[("<post-office>", "</post-office>", "")]),
];

/// Those of a family.
///
/// # Panics
///
/// Where a fixture is missing, or has no such element.
#[must_use]
pub fn large(of: &str) -> Vec<Seed> {
    let mut all = Vec::new();
    let rows = ROWS.iter().filter(|(family, ..)| *family == of);
    for (family, letter, cap, fixture, repeated) in rows {
        let told = String::from_utf8(answer_of(fixture)).expect("a text");
        let longest = cap * MEGABYTE - 1_000;
        let stem = fixture[1..].replace('/', "-").replace(".response", "");
        let mut add = |name: &str, text: &str| {
            let text = &text[..text.floor_char_boundary(longest)];
            // A search asks a second time, for what nobody has.
            let then = if *letter == 'F' { "\u{1e}m" } else { "" };
            let input = format!("{letter}{text}{then}").into_bytes();
            all.push(Seed { family, name: format!("{stem}-{name}"), good: false, input });
        };
        for (number, element) in repeated.iter().enumerate() {
            add(&format!("many-{number}"), &many(&told, element, longest));
        }
        let cut = many(&told, &repeated[0], longest);
        add("cut", &cut[..cut.len() / 2]);
        if told[1..].starts_with('{') {
            let status = &told[..1];
            let bare = &told[told.find('{').expect("an object") + 1..];
            let fields = |field: &dyn Fn(usize) -> String| {
                let count = longest / (field(1_000_000).len() + 1);
                let fields: Vec<_> = (0..count).map(field).collect();
                format!("{status}{{{},{bare}", fields.join(","))
            };
            add("unknown-fields", &fields(&|number| format!("\"x{number}\":{number}")));
            add(
                "escapes",
                &format!("{status}{{\"x\":\"{}\",{bare}", "\\u00e9".repeat(longest / 6 - 1_000)),
            );
            add("digits", &format!("{status}{{\"x\":{},{bare}", "9".repeat(longest - 10_000)));
            add("deep", &format!("{status}{{\"x\":{}", "[".repeat(longest)));
            add("long-value", &told.replacen("\"1", &format!("\"{}", "1".repeat(longest)), 1));
        } else {
            let root = root_of(&told);
            let inside = &told[root..];
            let before = &told[..root];
            let attributes = |attribute: &dyn Fn(usize) -> String| {
                let count = longest / (attribute(1_000_000).len() + 1);
                let all: Vec<_> = (0..count).map(attribute).collect();
                let end = inside.find('>').expect("a root");
                format!("{before}{} {}{}", &inside[..end], all.join(" "), &inside[end..])
            };
            let body = inside.find('>').expect("a root") + 1;
            let filled = |piece: &str| {
                let count = (longest - told.len()) / piece.len();
                format!("{before}{}{}{}", &inside[..body], piece.repeat(count), &inside[body..])
            };
            add("attributes", &attributes(&|number| format!("x{number}=\"\"")));
            add("same-attributes", &attributes(&|_| "x=\"\"".into()));
            add("namespaces", &attributes(&|number| format!("xmlns:x{number}=\"y\"")));
            add("entities", &filled("&amp;"));
            add("comments", &filled("<!---->"));
            add("cdata", &filled("<![CDATA[]]>"));
            add("empty-elements", &filled("<x/>"));
            add("element-attributes", &filled("<x a=\"\" b=\"\" c=\"\"/>"));
            add("deep", &filled("<x>"));
            add("brackets", &filled("<"));
            add("closings", &filled(">"));
            add("instructions", &filled("<?x?>"));
        }
    }
    all
}

/// A text with one of its elements written until it is so long.
fn many(told: &str, (start, end, piece): &Many, longest: usize) -> String {
    let at = told.find(start).unwrap_or_else(|| panic!("no {start:?} in {told}"));
    let is_json = start.starts_with('"');
    let (from, between) = if is_json { (at + start.len(), ",") } else { (at, "") };
    let length = if is_json {
        element(&told[from..])
    } else {
        told[from..].find(end).expect("an end") + end.len()
    };
    let piece = if piece.is_empty() { &told[from..from + length] } else { piece };
    let room = longest.saturating_sub(told.len());
    let count = room / (piece.len() + between.len() + 6 * piece.matches('#').count());
    let pieces: Vec<_> =
        (0..count).map(|number| piece.replace('#', &format!("{number:07}"))).collect();
    format!("{}{}{}", &told[..from], pieces.join(between), &told[from + length..])
}

/// The length of the JSON object that a text begins with.
fn element(text: &str) -> usize {
    let mut depth = 0_usize;
    let end = text.bytes().position(|byte| {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => return false,
        }
        depth == 0
    });
    end.expect("an object") + 1
}

/// Where the root element begins.
fn root_of(told: &str) -> usize {
    let told = told.match_indices('<').find(|(at, _)| !told[*at..].starts_with("<?"));
    told.expect("a root").0
}

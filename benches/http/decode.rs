//! What the kit's reading of documents adds to that of the libraries alone.

use std::hint::black_box;
use std::time::{Duration, Instant};

use arriero::carrier::Operation;
use arriero::http::Answer;
use arriero::http::json::{Number, one_or_many};
use arriero::http::xml::{self, Root};
use arriero::model::CarrierId;
use serde::Deserialize;

#[derive(Deserialize)]
#[expect(dead_code, reason = "only the reading is measured")]
struct Rates {
    #[serde(default, deserialize_with = "one_or_many")]
    rated: Vec<Rate>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only the reading is measured")]
struct Rate {
    service: String,
    total: Number,
    #[serde(default, deserialize_with = "one_or_many")]
    charges: Vec<Charge>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only the reading is measured")]
struct Charge {
    code: String,
    amount: Number,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only the reading is measured")]
struct Quotes {
    #[serde(rename = "price-quote", default)]
    quotes: Vec<Quote>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only the reading is measured")]
struct Quote {
    #[serde(rename = "service-code")]
    code: String,
    #[serde(rename = "service-name")]
    name: String,
    due: xml::Number,
    #[serde(rename = "adjustment", default)]
    adjustments: Vec<Adjustment>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only the reading is measured")]
struct Adjustment {
    #[serde(rename = "adjustment-code")]
    code: String,
    #[serde(rename = "adjustment-cost")]
    cost: xml::Number,
}

/// What, by the kit, by the library alone.
pub(crate) fn figures() -> Vec<(&'static str, Duration, Duration)> {
    let answer = |body: String| {
        Answer::new(CarrierId::new("sierra").expect("a name"), Operation::Rates, 200, body)
    };
    let charge = r#"{"code":"375","amount":"1.15"}"#;
    let charges = vec![charge; 30].join(",");
    let rate = format!(r#"{{"service":"03","total":"17.15","charges":[{charges}]}}"#);
    let json = answer(format!(r#"{{"rated":[{}]}}"#, vec![rate; 25].join(",")));

    let adjustment = "<adjustment><adjustment-code>FUELSC</adjustment-code><adjustment-cost>0.53</adjustment-cost></adjustment>";
    let quote = format!(
        "<price-quote><service-code>DOM.EP</service-code><service-name>Expedited</service-name><due>10.21</due>{}</price-quote>",
        adjustment.repeat(10)
    );
    let quotes = format!("<price-quotes xmlns=\"urn:rate-v4\">{}</price-quotes>", quote.repeat(6));
    let root = Root::new("price-quotes", "urn:rate-v4");
    let document = answer(quotes);
    let text = || std::str::from_utf8(document.body()).expect("text");

    let pairs = [
        (
            "http: reading 25 kB of JSON",
            paired(
                || drop(black_box(json.json::<Rates>().expect("rates"))),
                || drop(black_box(serde_json::from_slice::<Rates>(json.body()).expect("rates"))),
            ),
        ),
        (
            "http: reading 7 kB of XML",
            paired(
                || drop(black_box(document.xml::<Quotes>(&root).expect("quotes"))),
                || drop(black_box(quick_xml::de::from_str::<Quotes>(text()).expect("quotes"))),
            ),
        ),
    ];
    pairs.into_iter().map(|(what, (ours, alone))| (what, ours, alone)).collect()
}

/// The lower quartiles of both, measured by turns: what a busy machine adds is left out on both sides.
pub(crate) fn paired(ours: impl Fn(), alone: impl Fn()) -> (Duration, Duration) {
    let time = |call: &dyn Fn()| {
        let start = Instant::now();
        (0..10).for_each(|_| call());
        start.elapsed() / 10
    };
    let (mut first, mut second): (Vec<_>, Vec<_>) =
        (0..401).map(|_| (time(&ours), time(&alone))).unzip();
    first.sort_unstable();
    second.sort_unstable();
    let quartile = |times: &[Duration]| times.get(times.len() / 4).copied().unwrap_or_default();
    (quartile(&first), quartile(&second))
}

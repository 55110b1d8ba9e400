//! Short texts, by a letter: `n` a number, `w` a wait, `m` what people write of money and measures, `t` days and moments, `h` a handle,
//! `u` and `c` the content of a handle of UPS and of Canada Post, `p` a purchase as it is stored, `b` a record of the journal,
//! `s` a body that the recorder masks.

use std::fmt::{Debug, Display};
use std::str::FromStr;
use std::time::Duration;

use arriero::carrier::Prepared;
use arriero::http::{exact, probe};
use arriero::model::{
    CarrierId, Date, Dimensions, Handle, Json, Label, LabelRequest, Length, Moment, Money, Weight,
};
use arriero::purchase::probe::forgotten;

use super::{canadapost, ups};

pub(crate) const KINDS: &[u8] = b"nwmthucpbs";

pub(crate) fn read(input: &[u8]) -> String {
    decode(input);
    String::new()
}

fn decode(input: &[u8]) {
    let Some((letter, bytes)) = input.split_first() else { return };
    let kind =
        if KINDS.contains(letter) { *letter } else { KINDS[usize::from(*letter) % KINDS.len()] };
    match kind {
        b'w' => {
            let wait = probe::retry_after(bytes).unwrap_or_default();
            assert!(wait <= Duration::from_hours(24));
        }
        b's' => scrubbed(bytes),
        _ => {
            if let Ok(text) = str::from_utf8(bytes) {
                of_text(kind, text);
            }
        }
    }
}

fn of_text(kind: u8, text: &str) {
    match kind {
        b'n' => {
            if let Ok(number) = exact::decimal(text) {
                assert_eq!(exact::decimal(&number.to_string()), Ok(number));
            }
        }
        b'm' => {
            written::<Money>(text);
            written::<Weight>(text);
            written::<Length>(text);
            written::<Dimensions>(text);
        }
        b't' => {
            written::<Date>(text);
            written::<Moment>(text);
        }
        b'h' => {
            written::<Handle>(text);
            if let Ok(handle) = text.parse::<Handle>() {
                taken(&handle);
            }
        }
        b'u' => held("ups", text),
        b'c' => held("canadapost", text),
        b'p' => {
            stored::<Prepared<LabelRequest>>(text);
            stored::<Label>(text);
        }
        _ => {
            let kept = forgotten(text);
            assert_eq!(forgotten(&kept), kept, "what is forgotten stays so");
        }
    }
}

/// What is read is written so that it is read the same.
fn written<T: FromStr + Display + PartialEq + Debug>(text: &str)
where
    T::Err: Display,
{
    if let Ok(value) = text.parse::<T>() {
        let text = value.to_string();
        match text.parse::<T>() {
            Ok(again) => assert_eq!(again, value, "{text}"),
            Err(error) => panic!("{text}: {error}"),
        }
    }
}

fn stored<T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + Debug>(text: &str) {
    if let Ok(value) = serde_json::from_str::<T>(text) {
        let text = serde_json::to_string(&value).expect("a text");
        let again: T =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert_eq!(again, value);
    }
}

fn held(carrier: &str, text: &str) {
    if let Ok(data) = Json::new(text) {
        taken(&Handle::new(CarrierId::new(carrier).expect("a name"), 1, data));
    }
}

fn taken(handle: &Handle) {
    ups::take_back(handle);
    canadapost::take_back(handle);
}

/// Its shape stays: JSON stays JSON.
fn scrubbed(body: &[u8]) {
    let (ending, text) = probe::scrubbed(body, &["kept".to_owned()]);
    assert!(["json", "xml", "txt"].contains(&ending));
    let is_json = |text: &[u8]| serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok();
    assert!(ending != "json" || !is_json(body) || is_json(text.as_bytes()), "{text}");
}

//! The place of a password inside a body that is stored before it is sent: left by a name, filled in when it is sent.

use std::borrow::Cow;

use bytes::Bytes;

use crate::carrier::Secret;

/// The text that stands in a prepared body where a password will stand when it is sent.
///
/// A body in which it does not stand exactly once is not sent: a buyer whose name is the text of a slot does not get a password
/// printed on a label.
///
/// ```
/// assert_eq!(arriero::http::slot("password"), "{{arriero:password}}");
/// ```
#[must_use]
pub fn slot(name: &str) -> String {
    format!("{{{{arriero:{name}}}}}")
}

/// What goes into a slot, escaped for its document.
#[derive(Clone)]
pub(super) struct Filling {
    name: String,
    escaped: Secret,
}

/// A slot that does not stand exactly once.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the place of {name} stands {times} times in the body; it must stand once")]
pub(super) struct Misplaced {
    name: String,
    times: usize,
}

impl Filling {
    pub(super) fn xml(name: &str, value: &Secret) -> Self {
        let escaped = Secret::new(quick_xml::escape::escape(value.expose()).into_owned());
        Self { name: name.to_owned(), escaped }
    }

    pub(super) fn json(name: &str, value: &Secret) -> Self {
        let quoted = serde_json::Value::from(value.expose()).to_string();
        let inner = quoted.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        Self { name: name.to_owned(), escaped: Secret::new(inner.unwrap_or_default()) }
    }
}

/// The body as it is sent.
pub(super) fn fill(body: &Bytes, fillings: &[Filling]) -> Result<Bytes, Misplaced> {
    if fillings.is_empty() || body.is_empty() {
        return Ok(body.clone());
    }
    // Every place is found before the first is filled: what is filled in is never searched.
    let mut places = Vec::with_capacity(fillings.len());
    let text = String::from_utf8_lossy(body);
    for filling in fillings {
        let slot = slot(&filling.name);
        let mut found = text.match_indices(&slot).map(|(at, _)| at);
        let (Some(at), None) = (found.next(), found.next()) else {
            let times = text.matches(&slot).count();
            return Err(Misplaced { name: filling.name.clone(), times });
        };
        places.push((at, at + slot.len(), filling.escaped.expose()));
    }
    if matches!(text, Cow::Owned(_)) {
        return Err(Misplaced {
            name: "a password in a body that is not UTF-8".to_owned(),
            times: 0,
        });
    }
    places.sort_unstable();
    let mut filled = String::with_capacity(text.len());
    let mut from = 0;
    for (start, end, value) in places {
        filled.push_str(text.get(from..start).unwrap_or_default());
        filled.push_str(value);
        from = end;
    }
    filled.push_str(text.get(from..).unwrap_or_default());
    Ok(filled.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_escaped_for_its_document() {
        let body = Bytes::from(format!("<p>{}</p>", slot("password")));
        let filled = fill(&body, &[Filling::xml("password", &Secret::new("a<b&\"c"))]).unwrap();
        assert_eq!(filled, "<p>a&lt;b&amp;&quot;c</p>");
        let body = Bytes::from(format!("{{\"p\":\"{}\"}}", slot("password")));
        let filled = fill(&body, &[Filling::json("password", &Secret::new("a\"b\\"))]).unwrap();
        assert_eq!(filled, r#"{"p":"a\"b\\"}"#);
    }

    #[test]
    fn a_buyer_named_like_a_slot_gets_no_password() {
        let body = Bytes::from(format!("<p>{0}</p><name>{0}</name>", slot("password")));
        let refused = fill(&body, &[Filling::xml("password", &Secret::new("pa55"))]).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "the place of password stands 2 times in the body; it must stand once"
        );
    }

    #[test]
    fn what_is_filled_in_is_not_searched_for_slots() {
        let body = Bytes::from(format!("{} {}", slot("user"), slot("password")));
        let fillings = [
            Filling::xml("user", &Secret::new(slot("password"))),
            Filling::xml("password", &Secret::new("pa55")),
        ];
        assert_eq!(fill(&body, &fillings).unwrap(), "{{arriero:password}} pa55");
    }
}

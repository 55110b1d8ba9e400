//! Masking what an exchange says of people and secrets, while its shape stays: the text around values is copied as it is.

use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer};

/// Values of fields with such a part in their name may be codes and words of the protocol.
const CODES: [&str; 14] = [
    "code",
    "type",
    "unit",
    "currency",
    "status",
    "service",
    "country",
    "language",
    "version",
    "format",
    "indicator",
    "method",
    "class",
    "severity",
];

/// Longer texts are no code.
const LONGEST_CODE: usize = 24;
/// Numbers with more digits may be somebody's.
const MOST_DIGITS: usize = 6;
/// Longer runs of base64 are papers: what is left of them is readable base64.
const PAPER: usize = 400;

/// A body without what it says of people, and the ending of its file.
pub(super) fn body(body: &[u8], kept: &[String]) -> (&'static str, String) {
    let text = String::from_utf8_lossy(body);
    match text.trim_start_matches('\u{feff}').trim_start().chars().next() {
        Some('{' | '[') => ("json", json(&text, kept)),
        Some('<') => match xml(&text, kept) {
            Ok(scrubbed) => ("xml", scrubbed),
            Err(_) => ("txt", self::text(&text)),
        },
        _ => ("txt", self::text(&text)),
    }
}

/// Letters become `x`, digits `0`.
pub(super) fn text(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            _ if letter.is_numeric() => '0',
            _ if letter.is_alphabetic() => 'x',
            _ => letter,
        })
        .collect()
}

fn value(name: &str, value: &str, kept: &[String]) -> String {
    let trimmed = value.trim();
    if kept.iter().any(|kept| kept == name) || is_small_number(trimmed) || is_time(trimmed) {
        return value.to_owned();
    }
    let small = name.to_ascii_lowercase();
    let is_code = CODES.iter().any(|part| small.contains(part))
        && !small.contains("post") // A postal code is no code of the protocol.
        && !small.contains("zip")
        && trimmed.len() <= LONGEST_CODE
        && trimmed.bytes().filter(u8::is_ascii_digit).count() <= MOST_DIGITS
        && !trimmed.contains(char::is_whitespace);
    if is_code || matches!(trimmed, "true" | "false") {
        return value.to_owned();
    }
    if trimmed.len() > PAPER && !trimmed.contains(' ') {
        return "AAAA".to_owned();
    }
    text(value)
}

fn is_small_number(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    // Four digits and more without a point may be a postal code or a house.
    let most = if text.contains('.') { MOST_DIGITS } else { 3 };
    (1..=most).contains(&digits)
        && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'))
}

/// Digits in the shape of a date, with or without a time.
fn is_time(text: &str) -> bool {
    let shape: String =
        text.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { letter }).collect();
    let day = shape.get(..10);
    shape.len() <= 35
        && (day == Some("0000-00-00") || day == Some("00/00/0000"))
        && shape
            .get(10..)
            .is_some_and(|rest| rest.chars().all(|letter| "0:.+-TZ GMT".contains(letter)))
}

/// Strings are masked where they stand; all else, numbers to their last digit, is copied.
fn json(text: &str, kept: &[String]) -> String {
    let mut scrubbed = String::with_capacity(text.len());
    let (mut name, mut rest) = (String::new(), text);
    while let Some(start) = rest.find('"') {
        let (before, from) = rest.split_at(start);
        scrubbed.push_str(&numbers(before));
        let inside = from.get(1..).unwrap_or_default();
        let end = string_end(inside);
        let (string, after) = inside.split_at(end);
        let after = after.get(1..).unwrap_or_default();
        scrubbed.push('"');
        if after.trim_start().starts_with(':') {
            string.clone_into(&mut name);
            scrubbed.push_str(string);
        } else {
            let is_harmless = value(&name, string, kept) == string;
            let masked = value(&name, &without_escapes(string), kept);
            scrubbed.push_str(if is_harmless { string } else { &masked });
        }
        scrubbed.push('"');
        rest = after;
    }
    scrubbed.push_str(&numbers(rest));
    scrubbed
}

/// A JSON string with a letter for each escape that stands for one: what is masked afterwards cannot make an escape of its own.
fn without_escapes(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some(escaped @ ('"' | '\\' | '/')) => plain.extend(['\\', escaped]),
                Some('u') => {
                    plain.push('x');
                    letters.by_ref().take(4).for_each(drop);
                }
                _ => plain.push('x'),
            },
            _ => plain.push(letter),
        }
    }
    plain
}

/// Where a JSON string ends.
fn string_end(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at,
            _ => {}
        }
    }
    text.len()
}

/// Between strings: a number with many digits is masked.
fn numbers(text: &str) -> String {
    text.split_inclusive(|letter: char| !(letter.is_ascii_digit() || letter == '.'))
        .map(|piece| {
            let digits = piece.bytes().filter(u8::is_ascii_digit).count();
            if digits > MOST_DIGITS {
                piece.replace(|letter: char| letter.is_ascii_digit(), "9")
            } else {
                piece.to_owned()
            }
        })
        .collect()
}

fn xml(text: &str, kept: &[String]) -> Result<String, quick_xml::Error> {
    let mut reader = Reader::from_str(text);
    let mut writer = Writer::new(Vec::with_capacity(text.len()));
    let mut names: Vec<String> = Vec::new();
    loop {
        match reader.read_event()? {
            Event::Start(tag) => {
                names.push(tag.local_name().as_ref().to_owned());
                writer.write_event(Event::Start(masked(&tag, kept)))?;
            }
            Event::Empty(tag) => writer.write_event(Event::Empty(masked(&tag, kept)))?,
            Event::End(tag) => {
                names.pop();
                writer.write_event(Event::End(tag))?;
            }
            Event::Text(content) => {
                let name = names.last().map(String::as_str).unwrap_or_default();
                let masked = value(name, &content, kept);
                writer.write_event(Event::Text(BytesText::from_escaped(masked)))?;
            }
            Event::CData(content) => {
                let masked = self::text(&content);
                writer.write_event(Event::Text(BytesText::new(&masked)))?;
            }
            // What a comment says is nobody's business; an entity may be part of a name.
            Event::Comment(_) | Event::GeneralRef(_) => {}
            Event::Eof => break,
            other => writer.write_event(other)?,
        }
    }
    Ok(String::from_utf8_lossy(&writer.into_inner()).into_owned())
}

fn masked(tag: &BytesStart<'_>, kept: &[String]) -> BytesStart<'static> {
    let mut scrubbed = BytesStart::new(tag.name().as_ref().to_owned());
    for attribute in tag.attributes().with_checks(false).flatten() {
        let name = attribute.key.as_ref().to_owned();
        let text = attribute.value.to_string();
        let harmless = name.starts_with("xmlns") || name.starts_with("xsi:");
        let text = if harmless { text } else { value(&name, &text, kept) };
        scrubbed.push_attribute((name.as_str(), escape(text.as_str()).as_ref()));
    }
    scrubbed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_keeps_its_shape_its_codes_and_its_amounts_and_nobodys_name() {
        let told = r#"{ "name": "Ana Núñez", "phone": "600123456", "tel": 600123456, "postalCode": "28013",
            "serviceCode": "03", "total": "12.30", "sum": 7.10, "on": "2026-08-03", "say": "\"hi\" 5",
            "list": ["Calle Mayor 1", true] }"#;
        let (ending, scrubbed) = body(told.as_bytes(), &[]);
        assert_eq!(ending, "json");
        let kept: serde_json::Value = serde_json::from_str(&scrubbed).unwrap();
        assert_eq!(kept["name"], "xxx xxxxx");
        assert_eq!(kept["phone"], "000000000");
        assert_eq!(kept["tel"], 999_999_999);
        assert_eq!(kept["postalCode"], "00000");
        assert_eq!(kept["serviceCode"], "03");
        assert_eq!(kept["total"], "12.30");
        assert!(scrubbed.contains("\"sum\": 7.10,"));
        assert_eq!(kept["on"], "2026-08-03");
        assert_eq!(kept["list"][0], "xxxxx xxxxx 0");
    }

    #[test]
    fn a_value_with_escapes_is_masked_and_stays_a_value() {
        for (told, masked) in [
            (r#"{"name": "Ana\\Núñez \u00e9\n"}"#, r#"{"name": "xxx\\xxxxx xx"}"#),
            (r#"{"name": "\\\\a\"b\""}"#, r#"{"name": "\\\\x\"x\""}"#),
            (r#"{"name": "\u0041"}"#, r#"{"name": "x"}"#),
            (r#"{"serviceCode": "a\/b"}"#, r#"{"serviceCode": "a\/b"}"#),
        ] {
            let (_, scrubbed) = body(told.as_bytes(), &[]);
            assert_eq!(scrubbed, masked, "{told}");
            serde_json::from_str::<serde_json::Value>(&scrubbed).unwrap();
        }
    }

    #[test]
    fn xml_keeps_its_shape_its_codes_and_its_amounts_and_nobodys_name() {
        let told = "<?xml version=\"1.0\"?><a:x xmlns:a=\"urn:a\" who=\"Ana\"><!-- Ana --><name>Ana &amp; Co</name>\
                    <service-code>DOM.EP</service-code><due>12.30</due><note><![CDATA[Ana]]></note></a:x>";
        let (ending, scrubbed) = body(told.as_bytes(), &[]);
        assert_eq!(ending, "xml");
        assert!(!scrubbed.contains("Ana"), "{scrubbed}");
        for part in [
            "<a:x xmlns:a=\"urn:a\" who=\"xxx\">",
            "<service-code>DOM.EP<",
            "<due>12.30<",
            "</a:x>",
        ] {
            assert!(scrubbed.contains(part), "{part} is not in {scrubbed}");
        }
    }

    #[test]
    fn a_field_that_is_to_be_kept_is_and_a_paper_is_short() {
        let told = format!(r#"{{"words": "Ground Saver", "image": "{}"}}"#, "A".repeat(5_000));
        let (_, scrubbed) = body(told.as_bytes(), &["words".to_owned()]);
        assert_eq!(scrubbed, r#"{"words": "Ground Saver", "image": "AAAA"}"#);
    }

    #[test]
    fn what_is_neither_is_masked_whole() {
        assert_eq!(
            body(b"client_id=ana&client_secret=s3", &[]).1,
            "xxxxxx_xx=xxx&xxxxxx_xxxxxx=x0"
        );
    }
}

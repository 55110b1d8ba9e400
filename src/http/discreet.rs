//! What a library says of a document, without the document's own words: they may be a name or a street. The place of the fault
//! is kept.

/// A message of `serde_json` or `quick-xml` in which what was found is left out: `invalid type: string "…", expected u64`.
pub(super) fn discreet(message: &str) -> String {
    let message = without(message, message.find('"'), message.rfind('"'));
    // Numbers and names of variants stand in backticks, and so does what was expected, further on.
    let found = ["invalid type: ", "invalid value: ", "unknown variant `"];
    if !found.iter().any(|start| message.contains(start)) {
        return message;
    }
    let end = message.find("`, expected").or_else(|| message.find("`, there are no"));
    without(&message, message.find('`').filter(|start| Some(*start) < end), end)
}

/// Without what stands between two marks.
fn without(text: &str, start: Option<usize>, end: Option<usize>) -> String {
    let parts = start
        .zip(end)
        .filter(|(start, end)| start < end)
        .and_then(|(start, end)| Some((text.get(..=start)?, text.get(end..)?)));
    parts.map_or_else(|| text.to_owned(), |(before, after)| format!("{before}…{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_left_out_and_what_was_expected_is_kept() {
        for (said, told) in [
            (
                "invalid type: string \"Ana \"the\" B\", expected u64 at line 1 column 5",
                "invalid type: string \"…\", expected u64 at line 1 column 5",
            ),
            (
                "invalid type: integer `600123456`, expected a string",
                "invalid type: integer `…`, expected a string",
            ),
            (
                "unknown variant `Ana`, expected `a` or `b`",
                "unknown variant `…`, expected `a` or `b`",
            ),
            ("missing field `total`", "missing field `total`"),
            ("invalid type: map, expected `a`", "invalid type: map, expected `a`"),
            ("\"600 123 456\" is no number; write 12.30", "\"…\" is no number; write 12.30"),
            ("EOF while parsing a value", "EOF while parsing a value"),
        ] {
            assert_eq!(discreet(said), told);
        }
    }
}

//! From the bytes of a file to text: UTF-8, UTF-16 with its mark, and what spreadsheets on Windows save. No meaning.

/// What the bytes 0x80 to 0x9F are in Windows-1252 (<https://encoding.spec.whatwg.org/index-windows-1252.txt>); the five
/// that it leaves free are control characters, which no spreadsheet writes.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// A doubt about the encoding: where its first letter stands, and what it was read as.
pub(super) type Guess = Option<(usize, String)>;

/// The text with plain line ends.
pub(super) fn decode(bytes: &[u8]) -> Result<(String, Guess), String> {
    let (text, guess) = match bytes {
        [0xff, 0xfe, rest @ ..] => (utf_16(rest, u16::from_le_bytes)?, false),
        [0xfe, 0xff, rest @ ..] => (utf_16(rest, u16::from_be_bytes)?, false),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => (text.trim_start_matches('\u{feff}').to_owned(), false),
            Err(_) => (bytes.iter().map(|byte| windows(*byte)).collect(), true),
        },
    };
    if text.contains('\0') {
        return Err("is no text; save the spreadsheet as CSV".to_owned());
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let first = text.find(|c: char| !c.is_ascii()).filter(|_| guess);
    let guess = first.map(|offset| {
        let letters = |c: char| c.is_alphanumeric() || !c.is_ascii();
        let before = text.get(..offset).unwrap_or_default();
        let start = before.rfind(|c| !letters(c)).map_or(0, |at| at + 1);
        let word = text.get(start..).unwrap_or_default();
        let word: String = word.chars().take_while(|c| letters(*c)).take(40).collect();
        (start, format!("the file is not UTF-8 and was read as Windows-1252: \"{word}\""))
    });
    Ok((text, guess))
}

fn windows(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS.get(usize::from(byte - 0x80)).copied().unwrap_or('\u{fffd}'),
        // The rest of Windows-1252 is Latin-1, the first 256 characters of Unicode.
        _ => char::from(byte),
    }
}

fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let text: Result<String, _> = char::decode_utf16(units).collect();
    text.ok()
        .filter(|_| rest.is_empty())
        .ok_or_else(|| "is broken UTF-16; save it as UTF-8".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_excel_saves_is_read() {
        let euro = "Península;4,10 €\n";
        let utf_16: Vec<u8> = std::iter::once(0xfeff_u16)
            .chain(euro.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(decode(&utf_16), Ok((euro.to_owned(), None)));
        assert_eq!(decode("\u{feff}Península;4,10 €\r\n".as_bytes()), Ok((euro.to_owned(), None)));
        let (text, guess) = decode(b"Pen\xednsula;4,10 \x80\r\n").unwrap();
        assert_eq!(text, euro);
        let told = "the file is not UTF-8 and was read as Windows-1252: \"Península\"";
        assert_eq!(guess, Some((0, told.to_owned())));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert!(decode(b"PK\x03\x04\x00\x00").is_err());
        assert!(decode(b"\xff\xfea").is_err());
    }
}

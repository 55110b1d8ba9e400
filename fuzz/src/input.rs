//! The form of an input that answers an operation: a letter for the operation; then for each answer a letter for its status and its
//! body, with a byte 0x1E between two. The last answer is given to whatever else is asked.
//!
//! The body of a 429 or a 503 begins with a line that is its `Retry-After`.

/// What stands between two answers.
pub(crate) const NEXT: u8 = 0x1e;

/// Operations ask a handful of times; what is beyond is not looked at.
const MOST: usize = 8;

/// Letters of statuses, the common ones first: another byte is one of them too.
pub(crate) const STATUSES: [(u8, u16); 16] = [
    (b'k', 200),
    (b'+', 201),
    (b'w', 202),
    (b'-', 204),
    (b'b', 400),
    (b'u', 401),
    (b'f', 403),
    (b'm', 404),
    (b'x', 409),
    (b'g', 410),
    (b'l', 412),
    (b't', 429),
    (b's', 500),
    (b'v', 503),
    (b'3', 302),
    (b'h', 408),
];

/// An answer of a carrier.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told<'i> {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<&'i [u8]>,
    pub(crate) body: &'i [u8],
}

/// The answers of an input, without its first letter.
pub(crate) fn answers(input: &[u8]) -> Vec<Told<'_>> {
    input.split(|byte| *byte == NEXT).take(MOST).map(Told::of).collect()
}

impl<'i> Told<'i> {
    fn of(text: &'i [u8]) -> Self {
        let (letter, body) = text.split_first().unwrap_or((&b'k', &[]));
        let known = STATUSES.iter().find(|(known, _)| known == letter);
        let (_, status) = *known.unwrap_or(&STATUSES[usize::from(*letter) % STATUSES.len()]);
        if !matches!(status, 429 | 503) {
            return Self { status, retry_after: None, body };
        }
        let line = body.iter().position(|byte| *byte == b'\n').unwrap_or(body.len());
        let (wait, body) = body.split_at(line);
        Self { status, retry_after: Some(wait), body: body.strip_prefix(b"\n").unwrap_or(body) }
    }

    /// The same as none of success.
    pub(crate) fn refused(self) -> Self {
        let status = if self.status < 300 { self.status + 200 } else { self.status };
        Self { status, ..self }
    }
}

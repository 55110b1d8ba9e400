//! Names of carriers and services, matched whatever the case of their letters; most that differ are told apart in one
//! comparison.

use super::facts::Entry;

/// A few letters and the length of a name, the same for names that match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fingerprint(u64);

impl Fingerprint {
    pub(super) fn of(name: &str) -> Self {
        /// In ASCII, the bit by which a capital differs from its small letter.
        const CASE: u64 = 0x2020_2020_2020_2020;
        let bytes = name.as_bytes();
        let ends = if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
            u64::from_le_bytes(*first) ^ (u64::from_le_bytes(*last) | CASE).rotate_left(20)
        } else {
            bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte))
        };
        Self((ends | CASE) ^ ((bytes.len() as u64) << 56))
    }
}

/// A name in a rule.
#[derive(Clone, Debug)]
pub(super) struct Name {
    fingerprint: Fingerprint,
    text: String,
}

impl Name {
    pub(super) fn new(text: &str) -> Self {
        Self { fingerprint: Fingerprint::of(text), text: text.to_owned() }
    }

    pub(super) fn matches(&self, fingerprint: Fingerprint, text: &str) -> bool {
        self.fingerprint == fingerprint && self.text.eq_ignore_ascii_case(text)
    }
}

/// A carrier, a service, or one service of a carrier.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pub(super) carrier: Option<Name>,
    pub(super) service: Option<Name>,
}

impl Pattern {
    pub(super) fn matches(&self, entry: &Entry) -> bool {
        let Entry { rate, facts } = entry;
        let carrier = |name: &Name| name.matches(facts.carrier, rate.carrier.as_str());
        let service = |name: &Name| name.matches(facts.service, &rate.service.code);
        self.carrier.as_ref().is_none_or(carrier) && self.service.as_ref().is_none_or(service)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_match_whatever_their_case_and_only_then() {
        let names = [
            "ups",
            "UPS",
            "usp",
            "carrier_1",
            "carrier_2",
            "Carrier_1",
            "",
            "correos_express",
            "correos",
        ];
        for a in names {
            for b in names {
                let matches = Name::new(a).matches(Fingerprint::of(b), b);
                assert_eq!(matches, a.eq_ignore_ascii_case(b), "{a} {b}");
            }
        }
    }
}

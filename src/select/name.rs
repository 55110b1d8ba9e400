//! Names of carriers and services, matched whatever the case of their letters; most that differ are told apart at once.

use crate::model::Rate;

/// A name in a rule.
#[derive(Clone, Debug)]
pub(super) struct Name(String);

impl Name {
    pub(super) fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Length and last letter tell most names apart, for those of one kind often begin alike.
    #[inline]
    pub(super) fn matches(&self, text: &str) -> bool {
        self.0.len() == text.len() && ends_alike(&self.0, text) && self.is(text)
    }

    fn is(&self, text: &str) -> bool {
        self.0.eq_ignore_ascii_case(text)
    }
}

#[inline]
fn ends_alike(one: &str, other: &str) -> bool {
    let ends = one.as_bytes().last().zip(other.as_bytes().last());
    ends.is_none_or(|(one, other)| one.eq_ignore_ascii_case(other))
}

/// A carrier, a service, or one service of a carrier.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pub(super) carrier: Option<Name>,
    pub(super) service: Option<Name>,
}

impl Pattern {
    #[inline]
    pub(super) fn matches(&self, rate: &Rate) -> bool {
        let carrier = |name: &Name| name.matches(rate.carrier.as_str());
        let service = |name: &Name| name.matches(&rate.service.code);
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
                let matches = Name::new(a).matches(b);
                assert_eq!(matches, a.eq_ignore_ascii_case(b), "{a} {b}");
            }
        }
    }
}

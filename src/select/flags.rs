//! What a careful reader wants to know about a rate that qualifies.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One thing to know about a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Flag {
    /// One side of its price is made with a tax that the caller assumed.
    AssumedTax,
    /// Its arrival is counted by calendar, not stated.
    DerivedArrival,
    /// Its arrival is counted by national holidays, for the region is not known.
    NationalHolidaysOnly,
    /// It does not say how long it is valid.
    ValidityUnknown,
    /// It is the sum of prices of parcels: each is bought for itself.
    SumOfParcels,
    /// It is a list price, not the account's.
    ListPrice,
    /// Its total had more decimals than its currency and was rounded.
    RoundedTotal,
}

impl Flag {
    const ALL: [Self; 7] = [
        Self::AssumedTax,
        Self::DerivedArrival,
        Self::NationalHolidaysOnly,
        Self::ValidityUnknown,
        Self::SumOfParcels,
        Self::ListPrice,
        Self::RoundedTotal,
    ];

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// A set of flags; written as the list of them.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Flags(u8);

impl Flags {
    /// Adds a flag where it holds.
    #[must_use]
    pub(super) const fn with(self, flag: Flag, holds: bool) -> Self {
        if holds { Self(self.0 | flag.bit()) } else { self }
    }

    /// Whether a flag is set.
    #[must_use]
    pub const fn contains(self, flag: Flag) -> bool {
        self.0 & flag.bit() != 0
    }

    /// The flags that are set, in their own order.
    pub fn iter(self) -> impl Iterator<Item = Flag> {
        Flag::ALL.into_iter().filter(move |flag| self.contains(*flag))
    }
}

impl FromIterator<Flag> for Flags {
    fn from_iter<I: IntoIterator<Item = Flag>>(flags: I) -> Self {
        flags.into_iter().fold(Self::default(), |set, flag| set.with(flag, true))
    }
}

impl fmt::Debug for Flags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl Serialize for Flags {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Flags {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<Flag>::deserialize(deserializer)?.into_iter().collect())
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Flags {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Flags".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Vec::<Flag>::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_written_as_a_list_and_read_back() {
        let flags: Flags = Flag::ALL.into_iter().collect();
        let json = serde_json::to_string(&flags).unwrap();
        assert!(json.starts_with(r#"["assumed_tax","derived_arrival""#), "{json}");
        assert_eq!(serde_json::from_str::<Flags>(&json).unwrap(), flags);
        assert_eq!(serde_json::from_str::<Flags>("[]").unwrap(), Flags::default());
    }
}

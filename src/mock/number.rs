//! The mock's tracking numbers. They describe themselves, so that a label sold in one process is tracked in the next.
//!
//! ```text
//! SI 3J8QK 0 2 7F0Q2M X      16 characters of 0-9A-Z
//! |  |     | | |      check  ISO 7064 MOD 37,36 over all that stands before it
//! |  |     | | serial        from the purchase key, base 36
//! |  |     | plan            business days on the way, 0 to 17; a return has 18 more
//! |  |     wait              days from the sale to the hand-over, 0 to 35
//! |  minute                  of the sale since 2020-01-01T00:00Z, base 36
//! prefix                     the first two letters or digits of the carrier's id
//! ```

use chrono::{DateTime, Duration, Utc};

use crate::model::{CarrierId, PurchaseKey};

/// 2020-01-01T00:00:00Z.
const EPOCH: i64 = 1_577_836_800;
/// How many minutes five digits count: until the year 2134.
const MINUTES: i64 = 36_i64.pow(5);
const SERIALS: u64 = 36_u64.pow(6);
const LENGTH: usize = 16;
/// The most business days that a number can tell.
pub(super) const MOST_DAYS: u8 = 17;

/// What a tracking number says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// When it was sold, to the minute.
    pub(super) sold_at: DateTime<Utc>,
    /// Days from the sale to the hand-over.
    pub(super) wait: u8,
    /// Business days on the way.
    pub(super) days: u8,
    /// Whether it goes from the consumer back to the shop.
    pub(super) is_return: bool,
    /// What tells it from others of its minute.
    pub(super) serial: u64,
}

impl Number {
    /// The number of a parcel: the same key, sale and place in the shipment give the same serial.
    pub(super) fn new(
        key: PurchaseKey,
        nth: u64,
        sold_at: DateTime<Utc>,
        wait: i64,
        days: u8,
        is_return: bool,
    ) -> Self {
        let [high, low] = key.uuid().as_u64_pair().into();
        Self {
            sold_at,
            wait: u8::try_from(wait.clamp(0, 35)).unwrap_or_default(),
            days: days.min(MOST_DAYS),
            is_return,
            serial: mixed(high ^ mixed(low ^ mixed(nth))) % SERIALS,
        }
    }

    /// The number as it is printed.
    pub(super) fn text(&self, prefix: &str) -> String {
        let minute = ((self.sold_at.timestamp() - EPOCH) / 60).clamp(0, MINUTES - 1);
        let plan = self.days + if self.is_return { MOST_DAYS + 1 } else { 0 };
        let mut text = String::with_capacity(LENGTH);
        text.push_str(prefix);
        push_base36(&mut text, minute.unsigned_abs(), 5);
        push_base36(&mut text, self.wait.into(), 1);
        push_base36(&mut text, plan.into(), 1);
        push_base36(&mut text, self.serial, 6);
        text.extend(check_digit(&text));
        text
    }

    /// Reads a number of the carrier whose prefix is given; `None` where it is none, or was mistyped.
    pub(super) fn read(text: &str, prefix: &str) -> Option<Self> {
        if text.len() != LENGTH || !text.is_ascii() {
            return None;
        }
        let (body, check) = text.split_at(LENGTH - 1);
        if check_digit(body) != check.chars().next() {
            return None;
        }
        let rest = body.strip_prefix(prefix)?;
        let part = |from: usize, to: usize| u64::from_str_radix(rest.get(from..to)?, 36).ok();
        let plan = u8::try_from(part(6, 7)?).ok()?;
        let minute = i64::try_from(part(0, 5)?).ok()?;
        Some(Self {
            sold_at: DateTime::from_timestamp(EPOCH, 0)? + Duration::minutes(minute),
            wait: u8::try_from(part(5, 6)?).ok()?,
            days: plan % (MOST_DAYS + 1),
            is_return: plan > MOST_DAYS,
            serial: part(7, 13)?,
        })
    }
}

/// The first two letters or digits of the id, in capitals.
pub(super) fn prefix(id: &CarrierId) -> String {
    let plain = id.as_str().chars().filter(char::is_ascii_alphanumeric);
    plain.chain("XX".chars()).take(2).map(|letter| letter.to_ascii_uppercase()).collect()
}

/// As a person may have typed it: without blanks, in capitals.
pub(super) fn tidy(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect()
}

fn push_base36(text: &mut String, mut value: u64, places: u32) {
    for place in (0..places).rev() {
        let unit = 36_u64.pow(place);
        let digit = u32::try_from(value / unit % 36).unwrap_or_default();
        text.extend(char::from_digit(digit, 36).map(|digit| digit.to_ascii_uppercase()));
        value %= unit;
    }
}

/// ISO/IEC 7064 MOD 37,36: finds every single wrong character and nearly every swapped pair. `None` for a character that is
/// not one of `0-9A-Z`.
fn check_digit(text: &str) -> Option<char> {
    let mut product = 36;
    for character in text.chars() {
        if character.is_ascii_lowercase() {
            return None;
        }
        let sum = (product + character.to_digit(36)?) % 36;
        product = if sum == 0 { 36 } else { sum } * 2 % 37;
    }
    char::from_digit((37 - product) % 36, 36).map(|digit| digit.to_ascii_uppercase())
}

/// Spreads the bits of a number (the finaliser of `splitmix64`).
const fn mixed(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number(key: u128, minute: i64, wait: i64, days: u8, is_return: bool) -> Number {
        let sold_at = DateTime::from_timestamp(EPOCH + minute * 60, 0).unwrap();
        let key = PurchaseKey::from_uuid(uuid::Uuid::from_u128(key));
        Number::new(key, 0, sold_at, wait, days, is_return)
    }

    proptest! {
        #[test]
        fn a_number_tells_what_went_into_it(
            key: u128, minute in 0..MINUTES, wait in 0_i64..36, days in 0..=MOST_DAYS, is_return: bool,
        ) {
            let number = number(key, minute, wait, days, is_return);
            let text = number.text("SI");
            prop_assert_eq!(text.len(), 16);
            prop_assert!(text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()));
            prop_assert_eq!(Number::read(&text, "SI"), Some(number));
        }

        #[test]
        fn one_wrong_character_is_found(key: u128, place in 0_usize..16, other in "[0-9A-Z]") {
            let text = number(key, 3_621_000, 0, 2, false).text("SI");
            let mut wrong = text.clone();
            wrong.replace_range(place..=place, &other);
            prop_assume!(wrong != text);
            prop_assert_eq!(Number::read(&wrong, "SI"), None);
        }
    }

    #[test]
    fn a_prefix_has_two_plain_characters_whatever_the_id() {
        let of = |id| prefix(&CarrierId::new(id).unwrap());
        assert_eq!((of("sierra"), of("a"), of("u-2")), ("SI".into(), "AX".into(), "U2".into()));
    }

    #[test]
    fn the_number_of_another_carrier_is_not_ours() {
        assert_eq!(Number::read(&number(1, 1, 0, 2, false).text("SI"), "ME"), None);
    }
}

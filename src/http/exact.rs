//! A number from its text, exactly: what JSON, XML and tables have in common.

use rust_decimal::Decimal;

/// A text that is no number, or one that cannot be kept exactly.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no number that can be kept exactly; digits with a point are, such as 12.30")]
pub struct NotExact(String);

/// The number that a text writes: digits with a point, with a sign and an exponent if it likes, blanks around it.
///
/// # Errors
///
/// [`NotExact`] for anything else, and for more than 28 digits.
pub fn decimal(text: &str) -> Result<Decimal, NotExact> {
    let refused = || NotExact(text.chars().take(40).collect());
    let trimmed = text.trim();
    let mut scientific = false;
    for byte in trimmed.bytes() {
        match byte {
            b'0'..=b'9' | b'.' | b'-' | b'+' => {}
            b'e' | b'E' => scientific = true,
            _ => return Err(refused()),
        }
    }
    if scientific {
        return Decimal::from_scientific(trimmed).map_err(|_| refused());
    }
    Decimal::from_str_exact(trimmed).map_err(|_| refused())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn keeps_every_digit() {
        for text in ["12.30", "0.1000000000000000055", "-7", "100000000000000000.01"] {
            assert_eq!(decimal(text).unwrap().to_string(), text);
        }
        assert_eq!(decimal(" 1.25e2 ").unwrap(), Decimal::from(125));
    }

    #[test]
    fn refuses_what_it_would_have_to_guess() {
        for text in ["", "12,30", "1 200", "12.30 EUR", "NaN", "0x1", "1_000", "1e400", "."] {
            assert!(decimal(text).is_err(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn an_amount_is_what_its_text_says(units in 0_u64..1_000_000_000_000, cents in 0_u32..100) {
            let text = format!("{units}.{cents:02}");
            prop_assert_eq!(decimal(&text).unwrap().to_string(), text);
        }

        #[test]
        fn no_text_does_harm(text in "\\PC{0,60}") {
            let _ = decimal(&text);
        }
    }
}

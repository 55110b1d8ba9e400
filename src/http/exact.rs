//! A number from its text, exactly: what JSON, XML and tables have in common.

use rust_decimal::Decimal;

/// A text that is no number, or one that cannot be kept exactly.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no number that can be kept exactly; digits with a point are, such as 12.30")]
pub struct NotExact(String);

/// How long a number is at the most when it is written out, as the model's amounts are: longer ones could not be read again.
const LONGEST: usize = 28;

/// The number that a text writes: digits with a point, with a sign and an exponent if it likes, blanks around it.
///
/// # Errors
///
/// [`NotExact`] for anything else, and for more than 28 digits and point.
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
    let read = if scientific { Decimal::from_scientific } else { Decimal::from_str_exact };
    let value = read(trimmed).map_err(|_| refused())?;
    let may_be_long = scientific || trimmed.len() > LONGEST;
    if may_be_long && value.abs().to_string().len() > LONGEST {
        return Err(refused());
    }
    Ok(value)
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

    #[test]
    fn refuses_what_would_be_too_long_to_be_read_again() {
        assert!(decimal("1e27").is_ok() && decimal("-1e27").is_ok());
        for text in ["1e28", "-1e28", "79228162514264337593543950335", "1e-27"] {
            assert!(decimal(text).is_err(), "{text}");
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

//! A shop's options as it writes them, in JSON or TOML, read with all their faults.

use std::path::Path;

use crate::input::{Complaints, Text, read};
use crate::select::offers::Shop;

/// Reads a shop's options from a file, JSON or TOML by its ending, else by its content.
///
/// # Errors
///
/// [`Complaints`], all of them at once, each with its line and with what would be right.
pub fn open_shop(path: &Path) -> Result<Shop, Complaints> {
    read_shop(&Text::open(path)?)
}

/// Reads a shop's options from a text.
///
/// # Errors
///
/// As [`open_shop`].
pub fn read_shop(text: &Text) -> Result<Shop, Complaints> {
    read(text, Shop::check)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::TextFormat;

    fn example() -> String {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/orders/shop.toml");
        std::fs::read_to_string(path).unwrap()
    }

    fn read_toml(content: String) -> Result<Shop, Complaints> {
        read_shop(&Text::new("shop.toml", content, TextFormat::Toml))
    }

    #[test]
    fn the_example_shop_has_no_fault() {
        assert_eq!(read_toml(example()).map(|shop| shop.options.len()), Ok(4));
    }

    #[test]
    fn faults_of_a_shop_are_told_with_their_line() {
        let shown =
            read_toml(example().replacen("charm =", "charme =", 1)).unwrap_err().to_string();
        assert!(shown.contains("unknown field \"charme\"; did you mean \"charm\"?"), "{shown}");
        let shown =
            read_toml(example().replacen("fallback = \"standard\"", "fallback = \"none\"", 1))
                .unwrap_err();
        assert!(shown.to_string().starts_with("shop.toml:8:1: fallback: "), "{shown}");
    }
}

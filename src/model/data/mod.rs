//! Tables of facts about places: codes, names, dialling codes, shapes of postal codes, dates of membership.
//!
//! Facts only, in rows; what they mean and how they are asked for is in `country.rs`, `postal.rs` and `subdivision.rs`.
//! Three tables are written by `generate.py` in the same order, that of the codes, so that a country's number is its
//! row in each; `ORIGIN.md` says where they are from.

mod countries;
mod european_union;
mod postal;
mod subdivisions;

pub(super) use countries::COUNTRIES;
pub(super) use european_union::MEMBERS;
pub(super) use postal::POSTAL;
pub(super) use subdivisions::SUBDIVISIONS;

use super::postal::PostalNeed;

/// What is known of a country.
#[derive(Debug)]
pub(super) struct Facts {
    pub(super) code: &'static str,
    pub(super) alpha3: &'static str,
    /// 0 where the source has none.
    pub(super) dialling: u16,
    pub(super) name: &'static str,
}

const fn row(code: &'static str, alpha3: &'static str, dialling: u16, name: &'static str) -> Facts {
    Facts { code, alpha3, dialling, name }
}

/// How a country's postal codes look. In a shape `#` is a digit, `@` a letter, `*` either, anything else itself.
#[derive(Debug)]
pub(super) struct PostalFacts {
    #[cfg_attr(
        not(test),
        expect(
            dead_code,
            reason = "a test compares it: the rows stand in the order of the countries"
        )
    )]
    pub(super) code: &'static str,
    pub(super) need: PostalNeed,
    /// Whole codes as they are printed, the usual shape first, with `|` between.
    pub(super) whole: &'static str,
    /// Shorter forms that carriers quote by, with `|` between.
    pub(super) partial: &'static str,
    /// Letters that may stand before the code and are not a part of it, as `SE` in `SE-114 55`.
    pub(super) prefix: &'static str,
    /// Of the first shape.
    pub(super) example: &'static str,
}

const fn postal_row(
    code: &'static str,
    need: PostalNeed,
    whole: &'static str,
    partial: &'static str,
    prefix: &'static str,
    example: &'static str,
) -> PostalFacts {
    PostalFacts { code, need, whole, partial, prefix, example }
}

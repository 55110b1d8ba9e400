//! Amounts and lines of a price, as the answers to prices and to purchases have them: Canadian dollars, and nobody says so.

use rust_decimal::Decimal;

use super::codes;
use super::wire::{into_told, told};
use crate::http::exact;
use crate::model::{Charge, ChargeKind, Currency, Money};

/// `None`: no number, or none that can be kept exactly.
pub(super) fn number(text: &str) -> Option<Decimal> {
    exact::decimal(told(text)?).ok()
}

pub(super) fn cad(text: &str) -> Option<Money> {
    Some(Money::new(number(text)?, Currency::CAD))
}

/// What is to pay: nobody gains by a parcel, and whoever looks for the cheapest would take it.
pub(super) fn due(text: &str) -> Option<Money> {
    cad(text).filter(|due| !due.is_negative())
}

/// The carriage.
pub(super) fn base(amount: &str) -> Option<Charge> {
    Some(Charge::new(ChargeKind::Base, cad(amount)?))
}

/// An option; one without a price is no line.
pub(super) fn option(code: String, name: String, amount: &str) -> Option<Charge> {
    line(codes::option(code.trim()), code, name, cad(amount)?)
}

/// An adjustment, which adds or takes off.
pub(super) fn adjustment(code: String, name: String, amount: &str) -> Option<Charge> {
    let amount = cad(amount)?;
    line(codes::adjustment(code.trim(), amount.is_negative()), code, name, amount)
}

/// One of the three taxes: federal (`gst`), provincial (`pst`), harmonised (`hst`).
pub(super) fn tax(code: &str, amount: &str) -> Option<Charge> {
    line(ChargeKind::Tax, code.to_owned(), String::new(), cad(amount)?)
}

fn line(kind: ChargeKind, code: String, name: String, amount: Money) -> Option<Charge> {
    if amount.is_zero() {
        return None;
    }
    let mut charge = Charge::new(kind, amount);
    (charge.code, charge.label) = (into_told(code), into_told(name));
    Some(charge)
}

/// What the lines of tax come to.
pub(super) fn taxes(charges: &[Charge]) -> Option<Money> {
    let taxes = charges.iter().filter(|charge| charge.kind == ChargeKind::Tax);
    let mut taxes = taxes.map(|charge| charge.amount);
    taxes.try_fold(Money::zero(Currency::CAD), Money::checked_add)
}

//! Amounts and lines of a price, as the answers to prices and to purchases have them: Canadian dollars, and nobody says so.

use rust_decimal::Decimal;

use super::codes;
use super::wire::{owned, told};
use crate::http::exact;
use crate::model::{Charge, ChargeKind, Currency, Money};

/// `None`: no number, or none that can be kept exactly.
pub(super) fn number(text: &str) -> Option<Decimal> {
    exact::decimal(told(text)?).ok()
}

pub(super) fn cad(text: &str) -> Option<Money> {
    Some(Money::new(number(text)?, Currency::CAD))
}

/// The carriage.
pub(super) fn base(amount: &str) -> Option<Charge> {
    Some(Charge::new(ChargeKind::Base, cad(amount)?))
}

/// An option; one without a price is no line.
pub(super) fn option(code: &str, name: &str, amount: &str) -> Option<Charge> {
    line(codes::option(code.trim()), code, name, amount)
}

/// An adjustment, which adds or takes off.
pub(super) fn adjustment(code: &str, name: &str, amount: &str) -> Option<Charge> {
    let takes_off = cad(amount)?.is_negative();
    line(codes::adjustment(code.trim(), takes_off), code, name, amount)
}

/// One of the three taxes: federal (`gst`), provincial (`pst`), harmonised (`hst`).
pub(super) fn tax(code: &str, amount: &str) -> Option<Charge> {
    line(ChargeKind::Tax, code, "", amount)
}

fn line(kind: ChargeKind, code: &str, name: &str, amount: &str) -> Option<Charge> {
    let amount = cad(amount).filter(|amount| !amount.is_zero())?;
    let mut charge = Charge::new(kind, amount);
    (charge.code, charge.label) = (owned(code), owned(name));
    Some(charge)
}

/// What the lines of tax come to.
pub(super) fn taxes(charges: &[Charge]) -> Option<Money> {
    let taxes = charges.iter().filter(|charge| charge.kind == ChargeKind::Tax);
    let mut taxes = taxes.map(|charge| charge.amount);
    taxes.try_fold(Money::zero(Currency::CAD), Money::checked_add)
}

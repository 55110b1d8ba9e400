//! From what the carrier says about money to a total, its tax and what it is made of: of a price and of a purchase alike. Pure.

use rust_decimal::Decimal;

use super::codes;
use super::wire::charges::{Item, Modifier, Negotiated, NegotiatedPackage, Tax};
use super::wire::{Amount, Text, Told};
use crate::http::exact;
use crate::model::{Charge, ChargeKind, Currency, Money, Notice, PriceBasis};

/// What an answer says that a price is made of. By value, for the words of each line are kept.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) total: Option<Amount>,
    pub(super) total_with_taxes: Option<Amount>,
    pub(super) taxes: Vec<Tax>,
    pub(super) base: Option<Amount>,
    pub(super) items: Vec<Item>,
    pub(super) transportation: Option<Amount>,
    pub(super) options: Option<Amount>,
    pub(super) negotiated: Option<Negotiated>,
    pub(super) packages: Vec<PackageItems>,
}

/// What is itemised at a package.
pub(super) struct PackageItems {
    published: Vec<Item>,
    negotiated: Vec<Item>,
}

impl PackageItems {
    pub(super) fn new(published: Vec<Item>, negotiated: Option<NegotiatedPackage>) -> Self {
        let negotiated = negotiated.map(|told| told.itemized_charges).unwrap_or_default();
        Self { published, negotiated }
    }
}

/// One of the two prices of an answer: what the account has agreed, or what is published.
struct Side {
    basis: PriceBasis,
    net: Amount,
    gross: Option<Amount>,
    taxes: Vec<Tax>,
    lines: Lines,
}

/// Where the carrier itemises, and where it sums up.
struct Lines {
    base: Vec<Amount>,
    modifiers: Vec<Modifier>,
    items: Vec<Item>,
    packages: Vec<Item>,
    /// Of what is published only: the carriage and the options.
    coarse: [(ChargeKind, Option<Amount>); 2],
}

impl Side {
    /// What the account has agreed where that is told, else what is published.
    fn of(told: Parts) -> Result<Self, &'static str> {
        let agreed =
            told.negotiated.and_then(|mut agreed| Some((agreed.total_charge.take()?, agreed)));
        let packages = told.packages.into_iter();
        let (carriage, options) = (ChargeKind::Base, ChargeKind::Other);
        Ok(match agreed {
            Some((net, agreed)) => Self {
                basis: PriceBasis::Account,
                net,
                gross: agreed.total_charges_with_taxes,
                taxes: agreed.tax_charges,
                lines: Lines {
                    base: agreed.base_service_charge,
                    modifiers: agreed.rate_modifier,
                    items: agreed.itemized_charges,
                    packages: packages.flat_map(|package| package.negotiated).collect(),
                    coarse: [(carriage, None), (options, None)],
                },
            },
            None => Self {
                basis: PriceBasis::List,
                net: told.total.ok_or("UPS told no total")?,
                gross: told.total_with_taxes,
                taxes: told.taxes,
                lines: Lines {
                    base: told.base.into_iter().collect(),
                    modifiers: Vec::new(),
                    items: told.items,
                    packages: packages.flat_map(|package| package.published).collect(),
                    coarse: [(carriage, told.transportation), (options, told.options)],
                },
            },
        })
    }
}

pub(super) struct Price {
    pub(super) total: Money,
    pub(super) tax: Option<Money>,
    /// `None`: nothing is said about tax.
    pub(super) includes_tax: Option<bool>,
    pub(super) basis: PriceBasis,
    pub(super) charges: Vec<Charge>,
}

impl Price {
    /// What the account has agreed where that is told, else what is published. With tax where the carrier tells it.
    pub(super) fn of(told: Parts) -> Result<Self, String> {
        let Side { basis, net, gross, taxes, lines } = Side::of(told)?;
        let net = money(&net)?;
        let gross = gross.as_ref().map(money).transpose()?;
        let total = gross.unwrap_or(net);
        if total.is_negative() {
            // Whoever looks for the cheapest would take it.
            return Err("UPS told a total below zero".to_owned());
        }
        let mut charges = lines.charges(net);
        if gross.is_some() {
            charges.extend(taxes.into_iter().filter_map(|told| tax(told, net.currency())));
        }
        Ok(Self {
            total,
            tax: gross.and_then(|gross| gross.checked_sub(net)),
            includes_tax: gross.map(|_| true),
            basis,
            charges,
        })
    }
}

impl Lines {
    /// The carrier itemises by shipment and by package, and sums up coarsely beside that: the first list that makes the total
    /// counts, and where none does the most detailed one.
    fn charges(self, total: Money) -> Vec<Charge> {
        let currency = total.currency();
        let most = self.base.len() + self.modifiers.len() + self.items.len() + self.packages.len();
        let mut all = Vec::with_capacity(most);
        let base = self.base.iter().filter_map(|told| money(told).ok());
        all.extend(base.map(|amount| Charge::new(ChargeKind::Base, amount)));
        all.extend(self.modifiers.into_iter().filter_map(|told| modifier(told, currency)));
        let shipment = all.len();
        all.extend(self.items.into_iter().filter_map(|item| itemised(item, currency)));
        let packages = all.len();
        all.extend(self.packages.into_iter().filter_map(|item| itemised(item, currency)));

        for left_out in [0..0, packages..all.len(), shipment..packages] {
            let kept = all.iter().enumerate().filter(|(index, _)| !left_out.contains(index));
            if sums_up(kept.map(|(_, charge)| charge), total) {
                all.drain(left_out);
                return all;
            }
        }
        let coarse: Vec<_> = self.coarse.into_iter().filter_map(coarse).collect();
        if sums_up(coarse.iter(), total) { coarse } else { all }
    }
}

/// Whether there are charges, and they make the total.
fn sums_up<'c>(charges: impl Iterator<Item = &'c Charge>, total: Money) -> bool {
    let mut charges = charges.map(|charge| charge.amount);
    charges.next().and_then(|first| charges.try_fold(first, Money::checked_add)) == Some(total)
}

fn coarse((kind, told): (ChargeKind, Option<Amount>)) -> Option<Charge> {
    let amount = money(&told?).ok().filter(|amount| !amount.is_zero())?;
    Some(Charge::new(kind, amount))
}

fn modifier(told: Modifier, currency: Currency) -> Option<Charge> {
    let amount = exact::decimal(told.amount.told()?).ok()?;
    let mut charge = Charge::new(ChargeKind::Other, Money::new(amount, currency));
    charge.code = told.modifier_type.into_told();
    charge.label = told.modifier_desc.into_told();
    Some(charge)
}

fn itemised(item: Item, currency: Currency) -> Option<Charge> {
    let told = item.currency_code.told();
    let currency = told.map_or(Some(currency), |code| Currency::parse(code).ok())?;
    let amount = exact::decimal(item.monetary_value.told()?).ok()?;
    let code = item.code.into_told();
    let kind = code.as_deref().map_or(ChargeKind::Other, codes::charge);
    let label = item.description.into_told().or_else(|| item.sub_type.into_told());
    let mut charge = Charge::new(kind, Money::new(amount, currency));
    (charge.code, charge.label) = (code, label);
    Some(charge)
}

/// A tax has no currency of its own.
fn tax(told: Tax, currency: Currency) -> Option<Charge> {
    let amount = exact::decimal(told.monetary_value.told()?).ok()?;
    let mut charge = Charge::new(ChargeKind::Tax, Money::new(amount, currency));
    charge.code = told.r#type.into_told();
    Some(charge)
}

fn money(told: &Amount) -> Result<Money, String> {
    amount_of(&told.currency_code, &told.monetary_value)
}

/// An amount whose currency stands apart.
pub(super) fn amount_of(currency: &Text, value: &Text) -> Result<Money, String> {
    let code = currency.told().ok_or("UPS told an amount without a currency")?;
    let currency = Currency::parse(code).map_err(|error| error.to_string())?;
    let amount: Decimal = exact::decimal(&value.0).map_err(|error| error.to_string())?;
    Ok(Money::new(amount, currency))
}

/// The carrier's words beside an answer.
pub(super) fn notice(told: Told) -> Option<Notice> {
    let code = told.code.into_told();
    let words = told.description.into_told().or_else(|| code.clone())?;
    let mut notice = Notice::information(words);
    notice.code = code;
    Some(notice)
}

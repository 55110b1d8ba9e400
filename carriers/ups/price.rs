//! From what the carrier says about money to a total, its tax and what it is made of: of a price and of a purchase alike. Pure.

use rust_decimal::Decimal;

use super::codes;
use super::wire::charges::{Item, Negotiated, Tax};
use super::wire::{Amount, Text, Told};
use crate::http::exact;
use crate::model::{Charge, ChargeKind, Currency, Money, Notice, PriceBasis};

/// Where an answer has what a price is made of.
#[derive(Default)]
pub(super) struct Parts<'a> {
    pub(super) total: Option<&'a Amount>,
    pub(super) total_with_taxes: Option<&'a Amount>,
    pub(super) taxes: &'a [Tax],
    pub(super) base: Option<&'a Amount>,
    pub(super) items: &'a [Item],
    pub(super) transportation: Option<&'a Amount>,
    pub(super) options: Option<&'a Amount>,
    pub(super) negotiated: Option<&'a Negotiated>,
    pub(super) packages: Vec<PackageItems<'a>>,
}

/// What is itemised at a package.
pub(super) struct PackageItems<'a> {
    pub(super) published: &'a [Item],
    pub(super) negotiated: &'a [Item],
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
    pub(super) fn of(told: &Parts<'_>) -> Result<Self, String> {
        let agreed = told
            .negotiated
            .and_then(|agreed| agreed.total_charge.as_ref().map(|total| (total, agreed)));
        let (net, gross, taxes, basis) = match agreed {
            Some((total, agreed)) => (
                total,
                agreed.total_charges_with_taxes.as_ref(),
                &*agreed.tax_charges,
                PriceBasis::Account,
            ),
            None => (
                told.total.ok_or("UPS told no total")?,
                told.total_with_taxes,
                told.taxes,
                PriceBasis::List,
            ),
        };
        let net = money(net)?;
        let gross = gross.map(money).transpose()?;
        let mut charges = charges(told, agreed.map(|(_, agreed)| agreed), net);
        if gross.is_some() {
            charges.extend(taxes.iter().filter_map(|told| tax(told, net.currency())));
        }
        Ok(Self {
            total: gross.unwrap_or(net),
            tax: gross.and_then(|gross| gross.checked_sub(net)),
            includes_tax: gross.map(|_| true),
            basis,
            charges,
        })
    }
}

/// The carrier itemises by shipment and by package, and sums up coarsely beside that: the first list that makes the total counts,
/// and where none does the most detailed one.
fn charges(told: &Parts<'_>, agreed: Option<&Negotiated>, total: Money) -> Vec<Charge> {
    let currency = total.currency();
    let (base, shipment): (Vec<&Amount>, &[Item]) = match agreed {
        Some(agreed) => (agreed.base_service_charge.iter().collect(), &agreed.itemized_charges),
        None => (told.base.into_iter().collect(), told.items),
    };
    let packages = told
        .packages
        .iter()
        .flat_map(|package| if agreed.is_some() { package.negotiated } else { package.published });
    let base = base.into_iter().filter_map(|told| money(told).ok());
    let base = base.map(|amount| Charge::new(ChargeKind::Base, amount));
    let modifiers = agreed.iter().flat_map(|told| &told.rate_modifier).filter_map(|told| {
        let amount = exact::decimal(told.amount.told()?).ok()?;
        let mut charge = Charge::new(ChargeKind::Other, Money::new(amount, currency));
        charge.code = told.modifier_type.owned();
        charge.label = told.modifier_desc.owned();
        Some(charge)
    });
    let base: Vec<_> = base.chain(modifiers).collect();
    let shipment: Vec<_> = shipment.iter().filter_map(|item| itemised(item, currency)).collect();
    let packages: Vec<_> = packages.filter_map(|item| itemised(item, currency)).collect();
    let coarse = [(ChargeKind::Base, told.transportation), (ChargeKind::Other, told.options)];
    let coarse = coarse.into_iter().filter(|_| agreed.is_none()).filter_map(|(kind, told)| {
        let amount = money(told?).ok().filter(|amount| !amount.is_zero())?;
        Some(Charge::new(kind, amount))
    });
    let lists = [
        [&base[..], &shipment, &packages].concat(),
        [&base[..], &shipment].concat(),
        [&base[..], &packages].concat(),
        coarse.collect(),
    ];
    let sums_up = |list: &Vec<Charge>| {
        let sum = list
            .iter()
            .try_fold(Money::zero(currency), |sum, charge| sum.checked_add(charge.amount));
        !list.is_empty() && sum == Some(total)
    };
    let [detailed, ..] = &lists;
    lists.iter().find(|list| sums_up(list)).unwrap_or(detailed).clone()
}

fn itemised(item: &Item, currency: Currency) -> Option<Charge> {
    let told = item.currency_code.told();
    let currency = told.map_or(Some(currency), |code| Currency::parse(code).ok())?;
    let amount = exact::decimal(item.monetary_value.told()?).ok()?;
    let code = item.code.owned();
    let kind = code.as_deref().map_or(ChargeKind::Other, codes::charge);
    let label = item.description.owned().or_else(|| item.sub_type.owned());
    let mut charge = Charge::new(kind, Money::new(amount, currency));
    (charge.code, charge.label) = (code, label);
    Some(charge)
}

/// A tax has no currency of its own.
fn tax(told: &Tax, currency: Currency) -> Option<Charge> {
    let amount = exact::decimal(told.monetary_value.told()?).ok()?;
    let mut charge = Charge::new(ChargeKind::Tax, Money::new(amount, currency));
    charge.code = told.r#type.owned();
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
pub(super) fn notice(told: &Told) -> Option<Notice> {
    let notice = Notice::information(told.description.told().or_else(|| told.code.told())?);
    Some(match told.code.told() {
        Some(code) => notice.with_code(code),
        None => notice,
    })
}

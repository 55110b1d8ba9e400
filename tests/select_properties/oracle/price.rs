//! Prices as the page writes them: decimals, one rounding where it says so.

use arriero::model::{Cover, Currency, Feature, FeatureOffer, Money, Offer, Rate, Signature};
use arriero::select::{Constraint, Rules, TaxBasis, Verdict};
use rust_decimal::{Decimal, RoundingStrategy};

/// Beyond this many minor units nothing is computed.
pub(crate) const MOST: i128 = 1 << 39;

fn digits(currency: Currency) -> u32 {
    u32::from(currency.minor_units())
}

/// Minor units, rounded half up (amounts below nothing are none).
pub(crate) fn minor(amount: Decimal, currency: Currency) -> i128 {
    let rounded =
        amount.round_dp_with_strategy(digits(currency), RoundingStrategy::MidpointAwayFromZero);
    whole(rounded * Decimal::from(10_u32.pow(digits(currency))))
}

fn minor_down(amount: Decimal, currency: Currency) -> i128 {
    whole((amount * Decimal::from(10_u32.pow(digits(currency)))).floor())
}

fn whole(amount: Decimal) -> i128 {
    amount.normalize().to_string().parse().unwrap()
}

fn units(minor: i128, currency: Currency) -> Decimal {
    Decimal::from_i128_with_scale(minor, digits(currency))
}

fn table(rules: &Rules, from: Currency, to: Currency) -> Option<Decimal> {
    if from == to {
        return Some(Decimal::ONE);
    }
    rules.exchange.iter().find(|pair| (pair.from, pair.to) == (from, to)).map(|pair| pair.rate)
}

pub(crate) fn converted(
    rules: &Rules,
    minor_units: i128,
    from: Currency,
    to: Currency,
) -> Option<i128> {
    let exact = units(minor_units, from) * table(rules, from, to)?;
    Some(minor(exact, to)).filter(|price| price.abs() <= MOST)
}

/// The total in minor units; `None`: it is no price.
pub(crate) fn total(rate: &Rate) -> Option<i128> {
    let amount = rate.total.amount();
    if amount < Decimal::ZERO || amount > Decimal::from(10_u64.pow(18)) {
        return None;
    }
    Some(minor(amount, rate.total.currency())).filter(|total| *total <= MOST)
}

/// One side of a price in its own currency. A fee is on the side that the total is on, and what tax it bears is not told.
fn side(rate: &Rate, rules: &Rules, basis: TaxBasis, fees: i128) -> Option<i128> {
    let total = total(rate)?;
    let tax = rate.tax.map(|tax| minor(tax.amount(), tax.currency()));
    if tax == Some(0) {
        return Some(total + fees);
    }
    let net_told = !rate.total_includes_tax?;
    if net_told == (basis == TaxBasis::Net) {
        return Some(total + fees);
    }
    let currency = rate.total.currency();
    let assumed = |sum: i128| {
        let percentage =
            Decimal::from(1_000_000 + rules.assumed_tax_ppm?) / Decimal::from(1_000_000);
        let sum = units(sum, currency);
        Some(minor(if net_told { sum * percentage } else { sum / percentage }, currency))
    };
    let by_told = tax.map(|tax| if net_told { total + tax } else { total - tax });
    match by_told.filter(|sum| *sum >= 0) {
        Some(sum) if fees == 0 => Some(sum),
        Some(sum) => Some(sum + assumed(fees)?),
        None => assumed(total + fees),
    }
}

/// What is paid on a basis and in a currency, the fees of all that is asked inside; `None`: it cannot be told.
pub(crate) fn price(rate: &Rate, rules: &Rules, basis: TaxBasis, to: Currency) -> Option<i128> {
    let fees: i128 =
        rules.constraints.iter().filter_map(|asked| fee(rate, rules, &asked.constraint)).sum();
    converted(rules, side(rate, rules, basis, fees)?, rate.total.currency(), to)
}

/// The fee that a constraint adds to the price of a rate, in the rate's own currency.
pub(crate) fn fee(rate: &Rate, rules: &Rules, constraint: &Constraint) -> Option<i128> {
    match constraint {
        Constraint::Feature(feature) => match said(rate, *feature)? {
            Offer::Offered { fee } => fee_of(rate, fee),
            _ => None,
        },
        Constraint::InsuredTo(sum) => match insured(rate, rules, *sum) {
            Insured::ForAFee(fee) => Some(fee),
            _ => None,
        },
        _ => None,
    }
}

/// A fee in another currency than the total cannot be added to it.
fn fee_of(rate: &Rate, fee: Option<Money>) -> Option<i128> {
    fee.filter(|fee| fee.currency() == rate.total.currency())
        .map(|fee| minor(fee.amount(), fee.currency()))
}

/// What is said about a feature; a stricter signature that is included will do where nothing is.
fn said(rate: &Rate, feature: Feature) -> Option<Offer> {
    let direct = rate.features.iter().find(|said| said.feature == feature).map(|said| said.offer);
    let adult = Feature::Signature(Signature::Adult { min_age: None });
    let stricter = FeatureOffer::new(adult, Offer::Included);
    let any = Feature::Signature(Signature::Any);
    direct.or((feature == any && rate.features.contains(&stricter)).then_some(Offer::Included))
}

pub(crate) fn has(rate: &Rate, feature: Feature) -> Verdict {
    match said(rate, feature) {
        Some(Offer::Included) => Verdict::Passed,
        Some(Offer::No) => Verdict::Failed,
        Some(Offer::Offered { fee }) if fee_of(rate, fee).is_some() => Verdict::Passed,
        Some(Offer::Offered { .. }) | None => Verdict::Unknown,
    }
}

pub(crate) enum Insured {
    Included,
    ForAFee(i128),
    Unknown,
    Short(i128),
}

pub(crate) fn insured(rate: &Rate, rules: &Rules, sum: Money) -> Insured {
    let Some(Cover { included, purchasable, fee, .. }) = rate.cover else {
        return Insured::Unknown;
    };
    let Some(exchange) = table(rules, included.currency(), sum.currency()) else {
        return Insured::Unknown;
    };
    let wanted = minor(sum.amount(), sum.currency());
    let down = |amount: Decimal| minor_down(amount * exchange, sum.currency());
    let without_fee = down(included.amount());
    let most = down(included.amount() + purchasable.map_or(Decimal::ZERO, Money::amount));
    match fee_of(rate, fee) {
        _ if without_fee >= wanted => Insured::Included,
        _ if most < wanted => Insured::Short(wanted - most),
        Some(fee) => Insured::ForAFee(fee),
        None => Insured::Unknown,
    }
}

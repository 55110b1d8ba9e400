//! What the crate quotes and what the page says, order by order and line by line.

use std::fmt::Write as _;

use arriero::model::{
    Address, Cod, Country, Dimensions, Length, LengthUnit, Packaging, Parcel, Rate, RateRequest,
    Shipment, Signature, Weight, WeightUnit,
};
use arriero::model::{Moment, Money};
use arriero::tariff::{Sheet, SheetCarrier};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::judge::{Flags, No, Price, judge};
use crate::make::{Dice, contract, dice, orders::orders};
use crate::plan::{Contract, Order, Place, Value};
use crate::text::files;

/// The carrier of a contract, loaded from its texts.
pub(crate) fn load(contract: &Contract) -> Result<SheetCarrier, String> {
    let mut carrier: Option<SheetCarrier> = None;
    for (index, plan) in contract.sheets.iter().enumerate() {
        let files = files(plan, ["first", "second"][index]);
        let texts: Vec<(&str, &str)> =
            files.iter().map(|(name, text)| (&**name, &**text)).collect();
        let sheet = Sheet::from_texts(&texts).map_err(|faults| {
            let texts = texts.iter().fold(String::new(), |mut all, (name, text)| {
                let _ = writeln!(all, "--- {name}\n{text}");
                all
            });
            format!("{faults}\n{texts}")
        })?;
        carrier = Some(match carrier {
            None => SheetCarrier::new(sheet),
            Some(carrier) => carrier.and(sheet).map_err(|overlap| overlap.to_string())?,
        });
    }
    carrier.ok_or_else(|| "no sheet".to_owned())
}

/// An order as the crate is asked.
pub(crate) fn request(order: &Order, currency: &str) -> RateRequest {
    let money = |amount: Decimal, value: Value| -> Money {
        let is_foreign = order.foreign == Some(value);
        let currency = if is_foreign { "SEK" } else { currency };
        let amount = if is_foreign { amount.trunc() } else { amount };
        format!("{amount} {currency}").parse().unwrap()
    };
    let parcels = order.parcels.iter().map(|parcel| {
        let mut sent = Parcel::new(Weight::new(parcel.grams, WeightUnit::G).unwrap());
        sent.dimensions = parcel.sides.map(|sides| {
            let [a, b, c] = sides.map(|side| Length::new(side, LengthUnit::Mm).unwrap());
            Dimensions::new(a, b, c)
        });
        if let Some(name) = &parcel.boxed {
            sent.packaging = Packaging::Box(name.clone());
        }
        sent.declared_value = parcel.declared.map(|amount| money(amount, Value::Declared));
        sent
    });
    let mut shipment = Shipment::new(address(&order.from), address(&order.to), parcels.collect());
    shipment.options.cod = order.cod.map(|amount| Cod::new(money(amount, Value::Cod)));
    shipment.options.insurance = order.insured.map(|amount| money(amount, Value::Insured));
    shipment.options.saturday = order.saturday;
    shipment.options.signature = order.signature.then_some(Signature::Direct);
    let mut request = RateRequest::new(shipment, order.ready_on);
    request.ready_at = order.ready_at;
    request
}

fn address(place: &Place) -> Address {
    let mut address = Address::new(Country::parse(place.country).unwrap());
    address.postal_code.clone_from(&place.code);
    address.region = place.region.map(str::to_owned);
    address.residential = place.residential;
    address
}

/// What the crate's answer says otherwise than the oracle's; empty where they agree.
pub(crate) fn differences(
    carrier: &SheetCarrier,
    contract: &Contract,
    order: &Order,
) -> Vec<String> {
    let answer = carrier.quote(&request(order, contract.sheets[0].currency));
    match (judge(contract, order), answer.rates.as_slice(), answer.unavailable.as_slice()) {
        (Ok(price), [rate], []) => of_price(&price, rate),
        (Err(no), [], [refused]) if says(&no, &refused.why) => Vec::new(),
        (Err(no), [], [refused]) => {
            vec![format!("refused as {no:?}, the crate says: {}", refused.why)]
        }
        (Ok(price), [], [refused]) => {
            vec![format!("{price:?}, the crate refuses: {}", refused.why)]
        }
        (Err(no), [rate], []) => vec![format!("refused as {no:?}, the crate prices {rate:?}")],
        (_, rates, refused) => vec![format!("one service, but {rates:?} and {refused:?}")],
    }
}

fn of_price(price: &Price, rate: &Rate) -> Vec<String> {
    let mut differences = Vec::new();
    let mut compare = |what: &str, page: String, crate_says: String| {
        if page != crate_says {
            differences.push(format!("{what}: the page {page}, the crate {crate_says}"));
        }
    };
    let amount = |money: Money| money.amount().normalize();
    let lines: Vec<_> =
        price.lines.iter().map(|(id, amount)| (id.clone(), amount.normalize())).collect();
    let charges: Vec<_> = rate
        .charges
        .iter()
        .map(|charge| (charge.code.clone().unwrap(), amount(charge.amount)))
        .collect();
    compare("lines", format!("{lines:?}"), format!("{charges:?}"));
    compare("total", price.total.normalize().to_string(), amount(rate.total).to_string());
    compare(
        "tax",
        format!("{:?}", price.tax.map(|tax| tax.normalize())),
        format!("{:?}", rate.tax.map(amount)),
    );
    compare(
        "inside",
        format!("{:?}", Some(price.includes_tax)),
        format!("{:?}", rate.total_includes_tax),
    );
    compare("sum", "Some(true)".to_owned(), format!("{:?}", rate.charges_agree()));
    compare("zone", price.zone.clone(), rate.zone.clone().unwrap_or_default());
    let billed = rate.billed_weight.map(|weight| weight.grams().normalize());
    compare(
        "billed",
        format!("{:?}", Some(price.billed.decimal(9).normalize())),
        format!("{billed:?}"),
    );
    let label = rate.charges.first().and_then(|charge| charge.label.clone()).unwrap_or_default();
    let row = label.split_once(": ").map_or("", |(_, row)| row);
    compare("row", price.row.clone(), row.to_owned());
    let delivery = &rate.delivery;
    compare(
        "handed",
        format!("{:?}", Some(price.handed)),
        format!("{:?}", delivery.assumes_ship_date),
    );
    compare("earliest", format!("{:?}", price.earliest), format!("{:?}", delivery.earliest));
    compare("latest", format!("{:?}", price.latest), format!("{:?}", delivery.date));
    compare(
        "business days",
        format!("{:?}", price.business_days),
        format!("{:?}", delivery.business_days),
    );
    let until = rate.valid_until.map(|moment| match moment {
        Moment::Instant(instant) => instant.to_utc().to_string(),
        other => format!("{other:?}"),
    });
    compare(
        "valid until",
        format!("{:?}", price.valid_until.map(|at| at.to_string())),
        format!("{until:?}"),
    );
    let says = |words: &str| rate.notices.iter().any(|notice| notice.text.contains(words));
    let flags = Flags {
        without_sides: says("a parcel has no dimensions"),
        old_percent: says("a percent of the sheet has ended"),
        derived_tax: says("the tax was derived"),
        tolerated: price.flags.tolerated.map(|_| says("the sheet has a tolerance")),
    };
    compare("flags", format!("{:?}", price.flags), format!("{flags:?}"));
    differences
}

/// Whether a refusal's words are about what the page refuses for.
fn says(no: &No, why: &str) -> bool {
    match no {
        No::OutOfDate => why.contains("no sheet valid on"),
        No::NotSold => why.contains("no price on"),
        No::Foreign => why.contains(", the sheet in"),
        No::NotPriced => why.contains("has no price for options."),
        No::UnderLimit => why.contains("is under the least"),
        No::BelowMinimum => why.contains("the published minimum"),
        No::NothingCollected => why.contains("nothing is collected in"),
        No::Lacking(fields) => {
            fields.iter().any(|field| why.contains(field)) && why.contains("is needed to know")
        }
        No::OutsideZones => why.contains("no zone for"),
        No::Refused(words) => why == words,
        No::SidesNeeded => why.contains("dimensions are needed and not given"),
        No::OverLimit => why.contains("is over the limit"),
        No::AboveLastStep => why.contains("is above the last step"),
        No::Blank => {
            why.contains("not offered to zone")
                || why.contains("has no price for zone")
                || why.contains("no price on")
        }
        No::Box => {
            why.contains("is no box of this service")
                || why.contains("the most in that box")
                || why.contains("is a box that is not for this shipment")
        }
        No::Unknown => why.contains("must be known for") || why.contains("must be known"),
        No::PercentNeeded => why.contains("has no percent on"),
        No::ValueNeeded => why.contains("the declared value of each parcel must be known"),
        No::Either(reasons) => reasons.iter().any(|reason| says(reason, why)),
        No::TaxNeeded => why.contains("the tax has no percent on"),
    }
}

/// Everything needed to see a disagreement.
pub(crate) fn told(contract: &Contract, order: &Order, differences: &[String]) -> String {
    let mut text = format!("{}\n{order:?}\n", differences.join("\n"));
    for (index, sheet) in contract.sheets.iter().enumerate() {
        for (name, body) in files(sheet, ["first", "second"][index]) {
            let _ = writeln!(text, "--- {name}\n{body}");
        }
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_crate_quotes_what_the_page_says_at_every_boundary(row in dice()) {
        let mut dice = Dice::new(&row);
        let contract = contract(&mut dice);
        let carrier = load(&contract).map_err(TestCaseError::fail)?;
        for order in orders(&mut dice, &contract) {
            let differences = differences(&carrier, &contract, &order);
            prop_assert!(differences.is_empty(), "{}", told(&contract, &order, &differences));
        }
    }
}

//! A price without a rate: for whoever asks for millions and shows few. What dates decide beside the price is in rates.

use std::fmt;

use super::accept::accept;
use super::amounts::Amounts;
use super::compiled::{Compiled, ServiceRules};
use super::facts::Consignment;
use super::lines;
use super::places::ZoneNo;
use super::price::{Priced, price, zone};
use super::refusal::{About, Refusal};
use super::sheet::Sheet;
use crate::model::{ChargeKind, Date, Money, Service, Weight};

/// One service of a sheet, to be asked for prices.
///
/// ```
/// use arriero::model::{Address, Country, Date, Parcel, Shipment};
/// use arriero::tariff::{Consignment, Sheet};
///
/// let rules = r#"
/// sheet = { format = 1, carrier = "mula", currency = "EUR", cells = "net", valid = "2026-01-01/", origin = ["ES"] }
/// zones = { spain = "ES", portugal = "PT" }
/// [service.paq]
/// surcharges = [{ id = "fuel", percent = "10", on = ["base"] }]
/// "#;
/// let sheet = Sheet::from_texts(&[("mula.toml", rules), ("mula.paq.csv", "kg,spain,portugal\n5,4.00,6.00\n")])?;
/// let paq = sheet.service("paq").ok_or("no such service")?;
///
/// let place = |code: &str| Address::new(Country::ES).with_city(code, "");
/// let shipment = Shipment::new(place("28013"), place("08001"), vec![Parcel::new("3 kg".parse()?)]);
/// let consignment = Consignment::read(&shipment)?; // once, for any number of sheets
/// let monday: Date = "2026-03-02".parse()?;
///
/// let price = paq.price(&consignment, monday).map_err(|why| why.to_string())?;
/// assert_eq!(price.net().map(|net| net.to_string()), Some("4.40 EUR".to_owned()));
/// let lines: Vec<_> = price.lines().iter().map(|line| format!("{} {}", line.id, line.amount)).collect();
/// assert_eq!(lines, ["base 4.00 EUR", "fuel 0.40 EUR"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SheetService<'s> {
    sheet: &'s Sheet,
    first: &'s ServiceRules,
    /// The rules of each time between two changes of its prices, the first included.
    slices: &'s [ServiceRules],
}

impl Sheet {
    /// A service by its code; `None`: the sheet has none of that code.
    #[must_use]
    pub fn service(&self, code: &str) -> Option<SheetService<'_>> {
        self.priced_services().find(|known| known.service().code == code)
    }

    /// The services that it prices, each to be asked for prices, in the order of [`services`](Self::services).
    pub fn priced_services(&self) -> impl Iterator<Item = SheetService<'_>> {
        let is_same =
            |one: &ServiceRules, other: &ServiceRules| one.service.code == other.service.code;
        let services = self.compiled.services.chunk_by(is_same);
        services.filter_map(move |slices| {
            Some(SheetService { sheet: self, first: slices.first()?, slices })
        })
    }
}

impl<'s> SheetService<'s> {
    /// The service.
    #[must_use]
    pub fn service(self) -> &'s Service {
        &self.first.service
    }

    /// The price of a consignment that is handed over on a day. The cut-off and the pick-up days, which decide that day, are
    /// not looked at; a [rate](super::SheetCarrier::quote) looks at them.
    ///
    /// # Errors
    ///
    /// [`NoPrice`]: why there is none.
    pub fn price<'p>(
        self,
        consignment: &'p Consignment<'p>,
        hand_over: Date,
    ) -> Result<Price<'p>, NoPrice<'p>>
    where
        's: 'p,
    {
        let sheet = self.sheet.on(hand_over).unwrap_or(&self.sheet.compiled);
        let slice = self.slices.iter().find(|rules| rules.days.contains(hand_over));
        let rules = slice.unwrap_or(self.first);
        let asked = Asked { sheet, rules, consignment, hand_over };
        match asked.price(&mut Amounts::default()) {
            Ok(priced) => Ok(Price { asked, priced }),
            Err((zone, refusal)) => Err(NoPrice { asked, zone, refusal }),
        }
    }
}

/// What was asked for a price.
#[derive(Clone, Copy, Debug)]
struct Asked<'p> {
    sheet: &'p Compiled,
    rules: &'p ServiceRules,
    consignment: &'p Consignment<'p>,
    hand_over: Date,
}

impl Asked<'_> {
    /// The price, or why there is none and the zone as far as it is known.
    #[inline]
    fn price(self, amounts: &mut Amounts) -> Result<Priced, (Option<ZoneNo>, Refusal)> {
        let Self { sheet, rules, consignment, hand_over } = self;
        if !sheet.is_valid_on(hand_over) {
            return Err((None, Refusal::NotValid));
        }
        if !rules.days.contains(hand_over) {
            return Err((None, Refusal::NotPricedThen));
        }
        let without_zone = |refusal| (None, refusal);
        accept(sheet, rules, consignment, hand_over).map_err(without_zone)?;
        let zone = zone(sheet, consignment).map_err(without_zone)?;
        price(sheet, rules, zone, consignment, hand_over, amounts)
            .map_err(|refusal| (Some(zone), refusal))
    }
}

/// The price of a consignment by one service, without its lines: those are worked out when they are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Price<'p> {
    asked: Asked<'p>,
    priced: Priced,
}

impl<'p> Price<'p> {
    /// Without tax; `None`: the sheet does not tell it.
    #[must_use]
    pub fn net(&self) -> Option<Money> {
        self.priced.net.map(|minor| self.money(minor))
    }

    /// With tax; `None`: the sheet does not tell it.
    #[must_use]
    pub fn gross(&self) -> Option<Money> {
        self.priced.gross.map(|minor| self.money(minor))
    }

    /// The name of the zone.
    #[must_use]
    pub fn zone(&self) -> &'p str {
        self.asked.sheet.zone(self.priced.zone).map_or("", |zone| &zone.name)
    }

    /// The weight that the base was priced by, of all parcels together; `None`: too fine for a weight.
    #[must_use]
    pub fn billed_weight(&self) -> Option<Weight> {
        lines::weight(self.priced.billable, self.asked.rules.table.unit)
    }

    /// What the price is the sum of, in the order of the sheet: net, or gross where the sheet's cells are gross.
    #[must_use]
    pub fn lines(&self) -> Vec<Line<'p>> {
        let mut amounts = Amounts::default();
        // It had a price a moment ago, and nothing has changed since.
        let _ = self.asked.price(&mut amounts);
        lines::lines(self.asked.sheet, self.asked.rules, &amounts)
    }

    fn money(&self, minor: i64) -> Money {
        Money::from_minor(minor, self.asked.sheet.scale.currency)
    }
}

/// A line of a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Line<'p> {
    /// What it is for.
    pub kind: ChargeKind,
    /// `base`, `discount`, `minimum`, or the id of a surcharge.
    pub id: &'p str,
    /// The amount; a discount is negative.
    pub amount: Money,
}

/// Why a service has no price for a consignment. It looks at what was asked, and its words are made when they are shown:
/// a price that is refused costs no more than one that is told.
#[derive(Clone, Copy)]
pub struct NoPrice<'p> {
    asked: Asked<'p>,
    zone: Option<ZoneNo>,
    refusal: Refusal,
}

impl fmt::Display for NoPrice<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Asked { sheet, rules, consignment, hand_over } = self.asked;
        let shipment = consignment.shipment;
        let about = About { sheet, service: rules, shipment, day: hand_over, zone: self.zone };
        f.write_str(&self.refusal.words(&about))
    }
}

impl fmt::Debug for NoPrice<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("NoPrice").field(&self.to_string()).finish()
    }
}

impl std::error::Error for NoPrice<'_> {}

//! A carrier that quotes from sheets and does nothing else.

use async_trait::async_trait;

use super::compiled::{Compiled, Count, ServiceRules};
use super::condition::{Choice, Condition};
use super::days::Days;
use super::facts::{self, Asked, Facts, ParcelFacts, unpriced};
use super::fault::SheetFault;
use super::lines;
use super::number::show_weight;
use super::places::Whereabouts;
use super::price::{price, zone};
use super::refusal::About;
use super::sheet::Sheet;
use super::transit::{Handed, delivery, hand};
use crate::carrier::{Capabilities, Carrier, PurchaseKind, PurchaseSafety, Result};
use crate::model::{
    CarrierId, Cover, Date, DeliversTo, Feature, FeatureOffer, Notice, Offer, Rate, RateAnswer,
    RateRequest, Service, ServiceLevel, Shipment, Unavailable, WeightUnit,
};

/// Quotes from one sheet, or from several that follow each other in time. Sells nothing.
///
/// Options of a shipment that carriers charge for (signature, insurance, cash on delivery, Saturday, swap, another payer) are
/// refused where no surcharge of the service speaks of them; words to the driver, notifications and who brings the parcel are
/// no matter of prices here.
#[derive(Clone, Debug)]
pub struct SheetCarrier {
    id: CarrierId,
    sheets: Vec<Sheet>,
}

/// Two sheets price one service on the same days.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Overlap(SheetFault);

impl SheetCarrier {
    /// A carrier with one sheet, by the sheet's own name.
    #[must_use]
    pub fn new(sheet: Sheet) -> Self {
        Self { id: sheet.carrier().clone(), sheets: vec![sheet] }
    }

    /// With another sheet, for other days or other services.
    ///
    /// # Errors
    ///
    /// [`Overlap`] where both price a service on the same days.
    pub fn and(mut self, sheet: Sheet) -> std::result::Result<Self, Overlap> {
        for known in &self.sheets {
            let both = sheet.compiled.services.iter().flat_map(|service| {
                let code = &service.service.code;
                let others = known.compiled.services.iter();
                others
                    .filter(move |other| other.service.code == *code)
                    .filter_map(move |other| Some((code, service.days.common(other.days)?)))
            });
            if let Some((code, days)) = both.into_iter().next() {
                return Err(Overlap(SheetFault {
                    file: sheet.name().into(),
                    line: 0,
                    column: 0,
                    message: format!(
                        "service \"{code}\" is priced twice from {days} ({}, {})",
                        known.name(),
                        sheet.name()
                    ),
                }));
            }
        }
        self.sheets.push(sheet);
        Ok(self)
    }

    /// Under another name: that of its table in the configuration.
    #[must_use]
    pub fn named(mut self, id: CarrierId) -> Self {
        self.id = id;
        self
    }

    /// The sheets it quotes from.
    #[must_use]
    pub fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    /// The prices of a shipment, at once: nothing is asked of anybody.
    #[must_use]
    pub fn quote(&self, request: &RateRequest) -> RateAnswer {
        let mut answer = RateAnswer::default();
        let mut asked_for = Vec::new();
        for (place, sheet) in self.sheets.iter().enumerate() {
            for rules in sheet.compiled.services.iter() {
                let code = &rules.service.code;
                if asked_for.contains(&code) {
                    continue;
                }
                asked_for.push(code);
                match self.service(place, code, request) {
                    Ok(rate) => answer.rates.push(rate),
                    Err((service, why)) => {
                        answer.unavailable.push(Unavailable::new(
                            self.id.clone(),
                            Some(service),
                            why,
                        ));
                    }
                }
            }
        }
        answer
    }

    /// A service by the sheet of its hand-over day.
    fn service(
        &self,
        first: usize,
        code: &str,
        request: &RateRequest,
    ) -> std::result::Result<Rate, (Service, String)> {
        let mut why = None;
        for sheet in self.sheets.iter().skip(first) {
            let slices =
                || sheet.compiled.services.iter().filter(|rules| rules.service.code == code);
            let Some(rules) = slices().next() else { continue };
            let refused = |words: String| (rules.service.clone(), words);
            let cut_off = rules.transit.as_ref().and_then(|transit| transit.cut_off);
            let handed = hand(request, cut_off).map_err(refused)?;
            let Some(on_day) = sheet.on(handed.day) else {
                why.get_or_insert_with(|| refused(format!("no sheet valid on {}", handed.day)));
                continue;
            };
            let Some(rules) = slices().find(|rules| rules.days.contains(handed.day)) else {
                let known = slices().map(|rules| rules.days);
                why.get_or_insert_with(|| refused(no_price(known, handed.day)));
                continue;
            };
            let quote = Quote { id: &self.id, sheet: on_day, rules, request, day: handed.day };
            return quote.rate(handed).map_err(refused);
        }
        Err(why
            .unwrap_or_else(|| (Service::new(code, code), "no sheet has this service".to_owned())))
    }
}

/// The prices nearest to a day without one.
fn no_price(known: impl Iterator<Item = Days> + Clone, day: Date) -> String {
    let before = known.clone().filter_map(|days| days.last).filter(|last| *last < day).max();
    let after = known.map(|days| days.first).filter(|first| day < *first).min();
    match (before, after) {
        (None, Some(first)) => format!("no price on {day}; the first is from {first}"),
        (Some(last), None) => format!("no price on {day}; the last was until {last}"),
        (Some(last), Some(first)) => {
            format!("no price on {day}; there is one until {last}, and from {first}")
        }
        (None, None) => format!("no price on {day}"),
    }
}

/// One service of one sheet asked about one shipment.
struct Quote<'q> {
    id: &'q CarrierId,
    sheet: &'q Compiled,
    rules: &'q ServiceRules,
    request: &'q RateRequest,
    /// The hand-over day.
    day: Date,
}

impl Quote<'_> {
    fn rate(&self, handed: Handed) -> std::result::Result<Rate, String> {
        let (sheet, rules, shipment) = (self.sheet, self.rules, &*self.request.shipment);
        let parcels = facts::parcels(shipment)?;
        if parcels.is_empty() {
            return Err("the shipment has no parcel".to_owned());
        }
        let asked = facts::asked(shipment, sheet.scale.currency)?;
        self.knows_what_is_asked(&asked)?;
        let delivers_to = self.delivers_to()?;
        let Handed { day, valid_until, mut notices } = handed;
        let facts = facts_of(shipment, day, &parcels, asked)?;
        let about = |zone| About { sheet, service: rules, shipment, day, zone };
        let zone = zone(sheet, &facts).map_err(|refusal| refusal.words(&about(None)))?;
        let priced = price(sheet, rules, zone, &facts)
            .map_err(|refusal| refusal.words(&about(Some(zone))))?;
        let mut rate = lines::rate(self.id, sheet, rules, &priced);
        if !self.request.totals_only {
            rate.charges = lines::charges(sheet, rules, &priced);
        }
        rate.delivery =
            delivery((sheet, rules.transit.as_ref()), zone, &facts, self.request, &mut notices);
        rate.valid_until = valid_until;
        rate.features = self.features(&asked);
        rate.delivers_to = Some(delivers_to);
        rate.cover = shipment.options.insurance.map(Cover::included);
        rate.notices.extend(self.tolerated(&parcels));
        rate.notices.extend(notices);
        Ok(rate)
    }

    /// A tolerance that was used is named: without it the weight would have been the next unit's.
    fn tolerated(&self, parcels: &[ParcelFacts<'_>]) -> Option<Notice> {
        let rule = &self.rules.weight;
        let weighed =
            || parcels.iter().filter(|parcel| parcel.boxed.is_none()).map(|parcel| parcel.weight);
        let (given, taken) = match rule.count {
            Count::Parcel => weighed()
                .map(|weight| (weight.into(), rule.tolerated(weight.into())))
                .find(|(given, taken)| given != taken)?,
            Count::SumOfGreater | Count::GreaterOfSums => {
                let sum = weighed().map(i128::from).sum();
                Some((sum, rule.tolerated(sum))).filter(|(given, taken)| given != taken)?
            }
        };
        let show = |nanograms: i128, unit| {
            i64::try_from(nanograms).map(|weight| show_weight(weight, unit)).unwrap_or_default()
        };
        Some(Notice::information(format!(
            "{} was taken as {}: the sheet has a tolerance of {}",
            show(given, WeightUnit::G),
            show(taken, self.rules.table.unit),
            show(rule.tolerance.into(), WeightUnit::G)
        )))
    }

    /// A service of the level `point` goes to points, any other to the door.
    fn delivers_to(&self) -> std::result::Result<DeliversTo, String> {
        match (self.rules.service.level, self.request.shipment.to.point()) {
            (ServiceLevel::Point, Some(point)) => Ok(DeliversTo::Point(Box::new(point.clone()))),
            (ServiceLevel::Point, None) => Ok(DeliversTo::Network { kind: None }),
            (_, None) => Ok(DeliversTo::Address),
            (_, Some(_)) => {
                Err("the sheet has no price for delivery to a service point".to_owned())
            }
        }
    }

    fn knows(&self, choice: Choice) -> bool {
        let mut rules = self.rules.surcharges.iter().map(|surcharge| &surcharge.when);
        rules.any(|when| when.speaks_of(choice) && when.is_in_force(self.day))
    }

    /// An option that no rule speaks of has no price.
    fn knows_what_is_asked(&self, asked: &Asked) -> std::result::Result<(), String> {
        if let Some(option) = unpriced(&self.request.shipment.options) {
            return Err(format!("the sheet has no price for options.{option}"));
        }
        let wanted = [
            (asked.cod.is_some(), Choice::Cod, "cod".to_owned()),
            (asked.insured.is_some(), Choice::Insurance, "insurance".to_owned()),
            (asked.saturday, Choice::Saturday, "saturday".to_owned()),
        ];
        let signature = asked
            .signature
            .map(|kind| (true, Choice::Signature(kind), format!("signature = \"{kind}\"")));
        for (is_asked, choice, name) in wanted.into_iter().chain(signature) {
            if is_asked && !self.knows(choice) {
                return Err(format!("the sheet has no price for options.{name}"));
            }
        }
        Ok(())
    }

    /// Asked: inside the total. Not asked: to be had, at a fee that is known once the shipment asks.
    fn features(&self, asked: &Asked) -> Vec<FeatureOffer> {
        let offer =
            |is_asked: bool| if is_asked { Offer::Included } else { Offer::Offered { fee: None } };
        let mut features = Vec::new();
        for (choice, feature, is_asked) in [
            (Choice::Cod, Feature::Cod, asked.cod.is_some()),
            (Choice::Saturday, Feature::Saturday, asked.saturday),
        ] {
            if self.knows(choice) {
                features.push(FeatureOffer::new(feature, offer(is_asked)));
            }
        }
        let in_force = |when: &&Condition| when.is_in_force(self.day);
        let conditions = self.rules.surcharges.iter().map(|surcharge| &surcharge.when);
        for test in conditions.filter(in_force).flat_map(|when| &when.tests) {
            if let super::condition::Test::Option(Choice::Signature(kind)) = test {
                let said = FeatureOffer::new(
                    Feature::Signature(*kind),
                    offer(asked.signature == Some(*kind)),
                );
                if !features.contains(&said) {
                    features.push(said);
                }
            }
        }
        features
    }
}

fn facts_of<'f>(
    shipment: &Shipment,
    day: Date,
    parcels: &'f [ParcelFacts<'f>],
    asked: Asked,
) -> std::result::Result<Facts<'f>, String> {
    let place = shipment.to.place();
    let (origin, destination): (Whereabouts, Whereabouts) =
        (facts::whereabouts(&shipment.from)?, facts::whereabouts(place)?);
    Ok(Facts { origin, destination, day, parcels, asked, residential: place.residential })
}

#[async_trait]
impl Carrier for SheetCarrier {
    fn id(&self) -> CarrierId {
        self.id.clone()
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { rates: true, ..Capabilities::default() }
    }

    /// A sheet sells nothing, so nothing of it is ever lost.
    fn purchase_safety(&self, _: PurchaseKind) -> PurchaseSafety {
        PurchaseSafety::Blind
    }

    async fn rates(&self, request: &RateRequest) -> Result<RateAnswer> {
        Ok(self.quote(request))
    }
}

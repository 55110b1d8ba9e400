//! A carrier that quotes from sheets and does nothing else.

use async_trait::async_trait;

use super::accept::{accept, knows};
use super::amounts::Amounts;
use super::compiled::{Compiled, Count, ServiceRules};
use super::condition::{Choice, Condition};
use super::facts::{Asked, Consignment, ConsignmentError};
use super::fault::SheetFault;
use super::lines;
use super::number::show_weight;
use super::price::{price, zone};
use super::refusal::{About, no_price};
use super::sheet::Sheet;
use super::transit::{Calendars, Handed, delivery, hand};
use crate::carrier::{Capabilities, Carrier, PurchaseKind, PurchaseSafety, Result};
use crate::model::{
    CarrierId, Cover, Date, DeliversTo, Feature, FeatureOffer, Notice, Offer, Rate, RateAnswer,
    RateRequest, Service, ServiceLevel, Unavailable, WeightUnit,
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
        let asked = Asking {
            request,
            consignment: Consignment::read(&request.shipment),
            calendars: Calendars::of(request),
        };
        let mut asked_for = Vec::new();
        for (place, sheet) in self.sheets.iter().enumerate() {
            for rules in sheet.compiled.services.iter() {
                let code = &rules.service.code;
                if asked_for.contains(&code) {
                    continue;
                }
                asked_for.push(code);
                match self.service(place, code, &asked) {
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
        asked: &Asking<'_>,
    ) -> std::result::Result<Rate, (Service, String)> {
        let mut why = None;
        for sheet in self.sheets.iter().skip(first) {
            let slices =
                || sheet.compiled.services.iter().filter(|rules| rules.service.code == code);
            let Some(rules) = slices().next() else { continue };
            let refused = |words: String| (rules.service.clone(), words);
            let cut_off = rules.transit.as_ref().and_then(|transit| transit.cut_off);
            let handed = hand(asked.request, &asked.calendars, cut_off).map_err(refused)?;
            let Some(on_day) = sheet.on(handed.day) else {
                why.get_or_insert_with(|| refused(format!("no sheet valid on {}", handed.day)));
                continue;
            };
            let Some(rules) = slices().find(|rules| rules.days.contains(handed.day)) else {
                // A gap in the sheet of that day says more than a sheet that is for other days.
                let known = slices().map(|rules| rules.days);
                why = Some(refused(no_price(known, handed.day)));
                continue;
            };
            let quote = Quote { id: &self.id, sheet: on_day, rules, asked };
            return quote.rate(handed).map_err(refused);
        }
        Err(why
            .unwrap_or_else(|| (Service::new(code, code), "no sheet has this service".to_owned())))
    }
}

/// What is asked, and what all services of all sheets need of it.
struct Asking<'r> {
    request: &'r RateRequest,
    /// The shipment as integers, or why it is not.
    consignment: std::result::Result<Consignment<'r>, ConsignmentError>,
    calendars: Calendars,
}

/// One service of one sheet asked about one shipment.
struct Quote<'q> {
    id: &'q CarrierId,
    sheet: &'q Compiled,
    rules: &'q ServiceRules,
    asked: &'q Asking<'q>,
}

impl Quote<'_> {
    fn rate(&self, handed: Handed) -> std::result::Result<Rate, String> {
        let Asking { request, consignment, calendars } = self.asked;
        let (sheet, rules, shipment) = (self.sheet, self.rules, &*request.shipment);
        let facts = consignment.as_ref().map_err(ToString::to_string)?;
        let Handed { day, valid_until, mut notices } = handed;
        let about = |zone| About { sheet, service: rules, shipment, day, zone };
        let zone = accept(sheet, rules, facts, day)
            .and_then(|()| zone(sheet, facts))
            .map_err(|refusal| refusal.words(&about(None)))?;
        let mut amounts = Amounts::default();
        let priced = price(sheet, rules, zone, facts, day, &mut amounts)
            .map_err(|refusal| refusal.words(&about(Some(zone))))?;
        let mut rate = lines::rate(self.id, sheet, rules, &priced);
        if !request.totals_only {
            rate.charges = lines::charges(sheet, rules, &priced, &amounts);
        }
        let transit = (sheet, rules.transit.as_ref());
        rate.delivery = delivery(transit, (facts, zone), (request, calendars), day, &mut notices);
        rate.valid_until = valid_until;
        rate.features = self.features(&facts.asked, day);
        rate.delivers_to = Some(self.delivers_to());
        rate.cover = shipment.options.insurance.map(Cover::included);
        rate.notices.extend(self.tolerated(facts));
        rate.notices.extend(notices);
        Ok(rate)
    }

    /// A tolerance that was used is named: without it the weight would have been the next unit's.
    fn tolerated(&self, facts: &Consignment<'_>) -> Option<Notice> {
        let rule = &self.rules.weight;
        if rule.tolerance == 0 {
            return None;
        }
        let mut weighed =
            facts.parcels.iter().filter(|one| one.boxed.is_none()).map(|one| one.weight);
        let taken = |given: i64| Some((given, rule.tolerated(given))).filter(|(a, b)| a != b);
        let (given, taken) = match rule.count {
            Count::Parcel => weighed.find_map(taken)?,
            Count::SumOfGreater | Count::GreaterOfSums => taken(weighed.sum())?,
        };
        Some(Notice::information(format!(
            "{} was taken as {}: the sheet has a tolerance of {}",
            show_weight(given, WeightUnit::G),
            show_weight(taken, self.rules.table.unit),
            show_weight(rule.tolerance, WeightUnit::G)
        )))
    }

    /// A service of the level `point` goes to points, any other to the door.
    fn delivers_to(&self) -> DeliversTo {
        match (self.rules.service.level, self.asked.request.shipment.to.point()) {
            (ServiceLevel::Point, Some(point)) => DeliversTo::Point(Box::new(point.clone())),
            (ServiceLevel::Point, None) => DeliversTo::Network { kind: None },
            _ => DeliversTo::Address,
        }
    }

    /// Asked: inside the total. Not asked: to be had, at a fee that is known once the shipment asks.
    fn features(&self, asked: &Asked, day: Date) -> Vec<FeatureOffer> {
        let offer =
            |is_asked: bool| if is_asked { Offer::Included } else { Offer::Offered { fee: None } };
        let mut features = Vec::new();
        for (choice, feature, is_asked) in [
            (Choice::Cod, Feature::Cod, asked.cod.is_some()),
            (Choice::Saturday, Feature::Saturday, asked.saturday),
        ] {
            if knows(self.rules, choice, day) {
                features.push(FeatureOffer::new(feature, offer(is_asked)));
            }
        }
        let in_force = |when: &&Condition| when.is_in_force(day);
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

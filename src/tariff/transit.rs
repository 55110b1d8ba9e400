//! From the moment a shipment is ready to the day it is handed over, and from there to the days it may arrive.

use crate::calendar::{Calendar, CutOff, Ready, Zone, hand_over, region_of};
use crate::model::{Address, Date, DeliveryEstimate, Moment, Notice, RateRequest};

use super::compiled::{Compiled, Span, Transit, TransitDays, Whose};
use super::facts::Facts;
use super::places::ZoneNo;

/// The hand-over day, and what had to be taken for granted.
pub(super) struct Handed {
    pub(super) day: Date,
    pub(super) valid_until: Option<Moment>,
    pub(super) notices: Vec<Notice>,
}

/// The business days of a place, as far as they are known.
pub(super) fn calendar(address: &Address) -> Option<Calendar> {
    let country = address.country.as_str();
    // Addresses name regions of any level; where the postcode decides, it decides the level that has holidays.
    let by_code = address.postal_code.as_deref().and_then(|code| region_of(country, code));
    Calendar::of(country, by_code.or(address.region.as_deref()))
}

/// The hand-over day: the first pick-up day whose cut-off is not before the shipment is ready.
///
/// Where no time of day is said the shipment is taken to be ready for that day's collection: the rate is valid until the
/// cut-off and no longer, so nobody buys it too late.
pub(super) fn hand(request: &RateRequest, cut_off: Option<CutOff>) -> Result<Handed, String> {
    let from = &request.shipment.from;
    let mut notices = Vec::new();
    let pick_up = calendar(from).unwrap_or_else(|| {
        notices.push(Notice::warning(format!(
            "the holidays of {} are not known; Monday to Friday are taken",
            from.country
        )));
        Calendar::weekdays()
    });
    let unknown = || format!("the pick-up days after {} are not known", request.ship_on);
    let zone = Zone::of(from.country.as_str(), from.region.as_deref(), from.postal_code.as_deref());
    let day = match (cut_off, request.ready_at) {
        (Some(cut_off), Some(time)) => {
            let ready = Ready::on(request.ship_on).at(time);
            let ready = zone.map_or(ready, |zone| ready.in_zone(zone));
            let handed = hand_over(ready, cut_off, &pick_up).ok_or_else(unknown)?;
            if handed.known().is_none() {
                notices.push(Notice::information(
                    "the time zone of the origin is not known; the later hand-over day is taken",
                ));
            }
            handed.latest
        }
        _ => pick_up.roll_forward(request.ship_on).ok_or_else(unknown)?,
    };
    if let (Some(cut_off), None) = (cut_off, request.ready_at) {
        notices.push(Notice::information(format!(
            "ready_at is not said; taken to be ready by {} on {day}",
            cut_off.time.format("%H:%M")
        )));
    }
    let valid_until = cut_off.map(|cut_off| {
        let closes = day.and_time(cut_off.time);
        // Of the two readings of an hour that clocks repeat, the earlier is the one that cannot be too late.
        let instant = *cut_off.zone.instants(closes).start();
        let offset = (cut_off.zone.civil(instant) - instant.naive_utc()).num_seconds();
        match i32::try_from(offset).ok().and_then(chrono::FixedOffset::east_opt) {
            Some(offset) => Moment::Instant(instant.with_timezone(&offset)),
            None => Moment::Local(closes),
        }
    });
    Ok(Handed { day, valid_until, notices })
}

/// When it arrives, counted from the hand-over day.
pub(super) fn delivery(
    (sheet, transit): (&Compiled, Option<&Transit>),
    zone: ZoneNo,
    facts: &Facts<'_>,
    request: &RateRequest,
    notices: &mut Vec<Notice>,
) -> DeliveryEstimate {
    let day = facts.day;
    let mut estimate =
        DeliveryEstimate { assumes_ship_date: Some(day), ..DeliveryEstimate::default() };
    let days =
        transit.and_then(|transit| Some((transit, span(sheet, transit, zone, facts, notices)?)));
    let Some((transit, (fewest, most))) = days else { return estimate };
    estimate.business_days = Some(most);
    let place = request.shipment.to.place();
    let (origin, destination) = (calendar(&request.shipment.from), calendar(place));
    let Some(destination) = destination else {
        notices.push(Notice::warning(format!(
            "the holidays of {} are not known; the day of arrival is not told",
            place.country
        )));
        return estimate;
    };
    let arrives = |days: u16| {
        let counted = match transit.calendar {
            Whose::Destination => destination.add_business_days(day, days)?,
            Whose::Origin => origin.as_ref()?.add_business_days(day, days)?,
            Whose::Both => add_common_days(origin.as_ref()?, &destination, day, days)?,
        };
        destination.roll_forward(counted)
    };
    (estimate.earliest, estimate.date) = (arrives(fewest), arrives(most));
    if estimate.date.is_none() {
        notices
            .push(Notice::warning("the day of arrival lies outside the years that calendars know"));
    }
    estimate
}

fn span(
    sheet: &Compiled,
    transit: &Transit,
    zone: ZoneNo,
    facts: &Facts<'_>,
    notices: &mut Vec<Notice>,
) -> Span {
    match &transit.days {
        TransitDays::ByZone(days) => *days.get(usize::from(zone))?,
        TransitDays::Chart { chart, spans } => {
            match sheet.day_charts.get(*chart)?.zone(&facts.origin, &facts.destination) {
                Ok(span) => *spans.get(usize::from(span?))?,
                Err(lacking) => {
                    notices.push(Notice::information(format!(
                        "{} is needed to know the days",
                        lacking.field()
                    )));
                    None
                }
            }
        }
    }
}

/// The `n`-th day after one that is a business day in both. A few steps by day are cheaper than joining two calendars.
fn add_common_days(one: &Calendar, other: &Calendar, from: Date, n: u16) -> Option<Date> {
    let (mut day, mut left) = (from, n);
    while left > 0 {
        day = day.succ_opt()?;
        if one.is_business_day(day)? && other.is_business_day(day)? {
            left -= 1;
        }
    }
    Some(day)
}

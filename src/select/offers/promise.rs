//! When it arrives, and until when to order: dates for people. How they are worded is in `words.rs`.

use chrono::{DateTime, Days, FixedOffset, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use crate::calendar::{Calendar, CutOff, Zone};
use crate::model::{Date, LocalDateTime, Moment, OffsetDateTime, PriceBasis, Rate};
use crate::select::Request;
use crate::select::facts::Facts;
use crate::select::request::date_of;
use crate::select::span::INFINITE;

/// When an offer arrives: civil dates at the destination.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Promise {
    /// The first day it may arrive; `None`: the carrier does not say.
    pub earliest: Option<Date>,
    /// The last day it may arrive.
    pub latest: Date,
    /// The last moment to order for this promise, on the clocks of the cut-off; `None`: not known, or already past.
    pub order_before: Option<OffsetDateTime>,
}

impl Promise {
    /// There on a day at the latest.
    #[must_use]
    pub const fn by(latest: Date) -> Self {
        Self { earliest: None, latest, order_before: None }
    }

    /// There on one of these days.
    #[must_use]
    pub const fn between(earliest: Date, latest: Date) -> Self {
        Self { earliest: Some(earliest), latest, order_before: None }
    }

    /// What a rate promises; `None`: its arrival is not known.
    pub(super) fn of(
        rate: &Rate,
        facts: &Facts,
        request: &Request,
        handling_days: u16,
    ) -> Option<Self> {
        let latest = Some(facts.arrival.hi).filter(|hi| *hi < INFINITE).and_then(date_of)?;
        // A first day after the last, or before the parcel is ready, is a contradiction and no promise.
        let believable = request.ready_on..=latest;
        let earliest = Some(facts.earliest)
            .filter(|minute| *minute < INFINITE)
            .and_then(date_of)
            .filter(|day| believable.contains(day));
        let order_before = order_before(rate, facts, request, handling_days);
        Some(Self { earliest, latest, order_before })
    }
}

/// The cut-off of the hand-over day less the handling days.
fn order_before(
    rate: &Rate,
    facts: &Facts,
    request: &Request,
    handling_days: u16,
) -> Option<OffsetDateTime> {
    let cut_off = cut_off(rate, request)?;
    let hand_over = facts.hand_over?.known()?;
    let calendar = request.origin.calendar().unwrap_or_else(Calendar::weekdays);
    let day = days_before(&calendar, hand_over, handling_days)?;
    // Of two readings of one wall clock, the one that is safe to promise.
    let last = *cut_off.zone.instants(day.and_time(cut_off.time)).start();
    on_clocks_of(cut_off.zone, last).filter(|last| *last >= request.now)
}

/// The cut-off that the hand-over day was counted by: the request's, or that of the rate's own sheet, whose rates end with the
/// cut-off of their hand-over day. `None` where a sheet's cut-off hangs in another zone than the origin's.
fn cut_off(rate: &Rate, request: &Request) -> Option<CutOff> {
    let told = rate.delivery.assumes_ship_date.filter(|_| rate.price_basis == PriceBasis::Sheet);
    let Some(hand_over) = told else { return Some(request.hand_over.as_ref()?.cut_off) };
    let Some(Moment::Instant(end)) = rate.valid_until else { return None };
    let at = end.naive_local();
    let zone = request.origin.zone.filter(|zone| zone.civil(end.to_utc()) == at)?;
    (at.date() == hand_over).then(|| CutOff::new(at.time(), zone))
}

/// The last business day from which so many business days lead to `day` or before.
fn days_before(calendar: &Calendar, day: Date, count: u16) -> Option<Date> {
    if count == 0 {
        return Some(day);
    }
    let mut day = calendar.roll_backward(day)?;
    for _ in 0..count {
        day = calendar.roll_backward(day.checked_sub_days(Days::new(1))?)?;
    }
    Some(day)
}

fn on_clocks_of(zone: Zone, instant: DateTime<Utc>) -> Option<OffsetDateTime> {
    let ahead = (zone.civil(instant) - instant.naive_utc()).num_seconds();
    let offset = FixedOffset::east_opt(i32::try_from(ahead).ok()?)?;
    Some(instant.with_timezone(&offset))
}

/// When a parcel is ready, civil at the origin, if it is ordered at a moment and handled for so many business days: what the
/// request and the carriers are told. `None` where the calendar does not know those days.
///
/// The time of day stays: ordered on Friday at 10:00 with one day of handling, it is ready on Monday at 10:00. An order on a
/// day off counts from the first minute of the next business day, so that a later order is never ready before an earlier one.
/// Without handling it is ready at once.
///
/// ```
/// use arriero::calendar::Calendar;
/// use arriero::select::offers::ready_after_handling;
///
/// let madrid = Calendar::of("ES", Some("MD")).ok_or("no data for Spain")?;
/// let friday = "2026-12-04T10:00:00+01:00".parse()?; // Monday 7 and Tuesday 8 are holidays there
/// let ready = ready_after_handling(friday, 1, &madrid, "Europe/Madrid".parse()?).ok_or("out of range")?;
/// assert_eq!(ready.to_string(), "2026-12-09 10:00:00");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn ready_after_handling(
    ordered: OffsetDateTime,
    handling_days: u16,
    calendar: &Calendar,
    zone: Zone,
) -> Option<LocalDateTime> {
    let civil = zone.civil(ordered.to_utc());
    if handling_days == 0 {
        return Some(civil);
    }
    let counted_from = calendar.roll_forward(civil.date())?;
    let time = if counted_from == civil.date() { civil.time() } else { NaiveTime::MIN };
    Some(calendar.add_business_days(counted_from, handling_days)?.and_time(time))
}

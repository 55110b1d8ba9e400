//! When a shipment whose parcels are priced one by one arrives, and until when its price holds. Nothing is known of the whole
//! that is not known of every parcel, and no zone is invented.

use chrono::{Days, FixedOffset, NaiveDateTime};

use crate::model::{Date, DeliveryEstimate, LocalDateTime, Moment, OffsetDateTime, Rate, Time};

/// The end of a day, for a time of day that is not told.
const END_OF_DAY: Time = Time::MIN.overflowing_sub_signed(chrono::TimeDelta::seconds(1)).0;

/// The arrival of the last parcel.
///
/// `earliest` is the latest of those that are told: no whole is there before each of its parcels may be.
pub(super) fn last(parts: &[&DeliveryEstimate]) -> DeliveryEstimate {
    let (date, by, delivers_until) = last_civil(parts);
    DeliveryEstimate {
        earliest: parts.iter().filter_map(|part| part.earliest).max(),
        date,
        by,
        delivers_until,
        // Where one parcel has no instant, the instants of the others say nothing about the last of all.
        at: every(parts, |part| part.at)
            .and_then(|moments| moments.into_iter().max_by_key(with_offset)),
        business_days: every(parts, |part| part.business_days).and_then(max),
        calendar_days: every(parts, |part| part.calendar_days).and_then(max),
        guaranteed: guaranteed(parts),
        // The earliest hand-over that any parcel counts from: a promise is stale as soon as one of its parts is.
        assumes_ship_date: parts.iter().filter_map(|part| part.assumes_ship_date).min(),
        text: super::sum::agreed(parts.iter().map(|part| &part.text)).cloned().flatten(),
    }
}

/// The last day, the time by which it is all there, and the end of the rounds on it where a parcel has no time.
fn last_civil(parts: &[&DeliveryEstimate]) -> (Option<Date>, Option<Time>, Option<Time>) {
    let Some(date) = every(parts, |part| part.date).and_then(max) else {
        return (None, None, None);
    };
    let on_it: Vec<_> = parts.iter().copied().filter(|part| part.date == Some(date)).collect();
    let by = every(&on_it, |part| part.by).and_then(max);
    // A parcel with a time is there by it; one without, when the rounds end.
    let end = match by {
        Some(_) => every(&on_it, |part| part.delivers_until).and_then(max),
        None => every(&on_it, |part| part.by.or(part.delivers_until)).and_then(max),
    };
    (Some(date), by, end)
}

/// A key that orders arrivals of rates of one service for one parcel, an unknown one last.
pub(super) fn arrival_key(rate: &Rate) -> (bool, LocalDateTime, Option<u16>, Option<u16>) {
    let told = &rate.delivery;
    let civil = told.at.map(|at| at.naive_local()).or_else(|| {
        Some(told.date?.and_time(told.by.or(told.delivers_until).unwrap_or(END_OF_DAY)))
    });
    (civil.is_none(), civil.unwrap_or(LocalDateTime::MAX), told.business_days, told.calendar_days)
}

/// The moment until which every part holds: the first to end.
///
/// A part that tells no end adds nothing, and a known end is kept, for after it the whole cannot be had. A day ends at its
/// midnight.
pub(super) fn first_to_end(ends: impl Iterator<Item = Moment>) -> Option<Moment> {
    let (mut civil, mut instant) = (None::<Moment>, None::<OffsetDateTime>);
    for end in ends {
        match end {
            Moment::Instant(at) => {
                instant =
                    Some(instant.map_or(at, |other| std::cmp::min_by_key(other, at, with_offset)));
            }
            told => {
                let first = |other| std::cmp::min_by_key(other, told, |end| (end_of(*end), *end));
                civil = Some(civil.map_or(told, first));
            }
        }
    }
    match (civil, instant) {
        (Some(civil), Some(instant)) => Some(first_of_two_kinds(civil, instant)),
        (civil, instant) => civil.or(instant.map(Moment::Instant)),
    }
}

/// Of a clock time whose zone is unknown and an instant: the one that is first in every zone, else the first moment that the
/// clock time can mean, until which both surely hold.
fn first_of_two_kinds(civil: Moment, instant: OffsetDateTime) -> Moment {
    let [soonest, latest] = [EASTMOST, WESTMOST].map(|offset| {
        FixedOffset::east_opt(offset)
            .and_then(|zone| end_of(civil).and_local_timezone(zone).single())
    });
    match (soonest, latest) {
        (Some(soonest), _) if instant <= soonest => Moment::Instant(instant),
        (_, Some(latest)) if latest <= instant => civil,
        (Some(soonest), _) => Moment::Instant(soonest),
        (None, _) => civil,
    }
}

/// Seconds from UTC of the zones where a day begins first (UTC+14) and last (UTC−12).
const EASTMOST: i32 = 14 * 3_600;
const WESTMOST: i32 = -12 * 3_600;

fn end_of(moment: Moment) -> NaiveDateTime {
    match moment {
        Moment::Date(date) => date
            .checked_add_days(Days::new(1))
            .map_or(NaiveDateTime::MAX, |next| next.and_time(Time::MIN)),
        Moment::Local(local) => local,
        Moment::Instant(instant) => instant.naive_local(),
    }
}

/// Equal instants told in two offsets are ordered too, so that the order of the parcels decides nothing.
fn with_offset(at: &OffsetDateTime) -> (OffsetDateTime, i32) {
    (*at, at.offset().local_minus_utc())
}

/// What every part tells; `None`: one of them does not.
fn every<T>(
    parts: &[&DeliveryEstimate],
    told: impl Fn(&DeliveryEstimate) -> Option<T>,
) -> Option<Vec<T>> {
    parts.iter().map(|part| told(part)).collect()
}

fn max<T: Ord>(told: Vec<T>) -> Option<T> {
    told.into_iter().max()
}

/// A single *no* is no, a single unknown is unknown.
fn guaranteed(parts: &[&DeliveryEstimate]) -> Option<bool> {
    if parts.iter().any(|part| part.guaranteed == Some(false)) {
        return Some(false);
    }
    every(parts, |part| part.guaranteed).map(|_| true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(date: &str) -> DeliveryEstimate {
        DeliveryEstimate::on(date.parse().unwrap())
    }

    fn by(date: &str, time: &str) -> DeliveryEstimate {
        DeliveryEstimate::by(date.parse().unwrap(), time.parse().unwrap())
    }

    fn at(instant: &str) -> DeliveryEstimate {
        DeliveryEstimate { at: Some(instant.parse().unwrap()), ..DeliveryEstimate::default() }
    }

    fn until(texts: &[&str]) -> String {
        let forth = first_to_end(texts.iter().map(|text| text.parse().unwrap())).unwrap();
        let back = first_to_end(texts.iter().rev().map(|text| text.parse().unwrap())).unwrap();
        assert_eq!(forth, back, "the order decides nothing");
        forth.to_string()
    }

    #[test]
    fn the_whole_arrives_with_its_last_parcel() {
        let whole = last(&[&by("2026-11-25", "18:00:00"), &by("2026-11-26", "10:30:00")]);
        assert_eq!(whole, by("2026-11-26", "10:30:00"));
        let whole = last(&[&by("2026-11-26", "18:00:00"), &by("2026-11-26", "10:30:00")]);
        assert_eq!(whole, by("2026-11-26", "18:00:00"));
        let whole = last(&[&at("2026-11-25T20:00:00+01:00"), &at("2026-11-25T20:00:00+00:00")]);
        assert_eq!(whole, at("2026-11-25T20:00:00+00:00"));
    }

    #[test]
    fn a_bare_day_beside_a_time_of_that_day_leaves_the_time_unknown() {
        let whole = last(&[&on("2026-11-26"), &by("2026-11-26", "10:30:00")]);
        assert_eq!(whole, on("2026-11-26"));
        let rounds = DeliveryEstimate {
            delivers_until: Some("20:00:00".parse().unwrap()),
            ..on("2026-11-26")
        };
        assert_eq!(last(&[&rounds, &by("2026-11-26", "10:30:00")]), rounds);
    }

    #[test]
    fn a_parcel_that_does_not_say_when_it_arrives_leaves_the_whole_unknown() {
        let earliest =
            DeliveryEstimate { earliest: Some("2026-11-24".parse().unwrap()), ..on("2026-11-25") };
        let whole = last(&[&earliest, &DeliveryEstimate::default()]);
        assert_eq!((whole.date, whole.earliest), (None, earliest.earliest));
        let two_kinds = last(&[&at("2026-11-25T20:00:00+01:00"), &on("2026-11-25")]);
        assert_eq!((two_kinds.date, two_kinds.at), (None, None));
    }

    #[test]
    fn the_earliest_is_the_latest_of_the_earliests() {
        let from = |earliest: &str, date: &str| DeliveryEstimate {
            earliest: Some(earliest.parse().unwrap()),
            ..on(date)
        };
        let whole = last(&[&from("2026-11-24", "2026-11-27"), &from("2026-11-25", "2026-11-26")]);
        assert_eq!(whole, from("2026-11-25", "2026-11-27"));
    }

    #[test]
    fn the_whole_is_guaranteed_where_every_parcel_is() {
        let told = |guaranteed| DeliveryEstimate { guaranteed, ..on("2026-11-25") };
        for (one, other, whole) in [
            (Some(true), Some(true), Some(true)),
            (Some(true), None, None),
            (Some(true), Some(false), Some(false)),
            (None, Some(false), Some(false)),
        ] {
            assert_eq!(last(&[&told(one), &told(other)]).guaranteed, whole, "{one:?} {other:?}");
        }
    }

    #[test]
    fn days_are_counted_only_where_every_parcel_counts_them() {
        let days = DeliveryEstimate::in_business_days;
        assert_eq!(last(&[&days(1), &days(3)]), days(3));
        assert_eq!(last(&[&days(1), &on("2026-11-25")]), DeliveryEstimate::default());
    }

    #[test]
    fn the_price_holds_until_the_first_part_ends() {
        assert_eq!(until(&["2026-11-25", "2026-11-24"]), "2026-11-24");
        assert_eq!(until(&["2026-11-25", "2026-11-25T18:00:00"]), "2026-11-25T18:00:00");
        assert_eq!(until(&["2026-11-25", "2026-11-26T00:00:00"]), "2026-11-25");
        assert_eq!(
            until(&["2026-11-25T10:00:00+01:00", "2026-11-25T09:30:00Z"]),
            "2026-11-25T10:00:00+01:00"
        );
        assert_eq!(
            until(&["2026-11-25T10:00:00+01:00", "2026-11-25T09:00:00+00:00"]),
            "2026-11-25T09:00:00+00:00"
        );
    }

    #[test]
    fn a_clock_time_without_a_zone_ends_at_the_soonest_it_can_mean() {
        assert_eq!(
            until(&["2026-11-25", "2026-11-24T12:00:00+01:00"]),
            "2026-11-24T12:00:00+01:00"
        );
        assert_eq!(until(&["2026-11-25", "2026-11-27T12:00:00+01:00"]), "2026-11-25");
        assert_eq!(
            until(&["2026-11-25", "2026-11-25T12:00:00+01:00"]),
            "2026-11-26T00:00:00+14:00"
        );
    }
}

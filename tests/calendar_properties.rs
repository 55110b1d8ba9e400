//! What holds for business days in every calendar, whatever its data. Answers checked against an oracle are in
//! `calendar_oracle.rs`.
#![allow(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]

use arriero::calendar::{Calendar, CutOff, Ready, Zone, hand_over};
use chrono::{Days, NaiveDate, NaiveTime, Weekday};
use proptest::prelude::*;

fn first() -> NaiveDate {
    NaiveDate::from_ymd_opt(2020, 1, 1).unwrap()
}

/// Any day of the sixteen years, and a few on either side.
fn date() -> impl Strategy<Value = NaiveDate> {
    (0..5_900_u64).prop_map(|day| NaiveDate::from_ymd_opt(2019, 12, 20).unwrap() + Days::new(day))
}

fn closed() -> impl Strategy<Value = Vec<NaiveDate>> {
    prop::collection::vec(date(), 0..40)
}

fn week() -> impl Strategy<Value = Vec<Weekday>> {
    prop::collection::vec((0..7_u8).prop_map(|day| Weekday::try_from(day).unwrap()), 0..9)
}

fn calendar() -> impl Strategy<Value = Calendar> {
    let places = [
        ("ES", Some("MD")),
        ("PT", None),
        ("DE", Some("BY")),
        ("US", None),
        ("HU", None),
        ("SA", None),
        ("LK", None),
    ];
    let national = prop::sample::select(places.to_vec())
        .prop_map(|(country, region)| Calendar::of(country, region).unwrap());
    let base = prop_oneof![national, Just(Calendar::weekdays())];
    (base, prop::option::of(week()), closed()).prop_map(|(base, week, closed)| {
        let base = week.map_or(base.clone(), |week| base.with_weekdays(&week));
        base.with_closed(&closed)
    })
}

/// One day after the other: slow, and plainly right.
fn add_by_hand(calendar: &Calendar, date: NaiveDate, n: u16) -> Option<NaiveDate> {
    calendar.is_business_day(date)?;
    let mut day = date;
    for _ in 0..n {
        day = day.succ_opt()?;
        while !calendar.is_business_day(day)? {
            day = day.succ_opt().filter(|day| *day < first() + Days::new(20_000))?;
        }
    }
    Some(day)
}

proptest! {
    #[test]
    fn counting_is_walking_day_by_day(calendar in calendar(), date in date(), n in 0..40_u16) {
        prop_assert_eq!(calendar.add_business_days(date, n), add_by_hand(&calendar, date, n));
    }

    #[test]
    fn more_days_never_end_earlier(calendar in calendar(), date in date(), n in 0..400_u16) {
        if let (Some(less), Some(more)) = (calendar.add_business_days(date, n), calendar.add_business_days(date, n + 1)) {
            prop_assert!(less < more);
        }
    }

    #[test]
    fn a_later_start_never_ends_earlier(calendar in calendar(), date in date(), later in 0..30_u64, n in 0..400_u16) {
        let start = (calendar.add_business_days(date, n), calendar.add_business_days(date + Days::new(later), n));
        if let (Some(early), Some(late)) = start {
            prop_assert!(early <= late);
        }
    }

    #[test]
    fn days_can_be_added_in_two_steps(calendar in calendar(), date in date(), a in 0..200_u16, b in 0..200_u16) {
        let stepwise = calendar.add_business_days(date, a).and_then(|day| calendar.add_business_days(day, b));
        prop_assert_eq!(calendar.add_business_days(date, a + b), stepwise);
    }

    #[test]
    fn what_is_added_is_what_lies_between(calendar in calendar(), date in date(), n in 0..400_u16) {
        if let Some(end) = calendar.add_business_days(date, n) {
            prop_assert_eq!(calendar.business_days_between(date, end), Some(n));
        }
    }

    #[test]
    fn what_lies_between_is_the_least_that_reaches(calendar in calendar(), from in date(), to in date()) {
        if let Some(n) = calendar.business_days_between(from, to) {
            prop_assert!(from >= to || calendar.add_business_days(from, n).unwrap() >= to);
            if n > 0 {
                prop_assert!(calendar.add_business_days(from, n - 1).unwrap() < to);
            }
        }
    }

    #[test]
    fn rolling_twice_is_rolling_once(calendar in calendar(), date in date()) {
        for roll in [Calendar::roll_forward, Calendar::roll_backward] {
            if let Some(day) = roll(&calendar, date) {
                prop_assert_eq!(calendar.is_business_day(day), Some(true));
                prop_assert_eq!(roll(&calendar, day), Some(day));
            }
        }
    }

    #[test]
    fn rolling_goes_to_the_nearest_business_day(calendar in calendar(), date in date()) {
        if let (Some(back), Some(forth)) = (calendar.roll_backward(date), calendar.roll_forward(date)) {
            prop_assert!(back <= date && date <= forth);
            let between = back.iter_days().skip(1).take_while(|day| *day < forth);
            prop_assert!(between.into_iter().all(|day| calendar.is_business_day(day) == Some(false)));
        }
    }

    #[test]
    fn together_means_open_in_both(one in calendar(), other in calendar(), date in date()) {
        let both = one.and(&other);
        let open = one.is_business_day(date).zip(other.is_business_day(date)).map(|(one, other)| one && other);
        prop_assert_eq!(both.is_business_day(date), open);
        prop_assert_eq!(&both, &other.and(&one));
        prop_assert_eq!(one.and(&one), one);
    }

    #[test]
    fn a_closed_day_is_closed_and_others_stay(calendar in calendar(), closed in closed(), date in date()) {
        let fewer = calendar.with_closed(&closed);
        if let (Some(before), Some(after)) = (calendar.is_business_day(date), fewer.is_business_day(date)) {
            prop_assert_eq!(after, before && !closed.contains(&date));
        }
    }

    #[test]
    fn weeks_without_holidays_repeat(week in week(), date in date(), n in 0..400_u16, weeks in 0..100_u64) {
        let calendar = Calendar::weekdays().with_weekdays(&week);
        let moved = Days::new(7 * weeks);
        let later = calendar.add_business_days(date + moved, n);
        prop_assert_eq!(calendar.add_business_days(date, n).map(|day| day + moved), later);
    }

    #[test]
    fn any_date_is_answered(calendar in calendar(), days in any::<i32>(), n in any::<u16>()) {
        let date = NaiveDate::from_num_days_from_ce_opt(days).unwrap_or(NaiveDate::MAX);
        for date in [date, NaiveDate::MIN, NaiveDate::MAX] {
            let _ = (calendar.add_business_days(date, n), calendar.roll_forward(date), calendar.roll_backward(date));
            let _ = (calendar.business_days_between(date, first()), calendar.business_days_between(first(), date));
        }
    }

    #[test]
    fn a_later_moment_is_never_handed_over_earlier(
        calendar in calendar(), date in date(), early in 0..1440_u32, later in 0..1440_u32, zones in prop::sample::subsequence(
            vec!["Europe/Madrid", "Atlantic/Canary", "America/New_York", "Asia/Tokyo", "Pacific/Kiritimati"], 2),
    ) {
        let zone = |name: &str| name.parse::<Zone>().unwrap();
        let time = |minute: u32| NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0).unwrap();
        let cut_off = CutOff::new(time(17 * 60), zone(zones[0]));
        let day = |minute, origin| {
            hand_over(Ready::on(date).at(time(minute)).in_zone(zone(origin)), cut_off, &calendar)
        };
        for origin in &zones {
            if let (Some(first), Some(second)) = (day(early.min(later), origin), day(early.max(later), origin)) {
                prop_assert!(date <= first.earliest && first.earliest <= first.latest);
                prop_assert!(first.earliest <= second.earliest && first.latest <= second.latest);
                prop_assert_eq!(calendar.is_business_day(first.latest), Some(true));
            }
        }
        let unknown = hand_over(Ready::on(date), cut_off, &calendar);
        if let (Some(unknown), Some(known)) = (unknown, day(early, zones[1])) {
            prop_assert!(unknown.earliest <= known.earliest && known.latest <= unknown.latest);
        }
    }
}

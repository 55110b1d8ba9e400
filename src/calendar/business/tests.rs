//! Business days by example: holidays, regions, weeks, and the ends of what is known.

use super::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn of(country: &str, region: Option<&str>) -> Calendar {
    Calendar::of(country, region).unwrap()
}

#[test]
fn the_next_business_day_skips_a_holiday() {
    assert_eq!(of("PT", None).add_business_days(date("2026-11-30"), 1), Some(date("2026-12-02")));
    assert_eq!(of("PT", None).add_business_days(date("2026-12-04"), 2), Some(date("2026-12-09")));
    assert_eq!(of("PT", None).add_business_days(date("2026-12-09"), 2), Some(date("2026-12-11")));
}

#[test]
fn no_days_later_is_the_day_itself_even_a_sunday() {
    assert_eq!(of("PT", None).add_business_days(date("2026-12-06"), 0), Some(date("2026-12-06")));
}

#[test]
fn a_region_has_holidays_of_its_own() {
    let second_of_may = date("2025-05-02");
    assert_eq!(of("ES", Some("MD")).is_business_day(second_of_may), Some(false));
    assert_eq!(of("ES", Some("CT")).is_business_day(second_of_may), Some(true));
    assert_eq!(of("ES", None).is_business_day(second_of_may), Some(true));
}

#[test]
fn a_region_can_lack_a_holiday_of_its_country() {
    let columbus_day = date("2026-10-12");
    assert_eq!(of("US", None).is_business_day(columbus_day), Some(false));
    assert_eq!(of("US", Some("CA")).is_business_day(columbus_day), Some(true));
}

#[test]
fn a_region_is_found_however_it_is_written() {
    for region in ["MD", "md", "ES-MD", "es-md"] {
        assert_eq!(of("es", Some(region)), of("ES", Some("MD")), "{region}");
    }
}

#[test]
fn the_scope_says_which_holidays_were_found() {
    assert_eq!(Calendar::weekdays().scope(), Scope::Week);
    assert_eq!(of("SE", None).scope(), Scope::Country);
    assert_eq!(of("SE", Some("AB")).scope(), Scope::Country);
    assert_eq!(of("ES", None).scope(), Scope::NationalOnly);
    assert_eq!(of("ES", Some("")).scope(), Scope::NationalOnly);
    assert_eq!(of("ES", Some("Narnia")).scope(), Scope::NationalOnly);
    assert_eq!(of("ES", Some("MD")).scope(), Scope::Region);
    assert_eq!(of("ES", Some("MD")).and(&of("SE", None)).scope(), Scope::Region);
    assert_eq!(of("ES", Some("MD")).and(&of("PT", None)).scope(), Scope::NationalOnly);
    assert_eq!(Calendar::weekdays().and(&of("SE", None)).scope(), Scope::Country);
}

#[test]
fn a_country_without_data_has_no_calendar() {
    for country in ["ZZ", "", "E", "ES-MD", "España", "#"] {
        assert_eq!(Calendar::of(country, None), None, "{country}");
    }
}

#[test]
fn a_week_need_not_end_on_saturday() {
    let friday = date("2026-11-20");
    assert_eq!(of("SA", None).add_business_days(friday, 1), Some(date("2026-11-22")));
}

#[test]
fn a_carrier_can_deliver_on_saturdays() {
    let six_days =
        [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat];
    let saturdays = of("ES", Some("MD")).with_weekdays(&six_days);
    assert_eq!(saturdays.is_business_day(date("2026-11-28")), Some(true));
    assert_eq!(saturdays.is_business_day(date("2026-08-15")), Some(false)); // a holiday on a Saturday
    assert_eq!(saturdays.is_business_day(date("2026-11-29")), Some(false));
}

#[test]
fn a_saturday_that_repays_a_bridge_day_is_worked() {
    let hungary = of("HU", None);
    assert_eq!(hungary.is_business_day(date("2024-08-03")), Some(true));
    assert_eq!(hungary.is_business_day(date("2024-08-19")), Some(false));
}

#[test]
fn outside_its_years_a_calendar_answers_nothing() {
    let spain = of("ES", None);
    assert_eq!(spain.span(), Some(date("2020-01-01")..=date("2035-12-31")));
    assert_eq!(spain.is_business_day(date("2036-01-02")), None);
    assert_eq!(spain.add_business_days(date("2019-12-31"), 0), None);
    assert_eq!(spain.add_business_days(date("2035-12-31"), 1), None);
    assert_eq!(spain.roll_backward(date("2020-01-01")), None);
    assert_eq!(spain.business_days_between(date("2035-12-31"), date("2036-01-02")), None);
}

#[test]
fn years_that_the_source_lacks_are_not_taken_for_years_without_holidays() {
    let sri_lanka = of("LK", None);
    assert_eq!(sri_lanka.span(), Some(date("2020-01-01")..=date("2026-12-31")));
    assert_eq!(sri_lanka.is_business_day(date("2027-01-04")), None);
    assert_eq!(sri_lanka.and(&of("ES", None)).is_business_day(date("2027-01-04")), None);
}

#[test]
fn weekdays_know_every_year() {
    let weekdays = Calendar::weekdays();
    assert_eq!(weekdays.span(), None);
    assert_eq!(weekdays.add_business_days(date("1919-12-31"), 3), Some(date("1920-01-05")));
    assert_eq!(weekdays.add_business_days(date("2099-12-31"), 1), Some(date("2100-01-01")));
    assert_eq!(
        weekdays.roll_backward(date("-0001-11-27")).map(|day| day.weekday()),
        Some(Weekday::Fri)
    );
}

#[test]
fn a_closed_day_bounds_what_is_known() {
    let closed = Calendar::weekdays().with_closed(&[date("2026-08-14"), date("2050-01-03")]);
    assert_eq!(closed.is_business_day(date("2026-08-14")), Some(false));
    assert_eq!(closed.is_business_day(date("2050-01-04")), None);
    assert_eq!(Calendar::weekdays().with_closed(&[]), Calendar::weekdays());
}

#[test]
fn a_day_off_counts_up_to_the_business_day_that_reaches_it() {
    let weekdays = Calendar::weekdays();
    let friday = date("2026-11-27");
    assert_eq!(weekdays.business_days_between(friday, date("2026-11-28")), Some(1));
    assert_eq!(weekdays.business_days_between(friday, date("2026-11-30")), Some(1));
    assert_eq!(weekdays.business_days_between(friday, date("2026-11-26")), Some(0));
    assert_eq!(weekdays.business_days_between(date("1700-01-01"), friday), None); // more than 65,535
}

#[test]
fn a_week_without_days_has_no_business_day() {
    for never in [Calendar::weekdays().with_weekdays(&[]), of("ES", None).with_weekdays(&[])] {
        assert_eq!(never.is_business_day(date("2026-11-27")), Some(false));
        assert_eq!(never.add_business_days(date("2026-11-27"), 1), None);
        assert_eq!(never.roll_forward(date("2026-11-27")), None);
    }
}

#[test]
fn calendars_with_other_days_differ() {
    assert_ne!(of("ES", Some("MD")), of("ES", Some("CT")));
    assert_ne!(of("ES", None), of("ES", None).with_closed(&[date("2026-11-27")]));
    assert_eq!(of("ES", None), of("ES", None).clone());
}

#[test]
fn debug_is_short() {
    let text = format!("{:?}", of("ES", Some("MD")));
    assert!(
        text.starts_with("Calendar { scope: Region, week: \"Mon Tue Wed Thu Fri\", closed_days: "),
        "{text}"
    );
    assert!(text.len() < 160, "{text}");
}

//! Dates for people, in their languages, and the moments around an order.

use super::*;
use crate::calendar::{Calendar, Zone};
use crate::model::{Date, OffsetDateTime};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn madrid() -> (Calendar, Zone) {
    (Calendar::of("ES", Some("MD")).unwrap(), "Europe/Madrid".parse().unwrap())
}

fn ready(ordered: &str, handling_days: u16) -> String {
    let (calendar, zone) = madrid();
    let ordered = ordered.parse().unwrap();
    ready_after_handling(ordered, handling_days, &calendar, zone).unwrap().to_string()
}

/// Until when to order, on the clocks of the cut-off.
fn order_before(request: &Request, handling_days: u16, rate: Rate) -> Option<OffsetDateTime> {
    let mut shop = shop(vec![option("standard", "b")]);
    shop.handling_days = handling_days;
    show_to(vec![rate], request, &basket(), &shop).offers[0].promise.unwrap().order_before
}

#[test]
fn two_dates_share_their_month_and_tell_their_years_where_they_differ() {
    let text = |from, to| Promise::between(day(from), day(to)).text(Language::En);
    assert_eq!(text("2026-11-24", "2026-11-26"), "Tue 24 – Thu 26 Nov");
    assert_eq!(text("2026-11-24", "2026-11-24"), "Tue 24 Nov");
    assert_eq!(text("2026-11-30", "2026-12-02"), "Mon 30 Nov – Wed 2 Dec");
    assert_eq!(text("2026-12-30", "2027-01-04"), "Wed 30 Dec 2026 – Mon 4 Jan 2027");
}

#[test]
fn each_language_has_its_own_words() {
    let (range, last) =
        (Promise::between(day("2026-11-24"), day("2026-11-26")), Promise::by(day("2026-11-26")));
    for (language, both, by) in [
        (Language::En, "Tue 24 – Thu 26 Nov", "by Thu 26 Nov"),
        (Language::Es, "mar 24 – jue 26 nov", "a más tardar el jue 26 nov"),
        (Language::Fr, "mar. 24 – jeu. 26 nov.", "au plus tard le jeu. 26 nov."),
        (Language::Pt, "ter 24 – qui 26 nov", "até qui 26 nov"),
    ] {
        assert_eq!((range.text(language).as_str(), last.text(language).as_str()), (both, by));
    }
}

#[test]
fn a_first_day_that_cannot_be_is_not_promised() {
    for first in ["2026-11-20", "2026-11-27"] {
        let mut contradictory = b();
        contradictory.delivery.earliest = Some(day(first));
        let offers = show(vec![contradictory], &shop(vec![option("standard", "b")]));
        assert_eq!(offers.offers[0].promise.unwrap().earliest, None, "{first}");
    }
}

#[test]
fn both_days_of_a_rate_are_promised() {
    let mut rate = b();
    rate.delivery.earliest = Some(day("2026-11-24"));
    let offers = show(vec![rate], &shop(vec![option("standard", "b")]));
    assert_eq!(offers.offers[0].promise_text.as_deref(), Some("Tue 24 – Wed 25 Nov"));
}

#[test]
fn handling_keeps_the_time_of_day_and_skips_days_off() {
    assert_eq!(ready("2026-11-20T10:00:00+01:00", 0), "2026-11-20 10:00:00");
    assert_eq!(ready("2026-11-20T10:00:00+01:00", 1), "2026-11-23 10:00:00");
    assert_eq!(ready("2026-11-20T23:30:00Z", 1), "2026-11-24 00:00:00"); // Saturday 00:30 in Madrid
    assert_eq!(ready("2026-12-04T10:00:00+01:00", 2), "2026-12-10 10:00:00");
}

#[test]
fn a_later_order_is_never_ready_earlier() {
    let (calendar, zone) = madrid();
    let first: OffsetDateTime = "2026-11-27T00:00:00+01:00".parse().unwrap();
    let mut before = None;
    for hours in 0..24 * 20 {
        let ordered = first + chrono::TimeDelta::hours(hours);
        let ready = ready_after_handling(ordered, 2, &calendar, zone);
        assert!(ready >= before, "{ordered}");
        before = ready;
    }
}

#[test]
fn ordering_is_open_until_the_cut_off_of_the_hand_over_less_the_handling_days() {
    let at = |text: &str| Some(text.parse().unwrap());
    assert_eq!(order_before(&request(), 0, b()), at("2026-11-23T17:00:00+01:00"));
    // Ordered on Friday, handled for a day, ready and handed over on Monday.
    let mut on_friday = request();
    on_friday.now = "2026-11-20T10:00:00+01:00".parse().unwrap();
    assert_eq!(order_before(&on_friday, 1, b()), at("2026-11-20T17:00:00+01:00"));
}

#[test]
fn ordering_at_the_last_moment_is_handed_over_on_the_day_that_was_promised() {
    let (calendar, zone) = madrid();
    let mut on_friday = request();
    on_friday.now = "2026-11-20T10:00:00+01:00".parse().unwrap();
    let last = order_before(&on_friday, 1, b()).unwrap();
    let ready = ready_after_handling(last, 1, &calendar, zone).unwrap();
    assert_eq!(ready.to_string(), "2026-11-23 17:00:00");
}

#[test]
fn a_last_moment_that_is_past_is_not_told() {
    assert_eq!(order_before(&request(), 1, b()), None);
}

#[test]
fn a_sheets_own_cut_off_is_the_end_of_its_rate() {
    let mut of_a_sheet = b();
    of_a_sheet.price_basis = crate::model::PriceBasis::Sheet;
    of_a_sheet.delivery.assumes_ship_date = Some(day("2026-11-23"));
    assert_eq!(order_before(&request(), 0, of_a_sheet.clone()), None, "no end, no cut-off");
    let end = "2026-11-23T15:30:00+01:00".parse().unwrap();
    of_a_sheet.valid_until = Some(crate::model::Moment::Instant(end));
    assert_eq!(order_before(&request(), 0, of_a_sheet.clone()), Some(end));
    let mut elsewhere = request();
    elsewhere.origin.zone = "Atlantic/Canary".parse().ok();
    assert_eq!(order_before(&elsewhere, 0, of_a_sheet), None, "another clock than the origin's");
}

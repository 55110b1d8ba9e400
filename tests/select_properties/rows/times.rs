//! Until when a price can be bought.

use arriero::model::{Currency, Rate};
use arriero::select::{Flag, Rules, ShortBy, ValidityPolicy, Verdict};

use super::{decide, request};
use crate::scene::plain;

fn until(text: &str) -> Rate {
    let mut rate = plain("a", "1.00 EUR");
    rate.valid_until = Some(text.parse().unwrap());
    rate
}

/// Whether it is valid at 12:00 in Madrid, 11:00 UTC, of the 23rd.
fn valid(text: &str) -> (Verdict, Option<ShortBy>) {
    let mut rules = Rules::new(Currency::EUR);
    rules.validity_unknown = ValidityPolicy::Reject;
    let mut rejected = decide(until(text), request(), rules).rejected;
    rejected
        .pop()
        .map_or((Verdict::Passed, None), |out| (out.reasons[0].verdict, out.reasons[0].short_by))
}

#[test]
fn a_bare_date_ends_with_its_day_somewhere() {
    assert_eq!(valid("2026-11-24").0, Verdict::Passed);
    assert_eq!(valid("2026-11-23").0, Verdict::Unknown); // in Kiritimati it ended at 10:00 UTC
    assert_eq!(valid("2026-11-22").0, Verdict::Unknown); // on Baker Island it ends at 12:00 UTC
    assert_eq!(valid("2026-11-21").0, Verdict::Failed);
}

#[test]
fn a_clock_time_without_a_zone_is_every_instant_it_can_be() {
    assert_eq!(valid("2026-11-24T01:00:00").0, Verdict::Passed);
    assert_eq!(valid("2026-11-24T00:59:00").0, Verdict::Unknown);
    assert_eq!(valid("2026-11-22T23:00:00").0, Verdict::Unknown);
    assert_eq!(valid("2026-11-22T22:59:00"), (Verdict::Failed, Some(ShortBy::Minutes(1))));
}

#[test]
fn a_validity_that_may_be_over_is_admitted_with_a_flag() {
    let selection = decide(until("2026-11-23"), request(), Rules::new(Currency::EUR));
    assert!(selection.ranked[0].flags.iter().eq([Flag::ValidityUnknown]));
}

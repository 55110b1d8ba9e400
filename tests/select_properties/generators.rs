//! Small worlds: few carriers, few days, few prices, so that rates tie and facts are missing.

mod asked;
mod rates;

use arriero::calendar::CutOff;
use arriero::model::Country;
use arriero::select::{CalendarChoice, PickUp, Request, Site};
use proptest::prelude::*;

use crate::scene::{Mind, Scene, november};

pub(crate) use asked::{constraint, rules};
pub(crate) use rates::rate;

pub(crate) fn scene() -> impl Strategy<Value = Scene> {
    (prop::collection::vec(rate(), 1..8), request(), rules(), any::<u8>(), twins()).prop_map(
        |(mut rates, request, rules, seed, twins)| {
            for twin in twins {
                rates.push(rates[twin.index(rates.len())].clone());
            }
            Scene { rates, request, rules, mind: Mind(seed) }
        },
    )
}

/// Which rates come once more.
fn twins() -> impl Strategy<Value = Vec<prop::sample::Index>> {
    prop_oneof![
        3 => Just(vec![]),
        1 => prop::collection::vec(any::<prop::sample::Index>(), 1..3),
    ]
}

pub(crate) fn request() -> impl Strategy<Value = Request> {
    let now = prop::sample::select(vec![
        "2026-11-23T09:00:00+01:00",
        "2026-11-23T12:00:00+01:00",
        "2026-11-24T00:00:00Z",
    ]);
    let times = prop::sample::select(vec![None, Some("12:00"), Some("17:00"), Some("17:01")]);
    let ready = prop_oneof![4 => Just(23_u32), 2 => 20..29_u32, 1 => 33..39_u32];
    (now, ready, times, origin(), destination(), pick_up(), calendar()).prop_map(
        |(now, ready, at, origin, destination, pick_up, calendar)| {
            let mut request =
                Request::new(now.parse().unwrap(), november(ready), origin, destination);
            request.ready_at = at.map(|at| at.parse().unwrap());
            request.hand_over = pick_up;
            request.business_days = calendar;
            request
        },
    )
}

fn origin() -> impl Strategy<Value = Site> {
    prop_oneof![
        4 => Just(Site::in_region(Country::ES, "MD")),
        1 => Just(Site::new(Country::ES)), // no zone, national holidays
        1 => Just(Site::in_region(Country::US, "CA")),
    ]
}

fn destination() -> impl Strategy<Value = Site> {
    prop_oneof![
        3 => Just(Site::new(Country::PT).in_zone("Europe/Lisbon".parse().unwrap())),
        1 => Just(Site::new(Country::US)), // several zones
        1 => Just(Site::in_region(Country::ES, "MD")),
        1 => Just(Site::new(Country::JP)),
    ]
}

fn pick_up() -> impl Strategy<Value = Option<PickUp>> {
    let cut_off = CutOff::new("17:00".parse().unwrap(), "Europe/Madrid".parse().unwrap());
    let weekdays = PickUp { cut_off, calendar: Some(CalendarChoice::Weekdays) };
    prop_oneof![4 => Just(Some(PickUp::until(cut_off))), 1 => Just(Some(weekdays)), 1 => Just(None)]
}

fn calendar() -> impl Strategy<Value = Option<CalendarChoice>> {
    let of = |country, region: Option<&str>| CalendarChoice::Of {
        country,
        region: region.map(str::to_owned),
    };
    prop_oneof![
        4 => Just(None),
        1 => Just(Some(CalendarChoice::Weekdays)),
        1 => Just(Some(of(Country::ES, Some("MD")))),
        1 => Just(Some(of(Country::parse("AQ").unwrap(), None))), // no holidays are recorded there
    ]
}

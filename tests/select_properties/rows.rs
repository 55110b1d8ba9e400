//! What each row of the constraints says, once each, where no worked example says it yet.

mod arrivals;
mod offers;
mod times;

use arriero::model::{Country, Currency, Rate};
use arriero::select::{Constraint, Policy, Reason, Request, Rules, Selection, Site, Verdict};

use crate::scene::{Mind, Scene, november};

/// Ready on Monday 23 November 2026 in Madrid, to Lisbon; nothing is told of any pick-up.
fn request() -> Request {
    let now = "2026-11-23T12:00:00+01:00".parse().unwrap();
    let lisbon = Site::new(Country::PT).in_zone("Europe/Lisbon".parse().unwrap());
    Request::new(now, november(23), Site::in_region(Country::ES, "MD"), lisbon)
}

fn picked_up() -> Request {
    let five = "17:00".parse().unwrap();
    let cut_off = arriero::calendar::CutOff::new(five, "Europe/Madrid".parse().unwrap());
    request().ready_at("12:00".parse().unwrap()).picked_up(arriero::select::PickUp::until(cut_off))
}

fn decide(rate: Rate, request: Request, rules: Rules) -> Selection {
    Scene { rates: vec![rate], request, rules, mind: Mind(0) }.select()
}

/// The reason against one rate under one constraint; `None`: it passes.
fn reason(rate: Rate, request: Request, constraint: Constraint) -> Option<Reason> {
    let rules = Rules::new(Currency::EUR).with_policy(constraint, Policy::Reject);
    let mut rejected = decide(rate, request, rules).rejected;
    rejected.pop().and_then(|out| out.reasons.into_iter().next())
}

fn verdict(rate: Rate, request: Request, constraint: Constraint) -> Verdict {
    reason(rate, request, constraint).map_or(Verdict::Passed, |reason| reason.verdict)
}

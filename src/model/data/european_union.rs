//! Who is a member state of the European Union, and since when. Written by hand; dates of the treaties of accession.
//!
//! Member states only: nothing about the customs union, the tax territory, or the territories of a member state.

use crate::model::Country;

/// A day, as (year, month, day): a tuple compares as the calendar does.
pub(in crate::model) type Day = (i32, u32, u32);

const ROME: Day = (1958, 1, 1);
const FIRST_ENLARGEMENT: Day = (1973, 1, 1);
const GREECE: Day = (1981, 1, 1);
const IBERIA: Day = (1986, 1, 1);
const CORFU: Day = (1995, 1, 1);
const ATHENS: Day = (2004, 5, 1);
const LUXEMBOURG: Day = (2007, 1, 1);
const CROATIA: Day = (2013, 7, 1);
/// The United Kingdom left at the end of this day (Withdrawal Agreement, article 185).
const LAST_DAY_OF_GB: Day = (2020, 1, 31);
const STILL: Day = (i32::MAX, 12, 31);

/// Member, first day, last day.
pub(in crate::model) static MEMBERS: [(Country, Day, Day); 28] = [
    (Country::AT, CORFU, STILL),
    (Country::BE, ROME, STILL),
    (Country::BG, LUXEMBOURG, STILL),
    (Country::CY, ATHENS, STILL),
    (Country::CZ, ATHENS, STILL),
    (Country::DE, ROME, STILL),
    (Country::DK, FIRST_ENLARGEMENT, STILL),
    (Country::EE, ATHENS, STILL),
    (Country::ES, IBERIA, STILL),
    (Country::FI, CORFU, STILL),
    (Country::FR, ROME, STILL),
    (Country::GB, FIRST_ENLARGEMENT, LAST_DAY_OF_GB),
    (Country::GR, GREECE, STILL),
    (Country::HR, CROATIA, STILL),
    (Country::HU, ATHENS, STILL),
    (Country::IE, FIRST_ENLARGEMENT, STILL),
    (Country::IT, ROME, STILL),
    (Country::LT, ATHENS, STILL),
    (Country::LU, ROME, STILL),
    (Country::LV, ATHENS, STILL),
    (Country::MT, ATHENS, STILL),
    (Country::NL, ROME, STILL),
    (Country::PL, ATHENS, STILL),
    (Country::PT, IBERIA, STILL),
    (Country::RO, LUXEMBOURG, STILL),
    (Country::SE, CORFU, STILL),
    (Country::SI, ATHENS, STILL),
    (Country::SK, ATHENS, STILL),
];

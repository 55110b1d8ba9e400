//! Business days, public holidays by country and region, cut-offs and zones: data and arithmetic, no clock.
//!
//! [`Calendar`] counts business days; [`Zone`] reads wall clocks; [`hand_over`] joins them: the day on which a parcel leaves.
//! Prices do not belong here, nor does the law about which day a term ends on.

mod business;
mod cut_off;
mod data;
mod region;
mod span;
mod week;
mod zone;

pub use self::{
    business::{Calendar, Scope},
    cut_off::{CutOff, HandOver, Ready, hand_over},
    region::region_of,
    zone::{UnknownZone, Zone},
};

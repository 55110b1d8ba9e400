//! The contract that every carrier is held to, for carriers of this crate and of anybody else.
//!
//! Here: checks that panic with a sentence when a carrier breaks the contract; call them from a test. Not here: anything that a
//! carrier needs to do its work.

mod manners;
mod samples;
mod wire;

pub use manners::{
    another_carriers_handle_is_not_taken, capabilities_tell_the_truth, errors_name_their_carrier,
    manners, no_secret_is_shown, preparations_can_be_stored, rates_are_in_order,
    safety_is_what_it_says, sold_labels_are_whole, too_many_parcels_are_refused,
    tracking_answers_each_number,
};
pub use samples::Samples;
pub use wire::{Ask, Canned, Check, Excused, Figure, Finding, Part, Place, Report, Row, Script};

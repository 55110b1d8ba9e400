//! The contract that every carrier is held to, for carriers of this crate and of anybody else.
//!
//! Two halves. **Manners** is what can be asked of any carrier without knowing what it talks to: call
//! [`manners`](manners()) from a test. **The wire** needs a carrier that can be built on a `base_url`: it gets a [`Row`], and
//! [`Row::run`] answers it from this machine, well and badly, and judges what it makes of that. Which rules apply follows from
//! its [`capabilities`](crate::carrier::Carrier::capabilities), which are judged too. [`Check`] lists the rules.
//!
//! # A row for a carrier of one's own
//!
//! How it is built, how its token endpoint answers, and for each operation that it claims a [`Part`]: a question, the good
//! answer, and the answers that only its carrier gives.
//!
//! ```no_run
//! # use arriero::carrier::Carrier;
//! # use arriero::conformance::Place;
//! # use arriero::mock::MockCarrier;
//! # fn sierra(_: &Place) -> Result<MockCarrier, arriero::carrier::Source> { unimplemented!() }
//! use std::sync::Arc;
//!
//! use arriero::conformance::{Ask, Canned, Figure, Part, Row, Samples, Script};
//! use arriero::model::{TrackQuery, TrackRequest, WeightUnit};
//! use rust_decimal::Decimal;
//!
//! # async fn test() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
//! let day = "2026-11-25".parse()?;
//! let asked = Samples::new("24h", day); // questions for a start: a parcel from Madrid to Lisbon
//! let mut heavy = asked.rates.clone();
//! let mut shipment = (*heavy.shipment).clone();
//! shipment.parcels[0].weight = "30.01 kg".parse()?;
//! heavy.shipment = shipment.into();
//!
//! let rates = |list: &str| Canned::json(200, format!(r#"{{"rates": [{list}]}}"#));
//! let one = r#"{"service": "24h", "total": "5.95 EUR"}"#;
//! let two = r#"{"service": "24h", "total": "5.95 EUR"}, {"service": "Q7", "total": "4 EUR"}"#;
//! let sold = Canned::json(201, r#"{"number": "SR1", "paper": "{{base}}/papers/SR1"}"#);
//! let paper = Canned::new(200, "application/pdf", "%PDF-1.7 a label");
//!
//! // `sierra` builds the carrier with `place.base_url`, `place.client` and `place.settings`.
//! let report = Row::new(day, |place| Ok(Arc::new(sierra(place)?)))
//!     .token("/oauth/token", Canned::json(200, r#"{"access_token": "t0ken", "expires_in": 3600}"#))
//!     .secret("t0ken")
//!     .secret("the client secret")
//!     .refusal(Canned::json(400, r#"{"code": "E42", "message": "no such service"}"#), "E42")
//!     .part(
//!         Part::new(Ask::Rates(asked.rates.clone()), rates(one))
//!             .elements(0, rates(""))
//!             .elements(1, rates(one))
//!             .elements(2, rates(two))
//!             .keeps("Q7", rates(two)) // a service that nobody knows
//!             .refuses("E7", Canned::json(200, r#"{"code": "E7"}"#)) // an error inside a success
//!             .beyond(Ask::Rates(heavy), "30 kg")
//!             .measures(
//!                 Ask::Rates(asked.rates.clone()),
//!                 [Figure::json_weight("/weight", WeightUnit::Kg, Decimal::new(1, 2))],
//!             ),
//!     )
//!     .part(Part::new(
//!         Ask::Label(asked.label.clone()),
//!         Script::route("POST", "/labels", sold).then("GET", "/papers/", paper),
//!     ))
//!     .run()
//!     .await?;
//! report.assert(); // every finding: the rule, the operation, the case, what was seen, what was expected
//! # Ok(())
//! # }
//! ```
//!
//! What the row does not show is a finding too: an operation that is claimed without a part, an account that is asked about
//! without one, rates without an answer that has no element. A rule that does not fit a carrier is left out by name and with a reason, [`Part::excuse`].
//!
//! What is safe to repeat may be asked three times; a purchase leaves once, and what may have been bought is called unknown.
//! A void is asked again like a question, for that is how a lost answer to it is settled.
//!
//! Not here: anything that a carrier needs to do its work.

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

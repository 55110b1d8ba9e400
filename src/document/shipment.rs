//! The shipment document: what is sent, when it is ready, and what is asked of the rate that carries it.

use chrono::{Duration, Timelike as _, Utc};
use serde::{Deserialize, Serialize};

use super::ConstraintsDocument;
use crate::calendar::Calendar;
use crate::model::{
    Address, Customs, Date, Destination, Faults, LocalDateTime, OffsetDateTime, Options, Parcel,
    Path, RateRequest, Reference, Shipment, Time, clock,
};
use crate::select::Site;
use crate::select::offers::ready_after_handling;

/// A shipment as a shop writes it, in JSON or TOML: the input of `rates`, `ship`, `buy`, `offers` and `return`.
///
/// ```toml
/// [from]
/// company = "Tienda Sol"
/// lines = ["Calle Mayor 1"]
/// postal_code = "28013"
/// city = "Madrid"
/// country = "ES"
/// [to]
/// name = "Ana Reis"
/// lines = ["Rua Augusta 12"]
/// postal_code = "1100-048"
/// city = "Lisboa"
/// country = "PT"
/// [[parcels]]
/// weight = "2.5 kg"                # or { value = "2.5", unit = "kg" }
/// dimensions = "30x20x15 cm"
/// [constraints]
/// business_days = 3
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ShipmentDocument {
    /// Who sends, and where it is picked up.
    pub from: Address,
    /// Where it goes: an address, or `{point, recipient}`.
    pub to: Destination,
    /// Where it goes back to if it cannot be delivered; `None`: to `from`.
    pub return_to: Option<Address>,
    /// The boxes, at least one.
    pub parcels: Vec<Parcel>,
    /// The day it is ready, civil at the origin; `None`: the day of asking.
    #[serde(default, with = "day")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub ship_on: Option<Date>,
    /// The time of that day; `None`: not known, or the time of asking where `ship_on` is not given either.
    #[serde(default, with = "clock")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub ready_at: Option<Time>,
    /// What is asked beside the carriage.
    #[serde(default)]
    pub options: Options,
    /// The customs declaration; `None`: none is made.
    pub customs: Option<Customs>,
    /// The shipper's own names of it.
    #[serde(default)]
    pub references: Vec<Reference>,
    /// What is asked of the rate.
    #[serde(default)]
    pub constraints: ConstraintsDocument,
}

impl ShipmentDocument {
    /// A shipment of which nothing more is asked.
    #[must_use]
    pub fn new(shipment: Shipment) -> Self {
        let Shipment { from, to, return_to, parcels, options, customs } = shipment;
        Self {
            from,
            to,
            return_to,
            parcels,
            ship_on: None,
            ready_at: None,
            options,
            customs,
            references: Vec::new(),
            constraints: ConstraintsDocument::default(),
        }
    }

    /// Reads a file, JSON or TOML by its ending, else by its content.
    ///
    /// # Errors
    ///
    /// [`Complaints`](crate::input::Complaints), all of them at once, each with its line and with what would be right.
    #[cfg(feature = "config")]
    pub fn open(path: &std::path::Path) -> Result<Self, crate::input::Complaints> {
        Self::read(&crate::input::Text::open(path)?)
    }

    /// Reads a text.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    #[cfg(feature = "config")]
    pub fn read(text: &crate::input::Text) -> Result<Self, crate::input::Complaints> {
        crate::input::read(text, Self::check)
    }

    /// What is sent.
    #[must_use]
    pub fn shipment(&self) -> Shipment {
        Shipment {
            from: self.from.clone(),
            to: self.to.clone(),
            return_to: self.return_to.clone(),
            parcels: self.parcels.clone(),
            options: self.options.clone(),
            customs: self.customs.clone(),
        }
    }

    /// What carriers are asked at a moment. A document without a day is ready at that moment, by the clock of the origin; where
    /// the origin's zone is not known, by the clock that `now` was told in.
    #[must_use]
    pub fn rate_request(&self, now: OffsetDateTime) -> RateRequest {
        let civil = || civil(&self.from, now);
        let (ship_on, ready_at) = self.ready(civil);
        self.request(ship_on, ready_at)
    }

    /// The same where so many business days pass between the asking and the hand-over. A day that the document gives stays: it
    /// is the shop's own word. `None`: the calendar of the origin does not know those days.
    #[must_use]
    pub fn rate_request_after(
        &self,
        handling_days: u16,
        now: OffsetDateTime,
    ) -> Option<RateRequest> {
        if handling_days == 0 || self.ship_on.is_some() {
            return Some(self.rate_request(now));
        }
        let site = Site::of(&self.from);
        let country = self.from.country.as_str();
        let calendar = Calendar::of(country, site.region.as_deref())
            .or_else(|| Calendar::of(country, None))?;
        let ready = ready_after_handling(now, handling_days, &calendar, site.zone?)?;
        let (ship_on, ready_at) = self.ready(|| ready);
        Some(self.request(ship_on, ready_at))
    }

    fn ready(&self, asked: impl FnOnce() -> LocalDateTime) -> (Date, Option<Time>) {
        if let Some(date) = self.ship_on {
            (date, self.ready_at)
        } else {
            let asked = minute_begun(asked());
            (asked.date(), Some(self.ready_at.unwrap_or_else(|| asked.time())))
        }
    }

    fn request(&self, ship_on: Date, ready_at: Option<Time>) -> RateRequest {
        let mut request = RateRequest::new(self.shipment(), ship_on);
        request.ready_at = ready_at;
        request
    }

    /// Every fault, each with its path and what would be right.
    ///
    /// # Errors
    ///
    /// [`Faults`], all of them at once.
    pub fn check(&self) -> Result<(), Faults> {
        let (root, mut faults) = (Path::Root, Faults::none());
        if let Err(of_shipment) = self.shipment().check() {
            faults.extend(of_shipment);
        }
        for (index, reference) in self.references.iter().enumerate() {
            if reference.value.trim().is_empty() {
                faults.add(
                    &root.field("references").index(index).field("value"),
                    "is blank; leave the reference out",
                );
            }
        }
        self.constraints.check(&root.field("constraints"), &mut faults);
        faults.into_result()
    }
}

fn civil(from: &Address, now: OffsetDateTime) -> LocalDateTime {
    match Site::of(from).zone {
        Some(zone) => zone.civil(now.with_timezone(&Utc)),
        None => now.naive_local(),
    }
}

/// The next whole minute: who is ready within a minute is not ready at its beginning.
fn minute_begun(moment: LocalDateTime) -> LocalDateTime {
    let whole = moment.with_second(0).and_then(|moment| moment.with_nanosecond(0));
    match whole {
        Some(whole) if whole < moment => whole + Duration::minutes(1),
        Some(whole) => whole,
        None => moment,
    }
}

/// `#[serde(with)]` for a day that may be left out, with words of our own where it is none.
pub(super) mod day {
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer, de};

    use crate::model::Date;

    #[expect(
        clippy::ref_option,
        clippy::trivially_copy_pass_by_ref,
        reason = "the signature that serde's `with` calls"
    )]
    pub(in super::super) fn serialize<S: Serializer>(
        date: &Option<Date>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        date.serialize(serializer)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Date>, D::Error> {
        let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
        text.parse()
            .map(Some)
            .map_err(|_| de::Error::custom(format_args!("{text:?} is no day; write 2026-11-25")))
    }
}

#[cfg(test)]
mod tests;

//! Asking every carrier at once, and adding up what is priced parcel by parcel.
//!
//! Nothing here chooses between the answers, and nothing knows a carrier by name. One carrier's failure is data beside the
//! others' rates, never the end:
//!
//! - All carriers are asked at the same moment, each in a task of its own, under one deadline ([`Deadlines`]). What has
//!   arrived by then is the answer ([`Quotes`]); a carrier that is late, fails or panics is named under `failures`.
//! - The rates stand in the order of the carriers in the set, then in the carrier's own, whatever came first.
//! - [`Carriers::quoting`] shows the answers as they come ([`Quoting`]) and ends in the same [`Quotes`].
//! - A carrier that prices fewer parcels at once than the shipment has is asked for each parcel ([`one_parcel_each`]), and the
//!   prices are added, service by service: all parcels or nothing.
//!
//! Dropping the future or the [`Quoting`] stops every call that waits for something. A carrier that blocks its thread cannot be
//! stopped; on a runtime of several threads the answer still comes at the deadline, as long as one worker thread is free.

mod deadlines;
mod failed;
mod features;
mod moments;
mod quotes;
mod quoting;
mod split;
mod sum;

pub use deadlines::Deadlines;
pub use quotes::{Answer, Answered, CarrierNotice, Quotes};
pub use quoting::Quoting;
pub use split::one_parcel_each;

use quoting::Begin;

use crate::carrier::Carriers;
use crate::model::{Faults, RateRequest};

// Methods of the set itself, for "ask these carriers" reads best so; they stand here because the set's own room is a floor
// above and knows nothing of asking.
impl Carriers {
    /// Asks every carrier that gives rates, at once, and waits until all have answered or the time is up.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use arriero::carrier::Carriers;
    /// # use arriero::model::{Address, Country, Parcel, RateRequest, Shipment, Weight};
    /// # use arriero::quote::Deadlines;
    /// # let from = Address::new(Country::ES).with_company("Tienda").with_line("Calle Mayor 1").with_city("28013", "Madrid");
    /// # let to = Address::new(Country::PT).with_name("Ana Reis").with_line("Rua Augusta 12").with_city("1100-048", "Lisboa");
    /// # let shipment = Shipment::new(from, to, vec![Parcel::new(Weight::from_grams(800))]);
    /// # let carriers = Carriers::new();
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
    /// let request = RateRequest::new(shipment, "2026-11-23".parse()?);
    /// let quotes = carriers.quote(&request, &Deadlines::within(Duration::from_secs(4))).await?;
    /// for rate in &quotes.rates {
    ///     println!("{} {}: {}", rate.carrier, rate.service.name, rate.total);
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Every fault of the request itself, before any carrier is asked. A carrier's failure stands in the [`Quotes`].
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime with its timer enabled.
    pub async fn quote(
        &self,
        request: &RateRequest,
        deadlines: &Deadlines,
    ) -> Result<Quotes, Faults> {
        Ok(self.quoting(request, deadlines)?.finish().await)
    }

    /// Asks as [`quote`](Self::quote) does, and hands over each carrier's answer as it comes. The carriers are asked here and
    /// now, not when the first answer is waited for.
    ///
    /// # Errors
    ///
    /// Every fault of the request itself, before any carrier is asked.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime with its timer enabled.
    pub fn quoting(&self, request: &RateRequest, deadlines: &Deadlines) -> Result<Quoting, Faults> {
        request.check()?;
        Ok(Quoting::start(self, request, deadlines, Begin::InTask))
    }

    /// Asks as [`quoting`](Self::quoting) does, but begins each call on the thread that asks: a carrier that answers at once, as
    /// a rate sheet, costs no task. For many shipments in a row; a carrier that blocks its thread holds up the others here.
    ///
    /// # Errors
    ///
    /// Every fault of the request itself, before any carrier is asked.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime with its timer enabled.
    pub fn quoting_here(
        &self,
        request: &RateRequest,
        deadlines: &Deadlines,
    ) -> Result<Quoting, Faults> {
        request.check()?;
        Ok(Quoting::start(self, request, deadlines, Begin::Here))
    }
}

//! One row: read, asked about, decided. Knows nothing of files and of the rows beside it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use tokio::sync::{Semaphore, SemaphorePermit};

use super::template::Templates;
use super::words;
use crate::carrier::Carriers;
use crate::document::{BatchOutcome, BatchRow, ShipmentDocument, ShipmentRows};
use crate::model::{CarrierId, OffsetDateTime, RateRequest, Shipment};
use crate::quote::{Deadlines, Quotes};
use crate::select::{Outcome, Request, Selection, select};

/// What every row needs.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) carriers: Carriers,
    pub(super) reader: ShipmentRows,
    pub(super) templates: Templates,
    pub(super) now: OffsetDateTime,
    pub(super) deadlines: Deadlines,
    pub(super) gate: Gate,
}

impl Desk {
    /// A row that was read; `Err`: every fault of it.
    pub(super) fn read(&self, cells: &[&str]) -> Result<ShipmentDocument, Vec<String>> {
        self.templates.read(&self.reader, cells)
    }

    /// What a row calls itself.
    pub(super) fn id(&self, cells: &[&str]) -> Option<String> {
        self.reader.id(cells).map(str::to_owned)
    }

    /// Asks every carrier and chooses. Ready at once where every carrier answers at once.
    pub(super) async fn decide(self: Arc<Self>, line: u64, document: ShipmentDocument) -> BatchRow {
        match self.choose(&document).await {
            Ok(selection) => row(line, &selection),
            Err(faults) => refused(line, &faults),
        }
    }

    async fn choose(&self, document: &ShipmentDocument) -> Result<Selection, Vec<String>> {
        let told = |faults: crate::model::Faults| -> Vec<String> {
            faults.iter().map(ToString::to_string).collect()
        };
        let mut request = document.rate_request(self.now);
        request.totals_only = true;
        let Quotes { rates, unavailable, failures, .. } =
            self.quote(&request).await.map_err(told)?;
        let rules = document.constraints.rules_for(&rates).map_err(told)?;
        let selection = select(&rates, &Request::of(&request, self.now), &rules)
            .map_err(|error| vec![format!("constraints: {error}")])?;
        Ok(selection.with_quote(unavailable, failures))
    }

    async fn quote(&self, request: &RateRequest) -> Result<Quotes, crate::model::Faults> {
        let _permits = self.gate.enter(&request.shipment).await;
        let quoting = self.carriers.quoting_here(request, &self.deadlines)?;
        self.gate.learn(quoting.open());
        Ok(quoting.finish().await)
    }
}

/// A row that is no shipment.
pub(super) fn refused(line: u64, faults: &[String]) -> BatchRow {
    let mut reason = String::new();
    words::put_plain(&mut reason, &faults.join("; "));
    BatchRow::new(line, BatchOutcome::Refused, reason)
}

fn row(line: u64, selection: &Selection) -> BatchRow {
    let outcome = match selection.outcome {
        Outcome::Chosen => BatchOutcome::Chosen,
        Outcome::NoneQualifies => BatchOutcome::NoneQualifies,
        Outcome::NoRates => BatchOutcome::NoRates,
    };
    let mut row = BatchRow::new(line, outcome, words::reason(selection));
    if let Some(first) = selection.ranked.first() {
        let rate = &first.rate;
        let mut service = String::new();
        words::put_plain(&mut service, &rate.service.code);
        row.carrier = Some(rate.carrier.clone());
        row.service = Some(service);
        row.price = Some(first.price);
        row.tax = rate.tax;
        row.arrives = Some(words::arrives(&rate.delivery));
    }
    row
}

/// Keeps the requests in flight to a number. A carrier that always answered at once, as a rate sheet does, needs no leave;
/// who needs it is learnt, and until then every carrier does.
#[derive(Debug)]
pub(super) struct Gate {
    permits: Semaphore,
    most: u32,
    /// By the place of the carrier in the set.
    carriers: Vec<Known>,
}

#[derive(Debug)]
struct Known {
    id: CarrierId,
    /// Parcels are asked for one by one where a shipment has more than this.
    parcels_per_quote: Option<usize>,
    manner: AtomicU8,
}

const UNKNOWN: u8 = 0;
const AT_ONCE: u8 = 1;
const WAITS: u8 = 2;

impl Gate {
    pub(super) fn new(carriers: &Carriers, most: u32) -> Self {
        let known = carriers.iter().map(|carrier| Known {
            id: carrier.id(),
            parcels_per_quote: carrier.capabilities().parcels_per_quote.map(Into::into),
            manner: AtomicU8::new(UNKNOWN),
        });
        Self { permits: Semaphore::new(most as usize), most, carriers: known.collect() }
    }

    /// Waits until the requests that a shipment may need can be made. A shipment that needs more than all waits for all.
    async fn enter(&self, shipment: &Shipment) -> Option<SemaphorePermit<'_>> {
        let parcels = shipment.parcels.len();
        let requests: usize = self
            .carriers
            .iter()
            .filter(|carrier| carrier.manner.load(Ordering::Relaxed) != AT_ONCE)
            .map(|carrier| match carrier.parcels_per_quote {
                Some(most) if parcels > most => parcels,
                _ => 1,
            })
            .sum();
        let requests = u32::try_from(requests).unwrap_or(u32::MAX).min(self.most);
        if requests == 0 {
            return None;
        }
        self.permits.acquire_many(requests).await.ok()
    }

    /// Notes who did not answer at once.
    fn learn<'c>(&self, open: impl Iterator<Item = &'c CarrierId>) {
        let open: Vec<_> = open.collect();
        for carrier in &self.carriers {
            let waits = open.contains(&&carrier.id);
            let manner = if waits { WAITS } else { AT_ONCE };
            match carrier.manner.load(Ordering::Relaxed) {
                UNKNOWN => carrier.manner.store(manner, Ordering::Relaxed),
                AT_ONCE if waits => carrier.manner.store(WAITS, Ordering::Relaxed),
                _ => {}
            }
        }
    }
}

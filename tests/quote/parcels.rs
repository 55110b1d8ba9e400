//! Carriers that price one parcel at a time.

use std::time::Duration;

use arriero::carrier::{Error, ErrorKind, FailureKind, Operation};
use arriero::model::{Aggregation, Cod, Rate, RateAnswer, RateRequest, Shipment};
use arriero::quote::{Deadlines, Quotes};
use proptest::prelude::*;
use tokio::time::{Instant, sleep};

use crate::carriers::{Scripted, carrier_id, rate, request};
use crate::{ms, set};

/// Asks 1 EUR for each kilogram, after as many milliseconds as the parcel has grams; refuses above 5 kg.
fn by_weight(id: &'static str) -> Scripted {
    Scripted::new(id, move |request: RateRequest| async move {
        let grams = request.shipment.weight().unwrap();
        assert_eq!(request.shipment.parcels.len(), 1, "it is asked for one parcel at a time");
        let grams: u64 = grams.grams().to_string().parse().unwrap();
        sleep(Duration::from_millis(grams)).await;
        if grams > 5_000 {
            let kind = ErrorKind::Refused { code: "W".into(), message: "too heavy".into() };
            return Err(Error::new(carrier_id(id), Operation::Rates, kind));
        }
        Ok(RateAnswer::of(vec![rate(id, &format!("{}.{:03} EUR", grams / 1_000, grams % 1_000))]))
    })
    .by_parcel()
}

async fn quote(carrier: &Scripted, request: &RateRequest, within: Duration) -> Quotes {
    set([carrier.clone()]).quote(request, &Deadlines::within(within)).await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn parcels_are_asked_together_and_added() {
    let started = Instant::now();
    let quotes = quote(&by_weight("a"), &request(&[1_000, 2_500, 500]), ms(9_000)).await;
    assert_eq!(started.elapsed(), ms(2_500), "as long as the slowest parcel");
    let [rate] = &quotes.rates[..] else { panic!("one rate") };
    assert_eq!(rate.total, "4.000 EUR".parse().unwrap());
    assert_eq!(rate.aggregation, Aggregation::SumOfParcels);
    assert_eq!(rate.parts.iter().map(|part| part.parcel).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(quotes.answered[0].elapsed_ms, 2_500);
}

#[tokio::test(start_paused = true)]
async fn a_parcel_that_is_refused_is_missing_and_its_failure_is_named() {
    let quotes = quote(&by_weight("a"), &request(&[1_000, 6_000]), ms(9_000)).await;
    assert_eq!(quotes.rates[0].missing_parcels, [2]);
    assert_eq!(quotes.failures[0].message, "a refused rates: W: too heavy (parcel 2)");
    assert_eq!((quotes.failures.len(), quotes.answered.len()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_parcel_that_is_late_is_missing_and_the_others_are_kept() {
    let quotes = quote(&by_weight("a"), &request(&[3_000, 1_000]), ms(2_000)).await;
    assert_eq!(quotes.rates[0].missing_parcels, [1]);
    let late = &quotes.failures[0];
    assert_eq!((late.kind, late.elapsed_ms), (FailureKind::TimedOut, Some(2_000)));
}

#[tokio::test(start_paused = true)]
async fn a_carrier_that_refuses_every_parcel_has_failed_once() {
    let quotes = quote(&by_weight("a"), &request(&[6_000, 7_000]), ms(9_000)).await;
    assert!(quotes.rates.is_empty() && quotes.answered.is_empty());
    assert_eq!(quotes.failures.len(), 1);
    assert_eq!(quotes.failures[0].message, "a refused rates: W: too heavy");
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_divided_is_refused_by_field_before_asking() {
    let asked = request(&[1_000, 1_000]);
    let mut shipment = Shipment::clone(&asked.shipment);
    shipment.options.cod = Some(Cod::new("30 EUR".parse().unwrap()));
    let carrier = by_weight("a");
    let request = RateRequest::new(shipment, asked.ship_on);
    let quotes = quote(&carrier, &request, ms(9_000)).await;
    assert_eq!(carrier.times_asked(), 0);
    assert_eq!(quotes.failures[0].kind, FailureKind::InvalidRequest);
    assert_eq!(quotes.failures[0].field.as_deref(), Some("options.cod"));
}

#[tokio::test(start_paused = true)]
async fn a_carrier_is_asked_once_for_as_many_parcels_as_it_prices_together() {
    let mut carrier = Scripted::after("a", ms(10));
    carrier.capabilities.parcels_per_quote = std::num::NonZeroUsize::new(2);
    let quotes = quote(&carrier, &request(&[1_000, 2_000]), ms(100)).await;
    assert_eq!((carrier.times_asked(), quotes.rates[0].aggregation), (1, Aggregation::Shipment));
    quote(&carrier, &request(&[1_000, 2_000, 500]), ms(100)).await;
    assert_eq!(carrier.times_asked(), 1 + 3, "and for each parcel where there are more");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(10_000) })]

    #[test]
    fn a_single_parcel_has_the_rate_itself(
        cents in proptest::collection::vec(-2..5_i64, 0..4),
        missing in proptest::collection::vec(1..3_usize, 0..2),
    ) {
        thread_local! {
            static RUNTIME: tokio::runtime::Runtime =
                tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        }
        let rates: Vec<Rate> = cents
            .iter()
            .map(|cents| {
                let mut rate = rate("a", &format!("{cents} EUR"));
                rate.missing_parcels.clone_from(&missing);
                rate
            })
            .collect();
        let answer = RateAnswer::of(rates.clone());
        let carrier =
            Scripted::new("a", move |_| std::future::ready(Ok(answer.clone()))).by_parcel();
        let quotes =
            RUNTIME.with(|runtime| runtime.block_on(quote(&carrier, &request(&[800]), ms(5_000))));
        prop_assert_eq!(quotes.rates.iter().map(|rate| Rate::clone(rate)).collect::<Vec<_>>(), rates);
    }
}

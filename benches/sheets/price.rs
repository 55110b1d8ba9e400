//! Prices: bare, with their lines, and as whole rates.
#![expect(clippy::expect_used, reason = "the inputs are constants of this bench")]

use std::hint::black_box;
use std::time::Duration;

use arriero::model::{Currency, Money};
use arriero::tariff::{Consignment, SheetCarrier, SheetService};

use crate::texts::{Order, STEPS, day, orders, sheet};
use crate::{Figure, median};

pub(crate) fn figures() -> Vec<Figure> {
    let sheet = sheet().expect("a sheet without faults");
    let service = sheet.service("paq").expect("a service of it");
    let carrier = SheetCarrier::new(sheet.clone());
    let (orders, day) = (orders(), day());
    let read: Vec<_> = orders
        .iter()
        .map(|order| Consignment::read(&order.request.shipment).expect("a shipment"))
        .collect();
    for (order, consignment) in orders.iter().zip(&read) {
        check(order, service, consignment, &carrier);
    }
    let count = u32::try_from(orders.len()).expect("a few hundred");
    let steps: Vec<i64> = (1..=STEPS).collect();
    let each = |what, limit: Option<u64>, mut all: Box<dyn FnMut() + '_>| Figure {
        what,
        median: median(&mut all) / count,
        limit: limit.map(Duration::from_nanos),
    };
    vec![
        each(
            "sheets: a binary search among the steps, alone",
            None,
            Box::new(|| {
                for weight in 0..i64::from(count) {
                    black_box(steps.binary_search(&black_box(weight % STEPS)).is_ok());
                }
            }),
        ),
        each(
            "sheets: a price: zone, weight by volume, 3 surcharges, tax",
            Some(200),
            Box::new(|| {
                for consignment in &read {
                    black_box(service.price(black_box(consignment), day).is_ok());
                }
            }),
        ),
        each(
            "sheets: the same with its lines: kinds, ids, amounts",
            Some(1_000),
            Box::new(|| {
                for consignment in &read {
                    let price = service.price(black_box(consignment), day).expect("a price");
                    black_box((price.net(), price.gross(), price.lines()));
                }
            }),
        ),
        each(
            "sheets: a shipment read into integers, once for all sheets",
            Some(500),
            Box::new(|| {
                for order in &orders {
                    black_box(Consignment::read(black_box(&order.request.shipment)).is_ok());
                }
            }),
        ),
        each(
            "sheets: a whole rate: read, priced, dated, in words",
            Some(4_000),
            Box::new(|| {
                for order in &orders {
                    black_box(carrier.quote(black_box(&order.request)));
                }
            }),
        ),
    ]
}

/// What is timed is right: totals and lines, bare and as a rate.
fn check(
    order: &Order,
    service: SheetService<'_>,
    consignment: &Consignment<'_>,
    carrier: &SheetCarrier,
) {
    let euros = |minor| Money::from_minor(minor, Currency::EUR);
    let due = ["base", "remote", "oversize", "fuel"].into_iter().zip(order.lines);
    let due: Vec<_> = due.filter(|(_, minor)| *minor != 0).collect();
    let net = due.iter().map(|(_, minor)| minor).sum();

    let price = service.price(consignment, day()).expect("a price");
    assert_eq!((price.net(), price.gross()), (Some(euros(net)), Some(euros(order.gross))));
    let lines = price.lines();
    assert!(
        lines
            .iter()
            .map(|line| (line.id, line.amount))
            .eq(due.iter().map(|(id, minor)| (*id, euros(*minor))))
    );

    let answer = carrier.quote(&order.request);
    let rate = answer.rates.first().expect("a rate");
    assert_eq!((rate.total, rate.tax), (euros(net), Some(euros(order.gross - net))));
    assert_eq!(rate.charges.len(), due.len());
}

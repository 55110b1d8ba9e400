//! Stands in until the library's own sandbox is here.

use arriero::carrier::Carriers;
use arriero::mock::MockCarrier;
use arriero::model::{DeliveryEstimate, OffsetDateTime, Service};

pub(crate) fn carriers(now: Option<OffsetDateTime>) -> Carriers {
    let mut carriers = Carriers::new();
    for (id, price, days) in [("andina", "25.00 EUR", 1), ("ribera", "5.95 EUR", 5), ("sierra", "7.85 EUR", 2)] {
        let mut builder = MockCarrier::builder(id).rate(
            Service::new("paq", "Paq"),
            price.parse().unwrap(),
            DeliveryEstimate::in_business_days(days),
        );
        if let Some(now) = now {
            builder = builder.clock(now);
        }
        carriers = carriers.with(builder.build().unwrap()).unwrap();
    }
    carriers
}

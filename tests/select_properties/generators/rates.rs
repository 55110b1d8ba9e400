//! Rates of every form: told, half told, silent, stale, contradictory.

use arriero::model::{
    Address, Aggregation, CarrierId, Country, Cover, DeliversTo, DeliveryEstimate, Feature,
    FeatureOffer, Handle, Money, Offer, PointKind, PriceBasis, Rate, Service, ServiceLevel,
    ServicePoint, Time,
};
use proptest::prelude::*;

use crate::scene::{date, money, november};

/// One of the values, each as likely.
pub(super) fn one_of<T: Clone + std::fmt::Debug + 'static>(
    values: Vec<T>,
) -> impl Strategy<Value = T> {
    prop::sample::select(values)
}

fn time() -> impl Strategy<Value = Option<Time>> {
    one_of(vec![None, None, Some("10:30"), Some("12:00"), Some("20:00"), Some("23:59:59")])
        .prop_map(|text| text.map(|text| text.parse().unwrap()))
}

fn delivery() -> impl Strategy<Value = DeliveryEstimate> {
    let days = || 22..29_u32;
    let stated = |day| DeliveryEstimate::on(november(day));
    let in_days = |days, business| {
        let mut told = DeliveryEstimate::default();
        *(if business { &mut told.business_days } else { &mut told.calendar_days }) = Some(days);
        told
    };
    let form = prop_oneof![
        2 => Just(DeliveryEstimate::default()),
        5 => days().prop_map(stated),
        5 => (days(), time(), time()).prop_map(move |(day, by, until)| timed(stated(day), by, until)),
        2 => instant().prop_map(|at| {
            let mut told = DeliveryEstimate::default();
            told.at = Some(at.parse().unwrap());
            told
        }),
        3 => (0..4_u16, any::<bool>(), time(), time())
            .prop_map(move |(days, business, by, until)| timed(in_days(days, business), by, until)),
        1 => Just(DeliveryEstimate::on(date("9999-12-31"))),
    ];
    let assumed = one_of(vec![None, None, None, None, Some(20), Some(23), Some(24), Some(25)]);
    let guaranteed = one_of(vec![None, Some(true), Some(false)]);
    let earliest = prop_oneof![3 => Just(None), 1 => days().prop_map(Some)];
    (form, assumed, guaranteed, earliest).prop_map(|(mut form, assumed, guaranteed, earliest)| {
        form.assumes_ship_date = assumed.map(november);
        form.guaranteed = guaranteed;
        form.earliest = earliest.map(november);
        form
    })
}

fn timed(mut told: DeliveryEstimate, by: Option<Time>, until: Option<Time>) -> DeliveryEstimate {
    told.by = by;
    told.delivers_until = until;
    told
}

fn instant() -> impl Strategy<Value = &'static str> {
    one_of(vec![
        "2026-11-24T10:30:00+01:00",
        "2026-11-24T23:30:00-08:00",
        "2026-11-25T12:00:00Z",
        "2026-11-25T12:00:01Z",
        "2026-11-25T23:59:30+00:00",
        "2026-11-26T12:00:00.5Z",
        "2026-11-26T04:00:00+14:00",
    ])
}

/// A few prices, most of them in the decision's currency, some with too many decimals, some that are none.
fn total() -> impl Strategy<Value = Money> {
    prop_oneof![
        6 => (0..9_i64).prop_map(|step| Money::from_minor(step * 150, euro())),
        2 => (0..1_300_i64).prop_map(|cents| Money::from_minor(cents, euro())),
        2 => one_of(vec!["8.95 USD", "6.00 USD", "1250 JPY", "984 JPY", "7.005 EUR", "7.004 EUR"]).prop_map(money),
        1 => one_of(vec!["-1.00 EUR", "9000000000 EUR", "5.00 GBP"]).prop_map(money),
    ]
}

fn euro() -> arriero::model::Currency {
    arriero::model::Currency::EUR
}

/// Whether the total has its tax inside, and how much that is, in the minor units of its currency.
fn tax() -> impl Strategy<Value = (Option<bool>, Option<i64>)> {
    prop_oneof![
        5 => Just((Some(false), None)),
        2 => Just((Some(false), Some(126))),
        1 => Just((Some(false), Some(0))),
        1 => Just((Some(true), Some(126))),
        1 => Just((Some(true), None)),
        1 => Just((None, Some(0))),
        1 => Just((None, Some(126))),
        1 => Just((None, None)),
    ]
}

fn fee() -> impl Strategy<Value = Option<i64>> {
    one_of(vec![None, Some(0), Some(100), Some(240)])
}

fn features() -> impl Strategy<Value = Vec<(Feature, Option<Option<i64>>, bool)>> {
    let each = |name: &'static str| {
        (prop::option::of((prop::option::of(fee()), any::<bool>()))).prop_map(move |said| {
            said.map(|(fee, included)| (name.parse::<Feature>().unwrap(), fee, included))
        })
    };
    (each("cod"), each("tracked"), each("signature_any"), each("signature_adult"))
        .prop_map(|(a, b, c, d)| [a, b, c, d].into_iter().flatten().collect())
}

fn cover() -> impl Strategy<Value = Option<(Money, Option<i64>, Option<i64>)>> {
    let included =
        one_of(vec!["0 EUR", "50.00 EUR", "250.00 EUR", "300.00 EUR", "320.00 USD", "325.63 USD"]);
    let bought = one_of(vec![None, Some(10_000), Some(100_000)]);
    prop::option::of((included.prop_map(money), bought, fee()))
}

fn delivers_to() -> impl Strategy<Value = Option<DeliversTo>> {
    let point = |id: &str, kind| {
        let mut point = ServicePoint::new(id, Address::new(Country::PT));
        point.kind = kind;
        Some(DeliversTo::Point(Box::new(point)))
    };
    one_of(vec![
        None,
        Some(DeliversTo::Address),
        Some(DeliversTo::Network { kind: None }),
        Some(DeliversTo::Network { kind: Some(PointKind::Locker) }),
        point("P77", PointKind::Locker),
        point("P77", PointKind::Shop),
        point("P78", PointKind::Other),
    ])
}

fn valid_until() -> impl Strategy<Value = Option<&'static str>> {
    prop_oneof![
        4 => Just(None),
        1 => one_of(vec![
            "2026-11-23T09:10:00+01:00",
            "2026-11-23T12:20:00+01:00",
            "2026-11-23T12:30:00+01:00",
            "2026-11-22",
            "2026-11-23",
            "2026-11-25",
            "2026-11-23T12:10:00",
            "2026-11-25T12:10:00",
            "2026-11-21T12:10:00",
        ]).prop_map(Some),
    ]
}

/// Who, with what, at what price: what most ties are broken by.
fn head() -> impl Strategy<Value = Rate> {
    let level = one_of(vec![ServiceLevel::Unknown, ServiceLevel::Standard, ServiceLevel::Express]);
    let basis =
        one_of(vec![PriceBasis::Account, PriceBasis::Account, PriceBasis::List, PriceBasis::Sheet]);
    let handle = one_of(vec![None, None, Some(1), Some(2)]);
    (one_of(vec!["a", "b", "B"]), one_of(vec!["std", "exp"]), total(), tax(), level, basis, handle)
        .prop_map(|(carrier, code, total, (includes, tax), level, basis, handle)| {
            let carrier = CarrierId::new(carrier).unwrap();
            let service = Service::new(code, code).with_level(level);
            let mut rate = Rate::new(carrier.clone(), service, total);
            rate.total_includes_tax = includes;
            rate.tax = tax.map(|tax| Money::from_minor(tax, total.currency()));
            rate.price_basis = basis;
            rate.handle = handle.map(|number: u8| Handle::of(carrier, 1, &number).unwrap());
            rate
        })
}

pub(crate) fn rate() -> impl Strategy<Value = Rate> {
    let parcels = prop_oneof![9 => Just(vec![]), 1 => Just(vec![2, 5])];
    (head(), delivery(), features(), cover(), delivers_to(), valid_until(), parcels, any::<bool>())
        .prop_map(
            |(mut rate, delivery, features, cover, delivers_to, valid_until, parcels, sum)| {
                let currency = rate.total.currency();
                rate.delivery = delivery;
                for (feature, fee, included) in features {
                    let offer = match fee {
                        Some(fee) => {
                            Offer::Offered { fee: fee.map(|fee| Money::from_minor(fee, currency)) }
                        }
                        None if included => Offer::Included,
                        None => Offer::No,
                    };
                    rate.features.push(FeatureOffer::new(feature, offer));
                }
                rate.cover = cover.map(|(included, bought, fee)| {
                    let cover = Cover::included(included);
                    let bought = bought.map(|more| Money::from_minor(more, included.currency()));
                    bought.map_or(cover, |more| {
                        cover.and_up_to(more, fee.map(|fee| Money::from_minor(fee, currency)))
                    })
                });
                rate.delivers_to = delivers_to;
                rate.valid_until = valid_until.map(|text| text.parse().unwrap());
                rate.missing_parcels = parcels;
                rate.aggregation =
                    if sum { Aggregation::SumOfParcels } else { Aggregation::Shipment };
                rate
            },
        )
}

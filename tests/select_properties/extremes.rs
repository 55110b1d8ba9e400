//! Whatever the numbers and dates are: an answer, or a refusal in words; never a panic.

use std::fmt::Write as _;
use std::sync::Arc;

use arriero::model::{
    CarrierId, Country, Cover, Currency, Date, DeliveryEstimate, ExchangeRate, Feature,
    FeatureOffer, Moment, Money, Offer, OffsetDateTime, PriceBasis, Rate, Service, Time,
};
use arriero::select::{
    Advice, Asked, Chooser, Constraint, Deadline, Digest, Forecast, Objective, OwnValue, Policy,
    Request, Rules, Site, TaxBasis, ValidityPolicy, select_with,
};
use chrono::{DateTime, FixedOffset};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::scene::{cases, date, november};

fn whole() -> impl Strategy<Value = i64> {
    prop_oneof![
        Just(i64::MAX),
        Just(i64::MIN),
        Just(0),
        Just(1 << 39),
        Just(1 - (1 << 39)),
        any::<i64>(),
        -1_000..1_000_i64,
    ]
}

fn decimal() -> BoxedStrategy<Decimal> {
    prop_oneof![
        4 => (whole(), 0..29_u32).prop_map(|(whole, scale)| Decimal::new(whole, scale)),
        1 => Just(Decimal::MAX),
        1 => Just(Decimal::MIN),
        1 => (any::<i128>(), 0..29_u32).prop_map(|(mantissa, scale)| {
            Decimal::try_from_i128_with_scale(mantissa >> 32, scale).unwrap_or_default()
        }),
    ]
    .boxed() // the whole would else be too large for a test's stack
}

fn currency() -> impl Strategy<Value = Currency> {
    prop_oneof![Just(Currency::EUR), Just(Currency::JPY), Just(Currency::KWD)]
}

fn money() -> BoxedStrategy<Money> {
    (decimal(), currency()).prop_map(|(amount, currency)| Money::new(amount, currency)).boxed()
}

/// Money of the decision's currency, most of it of a size that is not refused.
fn euros() -> BoxedStrategy<Money> {
    prop_oneof![1 => decimal(), 15 => (0..1_i64 << 39).prop_map(|cents| Decimal::new(cents, 2))]
        .prop_map(|amount| Money::new(amount, Currency::EUR))
        .boxed()
}

fn any_date() -> BoxedStrategy<Date> {
    prop_oneof![
        Just(Date::MIN),
        Just(Date::MAX),
        Just(date("9999-12-31")),
        Just(date("1970-01-01")),
        (20..40_u32).prop_map(november),
        any::<i32>().prop_map(
            |days| Date::from_num_days_from_ce_opt(days % 95_000_000).unwrap_or(Date::MIN)
        ),
    ]
    .boxed()
}

fn instant() -> BoxedStrategy<OffsetDateTime> {
    let offset = (-86_399..86_400_i32).prop_map(|seconds| FixedOffset::east_opt(seconds).unwrap());
    let utc = prop_oneof![
        Just(DateTime::<chrono::Utc>::MIN_UTC),
        Just(DateTime::<chrono::Utc>::MAX_UTC),
        any::<i64>().prop_map(|at| DateTime::from_timestamp(at % 8_000_000_000_000, 0).unwrap()),
        Just(november(24).and_hms_opt(12, 0, 0).unwrap().and_utc()),
    ];
    // an instant whose own clock shows a date beyond the last one cannot even be printed
    let shown = |utc: DateTime<chrono::Utc>, offset| {
        let can = utc.naive_utc().checked_add_offset(offset).is_some();
        if can { utc.with_timezone(&offset) } else { utc.fixed_offset() }
    };
    (utc, offset).prop_map(move |(utc, offset)| shown(utc, offset)).boxed()
}

fn time() -> impl Strategy<Value = Time> {
    (0..86_400_u32, 0..2_000_000_000_u32).prop_map(|(second, nano)| {
        Time::from_num_seconds_from_midnight_opt(second, nano)
            .or_else(|| Time::from_num_seconds_from_midnight_opt(second, 0))
            .unwrap()
    })
}

fn delivery() -> BoxedStrategy<DeliveryEstimate> {
    let days = prop_oneof![Just(u16::MAX), Just(0), any::<u16>()];
    let dates = [any_date().boxed(), any_date().boxed(), any_date().boxed()].map(prop::option::of);
    let times = (prop::option::of(time()), prop::option::of(time()));
    (
        dates,
        times,
        prop::option::of(instant()),
        prop::option::of(days.clone()),
        prop::option::of(days),
        any::<Option<bool>>(),
    )
        .prop_map(|([earliest, date, assumed], (by, until), at, business, calendar, guaranteed)| {
            let mut told = DeliveryEstimate::default();
            (told.earliest, told.date, told.assumes_ship_date) = (earliest, date, assumed);
            (told.by, told.delivers_until, told.at) = (by, until, at);
            (told.business_days, told.calendar_days, told.guaranteed) =
                (business, calendar, guaranteed);
            told
        })
        .boxed()
}

fn rate() -> BoxedStrategy<Rate> {
    let tax = (prop::option::of(money()), any::<Option<bool>>());
    let cover = prop::option::of((money(), prop::option::of(money()), prop::option::of(money())));
    let until = prop::option::of(prop_oneof![
        any_date().prop_map(Moment::Date),
        (any_date(), time()).prop_map(|(date, time)| Moment::Local(date.and_time(time))),
        instant().prop_map(Moment::Instant),
    ]);
    let fee = prop::option::of(money());
    let sheet = any::<bool>();
    (prop_oneof![money(), euros()], tax, cover, until, fee, delivery(), sheet)
        .prop_map(|(total, (tax, includes), cover, until, fee, delivery, sheet)| {
            let carrier = CarrierId::new("a").unwrap();
            let mut rate =
                Rate::new(carrier, Service::new("std", "Standard"), total).arriving(delivery);
            (rate.tax, rate.total_includes_tax, rate.valid_until) = (tax, includes, until);
            rate.features = vec![FeatureOffer::new(Feature::Cod, Offer::Offered { fee })];
            rate.cover = cover.map(|(included, more, fee)| match more {
                Some(more) => Cover::included(included).and_up_to(more, fee),
                None => Cover::included(included),
            });
            rate.price_basis = if sheet { PriceBasis::Sheet } else { PriceBasis::Account };
            rate
        })
        .boxed()
}

fn deadline() -> BoxedStrategy<Deadline> {
    (any_date(), prop::option::of(time())).prop_map(|(date, time)| Deadline { date, time }).boxed()
}

fn rules() -> BoxedStrategy<Rules> {
    let one = prop_oneof![
        deadline().prop_map(Constraint::ArriveBy),
        any::<u16>().prop_map(Constraint::BusinessDays),
        prop_oneof![money(), euros()]
            .prop_map(|amount| Constraint::MaxPrice { amount, basis: TaxBasis::Gross }),
        Just(Constraint::Feature(Feature::Cod)),
        prop_oneof![money(), euros()].prop_map(Constraint::InsuredTo),
        deadline().prop_map(|deadline| Constraint::Guaranteed(Some(deadline))),
        (0..1_000_001_u32, deadline())
            .prop_map(|(ppm, deadline)| Constraint::OnTimeChance { ppm, deadline }),
    ];
    let policy = prop_oneof![Just(Policy::LastResort), euros().prop_map(Policy::AtPrice)];
    let objective = prop_oneof![
        Just(Objective::Cheapest),
        Just(Objective::Fastest),
        Just(Objective::Own),
        (euros(), any::<bool>())
            .prop_map(|(per_day, business_days)| Objective::BestValue { per_day, business_days }),
        (any_date(), euros(), euros(), prop::option::of(euros())).prop_map(
            |(due, fixed, per_day, cap)| { Objective::CostOfLateness { due, fixed, per_day, cap } }
        ),
    ];
    let table = prop_oneof![
        1 => decimal(),
        5 => Just(Decimal::new(1, 18)),
        5 => Just(Decimal::from(999_999_999_999_999_999_i64))
    ];
    let asked = prop::collection::vec((one, policy.clone()), 0..4);
    let tax = prop::option::of(prop_oneof![Just(u32::MAX), any::<u32>()]);
    (asked, objective, table, tax, any::<u32>(), euros(), any::<bool>())
        .prop_map(|(asked, objective, rate, tax, within, penalty, gross)| {
            let mut rules = Rules::new(Currency::EUR).best(objective);
            rules.constraints = asked
                .into_iter()
                .map(|(constraint, policy)| Asked { constraint, unknown: Some(policy) })
                .collect();
            rules.exchange = vec![ExchangeRate { from: Currency::JPY, to: Currency::EUR, rate }];
            rules.assumed_tax_ppm = tax;
            rules.buy_within_minutes = within;
            rules.validity_unknown = ValidityPolicy::AtPrice(penalty);
            rules.basis = if gross { TaxBasis::Gross } else { TaxBasis::Net };
            rules
        })
        .boxed()
}

fn request() -> impl Strategy<Value = Request> {
    let cut_off = arriero::calendar::CutOff::new(Time::MIN, "Europe/Madrid".parse().unwrap());
    let destination = prop_oneof![Just(Site::new(Country::PT)), Just(Site::new(Country::US))];
    (instant(), any_date(), prop::option::of(time()), destination, any::<bool>()).prop_map(
        move |(now, ready, at, destination, weekdays)| {
            let mut request = Request::new(now, ready, Site::new(Country::ES), destination);
            request.ready_at = at;
            let mut pick_up = arriero::select::PickUp::until(cut_off);
            if weekdays {
                pick_up.calendar = Some(arriero::select::CalendarChoice::Weekdays);
                request.business_days = Some(arriero::select::CalendarChoice::Weekdays);
            }
            request.picked_up(pick_up)
        },
    )
}

/// Says the most that can be said.
#[derive(Debug)]
struct Loud(i64);

impl Forecast for Loud {
    fn on_time(&self, _: &Rate, _: Deadline) -> Option<u32> {
        u32::try_from(self.0).ok()
    }

    fn arrivals(&self, _: &Rate, each: &mut dyn FnMut(Date, u32)) -> bool {
        each(Date::MAX, if self.0 > 0 { 1_000_000 } else { u32::MAX });
        each(Date::MIN, if self.0 > 0 { 0 } else { u32::MAX });
        true
    }
}

impl OwnValue for Loud {
    fn value(&self, _: &Rate, _: i64) -> Option<i64> {
        Some(self.0)
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn no_number_and_no_date_makes_it_panic(
        rates in prop::collection::vec(rate(), 1..4),
        request in request(),
        rules in rules(),
        own in whole(),
    ) {
        let rates: Vec<_> = rates.into_iter().map(Arc::new).collect();
        let loud = Loud(own);
        let advice = Advice::default().with_forecast(&loud).with_value(&loud);
        match select_with(&rates, &request, &rules, &advice) {
            Err(refused) => prop_assert!(!refused.to_string().is_empty()),
            Ok(selection) => {
                prop_assert_eq!(selection.ranked.len() + selection.rejected.len() + selection.duplicates.len(), rates.len());
                let mut words = String::new();
                selection.rejected.iter().try_for_each(|out| write!(words, "{out}")).unwrap();
                let digest = Digest::new(&rates, &request);
                let chosen = Chooser::new(&rules).unwrap().choose(&digest, &advice).cloned();
                prop_assert_eq!(chosen, selection.chosen);
            }
        }
    }
}

//! What happens to a parcel from its sale on: everything follows from its number, only the places come from elsewhere.

use chrono::{Days, NaiveDate, Timelike as _};

use super::clock::{local, on, workday, workdays_after};
use super::number::Number;
use crate::model::{DeliveryEstimate, Event, Moment, OffsetDateTime, Place, Status};

/// The way of one parcel.
#[derive(Debug)]
pub(super) struct Timeline {
    number: Number,
    handed_over: NaiveDate,
    arrives: NaiveDate,
}

impl Timeline {
    pub(super) fn of(number: Number) -> Self {
        let sold = local(number.sold_at);
        // After the last round of the day a parcel waits for the next one.
        let last_round = if number.days == 0 { 11 * 60 } else { 17 * 60 + 30 };
        let minutes = sold.hour() * 60 + sold.minute();
        let planned = sold.date_naive() + Days::new(number.wait.into());
        let missed = number.wait == 0 && minutes >= last_round;
        let handed_over = workday(if missed { planned + Days::new(1) } else { planned });
        Self { number, handed_over, arrives: workdays_after(handed_over, number.days) }
    }

    /// When the carrier has it: from then on it cannot be voided.
    pub(super) fn accepted_at(&self) -> OffsetDateTime {
        let round = if self.number.days == 0 { 12 * 60 } else { 18 * 60 };
        on(self.handed_over, round + self.jitter(30))
    }

    pub(super) fn estimate(&self) -> DeliveryEstimate {
        DeliveryEstimate {
            business_days: Some(self.number.days.into()),
            assumes_ship_date: Some(self.handed_over),
            ..DeliveryEstimate::on(self.arrives)
        }
    }

    /// Everything that will have happened in the end, oldest first.
    pub(super) fn events(&self, from: Option<&Place>, to: Option<&Place>) -> Vec<Event> {
        let moving = if self.number.is_return { Status::Returning } else { Status::InTransit };
        let mut events = vec![
            event(Status::Announced, local(self.number.sold_at), "Label made", from),
            event(Status::Accepted, self.accepted_at(), "Handed over to the carrier", from),
        ];
        if self.number.days > 0 {
            let leaves = on(self.handed_over, 21 * 60 + self.jitter(45));
            events.push(event(moving, leaves, "Left the depot of origin", from));
            for day in 1..self.number.days {
                let noon = on(workdays_after(self.handed_over, day), 13 * 60 + self.jitter(60));
                events.push(event(moving, noon, "On its way", None));
            }
            let comes = on(self.arrives, 5 * 60 + 30 + self.jitter(40));
            events.push(event(moving, comes, "Arrived at the depot of delivery", to));
        }
        // A parcel of the same day is accepted at noon and delivered in the afternoon.
        let same_day = self.number.days == 0;
        let (round, door, spread) =
            if same_day { (14 * 60, 15 * 60, 240) } else { (8 * 60, 10 * 60, 420) };
        let door = on(self.arrives, door + self.jitter(spread));
        if self.number.is_return {
            events.push(event(Status::Returned, door, "Back with the shop", to));
        } else {
            let round = on(self.arrives, round + self.jitter(50));
            events.push(event(Status::OutForDelivery, round, "With the driver", to));
            events.push(event(Status::Delivered, door, "Delivered", to));
        }
        events
    }

    /// Minutes that make one parcel's day differ from another's.
    fn jitter(&self, below: u32) -> u32 {
        u32::try_from(self.number.serial % u64::from(below)).unwrap_or_default()
    }
}

/// An event at a place, with the mock's own code.
pub(super) fn event(
    status: Status,
    at: OffsetDateTime,
    text: &str,
    place: Option<&Place>,
) -> Event {
    let mut event = Event::new(status, Moment::Instant(at), text);
    event.raw.code = Some(code(status).to_owned());
    event.place = place.cloned();
    event
}

/// The mock's own code of a status, as a carrier would have one.
const fn code(status: Status) -> &'static str {
    match status {
        Status::Announced => "M10",
        Status::Accepted => "M20",
        Status::InTransit => "M30",
        Status::Held => "M40",
        Status::OutForDelivery => "M50",
        Status::AttemptFailed => "M55",
        Status::AvailableForPickup => "M60",
        Status::Delivered => "M70",
        Status::Returning => "M80",
        Status::Returned => "M85",
        Status::Lost => "M90",
        Status::Cancelled => "M95",
        Status::Unknown => "M00",
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use proptest::prelude::*;

    use super::*;
    use crate::model::{CarrierId, PurchaseKey, Tracking};

    fn way(sold: &str, wait: i64, days: u8, is_return: bool) -> Timeline {
        let sold: DateTime<Utc> = sold.parse().unwrap();
        let key = PurchaseKey::from_uuid(uuid::Uuid::from_u128(7));
        Timeline::of(Number::new(key, 0, sold, wait, days, is_return))
    }

    #[test]
    fn a_parcel_sold_on_friday_evening_is_handed_over_on_monday() {
        let way = way("2026-11-27T18:00:00Z", 0, 1, false);
        assert_eq!(way.accepted_at().date_naive().to_string(), "2026-11-30");
        assert_eq!(way.estimate().date.unwrap().to_string(), "2026-12-01");
    }

    #[test]
    fn a_return_ends_with_the_shop() {
        let events = way("2026-11-24T08:00:00Z", 0, 2, true).events(None, None);
        assert_eq!(events.last().unwrap().status, Status::Returned);
    }

    proptest! {
        #[test]
        fn events_come_in_order_and_end_delivered(
            minute in 0_i64..20_000_000, key: u128, wait in 0_i64..36, days in 0_u8..=17, is_return: bool,
        ) {
            let sold = DateTime::from_timestamp(1_577_836_800 + minute * 60, 0).unwrap();
            let key = PurchaseKey::from_uuid(uuid::Uuid::from_u128(key));
            let way = Timeline::of(Number::new(key, 0, sold, wait, days, is_return));
            let events = way.events(None, None);
            let times: Vec<_> = events
                .iter()
                .map(|event| match event.time { Moment::Instant(at) => at, _ => unreachable!() })
                .collect();
            prop_assert!(times.is_sorted(), "{times:?}");
            let end = if is_return { Status::Returned } else { Status::Delivered };
            let tracking = Tracking::new(CarrierId::new("sierra").unwrap(), "N", events);
            prop_assert_eq!(tracking.status, end);
        }
    }
}

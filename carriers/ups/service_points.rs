//! UPS Access Points near a place.

use rust_decimal::Decimal;

use super::time::clock;
use super::wire::locator::{
    AccessPoints, Asked, Criteria, Day, Distance, Document, Key, Location, LocatorRequest, Origin,
    Place, Question, Request, Sort, Translate, Unit,
};
use super::{Ups, parts};
use crate::carrier::{Error, Operation, Result};
use crate::http::{Answer, Call, Refusal, exact};
use crate::model::{
    Accepts, Address, Country, Faults, Length, LengthUnit, OpeningHours, PointKind, PointPurpose,
    PointQuery, Position, ServicePoint, Time,
};

/// 64: access points.
const PATH: &str = "/api/locations/v3/search/availabilities/64";
const LOCALE: &str = "en_US";
/// `Locator.yaml`, `SearchRadius`, in kilometres.
const NEAREST: u32 = 5;
const FARTHEST: u32 = 150;
/// `Locator.yaml`, `LocationSearchCriteria.MaximumListSize`.
const MOST: u16 = 50;
/// 1609.344 m (international yard and pound agreement, 1959).
const MILE: Decimal = Decimal::from_parts(1_609_344, 0, 0, false, 3);

pub(super) async fn points(ups: &Ups, query: &PointQuery) -> Result<Vec<ServicePoint>> {
    let call = call(ups, query)?;
    from_wire(query, &ups.api.send(call).await?)
}

fn call(ups: &Ups, query: &PointQuery) -> Result<Call> {
    let refused =
        |faults| Error::invalid(ups.api.carrier().clone(), Operation::ServicePoints, faults);
    let most = Length::new((FARTHEST * 1_000).into(), LengthUnit::M);
    if let (Some(within), Ok(most)) = (query.within, most)
        && within > most
    {
        let why = format!("is above the {FARTHEST} km of UPS");
        return Err(refused(Faults::one("within", why)));
    }
    let call = Call::post(Operation::ServicePoints, PATH).query("Locale", LOCALE);
    Ok(Ups::signed(call).json(&to_wire(query)))
}

fn to_wire(query: &PointQuery) -> Question {
    let place = parts::place(&query.near, false);
    let street = place.address_line.join(", ");
    let region = query.near.region.clone().filter(|region| !region.is_empty());
    let radius = query.within.map(|within| {
        // Never below what was asked; what is farther is left out afterwards.
        let kilometres = (within.rounded_up(LengthUnit::M, 0) / Decimal::ONE_THOUSAND).ceil();
        kilometres.max(NEAREST.into()).normalize().to_string()
    });
    Question {
        locator_request: LocatorRequest {
            request: Request { request_action: "Locator" },
            origin_address: Origin {
                geocode: query.position.map(|position| Asked {
                    latitude: position.latitude.to_string(),
                    longitude: position.longitude.to_string(),
                }),
                address_key_format: Place {
                    address_line: (!street.is_empty()).then_some(street),
                    city: place.city,
                    region,
                    postcode_primary_low: place.postal_code,
                    country_code: place.country_code,
                },
            },
            translate: Translate { locale: LOCALE },
            unit_of_measurement: Unit { code: "KM" },
            location_search_criteria: Criteria {
                maximum_list_size: query.limit.map(|limit| limit.clamp(1, MOST).to_string()),
                search_radius: radius,
                // 01: active and available.
                access_point_search: AccessPoints { access_point_status: "01" },
            },
            // 01: the closest first.
            sort_criteria: Sort { sort_type: "01" },
        },
    }
}

fn from_wire(query: &PointQuery, answer: &Answer) -> Result<Vec<ServicePoint>> {
    let Document { locator_response: told } = answer.json()?;
    let status = &told.response;
    match status.response_status_code.told() {
        Some("1") => {}
        None => return Err(answer.unreadable("no ResponseStatusCode")),
        Some(code) => {
            let error = status.error.first();
            let code = error.and_then(|error| error.error_code.told()).unwrap_or(code);
            let words = error.and_then(|error| error.error_description.told());
            let words = words.or(status.response_status_description.told()).unwrap_or("no success");
            return Err(answer.refused(Refusal::new(code, words)));
        }
    }
    let Some(results) = told.search_results else {
        return Err(answer.unreadable("no SearchResults"));
    };
    let near = |point: &ServicePoint| {
        query.within.zip(point.distance).is_none_or(|(within, distance)| distance <= within)
    };
    let does = |point: &ServicePoint| {
        let Some(accepts) = point.accepts else { return true };
        let can = match query.purpose {
            PointPurpose::Collect => accepts.delivery,
            PointPurpose::DropOff => accepts.dropoff,
            PointPurpose::Return => accepts.returns,
        };
        can != Some(false)
    };
    let points = results.drop_location.iter().filter_map(|told| point(query.near.country, told));
    let mut points: Vec<_> = points.filter(near).filter(does).collect();
    points.sort_by_key(|point| (point.distance.is_none(), point.distance));
    Ok(points)
}

/// `None`: no access point, for it has no public number ("Do not expose the Location ID").
fn point(asked: Country, told: &Location) -> Option<ServicePoint> {
    let id = told.access_point_information.as_ref()?.id.owned()?;
    let key = told.address_key_format.as_ref();
    let mut point =
        ServicePoint::new(id, key.map_or_else(|| Address::new(asked), |key| address(asked, key)));
    point.name = key.and_then(|key| key.consignee_name.owned());
    point.address.phone = told.phone_number.first().cloned();
    point.kind = kind(told);
    point.position = told.geocode.as_ref().and_then(|told| {
        Some(Position {
            latitude: exact::decimal(told.latitude.told()?).ok()?,
            longitude: exact::decimal(told.longitude.told()?).ok()?,
        })
    });
    point.distance = told.distance.as_ref().and_then(distance);
    point.hours = hours(told);
    point.accepts = accepts(told);
    Some(point)
}

fn address(asked: Country, key: &Key) -> Address {
    let country = key.country_code.told().and_then(|code| Country::parse(code).ok());
    let mut address = Address::new(country.unwrap_or(asked));
    address.lines.clone_from(&key.address_line);
    address.city = key.city.owned().unwrap_or_default();
    address.region = key.region.owned();
    address.postal_code = key.postcode_primary_low.owned();
    address.company = key.consignee_name.owned();
    address
}

/// By the words of the kind of location (option type 01), for the codes "vary by country".
fn kind(told: &Location) -> PointKind {
    let locations =
        told.location_attribute.iter().filter(|told| told.option_type.code.told() == Some("01"));
    let words =
        locations.flat_map(|told| &told.option_code).filter_map(|told| told.description.told());
    let words: Vec<_> = words.map(str::to_ascii_lowercase).collect();
    let says = |word: &str| words.iter().any(|words| words.contains(word));
    match () {
        () if says("locker") => PointKind::Locker,
        () if says("customer center") || says("customer counter") => PointKind::Depot,
        () => PointKind::Shop,
    }
}

fn distance(told: &Distance) -> Option<Length> {
    let value = exact::decimal(told.value.told()?).ok()?;
    let metres = match told.unit_of_measurement.code.told()? {
        "KM" => value.checked_mul(Decimal::ONE_THOUSAND)?,
        "MI" => value.checked_mul(MILE)?,
        _ => return None,
    };
    Length::new(metres, LengthUnit::M).ok()
}

/// Hours of the type 10, "Regular Operating Hours"; the week begins on a Sunday there.
fn hours(told: &Location) -> Vec<OpeningHours> {
    let all = told.operating_hours.iter().flat_map(|told| &told.standard_hours);
    let days =
        all.filter(|told| told.hours_type.told() == Some("10")).flat_map(|told| &told.day_of_week);
    let mut hours: Vec<_> = days.flat_map(of_day).collect();
    hours.sort_by_key(|hours| (hours.weekday, hours.from));
    hours
}

fn of_day(told: &Day) -> Vec<OpeningHours> {
    let weekday = match told.day.told().and_then(|day| day.parse::<u8>().ok()) {
        Some(1) => 7,
        Some(day @ 2..=7) => day - 1,
        _ => return Vec::new(),
    };
    if told.closed_indicator.is_some() {
        return Vec::new();
    }
    if told.all_day.is_some() {
        return vec![OpeningHours { weekday, from: Some(Time::MIN), to: None }];
    }
    let stretches = told.open_hours.iter().zip(&told.close_hours);
    stretches
        .filter_map(|(open, close)| {
            // Midnight at the end of a day is `0` there, and the end is not told here.
            let to = clock(close).filter(|to| *to != Time::MIN);
            Some(OpeningHours { weekday, from: Some(clock(open)?), to })
        })
        .collect()
}

/// By the service offerings: 001 "Direct To Retail", 006 "Drop Off", 009 "Accept prepaid drop offs".
fn accepts(told: &Location) -> Option<Accepts> {
    let offered = &told.service_offering_list.as_ref()?.service_offering;
    let has = |code| offered.iter().any(|told| told.code.told() == Some(code));
    Some(Accepts {
        delivery: Some(has("001")),
        dropoff: Some(has("006") || has("009")),
        returns: Some(has("009")),
        ..Accepts::default()
    })
}

#[cfg(test)]
mod tests;

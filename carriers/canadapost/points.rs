//! Post offices near a place. Their hours are told by a call for each, which is not made.

use super::wire::point::{MEDIA, NAMESPACE, PostOffice, PostOfficeList};
use super::wire::{owned, told};
use super::{CanadaPost, address, error, money};
use crate::carrier::{AccountCheck, Operation, Result};
use crate::http::xml::Root;
use crate::http::{Answer, Call};
use crate::model::{
    Accepts, Address, Country, Faults, Length, LengthUnit, Path, PointKind, PointPurpose,
    PointQuery, Position, ServicePoint,
};

const ROOT: Root<'_> = Root::new("post-office-list", NAMESPACE);
const PATH: &str = "/rs/postoffice";
/// The most that are told (public knowledge).
const MOST: u16 = 50;

pub(super) async fn search(account: &CanadaPost, query: &PointQuery) -> Result<Vec<ServicePoint>> {
    let answer = account.api.send(ask(account, query)?).await?;
    from_wire(query, &answer)
}

/// There is no call for this alone: one office near the Parliament is asked for, which needs the account and changes nothing.
pub(super) async fn check_account(account: &CanadaPost) -> Result<AccountCheck> {
    let call = Call::get(Operation::CheckAccount, PATH)
        .query("d2po", "false")
        .accept(MEDIA)
        .query("postalCode", "K1A0A9")
        .query("maximum", "1");
    let answer = account.api.send(call).await?;
    error::read::<PostOfficeList>(&answer, &ROOT)?;
    Ok(AccountCheck::Accepted)
}

/// The names of the parameters are public knowledge.
fn ask(account: &CanadaPost, query: &PointQuery) -> Result<Call> {
    check(query)
        .into_result()
        .map_err(|faults| account.invalid(Operation::ServicePoints, faults))?;
    let collects = query.purpose == PointPurpose::Collect;
    let mut call = Call::get(Operation::ServicePoints, PATH)
        .query("d2po", if collects { "true" } else { "false" })
        .accept(MEDIA);
    if let Some(code) = address::postal_code(&query.near) {
        call = call.query("postalCode", &code);
    }
    if let Some(city) = told(&query.near.city) {
        call = call.query("city", city);
    }
    if let Some(province) = address::region(&query.near) {
        call = call.query("province", &province);
    }
    if let Some(Position { latitude, longitude }) = query.position {
        call = call
            .query("latitude", &latitude.to_string())
            .query("longitude", &longitude.to_string());
    }
    if let Some(limit) = query.limit {
        call = call.query("maximum", &limit.min(MOST).to_string());
    }
    Ok(call)
}

fn check(query: &PointQuery) -> Faults {
    let (root, mut faults) = (Path::Root, Faults::none());
    let at = root.field("near");
    if query.near.country != Country::CA {
        faults.add(&at.field("country"), "is not CA, where the post offices of Canada Post are");
    } else if query.near.postal_code.is_some() {
        address::check_place(&query.near, &at, &mut faults);
    }
    let nowhere = query.near.postal_code.is_none() && query.near.city.trim().is_empty();
    if nowhere && query.position.is_none() {
        faults.add(&at.field("postal_code"), "is missing; write it, or a city, or a position");
    }
    if query.limit == Some(0) {
        faults.add(&root.field("limit"), "is zero; ask for one at least");
    }
    faults
}

fn from_wire(query: &PointQuery, answer: &Answer) -> Result<Vec<ServicePoint>> {
    let PostOfficeList { post_office: offices } = error::read(answer, &ROOT)?;
    let mut points: Vec<_> = offices
        .iter()
        .filter_map(|office| point(query, office))
        .filter(|point| match (query.within, point.distance) {
            (Some(within), Some(distance)) => distance <= within,
            _ => true,
        })
        .collect();
    points.sort_by_key(|point| point.distance);
    Ok(points)
}

/// `None`: an office without a number cannot be sent to.
fn point(query: &PointQuery, office: &PostOffice) -> Option<ServicePoint> {
    let mut place = Address::new(Country::CA);
    place.company = owned(&office.name);
    place.lines = owned(&office.address.office_address).into_iter().collect();
    place.city = owned(&office.address.city).unwrap_or_default();
    place.region = owned(&office.address.province);
    place.postal_code = owned(&office.address.postal_code);
    let mut point = ServicePoint::new(told(&office.office_id)?, place);
    point.kind = PointKind::Post;
    // The outlet's own name; where it is inside a shop that is the location.
    point.name = owned(&office.name).or_else(|| owned(&office.location));
    // Kilometres (public knowledge).
    point.distance = money::number(&office.distance)
        .and_then(|kilometres| kilometres.checked_mul(1_000.into()))
        .and_then(|metres| Length::new(metres, LengthUnit::M).ok());
    point.position = position(office);
    point.accepts = (query.purpose == PointPurpose::Collect)
        .then(|| Accepts { delivery: Some(true), ..Accepts::default() });
    Some(point)
}

fn position(office: &PostOffice) -> Option<Position> {
    Some(Position {
        latitude: money::number(&office.address.latitude)?,
        longitude: money::number(&office.address.longitude)?,
    })
}

#[cfg(test)]
mod tests;

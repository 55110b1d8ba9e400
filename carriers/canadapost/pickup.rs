//! Collections: on demand, once. Regular ones are an arrangement with the carrier.

use super::address::{self, Part, check_email, check_text};
use super::held::{self, Held, Kind};
use super::wire::pickup::{
    AlternateAddress, ContactInfo, ItemsCharacteristics, LocationDetails, MEDIA, NAMESPACE,
    OnDemandPickupTime, PaymentInfo, PickupLocation, PickupRequestDetailedInfo,
    PickupRequestDetails, PickupRequestInfo, PickupTimes,
};
use super::wire::{owned, told};
use super::{CanadaPost, error, limits, money, parties, time};
use crate::carrier::{Operation, Prepared, Result, Wire};
use crate::http::xml::Root;
use crate::http::{Answer, Call};
use crate::model::{
    Faults, Handle, Path, Pickup, PickupPlace, PickupRequest, Time, VoidOutcome, Weight, Window,
};

const INFO: Root<'_> = Root::new("pickup-request-info", NAMESPACE);
const DETAILS: Root<'_> = Root::new("pickup-request-detailed-info", NAMESPACE);
/// `company`, `address-line-1`, `city`
const LINE: usize = 35;
const CONTACT: usize = 45;
/// `pickup-instructions`
const INSTRUCTIONS: usize = 132;
/// What the carrier calls heavy: 50 lb, 22.7 kg (public knowledge).
const HEAVY_GRAMS: u32 = 22_700;
/// `PickupStatusType`
const CANCELLED: &str = "Cancelled";

pub(super) fn prepare(
    account: &CanadaPost,
    request: PickupRequest,
) -> Result<Prepared<PickupRequest>> {
    let wire = wire(account, &request)?;
    Ok(Prepared::bytes(request, wire))
}

pub(super) async fn book(
    account: &CanadaPost,
    prepared: &Prepared<PickupRequest>,
) -> Result<Pickup> {
    let request = prepared.request();
    let wire = prepared.wire().map_or_else(|| wire(account, request), |wire| Ok(wire.clone()))?;
    let answer = account.api.send_once(Operation::BookPickup, &wire).await?;
    from_wire(account, request, &answer)
}

fn wire(account: &CanadaPost, request: &PickupRequest) -> Result<Wire> {
    let operation = Operation::BookPickup;
    let refused = |faults| account.invalid(operation, faults);
    check(request).into_result().map_err(refused)?;
    Call::post(operation, "/enab")
        .segment(&account.customer)
        .segment("pickuprequest")
        .accept(MEDIA)
        .xml(MEDIA, "pickup-request-details", &to_wire(account, request))
        .into_wire(1)
        .map_err(refused)
}

fn check(request: &PickupRequest) -> Faults {
    let (root, mut faults) = (Path::Root, Faults::none());
    let (at, from) = (root.field("address"), &request.address);
    address::check(from, Part::Domestic, &at, &mut faults);
    let company = from.company.as_ref().or(from.name.as_ref());
    check_text(company.map(String::as_str), LINE, &at.field("company"), &mut faults);
    check_text(Some(&from.city), LINE, &at.field("city"), &mut faults);
    let street = parties::line(from, 0);
    if parties::line(from, 1).is_some() || street.is_some_and(|line| line.chars().count() > LINE) {
        faults.add(
            &at.field("lines"),
            format!("are not one line of {LINE} characters, as Canada Post has it for pickups"),
        );
    }
    check_text(from.name.as_deref(), CONTACT, &at.field("name"), &mut faults);
    match &from.email {
        Some(email) => check_email(email.trim(), &at.field("email"), &mut faults),
        None => faults.add(&at.field("email"), "is missing; Canada Post writes there"),
    }
    if phone(request).is_none() {
        faults.add(
            &at.field("phone"),
            "is not ten digits of Canada or the United States, as +1 613 555 0164",
        );
    }
    if request.parcels == 0 {
        faults.add(&root.field("parcels"), "is zero; a driver comes for one parcel at least");
    }
    check_window(&request.window, &root.field("window"), &mut faults);
    check_text(
        Some(&instructions(request)),
        INSTRUCTIONS,
        &root.field("instructions"),
        &mut faults,
    );
    faults
}

/// `PickupTimeType`: quarters of an hour from 12:00 to 17:45. None is chosen for the caller.
fn check_window(window: &Window, at: &Path<'_>, faults: &mut Faults) {
    for (name, told) in [("from", window.from), ("until", window.until)] {
        if told.and_then(quarter).is_none() {
            faults.add(
                &at.field(name),
                "is no quarter of an hour from 12:00 to 17:45, when Canada Post comes",
            );
        }
    }
    if let (Some(from), Some(until)) = (window.from, window.until)
        && until <= from
    {
        faults.add(&at.field("until"), "is not after from");
    }
}

fn quarter(time: Time) -> Option<String> {
    use chrono::Timelike as _;
    let sound =
        (12..=17).contains(&time.hour()) && time.minute().is_multiple_of(15) && time.second() == 0;
    sound.then(|| time.format("%H:%M").to_string())
}

/// `613-555-0164`, whatever stands between its digits.
fn phone(request: &PickupRequest) -> Option<String> {
    let told = address::phone(&request.address)?;
    let lawful = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | ' ' | '(' | ')');
    if !told.chars().all(lawful) {
        return None;
    }
    let digits: String = told.chars().filter(char::is_ascii_digit).collect();
    let digits = if digits.len() == 11 { digits.strip_prefix('1')? } else { &digits };
    let (area, rest) = digits.split_at_checked(3)?;
    let (exchange, line) = rest.split_at_checked(3)?;
    (line.len() == 4).then(|| format!("{area}-{exchange}-{line}"))
}

/// Where the parcels are and what else the driver is told: words are required.
fn instructions(request: &PickupRequest) -> String {
    let place = request.place.as_ref().map(|place| match place {
        PickupPlace::FrontDoor => "Front door",
        PickupPlace::BackDoor => "Back door",
        PickupPlace::SideDoor => "Side door",
        PickupPlace::Reception => "Reception",
        PickupPlace::MailRoom => "Mail room",
        PickupPlace::Dock => "Loading dock",
        PickupPlace::Other(words) => words.trim(),
    });
    let words = request.instructions.as_deref().map(str::trim);
    let told: Vec<_> = place.into_iter().chain(words).filter(|text| !text.is_empty()).collect();
    if told.is_empty() { "Front door".to_owned() } else { told.join("; ") }
}

fn to_wire(account: &CanadaPost, request: &PickupRequest) -> PickupRequestDetails {
    let from = &request.address;
    let company = parties::text(from.company.as_ref().or(from.name.as_ref())).unwrap_or_default();
    let contact = parties::text(from.name.as_ref()).unwrap_or_else(|| company.clone());
    let clock = |time: Option<Time>| time.and_then(quarter).unwrap_or_default();
    let heavy = request.weight.is_some_and(|weight| weight > Weight::from_grams(HEAVY_GRAMS));
    PickupRequestDetails {
        namespace: NAMESPACE,
        customer_request_id: request.key.token(),
        pickup_type: "OnDemand",
        pickup_location: PickupLocation {
            business_address_flag: false,
            alternate_address: AlternateAddress {
                company,
                line: parties::line(from, 0).unwrap_or_default(),
                city: from.city.trim().to_owned(),
                province: address::region(from).unwrap_or_default(),
                postal_code: address::postal_code(from).unwrap_or_default(),
            },
        },
        contact_info: ContactInfo {
            contact_name: contact,
            email: parties::text(from.email.as_ref()).unwrap_or_default(),
            contact_phone: phone(request).unwrap_or_default(),
        },
        location_details: LocationDetails {
            loading_dock_flag: (request.place == Some(PickupPlace::Dock)).then_some(true),
            pickup_instructions: instructions(request),
        },
        // Of one parcel the weight of all is its own.
        items_characteristics: (heavy && request.parcels == 1)
            .then_some(ItemsCharacteristics { heavy_item_flag: true }),
        pickup_volume: volume(request),
        pickup_times: PickupTimes {
            on_demand_pickup_time: OnDemandPickupTime {
                date: request.window.date.to_string(),
                preferred_time: clock(request.window.from),
                closing_time: clock(request.window.until),
            },
        },
        payment_info: account.contract().map(|contract| PaymentInfo {
            contract_id: contract.id.clone(),
            method_of_payment: contract.payment.clone(),
        }),
    }
}

fn volume(request: &PickupRequest) -> String {
    match request.weight {
        Some(weight) => format!("{} parcels, {} kg", request.parcels, limits::kilograms(weight)),
        None => format!("{} parcels", request.parcels),
    }
}

fn from_wire(account: &CanadaPost, request: &PickupRequest, answer: &Answer) -> Result<Pickup> {
    let info: PickupRequestInfo = error::read(answer, &INFO)?;
    let header = &info.pickup_request_header;
    let Some(id) = told(&header.request_id) else {
        return Err(answer.unreadable("no request-id"));
    };
    let held = Held { kind: Kind::Pickup, id: id.to_owned(), ways: held::ways(&info.links.link) };
    let handle = held.handle(account).ok_or_else(|| answer.unreadable("no handle"))?;
    let mut window = request.window;
    // The carrier may come on another day.
    window.date = time::day(&header.next_pickup_date).unwrap_or(window.date);
    let mut pickup = Pickup::new(handle, window);
    pickup.confirmation = Some(id.to_owned());
    pickup.charge = info.pickup_request_price.and_then(|price| money::due(&price.due_amount));
    Ok(pickup)
}

pub(super) async fn cancel(account: &CanadaPost, handle: &Handle) -> Result<VoidOutcome> {
    let operation = Operation::CancelPickup;
    let held = Held::read(account, operation, handle)?;
    if held.kind != Kind::Pickup {
        return Err(Held::unfit(account, operation, "is of no pickup"));
    }
    let call = own(account, &held, "DELETE").accept(MEDIA);
    match account.api.send(call).await.and_then(|answer| error::taken_back(&answer)) {
        Err(_) if is_cancelled(account, &held).await => Ok(VoidOutcome::Voided { already: true }),
        outcome => outcome.or_else(error::as_outcome),
    }
}

fn own(account: &CanadaPost, held: &Held, method: &str) -> Call {
    Call::new(Operation::CancelPickup, method, "/enab")
        .segment(&account.customer)
        .segment("pickuprequest")
        .segment(&held.id)
}

/// Whether it was cancelled before; what cannot be told is *no*.
async fn is_cancelled(account: &CanadaPost, held: &Held) -> bool {
    let call = match held.way("details") {
        Some(way) => Call::get(Operation::CancelPickup, way.path.clone()),
        None => own(account, held, "GET").segment("details"),
    };
    let Ok(answer) = account.api.send(call.accept(MEDIA)).await else { return false };
    let info = answer.xml::<PickupRequestDetailedInfo>(&DETAILS);
    info.is_ok_and(|info| {
        owned(&info.pickup_request_header.request_status).as_deref() == Some(CANCELLED)
    })
}

#[cfg(test)]
mod tests;

//! The mock's counter: an order becomes a sale and a label, once or twice as its safety has it.

use chrono::Utc;

use super::clock::{later, local, workday};
use super::ledger::{Ledger, Sold};
use super::number::Number;
use super::order::Order;
use super::paper::{self, Slip};
use super::settings::Settings;
use super::ticket::{Spot, Ticket};
use super::timeline::Timeline;
use crate::carrier::{
    Error, ErrorKind, OnDuplicate, PurchaseKind, PurchaseSafety, Result, VoidUnit,
};
use crate::model::{
    Address, BundledReturn, ChargeWhen, Destination, Handle, Label, LabelParcel, LabelState, Money,
    Notice, OffsetDateTime, Pickup, Rate, ReturnLabelRequest, ReturnParcel, Weight,
};

/// How many business days a parcel takes where nobody told.
const USUAL_DAYS: u8 = 2;
/// The service code of a return that was asked for by none.
const RETURN: &str = "return";

/// Sells what was ordered, or does what the mock does with a key that it knows.
pub(super) fn sell(
    settings: &Settings,
    ledger: &mut Ledger,
    order: &Order,
    dearer: Option<Money>,
    now: OffsetDateTime,
) -> Result<Label> {
    let fail = |kind| Error::new(settings.id.clone(), order.operation(), kind);
    if let PurchaseSafety::Dedups { on_duplicate, window } = settings.safety(order.kind()) {
        let mut known = ledger.of_key(order.key(), order.kind());
        if let Some(first) = known.rfind(|sale| now < later(sale.at, window)) {
            if first.order != *order {
                return Err(fail(ErrorKind::Refused {
                    code: "KEY_REUSED".to_owned(),
                    message: "this key was used for another purchase".to_owned(),
                }));
            }
            let exists = |existing| ErrorKind::AlreadyExists {
                existing,
                message: "this key was used before".to_owned(),
            };
            return match on_duplicate {
                OnDuplicate::Replays => Ok(first.label.clone()),
                OnDuplicate::ReturnsExisting => Err(fail(exists(Some(first.label.handle.clone())))),
                OnDuplicate::Refuses => Err(fail(exists(None))),
            };
        }
    }
    let rate = price(settings, order)
        .map_err(|message| fail(ErrorKind::Refused { code: "SERVICE".to_owned(), message }))?;
    let belongs_to = order.of().and_then(|of| Ticket::read(of).ok()).map(|ticket| ticket.number);
    let mut sale = make(settings, ledger.len(), order, rate.as_ref(), belongs_to, now)?;
    if let Some(dearer) = dearer {
        let total = sale.total.unwrap_or(Money::zero(dearer.currency()));
        sale.total = Some(total.checked_add(dearer).unwrap_or(dearer));
        sale.label.total = sale.total;
        sale.label.charges.clear();
    }
    let mut bundled = Vec::new();
    if let Order::Label(request) = order
        && let Some(bundle) = &request.with_return
    {
        for nth in 1..=bundle.count.unwrap_or(1) {
            let back = Order::Return(Box::new(way_back(request, bundle)));
            let belongs_to = Some(sale.tracking_number.clone());
            let place = ledger.len() + usize::from(nth);
            let back = make(settings, place, &back, None, belongs_to, now)?;
            sale.label.returns.push(back.label.clone());
            bundled.push(Sold { bundled: true, ..back });
        }
    }
    let label = sale.label.clone();
    ledger.enter(sale);
    for back in bundled {
        ledger.enter(back);
    }
    Ok(label)
}

/// The rate that the purchase is charged by; `None`: the mock has no prices for it.
fn price(settings: &Settings, order: &Order) -> std::result::Result<Option<Rate>, String> {
    let Order::Label(request) = order else { return Ok(None) };
    let Some(answer) = order.rate_request().and_then(|asked| settings.rates(&asked)) else {
        return Ok(None);
    };
    let wanted = |rate: &Rate| match &request.rate {
        Some(handle) => rate.handle.as_ref() == Some(handle),
        None => rate.service.code == request.service,
    };
    let found = answer.rates.into_iter().find(wanted);
    found.map(Some).ok_or_else(|| format!("{:?} is not sold for this shipment", request.service))
}

/// The return in the box: the parties swapped.
fn way_back(request: &crate::model::LabelRequest, bundle: &BundledReturn) -> ReturnLabelRequest {
    let shipment = &request.shipment;
    let home = shipment.return_to.as_ref().unwrap_or(&shipment.from);
    let to = bundle.address.as_ref().unwrap_or(home).clone();
    let weights = shipment.parcels.iter().map(|parcel| ReturnParcel::new(Some(parcel.weight)));
    let from = shipment.to.recipient().clone();
    let parcels = weights.take(1).collect();
    let mut back = ReturnLabelRequest::new(request.key, from, to, parcels, request.ship_on);
    back.service.clone_from(&bundle.service);
    back.references.clone_from(&request.references);
    back.label = request.label;
    back.charge = Some(ChargeWhen::OnScan);
    back
}

fn make(
    settings: &Settings,
    place: usize,
    order: &Order,
    rate: Option<&Rate>,
    belongs_to: Option<String>,
    now: OffsetDateTime,
) -> Result<Sold> {
    let weights = order.weights();
    let told = rate.and_then(|rate| rate.delivery.business_days);
    let told = told.map(|days| u8::try_from(days).unwrap_or(u8::MAX));
    let code = order.service().unwrap_or_default();
    let days = told.or_else(|| settings.days(code)).unwrap_or(USUAL_DAYS);
    let today = local(now.to_utc()).date_naive();
    let wait = (workday(order.ship_on()) - today).num_days();
    let is_return = order.kind() == PurchaseKind::Return;
    let numbers: Vec<_> = (0..weights.len())
        .map(|index| {
            // A key that is sold twice has two numbers: the place in the ledger goes in.
            let nth = (place as u64) << 32 | index as u64;
            Number::new(order.key(), nth, now.with_timezone(&Utc), wait, days, is_return)
        })
        .collect();
    let texts: Vec<_> = numbers.iter().map(|number| number.text(&settings.prefix)).collect();
    let to = order.to();
    let ticket = Ticket {
        parcels: texts.clone(),
        from: Some(Spot::of(order.from())),
        to: Some(Spot::of(to.place())),
        ..Ticket::of(texts.first().cloned().unwrap_or_default())
    };
    let handle = handle(settings, order, &ticket)?;
    let mut label = Label::new(ticket.number.clone(), handle);
    label.tracking_number = Some(ticket.number.clone());
    let each = matches!(settings.capabilities.void, VoidUnit::Parcel | VoidUnit::Both);
    for (index, text) in texts.iter().enumerate() {
        let mut parcel = LabelParcel::new(index, Some(text.clone()));
        if each {
            let ticket = Ticket { parcel: Some(index), ..ticket.clone() };
            parcel.handle = Some(self::handle(settings, order, &ticket)?);
        }
        label.parcels.push(parcel);
    }
    charge(settings, order, rate, &mut label);
    label.made_at = Some(now);
    let voidable = if is_return {
        settings.capabilities.void_return
    } else {
        settings.capabilities.void != VoidUnit::None
    };
    let accepted = numbers.iter().map(|number| Timeline::of(*number).accepted_at()).min();
    label.voidable_until = accepted.filter(|_| voidable);
    if let Order::Label(request) = order
        && let Some(window) = request.collection
    {
        let mut pickup = Pickup::new(label.handle.clone(), window);
        pickup.confirmation = Some(format!("P{}", ticket.number));
        label.pickup = Some(pickup);
    }
    let told = settings.service_name(code).or(rate.map(|rate| &*rate.service.name));
    let service_name = told.unwrap_or(code).to_owned();
    let drawn = paper::draw(&Slip::of(order, &settings.name, &service_name, &texts), order.spec());
    label.documents = drawn.documents;
    label.notices.extend(drawn.notices.into_iter().map(Notice::warning));
    label.state = LabelState::Ready;
    Ok(Sold {
        key: order.key(),
        kind: order.kind(),
        tracking_number: ticket.number,
        parcels: texts,
        service: order.service().unwrap_or(RETURN).to_owned(),
        weight: weights.into_iter().try_fold(Weight::ZERO, |sum, weight| sum.checked_add(weight?)),
        recipient: recipient(&to),
        total: label.total,
        at: now,
        voided: false,
        belongs_to,
        bundled: false,
        service_name,
        order: order.clone(),
        label,
    })
}

fn handle(settings: &Settings, order: &Order, ticket: &Ticket) -> Result<Handle> {
    ticket.handle(&settings.id).map_err(|error| {
        let kind = ErrorKind::Unreadable { status: None };
        Error::new(settings.id.clone(), order.operation(), kind).caused_by(error)
    })
}

fn charge(settings: &Settings, order: &Order, rate: Option<&Rate>, label: &mut Label) {
    if let Some(rate) = rate {
        label.total = Some(rate.total);
        label.tax = rate.tax;
        label.total_includes_tax = rate.total_includes_tax;
        label.charges.clone_from(&rate.charges);
    } else if let Order::Return(request) = order
        && request.charge != Some(ChargeWhen::OnScan)
    {
        label.total = settings.return_price;
    }
}

/// Name and postal code, as the mock prints them.
pub(super) fn recipient(to: &Destination) -> String {
    let named = |address: &Address| address.name.clone().or_else(|| address.company.clone());
    let name = named(to.recipient()).unwrap_or_default();
    match &to.place().postal_code {
        Some(postal_code) => format!("{name}, {postal_code}"),
        None => name,
    }
}

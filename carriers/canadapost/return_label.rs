//! A return that is bought for itself: the carrier's *authorized return*, within Canada. It is paid when the consumer uses it.

use super::address::{self, Part, check_text};
use super::held::{self, Held, Kind, Way};
use super::wire::returns::{
    AuthorizedReturn, AuthorizedReturnInfo, DomesticAddress, MEDIA, NAMESPACE,
    ParcelCharacteristics, PublicKeyInfo, Receiver, Returner, SettlementInfo,
};
use super::wire::{PrintPreferences, References, owned, told};
use super::{CanadaPost, codes, error, limits, papers, parties, print, time};
use crate::carrier::{Operation, Prepared, Result, Wire};
use crate::http::Answer;
use crate::http::xml::Root;
use crate::model::{
    Address, ChargeWhen, Document, DocumentKind, Faults, Format, Handover, Label, LabelParcel,
    LabelSpec, LabelState, Notice, Path, Payload, ReturnLabelRequest, ReturnParcel,
};

const ROOT: Root<'_> = Root::new("authorized-return-info", NAMESPACE);
/// `customer-ref-1`, `customer-ref-2`
const REFERENCE: usize = 35;

pub(super) fn prepare(
    account: &CanadaPost,
    request: ReturnLabelRequest,
) -> Result<Prepared<ReturnLabelRequest>> {
    let wire = wire(account, &request)?;
    Ok(Prepared::bytes(request, wire))
}

pub(super) async fn buy(
    account: &CanadaPost,
    prepared: &Prepared<ReturnLabelRequest>,
) -> Result<Label> {
    let request = prepared.request();
    let wire = prepared.wire().map_or_else(|| wire(account, request), |wire| Ok(wire.clone()))?;
    let answer = account.send_once(Operation::ReturnLabel, &wire).await?;
    let (mut label, ways) = from_wire(account, &answer)?;
    label.notices.extend(remarks(request));
    // A code is shown in place of a paper, which can be had later all the same.
    if label.documents.is_empty() {
        papers::attach(account, Operation::ReturnLabel, &mut label, &ways).await;
    }
    for paper in label.documents.iter_mut().filter(|paper| paper.payload.bytes().is_some()) {
        paper.size = print::size(request.label);
    }
    Ok(label)
}

fn wire(account: &CanadaPost, request: &ReturnLabelRequest) -> Result<Wire> {
    let operation = Operation::ReturnLabel;
    let refused = |faults| account.invalid(operation, faults);
    check(request).into_result().map_err(refused)?;
    account
        .on_behalf(operation, "POST", "authorizedreturn")
        .accept(MEDIA)
        .xml(MEDIA, "authorized-return", &to_wire(account, request))
        .into_wire(1)
        .map_err(refused)
}

fn check(request: &ReturnLabelRequest) -> Faults {
    let (root, mut faults) = (Path::Root, Faults::none());
    address::check(&request.from, Part::Domestic, &root.field("from"), &mut faults);
    address::check(&request.to, Part::Domestic, &root.field("to"), &mut faults);
    let at = root.field("parcels");
    match request.parcels.as_slice() {
        [parcel] => {
            let at = at.index(0);
            if let Some(weight) = parcel.weight {
                limits::check_sold_weight(weight, &at, &mut faults);
            }
            if let Some(sides) = parcel.dimensions {
                limits::check_sides(sides, &at, &mut faults);
            }
        }
        parcels => {
            let count = parcels.len();
            faults.add(&at, format!("are {count}; Canada Post takes each parcel for itself"));
        }
    }
    if let Some(service) = &request.service {
        limits::check_service(service, &root, &mut faults);
    }
    if !matches!(request.handover, Handover::Print | Handover::Qr) {
        faults.add(&root.field("handover"), "is not print or qr, which Canada Post has");
    }
    if request.charge == Some(ChargeWhen::OnCreate) {
        faults.add(&root.field("charge"), "is not on_scan, as Canada Post bills returns");
    }
    check_text(request.rma.as_deref(), REFERENCE, &root.field("rma"), &mut faults);
    for (index, reference) in request.references.iter().enumerate() {
        let at = root.field("references");
        check_text(Some(&reference.value), REFERENCE, &at.index(index).field("value"), &mut faults);
    }
    print::check(request.label, &root.field("label"), &mut faults);
    faults
}

fn to_wire(account: &CanadaPost, request: &ReturnLabelRequest) -> AuthorizedReturn {
    let (from, to) = (&request.from, &request.to);
    let name = |party: &Address| parties::text(party.name.as_ref());
    let company = |party: &Address| parties::text(party.company.as_ref());
    AuthorizedReturn {
        namespace: NAMESPACE,
        create_public_key: (request.handover == Handover::Qr).then_some(true),
        service_code: service(request.service.as_ref()),
        returner: Returner {
            // A name is required: that of a company is the company.
            name: name(from).or_else(|| company(from)).unwrap_or_default(),
            company: company(from).filter(|_| name(from).is_some()),
            domestic_address: domestic(from),
        },
        receiver: Receiver {
            name: name(to).or_else(|| company(to)),
            company: company(to).filter(|_| name(to).is_some()),
            receiver_voice_number: parties::text(to.phone.as_ref()),
            domestic_address: domestic(to),
        },
        parcel_characteristics: request.parcels.first().and_then(parcel),
        print_preferences: preferences(request.label),
        settlement_info: account
            .contract()
            .map(|contract| SettlementInfo { contract_id: contract.id.clone() }),
        references: References { first: Some(request.key.token()), second: second(request) },
    }
}

pub(super) fn service(asked: Option<&String>) -> String {
    asked.map_or(codes::RETURN_SERVICE, |code| code.as_str()).to_owned()
}

pub(super) fn preferences(label: LabelSpec) -> PrintPreferences {
    PrintPreferences { show_packing_instructions: Some(false), ..print::preferences(label) }
}

pub(super) fn domestic(place: &Address) -> DomesticAddress {
    DomesticAddress {
        first_line: parties::line(place, 0).unwrap_or_default(),
        second_line: parties::line(place, 1),
        city: place.city.trim().to_owned(),
        province: address::region(place).unwrap_or_default(),
        postal_code: address::postal_code(place).unwrap_or_default(),
    }
}

fn parcel(parcel: &ReturnParcel) -> Option<ParcelCharacteristics> {
    let told = parcel.weight.is_some() || parcel.dimensions.is_some();
    told.then(|| ParcelCharacteristics {
        weight: parcel.weight.map(limits::kilograms),
        dimensions: parcel.dimensions.map(limits::centimetres),
    })
}

/// The shop's authorisation, else its first name of the return.
fn second(request: &ReturnLabelRequest) -> Option<String> {
    let first = request.references.first().map(|reference| &reference.value);
    parties::text(request.rma.as_ref().or(first))
}

/// What was told and has no place with the carrier.
fn remarks(request: &ReturnLabelRequest) -> impl Iterator<Item = Notice> {
    let left = (request.references.len() + usize::from(request.rma.is_some())).saturating_sub(1);
    let references =
        format!("{left} references are not told to Canada Post, which has one beside ours");
    let reason = "why it comes back is not told to Canada Post, which has no place for it";
    [(left > 0).then_some(references), request.reason.as_ref().map(|_| reason.to_owned())]
        .into_iter()
        .flatten()
        .map(Notice::information)
}

fn from_wire(account: &CanadaPost, answer: &Answer) -> Result<(Label, Vec<Way>)> {
    let info: AuthorizedReturnInfo = error::read(answer, &ROOT)?;
    let Some(pin) = told(&info.tracking_pin) else {
        return Err(answer.unreadable("no tracking-pin"));
    };
    let ways = held::ways(&info.links.link);
    let held = Held { kind: Kind::Return, id: pin.to_owned(), ways: ways.clone() };
    let handle = held.handle(account).ok_or_else(|| answer.unreadable("no handle"))?;
    let mut label = Label::new(pin, handle);
    label.tracking_number = Some(pin.to_owned());
    label.parcels = vec![LabelParcel::new(0, Some(pin.to_owned()))];
    if let Some(page) = info.public_key_info.as_ref().and_then(page) {
        label.documents.push(page);
        label.state = LabelState::Ready;
    }
    Ok((label, ways))
}

/// A page where the consumer gets the label, or a code to show.
fn page(told: &PublicKeyInfo) -> Option<Document> {
    let payload =
        Payload::Url { href: owned(&told.url)?, expires: time::instant(&told.expiry_date) };
    Some(Document::new(DocumentKind::Qr, Format::Text, payload))
}

#[cfg(test)]
mod tests;

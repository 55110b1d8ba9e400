//! The end of the day: a group of shipments is transmitted, which makes one manifest or more. From then on they are refunded, no
//! longer voided.

use super::address::{self, Part};
use super::config::{Closing, Contract};
use super::held::{self, Held, Kind, Way};
use super::wire::manifest::{
    AddressDetails, GroupIds, LinkList, MEDIA, Manifest as WireManifest, ManifestAddress,
    NAMESPACE, TransmitSet,
};
use super::wire::owned;
use super::{CanadaPost, error, papers, parties};
use crate::carrier::{Error, ErrorKind, Operation, Prepared, Result, Step, Wire};
use crate::http::xml::Root;
use crate::http::{Answer, Call};
use crate::model::{
    Date, Faults, Format, LabelState, Manifest, ManifestEntry, ManifestRequest, ManifestScope,
    Notice, Path,
};

const MANIFESTS: Root<'_> = Root::new("manifests", NAMESPACE);
const MANIFEST: Root<'_> = Root::new("manifest", NAMESPACE);
/// `manifest.xsd` has one of its own, and the link may lead to that of `shipment.xsd`: both hold links.
const SHIPMENTS: Root<'_> = Root::named("shipments");
/// `GroupIDType`
const GROUP: usize = 32;

/// The group of a day.
pub(super) fn group(day: Date) -> String {
    day.format("%Y%m%d").to_string()
}

pub(super) fn prepare(
    account: &CanadaPost,
    request: ManifestRequest,
) -> Result<Prepared<ManifestRequest>> {
    let wire = wire(account, &request)?;
    Ok(Prepared::bytes(request, wire))
}

fn wire(account: &CanadaPost, request: &ManifestRequest) -> Result<Wire> {
    let operation = Operation::Manifest;
    let Some(contract) = closing(account) else {
        return Err(Error::new(account.api.carrier().clone(), operation, ErrorKind::Unsupported));
    };
    let refused = |faults| account.invalid(operation, faults);
    let group = group_of(contract, &request.scope).map_err(refused)?;
    check(request, &group).into_result().map_err(refused)?;
    account
        .on_behalf(operation, "POST", "manifest")
        .accept(MEDIA)
        .xml(MEDIA, "transmit-set", &to_wire(contract, request, group))
        .into_wire(1)
        .map_err(refused)
}

/// The contract whose shipments wait for the end of the day; `None`: none wait.
pub(super) fn closing(account: &CanadaPost) -> Option<&Contract> {
    account.contract().filter(|contract| contract.closing != Closing::AtOnce)
}

fn group_of(contract: &Contract, scope: &ManifestScope) -> std::result::Result<String, Faults> {
    match (scope, &contract.closing) {
        (ManifestScope::Group(name), _) => Ok(name.trim().to_owned()),
        (ManifestScope::Day(day), Closing::Daily) => Ok(group(*day)),
        (ManifestScope::Day(_), _) => {
            Err(Faults::one("scope", "is a day; this account keeps a group, so write the group"))
        }
        (ManifestScope::Labels(_), _) => {
            Err(Faults::one("scope", "are labels; Canada Post closes a day or a group as a whole"))
        }
    }
}

fn check(request: &ManifestRequest, group: &str) -> Faults {
    let (root, mut faults) = (Path::Root, Faults::none());
    if group.is_empty() || group.chars().count() > GROUP {
        faults.add(&root.field("scope"), format!("is no name of a group, 1 to {GROUP} characters"));
    }
    address::check(&request.from, Part::Sender, &root.field("from"), &mut faults);
    let at = root.field("label");
    if request.label.format != Format::Pdf {
        faults.add(&at.field("format"), "is not pdf, as Canada Post makes manifests");
    }
    faults
}

fn to_wire(contract: &Contract, request: &ManifestRequest, group: String) -> TransmitSet {
    let from = &request.from;
    let sender = parties::sender(from, parties::Told::InCanada);
    let postal_code = address::postal_code(from).unwrap_or_default();
    TransmitSet {
        namespace: NAMESPACE,
        customer_request_id: request.key.token(),
        group_ids: GroupIds { group_id: vec![group] },
        requested_shipping_point: postal_code.clone(),
        detailed_manifests: true,
        method_of_payment: contract.payment.clone(),
        manifest_address: ManifestAddress {
            manifest_company: sender.company,
            manifest_name: sender.name,
            phone_number: sender.contact_phone,
            address_details: AddressDetails {
                first_line: sender.address_details.first_line,
                second_line: sender.address_details.second_line,
                city: sender.address_details.city,
                prov_state: address::region(from).unwrap_or_default(),
                country_code: "CA",
                postal_zip_code: postal_code,
            },
        },
    }
}

pub(super) async fn close(
    account: &CanadaPost,
    prepared: &Prepared<ManifestRequest>,
) -> Result<Manifest> {
    let request = prepared.request();
    let wire = prepared.wire().map_or_else(|| wire(account, request), |wire| Ok(wire.clone()))?;
    let answer = account.send_once(Operation::Manifest, &wire).await?;
    let mut manifest = from_wire(account, &answer)?;
    // The day is closed from here on: what cannot be had now is had later.
    if let Err(error) = complete(account, &mut manifest).await {
        manifest.notices.push(Notice::warning(format!("a manifest is not here yet: {error}")));
    }
    Ok(manifest)
}

fn from_wire(account: &CanadaPost, answer: &Answer) -> Result<Manifest> {
    let LinkList { link: links } = error::read(answer, &MANIFESTS)?;
    let ways = held::ways(&links);
    let Some(first) = ways.first() else {
        return Err(answer.unreadable("no link to a manifest"));
    };
    let held = Held { kind: Kind::Manifest, id: last_segment(&first.path).to_owned(), ways };
    let handle = held.handle(account).ok_or_else(|| answer.unreadable("no handle"))?;
    Ok(Manifest::new(handle))
}

/// Number, shipments and paper of each manifest.
async fn complete(account: &CanadaPost, manifest: &mut Manifest) -> Result<()> {
    let operation = Operation::Manifest;
    let held = Held::read(account, operation, &manifest.handle)?;
    let mut numbers = Vec::new();
    for way in &held.ways {
        let (number, ways) = one(account, operation, way).await?;
        numbers.extend(number);
        if let Some(inside) = ways.iter().find(|way| way.rel == "manifestShipments") {
            manifest.included.extend(shipments(account, inside).await?);
        }
        for artifact in ways.iter().filter(|way| way.rel == "artifact") {
            manifest.documents.push(papers::fetch(account, operation, artifact).await?);
        }
    }
    manifest.id = (!numbers.is_empty()).then(|| numbers.join(", "));
    manifest.state = LabelState::Ready;
    Ok(())
}

async fn one(
    account: &CanadaPost,
    operation: Operation,
    way: &Way,
) -> Result<(Option<String>, Vec<Way>)> {
    let answer = account.api.send(get(operation, way)).await?;
    let told: WireManifest = error::read(&answer, &MANIFEST)?;
    Ok((owned(&told.po_number), held::ways(&told.links.link)))
}

async fn shipments(account: &CanadaPost, way: &Way) -> Result<Vec<ManifestEntry>> {
    let call = get(Operation::Manifest, way);
    let LinkList { link: links } = account.api.send(call).await?.xml(&SHIPMENTS)?;
    let ways = held::ways(&links);
    Ok(ways.iter().map(|way| ManifestEntry::new(last_segment(&way.path))).collect())
}

/// Where the papers of manifests are.
pub(super) async fn artifacts(
    account: &CanadaPost,
    operation: Operation,
    held: &Held,
) -> Result<Vec<Way>> {
    let mut artifacts = Vec::new();
    for way in &held.ways {
        artifacts.extend(one(account, operation, way).await?.1);
    }
    Ok(artifacts)
}

fn get(operation: Operation, way: &Way) -> Call {
    let call = Call::get(operation, way.path.clone()).accept(&way.media);
    call.step(Step::Poll).without_papers()
}

/// The carrier's numbers stand at the end of its links.
fn last_segment(path: &str) -> &str {
    let path = path.split(['?', '#']).next().unwrap_or(path).trim_end_matches('/');
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests;

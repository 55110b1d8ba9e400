//! A standing permission to return, from which labels are drawn one by one. The neutral model has no such thing: these are methods
//! of the account itself.

use super::address::{self, Part};
use super::held::{self, Held, Kind};
use super::return_label::{domestic, preferences, service};
use super::wire::owned;
use super::wire::returns::{
    OPEN_MEDIA, OPEN_NAMESPACE, OpenReceiver, OpenReturn as WireOpenReturn, OpenReturnInfo,
    SettlementInfo,
};
use super::{CanadaPost, error, limits, parties, print};
use crate::carrier::{Error, ErrorKind, Operation, Result};
use crate::http::xml::Root;
use crate::http::{Answer, Call};
use crate::model::{
    Address, Document, DocumentKind, Faults, Format, Handle, LabelSpec, Path, Payload,
};

const ROOT: Root<'_> = Root::new("open-return-info", OPEN_NAMESPACE);
const OPERATION: Operation = Operation::ReturnLabel;

/// What is permitted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OpenReturnRequest {
    /// The shop that takes returns, in Canada.
    pub to: Address,
    /// How many labels may be drawn, at least one.
    pub labels: u32,
    /// The carrier's service code; `None`: `DOM.EP`.
    pub service: Option<String>,
    /// What paper is wanted.
    pub label: LabelSpec,
}

impl OpenReturnRequest {
    /// So many labels to a shop.
    #[must_use]
    pub fn new(to: Address, labels: u32) -> Self {
        Self { to, labels, service: None, label: LabelSpec::default() }
    }
}

/// A permission, and how much of it is left.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OpenReturn {
    /// What drawing a label takes back.
    pub handle: Handle,
    /// How many labels may still be drawn; `None`: not told.
    pub left: Option<u32>,
}

impl CanadaPost {
    /// Permits returns to a shop. Sent once; nothing is paid until a label is used.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unsupported`] without a contract, [`ErrorKind::InvalidRequest`] for what the carrier would not take. With an
    /// unknown outcome a permission may exist that nobody can find: permit again, and let the other be.
    pub async fn permit_returns(&self, request: &OpenReturnRequest) -> Result<OpenReturn> {
        let answer = self.api.send(ask(self, request)?.once().without_papers()).await?;
        from_wire(self, &answer)
    }

    /// Draws the next label of a permission. **Each call uses one up and is never repeated by this crate.**
    ///
    /// # Errors
    ///
    /// As [`permit_returns`](Self::permit_returns); the carrier refuses when none is left.
    pub async fn draw_return(&self, permission: &OpenReturn) -> Result<Document> {
        let held = Held::read(self, OPERATION, &permission.handle)?;
        let way = held.way("nextArtifact").filter(|_| held.kind == Kind::OpenReturn);
        let Some(way) = way else {
            return Err(Held::unfit(self, OPERATION, "is of no permission to return"));
        };
        let call = Call::get(OPERATION, way.path.clone()).accept(&way.media).once();
        let answer = self.api.send(call).await?;
        let body = answer.body().trim_ascii_start();
        let format = match body {
            [b'%', b'P', b'D', b'F', ..] => Format::Pdf,
            [b'^' | b'~', ..] => Format::Zpl,
            _ => {
                let no = error::said_no(&answer);
                return Err(no.unwrap_or_else(|| answer.unreadable("neither PDF nor ZPL")));
            }
        };
        Ok(Document::new(DocumentKind::ReturnLabel, format, Payload::Bytes(answer.into_body())))
    }
}

fn ask(account: &CanadaPost, request: &OpenReturnRequest) -> Result<Call> {
    let Some(contract) = account.contract() else {
        let carrier = account.api.carrier().clone();
        return Err(Error::new(carrier, OPERATION, ErrorKind::Unsupported));
    };
    let (root, mut faults) = (Path::Root, Faults::none());
    address::check(&request.to, Part::Domestic, &root.field("to"), &mut faults);
    if request.labels == 0 {
        faults.add(&root.field("labels"), "is zero; permit one label at least");
    }
    if let Some(service) = &request.service {
        limits::check_service(service, &root, &mut faults);
    }
    print::check(request.label, &root.field("label"), &mut faults);
    faults.into_result().map_err(|faults| account.invalid(OPERATION, faults))?;
    let wire = WireOpenReturn {
        namespace: OPEN_NAMESPACE,
        max_number_of_artifacts: request.labels,
        service_code: service(request.service.as_ref()),
        receiver: OpenReceiver {
            name: parties::text(request.to.name.as_ref()),
            company: parties::text(request.to.company.as_ref()),
            domestic_address: domestic(&request.to),
        },
        print_preferences: preferences(request.label),
        settlement_info: SettlementInfo { contract_id: contract.id.clone() },
    };
    let call = account.on_behalf(OPERATION, "POST", "openreturn").accept(OPEN_MEDIA);
    Ok(call.xml(OPEN_MEDIA, "open-return", &wire))
}

fn from_wire(account: &CanadaPost, answer: &Answer) -> Result<OpenReturn> {
    let info: OpenReturnInfo = error::read(answer, &ROOT)?;
    let held =
        Held { kind: Kind::OpenReturn, id: String::new(), ways: held::ways(&info.links.link) };
    if held.way("nextArtifact").is_none() {
        return Err(answer.unreadable("no link to a label"));
    }
    let handle = held.handle(account).ok_or_else(|| answer.unreadable("no handle"))?;
    Ok(OpenReturn {
        handle,
        left: owned(&info.artifacts_remaining).and_then(|left| left.parse().ok()),
    })
}

#[cfg(test)]
mod tests;

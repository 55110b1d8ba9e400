//! Looking for a purchase whose answer was lost: label recovery by the token that every order carries as a reference.

use super::handle::Sold;
use super::recovery::{self, By};
use super::wire::recovery::RecoveryResponse;
use super::{Ups, label, limits, parts, return_label};
use crate::carrier::{ErrorKind, FindRequest, Found, Operation, Result, Sought};
use crate::http::Answer;
use crate::model::{CarrierId, Format, HandleError, Label, LabelState};

/// The most numbers that are looked up one by one: those of the largest return, and of what one void takes.
const MOST: usize = 20;
/// A reference that is no token and nobody's: by it nothing may be found.
const NOBODYS: &str = "NO SUCH PURCHASE";

pub(super) async fn find(ups: &Ups, request: &FindRequest<'_>) -> Result<Vec<Found>> {
    let token = request.sought.key().token();
    let by = By::Reference { token: &token, account: &ups.account };
    let Some(answer) = ask(ups, by).await? else { return Ok(Vec::new()) };
    let told = recovery::read(&answer)?;
    let mut found = Findings::default();
    if told.label_results.is_empty() && told.tracking_candidate.is_empty() {
        return Err(answer.unreadable("neither a label nor a candidate"));
    }
    check_filter(ups).await?;
    let candidates = told.tracking_candidate.iter();
    let numbers: Vec<_> = candidates.filter_map(|told| told.tracking_number.owned()).collect();
    found.add(&request.sought, told, &answer)?;
    for number in &numbers {
        if found.has(number) {
            continue;
        }
        if found.asked == MOST {
            return Err(answer.unreadable(format!("more than {MOST} numbers carry the reference")));
        }
        found.asked += 1;
        if let Some(answer) = ask(ups, By::Number(number)).await? {
            found.add(&request.sought, recovery::read(&answer)?, &answer)?;
        }
    }
    found.into_found(ups.api.carrier(), &token).map_err(|error| answer.unreadable(error))
}

/// An answer does not tell the reference again, so what a carrier that ignored it shows would look like ours. Where it shows
/// something for a reference that nobody has, the look-up is one that failed.
async fn check_filter(ups: &Ups) -> Result<()> {
    let by = By::Reference { token: NOBODYS, account: &ups.account };
    let Some(answer) = ask(ups, by).await? else { return Ok(()) };
    let told = recovery::read(&answer)?;
    if told.label_results.is_empty() && told.tracking_candidate.is_empty() {
        return Ok(());
    }
    Err(answer.unreadable("labels are shown for a reference that nobody has"))
}

/// `None`: the carrier knows nothing by it. Any other "no" is a look-up that failed, for it may hide a label.
async fn ask(ups: &Ups, by: By<'_>) -> Result<Option<Answer>> {
    match recovery::ask(ups, Operation::FindPurchase, by, Format::Gif).await {
        Ok(answer) => Ok(Some(answer)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What was found so far: shipments with their numbers and papers.
#[derive(Default)]
struct Findings {
    shipments: Vec<Shipment>,
    asked: usize,
}

struct Shipment {
    sold: Sold,
    told: Vec<RecoveryResponse>,
}

impl Findings {
    fn has(&self, number: &str) -> bool {
        self.shipments.iter().any(|known| known.sold.index_of(number).is_some())
    }

    /// Takes what an answer has: parcels of a known shipment, or one more shipment.
    fn add(&mut self, sought: &Sought<'_>, told: RecoveryResponse, answer: &Answer) -> Result<()> {
        let numbers: Vec<_> =
            told.label_results.iter().filter_map(|one| one.tracking_number.owned()).collect();
        if numbers.len() > limits::PACKAGES {
            let most = limits::PACKAGES;
            return Err(answer.unreadable(format!("more than {most} numbers in one shipment")));
        }
        let Some(first) = numbers.first() else {
            return if told.tracking_candidate.is_empty() {
                Err(answer.unreadable("a label without a number"))
            } else {
                Ok(())
            };
        };
        let leading = told.shipment_identification_number.owned();
        let leading = leading.unwrap_or_else(|| first.clone());
        if !self.shipments.iter().any(|known| known.sold.shipment == leading) {
            let sold = sold(sought, leading.clone());
            self.shipments.push(Shipment { sold, told: Vec::new() });
        }
        let known = self.shipments.iter_mut().find(|known| known.sold.shipment == leading);
        let Some(shipment) = known else { return Ok(()) };
        for number in numbers {
            if shipment.sold.index_of(&number).is_none() {
                shipment.sold.packages.push(number);
            }
        }
        shipment.told.push(told);
        Ok(())
    }

    fn into_found(
        self,
        carrier: &CarrierId,
        token: &str,
    ) -> std::result::Result<Vec<Found>, HandleError> {
        self.shipments.into_iter().map(|shipment| shipment.into_found(carrier, token)).collect()
    }
}

impl Shipment {
    fn into_found(
        self,
        carrier: &CarrierId,
        token: &str,
    ) -> std::result::Result<Found, HandleError> {
        let Self { sold, told } = self;
        let mut label = Label::new(sold.shipment.clone(), sold.handle(carrier)?);
        label.tracking_number = sold.packages.first().cloned();
        label.parcels = label::read::parcels(carrier, &sold);
        label.documents = told.iter().flat_map(|told| recovery::papers(&sold, told)).collect();
        if label.documents.len() >= sold.packages.len() {
            label.state = LabelState::Ready;
        }
        let mut found = Found::new(label);
        // The carrier was asked for what this account bought by this reference, gave it, and gives nothing by another.
        found.reference = Some(token.to_owned());
        found.account = Some(carrier.clone());
        Ok(found)
    }
}

/// What the handle knows that the carrier does not tell again: as it was asked.
fn sold(sought: &Sought<'_>, leading: String) -> Sold {
    let (service, to, back) = match sought {
        Sought::Label(request) => {
            let (_, to) = parts::lane(&request.shipment);
            (request.service.clone(), to, false)
        }
        Sought::Return(request) => {
            let service = return_label::service(request).to_owned();
            (service, limits::country(&request.to), true)
        }
    };
    let to = to.as_str().to_owned();
    Sold { shipment: leading, packages: Vec::new(), only: None, service, to, back }
}

#[cfg(test)]
mod tests;

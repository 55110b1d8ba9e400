//! Prices: the call. The question is made in `ask`, the answer read in `read`; both are pure.

mod ask;
mod read;

use super::wire::rating::MEDIA;
use super::{CanadaPost, limits};
use crate::carrier::{Operation, Result};
use crate::http::Call;
use crate::model::{RateAnswer, RateRequest};

const PATH: &str = "/rs/ship/price";

pub(super) async fn rates(account: &CanadaPost, request: &RateRequest) -> Result<RateAnswer> {
    let answer = account.api.send(call(account, request)?).await?;
    read::from_wire(account, request, &answer)
}

fn call(account: &CanadaPost, request: &RateRequest) -> Result<Call> {
    limits::check_priced(account.api.carrier(), &request.shipment)
        .into_result()
        .map_err(|faults| account.invalid(Operation::Rates, faults))?;
    let question = ask::to_wire(account, request);
    Ok(Call::post(Operation::Rates, PATH).accept(MEDIA).xml(MEDIA, "mailing-scenario", &question))
}

#[cfg(feature = "_probe")]
pub mod probe;
#[cfg(test)]
mod tests;

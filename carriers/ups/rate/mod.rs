//! Prices: the call. The question is made in `ask`, the answer read in `read`; both are pure.

mod ask;
mod read;

use super::{Ups, limits};
use crate::carrier::{Error, Operation, Result};
use crate::http::Call;
use crate::model::{Notice, RateAnswer, RateRequest};

const PATH: &str = "/api/rating/v2409";

pub(super) async fn rates(ups: &Ups, request: &RateRequest) -> Result<RateAnswer> {
    let call = call(ups, request)?;
    let answer = ups.api.send(call).await?;
    let mut answer = read::from_wire(ups.api.carrier(), request, &answer)?;
    answer.notices.extend(remarks(request));
    Ok(answer)
}

fn call(ups: &Ups, request: &RateRequest) -> Result<Call> {
    limits::check(&request.shipment, request.ship_on)
        .into_result()
        .map_err(|faults| Error::invalid(ups.api.carrier().clone(), Operation::Rates, faults))?;
    let call = Call::post(Operation::Rates, PATH).segment(ask::option(&request.shipment));
    Ok(Ups::signed(call).json(&ask::to_wire(&ups.account, request)))
}

/// What the answer cannot know about the question.
fn remarks(request: &RateRequest) -> impl Iterator<Item = Notice> {
    let home = request.shipment.to.recipient().residential.is_none();
    let home = home && request.shipment.to.point().is_none();
    let untimed = !ask::is_timed(&request.shipment);
    [
        home.then(|| Notice::information(
            "whether somebody lives at the destination is not known; UPS priced the delivery to a business",
        )),
        untimed.then(|| Notice::information(
            "UPS tells no delivery times abroad without the value of the goods; write customs items or a declared_value",
        )),
    ]
    .into_iter()
    .flatten()
}

#[cfg(feature = "_probe")]
pub mod probe;
#[cfg(test)]
mod tests;

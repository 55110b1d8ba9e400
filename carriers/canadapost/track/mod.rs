//! Where numbers are: one call for each. Details first; a number of which only the last event is kept has a summary.

mod detail;
mod status;
mod summary;

use super::CanadaPost;
use super::wire::track::MEDIA;
use crate::carrier::{Operation, Result};
use crate::http::{Answer, Call};
use crate::model::{TrackQuery, TrackRequest, Tracking};

const PATH: &str = "/vis/track/pin";

pub(super) async fn track(
    account: &CanadaPost,
    request: &TrackRequest,
) -> Result<Vec<Result<Tracking>>> {
    let mut answers = Vec::with_capacity(request.queries.len());
    for query in &request.queries {
        answers.push(one(account, query).await);
    }
    Ok(answers)
}

async fn one(account: &CanadaPost, query: &TrackQuery) -> Result<Tracking> {
    let carrier = account.api.carrier();
    let detailed =
        detail::from_wire(carrier, &query.number, &ask(account, query, "detail").await?)?;
    if !detailed.events.is_empty() {
        return Ok(detailed);
    }
    let answer = ask(account, query, "summary").await?;
    let mut short = summary::from_wire(carrier, &query.number, &answer)?;
    short.estimated = short.estimated.or(detailed.estimated);
    short.notices.splice(0..0, detailed.notices);
    Ok(short)
}

async fn ask(account: &CanadaPost, query: &TrackQuery, how: &str) -> Result<Answer> {
    let call = Call::get(Operation::Track, PATH).segment(query.number.trim()).segment(how);
    account.api.send(call.accept(MEDIA)).await
}

#[cfg(test)]
mod tests;

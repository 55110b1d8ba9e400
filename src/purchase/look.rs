//! A look for a purchase whose answer was lost: by our key, and what the answer comes to. What follows from that is told in
//! [`settle`](super::settle).

use super::body::Body;
use super::clock::Look;
use super::item::Ready;
use super::journal::Journal;
use super::matching::{self, Match};
use super::settle::Step;
use crate::carrier::{Carrier, FindRequest, Operation};
use crate::model::{DocumentRequest, Label, LabelState};
use crate::store::Instant;

/// How many looks must find nothing after the time to settle before a purchase is taken for not made: one empty answer may be a
/// look-up that lags.
const EMPTY_LOOKS: u32 = 2;

/// Who is asked for what.
pub(super) struct Asked<'a> {
    pub(super) journal: &'a Journal,
    pub(super) key: &'a str,
    pub(super) carrier: &'a dyn Carrier,
    pub(super) ready: &'a Ready,
}

/// Looks for it by our key. `None`: it is known that something was made, and a look that finds nothing decides nothing.
pub(super) async fn found(
    asked: &Asked<'_>,
    (first, last): (Instant, Instant),
    look: Option<Look>,
    body: &mut Body,
    paper: bool,
) -> Step {
    let Asked { journal, carrier, ready, .. } = *asked;
    let Some(sought) = ready.sought() else {
        return Step::Person(format!(
            "{} cannot be searched by our key: look at the carrier's site whether it was made",
            ready.operation()
        ));
    };
    let request = FindRequest::new(sought, (first.fixed_offset(), last.fixed_offset()));
    let looked = carrier.find_purchase(&request);
    let all = match journal.in_time(carrier.id(), Operation::FindPurchase, looked).await {
        Ok(all) => all,
        // A look-up that fails is not an empty one.
        Err(error) => return Step::Stumbled(error),
    };
    let known: Vec<_> = body.extra.iter().map(|extra| extra.remains.id.as_str()).collect();
    match matching::adopt(&carrier.id(), ready, sought, &known, all) {
        Match::One(label) => Step::Made(with_paper(asked, *label, paper).await.into()),
        Match::Several(how_many) => Step::Person(format!(
            "the carrier shows {how_many} labels that could be it; void all but one"
        )),
        Match::Doubtful(why) => {
            Step::Person(format!("the carrier shows a label with our reference, but {why}"))
        }
        Match::None => {
            let watches = &journal.watches;
            let is_settled = |look| watches.is_settled(asked.key, &mut body.quiet, &look);
            if !look.is_some_and(is_settled) {
                return Step::Later;
            }
            body.not_found += 1;
            if body.not_found >= EMPTY_LOOKS { Step::NotMade } else { Step::Later }
        }
    }
}

/// The label with its paper, where that can be had; without it, it is bought all the same.
async fn with_paper(asked: &Asked<'_>, mut label: Label, paper: bool) -> Label {
    let Asked { journal, carrier, ready, .. } = *asked;
    if paper && label.documents.is_empty() {
        let request = DocumentRequest::new(label.handle.clone(), ready.paper());
        let asked = carrier.documents(&request);
        let answer = journal.in_time(carrier.id(), Operation::Documents, asked).await;
        if let Ok(documents) = answer
            && !documents.is_empty()
        {
            (label.documents, label.state) = (documents, LabelState::Ready);
        }
    }
    label
}

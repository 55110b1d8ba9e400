//! Whether a label that a carrier shows is the one that we asked for. A carrier may ignore a filter, so all is compared here.

use deunicode::deunicode;

use super::item::Ready;
use crate::carrier::{Found, Sought};
use crate::model::{Address, CarrierId, Label, Weight};

/// How many letters of a name must agree: carriers cut long ones.
const LETTERS: usize = 8;
/// By how many grams a carrier may round a weight up: none of their steps is longer.
const STEP: u32 = 1_000;

/// What a look-up comes to.
pub(super) enum Match {
    /// Nothing of ours.
    None,
    /// The one.
    One(Box<Label>),
    /// More than one.
    Several(usize),
    /// One with our reference, of which something else is not ours.
    Doubtful(&'static str),
}

/// What of all that a carrier shows is ours. `known`: numbers of labels that are known to be another attempt's.
pub(super) fn adopt(
    account: &CarrierId,
    ready: &Ready,
    sought: Sought<'_>,
    known: &[&str],
    all: Vec<Found>,
) -> Match {
    let token = ready.purchase_key().token();
    let uuid = ready.purchase_key().to_string();
    let ours = |found: &Found| {
        found.reference.as_ref().is_some_and(|told| *told == token || *told == uuid)
    };
    let mut standing: Vec<_> =
        all.into_iter().filter(|found| ours(found) && found.voided != Some(true)).collect();
    standing.retain(|found| !known.contains(&found.label.id.as_str()));
    match (standing.pop(), standing.len()) {
        (None, _) => Match::None,
        (Some(one), 0) => match disagrees(account, sought, &one) {
            Some(why) => Match::Doubtful(why),
            None => Match::One(Box::new(one.label)),
        },
        (Some(_), others) => Match::Several(others + 1),
    }
}

/// What is told and is not as we asked; `None`: all that is told agrees.
fn disagrees(account: &CarrierId, sought: Sought<'_>, found: &Found) -> Option<&'static str> {
    let (recipient, service, weight) = match sought {
        Sought::Label(request) => {
            let parcels = request.shipment.parcels.iter().map(|parcel| parcel.weight);
            (request.shipment.to.recipient(), Some(&request.service), total(parcels))
        }
        Sought::Return(request) => {
            let weights: Option<Vec<_>> =
                request.parcels.iter().map(|parcel| parcel.weight).collect();
            let weight = weights.and_then(|weights| total(weights.into_iter()));
            (&request.to, request.service.as_ref(), weight)
        }
    };
    if found.account.as_ref().is_some_and(|told| told != account) {
        return Some("it is another account's");
    }
    if let (Some(told), Some(asked)) = (&found.service, service)
        && told != asked
    {
        return Some("its service is another one");
    }
    if found.recipient.as_ref().is_some_and(|told| !is_recipient(told, recipient)) {
        return Some("its recipient is another one");
    }
    if let (Some(told), Some(asked)) = (found.weight, weight)
        && !(told >= asked
            && asked.checked_add(Weight::from_grams(STEP)).is_none_or(|most| told <= most))
    {
        return Some("its weight is another one");
    }
    None
}

fn total(weights: impl Iterator<Item = Weight>) -> Option<Weight> {
    weights.reduce(|sum, weight| sum.checked_add(weight).unwrap_or(sum))
}

/// Whether a text as a carrier prints it names this recipient: accents, case, blanks and what is cut off do not count.
fn is_recipient(told: &str, address: &Address) -> bool {
    let told = folded(told);
    let postal = address.postal_code.as_deref().map(folded).unwrap_or_default();
    let known = [address.name.as_deref(), address.company.as_deref()];
    let known: Vec<_> =
        known.into_iter().flatten().map(folded).filter(|name| !name.is_empty()).collect();
    let begins = |name: &String| told.contains(&name.chars().take(LETTERS).collect::<String>());
    let person = known.is_empty() || known.iter().any(begins);
    let place = !told.contains(|letter: char| letter.is_ascii_digit()) || told.contains(&postal);
    person && place
}

fn folded(text: &str) -> String {
    let plain = deunicode(text);
    plain
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}

//! `purchases show KEY`: all that is known of one purchase.

use std::fmt::Write as _;

use arriero::document::PurchaseDocument;
use arriero::purchase::{Details, Journal, VoidAnswer};
use arriero::store::State;

use super::lines::state;
use super::no_such;
use crate::answer::Answer;
use crate::args::KeyArgs;
use crate::came_of_it;
use crate::context::Context;
use crate::parcels::{About, advice, lines};
use crate::stop::Stop;
use crate::till::Till;
use crate::voids;
use crate::words::{moment, plain, quoted};

pub(crate) async fn run(context: &Context, args: &KeyArgs) -> Result<Answer, Stop> {
    let till = Till::reading(context).await?;
    let journal = till.journal().ok_or_else(|| no_such(&args.key))?;
    let details = journal.show(&args.key).await.map_err(|error| Stop::store(&error))?;
    let details = details.ok_or_else(|| no_such(&args.key))?;
    Ok(told(&journal, details, till.same()).await?.remark(context.sandbox_purchases_remark()))
}

/// A purchase, with each of its labels where it has several.
pub(super) async fn told(journal: &Journal, details: Details, same: &str) -> Result<Answer, Stop> {
    let mut words = words(&details, same);
    if details.parts.is_empty() {
        return Ok(Answer::new(&PurchaseDocument::new(details, None), words));
    }
    let labels = journal.look_parcels(&details.summary.key).await;
    let labels = labels.map_err(|error| Stop::store(&error))?;
    let document = PurchaseDocument::new(details, labels.clone());
    let Details { summary, parts, .. } = &document.details;
    words.push_str(&lines(&document.labels, parts.len()));
    for part in &document.labels {
        let _ = writeln!(words, "  key of {:<4} {}", part.parcel, plain(&quoted(&part.key)));
    }
    if let Some(labels) = &labels {
        let about = About { carrier: &summary.carrier, parcels: parts.len(), same };
        words.push_str(&advice(labels, &document.labels, about));
    }
    Ok(Answer::new(&document, words))
}

fn words(details: &Details, same: &str) -> String {
    let one = &details.summary;
    let mut words = format!("{}: {}\n", quoted(&one.key), state(one));
    let mut line = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = writeln!(words, "  {name:<10} {}", plain(&value));
        }
    };
    line("kind", Some(one.kind.clone()));
    line("carrier", Some(one.carrier.to_string()));
    line("number", one.tracking_number.clone().or_else(|| one.id.clone()));
    line("reference", details.purchase.map(arriero::model::PurchaseKey::token));
    let of_all = one.cost.filter(|_| !details.parts.is_empty() && one.state == State::Made);
    line("paid", details.paid.or(of_all).map(|money| money.to_string()));
    line("expected", details.expected.map(|money| money.to_string()));
    line("order", one.order.clone());
    line("supplier", one.supplier.clone());
    line("begun", Some(moment(one.begun)));
    line("sent", details.sent.last().map(|sent| moment(*sent)));
    line("tried", (one.attempts > 1).then(|| format!("{} times", one.attempts)));
    line("part of", details.part_of.as_ref().map(|key| quoted(key)));
    line("next look", one.due.map(moment));
    for paper in &details.papers {
        let kind = serde_json::to_string(&paper.kind).unwrap_or_default();
        let kind = kind.trim_matches('"').replace('_', " ");
        let about = format!("{kind}, {} bytes of {}", paper.bytes, paper.format.extension());
        line("paper", Some(about));
    }
    for extra in &details.extra {
        let void = if extra.voided { ", void" } else { "" };
        line("also", Some(format!("{}{void}", extra.id)));
    }
    for void in &details.voids {
        let said = match &void.answer {
            VoidAnswer::Known { said } => voids::said(said).0,
            VoidAnswer::InProgress => "is being asked".to_owned(),
            VoidAnswer::NotAsked { why } => format!("not asked: {}", why.message),
            VoidAnswer::Unknown { why, .. } => format!("not known: {}", why.message),
            _ => "-".to_owned(),
        };
        line("void", Some(format!("{}: {said}", moment(void.asked))));
    }
    line("failure", details.failure.as_ref().map(|failure| failure.message.clone()));
    line("unreadable", one.unreadable.clone());
    if !details.parts.is_empty() {
        // What to do is told beside its labels.
        return words;
    }
    if let (State::Unknown, Some(purchase)) = (one.state, details.purchase) {
        let wanted = one.wanted.as_deref();
        words.push_str(&came_of_it::unknown(&one.key, purchase, &one.carrier, wanted, same));
    } else if let Some(wanted) = &one.wanted {
        words.push_str(&came_of_it::to_do(&one.key, wanted, same));
    }
    words
}

//! `track NUMBER…`: where parcels are.

use std::fmt::Write as _;
use std::path::Path;

use arriero::carrier::{Carriers, Failure};
use arriero::document::{NotTracked, Receipt, TrackDocument};
use arriero::input::Text;
use arriero::model::{Moment, TrackQuery, TrackRequest, Tracking};

use crate::answer::Answer;
use crate::args::TrackArgs;
use crate::context::Context;
use crate::stop::Stop;
use crate::words::{arrival, plain, style};

pub(crate) async fn run(context: &Context, args: &TrackArgs) -> Result<Answer, Stop> {
    let carriers = context.carriers()?;
    let mut asked = Vec::new();
    for number in &args.numbers {
        asked.push(query(&carriers, number)?);
    }
    let mut document = TrackDocument::default();
    for (carriers, query) in asked {
        let number = query.number.clone();
        match track(&carriers, query).await {
            Ok(tracking) => document.trackings.push(tracking),
            Err(failures) => document.failures.push(NotTracked::new(number, failures)),
        }
    }
    let exit = u8::from(!document.failures.is_empty());
    Ok(Answer::new(&document, words(&document)).remark(context.sandbox_remark()).exit(exit))
}

/// Whom to ask, and for what: a receipt names its carrier, a number is asked of all.
fn query(carriers: &Carriers, number: &str) -> Result<(Carriers, TrackQuery), Stop> {
    if !Path::new(number).is_file() {
        return Ok((carriers.clone(), TrackQuery::new(number)));
    }
    let receipt = Receipt::read(&Text::open(Path::new(number))?)?;
    let Some(told) = receipt.label().tracking_number.clone() else {
        return Err(Stop::input(
            number,
            "has no tracking number; the carrier does not follow this label",
        ));
    };
    let carrier = receipt.handle().carrier();
    let of_carrier = carriers.filter(|id| id.matches(carrier.as_str()));
    if of_carrier.is_empty() {
        return Err(Stop::input(
            number,
            format!("is of {carrier}, which is none of the carriers that are asked"),
        ));
    }
    let mut query = TrackQuery::new(told);
    query.hint = receipt.track_hint();
    Ok((of_carrier, query))
}

/// The first carrier that knows the number, else what all of them said.
async fn track(carriers: &Carriers, query: TrackQuery) -> Result<Tracking, Vec<Failure>> {
    let mut failures = Vec::new();
    for carrier in carriers.iter().filter(|carrier| carrier.capabilities().track) {
        let answer = carrier.track(&TrackRequest::new([query.clone()])).await;
        match answer.map(|mut answers| answers.pop()) {
            Ok(Some(Ok(tracking))) => return Ok(tracking),
            Ok(Some(Err(error))) | Err(error) => failures.push(Failure::from(&error)),
            Ok(None) => {}
        }
    }
    Err(failures)
}

fn words(document: &TrackDocument) -> String {
    let mut words = String::new();
    for tracking in &document.trackings {
        let status = named(&tracking.status);
        let _ = write!(
            words,
            "{} {}: {}",
            tracking.carrier,
            plain(&tracking.number),
            style("1", &status)
        );
        if let Some(estimated) = &tracking.estimated {
            let _ = write!(words, ", expected {}", arrival(estimated));
        }
        words.push('\n');
        for event in &tracking.events {
            let place = event.place.as_ref().and_then(|place| place.city.clone());
            let _ = writeln!(
                words,
                "  {:<17} {:<20} {}{}",
                moment(event.time),
                named(&event.status),
                plain(&event.raw.text),
                place.map(|city| format!(" ({})", plain(&city))).unwrap_or_default()
            );
        }
    }
    for NotTracked { number, failures, .. } in &document.failures {
        let _ = writeln!(words, "{}: not known", plain(number));
        for failure in failures {
            let _ = writeln!(words, "  {}", plain(&failure.message));
        }
    }
    words
}

fn moment(moment: Moment) -> String {
    match moment {
        Moment::Date(date) => date.to_string(),
        Moment::Local(local) => local.format("%Y-%m-%d %H:%M").to_string(),
        Moment::Instant(instant) => instant.format("%Y-%m-%d %H:%M").to_string(),
    }
}

/// The word of a status, as people write it.
fn named<T: serde::Serialize>(status: &T) -> String {
    let word = serde_json::to_string(status).unwrap_or_default();
    word.trim_matches('"').replace('_', " ")
}

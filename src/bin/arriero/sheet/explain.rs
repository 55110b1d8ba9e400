//! `sheet explain SHEET SHIPMENT`: every step of every service, so that each price can be redone by hand.

use std::fmt::Write as _;

use arriero::document::ShipmentDocument;
use arriero::tariff::{ExplainedService, ExplainedStep, Topic, explain};

use super::load;
use crate::answer::Answer;
use crate::args::SheetExplainArgs;
use crate::context::Context;
use crate::stop::Stop;
use crate::words::{Table, plain, shipment};

pub(super) fn run(context: &Context, args: &SheetExplainArgs) -> Result<Answer, Stop> {
    let sheet = load(&args.sheet)?;
    let document = ShipmentDocument::open(&args.shipment)?;
    let request = document.rate_request(context.now());
    let explanation = explain(&sheet, &request);
    let mut words = format!("{}\n", shipment(&request.shipment));
    for service in &explanation.services {
        let _ = write!(words, "\n{}", explained(service));
    }
    let priced = explanation.services.iter().any(|service| service.refused.is_none());
    Ok(Answer::new(&explanation, words).exit(u8::from(!priced)))
}

fn explained(service: &ExplainedService) -> String {
    let mut words =
        format!("{} ({})\n", plain(&service.service.name), plain(&service.service.code));
    let mut table = Table::default().right(&[1]);
    for step in &service.steps {
        let amount = step.amount.map(|amount| amount.amount().to_string()).unwrap_or_default();
        table.row(None, [topic(step).to_owned(), amount, plain(&step.words)]);
    }
    if let Some(why) = &service.refused {
        table.row(Some("1"), ["refused".to_owned(), String::new(), plain(why)]);
    }
    words.push_str(&table.lines());
    words
}

fn topic(step: &ExplainedStep) -> &'static str {
    match step.topic {
        Topic::HandOver => "hand-over",
        Topic::Zone => "zone",
        Topic::Limit => "limit",
        Topic::Weight => "weight",
        Topic::Base => "base",
        Topic::Discount => "discount",
        Topic::Surcharge => "surcharge",
        Topic::NotCharged => "not charged",
        Topic::Minimum => "minimum",
        Topic::Tax => "tax",
        Topic::Total => "total",
        _ => "transit",
    }
}

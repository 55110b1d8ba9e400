//! `sheet diff OLD NEW [--shipments FILE.csv]`: what changed, and what it does to shipments.

use std::fmt::Write as _;
use std::path::Path;

use arriero::document::ShipmentRows;
use arriero::input::Text;
use arriero::tariff::diff::{
    ChangeTopic, Effect, SheetChange, SheetDiff, SheetEffect, Sums, compare,
};

use super::load;
use crate::answer::Answer;
use crate::args::SheetDiffArgs;
use crate::context::Context;
use crate::stop::Stop;
use crate::words::{Table, count, plain};

pub(super) fn run(context: &Context, args: &SheetDiffArgs) -> Result<Answer, Stop> {
    let (old, new) = (load(&args.old)?, load(&args.new)?);
    let mut diff = compare(&old, &new);
    (diff.old, diff.new) = (args.old.display().to_string(), args.new.display().to_string());
    if let Some(shipments) = &args.shipments {
        let Some(mut effect) = Effect::between(old.sheet(), new.sheet()) else {
            let (one, other) = (old.sheet().currency(), new.sheet().currency());
            let message = format!(
                "the sheets are in {one} and {other}; shipments are compared in one currency"
            );
            return Err(Stop::input("--shipments", message));
        };
        let shared = args.defaults.as_deref().map(Text::open).transpose()?;
        price(shipments, shared.as_ref(), context, &mut effect)?;
        diff.effect = Some(effect.finish());
    }
    let words = words(&diff);
    Ok(Answer::new(&diff, words))
}

/// Prices every row of a file.
fn price(
    path: &Path,
    shared: Option<&Text>,
    context: &Context,
    effect: &mut Effect,
) -> Result<(), Stop> {
    let file = path.display().to_string();
    let broken = |error: &csv::Error| match error.kind() {
        csv::ErrorKind::Io(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Stop::input(&file, "is not there; name a file that exists")
        }
        _ => Stop::input(&file, error.to_string()),
    };
    let mut reader = csv::Reader::from_path(path).map_err(|error| broken(&error))?;
    let header = reader.headers().map_err(|error| broken(&error))?.clone();
    let rows = ShipmentRows::new(&file, header.iter(), shared)?;
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row).map_err(|error| broken(&error))? {
        let line = row.position().map_or(0, csv::Position::line);
        let cells: Vec<_> = row.iter().collect();
        match rows.read(&cells) {
            Ok(document) => {
                effect.add(line, rows.id(&cells), &document.rate_request(context.now()));
            }
            Err(why) => effect.unread(line, why),
        }
    }
    Ok(())
}

fn words(diff: &SheetDiff) -> String {
    let mut words = format!("{} → {}\n", plain(&diff.old), plain(&diff.new));
    if diff.changes.is_empty() {
        words.push_str("\nNothing changed.\n");
    }
    let mut services: Vec<Option<&str>> = Vec::new();
    for change in &diff.changes {
        let service = change.service.as_deref();
        if !services.contains(&service) {
            services.push(service);
        }
    }
    for service in services {
        let of_service =
            || diff.changes.iter().filter(|change| change.service.as_deref() == service);
        let _ = writeln!(
            words,
            "\n{}",
            service.map_or_else(
                || "The sheet".to_owned(),
                |service| format!("Service {}", plain(service))
            )
        );
        let mut table = Table::new(["", "what", "old", "new", ""]).right(&[4]);
        for change in of_service() {
            table.row(
                None,
                [
                    topic(change).to_owned(),
                    plain(&change.what),
                    side(change.old.as_deref()),
                    side(change.new.as_deref()),
                    percent(change),
                ],
            );
        }
        words.push_str(&table.lines());
        words.push_str(&cells(of_service()));
    }
    if let Some(effect) = &diff.effect {
        words.push_str(&effect_words(effect));
    }
    words
}

fn side(text: Option<&str>) -> String {
    text.map_or_else(|| "–".to_owned(), plain)
}

fn percent(change: &SheetChange) -> String {
    change.percent.as_ref().map_or_else(String::new, |percent| format!("{percent} %"))
}

fn topic(change: &SheetChange) -> &'static str {
    match change.topic {
        ChangeTopic::Sheet => "sheet",
        ChangeTopic::Tax => "tax",
        ChangeTopic::Zone => "zone",
        ChangeTopic::Service => "service",
        ChangeTopic::Weight => "weight",
        ChangeTopic::Limit => "limit",
        ChangeTopic::Surcharge => "surcharge",
        ChangeTopic::Transit => "transit",
        ChangeTopic::Step => "step",
        ChangeTopic::Price => "price",
        _ => "file",
    }
}

/// How many cells changed.
fn cells<'c>(changes: impl Iterator<Item = &'c SheetChange>) -> String {
    let prices: Vec<_> = changes.filter(|change| change.topic == ChangeTopic::Price).collect();
    if prices.is_empty() {
        return String::new();
    }
    let is = |sign: char| {
        prices
            .iter()
            .filter(|change| {
                change.percent.as_deref().is_some_and(|percent| percent.starts_with(sign))
            })
            .count()
    };
    let number = i64::try_from(prices.len()).unwrap_or(i64::MAX);
    format!("  {} changed: {} dearer, {} cheaper\n", count(number, "cell"), is('+'), is('-'))
}

fn effect_words(effect: &SheetEffect) -> String {
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let mut words = format!("\n{} priced with both", count(number(effect.shipments), "shipment"));
    if effect.moved > 0 {
        let _ = write!(
            words,
            ", {} of them on a day whole weeks away on which the sheet is valid",
            effect.moved
        );
    }
    words.push('\n');
    let mut table =
        Table::new(["", "both", "old", "new", "difference", "", "newly refused", "newly offered"])
            .right(&[1, 2, 3, 4, 5, 6, 7]);
    let mut row = |name: String, sums: &Sums| {
        let percent =
            sums.percent.as_ref().map_or_else(String::new, |percent| format!("{percent} %"));
        table.row(
            None,
            [
                name,
                sums.compared.to_string(),
                sums.old.to_string(),
                sums.new.to_string(),
                format!("{:+}", sums.difference.amount()),
                percent,
                sums.newly_refused.to_string(),
                sums.newly_offered.to_string(),
            ],
        );
    };
    for service in &effect.services {
        row(plain(&service.service), &service.sums);
    }
    row("the cheapest".to_owned(), &effect.cheapest);
    words.push_str(&table.lines());
    for (title, side) in [("Rise most", &effect.lose_most), ("Fall most", &effect.gain_most)] {
        if side.is_empty() {
            continue;
        }
        let _ = writeln!(words, "{title}");
        let mut table = Table::default().right(&[2, 3, 4]);
        for one in side {
            table.row(
                None,
                [
                    format!("line {}", one.line),
                    one.id.as_deref().map(plain).unwrap_or_default(),
                    one.old.to_string(),
                    one.new.to_string(),
                    format!("{:+}", one.difference.amount()),
                    if one.old_service == one.new_service {
                        plain(&one.new_service)
                    } else {
                        plain(&format!("{} → {}", one.old_service, one.new_service))
                    },
                ],
            );
        }
        words.push_str(&table.lines());
    }
    for (title, rows) in [
        (
            "Newly refused",
            effect
                .newly_refused
                .iter()
                .map(|one| (one.line, one.id.clone(), format!("{}: {}", one.service, one.why)))
                .collect::<Vec<_>>(),
        ),
        (
            "Not read",
            effect.unread.iter().map(|one| (one.line, None, one.why.join("; "))).collect(),
        ),
    ] {
        if rows.is_empty() {
            continue;
        }
        let _ = writeln!(words, "{title}");
        let mut table = Table::default();
        for (line, id, why) in rows {
            table.row(
                None,
                [format!("line {line}"), id.as_deref().map(plain).unwrap_or_default(), plain(&why)],
            );
        }
        words.push_str(&table.lines());
    }
    words
}

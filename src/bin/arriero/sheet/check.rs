//! `sheet check FILE…`: what is wrong with sheets, and with several of them together.

use std::fmt::Write as _;

use arriero::document::SheetCheckDocument;
use arriero::tariff::{Sheet, SheetCarrier};

use super::folder;
use crate::answer::Answer;
use crate::args::SheetCheckArgs;
use crate::words::{count, plain};

pub(super) fn run(args: &SheetCheckArgs) -> Answer {
    let mut document = SheetCheckDocument::default();
    let mut carriers: Vec<SheetCarrier> = Vec::new();
    for path in &args.sheets {
        let (file, loaded) = (path.display().to_string(), Sheet::load(path));
        document.add(&file, &folder(path), &loaded);
        let Ok(sheet) = loaded else { continue };
        let of_same = carriers.iter_mut().find(|carrier| {
            carrier.sheets().first().is_some_and(|known| known.carrier() == sheet.carrier())
        });
        match of_same {
            None => carriers.push(SheetCarrier::new(sheet)),
            Some(carrier) => match carrier.clone().and(sheet) {
                Ok(both) => *carrier = both,
                Err(overlap) => document.add_overlap(&file, &overlap),
            },
        }
    }
    let exit = if document.faults.is_empty() { 0 } else { 2 };
    let words = words(&document);
    Answer::new(&document, words).exit(exit)
}

fn words(document: &SheetCheckDocument) -> String {
    let mut words = String::new();
    for fault in &document.faults {
        let _ = writeln!(words, "{fault}");
    }
    for warning in &document.warnings {
        let _ = writeln!(words, "{warning} (warning)");
    }
    for sheet in &document.sheets {
        let until = sheet.last_day.map_or_else(|| "on".to_owned(), |day| format!("to {day}"));
        let services: Vec<_> = sheet.services.iter().map(|service| plain(&service.code)).collect();
        let _ = writeln!(
            words,
            "{}: loads; {} in {} from {} {until}: {}",
            sheet.file,
            sheet.carrier,
            sheet.currency,
            sheet.first_day,
            services.join(", ")
        );
    }
    let number = |length: usize| i64::try_from(length).unwrap_or(i64::MAX);
    let _ = writeln!(
        words,
        "{}, {}",
        count(number(document.faults.len()), "fault"),
        count(number(document.warnings.len()), "warning")
    );
    words
}

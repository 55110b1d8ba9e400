//! The importer by example and by chance: spreadsheets under `fixtures/tariff/import` with what becomes of each, and random
//! tables in random dress.

mod dress;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::*;
use crate::tariff::Sheet;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/tariff/import")
}

/// `options: EUR net --decimal comma`.
fn options(line: &str) -> ImportOptions {
    let mut words = line.strip_prefix("options: ").unwrap().split(' ');
    let currency = Currency::parse(words.next().unwrap()).unwrap();
    let cells = match words.next().unwrap() {
        "net" => PublishedCells::Net,
        "gross" => PublishedCells::Gross,
        _ => PublishedCells::NetAndGross,
    };
    let mut options = ImportOptions::new(currency, cells);
    while let (Some(flag), Some(value)) = (words.next(), words.next()) {
        match (flag, value) {
            ("--decimal", "comma") => options.decimal = Some(DecimalMark::Comma),
            ("--decimal", "point") => options.decimal = Some(DecimalMark::Point),
            ("--weights", "from") => options.weights = Some(WeightsAre::From),
            ("--weights", "up-to") => options.weights = Some(WeightsAre::UpTo),
            other => panic!("{other:?}"),
        }
    }
    options
}

/// Loads what was written once the days and the origin are said.
fn load(sheet: &ImportedFile, prices: &ImportedFile) -> Result<Sheet, SheetFaults> {
    let rules = sheet.text.replacen(
        "valid = \"?\", origin = []",
        "valid = \"2026-01-01/\", origin = [\"ES\"]",
        1,
    );
    Sheet::from_texts(&[(&sheet.name, &rules), (&prices.name, &prices.text)])
}

/// Everything that a person is given.
fn shown(name: &str, imported: &Result<Imported, SheetFaults>) -> String {
    let mut shown = String::new();
    match imported {
        Err(faults) => {
            let _ = writeln!(shown, "== refused\n{faults}");
        }
        Ok(imported) => {
            let Imported { sheet, prices, doubts } = imported;
            for file in [sheet, prices] {
                let _ = writeln!(shown, "== {}\n{}", file.name, file.text.trim_end());
            }
            let _ = writeln!(shown, "== doubts");
            for doubt in doubts.iter().filter(|doubt| doubt.line > 0) {
                let _ = writeln!(shown, "{doubt}");
            }
            let loaded = load(sheet, prices);
            let faults = loaded.map_or_else(|faults| faults.to_string(), |_| "loads".to_owned());
            let _ = writeln!(shown, "== loading says\n{faults}");
        }
    }
    shown.replace(name, "FILE")
}

#[test]
fn spreadsheets_become_what_stands_beside_them() {
    let mut names: Vec<_> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "csv"))
        .collect();
    names.sort();
    assert!(names.len() > 20, "the fixtures are there");
    for path in names {
        let expected = path.with_extension("expected");
        let wanted = std::fs::read_to_string(&expected).unwrap();
        let line = wanted.lines().next().unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let imported = import(&name, &std::fs::read(&path).unwrap(), &options(line));
        let got = format!("{line}\n{}", shown(&name, &imported));
        if std::env::var_os("ARRIERO_WRITE_EXPECTED").is_some() {
            std::fs::write(&expected, got).unwrap();
        } else {
            assert_eq!(got, wanted, "{name}");
        }
    }
}

//! `sheet import FILE.csv`: a sheet from a spreadsheet, written whole or not at all, and the list of doubts.

use std::fmt::Write as _;

use arriero::document::SheetImportDocument;
use arriero::tariff::import::{ImportOptions, import};

use super::{bad, folder};
use crate::answer::Answer;
use crate::args::SheetImportArgs;
use crate::context::Context;
use crate::files::all_or_none;
use crate::stop::Stop;
use crate::words::plain;

pub(super) fn run(context: &Context, args: &SheetImportArgs) -> Result<Answer, Stop> {
    let file = args.file.display().to_string();
    let bytes = std::fs::read(&args.file).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Stop::input(&file, "is not there; name a file that exists"),
        _ => Stop::input(&file, format!("cannot be read: {error}")),
    })?;
    let mut options = ImportOptions::new(args.currency, args.cells.into());
    options.decimal = args.decimal.map(Into::into);
    options.weights = args.weights.map(Into::into);
    options.unit = args.unit;
    options.service.clone_from(&args.service);
    options.carrier = match context.named_carriers() {
        [] => None,
        [one] => Some(one.clone()),
        _ => return Err(Stop::input("--carrier", "a sheet has one carrier; name one")),
    };
    let name = args.file.file_name().unwrap_or_default().to_string_lossy();
    let imported =
        import(&name, &bytes, &options).map_err(|faults| bad(&faults, &folder(&args.file)))?;
    let files = [&imported.sheet, &imported.prices];
    let texts = files.map(|file| (file.name.as_str(), file.text.as_str()));
    let written = all_or_none(context.out(), &texts)?;
    let written: Vec<_> = written.iter().map(|path| path.display().to_string()).collect();
    let mut words = String::new();
    for file in &written {
        let _ = writeln!(words, "wrote {file}");
    }
    let _ = writeln!(words, "\nTo decide before it is used:");
    for doubt in &imported.doubts {
        let _ = writeln!(words, "  {}", plain(&doubt.to_string()));
    }
    Ok(Answer::new(&SheetImportDocument::new(written, &imported), words))
}

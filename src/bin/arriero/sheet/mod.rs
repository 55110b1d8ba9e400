//! `sheet check|import|explain|diff`: rate sheets for the person who writes them. Each is one call of the library.

mod check;
mod diff;
mod explain;
mod import;

use arriero::input::{Complaint, Complaints};
use arriero::tariff::{SheetFaults, WrittenSheet};

use crate::answer::Answer;
use crate::args::SheetCommand;
use crate::context::Context;
use crate::stop::Stop;

pub(crate) fn run(context: &Context, command: &SheetCommand) -> Result<Answer, Stop> {
    match command {
        SheetCommand::Check(args) => Ok(check::run(args)),
        SheetCommand::Import(args) => import::run(context, args),
        SheetCommand::Explain(args) => explain::run(context, args),
        SheetCommand::Diff(args) => diff::run(context, args),
    }
}

/// What stands before the names of the files beside a sheet.
fn folder(path: &std::path::Path) -> String {
    let named = path.display().to_string();
    let length = path.file_name().map_or(0, |name| name.to_string_lossy().len());
    named.get(..named.len().saturating_sub(length)).unwrap_or_default().to_owned()
}

fn load(path: &std::path::Path) -> Result<WrittenSheet, Stop> {
    WrittenSheet::load(path).map_err(|faults| bad(&faults, &folder(path)))
}

/// Faults of a file as those of every other input.
fn bad(faults: &SheetFaults, folder: &str) -> Stop {
    let complaint = |fault: &arriero::tariff::SheetFault| {
        let mut complaint =
            Complaint::of_file(format!("{folder}{}", fault.file), fault.message.clone());
        if fault.line > 0 {
            (complaint.line, complaint.column) = (Some(fault.line), Some(fault.column));
        }
        complaint
    };
    match Complaints::of(faults.iter().map(complaint).collect()) {
        Some(complaints) => Stop::Input(complaints),
        None => Stop::input("sheet", faults.to_string()),
    }
}

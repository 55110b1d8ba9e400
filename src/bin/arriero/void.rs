//! `void LABEL`: takes a label back.

use std::path::Path;

use arriero::document::{Receipt, VoidDocument};
use arriero::input::Text;
use arriero::model::{Handle, VoidOutcome, VoidRequest};

use crate::answer::Answer;
use crate::args::VoidArgs;
use crate::context::Context;
use crate::stop::Stop;
use crate::words::plain;
use arriero::store::safe_name;

pub(crate) async fn run(context: &Context, args: &VoidArgs) -> Result<Answer, Stop> {
    let handle = handle(context, &args.label)?;
    let carriers = context.carriers()?;
    let Some(carrier) = carriers.get(handle.carrier().as_str()) else {
        let message =
            format!("is of {}, which is none of the carriers that are asked", handle.carrier());
        return Err(Stop::input(&args.label, message));
    };
    let outcome = carrier.void_label(&VoidRequest::new(handle)).await?;
    let (words, exit) = match &outcome {
        VoidOutcome::Voided { already: false } => ("The label is void.".to_owned(), 0),
        VoidOutcome::Voided { already: true } => ("The label was void already.".to_owned(), 0),
        VoidOutcome::Pending { ticket, .. } => {
            let case = ticket.as_ref().map(|ticket| format!(", case {}", plain(ticket)));
            (format!("The carrier decides later{}.", case.unwrap_or_default()), 0)
        }
        VoidOutcome::Refused { code, text } => {
            (format!("Refused, the label stands and is paid: {}: {}", plain(code), plain(text)), 1)
        }
        _ => ("Some parcels are void, others are not; --json tells which.".to_owned(), 1),
    };
    let document = VoidDocument::new(carrier.id(), outcome);
    Ok(Answer::new(&document, words + "\n").remark(context.sandbox_remark()).exit(exit))
}

/// The handle of a label: from its receipt, as it is written, or from the receipt of a number in the folder of `--out`.
fn handle(context: &Context, label: &str) -> Result<Handle, Stop> {
    let beside = context.out().join(format!("{}.json", safe_name(label)));
    for path in [Path::new(label), &beside] {
        if path.is_file() {
            return Ok(Receipt::read(&Text::open(path)?)?.handle().clone());
        }
    }
    label.parse().map_err(|_| {
        let message = format!(
            "is neither a file nor a handle, and {} is not there; give the .json file that was written beside the label",
            beside.display()
        );
        Stop::input(label, message)
    })
}

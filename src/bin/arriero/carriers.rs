//! `carriers`: who is asked, and what each can do.

use arriero::carrier::{Capabilities, VoidUnit};
use arriero::document::CarriersDocument;

use crate::answer::Answer;
use crate::context::Context;
use crate::stop::Stop;
use crate::words::Table;

pub(crate) fn run(context: &Context) -> Result<Answer, Stop> {
    let document = CarriersDocument::from(&context.carriers()?);
    let mut table =
        Table::new(["carrier", "rates", "label", "tracking", "return", "void", "formats"]);
    for entry in &document.carriers {
        let Capabilities { rates, buy_label, track, return_label, void, formats, .. } =
            &entry.capabilities;
        let yes = |can: bool| if can { "yes" } else { "-" }.to_owned();
        let void = match void {
            VoidUnit::None => "-",
            VoidUnit::Shipment => "shipment",
            VoidUnit::Parcel => "parcel",
            VoidUnit::Both => "shipment, parcel",
        };
        let formats: Vec<_> = formats.iter().map(|format| format.extension()).collect();
        table.row(
            None,
            [
                entry.id.to_string(),
                yes(*rates),
                yes(*buy_label),
                yes(*track),
                yes(*return_label),
                void.to_owned(),
                formats.join(" "),
            ],
        );
    }
    Ok(Answer::new(&document, table.lines()).remark(context.sandbox_remark()))
}

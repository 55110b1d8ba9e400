//! `batch FILE.csv`: chooses for every row, on all cores, in bounded memory. Each row comes out, in its place: chosen, or with
//! the reason why not.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::time::Instant;

use arriero::carrier::Carriers;
use arriero::document::{BatchDocument, ShipmentRows};
use arriero::input::Text;
use arriero::model::OffsetDateTime;
use arriero::quote::Deadlines;
use csv::StringRecord;
use indicatif::{ProgressBar, ProgressStyle};
use tokio::task::JoinHandle;

use crate::answer::Answer;
use crate::args::BatchArgs;
use crate::choice::choose;
use crate::context::Context;
use crate::stop::Stop;

mod outcome;
mod sink;
mod table;

use outcome::Line;
use sink::Sink;
use table::Rows;

/// How many rows are under way at once: enough for every core, few enough to hold.
const UNDER_WAY: usize = 256;

pub(crate) async fn run(context: &Context, args: &BatchArgs) -> Result<Answer, Stop> {
    let shared = args.defaults.as_deref().map(Text::open).transpose()?;
    let file = args.rows.display().to_string();
    let total = table::check(&args.rows)?;
    let mut rows = Rows::open(&args.rows)?;
    let reader = ShipmentRows::new(&file, rows.header().iter(), shared.as_ref())?;
    let desk = Arc::new(Desk {
        carriers: context.carriers()?,
        reader,
        now: context.now(),
        deadlines: context.deadlines(),
    });
    let mut sink = Sink::open(args.to.as_deref())?;

    let started = Instant::now();
    let bar = progress(total);
    let mut summary = BatchDocument::default();
    let mut under_way = VecDeque::with_capacity(UNDER_WAY);
    let mut more = true;
    while more || !under_way.is_empty() {
        if more && under_way.len() < UNDER_WAY {
            match rows.next()? {
                Some(row) => under_way.push_back(desk.start(row)),
                None => more = false,
            }
            continue;
        }
        let Some(task) = under_way.pop_front() else { break };
        let line = task.await.map_err(|error| Stop::System(io::Error::other(error)))?;
        line.count(&mut summary);
        if sink.write(&line).map_err(Stop::System)?.is_break() {
            return Ok(Answer::text(""));
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    sink.finish().map_err(Stop::System)?;
    let words = outcome::summary(&summary, started.elapsed());
    let words = format!("{words}{}", context.sandbox_remark());
    Ok(Answer::new(&summary, "").remark(words))
}

/// What every row needs.
#[derive(Debug)]
struct Desk {
    carriers: Carriers,
    reader: ShipmentRows,
    now: OffsetDateTime,
    deadlines: Deadlines,
}

impl Desk {
    fn start(self: &Arc<Self>, (line, row): (u64, StringRecord)) -> JoinHandle<Line> {
        let desk = Arc::clone(self);
        tokio::spawn(async move {
            let cells: Vec<_> = row.iter().collect();
            let id = desk.reader.id(&cells).unwrap_or_default().to_owned();
            let outcome = match desk.reader.read(&cells) {
                Err(faults) => Err(faults),
                Ok(document) => choose(&desk.carriers, &document, desk.now, &desk.deadlines)
                    .await
                    .map(|choice| choice.selection)
                    .map_err(|faults| faults.iter().map(ToString::to_string).collect()),
            };
            Line::new(line, id, outcome)
        })
    }
}

/// A bar on standard error; nothing where that is no terminal.
fn progress(total: u64) -> ProgressBar {
    let bar = ProgressBar::new(total);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} rows, {eta} left") {
        bar.set_style(style);
    }
    bar
}

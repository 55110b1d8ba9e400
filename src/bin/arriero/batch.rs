//! `batch FILE.csv`: chooses for every row. Shows how far it is, and what came of it.

use std::fmt::Write as _;
use std::io::{self, BufWriter, IsTerminal as _};
use std::num::NonZeroUsize;
use std::path::Path;
use std::time::{Duration, Instant};

use arriero::batch::{Batch, BatchError, Fingerprint, Output, Progress, RowFormat};
use arriero::carrier::Config;
use arriero::document::{BatchCarrier, BatchDocument};
use arriero::input::Text;
use arriero::model::Money;
use indicatif::{ProgressBar, ProgressStyle};

use crate::answer::Answer;
use crate::args::BatchArgs;
use crate::context::Context;
use crate::stop::Stop;
use crate::words::count;

pub(crate) fn run(context: &Context, args: &BatchArgs) -> Result<Answer, Stop> {
    let mut batch = Batch::new(context.carriers()?)
        .deadlines(context.deadlines())
        .requests_in_flight(args.in_flight)
        .workers(args.workers.unwrap_or_else(cores))
        .format(if args.jsonl { RowFormat::JsonLines } else { RowFormat::Csv });
    if let Some(now) = context.given_now() {
        batch = batch.at(now);
    }
    if let Some(file) = &args.defaults {
        batch = batch.defaults(Text::open(file)?).spare(file);
    }
    if let Some(config) = context.config() {
        batch = with_settings(batch, config)?;
    }
    let mut out = BufWriter::new(io::stdout());
    let to = match &args.to {
        Some(path) if args.restart => Output::file_anew(path),
        Some(path) => Output::file(path),
        None => Output::Stream(&mut out),
    };
    let mut shown = Shown::new();
    let ran =
        tokio::task::block_in_place(|| batch.run(&args.rows, to, |progress| shown.show(progress)));
    shown.end();
    let answered = match ran {
        Ok(answered) => answered,
        Err(error) if error.is_closed_pipe() => return Ok(Answer::text("")),
        Err(error) => return Err(stop(error)),
    };
    let words = format!("{}{}", summary(&answered), context.sandbox_remark());
    Ok(Answer::new(&answered, "").remark(words))
}

/// A run that goes on must have the same configuration and the same sheets; and none of them is written over.
fn with_settings(mut batch: Batch, config: &Path) -> Result<Batch, Stop> {
    let mut settings = Fingerprint::new();
    settings.add_file(config).map_err(Stop::System)?;
    for mut table in Config::open(config)?.into_tables() {
        if let Some(sheet) = table.path("sheet") {
            settings.add_sheet(&sheet);
            batch = batch.spare(sheet);
        }
    }
    Ok(batch.settings(settings).spare(config))
}

fn cores() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

fn stop(error: BatchError) -> Stop {
    match error {
        BatchError::Refused(complaints) => Stop::Input(complaints),
        BatchError::Unwritable { file: Some(_), .. } => Stop::System(io::Error::other(format!(
            "{error}; make room, and run the same again: it goes on where it stopped"
        ))),
        error => Stop::System(io::Error::other(error.to_string())),
    }
}

/// A bar on a terminal; else a line on standard error now and then.
struct Shown {
    bar: Option<ProgressBar>,
    next: Instant,
}

/// How often a line is written where there is no terminal.
const LINE_EVERY: Duration = Duration::from_secs(10);

impl Shown {
    fn new() -> Self {
        let bar = io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::new(0);
            if let Ok(style) = ProgressStyle::with_template("{bar:40} {msg}") {
                bar.set_style(style);
            }
            bar
        });
        Self { bar, next: Instant::now() + LINE_EVERY }
    }

    fn show(&mut self, progress: &Progress) {
        if let Some(bar) = &self.bar {
            if self.next.saturating_duration_since(Instant::now()) < LINE_EVERY {
                bar.set_length(progress.of_bytes);
                bar.set_position(progress.bytes);
                bar.set_message(words(progress));
            }
        } else if Instant::now() >= self.next {
            self.next = Instant::now() + LINE_EVERY;
            eprintln!("{} %: {}", progress.percent(), words(progress));
        }
    }

    fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn words(progress: &Progress) -> String {
    let left = progress.left().map_or(0, |left| left.as_secs());
    let rate = progress.rows_per_second();
    format!("{} rows, {rate} rows/s, {}:{:02} left", progress.rows, left / 60, left % 60)
}

/// All rows, in words.
fn summary(summary: &BatchDocument) -> String {
    let number = |rows: u64| i64::try_from(rows).unwrap_or(i64::MAX);
    let totals =
        |totals: &[Money]| totals.iter().map(ToString::to_string).collect::<Vec<_>>().join(" + ");
    let mut words = format!(
        "{}: {} chosen, {} where no rate qualifies, {} without a rate, {} refused\n",
        count(number(summary.rows), "row"),
        summary.chosen,
        summary.none_qualifies,
        summary.no_rates,
        summary.refused
    );
    for BatchCarrier { carrier, rows, totals: of_carrier, .. } in &summary.carriers {
        let _ = writeln!(words, "  {carrier}: {rows}, {}", totals(of_carrier));
    }
    if summary.carriers.len() > 1 {
        let _ = writeln!(words, "  together: {}", totals(&summary.totals));
    }
    if summary.resumed > 0 {
        let rows = count(number(summary.resumed), "row");
        let _ = writeln!(words, "  {rows} of an earlier run kept");
    }
    let _ =
        writeln!(words, "  {} ms, {} rows per second", summary.elapsed_ms, summary.rows_per_second);
    words
}

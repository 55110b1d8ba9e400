//! `completions SHELL`: what a shell needs to complete the command line.

use clap::CommandFactory as _;

use crate::answer::Answer;
use crate::args::{Args, CompletionsArgs};
use crate::stop::Stop;

#[expect(clippy::unnecessary_wraps, reason = "every command has this shape")]
pub(crate) fn run(args: &CompletionsArgs) -> Result<Answer, Stop> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "arriero", &mut script);
    Ok(Answer::text(String::from_utf8_lossy(&script)))
}

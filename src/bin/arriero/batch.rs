//! `batch`.
use crate::{answer::Answer, args::BatchArgs, context::Context, stop::Stop};
pub(crate) async fn run(_: &Context, _: &BatchArgs) -> Result<Answer, Stop> { Ok(Answer::text("")) }

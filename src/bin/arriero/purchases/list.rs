//! `purchases list`: what was bought, the newest first.

use arriero::document::PurchasesDocument;
use arriero::store::{Filter, State};

use super::lines::lines;
use crate::answer::Answer;
use crate::args::ListArgs;
use crate::context::Context;
use crate::stop::Stop;
use crate::till::Till;

pub(crate) async fn run(context: &Context, args: &ListArgs) -> Result<Answer, Stop> {
    let till = Till::reading(context).await?;
    let mut filter = Filter::default();
    filter.state = args.unknown.then_some(State::Unknown);
    filter.work = args.work;
    filter.order.clone_from(&args.order);
    filter.most = (!args.all).then_some(args.limit.get());
    let purchases = match till.journal() {
        Some(journal) => journal.list(&filter).await.map_err(|error| Stop::store(&error))?,
        None => Vec::new(),
    };
    let words = if purchases.is_empty() {
        match (args.unknown, args.work, &args.order) {
            (false, false, None) => "Nothing was bought yet.\n",
            _ => "No purchase is like that.\n",
        }
        .to_owned()
    } else {
        lines(&purchases)
    };
    let shown = u32::try_from(purchases.len()).unwrap_or(u32::MAX);
    let cut = filter.most.is_some_and(|most| shown >= most);
    let remark = if cut { "The newest of them; --limit N or --all shows more.\n" } else { "" };
    Ok(Answer::new(&PurchasesDocument::new(purchases), words)
        .remark(remark)
        .remark(context.sandbox_purchases_remark()))
}

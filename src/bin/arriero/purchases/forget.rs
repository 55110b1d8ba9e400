//! `purchases forget ORDER`: removes names, addresses and papers of an order.

use arriero::document::ForgetDocument;

use crate::answer::Answer;
use crate::args::ForgetArgs;
use crate::context::Context;
use crate::stop::Stop;
use crate::till::Till;
use crate::words::{count, quoted};

pub(crate) async fn run(context: &Context, args: &ForgetArgs) -> Result<Answer, Stop> {
    let till = Till::reading(context).await?;
    let forgotten = match till.journal() {
        Some(journal) => journal.forget(&args.order).await.map_err(|error| Stop::store(&error))?,
        None => 0,
    };
    let order = quoted(&args.order);
    let words = if forgotten == 0 {
        format!("The journal has no purchase of the order {order}.\n")
    } else {
        let purchases = count(i64::from(forgotten), "purchase");
        format!(
            "{purchases} of the order {order}: names, addresses and papers are removed, money and numbers stay.\n\
             Files that were written beside labels are yours to remove.\n"
        )
    };
    Ok(Answer::new(&ForgetDocument::new(&args.order, forgotten), words))
}

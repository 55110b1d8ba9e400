//! `carriers check`: what is configured, whether each carrier knows us, and what works then.

use std::fmt::Write as _;

use arriero::carrier::{
    AccountCheck, Capabilities, Carrier, Error, ErrorKind, Operation, PurchaseSafety, Result,
};
use arriero::document::{AccountEntry, AccountsDocument};

use crate::answer::Answer;
use crate::args::CheckCarriersArgs;
use crate::context::Context;
use crate::stop::Stop;
use crate::words::plain;

pub(crate) async fn run(
    context: &Context,
    args: &CheckCarriersArgs,
) -> std::result::Result<Answer, Stop> {
    let carriers = context.carriers_of(&args.named)?;
    let mut configured = context.configured()?;
    let mut accounts = Vec::new();
    for carrier in &carriers {
        let said = ask(context, &**carrier).await;
        let fields = configured.remove(&carrier.id()).unwrap_or_default();
        accounts.push(AccountEntry::new(&**carrier, fields, &said));
    }
    let failed = accounts.iter().any(|account| account.failure.is_some());
    let words: String = accounts.iter().map(words).collect();
    let answer = Answer::new(&AccountsDocument::new(accounts), words);
    let answer = answer.remark(context.sandbox_remark());
    Ok(if failed { answer.exit(1) } else { answer })
}

/// Waits as long as for any other answer.
async fn ask(context: &Context, carrier: &dyn Carrier) -> Result<AccountCheck> {
    let asked = tokio::time::timeout(context.deadline(), carrier.check_account());
    asked.await.unwrap_or_else(|_| {
        let kind = ErrorKind::TimedOut { sent: true };
        Err(Error::new(carrier.id(), Operation::CheckAccount, kind))
    })
}

fn words(entry: &AccountEntry) -> String {
    let verdict = match (&entry.failure, entry.account) {
        (Some(failure), _) => plain(&failure.message),
        (None, Some(AccountCheck::Accepted)) => "it knows us".to_owned(),
        (None, _) => "nothing had to be asked".to_owned(),
    };
    let mut words = format!("{}: {verdict}\n", entry.carrier.id);
    if !entry.configured.is_empty() {
        let _ = writeln!(words, "  configured    {}", plain(&entry.configured.join(", ")));
    }
    let _ = writeln!(words, "  can           {}", abilities(&entry.carrier.capabilities));
    let _ = writeln!(words, "  lost answers  {}", settled(entry.carrier.label_safety));
    words
}

fn abilities(can: &Capabilities) -> String {
    let named = [
        (Operation::Rates, "rates"),
        (Operation::BuyLabel, "label"),
        (Operation::Track, "tracking"),
        (Operation::ReturnLabel, "return"),
        (Operation::Documents, "papers again"),
        (Operation::Void, "void"),
        (Operation::FindPurchase, "look-up"),
        (Operation::ServicePoints, "service points"),
        (Operation::CheckAddress, "address check"),
        (Operation::BookPickup, "pickup"),
        (Operation::Manifest, "end of day"),
    ];
    let can: Vec<_> = named
        .iter()
        .filter(|(operation, _)| can.includes(*operation))
        .map(|(_, word)| *word)
        .collect();
    can.join(", ")
}

/// What becomes of a label whose answer is lost.
const fn settled(safety: PurchaseSafety) -> &'static str {
    match safety {
        PurchaseSafety::Dedups { .. } => {
            "of a label: sent again with the same key, which is sold once"
        }
        PurchaseSafety::Findable { .. } => "of a label: looked for by our reference",
        _ => "of a label: a person has to look",
    }
}

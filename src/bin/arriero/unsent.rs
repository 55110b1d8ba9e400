//! Why nothing was sent, each reason with its own code and what would help; and what could not be noted half way.

use arriero::carrier::{ErrorKind, Failure};
use arriero::document::{PricesDocument, PurchaseFailure};
use arriero::model::CarrierId;
use arriero::purchase::{BuyError, PriceChange};

use crate::came_of_it::{certainly_unknown, own};
use crate::stop::Stop;
use crate::words::{quoted, shell};

/// Why nothing was sent; of several labels, that one may have been.
pub(crate) fn unsent(key: &str, carrier: &CarrierId, error: BuyError, same: &str) -> Stop {
    let stop = |failure: Failure, advice: &str| Stop::Purchase {
        document: Box::new(PurchaseFailure::new(key, None, failure)),
        advice: advice.to_owned(),
    };
    let message = error.to_string();
    let refused = |code: &str, message: String| {
        let kind = ErrorKind::Refused { code: String::new(), message: String::new() };
        own(carrier, code, message, kind)
    };
    match error {
        BuyError::NotPrepared(error) => stop(Failure::from(&error), "Nothing was sent.\n"),
        BuyError::NoCarrier(_) => Stop::input("--carrier", message),
        BuyError::AnotherRequest(_) => Stop::input("--key", message),
        BuyError::PriceChanged(changed) => {
            let message = format!(
                "the price that was chosen was {}, and it is {} now: {}",
                changed.chosen, changed.now, changed.why
            );
            let mut document = PurchaseFailure::new(key, None, refused("price_changed", message));
            document.prices = Some(PricesDocument::from(&*changed));
            let mut advice =
                "Nothing was bought. Run it again to choose by the prices of now".to_owned();
            if changed.why == PriceChange::Dearer {
                advice.push_str(", or let the price rise further with --tolerance PERCENT");
            }
            Stop::Purchase { document: Box::new(document), advice: advice + ".\n" }
        }
        BuyError::ServiceGone { carrier: of, service, why } => {
            let why = why.map(|why| format!(": {why}")).unwrap_or_default();
            let message = format!("{of} does not offer {} any more{why}", service.name);
            stop(
                refused("service_gone", message),
                "Nothing was bought. Run it again to choose among what is offered now.\n",
            )
        }
        BuyError::NotQuoted(failure) => {
            let message = format!("the price could not be asked again: {}", failure.message);
            let mut failure = *failure;
            (failure.code, failure.message) = (Some("not_quoted".to_owned()), message);
            // Asking for a price buys nothing.
            failure.outcome_unknown = false;
            let advice = format!("Nothing was bought; try again with --key {}.\n", shell(key));
            stop(failure, &advice)
        }
        BuyError::OverLimit { .. } => stop(
            refused("over_limit", message),
            "Nothing was bought. It can be when the limit is raised, or when what was spent is too long ago to count.\n",
        ),
        BuyError::CostUnknown => stop(
            refused("cost_unknown", message),
            "Nothing was bought. Choose a rate that tells its price, or set a limit in its currency.\n",
        ),
        BuyError::Store(_) => {
            let kind = ErrorKind::Unavailable { sent: false, status: None };
            stop(own(carrier, "journal", message, kind), "Nothing was sent.\n")
        }
        BuyError::HalfWay(_) => {
            let kind = ErrorKind::Unavailable { sent: true, status: None };
            let failure = certainly_unknown(own(carrier, "journal", message, kind));
            let advice = format!(
                "Labels may be bought. Do not buy again under another key than {}: that may pay twice.\n\
                 Next, when the journal can be written: arriero purchases recover{same}\n",
                quoted(key)
            );
            stop(failure, &advice)
        }
        _ => stop(refused("not_sent", message), "Nothing was sent.\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arriero::store::{Limit, StoreError};
    use std::time::Duration;

    fn told(error: BuyError) -> (Failure, String, u8) {
        let stop = unsent("order 7", &"sierra".parse().unwrap(), error, "");
        let exit = stop.exit();
        let Stop::Purchase { document, advice } = stop else { panic!("{stop:?}") };
        (document.failure, advice, exit)
    }

    #[test]
    fn a_limit_says_what_it_is_what_is_spent_and_what_would_help() {
        let money = |text: &str| text.parse().unwrap();
        let limit = Box::new(Limit::within(Duration::from_hours(1), money("20.00 EUR")));
        let (cost, spent) = (money("5.95 EUR"), money("17.85 EUR"));
        let (failure, advice, exit) = told(BuyError::OverLimit { cost, limit, spent });
        assert_eq!((failure.code.as_deref(), exit), (Some("over_limit"), 1));
        assert_eq!(
            failure.message,
            "5.95 EUR would pass the limit of 20.00 EUR, of which 17.85 EUR is spent"
        );
        assert!(advice.starts_with("Nothing was bought. "), "{advice}");
        let (failure, advice, exit) = told(BuyError::CostUnknown);
        assert_eq!((failure.code.as_deref(), exit), (Some("cost_unknown"), 1));
        assert!(advice.starts_with("Nothing was bought. "), "{advice}");
    }

    #[test]
    fn a_journal_that_fails_half_way_leaves_with_three_and_one_that_fails_before_with_one() {
        let (failure, advice, exit) = told(BuyError::HalfWay(StoreError::Busy));
        assert_eq!((failure.code.as_deref(), exit), (Some("journal"), 3));
        assert!(advice.contains("Do not buy again under another key than \"order 7\""), "{advice}");
        let (failure, advice, exit) = told(BuyError::Store(StoreError::Busy));
        assert_eq!((failure.code.as_deref(), exit), (Some("journal"), 1));
        assert_eq!(advice, "Nothing was sent.\n");
    }
}

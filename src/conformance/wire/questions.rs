//! The cases about what is asked: beyond a limit, in units that no carrier counts in. Those about answers are in `scenes`.

use super::ask::{Ask, Told};
use super::figure::Figure;
use super::judge::{kind, told_of};
use super::report::{Check, Finding};
use super::row::{Part, Tempo};
use super::scenes::{Found, House};
use super::stage::Plot;
use crate::carrier::FailureKind;
use crate::model::{Dimensions, Length, Weight};

impl House {
    /// A question beyond a limit.
    pub(super) async fn beyond(&self, part: &Part, ask: &Ask, word: &str) -> Found {
        let stage = match self.stage((ask, &part.good), Plot::default(), Tempo::Patient).await {
            Ok(stage) => stage,
            Err(found) => return found,
        };
        let played = stage.play().await;
        let mut bench = self.bench(&stage, part, format!("beyond {word:?}"));
        if stage.requests() > 0 {
            let seen = format!("{} requests were sent", stage.requests());
            bench.find(Check::Limits, seen, "it is refused before anything is sent");
        }
        match &played.outcome {
            Ok(_) => bench.find(Check::Limits, "an answer", "an invalid request"),
            Err(error) => {
                bench.error(error);
                if kind(error) != FailureKind::InvalidRequest || !error.to_string().contains(word) {
                    bench.find(
                        Check::Limits,
                        told_of(error),
                        format!("an invalid request: {word}"),
                    );
                }
            }
        }
        bench.findings
    }

    /// Weights and sides that no carrier counts in.
    pub(super) async fn measures(&self, part: &Part, ask: &Ask, figures: &[Figure]) -> Found {
        let (mut found, mut sent) = (Vec::new(), 0);
        for (weight, side) in odd_measures() {
            let Some(ask) = ask.with_parcel(weight, Some(Dimensions::new(side, side, side))) else {
                continue;
            };
            let stage = match self.stage((&ask, &part.good), Plot::default(), Tempo::Patient).await
            {
                Ok(stage) => stage,
                Err(why) => return why,
            };
            let played = stage.play().await;
            let mut bench = self.bench(&stage, part, format!("{weight}, {side}"));
            if let Some((_, request)) = played.sent.first() {
                sent += 1;
                for figure in figures {
                    if let Some((seen, expected)) = figure.fault(request, weight, side) {
                        bench.find(Check::Measures, seen, expected);
                    }
                }
            }
            found.append(&mut bench.findings);
            if sent == 0 && matches!(&played.outcome, Ok(Told::Rates(_))) {
                break;
            }
        }
        if sent == 0 {
            let (check, operation) = (Check::Row, Some(part.ask.operation()));
            let (seen, expected) =
                ("nothing was sent".to_owned(), "a question that is sent".to_owned());
            found.push(Finding {
                check,
                operation,
                case: "weights and sides".into(),
                seen,
                expected,
            });
        }
        found
    }
}

/// What is not sent where it does not fit: a side of 33.7 cm is long for a letter, 0.4 oz is light for a pallet.
fn odd_measures() -> Vec<(Weight, Length)> {
    [("13 oz", "33.7 cm"), ("0.4 oz", "33.7 cm"), ("1.0001 kg", "13.3 in"), ("2.5 lb", "20 cm")]
        .into_iter()
        .filter_map(|(weight, side)| Some((weight.parse().ok()?, side.parse().ok()?)))
        .collect()
}

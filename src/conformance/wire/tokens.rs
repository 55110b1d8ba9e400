//! The cases about tokens: refused once, never given, wanted by many. Those about answers are in `scenes`.

use std::sync::Arc;

use tokio::task::JoinSet;

use super::judge::{kind, told_of};
use super::report::Check;
use super::row::{Part, Tempo};
use super::scenes::{Found, House};
use super::script::Canned;
use super::stage::Plot;
use super::trouble::Made;
use crate::carrier::FailureKind;
use crate::http::loopback::Reply;

/// Why there is no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoToken {
    /// We are not known.
    Refused,
    /// Its endpoint is broken.
    Broken,
    /// Its endpoint says nothing.
    Silent,
}

impl NoToken {
    pub(super) const ALL: [Self; 3] = [Self::Refused, Self::Broken, Self::Silent];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Refused => "no token",
            Self::Broken => "a broken token endpoint",
            Self::Silent => "a silent token endpoint",
        }
    }

    /// What it has to be called.
    const fn kind(self) -> FailureKind {
        match self {
            Self::Refused => FailureKind::Credentials,
            Self::Broken => FailureKind::Unavailable,
            Self::Silent => FailureKind::TimedOut,
        }
    }

    fn reply(self) -> Reply {
        match self {
            Self::Refused => Canned::json(401, r#"{"error":"invalid_client"}"#).reply(),
            Self::Broken => Canned::empty(503).reply(),
            Self::Silent => Reply::nothing().hang(),
        }
    }
}

impl House {
    /// A 401 and then a good answer: one new token; of a purchase nothing is sent again, and the next one has a new token.
    pub(super) async fn renewed(&self, part: &Part) -> Found {
        let plot = Plot::step(part.good.spending(), |good, nth, _| match nth {
            0 => Canned::json(401, r#"{"fault":"expired"}"#).reply(),
            _ => good.reply(),
        });
        let mut stage = match self.stage((&part.ask, &part.good), plot, Tempo::Patient).await {
            Ok(stage) => stage,
            Err(found) => return found,
        };
        let cold = part.ask.needs().is_none();
        let played = stage.play().await;
        let mut findings = Vec::new();
        let spends = part.ask.operation().spends_money();
        let outcome = if spends {
            let mut bench = self.bench(&stage, part, "401 once");
            match &played.outcome {
                Err(error) => bench.outcome(Made::No, error),
                Ok(_) => bench.find(
                    Check::SentOnce,
                    "it was sent again",
                    "a 401 to a purchase is a \"no\"",
                ),
            }
            findings.append(&mut bench.findings);
            stage.another();
            stage.play().await.outcome
        } else {
            played.outcome
        };
        let mut bench = self.bench(&stage, part, "401 once, then a good answer");
        if let Err(error) = &outcome {
            bench.find(Check::Token, told_of(error), "an answer with a new token");
        }
        let (tokens, wanted) = (stage.tokens(), 1 + usize::from(cold));
        if tokens != wanted {
            bench.find(Check::Token, format!("{tokens} tokens were asked for"), wanted.to_string());
        }
        findings.append(&mut bench.findings);
        findings
    }

    /// No token can be had: nothing was sent.
    pub(super) async fn without_token(&self, part: &Part, why: NoToken) -> Found {
        let (case, wanted) = (why.name(), why.kind());
        let tempo = if why == NoToken::Silent { Tempo::Short } else { Tempo::Patient };
        let plot = Plot::token(move |_, _, _| why.reply());
        let stage = match self.stage((&part.ask, &part.good), plot, tempo).await {
            Ok(stage) => stage,
            Err(found) => return found,
        };
        let played = stage.play().await;
        let mut bench = self.bench(&stage, part, case);
        if !played.sent.is_empty() {
            bench.find(Check::Token, "it was sent without a token", "nothing is sent");
        }
        match &played.outcome {
            Ok(_) => bench.find(Check::Token, "an answer", format!("{wanted:?}")),
            Err(error) => {
                bench.error(error);
                if kind(error) != wanted {
                    bench.find(Check::Token, told_of(error), format!("{wanted:?}"));
                }
                bench.outcome(Made::No, error);
            }
        }
        bench.findings
    }

    /// Eight ask at once and nobody has a token.
    pub(super) async fn crowd(&self, part: &Part) -> Found {
        let stage = match self.stage((&part.ask, &part.good), Plot::default(), Tempo::Patient).await
        {
            Ok(stage) => stage,
            Err(found) => return found,
        };
        let (stage, mut crowd) = (Arc::new(stage), JoinSet::new());
        for _ in 0..8 {
            let stage = Arc::clone(&stage);
            crowd.spawn(async move { stage.play().await });
        }
        crowd.join_all().await;
        let (tokens, mut bench) = (stage.tokens(), self.bench(&stage, part, "eight at once"));
        if tokens != 1 {
            bench.find(Check::Token, format!("{tokens} tokens were asked for"), "1");
        }
        bench.findings
    }
}

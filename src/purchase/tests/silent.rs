//! A carrier that never answers, whose adapter has no deadline of its own. The tests' clock jumps to the next deadline where nothing
//! else is left to do.

use super::*;
use crate::carrier::{Capabilities, Failure, FailureKind, FindRequest, Found, Prepared};
use crate::model::{CarrierId, Document, DocumentRequest};

/// A shop with the usual patience, which does not pause.
async fn patient(safety: PurchaseSafety) -> Shop {
    let mut shop = Shop::of(safety).await;
    let settings = Settings { pause: Duration::ZERO, ..Settings::default() };
    shop.journal = shop.journal.clone().with_settings(settings);
    shop
}

fn is_unknown(outcome: &Outcome) -> bool {
    let late = |why: &Failure| why.kind == FailureKind::TimedOut;
    matches!(outcome, Outcome::Unknown { why: Some(why), wanted: None } if late(why))
}

async fn state(shop: &Shop) -> Outcome {
    shop.journal.look("order 7").await.unwrap().unwrap().outcome
}

/// One step for what is due, which is counted in real time.
async fn one_step(shop: &Shop) {
    let mut record = shop.journal.store.record("order 7").await.unwrap().unwrap();
    record.due = None;
    settle::step(&shop.journal, record).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_send_that_is_never_answered_is_unknown() {
    let shop = patient(FINDABLE).await;
    shop.mock.script(Operation::BuyLabel, Answer::Hang);
    assert!(is_unknown(&shop.buy("order 7").await));
}

#[tokio::test(start_paused = true)]
async fn a_look_up_that_is_never_answered_has_failed_and_is_not_an_empty_one() {
    let shop = patient(FINDABLE).await;
    shop.mock.script(Operation::BuyLabel, Answer::LostBeforeCommit);
    shop.mock.always(Operation::FindPurchase, Answer::Hang);
    shop.buy("order 7").await;
    for _ in 0..4 {
        one_step(&shop).await;
    }
    assert_eq!(shop.mock.calls(Operation::FindPurchase), 4);
    assert!(is_unknown(&state(&shop).await));
    let record = shop.journal.store.record("order 7").await.unwrap().unwrap();
    let body = body::Body::read(&record.body).unwrap();
    assert_eq!((body.not_found, body.stumbles), (0, 4));
}

/// Shows what it sold without its paper, and never sends that.
#[derive(Debug)]
struct Paperless(MockCarrier);

#[async_trait::async_trait]
impl crate::carrier::Carrier for Paperless {
    fn id(&self) -> CarrierId {
        self.0.id()
    }

    fn capabilities(&self) -> Capabilities {
        self.0.capabilities()
    }

    fn purchase_safety(&self, kind: PurchaseKind) -> PurchaseSafety {
        self.0.purchase_safety(kind)
    }

    fn prepare_label(
        &self,
        request: LabelRequest,
    ) -> crate::carrier::Result<Prepared<LabelRequest>> {
        self.0.prepare_label(request)
    }

    async fn buy_label(&self, prepared: &Prepared<LabelRequest>) -> crate::carrier::Result<Label> {
        self.0.buy_label(prepared).await
    }

    async fn find_purchase(&self, request: &FindRequest<'_>) -> crate::carrier::Result<Vec<Found>> {
        let mut all = self.0.find_purchase(request).await?;
        for found in &mut all {
            found.label.documents.clear();
        }
        Ok(all)
    }

    async fn documents(&self, _: &DocumentRequest) -> crate::carrier::Result<Vec<Document>> {
        std::future::pending().await
    }
}

#[tokio::test(start_paused = true)]
async fn a_label_that_was_found_is_bought_although_its_paper_is_never_sent() {
    let mut shop = patient(FINDABLE).await;
    let carriers = Carriers::new().with(Paperless(shop.mock.clone())).unwrap();
    shop.journal = Journal { carriers: Arc::new(carriers), ..shop.journal.clone() };
    shop.mock.script(Operation::BuyLabel, Answer::LostAfterCommit);
    shop.buy("order 7").await;
    one_step(&shop).await;
    assert!(made(state(&shop).await).documents.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_second_send_that_is_never_answered_leaves_it_unknown() {
    let shop = patient(REPLAYS).await;
    shop.mock.script(Operation::BuyLabel, Answer::LostAfterCommit);
    shop.buy("order 7").await;
    shop.mock.script(Operation::BuyLabel, Answer::Hang);
    one_step(&shop).await;
    assert!(is_unknown(&state(&shop).await));
    one_step(&shop).await;
    made(state(&shop).await);
    assert_eq!((shop.sold(), shop.mock.calls(Operation::BuyLabel)), (1, 3));
}

#[tokio::test(start_paused = true)]
async fn a_void_that_is_never_answered_is_unknown() {
    let shop = patient(FINDABLE).await;
    shop.buy("order 7").await;
    shop.mock.script(Operation::Void, Answer::Hang);
    let bought = shop.journal.void("order 7", &Voiding::all()).await.unwrap();
    assert!(!bought.voided);
    assert!(
        matches!(
            &bought.voids[..],
            [Void { answer: VoidAnswer::Unknown { wanted: None, .. }, .. }]
        ),
        "{:?}",
        bought.voids
    );
    assert!(shop.journal.void("order 7", &Voiding::all()).await.unwrap().voided);
}

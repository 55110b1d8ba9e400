//! `ship FILE`: asks, chooses, buys, and keeps the label with its receipt.

use std::sync::Arc;
use std::time::SystemTime;

use arriero::document::{PricesDocument, ShipDocument, ShipmentDocument};
use arriero::model::{CarrierId, LabelRequest, LabelSpec, Money, PurchaseKey, Rate, RateRequest};
use arriero::purchase::{Item, Purchase};
use arriero::select::Selection;
use arriero::store::{Folder, Instant};

use crate::answer::Answer;
use crate::args::{LabelFormat, PurposeArgs, ShipArgs};
use crate::choice::{Choice, choose};
use crate::context::Context;
use crate::papers::{self, Desk};
use crate::parcels;
use crate::selection_words;
use crate::stop::Stop;
use crate::till::{Labels, Till};
use crate::words::shipment;

pub(crate) async fn run(context: &Context, args: &ShipArgs) -> Result<Answer, Stop> {
    let document = ShipmentDocument::open(&args.shipment)?;
    let carriers = context.carriers()?;
    let folder = context.folder()?;
    let till = Till::open(context, carriers.clone()).await?.with_tolerance(args.tolerance);
    // What was decided under a key is not decided anew: no carrier is asked for prices.
    if let Some(before) = till.asked(args.purpose.key.as_deref()).await? {
        let wanted = Wanted::again(context, document, &before, args.label);
        return Box::pin(wanted.buy(context, &till, &folder, &args.purpose, "")).await;
    }
    let asked_at = Instant::from(SystemTime::now());
    let file = args.shipment.display().to_string();
    let Choice { request, selection } =
        choose(&carriers, &document, context.now(), &context.deadlines())
            .await
            .map_err(|faults| Stop::faults(&file, &faults))?;
    let words =
        format!("{}\n\n{}", shipment(&request.shipment), selection_words::selection(&selection));
    let Some(rate) = selection.chosen.clone() else {
        let answer = Answer::new(&selection, words);
        return Ok(answer.remark(context.sandbox_remark()).exit(1));
    };
    let label = unpriced(&document, &request, &rate.service.code, args.label);
    let (carrier, cost) = (rate.carrier.clone(), Some(rate.total));
    let rate = Some((rate, asked_at));
    let wanted = Wanted { document, carrier, label, selection: Some(selection), cost, rate };
    Box::pin(wanted.buy(context, &till, &folder, &args.purpose, &words)).await
}

/// What is bought where the service is named and no rate was chosen.
pub(crate) fn unpriced(
    document: &ShipmentDocument,
    request: &RateRequest,
    service: &str,
    format: LabelFormat,
) -> LabelRequest {
    let shipment = document.shipment();
    let mut label = LabelRequest::new(PurchaseKey::random(), shipment, service, request.ship_on);
    label.references.clone_from(&document.references);
    label.ready_at = request.ready_at;
    label.label = LabelSpec::of(format.into());
    label
}

/// What is about to be bought, and what its receipt tells beside it.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub(crate) document: ShipmentDocument,
    pub(crate) carrier: CarrierId,
    pub(crate) label: LabelRequest,
    pub(crate) selection: Option<Selection>,
    pub(crate) cost: Option<Money>,
    /// The rate that people saw, and when it was asked for; `None`: none was.
    pub(crate) rate: Option<(Arc<Rate>, Instant)>,
}

impl Wanted {
    /// The same as before under a key, of this document.
    fn again(
        context: &Context,
        document: ShipmentDocument,
        before: &Purchase,
        format: LabelFormat,
    ) -> Self {
        let service = match &before.item {
            Item::Label(decided) => decided.service.as_str(),
            _ => "",
        };
        let request = document.rate_request(context.now());
        let mut label = unpriced(&document, &request, service, format);
        if let Item::Label(decided) = &before.item {
            label.rate.clone_from(&decided.rate);
        }
        let carrier = before.carrier.clone();
        let (selection, rate) = (None, None);
        let mut wanted = Self { document, carrier, label, selection, cost: before.cost, rate };
        wanted.on_the_same_day(before);
        wanted
    }

    /// Where the document leaves the day to the moment of asking, the moment of the first asking counts.
    pub(crate) fn on_the_same_day(&mut self, before: &Purchase) {
        if let (Item::Label(first), None) = (&before.item, self.document.ship_on) {
            self.label.ship_on = first.ship_on;
            self.label.ready_at = self.document.ready_at.or(first.ready_at);
        }
    }

    /// Buys, once, and keeps what came of it.
    pub(crate) async fn buy(
        self,
        context: &Context,
        till: &Till,
        folder: &Folder,
        purpose: &PurposeArgs,
        said_before: &str,
    ) -> Result<Answer, Stop> {
        let Self { document, carrier, label, selection, cost, rate } = self;
        let mut purchase = Purchase::label(carrier, label);
        purchase.cost = cost;
        if let Some((rate, asked_at)) = rate {
            purchase = purchase.with_rate(rate).quoted_at(asked_at);
        }
        let mut sold = match till.buy_labels(purpose.of(purchase)).await? {
            Labels::One(sold) => *sold,
            Labels::Each(bought) => {
                let same = till.same();
                return Ok(parcels::keep(
                    context,
                    folder,
                    *bought,
                    document,
                    selection,
                    said_before,
                    same,
                ));
            }
        };

        // The money is spent from here on: whatever fails now, the label is shown.
        let desk = Desk::new(folder, context.out());
        let kept = folder.keep_papers(&mut sold.label);
        let mut receipt =
            ShipDocument::new(sold.key, sold.purchase, document, selection, sold.label);
        receipt.dearer = sold.dearer.map(PricesDocument::from);
        let written = kept.and_then(|()| desk.keep_receipt(&receipt, &receipt.label));
        let bought = papers::words(&receipt.label, written.as_ref().ok());
        let words = format!("{said_before}\n{bought}");
        let answer = Answer::new(&receipt, words.trim_start_matches('\n'))
            .remark(papers::dearer(sold.dearer.as_ref()));
        Ok(papers::told(answer, written.err(), sold.not_noted, till.same())
            .remark(context.sandbox_remark()))
    }
}

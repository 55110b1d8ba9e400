//! The mock as a test sees it.

mod counter;

use std::num::NonZeroUsize;
use std::time::Duration;

use super::*;
use crate::carrier::{Carriers, OnDuplicate, Sought, VoidUnit};
use crate::model::{
    Address, BundledReturn, Country, DeliveryEstimate, Format, Handover, LabelSize, LabelSpec,
    LinkedWhy, Parcel, ParcelChoice, PurchaseKey, ReturnParcel, Service, Shipment, Status,
    TrackQuery, Weight,
};

const HOUR: Duration = Duration::from_hours(1);

fn shop() -> Address {
    Address::new(Country::ES)
        .with_company("Tienda Ñu")
        .with_line("Calle Mayor 1")
        .with_city("28013", "Madrid")
}

fn ana() -> Address {
    Address::new(Country::PT)
        .with_name("Ana Reis")
        .with_line("Rua Augusta 12")
        .with_city("1100-048", "Lisboa")
}

/// A Tuesday morning.
fn builder() -> MockBuilder {
    let next_day = DeliveryEstimate::in_business_days(1);
    MockCarrier::builder("sierra")
        .rate(Service::new("24h", "Sierra 24"), "5.95 EUR".parse().unwrap(), next_day)
        .clock("2026-11-24T10:00:00+01:00".parse().unwrap())
}

fn mock() -> MockCarrier {
    builder().build().unwrap()
}

fn request(parcels: usize) -> LabelRequest {
    let parcels = vec![Parcel::new(Weight::from_grams(2_500)); parcels];
    let shipment = Shipment::new(shop(), ana(), parcels);
    let mut request =
        LabelRequest::new(PurchaseKey::random(), shipment, "24h", "2026-11-24".parse().unwrap());
    request.label = LabelSpec::of(Format::Zpl);
    request
}

fn back(of: Option<Handle>) -> ReturnLabelRequest {
    let parcels = vec![ReturnParcel::new(None)];
    let ship_on = "2026-11-24".parse().unwrap();
    let mut back = ReturnLabelRequest::new(PurchaseKey::random(), ana(), shop(), parcels, ship_on);
    (back.of, back.label) = (of, LabelSpec::of(Format::Zpl));
    back
}

async fn buy(mock: &MockCarrier, request: &LabelRequest) -> Result<Label> {
    mock.buy_label(&mock.prepare_label(request.clone())?).await
}

async fn buy_back(mock: &MockCarrier, request: &ReturnLabelRequest) -> Result<Label> {
    mock.return_label(&mock.prepare_return(request.clone())?).await
}

async fn find(mock: &MockCarrier, request: &LabelRequest) -> Result<Vec<Found>> {
    mock.find_purchase(&FindRequest::new(Sought::Label(request), (mock.now(), mock.now()))).await
}

async fn track(mock: &MockCarrier, number: &str) -> Result<Tracking> {
    let mut answers = mock.track(&TrackRequest::new([TrackQuery::new(number)])).await.unwrap();
    answers.remove(0)
}

async fn rates(mock: &MockCarrier) -> Result<RateAnswer> {
    let request = request(1);
    mock.rates(&RateRequest::new(request.shipment, request.ship_on)).await
}

fn text(label: &Label) -> String {
    let bytes = label.documents[0].payload.bytes().unwrap().to_vec();
    String::from_utf8(bytes).unwrap()
}

fn faults(error: &Error) -> String {
    match error.kind() {
        ErrorKind::InvalidRequest(faults) => faults.to_string(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_script_is_used_up_in_its_order_and_then_the_mock_answers_by_itself() {
    let mock = mock();
    mock.script(Operation::Rates, Answer::unavailable());
    mock.script(Operation::Rates, Answer::rate_limited(Some(HOUR)));
    let kinds = [rates(&mock).await.unwrap_err(), rates(&mock).await.unwrap_err()];
    assert_eq!(*kinds[0].kind(), ErrorKind::Unavailable { sent: true, status: Some(503) });
    assert_eq!(*kinds[1].kind(), ErrorKind::RateLimited { retry_after: Some(HOUR) });
    assert_eq!(rates(&mock).await.unwrap().rates[0].total, "5.95 EUR".parse().unwrap());
    assert_eq!(mock.calls(Operation::Rates), 3);
}

#[tokio::test]
async fn what_is_always_answered_waits_for_the_script() {
    let mock = mock();
    mock.always(Operation::Rates, Answer::credentials());
    mock.script(Operation::Rates, Answer::AsUsual);
    assert!(rates(&mock).await.is_ok());
    for _ in 0..2 {
        let error = rates(&mock).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Credentials { .. }));
    }
}

#[tokio::test]
async fn a_clone_in_a_set_shares_what_the_test_holds() {
    let mock = mock();
    let carriers = Carriers::new().with(mock.clone()).unwrap();
    mock.script(Operation::BuyLabel, Answer::LostAfterCommit);
    let sierra = carriers.get("Sierra").unwrap();
    let error = sierra.buy_label(&sierra.prepare_label(request(1)).unwrap()).await.unwrap_err();
    assert!(error.outcome_is_unknown());
    assert_eq!((mock.ledger().len(), mock.calls(Operation::BuyLabel)), (1, 1));
    assert!(matches!(mock.requests()[0].asked, Asked::Label(_)));
}

#[tokio::test]
async fn a_request_that_got_lost_makes_nothing_and_the_caller_cannot_know() {
    let mock = mock();
    mock.script(Operation::BuyLabel, Answer::LostBeforeCommit);
    assert!(buy(&mock, &request(1)).await.unwrap_err().outcome_is_unknown());
    assert!(mock.ledger().is_empty());
}

#[tokio::test]
async fn an_unreadable_answer_to_a_purchase_leaves_a_label() {
    let mock = mock();
    mock.script(Operation::BuyLabel, Answer::Unreadable);
    let error = buy(&mock, &request(1)).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Unreadable { status: Some(200) });
    assert!(error.outcome_is_unknown() && mock.ledger().len() == 1);
}

#[tokio::test]
async fn a_late_commit_comes_true_only_when_its_time_has_come() {
    let (mock, request) = (mock(), request(1));
    mock.script(Operation::BuyLabel, Answer::LateCommit(2 * HOUR));
    assert!(buy(&mock, &request).await.unwrap_err().outcome_is_unknown());
    mock.advance(HOUR);
    assert!(mock.ledger().is_empty() && find(&mock, &request).await.unwrap().is_empty());
    mock.advance(HOUR);
    assert_eq!(find(&mock, &request).await.unwrap().len(), 1);
    assert_eq!(mock.ledger()[0].at, mock.now());
}

#[tokio::test(start_paused = true)]
async fn a_slow_answer_comes_after_its_delay_and_the_latency() {
    let mock = builder().latency(Duration::from_millis(30)).build().unwrap();
    mock.script(Operation::Rates, Answer::slow(HOUR));
    let start = tokio::time::Instant::now();
    assert!(rates(&mock).await.is_ok());
    assert_eq!(start.elapsed(), HOUR + Duration::from_millis(30));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_hangs_is_under_way_until_it_is_dropped() {
    let mock = mock();
    mock.script(Operation::BuyLabel, Answer::HangAfterCommit);
    let request = request(1);
    let mut asked = Box::pin(buy(&mock, &request));
    assert!(tokio::time::timeout(HOUR, &mut asked).await.is_err());
    assert_eq!((mock.under_way(), mock.ledger().len()), (1, 1));
    drop(asked);
    assert_eq!(mock.under_way(), 0);
}

#[tokio::test]
async fn a_label_costs_what_was_quoted_unless_the_script_makes_it_dearer() {
    let mock = mock();
    let total = buy(&mock, &request(1)).await.unwrap().total;
    assert_eq!(total, Some("5.95 EUR".parse().unwrap()));
    mock.script(Operation::BuyLabel, Answer::Dearer("1.05 EUR".parse().unwrap()));
    assert_eq!(buy(&mock, &request(1)).await.unwrap().total, Some("7.00 EUR".parse().unwrap()));
    assert_eq!(mock.ledger()[1].total, Some("7.00 EUR".parse().unwrap()));
}

#[tokio::test]
async fn a_service_that_has_no_price_is_refused_where_there_are_prices() {
    let mut other = request(1);
    other.service = "48h".into();
    let error = buy(&mock(), &other).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Refused { code, .. } if code == "SERVICE"));
    let unpriced = MockCarrier::builder("sierra").build().unwrap();
    assert_eq!(buy(&unpriced, &other).await.unwrap().total, None);
}

fn dedups(on_duplicate: OnDuplicate) -> MockCarrier {
    let safety = PurchaseSafety::Dedups { on_duplicate, window: 24 * HOUR };
    builder().safety(PurchaseKind::Label, safety).build().unwrap()
}

#[tokio::test]
async fn a_mock_that_replays_sells_a_key_once_within_its_window() {
    let (mock, request) = (dedups(OnDuplicate::Replays), request(1));
    let first = buy(&mock, &request).await.unwrap();
    mock.advance(23 * HOUR);
    assert_eq!(buy(&mock, &request).await.unwrap(), first);
    assert_eq!(mock.ledger().len(), 1);
    mock.advance(HOUR);
    let second = buy(&mock, &request).await.unwrap();
    assert_eq!(mock.ledger().len(), 2);
    assert_ne!(second.tracking_number, first.tracking_number);
}

#[tokio::test]
async fn a_key_is_not_taken_for_another_purchase() {
    let (mock, mut request) = (dedups(OnDuplicate::Replays), request(1));
    buy(&mock, &request).await.unwrap();
    request.shipment.parcels[0].weight = Weight::from_grams(1);
    let error = buy(&mock, &request).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Refused { code, .. } if code == "KEY_REUSED"));
}

#[tokio::test]
async fn a_used_key_is_refused_with_or_without_what_it_made() {
    for (class, told) in [(OnDuplicate::ReturnsExisting, true), (OnDuplicate::Refuses, false)] {
        let (mock, request) = (dedups(class), request(1));
        let first = buy(&mock, &request).await.unwrap();
        let error = buy(&mock, &request).await.unwrap_err();
        let ErrorKind::AlreadyExists { existing, .. } = error.kind() else { panic!("{error}") };
        assert_eq!(*existing, told.then_some(first.handle));
        assert_eq!(find(&mock, &request).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_mock_that_knows_no_keys_sells_twice_and_finds_both() {
    let (mock, request) = (mock(), request(1));
    let first = buy(&mock, &request).await.unwrap();
    buy(&mock, &request).await.unwrap();
    let found = find(&mock, &request).await.unwrap();
    assert_eq!((found.len(), &found[0].label), (2, &first));
    assert_ne!(found[1].label.tracking_number, first.tracking_number);
    assert_eq!(found[0].reference, Some(request.key.token()));
    assert_eq!(found[0].recipient.as_deref(), Some("Ana Reis, 1100-048"));
    assert_eq!(found[0].weight, Some(Weight::from_grams(2_500)));
    assert_eq!(found[0].voided, Some(false));
}

#[tokio::test]
async fn without_paper_a_purchase_is_found_and_its_label_is_not() {
    let safety = PurchaseSafety::findable(false);
    let mock = builder().safety(PurchaseKind::Label, safety).build().unwrap();
    let request = request(1);
    buy(&mock, &request).await.unwrap();
    assert_eq!(find(&mock, &request).await.unwrap()[0].label.documents, []);
    assert!(!mock.capabilities().documents);
}

#[tokio::test]
async fn what_is_blind_cannot_be_looked_for() {
    let mock = builder().safety(PurchaseKind::Label, PurchaseSafety::Blind).build().unwrap();
    let error = find(&mock, &request(1)).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Unsupported);
}

#[tokio::test]
async fn bytes_are_prepared_only_where_keys_are_known_and_must_then_be_there() {
    let request = request(1);
    assert!(mock().prepare_label(request.clone()).unwrap().wire().is_none());
    let mock = dedups(OnDuplicate::Replays);
    let prepared = mock.prepare_label(request.clone()).unwrap();
    assert_eq!(prepared, mock.prepare_label(request.clone()).unwrap());
    assert!(prepared.wire().is_some());
    let error = mock.buy_label(&Prepared::plain(request)).await.unwrap_err();
    assert!(faults(&error).contains("holds no bytes"));
    assert!(mock.ledger().is_empty());
}

#[tokio::test]
async fn a_label_is_voided_once_and_then_it_is_cancelled() {
    let mock = mock();
    let label = buy(&mock, &request(1)).await.unwrap();
    let void = VoidRequest::new(label.handle);
    let outcome = mock.void_label(&void).await.unwrap();
    assert_eq!(outcome, VoidOutcome::Voided { already: false });
    assert_eq!(mock.void_label(&void).await.unwrap(), VoidOutcome::Voided { already: true });
    assert!(mock.ledger()[0].voided);
    mock.advance(48 * HOUR);
    assert_eq!(track(&mock, &label.id).await.unwrap().status, Status::Cancelled);
}

#[tokio::test]
async fn a_void_whose_answer_is_lost_is_settled_by_asking_again() {
    let mock = mock();
    let void = VoidRequest::new(buy(&mock, &request(1)).await.unwrap().handle);
    mock.script(Operation::Void, Answer::LostAfterCommit);
    let error = mock.void_label(&void).await.unwrap_err();
    assert!(error.is_retryable());
    assert_eq!(mock.void_label(&void).await.unwrap(), VoidOutcome::Voided { already: true });
}

#[tokio::test]
async fn what_the_carrier_has_is_not_voided() {
    let mock = mock();
    let label = buy(&mock, &request(1)).await.unwrap();
    mock.set_now(label.voidable_until.unwrap());
    let outcome = mock.void_label(&VoidRequest::new(label.handle)).await.unwrap();
    assert!(matches!(outcome, VoidOutcome::Refused { code, .. } if code == "PICKED_UP"));
    assert!(!mock.ledger()[0].voided);
}

#[tokio::test]
async fn only_its_own_labels_are_voided() {
    let meseta = MockCarrier::builder("meseta").build().unwrap();
    let label = buy(&meseta, &request(1)).await.unwrap();
    let error = mock().void_label(&VoidRequest::new(label.handle)).await.unwrap_err();
    assert!(faults(&error).starts_with("handle: is a handle of meseta"));
}

#[tokio::test]
async fn one_parcel_of_two_is_voided_where_parcels_can_be() {
    let whole = mock();
    let label = buy(&whole, &request(2)).await.unwrap();
    let mut void = VoidRequest::new(label.handle);
    void.parcels = ParcelChoice::Some(vec![1]);
    assert!(faults(&whole.void_label(&void).await.unwrap_err()).starts_with("parcels: "));

    let each = builder().void(VoidUnit::Both, true).build().unwrap();
    let label = buy(&each, &request(2)).await.unwrap();
    let second = label.parcels[1].handle.clone().unwrap();
    let outcome = each.void_label(&VoidRequest::new(second)).await.unwrap();
    assert_eq!(outcome, VoidOutcome::Voided { already: false });
    assert!(!each.ledger()[0].voided);
    let tracking = track(&each, &label.id).await.unwrap();
    let statuses: Vec<_> = tracking.parcels.iter().map(|parcel| parcel.status).collect();
    assert_eq!(statuses, [Status::Announced, Status::Cancelled]);
}

#[tokio::test]
async fn tracking_walks_from_the_sale_to_the_door() {
    let mock = mock();
    let label = buy(&mock, &request(1)).await.unwrap();
    let mut seen = Vec::new();
    for _ in 0..36 {
        let status = track(&mock, &label.id).await.unwrap().status;
        if seen.last() != Some(&status) {
            seen.push(status);
        }
        mock.advance(HOUR);
    }
    assert_eq!(seen[..2], [Status::Announced, Status::Accepted]);
    assert_eq!(seen.last(), Some(&Status::Delivered));
    let tracking = track(&mock, &label.id).await.unwrap();
    assert_eq!(tracking.estimated.unwrap().date.unwrap().to_string(), "2026-11-25");
    assert_eq!(tracking.delivered.unwrap().at.date().to_string(), "2026-11-25");
    let city = |event: &Event| event.place.clone().unwrap().city.unwrap();
    assert_eq!(city(&tracking.events[0]), "Madrid");
    assert_eq!(city(tracking.events.last().unwrap()), "Lisboa");
}

#[tokio::test]
async fn another_process_follows_and_voids_a_label_and_has_no_paper_of_it() {
    let label = buy(&mock(), &request(2)).await.unwrap();
    let other = mock();
    let tracking = track(&other, &label.id).await.unwrap();
    assert_eq!((tracking.status, &tracking.events[0].place), (Status::Announced, &None));
    let mut query = TrackQuery::new(label.id.clone());
    query.hint.label = Some(label.handle.clone());
    let told = other.track(&TrackRequest::new([query])).await.unwrap().remove(0).unwrap();
    assert!(told.events[0].place.is_some() && told.parcels.len() == 2);
    let paper = DocumentRequest::new(label.handle.clone(), LabelSpec::default());
    let error = other.documents(&paper).await.unwrap_err();
    assert!(error.to_string().contains("sold by another process"), "{error}");
    let outcome = other.void_label(&VoidRequest::new(label.handle)).await.unwrap();
    assert_eq!(outcome, VoidOutcome::Voided { already: false });
    assert_eq!(track(&other, &label.id).await.unwrap().status, Status::Cancelled);
}

#[tokio::test]
async fn a_mistyped_number_is_not_found_and_a_carelessly_typed_one_is() {
    let mock = mock();
    let number = buy(&mock, &request(1)).await.unwrap().id;
    let careless = format!("{} {}", number[..4].to_lowercase(), &number[4..]);
    assert!(track(&mock, &careless).await.is_ok());
    let wrong = format!("{}{}", &number[..15], if number.ends_with('A') { 'B' } else { 'A' });
    let error = track(&mock, &wrong).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::NotFound { .. }), "{error}");
}

#[tokio::test]
async fn a_number_alone_makes_a_handle_that_voids() {
    let label = buy(&mock(), &request(1)).await.unwrap();
    let other = mock();
    let handle = other.handle_of(&label.id).unwrap();
    let outcome = other.void_label(&VoidRequest::new(handle)).await.unwrap();
    assert_eq!(outcome, VoidOutcome::Voided { already: false });
    assert!(faults(&other.handle_of("ME123").unwrap_err()).contains("no tracking number"));
}

#[tokio::test]
async fn events_that_a_test_tells_take_the_place_of_the_usual_way() {
    let mock = mock();
    let number = buy(&mock, &request(1)).await.unwrap().id;
    let held = Event::new(Status::Held, "2026-11-24T09:00:00+01:00".parse().unwrap(), "Held");
    let later = Event::new(Status::Lost, "2026-11-26T09:00:00+01:00".parse().unwrap(), "Lost");
    mock.set_events(&number, vec![held, later]);
    assert_eq!(track(&mock, &number).await.unwrap().status, Status::Held);
    mock.advance(48 * HOUR);
    assert_eq!(track(&mock, &number).await.unwrap().status, Status::Lost);
}

#[tokio::test]
async fn paper_that_is_fetched_again_is_the_same_and_can_be_of_another_size() {
    let mock = mock();
    let label = buy(&mock, &request(1)).await.unwrap();
    let mut paper = DocumentRequest::new(label.handle, LabelSpec::of(Format::Zpl));
    assert_eq!(mock.documents(&paper).await.unwrap(), label.documents);
    paper.label.size = LabelSize::A5;
    assert_eq!(mock.documents(&paper).await.unwrap()[0].size, Some(LabelSize::A5));
    paper.label.format = Format::Epl;
    let error = mock.documents(&paper).await.unwrap_err();
    assert_eq!(
        faults(&error),
        "label.format: is not given by this carrier; it gives pdf, png, zpl"
    );
}

#[tokio::test]
async fn a_return_has_the_parties_swapped_and_is_linked_to_the_way_out() {
    let mock = mock();
    let out = buy(&mock, &request(1)).await.unwrap();
    let label = buy_back(&mock, &back(Some(out.handle))).await.unwrap();
    let zpl = text(&label);
    let at = |text: &str| zpl.find(text).unwrap();
    assert!(at("FROM") < at("Ana Reis") && at("Ana Reis") < at("^FDTO^"));
    assert!(at("^FDTO^") < at("Tienda Ñu"));
    let tracking = track(&mock, &out.id).await.unwrap();
    assert_eq!(
        (&tracking.linked[0].number, tracking.linked[0].why),
        (&label.id, LinkedWhy::Return)
    );
    mock.advance(5 * 24 * HOUR);
    assert_eq!(track(&mock, &label.id).await.unwrap().status, Status::Returned);
}

#[test]
fn a_handover_that_is_not_done_is_refused_by_its_name() {
    let mut request = back(None);
    for (handover, name) in [
        (Handover::EmailFromCarrier, "email_from_carrier"),
        (Handover::CourierPrints, "courier_prints"),
        (Handover::CourierCollects { window: None }, "courier_collects"),
        (Handover::MailedByCarrier, "mailed_by_carrier"),
    ] {
        request.handover = handover;
        let error = mock().prepare_return(request.clone()).unwrap_err();
        assert!(faults(&error).starts_with(&format!("handover: is {name}")), "{error}");
    }
}

#[tokio::test]
async fn a_return_in_the_box_comes_with_the_label() {
    let (mock, mut request) = (mock(), request(1));
    request.with_return = Some(BundledReturn::default());
    let label = buy(&mock, &request).await.unwrap();
    assert_eq!((label.returns.len(), mock.ledger().len()), (1, 2));
    assert_eq!(mock.ledger()[1].belongs_to, Some(label.id.clone()));
    assert_eq!(find(&mock, &request).await.unwrap().len(), 1);
}

#[tokio::test]
async fn more_parcels_than_are_taken_are_refused_by_their_path() {
    let one = NonZeroUsize::MIN;
    let mock = builder().parcels_per_label(one).parcels_per_quote(one).build().unwrap();
    let error = mock.prepare_label(request(2)).unwrap_err();
    assert!(faults(&error).starts_with("shipment.parcels: has too many"));
    let request = request(2);
    let asked = RateRequest::new(request.shipment, request.ship_on);
    assert!(faults(&mock.rates(&asked).await.unwrap_err()).starts_with("shipment.parcels: "));
}

#[tokio::test]
async fn each_parcel_has_a_number_and_a_page_of_its_own() {
    let label = buy(&mock(), &request(3)).await.unwrap();
    let numbers: std::collections::BTreeSet<_> =
        label.parcels.iter().map(|parcel| parcel.tracking_number.clone().unwrap()).collect();
    assert_eq!((numbers.len(), text(&label).matches("^XA").count()), (3, 3));
    for nth in ["1 / 3", "2 / 3", "3 / 3"] {
        assert!(text(&label).contains(nth));
    }
}

#[tokio::test]
async fn a_label_that_changes_letters_or_cuts_a_text_says_so() {
    let mut request = request(1);
    assert_eq!(buy(&mock(), &request).await.unwrap().notices, []);
    request.shipment.to = ana().with_line("東京").into();
    let notices = buy(&mock(), &request).await.unwrap().notices;
    assert!(notices[0].text.contains("Latin script"));
    request.shipment.to = ana().with_line("x".repeat(5_000)).into();
    let notices = buy(&mock(), &request).await.unwrap().notices;
    assert!(notices[0].text.contains("cuts it short"));
}

#[tokio::test]
async fn neither_a_handle_nor_any_debug_holds_a_name_or_a_street() {
    let mock = dedups(OnDuplicate::Replays);
    let label = buy(&mock, &request(1)).await.unwrap();
    let data = label.handle.data().as_str();
    let shown = format!("{data} {label:?} {mock:?} {:?} {:?}", mock.ledger(), mock.requests());
    for secret in ["Ana", "Reis", "Augusta", "Mayor", "Tienda"] {
        assert!(!shown.contains(secret), "{secret}");
    }
}

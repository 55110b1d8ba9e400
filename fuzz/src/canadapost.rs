//! What is asked of Canada Post, by letters.

use std::sync::OnceLock;

use arriero::carrier::{Carrier, FindRequest, Prepared, Sought};
use arriero::carriers::canadapost::{CanadaPost, OpenReturn, OpenReturnRequest};
use arriero::model::{
    Address, BundledReturn, Country, Document, DocumentRequest, Format, Handle, Handover,
    LabelRequest, LabelSpec, ManifestRequest, ManifestScope, OffsetDateTime, Parcel, PickupRequest,
    PointQuery, RateRequest, ReturnLabelRequest, ReturnParcel, Shipment, TrackQuery, TrackRequest,
    VoidRequest, Window,
};

use super::accounts::{by_card, contract, wait};
use super::input::Told;
use super::sound::outcome;
use super::ups::key;

/// Each operation.
pub(crate) const LETTERS: &[u8] = b"rqlcwbupdaemfgvxtskno";

/// What is asked again and again: made once.
struct Questions {
    rates: RateRequest,
    labels: [Prepared<LabelRequest>; 3],
    returns: [Prepared<ReturnLabelRequest>; 2],
    permit: OpenReturnRequest,
    permitted: OpenReturn,
    pickup: Prepared<PickupRequest>,
    day: Prepared<ManifestRequest>,
    numbers: TrackRequest,
    points: PointQuery,
    sold: Handle,
    sold_by_card: Handle,
    closed: Handle,
    booked: Handle,
    sent: (OffsetDateTime, OffsetDateTime),
}

/// Asks what a letter stands for, checks the answer, and tells it.
pub(crate) fn ask(letter: u8, told: &[Told<'_>]) -> String {
    let asked = questions();
    let account = if b"qcxg".contains(&letter) { by_card(told) } else { contract(told) };
    let [with_contract, card, both] = &asked.labels;
    let [print, code] = &asked.returns;
    match letter {
        b'r' | b'q' => outcome(&wait(account.rates(&asked.rates))),
        b'l' => outcome(&wait(account.buy_label(with_contract))),
        b'c' => outcome(&wait(account.buy_label(card))),
        b'w' => outcome(&wait(account.buy_label(both))),
        b'b' => outcome(&wait(account.return_label(print))),
        b'u' => outcome(&wait(account.return_label(code))),
        b'p' => outcome(&wait(account.permit_returns(&asked.permit))),
        b'd' => outcome(&wait(account.draw_return(&asked.permitted))),
        b'a' => papers(&account, &asked.sold),
        b'e' => papers(&account, &asked.closed),
        b'm' => outcome(&wait(account.close_day(&asked.day))),
        b'f' => find(&account, with_contract.request()),
        b'g' => find(&account, card.request()),
        b'v' => outcome(&wait(account.void_label(&VoidRequest::new(asked.sold.clone())))),
        b'x' => outcome(&wait(account.void_label(&VoidRequest::new(asked.sold_by_card.clone())))),
        b't' => outcome(&wait(account.track(&asked.numbers))),
        b's' => outcome(&wait(account.service_points(&asked.points))),
        b'k' => outcome(&wait(account.book_pickup(&asked.pickup))),
        b'n' => outcome(&wait(account.cancel_pickup(&asked.booked))),
        _ => outcome(&wait(account.check_account())),
    }
}

/// What a handle of anybody's does to the operations that take one back.
pub(crate) fn take_back(handle: &Handle) {
    let account = contract(&[]);
    outcome(&wait(account.void_label(&VoidRequest::new(handle.clone()))));
    outcome(&wait(account.cancel_pickup(handle)));
    papers(&account, handle);
}

/// The handles that an account gives.
pub(crate) fn handles() -> [&'static Handle; 5] {
    let Questions { sold, sold_by_card, closed, booked, permitted, .. } = questions();
    [sold, sold_by_card, closed, booked, &permitted.handle]
}

fn papers(account: &CanadaPost, handle: &Handle) -> String {
    let request = DocumentRequest::new(handle.clone(), LabelSpec::of(Format::Pdf));
    outcome::<Vec<Document>>(&wait(account.documents(&request)))
}

fn find(account: &CanadaPost, sought: &LabelRequest) -> String {
    let request = FindRequest::new(Sought::Label(sought), questions().sent);
    outcome(&wait(account.find_purchase(&request)))
}

fn questions() -> &'static Questions {
    static QUESTIONS: OnceLock<Questions> = OnceLock::new();
    QUESTIONS.get_or_init(|| make().expect("questions that Canada Post takes"))
}

fn make() -> arriero::carrier::Result<Questions> {
    let (account, day) = (contract(&[]), "2026-11-25".parse().expect("a day"));
    let order = |number| LabelRequest::new(key(number), parcel(), "DOM.EP", day);
    let mut both = order(3);
    both.with_return = Some(BundledReturn::default());
    let labels = [
        account.prepare_label(order(1))?,
        by_card(&[]).prepare_label(order(2))?,
        account.prepare_label(both)?,
    ];
    let back = |number, handover| {
        let parcels = vec![ReturnParcel::new("13 oz".parse().ok())];
        let mut request = ReturnLabelRequest::new(key(number), halifax(), ottawa(), parcels, day);
        request.handover = handover;
        account.prepare_return(request)
    };
    let clock = |text: &str| text.parse().ok();
    let window = Window { date: day, from: clock("13:00:00"), until: clock("16:30:00") };
    let mut pickup = PickupRequest::new(key(6), ottawa(), window, 3);
    pickup.weight = "31.25 lb".parse().ok();
    let pickup = account.prepare_pickup(pickup)?;
    let scope = ManifestScope::Day(day);
    let closing = account.prepare_manifest(ManifestRequest::new(key(7), scope, ottawa()))?;
    let permit = OpenReturnRequest::new(ottawa(), 3);
    let now: OffsetDateTime = "2026-11-25T10:00:00+00:00".parse().expect("a moment");
    Ok(Questions {
        rates: RateRequest::new(parcel(), day),
        returns: [back(4, Handover::Print)?, back(5, Handover::Qr)?],
        permitted: wait(contract(&[told("permitted")]).permit_returns(&permit))?,
        permit,
        numbers: TrackRequest::new([TrackQuery::new("7320091846612053")]),
        points: PointQuery::new(ottawa()),
        sold: wait(contract(&[told("contract"), PAPER]).buy_label(&labels[0]))?.handle,
        sold_by_card: wait(by_card(&[told("by-card"), PAPER]).buy_label(&labels[1]))?.handle,
        closed: wait(contract(&[told("closed"), told("one"), PAPER]).close_day(&closing))?.handle,
        booked: wait(contract(&[told("booked")]).book_pickup(&pickup))?.handle,
        sent: (now, now),
        labels,
        pickup,
        day: closing,
    })
}

const PAPER: Told<'_> = Told { status: 200, retry_after: None, body: b"%PDF-1.4 a paper" };

fn told(name: &str) -> Told<'static> {
    let body: &[u8] = match name {
        "permitted" => {
            include_bytes!("../../fixtures/canadapost/open_return/permitted.response.xml")
        }
        "contract" => include_bytes!("../../fixtures/canadapost/label/contract.response.xml"),
        "by-card" => include_bytes!("../../fixtures/canadapost/label/by-card.response.xml"),
        "closed" => include_bytes!("../../fixtures/canadapost/manifest/closed.response.xml"),
        "one" => include_bytes!("../../fixtures/canadapost/manifest/one.response.xml"),
        _ => include_bytes!("../../fixtures/canadapost/pickup/booked.response.xml"),
    };
    Told { status: 200, retry_after: None, body }
}

fn ottawa() -> Address {
    let mut address = Address::new(Country::CA)
        .with_company("Librairie du Canal")
        .with_name("Luc Arsenault")
        .with_line("214 rue Somerset Ouest, unite 3")
        .with_city("K2P 0J4", "Ottawa");
    (address.region, address.phone) = (Some("ON".into()), Some("613-555-0164".into()));
    address.email = Some("expedition@librairie.example.ca".into());
    address
}

fn halifax() -> Address {
    let mut address = Address::new(Country::CA)
        .with_name("Morag Beaton")
        .with_line("1871 Hollis Street")
        .with_city("B3J 1W5", "Halifax");
    address.region = Some("NS".into());
    address
}

fn parcel() -> Shipment {
    Shipment::new(ottawa(), halifax(), vec![Parcel::new("13 oz".parse().expect("a weight"))])
}

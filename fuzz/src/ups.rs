//! What is asked of UPS, by letters.

use std::sync::OnceLock;

use arriero::carrier::{Carrier, FindRequest, Prepared, Sought};
use arriero::carriers::ups::Ups;
use arriero::model::{
    Address, Country, Document, DocumentRequest, Format, Handle, Handover, LabelRequest, LabelSpec,
    OffsetDateTime, Parcel, ParcelChoice, PickupRequest, PointQuery, PurchaseKey, RateRequest,
    ReturnLabelRequest, ReturnParcel, Shipment, TrackQuery, TrackRequest, VoidRequest, Window,
};

use super::accounts::{TokenFrom, ups, wait};
use super::input::Told;
use super::sound::outcome;

/// Each operation.
pub(crate) const LETTERS: &[u8] = b"RQLPMBNDEFGVWTSKCAO";

/// What is asked again and again: made once.
struct Questions {
    rates: [RateRequest; 2],
    labels: [Prepared<LabelRequest>; 3],
    returns: [Prepared<ReturnLabelRequest>; 2],
    pickup: Prepared<PickupRequest>,
    numbers: TrackRequest,
    points: PointQuery,
    address: Address,
    sold: Handle,
    booked: Handle,
    sent: (OffsetDateTime, OffsetDateTime),
}

/// Asks what a letter stands for, checks the answer, and tells it.
pub(crate) fn ask(letter: u8, told: &[Told<'_>]) -> String {
    let asked = questions();
    let account = ups(told, if letter == b'O' { TokenFrom::Input } else { TokenFrom::Us });
    let [gif, pdf, two] = &asked.labels;
    let [print, mailed] = &asked.returns;
    let papers = |format| DocumentRequest::new(asked.sold.clone(), LabelSpec::of(format));
    let mut void = VoidRequest::new(asked.sold.clone());
    match letter {
        b'R' => outcome(&wait(account.rates(&asked.rates[0]))),
        b'Q' => outcome(&wait(account.rates(&asked.rates[1]))),
        b'L' => outcome(&wait(account.buy_label(gif))),
        b'P' => outcome(&wait(account.buy_label(pdf))),
        b'M' => outcome(&wait(account.buy_label(two))),
        b'B' => outcome(&wait(account.return_label(print))),
        b'N' => outcome(&wait(account.return_label(mailed))),
        b'D' => outcome(&wait(account.documents(&papers(Format::Pdf)))),
        b'E' => outcome(&wait(account.documents(&papers(Format::Zpl)))),
        b'F' => find(&account, Sought::Label(gif.request())),
        b'G' => find(&account, Sought::Return(print.request())),
        b'V' => outcome(&wait(account.void_label(&void))),
        b'W' => {
            void.parcels = ParcelChoice::Some(vec![1]);
            outcome(&wait(account.void_label(&void)))
        }
        b'T' => outcome(&wait(account.track(&asked.numbers))),
        b'S' => outcome(&wait(account.service_points(&asked.points))),
        b'K' => outcome(&wait(account.book_pickup(&asked.pickup))),
        b'C' => outcome(&wait(account.cancel_pickup(&asked.booked))),
        b'A' => outcome(&wait(account.check_address(&asked.address))),
        _ => outcome(&wait(account.check_account())),
    }
}

/// What a handle of anybody's does to the operations that take one back.
pub(crate) fn take_back(handle: &Handle) {
    let account = ups(&[], TokenFrom::Us);
    outcome(&wait(account.void_label(&VoidRequest::new(handle.clone()))));
    outcome(&wait(account.cancel_pickup(handle)));
    let papers = DocumentRequest::new(handle.clone(), LabelSpec::of(Format::Zpl));
    outcome::<Vec<Document>>(&wait(account.documents(&papers)));
}

/// The handles that an account gives.
pub(crate) fn handles() -> [&'static Handle; 2] {
    [&questions().sold, &questions().booked]
}

/// A purchase as it is stored.
pub(crate) fn prepared() -> String {
    serde_json::to_string(&questions().labels[0]).expect("a text")
}

fn find(account: &Ups, sought: Sought<'_>) -> String {
    outcome(&wait(account.find_purchase(&FindRequest::new(sought, questions().sent))))
}

fn questions() -> &'static Questions {
    static QUESTIONS: OnceLock<Questions> = OnceLock::new();
    QUESTIONS.get_or_init(|| make().expect("questions that UPS takes"))
}

fn make() -> arriero::carrier::Result<Questions> {
    let account = ups(&[], TokenFrom::Us);
    let day = "2026-11-25".parse().expect("a day");
    let label = |number, shipment: Shipment, service, format| {
        let mut request = LabelRequest::new(key(number), shipment, service, day);
        request.label = LabelSpec::of(format);
        account.prepare_label(request)
    };
    let back = |number, handover| {
        let parcels = vec![ReturnParcel::new("1.84 kg".parse().ok())];
        let mut request = ReturnLabelRequest::new(key(number), lisbon(), madrid(), parcels, day);
        (request.label, request.handover) = (LabelSpec::of(Format::Zpl), handover);
        request.from.email = Some("ines@duarte.example".into());
        account.prepare_return(request)
    };
    let clock = |text: &str| text.parse().ok();
    let window = Window { date: day, from: clock("09:30:00"), until: clock("17:30:00") };
    let mut pickup = PickupRequest::new(key(6), madrid(), window, 3);
    pickup.weight = "12.5 kg".parse().ok();
    let labels = [
        label(1, abroad(), "11", Format::Gif)?,
        label(2, abroad(), "11", Format::Pdf)?,
        label(3, at_home(), "03", Format::Zpl)?,
    ];
    let pickup = account.prepare_pickup(pickup)?;
    let bought = [fixture(include_bytes!("../../fixtures/ups/label/two-parcels.response.json"))];
    let booked = [fixture(include_bytes!("../../fixtures/ups/pickup/madrid.response.json"))];
    let mut points = PointQuery::new(madrid());
    points.near.region = Some("MD".into());
    let now: OffsetDateTime = "2026-11-25T10:00:00+00:00".parse().expect("a moment");
    Ok(Questions {
        rates: [RateRequest::new(abroad(), day), RateRequest::new(at_home(), day)],
        returns: [back(4, Handover::Print)?, back(5, Handover::EmailFromCarrier)?],
        numbers: TrackRequest::new([TrackQuery::new("1ZA1B2C30300000017")]),
        points,
        address: austin(),
        sold: wait(ups(&bought, TokenFrom::Us).buy_label(&labels[2]))?.handle,
        booked: wait(ups(&booked, TokenFrom::Us).book_pickup(&pickup))?.handle,
        sent: (now, now),
        labels,
        pickup,
    })
}

fn fixture(body: &[u8]) -> Told<'_> {
    Told { status: 200, retry_after: None, body }
}

/// A key that is the same in every run.
pub(crate) fn key(number: u8) -> PurchaseKey {
    format!("5b1f2c3d-0a4e-4c6b-9d7f-3e2a1b0c4d{number:02x}").parse().expect("a key")
}

fn madrid() -> Address {
    let mut address = Address::new(Country::ES)
        .with_company("Libros Sur")
        .with_line("Calle de Embajadores 35")
        .with_city("28012", "Madrid");
    address.phone = Some("+34 910 55 01 47".into());
    address
}

fn lisbon() -> Address {
    let mut address = Address::new(Country::PT)
        .with_name("Ines Duarte")
        .with_line("Rua da Prata 80")
        .with_city("1100-420", "Lisboa");
    address.mobile = Some("+351 910 550 147".into());
    address
}

fn austin() -> Address {
    let mut address = Address::new(Country::US)
        .with_company("Blue Lamp Goods")
        .with_line("410 Barton Lane")
        .with_city("78704-1234", "Austin");
    (address.region, address.phone) = (Some("TX".into()), Some("+1 512 555 0147".into()));
    address
}

fn portland() -> Address {
    let mut address = Address::new(Country::US)
        .with_name("Dale Okafor")
        .with_line("22 Alder Court")
        .with_city("97204", "Portland");
    address.region = Some("OR".into());
    address
}

fn abroad() -> Shipment {
    let mut parcel = Parcel::new("3.61 kg".parse().expect("a weight"));
    parcel.declared_value = "79.90 EUR".parse().ok();
    Shipment::new(madrid(), lisbon(), vec![parcel])
}

fn at_home() -> Shipment {
    Shipment::new(austin(), portland(), vec![Parcel::new("13 oz".parse().expect("a weight")); 2])
}

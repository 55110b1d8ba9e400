//! The purchases of a fixture that something comes after: taken back, under way to be, bought parcel by parcel; collections and the end of a
//! day. And how a later release goes on with them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use arriero::model::{
    Format, ManifestRequest, ManifestScope, Parcel, PickupRequest, PurchaseKey, VoidOutcome, Window,
};
use arriero::purchase::{
    Item, Journal, Outcome, ParcelsOutcome, Purchase, Settings, VoidAnswer, VoidError, Voiding,
};
use arriero::store::{SqliteStore, Store};

use crate::Expected;
use crate::carriers::{House, Says};
use crate::purchases::{SHIP, bare, file, label, patient, portugal, spain};
use crate::server::{Sent, Server};

const PART: &str = "norte half bought/parcel 2 of 3";

fn norte_sent(house: &House, path: &str) -> Sent {
    let body = house.norte.sent().pop().unwrap();
    Sent { method: "POST".into(), path: path.into(), body }
}

fn ups(parcels: usize) -> Purchase {
    let mut purchase = label("ups", "11", (spain(), portugal()), Format::Pdf);
    if let Item::Label(request) = &mut purchase.item {
        let parcel = Parcel::new("1.20 kg".parse().unwrap());
        request.shipment.parcels.resize(parcels, parcel);
    }
    purchase
}

fn three(key: &str) -> Purchase {
    let mut purchase = label("norte", "24h", (spain(), portugal()), Format::Pdf);
    if let Item::Label(request) = &mut purchase.item {
        for weight in ["0.70 kg", "0.80 kg"] {
            request.shipment.parcels.push(Parcel::new(weight.parse().unwrap()));
        }
    }
    purchase.with_key(key)
}

fn collection(key: &str) -> Purchase {
    let window = Window { date: "2026-11-25".parse().unwrap(), from: None, until: None };
    let request = PickupRequest::new(PurchaseKey::random(), spain(), window, 3);
    Purchase::pickup("norte".parse().unwrap(), request).with_key(key)
}

/// Writes them; what was sent for those that are gone on with.
pub(crate) async fn write(
    server: &Server,
    house: &House,
    store: &Arc<SqliteStore>,
) -> BTreeMap<String, Sent> {
    let mut expected = BTreeMap::new();
    expected.extend(taken_back(server, store).await);
    let journal = Journal::new(store.clone(), house.carriers()).with_settings(patient());

    house.norte.says(&[Says::Yes, Says::Lost]);
    let bought = journal.buy_parcels(three("norte half bought")).await.unwrap();
    assert!(matches!(bought.outcome, ParcelsOutcome::Unknown), "{:?}", bought.outcome);
    expected.insert(PART.to_owned(), norte_sent(house, "/labels"));

    house.norte.says(&[Says::Yes, Says::Yes, Says::No, Says::Yes, Says::Lost]);
    let bought = journal.buy_parcels(three("norte half taken back")).await.unwrap();
    assert!(matches!(bought.outcome, ParcelsOutcome::Unknown), "{:?}", bought.outcome);
    let voided: Vec<_> = bought.parts.iter().map(|part| part.voided).collect();
    assert_eq!(voided, [true, false, false]);

    journal.buy(collection("norte collection made")).await.unwrap();
    house.norte.says(&[Says::Lost]);
    journal.buy(collection("norte collection unknown")).await.unwrap();
    expected.insert("norte collection unknown".to_owned(), norte_sent(house, "/collections"));

    let scope = ManifestScope::Day("2026-11-25".parse().unwrap());
    let request = ManifestRequest::new(PurchaseKey::random(), scope, spain());
    let day = Purchase::manifest("sierra".parse().unwrap(), request).with_key("sierra day made");
    let closed = journal.buy(day).await.unwrap().outcome;
    assert!(matches!(closed, Outcome::Closed(_)), "{closed:?}");
    expected
}

/// Labels of UPS: void, void in part, and one of which whoever took it back is gone before an answer came.
async fn taken_back(server: &Server, store: &Arc<SqliteStore>) -> BTreeMap<String, Sent> {
    // Its account was left alone for a while.
    let journal = || {
        let carriers = House::at(&server.url()).carriers();
        Journal::new(store.clone(), carriers).with_settings(patient())
    };
    let sold = "ups/label/madrid-lisbon.response.json";
    for (key, parcels, sold, void) in [
        ("ups voided", 1, sold, Some("ups/void/whole.response.json")),
        (
            "ups void in part",
            2,
            "ups/label/two-parcels.response.json",
            Some("ups/void/partly.response.json"),
        ),
        ("ups voiding", 1, sold, None),
    ] {
        server.answers(vec![file(SHIP, 200, sold)]);
        let bought = journal().buy(ups(parcels).with_key(key)).await.unwrap();
        assert!(matches!(bought.outcome, Outcome::Made(_)), "{key}: {:?}", bought.outcome);
        server.sent();
        if let Some(void) = void {
            server.answers(vec![file("/void/", 200, void)]);
            let bought = journal().void(key, &Voiding::all()).await.unwrap();
            assert_eq!(bought.voided, key == "ups voided", "{:?}", bought.voids);
            server.sent();
        }
    }
    server.answers(vec![bare("/void/", 0)]);
    let (gone, voiding) = (tokio::runtime::Runtime::new().unwrap(), journal());
    gone.spawn(async move { voiding.void("ups voiding", &Voiding::all()).await });
    let sent = loop {
        tokio::time::sleep(Duration::from_millis(5)).await;
        if let Some(sent) = server.sent() {
            break sent;
        }
    };
    gone.shutdown_background();
    BTreeMap::from([("ups voiding".to_owned(), sent)])
}

/// As patient as what was written a hundred years ago needs.
fn ageless() -> Settings {
    let mut settings = Settings::default();
    settings.give_up = Duration::from_hours(24 * 36_525);
    (settings.pause, settings.longest_pause) = (Duration::from_secs(1), Duration::from_secs(1));
    settings
}

/// What is bought parcel by parcel comes to its end, and what was lost is sent again as it was stored.
pub(crate) async fn recovered(store: &Arc<dyn Store>, house: &House, expected: &Expected) {
    let journal = Journal::new(Arc::clone(store), house.carriers()).with_settings(ageless());
    let (mut whole, mut back) = (None, None);
    for _ in 0..10 {
        journal.recover().await.unwrap();
        whole = journal.look_parcels("norte half bought").await.unwrap();
        back = journal.look_parcels("norte half taken back").await.unwrap();
        let is_made = whole.as_ref().map(|whole| matches!(whole.outcome, ParcelsOutcome::Made));
        let is_undone = back.as_ref().map(|back| matches!(back.outcome, ParcelsOutcome::Undone(_)));
        if (is_made, is_undone) == (Some(true), Some(true)) {
            break;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    let (whole, back) = (whole.unwrap(), back.unwrap());
    assert!(matches!(whole.outcome, ParcelsOutcome::Made), "{:?}", whole.outcome);
    assert_eq!(whole.parts.len(), 3);
    assert!(matches!(back.outcome, ParcelsOutcome::Undone(_)), "{:?}", back.outcome);
    // The first was void, the third never bought.
    let Outcome::Made(second) = &back.parts[1].outcome else { panic!("{:?}", back.parts[1]) };
    assert!(back.parts[1].voided);
    assert_eq!(house.norte.taken_back(), std::slice::from_ref(&second.id));

    let sent = house.norte.sent();
    for key in ["norte unknown", PART, "norte collection unknown"] {
        let (_, was) = &expected[key];
        let body = &was.as_ref().unwrap().body;
        assert_eq!(sent.iter().filter(|sent| *sent == body).count(), 1, "{key}");
    }
    assert_eq!(sent.len(), 4, "and the third parcel, which never was: {sent:?}");
    let booked = journal.look("norte collection unknown").await.unwrap().unwrap();
    assert!(matches!(booked.outcome, Outcome::Booked(_)), "{booked:?}");
}

/// What was taken back stays so, and what was not to its end is taken back further.
pub(crate) async fn taken_back_further(store: &Arc<dyn Store>, expected: &Expected) {
    let (server, all) = (Server::start(), Voiding::all());
    let house = House::at(&server.url());
    let journal = Journal::new(Arc::clone(store), house.carriers()).with_settings(ageless());
    assert!(journal.void("ups voided", &all).await.unwrap().voided);
    assert_eq!(server.sent(), None, "it is void: nobody is asked");

    server.answers(vec![file("/void/", 200, "ups/void/whole.response.json")]);
    assert!(journal.void("ups voiding", &all).await.unwrap().voided);
    assert_eq!(server.sent(), expected["ups voiding"].1, "as it was asked before");

    let partly = journal.void("ups void in part", &all).await.unwrap();
    assert_eq!((server.sent(), partly.voided), (None, false));
    let VoidAnswer::Known { said: VoidOutcome::Partly { parcels } } = &partly.voids[0].answer
    else {
        panic!("{:?}", partly.voids)
    };
    let stands = |(_, said): &&(usize, VoidOutcome)| !matches!(said, VoidOutcome::Voided { .. });
    let standing = parcels.iter().filter(stands).map(|(parcel, _)| *parcel).collect();
    server.answers(vec![file("/void/", 200, "ups/void/one-parcel.response.json")]);
    let further = journal.void("ups void in part", &Voiding::parcels(standing)).await.unwrap();
    assert!(further.voided, "{:?}", further.voids);

    assert!(journal.void("norte collection made", &all).await.unwrap().voided);
    assert_eq!(house.norte.taken_back().len(), 1);
    let error = journal.void("sierra day made", &all).await.unwrap_err();
    assert!(matches!(error, VoidError::Closed(_)), "{error}");
}

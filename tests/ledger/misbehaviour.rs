//! Carriers that do wrong in every way, and shops that nobody kills.

use crate::books::Books;
use crate::judge;
use crate::places::{Before, Places};
use crate::processes::{Ledger, Running};
use crate::report::{Report, When};
use crate::script::{Fault, Look, Script};
use crate::shop::{CALL, Orders, Wanted};
use crate::wires::{Class, plain};

/// More than a call may take.
fn too_long() -> u64 {
    u64::try_from(CALL.as_millis()).unwrap() + 50
}

pub(crate) fn every() -> Vec<Fault> {
    vec![
        Fault::Answers,
        Fault::LostAfter,
        Fault::LostBefore,
        Fault::Broken,
        Fault::Late(150),
        Fault::Half,
        Fault::Slow(100),
        Fault::Slow(too_long()),
        Fault::Reset,
        Fault::Garbled,
    ]
}

pub(crate) struct Play {
    pub(crate) books: Books,
    reports: Vec<Report>,
    wanted: Vec<Wanted>,
}

/// A shop that buys once for each of the faults.
pub(crate) fn play(ledger: &Ledger, wire: &str, scene: &str, faults: &[Fault], look: Look) -> Play {
    let script = Script { look, ..Script::default() };
    play_script(ledger, wire, scene, faults, script)
}

fn play_script(ledger: &Ledger, wire: &str, scene: &str, faults: &[Fault], script: Script) -> Play {
    let wanted: Vec<_> = (1..=faults.len()).map(Wanted::nth).collect();
    let names = wanted.iter().map(|wanted| wanted.recipient.clone());
    let by_recipient = names.zip(faults.iter().map(|fault| vec![*fault])).collect();
    let script = Script { by_recipient, ..script };
    // Again where the machine kept the ledger from selling in time.
    for again in 0..4 {
        let scene = format!("{scene}_{again}");
        script.write(&ledger.folder, &scene);
        let folder = tempfile::tempdir().unwrap();
        let orders = orders(ledger, wire, &scene, folder.path(), wanted.clone());
        let reports = Running::start(&orders, ledger, None).ended().unwrap();
        let books = Books::read(&orders.books);
        if !books.sold_too_late() {
            return Play { books, reports, wanted };
        }
    }
    panic!("{scene}: this machine is too busy");
}

pub(crate) fn orders(
    ledger: &Ledger,
    wire: &str,
    scene: &str,
    folder: &std::path::Path,
    wanted: Vec<Wanted>,
) -> Orders {
    Orders {
        store: Places::Sqlite.fresh(folder, Before::Nothing),
        ledger: ledger.address.clone(),
        books: Books::of(&ledger.folder, scene),
        wire: wire.to_owned(),
        scene: scene.to_owned(),
        wanted,
        starts_after: 0,
        recovers_first: false,
        labels: folder.to_owned(),
    }
}

impl Play {
    pub(crate) fn assert_right(&self, about: &str) {
        let mut faults: Vec<_> = self
            .reports
            .iter()
            .flat_map(|report| judge::faults(&self.books, report, &self.wanted))
            .collect();
        faults.extend(judge::changed(&self.reports));
        assert!(faults.is_empty(), "{about}: {}", faults.join("; "));
        assert_eq!(self.books.standing().count(), self.wanted.len(), "{about}");
    }

    /// Why a person had to look, by key.
    pub(crate) fn work(&self) -> Vec<String> {
        let rest = self.reports.iter().find(|report| report.when == When::AtRest).unwrap();
        let open = rest.records.iter().filter(|told| told.work);
        open.map(|told| format!("{}: {}", told.key, told.wanted.as_ref().unwrap())).collect()
    }
}

pub(crate) fn whatever_becomes_of_an_answer_each_key_is_bought_once() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::start(folder.path());
    let looks = [Look::default(), Look { unfiltered: true, lag: 150, fails: 3, ..Look::default() }];
    std::thread::scope(|scope| {
        for (kind, (nth, look)) in plain::kinds()
            .iter()
            .flat_map(|kind| looks.iter().enumerate().map(move |look| (kind, look)))
        {
            let (ledger, name, class) = (&ledger, kind.name, kind.class);
            scope.spawn(move || {
                let about = format!("{name}, look-ups {nth}");
                let play = play(ledger, name, &format!("{name}{nth}"), &every(), *look);
                play.assert_right(&about);
                // Of ten, two were answered in time.
                let work = play.work();
                assert_eq!(work.is_empty(), class != Class::Blind, "{about}: {work:?}");
            });
        }
    });
}

pub(crate) fn several_labels_of_one_reference_are_left_to_a_person() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::start(folder.path());
    let twice = Look { twice: true, ..Look::default() };
    let play = play(&ledger, "paper", "twice", &[Fault::LostAfter], twice);
    play.assert_right("twice");
    let work = play.work().join("; ");
    assert!(work.contains("shows 2 labels that could be it"), "{work}");
}

pub(crate) fn what_a_carrier_says_it_made_is_never_taken_for_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::start(folder.path());
    let look = Look { lag: 3_600_000, ..Look::default() };
    let script = Script { look, forgets: Some(1_000), ..Script::default() };
    let play = play_script(&ledger, "forgets", "forgets", &[Fault::LostAfter], script);
    play.assert_right("forgets");
    assert_eq!(play.work().len(), 1, "{:?}", play.work());
}

pub(crate) fn the_ledger_knows_after_its_own_end_what_it_sold() {
    let folder = tempfile::tempdir().unwrap();
    let mut ledger = Ledger::start(folder.path());
    for wire in ["replays", "returns", "refuses", "paper", "bare"] {
        let script = Script { sell: vec![Fault::LostAfter], ..Script::default() };
        script.write(folder.path(), wire);
        let shop = tempfile::tempdir().unwrap();
        let orders = orders(&ledger, wire, wire, shop.path(), vec![Wanted::nth(1)]);
        Running::start(&orders, &ledger, Some("buy.answered")).killed_at("buy.answered").unwrap();
        ledger = ledger.restarted();
        let reports = Running::start(&orders, &ledger, None).ended().unwrap();
        let play = Play { books: Books::read(&orders.books), reports, wanted: orders.wanted };
        play.assert_right(wire);
        assert!(play.work().is_empty(), "{wire}");
    }
}

//! Many callers at once: a hundred tasks in each of three processes ask for the same key, round after round.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use arriero::purchase::{Outcome, Settings};

use crate::books::Books;
use crate::places::{Before, Places};
use crate::processes::Ledger;
use crate::script::{Fault, Script};
use crate::shop::{Orders, Place, Wanted, journal, opened, say};
use crate::wires::kind;

const ROUNDS: usize = 50;
const PROCESSES: usize = 3;
const TASKS: usize = 100;

/// For each line it gets, a key, all tasks buy under it; says the numbers of the labels that they got.
pub(crate) fn run(orders: &Orders) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let store = runtime.block_on(opened(&orders.store));
    let mut settings = Settings::default();
    settings.wait = Duration::from_mins(1);
    let journal = journal(orders, store).with_settings(settings);
    let kind = Arc::new(kind(&orders.wire).unwrap());
    say("ready");
    for key in std::io::stdin().lines() {
        let key = key.unwrap();
        let tasks: Vec<_> = (0..TASKS)
            .map(|_| {
                let wanted = Wanted { recipient: key.clone(), key: key.clone(), ..Wanted::nth(1) };
                let (journal, purchase) = (journal.clone(), wanted.purchase(&kind));
                runtime.spawn(async move {
                    match journal.buy(purchase).await.unwrap().outcome {
                        Outcome::Made(label) => label.id,
                        other => panic!("{other:?}"),
                    }
                })
            })
            .collect();
        let numbers = tasks.into_iter().map(|task| runtime.block_on(task).unwrap());
        say(&numbers.collect::<Vec<_>>().join(" "));
    }
}

struct Crowd {
    child: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
}

impl Crowd {
    fn start(orders: &Orders) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .arg("crowd")
            .arg(serde_json::to_string(orders).unwrap())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    fn said(&mut self) -> String {
        self.lines.next().unwrap().unwrap()
    }
}

fn fifty_rounds(store: Place, scene: &str) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::start(folder.path());
    // Slow, so that all others come while one is at it.
    let script = Script { sell: vec![Fault::Slow(20)], ..Script::default() };
    script.write(folder.path(), scene);
    let orders = Orders {
        store,
        ledger: ledger.address.clone(),
        books: Books::of(folder.path(), scene),
        wire: "blind".to_owned(),
        scene: scene.to_owned(),
        wanted: Vec::new(),
        starts_after: 0,
        recovers_first: false,
        labels: folder.path().to_owned(),
    };
    let mut crowds: Vec<_> = (0..PROCESSES).map(|_| Crowd::start(&orders)).collect();
    for crowd in &mut crowds {
        assert_eq!(crowd.said(), "ready");
    }
    for round in 0..ROUNDS {
        for crowd in &mut crowds {
            writeln!(crowd.child.stdin.as_mut().unwrap(), "order-{round}").unwrap();
        }
        let said: Vec<_> = crowds.iter_mut().map(Crowd::said).collect();
        let mut numbers: Vec<_> = said.iter().flat_map(|said| said.split(' ')).collect();
        assert_eq!(numbers.len(), PROCESSES * TASKS);
        numbers.dedup();
        assert_eq!(numbers.len(), 1, "round {round}: {numbers:?}");
    }
    for mut crowd in crowds {
        drop(crowd.child.stdin.take());
        assert!(crowd.child.wait().unwrap().success());
    }
    let books = Books::read(&orders.books);
    assert_eq!((books.standing().count(), books.requests()), (ROUNDS, ROUNDS));
}

pub(crate) fn three_hundred_callers_of_one_key_on_sqlite_buy_one_label() {
    let folder = tempfile::tempdir().unwrap();
    fifty_rounds(Places::Sqlite.fresh(folder.path(), Before::Nothing), "crowd");
}

pub(crate) fn three_hundred_callers_of_one_key_on_postgresql_buy_one_label() {
    let Some(places) = Places::postgres() else { return };
    let folder = tempfile::tempdir().unwrap();
    fifty_rounds(places.fresh(folder.path(), Before::Nothing), "crowd");
}

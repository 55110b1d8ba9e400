//! Canada Post as a server of ours: it sells a label for each parcel, or does not, as a plan says, and remembers what it took back.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use arriero::http::loopback::{Reply, Seen};
use serde_json::Value;

use super::office::Office;
use super::{Ran, repository};

/// Three parcels.
pub(crate) const ORDER: &str = r#"
    [from]
    company = "Librairie du Canal"
    lines = ["214 rue Somerset Ouest"]
    city = "Ottawa"
    region = "ON"
    postal_code = "K2P 0J4"
    country = "CA"
    phone = "613-555-0164"
    [to]
    name = "Morag Beaton"
    lines = ["1871 Hollis Street"]
    city = "Halifax"
    region = "NS"
    postal_code = "B3J 1W5"
    country = "CA"
    [[parcels]]
    weight = "1 kg"
    [[parcels]]
    weight = "2 kg"
    [[parcels]]
    weight = "3 kg"
"#;

/// What the carrier does with one request for a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sells {
    /// At the price that was quoted.
    Well,
    /// For more.
    Dearer,
    No,
    /// And loses its answer; nothing is found of it.
    Lost,
}

/// What the carrier does with a label that is to be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TakesBack {
    Well,
    No,
    /// Decides later.
    Later,
}

/// A carrier that sells what it is told and remembers what it took back.
struct Plan {
    sells: Vec<Sells>,
    takes_back: TakesBack,
    bought: AtomicUsize,
    quotes: AtomicUsize,
    /// The price of the later quotes, in place of the first.
    then: Option<&'static str>,
    void: Mutex<Vec<String>>,
}

fn no(status: u16, code: &str, words: &str) -> Reply {
    let text = format!(
        "<messages xmlns=\"http://www.canadapost.ca/ws/messages\"><message><code>{code}</code>\
         <description>{words}</description></message></messages>"
    );
    Reply::new(status, "application/vnd.cpc.messages+xml", text)
}

fn xml(name: &str) -> String {
    let path = repository("fixtures/canadapost").join(format!("{name}.response.xml"));
    std::fs::read_to_string(path).unwrap()
}

impl Plan {
    fn answer(&self, seen: &Seen) -> Reply {
        let path = seen.path.split('?').next().unwrap();
        let shipments = "/rs/0007023210/0007023210/shipment";
        let ok = |text: String| Reply::new(200, "application/vnd.cpc.shipment-v8+xml", text);
        if path == "/rs/ship/price" {
            let first = self.quotes.fetch_add(1, Ordering::SeqCst) < 3;
            let text = xml("rate/domestic");
            return ok(match self.then.filter(|_| !first) {
                Some("gone") => text.replace("DOM.EP", "DOM.XP"),
                Some("down") => return Reply::new(503, "text/plain", "later"),
                Some(due) => text.replace("<due>20.00</due>", &format!("<due>{due}</due>")),
                None => text,
            });
        }
        if path.starts_with("/rs/artifact") {
            return Reply::new(200, "application/pdf", format!("%PDF-1.4 the paper at {path}"));
        }
        let Some(number) = path.strip_prefix(shipments) else {
            return no(404, "9999", "nothing here");
        };
        let number = number.trim_start_matches('/');
        match (seen.method.as_str(), number) {
            ("POST", "") => {
                let nth = self.bought.fetch_add(1, Ordering::SeqCst);
                match self.sells.get(nth).copied().unwrap_or(Sells::Well) {
                    Sells::Well => ok(label(nth)),
                    Sells::Dearer => ok(label(nth).replace("20.00", "21.50")),
                    Sells::No => no(400, "7301", "The parcel is too heavy"),
                    Sells::Lost => Reply::nothing().close(),
                }
            }
            ("POST", refund) if refund.ends_with("/refund") => ok(xml("void/refund")),
            ("GET", "") => ok(xml("find/none")),
            ("GET", number) if self.void.lock().unwrap().contains(&number.to_owned()) => {
                no(404, "8064", "The shipment was voided")
            }
            ("GET", _) if self.takes_back == TakesBack::Later => {
                ok(label(0).replace("created", "transmitted"))
            }
            ("GET", _) => ok(label(0)),
            ("DELETE", number) if self.takes_back == TakesBack::Well => {
                self.void.lock().unwrap().push(number.to_owned());
                Reply::new(204, "text/plain", "")
            }
            ("DELETE", _) => no(400, "9120", "It is too late"),
            _ => no(404, "9999", "nothing here"),
        }
    }
}

/// A label with a number of its own.
fn label(nth: usize) -> String {
    let text = xml("label/contract");
    let text = text.replace("408211764900512871", &format!("40821176490051287{nth}"));
    let text = text.replace("7320091846612053", &format!("732009184661205{nth}"));
    text.replace("rs/artifact/9be1/10000771203", &format!("rs/artifact/9be1/1000077120{nth}"))
}

pub(crate) struct Shop {
    pub(crate) office: Office,
    plan: Arc<Plan>,
}

pub(crate) fn shop(sells: &[Sells], takes_back: TakesBack, then: Option<&'static str>) -> Shop {
    let plan = Arc::new(Plan {
        sells: sells.to_vec(),
        takes_back,
        bought: AtomicUsize::new(0),
        quotes: AtomicUsize::new(0),
        then,
        void: Mutex::default(),
    });
    let office = Office::post({
        let plan = Arc::clone(&plan);
        move |seen| plan.answer(seen)
    });
    office.desk.write("order.toml", ORDER);
    Shop { office, plan }
}

impl Shop {
    pub(crate) fn ship(&self, more: &[&str]) -> Ran {
        self.office.run(&[&["ship", "order.toml", "--key", "order 7"], more].concat())
    }

    pub(crate) fn run(&self, code: i32, arguments: &[&str]) -> Ran {
        let ran = self.office.run(arguments);
        assert_eq!(ran.code, code, "{arguments:?}: {}{}", ran.out, ran.err);
        ran
    }

    pub(crate) fn asked(&self) -> usize {
        self.office.server.requests()
    }

    pub(crate) fn bought(&self) -> usize {
        self.plan.bought.load(Ordering::SeqCst)
    }

    /// A document, held to the schema that the command line prints.
    pub(crate) fn document(&self, schema: &str, code: i32, arguments: &[&str]) -> Value {
        let document = self.run(code, &[arguments, &["--json"]].concat()).json();
        let described = self.office.desk.run(&["schema", schema]).json();
        let validator = jsonschema::validator_for(&described).unwrap();
        let errors: Vec<_> = validator.iter_errors(&document).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{schema}: {errors:?}");
        document
    }
}

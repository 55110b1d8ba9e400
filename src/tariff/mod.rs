//! Rate sheets: a carrier's contract prices as data, quoted without a network.
//!
//! Most European carriers have no call that tells a price: the price is a contract in a spreadsheet. A sheet is that contract
//! as TOML for the rules and CSV beside it for the numbers. Loaded, it is checked whole; whatever is wrong is said with file,
//! line and column, and what would be right. It prices what it says and refuses the rest in words and numbers: no nearest
//! zone, no last step stretched, no old fuel.
//!
//! ```
//! use arriero::model::{Address, Country, Date, Parcel, RateRequest, Shipment};
//! use arriero::tariff::{Sheet, SheetCarrier};
//!
//! let rules = r#"
//! sheet = { format = 1, carrier = "mula", currency = "EUR", cells = "net", valid = "2026-01-01/2026-12-31",
//!     origin = ["ES", "not ES 07", "not ES 35", "not ES 38"] }
//! tax = { iva = [{ percent = "21", from = "2012-09-01" }] }
//!
//! [zone]
//! near = { to = ["ES same:2"], tax = "iva" }        # the province of the origin
//! peninsula = { to = ["ES"], tax = "iva" }
//! baleares = { to = ["ES 07"], tax = "iva" }        # the most specific pattern wins, wherever it stands
//! canarias = { to = ["ES 35", "ES 38"], refuse = "the Canary Islands are not served" }
//!
//! [service.paq]                                     # its prices: mula.paq.csv
//! weight = { divisor = "5000 cm3/kg", no_sides = "actual" }
//! limits = { weight = "30 kg" }
//! surcharges = [{ id = "fuel", percent = "10", on = ["base"] }]
//! transit = { days = { near = "1", peninsula = "1-2", baleares = "3" }, cut_off = "17:00 Europe/Madrid", calendar = "both" }
//! "#;
//! let prices = "\
//! kg,near,peninsula,baleares
//! 1,3.00,4.00,8.00
//! 5,4.00,6.00,-
//! +1<=30,0.50,0.70,-
//! ";
//! let sheet = Sheet::from_texts(&[("mula.toml", rules), ("mula.paq.csv", prices)])?;
//!
//! let place = |code: &str| Address::new(Country::ES).with_city(code, "");
//! let seven_kilos = vec![Parcel::new("7 kg".parse()?)];
//! let shipment = Shipment::new(place("28013"), place("08001"), seven_kilos);
//! let monday: Date = "2026-03-02".parse()?;
//! let answer = SheetCarrier::new(sheet).quote(&RateRequest::new(shipment, monday));
//!
//! // step 5 kg 6.00 and two further kilos of 0.70; fuel 10 % of 7.40; tax 21 % of 8.14
//! let rate = &answer.rates[0];
//! assert_eq!(rate.total.to_string(), "8.14 EUR");
//! assert_eq!(rate.tax.map(|tax| tax.to_string()), Some("1.71 EUR".to_owned()));
//! assert_eq!(rate.zone.as_deref(), Some("peninsula"));
//! assert_eq!(rate.delivery.date, "2026-03-04".parse().ok());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is decided where
//!
//! The hand-over day H comes first: the cut-off and the pick-up days of the origin. All dates of a sheet are compared with
//! H. Then zone, limits, billable weight, base, discount, surcharges in the order written, minimum, tax. Conditions see sides
//! as the sheet rounds them; limits, and the volume of a shipment, see them as measured. A surcharge is charged once for the
//! shipment unless it says `per = "parcel"`; where its condition speaks of a parcel, which of the two must be said. Parcels
//! are charged before the shipment is, so that a shipment's surcharge can stand in one group with a parcel's, or give way to
//! it.
//!
//! # Where prices come from
//!
//! | written | read |
//! |---|---|
//! | nothing | `sheet.service.csv` beside `sheet.toml` |
//! | `prices = "file.csv"` | that file |
//! | `prices = { file = "list.csv", reader = "usps-notice-123" }` | a list as it is published, by the reader of its form |
//! | `prices = [{ file = "a.csv", valid = "2026-01-01/2026-06-30" }, …]` | by the hand-over day; overlaps are faults, a day in a gap is refused |
//!
//! The first column of a price file is the weight a row goes up to. `5` owns its boundary, `<5` does not; `21-50` after
//! `0-20` begins above 20, and the minimum of the first row is a ban only with `least = true`; `+1<=40` is a price for each
//! started unit above the last step, `*1<=300` for each started unit of the whole weight; any other word names a row that
//! `rows` put in place of the steps. A blank cell or `-` is not offered, `0.00` is a price. Columns `from` and `until` give a
//! row days of its own: the rows of a file are the same on all days, and one without a price on a day is refused, never
//! the next one taken. `breaks = "lowest"` charges a heavier row where that is cheaper.
//!
//! | reader | of | beside it |
//! |---|---|---|
//! | `usps-notice-123` | the Postal Service's lists in CSV: weights by zone or one column (`column`), several tables (`table`), prices with names | `listed = "…"` in surcharges and flat boxes; a fee's condition is that of its words; what is not used is set aside by `aside = ["…"]` |
//! | `usps-zone-chart` | `zones = { file = "…", reader = "…" }`: ZIP codes and zones | `tax` for all its zones |
//! | `porto-data` | JSON tables of products, tiers, zones, services and prices by date, in one file or `files = […]` | the product is the service's code, or `products = […]` make its steps; `listed = "…"` names a service |
//!
//! # Places, sets and days
//!
//! A list of places is texts, tables with days of their own, and files of one pattern a line:
//!
//! ```toml
//! [set]                                       # names for places; EU is known, on the days of each membership
//! nordics = ["SE", "DK", { places = ["FI"], valid = "2026-07-01/" }]
//! islands = ["ES 07", "ES 35", "ES 38", "more-islands.csv"]
//!
//! [zone]
//! north = { to = ["nordics", "not DK"], tax = "exempt" }
//! sea = { to = ["islands"], tax = "exempt", valid = "2026-03-01/2026-10-31" }
//! town = { to = ["GB same:area"], tax = "exempt" }       # or same:district; elsewhere same:2, in characters
//! ```
//!
//! A place from a set ranks as the place itself and yields to the same place written out; two sets that share one are a fault
//! until it is written out. `valid` includes both days, may leave either open, and may stand at a place, a zone, a service
//! or a surcharge; one surcharge may have a row for each span of days. Files of places and charts have days in the columns
//! `from,until`.
//!
//! # Limits, tolerance and boxes
//!
//! `limits = { longest = "150 cm", least.longest = "15 cm", shipment.parcels = "10" }`: the bound itself is inside.
//! `weight = { unit = "1 lb", tolerance = "0.5 g" }` lets an actual weight count as the multiple of the unit just below it;
//! the rate then names it. A flat box is priced where a parcel says that it is packed in it; [`Sheet::flat_boxes`] tells
//! which there are and what has room in them.

mod before;
mod boxes;
mod carrier;
mod code;
mod compiled;
mod condition;
mod csv_file;
mod dated;
mod days;
pub mod diff;
mod explain;
mod facts;
mod fault;
mod grid;
pub mod import;
mod lines;
mod list;
mod node;
mod number;
mod pattern;
mod places;
mod price;
mod published;
mod read;
mod refusal;
mod sheet;
mod source;
mod transit;
mod weigh;
pub mod writing;
mod written;

#[cfg(test)]
mod tests;

pub use before::SheetBefore;
pub use boxes::FlatBox;
pub use carrier::{Overlap, SheetCarrier};
pub use explain::{ExplainedService, ExplainedStep, Explanation, Topic, explain};
pub use fault::{SheetFault, SheetFaults};
pub use sheet::Sheet;
pub use source::SourceError;
pub use written::WrittenSheet;

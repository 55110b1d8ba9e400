//! From the configuration to the carriers that are asked.

use std::sync::Arc;

use crate::carrier::{Carrier, Carriers, Config, Noted, Table};
use crate::input::{Complaint, Complaints, nearest};

#[cfg(feature = "tariff")]
mod sheets;

/// An adapter's constructor: asks the table for what it needs.
type Adapter = fn(&mut Table) -> Result<Arc<dyn Carrier>, Noted>;

/// The adapters of this build, by the name of their folder.
const ADAPTERS: &[(&str, Adapter)] = &[
    #[cfg(feature = "canadapost")]
    (super::canadapost::ID, super::canadapost::CanadaPost::from_table),
    #[cfg(feature = "ups")]
    (super::ups::ID, super::ups::Ups::from_table),
];

/// The names of the adapters that are built in.
pub fn adapters() -> impl Iterator<Item = &'static str> {
    ADAPTERS.iter().map(|(name, _)| *name)
}

/// Builds every carrier of a configuration, in its order.
///
/// # Errors
///
/// [`Complaints`], those of all tables at once: an adapter that is not known, fields that are missing, unknown or wrong, a
/// sheet that cannot be loaded.
pub fn build(config: Config) -> Result<Carriers, Complaints> {
    let (mut carriers, mut complaints) = (Carriers::new(), Vec::<Complaint>::new());
    for table in config.into_tables() {
        match one(table) {
            Ok(carrier) => {
                if let Err(twice) = carriers.add(carrier) {
                    complaints.push(Complaint::of_file("configuration", twice.to_string()));
                }
            }
            Err(of_table) => complaints.extend(of_table),
        }
    }
    Complaints::of(complaints).map_or(Ok(carriers), Err)
}

fn one(mut table: Table) -> Result<Arc<dyn Carrier>, Complaints> {
    let file = table.file().to_owned();
    let priced = sheet(&mut table);
    let carrier = carrier(&mut table, matches!(priced, Ok(None)));
    // A table that has noted a fault ends here, whatever the adapter made of it.
    let noted = table.finish().err();
    let (carrier, sheet) = match (carrier, priced, noted) {
        (carrier, Ok(sheet), None) => (carrier, sheet),
        (_, priced, noted) => {
            let all = noted.into_iter().chain(priced.err()).flatten().collect();
            return Err(Complaints::of(all).unwrap_or_else(|| unreadable(&file)));
        }
    };
    match (carrier, sheet) {
        (Ok(None), Some(sheet)) => Ok(sheet.alone()),
        (Ok(Some(carrier)), None) => Ok(carrier),
        (Ok(Some(carrier)), Some(sheet)) => Ok(sheet.before(carrier)),
        (Ok(None), None) | (Err(_), _) => Err(unreadable(&file)),
    }
}

fn unreadable(file: &str) -> Complaints {
    Complaints::of_file(file, "cannot be read")
}

/// The adapter that the table names; `None`: none, which a sheet may do without.
fn carrier(table: &mut Table, needed: bool) -> Result<Option<Arc<dyn Carrier>>, Noted> {
    let named = table.optional("adapter");
    let name = named.clone().unwrap_or_else(|| table.id().to_string());
    match ADAPTERS.iter().find(|(known, _)| *known == name) {
        Some((_, build)) => build(table).map(Some),
        None if named.is_none() && !needed => Ok(None),
        None => Err(unknown(table, &name)),
    }
}

#[cfg(feature = "tariff")]
use sheets::sheet;

/// Without rate sheets in the build none can be named.
#[cfg(not(feature = "tariff"))]
#[expect(clippy::unnecessary_wraps, reason = "the same signature as with rate sheets")]
fn sheet(_: &mut Table) -> Result<Option<NoSheet>, Complaints> {
    Ok(None)
}

/// What a build without rate sheets never has.
#[cfg(not(feature = "tariff"))]
enum NoSheet {}

#[cfg(not(feature = "tariff"))]
impl NoSheet {
    fn alone(self) -> Arc<dyn Carrier> {
        match self {}
    }

    fn before(self, _: Arc<dyn Carrier>) -> Arc<dyn Carrier> {
        match self {}
    }
}

fn unknown(table: &mut Table, name: &str) -> Noted {
    let known: Vec<_> = adapters().collect();
    let advice = match (nearest(name, known.iter().copied()), known.as_slice()) {
        (Some(meant), _) => format!("did you mean {meant:?}?"),
        (None, []) => "this build has none; give the carrier a sheet".to_owned(),
        (None, known) => format!("known are {}; or give the carrier a sheet", known.join(", ")),
    };
    let noted = table.fault("adapter", format!("no adapter is called {name:?}; {advice}"));
    // The other fields are nobody's: one fault is enough.
    table.ask_all();
    noted
}

#[cfg(all(test, feature = "tariff"))]
mod tests;

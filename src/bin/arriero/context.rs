//! What every command has at hand: the carriers, the moment, the time to wait.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, SystemTime};

use arriero::carrier::{Carriers, Config, Table};
use arriero::model::{CarrierId, OffsetDateTime};
use arriero::quote::Deadlines;

use crate::args::Common;
use crate::files;
use crate::place::{self, Place};
use crate::stop::Stop;
use crate::words::shell;

/// The fields of each carrier's table, by name.
pub(crate) type Configured = BTreeMap<CarrierId, Vec<String>>;

#[derive(Debug)]
pub(crate) struct Context {
    common: Common,
    now: OffsetDateTime,
}

impl Context {
    pub(crate) fn new(common: Common) -> Self {
        let system = || chrono::DateTime::<chrono::Utc>::from(SystemTime::now()).fixed_offset();
        let now = common.now.unwrap_or_else(system);
        Self { common, now }
    }

    /// The moment of the decision.
    pub(crate) fn now(&self) -> OffsetDateTime {
        self.now
    }

    /// The moment of the decision, where it was told.
    pub(crate) fn given_now(&self) -> Option<OffsetDateTime> {
        self.common.now
    }

    /// The configuration; `None`: the sandbox answers.
    pub(crate) fn config(&self) -> Option<&Path> {
        self.common.config.as_deref()
    }

    /// How long carriers are waited for.
    pub(crate) fn deadlines(&self) -> Deadlines {
        Deadlines::within(self.common.deadline)
    }

    /// Whether the built-in sandbox answers.
    pub(crate) fn is_sandbox(&self) -> bool {
        self.common.config.is_none()
    }

    /// What to say where the sandbox answers.
    pub(crate) fn sandbox_remark(&self) -> &'static str {
        if self.is_sandbox() {
            "The sandbox answers: made-up carriers, nothing is really bought. Name your own with --config.\n"
        } else {
            ""
        }
    }

    /// What to say where purchases of the sandbox are shown.
    pub(crate) fn sandbox_purchases_remark(&self) -> &'static str {
        let usual = self.place().is_ok_and(|place| place.named_by().is_none());
        if self.is_sandbox() && usual {
            "These are the sandbox's: nothing is really bought. See those of your carriers with --config.\n"
        } else {
            ""
        }
    }

    /// The carriers that are asked: those of the configuration or the sandbox, narrowed by `--carrier`.
    pub(crate) fn carriers(&self) -> Result<Carriers, Stop> {
        let all = match &self.common.config {
            Some(path) => arriero::carriers::build(Config::open(path)?)?,
            None => arriero::sandbox::carriers(self.common.now)
                .map_err(|error| Stop::System(std::io::Error::other(error)))?,
        };
        let wanted = &self.common.carriers;
        for id in wanted {
            if all.get(id.as_str()).is_none() {
                let known: Vec<_> = all.iter().map(|carrier| carrier.id().to_string()).collect();
                let message = format!("no carrier is called {id}; known are {}", known.join(", "));
                return Err(Stop::input("--carrier", message));
            }
        }
        let keep =
            |id: &CarrierId| wanted.is_empty() || wanted.iter().any(|one| one.matches(id.as_str()));
        Ok(all.filter(keep))
    }

    /// The carriers that are asked, narrowed to some of them; none named: all.
    pub(crate) fn carriers_of(&self, named: &[CarrierId]) -> Result<Carriers, Stop> {
        let all = self.carriers()?;
        if let Some(unknown) = named.iter().find(|id| all.get(id.as_str()).is_none()) {
            let known: Vec<_> = all.iter().map(|carrier| carrier.id().to_string()).collect();
            let message = format!("no carrier is called {unknown}; known are {}", known.join(", "));
            return Err(Stop::input("CARRIER", message));
        }
        Ok(all.filter(|id| named.is_empty() || named.contains(id)))
    }

    /// The fields that each carrier's table of the configuration has, by name.
    pub(crate) fn configured(&self) -> Result<Configured, Stop> {
        let Some(path) = &self.common.config else { return Ok(Configured::new()) };
        let tables = Config::open(path)?.into_tables();
        let fields = |table: &Table| table.fields().map(str::to_owned).collect();
        Ok(tables.iter().map(|table| (table.id().clone(), fields(table))).collect())
    }

    /// Where the journal is kept.
    pub(crate) fn place(&self) -> Result<Place, Stop> {
        match &self.common.store {
            Some(named) => Place::named(named, place::OPTION),
            None => match variable()? {
                Some(named) => Place::named(&named, place::VARIABLE),
                None => Place::usual(self.is_sandbox()),
            },
        }
    }

    /// What another command needs behind it to come to the same journal and carriers.
    pub(crate) fn same(&self) -> String {
        let mut same = String::new();
        if let Some(config) = &self.common.config {
            same.push_str(" --config ");
            same.push_str(&shell(&config.display().to_string()));
        }
        if let Some(store) = &self.common.store {
            // An address may have a password.
            let address = store.contains("://");
            same.push_str(" --store ");
            same.push_str(&if address { "postgres://…".to_owned() } else { shell(store) });
        }
        same
    }

    /// How long any one answer is waited for.
    pub(crate) fn deadline(&self) -> Duration {
        self.common.deadline
    }

    /// The one carrier that is left; `why` says what needs it to be one.
    pub(crate) fn one_carrier(
        &self,
        can: impl Fn(&arriero::carrier::Capabilities) -> bool,
        why: &str,
    ) -> Result<std::sync::Arc<dyn arriero::carrier::Carrier>, Stop> {
        let carriers = self.carriers()?;
        let able: Vec<_> = carriers.iter().filter(|carrier| can(&carrier.capabilities())).collect();
        match able.as_slice() {
            [one] => Ok(std::sync::Arc::clone(one)),
            [] => Err(Stop::input("--carrier", format!("none of the carriers can do that; {why}"))),
            several => {
                let ids: Vec<_> = several.iter().map(|carrier| carrier.id().to_string()).collect();
                Err(Stop::input("--carrier", format!("name one of {}; {why}", ids.join(", "))))
            }
        }
    }

    /// The carriers that `--carrier` names.
    pub(crate) fn named_carriers(&self) -> &[CarrierId] {
        &self.common.carriers
    }

    /// The folder that files are written to, once it is shown to be writable.
    pub(crate) fn folder(&self) -> Result<arriero::store::Folder, Stop> {
        Ok(files::writable(&self.common.out)?)
    }

    /// The folder that files are written to, as it was named.
    pub(crate) fn out(&self) -> &Path {
        &self.common.out
    }
}

/// The store that the environment names; `None`: it names none.
fn variable() -> Result<Option<String>, Stop> {
    match std::env::var(place::VARIABLE) {
        Ok(named) => Ok(Some(named).filter(|named| !named.is_empty())),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => {
            Err(Stop::input(place::VARIABLE, "is no text; name a SQLite file or postgres://…"))
        }
    }
}

/// The store that the environment names, for whoever cannot do without.
pub(crate) fn store_of_environment() -> Result<Place, Stop> {
    let message = format!("is missing; name the place, or set {}", place::VARIABLE);
    let named = variable()?.ok_or_else(|| Stop::input("TO", message))?;
    Place::named(&named, place::VARIABLE)
}

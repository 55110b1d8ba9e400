//! A loaded sheet: from files or from texts, checked whole.

use std::path::Path;
use std::sync::Arc;

use super::compiled::{Compiled, ServiceRules};
use super::fault::{SheetFault, SheetFaults};
use super::read;
use super::source::{self, Loader, SourceError};
use crate::model::{CarrierId, Currency, Date, Service};

/// A carrier's prices as data: loaded, checked and compiled. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// As it is on its first days; where its places do not change, on all.
    pub(super) compiled: Arc<Compiled>,
    /// As it is afterwards, in order.
    later: Arc<[Compiled]>,
    warnings: Arc<[SheetFault]>,
    name: Arc<str>,
}

impl Sheet {
    /// Loads a sheet from its TOML file; the files it names lie beside it.
    ///
    /// # Errors
    ///
    /// [`SheetFaults`]: everything that is wrong with it. Files above 8 MiB are refused unread.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, SheetFaults> {
        let path = path.as_ref();
        let folder = path.parent().unwrap_or(Path::new(""));
        let name =
            path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        Self::from_sources(&name, |file| source::read(&folder.join(file)))
    }

    /// Loads a sheet from wherever its files are: `resolve` gives the text of a name, of the sheet's own first.
    ///
    /// # Errors
    ///
    /// [`SheetFaults`]: everything that is wrong with it.
    pub fn from_sources(
        name: &str,
        resolve: impl Fn(&str) -> Result<String, SourceError>,
    ) -> Result<Self, SheetFaults> {
        let loader = Loader::new(&resolve);
        let source = loader.first(name)?;
        let (first, later, warnings) = read::sheet(&source, &loader)?;
        Ok(Self {
            compiled: Arc::new(first),
            later: later.into(),
            warnings: warnings.into(),
            name: Arc::clone(&source.name),
        })
    }

    /// Loads a sheet from texts with their names, the sheet's own first.
    ///
    /// # Errors
    ///
    /// [`SheetFaults`]: everything that is wrong with it.
    pub fn from_texts(texts: &[(&str, &str)]) -> Result<Self, SheetFaults> {
        let name = texts.first().map_or("sheet.toml", |(name, _)| name);
        Self::from_sources(name, |wanted| {
            let found = texts.iter().find(|(name, _)| *name == wanted);
            found
                .map(|(_, text)| (*text).to_owned())
                .ok_or_else(|| SourceError::new("is not there"))
        })
    }

    /// The file that the sheet was loaded from, without its folder.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The carrier whose prices these are, as the sheet names it.
    #[must_use]
    pub fn carrier(&self) -> &CarrierId {
        &self.compiled.carrier
    }

    /// The currency of its prices.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.compiled.scale.currency
    }

    /// The first and the last hand-over day that it prices, both included; `None`: it has no last.
    #[must_use]
    pub fn valid(&self) -> (Date, Option<Date>) {
        let last = self.later.last().unwrap_or(&self.compiled);
        (self.compiled.first_day, last.last_day)
    }

    /// The sheet as it is on a day; `None`: it is not valid on it.
    pub(super) fn on(&self, day: Date) -> Option<&Compiled> {
        std::iter::once(&*self.compiled)
            .chain(&*self.later)
            .find(|compiled| compiled.is_valid_on(day))
    }

    /// The services that it prices.
    pub fn services(&self) -> impl Iterator<Item = &Service> {
        let slices = &self.compiled.services;
        let first = |(place, rules): &(usize, &ServiceRules)| {
            place
                .checked_sub(1)
                .and_then(|before| slices.get(before))
                .is_none_or(|before| before.service.code != rules.service.code)
        };
        slices.iter().enumerate().filter(first).map(|(_, rules)| &rules.service)
    }

    /// What is lawful and likely a slip, in the order of files and lines.
    #[must_use]
    pub fn warnings(&self) -> &[SheetFault] {
        &self.warnings
    }
}

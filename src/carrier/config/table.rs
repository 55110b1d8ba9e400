//! The table of one carrier account, as its adapter reads it.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::str::FromStr;

use super::super::Secret;
use crate::input::{Complaints, Found, Text, located, nearest};
use crate::model::CarrierId;

/// What the configuration says about one carrier account.
///
/// An adapter asks for its fields one after the other and only then uses the answers, so that all faults are told at once:
///
/// ```
/// # use arriero::carrier::{Noted, Secret, Table};
/// # struct Ups;
/// fn from_table(table: &mut Table) -> Result<Ups, Noted> {
///     let client_id = table.text("client_id");
///     let client_secret = table.secret("client_secret");
///     let account = table.optional("account_number");
///     Ok(build(client_id?, client_secret?, account))
/// }
/// # fn build(_: String, _: Secret, _: Option<String>) -> Ups { Ups }
/// ```
///
/// Whoever called the adapter then calls [`finish`](Self::finish): what was never asked for is unknown.
#[derive(Debug)]
pub struct Table {
    id: CarrierId,
    byte: usize,
    folder: PathBuf,
    settings: Vec<Setting>,
    asked: BTreeSet<&'static str>,
    found: Vec<Found>,
    text: Option<Text>,
}

/// A field of a table, its value fetched.
#[derive(Debug)]
pub(super) struct Setting {
    pub(super) name: String,
    pub(super) byte: usize,
    pub(super) values: Vec<Secret>,
}

/// Something is wrong with a [`Table`], which has noted it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the carrier's table is wrong")]
pub struct Noted(());

impl Table {
    pub(super) fn new(id: CarrierId, byte: usize, folder: PathBuf, settings: Vec<Setting>) -> Self {
        Self { id, byte, folder, settings, asked: BTreeSet::new(), found: Vec::new(), text: None }
    }

    pub(super) fn of_text(self, text: &Text) -> Self {
        Self { text: Some(text.clone()), ..self }
    }

    /// The account's name: that of the table.
    #[must_use]
    pub fn id(&self) -> &CarrierId {
        &self.id
    }

    /// The names of the fields that it has, in their order; no value.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.settings.iter().map(|setting| setting.name.as_str())
    }

    /// A secret that must be there.
    ///
    /// # Errors
    ///
    /// [`Noted`] where it is not.
    pub fn secret(&mut self, field: &'static str) -> Result<Secret, Noted> {
        match self.optional_secret(field) {
            Some(secret) => Ok(secret),
            None => Err(self.missing(field)),
        }
    }

    /// A secret; `None`: it is not there.
    pub fn optional_secret(&mut self, field: &'static str) -> Option<Secret> {
        self.asked.insert(field);
        let setting = self.settings.iter().find(|setting| setting.name == field)?;
        setting.values.first().cloned()
    }

    /// A text that must be there.
    ///
    /// # Errors
    ///
    /// [`Noted`] where it is not.
    pub fn text(&mut self, field: &'static str) -> Result<String, Noted> {
        self.secret(field).map(|text| text.expose().to_owned())
    }

    /// A text; `None`: it is not there.
    pub fn optional(&mut self, field: &'static str) -> Option<String> {
        self.optional_secret(field).map(|text| text.expose().to_owned())
    }

    /// Several texts: a list, or a single one; none where the field is not there.
    pub fn list(&mut self, field: &'static str) -> Vec<String> {
        self.asked.insert(field);
        let setting = self.settings.iter().find(|setting| setting.name == field);
        let values = setting.map_or(&[] as &[_], |setting| &setting.values);
        values.iter().map(|text| text.expose().to_owned()).collect()
    }

    /// A value of a type that is written as text; `None`: it is not there.
    ///
    /// # Errors
    ///
    /// [`Noted`], with the type's own words, where the text is none.
    pub fn parsed<T>(&mut self, field: &'static str) -> Result<Option<T>, Noted>
    where
        T: FromStr<Err: std::fmt::Display>,
    {
        let Some(text) = self.optional(field) else { return Ok(None) };
        text.parse().map(Some).map_err(|error: T::Err| self.fault(field, error.to_string()))
    }

    /// A file, beside the configuration where its name is relative; `None`: it is not there.
    pub fn path(&mut self, field: &'static str) -> Option<PathBuf> {
        self.optional(field).map(|path| self.folder.join(path))
    }

    /// Another place than the carrier's own to send to, without a slash at its end; `None`: the carrier's own.
    ///
    /// # Errors
    ///
    /// [`Noted`] where it does not begin with `https://` or `http://`.
    pub fn base_url(&mut self) -> Result<Option<String>, Noted> {
        const FIELD: &str = "base_url";
        match self.optional(FIELD) {
            Some(url) if !url.starts_with("https://") && !url.starts_with("http://") => {
                Err(self.fault(FIELD, "is no address; write it as https://example.com/api"))
            }
            url => Ok(url.map(|url| url.trim_end_matches('/').to_owned())),
        }
    }

    /// Notes that a field is wrong: what is wrong, and what would be right. Never put the value of a secret into it.
    pub fn fault(&mut self, field: &'static str, message: impl AsRef<str>) -> Noted {
        let path = format!("carriers.{}.{field}", self.id);
        let setting = self.settings.iter().find(|setting| setting.name == field);
        let byte = setting.map_or(self.byte, |setting| setting.byte);
        let message = format!("{path}: {}", message.as_ref());
        self.found.push(Found::at(byte, path, message));
        Noted(())
    }

    fn missing(&mut self, field: &'static str) -> Noted {
        // The value may be there and could not be fetched, or under a name that is near: one fault, not two.
        let noted = self.settings.iter().any(|setting| setting.name == field)
            || self.unasked().any(|setting| nearest(&setting.name, [field]).is_some());
        if noted { Noted(()) } else { self.fault(field, "is missing") }
    }

    fn unasked(&self) -> impl Iterator<Item = &Setting> {
        self.settings.iter().filter(|setting| !self.asked.contains(setting.name.as_str()))
    }

    /// The file that the table stands in.
    pub(crate) fn file(&self) -> &str {
        self.text.as_ref().map_or("configuration", Text::name)
    }

    /// Takes every field as asked for, where nobody can know which are right.
    pub(crate) fn ask_all(&mut self) {
        self.settings.clear();
    }

    /// Ends the reading: fields that nobody asked for are unknown.
    ///
    /// # Errors
    ///
    /// [`Complaints`]: every fault of this table.
    pub fn finish(mut self) -> Result<(), Complaints> {
        let unknown: Vec<_> = self
            .unasked()
            .map(|Setting { name, byte, .. }| {
                let message = if let Some(meant) = nearest(name, self.asked.iter().copied()) {
                    format!("unknown field {name:?}; did you mean {meant:?}?")
                } else {
                    let known: Vec<_> = self.asked.iter().copied().collect();
                    format!("unknown field {name:?}; known are {}", known.join(", "))
                };
                Found::at(*byte, format!("carriers.{}.{name}", self.id), message)
            })
            .collect();
        self.found.extend(unknown);
        let complaints = match &self.text {
            Some(text) => Complaints::of(located(text, self.found)),
            None => None,
        };
        complaints.map_or(Ok(()), Err)
    }
}

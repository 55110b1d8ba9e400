//! A sheet together with the texts that it was loaded from, for those who speak of what is written: explanations and
//! comparisons. No price is made from it.

use std::cell::RefCell;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::csv_file::records;
use super::fault::{Report, SheetFaults};
use super::sheet::Sheet;
use super::source::{self, Source, SourceError};

/// A loaded sheet and its files as they are written.
///
/// ```
/// use arriero::tariff::WrittenSheet;
///
/// let rules = r#"sheet = { format = 1, carrier = "mula", currency = "EUR", cells = "net", valid = "2026-01-01/", origin = ["ES"] }
/// [zone]
/// spain = { to = ["ES"] }
/// [service.paq]"#;
/// let sheet = WrittenSheet::from_texts(&[("mula.toml", rules), ("mula.paq.csv", "kg,spain\n1,4.10\n")])?;
/// let files: Vec<_> = sheet.files().map(|(name, _)| name).collect();
/// assert_eq!(files, ["mula.toml", "mula.paq.csv"]);
/// # Ok::<(), arriero::tariff::SheetFaults>(())
/// ```
#[derive(Debug)]
pub struct WrittenSheet {
    sheet: Sheet,
    files: Vec<(String, String)>,
}

impl WrittenSheet {
    /// Loads a sheet from its TOML file; the files it names lie beside it.
    ///
    /// # Errors
    ///
    /// As [`Sheet::load`].
    pub fn load(path: impl AsRef<Path>) -> Result<Self, SheetFaults> {
        let path = path.as_ref();
        let folder = path.parent().unwrap_or(Path::new(""));
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Self::from_sources(&name, |file| source::read(&folder.join(file)))
    }

    /// Loads a sheet from wherever its files are.
    ///
    /// # Errors
    ///
    /// As [`Sheet::from_sources`].
    pub fn from_sources(
        name: &str,
        resolve: impl Fn(&str) -> Result<String, SourceError>,
    ) -> Result<Self, SheetFaults> {
        let files: RefCell<Vec<(String, String)>> = RefCell::default();
        let sheet = Sheet::from_sources(name, |file| {
            let text = resolve(file)?;
            let mut files = files.borrow_mut();
            if !files.iter().any(|(known, _)| known == file) {
                files.push((file.to_owned(), text.clone()));
            }
            Ok(text)
        })?;
        Ok(Self { sheet, files: files.into_inner() })
    }

    /// Loads a sheet from texts with their names, the sheet's own first.
    ///
    /// # Errors
    ///
    /// As [`Sheet::from_texts`].
    pub fn from_texts(texts: &[(&str, &str)]) -> Result<Self, SheetFaults> {
        let name = texts.first().map_or("sheet.toml", |(name, _)| name);
        Self::from_sources(name, |wanted| {
            let found = texts.iter().find(|(name, _)| *name == wanted);
            found
                .map(|(_, text)| (*text).to_owned())
                .ok_or_else(|| SourceError::new("is not there"))
        })
    }

    /// The sheet.
    #[must_use]
    pub const fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    /// Its files by name, the rules first.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// The name of the rules without its ending: other files are called after it.
    pub(super) fn stem(&self) -> &str {
        let name = self.sheet.name();
        name.strip_suffix(".toml").unwrap_or(name)
    }

    pub(super) fn file(&self, name: &str) -> Option<&str> {
        self.files().find(|(known, _)| *known == name).map(|(_, text)| text)
    }

    /// The rules.
    pub(super) fn rules(&self) -> Rule {
        let text = self.file(self.sheet.name()).unwrap_or_default();
        let source = Source::new(self.sheet.name(), text.to_owned());
        let (document, _) = DeTable::parse_recoverable(&source.text);
        table(document.get_ref(), &source)
    }

    /// The files of a service's prices, each with the days that it is said to hold on.
    pub(super) fn price_files<'r>(
        &self,
        service: &str,
        rules: &'r Rule,
    ) -> Vec<(Option<&'r str>, String)> {
        let Some(prices) = rules.get("prices") else {
            return vec![(None, format!("{}.{service}.csv", self.stem()))];
        };
        let file = |rule: &'r Rule| {
            let name = rule.as_text().or_else(|| rule.text("file"))?;
            Some((rule.text("valid"), name.to_owned()))
        };
        prices.items().iter().filter_map(file).collect()
    }

    /// The cells of a CSV file, and the line of each row.
    pub(super) fn rows(&self, name: &str) -> Vec<(usize, Vec<String>)> {
        let Some(text) = self.file(name) else { return Vec::new() };
        let source = Source::new(name, text.to_owned());
        let records = records(&source, &mut Report::default());
        records
            .iter()
            .map(|record| (record.line(), record.iter().map(str::to_owned).collect()))
            .collect()
    }
}

/// A value as it is written, and its line.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) line: usize,
    pub(super) value: Written,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Written {
    Text(String),
    /// A number, a truth or a date, as written.
    Bare(String),
    List(Vec<Rule>),
    Table(Vec<(String, Rule)>),
}

/// Where it stands is no part of what it says.
impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Eq for Rule {}

impl Rule {
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        self.entries().find(|(known, _)| *known == name).map(|(_, rule)| rule)
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = (&str, &Self)> {
        let entries: &[(String, Self)] = match &self.value {
            Written::Table(entries) => entries,
            _ => &[],
        };
        entries.iter().map(|(name, rule)| (name.as_str(), rule))
    }

    /// The items of a list; of anything else itself.
    pub(super) fn items(&self) -> &[Self] {
        match &self.value {
            Written::List(items) => items,
            _ => std::slice::from_ref(self),
        }
    }

    pub(super) fn as_text(&self) -> Option<&str> {
        match &self.value {
            Written::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_text()
    }

    /// The texts of a list, or the one text.
    pub(super) fn texts(&self, name: &str) -> Vec<(&str, usize)> {
        let items = self.get(name).map_or(&[][..], Self::items);
        items.iter().filter_map(|item| Some((item.as_text()?, item.line))).collect()
    }
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let list = |f: &mut std::fmt::Formatter<'_>, items: &mut dyn Iterator<Item = String>| {
            f.write_str(&items.collect::<Vec<_>>().join(", "))
        };
        match &self.value {
            Written::Text(text) => write!(f, "\"{text}\""),
            Written::Bare(text) => f.write_str(text),
            Written::List(items) => {
                f.write_str("[")?;
                list(f, &mut items.iter().map(ToString::to_string))?;
                f.write_str("]")
            }
            Written::Table(entries) => {
                f.write_str("{ ")?;
                list(f, &mut entries.iter().map(|(name, rule)| format!("{name} = {rule}")))?;
                f.write_str(" }")
            }
        }
    }
}

fn table(table: &DeTable<'_>, source: &Source) -> Rule {
    let mut entries: Vec<(usize, String, Rule)> = table
        .iter()
        .map(|(name, value)| (name.span().start, name.get_ref().to_string(), rule(value, source)))
        .collect();
    entries.sort_by_key(|(offset, ..)| *offset);
    let line = entries.first().map_or(1, |(offset, ..)| source.spot(*offset).line);
    let entries = entries.into_iter().map(|(_, name, rule)| (name, rule)).collect();
    Rule { line, value: Written::Table(entries) }
}

fn rule(value: &Spanned<DeValue<'_>>, source: &Source) -> Rule {
    let line = source.spot(value.span().start).line;
    let bare = |text: &str| Written::Bare(text.to_owned());
    let value = match value.get_ref() {
        DeValue::String(text) => Written::Text(text.to_string()),
        DeValue::Integer(number) => bare(number.as_str()),
        DeValue::Float(number) => bare(number.as_str()),
        DeValue::Boolean(truth) => bare(if *truth { "true" } else { "false" }),
        DeValue::Datetime(date) => Written::Bare(date.to_string()),
        DeValue::Array(items) => {
            Written::List(items.iter().map(|item| rule(item, source)).collect())
        }
        DeValue::Table(inner) => table(inner, source).value,
    };
    Rule { line, value }
}

//! The few words of a promise, per language: weekdays, months, and "by". Everything else a shop writes itself.

use std::fmt;

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use super::promise::Promise;
use crate::model::Date;

/// A language that promises are told in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Language {
    /// English.
    En,
    /// Spanish.
    Es,
    /// French.
    Fr,
    /// Portuguese.
    Pt,
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::En => "en",
            Self::Es => "es",
            Self::Fr => "fr",
            Self::Pt => "pt",
        })
    }
}

/// What one language needs. In all four of them a date reads weekday, day, month, year.
struct Words {
    /// Monday first.
    weekdays: [&'static str; 7],
    months: [&'static str; 12],
    /// Before a date on which it is there at the latest.
    by: &'static str,
}

// The abbreviations are those of the Unicode CLDR, less the dots of Portuguese, which its shops leave out.
const ENGLISH: Words = Words {
    weekdays: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    by: "by",
};
const SPANISH: Words = Words {
    weekdays: ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"],
    months: ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"],
    by: "a más tardar el",
};
const FRENCH: Words = Words {
    weekdays: ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."],
    months: [
        "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
        "déc.",
    ],
    by: "au plus tard le",
};
const PORTUGUESE: Words = Words {
    weekdays: ["seg", "ter", "qua", "qui", "sex", "sáb", "dom"],
    months: ["jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"],
    by: "até",
};

/// How much of a date is written.
#[derive(Clone, Copy)]
enum Parts {
    Day,
    Month,
    Year,
}

impl Words {
    const fn of(language: Language) -> &'static Self {
        match language {
            Language::En => &ENGLISH,
            Language::Es => &SPANISH,
            Language::Fr => &FRENCH,
            Language::Pt => &PORTUGUESE,
        }
    }

    fn date(&self, date: Date, parts: Parts) -> String {
        let nth = |names: &[&'static str], index: u32| {
            usize::try_from(index).ok().and_then(|index| names.get(index)).copied()
        };
        let weekday = nth(&self.weekdays, date.weekday().num_days_from_monday());
        let month = nth(&self.months, date.month0());
        let (weekday, month) = (weekday.unwrap_or_default(), month.unwrap_or_default());
        match parts {
            Parts::Day => format!("{weekday} {}", date.day()),
            Parts::Month => format!("{weekday} {} {month}", date.day()),
            Parts::Year => format!("{weekday} {} {month} {}", date.day(), date.year()),
        }
    }
}

impl Promise {
    /// The dates for people: `Tue 24 – Thu 26 Nov`, `Tue 24 Nov`, `by Thu 26 Nov`. The month stands once where it is one; the
    /// year stands where it changes between the two, on both.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let (words, latest) = (Words::of(language), self.latest);
        let Some(earliest) = self.earliest else {
            return format!("{} {}", words.by, words.date(latest, Parts::Month));
        };
        if earliest == latest {
            return words.date(latest, Parts::Month);
        }
        let (first, last) = if earliest.year() != latest.year() {
            (Parts::Year, Parts::Year)
        } else if earliest.month() == latest.month() {
            (Parts::Day, Parts::Month)
        } else {
            (Parts::Month, Parts::Month)
        };
        format!("{} – {}", words.date(earliest, first), words.date(latest, last))
    }
}

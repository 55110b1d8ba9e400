//! A random table, written as random spreadsheets are, comes out as the same cells.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;

/// A table as a carrier means it: weights in hundredths of a kilogram, prices in cents.
#[derive(Clone, Debug)]
struct Meant {
    zones: Vec<String>,
    steps: Vec<u32>,
    cells: Vec<Vec<Option<u32>>>,
    further: Option<Vec<Option<u32>>>,
}

/// How it is written.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is an independent whim of a spreadsheet")]
struct Dress {
    delimiter: char,
    comma: bool,
    thousands: bool,
    currency: usize,
    label: usize,
    none: usize,
    titles: usize,
    blank_before: bool,
    blank_after: usize,
    end: &'static str,
    encoding: usize,
    end_said: bool,
}

fn meant() -> impl Strategy<Value = Meant> {
    let zone = prop::sample::select(vec![
        "Zona 1",
        "Zona 2",
        "Península",
        "Baleares",
        "Ceuta, Melilla",
        "Canarias aéreo",
        "A",
        "DE",
        "3",
        "Islas \"Afortunadas\"",
    ]);
    let zones = prop::collection::btree_set(zone.prop_map(str::to_owned), 1..5);
    let steps = prop::collection::btree_set(1_u32..200_000, 1..8);
    (zones, steps, any::<bool>()).prop_flat_map(|(zones, steps, has_further)| {
        let row =
            |most: u32| prop::collection::vec(prop::option::weighted(0.85, 0..most), zones.len());
        let (rows, row) = (prop::collection::vec(row(500_000), steps.len()), row(5_000));
        let (zones, steps): (Vec<_>, Vec<_>) =
            (zones.into_iter().collect(), steps.into_iter().collect());
        (rows, row).prop_map(move |(cells, further)| Meant {
            zones: zones.clone(),
            steps: steps.clone(),
            cells,
            further: has_further.then_some(further),
        })
    })
}

fn dress() -> impl Strategy<Value = Dress> {
    let written = (
        prop::sample::select(vec![';', ',', '\t']),
        any::<bool>(),
        any::<bool>(),
        0_usize..5,
        0_usize..7,
        0_usize..4,
    );
    let around = (
        0_usize..3,
        any::<bool>(),
        0_usize..3,
        prop::sample::select(vec!["\n", "\r\n"]),
        0_usize..4,
        any::<bool>(),
    );
    (written, around).prop_map(
        |(
            (delimiter, comma, thousands, currency, label, none),
            (titles, blank_before, blank_after, end, encoding, end_said),
        )| Dress {
            delimiter,
            comma,
            thousands,
            currency,
            label,
            none,
            titles,
            blank_before,
            blank_after,
            end,
            encoding,
            end_said,
        },
    )
}

impl Dress {
    fn number(&self, hundredths: u32, always_decimals: bool) -> String {
        let mut number = Decimal::new(hundredths.into(), 2);
        if !always_decimals {
            number = number.normalize();
        }
        let text = number.to_string();
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        // Thousands are grouped only where decimals show which sign is which.
        let grouped = match whole.len() {
            4..=6 if self.thousands && !fraction.is_empty() => {
                let (thousands, rest) = whole.split_at(whole.len() - 3);
                format!("{thousands}{}{rest}", if self.comma { '.' } else { ',' })
            }
            _ => whole.to_owned(),
        };
        if fraction.is_empty() {
            grouped
        } else {
            format!("{grouped}{}{fraction}", if self.comma { ',' } else { '.' })
        }
    }

    fn price(&self, cell: Option<u32>) -> String {
        let Some(cents) = cell else { return ["", "-", "consultar", "–"][self.none].to_owned() };
        let number = self.number(cents, true);
        match self.currency {
            0 => number,
            1 => format!("{number} €"),
            2 => format!("€{number}"),
            3 => format!("{number} EUR"),
            _ => format!("{number}€"),
        }
    }

    fn label(&self, last: u32, step: u32) -> String {
        let kilos = self.number(step, false);
        match self.label {
            0 => kilos,
            1 => format!("{kilos} kg"),
            2 => format!("Hasta {kilos} kg"),
            3 => format!("≤ {kilos}"),
            4 => format!("{} - {kilos} kg", self.number(last, false)),
            5 => format!("De {} a {kilos} kg", self.number(last, false)),
            _ => format!("{} g", u64::from(step) * 10),
        }
    }

    fn csv(&self, meant: &Meant) -> Vec<u8> {
        let mut rows: Vec<Vec<String>> = Vec::new();
        for title in ["Tarifa de la tienda", "Precios sin impuestos"].iter().take(self.titles) {
            rows.push(vec![(*title).to_owned()]);
        }
        let head = if matches!(self.label, 0 | 3) { "Peso (kg)" } else { "Peso" };
        rows.push(std::iter::once(head.to_owned()).chain(meant.zones.clone()).collect());
        let mut last = 0;
        for (step, cells) in meant.steps.iter().zip(&meant.cells) {
            let cells = cells.iter().map(|cell| self.price(*cell));
            rows.push(std::iter::once(self.label(last, *step)).chain(cells).collect());
            last = *step;
        }
        if let Some(further) = &meant.further {
            let label = if self.end_said { "kg adicional hasta 2100 kg" } else { "kg adicional" };
            rows.push(
                std::iter::once(label.to_owned())
                    .chain(further.iter().map(|cell| self.price(*cell)))
                    .collect(),
            );
        }
        let quoted = |cell: &String| {
            if cell.contains([self.delimiter, '"']) {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell.clone()
            }
        };
        let mut text = String::new();
        for row in rows {
            let blanks = vec![String::new(); self.blank_after];
            let before = if self.blank_before { vec![String::new()] } else { Vec::new() };
            let cells: Vec<_> = before.iter().chain(&row).chain(&blanks).map(quoted).collect();
            text += &(cells.join(&self.delimiter.to_string()) + self.end);
        }
        self.encoded(&text)
    }

    fn encoded(&self, text: &str) -> Vec<u8> {
        match self.encoding {
            0 => text.as_bytes().to_vec(),
            1 => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            2 => std::iter::once(0xfeff)
                .chain(text.encode_utf16())
                .flat_map(u16::to_le_bytes)
                .collect(),
            // Windows-1252 has no ≤.
            _ if text.contains('≤') => text.as_bytes().to_vec(),
            _ => text
                .chars()
                .map(|c| match c {
                    '€' => 0x80,
                    '–' => 0x96,
                    c => u8::try_from(u32::from(c)).unwrap(),
                })
                .collect(),
        }
    }
}

proptest! {
    #[test]
    fn a_table_in_any_dress_comes_out_as_the_same_cells(meant in meant(), dress in dress()) {
        // A table that has no price is none.
        prop_assume!(meant.cells.iter().chain(&meant.further).flatten().any(Option::is_some));
        let bytes = dress.csv(&meant);
        let shown = String::from_utf8_lossy(&bytes).into_owned();
        let options = ImportOptions::new(Currency::EUR, PublishedCells::Net);
        let imported = import("tarifa.csv", &bytes, &options);
        let imported = imported.unwrap_or_else(|faults| panic!("{faults}\n{shown}"));

        let mut rules = imported.sheet.text.clone();
        for number in 1..=meant.zones.len() {
            rules = rules.replacen("{ to = [] }", &format!("{{ to = [\"ES {number:02}\"] }}"), 1);
        }
        let prices = imported.prices.text.replace("<=?", "<=2100");
        let sheet = load(
            &ImportedFile { name: imported.sheet.name, text: rules },
            &ImportedFile { name: imported.prices.name, text: prices.clone() },
        );
        let sheet = sheet.unwrap_or_else(|faults| panic!("{faults}\n{shown}\n{prices}"));
        let table = &sheet.compiled.services[0].table;
        let steps: Vec<_> = meant.steps.iter().map(|step| i64::from(*step) * 10_000_000_000).collect();
        prop_assert_eq!(&table.steps, &steps, "{}", shown);
        prop_assert_eq!(table.tails.len(), usize::from(meant.further.is_some()));
        for (row, cells) in meant.cells.iter().chain(&meant.further).enumerate() {
            for (zone, cell) in cells.iter().enumerate() {
                let got = table.cell(row, u16::try_from(zone).unwrap()).map(|(net, _)| net);
                prop_assert_eq!(got, cell.map(i64::from), "{}\n{}", shown, prices);
            }
        }
    }
}

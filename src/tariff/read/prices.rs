//! The prices of a service as a sheet names them: a file, a published list with its reader, or several of them by date. Cut
//! into days on which nothing changes.

use super::Reading;
use super::listed::Listed;
use crate::tariff::compiled::{NOT_OFFERED, Table};
use crate::tariff::days::Days;
use crate::tariff::fault::{Spot, suggestion};
use crate::tariff::grid::{self, Wanted};
use crate::tariff::list::{List, row_name};
use crate::tariff::node::{Node, Text};
use crate::tariff::places::ZoneNo;
use crate::tariff::published::{self, Asked};

/// Prices that change more often than this within one sheet are several sheets.
const MOST_PERIODS: usize = 60;
/// The most cells that the tables of one service may have together.
const MOST_CELLS: usize = 8_000_000;

/// What a service has on days on which nothing changes.
pub(super) struct Period {
    pub(super) days: Days,
    pub(super) table: Table,
    /// Where each row of it stands.
    pub(super) rows: Vec<Spot>,
    pub(super) listed: Vec<Listed>,
    pub(super) file: Spot,
}

/// What the sheet says about prices beside the file they are in.
#[derive(Clone, Copy, Default)]
pub(super) struct Manner {
    /// Weights below the published minimum have no price.
    pub(super) least: bool,
    /// The cheaper price of a heavier row is charged.
    pub(super) lowest: bool,
    /// What weights are rounded up to; `None`: nothing.
    pub(super) unit: Option<i64>,
}

impl Reading<'_> {
    /// The lists of a service, each with its days.
    pub(super) fn lists(&mut self, node: Option<Node<'_>>, code: &Text<'_>) -> Vec<(Days, List)> {
        let beside = format!("{}.{}.csv", self.stem, code.text);
        let Some(node) = node else {
            let file = Text { text: &beside, spot: code.spot.clone() };
            return self.own_list(&file).map(|list| (Days::ALWAYS, list)).into_iter().collect();
        };
        if node.is_list() {
            let items = node.items("prices", &mut self.report);
            if items.is_empty() {
                self.report.fault(
                    &node.spot(),
                    "prices is an empty list; write prices = [{ file = \"a.csv\", valid = \"2026-01-01/2026-06-30\" }]",
                );
            }
            let lists = items.into_iter().filter_map(|item| self.named(item, code, true));
            return lists.collect();
        }
        if node.is_table() {
            return self.named(node, code, false).into_iter().collect();
        }
        let file = node.text("prices", &mut self.report);
        let list = file.and_then(|file| self.own_list(&file));
        list.map(|list| (Days::ALWAYS, list)).into_iter().collect()
    }

    /// `{ file = "…", reader = "…", valid = "…" }`.
    fn named(&mut self, node: Node<'_>, code: &Text<'_>, by_date: bool) -> Option<(Days, List)> {
        let mut fields = node.fields("prices", &mut self.report)?;
        let at = fields.spot().clone();
        let mut files = fields.texts("files", &mut self.report);
        files.extend(fields.text("file", &mut self.report));
        let reader = fields.text("reader", &mut self.report);
        let days = fields.read("valid", &mut self.report, super::valid);
        let days = days.map(|(first, last)| Days { first, last });
        if by_date && fields.get("valid").is_none() {
            self.report.fault(
                &at,
                "prices in a list need their days; write valid = \"2026-01-01/2026-06-30\"",
            );
        }
        let asked = Asked {
            service: code.clone(),
            column: fields.text("column", &mut self.report),
            table: fields.text("table", &mut self.report),
            products: fields.texts("products", &mut self.report),
            aside: fields.texts("aside", &mut self.report),
            at: at.clone(),
        };
        let list = match reader {
            None => {
                fields.finish(&mut self.report);
                for said in asked.said() {
                    self.report.fault(
                        &said.spot,
                        "column, table, products and aside are of published lists; name their reader",
                    );
                }
                if let [file] = files.as_slice() {
                    self.own_list(file)
                } else {
                    self.report.fault(&at, "prices are in one file; write file = \"prices.csv\"");
                    None
                }
            }
            Some(reader) => {
                fields.finish(&mut self.report);
                self.published(&files, &reader, &asked)
            }
        };
        Some((days.unwrap_or(Days::ALWAYS), list?))
    }

    fn own_list(&mut self, file: &Text<'_>) -> Option<List> {
        let source = self.loader.load(file.text, &file.spot, &mut self.report)?;
        let wanted = Wanted { zones: &self.zones, cells: self.cells, scale: self.scale };
        grid::read(&source, &wanted, &mut self.report)
    }

    fn published(
        &mut self,
        files: &[Text<'_>],
        reader: &Text<'_>,
        asked: &Asked<'_>,
    ) -> Option<List> {
        let known = published::READERS.iter().find(|(name, _)| *name == reader.text);
        let Some((_, read)) = known else {
            let names = published::READERS.map(|(name, _)| name);
            let hint = suggestion(reader.text, names);
            let names = names.join(", ");
            let message = format!("reader \"{}\" is unknown; known are {names}{hint}", reader.text);
            self.report.fault(&reader.spot, message);
            return None;
        };
        let mut sources = Vec::new();
        for file in files {
            sources.push(self.loader.load(file.text, &file.spot, &mut self.report)?);
        }
        if sources.is_empty() {
            self.report.fault(
                &asked.at,
                "prices with a reader need their file; write file = \"list.csv\"",
            );
            return None;
        }
        let wanted = Wanted { zones: &self.zones, cells: self.cells, scale: self.scale };
        let faults = self.report.count();
        let mut list = read(&sources, &wanted, asked, &mut self.report)?;
        // Which zone has no price cannot be said of a list that is half read.
        list.is_whole &= self.report.count() == faults;
        for label in &asked.aside {
            let is_it = |known: &str| known == label.text;
            if !list.labelled.iter().any(|labelled| is_it(&labelled.label)) {
                let names = list.labelled.iter().map(|labelled| labelled.label.as_str());
                let hint = suggestion(label.text, names);
                self.report.fault(
                    &label.spot,
                    format!("\"{}\" is no price with a name in {}{hint}", label.text, list.file),
                );
            }
            list.labelled.retain(|labelled| !is_it(&labelled.label));
        }
        Some(list)
    }

    /// The periods of a service, in order.
    pub(super) fn periods(
        &mut self,
        mut lists: Vec<(Days, List)>,
        code: &Text<'_>,
        (sold, manner): (Days, Manner),
        has_prices: &mut [bool],
    ) -> Vec<Period> {
        lists.sort_by_key(|(days, _)| *days);
        for pair in lists.windows(2) {
            let [(days, list), (next, other)] = pair else { continue };
            if let Some(both) = days.common(*next) {
                self.report.fault(
                    &code.spot,
                    format!(
                        "service \"{}\" is priced twice from {both} ({}, {})",
                        code.text, list.file, other.file
                    ),
                );
            }
        }
        let mut periods: Vec<Period> = Vec::new();
        let mut cells = 0_usize;
        for (days, list) in &lists {
            self.note_zones(list, has_prices);
            let Some(days) = days.common(sold) else {
                self.report.warn(
                    &Spot::file(&list.file),
                    format!("is never in force: the service is sold from {sold}"),
                );
                continue;
            };
            let parts = days.cut(list.dated());
            cells = cells.saturating_add(parts.len().saturating_mul(list.rows.len() * list.zones));
            if periods.len() + parts.len() > MOST_PERIODS || cells > MOST_CELLS {
                self.report.fault(
                    &Spot::file(&list.file),
                    format!("prices of service \"{}\" change on more days than {MOST_PERIODS}, or have too many cells; write a sheet for each time", code.text),
                );
                return Vec::new();
            }
            periods.extend(parts.into_iter().filter_map(|days| self.period(list, days, manner)));
        }
        let known: Vec<Days> = periods.iter().map(|period| period.days).collect();
        if lists.is_empty() || !self.report.is_clean() {
            return periods;
        }
        if periods.is_empty() {
            self.report.fault(
                &code.spot,
                format!("service \"{}\" has no price on any day of the sheet", code.text),
            );
        }
        for gap in sold.without(&known).into_iter().filter(|_| !known.is_empty()) {
            self.report
                .warn(&code.spot, format!("service \"{}\" has no price from {gap}", code.text));
        }
        periods
    }

    fn note_zones(&mut self, list: &List, has_prices: &mut [bool]) {
        for ((zone, known), has) in self.zones.iter().zip(has_prices).zip(&list.has_zone) {
            *known |= *has || !list.is_whole;
            if !has && list.is_whole && list.has_columns && zone.refuse.is_none() {
                let message = format!(
                    "zone \"{}\" has no column: not offered there; write one of \"-\" to say so",
                    zone.name
                );
                self.report.warn(&Spot::file(&list.file), message);
            }
        }
    }

    fn period(&mut self, list: &List, days: Days, manner: Manner) -> Option<Period> {
        let (mut table, rows) = list.table(days, &mut self.report)?;
        let begins: Vec<Option<i64>> = rows.iter().map(|row| row.begins).collect();
        let mut spots: Vec<Spot> = rows.iter().map(|row| row.spot.clone()).collect();
        for (row, zones) in by_row(&table.lapsed) {
            let Some(row) = rows.get(row) else { continue };
            let zone =
                |zone: &ZoneNo| self.zones.get(usize::from(*zone)).map(|zone| zone.name.as_str());
            let names: Vec<&str> = zones.iter().filter_map(zone).collect();
            let name = row_name(&row.priced, list.unit);
            let message = format!("{name} has no price from {days} ({})", names.join(", "));
            self.report.warn(&row.spot, message);
        }
        if manner.least {
            self.refuse_below(list, &begins, &mut table, &mut spots);
        }
        if manner.lowest {
            table.charge_heavier(manner.unit);
        }
        let listed = list.labelled.iter().map(|labelled| Listed::on(labelled, days)).collect();
        Some(Period { days, table, rows: spots, listed, file: Spot::file(&list.file) })
    }

    /// Puts a step without prices before each that begins above the one before it.
    fn refuse_below(
        &mut self,
        list: &List,
        begins: &[Option<i64>],
        table: &mut Table,
        spots: &mut Vec<Spot>,
    ) {
        if begins.iter().all(Option::is_none) {
            self.report.fault(
                &Spot::file(&list.file),
                "least = true, and no step has a least weight; write the first with both ends: 21-50",
            );
            return;
        }
        let steps = table.steps.len();
        // From the last on, so that the places of those before stay.
        for row in (0..steps).rev() {
            let end = row.checked_sub(1).and_then(|before| table.steps.get(before)).copied();
            let below = begins.get(row).copied().flatten().map_or(0, |begins| begins - 1);
            if below <= end.unwrap_or(0) {
                continue;
            }
            table.steps.insert(row, below);
            let place = row * table.zones;
            for cells in [&mut table.net, &mut table.gross] {
                if !cells.is_empty() {
                    cells.splice(place..place, std::iter::repeat_n(NOT_OFFERED, table.zones));
                }
            }
            for (lapsed, _) in table.lapsed.iter_mut().filter(|(lapsed, _)| *lapsed >= row) {
                *lapsed += 1;
            }
            for below in &mut table.below {
                *below += 1;
            }
            table.below.push(row);
            spots.insert(row, Spot::file(&list.file));
        }
    }
}

/// Gathers what stands in one row.
fn by_row(cells: &[(usize, ZoneNo)]) -> impl Iterator<Item = (usize, Vec<ZoneNo>)> {
    cells.chunk_by(|(a, _), (b, _)| a == b).filter_map(|group| {
        let (row, _) = group.first()?;
        Some((*row, group.iter().map(|(_, zone)| *zone).collect()))
    })
}

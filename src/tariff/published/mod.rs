//! Published price lists as they are: one reader for each form that carriers publish. A reader knows the form, never a
//! list: no file's name, size or line. What a list says only in words stands in the sheet beside it.

mod columns;
mod json;
mod notice_123;
mod porto_data;
mod words;
mod zip_chart;

use super::fault::{Report, Spot};
use super::grid::Wanted;
use super::list::List;
use super::node::Text;
use super::source::Source;

/// What a sheet asks of a published list.
pub(super) struct Asked<'a> {
    /// The service whose prices are read.
    pub(super) service: Text<'a>,
    /// The one column that is wanted, where columns are no zones.
    pub(super) column: Option<Text<'a>>,
    /// The title of the one table that is wanted, where a file has several.
    pub(super) table: Option<Text<'a>>,
    /// The products whose prices make the steps of the service.
    pub(super) products: Vec<Text<'a>>,
    /// Prices with names that the service does without.
    pub(super) aside: Vec<Text<'a>>,
    /// Where prices are asked for.
    pub(super) at: Spot,
}

impl Asked<'_> {
    /// Whatever is asked beside the file.
    pub(super) fn said(&self) -> impl Iterator<Item = &Text<'_>> {
        self.column.iter().chain(&self.table).chain(&self.products).chain(&self.aside)
    }
}

type Reader = fn(&[Source], &Wanted<'_>, &Asked<'_>, &mut Report) -> Option<List>;

/// The readers by the names that sheets give them.
pub(super) const READERS: [(&str, Reader); 2] =
    [("usps-notice-123", notice_123::read), ("porto-data", porto_data::read)];

/// A place of a chart and its zone.
pub(super) struct ChartRow {
    pub(super) zone: String,
    pub(super) zone_spot: Spot,
    /// As a sheet writes it: `US 006-009`.
    pub(super) pattern: String,
    pub(super) spot: Spot,
}

type ChartReader = fn(&Source, &mut Report) -> Vec<ChartRow>;

/// The readers of charts by the names that sheets give them.
pub(super) const CHARTS: [(&str, ChartReader); 2] =
    [("usps-zone-chart", zip_chart::read), ("porto-data", porto_data::chart)];

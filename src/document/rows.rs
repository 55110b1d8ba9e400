//! Shipments as the rows of a table: one column for each field that differs, and a document of what all rows share.

use super::ShipmentDocument;
use crate::input::{
    Columns, Complaints, Node, Text, Value, from_tree, is_at_or_below, nearest, parse,
};

/// The column that names a row and is no field of a shipment.
const ID: &str = "id";

/// Short names of columns.
const SHORT: [(&str, &str); 11] = [
    ("name", "to.name"),
    ("company", "to.company"),
    ("street", "to.lines[0]"),
    ("city", "to.city"),
    ("region", "to.region"),
    ("postal_code", "to.postal_code"),
    ("country", "to.country"),
    ("phone", "to.phone"),
    ("email", "to.email"),
    ("weight", "parcels[0].weight"),
    ("dimensions", "parcels[0].dimensions"),
];

/// How the rows of a table are read as shipments.
///
/// A column is named by the path of its field (`to.postal_code`, `parcels[1].weight`, `constraints.business_days`), by its short
/// name where it is of the recipient or of the first parcel (`city`, `weight`), or `id`. An empty cell says nothing.
#[derive(Clone, Debug)]
pub struct ShipmentRows {
    columns: Columns,
    /// The path of each, or `id`.
    paths: Vec<String>,
    id: Option<usize>,
    shared: Node,
}

impl ShipmentRows {
    /// Reads a header; `shared` is a shipment, or a part of one, that every row is written upon.
    ///
    /// # Errors
    ///
    /// [`Complaints`]: columns that are no field of a shipment, or twice there; what every shipment has and neither a column nor
    /// `shared` tells; and what is wrong with the form of `shared`.
    pub fn new<'h>(
        file: &str,
        header: impl IntoIterator<Item = &'h str>,
        shared: Option<&Text>,
    ) -> Result<Self, Complaints> {
        let shared = match shared {
            Some(text) => parse(text)?,
            None => Node::new(0, Value::Table(Vec::new())),
        };
        let header: Vec<_> = header.into_iter().map(str::trim).collect();
        let complain = |message: String| Complaints::of_file(format!("{file}:1"), message);
        if let Some(twice) = twice(&header) {
            return Err(complain(format!("column {twice:?} is there twice")));
        }
        let id = header.iter().position(|column| *column == ID);
        let fields = header.iter().filter(|column| **column != ID).map(|column| long(column));
        let columns = Columns::new(fields).map_err(complain)?;
        let found = from_tree::<ShipmentDocument>(&columns.empty(&shared), |_| Ok(())).found;
        let missing: Vec<_> = found
            .iter()
            .filter(|found| found.message == format!("{} is missing", found.field))
            .filter(|found| !header.iter().any(|column| is_at_or_below(long(column), &found.field)))
            .map(|found| found.field.clone())
            .collect();
        if let Some(found) = found.into_iter().find(|found| found.unknown) {
            let short = SHORT.map(|(short, _)| short);
            let advice = match nearest(&found.field, short) {
                Some(short) => format!("; or {short:?}, of the recipient or the parcel?"),
                None => String::new(),
            };
            return Err(complain(format!("{}{advice}", found.message)));
        }
        if !missing.is_empty() {
            return Err(complain(format!(
                "no column and no default tells {}; without it no row is a shipment",
                missing.join(" and ")
            )));
        }
        let paths = header.iter().map(|column| long(column).to_owned()).collect();
        Ok(Self { columns, paths, id, shared })
    }

    /// The columns, each by the path of its field, or `id`.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().map(String::as_str)
    }

    /// What a row is called; `None`: the table has no such column, or it is empty.
    #[must_use]
    pub fn id<'r>(&self, row: &[&'r str]) -> Option<&'r str> {
        row.get(self.id?).copied().filter(|id| !id.is_empty())
    }

    /// Reads a row.
    ///
    /// # Errors
    ///
    /// Every fault of the row, by the path of its field.
    pub fn read(&self, row: &[&str]) -> Result<ShipmentDocument, Vec<String>> {
        let cells = row.iter().enumerate();
        let cells = cells.filter(|(place, _)| Some(*place) != self.id).map(|(_, cell)| *cell);
        let reading = from_tree(&self.columns.tree(&self.shared, cells), ShipmentDocument::check);
        match (reading.value, reading.found) {
            (Some(document), found) if found.is_empty() => Ok(document),
            (_, found) => Err(found.into_iter().map(|found| found.message).collect()),
        }
    }
}

fn long(column: &str) -> &str {
    SHORT.iter().find(|(short, _)| *short == column).map_or(column, |(_, long)| long)
}

fn twice<'c>(header: &[&'c str]) -> Option<&'c str> {
    let same = |one: &&&str, other: &&str| long(one) == long(other);
    header
        .iter()
        .enumerate()
        .find(|(place, column)| header.iter().skip(place + 1).any(|other| same(column, other)))
        .map(|(_, column)| *column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::TextFormat;

    const SHARED: &str = r#"
        [from]
        company = "Tienda"
        lines = ["Calle Mayor 1"]
        postal_code = "28013"
        city = "Madrid"
        country = "ES"
        [constraints]
        business_days = 3
    "#;
    const HEADER: [&str; 7] =
        ["id", "name", "street", "postal_code", "to.city", "country", "weight"];

    fn rows(header: &[&str]) -> Result<ShipmentRows, String> {
        let shared = Text::new("shared.toml", SHARED, TextFormat::Toml);
        ShipmentRows::new("orders.csv", header.iter().copied(), Some(&shared))
            .map_err(|complaints| complaints.to_string())
    }

    #[test]
    fn a_row_is_a_shipment_upon_what_all_rows_share() {
        let rows = rows(&HEADER).unwrap();
        let row = ["A-1", "Ana", "Rua 1", "1100-048", "Lisboa", "PT", "2.5 kg"];
        let document = rows.read(&row).unwrap();
        assert_eq!(rows.id(&row), Some("A-1"));
        assert_eq!(document.to.place().city, "Lisboa");
        assert_eq!(document.constraints.business_days, Some(3));
        assert_eq!(document.check(), Ok(()));
    }

    #[test]
    fn every_fault_of_a_row_is_told() {
        let rows = rows(&HEADER).unwrap();
        let faults = rows.read(&["A-1", "", "Rua 1", "28O13", "Lisboa", "PT", "0 kg"]).unwrap_err();
        let shown = faults.join("\n");
        for part in ["to.name: ", "to.postal_code: ", "parcels[0].weight: is zero"] {
            assert!(shown.contains(part), "{part} in {shown}");
        }
        let faults =
            rows.read(&["A-1", "Ana", "Rua 1", "1100-048", "Lisboa", "PT", ""]).unwrap_err();
        assert_eq!(faults, ["parcels is missing"]);
    }

    #[test]
    fn what_no_column_and_no_default_tells_is_missed_before_any_row() {
        let shown = rows(&["id", "name"]).unwrap_err();
        assert_eq!(
            shown,
            "orders.csv:1: no column and no default tells to.city and to.country and parcels; without it no row is a shipment"
        );
        let shown = rows(&["country", "dimensions"]).unwrap_err();
        assert!(shown.contains("tells to.city and parcels[0].weight;"), "{shown}");
    }

    #[test]
    fn a_column_that_is_no_field_is_refused_before_any_row() {
        let shown = rows(&["to.ctiy", "weight"]).unwrap_err();
        assert_eq!(shown, "orders.csv:1: unknown field \"ctiy\"; did you mean \"city\"?");
        let shown = rows(&["wieght"]).unwrap_err();
        assert!(shown.contains("unknown field \"wieght\""), "{shown}");
        assert!(shown.contains("or \"weight\", of the recipient or the parcel?"), "{shown}");
        let shown = rows(&["weight", "parcels[0].weight"]).unwrap_err();
        assert_eq!(shown, "orders.csv:1: column \"weight\" is there twice");
    }
}

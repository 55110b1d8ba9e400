//! Reading a row by a row before it that filled the same cells: only the fields of these cells are read again. Whatever is not
//! plainly right is left to the reader that tells every fault; where this gives a shipment it is the same.

use std::sync::{Arc, RwLock};

use crate::document::{ShipmentDocument, ShipmentRows};
use crate::input::{Node, Value, from_tree};
use crate::model::{Address, Destination, Faults, Parcel};

/// More patterns of filled cells than this are read in the long way: shops have a handful.
const MOST_PATTERNS: usize = 64;

/// Reads rows by earlier ones.
#[derive(Debug)]
pub(super) struct Templates {
    /// By column; `None`: a column is of a field that is not known here, and every row goes the long way.
    columns: Option<Vec<Field>>,
    known: RwLock<Vec<(u64, Arc<ShipmentDocument>)>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Id,
    Name,
    Company,
    Street,
    City,
    Region,
    PostalCode,
    Country,
    Phone,
    Email,
    Weight,
    Dimensions,
    BusinessDays,
}

impl Field {
    fn of(path: &str) -> Option<Self> {
        Some(match path {
            "id" => Self::Id,
            "to.name" => Self::Name,
            "to.company" => Self::Company,
            "to.lines[0]" => Self::Street,
            "to.city" => Self::City,
            "to.region" => Self::Region,
            "to.postal_code" => Self::PostalCode,
            "to.country" => Self::Country,
            "to.phone" => Self::Phone,
            "to.email" => Self::Email,
            "parcels[0].weight" => Self::Weight,
            "parcels[0].dimensions" => Self::Dimensions,
            "constraints.business_days" => Self::BusinessDays,
            _ => return None,
        })
    }

    /// Writes a cell into a shipment; `None`: that is not as plain as it looked.
    fn put(self, cell: &str, document: &mut ShipmentDocument) -> Option<()> {
        match self {
            Self::Id => {}
            Self::Name => to(document)?.name = Some(cell.to_owned()),
            Self::Company => to(document)?.company = Some(cell.to_owned()),
            Self::Street => cell.clone_into(to(document)?.lines.first_mut()?),
            Self::City => cell.clone_into(&mut to(document)?.city),
            Self::Region => to(document)?.region = Some(cell.to_owned()),
            Self::PostalCode => to(document)?.postal_code = Some(cell.to_owned()),
            Self::Country => to(document)?.country = read(cell)?,
            Self::Phone => to(document)?.phone = Some(cell.to_owned()),
            Self::Email => to(document)?.email = Some(cell.to_owned()),
            Self::Weight => parcel(document)?.weight = read(cell)?,
            Self::Dimensions => parcel(document)?.dimensions = Some(read(cell)?),
            Self::BusinessDays => document.constraints.business_days = Some(read(cell)?),
        }
        Some(())
    }
}

fn to(document: &mut ShipmentDocument) -> Option<&mut Address> {
    match &mut document.to {
        Destination::Address(address) => Some(address),
        _ => None,
    }
}

fn parcel(document: &mut ShipmentDocument) -> Option<&mut Parcel> {
    document.parcels.first_mut()
}

/// A cell as its field reads it.
fn read<T: serde::de::DeserializeOwned>(cell: &str) -> Option<T> {
    let reading =
        from_tree(&Node::new(0, Value::Cell(cell.to_owned())), |_: &T| Ok::<(), Faults>(()));
    reading.value.filter(|_| reading.found.is_empty())
}

impl Templates {
    pub(super) fn new(rows: &ShipmentRows) -> Self {
        let columns: Vec<_> = rows.columns().collect();
        let fits = columns.len() <= u64::BITS as usize;
        let columns = columns.into_iter().map(Field::of).collect::<Option<_>>().filter(|_| fits);
        Self { columns, known: RwLock::default() }
    }

    /// Reads a row.
    ///
    /// # Errors
    ///
    /// Every fault of it.
    pub(super) fn read(
        &self,
        rows: &ShipmentRows,
        cells: &[&str],
    ) -> Result<ShipmentDocument, Vec<String>> {
        let filled = (0..).zip(cells).filter(|(_, cell)| !cell.trim().is_empty());
        let pattern = filled.fold(0_u64, |pattern, (place, _)| pattern | 1_u64.wrapping_shl(place));
        if let Some(document) = self.quick(pattern, cells) {
            return Ok(document);
        }
        let document = rows.read(cells)?;
        if self.columns.is_some()
            && let Ok(mut known) = self.known.write()
            && known.len() < MOST_PATTERNS
            && known.iter().all(|(other, _)| *other != pattern)
        {
            known.push((pattern, Arc::new(document.clone())));
        }
        Ok(document)
    }

    fn quick(&self, pattern: u64, cells: &[&str]) -> Option<ShipmentDocument> {
        let columns = self.columns.as_ref()?;
        let template = {
            let known = self.known.read().ok()?;
            Arc::clone(&known.iter().find(|(other, _)| *other == pattern)?.1)
        };
        let mut document = ShipmentDocument::clone(&template);
        for (field, cell) in columns.iter().zip(cells) {
            let cell = cell.trim();
            if !cell.is_empty() {
                field.put(cell, &mut document)?;
            }
        }
        document.check().is_ok().then_some(document)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::input::{Text, TextFormat};

    const HEADER: [&str; 13] = [
        "id",
        "name",
        "company",
        "street",
        "city",
        "region",
        "postal_code",
        "country",
        "phone",
        "email",
        "weight",
        "dimensions",
        "constraints.business_days",
    ];
    const SHARED: &str = "from = { company = \"Tienda\", lines = [\"Calle 1\"], postal_code = \"28013\", city = \"Madrid\", country = \"ES\" }\n\
        to = { lines = [\"Shared\", \"2º\"], city = \"Shared\", residential = true }\n\
        parcels = [{ weight = \"1 kg\", description = \"Books\" }]\nconstraints = { max_price = \"9.00 EUR\" }\n";

    fn rows() -> ShipmentRows {
        let shared = Text::new("shared.toml", SHARED, TextFormat::Toml);
        ShipmentRows::new("rows.csv", HEADER, Some(&shared)).unwrap()
    }

    fn cell(place: usize) -> impl Strategy<Value = &'static str> {
        let choices: &[&str] = match HEADER[place] {
            "country" => &["ES", "es ", "PT", "XX", ""],
            "region" => &["MD", "", "nowhere", ""],
            "postal_code" => &["28001", " 28001", "1100-048", "2OOO6", ""],
            "email" => &["a@example.com", "none", "", ""],
            "weight" => &["2.5 kg", "800 g", "2.5", "0 kg", "-1 kg", "1 lb", ""],
            "dimensions" => &["30x20x15 cm", "30 x 20", "1x1x1 in", "", ""],
            "constraints.business_days" => &["3", "0", "-1", "70000", "2.5", "", ""],
            _ => &["Ana", " \"x\" ", "12", "true", "", " "],
        };
        prop::sample::select(choices)
    }

    proptest! {
        #[test]
        fn a_row_is_read_the_same_by_an_earlier_one(
            table in prop::collection::vec((0..HEADER.len()).map(cell).collect::<Vec<_>>(), 1..12)
        ) {
            let rows = rows();
            let templates = Templates::new(&rows);
            for cells in &table {
                prop_assert_eq!(templates.read(&rows, cells), rows.read(cells));
            }
        }
    }

    #[test]
    fn a_second_row_of_a_pattern_goes_the_short_way() {
        let (rows, cells) =
            (rows(), ["1", "Ana", "", "C 1", "", "", "28001", "ES", "", "", "2 kg", "", ""]);
        let templates = Templates::new(&rows);
        let pattern = templates.read(&rows, &cells).map(|_| templates.known.read().unwrap()[0].0);
        assert_eq!(templates.quick(pattern.unwrap(), &cells), rows.read(&cells).ok());
    }

    #[test]
    fn a_column_of_another_field_goes_the_long_way() {
        let shared = Text::new("shared.toml", SHARED, TextFormat::Toml);
        let rows =
            ShipmentRows::new("rows.csv", ["name", "country", "options.saturday"], Some(&shared));
        assert!(Templates::new(&rows.unwrap()).columns.is_none());
    }
}

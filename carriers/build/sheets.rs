//! A rate sheet that the configuration names: alone, or before a carrier.

use std::sync::Arc;

use crate::carrier::{Carrier, Table};
use crate::input::{Complaint, Complaints};
use crate::tariff::{Sheet, SheetBefore, SheetCarrier};

/// Prices from a sheet, under the name of the table.
pub(super) struct Priced(SheetCarrier);

/// The sheet that the table names; `None`: it names none.
pub(super) fn sheet(table: &mut Table) -> Result<Option<Priced>, Complaints> {
    let Some(path) = table.path("sheet") else { return Ok(None) };
    match Sheet::load(&path) {
        Ok(sheet) => Ok(Some(Priced(SheetCarrier::new(sheet).named(table.id().clone())))),
        Err(faults) => {
            let complaints = faults.iter().map(|fault| {
                let mut complaint = Complaint::of_file(&*fault.file, &fault.message);
                complaint.line = (fault.line > 0).then_some(fault.line);
                complaint.column = (fault.line > 0).then_some(fault.column);
                complaint
            });
            let file = path.display().to_string();
            Err(Complaints::of(complaints.collect())
                .unwrap_or_else(|| Complaints::of_file(file, "cannot be loaded")))
        }
    }
}

impl Priced {
    /// Quotes and does nothing else.
    pub(super) fn alone(self) -> Arc<dyn Carrier> {
        Arc::new(self.0)
    }

    /// Quotes, and leaves everything else to a carrier.
    pub(super) fn before(self, behind: Arc<dyn Carrier>) -> Arc<dyn Carrier> {
        Arc::new(SheetBefore::new(self.0, behind))
    }
}

//! The made-up carriers themselves: their sheets for prices, a mock behind each for labels, tracking and returns.

use super::sheets;
use crate::carrier::{Carriers, DuplicateCarrier};
use crate::mock::MockCarrier;
use crate::model::{CarrierId, CarrierIdError, OffsetDateTime};
use crate::tariff::{SheetCarrier, SheetFaults};

/// Why the sandbox cannot be set up: never in a build whose tests pass, for its sheets are part of the crate.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// A sheet is faulty.
    #[error(transparent)]
    Sheets(#[from] SheetFaults),
    /// A sheet's carrier has no proper name.
    #[error(transparent)]
    Name(#[from] CarrierIdError),
    /// Two sheets are of one carrier.
    #[error(transparent)]
    Twice(#[from] DuplicateCarrier),
}

/// The three carriers: prices from their sheets; labels that scan, tracking that walks and returns from a mock. Nothing leaves
/// the computer. `now` stops their clocks at a moment, so that a run can be repeated; `None`: the system's clock.
///
/// ```
/// let carriers = arriero::sandbox::carriers(None)?;
/// let ids: Vec<_> = carriers.iter().map(|carrier| carrier.id().to_string()).collect();
/// assert_eq!(ids, ["andina", "ribera", "sierra"]);
/// # Ok::<(), arriero::sandbox::SandboxError>(())
/// ```
///
/// # Errors
///
/// [`SandboxError`], never in a build whose tests pass.
pub fn carriers(now: Option<OffsetDateTime>) -> Result<Carriers, SandboxError> {
    let mut carriers = Carriers::new();
    for sheet in sheets()? {
        let sheet = SheetCarrier::new(sheet);
        let id = crate::carrier::Carrier::id(&sheet);
        let mut mock = MockCarrier::builder(id.as_str())
            .name(title(&id))
            .rates(move |request| sheet.quote(request));
        if let Some(now) = now {
            mock = mock.clock(now);
        }
        carriers = carriers.with(mock.build()?)?;
    }
    Ok(carriers)
}

/// The name on the label: the id with a capital letter.
fn title(id: &CarrierId) -> String {
    let mut letters = id.as_str().chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

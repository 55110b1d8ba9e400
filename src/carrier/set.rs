//! The carriers that are asked.

use std::sync::Arc;

use super::Carrier;
use crate::model::CarrierId;

/// A set of carriers, each with a name of its own. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Carriers {
    carriers: Vec<Arc<dyn Carrier>>,
}

/// Two carriers of one name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "two carriers are called \"{0}\"; give a second account a name of its own, such as {0}-outlet"
)]
pub struct DuplicateCarrier(pub CarrierId);

impl Carriers {
    /// No carrier yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { carriers: Vec::new() }
    }

    /// Adds a carrier.
    ///
    /// # Errors
    ///
    /// [`DuplicateCarrier`] where one of that name (whatever the case of its letters) is there.
    pub fn add(&mut self, carrier: Arc<dyn Carrier>) -> Result<(), DuplicateCarrier> {
        let id = carrier.id();
        if self.get(id.as_str()).is_some() {
            return Err(DuplicateCarrier(id));
        }
        self.carriers.push(carrier);
        Ok(())
    }

    /// With one more carrier.
    ///
    /// # Errors
    ///
    /// [`DuplicateCarrier`], as [`add`](Self::add).
    pub fn with(mut self, carrier: impl Carrier) -> Result<Self, DuplicateCarrier> {
        self.add(Arc::new(carrier))?;
        Ok(self)
    }

    /// The carrier of a name, whatever the case of its letters; `None`: there is none.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Arc<dyn Carrier>> {
        self.carriers.iter().find(|carrier| carrier.id().matches(id))
    }

    /// The carriers, in the order they were added.
    pub fn iter(&self) -> std::slice::Iter<'_, Arc<dyn Carrier>> {
        self.carriers.iter()
    }

    /// Those that `keep` keeps.
    #[must_use]
    pub fn filter(&self, keep: impl Fn(&CarrierId) -> bool) -> Self {
        Self {
            carriers: self.carriers.iter().filter(|carrier| keep(&carrier.id())).cloned().collect(),
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.carriers.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.carriers.is_empty()
    }
}

impl<'c> IntoIterator for &'c Carriers {
    type Item = &'c Arc<dyn Carrier>;
    type IntoIter = std::slice::Iter<'c, Arc<dyn Carrier>>;

    fn into_iter(self) -> Self::IntoIter {
        self.carriers.iter()
    }
}

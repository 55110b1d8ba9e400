//! The end that every call of a carrier has here, whatever its adapter does about time: one that never answers must not hold a key, a
//! recovery or a taking back for ever. Not: how long a price is asked for, which spends nothing and has a time of its own.

use std::future::Future;

use super::journal::Journal;
use crate::carrier::{Error, ErrorKind, Operation, Result};
use crate::model::CarrierId;

impl Journal {
    /// What a carrier answers within [`Settings::call`](super::Settings::call). What took longer was sent, as far as anyone knows: a
    /// purchase or a void is unknown then, and a look-up has failed.
    pub(super) async fn in_time<T>(
        &self,
        carrier: CarrierId,
        operation: Operation,
        call: impl Future<Output = Result<T>> + Send,
    ) -> Result<T> {
        let late = || Error::new(carrier, operation, ErrorKind::TimedOut { sent: true });
        tokio::time::timeout(self.settings.call, call).await.unwrap_or_else(|_| Err(late()))
    }
}

//! How long, how much and how often: what an account may set. No rule that follows from them.

use std::time::Duration;

use crate::carrier::Operation;

/// Deadlines, sizes and paces of an account. The defaults suit every carrier that we know.
///
/// ```
/// use std::time::Duration;
/// use arriero::http::{Pace, Settings};
///
/// let mut settings = Settings::default();
/// settings.total.rates = Duration::from_secs(5);
/// settings.pace = Some(Pace::per_second(10));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// How long a call may take, all tries, waits and its token included.
    pub total: PerOperation<Duration>,
    /// The longest silence of a carrier, before its answer begins or within it.
    pub idle: Duration,
    /// The longest answer in bytes, unpacked.
    pub longest: PerOperation<usize>,
    /// How often a call that is safe to repeat is tried, at most; never more than 3.
    pub tries: u8,
    /// The wait before the second try, on average; it doubles before the third.
    pub backoff: Duration,
    /// How fast the account may ask one group of endpoints; `None`: as fast as it likes.
    pub pace: Option<Pace>,
    /// When a group of endpoints is left alone for a while; `None`: never.
    pub breaker: Option<Trip>,
}

/// A figure for each kind of call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PerOperation<T> {
    /// Prices.
    pub rates: T,
    /// Tracking.
    pub tracking: T,
    /// Labels, returns, manifests and papers.
    pub labels: T,
    /// All else: voids, look-ups, tokens.
    pub other: T,
}

impl<T: Copy> PerOperation<T> {
    /// The figure for an operation.
    #[must_use]
    pub const fn of(&self, operation: Operation) -> T {
        match operation {
            Operation::Rates => self.rates,
            Operation::Track => self.tracking,
            Operation::BuyLabel
            | Operation::ReturnLabel
            | Operation::Documents
            | Operation::Manifest => self.labels,
            _ => self.other,
        }
    }
}

/// How fast an account may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pace {
    /// Requests that may leave at once after a pause.
    pub burst: u32,
    /// The time between two requests in the long run.
    pub interval: Duration,
}

impl Pace {
    /// So many requests a second in the long run, and as many at once.
    #[must_use]
    pub fn per_second(requests: u32) -> Self {
        Self::new(requests, Duration::from_secs(1))
    }

    /// So many requests in a period, and as many at once.
    #[must_use]
    pub fn new(requests: u32, period: Duration) -> Self {
        let requests = requests.max(1);
        Self { burst: requests, interval: period / requests }
    }
}

/// When a group of endpoints that fails is left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Trip {
    /// After so many failures in a row (broken, unreachable, too late).
    pub failures: u32,
    /// For so long; then one request tries. It doubles each time that one fails too, up to sixteen times.
    pub rest: Duration,
}

impl Trip {
    /// After so many failures in a row, for so long.
    #[must_use]
    pub const fn new(failures: u32, rest: Duration) -> Self {
        Self { failures, rest }
    }
}

const MEGABYTE: usize = 1_000_000;

impl Default for Settings {
    fn default() -> Self {
        Self {
            total: PerOperation {
                rates: Duration::from_secs(20),
                tracking: Duration::from_secs(20),
                labels: Duration::from_mins(1),
                other: Duration::from_secs(30),
            },
            idle: Duration::from_secs(45),
            longest: PerOperation {
                rates: MEGABYTE,
                tracking: 4 * MEGABYTE,
                labels: 25 * MEGABYTE,
                other: 4 * MEGABYTE,
            },
            tries: 3,
            backoff: Duration::from_millis(200),
            pace: None,
            breaker: Some(Trip::new(5, Duration::from_secs(5))),
        }
    }
}

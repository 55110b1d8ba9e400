//! The total order: what is compared, first things first. The derived order **is** the order of choosing.

/// Smallest wins. No two different rates have equal keys, for `place` is a rate's place among all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// 0: proven or priced. 1: last resort.
    pub(super) tier: u8,
    /// The objective's value.
    pub(super) value: i64,
    /// 0: proven. 1: priced. 2: last resort. Before the price: an unknown never wins a tie.
    pub(super) standing: u8,
    /// What is paid, in minor units; with penalties where the objective is not about the price.
    pub(super) price: i64,
    /// The latest arrival in minutes; unknown after every known.
    pub(super) latest: i64,
    /// The earliest arrival in minutes; unknown after every known.
    pub(super) earliest: i64,
    /// The place in the caller's list of preferences.
    pub(super) preference: usize,
    /// The place by carrier, service code, handle and all else.
    pub(super) place: usize,
}

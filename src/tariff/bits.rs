//! Sets of a service's surcharges, a bit for each by its number.

/// The numbers of the bits.
pub(super) fn bits(mut bits: u32) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let index = (bits != 0).then(|| bits.trailing_zeros())?;
        bits &= bits - 1;
        Some(index as usize)
    })
}

/// Whether a number is in a set.
pub(super) fn has(bits: u32, number: usize) -> bool {
    bits >> number & 1 == 1
}

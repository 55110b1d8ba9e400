//! Whole batches, through the public interface.

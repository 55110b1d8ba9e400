//! Business days, public holidays by country and region, cut-offs and zones: data and arithmetic, no clock.

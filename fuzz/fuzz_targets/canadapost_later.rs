//! What Canada Post answers after a purchase and beside it: search, void, refund, tracking, points, pickups.
#![no_main]

libfuzzer_sys::fuzz_target!(init: arriero_fuzz::begin("canadapost_later"), |input: &[u8]| {
    arriero_fuzz::run("canadapost_later", input);
});

//! What UPS answers after a purchase and beside it: search, void, tracking, points, pickups, addresses, tokens.
#![no_main]

libfuzzer_sys::fuzz_target!(init: arriero_fuzz::begin("ups_later"), |input: &[u8]| {
    arriero_fuzz::run("ups_later", input);
});

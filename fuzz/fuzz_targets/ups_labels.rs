//! What UPS answers to a purchase, and the papers of one.
#![no_main]

libfuzzer_sys::fuzz_target!(init: arriero_fuzz::begin("ups_labels"), |input: &[u8]| {
    arriero_fuzz::run("ups_labels", input);
});

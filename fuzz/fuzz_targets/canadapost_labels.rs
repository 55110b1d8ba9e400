//! What Canada Post answers to a purchase and to the end of a day, and the papers of both.
#![no_main]

libfuzzer_sys::fuzz_target!(init: arriero_fuzz::begin("canadapost_labels"), |input: &[u8]| {
    arriero_fuzz::run("canadapost_labels", input);
});

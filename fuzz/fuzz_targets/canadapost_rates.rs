//! What Canada Post answers to a question for prices.
#![no_main]

libfuzzer_sys::fuzz_target!(init: arriero_fuzz::begin("canadapost_rates"), |input: &[u8]| {
    arriero_fuzz::run("canadapost_rates", input);
});

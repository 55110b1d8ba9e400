//! What UPS answers to a question for prices.
#![no_main]

libfuzzer_sys::fuzz_target!(init: arriero_fuzz::begin("ups_rates"), |input: &[u8]| {
    arriero_fuzz::run("ups_rates", input);
});

//! What carriers answer when they do not answer: any operation, any status that is none of success.
#![no_main]

libfuzzer_sys::fuzz_target!(init: arriero_fuzz::begin("errors"), |input: &[u8]| {
    arriero_fuzz::run("errors", input);
});

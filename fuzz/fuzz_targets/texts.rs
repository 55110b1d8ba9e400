//! Short texts: numbers, waits, handles, what is stored, what the recorder masks.
#![no_main]

libfuzzer_sys::fuzz_target!(init: arriero_fuzz::begin("texts"), |input: &[u8]| {
    arriero_fuzz::run("texts", input);
});

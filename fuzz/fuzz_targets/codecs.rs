//! The kit's readers of JSON, XML and SOAP.
#![no_main]

libfuzzer_sys::fuzz_target!(init: arriero_fuzz::begin("codecs"), |input: &[u8]| {
    arriero_fuzz::run("codecs", input);
});

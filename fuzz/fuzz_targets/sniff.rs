//! Any bytes as a file: encoding, delimiter, header, connector, questions. Nothing is read beyond that.
#![no_main]

use harpoon_connect::{Answers, Origin, recognise};
use harpoon_fuzz::NATIVE;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = recognise(&Origin::from_bytes("table.csv", data), &NATIVE, &Answers::default());
});

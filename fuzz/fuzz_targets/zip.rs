//! Archives: members listed within the limits, each opened and inflated to its end, then read as any file.
#![no_main]

use std::io::Read as _;

use harpoon_connect::origins_in;
use harpoon_fuzz::{LIMITS, NATIVE, forgive_caught_panics, take};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: forgive_caught_panics(), |data: &[u8]| {
    for origin in origins_in("a.zip", data, &LIMITS).unwrap_or_default() {
        assert!(!origin.name().contains(".."), "a path leaves the archive");
        let Ok(reader) = origin.open() else { continue };
        let mut inflated = std::io::sink();
        let bytes = std::io::copy(&mut reader.take(LIMITS.inflated + 1), &mut inflated).unwrap_or(0);
        assert!(bytes <= origin.size(), "a member is larger than it states");
        take(&origin, &NATIVE);
    }
});

//! The text of a workspace's `catalogue.toml`: refused with its mistakes, or taken with formulas that hold the laws.
#![no_main]

use harpoon_core::Catalogue;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match Catalogue::with_own(text) {
        Ok(catalogue) => {
            let _ = catalogue.own().len();
        }
        Err(mistakes) => {
            assert!(!mistakes.0.is_empty(), "refused without a reason");
            let _ = mistakes.to_string();
        }
    }
});

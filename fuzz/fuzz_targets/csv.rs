//! Delimited text, recognised and read to its end with answers given. The first byte chooses the file's name, because
//! some exports are told apart by it.
#![no_main]

use harpoon_connect::Origin;
use harpoon_fuzz::{NATIVE, take};
use libfuzzer_sys::fuzz_target;

const NAMES: &[&str] = &[
    "table.csv",
    "Videos 2026-03-01_2026-03-31 Zilt Houtwerk.csv",
    "Table data.csv",
    "Totals.csv",
    "Chart data.csv",
    "Overview.csv",
    "Content.csv",
    "FollowerHistory.csv",
    "Viewers.csv",
    "wilgenhof.example-Performance-on-Search-2026-04-02.csv",
];

fuzz_target!(|data: &[u8]| {
    let Some((first, text)) = data.split_first() else {
        return;
    };
    let name = NAMES[usize::from(*first) % NAMES.len()];
    take(&Origin::from_bytes(name, text), &NATIVE);
});

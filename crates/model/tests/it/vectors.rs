//! Reference results beside the workspace: read where they are, skipped loudly where they are not.

use std::fs;
use std::path::PathBuf;

/// Text of a reference file under `data`, or nothing and a loud word.
#[expect(clippy::print_stderr, reason = "a skipped check must be seen")]
pub(crate) fn reference(path: &str) -> Option<String> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let folder = std::env::var_os("HARPOON_DATA").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    let text = fs::read_to_string(folder.join(path)).ok();
    if text.is_none() {
        eprintln!("SKIPPED: no {path} in {}", folder.display());
    }
    text
}

/// Fails unless the two agree to `tolerance`, absolute.
#[track_caller]
pub(crate) fn close(got: f64, expected: f64, tolerance: f64) {
    assert!(
        (got - expected).abs() <= tolerance,
        "{got} is not {expected} ± {tolerance}"
    );
}

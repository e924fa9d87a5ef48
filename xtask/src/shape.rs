//! Sizes: crates, files, functions. A feel for where the house grows.

use std::fs;

use crate::tidy::sources;
use crate::{root, say};

/// Prints one line a crate.
pub(crate) fn shape() -> anyhow::Result<()> {
    say(&format!(
        "{:<12}{:>7}{:>7}{:>9}{:>9}",
        "crate", "files", "lines", "median", "longest"
    ));
    for name in ["core", "connect", "lake", "harpoon", "cli"] {
        let files = sources(&root().join("crates").join(name).join("src"))?;
        let mut lengths: Vec<usize> = Vec::new();
        for file in &files {
            lengths.push(fs::read_to_string(file)?.lines().count());
        }
        lengths.sort_unstable();
        let median = lengths.get(lengths.len() / 2).copied().unwrap_or(0);
        let longest = lengths.last().copied().unwrap_or(0);
        say(&format!(
            "{name:<12}{:>7}{:>7}{median:>9}{longest:>9}",
            files.len(),
            lengths.iter().sum::<usize>()
        ));
    }
    Ok(())
}

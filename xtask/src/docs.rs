//! The reference pages: made from the program itself, so that they cannot tell another story.

use std::fs;
use std::process::Command;

use anyhow::{Context, bail};

use crate::{cargo, must, root, say};

/// Page under `docs/reference/`, by the word that `harpoon reference` takes, and its file's ending.
const PAGES: &[(&str, &str)] = &[
    ("kpis", "md"),
    ("connectors", "md"),
    ("fields", "md"),
    ("tables", "md"),
    ("models", "md"),
    ("cli", "md"),
    ("openapi", "json"),
];

/// Makes the pages, or compares them with what stands.
pub(crate) fn docs(check: bool) -> anyhow::Result<()> {
    must(&mut cargo(&["build", "--quiet", "--package", "harpoon-cli"]))?;
    let folder = root().join("docs/reference");
    let mut stale = Vec::new();
    for (page, ending) in PAGES {
        let text = made(page)?;
        let file = folder.join(format!("{page}.{ending}"));
        let stands = fs::read_to_string(&file).unwrap_or_default();
        if stands == text {
            continue;
        }
        if check {
            stale.push(*page);
        } else {
            fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
            say(&format!("made docs/reference/{page}.{ending}"));
        }
    }
    if stale.is_empty() {
        return Ok(());
    }
    bail!(
        "reference pages are stale: {}; run `cargo xtask docs`",
        stale.join(", ")
    )
}

fn made(page: &str) -> anyhow::Result<String> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), Into::into);
    let program = target
        .join("debug")
        .join(format!("harpoon{}", std::env::consts::EXE_SUFFIX));
    let output = Command::new(&program)
        .args(["reference", page])
        .output()
        .with_context(|| format!("cannot start {}", program.display()))?;
    if !output.status.success() {
        bail!(
            "`harpoon reference {page}` failed: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(String::from_utf8(output.stdout)?)
}

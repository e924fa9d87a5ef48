//! Measurements against peers. Each bench is a script under `benches/` that runs both sides in the same minute and prints
//! one JSON line; the line is kept in `benches/results.jsonl`.

use std::fs::OpenOptions;
use std::io::Write;
use std::process::Command;

use anyhow::{Context, bail};

use crate::{cargo, must, root, say};

const BENCHES: &[&str] = &["import", "kpi", "journal"];

/// Runs the named benches, or all.
pub(crate) fn bench(names: &[&str]) -> anyhow::Result<()> {
    must(&mut cargo(&["build", "--release", "--bins"]))?;
    must(&mut cargo(&[
        "build",
        "--release",
        "-p",
        "harpoon",
        "--example",
        "journal_limit",
    ]))?;
    let names = if names.is_empty() { BENCHES } else { names };
    for name in names {
        if !BENCHES.contains(name) {
            bail!("no bench `{name}`; one of {}", BENCHES.join(", "));
        }
        let script = root().join(format!("benches/{name}.py"));
        let output = Command::new("python3")
            .arg(&script)
            .current_dir(root())
            .output()
            .context("benches need python3 with duckdb")?;
        if !output.status.success() {
            bail!("{}: {}", script.display(), String::from_utf8_lossy(&output.stderr));
        }
        let text = String::from_utf8(output.stdout)?;
        say(text.trim_end());
        let line = text.lines().last().unwrap_or_default();
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(root().join("benches/results.jsonl"))?;
        writeln!(file, "{line}")?;
    }
    Ok(())
}

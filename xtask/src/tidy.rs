//! House rules that a machine can see: crate edges, file heads, names, texts that do not belong here.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::{root, say};

/// What each crate may use of the others. An edge that is not here is a design change: ARCHITECTURE.md first.
const EDGES: &[(&str, &[&str])] = &[
    ("harpoon-core", &[]),
    ("harpoon-connect", &["harpoon-core"]),
    ("harpoon-collect", &["harpoon-connect", "harpoon-core"]),
    ("harpoon-model", &["harpoon-core"]),
    ("harpoon-lake", &["harpoon-core"]),
    ("harpoon-cluster", &["harpoon-lake"]),
    ("harpoon-live", &["harpoon-core"]),
    ("harpoon-ledger", &[]),
    ("harpoon-report", &["harpoon-core"]),
    ("harpoon-pdf", &["harpoon-report"]),
    (
        "harpoon",
        &[
            "harpoon-core",
            "harpoon-collect",
            "harpoon-connect",
            "harpoon-lake",
            "harpoon-ledger",
            "harpoon-live",
            "harpoon-model",
            "harpoon-report",
            "harpoon-state",
            "harpoon-wal",
        ],
    ),
    (
        "harpoon-server",
        &["harpoon", "harpoon-core", "harpoon-report", "harpoon-state"],
    ),
    ("harpoon-memory", &[]),
    ("harpoon-state", &[]),
    ("harpoon-wal", &[]),
    (
        "harpoon-cli",
        &[
            "harpoon",
            "harpoon-cluster",
            "harpoon-core",
            "harpoon-ledger",
            "harpoon-memory",
            "harpoon-server",
            "harpoon-state",
        ],
    ),
    ("xtask", &[]),
];

/// What core, model and collect must never reach for.
const NOT_IN_CORE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "SystemTime",
    "Timestamp::now",
    "async fn",
];

const LONGEST: usize = 600;

/// Reports every breach at once.
pub(crate) fn tidy() -> anyhow::Result<()> {
    let mut breaches = edges()?;
    for file in sources(&root())? {
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let name = file.strip_prefix(root()).unwrap_or(&file).display().to_string();
        breaches.extend(breaches_of(&name, &text));
    }
    if breaches.is_empty() {
        say("tidy");
        return Ok(());
    }
    bail!(
        "{} breaches of house rules:\n  {}",
        breaches.len(),
        breaches.join("\n  ")
    )
}

fn breaches_of(name: &str, text: &str) -> Vec<String> {
    let mut breaches = Vec::new();
    let mut breach = |what: &str| breaches.push(format!("{name}: {what}"));
    if !text.starts_with("//!") {
        breach("a file begins with `//!` and says what it is");
    }
    if text.lines().count() > LONGEST {
        breach("longer than 600 lines; find the second room in it");
    }
    let stem = Path::new(name).file_stem().and_then(|s| s.to_str()).unwrap_or("");
    if ["mod", "utils", "util", "helper", "helpers", "manager", "common"].contains(&stem) {
        breach("a name that says nothing");
    }
    let tidy_itself = name.ends_with("tidy.rs");
    for (number, line) in text.lines().enumerate().filter(|_| !tidy_itself) {
        let mut at = |what: &str| breaches.push(format!("{name}:{}: {what}", number + 1));
        if line.contains("#[ignore")
            || line.contains("todo!(")
            || line.contains("unimplemented!(")
            || line.contains("dbg!(")
        {
            at("unfinished");
        }
        if line.contains("#[allow(") && !line.contains("reason") {
            at("`#[expect(lint, reason = …)]`, not a bare allow");
        }
        if ["crates/core/src", "crates/model/src", "crates/collect/src"]
            .iter()
            .any(|pure| name.starts_with(pure))
            && !line.trim_start().starts_with("//")
            && NOT_IN_CORE.iter().any(|w| line.contains(w))
        {
            at("core, model and collect never touch clock, disk, network, environment or async");
        }
    }
    breaches
}

/// Rust files of the workspace, generated and foreign folders left out.
pub(crate) fn sources(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("");
        if path.is_dir() {
            if !["target", ".git", "node_modules", "corpus", "artifacts"].contains(&name) {
                found.extend(sources(&path)?);
            }
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn edges() -> anyhow::Result<Vec<String>> {
    let allowed: BTreeMap<&str, &[&str]> = EDGES.iter().copied().collect();
    let mut breaches = Vec::new();
    let mut seen = BTreeSet::new();
    for path in manifests()? {
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let folder = path
            .parent()
            .unwrap_or(&path)
            .strip_prefix(root())
            .unwrap_or(&path)
            .display();
        let name = text
            .lines()
            .find_map(|l| l.strip_prefix("name = "))
            .unwrap_or("")
            .trim_matches('"')
            .to_owned();
        let Some(allowed) = allowed.get(name.as_str()) else {
            breaches.push(format!("{folder}: crate `{name}` is not in the table of edges"));
            continue;
        };
        seen.insert(name.clone());
        let used = dependencies(&text);
        breaches.extend(
            used.iter()
                .filter(|dep| EDGES.iter().any(|(known, _)| known == dep) && !allowed.contains(&dep.as_str()))
                .map(|dep| format!("{folder}: `{name}` may not use `{dep}`")),
        );
    }
    let unseen = EDGES.iter().filter(|(name, _)| !seen.contains(*name));
    breaches
        .extend(unseen.map(|(name, _)| format!("crate `{name}` is in the table of edges, and no manifest says so")));
    Ok(breaches)
}

/// The manifest of every crate of the workspace.
fn manifests() -> anyhow::Result<Vec<PathBuf>> {
    let mut found = vec![root().join("xtask/Cargo.toml")];
    for entry in fs::read_dir(root().join("crates"))? {
        let manifest = entry?.path().join("Cargo.toml");
        if manifest.is_file() {
            found.push(manifest);
        }
    }
    found.sort();
    Ok(found)
}

/// Names under `[dependencies]`; what only tests use may cross.
fn dependencies(manifest: &str) -> Vec<String> {
    let mut inside = false;
    let mut names = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line == "[dependencies]";
        } else if inside && let Some((name, _)) = line.split_once(['.', ' ', '=']) {
            names.push(name.to_owned());
        }
    }
    names
}

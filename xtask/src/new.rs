//! Beginnings: a KPI or a connector that compiles, with the places to fill in.

use std::fs;

use anyhow::bail;

use crate::{root, say};

/// Prints a KPI to paste into the file of its stage, and writes its test.
pub(crate) fn kpi(id: &str) -> anyhow::Result<()> {
    check(id)?;
    let constant = id.to_uppercase();
    say(&format!(
        "Paste into crates/core/src/kpi/<stage>.rs and name it in crates/core/src/catalogue.rs:

/// …
pub static {constant}: Kpi = Kpi {{
    id: \"{id}\",
    title: titles(\"…\", \"…\", \"…\"),
    meaning: \"…\",
    proves_not: \"…\",
    formula: Sum(Leaf::of(\"…\")),
    stage: Stage::Interest,
    source: \"… (year)\",
    ..BASE
}};
"
    ));
    let test = root().join(format!("crates/lake/tests/kpi/{id}.slt"));
    if !test.exists() {
        fs::write(
            &test,
            format!("# {id}: the catalogue's result equals hand-written SQL over the same facts.\n"),
        )?;
        say(&format!("Two routes to fill in: crates/lake/tests/kpi/{id}.slt"));
    }
    Ok(())
}

/// Writes a connector file and a folder for its fixture.
pub(crate) fn connector(id: &str) -> anyhow::Result<()> {
    check(id)?;
    let file = root().join(format!("crates/connect/src/connectors/{id}.rs"));
    if file.exists() {
        bail!("{} exists already", file.display());
    }
    let text = format!(
        "//! …: its exports.

use harpoon_core::{{EntityKind, Scope}};

use crate::connector::{{BASE, Connector, Evidence, PlatformIs}};

/// …
pub(super) static {}: Connector = Connector {{
    id: \"{id}\",
    title: \"…\",
    found_at: \"…\",
    source: \"…\",
    evidence: Evidence::SpecOnly,
    platform: PlatformIs::Fixed(\"…\"),
    scope: Scope::Unknown,
    entity: EntityKind::Account,
    requires: &[],
    columns: &[],
    ..BASE
}};
",
        id.to_uppercase()
    );
    fs::write(&file, text)?;
    fs::create_dir_all(root().join(format!("crates/connect/tests/fixtures/{id}")))?;
    say(&format!(
        "Made {}; name it in crates/connect/src/connectors.rs and put a fixture with its .expect under tests/fixtures/{id}/",
        file.display()
    ));
    Ok(())
}

fn check(id: &str) -> anyhow::Result<()> {
    let fine = !id.is_empty()
        && id
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if fine {
        Ok(())
    } else {
        bail!("`{id}` is no id: lower case letters, digits and _")
    }
}

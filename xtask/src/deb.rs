//! The Debian package: what the release build says of its own words for shells, and then `cargo deb`.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};

use super::{cargo, must, root};

/// Each shell, and the file where it looks for words of `harpoon`.
const SHELLS: [(&str, &str); 3] = [("bash", "harpoon"), ("zsh", "_harpoon"), ("fish", "harpoon.fish")];

/// Packs `target/release/harpoon` as it is; further words are `cargo deb`'s.
pub(crate) fn deb(rest: &[&str]) -> anyhow::Result<()> {
    let release = root().join("target/release");
    let program = release.join("harpoon");
    if !program.is_file() {
        bail!(
            "there is no {}; build it first: cargo build --release",
            program.display()
        );
    }
    completions(&program, &release.join("completions"))?;
    must(cargo(&["deb", "--no-build", "--package", "harpoon-cli"]).args(rest))
        .context("`cargo install cargo-deb --locked` installs what makes packages")
}

fn completions(program: &Path, folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder)?;
    for (shell, file) in SHELLS {
        let said = Command::new(program).args(["completions", shell]).output()?;
        if !said.status.success() {
            bail!("`{} completions {shell}` failed", program.display());
        }
        fs::write(folder.join(file), said.stdout)?;
    }
    Ok(())
}

//! `harpoon-pdf`: a composed report on standard input, its pages as a PDF on standard output. `harpoon report --format pdf`
//! starts it.

use std::env;
use std::io::{self, IsTerminal, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use harpoon_pdf::{Fonts, pages};
use harpoon_report::parcel;

/// Largest report that is read, in bytes: a month of a large client is below one million.
const LARGEST: u64 = 64 << 20;

const HELP: &str = "harpoon-pdf < REPORT > FILE.pdf

Sets pages. `harpoon report --month 2026-10 --format pdf` starts it and hands the report over; by itself it is of no use.
HARPOON_FONTS names folders in which to look for fonts before those of the system.";

fn main() -> ExitCode {
    let told = match env::args().nth(1).as_deref() {
        None => set(),
        Some("--version" | "-V") => out(format!("harpoon-pdf {}\n", env!("CARGO_PKG_VERSION")).as_bytes()),
        Some(_) => out(format!("{HELP}\n").as_bytes()),
    };
    match told {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            aside(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn set() -> anyhow::Result<()> {
    if io::stdin().is_terminal() || io::stdout().is_terminal() {
        bail!("{HELP}");
    }
    let mut bytes = Vec::new();
    io::stdin()
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .context("cannot read the report")?;
    if bytes.len() as u64 > LARGEST {
        bail!("the report is larger than {} MiB", LARGEST >> 20);
    }
    let document = parcel::open(&bytes)?;
    let more: Vec<PathBuf> = env::var_os("HARPOON_FONTS").map_or_else(Vec::new, |all| env::split_paths(&all).collect());
    let set = pages(&document, &Fonts::for_document(&document, &more))?;
    set.warnings.iter().for_each(|warning| aside(warning));
    out(&set.pdf)
}

fn out(bytes: &[u8]) -> anyhow::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout
        .write_all(bytes)
        .and_then(|()| stdout.flush())
        .context("cannot write the pages")
}

fn aside(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

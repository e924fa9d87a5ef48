//! `report`: a month on paper.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use harpoon::Error;
use harpoon::core::Period;
use harpoon::report::issue::{Issued, Paper};
use harpoon::report::{Language, Wish, compose, html, markdown};

use super::goal::with_keys;
use super::{now, open};
use crate::Done;
use crate::args::{self, Cli};
use crate::say;

/// Longest note: a few words, no book.
const LONGEST_NOTE: u64 = 16 * 1024;

/// Writes a month's report.
pub(crate) fn report(cli: &Cli, args: &args::Report) -> anyhow::Result<Done> {
    let workspace = open(cli)?;
    let note = args.note.as_deref().map(note).transpose()?;
    let paper = Paper {
        month: Period::month(&args.month).map_err(Error::from)?,
        language: Language::from_tag(&args.lang).unwrap_or(Language::En),
        format: args.format.ending(),
    };
    let mut view = workspace.report(&Wish {
        month: paper.month,
        issued: args
            .issued
            .as_deref()
            .map_or_else(|| workspace.day_of(now()?), |day| Ok(Period::day(day)?))?,
        note: note.as_deref(),
        language: paper.language,
    })?;
    if args.sign {
        view = workspace.against_earlier(view, paper)?;
    }
    let document = compose(&view, paper.language);
    let text = match args.format {
        args::Paper::Html => html(&document),
        args::Paper::Md => markdown(&document),
    };
    let Some(file) = target(cli, args) else {
        if args.sign {
            return Err(Error::Usage("a signed report is a file: leave out --out -".to_owned()).into());
        }
        say::out(text.trim_end());
        return Ok(Done::Well);
    };
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    }
    fs::write(&file, text).with_context(|| format!("cannot write `{}`", file.display()))?;
    say::out(&file.display().to_string());
    if !args.sign {
        if !cli.quiet {
            say::aside("Not signed. With --sign it becomes an entry of the ledger, and the client can check it.");
        }
        return Ok(Done::Well);
    }
    with_keys(&args.signing, |keys| {
        match workspace.issue(&view, paper, &file, keys, now()?)? {
            Issued::Already(entry) => say::out(&format!("Signed before, by entry {entry}; no figure has changed.")),
            Issued::Signed { entry, proof, restates } => {
                let what = if restates { "A restatement" } else { "Signed" };
                say::out(&format!(
                    "{what}, entry {entry} of the ledger; the proof is {}",
                    proof.display()
                ));
                if !cli.quiet {
                    say::aside(&format!(
                        "The client checks it with `harpoon verify {} --key YOUR.pub`.",
                        file.display()
                    ));
                }
            }
        }
        Ok(Done::Well)
    })
}

fn target(cli: &Cli, args: &args::Report) -> Option<PathBuf> {
    match &args.out {
        Some(out) if out.as_os_str() == "-" => None,
        Some(out) => Some(out.clone()),
        None => {
            let name = format!("{}.{}.{}", args.month, args.lang, args.format.ending());
            Some(cli.workspace.join("reports").join(name))
        }
    }
}

fn note(path: &Path) -> anyhow::Result<String> {
    let size = fs::metadata(path)
        .with_context(|| format!("cannot read `{}`", path.display()))?
        .len();
    if size > LONGEST_NOTE {
        return Err(Error::Usage(format!(
            "`{}` is longer than 16 KiB: a note is a few words",
            path.display()
        ))
        .into());
    }
    fs::read_to_string(path).with_context(|| format!("`{}` is no text in UTF-8", path.display()))
}

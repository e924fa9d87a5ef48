//! `report`: a month on paper.

use std::fs;
use std::path::Path;

use anyhow::Context;
use harpoon::core::{Language, Period};
use harpoon::report::issue::{Issued, Paper, Set};
use harpoon::report::{Report, Wish};
use harpoon::{Error, Workspace};

use super::goal::with_keys;
use super::{now, open, pages};
use crate::Done;
use crate::args::{self, Cli};
use crate::say;

/// Longest note: a few words, no book.
const LONGEST_NOTE: u64 = 16 * 1024;

/// Writes a month's report.
pub(crate) fn report(cli: &Cli, args: &args::Report) -> anyhow::Result<Done> {
    let workspace = open(cli)?;
    let setter = (args.format == args::Paper::Pdf)
        .then(harpoon::here::pages)
        .transpose()?;
    let note = args.note.as_deref().map(note).transpose()?;
    let paper = Paper {
        month: Period::month(&args.month).map_err(Error::from)?,
        language: Language::from_tag(&args.lang).unwrap_or(Language::En),
        format: args.format.ending(),
    };
    let wish = Wish {
        month: paper.month,
        issued: args
            .issued
            .as_deref()
            .map_or_else(|| workspace.day_of(now()?), |day| Ok(Period::day(day)?))?,
        note: note.as_deref(),
        language: paper.language,
    };
    let Set { view, bytes, warnings } = workspace.paper(&wish, paper, args.sign, setter.as_deref())?;
    for warning in &warnings {
        say::aside(warning);
    }
    let out = args.out.as_deref();
    if args.sign {
        return sign(cli, args, &workspace, &view, paper, &bytes);
    }
    if out.is_some_and(|out| out.as_os_str() == "-") {
        if setter.is_some() {
            pages::out(&bytes)?;
        } else {
            say::out(String::from_utf8_lossy(&bytes).trim_end());
        }
        return Ok(Done::Well);
    }
    let name = format!("{}.{}.draft.{}", args.month, args.lang, args.format.ending());
    let file = out.map_or_else(|| cli.workspace.join("reports").join(name), Path::to_owned);
    if let Some(entry) = workspace.issued_file(&file)? {
        let file = file.display();
        return Err(Error::Usage(format!(
            "`{file}` is the report that entry {entry} signs; write this one elsewhere"
        ))
        .into());
    }
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    }
    fs::write(&file, bytes).with_context(|| format!("cannot write `{}`", file.display()))?;
    say::out(&file.display().to_string());
    if !cli.quiet {
        say::aside("A draft. With --sign it becomes an entry of the ledger, and the client can check it.");
    }
    Ok(Done::Well)
}

/// Signs the report into the ledger and says where it is.
fn sign(
    cli: &Cli,
    args: &args::Report,
    workspace: &Workspace,
    view: &Report,
    paper: Paper<'_>,
    bytes: &[u8],
) -> anyhow::Result<Done> {
    let out = args.out.as_deref();
    if out.is_some_and(|out| out.as_os_str() == "-") {
        return Err(Error::Usage("a signed report is a file: leave out --out -".to_owned()).into());
    }
    with_keys(&args.signing, |keys| {
        match workspace.issue(view, paper, bytes, out, keys, now()?)? {
            Issued::Already(entry) => say::out(&format!("Signed before, by entry {entry}; it says the same.")),
            Issued::Signed {
                entry,
                file,
                proof,
                restates,
            } => {
                let what = if restates { "A restatement" } else { "Signed" };
                let (file, proof) = (file.display(), proof.display());
                say::out(&format!(
                    "{file}\n{what}, entry {entry} of the ledger; the proof is {proof}"
                ));
                if !cli.quiet {
                    say::aside(&format!(
                        "The client checks it with `harpoon verify {file} --key YOUR.pub`."
                    ));
                }
            }
        }
        Ok(Done::Well)
    })
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

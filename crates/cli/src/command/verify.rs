//! `verify`: whether a ledger, or a report, is what was signed. Offline; from files and public keys alone.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use harpoon::Error;
use harpoon_ledger::proof::ProofError;
use harpoon_ledger::{Digest, LedgerFiles, Older, Proof, Verdict, Verifier};

use self::print::{Checked, ProofChecked, Report};
use crate::Done;
use crate::args::{Cli, Format, Verify};
use crate::say;

mod print;

/// Checks what was asked for, and says what that proves.
pub(crate) fn verify(cli: &Cli, args: &Verify) -> anyhow::Result<Done> {
    let keys = keys(&args.key)?;
    let kept = kept(&args.checkpoint)?;
    let older: Vec<Older<'_>> = kept.iter().map(|(name, bytes)| Older { name, bytes }).collect();
    let checked = match subject(cli, args)? {
        Subject::Ledger(folder) => {
            let verdict = verdict(&folder, &keys, &older)?;
            Checked {
                folder: Some(folder),
                verdict: Some(verdict),
                report: None,
            }
        }
        Subject::Report { file, folder, proof } => report(&file, folder, proof, &keys, &older)?,
    };
    say::out(&match args.output.format {
        Format::Json => checked.json(),
        Format::Csv | Format::Md => checked.findings().print(args.output.format),
        Format::Table => checked.text(),
    });
    Ok(if checked.sound() { Done::Well } else { Done::Finding })
}

/// What is to be checked.
enum Subject {
    Ledger(PathBuf),
    Report {
        file: PathBuf,
        folder: Option<PathBuf>,
        proof: Option<PathBuf>,
    },
}

fn subject(cli: &Cli, args: &Verify) -> anyhow::Result<Subject> {
    let Some(what) = &args.what else {
        let folder = args.ledger.clone().unwrap_or_else(|| cli.workspace.join("ledger"));
        return Ok(Subject::Ledger(folder));
    };
    if what.is_dir() {
        let inside = what.join("ledger");
        return Ok(Subject::Ledger(if is_ledger(&inside) { inside } else { what.clone() }));
    }
    if !what.exists() {
        return Err(Error::NoFile(what.clone()).into());
    }
    if what.file_name().is_some_and(|name| name == "entries.jsonl") {
        return Ok(Subject::Ledger(what.parent().unwrap_or(Path::new(".")).to_owned()));
    }
    let beside = |extension: &str| {
        let mut name = what.clone().into_os_string();
        name.push(extension);
        Some(PathBuf::from(name)).filter(|path| path.is_file())
    };
    let proof = beside(".proof").or_else(|| beside(".tlog-proof"));
    let folder = args.ledger.clone().or_else(|| ledger_above(what));
    if proof.is_none() && folder.is_none() {
        let name = what.display();
        return Err(Error::Usage(format!(
            "neither `{name}.proof` nor a folder `ledger` beside or above `{name}` is there; name the ledger with --ledger"
        ))
        .into());
    }
    let file = what.clone();
    Ok(Subject::Report { file, folder, proof })
}

fn is_ledger(folder: &Path) -> bool {
    LedgerFiles::in_folder(folder).exists()
}

/// A ledger in the report's folder or one above it.
fn ledger_above(report: &Path) -> Option<PathBuf> {
    let whole = fs::canonicalize(report).ok()?;
    whole
        .ancestors()
        .skip(1)
        .map(|folder| folder.join("ledger"))
        .find(|folder| is_ledger(folder))
}

fn verdict(folder: &Path, keys: &[Verifier], older: &[Older<'_>]) -> anyhow::Result<Verdict> {
    let bytes = LedgerFiles::in_folder(folder).read()?;
    Ok(harpoon_ledger::verify(bytes.files(), keys, older))
}

fn report(
    file: &Path,
    folder: Option<PathBuf>,
    proof: Option<PathBuf>,
    keys: &[Verifier],
    older: &[Older<'_>],
) -> anyhow::Result<Checked> {
    let bytes = read(file)?;
    let sha256 = Digest::of(&bytes);
    let proof = match proof {
        Some(path) => Some(proof_checked(&path, &bytes, keys)?),
        None => None,
    };
    let verdict = folder
        .as_deref()
        .map(|folder| verdict(folder, keys, older))
        .transpose()?;
    let unused = if verdict.is_some() {
        Vec::new()
    } else {
        older.iter().map(|one| one.name.to_owned()).collect()
    };
    let report = Report {
        name: file.display().to_string(),
        sha256,
        proof,
        unused,
    };
    Ok(Checked {
        folder,
        verdict,
        report: Some(report),
    })
}

fn proof_checked(path: &Path, report: &[u8], keys: &[Verifier]) -> anyhow::Result<ProofChecked> {
    let text = read(path)?;
    let checked = Proof::read(&text).and_then(|proof| {
        let signed = proof.check_report(report, keys)?;
        Ok((proof, signed))
    });
    Ok(ProofChecked {
        name: path.display().to_string(),
        held: checked.map_err(|error: ProofError| chain(&error)),
    })
}

/// An error with its causes, in a line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let cause_text = cause.to_string();
        if !text.ends_with(&cause_text) {
            text.push_str(&format!(": {cause_text}"));
        }
        next = cause.source();
    }
    text
}

/// Keys as they were given, the lines of the files that were named, or keys of this computer by their names.
fn keys(given: &[String]) -> anyhow::Result<Vec<Verifier>> {
    let mut keys = Vec::new();
    for text in given {
        if !Path::new(text).is_file() {
            let what = |e| {
                Error::Usage(format!(
                    "--key `{text}` is no file, no key of this computer (`harpoon key list`), and {e}"
                ))
            };
            let own = || harpoon::here::keys().ok()?.label(text).ok().map(|label| label.key);
            keys.push(own().map_or_else(|| text.trim().parse().map_err(what), Ok)?);
            continue;
        }
        let lines = String::from_utf8(read(Path::new(text))?).with_context(|| format!("`{text}` is not text"))?;
        for line in lines
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
        {
            let what = |e| Error::Usage(format!("`{text}` does not hold a public key: {e}"));
            keys.push(line.parse().map_err(what)?);
        }
    }
    Ok(keys)
}

fn kept(paths: &[PathBuf]) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    paths
        .iter()
        .map(|path| Ok((path.display().to_string(), read(path)?)))
        .collect()
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|source| Error::Io {
        what: "read",
        path: path.to_owned(),
        source,
    })
}

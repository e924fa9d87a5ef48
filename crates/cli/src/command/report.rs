//! `report`: a month on paper.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use harpoon::Error;
use harpoon::core::Period;
use harpoon::report::{Language, Wish, compose, html, markdown};
use jiff::Zoned;
use jiff::civil::Date;

use super::open;
use crate::Done;
use crate::args::{self, Cli, Paper};
use crate::say;

/// Longest note: a few words, no book.
const LONGEST_NOTE: u64 = 16 * 1024;

/// Writes a month's report.
pub(crate) fn report(cli: &Cli, args: &args::Report) -> anyhow::Result<Done> {
    let workspace = open(cli)?;
    let note = args.note.as_deref().map(note).transpose()?;
    let language = Language::from_tag(&args.lang).unwrap_or(Language::En);
    let view = workspace.report(&Wish {
        month: Period::month(&args.month).map_err(Error::from)?,
        issued: issued(args.issued.as_deref())?,
        note: note.as_deref(),
        language,
    })?;
    let document = compose(&view, language);
    let text = match args.format {
        Paper::Html => html(&document),
        Paper::Md => markdown(&document),
    };
    let Some(file) = target(cli, args) else {
        say::out(text.trim_end());
        return Ok(Done::Well);
    };
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    }
    fs::write(&file, text).with_context(|| format!("cannot write `{}`", file.display()))?;
    say::out(&file.display().to_string());
    Ok(Done::Well)
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

fn issued(day: Option<&str>) -> Result<Date, Error> {
    day.map_or_else(|| Ok(Zoned::now().date()), |day| Ok(Period::day(day)?))
}

fn note(path: &Path) -> anyhow::Result<String> {
    let size = fs::metadata(path).with_context(|| format!("cannot read `{}`", path.display()))?.len();
    if size > LONGEST_NOTE {
        return Err(Error::Usage(format!("`{}` is longer than 16 KiB: a note is a few words", path.display())).into());
    }
    fs::read_to_string(path).with_context(|| format!("`{}` is no text in UTF-8", path.display()))
}

//! Pages: where the program is that sets them, and what to do where it is not.

use std::env::{self, consts::EXE_SUFFIX};
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use harpoon::Error;
use harpoon::report::{Document, pages};

use crate::say;

/// Names the program, for whoever keeps it elsewhere.
const NAMED: &str = "HARPOON_PDF";

/// The program: the one that is named, else the one beside this one, else the first on the path.
pub(crate) fn program() -> Result<PathBuf, Error> {
    if let Some(named) = env::var_os(NAMED).filter(|named| !named.is_empty()) {
        let named = PathBuf::from(named);
        if named.is_file() {
            return Ok(named);
        }
        return Err(Error::Usage(format!(
            "{NAMED} names `{}`, which is no program",
            named.display()
        )));
    }
    let name = format!("harpoon-pdf{EXE_SUFFIX}");
    let beside = env::current_exe()
        .ok()
        .and_then(|this| Some(this.parent()?.join(&name)));
    let path = env::var_os("PATH").unwrap_or_default();
    let found = beside
        .into_iter()
        .chain(env::split_paths(&path).map(|folder| folder.join(&name)))
        .find(|program| program.is_file());
    found.ok_or_else(|| Error::Usage(absent()))
}

/// What to do where the program is absent. One that is built as this one was lands beside it.
fn absent() -> String {
    let release = if cfg!(debug_assertions) { "" } else { "--release " };
    format!(
        "pages are set by the program `harpoon-pdf`, which is neither beside `harpoon` nor on the path
  build it once, in the source tree: cargo build {release}-p harpoon-pdf
  one that is elsewhere is named in {NAMED}; `--format html` needs no other program, and every browser prints it"
    )
}

/// The pages of a document. Letters that no font has are told.
pub(crate) fn set(document: &Document, program: &Path) -> Result<Vec<u8>, Error> {
    let set = pages::pages(document, program)?;
    set.warnings.iter().for_each(|warning| say::aside(warning));
    Ok(set.pdf)
}

/// Pages to a pipe; a terminal cannot show them.
pub(crate) fn out(pdf: &[u8]) -> Result<(), Error> {
    if io::stdout().is_terminal() {
        return Err(Error::Usage(
            "a PDF is nothing for a terminal: leave out --out -, or send it to a file".to_owned(),
        ));
    }
    say::bytes(pdf);
    Ok(())
}

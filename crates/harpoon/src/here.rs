//! What this computer holds for the person who works at it, outside of any workspace: their private keys, and the program that
//! sets pages. The command line and the server find both in the same places.

use std::env::{self, consts::EXE_SUFFIX};
use std::path::PathBuf;

use harpoon_ledger::KeyFolder;
use harpoon_state::Address;

use crate::Error;

/// Names the program, for whoever keeps it elsewhere.
const PAGES: &str = "HARPOON_PDF";
/// Names the Postgres of the server's memory,
const STATE: &str = "HARPOON_STATE_URL";
/// or a file that names it.
const STATE_FILE: &str = "HARPOON_STATE_URL_FILE";
/// Names a file of authorities that the mail server's certificate may be of.
const MAIL_CA: &str = "HARPOON_MAIL_CA";

/// Where private keys are: what the environment names, else the person's folder for settings.
pub fn keys() -> Result<KeyFolder, Error> {
    let settings = || {
        named("XDG_CONFIG_HOME")
            .or_else(|| named("APPDATA"))
            .or_else(|| named("HOME").map(|home| home.join(".config")))
    };
    named("HARPOON_KEYS")
        .or_else(|| settings().map(|folder| folder.join("harpoon").join("keys")))
        .map(|folder| KeyFolder::new(&folder))
        .ok_or_else(|| Error::Usage("there is no folder for keys; set HARPOON_KEYS".to_owned()))
}

/// Where the key lies that closes tokens of accounts: beside the private keys, and in no workspace.
pub fn vault() -> Result<PathBuf, Error> {
    Ok(keys()?.folder().join("vault"))
}

/// The key that closes secrets, where the environment gives one.
pub fn server_key() -> Option<String> {
    env::var("HARPOON_SERVER_KEY").ok().filter(|key| !key.is_empty())
}

/// The Postgres that remembers for several servers, if one is named: by the environment, or in a file that it names, as service
/// managers hand over what is secret.
pub fn state_address() -> Result<Option<Address>, Error> {
    let told = env::var(STATE).ok().filter(|told| !told.is_empty());
    let told = match (told, named(STATE_FILE)) {
        (Some(_), Some(_)) => return Err(Error::Usage(format!("set {STATE} or {STATE_FILE}, not both"))),
        (None, None) => return Ok(None),
        (Some(told), None) => told,
        (None, Some(file)) => std::fs::read_to_string(&file).map_err(Error::io("read", &file))?,
    };
    let address = Address::new(&told).map_err(|error| Error::Usage(error.to_string()))?;
    Ok(Some(address))
}

/// File of authorities (PEM) that the mail server's certificate may be of, beside those of the system.
pub fn mail_authorities() -> Option<PathBuf> {
    named(MAIL_CA)
}

/// The program that sets pages: the one that is named, else the one beside this one, else the first on the path.
pub fn pages() -> Result<PathBuf, Error> {
    pages_if_any()?.ok_or_else(|| Error::Usage(absent()))
}

/// The same for whoever can do without: nothing where there is no such program. One that is named and is not there is an error.
pub fn pages_if_any() -> Result<Option<PathBuf>, Error> {
    if let Some(named) = named(PAGES) {
        if named.is_file() {
            return Ok(Some(named));
        }
        return Err(Error::Usage(format!(
            "{PAGES} names `{}`, which is no program",
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
    Ok(found)
}

fn named(name: &str) -> Option<PathBuf> {
    env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// What to do where the program is absent. One that is built as this one was lands beside it.
fn absent() -> String {
    let release = if cfg!(debug_assertions) { "" } else { "--release " };
    format!(
        "pages are set by the program `harpoon-pdf`, which is neither beside `harpoon` nor on the path
  build it once, in the source tree: cargo build {release}-p harpoon-pdf
  one that is elsewhere is named in {PAGES}; `--format html` needs no other program, and every browser prints it"
    )
}

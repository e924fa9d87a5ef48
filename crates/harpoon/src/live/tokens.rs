//! [`Tokens`]: what a server knows us by, closed on disk. The key lies with the private ones, outside of the workspace.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use harpoon_live::Secret;
use harpoon_state::{StateError, Vault};

use super::AccountSettings;
use crate::singer::replace;
use crate::{Error, here};

/// What is kept closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The token, or the app password.
    Token,
    /// What an app password was exchanged for; it can be made anew.
    Session,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Session => "session",
        }
    }

    /// Where it lies.
    pub(super) fn file(self, folder: &Path) -> PathBuf {
        folder.join(format!("{}.sealed", self.word()))
    }
}

/// The secrets of one account.
pub(super) struct Tokens<'a> {
    folder: &'a Path,
    name: &'a str,
    /// What they belong to. One that was given for a server does not open for another, whatever the settings say.
    place: String,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(folder: &'a Path, name: &'a str, settings: &AccountSettings) -> Self {
        let AccountSettings {
            network,
            server,
            account,
            ..
        } = settings;
        Self {
            folder,
            name,
            place: format!("account {network} {server} {account}"),
        }
    }

    /// Closes a secret and keeps it, on disk for good.
    pub(super) fn keep(&self, kind: Kind, secret: &Secret) -> Result<(), Error> {
        let sealed = vault()?.seal(secret.show(), &self.place_of(kind)).map_err(refused)?;
        replace(&kind.file(self.folder), &sealed)
    }

    /// Opens a secret, where one is kept.
    pub(super) fn give(&self, kind: Kind) -> Result<Option<Secret>, Error> {
        let file = kind.file(self.folder);
        let sealed = match fs::read(&file) {
            Ok(sealed) => sealed,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::io("read", &file)(error)),
        };
        let opened = vault()?.unseal(&sealed, &self.place_of(kind));
        opened.map(Secret::new).map(Some).map_err(|_| {
            Error::Usage(format!(
                "the {} of `{}` was closed with another key, or for another server or account; give it again with \
                 `harpoon account add`",
                kind.word(),
                self.name
            ))
        })
    }

    /// Removes a secret.
    pub(super) fn forget(&self, kind: Kind) -> Result<(), Error> {
        let file = kind.file(self.folder);
        match fs::remove_file(&file) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::io("remove", &file)(error)),
            _ => Ok(()),
        }
    }

    fn place_of(&self, kind: Kind) -> String {
        format!("{} of {}", kind.word(), self.place)
    }
}

fn vault() -> Result<Vault, Error> {
    let folder = here::vault()?;
    private(&folder).map_err(Error::io("make", &folder))?;
    Vault::open(&folder, here::server_key().as_deref()).map_err(refused)
}

/// Makes a folder that its owner alone may look into, as the one of private keys.
fn private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` hands it over")]
fn refused(error: StateError) -> Error {
    Error::Usage(error.to_string())
}

//! Adding and removing accounts.

use std::fs;
use std::io::ErrorKind;

use harpoon_live::Secret;

use super::tokens::{Kind, Tokens};
use super::{AccountSettings, BLUESKY, folder, known, server};
use crate::Error;
use crate::workspace::Workspace;

/// Sets an account up under a name, or one of letters that its address has; gives the name. One that is set up already
/// keeps what it has told, and gets the other token.
pub fn add(
    workspace: &Workspace,
    name: Option<&str>,
    settings: AccountSettings,
    token: Option<&Secret>,
) -> Result<String, Error> {
    known(&settings.network)?;
    let settings = AccountSettings {
        server: server(&settings)?.address(),
        account: plain(&settings),
        ..settings
    };
    if settings.account.is_empty() || settings.account.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(Error::Usage(
            "an account has a handle or a name, without spaces".to_owned(),
        ));
    }
    let name = name.map_or_else(|| named_after(&settings), str::to_owned);
    crate::singer::checked_name(&name)?;
    if workspace.settings().taps.contains_key(&name) {
        return Err(Error::Usage(format!(
            "a tap is called `{name}` already; give another --name"
        )));
    }
    let folder = folder(workspace.root(), &name);
    let has_token = Kind::Token.file(&folder).exists();
    let before = workspace.settings().accounts.get(&name);
    if before.is_some_and(|before| !before.is_same_account(&settings)) {
        return Err(Error::Usage(format!(
            "another account is called `{name}` already; give another --name"
        )));
    }
    if token.is_none() && has_token && before.is_some_and(|before| before.server != settings.server) {
        return Err(Error::Usage(
            "its token was given for another server; give it again".to_owned(),
        ));
    }
    if token.is_none() && !has_token && settings.network != BLUESKY {
        let how =
            "this network answers nobody without a token; give one with --token-from FILE, or - for standard input";
        return Err(Error::Usage(how.to_owned()));
    }
    if let Some(token) = token {
        fs::create_dir_all(&folder).map_err(Error::io("make", &folder))?;
        let tokens = Tokens::new(&folder, &name, &settings);
        tokens.forget(Kind::Session)?;
        tokens.keep(Kind::Token, token)?;
    }
    workspace.set_account(&name, settings)?;
    Ok(name)
}

/// Takes an account out, with its token and where it stood. What it has told stays.
pub fn remove(workspace: &Workspace, name: &str) -> Result<(), Error> {
    crate::singer::checked_name(name)?;
    workspace.unset_account(name)?;
    let folder = folder(workspace.root(), name);
    match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::io("remove", &folder)(error)),
        _ => Ok(()),
    }
}

/// The account without what people write around it: `@name@server` is `name` where the server is named beside it.
fn plain(settings: &AccountSettings) -> String {
    let account = settings.account.trim().trim_start_matches('@');
    if settings.network == BLUESKY {
        return account.to_owned();
    }
    account.split('@').next().unwrap_or_default().to_owned()
}

fn named_after(settings: &AccountSettings) -> String {
    let host = settings.server.split("://").nth(1).unwrap_or_default();
    let words = if settings.network == BLUESKY {
        settings.account.clone()
    } else {
        format!("{}-{host}", settings.account)
    };
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' };
    words.chars().map(plain).take(64).collect()
}

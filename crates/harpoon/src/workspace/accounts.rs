//! Accounts that are asked live, in `harpoon.toml`; what a person wrote beside them stays as it is.

use super::Workspace;
use super::sources::without_table;
use crate::Error;
use crate::live::AccountSettings;

impl Workspace {
    /// Writes an account into `harpoon.toml`, in place of one of that name.
    pub(crate) fn set_account(&self, name: &str, account: AccountSettings) -> Result<(), Error> {
        self.change("accounts", |settings, text| {
            let table = toml::to_string(&account).map_err(|e| Error::Bug(e.to_string()))?;
            let text = without_table(text, &format!("accounts.{name}"));
            settings.accounts.insert(name.to_owned(), account);
            Ok(format!("{}\n\n[accounts.{name}]\n{table}", text.trim_end()))
        })
    }

    /// Takes an account out of `harpoon.toml`.
    pub(crate) fn unset_account(&self, name: &str) -> Result<(), Error> {
        self.change("accounts", |settings, text| match settings.accounts.remove(name) {
            Some(_) => Ok(without_table(text, &format!("accounts.{name}"))),
            None => Err(Error::Usage(format!("there is no account `{name}`"))),
        })
    }
}

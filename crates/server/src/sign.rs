//! Signing in the browser: with a key of the person whose machine serves, opened for one act by the passphrase that comes with
//! it. The passphrase is kept nowhere.

use std::sync::Arc;

use harpoon::Error;
use harpoon::goals::Keys;
use harpoon::here;
use harpoon::ledger::sealed::{Label, SealedError};
use harpoon::ledger::{LedgerError, Role};
use harpoon_report::{Words, clean};
use maud::{Markup, html};

use crate::act::{Form, Undone};
use crate::gate::Caller;
use crate::house::House;
use crate::view::{View, Why};
use crate::words::words;

/// Fewest characters of a passphrase that closes a new key.
const SHORTEST: usize = 10;

/// The agency's keys of this machine, by name.
pub(crate) fn keys() -> Result<Vec<(String, Label)>, Error> {
    let listed = here::keys()?.list()?.into_iter();
    let known = listed.filter_map(|(name, label)| Some((name, label.ok()?)));
    Ok(known.filter(|(_, label)| label.role == Role::Agency).collect())
}

/// The fields of a form that is signed.
pub(crate) fn fields(words: &Words, keys: &[(String, Label)], view: &View) -> Markup {
    let chosen = view.typed("key").unwrap_or("");
    html! {
        label { span { (words.text("sign-key")) }
            select name="key" { @for (name, _) in keys { option value=(name) selected[name == chosen] { (clean(name, 80)) } } }
        }
        label { span { (words.text("sign-passphrase")) } input type="password" name="passphrase" autocomplete="off" maxlength="1024"; }
    }
}

/// How the first key is made; `back` is the page that it is wanted on.
pub(crate) fn maker(words: &Words, view: &View, back: &str) -> Markup {
    html! {
        section {
            h2 { (words.text("key-none")) }
            p { (words.text("key-what")) }
            form class="asked" method="post" action=(view.to("/keys/new")) {
                input type="hidden" name="back" value=(back);
                label { span { (words.text("key-name")) } input name="name" maxlength="80" value=(view.typed("name").unwrap_or("")) placeholder="studio.example" required; }
                label { span { (words.filled("key-passphrase", &[("shortest", SHORTEST.into())])) } input type="password" name="passphrase" autocomplete="new-password" minlength=(SHORTEST) maxlength="1024" required; }
                label { span { (words.text("key-again")) } input type="password" name="passphrase-again" autocomplete="new-password" maxlength="1024" required; }
                p class="note" { (words.text("key-lost")) }
                p class="next" { button type="submit" { (words.text("key-make")) } }
            }
        }
    }
}

/// Makes a key, closed with its passphrase; gives what is told of it.
pub(crate) async fn make(house: &Arc<House>, view: &View, form: &Form) -> Result<String, Undone> {
    let words = words(view.language);
    let (name, passphrase) = (
        form.first("name").trim().to_owned(),
        form.first("passphrase").to_owned(),
    );
    if passphrase.chars().count() < SHORTEST {
        return Err(Undone::Refused(
            words.filled("key-short", &[("shortest", SHORTEST.into())]).into(),
        ));
    }
    if passphrase != form.first("passphrase-again") {
        return Err(Undone::Refused(words.text("key-differ").into()));
    }
    let made = house.work(move || Ok::<_, Error>(here::keys()?.create(&name, Role::Agency, Some(&passphrase))?));
    match made.await {
        Some(Ok(signer)) => {
            let key = signer.verifier().to_string();
            Ok(words.filled("key-made", &[("key", key.into())]))
        }
        Some(Err(error)) => Err(Undone::Refused(Why::of(&error))),
        None => Err(Undone::Refused(words.text("work-broke").into())),
    }
}

/// Why nothing was signed.
enum Stopped {
    /// In the reader's language.
    Said(String),
    /// The key, or the work.
    Failed(Error),
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// Does what is signed with the key and passphrase of the form. Guesses at a passphrase are counted where people sign in.
pub(crate) async fn signed<T: Send + 'static>(
    house: &Arc<House>,
    view: &View,
    form: Form,
    work: impl FnOnce(&Form, Keys<'_>) -> Result<T, Error> + Send + 'static,
) -> Result<T, Undone> {
    let words = words(view.language);
    let state = house.state().await?;
    let guess = format!("sign {}", clean(form.first("key"), 80));
    if let Some(state) = state
        && state.guess(&guess, house.seconds()).await?.is_some()
    {
        return Err(Undone::Refused(words.text("sign-wait").into()));
    }
    let is_here = matches!(view.asker.caller, Caller::Here);
    let (open, closed) = (words.text("sign-open"), words.text("sign-no-passphrase"));
    let done = house.work(move || {
        let folder = here::keys()?;
        let name = form.first("key");
        let passphrase = Some(form.first("passphrase")).filter(|told| !told.is_empty());
        let label = folder.label(name).map_err(Error::from)?;
        if !label.closed && !is_here {
            return Err(Stopped::Said(open));
        }
        if label.closed && passphrase.is_none() {
            return Err(Stopped::Said(closed));
        }
        // Opened before anything is begun, so that a wrong passphrase leaves nothing half done.
        folder.open(name, passphrase).map_err(Error::from)?;
        let keys = Keys {
            folder: &folder,
            passphrase,
            name: Some(name),
        };
        Ok(work(&form, keys)?)
    });
    let Some(done) = done.await else {
        return Err(Undone::Refused(words.text("work-broke").into()));
    };
    let is_wrong = |stopped: &Stopped| {
        matches!(
            stopped,
            Stopped::Failed(Error::Ledger(LedgerError::Sealed {
                source: SealedError::Passphrase,
                ..
            }))
        )
    };
    if let Some(state) = state {
        match &done {
            Ok(_) => state.opened(&guess).await?,
            Err(error) if is_wrong(error) => {}
            Err(_) => state.forgive(&guess).await?,
        }
    }
    done.map_err(|stopped| {
        Undone::Refused(match &stopped {
            wrong if is_wrong(wrong) => words.text("sign-wrong").into(),
            Stopped::Said(why) => why.clone().into(),
            Stopped::Failed(error) => Why::of(error),
        })
    })
}

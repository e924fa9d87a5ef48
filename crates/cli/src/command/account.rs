//! `account`: whose accounts are asked live, and by which token.

use std::io::{self, Read};

use harpoon::Error;
use harpoon::live::{self, AccountSettings, Secret, Standing, standings};
use harpoon::sync::Every;
use jiff::Timestamp;
use serde_json::json;

use super::sync::said;
use super::{now, open};
use crate::Done;
use crate::args::{Account, AccountAction, Cli, FollowedOn, Format, Terms};
use crate::render::Sheet;
use crate::say;

/// Where Bluesky is asked by whoever has an app password, and by everybody else.
const BLUESKY: &str = "https://bsky.social";
const BLUESKY_OPEN: &str = "https://public.api.bsky.app";
/// The longest token: longer ones are another file.
const LONGEST: u64 = 16 << 10;
/// Names the token, for whoever keeps it in the environment.
const TOKEN: &str = "HARPOON_ACCOUNT_TOKEN";

/// Adds, lists and removes accounts.
pub(crate) fn account(cli: &Cli, args: &Account) -> anyhow::Result<Done> {
    match &args.action {
        AccountAction::Add { network } => add(cli, network)?,
        AccountAction::List { output } => {
            let all = standings(&open(cli)?, now()?)?;
            say::out(&listed(&all, output.format));
        }
        AccountAction::Remove { name } => {
            live::remove(&open(cli)?, name)?;
            if !cli.quiet {
                say::aside(&format!(
                    "{name} is asked no more, and its token is gone; what it has told stays."
                ));
            }
        }
    }
    Ok(Done::Well)
}

fn add(cli: &Cli, network: &FollowedOn) -> anyhow::Result<()> {
    let (FollowedOn::Bluesky { terms, .. } | FollowedOn::Mastodon { terms, .. }) = network;
    let token = token(terms)?;
    let (network, server, account) = match network {
        FollowedOn::Bluesky { handle, server, .. } => {
            let usual = if token.is_some() { BLUESKY } else { BLUESKY_OPEN };
            ("bluesky", server.as_deref().unwrap_or(usual), handle)
        }
        FollowedOn::Mastodon { server, name, .. } => ("mastodon", server.as_str(), name),
    };
    let settings = AccountSettings {
        network: network.to_owned(),
        server: server.to_owned(),
        account: account.clone(),
        private: terms.private,
        every: Some(terms.every),
    };
    let name = live::add(&open(cli)?, terms.name.as_deref(), settings, token.as_ref())?;
    say::out(&name);
    if !cli.quiet {
        say::aside(&advice(&name, terms.every, token.is_some()));
    }
    Ok(())
}

fn advice(name: &str, every: Every, has_token: bool) -> String {
    let closed = if has_token {
        "Its token is closed; the key lies outside of the workspace and cannot be made anew: keep a copy.\n"
    } else {
        ""
    };
    format!(
        "{closed}`harpoon sync {name}` asks it now; `harpoon serve`, or `harpoon sync` from a timer, every {every}."
    )
}

/// The token from where it was said to be. It is one line.
fn token(terms: &Terms) -> Result<Option<Secret>, Error> {
    let cannot = |from: &str, error: &io::Error| Error::Usage(format!("the token cannot be read from {from}: {error}"));
    let read = |from: &mut dyn Read| {
        let mut text = String::new();
        from.take(LONGEST).read_to_string(&mut text).map(|_| text)
    };
    let text = match terms.token_from.as_deref() {
        Some("-") => read(&mut io::stdin().lock()).map_err(|error| cannot("standard input", &error))?,
        Some(path) => {
            let opened = std::fs::File::open(path).and_then(|mut file| read(&mut file));
            opened.map_err(|error| cannot(&format!("`{path}`"), &error))?
        }
        None => match std::env::var(TOKEN) {
            Ok(text) if !text.is_empty() => text,
            _ => return Ok(None),
        },
    };
    let text = text.trim();
    if text.is_empty() || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(Error::Usage(
            "a token is one word on one line, and nothing else".to_owned(),
        ));
    }
    Ok(Some(Secret::new(text.to_owned())))
}

fn listed(all: &[Standing], format: Format) -> String {
    let token = |standing: &Standing| if standing.has_token { "kept" } else { "none" };
    if format == Format::Json {
        let each = all.iter().map(|standing| {
            json!({
                "account": standing.name,
                "network": standing.settings.network,
                "server": standing.settings.server,
                "of": standing.settings.account,
                "token": token(standing),
                "every": standing.settings.every.map(|every| every.to_string()),
                "last": standing.last,
                "next": standing.next,
            })
        });
        return serde_json::Value::from(each.collect::<Vec<_>>()).to_string();
    }
    let mut sheet = Sheet::new(&[
        "name", "network", "server", "account", "token", "last run", "result", "next",
    ]);
    let at = |time: Timestamp| time.strftime("%Y-%m-%d %H:%M").to_string();
    sheet.rows = all
        .iter()
        .map(|standing| {
            let last = standing.last.as_ref();
            vec![
                standing.name.clone(),
                standing.settings.network.clone(),
                standing.settings.server.clone(),
                standing.settings.account.clone(),
                token(standing).to_owned(),
                last.map_or_else(|| "never".to_owned(), |run| at(run.began)),
                last.map_or_else(String::new, said),
                standing.next.map_or_else(String::new, at),
            ]
        })
        .collect();
    sheet.print(format)
}

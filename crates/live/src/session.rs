//! [`Session`]: what a server knows us by, and how it is renewed. Nothing of it is ever landed, printed or put into an error.

use std::fmt;

use serde::Deserialize;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::attempt::{Caller, said};
use crate::budget::Lane;
use crate::pull::{Progress, PullError};
use crate::wire::{Answer, Request};
use crate::world::World;

const CREATE: &str = "/xrpc/com.atproto.server.createSession";
const REFRESH: &str = "/xrpc/com.atproto.server.refreshSession";

/// A text that nobody may see; wiped from memory when it is let go.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes a secret in.
    pub fn new(secret: String) -> Self {
        Self(Zeroizing::new(secret))
    }

    /// The text, for whoever keeps it closed.
    pub fn show(&self) -> &str {
        &self.0
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.show() == other.show()
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Who asks.
#[derive(Clone, Debug)]
pub enum Session {
    /// Nobody in particular: what everybody may see.
    Open,
    /// The bearer of a token that lasts (Mastodon API).
    Token(Secret),
    /// Somebody with an app password (Bluesky).
    AppPassword {
        /// Handle or e-mail address.
        identifier: String,
        /// The app password; never the account's own.
        password: Secret,
        /// What the server gave for it.
        tokens: Option<Tokens>,
    },
}

/// Tokens that an app password was exchanged for.
#[derive(Clone)]
pub struct Tokens {
    access: Secret,
    refresh: Secret,
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens(…)")
    }
}

/// As kept, and as the server tells them.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TokenWords {
    access_jwt: String,
    refresh_jwt: String,
}

impl Session {
    /// With an app password, and what [`Self::kept`] gave the last time.
    pub fn app_password(identifier: &str, password: Secret, kept: Option<&str>) -> Self {
        Self::AppPassword {
            identifier: identifier.to_owned(),
            password,
            tokens: kept.and_then(|kept| tokens(kept.as_bytes())),
        }
    }

    /// What to keep, closed, for the next run: a server grants few sign-ins (Bluesky 30 in five minutes, 300 a day). Without it the app
    /// password is used. [`Progress::SignedIn`] tells when it is another.
    pub fn kept(&self) -> Option<Secret> {
        match self {
            Self::AppPassword {
                tokens: Some(tokens), ..
            } => {
                let words = json!({ "accessJwt": tokens.access.show(), "refreshJwt": tokens.refresh.show() });
                Some(Secret::new(words.to_string()))
            }
            _ => None,
        }
    }

    /// Whether somebody in particular asks.
    pub fn is_signed_in(&self) -> bool {
        !matches!(self, Self::Open)
    }

    fn bearer(&self) -> Option<&str> {
        match self {
            Self::Open => None,
            Self::Token(token) => Some(token.show()),
            Self::AppPassword { tokens, .. } => tokens.as_ref().map(|tokens| tokens.access.show()),
        }
    }

    /// The answer to a question, signed in where that is needed, and once more where the session was over.
    pub(crate) async fn ask<W: World>(&mut self, caller: &mut Caller<'_, W>, path: &str) -> Result<Answer, PullError> {
        let mut renewed = false;
        if self.bearer().is_none() && self.is_signed_in() {
            self.renew(caller).await?;
            renewed = true;
        }
        loop {
            let request = Request {
                path,
                bearer: self.bearer(),
                posted: None,
                lane: Lane::Read,
            };
            let answer = caller.answer(request).await?;
            if !is_over(&answer) {
                return Ok(answer);
            }
            if renewed || !matches!(self, Self::AppPassword { .. }) {
                return Err(PullError::SignedOut(said(&answer.body)));
            }
            self.renew(caller).await?;
            renewed = true;
        }
    }

    /// New tokens: by the last ones if the server still takes them, else by the app password.
    async fn renew<W: World>(&mut self, caller: &mut Caller<'_, W>) -> Result<(), PullError> {
        let Self::AppPassword {
            identifier,
            password,
            tokens: held,
        } = self
        else {
            return Ok(());
        };
        if let Some(last) = held.take() {
            let answer = post(caller, REFRESH, Some(last.refresh.show()), &Value::Null).await?;
            *held = good(&answer);
        }
        if held.is_none() {
            let words = json!({ "identifier": identifier, "password": password.show() });
            let answer = post(caller, CREATE, None, &words).await?;
            *held = good(&answer);
            if held.is_none() {
                return Err(PullError::SignedOut(said(&answer.body)));
            }
        }
        match self.kept() {
            Some(kept) => caller.told(Progress::SignedIn { kept: &kept }),
            None => Ok(()),
        }
    }
}

async fn post<W: World>(
    caller: &mut Caller<'_, W>,
    path: &str,
    bearer: Option<&str>,
    posted: &Value,
) -> Result<Answer, PullError> {
    let request = Request {
        path,
        bearer,
        posted: Some(posted),
        lane: Lane::Login,
    };
    caller.answer(request).await
}

fn good(answer: &Answer) -> Option<Tokens> {
    (answer.status == 200).then(|| tokens(&answer.body)).flatten()
}

fn tokens(text: &[u8]) -> Option<Tokens> {
    let words: TokenWords = serde_json::from_slice(text).ok()?;
    Some(Tokens {
        access: Secret::new(words.access_jwt),
        refresh: Secret::new(words.refresh_jwt),
    })
}

/// Whether the server no longer knows us. Bluesky says it with 400 and a word, snac with 422 and none.
fn is_over(answer: &Answer) -> bool {
    let word = || {
        let told: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        let word = told.get("error").and_then(Value::as_str).unwrap_or_default();
        ["ExpiredToken", "InvalidToken"].contains(&word)
    };
    match answer.status {
        400 => word(),
        422 => answer.body.is_empty(),
        status => status == 401,
    }
}

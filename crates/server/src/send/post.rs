//! [`Post`]: sending as the command line asks for it.

use std::sync::Arc;

use harpoon_core::{Language, Period};
use harpoon_state::{Fate, NewRecipient, Recipient, Sending, State, StateError, Times, Way, way_of};
use jiff::ToSpan;
use tokio::runtime::Runtime;

use super::desk::{self, Approved};
use super::due::Seen;
use super::hook::{self, Event};
use super::letter::Pen;
use super::mail::{self, Mailer, Outside};
use super::round::{self, Round};
use super::{Trouble, refused};
use crate::house::{ALONE, House};
use crate::{Plan, ServeError};

/// Sending for one workspace of a folder.
pub struct Post {
    house: Arc<House>,
    runtime: Runtime,
    workspace: String,
}

/// What is looked at before it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preview {
    /// The report of a month.
    Monthly(Period),
    /// The seven whole days before today.
    Digest,
}

impl Post {
    /// Opens the folder that is served, or the one workspace in it that is named.
    pub fn open(plan: Plan, workspace: Option<&str>) -> Result<Self, ServeError> {
        let runtime = Runtime::new().map_err(ServeError::Stopped)?;
        let house = Arc::new(House::open(plan)?);
        let workspace = match workspace {
            Some(name) => name.to_owned(),
            None if house.is_alone() => ALONE.to_owned(),
            None => match house.names().as_slice() {
                [only] => only.clone(),
                names => return Err(refused(format!("say which workspace, with --in: {}", names.join(", "))).into()),
            },
        };
        if !house.holds(&workspace) {
            return Err(refused(format!("there is no workspace {workspace}")).into());
        }
        Ok(Self {
            house,
            runtime,
            workspace,
        })
    }

    /// Puts somebody on the list; a new webhook's secret, which is told once.
    pub fn add(&self, new: NewRecipient<'_>) -> Result<(Recipient, Option<String>), ServeError> {
        let added = self.runtime.block_on(desk::add(&self.house, &self.workspace, new))?;
        Ok((added.recipient, added.secret))
    }

    /// Who is on the list.
    pub fn list(&self) -> Result<Vec<Recipient>, ServeError> {
        self.asks(async |state| state.recipients(&self.workspace).await)
    }

    /// Takes somebody off the list; whether they were on it.
    pub fn remove(&self, address: &str) -> Result<bool, ServeError> {
        self.asks(async |state| state.remove_recipient(&self.workspace, address).await)
    }

    /// When things are due, if somebody said.
    pub fn times(&self) -> Result<Option<Times>, ServeError> {
        self.asks(async |state| state.times(&self.workspace).await)
    }

    /// Says when things are due from now on.
    pub fn set_times(&self, report: (i64, i64), digest: (i64, i64)) -> Result<(), ServeError> {
        let times = Times {
            report,
            digest,
            since: self.house.seconds(),
        };
        Ok(self
            .runtime
            .block_on(desk::set_times(&self.house, &self.workspace, times))?)
    }

    /// Approves a month's report as it stands; the version of the data that it is of.
    pub fn approve(&self, month: Period, by: &str) -> Result<String, ServeError> {
        match self
            .runtime
            .block_on(desk::approve(&self.house, &self.workspace, month, None, by))?
        {
            Approved::Yes(version) => Ok(version),
            Approved::Changed => Err(refused("the data changed meanwhile").into()),
        }
    }

    /// Sends what waits of a month's report now.
    pub fn hurry(&self, month: Period) -> Result<(), ServeError> {
        let month = desk::name_of(month);
        self.asks(async |state| state.hurry(&self.workspace, &month, self.house.seconds()).await)
    }

    /// One round over everything that is served.
    pub fn run(&self) -> Result<Round, ServeError> {
        Ok(self.runtime.block_on(round::round(&self.house, &mut Seen::default()))?)
    }

    /// What waits, what failed, what was sent.
    pub fn outbox(&self) -> Result<Vec<Sending>, ServeError> {
        self.asks(async |state| state.outbox(&self.workspace, 200).await)
    }

    /// Has what failed tried again.
    pub fn again(&self, id: i64) -> Result<bool, ServeError> {
        self.asks(async |state| state.try_again(&self.workspace, id, self.house.seconds()).await)
    }

    /// A letter as it would go over the wire, and the same as a page.
    pub fn preview(&self, what: Preview, to: &str, language: Language) -> Result<(Vec<u8>, String), ServeError> {
        let now = (self.house.plan.now)()?;
        let (kind, about) = match what {
            Preview::Monthly(month) => ("report", desk::name_of(month)),
            Preview::Digest => {
                let zone = self.runtime.block_on(self.house.zone(&self.workspace))?;
                ("digest", now.to_zoned(zone).date().saturating_sub(1.day()).to_string())
            }
        };
        let item = Sending {
            id: 0,
            workspace: self.workspace.clone(),
            what: kind.to_owned(),
            about,
            way: Way::Mail,
            address: to.to_owned(),
            language: language.tag().to_owned(),
            recipient: None,
            due: now.as_second(),
            next: now.as_second(),
            fate: Fate::Waiting,
            attempts: 0,
            body: None,
            error: None,
            done: None,
        };
        let (letter, enclosed) = self.runtime.block_on(round::written(&self.house, &item))?;
        let from = mail::from(&self.house.plan.outgoing).or_else(|_| {
            "Harpoon <harpoon@localhost.localdomain>"
                .parse()
                .map_err(|_| refused("no sender"))
        })?;
        let outside = Outside {
            to,
            id: "preview".to_owned(),
            unsubscribe: None,
            now,
        };
        let message = mail::message(&from, &letter, &outside, enclosed).map_err(|error| refused(error.to_string()))?;
        Ok((message.formatted(), letter.html))
    }

    /// Sends one test, to an address of mail or to a webhook on the list.
    pub fn test(&self, address: &str, language: Language) -> Result<(), ServeError> {
        let sent = self.runtime.block_on(self.tested(address, language))?;
        sent.map_err(|trouble| refused(trouble.why()).into())
    }

    async fn tested(&self, address: &str, language: Language) -> Result<Result<(), Trouble>, StateError> {
        let now = (self.house.plan.now)().map_err(|error| refused(error.to_string()))?;
        let vault = desk::vault(&self.house)?;
        let id = vault.token(&format!("test {address} {now}"))?;
        if way_of(address) == Way::Mail {
            let mailer = Mailer::new(&self.house.plan.outgoing)?;
            let letter = Pen {
                language,
                page: None,
                unsubscribe: None,
            }
            .test(&self.house.client(&self.workspace).await?);
            let outside = Outside {
                to: address,
                id,
                unsubscribe: None,
                now,
            };
            return Ok(mailer.send(&letter, &outside, Vec::new()).await);
        }
        let state = self.house.memory().await?;
        let known = state.recipients(&self.workspace).await?;
        let known = known.into_iter().find(|recipient| recipient.address == address);
        let known = known.ok_or_else(|| {
            refused(format!(
                "{address} is not on the list, so there is no secret to sign with"
            ))
        })?;
        let sealed = state.sealed_secret(known.id).await?.unwrap_or_default();
        let secret = vault.unseal(&sealed, &desk::place(&self.workspace, address))?;
        let body = serde_json::json!({ "type": "test", "timestamp": now, "data": {} }).to_string();
        let event = Event {
            id: &format!("msg_{id}"),
            body,
            secret: &secret,
            now: now.as_second(),
        };
        Ok(hook::deliver(address, &event, self.house.plan.outgoing.loopback).await)
    }

    fn asks<T>(&self, question: impl AsyncFnOnce(&State) -> Result<T, StateError>) -> Result<T, ServeError> {
        let answer = async { question(self.house.memory().await?).await };
        Ok(self.runtime.block_on(answer)?)
    }
}

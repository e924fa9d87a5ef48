//! Changing, agreeing to, and closing a goal. Nothing is overwritten: each is one more entry.

use std::path::Path;

use harpoon_core::goal::body::{ClosingBody, RevisionBody};
use harpoon_core::goal::revision::Budget;
use harpoon_core::goal::{Closing, Goal, Revision, RevisionWish, Version};
use harpoon_core::{Filter, Number};
use harpoon_ledger::{Draft, Kind, LedgerError, Log, Role};
use jiff::Timestamp;
use serde_json::json;

use super::pen::{Handed, Pen, signer_for};
use super::{Keys, Written, before, deadline};
use crate::Error;
use crate::workspace::Workspace;

/// A change in the words of whoever wants it. What is left out stays.
#[derive(Clone, Debug, Default)]
pub struct NewRevision<'a> {
    /// The new target.
    pub target: Option<&'a str>,
    /// The new deadline: a day, or a month for its last one.
    pub by: Option<&'a str>,
    /// Budget for each period or up to the deadline: `1200 EUR`, or an amount in the workspace's currency.
    pub budget: Option<&'a str>,
    /// Which part of the money goes where: `platform=meta:0.6`.
    pub mix: &'a [String],
    /// Why.
    pub why: &'a str,
    /// Who of the other side agreed.
    pub agreed_by: Option<&'a str>,
}

/// A change that was written down.
#[derive(Clone, Debug)]
pub struct Revised {
    /// The goal as it is in the new version.
    pub goal: Goal,
    /// Number of the version.
    pub version: u32,
    /// Its entry.
    pub written: Written,
    /// Whether the client's signature is still missing, without which it does not count.
    pub awaits_client: bool,
}

/// What somebody agreed to.
#[derive(Clone, Debug)]
pub struct Agreed {
    /// Number of the version.
    pub version: u32,
    /// Number of the entry that is agreed to.
    pub entry: u64,
    /// What became of the agreement.
    pub handed: Handed,
}

impl Workspace {
    /// Writes down a change of a goal, as the next version.
    pub fn revise_goal(
        &self,
        id: &str,
        new: &NewRevision<'_>,
        keys: Keys<'_>,
        now: Timestamp,
    ) -> Result<Revised, Error> {
        let today = self.day_of(now)?;
        let book = self.book()?;
        let history = book.find(id)?;
        if let Some(closing) = history.closing() {
            return Err(Error::Usage(format!(
                "the goal `{id}` was closed on {}; set a new one",
                closing.on
            )));
        }
        let last = history.last();
        let mix = (!new.mix.is_empty()).then(|| mix(new.mix)).transpose()?;
        let wish = RevisionWish {
            target: new.target,
            by: new.by.map(deadline).transpose()?,
            budget: new.budget.map(|text| self.budget(text)).transpose()?,
            mix,
            why: new.why,
            agreed_by: new.agreed_by,
        };
        let version = last.number + 1;
        let revision = Revision::of(&last.goal, version, &wish, today).map_err(|mistakes| Error::several(&mistakes))?;
        let goal = revision.applied(&last.goal);
        let goal = goal.ok_or_else(|| Error::Bug("a revision does not fit its own goal".to_owned()))?;
        let written = Pen::of(self, &book, keys)?.write(Kind::Revision, &RevisionBody::from(&revision), now)?;
        let word = book.asked() == harpoon_core::goal::Asked::Word;
        Ok(Revised {
            goal,
            version,
            written,
            awaits_client: !(word && new.agreed_by.is_some()),
        })
    }

    /// Agrees to the last version of a goal: signs an entry that names it.
    pub fn agree(&self, id: &str, keys: Keys<'_>, out: Option<&Path>, now: Timestamp) -> Result<Agreed, Error> {
        let book = self.book()?;
        let log = book
            .log
            .as_ref()
            .ok_or_else(|| LedgerError::NoLedger(self.ledger().folder().to_owned()))?;
        let version = book.find(id)?.last();
        let leaf = leaf(log, version)?;
        let both = [Role::Agency, Role::Client];
        let agreement = log.agreed(leaf, &both);
        let missing = agreement.map(|agreement| agreement.missing).unwrap_or_default();
        if missing.is_empty() {
            let number = version.number;
            return Err(Error::Usage(format!(
                "version {number} of `{id}` is signed by both sides already"
            )));
        }
        let signer = signer_for(log, keys, &missing)?;
        let known = log.key(signer.verifier().id());
        match known {
            None => {
                let name = signer.verifier().id().name();
                return Err(Error::Usage(format!(
                    "the ledger does not know the key `{name}`; let it join with `harpoon ledger join --key {name}`"
                )));
            }
            Some(known) if !missing.contains(&known.role) => {
                let (role, number) = (known.role.word(), version.number);
                return Err(Error::Usage(format!(
                    "the {role} has signed version {number} of `{id}` already"
                )));
            }
            Some(_) => {}
        }
        let draft = Draft {
            kind: Kind::Agreement,
            time: now,
            body: json!({"entry": leaf.to_string()}),
        };
        Ok(Agreed {
            version: version.number,
            entry: version.place + 1,
            handed: self.hand_in(log, keys, &signer, draft, out)?,
        })
    }

    /// Ends a goal: periods that end after the day are judged no more.
    pub fn close_goal(
        &self,
        id: &str,
        on: Option<&str>,
        why: &str,
        keys: Keys<'_>,
        now: Timestamp,
    ) -> Result<(Closing, Written), Error> {
        let book = self.book()?;
        let history = book.find(id)?;
        if let Some(closing) = history.closing() {
            return Err(Error::Usage(format!(
                "the goal `{id}` was closed on {} already",
                closing.on
            )));
        }
        let today = self.day_of(now)?;
        let closing = Closing {
            goal: history.id().clone(),
            on: on.map(deadline).transpose()?.unwrap_or(today),
            why: why.trim().to_owned(),
        };
        if closing.why.is_empty() || closing.why.chars().count() > 2000 {
            let ask = "an end needs a reason, of at most 2,000 signs: --why \"…\"";
            return Err(Error::Usage(ask.to_owned()));
        }
        if closing.on < before(today) {
            return Err(Error::Usage(format!(
                "a goal is not closed in the past: {} is over, and its promises stand; give today or later",
                closing.on
            )));
        }
        let written = Pen::of(self, &book, keys)?.write(Kind::Closing, &ClosingBody::from(&closing), now)?;
        Ok((closing, written))
    }

    fn budget(&self, text: &str) -> Result<Budget, Error> {
        let text = text.trim();
        let (amount, code) = match text.rsplit_once(' ') {
            Some((amount, code)) => (amount.trim(), code.to_uppercase()),
            None => (text, self.settings().currency.clone().unwrap_or_default()),
        };
        let amount = amount
            .parse()
            .map_err(|why| Error::Usage(format!("`{text}` is no budget: {why}; write 1200 EUR")))?;
        Ok(Budget { amount, currency: code })
    }
}

/// The leaf of the entry that makes a version.
fn leaf(log: &Log, version: &Version) -> Result<harpoon_ledger::Digest, Error> {
    let place = usize::try_from(version.place).ok();
    let leaf = place.and_then(|place| log.leaves().get(place)).copied();
    leaf.ok_or_else(|| Error::Bug("a version without an entry".to_owned()))
}

/// `platform=meta:0.6` and `platform=linkedin:40%`.
fn mix(parts: &[String]) -> Result<Vec<(Filter, Number)>, Error> {
    let part = |text: &String| {
        let spelled = || Error::Usage(format!("`{text}` is no part of a mix; write platform=meta:60%"));
        let (filter, share) = text.rsplit_once(':').ok_or_else(spelled)?;
        let (digits, percent) = match share.trim().strip_suffix('%') {
            Some(digits) => (digits.trim(), true),
            None => (share.trim(), false),
        };
        let share: Number = digits.parse().map_err(|_| spelled())?;
        let share = if percent {
            share.scaled(1, 100).map_err(|_| spelled())?
        } else {
            share
        };
        Ok((filter.parse::<Filter>()?, share))
    };
    parts.iter().map(part).collect()
}

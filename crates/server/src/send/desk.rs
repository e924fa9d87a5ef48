//! What an owner decides about sending: who is on the list, when, and which report goes out. For pages and the command line alike.

use std::sync::Arc;

use harpoon::Error;
use harpoon::report::send::{SentBefore, SentPage, Sheet};
use harpoon_core::{Language, Period};
use harpoon_state::{
    Approval, Draft, Issue, Kept, NewRecipient, Recipient, State, StateError, Times, Vault, Way, signing_secret, way_of,
};
use jiff::tz::TimeZone;
use sha2::{Digest as _, Sha256};

use super::{hook, mail, refused, schedule};
use crate::house::House;

/// Whoever is on the list, and a webhook's new secret, which is told once.
pub(crate) struct Added {
    pub(crate) recipient: Recipient,
    pub(crate) secret: Option<String>,
}

/// Puts somebody on the list of a workspace, or changes what they get. A new webhook is given a secret.
pub(crate) async fn add(house: &House, workspace: &str, new: NewRecipient<'_>) -> Result<Added, StateError> {
    if Language::from_tag(new.language).is_none() {
        return Err(refused(format!(
            "`{}` is no language that is spoken here: en, zh-CN or fy",
            new.language
        )));
    }
    if TimeZone::get(new.zone).is_err() {
        return Err(refused(format!(
            "`{}` is no time zone; write it as Europe/Amsterdam",
            new.zone
        )));
    }
    let gets = new.gets;
    if !gets.report && !gets.digest && !gets.goals {
        return Err(refused("say what they get: the monthly report, the weekly digest"));
    }
    let state = house.memory().await?;
    let now = house.seconds();
    let known = state.recipients(workspace).await?;
    let address = new.address.trim();
    let (address, secret) = match way_of(address) {
        Way::Mail if mail::is_address(address) => (address.to_owned(), None),
        Way::Mail => {
            return Err(refused(format!(
                "`{}` is no address of mail",
                harpoon_report::clean(address, 80)
            )));
        }
        Way::Webhook => {
            let address = hook::checked(address, house.plan.outgoing.loopback)?.to_string();
            let is_new = known.iter().all(|recipient| recipient.address != address);
            (address, is_new.then(signing_secret).transpose()?)
        }
    };
    let sealed = match &secret {
        Some(secret) => Some(vault(house)?.seal(secret, &place(workspace, &address))?),
        None => None,
    };
    let new = NewRecipient {
        address: &address,
        ..new
    };
    let recipient = state.add_recipient(workspace, new, sealed.as_deref(), now).await?;
    if state.times(workspace).await?.is_none() {
        set_times(house, workspace, usual(now)).await?;
    }
    house.posted.notify_one();
    Ok(Added { recipient, secret })
}

/// Says when reports and digests are due from now on.
pub(crate) async fn set_times(house: &House, workspace: &str, times: Times) -> Result<(), StateError> {
    let small = |number: i64| i8::try_from(number).unwrap_or(-1);
    let said = harpoon_core::schedule::Schedule {
        day: small(times.report.0),
        hour: small(times.report.1),
        weekday: small(times.digest.0),
        week_hour: small(times.digest.1),
    };
    if !said.is_one() {
        return Err(refused(
            "a report is due on a day from 1 to 28, a digest on a weekday from 1 to 7, both at an hour from 0 to 23",
        ));
    }
    house.memory().await?.set_times(workspace, times).await?;
    house.posted.notify_one();
    Ok(())
}

/// Approves a month's report as it stands, for whoever gets it; of a month that was sent and then issued anew, what restates it.
/// Refused if it is of another mark than what was looked at.
pub(crate) async fn approve(
    house: &Arc<House>,
    workspace: &str,
    month: Period,
    looked_at: Option<&str>,
    by: &str,
) -> Result<Approved, StateError> {
    let state = house.memory().await?;
    let about = name_of(month);
    let (issue, before, changes) = match last_approved(state, workspace, &about).await? {
        None => (Issue::first(&about), None, None),
        Some((last, approval)) => match restated(house, state, workspace, (&last, &approval)).await? {
            Some((before, changes)) => (last.issue.next(), Some(before), Some(changes)),
            None => return Err(refused(approved_already(&last.issue, &approval))),
        },
    };
    let (work, name) = (Arc::clone(house), workspace.to_owned());
    let made = house.work(move || {
        let site = work.site(&name)?;
        let look = site.fresh()?;
        if month.to >= look.today {
            return Err(Error::Usage("the month is not over yet".to_owned()));
        }
        let setter = harpoon::here::pages_if_any()?;
        Ok::<_, Error>((
            look.workspace.version_to_send(month)?,
            look.workspace.entries()?,
            mark(&look.workspace.mark_to_send(month)?, changes.as_deref()),
            look.workspace
                .sheets(month, look.today, setter.as_deref(), before.as_ref())?,
        ))
    });
    let (version, entries, mark, sheets) = made
        .await
        .ok_or_else(|| refused("the report could not be made"))?
        .map_err(|error| told(&error))?;
    if looked_at.is_some_and(|looked_at| looked_at != mark) {
        return Ok(Approved::Changed);
    }
    let kept: Vec<Kept> = sheets.into_iter().map(kept).collect::<Result<_, StateError>>()?;
    let approval = Approval {
        at: house.seconds(),
        by: by.to_owned(),
        version: version.clone(),
        entries: i64::try_from(entries).unwrap_or(i64::MAX),
    };
    state.approve(workspace, &issue, &approval, &kept).await?;
    house.posted.notify_one();
    Ok(Approved::Yes(version))
}

/// What an owner's word is of: what decides how the report would be sent, and what it changes, as JSON, where it restates one.
pub(crate) fn mark(to_send: &str, changes: Option<&str>) -> String {
    let Some(changes) = changes else {
        return to_send.to_owned();
    };
    let digest = Sha256::digest(changes);
    let digest: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("{to_send}-{digest}")
}

fn approved_already(issue: &Issue, approval: &Approval) -> String {
    let by = if approval.by.is_empty() {
        "somebody at this machine"
    } else {
        &approval.by
    };
    format!("the report of {issue} was approved already, by {by}")
}

/// A sheet as it is kept.
fn kept(sheet: Sheet) -> Result<Kept, StateError> {
    Ok(Kept {
        language: sheet.language.tag().to_owned(),
        name: sheet.name,
        entry: sheet.entry.and_then(|entry| i64::try_from(entry).ok()),
        bytes: sheet.bytes,
        view: serde_json::to_string(&sheet.view).map_err(|error| refused(error.to_string()))?,
    })
}

/// The newest of a month's reports that was approved.
async fn last_approved(state: &State, workspace: &str, month: &str) -> Result<Option<(Draft, Approval)>, StateError> {
    let drafts = state.drafts_of(workspace, month).await?;
    let mut approved = drafts
        .into_iter()
        .filter_map(|draft| Some((draft.clone(), draft.approved?)));
    Ok(approved.next_back())
}

/// Looks whether a month that was approved was issued anew and says something else. If so, its draft is noted with what it changes;
/// if not, such a draft is taken back.
pub(super) async fn look_for_restatement(
    house: &Arc<House>,
    state: &State,
    workspace: &str,
    month: &str,
) -> Result<(), StateError> {
    if let Some((last, approval)) = last_approved(state, workspace, month).await? {
        restated(house, state, workspace, (&last, &approval)).await?;
    }
    Ok(())
}

/// The same; what was sent before, and what is noted.
async fn restated(
    house: &Arc<House>,
    state: &State,
    workspace: &str,
    (last, approval): (&Draft, &Approval),
) -> Result<Option<(SentBefore, String)>, StateError> {
    let month = Period::month(&last.issue.month).map_err(|error| refused(error.to_string()))?;
    let next = last.issue.next();
    let before = SentBefore {
        version: approval.version.clone(),
        entries: u64::try_from(approval.entries).unwrap_or_default(),
        pages: sent_pages(state, workspace, &last.issue).await?,
        number: u64::try_from(next.number).unwrap_or_default(),
    };
    let (work, name) = (Arc::clone(house), workspace.to_owned());
    let looked = house.work(move || {
        let site = work.site(&name)?;
        let look = site.fresh()?;
        Ok::<_, Error>((look.workspace.restated(month, &before)?, before))
    });
    let (found, before) = looked
        .await
        .ok_or_else(|| refused("the ledger could not be looked at"))?
        .map_err(|error| told(&error))?;
    let Some(found) = found else {
        state.withdraw(workspace, &next).await?;
        return Ok(None);
    };
    let changes = serde_json::to_string(&found).map_err(|error| refused(error.to_string()))?;
    state
        .prepare_restatement(workspace, &next, &changes, house.seconds())
        .await?;
    Ok(Some((before, changes)))
}

/// The pages that were approved, one a language.
async fn sent_pages(state: &State, workspace: &str, issue: &Issue) -> Result<Vec<SentPage>, StateError> {
    let mut pages = Vec::new();
    for language in Language::ALL {
        let papers = state.papers(workspace, issue, language.tag()).await?;
        if let Some(page) = papers.into_iter().find(Kept::is_page) {
            pages.push(SentPage {
                language,
                view: serde_json::from_str(&page.view).map_err(|error| refused(error.to_string()))?,
                bytes: page.bytes,
            });
        }
    }
    Ok(pages)
}

/// What came of an approval.
pub(crate) enum Approved {
    /// It is approved at this version of the data.
    Yes(String),
    /// Data, goals or settings changed meanwhile.
    Changed,
}

/// What closes and opens secrets of this server.
pub(super) fn vault(house: &House) -> Result<Vault, StateError> {
    Vault::open(&house.plan.root, house.plan.outgoing.key.as_deref())
}

/// What a webhook's secret belongs to.
pub(super) fn place(workspace: &str, address: &str) -> String {
    format!("webhook {workspace} {address}")
}

/// `2026-10`.
pub(crate) fn name_of(month: Period) -> String {
    month.from.strftime("%Y-%m").to_string()
}

/// Ends the letters to whom a link of ours was sent; their address, if they are on the list still. `done` or only asked.
pub(crate) async fn unsubscribe(house: &House, link: &str, done: bool) -> Result<Option<String>, StateError> {
    let Some((id, token)) = link.split_once('-') else {
        return Ok(None);
    };
    let (Ok(id), Some(state)) = (id.parse(), house.state().await?) else {
        return Ok(None);
    };
    let Some(recipient) = state.recipient(id).await? else {
        return Ok(None);
    };
    if !vault(house)?.is_token(&ends(id, &recipient.workspace, &recipient.address), token) {
        return Ok(None);
    }
    if done {
        state.stop_recipient(id, "unsubscribed").await?;
    }
    Ok(Some(recipient.address))
}

/// What a link that ends letters is made of.
pub(super) fn ends(id: i64, workspace: &str, address: &str) -> String {
    format!("unsubscribe {id} {workspace} {address}")
}

fn told(error: &Error) -> StateError {
    refused(error.to_string())
}

/// When things are due where nobody said otherwise.
fn usual(since: i64) -> Times {
    let usual = schedule(None);
    Times {
        report: (usual.day.into(), usual.hour.into()),
        digest: (usual.weekday.into(), usual.week_hour.into()),
        since,
    }
}

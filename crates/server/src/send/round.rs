//! One round: what is due goes into the outbox, what waits there is sent.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use harpoon::Error;
use harpoon::report::Report;
use harpoon::report::digest::Digest;
use harpoon_core::{Language, Period};
use harpoon_report::view::Restatement;
use harpoon_state::{Issue, Recipient, Sending, State, StateError, Vault, Way};
use jiff::ToSpan;
use serde_json::{Value, json};

use super::desk::{ends, place, vault};
use super::due::{Seen, due};
use super::hook::{self, Event};
use super::letter::{Letter, Pen};
use super::mail::{Enclosed, Mailer, Outside};
use super::{Trouble, at, refused};
use crate::house::House;

/// How long a digest is news.
const WEEK: i64 = 7 * 86_400;

/// How often it is tried to note what came of a letter, less than the time for which the letter is ours.
const TRIES: u32 = 60;
/// Rest between these tries.
const REST: Duration = Duration::from_secs(2);

/// What a round came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Letters that the other side took.
    pub sent: usize,
    /// Letters that will be tried again.
    pub later: usize,
    /// Letters that were given up.
    pub failed: usize,
    /// Workspaces of which it could not be said what is due, and why; those of others go out all the same.
    pub troubles: Vec<(String, String)>,
}

/// Puts what is due into the outbox, and sends what waits there.
pub(super) async fn round(house: &Arc<House>, seen: &mut Seen) -> Result<Round, StateError> {
    let Some(state) = house.state().await? else {
        return Ok(Round::default());
    };
    let mut round = Round::default();
    for workspace in state.sending().await? {
        if house.holds(&workspace)
            && let Err(error) = due(house, state, &workspace, seen).await
        {
            round.troubles.push((workspace, error.to_string()));
        }
    }
    house.trouble(&round.troubles);
    let mut digests = HashMap::new();
    while let Some(item) = state.take(house.seconds()).await? {
        let now = house.seconds();
        let done = deliver(house, state, &item, &mut digests).await;
        noted(state, &item, &done, now).await?;
        match done {
            Ok(()) => round.sent += 1,
            Err(Trouble::Later(..)) => round.later += 1,
            Err(Trouble::Never(_) | Trouble::Gone(_)) => round.failed += 1,
        }
    }
    Ok(round)
}

/// Notes what came of a letter. We alone know it: a memory that does not answer now is told when it does. Whoever gives up leaves a
/// letter of which nobody knows whether it arrived.
async fn noted(state: &State, item: &Sending, done: &Result<(), Trouble>, now: i64) -> Result<(), StateError> {
    let mut tries = 0;
    loop {
        match note(state, item, done, now).await {
            Err(error) if error.is_away() && tries < TRIES => tries += 1,
            noted => return noted,
        }
        tokio::time::sleep(REST).await;
    }
}

async fn note(state: &State, item: &Sending, done: &Result<(), Trouble>, now: i64) -> Result<(), StateError> {
    match done {
        Ok(()) => state.sent(item.id, now).await,
        Err(Trouble::Later(why, after)) => state.try_later(item, why, *after, now).await,
        Err(Trouble::Never(why)) => state.give_up(item.id, why, now).await,
        Err(Trouble::Gone(why)) => {
            state.give_up(item.id, why, now).await?;
            match item.recipient {
                Some(recipient) => state.stop_recipient(recipient, why).await,
                None => Ok(()),
            }
        }
    }
}

/// An event as it is sent to webhooks.
pub(super) fn event(house: &House, workspace: &str, kind: &str, mut data: Value) -> String {
    if let Some(fields) = data.as_object_mut() {
        fields.insert("workspace".to_owned(), workspace.into());
    }
    json!({ "type": kind, "timestamp": at(house.seconds()), "data": data }).to_string()
}

/// Digests that were worked out in this round, by workspace, last day and language.
type Digests = HashMap<(String, String, String), Arc<Digest>>;

/// Writes one letter and sends it.
async fn deliver(house: &Arc<House>, state: &State, item: &Sending, digests: &mut Digests) -> Result<(), Trouble> {
    let now = house.seconds();
    if item.what == "digest" && now >= item.due + WEEK {
        return Err(Trouble::Never("its week is over: an old digest is not sent".to_owned()));
    }
    if !house.holds(&item.workspace) {
        return Err(Trouble::Never("the workspace is no longer here".to_owned()));
    }
    if let Some(id) = item.recipient {
        let known = state.recipient(id).await?;
        let gets = |known: Recipient| match item.what.as_str() {
            _ if item.is_report() => known.gets.report,
            "digest" => known.gets.digest,
            "goal" => known.gets.goals,
            _ => true,
        };
        if !known.is_some_and(|known| known.off.is_none() && gets(known)) {
            return Err(Trouble::Never(
                "the address is no longer on the list for this".to_owned(),
            ));
        }
    }
    let vault = vault(house)?;
    let body = if let Some(body) = &item.body {
        body.clone()
    } else {
        let body = write(house, state, item, &vault, digests).await?;
        state.keep_body(item.id, &body).await?;
        body
    };
    let id = vault.token(&format!("outbox {}", item.id))?;
    match item.way {
        Way::Mail => {
            let letter: Letter = serde_json::from_str(&body).map_err(|error| Trouble::Never(error.to_string()))?;
            let mailer = Mailer::new(&house.plan.outgoing)?;
            let outside = Outside {
                to: &item.address,
                id,
                unsubscribe: unsubscribe(house, item, &vault)?,
                now: at(now),
            };
            let enclosed = enclosed(state, item).await?;
            mailer.send(&letter, &outside, enclosed).await
        }
        Way::Webhook => {
            let sealed = match item.recipient {
                Some(id) => state.sealed_secret(id).await?,
                None => None,
            };
            let sealed = sealed.ok_or_else(|| Trouble::Never("it has no secret to sign with".to_owned()))?;
            let secret = vault.unseal(&sealed, &place(&item.workspace, &item.address));
            let secret = secret.map_err(|error| Trouble::Never(error.to_string()))?;
            let event = Event {
                id: &format!("msg_{id}"),
                body,
                secret: &secret,
                now,
            };
            hook::deliver(&item.address, &event, house.plan.outgoing.loopback).await
        }
    }
}

/// The files that go with a letter.
async fn enclosed(state: &State, item: &Sending) -> Result<Vec<Enclosed>, StateError> {
    if !item.is_report() {
        return Ok(Vec::new());
    }
    let papers = state
        .papers(&item.workspace, &item.about.parse()?, &item.language)
        .await?;
    Ok(papers
        .into_iter()
        .map(|paper| Enclosed {
            name: paper.name,
            bytes: paper.bytes,
        })
        .collect())
}

/// What is sent: a letter, or an event, as JSON.
async fn write(
    house: &Arc<House>,
    state: &State,
    item: &Sending,
    vault: &Vault,
    digests: &mut Digests,
) -> Result<String, Trouble> {
    let language = Language::from_tag(&item.language).unwrap_or(Language::En);
    let page = page(house, item);
    let unsubscribe = unsubscribe(house, item, vault)?;
    let pen = Pen {
        language,
        page: page.as_deref(),
        unsubscribe: unsubscribe.as_deref(),
    };
    let letter = match item.what.as_str() {
        _ if item.is_report() => {
            let issue: Issue = item.about.parse()?;
            let papers = state.papers(&item.workspace, &issue, &item.language).await?;
            let paper = papers.iter().find(|paper| paper.is_page());
            let paper = paper.ok_or_else(|| refused("what was approved is gone"))?;
            let view: Report = serde_json::from_str(&paper.view).map_err(|error| refused(error.to_string()))?;
            let restates = view.restates.as_ref().filter(|_| issue.restates());
            let letter = pen.report(&view, paper.entry, restates);
            if item.way == Way::Webhook {
                let mut data = json!({
                    "client": view.client, "month": issue.month, "language": item.language, "short": letter.text,
                    "headlines": view.headlines.iter().map(|line| json!({ "title": line.title, "value": line.value, "previous": line.previous })).collect::<Vec<_>>(),
                    "goals": view.goals, "entry": paper.entry, "data_version": view.method.data_version, "page": page,
                });
                let kind = match restates {
                    Some(restates) => {
                        data["restates"] = json!(restates);
                        data["number"] = json!(issue.number);
                        "report.restated"
                    }
                    None => "report.issued",
                };
                return Ok(event(house, &item.workspace, kind, data));
            }
            letter
        }
        "digest" => {
            let (digest, colour) = digest(house, item, language, digests).await?;
            if item.way == Way::Webhook {
                let data = serde_json::to_value(&*digest).map_err(|error| refused(error.to_string()))?;
                return Ok(event(house, &item.workspace, "digest.weekly", data));
            }
            pen.digest(&digest, colour.as_deref())
        }
        "draft" => {
            let issue: Issue = item.about.parse()?;
            let month = Period::month(&issue.month).map_err(|error| refused(error.to_string()))?;
            let client = house.client(&item.workspace).await?;
            match changes(state, &item.workspace, &issue).await? {
                Some(changes) => pen.restated_draft(&client, month, &changes),
                None if issue.restates() => return Err(Trouble::Never("the draft was withdrawn".to_owned())),
                None => pen.draft(&client, month),
            }
        }
        other => return Err(refused(format!("nobody writes a `{other}`")).into()),
    };
    Ok(serde_json::to_string(&letter).map_err(|error| refused(error.to_string()))?)
}

/// What a draft changes, if it restates a report.
async fn changes(state: &State, workspace: &str, issue: &Issue) -> Result<Option<Restatement>, StateError> {
    let drafts = state.drafts_of(workspace, &issue.month).await?;
    let draft = drafts.into_iter().find(|draft| draft.issue == *issue);
    let read = |text: String| serde_json::from_str(&text).map_err(|error| refused(error.to_string()));
    draft.and_then(|draft| draft.changes).map(read).transpose()
}

/// The week that ends on the day that the letter is about, and the client's colour.
async fn digest(
    house: &Arc<House>,
    item: &Sending,
    language: Language,
    digests: &mut Digests,
) -> Result<(Arc<Digest>, Option<String>), StateError> {
    let to = Period::day(&item.about).map_err(|error| refused(error.to_string()))?;
    let week = Period {
        from: to.saturating_sub(6.days()),
        to,
    };
    let key = (item.workspace.clone(), item.about.clone(), item.language.clone());
    let (work, name, known) = (Arc::clone(house), item.workspace.clone(), digests.get(&key).cloned());
    let made = house.work(move || {
        let site = work.site(&name)?;
        let look = site.fresh()?;
        let colour = look.workspace.settings().report.colour.clone();
        let digest = match known {
            Some(known) => known,
            None => Arc::new(look.workspace.digest(week, language)?),
        };
        Ok::<_, Error>((digest, colour))
    });
    let made = made.await.ok_or_else(|| refused("the digest could not be made"))?;
    let (digest, colour) = made.map_err(|error| refused(error.to_string()))?;
    digests.insert(key, Arc::clone(&digest));
    Ok((digest, colour))
}

/// The page of the dashboard that a letter speaks of, if others can reach it.
fn page(house: &House, item: &Sending) -> Option<String> {
    let host = house.plan.names.first()?;
    let base = House::base(&item.workspace);
    let query = format!("lang={}", item.language);
    Some(match item.what.as_str() {
        "digest" | "goal" => format!("https://{host}{base}/?{query}"),
        _ => {
            let month = item.about.parse::<Issue>().ok()?.month;
            format!("https://{host}{base}/reports?month={month}&{query}")
        }
    })
}

/// The link that ends the letters to this reader, if others can reach it.
fn unsubscribe(house: &House, item: &Sending, vault: &Vault) -> Result<Option<String>, StateError> {
    let (Some(host), Some(id)) = (house.plan.names.first(), item.recipient) else {
        return Ok(None);
    };
    Ok(Some(format!(
        "https://{host}/unsubscribe/{id}-{}",
        vault.token(&ends(id, &item.workspace, &item.address))?
    )))
}

/// What a letter of this kind would be today, for a look before anything is sent.
pub(super) async fn written(house: &Arc<House>, item: &Sending) -> Result<(Letter, Vec<Enclosed>), StateError> {
    let state = house.memory().await?;
    let vault = vault(house)?;
    if item.what == "report"
        && state
            .papers(&item.workspace, &item.about.parse()?, &item.language)
            .await?
            .is_empty()
    {
        return preview(house, item).await;
    }
    let body = write(house, state, item, &vault, &mut HashMap::new()).await;
    let body = body.map_err(|trouble| refused(trouble.why()))?;
    let letter = serde_json::from_str(&body).map_err(|error| refused(error.to_string()))?;
    Ok((letter, enclosed(state, item).await?))
}

/// A report that nobody approved yet, as it would be sent today.
async fn preview(house: &Arc<House>, item: &Sending) -> Result<(Letter, Vec<Enclosed>), StateError> {
    let language = Language::from_tag(&item.language).unwrap_or(Language::En);
    let month = Period::month(&item.about).map_err(|error| refused(error.to_string()))?;
    let (work, name) = (Arc::clone(house), item.workspace.clone());
    let made = house.work(move || {
        let site = work.site(&name)?;
        let look = site.fresh()?;
        let setter = harpoon::here::pages_if_any()?;
        look.workspace.sheets(month, look.today, setter.as_deref(), None)
    });
    let made = made.await.ok_or_else(|| refused("the report could not be made"))?;
    let mut sheets = made.map_err(|error| refused(error.to_string()))?;
    sheets.retain(|sheet| sheet.language == language);
    let page = page(house, item);
    let pen = Pen {
        language,
        page: page.as_deref(),
        unsubscribe: None,
    };
    let first = sheets.first().ok_or_else(|| refused("there is no report"))?;
    let letter = pen.report(
        &first.view,
        first.entry.and_then(|entry| i64::try_from(entry).ok()),
        None,
    );
    let enclosed = sheets.into_iter().map(|sheet| Enclosed {
        name: sheet.name,
        bytes: sheet.bytes,
    });
    Ok((letter, enclosed.collect()))
}

//! What is due of a workspace, and goes into the outbox: drafts, what was approved, digests, word of goals.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use harpoon::Error;
use harpoon_core::schedule::Schedule;
use harpoon_core::{Language, Period};
use harpoon_state::{ChangedGoal, Draft, Gets, Member, Recipient, Role, State, StateError, ToSend, Way};
use jiff::civil::Date;
use serde_json::json;

use super::desk::{look_for_restatement, name_of};
use super::round::event;
use super::{at, refused, schedule, zone};
use crate::house::House;

/// What was looked at by this process, by workspace.
#[derive(Default)]
pub(super) struct Seen {
    /// Days and versions for which goals were looked at.
    goals: HashMap<String, (Date, String)>,
    /// Entries of the ledger with which it was looked for reports that were issued anew.
    entries: HashMap<String, u64>,
}

/// Puts what is due of one workspace into the outbox.
pub(super) async fn due(house: &Arc<House>, state: &State, workspace: &str, seen: &mut Seen) -> Result<(), StateError> {
    let now = house.seconds();
    let times = state.times(workspace).await?;
    let since = times.map_or(now, |times| times.since);
    let schedule = schedule(times.as_ref());
    let all = state.recipients(workspace).await?;
    let list = |gets: fn(&Gets) -> bool| all.iter().filter(move |one| one.off.is_none() && gets(&one.gets));

    let own = house
        .zone(workspace)
        .await
        .map_err(|error| refused(error.to_string()))?;
    let draft = schedule
        .report_due(at(now), &own)
        .filter(|due| due.at.as_second() >= since);
    let draft = draft.filter(|_| list(|gets| gets.report).next().is_some());
    let month = draft.map(|draft| name_of(draft.of));
    if let Some(month) = &month {
        state.prepare(workspace, month, now).await?;
    }
    // A ledger that cannot be read is told at the end, and holds up nothing that is due.
    let looked = look_at_ledger(house, state, workspace, seen).await;
    let drafts = state.drafts(workspace).await?;
    let waits = |draft: &&Draft| draft.issue.restates() || month.as_ref() == Some(&draft.issue.month);
    let waiting = drafts.iter().filter(|draft| draft.approved.is_none()).filter(waits);
    tell_owners(state, workspace, &waiting.collect::<Vec<_>>(), &all, now).await?;
    post_approved(state, workspace, &drafts, &schedule, &all).await?;
    for recipient in list(|gets| gets.digest) {
        let due = schedule.digest_due(at(now), &zone(&recipient.zone));
        // Where the business is, the week may not be over yet.
        let due = due.filter(|due| due.of.to < at(now).to_zoned(own.clone()).date());
        if let Some(due) = due.filter(|due| due.at.as_second() >= since.max(recipient.made)) {
            let about = due.of.to.to_string();
            state
                .post(letter(recipient, "digest", &about, due.at.as_second(), None))
                .await?;
        }
    }
    if list(|gets| gets.goals).next().is_some() {
        // Noted after they are in the outbox, and not looked at again only then: whatever ends the work between the two, none is
        // lost; and none goes twice, as a change has the same number until it is noted.
        if let Some(Goals { mark, states, events }) = goals(house, state, workspace, seen).await? {
            for (about, body) in &events {
                for recipient in list(|gets| gets.goals) {
                    state.post(letter(recipient, "goal", about, now, Some(body))).await?;
                }
            }
            state.note_goals(workspace, &states).await?;
            seen.goals.insert(workspace.to_owned(), mark);
        }
    }
    looked
}

/// Puts what was approved into the outbox for whom it was approved for.
async fn post_approved(
    state: &State,
    workspace: &str,
    drafts: &[Draft],
    schedule: &Schedule,
    all: &[Recipient],
) -> Result<(), StateError> {
    // All that were ever approved: what each reader has is in the outbox, and is not put there twice.
    for draft in drafts {
        let (issue, Some(approval)) = (&draft.issue, &draft.approved) else {
            continue;
        };
        let Ok(month) = Period::month(&issue.month) else {
            continue;
        };
        let (what, about) = (if issue.restates() { "restated" } else { "report" }, issue.to_string());
        // What restates a report is for those who got that report.
        let got = if issue.restates() {
            state.got_report(workspace, &issue.month).await?
        } else {
            Vec::new()
        };
        let is_for = |recipient: &&Recipient| {
            let gets = recipient.off.is_none() && recipient.gets.report && recipient.reports_since <= approval.at;
            gets && (!issue.restates() || got.contains(&recipient.address))
        };
        for recipient in all.iter().filter(is_for) {
            let due = schedule.report_after(at(approval.at), month, &zone(&recipient.zone));
            if let Some(due) = due {
                state
                    .post(letter(recipient, what, &about, due.as_second(), None))
                    .await?;
            }
        }
    }
    Ok(())
}

/// Something for the outbox, to somebody on the list.
fn letter<'a>(to: &'a Recipient, what: &'a str, about: &'a str, due: i64, body: Option<&'a str>) -> ToSend<'a> {
    ToSend {
        workspace: &to.workspace,
        what,
        about,
        way: to.way,
        address: &to.address,
        language: &to.language,
        recipient: Some(to.id),
        due,
        body,
    }
}

/// Looks for reports that were sent and issued anew since, whenever the ledger has grown.
async fn look_at_ledger(house: &Arc<House>, state: &State, workspace: &str, seen: &mut Seen) -> Result<(), StateError> {
    let drafts = state.drafts(workspace).await?;
    let mut months: Vec<String> = drafts
        .into_iter()
        .filter(|draft| draft.approved.is_some())
        .map(|draft| draft.issue.month)
        .collect();
    months.dedup();
    if months.is_empty() {
        return Ok(());
    }
    let (work, name) = (Arc::clone(house), workspace.to_owned());
    let entries = house.work(move || {
        let site = work.site(&name)?;
        site.fresh()?.workspace.entries()
    });
    let entries = entries.await.ok_or_else(|| refused("the ledger could not be read"))?;
    let entries = entries.map_err(|error| refused(error.to_string()))?;
    if seen.entries.get(workspace) == Some(&entries) {
        return Ok(());
    }
    // A month that cannot be looked at holds up no other, and is looked at again.
    let mut looked = Ok(());
    for month in months {
        looked = looked.and(look_for_restatement(house, state, workspace, &month).await);
    }
    if looked.is_ok() {
        seen.entries.insert(workspace.to_owned(), entries);
    }
    looked
}

/// Tells every owner of the workspace that these drafts wait, once each.
async fn tell_owners(
    state: &State,
    workspace: &str,
    waiting: &[&Draft],
    all: &[Recipient],
    now: i64,
) -> Result<(), StateError> {
    let members = state.members(Some(workspace)).await?;
    let owners: Vec<&Member> = members.iter().filter(|member| member.role == Role::Owner).collect();
    for draft in waiting {
        let about = draft.issue.to_string();
        for owner in &owners {
            let known = all.iter().find(|recipient| recipient.address == owner.user.email);
            let new = ToSend {
                workspace,
                what: "draft",
                about: &about,
                way: Way::Mail,
                address: &owner.user.email,
                language: known.map_or(Language::En.tag(), |recipient| &recipient.language),
                recipient: None,
                due: now,
                body: None,
            };
            state.post(new).await?;
        }
    }
    Ok(())
}

/// How the goals of a workspace stand.
struct Goals {
    /// The day and the version of the data that they were looked at with.
    mark: (Date, String),
    /// How each stands.
    states: BTreeMap<String, String>,
    /// What each event is about, and its body.
    events: Vec<(String, String)>,
}

/// Goals, and which of them stand otherwise than was noted, once a day and version of the data. How they stand when they are first
/// seen is no event.
async fn goals(house: &Arc<House>, state: &State, workspace: &str, seen: &Seen) -> Result<Option<Goals>, StateError> {
    let (work, name) = (Arc::clone(house), workspace.to_owned());
    let known = seen.goals.get(workspace).cloned();
    let looked = house.work(move || {
        let site = work.site(&name)?;
        let look = site.fresh()?;
        let mark = (look.today, look.workspace.version_now()?);
        if known.as_ref() == Some(&mark) {
            return Ok(None);
        }
        let goals = look.workspace.goals_now(look.today, Language::En)?;
        Ok::<_, Error>(Some((mark, goals)))
    });
    let looked = looked.await.ok_or_else(|| refused("goals could not be looked at"))?;
    let Some((mark, goals)) = looked.map_err(|error| refused(error.to_string()))? else {
        return Ok(None);
    };
    let told = |state| {
        serde_json::to_value(state)
            .ok()
            .and_then(|word| word.as_str().map(ToOwned::to_owned))
            .unwrap_or_default()
    };
    let states: BTreeMap<String, String> = goals.iter().map(|(id, goal)| (id.clone(), told(goal.state))).collect();
    let changed = state.changed_goals(workspace, &states).await?;
    let (day, version) = &mark;
    let event = |change: ChangedGoal| {
        let ChangedGoal {
            goal: id,
            before,
            number,
        } = change;
        let (_, goal) = goals.iter().find(|(known, _)| *known == id)?;
        let data = json!({ "id": id, "before": before, "state": goal.state, "on": day, "goal": goal, "data_version": version });
        Some((
            format!("{id} {} {number}", told(goal.state)),
            event(house, workspace, "goal.status", data),
        ))
    };
    let events = changed.into_iter().filter_map(event).collect();
    Ok(Some(Goals { mark, states, events }))
}

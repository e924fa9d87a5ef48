//! Sending on the pages: who gets what and when on Settings, the word of an owner on Reports. Owners alone see it.

use std::sync::Arc;

use harpoon::Error;
use harpoon_core::{Language, Period};
use harpoon_report::view::{Restated, Restatement};
use harpoon_report::{Words, clean};
use harpoon_state::{Approval, Draft, Fate, Gets, NewRecipient, Recipient, Sending, StateError, Times};
use jiff::Timestamp;
use maud::{Markup, html};
use tokio::runtime::Handle;

use super::Asked;
use crate::act::{Form, Undone};
use crate::door::alert;
use crate::frame;
use crate::gate::Caller;
use crate::house::{House, Place};
use crate::listed::{Listed, Shown};
use crate::send::desk::{self, Approved};
use crate::send::{mail_host, schedule, zone};
use crate::view::{Notice, View, Why};

/// Letters that are listed.
const MOST: i64 = 40;
/// Longest address and reason that are shown.
const LONG: usize = 300;

/// What of the memory is shown.
struct Known {
    list: Vec<Recipient>,
    times: Option<Times>,
    outbox: Vec<Sending>,
}

async fn known(house: &House, place: &Place) -> Result<Known, StateError> {
    let Some(state) = house.state().await? else {
        return Ok(Known {
            list: Vec::new(),
            times: None,
            outbox: Vec::new(),
        });
    };
    Ok(Known {
        list: state.recipients(&place.name).await?,
        times: state.times(&place.name).await?,
        outbox: state.outbox(&place.name, MOST).await?,
    })
}

fn told(error: &StateError) -> Error {
    Error::Usage(error.to_string())
}

/// The part of Settings.
pub(super) fn settings(asked: &Asked<'_>) -> Result<Markup, Error> {
    let words = &asked.words;
    let known = Handle::current()
        .block_on(known(asked.house, asked.place))
        .map_err(|error| told(&error))?;
    let mail = match mail_host(&asked.house.plan.outgoing) {
        Some(host) => words.filled("send-mail", &[("host", host.into())]),
        None => words.text("send-no-mail"),
    };
    Ok(html! {
        section id="sending" {
            h2 { (words.text("send")) }
            @if let Some(why) = asked.house.trouble_of(&asked.place.name) {
                (alert(Some(&words.filled("send-trouble", &[("why", clean(&why, LONG).into())]))))
            }
            p { (mail) }
            (list(asked, &known.list))
            (add(asked))
            (times(asked, known.times.as_ref()))
            @if !known.outbox.is_empty() { (outbox(asked, &known.outbox)) }
        }
    })
}

fn list(asked: &Asked<'_>, list: &[Recipient]) -> Markup {
    let words = &asked.words;
    if list.is_empty() {
        return html! { p { (words.text("send-nobody")) } };
    }
    let gets = |recipient: &Recipient| match &recipient.off {
        Some(why) => words.filled("send-off", &[("why", clean(why, LONG).into())]),
        None => gets(words, recipient.gets),
    };
    let row = |recipient: &Recipient| {
        vec![
            Shown::outside(clean(&recipient.address, LONG)),
            language(&recipient.language).into(),
            recipient.zone.clone().into(),
            gets(recipient).into(),
        ]
    };
    let drop = |recipient: &Recipient| {
        html! {
            form method="post" action=(asked.view.at("/settings/send-drop")) {
                input type="hidden" name="address" value=(recipient.address);
                button class="plain" type="submit" { (words.text("keys-remove")) }
            }
        }
    };
    asked.listed(&Listed {
        caption: "send-list",
        class: None,
        heads: vec!["send-to", "send-language", "send-zone", "send-gets"],
        rows: list.iter().map(row).collect(),
        acts: list.iter().map(drop).collect(),
    })
}

/// A language in its own words.
fn language(tag: &str) -> String {
    Language::from_tag(tag).map_or_else(|| tag.to_owned(), |language| frame::own_name(language).to_owned())
}

fn gets(words: &Words, gets: Gets) -> String {
    let all = [
        (gets.report, "send-report"),
        (gets.digest, "send-digest"),
        (gets.goals, "send-goals"),
    ];
    let all: Vec<String> = all
        .into_iter()
        .filter(|(is, _)| *is)
        .map(|(_, key)| words.text(key))
        .collect();
    all.join(" · ")
}

fn add(asked: &Asked<'_>) -> Markup {
    let words = &asked.words;
    let usual = asked.look.workspace.settings().zone.as_deref().unwrap_or("UTC");
    html! {
        form class="filters" method="post" action=(asked.view.at("/settings/send-add")) {
            label { (words.text("send-address")) input name="address" maxlength="2000" required; }
            label { (words.text("send-language"))
                select name="language" { @for each in Language::ALL { option value=(each.tag()) selected[each == asked.view.language] { (frame::own_name(each)) } } }
            }
            label { (words.text("send-zone")) input name="zone" value=(usual) maxlength="60" required; }
            @for (name, key, is) in [("report", "send-report", true), ("digest", "send-digest", false), ("goals", "send-goals", false)] {
                label class="tick" { input type="checkbox" name="gets" value=(name) checked[is]; (words.text(key)) }
            }
            button type="submit" { (words.text("send-add")) }
        }
    }
}

fn times(asked: &Asked<'_>, times: Option<&Times>) -> Markup {
    let words = &asked.words;
    let schedule = schedule(times);
    let hours = |name: &str, chosen: i8| {
        html! { select name=(name) { @for hour in 0..24_i8 { option value=(hour) selected[hour == chosen] { (format!("{hour}:00")) } } } }
    };
    html! {
        form class="filters" method="post" action=(asked.view.at("/settings/send-times")) {
            label { (words.text("send-day"))
                select name="day" { @for day in 1..29_i8 { option value=(day) selected[day == schedule.day] { (day) } } }
            }
            label { (words.text("send-hour")) (hours("hour", schedule.hour)) }
            label { (words.text("send-weekday"))
                select name="weekday" { @for day in 1..8_i8 { option value=(day) selected[day == schedule.weekday] { (words.text(&format!("weekday-{day}"))) } } }
            }
            label { (words.text("send-hour")) (hours("week_hour", schedule.week_hour)) }
            button type="submit" { (words.text("send-set")) }
        }
        p class="note" { (words.text("send-times-what")) }
    }
}

fn outbox(asked: &Asked<'_>, outbox: &[Sending]) -> Markup {
    let words = &asked.words;
    let row = |item: &Sending| {
        let (fate, tried) = (fate(asked, item), tried(words, item));
        let both: Vec<&str> = std::iter::once(&fate).chain(&tried).map(String::as_str).collect();
        let page = html! { (fate) @if let Some(tried) = &tried { br; (tried) } };
        vec![
            what(words, item).into(),
            Shown::outside(clean(&item.address, LONG)),
            Shown::on_page(both.join("; "), page),
        ]
    };
    let again = |item: &Sending| {
        html! {
            @if item.fate == Fate::Failed {
                form method="post" action=(asked.view.at("/settings/send-again")) {
                    input type="hidden" name="id" value=(item.id);
                    button class="plain" type="submit" { (words.text("send-again")) }
                }
            }
        }
    };
    asked.listed(&Listed {
        caption: "send-box",
        class: None,
        heads: vec!["send-what", "send-to", "send-fate"],
        rows: outbox.iter().map(row).collect(),
        acts: outbox.iter().map(again).collect(),
    })
}

/// How often it was tried in vain, and why.
fn tried(words: &Words, item: &Sending) -> Option<String> {
    let why = clean(item.error.as_deref()?, LONG);
    let count = usize::try_from(item.attempts).unwrap_or(0);
    Some(words.filled("send-tried", &[("count", count.into()), ("why", why.into())]))
}

fn what(words: &Words, item: &Sending) -> String {
    let key = format!("send-is-{}", item.what);
    words.filled(&key, &[("about", clean(&item.about, LONG).into())])
}

fn fate(asked: &Asked<'_>, item: &Sending) -> String {
    let key = format!("send-{}", item.fate.as_str());
    match item.fate {
        Fate::Sending => asked.words.text(&key),
        Fate::Waiting => asked.words.filled(&key, &[("time", time(asked, item.next).into())]),
        Fate::Sent | Fate::Failed => asked
            .words
            .filled(&key, &[("time", time(asked, item.done.unwrap_or(0)).into())]),
    }
}

/// A time where the business is.
fn time(asked: &Asked<'_>, seconds: i64) -> String {
    let name = asked.look.workspace.settings().zone.as_deref().unwrap_or("UTC");
    let time = Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH);
    format!("{} {name}", time.to_zoned(zone(name)).strftime("%Y-%m-%d %H:%M"))
}

/// The part of Reports: whether the month is approved, by whom, and the way to do it.
pub(super) fn approval(asked: &Asked<'_>) -> Result<Option<Markup>, Error> {
    let Some(month) = asked
        .month
        .filter(|_| asked.view.asker.role >= harpoon_state::Role::Owner)
    else {
        return Ok(None);
    };
    let about = desk::name_of(month);
    let Stands { count, drafts, waits } = Handle::current()
        .block_on(stands(asked, &about))
        .map_err(|error| told(&error))?;
    let words = &asked.words;
    let has_any = drafts.iter().any(|draft| draft.approved.is_some());
    let next = drafts
        .iter()
        .find(|draft| draft.approved.is_none() && draft.issue.restates());
    let inner = html! {
        @for draft in &drafts {
            @if let Some(approval) = &draft.approved { p { (approved(asked, month, draft, approval)) } }
        }
        @if waits { (form(asked, "/reports/now", &about, None, "approve-now")) }
        @if let Some(next) = next { (ask_again(asked, month, next)?) }
        @else if !has_any {
            @if count == 0 { p { (words.text("approve-nobody")) } }
            @else if month.to >= asked.look.today { p { (words.text("approve-runs")) } }
            @else {
                // A signed file that is gone is told here; the other reports stand below.
                @match asked.look.workspace.version_to_send(month) {
                    Ok(version) => (ask(asked, month, &version, count)?),
                    Err(error) => p { (Why::of(&error).page(words)) },
                }
            }
        }
    };
    Ok(Some(html! { section { h2 { (words.text("approve")) } (inner) } }))
}

/// Who approved what, and when.
fn approved(asked: &Asked<'_>, month: Period, draft: &Draft, approval: &Approval) -> String {
    let words = &asked.words;
    let who = if approval.by.is_empty() {
        words.text("approve-here")
    } else {
        clean(&approval.by, LONG)
    };
    let fills = [
        ("who", who.into()),
        ("month", words.month(month).into()),
        ("time", time(asked, approval.at).into()),
        ("version", clean(&approval.version, LONG).into()),
    ];
    let key = if draft.issue.restates() {
        "approve-redone"
    } else {
        "approve-done"
    };
    words.filled(key, &fills)
}

/// Asks for an owner's word on what restates a report that was sent.
fn ask_again(asked: &Asked<'_>, month: Period, draft: &Draft) -> Result<Markup, Error> {
    let words = &asked.words;
    let noted = draft.changes.as_deref().unwrap_or_default();
    let changes: Restatement = serde_json::from_str(noted).map_err(|error| Error::Bug(error.to_string()))?;
    let version = match asked.look.workspace.version_to_send(month) {
        Ok(version) => version,
        Err(error) => return Ok(html! { p { (Why::of(&error).page(words)) } }),
    };
    let mark = desk::mark(&asked.look.workspace.mark_to_send(month)?, Some(noted));
    let fills = [
        ("month", words.month(month).into()),
        ("date", words.date(changes.earlier).into()),
        ("reason", words.said(&changes.reason).into()),
        ("version", version.into()),
    ];
    let cell = |cell: &Restated| {
        html! {
            tr {
                th scope="row" { (words.said(&cell.title).plain()) }
                td class="num" { (words.value(&cell.before).plain()) }
                td class="num" { (words.value(&cell.after).plain()) }
            }
        }
    };
    Ok(html! {
        p { (words.filled("reapprove-ask", &fills)) }
        @if changes.changes.is_empty() { p { (words.text("letter-restates-same")) } }
        @else {
            div class="scroll" role="group" aria-label=(words.text("reapprove-table")) tabindex="0" { table {
                caption { (words.text("reapprove-table")) }
                thead { tr {
                    th scope="col" { (words.text("letter-figure")) }
                    @for head in ["letter-before", "letter-after"] { th scope="col" class="num" { (words.text(head)) } }
                } }
                tbody { @for change in &changes.changes { (cell(change)) } }
            } }
        }
        (form(asked, "/reports/approve", &desk::name_of(month), Some(&mark), "reapprove-do"))
    })
}

/// Asks for an owner's word.
fn ask(asked: &Asked<'_>, month: Period, version: &str, count: usize) -> Result<Markup, Error> {
    let mark = desk::mark(&asked.look.workspace.mark_to_send(month)?, None);
    let words = &asked.words;
    let fills = [
        ("month", words.month(month).into()),
        ("version", version.to_owned().into()),
        ("count", count.into()),
    ];
    Ok(html! {
        p { (words.filled("approve-ask", &fills)) }
        p { a href=(asked.view.to("/draft")) { (words.text("approve-draft")) } }
        (form(asked, "/reports/approve", &desk::name_of(month), Some(&mark), "approve-do"))
    })
}

/// How a month's report stands.
#[derive(Default)]
struct Stands {
    /// Addresses that get reports.
    count: usize,
    drafts: Vec<Draft>,
    /// Whether any of it waits for its hour.
    waits: bool,
}

async fn stands(asked: &Asked<'_>, month: &str) -> Result<Stands, StateError> {
    let Some(state) = asked.house.state().await? else {
        return Ok(Stands::default());
    };
    let name = &asked.place.name;
    let get = |recipient: &&Recipient| recipient.off.is_none() && recipient.gets.report;
    Ok(Stands {
        count: state.recipients(name).await?.iter().filter(get).count(),
        drafts: state.drafts_of(name, month).await?,
        waits: state.report_waits(name, month).await?,
    })
}

fn form(asked: &Asked<'_>, to: &str, month: &str, mark: Option<&str>, key: &str) -> Markup {
    html! {
        form method="post" action=(asked.view.to(to)) {
            input type="hidden" name="month" value=(month);
            @if let Some(mark) = mark { input type="hidden" name="mark" value=(mark); }
            button type="submit" { (asked.words.text(key)) }
        }
    }
}

/// What the forms do; what is to be told once, if anything.
pub(crate) async fn act(house: &Arc<House>, place: &Place, view: &View, form: &Form) -> Result<Option<Notice>, Undone> {
    let state = house.memory().await?;
    let name = place.name.as_str();
    let number = |field: &str| form.first(field).parse().unwrap_or(-1);
    match view.path.as_str() {
        "/settings/send-add" => {
            let chosen = |what: &str| form.all("gets").any(|chosen| chosen == what);
            let new = NewRecipient {
                address: form.first("address"),
                language: form.first("language"),
                zone: form.first("zone"),
                gets: Gets {
                    report: chosen("report"),
                    digest: chosen("digest"),
                    goals: chosen("goals"),
                },
            };
            let added = desk::add(house, name, new).await?;
            Ok(added.secret.map(|secret| Notice::Secret("send-secret", secret)))
        }
        "/settings/send-drop" => {
            state.remove_recipient(name, form.first("address")).await?;
            Ok(None)
        }
        "/settings/send-times" => {
            let times = Times {
                report: (number("day"), number("hour")),
                digest: (number("weekday"), number("week_hour")),
                since: house.seconds(),
            };
            desk::set_times(house, name, times).await?;
            Ok(None)
        }
        "/settings/send-again" => {
            state.try_again(name, number("id"), house.seconds()).await?;
            house.posted.notify_one();
            Ok(None)
        }
        "/reports/approve" => {
            let by = match &view.asker.caller {
                Caller::User(user) => user.email.as_str(),
                Caller::Here | Caller::Key(_) => "",
            };
            match desk::approve(house, name, month(form)?, Some(form.first("mark")), by).await? {
                Approved::Yes(_) => Ok(None),
                Approved::Changed => Err(Undone::Refused(
                    crate::words::words(view.language).text("approve-changed").into(),
                )),
            }
        }
        "/reports/now" => {
            state.hurry(name, &desk::name_of(month(form)?), house.seconds()).await?;
            house.posted.notify_one();
            Ok(None)
        }
        other => Err(Undone::Refused(Why::English(format!(
            "nothing is done at {}",
            clean(other, 100)
        )))),
    }
}

fn month(form: &Form) -> Result<Period, Undone> {
    Period::month(form.first("month")).map_err(|error| Undone::Refused(Why::of(&error.into())))
}

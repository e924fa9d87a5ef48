//! One upload: what its files were recognised as and what they cannot tell, how far its import is, what became of it.

use std::collections::BTreeMap;

use harpoon::connect::field::Role;
use harpoon::connect::{Check, Passed, Question, QuestionKey, Refusal, Remark};
use harpoon::{Error, Report};
use harpoon_core::METRICS;
use harpoon_report::{Words, clean};
use maud::{Markup, html};
use sha2::{Digest as _, Sha256};

use super::{PATH, aside, said};
use crate::intake::{Fate, Outcome, Progress, Told, Upload, name_of};
use crate::listed::{Listed, Shown};
use crate::page::{Asked, Body};

/// Longest name of a file that is shown.
const NAME: usize = 240;
/// Longest reason or remark.
const NOTE: usize = 400;

/// The page.
pub(super) fn body(asked: &Asked<'_>, upload: &Upload) -> Result<Body, Error> {
    let words = &asked.words;
    let form = match asked.house.intake.progress(&asked.place.name, &upload.id) {
        Some(progress) => running(asked, upload, &progress),
        None => at_rest(asked, upload)?,
    };
    Ok(Body {
        title: words.filled("upload-title", &[("id", upload.id.clone().into())]),
        form: Some(form),
        sections: Vec::new(),
    })
}

/// How far an import is. A script keeps it true; without one the page loads itself anew.
fn running(asked: &Asked<'_>, upload: &Upload, progress: &Progress) -> Markup {
    let words = &asked.words;
    let here = format!("{PATH}/{}", upload.id);
    html! {
        section class="running" data-events=(asked.view.to(&format!("{here}/progress"))) {
            noscript { meta http-equiv="refresh" content="3"; }
            h2 { (words.text("upload-runs")) }
            progress max=(progress.all) value=(progress.done) aria-label=(words.text("upload-runs")) {}
            p role="status" { (says(words, progress, &clean(&progress.file, NAME))) }
            p class="note" { (words.text("upload-leave")) " " a href=(asked.view.to(&here)) { (words.text("upload-look")) } }
        }
    }
}

/// How far it is, in words.
pub(super) fn says(words: &Words, progress: &Progress, file: &str) -> String {
    if progress.all == 0 {
        return words.text("upload-begins");
    }
    if progress.done == progress.all {
        return words.text("upload-writes");
    }
    let fills = [
        ("done", (progress.done + 1).into()),
        ("all", progress.all.into()),
        ("file", file.to_owned().into()),
        ("rows", progress.rows.into()),
    ];
    words.filled("upload-reads", &fills)
}

/// What became of it, and what of it still waits.
fn at_rest(asked: &Asked<'_>, upload: &Upload) -> Result<Markup, Error> {
    let words = &asked.words;
    let outcome = upload.outcome();
    let now = (asked.house.plan.now)()?;
    let looked = asked.house.intake.look(&asked.look.workspace, upload, now)?;
    let is_done = outcome.as_ref().is_some_and(|outcome| outcome.failed.is_none());
    Ok(html! {
        @if upload.has_begun() {
            div class="notice bad" role="alert" {
                @match outcome.as_ref().and_then(|outcome| outcome.failed.as_ref()) {
                    Some(why) => { p { (words.text("upload-failed")) } p { (clean(why, NOTE)) } },
                    None => p { (words.text("upload-went-on")) },
                }
            }
        }
        @if let Some(outcome) = outcome.filter(|outcome| !outcome.files.is_empty()) {
            (result(asked, &outcome, is_done))
            @if outcome.files.iter().any(|fate| fate.quarantined > 0) { (aside(asked)?) }
        }
        @if !looked.is_empty() { (waiting(asked, upload, &looked)) }
        @else { (discard(asked, upload, "upload-clear")) }
    })
}

fn result(asked: &Asked<'_>, outcome: &Outcome, is_done: bool) -> Markup {
    let words = &asked.words;
    let sum = |count: fn(&Fate) -> u64| outcome.files.iter().map(count).sum::<u64>();
    let number = |count: u64| words.whole(u128::from(count));
    let read = outcome.files.iter().filter(|fate| fate.read).count();
    let fills = [
        ("read", read.into()),
        ("all", outcome.files.len().into()),
        ("rows", sum(|fate| fate.accepted).into()),
        ("known", sum(|fate| fate.duplicate).into()),
        ("aside", sum(|fate| fate.quarantined).into()),
    ];
    let row = |fate: &Fate| {
        let told = if fate.asks {
            vec![words.text("look-asks")]
        } else {
            Said {
                read: fate.read,
                refusal: fate.refusal.as_ref(),
                passed: fate.passed.as_ref(),
                known: fate.known,
                differing: &fate.differing,
                remarks: &fate.remarks,
            }
            .notes(words)
        };
        vec![
            Shown::outside(clean(&fate.file, NAME)),
            title(asked, fate.connector.as_deref()).into(),
            number(fate.accepted).into(),
            number(fate.duplicate).into(),
            number(fate.quarantined).into(),
            noted(&told),
        ]
    };
    let table = Listed {
        caption: "result-table",
        class: Some("heard"),
        heads: vec![
            "data-file",
            "data-connector",
            "#data-accepted",
            "#data-duplicate",
            "#data-quarantined",
            "look-note",
        ],
        rows: outcome.files.iter().map(row).collect(),
        acts: Vec::new(),
    };
    html! {
        section {
            h2 { (words.text("result")) }
            div class="lead" { p { (words.filled("result-lead", &fills)) } }
            @if is_done {
                p class="next" {
                    a class="button" href=(asked.view.to("/")) { (words.text("result-see")) }
                    @if super::super::first::is_wanted(asked) { " " a href=(asked.view.to(super::super::first::PATH)) { (words.text("result-goals")) } }
                }
            }
            (asked.listed(&table))
        }
    }
}

/// A name of a file; words from outside, with a direction of their own.
fn name(file: &str) -> Markup {
    html! { bdi { (clean(file, NAME)) } }
}

/// What an export is called by its platform.
fn title(asked: &Asked<'_>, connector: Option<&str>) -> String {
    let Some(id) = connector else { return "–".to_owned() };
    let known = asked
        .look
        .workspace
        .registry()
        .connectors()
        .find(|known| known.id == id);
    clean(known.map_or(id, |known| known.title), NAME)
}

/// What is told of a file that was looked at or read.
struct Said<'a> {
    read: bool,
    refusal: Option<&'a Refusal>,
    passed: Option<&'a Passed>,
    known: bool,
    differing: &'a [Check],
    remarks: &'a [Remark],
}

impl Said<'_> {
    /// Why it was refused or passed over, and what was noticed on the way.
    fn notes(&self, words: &Words) -> Vec<String> {
        let refused = self.refusal.map(|refusal| said::refusal(words, refusal));
        let passed = self.passed.map(|passed| said::passed(words, passed));
        let known = self.known.then(|| words.text("look-known"));
        let differing = self.differing.iter().map(|check| said::differing(words, check));
        let remarks = self.remarks.iter().map(|remark| said::remark(words, remark));
        let all = refused
            .into_iter()
            .chain(passed)
            .chain(known)
            .chain(differing)
            .chain(remarks);
        let all: Vec<String> = all.map(|note| clean(&note, NOTE)).collect();
        if all.is_empty() && !self.read {
            vec![words.text("look-not")]
        } else {
            all
        }
    }
}

/// Notes in a cell.
fn noted(notes: &[String]) -> Shown {
    Shown::on_page(notes.join(" "), html! { @for note in notes { p { (note) } } })
}

/// The files that wait: what they are, what they cannot tell, and the way on.
fn waiting(asked: &Asked<'_>, upload: &Upload, looked: &[Report]) -> Markup {
    let words = &asked.words;
    let told = upload.told();
    let (known, strange): (Vec<&Report>, Vec<&Report>) = looked.iter().partition(|report| report.map.is_none());
    let ready = known
        .iter()
        .filter(|report| report.read || !report.questions.is_empty())
        .count();
    let has_period = known.iter().any(|report| report.counted.is_some());
    let number = |count: u64| words.whole(u128::from(count));
    let act = |what: &str| asked.view.to(&format!("{PATH}/{}/{what}", upload.id));
    let mut heads = vec!["data-file", "data-connector", "look-platform"];
    heads.extend(has_period.then_some(["#look-rows", "look-days"]).into_iter().flatten());
    heads.push("look-note");
    let row = |report: &Report| {
        let platform = report.platform.as_deref();
        let platform = platform.map_or_else(
            || "–".to_owned(),
            |platform| words.platform(platform).plain().to_owned(),
        );
        let mut row = vec![
            Shown::outside(clean(&report.file, NAME)),
            title(asked, report.connector.as_deref()).into(),
            platform.into(),
        ];
        if has_period {
            let rows = report.counted.map(|counted| number(counted.rows));
            row.push(rows.unwrap_or_else(|| "–".to_owned()).into());
            row.push(days(words, report).into());
        }
        let is_strange = report.map.is_some();
        let mut told: Vec<String> = is_strange.then(|| words.text("look-unknown")).into_iter().collect();
        if report.unanswered.is_empty() {
            // What the nearest export lacks is no help with a map.
            let said = Said {
                read: report.read || is_strange,
                refusal: report.refusal.as_ref().filter(|_| !is_strange),
                passed: report.passed.as_ref(),
                known: report.known,
                differing: &report.differing,
                remarks: &report.remarks,
            };
            told.extend(said.notes(words));
        } else {
            told.push(words.text("look-asks"));
        }
        row.push(noted(&told));
        row
    };
    let table = Listed {
        caption: "look-table",
        class: Some("heard"),
        heads,
        rows: looked.iter().map(row).collect(),
        acts: Vec::new(),
    };
    html! {
        section {
            h2 { (words.text("look")) }
            @if ready > 0 { p { (words.filled("look-lead", &[("ready", ready.into()), ("all", looked.len().into())])) } }
            form class="asked" method="post" action=(act("run")) {
                (questions(words, &known, &told))
                p class="next" {
                    @if ready > 0 { button type="submit" { (words.filled("look-do", &[("files", ready.into())])) } }
                    @else { span class="empty" { (words.text("look-nothing")) } }
                }
            }
            (asked.listed(&table))
        }
        @for report in &strange { (map(asked, upload, report)) }
        (discard(asked, upload, "upload-discard"))
    }
}

fn days(words: &Words, report: &Report) -> String {
    report.counted.and_then(|counted| counted.days).map_or_else(
        || "–".to_owned(),
        |days| format!("{} – {}", words.date(days.from), words.date(days.to)),
    )
}

fn discard(asked: &Asked<'_>, upload: &Upload, key: &str) -> Markup {
    html! {
        form method="post" class="aside" action=(asked.view.to(&format!("{PATH}/{}/discard", upload.id))) {
            button class="plain" type="submit" { (asked.words.text(key)) }
        }
    }
}

/// What of one question differs between files: those in which nothing does are asked of together.
type Sort<'a> = (QuestionKey, String, Option<&'a str>, &'a [String]);

/// Files in which a question is surely the same: for what hangs on the file, the members of one archive; else one folder.
fn together(key: QuestionKey, file: &str) -> &str {
    let archive = file.rfind(".zip/").map_or(file, |at| file.get(..at).unwrap_or(file));
    match key {
        QuestionKey::Period | QuestionKey::Account | QuestionKey::Platform => archive,
        _ => file.rsplit_once('/').map_or("", |(folder, _)| folder),
    }
}

/// One field a question, with the proposal in it; the same question of several files is asked once.
fn questions(words: &Words, known: &[&Report], told: &Told) -> Markup {
    let mut all: BTreeMap<Sort<'_>, Vec<(String, &Question, &str)>> = BTreeMap::new();
    for report in known {
        for question in &report.questions {
            let of = together(question.key, &report.file).to_owned();
            let sort = (
                question.key,
                of,
                question.proposal.as_deref(),
                question.choices.as_slice(),
            );
            let asked = (name_of(question), question, report.file.as_str());
            all.entry(sort).or_default().push(asked);
        }
    }
    html! {
        @for ((key, _, proposal, choices), asked) in &all {
            @let names: Vec<&str> = asked.iter().map(|(name, ..)| name.as_str()).collect();
            @let field = format!("a-{}", names.join("."));
            @let answer = names.iter().find_map(|name| told.get(*name)).map_or(proposal.unwrap_or(""), String::as_str);
            div class="question" {
                label {
                    span { (words.text(key_of(*key))) }
                    @if choices.is_empty() { input name=(field) value=(answer) maxlength="200" autocomplete="off"; }
                    @else {
                        select name=(field) {
                            @if !choices.iter().any(|choice| choice == answer) { option value="" selected { "–" } }
                            @for choice in *choices { option value=(choice) selected[choice == answer] { (choice) } }
                        }
                    }
                }
                @if let [(_, question, file)] = asked.as_slice() {
                    p class="note" { (name(file)) ": " (clean(&said::seen(words, question), NOTE)) }
                } @else {
                    details {
                        summary { (words.filled("ask-of", &[("files", asked.len().into())])) }
                        ul { @for (_, question, file) in asked { li { (name(file)) ": " (clean(&said::seen(words, question), NOTE)) } } }
                    }
                }
            }
        }
    }
}

const fn key_of(key: QuestionKey) -> &'static str {
    match key {
        QuestionKey::Platform => "ask-platform",
        QuestionKey::Account => "ask-account",
        QuestionKey::Currency => "ask-currency",
        QuestionKey::Year => "ask-year",
        QuestionKey::DayOrder => "ask-day-order",
        QuestionKey::Decimal => "ask-decimal",
        QuestionKey::Zone => "ask-zone",
        QuestionKey::Period => "ask-period",
    }
}

/// A map for a table that no connector knows, to be corrected and kept.
fn map(asked: &Asked<'_>, upload: &Upload, report: &Report) -> Markup {
    let words = &asked.words;
    // Its first lines are for the command line; the page says what to do here.
    let proposed = report.map.as_deref().unwrap_or("");
    let proposed = proposed.split_once("\n\n").map_or(proposed, |(_, map)| map);
    let file = map_name(&report.file);
    // A map that was kept before and does not fit yet is shown as it was kept.
    let kept = std::fs::read_to_string(asked.look.workspace.root().join("maps").join(format!("{file}.toml"))).ok();
    let typed = asked
        .view
        .typed("map")
        .filter(|_| asked.view.typed("name") == Some(&file));
    let text = typed
        .map(ToOwned::to_owned)
        .or(kept)
        .unwrap_or_else(|| proposed.to_owned());
    let lines = text.lines().count().clamp(8, 30);
    html! {
        section {
            h2 { (words.text("map")) " " (name(&report.file)) }
            p { (words.text("map-what")) }
            form class="asked" method="post" action=(asked.view.to(&format!("{PATH}/{}/map", upload.id))) {
                input type="hidden" name="name" value=(file);
                label { span { (words.text("map-text")) } textarea name="map" rows=(lines) spellcheck="false" class="code" { (text) } }
                p class="next" { button type="submit" { (words.text("map-keep")) } }
            }
            (meanings(words))
        }
    }
}

/// What a map can say that a column means.
fn meanings(words: &Words) -> Markup {
    html! {
        details {
            summary { (words.text("map-meanings")) }
            dl class="meanings" lang="en" {
                @for role in Role::ALL { div { dt { code { (role.as_str()) } } dd { (role.meaning()) } } }
                @for metric in METRICS { div { dt { code { (metric.id) } } dd { (metric.meaning) } } }
            }
        }
    }
}

/// Name of the map of a file: its own, in signs that every disk takes.
fn map_name(file: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    let name: String = file.chars().map(plain).take(80).collect();
    let name = name.trim_matches('-');
    if file.is_ascii() {
        return format!("from-{name}");
    }
    // Letters of other scripts are no part of the name, and tell one file from the other all the same.
    let digest = Sha256::digest(file);
    let digest: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("from-{name}-{digest}")
}

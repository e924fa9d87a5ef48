//! Bringing data in: files are dropped, looked at, asked about, and imported while whoever brought them watches or does not.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body as Sent;
use axum::http::StatusCode;
use axum::http::request::Parts;
use harpoon::connect::{Answers, Question};
use harpoon::import::give;
use harpoon::{Attendant, Error, Workspace};
use harpoon_report::clean;
use harpoon_report::document::Block;
use harpoon_report::html::framed;
use maud::{Markup, html};

use super::{Asked, Body, data};
use crate::act::Form;
use crate::answer::{Answer, Kind};
use crate::frame;
use crate::house::{House, Place};
use crate::intake::{Intake, Told, Undelivered, Upload, receive};
use crate::listed::{Listed, Shown};
use crate::view::{Notice, View, Why};
use crate::words::words;

mod said;
mod upload;

/// Where data are brought in.
pub(crate) const PATH: &str = "/import";

/// The page: a place to drop files, what was dropped before, and rows that were put aside.
pub(super) fn body(asked: &Asked<'_>) -> Result<Body, Error> {
    let words = &asked.words;
    let uploads = Upload::all(asked.look.workspace.root());
    let aside = put_aside(asked)?;
    let form = html! {
        section { h2 { (words.text("drop-title")) } (drop(asked)) }
        @if !uploads.is_empty() { (earlier(asked, &uploads)) }
        @if aside > 0 { section { h2 { (words.text("section-quarantine")) } (again(asked, aside)) } }
    };
    Ok(Body {
        title: words.text("page-import"),
        form: Some(form),
        sections: Vec::new(),
    })
}

/// The form that takes files. Where scripts run they can also be dropped, whole folders too.
pub(super) fn drop(asked: &Asked<'_>) -> Markup {
    let words = &asked.words;
    let limit = asked.house.plan.largest_upload;
    html! {
        form class="drop" method="post" enctype="multipart/form-data" action=(asked.view.to(PATH))
            data-most=(limit) data-large=(words.filled("drop-large", &[("size", size(limit).into())])) data-sending=(words.text("drop-sending")) data-cut=(words.text("drop-cut")) {
            p { (words.text("drop-what")) }
            label { span { (words.text("drop-files")) } input type="file" name="files" multiple required; }
            button type="submit" { (words.text("drop-do")) }
            p class="note" { (words.filled("drop-note", &[("size", size(limit).into())])) }
            div class="sending" hidden { progress max="100" aria-label=(words.text("drop-sending")) {} p role="status" {} }
        }
    }
}

/// Bytes as people say them.
fn size(bytes: u64) -> String {
    let units = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    match units.into_iter().find(|(unit, _)| bytes >= *unit) {
        Some((unit, name)) if bytes.is_multiple_of(unit) => format!("{}\u{a0}{name}", bytes / unit),
        Some((unit, name)) => format!("{:.1}\u{a0}{name}", bytes as f64 / unit as f64),
        None => format!("{bytes}\u{a0}B"),
    }
}

fn earlier(asked: &Asked<'_>, uploads: &[Upload]) -> Markup {
    let words = &asked.words;
    let state = |upload: &Upload| {
        let runs = asked.house.intake.progress(&asked.place.name, &upload.id).is_some();
        words.text(
            match (runs, upload.has_begun(), upload.outcome(), upload.waiting().len()) {
                (true, ..) => "upload-runs",
                (_, true, ..) => "upload-broken",
                (_, _, Some(_), 0) => "upload-done",
                (_, _, Some(_), _) => "upload-left",
                _ => "upload-waits",
            },
        )
    };
    let files = |upload: &Upload| {
        upload
            .outcome()
            .map_or_else(|| upload.waiting().len(), |outcome| outcome.files.len())
    };
    let row = |upload: &Upload| {
        let link = html! { a href=(asked.view.to(&format!("{PATH}/{}", upload.id))) { (upload.id) } };
        vec![
            Shown::on_page(upload.id.clone(), link),
            words.whole(files(upload) as u128).into(),
            state(upload).into(),
        ]
    };
    let table = Listed {
        caption: "uploads-table",
        class: Some("heard"),
        heads: vec!["upload", "#upload-files", "upload-state"],
        rows: uploads.iter().map(row).collect(),
        acts: Vec::new(),
    };
    html! { section { h2 { (words.text("uploads")) } (asked.listed(&table)) } }
}

/// Rows that are put aside now.
fn put_aside(asked: &Asked<'_>) -> Result<u64, Error> {
    let snapshot = asked.look.workspace.lake().snapshot(None)?;
    let counts = snapshot.imports().iter().filter(|import| import.is_done());
    Ok(counts.map(|import| import.quarantined).sum())
}

/// How rows that were put aside are read once more.
fn again(asked: &Asked<'_>, aside: u64) -> Markup {
    let words = &asked.words;
    html! {
        p { (words.filled("aside-many", &[("rows", aside.into())])) " " a href=(asked.view.to("/data")) { (words.text("aside-list")) } }
        form method="post" action=(asked.view.to("/import/retry")) { button type="submit" { (words.text("aside-again")) } }
    }
}

/// A page below: of one upload, or how far its import is.
pub(super) fn below(asked: &Asked<'_>, rest: &str) -> Result<Answer, Error> {
    let (id, more) = rest.split_once('/').unwrap_or((rest, ""));
    let upload = Upload::find(asked.look.workspace.root(), id);
    match (upload, more) {
        (Some(upload), "") => {
            let body = upload::body(asked, &upload)?;
            Ok(asked.shown(&body)?.fleeting())
        }
        (Some(upload), "progress") => Ok(progress(asked, &upload)),
        _ => Ok(frame::nowhere(asked.look, asked.view)),
    }
}

/// One event, and the line ends: the browser asks again by itself, so that no line is held open for as long as an import runs.
fn progress(asked: &Asked<'_>, upload: &Upload) -> Answer {
    let event = match asked.house.intake.progress(&asked.place.name, &upload.id) {
        Some(progress) => {
            let file = clean(&progress.file, 120);
            let told = serde_json::json!({"done": progress.done, "all": progress.all, "says": upload::says(&asked.words, &progress, &file)});
            format!("retry: 400\ndata: {told}\n\n")
        }
        None => "event: done\ndata: {}\n\n".to_owned(),
    };
    Answer::new(StatusCode::OK, Kind::Events, event.into_bytes()).fleeting()
}

/// What is done with uploads: a POST at `/import` or below.
pub(crate) async fn act(house: &Arc<House>, place: Place, asked: Parts, body: Sent, mut view: View) -> Arc<Answer> {
    if view.path == PATH {
        return take_in(house, place, asked, body, view).await;
    }
    let Some(form) = Form::read_up_to(body, 1 << 20).await else {
        return Arc::new(Answer::words(StatusCode::PAYLOAD_TOO_LARGE, "The form is too large.\n"));
    };
    view.typing(&form);
    if view.path == "/import/retry" {
        return retry(house, place, view).await;
    }
    let root = house.root(&place.name);
    let rest = view.path.strip_prefix("/import/").unwrap_or("").to_owned();
    let (id, what) = rest.split_once('/').unwrap_or((&rest, ""));
    let Some(upload) = Upload::find(&root, id) else {
        return house.read(place, view).await;
    };
    let here = format!("{PATH}/{}", upload.id);
    let house_too = Arc::clone(house);
    let (name, what, language) = (place.name.clone(), what.to_owned(), view.language);
    let done = house.work(move || {
        let taken = Intake::take(&house_too, &name, Some(&upload.id));
        let Some(taken) = taken else {
            return Err(Why::Said(words(language).text("upload-busy")));
        };
        let now = (house_too.plan.now)()?;
        match what.as_str() {
            "run" => {
                let site = house_too.site(&name)?;
                let told = told(&upload, &form)?;
                check(&house_too.intake.look(&site.fresh()?.workspace, &upload, now)?, &told)?;
                taken.import(upload, told, now)?;
                Ok(true)
            }
            "map" => {
                let map = form.first("name");
                house_too
                    .site(&name)?
                    .fresh()?
                    .workspace
                    .keep_map(map, &form.first("map").replace("\r\n", "\n"))?;
                house_too.intake.forget(&upload);
                Ok(true)
            }
            "discard" => Ok(house_too.intake.discard(&upload).map(|()| false)?),
            _ => Err(Why::English("nothing is done at this address".to_owned())),
        }
    });
    match done.await {
        Some(Ok(true)) => Arc::new(Answer::go(&view.to(&here))),
        Some(Ok(false)) => Arc::new(Answer::go(&view.to(PATH))),
        Some(Err(why)) => house.read(place, view.then(&here, Notice::Refused(why))).await,
        None => Arc::new(Answer::broken()),
    }
}

async fn take_in(house: &Arc<House>, place: Place, asked: Parts, body: Sent, view: View) -> Arc<Answer> {
    let words = words(view.language);
    let day = (house.plan.now)().map(|now| now.to_zoned(jiff::tz::TimeZone::UTC).date());
    let day = match day {
        Ok(day) => day,
        Err(error) => return Arc::new(Answer::words(StatusCode::INTERNAL_SERVER_ERROR, &format!("{error}\n"))),
    };
    let limit = house.plan.largest_upload;
    let why = match receive(&house.intake, &house.root(&place.name), day, limit, asked, body).await {
        Ok(id) => return Arc::new(Answer::go(&view.to(&format!("{PATH}/{id}")))),
        Err(Undelivered::TooLarge) => words.filled("drop-large", &[("size", size(limit).into())]),
        Err(Undelivered::TooMany(most)) => words.filled("drop-many", &[("most", most.into())]),
        Err(Undelivered::Nothing) => words.text("drop-nothing"),
        Err(Undelivered::BrokenOff) => words.text("drop-cut"),
        Err(Undelivered::Disk(error)) => words.filled("drop-disk", &[("error", error.to_string().into())]),
    };
    house.read(place, view.then(PATH, Notice::Refused(why.into()))).await
}

/// What was answered in the form, over what was answered before.
fn told(upload: &Upload, form: &Form) -> Result<Told, Error> {
    let mut told = upload.told();
    let given = form
        .pairs()
        .filter_map(|(name, value)| Some((name.strip_prefix("a-")?, value)));
    // One field may answer the question of several files.
    for (names, value) in given {
        told.extend(names.split('.').map(|name| (name.to_owned(), clean(value.trim(), 200))));
    }
    upload.tell(&told)?;
    Ok(told)
}

/// Every answer that is none, at once: an import that met one would end at it.
fn check(reports: &[harpoon::Report], told: &Told) -> Result<(), Error> {
    let mut wrong = BTreeMap::new();
    for question in reports.iter().flat_map(|report| &report.questions) {
        let name = crate::intake::name_of(question);
        if let Some(text) = told.get(&name).filter(|text| !text.is_empty())
            && let Err(error) = give(&mut Answers::default(), question.key, text)
        {
            wrong.insert(name, error.to_string());
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    let all: Vec<String> = wrong.into_values().collect();
    Err(Error::Usage(all.join("; ")))
}

/// Takes the proposals, as `harpoon quarantine retry` does.
struct Proposals;

impl Attendant for Proposals {
    fn answer(&mut self, _file: &str, question: &Question) -> Option<String> {
        question.proposal.clone()
    }

    fn progress(&mut self, _file: &str, _done: usize, _all: usize, _rows: u64) {}
}

async fn retry(house: &Arc<House>, place: Place, view: View) -> Arc<Answer> {
    let words = words(view.language);
    let Some(taken) = Intake::take(house, &place.name, None) else {
        let notice = Notice::Refused(words.text("upload-busy").into());
        return house.read(place, view.then(PATH, notice)).await;
    };
    let (root, now) = (house.root(&place.name), house.plan.now);
    let done = house.work(move || {
        let _turn = taken;
        Workspace::open(&root)?.retry_quarantine(&mut Proposals, now()?)
    });
    let notice = match done.await {
        Some(Ok(retried)) => {
            let before: u64 = retried.iter().map(|one| one.before).sum();
            let left: u64 = retried.iter().map(|one| one.now).sum();
            Notice::Done(words.filled("aside-done", &[("before", before.into()), ("left", left.into())]))
        }
        Some(Err(error)) => Notice::Refused(Why::of(&error)),
        None => return Arc::new(Answer::broken()),
    };
    house.read(place, view.then(PATH, notice)).await
}

/// The rows that were put aside, where any were.
fn aside(asked: &Asked<'_>) -> Result<Markup, Error> {
    let rows = put_aside(asked)?;
    if rows == 0 {
        return Ok(html! {});
    }
    let section = asked.section("quarantine", data::quarantine(asked)?);
    let table = section.blocks.iter().flat_map(Block::tables).next();
    let links = table.map_or_else(|| html! {}, |table| asked.under(table.clone()));
    Ok(html! { (framed(&section, None, &|| links.clone())) section { (again(asked, rows)) } })
}

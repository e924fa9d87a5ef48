//! What happened: the notes of the days that are shown, with the forms that add, change and remove them.

use std::sync::Arc;

use axum::http::StatusCode;
use harpoon::annotations::{Annotation, LONGEST};
use harpoon::choices::Choices;
use harpoon::report::board::Wanted;
use harpoon::{Error, Turn};
use harpoon_report::clean;
use harpoon_report::view::Happening;
use harpoon_state::Role;
use maud::{Markup, html};

use super::{Asked, filters};
use crate::act::Form;
use crate::answer::Answer;
use crate::gate::Caller;
use crate::house::{House, Place};
use crate::view::{Notice, View, Why};

/// The notes of these days, in a fold.
pub(super) fn panel(asked: &Asked<'_>, wanted: &Wanted, choices: &Choices) -> Result<Markup, Error> {
    let workspace = &asked.look.workspace;
    let words = &asked.words;
    let all = workspace.annotations()?;
    let notes: Vec<&Annotation> = all
        .known
        .iter()
        .filter(|note| wanted.period.contains(note.on))
        .collect();
    let own: Vec<(jiff::civil::Date, &str)> = notes.iter().map(|note| (note.on, note.text.as_str())).collect();
    let told = |one: &Happening| (one.day, words.said(&one.what).plain().to_owned());
    let mut breaks: Vec<_> = workspace.happened(wanted.period, &[])?.iter().map(told).collect();
    breaks.retain(|(day, what)| !own.contains(&(*day, what.as_str())));
    let may = asked.view.asker.role >= Role::Analyst && !matches!(asked.view.asker.caller, Caller::Key(_));
    let count = notes.len() + breaks.len();
    let first_day = wanted.period.to.min(asked.look.today.max(wanted.period.from));
    Ok(html! {
        details class="tool" id="happened" open[asked.view.notice.is_some()] {
            summary { (words.filled("happened", &[("count", count.into())])) }
            div class="panel" {
                @if notes.is_empty() && breaks.is_empty() { p class="empty" { (words.text("happened-none")) } }
                @else {
                    ul class="notes" {
                        @for note in &notes { li { (one(asked, note, choices, may)) } }
                        @for (day, what) in &breaks { li { strong { (words.date(*day)) } " " span class="what" { (what) } " " span class="remark" { (words.text("happened-break")) } } }
                    }
                }
                @if !all.wrong.is_empty() && may {
                    div class="notice fair" {
                        p { (words.text("happened-wrong")) }
                        ul { @for (line, why) in all.wrong.iter().take(20) { li { (words.filled("happened-line", &[("line", (*line).into())])) " " bdi lang="en" { (clean(why, 200)) } } } }
                    }
                }
                @if may { (form(asked, "/happened/add", None, &first_day.to_string(), "", "", choices)) }
            }
        }
    })
}

/// A note, with the ways to change and to remove it.
fn one(asked: &Asked<'_>, note: &Annotation, choices: &Choices, may: bool) -> Markup {
    let words = &asked.words;
    let platform = note.platform.as_deref().map(|id| words.platform(id));
    html! {
        strong { (words.date(note.on)) }
        @if let Some(platform) = &platform { " · " bdi { (platform.plain()) } }
        " " bdi class="what" { (note.text) }
        @if may {
            details {
                summary { (words.text("happened-edit")) span class="heard" { " " (note.text) } }
                (form(asked, "/happened/edit", Some(&note.id), &note.on.to_string(), note.platform.as_deref().unwrap_or(""), &note.text, choices))
            }
            form method="post" action=(asked.view.asking("/happened/remove")) {
                input type="hidden" name="back" value=(asked.view.path);
                input type="hidden" name="id" value=(note.id);
                button type="submit" class="plain" { (words.text("happened-remove")) span class="heard" { " " (note.text) } }
            }
        }
    }
}

fn form(
    asked: &Asked<'_>,
    act: &str,
    id: Option<&str>,
    on: &str,
    platform: &str,
    text: &str,
    choices: &Choices,
) -> Markup {
    let words = &asked.words;
    let key = if id.is_some() {
        "happened-change"
    } else {
        "happened-add"
    };
    html! {
        form class="note" method="post" action=(asked.view.asking(act)) {
            input type="hidden" name="back" value=(asked.view.path);
            @if let Some(id) = id { input type="hidden" name="id" value=(id); }
            label { (words.text("happened-day")) input type="date" name="on" value=(on) required; }
            label class="wide" { (words.text("happened-text")) input name="text" value=(text) maxlength=(LONGEST) required; }
            label { (words.text("filter-platform"))
                select name="platform" {
                    option value="" { (words.text("filter-all")) }
                    @for known in &choices.platforms { option value=(known) selected[known == platform] { (words.platform(known).plain()) } }
                }
            }
            button type="submit" { (words.text(key)) }
        }
    }
}

/// Adds, changes or removes a note, and shows the page again; what was removed can be put back at once.
pub(crate) async fn act(house: &Arc<House>, place: Place, view: View, form: &Form) -> Arc<Answer> {
    let back = form.first("back");
    let back = if filters::change(back) {
        back.to_owned()
    } else {
        "/".to_owned()
    };
    let path = view.path.clone();
    let cells = ["on", "platform", "text", "id"].map(|name| form.first(name).to_owned());
    let (inside, name) = (Arc::clone(house), place.name.clone());
    let done = house.work(move || done(&inside, &name, &path, &cells)).await;
    match done {
        Some(Ok(None)) => Arc::new(Answer::go(&view.asking(&back))),
        Some(Ok(Some(notice))) => house.read(place, view.then(&back, notice)).await,
        Some(Err(error)) if error.turn() == Turn::Ours => {
            Arc::new(Answer::words(StatusCode::INTERNAL_SERVER_ERROR, &format!("{error}\n")))
        }
        Some(Err(error)) => {
            house
                .read(place, view.then(&back, Notice::Refused(Why::of(&error))))
                .await
        }
        None => Arc::new(Answer::broken()),
    }
}

fn done(house: &House, name: &str, path: &str, cells: &[String; 4]) -> Result<Option<Notice>, Error> {
    let site = house.site(name)?;
    let workspace = site.fresh()?.workspace;
    let [on, platform, text, id] = cells;
    match path {
        "/happened/add" => workspace.annotate(&Annotation::new(on, platform, text)?)?,
        "/happened/edit" => workspace.reannotate(id, &Annotation::new(on, platform, text)?)?,
        "/happened/remove" => {
            let gone = workspace.unannotate(id)?;
            return Ok(Some(Notice::Undo {
                key: "happened-removed",
                what: gone.text.clone(),
                act: "/happened/add",
                fields: vec![
                    ("on", gone.on.to_string()),
                    ("platform", gone.platform.unwrap_or_default()),
                    ("text", gone.text),
                ],
            }));
        }
        other => return Err(Error::Usage(format!("nothing is done at {}", clean(other, 100)))),
    }
    Ok(None)
}

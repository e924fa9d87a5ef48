//! Issuing the month's report: a few words of whoever writes it, a look at it, and the signature.

use std::sync::Arc;

use axum::http::StatusCode;
use harpoon::report::Wish;
use harpoon::report::issue::{Issued, Paper};
use harpoon::{Error, here};
use harpoon_core::{Language, Period};
use harpoon_state::Role;
use maud::{Markup, html};

use crate::act::{Form, Undone};
use crate::answer::{Answer, Kind};
use crate::house::{House, Place};
use crate::page::Asked;
use crate::sign;
use crate::view::{View, Why};
use crate::words::words;

/// Longest note, in bytes: a few words, no book.
const LONGEST_NOTE: usize = 16 << 10;

/// The form, for who may sign; how a key is made, where there is none.
pub(super) fn form(asked: &Asked<'_>, month: Period) -> Result<Markup, Error> {
    let words = &asked.words;
    if asked.view.asker.role < Role::Owner {
        return Ok(html! {});
    }
    let keys = sign::keys()?;
    if keys.is_empty() {
        return Ok(sign::maker(words, asked.view, "/reports"));
    }
    let language = asked
        .view
        .typed("language")
        .and_then(Language::from_tag)
        .unwrap_or(asked.view.language);
    let is_pdf = asked.view.typed("format") == Some("pdf");
    let has_pages = here::pages().is_ok();
    Ok(html! {
        section {
            h2 { (words.filled("issue", &[("month", words.month(month).into())])) }
            p { (words.text("issue-what")) }
            form class="asked" method="post" action=(asked.view.to("/reports/issue")) {
                input type="hidden" name="month" value=(month.from.strftime("%Y-%m").to_string());
                label { span { (words.text("issue-note")) } textarea name="note" rows="5" maxlength="8000" { (asked.view.typed("note").unwrap_or("")) } }
                label { span { (words.text("issue-language")) }
                    select name="language" {
                        @for each in Language::ALL { option value=(each.tag()) selected[each == language] { (crate::frame::own_name(each)) } }
                    }
                }
                @if has_pages {
                    label { span { (words.text("issue-format")) }
                        select name="format" { option value="html" { "HTML" } option value="pdf" selected[is_pdf] { "PDF" } }
                    }
                }
                p class="next" { button class="second" type="submit" formaction=(asked.view.to("/reports/preview")) formtarget="_blank" { (words.text("issue-look")) } }
                (sign::fields(words, &keys, asked.view))
                p class="note" { (words.text("issue-binds")) }
                p class="next" { button type="submit" { (words.text("issue-do")) } }
            }
        }
    })
}

/// What the form asks for.
struct Told {
    month: Period,
    language: Language,
    note: Option<String>,
    is_pdf: bool,
}

impl Told {
    fn read(form: &Form) -> Result<Self, Error> {
        let note = form.first("note").replace("\r\n", "\n");
        if note.len() > LONGEST_NOTE {
            return Err(Error::Usage(
                "the note is longer than 16 KiB: a note is a few words".to_owned(),
            ));
        }
        Ok(Self {
            month: Period::month(form.first("month"))?,
            language: Language::from_tag(form.first("language")).unwrap_or(Language::En),
            note: Some(note.trim().to_owned()).filter(|note| !note.is_empty()),
            is_pdf: form.first("format") == "pdf",
        })
    }

    fn wish(&self, issued: jiff::civil::Date) -> Wish<'_> {
        Wish {
            month: self.month,
            issued,
            note: self.note.as_deref(),
            language: self.language,
        }
    }

    const fn paper(&self) -> Paper<'static> {
        Paper {
            month: self.month,
            language: self.language,
            format: if self.is_pdf { "pdf" } else { "html" },
        }
    }
}

/// The report as it would be issued, with the note; nothing is kept.
pub(crate) async fn preview(house: &Arc<House>, place: &Place, form: &Form) -> Result<Answer, Undone> {
    let told = Told::read(form).map_err(|error| Undone::Refused(Why::of(&error)))?;
    let (of, name) = (Arc::clone(house), place.name.clone());
    let done = house.work(move || {
        let site = of.site(&name)?;
        let look = site.fresh()?;
        let paper = Paper {
            format: "html",
            ..told.paper()
        };
        look.workspace.paper(&told.wish(look.today), paper, true, None)
    });
    match done.await {
        Some(Ok(set)) => Ok(Answer::new(StatusCode::OK, Kind::Paper, set.bytes).fleeting()),
        Some(Err(error)) => Err(Undone::Refused(Why::of(&error))),
        None => Ok(Answer::broken()),
    }
}

/// Issues and signs it; the sentence that tells of it.
pub(crate) async fn act(house: &Arc<House>, place: &Place, view: &View, form: Form) -> Result<String, Undone> {
    let words = words(view.language);
    let (of, name) = (Arc::clone(house), place.name.clone());
    let done = sign::signed(house, view, form, move |form, keys| {
        let told = Told::read(form)?;
        let site = of.site(&name)?;
        let look = site.fresh()?;
        let setter = told.is_pdf.then(here::pages).transpose()?;
        let paper = told.paper();
        let set = look
            .workspace
            .paper(&told.wish(look.today), paper, true, setter.as_deref())?;
        let now = (of.plan.now)()?;
        let issued = look.workspace.issue(&set.view, paper, &set.bytes, None, keys, now)?;
        Ok((issued, set.warnings))
    });
    let (issued, warnings) = done.await?;
    // What was sent may be restated now.
    house.posted.notify_one();
    let mut said = match issued {
        Issued::Already(entry) => words.filled("issue-before", &[("entry", entry.into())]),
        Issued::Signed {
            entry, file, restates, ..
        } => {
            let name = file
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default();
            let key = if restates { "issue-restated" } else { "issue-done" };
            words.filled(key, &[("file", name.into()), ("entry", entry.into())])
        }
    };
    for warning in warnings {
        said = format!("{said} {warning}");
    }
    Ok(said)
}

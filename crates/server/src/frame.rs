//! The frame of every page: bar, months, languages, sections, foot.

use std::sync::{Arc, LazyLock};

use axum::http::{StatusCode, Uri, header};
use harpoon::{Error, Turn};
use harpoon_core::{Language, Period};
use harpoon_report::colour::Colour;
use harpoon_report::{Words, clean, html as paper};
use harpoon_state::{Role, StateError};
use maud::{DOCTYPE, Markup, html};

use crate::answer::{Answer, Kind};
use crate::door::LIST;
use crate::files;
use crate::gate::Caller;
use crate::page::{Body, LOGO, PAGES, Page, RECEIPTS, filters};
use crate::site::{Look, page};
use crate::view::{Notice, View, Why};
use crate::words::words;

/// Where the style sheet is.
const STYLE: &str = "/style.css";
/// Where the script is.
const SCRIPT: &str = "/script.js";
/// Longest name of a client.
const NAME: usize = 60;

/// Whether a path is that of the style or the script.
pub(crate) fn is_file(path: &str) -> bool {
    [STYLE, SCRIPT].contains(&path)
}

/// What belongs to no workspace and is nobody's secret: the script, and the style sheet in the colour that is asked for.
pub(crate) fn file(asked: &Uri) -> Option<Arc<Answer>> {
    static SCRIPT_FILE: LazyLock<Arc<Answer>> = LazyLock::new(|| {
        let script = include_bytes!("script.js").to_vec();
        Arc::new(Answer::new(StatusCode::OK, Kind::Script, script))
    });
    static STYLE_FILE: LazyLock<Arc<Answer>> = LazyLock::new(|| Arc::new(style(None)));
    match (asked.path(), asked.query()) {
        (SCRIPT, _) => Some(Arc::clone(&SCRIPT_FILE)),
        (STYLE, None) => Some(Arc::clone(&STYLE_FILE)),
        (STYLE, Some(colour)) => Some(Arc::new(style(Colour::from_hex(&format!("#{colour}"))))),
        _ => None,
    }
}

/// The style sheet: the report's, in the agency's colour, and the frame's.
fn style(colour: Option<Colour>) -> Answer {
    let style = paper::style(colour) + include_str!("style.css");
    Answer::new(StatusCode::OK, Kind::Style, style.into_bytes())
}

/// Where the style sheet in an agency's colour is.
fn style_at(colour: Option<&str>) -> String {
    let known = colour.filter(|colour| Colour::from_hex(colour).is_some());
    known.map_or_else(
        || STYLE.to_owned(),
        |colour| format!("{STYLE}?{}", colour.trim_start_matches('#')),
    )
}

/// A page with its sections; `formed` tables stand in its forms before them.
pub(crate) fn whole(look: &Look<'_>, view: &View, body: &Body, formed: usize) -> Answer {
    let words = words(view.language);
    let receipts = view.asker.sees(RECEIPTS).then(|| view.at(RECEIPTS));
    let links = files::links(view, &words, formed);
    let inner = html! {
        @if !view.wrong.is_empty() {
            div class="notice bad" role="alert" { p { (words.text("wrong-address")) @for wrong in &view.wrong { " " (wrong.page(&words)) } } }
        }
        @match &view.notice {
            Some(Notice::Refused(why)) => div class="notice bad" role="alert" { p { (why.page(&words)) } },
            Some(Notice::Done(what)) => div class="notice good" role="status" { p { (what) } },
            Some(Notice::Partly(what, wrong)) => div class="notice bad" role="alert" { p { (what) } ul { @for one in wrong { li { (one) } } } },
            Some(Notice::Secret(key, told)) => div class="notice good" role="status" { p { (words.text(key)) } p { code { (told) } } },
            Some(Notice::Undo { key, what, act, fields }) => div class="notice good" role="status" {
                form method="post" action=(view.asking(act)) {
                    (words.text(key)) " " bdi { (clean(what, 200)) } " "
                    @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
                    button type="submit" class="plain" { (words.text("undo")) }
                }
            },
            None => {}
        }
        @if !filters::change(&view.path) && view.filtered().next().is_some() {
            div class="notice fair" role="note" { p { (words.text("filters-not-here")) } }
        }
        @if let Some(form) = &body.form { (form) }
        @for section in &body.sections { (paper::framed(section, receipts.as_deref(), &links)) }
    };
    let markup = around(look, view, &words, &body.title, &inner);
    page(StatusCode::OK, markup.into_string())
}

/// A page that says why there is none.
pub(crate) fn failed(look: &Look<'_>, view: &View, error: &Error) -> Answer {
    if error.is_away() {
        return away(view.language, "failed-workers", "failed-workers-says");
    }
    let words = words(view.language);
    let (status, key) = match (error.turn(), error) {
        (_, Error::NoReceipt(_)) => (StatusCode::NOT_FOUND, "failed-not-found"),
        (Turn::Usage, _) => (StatusCode::BAD_REQUEST, "failed-usage"),
        (Turn::Input, _) => (StatusCode::UNPROCESSABLE_ENTITY, "failed-input"),
        (Turn::Ours, _) => (StatusCode::INTERNAL_SERVER_ERROR, "failed-ours"),
    };
    let title = words.text(key);
    let inner = html! { section { p { (Why::of(error).page(&words)) } (way_back(&words, view)) } };
    page(status, around(look, view, &words, &title, &inner).into_string()).fleeting()
}

/// The page of an address where nothing is. It is not kept: something may be there at the next question.
pub(crate) fn nowhere(look: &Look<'_>, view: &View) -> Answer {
    let words = words(view.language);
    let title = words.text("failed-not-found");
    let inner = html! {
        section {
            p { (words.text("nowhere-what")) " " bdi { code { (clean(&view.path, 200)) } } }
            (way_back(&words, view))
        }
    };
    let answer = around(look, view, &words, &title, &inner).into_string();
    page(StatusCode::NOT_FOUND, answer).fleeting()
}

/// The way on from a page that shows nothing.
fn way_back(words: &Words, view: &View) -> Markup {
    html! { p class="next" { a href=(view.asking("/")) { (words.text("nowhere-back")) } } }
}

fn around(look: &Look<'_>, view: &View, words: &Words, title: &str, inner: &Markup) -> Markup {
    let settings = look.workspace.settings();
    let client = match settings.name.as_str() {
        "" => words.text("nameless"),
        name => clean(name, NAME),
    };
    let bar = html! {
        a class="brand" href=(view.to("/")) {
            @if settings.report.logo.is_some() { img class="logo" src=(view.at(LOGO)) alt="" width="120" height="32"; " " }
            bdi { (client) }
        }
        // Of a folder of workspaces there is a list, and no other way back to it.
        @if view.is_of_many() && view.asker.role > Role::Client && !matches!(view.asker.caller, Caller::Key(_)) { a href=(LIST) { (words.text("clients")) } }
        @if let Caller::User(_) = view.asker.caller { (out(words)) }
        nav aria-label=(words.text("pages")) {
            ul {
                @for Page { path, key, .. } in PAGES.iter().filter(|page| view.asker.sees(page.path)) {
                    li { a href=(if filters::change(path) { view.carry(path) } else { view.to(path) }) aria-current=[(*path == view.path).then_some("page")] { (words.text(key)) } }
                }
            }
        }
    };
    let main = html! {
        div class="under" {
            h1 { (title) }
            @if let Some((last, first)) = look.months.filter(|_| view.has_month()) { (when(view, words, last, first)) }
        }
        (inner)
    };
    let foot = html! {
        @if view.asker.sees(RECEIPTS) { (words.text("foot-board")) " " }
        @for language in Language::ALL {
            a href=(view.in_language(language)) lang=(language.tag()) hreflang=(language.tag())
                aria-current=[(language == view.language).then_some("true")] { (own_name(language)) }
            " "
        }
    };
    shell(
        words,
        view.language,
        &format!("{title} · {client}"),
        settings.report.colour.as_deref(),
        &bar,
        &main,
        &foot,
    )
}

/// The way out, for who is signed in.
fn out(words: &Words) -> Markup {
    html! { form class="out" method="post" action="/sign-out" { button type="submit" class="plain" { (words.text("sign-out")) } } }
}

/// A page of no workspace: the door, the list of clients.
pub(crate) fn bare(status: StatusCode, language: Language, title: &str, signed_in: bool, inner: &Markup) -> Answer {
    let words = words(language);
    let bar = html! {
        a class="brand" href="/" { "Harpoon" }
        @if signed_in { (out(&words)) }
    };
    let main = html! { div class="under" { h1 { (title) } } (inner) };
    page(
        status,
        shell(&words, language, title, None, &bar, &main, &html! {}).into_string(),
    )
    .fleeting()
}

/// What is said where the memory fails: one that does not answer now is asked again soon.
pub(crate) fn forgetful(language: Language, error: &StateError) -> Answer {
    if !error.is_away() {
        return Answer::words(StatusCode::INTERNAL_SERVER_ERROR, &format!("{error}\n")).fleeting();
    }
    away(language, "failed-away", "failed-away-says")
}

/// What is said where somebody whom the server needs does not answer now: it may be asked again soon. Keys of a title and a text.
pub(crate) fn away(language: Language, title: &str, says: &str) -> Answer {
    let words = words(language);
    let inner = html! { section class="narrow" { div class="notice bad" role="alert" { p { (words.text(says)) } } } };
    let page = bare(
        StatusCode::SERVICE_UNAVAILABLE,
        language,
        &words.text(title),
        false,
        &inner,
    );
    page.with(header::RETRY_AFTER, "5")
}

/// What is around every page.
fn shell(
    words: &Words,
    language: Language,
    title: &str,
    colour: Option<&str>,
    bar: &Markup,
    main: &Markup,
    foot: &Markup,
) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                link rel="stylesheet" href=(style_at(colour));
                link rel="icon" href="data:,";
                script src=(SCRIPT) defer {}
            }
            body class="board" {
                a class="skip" href="#main" { (words.text("skip")) }
                header class="bar" { (bar) }
                main id="main" tabindex="-1" { (main) }
                footer { p { (foot) } }
            }
        }
    }
}

/// A language in its own words.
pub(crate) const fn own_name(language: Language) -> &'static str {
    match language {
        Language::En => "English",
        Language::ZhCn => "简体中文",
        Language::Fy => "Frysk",
    }
}

/// The month that is shown, and the ways to others.
fn when(view: &View, words: &Words, last: Period, first: Period) -> Markup {
    let shown = view.month.unwrap_or(last);
    let months = std::iter::successors(Some(last), |month| before(*month)).take_while(|month| month.from >= first.from);
    let months: Vec<Period> = months.take(120).collect();
    let way = |month: Option<Period>, key: &str, sign: &str| {
        let month = month.filter(|month| months.contains(month));
        html! {
            @if let Some(month) = month { a class="way" href=(view.in_month(month)) title=(words.month(month)) aria-label=(words.text(key)) { (sign) } }
            @else { span class="way" aria-hidden="true" { (sign) } }
        }
    };
    html! {
        p class="printed" { (words.month(shown)) }
        form class="when" method="get" action=(view.at(&view.path)) {
            (way(before(shown), "way-before", "‹"))
            label {
                span class="heard" { (words.text("month")) }
                select name="month" {
                    @for month in &months {
                        option value=(month.from.strftime("%Y-%m").to_string()) selected[*month == shown] { (words.month(*month)) }
                    }
                }
            }
            (way(after(shown), "way-after", "›"))
            @for (name, value) in view.kept() { input type="hidden" name=(name) value=(value); }
            button type="submit" { (words.text("show")) }
        }
    }
}

fn before(month: Period) -> Option<Period> {
    let day = month.from.yesterday().ok()?;
    Some(Period {
        from: day.first_of_month(),
        to: day,
    })
}

fn after(month: Period) -> Option<Period> {
    let day = month.to.tomorrow().ok()?;
    Some(Period {
        from: day,
        to: day.last_of_month(),
    })
}

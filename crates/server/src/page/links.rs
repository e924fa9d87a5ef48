//! Tracked links: one is made here, all are listed with how often people clicked them, and those that do not keep to the scheme.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body as Sent;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, Request};
use axum::http::request::Parts;
use harpoon::collect::scheme::{Fault, Part, Scheme, Template, part_of};
use harpoon::links::{Bulk, Link, Mistake, NewLink, Refused, Wrong};
use harpoon::{Error, Turn};
use harpoon_report::{Words, clean};
use maud::{Markup, html};

use super::{Asked, Body};
use crate::act::{Form, Undone};
use crate::answer::Answer;
use crate::house::{House, Place};
use crate::listed::{Listed, Shown};
use crate::view::{Notice, View, Why};
use crate::words::words;

/// Where it is.
pub(crate) const PATH: &str = "/links";
/// Where a table of links is sent.
pub(crate) const MANY: &str = "/links/many";
/// Largest table of links that a page takes, in bytes; the command line takes more.
const LARGEST: usize = 4 << 20;
/// What is heard out of a larger one.
const HEARD: usize = 4 * LARGEST;
/// Mistakes that are told; the rest are counted.
const TOLD: usize = 200;
/// Links that are shown, the newest.
const MOST: usize = 500;
/// Longest text of a cell.
const CELL: usize = 200;

/// The page.
pub(super) fn body(asked: &Asked<'_>) -> Result<Body, Error> {
    let links = asked.look.workspace.links()?;
    Ok(Body {
        title: asked.words.text("page-links"),
        form: Some(html! { (form(asked)) (many(asked)) (list(asked, &links)?) (audit(asked)?) }),
        sections: Vec::new(),
    })
}

fn form(asked: &Asked<'_>) -> Markup {
    let (words, scheme) = (&asked.words, &asked.look.workspace.settings().links);
    let typed = |name: &str| asked.view.typed(name).unwrap_or_default().to_owned();
    html! {
        section {
            h2 { (words.text("links-new")) }
            form class="note" method="post" action=(asked.view.at("/links/new")) {
                label class="wide" { (words.text("links-url")) input type="url" name="url" value=(typed("url")) maxlength="4000" required; }
                @for part in Part::ALL {
                    label {
                        code { (part.parameter()) }
                        input name=(part.parameter()) value=(typed(part.parameter())) maxlength="200" list=[listed(scheme, part)]
                            required[scheme.required.contains(&part) && part != Part::Content];
                    }
                }
                label { (words.text("links-post")) input name="post" value=(typed("post")) maxlength="200"; }
                @for field in fields(scheme) { label { bdi { (field) } input name=(format!("field-{field}")) value=(typed(&format!("field-{field}"))) maxlength="200"; } }
                button type="submit" { (words.text("links-make")) }
                @for (part, known) in &scheme.words { datalist id=(part.parameter()) { @for word in known { option value=(word); } } }
            }
            @if asked.names_commands() { p class="note" { (words.text("links-scheme")) } }
        }
    }
}

/// Many at once, from a table.
fn many(asked: &Asked<'_>) -> Markup {
    let words = &asked.words;
    html! {
        section {
            h2 { (words.text("links-many")) }
            p { (words.text("links-many-what")) " " code { "url,source,medium,campaign,post" } }
            form class="filters" method="post" enctype="multipart/form-data" action=(asked.view.at(MANY)) {
                label { (words.text("links-many-file")) input type="file" name="links" accept=".csv,.tsv,.txt,text/csv" required; }
                button type="submit" { (words.text("links-many-make")) }
            }
        }
    }
}

/// The id of the list of words that a part may have.
fn listed(scheme: &Scheme, part: Part) -> Option<&'static str> {
    scheme.words.contains_key(&part).then_some(part.parameter())
}

/// What the template asks for beside what has a place of its own.
fn fields(scheme: &Scheme) -> Vec<String> {
    let has_place = |field: &&str| !["post", "platform", "source", "medium", "campaign", "term"].contains(field);
    let template = scheme.content.iter().flat_map(Template::fields);
    template.filter(has_place).map(str::to_owned).collect()
}

fn list(asked: &Asked<'_>, links: &[Link]) -> Result<Markup, Error> {
    let (words, scheme) = (&asked.words, &asked.look.workspace.settings().links);
    if links.is_empty() {
        return Ok(
            html! { section { h2 { (words.text("links-all")) } p class="empty" { (words.text("links-none")) } } },
        );
    }
    let clicks = asked.look.workspace.clicks()?;
    let row = |link: &Link| {
        let short = link.short(scheme);
        let preview = format!("{short}+");
        let short = Shown::on_page(
            short.clone(),
            html! { input readonly value=(short) size="34" aria-label=(words.text("links-short")); " " a href=(preview) { (words.text("links-preview")) } },
        );
        let part = |part| Shown::outside(clean(&link.part(part).unwrap_or_default(), CELL));
        let count = clicks.get(&link.code).copied().unwrap_or(0);
        vec![
            short,
            words.whole(u128::from(count)).into(),
            leads_to(&link.to),
            part(Part::Campaign),
            link.made.strftime("%Y-%m-%d").to_string().into(),
        ]
    };
    let remove = |link: &Link| {
        html! {
            form method="post" action=(asked.view.at("/links/remove")) {
                input type="hidden" name="code" value=(link.code);
                button class="plain" type="submit" { (words.text("links-remove")) span class="heard" { " " (link.code) } }
            }
        }
    };
    let newest = || links.iter().rev().take(MOST);
    let table = Listed {
        caption: "links-table",
        class: None,
        heads: vec![
            "links-short",
            "#links-clicks",
            "links-to",
            "links-campaign",
            "links-made",
        ],
        rows: newest().map(row).collect(),
        acts: newest().map(remove).collect(),
    };
    Ok(
        html! { section { h2 { (words.text("links-all")) } (asked.listed(&table)) p class="note" { (words.text("links-people")) } } },
    )
}

fn audit(asked: &Asked<'_>) -> Result<Markup, Error> {
    let words = &asked.words;
    let audit = asked.look.workspace.audit_links()?;
    if audit.wrong.is_empty() {
        return Ok(html! {});
    }
    let row = |one: &harpoon::links::Checked| {
        let said: Vec<String> = one.faults.iter().map(|fault| said(words, fault)).collect();
        vec![
            leads_to(&one.url),
            Shown::outside(clean(&said.join("; "), 2 * CELL)),
            leads_to(one.right.as_deref().unwrap_or_default()),
        ]
    };
    let table = Listed {
        caption: "links-wrong-table",
        class: None,
        heads: vec!["links-to", "links-wrong", "links-right"],
        rows: audit.wrong.iter().take(MOST).map(row).collect(),
        acts: Vec::new(),
    };
    Ok(html! { section { h2 { (words.text("links-audit")) } (asked.listed(&table)) } })
}

/// An address, which breaks where the line ends.
fn leads_to(url: &str) -> Shown {
    let url = clean(url, CELL);
    Shown::on_page(url.clone(), html! { bdi class="url" { (url) } })
}

/// What is wrong, and what is to stand there.
fn said(words: &Words, fault: &Fault) -> String {
    let key = match fault.wrong.as_str() {
        "address" => "links-wrong-address",
        "site" => "links-wrong-site",
        "twice" => "links-wrong-twice",
        "missing" => "links-wrong-missing",
        "word" => "links-wrong-word",
        "shape" => "links-wrong-shape",
        "blank" | "mixed_case" => "links-wrong-spelling",
        // The lint of channels explains itself, in English.
        _ => return fault.message.clone(),
    };
    let part = fault.part.map_or("", Part::parameter).to_owned();
    let said = words.filled(key, &[("part", part.into()), ("given", fault.given.clone().into())]);
    let right = fault
        .right
        .clone()
        .map(|right| words.filled("links-instead", &[("right", right.into())]));
    right.map_or(said.clone(), |right| format!("{said} {right}"))
}

/// Makes the links of a table; every mistake of it is told at once.
pub(crate) async fn make_many(
    house: &Arc<House>,
    place: Place,
    asked: Parts,
    body: Sent,
    mut view: View,
) -> Arc<Answer> {
    let told = words(view.language);
    view.typing(&Form::default());
    let table = match table(asked, body).await {
        Ok(table) => table,
        Err(key) => {
            return house
                .read(place, view.then(PATH, Notice::Refused(told.text(key).into())))
                .await;
        }
    };
    let (of, name) = (Arc::clone(house), place.name.clone());
    let done = house
        .work(move || {
            let workspace = of.site(&name)?.fresh()?.workspace;
            workspace.make_links_of(&table, (of.plan.now)()?)
        })
        .await;
    let notice = match done {
        Some(Ok(bulk)) => made(&told, &bulk),
        Some(Err(error)) if error.turn() == Turn::Ours => Notice::Refused(told.text("work-broke").into()),
        Some(Err(error)) => Notice::Refused(Why::of(&error)),
        None => Notice::Refused(told.text("work-broke").into()),
    };
    house.read(place, view.then(PATH, notice)).await
}

/// The bytes of the table in the form; the key of the sentence that says why there are none.
async fn table(asked: Parts, body: Sent) -> Result<Vec<u8>, &'static str> {
    // More than is taken is heard out: who still sends would see a cut line and no answer.
    let bytes = axum::body::to_bytes(body, HEARD).await;
    let bytes = bytes.map_err(|_| "links-many-large")?;
    if bytes.len() > LARGEST {
        return Err("links-many-large");
    }
    let mut request = Request::from_parts(asked, Sent::from(bytes));
    // The body is no larger than what was just taken in.
    DefaultBodyLimit::disable().apply(&mut request);
    let parts = Multipart::from_request(request, &()).await;
    let mut parts = parts.map_err(|_| "links-many-none")?;
    while let Some(part) = parts.next_field().await.map_err(|_| "links-many-none")? {
        if part.name() == Some("links") {
            let bytes = part.bytes().await.map_err(|_| "links-many-none")?;
            return if bytes.is_empty() {
                Err("links-many-none")
            } else {
                Ok(bytes.to_vec())
            };
        }
    }
    Err("links-many-none")
}

/// What came of a table.
fn made(words: &Words, bulk: &Bulk) -> Notice {
    let fresh = bulk.made.iter().filter(|(_, made)| made.is_new).count();
    let fills = [
        ("made", fresh.into()),
        ("there", (bulk.made.len() - fresh).into()),
        ("wrong", bulk.mistakes.len().into()),
    ];
    if bulk.mistakes.is_empty() {
        return Notice::Done(words.filled("links-many-done", &fills));
    }
    let mut all: Vec<String> = bulk.mistakes.iter().take(TOLD).map(|one| mistake(words, one)).collect();
    let more = bulk.mistakes.len().saturating_sub(TOLD);
    if more > 0 {
        all.push(words.filled("links-many-more", &[("more", more.into())]));
    }
    Notice::Partly(words.filled("links-many-partly", &fills), all)
}

/// A mistake with the place where it stands.
fn mistake(words: &Words, one: &Mistake) -> String {
    let told = match &one.wrong {
        Wrong::Link(fault) => said(words, fault),
        Wrong::NoUrl => words.text("links-many-no-url"),
        Wrong::Cells(cells, heads) => words.filled(
            "links-many-cells",
            &[("cells", (*cells).into()), ("heads", (*heads).into())],
        ),
        Wrong::NotText => words.text("links-many-not-text"),
    };
    // What stands instead is said of the cell already where the fault knows it.
    let right = one
        .right
        .as_ref()
        .filter(|_| !matches!(&one.wrong, Wrong::Link(fault) if fault.right.is_some()));
    let right = right.map(|right| words.filled("links-proposed", &[("right", clean(right, 2 * CELL).into())]));
    let told = [Some(clean(&told, 2 * CELL)), right]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(words.space());
    let line = ("line", one.line.into());
    match &one.column {
        Some((number, head)) => {
            let fills = [
                line,
                ("column", (*number).into()),
                ("head", clean(head, CELL).into()),
                ("told", told.into()),
            ];
            words.filled("links-many-cell", &fills)
        }
        None => words.filled("links-many-line", &[line, ("told", told.into())]),
    }
}

/// Makes or removes a link.
pub(crate) async fn act(house: &Arc<House>, place: &Place, view: &View, form: &Form) -> Result<Option<Notice>, Undone> {
    let told = words(view.language);
    let (of, name, path) = (Arc::clone(house), place.name.clone(), view.path.clone());
    let (new, code) = (wish(form), form.first("code").to_owned());
    let done = house
        .work(move || {
            let workspace = of.site(&name)?.fresh()?.workspace;
            let now = (of.plan.now)()?;
            if path == "/links/remove" {
                return workspace
                    .remove_link(&code, now)
                    .map(|link| ("links-removed", link.path()));
            }
            let made = workspace.make_link(&new, now)?;
            let key = if made.is_new { "links-done" } else { "links-known" };
            Ok((key, made.link.short(&workspace.settings().links)))
        })
        .await;
    match done {
        Some(Ok((key, link))) => Ok(Some(Notice::Done(told.filled(key, &[("link", link.into())])))),
        Some(Err(Error::Link(refused))) => Err(Undone::Refused(proposed(&told, &refused).into())),
        Some(Err(error)) if error.turn() == Turn::Ours => Err(Undone::Refused(told.text("work-broke").into())),
        Some(Err(error)) => Err(Undone::Refused(Why::of(&error))),
        None => Err(Undone::Refused(told.text("work-broke").into())),
    }
}

fn wish(form: &Form) -> NewLink {
    let filled = |name: &str| Some(form.first(name).trim().to_owned()).filter(|value| !value.is_empty());
    let parts = Part::ALL
        .into_iter()
        .filter_map(|part| Some((part, filled(part.parameter())?)));
    let fields = form
        .pairs()
        .filter_map(|(name, value)| Some((name.strip_prefix("field-")?.to_owned(), value.trim().to_owned())));
    let mut fields: BTreeMap<String, String> = fields.filter(|(_, value)| !value.is_empty()).collect();
    fields.extend(filled("post").map(|post| ("post".to_owned(), post)));
    NewLink {
        url: form.first("url").trim().to_owned(),
        parts: parts.collect(),
        fields,
    }
}

/// Why a link was refused, and what to fill in instead.
fn proposed(words: &Words, refused: &Refused) -> String {
    let mut all: Vec<String> = refused.faults.iter().map(|fault| said(words, fault)).collect();
    if let Some(right) = &refused.right {
        let part = |part: Part| Some(format!("{}={}", part.parameter(), part_of(right, part)?));
        let parts: Vec<String> = Part::ALL.into_iter().filter_map(part).collect();
        all.push(words.filled("links-proposed", &[("right", parts.join(" ").into())]));
    }
    all.join(" ")
}

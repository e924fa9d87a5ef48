//! Tracked links: one is made here, all are listed with how often people clicked them, and those that do not keep to the scheme.

use std::collections::BTreeMap;
use std::sync::Arc;

use harpoon::collect::scheme::{Fault, Part, Scheme, Template, part_of};
use harpoon::links::{Link, NewLink, Refused};
use harpoon::{Error, Turn};
use harpoon_report::{Words, clean};
use maud::{Markup, html};

use super::{Asked, Body};
use crate::act::{Form, Undone};
use crate::house::{House, Place};
use crate::listed::{Listed, Shown};
use crate::view::{Notice, View};
use crate::words::words;

/// Where it is.
pub(crate) const PATH: &str = "/links";
/// Links that are shown, the newest.
const MOST: usize = 500;
/// Longest text of a cell.
const CELL: usize = 200;

/// The page.
pub(super) fn body(asked: &Asked<'_>) -> Result<Body, Error> {
    let links = asked.look.workspace.links()?;
    Ok(Body {
        title: asked.words.text("page-links"),
        form: Some(html! { (form(asked)) (list(asked, &links)?) (audit(asked)?) }),
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
        Some(Err(Error::Link(refused))) => Err(Undone::Refused(proposed(&told, &refused))),
        Some(Err(error)) if error.turn() == Turn::Ours => Err(Undone::Refused(told.text("work-broke"))),
        Some(Err(error)) => Err(Undone::Refused(error.to_string())),
        None => Err(Undone::Refused(told.text("work-broke"))),
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

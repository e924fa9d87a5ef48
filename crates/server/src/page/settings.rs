//! Settings: who may come in, what clients see, and the keys of programs.

use std::collections::BTreeSet;
use std::sync::Arc;

use harpoon::Error;
use harpoon_report::{Words, clean};
use harpoon_state::{Invitation, Key, Member, Role, Scope, StateError};
use maud::{Markup, html};
use tokio::runtime::Handle;

use super::{Asked, Body, PAGES, sending};
use crate::act::{Form, Undone};
use crate::house::{House, Place};
use crate::listed::{Listed, Shown};
use crate::view::{Notice, View, Why};

/// What of the memory is shown.
struct Known {
    members: Vec<Member>,
    invitations: Vec<Invitation>,
    shared: BTreeSet<String>,
    keys: Vec<Key>,
}

/// Pages that can be shared with clients: what analysts see.
fn shareable() -> impl Iterator<Item = (&'static str, &'static str)> {
    let pages = PAGES.iter().filter(|page| page.can_be_shared());
    pages
        .map(|page| (page.path, page.key))
        .chain([(super::RECEIPTS, "page-receipt")])
}

async fn known(house: &House, place: &Place) -> Result<Option<Known>, StateError> {
    let Some(state) = house.state().await? else {
        return Ok(None);
    };
    let name = Some(place.name.as_str());
    Ok(Some(Known {
        members: state.members(name).await?,
        invitations: state.invitations(name, house.seconds()).await?,
        shared: state.shared(&place.name).await?,
        keys: state.keys(name).await?,
    }))
}

/// The page.
pub(super) fn body(asked: &Asked<'_>) -> Result<Body, Error> {
    let words = &asked.words;
    let known = Handle::current()
        .block_on(known(asked.house, asked.place))
        .map_err(|error| Error::Usage(error.to_string()))?;
    let people = match known.filter(|known| !known.members.is_empty()) {
        Some(known) => html! { (people(asked, &known)) (sharing(asked, &known)) (keys(asked, &known)) },
        None => {
            html! { section { h2 { (words.text("people")) } p { (words.text("people-nobody")) } p { code { "harpoon user add you@example.org" } } } }
        }
    };
    Ok(Body {
        title: words.text("page-settings"),
        form: Some(html! { (super::brand::section(asked)) (people) (sending::settings(asked)?) }),
        sections: Vec::new(),
    })
}

fn people(asked: &Asked<'_>, known: &Known) -> Markup {
    let words = &asked.words;
    let at = |act: &str| asked.view.at(&format!("/settings/{act}"));
    let role = |role: Role| words.text(&format!("role-{}", role.as_str()));
    let member = |member: &Member| {
        let role = role(member.role);
        let has = if member.workspace == "*" {
            format!("{role} · {}", words.text("people-everywhere"))
        } else {
            role
        };
        vec![
            Shown::outside(clean(&member.user.name, 100)),
            member.user.email.clone().into(),
            has.into(),
        ]
    };
    let invited = |one: &Invitation| {
        vec![
            words.text("people-invited").into(),
            one.email.clone().into(),
            role(one.role).into(),
        ]
    };
    let ended = |act: &str, email: &str, key: &str| {
        html! {
            form method="post" action=(at(act)) {
                input type="hidden" name="email" value=(email);
                button class="plain" type="submit" { (words.text(key)) }
            }
        }
    };
    let drop = |member: &Member| {
        html! { @if member.workspace != "*" { (ended("drop", &member.user.email, "people-drop")) } }
    };
    let uninvite = |one: &Invitation| ended("uninvite", &one.email, "people-uninvite");
    let table = Listed {
        caption: "people-table",
        class: Some("shown"),
        heads: vec!["name", "email", "people-role"],
        rows: known
            .members
            .iter()
            .map(member)
            .chain(known.invitations.iter().map(invited))
            .collect(),
        acts: known
            .members
            .iter()
            .map(drop)
            .chain(known.invitations.iter().map(uninvite))
            .collect(),
    };
    html! {
        section {
            h2 { (words.text("people")) }
            (asked.listed(&table))
            form class="filters" method="post" action=(at("invite")) {
                label { (words.text("email")) input type="email" name="email" required; }
                label { (words.text("people-role"))
                    select name="role" { @for each in Role::ALL.into_iter().rev() { option value=(each.as_str()) { (role(each)) } } }
                }
                button type="submit" { (words.text("people-invite")) }
            }
            p class="note" { (words.text("people-roles")) }
        }
    }
}

fn sharing(asked: &Asked<'_>, known: &Known) -> Markup {
    let words = &asked.words;
    html! {
        section {
            h2 { (words.text("sharing")) }
            p { (words.text("sharing-what")) }
            form class="filters" method="post" action=(asked.view.at("/settings/share")) {
                @for (path, key) in shareable() {
                    label class="tick" { input type="checkbox" name="page" value=(path) checked[known.shared.contains(path)]; (words.text(key)) }
                }
                button type="submit" { (words.text("sharing-do")) }
            }
        }
    }
}

fn keys(asked: &Asked<'_>, known: &Known) -> Markup {
    let words = &asked.words;
    let at = |act: &str| asked.view.at(&format!("/settings/{act}"));
    let row = |key: &Key| {
        vec![
            Shown::outside(clean(&key.name, 100)),
            opens(words, &key.scopes).into(),
            seen(words, key.seen).into(),
        ]
    };
    let remove = |key: &Key| {
        html! {
            form method="post" action=(at("unkey")) {
                input type="hidden" name="id" value=(key.id);
                button class="plain" type="submit" { (words.text("keys-remove")) }
            }
        }
    };
    let table = Listed {
        caption: "keys-table",
        class: Some("shown"),
        heads: vec!["name", "keys-opens", "keys-seen"],
        rows: known.keys.iter().map(row).collect(),
        acts: known.keys.iter().map(remove).collect(),
    };
    html! {
        section {
            h2 { (words.text("keys")) }
            p { (words.text("keys-what")) }
            @if !known.keys.is_empty() { (asked.listed(&table)) }
            form class="filters" method="post" action=(at("key")) {
                label { (words.text("keys-for")) input name="name" maxlength="100" required; }
                @for scope in Scope::ALL {
                    label class="tick" { input type="checkbox" name="scope" value=(scope.as_str()) checked[scope == Scope::Read]; (words.text(&format!("scope-{}", scope.as_str()))) }
                }
                button type="submit" { (words.text("keys-make")) }
            }
        }
    }
}

fn opens(words: &Words, scopes: &[Scope]) -> String {
    let each: Vec<String> = scopes
        .iter()
        .map(|scope| words.text(&format!("scope-{}", scope.as_str())))
        .collect();
    each.join(" · ")
}

fn seen(words: &Words, seen: Option<i64>) -> String {
    let time = seen.and_then(|seen| jiff::Timestamp::from_second(seen).ok());
    time.map_or_else(
        || words.text("keys-never"),
        |time| time.strftime("%Y-%m-%d %H:%M UTC").to_string(),
    )
}

/// What the forms of the page do; what is to be told once, if anything.
pub(crate) async fn act(house: &Arc<House>, place: &Place, view: &View, form: &Form) -> Result<Option<Notice>, Undone> {
    let state = house.memory().await?;
    let now = house.seconds();
    let name = place.name.as_str();
    let email = form.first("email");
    match view.path.as_str() {
        "/settings/invite" => {
            let link = state.invite(email, name, form.first("role").parse()?, now).await?;
            Ok(Some(Notice::Secret("people-link", format!("/join/{}", link.told()))))
        }
        "/settings/uninvite" => {
            state.uninvite(email, name).await?;
            Ok(None)
        }
        "/settings/drop" => {
            if let Some(user) = state.user(email).await? {
                state.drop_role(user.id, name).await?;
            }
            Ok(None)
        }
        "/settings/share" => {
            let wanted: BTreeSet<&str> = form.all("page").collect();
            let pages = shareable().filter(|(path, _)| wanted.contains(path));
            state
                .share(name, &pages.map(|(path, _)| path.to_owned()).collect())
                .await?;
            Ok(None)
        }
        "/settings/key" => {
            let scopes: Vec<Scope> = form.all("scope").map(str::parse).collect::<Result<_, _>>()?;
            let key = state
                .add_key(&clean(form.first("name"), 100), name, &scopes, now)
                .await?;
            Ok(Some(Notice::Secret("keys-told", key.told().to_owned())))
        }
        "/settings/unkey" => {
            let id = form.first("id").parse().unwrap_or(0);
            state.remove_key(id, name).await?;
            Ok(None)
        }
        other => Err(Undone::Refused(Why::English(format!(
            "nothing is done at {}",
            clean(other, 100)
        )))),
    }
}

//! The list of clients: each workspace that somebody has business in, with how its goals stand.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::http::request::Parts;
use harpoon::goals::{Standing, View};
use harpoon_core::goal::Status;
use harpoon_report::{Words, clean};
use harpoon_state::{Role, StateError};
use maud::html;

use crate::answer::Answer;
use crate::gate::Caller;
use crate::house::House;
use crate::listed::{Listed, Shown};
use crate::site::Site;
use crate::view::preferred;
use crate::words::words;
use crate::{files, frame};

/// Columns of goals.
const STATUSES: &[(&str, &[Status])] = &[
    ("#clients-well", &[Status::Met, Status::OnTrack]),
    ("#clients-risk", &[Status::AtRisk]),
    ("#clients-behind", &[Status::Missed]),
    ("#clients-unknown", &[Status::Unknown]),
];

/// The list itself, of however few.
pub(crate) const LIST: &str = "/?list";

/// A client in the list.
struct Client {
    name: String,
    title: String,
    role: Role,
    /// Month of the newest activity.
    newest: Option<harpoon_core::Period>,
    /// Whether nothing was imported.
    is_empty: bool,
    /// How its goals stand in that month; the reason where it cannot be said, if it may be told.
    goals: Result<Vec<Status>, String>,
}

/// The page `/` of a folder of workspaces.
pub(crate) async fn clients(house: &Arc<House>, asked: &Parts, caller: &Caller) -> Result<Answer, StateError> {
    if asked.uri.path() != "/" || matches!(caller, Caller::Key(_)) {
        return Ok(super::nowhere(house, asked));
    }
    let mut known = Vec::new();
    for name in house.names() {
        let role = match (caller, house.state().await?) {
            (Caller::User(user), Some(state)) => state.role(user.id, &name).await?,
            (Caller::Here, _) => Some(Role::Owner),
            _ => None,
        };
        let goals = match (role, house.state().await?) {
            (Some(Role::Client), Some(state)) => state.shared(&name).await?.contains("/goals"),
            _ => true,
        };
        known.extend(role.map(|role| (name, role, goals)));
    }
    let may_add = super::setup::may(house, caller).await?;
    if may_add && house.is_bare() {
        return Ok(super::setup::first(asked, caller));
    }
    // Who has one client alone, and can have no other, is led there, unless they ask for the list.
    let asks_for_list = query(asked).any(|(name, _)| name == "list");
    if !may_add
        && !asks_for_list
        && let ([(name, ..)], Caller::User(_)) = (known.as_slice(), caller)
    {
        return Ok(Answer::go(&format!("/w/{name}/")));
    }
    let language = preferred(asked);
    let words = words(language);
    let mut listed = Vec::new();
    for (name, role, goals) in known {
        let of = Arc::clone(house);
        listed.extend(house.work(move || client(&of, name, role, goals)).await);
    }
    let table = table(&words, &listed);
    if let Some((_, kind)) = query(asked).find(|(name, _)| name == files::AS) {
        let table = table.table(&words);
        return Ok(match files::one(&kind, "1", &[&table], &words, "harpoon-clients") {
            Ok(file) => file.fleeting(),
            Err(error) => Answer::words(StatusCode::BAD_REQUEST, &format!("{error}\n")),
        });
    }
    let inner = html! {
        section {
            @if listed.is_empty() { p { (words.text("clients-none")) } }
            @else {
                (table.page(&words))
                (files::ways(&words, &|kind| format!("/?{}={kind}", files::AS)))
            }
            @if may_add { p class="next" { a class="button" href=(super::setup::PATH) { (words.text("setup-add")) } } }
        }
    };
    let signed_in = matches!(caller, Caller::User(_));
    Ok(frame::bare(
        StatusCode::OK,
        language,
        &words.text("clients"),
        signed_in,
        &inner,
    ))
}

fn query(asked: &Parts) -> impl Iterator<Item = (String, String)> {
    let query = asked.uri.query().unwrap_or("");
    form_urlencoded::parse(query.as_bytes()).into_owned()
}

/// The list as a table.
fn table(words: &Words, clients: &[Client]) -> Listed<'static> {
    let row = |client: &Client| {
        let link = html! { a href=(format!("/w/{}/", client.name)) { bdi { (client.title) } } };
        let newest = match client.newest {
            Some(month) => words.month(month),
            None if client.is_empty => words.text("clients-empty"),
            None => words.text("clients-undated"),
        };
        let mut row = vec![
            Shown::on_page(client.title.clone(), link),
            words.text(&format!("role-{}", client.role.as_str())).into(),
            newest.into(),
        ];
        row.extend(STATUSES.iter().map(|(_, status)| match &client.goals {
            Ok(known) if known.is_empty() => {
                let why = words.text("clients-no-goals");
                Shown::on_page("–".to_owned(), html! { span title=(why) { "–" } })
            }
            Ok(known) => {
                let count = known.iter().filter(|known| status.contains(known)).count();
                words.whole(count as u128).into()
            }
            Err(why) => {
                let why = Some(why).filter(|why| !why.is_empty());
                Shown::on_page("–".to_owned(), html! { span title=[why] { "–" } })
            }
        }));
        row
    };
    let heads = ["clients-client", "clients-role", "clients-newest"];
    Listed {
        caption: "clients-table",
        class: Some("shown"),
        heads: heads
            .into_iter()
            .chain(STATUSES.iter().map(|(head, _)| *head))
            .collect(),
        rows: clients.iter().map(row).collect(),
        acts: Vec::new(),
    }
}

/// `may`: whether they may see how its goals stand.
fn client(house: &House, name: String, role: Role, may: bool) -> Client {
    let site = house.site(&name);
    let told = site.and_then(|site: Arc<Site>| {
        let look = site.fresh()?;
        let title = clean(&look.workspace.settings().name, 60);
        let newest = look.months.map(|(newest, _)| newest);
        let is_empty = !look.workspace.has_imports()?;
        let standings = match newest {
            Some(month) if may => look
                .workspace
                .standings(&look.workspace.book()?, month, View::on(look.today))?,
            _ => Vec::new(),
        };
        let statuses: Vec<Status> = standings.iter().map(|standing: &Standing| standing.status).collect();
        Ok((title, newest, is_empty, statuses))
    });
    match told {
        Ok((title, newest, is_empty, goals)) => Client {
            title: if title.is_empty() { name.clone() } else { title },
            name,
            role,
            newest,
            is_empty,
            goals: if may { Ok(goals) } else { Err(String::new()) },
        },
        Err(error) => Client {
            title: name.clone(),
            name,
            role,
            newest: None,
            is_empty: true,
            // It may name a path of the server.
            goals: Err(if role == Role::Owner {
                error.to_string()
            } else {
                String::new()
            }),
        },
    }
}

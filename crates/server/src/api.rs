//! The same numbers for programs: `BASE/api/…` and, for assistants, `BASE/mcp`.
//!
//! ```text
//! request ─▶ gate ─▶ may this caller (role, scope) ─▶ entry of the table ─▶ given: read, checked ─▶ asked ─▶ JSON
//! ```
//! Everything that can be asked is an entry of [`table::ENDPOINTS`]; routing, the description in OpenAPI and the tools of
//! assistants follow from it. An answer is what the command line prints with `--format json`.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use harpoon::json::Value;
use harpoon_state::{Role, Scope};
use serde_json::{Map, Value as Json};

use crate::answer::{Answer, Kind};
use crate::collect;
use crate::gate::{Asker, Caller};
use crate::house::{House, Place};
use crate::site::Look;
use crate::view::View;
use refused::Refused;
use table::{Endpoint, Made};

mod asked;
mod brought;
mod given;
pub(crate) mod mcp;
mod openapi;
mod refused;
mod table;

pub use openapi::openapi;

/// Where assistants ask.
const MCP: &str = "/mcp";
/// Where the description is.
const OPENAPI: &str = "/api/openapi.json";
/// Largest body of a question, in bytes.
const LARGEST: usize = 64 << 10;

/// Whether an address of a workspace is for programs.
pub(crate) fn is_one(path: &str) -> bool {
    path.starts_with("/api/") || path == MCP
}

/// The same of an address before it is known whose it is.
pub(crate) fn is_for_programs(path: &str) -> bool {
    let in_workspace = path.strip_prefix("/w/").and_then(|rest| rest.split_once('/'));
    is_one(path) || in_workspace.is_some_and(|(_, rest)| is_one(&format!("/{rest}")))
}

/// Whether they may ask what needs this scope. People need to be more than clients.
pub(crate) fn may(asker: &Asker, scope: Scope) -> bool {
    match &asker.caller {
        Caller::Here => true,
        Caller::User(_) => asker.role >= Role::Analyst,
        Caller::Key(key) => key.scopes.contains(&scope),
    }
}

/// The answer to a program.
pub(crate) async fn answer(house: &Arc<House>, place: Place, asked: Parts, body: Body, view: View) -> Arc<Answer> {
    if place.path == MCP {
        return match allowed(&view.asker, Scope::Read) {
            Ok(()) => mcp::answer(house, &place, asked, body, &view.asker).await,
            Err(refused) => refused.answer(),
        };
    }
    if place.path == OPENAPI {
        return described(&asked.method);
    }
    match routed(&place.path, &asked.method).and_then(|found| allowed(&view.asker, found.0.scope).map(|()| found)) {
        Err(refused) => refused.answer(),
        Ok((endpoint, _)) => match endpoint.made {
            Made::Brought => brought::answer(house, &place, &asked, body).await,
            Made::Asked(_) if endpoint.method == Method::GET => house.read(place, view).await,
            Made::Asked(_) => posted(house, &place, &asked, endpoint, body).await,
        },
    }
}

fn described(method: &Method) -> Arc<Answer> {
    if *method == Method::POST {
        return Refused::method("GET, HEAD").answer();
    }
    Arc::new(Answer::new(StatusCode::OK, Kind::Json, openapi().into_bytes()))
}

fn allowed(asker: &Asker, scope: Scope) -> Result<(), Refused> {
    if may(asker, scope) {
        return Ok(());
    }
    Err(match &asker.caller {
        Caller::Key(_) => Refused::new(
            StatusCode::FORBIDDEN,
            format!("this key has no scope `{}`", scope.as_str()),
        )
        .help("an owner makes keys on the page Settings; a key has the scopes read, sql, import, or several"),
        _ => Refused::new(
            StatusCode::FORBIDDEN,
            "this is for analysts and owners of the workspace",
        ),
    })
}

/// The entry at an address, and the part of the path that is a parameter.
fn routed<'p>(path: &'p str, method: &Method) -> Result<(&'static Endpoint, &'p str), Refused> {
    let at: Vec<(&Endpoint, &str)> = table::ENDPOINTS
        .iter()
        .filter_map(|endpoint| Some((endpoint, endpoint.matches(path)?)))
        .collect();
    let reads = *method == Method::GET || *method == Method::HEAD;
    let fits = |endpoint: &Endpoint| {
        if reads {
            endpoint.method == Method::GET
        } else {
            endpoint.method == *method
        }
    };
    match at.iter().find(|(endpoint, _)| fits(endpoint)) {
        Some(found) => Ok(*found),
        None if at.is_empty() => Err(Refused::nowhere()),
        None => {
            let known: Vec<&str> = at.iter().map(|(endpoint, _)| endpoint.allow()).collect();
            Err(Refused::method(&known.join(", ")))
        }
    }
}

/// The answer to a question that an address asks.
pub(crate) fn read(look: &Look<'_>, view: &View) -> Arc<Answer> {
    let answer = || {
        let (endpoint, part) = routed(&view.path, &Method::GET)?;
        let schema = endpoint.schema();
        let mut words = given::words(view.query(), &schema)?;
        if let Some(name) = endpoint.parameter() {
            words.insert(name.to_owned(), Json::String(part.to_owned()));
        }
        endpoint.ask(look, words)
    };
    sent(answer())
}

/// The answer to a question that is sent.
async fn posted(
    house: &Arc<House>,
    place: &Place,
    asked: &Parts,
    endpoint: &'static Endpoint,
    body: Body,
) -> Arc<Answer> {
    let read = async {
        if let Some(query) = asked.uri.query().filter(|query| !query.is_empty()) {
            return Err(Refused::usage(format!(
                "`{query}` is not read here: the question is the body"
            )));
        }
        let is_json = asked
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        if !is_json.is_some_and(|kind| {
            kind.split(';')
                .next()
                .is_some_and(|kind| kind.trim() == "application/json")
        }) {
            return Err(Refused::usage("send the question as `Content-Type: application/json`"));
        }
        let bytes = to_bytes(body, LARGEST).await;
        let bytes = bytes.map_err(|_| Refused::new(StatusCode::PAYLOAD_TOO_LARGE, "the question is too large"))?;
        serde_json::from_slice::<Map<String, Json>>(&bytes)
            .map_err(|error| Refused::usage(format!("the body is no JSON object: {error}")))
    };
    let words = match read.await {
        Ok(words) => words,
        Err(refused) => return refused.answer(),
    };
    sent(ask(house, &place.name, endpoint, words).await)
}

/// Puts a question to a workspace when it is its turn.
async fn ask(
    house: &Arc<House>,
    name: &str,
    endpoint: &'static Endpoint,
    words: Map<String, Json>,
) -> Result<String, Refused> {
    let turn = match endpoint.scope {
        // They may be heavy: pages never wait for more than some of them.
        Scope::Sql => Some(
            Arc::clone(&house.queries)
                .try_acquire_owned()
                .map_err(|_| Refused::busy())?,
        ),
        Scope::Read | Scope::Import => None,
    };
    collect::settle(house, name).await;
    let (known, name) = (Arc::clone(house), name.to_owned());
    let work = house.work(move || {
        let _turn = turn;
        let site = known.site(&name)?;
        endpoint.ask(&site.fresh()?, words)
    });
    work.await.unwrap_or_else(|| Err(Refused::broke()))
}

fn sent(answer: Result<String, Refused>) -> Arc<Answer> {
    match answer {
        Ok(text) => Arc::new(Answer::new(StatusCode::OK, Kind::Json, (text + "\n").into_bytes())),
        Err(refused) => refused.answer(),
    }
}

/// Any refusal that was made for people, for a program.
pub(crate) fn told(answer: Arc<Answer>) -> Arc<Answer> {
    match answer.error() {
        Some((status, words)) => {
            let object = Value::object([("error", Value::Text(words))]);
            Arc::new(answer.instead(status, object.print() + "\n"))
        }
        None => answer,
    }
}

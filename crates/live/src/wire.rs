//! One request and its answer: HTTP and nothing else.

use std::error::Error as _;
use std::io;

use jiff::Timestamp;
use reqwest::{Client, Method, header};
use serde_json::Value;

use crate::budget::{Lane, Limit, limit};
use crate::server::Server;

/// What is asked of a server.
#[derive(Clone, Copy)]
pub(crate) struct Request<'a> {
    /// From the root, with its query.
    pub(crate) path: &'a str,
    /// What the server knows us by.
    pub(crate) bearer: Option<&'a str>,
    /// What is posted, `null` for a call that takes nothing; a request without it asks and changes nothing.
    pub(crate) posted: Option<&'a Value>,
    /// Which of the server's budgets it is taken from.
    pub(crate) lane: Lane,
}

/// What came back whole.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The header `Link`, by which some servers page.
    pub(crate) link: Option<String>,
    pub(crate) limit: Limit,
    pub(crate) body: Vec<u8>,
}

/// Why nothing came back whole.
#[derive(Debug)]
pub(crate) enum Fault {
    /// It was we who did not ask.
    Forbidden(String),
    /// The connection, the time, or the body broke.
    Broken(String),
    /// More than we take.
    TooLong(usize),
}

pub(crate) struct Wire {
    pub(crate) client: Client,
    pub(crate) server: Server,
    /// Bytes of the longest body.
    pub(crate) longest: usize,
}

impl Wire {
    pub(crate) async fn once(&self, request: Request<'_>, now: Timestamp) -> Result<Answer, Fault> {
        let Some(url) = self.server.at(request.path) else {
            return Err(Fault::Forbidden(format!("{} leads to another server", request.path)));
        };
        let method = if request.posted.is_some() {
            Method::POST
        } else {
            Method::GET
        };
        let mut asked = self
            .client
            .request(method, url)
            .header(header::ACCEPT, "application/json");
        if let Some(bearer) = request.bearer {
            asked = asked.bearer_auth(bearer);
        }
        if let Some(posted) = request.posted.filter(|posted| !posted.is_null()) {
            asked = asked
                .header(header::CONTENT_TYPE, "application/json")
                .body(posted.to_string());
        }
        let mut response = asked.send().await.map_err(|error| fault(&error))?;
        let mut answer = Answer {
            status: response.status().as_u16(),
            link: text(response.headers(), header::LINK.as_str()),
            limit: limit(|name| text(response.headers(), name), now),
            body: Vec::new(),
        };
        while let Some(part) = response.chunk().await.map_err(|error| fault(&error))? {
            if answer.body.len() + part.len() > self.longest {
                return Err(Fault::TooLong(self.longest));
            }
            answer.body.extend_from_slice(&part);
        }
        Ok(answer)
    }
}

fn text(headers: &header::HeaderMap, name: &str) -> Option<String> {
    // A header may stand several times; a list is the same as its lines joined.
    let lines: Vec<&str> = headers
        .get_all(name)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .collect();
    (!lines.is_empty()).then(|| lines.join(", "))
}

/// What broke, without the address: it may name the account.
fn fault(error: &reqwest::Error) -> Fault {
    let mut said = if error.is_timeout() {
        "it took too long".to_owned()
    } else {
        "the server could not be reached".to_owned()
    };
    let mut below = error.source();
    while let Some(cause) = below {
        if let Some(cause) = cause.downcast_ref::<io::Error>()
            && cause.kind() == io::ErrorKind::PermissionDenied
        {
            return Fault::Forbidden(cause.to_string());
        }
        if !error.is_timeout() {
            said = cause.to_string();
        }
        below = cause.source();
    }
    Fault::Broken(said)
}

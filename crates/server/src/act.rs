//! What changes something: a POST from a page of this server. Each ends by sending the browser to a page that shows it.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::StatusCode;
use axum::http::request::Parts;
use harpoon_state::{Role, StateError};

use crate::answer::Answer;
use crate::gate::Caller;
use crate::house::{House, Place};
use crate::page::{sending, settings};
use crate::view::{Notice, View};

/// Largest form.
const LARGEST: usize = 64 << 10;

/// What was filled into a form.
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    /// Reads a form; nothing if it is too large or breaks off.
    pub(crate) async fn read(body: Body) -> Option<Self> {
        let bytes = to_bytes(body, LARGEST).await.ok()?;
        Some(Self(form_urlencoded::parse(&bytes).into_owned().collect()))
    }

    /// The first value under a name; empty if there is none.
    pub(crate) fn first(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// All values under a name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

/// Why an act was not done.
pub(crate) enum Undone {
    /// What was filled in cannot be, for this reason.
    Refused(String),
    /// The memory failed.
    State(StateError),
}

impl From<StateError> for Undone {
    fn from(error: StateError) -> Self {
        match error {
            StateError::Refused(why) => Self::Refused(why),
            error => Self::State(error),
        }
    }
}

/// The answer to a POST in a workspace.
pub(crate) async fn answer(house: &Arc<House>, place: Place, _asked: Parts, body: Body, view: View) -> Arc<Answer> {
    let (least, page) = match view.path.as_str() {
        path if path.starts_with("/settings/") => (Role::Owner, "/settings"),
        "/reports/approve" | "/reports/now" => (Role::Owner, "/reports"),
        _ => {
            return Arc::new(Answer::words(
                StatusCode::NOT_FOUND,
                "Nothing is done at this address.\n",
            ));
        }
    };
    if view.asker.role < least || matches!(view.asker.caller, Caller::Key(_)) {
        return Arc::new(Answer::words(
            StatusCode::FORBIDDEN,
            "This is for somebody with another role.\n",
        ));
    }
    let Some(form) = Form::read(body).await else {
        return Arc::new(Answer::words(StatusCode::PAYLOAD_TOO_LARGE, "The form is too large.\n"));
    };
    let done = if page == "/reports" || view.path.starts_with("/settings/send-") {
        sending::act(house, &place, &view, &form).await
    } else {
        settings::act(house, &place, &view, &form).await
    };
    Arc::new(match done {
        Ok(None) => Answer::go(&view.to(page)),
        Ok(Some(notice)) => return house.read(place, view.then(page, notice)).await,
        Err(Undone::Refused(why)) => {
            let view = view.then(page, Notice::Refused(why));
            return house.read(place, view).await;
        }
        Err(Undone::State(error)) => Answer::words(StatusCode::INTERNAL_SERVER_ERROR, &format!("{error}\n")),
    })
}

//! What changes something: a POST from a page of this server. Each ends by sending the browser to a page that shows it.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::StatusCode;
use axum::http::request::Parts;
use harpoon_state::{Role, StateError};

use crate::answer::Answer;
use crate::frame;
use crate::gate::Caller;
use crate::house::{House, Place};
use crate::page::papers::issue;
use crate::page::{annotate, brand, bring, first, links, sending, settings};
use crate::sign;
use crate::view::{Notice, View, Why};

/// Largest form.
const LARGEST: usize = 64 << 10;

/// What was filled into a form.
#[derive(Default)]
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    /// Reads a form; nothing if it is too large or breaks off.
    pub(crate) async fn read(body: Body) -> Option<Self> {
        Self::read_up_to(body, LARGEST).await
    }

    /// The same, of a form that may be larger.
    pub(crate) async fn read_up_to(body: Body, largest: usize) -> Option<Self> {
        let bytes = to_bytes(body, largest).await.ok()?;
        Some(Self(form_urlencoded::parse(&bytes).into_owned().collect()))
    }

    /// The first value under a name; empty if there is none.
    pub(crate) fn first(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// Every name with its value.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
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
    Refused(Why),
    /// The memory failed.
    State(StateError),
}

impl From<StateError> for Undone {
    fn from(error: StateError) -> Self {
        match error {
            StateError::Refused(why) => Self::Refused(Why::English(why)),
            error => Self::State(error),
        }
    }
}

/// Hears out what is refused, where it is short: who still sends would see a cut line and no answer.
pub(crate) async fn hear_out(body: Body) {
    let _ = to_bytes(body, LARGEST).await;
}

/// The answer to a POST in a workspace.
pub(crate) async fn answer(house: &Arc<House>, place: Place, asked: Parts, body: Body, mut view: View) -> Arc<Answer> {
    let least = match view.path.as_str() {
        "/goals/first" | "/goals/profile" | "/keys/new" | "/reports/issue" | "/reports/approve" | "/reports/now" => {
            Role::Owner
        }
        "/reports/preview" | bring::PATH => Role::Analyst,
        path if path.starts_with("/import/") => Role::Analyst,
        path if path.starts_with("/settings/") => Role::Owner,
        path if path.starts_with("/happened/") => Role::Analyst,
        "/links/new" | "/links/remove" | links::MANY => Role::Analyst,
        _ => {
            return Arc::new(Answer::words(
                StatusCode::NOT_FOUND,
                "Nothing is done at this address.\n",
            ));
        }
    };
    if view.asker.role < least || matches!(view.asker.caller, Caller::Key(_)) {
        hear_out(body).await;
        return Arc::new(Answer::words(
            StatusCode::FORBIDDEN,
            "This is for somebody with another role.\n",
        ));
    }
    if brand::is_one(&view.path) {
        return brand::act(house, place, asked, body, view).await;
    }
    if view.path.starts_with(bring::PATH) {
        return bring::act(house, place, asked, body, view).await;
    }
    if view.path == links::MANY {
        return links::make_many(house, place, asked, body, view).await;
    }
    let Some(form) = Form::read(body).await else {
        return Arc::new(Answer::words(StatusCode::PAYLOAD_TOO_LARGE, "The form is too large.\n"));
    };
    if view.path.starts_with("/happened/") {
        return annotate::act(house, place, view, &form).await;
    }
    view.typing(&form);
    let path = view.path.clone();
    let told = |told: String| Some(Notice::Done(told));
    let (page, done) = match path.as_str() {
        "/goals/first" => {
            let done = first::act(house, &place, &view, form).await.map(told);
            (if done.is_ok() { "/goals" } else { first::PATH }, done)
        }
        "/goals/profile" => (first::PATH, first::act(house, &place, &view, form).await.map(told)),
        "/keys/new" => {
            let back = if form.first("back") == "/reports" {
                "/reports"
            } else {
                first::PATH
            };
            (back, sign::make(house, &view, &form).await.map(told))
        }
        "/reports/issue" => ("/reports", issue::act(house, &place, &view, form).await.map(told)),
        "/reports/preview" => match issue::preview(house, &place, &form).await {
            Ok(paper) => return Arc::new(paper),
            Err(undone) => ("/reports", Err(undone)),
        },
        "/reports/approve" | "/reports/now" => ("/reports", sending::act(house, &place, &view, &form).await),
        "/links/new" | "/links/remove" => (links::PATH, links::act(house, &place, &view, &form).await),
        path if path.starts_with("/settings/send-") => ("/settings", sending::act(house, &place, &view, &form).await),
        _ => ("/settings", settings::act(house, &place, &view, &form).await),
    };
    Arc::new(match done {
        Ok(None) => Answer::go(&view.to(page)),
        Ok(Some(notice)) => {
            view.typing(&Form::default());
            return house.read(place, view.then(page, notice)).await;
        }
        Err(Undone::Refused(why)) => return house.read(place, view.then(page, Notice::Refused(why))).await,
        Err(Undone::State(error)) => frame::forgetful(view.language, &error),
    })
}

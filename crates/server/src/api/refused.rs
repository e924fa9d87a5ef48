//! [`Refused`]: why a program gets no answer: `{"error", "help"?, "questions"?}` with a status.

use std::sync::Arc;

use axum::http::{StatusCode, header};
use harpoon::json::Value;
use harpoon::{Error, Turn};

use crate::answer::{Answer, Kind};

/// Why there is no answer.
#[derive(Debug)]
pub(super) struct Refused {
    status: StatusCode,
    error: String,
    help: Option<String>,
    /// What a file needs answered, with the parameter that answers it.
    questions: Vec<Value>,
    allow: Option<String>,
}

impl Refused {
    pub(super) fn new(status: StatusCode, error: impl Into<String>) -> Self {
        Self {
            status,
            error: error.into(),
            help: None,
            questions: Vec::new(),
            allow: None,
        }
    }

    /// The question is wrong.
    pub(super) fn usage(error: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, error)
    }

    /// What to do.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(super) fn questions(mut self, questions: Vec<Value>) -> Self {
        self.questions = questions;
        self
    }

    pub(super) fn nowhere() -> Self {
        Self::new(StatusCode::NOT_FOUND, "there is nothing at this address")
            .help("`api/openapi.json` lists what there is")
    }

    pub(super) fn method(allow: &str) -> Self {
        Self {
            allow: Some(allow.to_owned()),
            ..Self::new(StatusCode::METHOD_NOT_ALLOWED, format!("here one asks by {allow}"))
        }
    }

    pub(super) fn busy() -> Self {
        Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "as many queries run as may at once; ask again in a moment",
        )
    }

    pub(super) fn broke() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "bug: the answer broke; please report it",
        )
    }

    /// In words, for an assistant.
    pub(super) fn words(&self) -> String {
        match &self.help {
            Some(help) => format!("{}; {help}", self.error),
            None => self.error.clone(),
        }
    }

    pub(super) fn answer(self) -> Arc<Answer> {
        let mut fields = vec![("error".to_owned(), Value::Text(self.error))];
        fields.extend(self.help.map(|help| ("help".to_owned(), Value::Text(help))));
        if !self.questions.is_empty() {
            fields.push(("questions".to_owned(), Value::List(self.questions)));
        }
        let text = Value::Object(fields).print() + "\n";
        let mut answer = Answer::new(self.status, Kind::Json, text.into_bytes()).fleeting();
        if let Some(allow) = self.allow {
            answer = answer.with(header::ALLOW, &allow);
        }
        if matches!(
            self.status,
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE
        ) {
            answer = answer.with(header::RETRY_AFTER, "2");
        }
        Arc::new(answer)
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        if error.is_away() {
            let words = "the workers of this server do not answer; ask again in a moment";
            return Self::new(StatusCode::SERVICE_UNAVAILABLE, words);
        }
        let status = match (error.turn(), &error) {
            (_, Error::NoReceipt(_)) => StatusCode::NOT_FOUND,
            (_, Error::NotExplained { .. }) | (Turn::Input, _) => StatusCode::UNPROCESSABLE_ENTITY,
            (Turn::Usage, _) => StatusCode::BAD_REQUEST,
            (Turn::Ours, _) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let refused = Self::new(status, error.to_string());
        match error {
            Error::NoKpi { .. } => refused.help("`api/catalogue` lists all"),
            _ => refused,
        }
    }
}

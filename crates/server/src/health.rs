//! Whether it lives, and whether it can answer: for whoever shares out requests among several servers, and for service managers.

use std::time::Duration;

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use tokio::time::timeout;

use crate::Serves;
use crate::house::House;

/// The process answers.
const LIVES: &str = "/health";
/// It can answer what people ask.
const READY: &str = "/ready";
/// How long the memory may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// Whether the address is one of these.
pub(crate) fn is_one(path: &str) -> bool {
    [LIVES, READY].contains(&path)
}

/// Says so; to everybody, since it tells nothing else.
pub(crate) async fn answer(house: &House, asked: &Parts) -> Response {
    let (status, words) = match asked.uri.path() {
        LIVES => (StatusCode::OK, "alive\n"),
        _ if house.is_ending() => (StatusCode::SERVICE_UNAVAILABLE, "ending\n"),
        _ if remembers(house).await => (StatusCode::OK, "ready\n"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "the memory does not answer\n"),
    };
    let mut response = Response::new(Body::from(words));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
    }
    response
}

/// Whether the memory answers. A collector needs none, nor a folder that nobody signs in to.
async fn remembers(house: &House) -> bool {
    if house.plan.serves == Serves::Collector {
        return true;
    }
    let asked = async {
        match house.state().await? {
            Some(state) => state.answers().await,
            None => Ok(()),
        }
    };
    let is_reached = matches!(timeout(PATIENCE, asked).await, Ok(Ok(())));
    house.reached(is_reached);
    is_reached
}

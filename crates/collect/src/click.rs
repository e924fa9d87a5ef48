//! [`judge`]: whether a request for a short link is a person's click. Links are fetched by far more than people: by mail scanners,
//! previews of messengers, browsers that fetch ahead, pictures and frames that hide one.

mod follow;

use http::{HeaderMap, Method};

pub(crate) use follow::cookie;
pub use follow::{Followed, SOURCE, Target, follow};

use crate::bot::{self, BotClass};

/// Parameter and cookie that carry the id of a click on a short link.
pub const PARAMETER: &str = "hpclid";

/// What a request for a short link is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Click {
    /// A person followed the link: it counts.
    Counts,
    /// Not fetched by `GET`; `HEAD` only looks.
    Method,
    /// A part of another page, not a page that a person opens (`Sec-Fetch-Mode`, `Sec-Fetch-Dest`).
    Part,
    /// Fetched ahead: nobody has asked for it yet.
    Ahead,
    /// A program, or a sender that does not say what it is.
    Bot(bot::Verdict),
}

impl Click {
    /// Whether it counts.
    pub const fn counts(self) -> bool {
        matches!(self, Self::Counts)
    }

    /// The word for it in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Counts => "click",
            Self::Method => "method",
            Self::Part => "part",
            Self::Ahead => "ahead",
            Self::Bot(verdict) => verdict.class.as_str(),
        }
    }
}

/// Judges a request for a short link by its method and headers.
pub fn judge(method: &Method, headers: &HeaderMap) -> Click {
    if *method != Method::GET {
        return Click::Method;
    }
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    // Browsers say `Sec-Purpose` only of what nobody asked for.
    let older = ["purpose", "x-purpose", "x-moz"];
    if headers.contains_key("sec-purpose") || older.iter().filter_map(|name| text(name)).any(bot::is_ahead) {
        return Click::Ahead;
    }
    let (mode, dest) = (text("sec-fetch-mode"), text("sec-fetch-dest"));
    let says_nothing = mode.is_none() && dest.is_none();
    if !says_nothing && (mode, dest) != (Some("navigate"), Some("document")) {
        return Click::Part;
    }
    let verdict = bot::classify(text("user-agent"), None);
    match verdict.class {
        BotClass::Person => Click::Counts,
        _ => Click::Bot(verdict),
    }
}

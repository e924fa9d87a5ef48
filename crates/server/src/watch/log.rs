//! [`Log`]: what happens, a line each, on standard error.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use jiff::Timestamp;

/// How lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// One JSON object a line.
    Json,
    /// `name=value` pairs (logfmt).
    Text,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    Info,
    Warn,
    Error,
}

impl Level {
    const fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }
}

/// A value of a line.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Said<'a> {
    Text(&'a str),
    Count(u64),
    /// With three decimals.
    Number(f64),
}

/// Writes lines.
pub(crate) struct Log(LogFormat);

impl Log {
    pub(crate) const fn new(format: LogFormat) -> Self {
        Self(format)
    }

    /// One line; where it cannot be written nobody waits for it.
    pub(crate) fn line(&self, level: Level, event: &str, said: &[(&str, Said<'_>)]) {
        let now = Timestamp::now().to_string();
        let mut all = vec![
            ("time", Said::Text(&now)),
            ("level", Said::Text(level.word())),
            ("event", Said::Text(event)),
        ];
        all.extend_from_slice(said);
        let mut line = written(self.0, &all);
        line.push('\n');
        let _ = io::stderr().lock().write_all(line.as_bytes());
    }
}

fn written(format: LogFormat, said: &[(&str, Said<'_>)]) -> String {
    let mut line = String::new();
    for (name, value) in said {
        let value = match (format, value) {
            (LogFormat::Text, Said::Text(text)) if is_plain(text) => (*text).to_owned(),
            (_, Said::Text(text)) => quoted(text),
            (_, Said::Count(count)) => count.to_string(),
            (_, Said::Number(number)) => format!("{number:.3}"),
        };
        // Writing to a text cannot fail.
        let _ = match format {
            LogFormat::Json => write!(line, "{}\"{name}\":{value}", if line.is_empty() { "{" } else { "," }),
            LogFormat::Text => write!(line, "{}{name}={value}", if line.is_empty() { "" } else { " " }),
        };
    }
    if format == LogFormat::Json {
        line.push('}');
    }
    line
}

fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'=')
}

/// A JSON string; line breaks in it are escaped, so that a line stays one.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

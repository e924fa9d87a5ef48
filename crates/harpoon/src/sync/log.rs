//! [`Log`]: what a tap says of itself, of bounded size and without the secrets of its settings.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use harpoon_connect::singer::Lines;
use serde_json::Value;

use super::TapSettings;
use crate::Error;

/// Largest log; the one before it is kept beside it.
const LARGEST: u64 = 1 << 20;
/// Largest file of settings.
const LARGEST_CONFIG: u64 = 1 << 20;
/// Shorter values are no secrets, and would blacken words.
const SHORTEST: usize = 4;
/// Settings that are no secrets and help to understand a log.
const PLAIN: &[&str] = &["start_date", "end_date", "user_agent"];
/// What stands for a secret.
const MASK: &str = "•••";

/// Texts that no log shows.
pub(super) struct Secrets {
    /// The longest first: one may hold another.
    texts: Vec<String>,
}

impl Secrets {
    /// Every value of the file of settings and of the variables that the tap gets, as they are and as addresses hold them.
    pub(super) fn of(root: &Path, settings: &TapSettings) -> Result<Self, Error> {
        let mut found = BTreeSet::new();
        if let Some(config) = &settings.config {
            let path = root.join(config);
            let file = File::open(&path).map_err(Error::io("open", &path))?;
            let mut text = String::new();
            let read = file.take(LARGEST_CONFIG).read_to_string(&mut text);
            read.map_err(Error::io("read", &path))?;
            match serde_json::from_str(&text) {
                Ok(value) => values(&value, &mut found),
                // A tap may read another format: then its lines are what it holds.
                Err(_) => found.extend(text.split_whitespace().map(str::to_owned)),
            }
        }
        for name in &settings.environment {
            found.extend(std::env::var(name).ok());
        }
        let encoded: Vec<String> = found.iter().map(|text| in_address(text)).collect();
        let quoted: Vec<String> = found
            .iter()
            .map(|text| Value::from(text.as_str()).to_string().trim_matches('"').to_owned())
            .collect();
        found.extend(encoded.into_iter().chain(quoted));
        let mut texts: Vec<String> = found.into_iter().filter(|text| text.trim().len() >= SHORTEST).collect();
        texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
        Ok(Self { texts })
    }

    /// The text without them.
    pub(super) fn hide(&self, text: &str) -> String {
        let hidden = |text: String, secret: &String| {
            if text.contains(secret) {
                text.replace(secret, MASK)
            } else {
                text
            }
        };
        self.texts.iter().fold(text.to_owned(), hidden)
    }
}

fn values(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            found.insert(text.clone());
            // A key of several lines is logged line by line.
            found.extend(text.lines().map(|line| line.trim().to_owned()));
        }
        Value::Number(number) => {
            found.insert(number.to_string());
        }
        Value::Array(items) => items.iter().for_each(|item| values(item, found)),
        Value::Object(members) => {
            let secret = members.iter().filter(|(name, _)| !PLAIN.contains(&name.as_str()));
            secret.for_each(|(_, value)| values(value, found));
        }
        Value::Null | Value::Bool(_) => {}
    }
}

/// A text as it stands in an address.
fn in_address(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// A log under way.
pub(super) struct Log {
    path: PathBuf,
    file: File,
    bytes: u64,
    secrets: Secrets,
}

impl Log {
    /// Goes on with the log of a tap.
    pub(super) fn open(folder: &Path, secrets: Secrets, began: &str) -> Result<Self, Error> {
        let path = folder.join("log.txt");
        let file = File::options().create(true).append(true).open(&path);
        let file = file.map_err(Error::io("open", &path))?;
        let bytes = file.metadata().map_err(Error::io("read", &path))?.len();
        let mut log = Self {
            path,
            file,
            bytes,
            secrets,
        };
        let head = format!("-- a run begins at {began}");
        log.line(&head).map_err(Error::io("write", folder))?;
        Ok(log)
    }

    /// Takes everything that comes, to its end. Gives the last line that says something.
    pub(super) fn take(mut self, from: impl Read) -> io::Result<String> {
        let mut lines = Lines::new(BufReader::new(from));
        let mut last = String::new();
        while let Some(line) = lines.next_line()? {
            let text = self.secrets.hide(&String::from_utf8_lossy(line.bytes));
            if !text.trim().is_empty() {
                last = text.trim().chars().take(300).collect();
            }
            self.line(&text)?;
        }
        Ok(last)
    }

    fn line(&mut self, text: &str) -> io::Result<()> {
        if self.bytes > 0 && self.bytes + text.len() as u64 > LARGEST {
            fs::rename(&self.path, self.path.with_file_name("log.before.txt"))?;
            self.file = File::options().create(true).append(true).open(&self.path)?;
            self.bytes = 0;
        }
        let shown: String = text.chars().take(1 << 16).collect();
        self.file.write_all(format!("{shown}\n").as_bytes())?;
        self.bytes += shown.len() as u64 + 1;
        Ok(())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "in a test a surprise should stop the test")]
mod tests {
    use super::*;

    fn secrets(config: &str) -> (tempfile::TempDir, Secrets) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("c.json"), config).unwrap();
        let settings: TapSettings = toml::from_str("command = \"x\"\nconfig = \"c.json\"").unwrap();
        let secrets = Secrets::of(folder.path(), &settings).unwrap();
        (folder, secrets)
    }

    #[test]
    fn no_value_of_the_settings_is_shown() {
        let config = r#"{"token": "a+b/secret", "nested": [{"key": "-----KEY\nline two\n"}], "account": 1234567, "on": true, "start_date": "2026-01-01", "x": "1"}"#;
        let (_folder, secrets) = secrets(config);
        let said = "GET /?token=a%2Bb%2Fsecret&since=2026-01-01 as 1234567: a+b/secret, line two, true, 1";
        assert_eq!(
            secrets.hide(said),
            "GET /?token=•••&since=2026-01-01 as •••: •••, •••, true, 1"
        );
    }

    #[test]
    fn the_log_stays_small_and_keeps_the_end() {
        let (folder, none) = secrets("{}");
        let log = Log::open(folder.path(), none, "now").unwrap();
        let said: String = (0..60_000)
            .map(|n| format!("line {n} of what the tap says, over and over\n"))
            .collect();
        assert_eq!(
            log.take(said.as_bytes()).unwrap(),
            "line 59999 of what the tap says, over and over"
        );
        let size = |name: &str| fs::metadata(folder.path().join(name)).unwrap().len();
        assert!(size("log.txt") <= LARGEST && size("log.before.txt") <= LARGEST);
        let now = fs::read_to_string(folder.path().join("log.txt")).unwrap();
        assert!(now.ends_with("line 59999 of what the tap says, over and over\n"));
    }
}

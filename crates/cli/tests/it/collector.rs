//! [`Collector`]: the real server, and clients that send to it over sockets.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use super::place::{Place, harpoon, port_of};

/// A browser of a person.
pub(crate) const CHROME: &str =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

/// A server that runs until it is dropped, which kills it.
pub(crate) struct Collector {
    child: Child,
    pub(crate) port: u16,
}

impl Drop for Collector {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) status: u16,
    /// In lower case.
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Told {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

impl Collector {
    /// `serve` or `collect` of a folder.
    pub(crate) fn of(command: &str, root: &Path) -> Self {
        Self::run(harpoon().arg("-q").arg(command).arg(root).args(["--port", "0"]))
    }

    /// Of a workspace, at a time.
    pub(crate) fn at(place: &Place, now: &str) -> Self {
        Self::run(place.command(&["-q", "serve", "--port", "0"]).env("HARPOON_NOW", now))
    }

    /// Of a command that serves.
    pub(crate) fn run(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let port = port_of(&mut child);
        Self { child, port }
    }

    /// Kills it, as a crash does.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Tells it to end, as a service manager does; whether it ended well.
    #[cfg(unix)]
    pub(crate) fn end(&mut self) -> bool {
        let told = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status();
        assert!(told.unwrap().success());
        self.child.wait().unwrap().success()
    }

    pub(crate) fn send(&self, bytes: &[u8]) -> Told {
        send_to(self.port, bytes).unwrap()
    }

    /// What a browser posts with a key.
    pub(crate) fn post(&self, path: &str, key: &str, body: &Value) -> Told {
        self.send(&posted(path, key, &body.to_string(), CHROME))
    }

    pub(crate) fn get(&self, path: &str) -> Told {
        let head =
            format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: {CHROME}\r\nConnection: close\r\n\r\n");
        self.send(head.as_bytes())
    }
}

/// A request that posts JSON.
pub(crate) fn posted(path: &str, key: &str, body: &str, agent: &str) -> Vec<u8> {
    let mut headers =
        format!("POST {path} HTTP/1.1\r\nHost: collect.example\r\nUser-Agent: {agent}\r\nConnection: close\r\n");
    if !key.is_empty() {
        headers += &format!("Authorization: Basic {}\r\n", base64(format!("{key}:").as_bytes()));
    }
    format!("{headers}Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// Sends bytes; nothing where the line breaks.
pub(crate) fn send_to(port: u16, bytes: &[u8]) -> Option<Told> {
    send(port, bytes).ok().flatten()
}

fn send(port: u16, bytes: &[u8]) -> std::io::Result<Option<Told>> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    // A server that answers early may not take all of it.
    let _ = stream.write_all(bytes);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let text = String::from_utf8_lossy(&answer).into_owned();
    Ok(text.split_once("\r\n\r\n").and_then(|(head, body)| {
        let length = head
            .lines()
            .find_map(|line| line.to_lowercase().strip_prefix("content-length: ").map(str::to_owned));
        // An answer that was cut off is none.
        let whole = length.is_none_or(|length| length.parse() == Ok(body.len()) || !body.is_ascii());
        let status = head.split(' ').nth(1)?.parse().ok()?;
        whole.then(|| Told {
            status,
            head: head.to_lowercase(),
            body: body.to_owned(),
        })
    }))
}

/// RFC 4648.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let whole = three.iter().fold(0_u32, |whole, byte| whole << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let six = (whole >> (18 - 6 * place)) & 63;
            text.push(if place <= three.len() {
                LETTERS[six as usize] as char
            } else {
                '='
            });
        }
    }
    text
}

/// Adds a source with this key.
pub(crate) fn source(root: &Path, name: &str, key: &str, more: &str) {
    let file = root.join("harpoon.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(
        file,
        format!("{text}\n[collect.sources.\"{name}\"]\nkey = \"{key}\"\n{more}\n"),
    )
    .unwrap();
}

/// An order, as a message of Segment's API.
pub(crate) fn order(id: &str, at: &str) -> Value {
    json!({
        "type": "track", "event": "Order Completed", "messageId": format!("m-{id}"), "anonymousId": "a-1", "timestamp": at,
        "properties": {"order_id": id, "total": 10, "currency": "EUR"},
        "context": {"page": {"url": "https://shop.example/thanks"}},
    })
}

/// A question to a workspace, by a process of its own.
pub(crate) fn asked(place: &Place, sql: &str) -> Vec<Vec<String>> {
    let out = place.ok(&["-q", "sql", sql, "--format", "csv"]);
    out.lines()
        .skip(1)
        .map(|line| line.split(',').map(str::to_owned).collect())
        .collect()
}

/// One number.
pub(crate) fn count(place: &Place, sql: &str) -> u64 {
    asked(place, sql)[0][0].parse().unwrap()
}

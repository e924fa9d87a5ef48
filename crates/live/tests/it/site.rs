//! [`Site`]: a server of this machine that answers what a test says, and remembers what it was asked.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::Value;

/// What was asked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
    /// Names and values of the query, decoded.
    pub(crate) words: Vec<(String, String)>,
    pub(crate) bearer: Option<String>,
    pub(crate) body: String,
}

impl Asked {
    pub(crate) fn word(&self, name: &str) -> Option<&str> {
        let mut words = self.words.iter();
        words.find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// An answer, and how it breaks.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// So many bytes of the body are sent, and the connection ends.
    pub(crate) cut: Option<usize>,
    /// Nothing is sent for so long.
    pub(crate) silent: Duration,
}

impl Reply {
    pub(crate) fn new(status: u16, body: &str) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.as_bytes().to_vec(),
            cut: None,
            silent: Duration::ZERO,
        }
    }

    pub(crate) fn json(body: &Value) -> Self {
        Self::new(200, &body.to_string())
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// The answer to what is asked.
pub(crate) type Answers = Arc<dyn Fn(&Asked) -> Reply + Send + Sync>;

pub(crate) struct Site {
    pub(crate) address: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    /// Answers that come first, each once.
    first: Arc<Mutex<Vec<Reply>>>,
}

impl Site {
    /// A server until the test ends; its thread ends with the process.
    pub(crate) fn new(answers: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (asked, first) = (Arc::default(), Arc::default());
        let site = Self {
            address,
            asked: Arc::clone(&asked),
            first: Arc::clone(&first),
        };
        let answers: Answers = Arc::new(answers);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answers, asked, first) = (Arc::clone(&answers), Arc::clone(&asked), Arc::clone(&first));
                thread::spawn(move || answer(&stream, &answers, &asked, &first));
            }
        });
        site
    }

    /// The next answer is this one, whatever is asked.
    pub(crate) fn first(&self, reply: Reply) {
        self.first.lock().unwrap().push(reply);
    }

    /// What was asked so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

fn answer(stream: &TcpStream, answers: &Answers, log: &Mutex<Vec<Asked>>, first: &Mutex<Vec<Reply>>) -> Option<()> {
    let asked = request(stream)?;
    log.lock().unwrap().push(asked.clone());
    let scripted = {
        let mut first = first.lock().unwrap();
        (!first.is_empty()).then(|| first.remove(0))
    };
    let reply = scripted.unwrap_or_else(|| answers(&asked));
    thread::sleep(reply.silent);
    let mut head = format!(
        "HTTP/1.1 {} Said\r\nContent-Length: {}\r\n",
        reply.status,
        reply.body.len()
    );
    for (name, value) in &reply.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    let sent = reply.cut.unwrap_or(reply.body.len());
    let mut stream = stream;
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(b"Connection: close\r\n\r\n").ok()?;
    stream.write_all(&reply.body[..sent]).ok()
}

fn request(stream: &TcpStream) -> Option<Asked> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let (method, rest) = line.split_once(' ')?;
    let target = rest.split(' ').next()?;
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut asked = Asked {
        method: method.to_owned(),
        path: path.to_owned(),
        words: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        ..Asked::default()
    };
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let Some((name, value)) = header.trim_end().split_once(": ") else {
            break;
        };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().ok()?,
            "authorization" => asked.bearer = value.strip_prefix("Bearer ").map(str::to_owned),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    asked.body = String::from_utf8(body).ok()?;
    Some(asked)
}

//! [`Stream`]: the records of one stream as the rows of a table.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{BufReader, Read};

use xxhash_rust::xxh3::Xxh3;

use super::flatten::{Columns, Leaf, MOST_COLUMNS, cell};
use super::json;
use super::lines::Lines;
use super::message::{Fault, Message, parse};
use crate::origin::Origin;
use crate::plan::{Damage, Danger, Refusal};
use crate::record::{Broken, Record};

/// Streams of one file.
const MOST_STREAMS: usize = 2_000;

/// A file of messages.
type File = BufReader<Box<dyn Read + Send>>;

/// The lines that count, by key: the last with each.
type Last = foldhash::HashMap<u128, u64>;

/// One stream of a file of messages.
pub(crate) struct Stream {
    shape: Shape,
    messages: Messages,
    /// Whether what comes before the first message belongs to it.
    is_first: bool,
    is_header_given: bool,
    /// Texts of the row's cells, one behind the other, and where each lies.
    texts: String,
    cells: Vec<(usize, usize)>,
}

/// What a first look at the file tells of a stream.
struct Shape {
    name: String,
    columns: Columns,
    keys: Vec<String>,
    last: Last,
    /// Line on which it begins.
    line: u64,
    /// Records told again under their key.
    again: u64,
}

impl Stream {
    /// The streams of a file in order of their first message; `None` for a file that holds no messages.
    pub(crate) fn open(origin: &Origin) -> Result<Option<Vec<Self>>, Refusal> {
        if !begins_with_message(origin)? {
            return Ok(None);
        }
        let mut shapes = Shapes::default();
        let mut messages = Messages::open(origin)?;
        while let Some(met) = messages.next()? {
            shapes.look(&met)?;
        }
        let open = |(at, shape)| {
            Ok(Self {
                shape,
                messages: Messages::open(origin)?,
                is_first: at == 0,
                is_header_given: false,
                texts: String::new(),
                cells: Vec::new(),
            })
        };
        shapes
            .all
            .into_iter()
            .enumerate()
            .map(open)
            .collect::<Result<_, _>>()
            .map(Some)
    }

    /// Its name.
    pub(crate) fn name(&self) -> &str {
        &self.shape.name
    }

    /// That records were told again, where they were.
    pub(crate) fn remark(&self) -> Option<String> {
        let Shape { name, again, .. } = &self.shape;
        (*again > 0)
            .then(|| format!("stream {name}: {again} records came again under the same key; the last of each counts"))
    }

    /// The next row; `false` at the end. The first one is the header.
    pub(crate) fn next(&mut self, record: &mut Record) -> Result<bool, Refusal> {
        if !self.is_header_given {
            self.is_header_given = true;
            record.start(self.shape.line);
            self.shape
                .columns
                .names()
                .iter()
                .for_each(|name| record.push_text(name));
            return Ok(true);
        }
        while let Some(met) = self.messages.next()? {
            let is_noise = met.stream.is_empty() && met.message.is_err();
            if met.stream != self.shape.name && !(is_noise && self.is_first) {
                continue;
            }
            let fault = match &met.message {
                Ok(Message::Record { record: told, .. }) if self.shape.counts(told, met.line) => {
                    record.start_from(met.line, met.text().trim_ascii());
                    match fill(&self.shape.columns, told, &mut self.texts, &mut self.cells) {
                        Ok(()) => {
                            for &(start, end) in &self.cells {
                                record.push_text(self.texts.get(start..end).unwrap_or_default());
                            }
                            return Ok(true);
                        }
                        Err(fault) => fault,
                    }
                }
                Ok(_) => continue,
                Err(fault) => *fault,
            };
            let text = met.text();
            record.start_from(met.line, &text);
            record.push_text(&text);
            record.broken = Some(Broken::Message(fault));
            return Ok(true);
        }
        Ok(false)
    }
}

/// Puts a record's values where its columns are. Errors: a text that is none, or nothing but empty values.
fn fill(columns: &Columns, told: &str, texts: &mut String, cells: &mut Vec<(usize, usize)>) -> Result<(), Fault> {
    texts.clear();
    cells.clear();
    cells.resize(columns.names().len(), (0, 0));
    let mut fault = None;
    columns.flatten(told, &mut |leaf: Leaf<'_, '_>| {
        let start = texts.len();
        if let Err(why) = cell(leaf.value, texts) {
            fault = Some(why);
        }
        if let Some(place) = columns.place(leaf.path).and_then(|place| cells.get_mut(place)) {
            *place = (start, texts.len());
        }
    })?;
    match fault {
        Some(fault) => Err(fault),
        None if texts.trim_ascii().is_empty() => Err(Fault::Empty),
        None => Ok(()),
    }
}

impl Shape {
    fn new(name: &str, line: u64) -> Self {
        Self {
            name: name.to_owned(),
            columns: Columns::default(),
            keys: Vec::new(),
            last: Last::default(),
            line,
            again: 0,
        }
    }

    /// Whether a record is the last with its key.
    fn counts(&self, record: &str, line: u64) -> bool {
        let last = key(record, &self.keys).and_then(|key| self.last.get(&key));
        last.is_none_or(|last| *last == line)
    }
}

/// A digest of a record's key, as it is written; `None` where the stream has no key, or the record lacks a part of it.
fn key(record: &str, keys: &[String]) -> Option<u128> {
    if keys.is_empty() {
        return None;
    }
    let mut values: Vec<Option<&str>> = vec![None; keys.len()];
    for (name, value) in json::members(record) {
        let name = json::string(name);
        if let Some(at) = keys.iter().position(|key| name.as_deref() == Some(key)) {
            values[at] = Some(value);
        }
    }
    let mut digest = Xxh3::new();
    for value in values {
        let value = value?;
        digest.update(&(value.len() as u64).to_le_bytes());
        digest.update(value.as_bytes());
    }
    Some(digest.digest128())
}

/// Streams as they are met.
#[derive(Default)]
struct Shapes {
    all: Vec<Shape>,
    places: HashMap<String, usize>,
    /// The first line that is no message, where none came before it.
    noise: Option<u64>,
}

impl Shapes {
    fn look(&mut self, met: &Met<'_>) -> Result<(), Refusal> {
        if met.stream.is_empty() {
            self.noise = self.noise.or(met.message.is_err().then_some(met.line));
            return Ok(());
        }
        let shape = self.shape(met)?;
        match &met.message {
            Ok(Message::Schema { schema, keys, .. }) => {
                shape.columns.add_schema(schema);
                shape.keys.clone_from(keys);
            }
            Ok(Message::Record { record, .. }) => {
                // What is wrong with it is told when it is read.
                let _ = shape.columns.add_record(record);
                if let Some(key) = key(record, &shape.keys) {
                    shape.again += u64::from(shape.last.insert(key, met.line).is_some());
                }
            }
            _ => {}
        }
        if shape.columns.is_full() {
            return Err(Refusal::Unsafe(Danger::Columns(MOST_COLUMNS as u64)));
        }
        Ok(())
    }

    fn shape(&mut self, met: &Met<'_>) -> Result<&mut Shape, Refusal> {
        let place = match self.places.get(met.stream) {
            Some(place) => *place,
            None if self.all.len() >= MOST_STREAMS => {
                return Err(Refusal::Unsafe(Danger::Tables(MOST_STREAMS as u64)));
            }
            None => {
                self.places.insert(met.stream.to_owned(), self.all.len());
                let line = self.noise.take().filter(|_| self.all.is_empty()).unwrap_or(met.line);
                self.all.push(Shape::new(met.stream, line));
                self.all.len() - 1
            }
        };
        Ok(&mut self.all[place])
    }
}

/// The messages of a file with the lines that they had in the tap's output.
struct Messages {
    lines: Lines<File>,
    /// Line of the next message, and its length if it was cut.
    line: u64,
    cut: Option<u64>,
    /// The stream of the message before: what is no message belongs to it.
    stream: String,
}

/// A message, or why it is none.
struct Met<'l> {
    line: u64,
    bytes: &'l [u8],
    message: Result<Message<'l>, Fault>,
    /// The stream that it belongs to; none for a state.
    stream: &'l str,
}

impl Met<'_> {
    /// As it came.
    fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.bytes)
    }
}

impl Messages {
    fn open(origin: &Origin) -> Result<Self, Refusal> {
        Ok(Self {
            lines: Lines::new(BufReader::with_capacity(1 << 16, origin.open()?)),
            line: 1,
            cut: None,
            stream: String::new(),
        })
    }

    fn next(&mut self) -> Result<Option<Met<'_>>, Refusal> {
        loop {
            if !self.lines.advance().map_err(damaged)? {
                return Ok(None);
            }
            let line = self.lines.line();
            if let Some((number, cut)) = mark(line.bytes) {
                (self.line, self.cut) = (number, cut);
                continue;
            }
            if !line.is_blank() {
                break;
            }
            self.line += 1;
        }
        let line = self.lines.line();
        let number = self.line;
        self.line += 1;
        let cut = self.cut.take().or(line.is_cut().then_some(line.length));
        let message = cut.map_or_else(|| parse(line.bytes), |bytes| Err(Fault::Long(bytes)));
        let stream = match &message {
            Ok(message) => match message.stream() {
                Some(stream) => {
                    self.stream.clear();
                    self.stream.push_str(stream);
                    self.stream.as_str()
                }
                None => "",
            },
            Err(_) => self.stream.as_str(),
        };
        Ok(Some(Met {
            line: number,
            bytes: line.bytes,
            message,
            stream,
        }))
    }
}

/// What Harpoon's own mark says, if it is one.
fn mark(line: &[u8]) -> Option<(u64, Option<u64>)> {
    if !line.starts_with(b"{\"type\":\"HARPOON_LINE\"") {
        return None;
    }
    match parse(line) {
        Ok(Message::At { line, cut }) => Some((line, cut)),
        _ => None,
    }
}

/// Whether the first line that is not blank is a message of a known type.
fn begins_with_message(origin: &Origin) -> Result<bool, Refusal> {
    let mut start = [0_u8; 1];
    let mut reader = origin.open()?;
    let got = reader.read(&mut start).map_err(damaged)?;
    if got == 0 || !matches!(start, [b'{' | b' ' | b'\t' | b'\r' | b'\n']) {
        return Ok(false);
    }
    let mut lines = Lines::new(BufReader::with_capacity(1 << 16, origin.open()?));
    for _ in 0..100 {
        if !lines.advance().map_err(damaged)? {
            break;
        }
        if !lines.line().is_blank() {
            let message = parse(lines.line().bytes);
            return Ok(message.is_ok_and(|message| !matches!(message, Message::Other(_))));
        }
    }
    Ok(false)
}

fn damaged(error: std::io::Error) -> Refusal {
    Refusal::Damaged(Damage::File(error.to_string()))
}

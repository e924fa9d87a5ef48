//! [`Stream`]: the records of one stream as the rows of a table.
//!
//! A list within the records that a tap's file knows (`actions` of `ads_insights`) is a table of its own beside that of the stream,
//! named `ads_insights.actions`: a row for each of its items, with what the record says beside.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{BufReader, Read};
use std::sync::Arc;

use xxhash_rust::xxh3::Xxh3;

use super::flatten::{Columns, Leaf, MOST_COLUMNS, cell};
use super::json;
use super::lines::Lines;
use super::message::{Fault, Message, parse};
use super::taps::lists_of;
use crate::origin::Origin;
use crate::plan::{Damage, Danger, Refusal};
use crate::record::{Broken, Record};
use crate::remark::Remark;

/// Streams of one file.
const MOST_STREAMS: usize = 2_000;
/// Items of a list in one record that are read as rows.
const MOST_ITEMS: usize = 1_000;

/// A file of messages.
type File = BufReader<Box<dyn Read + Send>>;

/// The lines that count, by key: the last with each.
type Last = foldhash::HashMap<u128, u64>;

/// One stream of a file of messages, or a list within its records.
pub(crate) struct Stream {
    name: String,
    columns: Columns,
    /// Where it is a list: of which member, and what waits of the record at hand.
    list: Option<Items>,
    of: Arc<Shape>,
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
    lists: Vec<List>,
}

/// Items of a list that is read.
#[derive(Default)]
struct Items {
    member: &'static str,
    /// Records made of the items that are still to come, the next one last.
    waiting: Vec<String>,
    /// The record that they are of, and its line.
    raw: String,
    line: u64,
    /// Records whose list was too long.
    cut: u64,
}

/// A list within the records of a stream.
struct List {
    member: &'static str,
    columns: Columns,
    is_met: bool,
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
        let mut streams = Vec::new();
        for (at, mut shape) in shapes.all.into_iter().enumerate() {
            let (columns, lists) = (std::mem::take(&mut shape.columns), std::mem::take(&mut shape.lists));
            let of = Arc::new(shape);
            streams.push(Self::new(origin, &of, columns, None, at == 0)?);
            for list in lists.into_iter().filter(|list| list.is_met) {
                streams.push(Self::new(origin, &of, list.columns, Some(list.member), false)?);
            }
        }
        Ok(Some(streams))
    }

    fn new(
        origin: &Origin,
        of: &Arc<Shape>,
        columns: Columns,
        list: Option<&'static str>,
        is_first: bool,
    ) -> Result<Self, Refusal> {
        Ok(Self {
            name: list.map_or_else(|| of.name.clone(), |list| format!("{}.{list}", of.name)),
            columns,
            list: list.map(|member| Items {
                member,
                ..Items::default()
            }),
            of: Arc::clone(of),
            messages: Messages::open(origin)?,
            is_first,
            is_header_given: false,
            texts: String::new(),
            cells: Vec::new(),
        })
    }

    /// Its name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// That records were told again, where they were.
    pub(crate) fn remark(&self) -> Option<Remark> {
        let Shape { name, again, .. } = &*self.of;
        match &self.list {
            None if *again > 0 => Some(Remark::Again {
                stream: name.clone(),
                records: *again,
            }),
            Some(Items { member, cut, .. }) if *cut > 0 => Some(Remark::Cut {
                stream: name.clone(),
                records: *cut,
                member: (*member).to_owned(),
                most: MOST_ITEMS,
            }),
            _ => None,
        }
    }

    /// The next row; `false` at the end. The first one is the header.
    pub(crate) fn next(&mut self, record: &mut Record) -> Result<bool, Refusal> {
        if !self.is_header_given {
            self.is_header_given = true;
            record.start(self.of.line);
            self.columns.names().iter().for_each(|name| record.push_text(name));
            return Ok(true);
        }
        if self.list.is_some() {
            return self.next_item(record);
        }
        while let Some(met) = self.messages.next()? {
            let is_noise = met.stream.is_empty() && met.message.is_err();
            if met.stream != self.of.name && !(is_noise && self.is_first) {
                continue;
            }
            let fault = match &met.message {
                Ok(Message::Record { record: told, .. }) if self.of.counts(told, met.line) => {
                    match fill(&self.columns, told, &mut self.texts, &mut self.cells) {
                        Ok(()) => {
                            record.start_from(met.line, met.text().trim_ascii());
                            give(&self.texts, &self.cells, record);
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

    /// The next item of the list. A record that is none is put aside by the table of its stream.
    fn next_item(&mut self, record: &mut Record) -> Result<bool, Refusal> {
        let Some(items) = &mut self.list else {
            return Ok(false);
        };
        loop {
            while let Some(told) = items.waiting.pop() {
                if fill(&self.columns, &told, &mut self.texts, &mut self.cells).is_ok() {
                    record.start_from(items.line, &items.raw);
                    give(&self.texts, &self.cells, record);
                    return Ok(true);
                }
            }
            let Some(met) = self.messages.next()? else {
                return Ok(false);
            };
            if let Ok(Message::Record { record: told, .. }) = &met.message
                && met.stream == self.of.name
                && self.of.counts(told, met.line)
            {
                met.text().trim_ascii().clone_into(&mut items.raw);
                items.line = met.line;
                items.waiting = each_item(told, items.member).collect();
                items.cut += u64::from(items.waiting.len() > MOST_ITEMS);
                items.waiting.truncate(MOST_ITEMS);
                items.waiting.reverse();
            }
        }
    }
}

/// A record for each item of a list: the item in the place of the list, and beside it what is no list. One more than are read.
fn each_item(told: &str, member: &str) -> impl Iterator<Item = String> {
    let mut beside = String::new();
    let mut list = "";
    for (name, value) in json::members(told) {
        if json::string(name).is_some_and(|name| name == member) {
            list = value;
        } else if !value.starts_with('[') {
            beside.push_str(&format!("{name}:{value},"));
        }
    }
    let items = json::items(list)
        .filter(|item| json::is_object(item))
        .take(MOST_ITEMS + 1);
    items.map(move |item| format!("{{{beside}\"{member}\":{item}}}"))
}

/// Adds the cells of a row.
fn give(texts: &str, cells: &[(usize, usize)], record: &mut Record) {
    for &(start, end) in cells {
        record.push_text(texts.get(start..end).unwrap_or_default());
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
            lists: lists_of(name)
                .map(|member| List {
                    member,
                    columns: Columns::default(),
                    is_met: false,
                })
                .collect(),
        }
    }

    /// Whether a record is the last with its key.
    fn counts(&self, record: &str, line: u64) -> bool {
        let last = key(record, &self.keys).and_then(|key| self.last.get(&key));
        last.is_none_or(|last| *last == line)
    }
}

impl List {
    fn look(&mut self, record: &str) {
        for told in each_item(record, self.member) {
            self.is_met = true;
            let _ = self.columns.add_record(&told);
        }
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
                shape.lists.iter_mut().for_each(|list| list.columns.add_schema(schema));
                shape.keys.clone_from(keys);
            }
            Ok(Message::Record { record, .. }) => {
                // What is wrong with it is told when it is read.
                let _ = shape.columns.add_record(record);
                shape.lists.iter_mut().for_each(|list| list.look(record));
                if let Some(key) = key(record, &shape.keys) {
                    shape.again += u64::from(shape.last.insert(key, met.line).is_some());
                }
            }
            _ => {}
        }
        if shape.columns.is_full() || shape.lists.iter().any(|list| list.columns.is_full()) {
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

#[expect(clippy::needless_pass_by_value, reason = "the shape that `map_err` takes")]
fn damaged(error: std::io::Error) -> Refusal {
    Refusal::Damaged(Damage::File(error.to_string()))
}

//! [`Spool`]: what a tap wrote since the last commit, one file a stream, line by line as it came.
//!
//! A file holds the stream's schema and its records. Where the lines before a line went elsewhere, a mark says which line of
//! the tap's output it was, so that every row is found again there. Nothing here is synced: it counts once it is imported.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use harpoon_connect::singer::{LONGEST_RECORD, Line, line_mark};

use crate::Error;

/// Files that are open at a time.
const MOST_OPEN: usize = 32;
/// Streams of a run.
const MOST_STREAMS: usize = 2_000;
/// Bytes of all schemas.
const MOST_SCHEMAS: usize = 64 << 20;
/// Bytes that may come before the first message.
const MOST_NOISE: usize = 1 << 20;
/// What is kept of a line that is too long.
const BEGINNING: usize = 1 << 16;

/// Files of streams.
pub(super) struct Spool {
    folder: PathBuf,
    streams: Vec<Stream>,
    places: HashMap<String, usize>,
    /// The stream of the last message: what is none is written to it.
    current: Option<usize>,
    /// Lines before the first message.
    noise: Vec<(u64, Vec<u8>, u64)>,
    noise_bytes: usize,
    schema_bytes: usize,
    records: u64,
    bytes: u64,
    open: usize,
}

/// The file of a stream.
struct Stream {
    path: PathBuf,
    writer: Option<BufWriter<File>>,
    /// The schema, with its line: it stands in the stream's files of all commits.
    schema: Option<(u64, Vec<u8>)>,
    /// Line that would be next; none where nothing was written since the last commit.
    next: Option<u64>,
    /// Whether it holds more than a schema.
    is_filled: bool,
}

impl Spool {
    /// An empty folder; what a broken run left in it goes.
    pub(super) fn begin(folder: &Path) -> Result<Self, Error> {
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::io("empty", folder)(error));
            }
            _ => {}
        }
        fs::create_dir_all(folder).map_err(Error::io("make", folder))?;
        Ok(Self {
            folder: folder.to_owned(),
            streams: Vec::new(),
            places: HashMap::new(),
            current: None,
            noise: Vec::new(),
            noise_bytes: 0,
            schema_bytes: 0,
            records: 0,
            bytes: 0,
            open: 0,
        })
    }

    /// Records since the last commit.
    pub(super) const fn records(&self) -> u64 {
        self.records
    }

    /// Bytes since the last commit.
    pub(super) const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Takes a schema.
    pub(super) fn schema(&mut self, name: &str, line: &Line<'_>) -> Result<(), Error> {
        let place = self.place(name)?;
        let stream = &mut self.streams[place];
        let before = stream.schema.replace((line.number, line.bytes.to_vec()));
        self.schema_bytes += line.bytes.len();
        self.schema_bytes -= before.map_or(0, |(_, bytes)| bytes.len());
        if self.schema_bytes > MOST_SCHEMAS {
            return Err(Error::Usage(format!(
                "the tap's schemas have more than {MOST_SCHEMAS} bytes"
            )));
        }
        // A file that is begun takes it where it stands; others begin with it.
        if self.streams[place].next.is_some() {
            self.write(place, line.number, line.bytes, None)?;
        }
        Ok(())
    }

    /// Takes a record.
    pub(super) fn record(&mut self, name: &str, line: &Line<'_>) -> Result<(), Error> {
        let place = self.place(name)?;
        self.records += 1;
        self.fill(place, line.number, line.bytes, None)
    }

    /// Takes a line that is no message.
    pub(super) fn damaged(&mut self, line: &Line<'_>) -> Result<(), Error> {
        let is_long = line.is_cut() || line.bytes.len() > LONGEST_RECORD;
        let cut = is_long.then_some(line.length);
        let bytes = if is_long {
            line.bytes.get(..BEGINNING).unwrap_or(line.bytes)
        } else {
            line.bytes
        };
        if let Some(place) = self.current {
            return self.fill(place, line.number, bytes, cut);
        }
        self.noise_bytes += bytes.len() + 64;
        if self.noise_bytes > MOST_NOISE {
            return Err(Error::Usage(
                "this is no output of a Singer tap: no line of its first mebibyte is a message".to_owned(),
            ));
        }
        self.noise.push((line.number, bytes.to_vec(), line.length));
        Ok(())
    }

    /// The files that hold anything, complete, in order of the streams' first messages.
    pub(super) fn files(&mut self) -> Result<Vec<PathBuf>, Error> {
        self.close_all()?;
        let filled = self.streams.iter().filter(|stream| stream.is_filled);
        Ok(filled.map(|stream| stream.path.clone()).collect())
    }

    /// Forgets what was committed. Files that were moved are gone already.
    pub(super) fn clear(&mut self) -> Result<(), Error> {
        self.close_all()?;
        for stream in &mut self.streams {
            stream.next = None;
            stream.is_filled = false;
            match fs::remove_file(&stream.path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(Error::io("remove", &stream.path)(error));
                }
                _ => {}
            }
        }
        (self.records, self.bytes) = (0, 0);
        Ok(())
    }

    /// Takes the folder away.
    pub(super) fn end(self) -> Result<(), Error> {
        let folder = self.folder.parent().unwrap_or(&self.folder);
        fs::remove_dir_all(folder).map_err(Error::io("remove", folder))
    }

    fn place(&mut self, name: &str) -> Result<usize, Error> {
        let place = match self.places.get(name) {
            Some(place) => *place,
            None if self.streams.len() >= MOST_STREAMS => {
                return Err(Error::Usage(format!("the tap has more than {MOST_STREAMS} streams")));
            }
            None => {
                let place = self.streams.len();
                self.places.insert(name.to_owned(), place);
                self.streams.push(Stream {
                    path: self.folder.join(file_name(name, place)),
                    writer: None,
                    schema: None,
                    next: None,
                    is_filled: false,
                });
                place
            }
        };
        self.current = Some(place);
        for (number, bytes, length) in std::mem::take(&mut self.noise) {
            let cut = (length > bytes.len() as u64).then_some(length);
            self.fill(place, number, &bytes, cut)?;
        }
        Ok(place)
    }

    fn fill(&mut self, place: usize, number: u64, bytes: &[u8], cut: Option<u64>) -> Result<(), Error> {
        self.streams[place].is_filled = true;
        self.write(place, number, bytes, cut)
    }

    /// Writes a line to a stream's file, which begins with the schema.
    fn write(&mut self, place: usize, number: u64, bytes: &[u8], cut: Option<u64>) -> Result<(), Error> {
        self.open(place)?;
        let stream = &mut self.streams[place];
        let mut lines = Vec::with_capacity(bytes.len() + 64);
        if stream.next.is_none()
            && let Some((line, schema)) = stream.schema.as_ref().filter(|(line, _)| *line < number)
        {
            push(&mut lines, &mut stream.next, *line, schema, None);
        }
        push(&mut lines, &mut stream.next, number, bytes, cut);
        self.bytes += lines.len() as u64;
        if let Some(writer) = &mut stream.writer {
            writer.write_all(&lines).map_err(Error::io("write", &stream.path))?;
        }
        Ok(())
    }

    fn open(&mut self, place: usize) -> Result<(), Error> {
        if self.streams[place].writer.is_some() {
            return Ok(());
        }
        if self.open >= MOST_OPEN {
            self.close_all()?;
        }
        let stream = &mut self.streams[place];
        let file = File::options().create(true).append(true).open(&stream.path);
        let file = file.map_err(Error::io("open", &stream.path))?;
        stream.writer = Some(BufWriter::with_capacity(1 << 16, file));
        self.open += 1;
        Ok(())
    }

    fn close_all(&mut self) -> Result<(), Error> {
        for stream in &mut self.streams {
            if let Some(mut writer) = stream.writer.take() {
                writer.flush().map_err(Error::io("write", &stream.path))?;
            }
        }
        self.open = 0;
        Ok(())
    }
}

/// Adds a line, and before it a mark where it is not the one that would be next.
fn push(lines: &mut Vec<u8>, next: &mut Option<u64>, number: u64, bytes: &[u8], cut: Option<u64>) {
    if *next != Some(number) || cut.is_some() {
        lines.extend_from_slice(line_mark(number, cut).as_bytes());
        lines.push(b'\n');
    }
    lines.extend_from_slice(bytes);
    lines.push(b'\n');
    *next = Some(number + 1);
}

/// The name of a stream as that of a file; its place tells streams apart whose names would be the same.
fn file_name(stream: &str, place: usize) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let plain: String = stream
        .chars()
        .take(100)
        .map(|c| if is_plain(c) { c } else { '-' })
        .collect();
    if plain == stream {
        return format!("{plain}.jsonl");
    }
    format!("{plain}.{place}.jsonl")
}

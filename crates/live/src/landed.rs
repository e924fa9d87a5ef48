//! [`Landing`]: where pages are kept before they are read. [`Landed`]: a file of lines.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use crate::page::{Head, LINES, Page};

/// Where the pages of one run are kept. What is kept here is the run: see the crate's own words.
pub trait Landing: Send {
    /// The head of the run that has begun, if one has.
    fn head(&self) -> Option<&Head>;

    /// How many pages it has.
    fn pages(&self) -> usize;

    /// A page, from 0.
    fn page(&mut self, index: usize) -> io::Result<Page>;

    /// Begins anew; what stood here before is gone. Durable when it returns.
    fn begin(&mut self, head: &Head) -> io::Result<()>;

    /// Adds a page. Durable when it returns.
    fn land(&mut self, page: &Page) -> io::Result<()>;

    /// Keeps the first so many pages alone.
    fn cut(&mut self, pages: usize) -> io::Result<()>;
}

/// A run in a file: the head in line 1, page `n` in line `n + 2`, each line a JSON object.
///
/// A line that is not whole (the power went) and what comes after it does not count, and is written anew: nothing was promised for it
/// but to be asked for again.
#[derive(Debug)]
pub struct Landed {
    path: PathBuf,
    /// Held while it is open: two runs must not write into one file.
    _lock: File,
    file: Option<File>,
    head: Option<Head>,
    /// Where each page begins, and where the last one ends.
    starts: Vec<u64>,
}

impl Landed {
    /// Opens what stands at the path; a file that is not there is a run that has not begun. A run that is open already, here or in
    /// another process, is refused. Beside the file stands another that ends in `.lock`, and stays.
    pub fn open(path: &Path) -> io::Result<Self> {
        let lock = File::create(path.with_extension("lock"))?;
        lock.try_lock().map_err(|error| {
            io::Error::new(
                io::ErrorKind::WouldBlock,
                format!("the account is being pulled: {error}"),
            )
        })?;
        let mut landed = Self {
            path: path.to_owned(),
            _lock: lock,
            file: None,
            head: None,
            starts: Vec::new(),
        };
        match OpenOptions::new().read(true).write(true).open(path) {
            Ok(file) => landed.take_up(file)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        Ok(landed)
    }

    fn take_up(&mut self, file: File) -> io::Result<()> {
        let mut reader = BufReader::new(file);
        let mut line = Vec::new();
        let mut end = 0;
        while reader.read_until(b'\n', &mut line)? > 0 && line.ends_with(b"\n") {
            let after = end + line.len() as u64;
            match self.head {
                None => match serde_json::from_slice::<Head>(&line) {
                    Ok(head) if head.harpoon_live == LINES => self.head = Some(head),
                    _ => break,
                },
                Some(_) => match serde_json::from_slice::<Page>(&line) {
                    Ok(page) if page.is_whole() => {}
                    _ => break,
                },
            }
            self.starts.push(after);
            end = after;
            line.clear();
        }
        let file = reader.into_inner();
        if file.metadata()?.len() > end {
            file.set_len(end)?;
            file.sync_all()?;
        }
        self.file = self.head.is_some().then_some(file);
        Ok(())
    }

    /// Removes the file: the run is imported, or given up.
    pub fn remove(self) -> io::Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => sync_folder(&self.path),
        }
    }

    fn append(&mut self, line: &[u8]) -> io::Result<()> {
        let end = self.starts.last().copied().unwrap_or(0);
        let file = self.file.as_mut().ok_or_else(not_begun)?;
        let written = (|| {
            file.seek(SeekFrom::Start(end))?;
            file.write_all(line)?;
            file.sync_data()
        })();
        if written.is_err() {
            // A sync that failed settles nothing. What is in the file now is looked at when it is opened again.
            self.file = None;
        }
        written?;
        self.starts.push(end + line.len() as u64);
        Ok(())
    }
}

impl Landing for Landed {
    fn head(&self) -> Option<&Head> {
        self.head.as_ref()
    }

    fn pages(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    fn page(&mut self, index: usize) -> io::Result<Page> {
        let (Some(&from), Some(&to)) = (self.starts.get(index), self.starts.get(index + 1)) else {
            return Err(io::ErrorKind::UnexpectedEof.into());
        };
        let file = self.file.as_mut().ok_or_else(not_begun)?;
        file.seek(SeekFrom::Start(from))?;
        let mut line = Vec::new();
        file.take(to - from).read_to_end(&mut line)?;
        serde_json::from_slice(&line).map_err(io::Error::other)
    }

    fn begin(&mut self, head: &Head) -> io::Result<()> {
        let line = line_of(head)?;
        let unfinished = self.path.with_extension("new");
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(true)
            .open(&unfinished)?;
        file.write_all(&line)?;
        file.sync_all()?;
        fs::rename(&unfinished, &self.path)?;
        sync_folder(&self.path)?;
        self.file = Some(file);
        self.head = Some(head.clone());
        self.starts = vec![line.len() as u64];
        Ok(())
    }

    fn land(&mut self, page: &Page) -> io::Result<()> {
        self.append(&line_of(page)?)
    }

    fn cut(&mut self, pages: usize) -> io::Result<()> {
        let Some(&end) = self.starts.get(pages) else {
            return Ok(());
        };
        let file = self.file.as_mut().ok_or_else(not_begun)?;
        file.set_len(end)?;
        file.sync_all()?;
        self.starts.truncate(pages + 1);
        Ok(())
    }
}

fn line_of(what: &impl serde::Serialize) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(what)?;
    line.push(b'\n');
    Ok(line)
}

fn not_begun() -> io::Error {
    io::Error::other("the run has not begun, or a write to its file failed: open it again")
}

#[cfg(unix)]
fn sync_folder(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_file: &Path) -> io::Result<()> {
    Ok(())
}

//! From the browser to the disk, piece by piece: never a file in memory whole, never outside of the upload's folder.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use axum::body::Body;
use axum::extract::multipart::MultipartError;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::request::Parts;
use jiff::civil::Date;
use tokio::task::block_in_place;

use super::{FOLDER, Intake, held};

/// Most files of one upload.
const MOST_FILES: usize = 5_000;
/// Longest name of a file or folder, in bytes.
const LONGEST: usize = 120;
/// Most folders above a file.
const DEEPEST: usize = 6;
/// What is too large is read on for so many times the limit, so that the browser hears the answer and does not see a cut line.
const PATIENCE: u64 = 4;
/// Names that Windows keeps for devices.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul", "com", "lpt", "conin$", "conout$"];

/// Why an upload was not kept.
pub(crate) enum Undelivered {
    /// It is larger than one may be.
    TooLarge,
    /// It holds more files than one may.
    TooMany(usize),
    /// There was no file in it.
    Nothing,
    /// The line was cut, or what came is no upload.
    BrokenOff,
    /// The disk's answer: full, or not to be written to.
    Disk(io::Error),
}

impl From<MultipartError> for Undelivered {
    fn from(_: MultipartError) -> Self {
        Self::BrokenOff
    }
}

impl From<io::Error> for Undelivered {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

/// A folder that bytes are written into; gone if they do not all come.
struct Arriving<'a> {
    intake: &'a Intake,
    folder: PathBuf,
}

impl Drop for Arriving<'_> {
    fn drop(&mut self) {
        held(&self.intake.arriving).retain(|folder| *folder != self.folder);
        // Once it is whole it has another name, and nothing is here.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Takes the files of a form in, at most `limit` bytes; gives the upload's id.
pub(crate) async fn receive(
    intake: &Intake,
    root: &Path,
    day: Date,
    limit: u64,
    asked: Parts,
    body: Body,
) -> Result<String, Undelivered> {
    let mut request = Request::from_parts(asked, body);
    // Ours counts what is written, and has no memory to guard.
    DefaultBodyLimit::disable().apply(&mut request);
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|_| Undelivered::BrokenOff)?;
    let incoming = root.join(FOLDER);
    fs::create_dir_all(&incoming)?;
    sweep(intake, &incoming);
    let (id, arriving) = begin(intake, &incoming, day)?;
    let files = arriving.folder.join("files");
    fs::create_dir(&files)?;
    let (mut bytes, mut count, mut modified) = (0_u64, 0, None);
    while let Some(mut field) = form.next_field().await? {
        if field.name() == Some("modified") {
            let mut text = Vec::new();
            while let Some(piece) = field.chunk().await? {
                text.extend(piece.iter().take(32_usize.saturating_sub(text.len())));
            }
            modified = String::from_utf8_lossy(&text).parse().ok();
            continue;
        }
        let told = field.file_name().unwrap_or("").to_owned();
        if field.name() != Some("files") || told.is_empty() {
            continue;
        }
        count += 1;
        if count > MOST_FILES {
            return Err(Undelivered::TooMany(MOST_FILES));
        }
        let mut file = if bytes <= limit {
            Some(block_in_place(|| fresh(&files, &told))?)
        } else {
            None
        };
        while let Some(piece) = field.chunk().await? {
            bytes += piece.len() as u64;
            if bytes > limit.saturating_mul(PATIENCE) {
                return Err(Undelivered::TooLarge);
            }
            if bytes > limit && file.take().is_some() {
                fs::remove_dir_all(&arriving.folder)?;
            }
            if let Some(file) = &mut file {
                block_in_place(|| file.write_all(&piece))?;
            }
        }
        if let (Some(file), Some(modified)) = (file, modified.take()) {
            date(&file, modified);
        }
    }
    if bytes > limit {
        return Err(Undelivered::TooLarge);
    }
    if count == 0 {
        return Err(Undelivered::Nothing);
    }
    fs::rename(&arriving.folder, incoming.join(&id))?;
    Ok(id)
}

/// Takes away what was on its way when the server ended.
fn sweep(intake: &Intake, incoming: &Path) {
    let arriving = held(&intake.arriving);
    for entry in fs::read_dir(incoming).into_iter().flatten().filter_map(Result::ok) {
        let path = entry.path();
        if path.extension().is_some_and(|ending| ending == "part") && !arriving.contains(&path) {
            let _ = fs::remove_dir_all(path);
        }
    }
}

/// The newest number that was given: none is given twice, so that an old page of the browser means no new upload.
const NEWEST: &str = "newest";

/// A folder of the next number of the day.
fn begin<'a>(intake: &'a Intake, incoming: &Path, day: Date) -> Result<(String, Arriving<'a>), io::Error> {
    let mut arriving = held(&intake.arriving);
    let newest = fs::read_to_string(incoming.join(NEWEST)).unwrap_or_default();
    let given = newest
        .trim()
        .strip_prefix(&format!("{day}-"))
        .and_then(|number| number.parse().ok());
    for number in given.unwrap_or(0_u32).saturating_add(1).. {
        let id = format!("{day}-{number}");
        let folder = incoming.join(format!("{id}.part"));
        if incoming.join(&id).exists() || arriving.contains(&folder) {
            continue;
        }
        fs::create_dir(&folder)?;
        fs::write(incoming.join(NEWEST), &id)?;
        arriving.push(folder.clone());
        drop(arriving);
        return Ok((id, Arriving { intake, folder }));
    }
    Err(io::Error::other("no number is left for today"))
}

/// A new file of this name in the folder; of a further one of the same name, with a number.
fn fresh(files: &Path, told: &str) -> Result<File, io::Error> {
    let (folders, name) = harmless(told);
    let folder = folders.iter().fold(files.to_owned(), |folder, name| folder.join(name));
    fs::create_dir_all(&folder)?;
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) => (stem.to_owned(), format!(".{ending}")),
        None => (name.clone(), String::new()),
    };
    let names = (2..).map(|number| format!("{stem} ({number}){ending}"));
    for name in std::iter::once(name).chain(names).take(MOST_FILES) {
        match File::create_new(folder.join(name)) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => return made,
        }
    }
    Err(io::Error::other("too many files of one name"))
}

/// Folders and name of a file as they can stand on any disk, below the folder that it is put into.
fn harmless(told: &str) -> (Vec<String>, String) {
    let parts = told.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | ".."));
    let mut parts: Vec<String> = parts.map(part).filter(|part| !part.is_empty()).collect();
    let name = parts.pop().unwrap_or_else(|| "file".to_owned());
    let above = parts.len().saturating_sub(DEEPEST);
    (parts.split_off(above), name)
}

fn part(told: &str) -> String {
    let sign = |c: char| match c {
        '<' | '>' | ':' | '"' | '|' | '?' | '*' => '_',
        c => c,
    };
    // `clean` takes out what steers a terminal or turns the direction of text.
    let name: String = harpoon_report::clean(told, 4096).chars().map(sign).collect();
    // Names that begin with a dot are hidden, and passed over by an import; Windows drops dots and blanks at the end.
    let name = name.trim_matches(|c: char| c == '.' || c == ' ');
    let name = short(name);
    let stem = name.split('.').next().unwrap_or("").to_lowercase();
    let stem = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    if DEVICES.contains(&stem) {
        format!("_{name}")
    } else {
        name
    }
}

/// The name at most so long, with its ending.
fn short(name: &str) -> String {
    if name.len() <= LONGEST {
        return name.to_owned();
    }
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let ending = if ending.len() <= 10 { ending } else { "" };
    let mut stem = String::new();
    for sign in name.chars() {
        if stem.len() + sign.len_utf8() + ending.len() + 1 > LONGEST {
            break;
        }
        stem.push(sign);
    }
    if ending.is_empty() {
        stem
    } else {
        format!("{stem}.{ending}")
    }
}

/// Gives a file the time that it had where it comes from: exports without a year are dated by it.
fn date(file: &File, milliseconds: u64) {
    let time = SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(milliseconds));
    if let Some(time) = time.filter(|time| *time <= SystemTime::now()) {
        let _ = file.set_modified(time);
    }
}

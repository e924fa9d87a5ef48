//! What happened on a day: notes that people make beside the numbers, and days on which a platform began to count otherwise.
//! Every daily chart marks them, on screen and on paper.
//!
//! ```text
//! # annotations.csv: one note a line, written by people and by Harpoon alike
//! on,platform,text
//! 2026-10-05,,Sale began
//! 2026-10-12,meta,"Tracking broken, mended on the 14th"
//! ```
//! A line that cannot be read is told with its number and the reason, and stays where it is.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::PathBuf;

use harpoon_core::{Dim, Filter, Period};
use harpoon_report::clean;
use harpoon_report::view::{Happening, Text};
use jiff::civil::{Date, date};
use xxhash_rust::xxh3::xxh3_64;

use crate::Error;
use crate::workspace::Workspace;

/// The file, in the workspace's folder.
pub const FILE: &str = "annotations.csv";
/// Longest note, in characters.
pub const LONGEST: usize = 200;
const HEAD: &str = "on,platform,text";
/// Largest file that is read.
const LARGEST: u64 = 4 << 20;

/// Days on which a platform began to count otherwise: platform, day, what in English, Chinese and West Frisian. Figures before
/// and after are not alike.
///
/// Sources: YouTube Help, How engagement metrics are counted (Shorts views, 2025); Meta for Developers, Graph API v22.0 changelog
/// (impressions replaced by views, 2025); Meta for Developers, Page Insights deprecations of November 15, 2025 (page and post
/// impressions replaced by views); Meta Business Help, About attribution settings (2026).
const BREAKS: &[(&str, Date, [&str; 3])] = &[
    (
        "youtube",
        date(2025, 3, 31),
        [
            "YouTube counts a Shorts view at every start",
            "YouTube 起改为每次开始播放 Shorts 即计一次观看",
            "YouTube telt in Shorts-werjefte by elke start",
        ],
    ),
    (
        "instagram",
        date(2025, 4, 21),
        [
            "Instagram states views instead of impressions",
            "Instagram 以观看次数取代展示次数",
            "Instagram jout werjeften yn stee fan fertoaningen",
        ],
    ),
    (
        "facebook",
        date(2025, 11, 15),
        [
            "Facebook states views instead of impressions",
            "Facebook 以观看次数取代展示次数",
            "Facebook jout werjeften yn stee fan fertoaningen",
        ],
    ),
    (
        "meta",
        date(2026, 1, 12),
        [
            "Meta no longer claims by 7 days after a view or 28 after a click",
            "Meta 不再按浏览后 7 天、点击后 28 天归因",
            "Meta easket net mear 7 dagen nei sjen of 28 nei klikken",
        ],
    ),
];

/// A note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// Names it for removal; it follows from the rest.
    pub id: String,
    /// The day.
    pub on: Date,
    /// The platform that it concerns; all of them if none.
    pub platform: Option<String>,
    /// What happened, from outside.
    pub text: String,
}

impl Annotation {
    /// Checks a note.
    pub fn new(on: &str, platform: &str, text: &str) -> Result<Self, Error> {
        Self::read(on, platform, text).map_err(Error::Usage)
    }

    fn read(on: &str, platform: &str, text: &str) -> Result<Self, String> {
        let on = Period::day(on.trim()).map_err(|wrong| wrong.to_string())?;
        let platform = platform.trim().to_lowercase();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if platform.len() > 40 || !platform.chars().all(plain) {
            return Err(format!("`{}` is no platform", clean(&platform, 60)));
        }
        let signs = text.trim().chars().count();
        if signs == 0 || signs > LONGEST {
            return Err(format!("a note has 1 to {LONGEST} characters; this has {signs}"));
        }
        let text = clean(text.trim(), LONGEST);
        let digest = xxh3_64(format!("{on}\n{platform}\n{text}").as_bytes());
        Ok(Self {
            id: format!("{digest:016x}")[..8].to_owned(),
            on,
            platform: Some(platform).filter(|platform| !platform.is_empty()),
            text,
        })
    }

    fn line(&self) -> String {
        let quoted = |cell: &str| {
            if cell.contains([',', '"', '#']) {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell.to_owned()
            }
        };
        format!(
            "{},{},{}",
            self.on,
            self.platform.as_deref().unwrap_or(""),
            quoted(&self.text)
        )
    }
}

/// All notes, and what of the file cannot be read.
#[derive(Clone, Debug, Default)]
pub struct Annotations {
    /// The notes, by day.
    pub known: Vec<Annotation>,
    /// Lines that are none: number and reason.
    pub wrong: Vec<(usize, String)>,
}

impl Workspace {
    /// The notes of the workspace.
    pub fn annotations(&self) -> Result<Annotations, Error> {
        let mut all = Annotations::default();
        for (number, line) in self.annotation_file()?.lines().enumerate() {
            match read(line) {
                None => {}
                Some(Ok(note)) => all.known.push(note),
                Some(Err(why)) => all.wrong.push((number + 1, why)),
            }
        }
        all.known
            .sort_by(|a, b| a.on.cmp(&b.on).then_with(|| a.text.cmp(&b.text)));
        Ok(all)
    }

    /// Adds a note, once.
    pub fn annotate(&self, note: &Annotation) -> Result<(), Error> {
        self.rewrite(|lines| {
            let is_there = lines.iter().any(|line| is(line, &note.id));
            if !is_there {
                lines.push(note.line());
            }
            Ok(())
        })
    }

    /// Takes a note away, and gives it, so that it can be put back.
    pub fn unannotate(&self, id: &str) -> Result<Annotation, Error> {
        self.rewrite(|lines| {
            let at = lines.iter().position(|line| is(line, id)).ok_or_else(|| none(id))?;
            match read(&lines.remove(at)) {
                Some(Ok(note)) => Ok(note),
                _ => Err(none(id)),
            }
        })
    }

    /// Puts a note in the place of another, at once.
    pub fn reannotate(&self, id: &str, note: &Annotation) -> Result<(), Error> {
        self.rewrite(|lines| {
            let at = lines.iter().position(|line| is(line, id)).ok_or_else(|| none(id))?;
            lines[at] = note.line();
            Ok(())
        })
    }

    /// What happened in a period, by people's notes and by definitions that changed; only what concerns the platforms that are
    /// selected.
    pub fn happened(&self, period: Period, filters: &[Filter]) -> Result<Vec<Happening>, Error> {
        let mut chosen = filters.iter().filter(|filter| filter.dim == Dim::Platform).peekable();
        let all = chosen.peek().is_none();
        let chosen: Vec<&str> = chosen.map(|filter| filter.value.as_str()).collect();
        let concerns = |platform: &str| all || chosen.contains(&platform);
        let notes = self.annotations()?.known.into_iter();
        let notes = notes
            .filter(|note| period.contains(note.on) && note.platform.as_deref().is_none_or(concerns))
            .map(|note| Happening {
                day: note.on,
                what: Text::All(note.text),
            });
        let data = self.data()?;
        let states = |platform: &str| {
            let imports = data.snapshot().imports().iter().filter(|import| import.is_done());
            imports
                .flat_map(|import| &import.series)
                .any(|series| series.platform == platform)
        };
        let breaks = BREAKS
            .iter()
            .filter(|(platform, on, _)| period.contains(*on) && concerns(platform) && states(platform))
            .map(|(_, on, [en, zh, fy])| Happening {
                day: *on,
                what: Text::each(*en, *zh, *fy),
            });
        let mut all: Vec<Happening> = notes.chain(breaks).collect();
        all.sort_by_key(|one| one.day);
        Ok(all)
    }

    fn annotations_at(&self) -> PathBuf {
        self.root().join(FILE)
    }

    /// The file's text; empty where there is none.
    fn annotation_file(&self) -> Result<String, Error> {
        let path = self.annotations_at();
        match fs::metadata(&path) {
            Ok(known) if known.len() > LARGEST => Err(Error::Usage(format!(
                "`{}` is larger than {} MiB",
                path.display(),
                LARGEST >> 20
            ))),
            Ok(_) => {
                let bytes = fs::read(&path).map_err(Error::io("read", &path))?;
                let text = String::from_utf8_lossy(&bytes);
                Ok(text.trim_start_matches('\u{feff}').to_owned())
            }
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
            Err(e) => Err(Error::io("read", &path)(e)),
        }
    }

    /// Changes the lines of the file: one writer at a time, and whoever reads sees the old file or the new one.
    fn rewrite<T>(&self, change: impl FnOnce(&mut Vec<String>) -> Result<T, Error>) -> Result<T, Error> {
        let path = self.annotations_at();
        let locked = self.root().join(format!(".{FILE}.lock"));
        let lock = File::options().create(true).truncate(false).write(true).open(&locked);
        let lock = lock.map_err(Error::io("open", &locked))?;
        lock.lock().map_err(Error::io("lock", &locked))?;
        let text = self.annotation_file()?;
        if text.contains(char::REPLACEMENT_CHARACTER) {
            // Writing it would lose what the signs were.
            return Err(Error::Usage(format!(
                "{} is not in UTF-8: save it as UTF-8 first",
                path.display()
            )));
        }
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        if !lines.iter().any(|line| line.trim() == HEAD) {
            lines.insert(0, HEAD.to_owned());
        }
        let done = change(&mut lines)?;
        let fresh = self.root().join(format!(".{FILE}.new"));
        let written = File::create(&fresh).and_then(|mut file| {
            file.write_all((lines.join("\n") + "\n").as_bytes())?;
            file.sync_all()
        });
        written.map_err(Error::io("write", &fresh))?;
        fs::rename(&fresh, &path).map_err(Error::io("replace", &path))?;
        Ok(done)
    }
}

fn none(id: &str) -> Error {
    Error::Usage(format!(
        "there is no note `{}`; `harpoon annotations` lists all",
        clean(id, 40)
    ))
}

/// Whether the line is the note of this id.
fn is(line: &str, id: &str) -> bool {
    matches!(read(line), Some(Ok(note)) if note.id == id)
}

/// What a line says; nothing where it is blank, a remark or the head.
fn read(line: &str) -> Option<Result<Annotation, String>> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') || line == HEAD {
        return None;
    }
    let cells = cells(line);
    Some(match cells.as_slice() {
        [on, platform, text] => Annotation::read(on, platform, text),
        other => Err(format!(
            "it has {} columns instead of {HEAD}; a text with a comma stands in quotes",
            other.len()
        )),
    })
}

/// Cells of a line; those in quotes may hold commas, and two quotes for one.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let (mut quoted, mut signs) = (false, line.chars().peekable());
    while let Some(sign) = signs.next() {
        let Some(cell) = cells.last_mut() else { break };
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => {
                signs.next();
                cell.push('"');
            }
            '"' if quoted || cell.is_empty() => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            other => cell.push(other),
        }
    }
    cells
}

#[cfg(test)]
#[expect(clippy::expect_used, reason = "in a test a surprise should stop the test")]
mod tests {
    use super::{Annotation, read};

    #[test]
    fn a_line_comes_back_as_it_was_written() {
        for text in [
            "Sale began",
            "a, b",
            "he said \"now\"",
            "# not a remark",
            "<script>alert(1)</script>",
        ] {
            let note = Annotation::read("2026-10-05", "meta", text).expect(text);
            assert_eq!(read(&note.line()), Some(Ok(note.clone())), "{text}");
            assert_eq!(note.text, text);
        }
    }

    #[test]
    fn what_is_no_note_says_why() {
        for (line, part) in [
            ("2026-13-05,,x", "2026-13-05"),
            ("2026-10-05,,", "1 to 200"),
            ("2026-10-05,a b,x", "platform"),
            ("2026-10-05,,a,b", "4 columns"),
        ] {
            let why = read(line).expect(line).expect_err(line);
            assert!(why.contains(part), "{line}: {why}");
        }
        assert_eq!(read("# a remark"), None);
        assert_eq!(read("on,platform,text"), None);
    }
}

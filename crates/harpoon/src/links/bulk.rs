//! Links from a table: each row that is right becomes one, and every mistake of the file is told at once.

use std::fmt;
use std::fs;
use std::path::Path;

use harpoon_collect::scheme::{Fault, Part};
use jiff::Timestamp;

use super::book::Book;
use super::{Made, NewLink, Refused, tagged, word};
use crate::Error;
use crate::workspace::Workspace;

/// Largest file of links, in bytes.
const LARGEST: u64 = 64 << 20;

/// What came of a file of links.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bulk {
    /// Links by the line that asks for them.
    pub made: Vec<(u64, Made)>,
    /// What is wrong, by line.
    pub mistakes: Vec<Mistake>,
}

/// Something wrong with a file of links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Line, from 1.
    pub line: u64,
    /// Number of the column, from 1, and its head; `None` where it is the line as a whole.
    pub column: Option<(usize, String)>,
    /// What is wrong.
    pub wrong: Wrong,
    /// The link as it should be, where that can be told.
    pub right: Option<String>,
}

/// What can be wrong with a file of links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The link itself.
    Link(Fault),
    /// No column is called `url`.
    NoUrl,
    /// A line has so many cells, where the first line names so many columns.
    Cells(usize, usize),
    /// It is no text in UTF-8.
    NotText,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Link(fault) => f.write_str(&fault.message),
            Self::NoUrl => f.write_str(
                "no column is called `url`; the first line names the columns: url,source,medium,campaign,post",
            ),
            Self::Cells(cells, heads) => write!(f, "{cells} cells, and the first line names {heads}"),
            Self::NotText => f.write_str("this is no text in UTF-8"),
        }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some((number, head)) = &self.column {
            write!(f, ", column {number} ({head})")?;
        }
        write!(f, ": {}", self.wrong)?;
        self.right.iter().try_for_each(|right| write!(f, "; right: {right}"))
    }
}

/// What the columns of a file are.
struct Heads(Vec<(String, Role)>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Role {
    Url,
    Tag(Part),
    Field(String),
}

impl Workspace {
    /// Makes the links of a CSV file with the columns `url`, `source`, `medium`, `campaign`, `content`, `term` (or `utm_source`, …),
    /// and `post` or other fields of the template of `utm_content`. Rows that are wrong make none; those that are right do.
    pub fn make_links(&self, file: &Path, now: Timestamp) -> Result<Bulk, Error> {
        let about = fs::metadata(file).map_err(|_| Error::NoFile(file.to_owned()))?;
        if about.len() > LARGEST {
            return Err(Error::Usage(format!(
                "`{}` is more than 64 MiB of links",
                file.display()
            )));
        }
        self.make_links_of(&fs::read(file).map_err(Error::io("read", file))?, now)
    }

    /// The same, of the bytes of such a file.
    pub fn make_links_of(&self, bytes: &[u8], now: Timestamp) -> Result<Bulk, Error> {
        let (scheme, rules) = (&self.settings().links, self.channel_rules()?);
        let (rows, mut mistakes) = rows(bytes);
        let mut right = Vec::new();
        for (line, heads, new) in rows {
            match tagged(scheme, &rules, &new) {
                Ok(to) => right.push((line, to, new)),
                Err(refused) => mistakes.extend(refused.on(line, &heads)),
            }
        }
        mistakes.sort_by_key(|mistake| (mistake.line, mistake.column.as_ref().map(|(number, _)| *number)));
        let made = Book::change(self.root(), |book| {
            let made = right
                .into_iter()
                .map(|(line, to, new)| Ok((line, book.add(to, new.post(), now)?)));
            made.collect::<Result<_, Error>>()
        })?;
        Ok(Bulk { made, mistakes })
    }
}

impl Refused {
    /// As mistakes of a line.
    fn on(self, line: u64, heads: &Heads) -> Vec<Mistake> {
        let right = self.right;
        let mistake = |(place, fault): (usize, Fault)| {
            let role = fault.part.map_or(Role::Url, Role::Tag);
            Mistake {
                line,
                column: heads.column(&role),
                wrong: Wrong::Link(fault),
                // Once a line is enough.
                right: right.clone().filter(|_| place == 0),
            }
        };
        self.faults.into_iter().enumerate().map(mistake).collect()
    }
}

impl Heads {
    fn of(names: &csv::StringRecord) -> Self {
        Self(names.iter().map(|name| (name.trim().to_owned(), role(name))).collect())
    }

    fn column(&self, role: &Role) -> Option<(usize, String)> {
        let place = self.0.iter().position(|(_, known)| known == role)?;
        self.0.get(place).map(|(head, _)| (place + 1, head.clone()))
    }

    fn link(&self, cells: &csv::StringRecord) -> NewLink {
        let mut new = NewLink::default();
        let cells = cells
            .iter()
            .map(str::trim)
            .zip(&self.0)
            .filter(|(cell, _)| !cell.is_empty());
        for (cell, (_, role)) in cells {
            match role {
                Role::Url => cell.clone_into(&mut new.url),
                Role::Tag(part) => _ = new.parts.insert(*part, cell.to_owned()),
                Role::Field(name) => _ = new.fields.insert(name.clone(), cell.to_owned()),
            }
        }
        new
    }
}

fn role(name: &str) -> Role {
    let name = name.trim().to_lowercase();
    if ["url", "link", "address"].contains(&name.as_str()) {
        return Role::Url;
    }
    let part = Part::ALL
        .into_iter()
        .find(|part| part.parameter() == name || word(*part) == name);
    part.map_or(Role::Field(name), Role::Tag)
}

/// Wishes with their lines, and how the file names its columns.
type Wishes = Vec<(u64, std::rc::Rc<Heads>, NewLink)>;

/// The wishes of a file, and what is wrong with the file itself.
fn rows(bytes: &[u8]) -> (Wishes, Vec<Mistake>) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(delimiter(bytes))
        .from_reader(bytes);
    let whole = |line, wrong| Mistake {
        line,
        column: None,
        wrong,
        right: None,
    };
    let heads = match reader.headers() {
        Ok(names) => std::rc::Rc::new(Heads::of(names)),
        // In memory nothing else can be wrong with it.
        Err(_) => return (Vec::new(), vec![whole(1, Wrong::NotText)]),
    };
    if heads.column(&Role::Url).is_none() {
        return (Vec::new(), vec![whole(1, Wrong::NoUrl)]);
    }
    let (mut wishes, mut mistakes) = (Vec::new(), Vec::new());
    for record in reader.records() {
        match record {
            Ok(cells) => {
                let line = cells.position().map_or(0, csv::Position::line);
                if cells.len() == heads.0.len() {
                    wishes.push((line, std::rc::Rc::clone(&heads), heads.link(&cells)));
                } else {
                    mistakes.push(whole(line, Wrong::Cells(cells.len(), heads.0.len())));
                }
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                mistakes.push(whole(line, Wrong::NotText));
            }
        }
    }
    (wishes, mistakes)
}

/// Spreadsheets of some countries part cells by semicolons.
fn delimiter(bytes: &[u8]) -> u8 {
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |sign: u8| first.iter().map(|byte| usize::from(*byte == sign)).sum::<usize>();
    let signs = [b',', b';', b'\t'];
    signs.into_iter().rev().max_by_key(|sign| count(*sign)).unwrap_or(b',')
}

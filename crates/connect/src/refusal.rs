//! [`Refusal`]: why a file is not read at all, as facts. `Display` is its English, for terminals and JSON; pages have words of their
//! own in each language. So no refusal is a sentence before it is printed.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a file is not read at all. Nothing is lost: the file is untouched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// No connector and no map fits.
    Unrecognised {
        /// The best header line that was found.
        header: Vec<String>,
        /// The nearest connector and what it misses.
        nearest: Option<(String, Vec<String>)>,
    },
    /// Not a table.
    NotATable(Thing),
    /// Empty, or a header without rows.
    NoRows,
    /// Larger, deeper or more inflated than the limits allow; or a path that leaves the archive.
    Unsafe(Danger),
    /// Damaged container or encoding.
    Damaged(Damage),
    /// The operating system's word.
    Io(String),
}

/// What a file is that is no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Thing {
    /// Pages.
    Pdf,
    /// A picture.
    Png,
    /// A picture.
    Jpeg,
    /// A picture.
    Gif,
    /// A picture, sound or film in a RIFF file.
    Media,
    /// A program.
    Program,
    /// An archive of one file.
    Gzip,
    /// An archive.
    SevenZip,
    /// An archive.
    Rar,
    /// An SQLite file.
    Database,
    /// A Parquet file.
    Parquet,
    /// HTML.
    WebPage,
    /// XML.
    Xml,
    /// A spreadsheet that is not opened, because a small one may hold a hundred million cells.
    OpenDocument,
    /// Bytes that are no text.
    Binary,
}

/// Why a file might do harm, were it read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Danger {
    /// A spreadsheet of so many parts.
    Parts(u64),
    /// A spreadsheet that inflates to so many bytes.
    SpreadsheetInflates(u64),
    /// A spreadsheet of more cells than this, or of more text than may be read at once.
    Cells(u64),
    /// A spreadsheet that spreads cells over a room.
    Spread {
        /// So many cells.
        cells: u64,
        /// The room, in cells.
        area: u64,
    },
    /// A file of some bytes, where at most so many are read at once.
    Bytes {
        /// Bytes of the file.
        bytes: u64,
        /// Bytes that are read.
        most: u64,
    },
    /// An archive of some members, where at most so many are opened.
    Members {
        /// Members of the archive.
        members: u64,
        /// Members that are opened.
        most: u64,
    },
    /// A member whose path leaves the archive.
    Leaves,
    /// A member of this name whose path is no plain one.
    Path(String),
    /// A member of this name that is encrypted.
    Encrypted(String),
    /// A member that is packed in a way that is not read.
    Packed {
        /// Its name.
        name: String,
        /// The way.
        by: String,
    },
    /// An archive that inflates to so many bytes.
    Inflates(u64),
    /// A member that inflates more than it may.
    InflatesTimes {
        /// Its name.
        name: String,
        /// How often its packed size it may have.
        times: u64,
    },
    /// A member of this name that is an archive itself.
    Nested(String),
    /// More tables than this in one file.
    Tables(u64),
    /// A table of more columns than this.
    Columns(u64),
}

/// What is damaged. Details are those of whoever reads such files, in English.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Damage {
    /// A spreadsheet.
    Spreadsheet(String),
    /// An archive.
    Archive(String),
    /// A member of this name without data.
    NoData(String),
    /// The file itself.
    File(String),
    /// This line is not there.
    NoLine(u64),
    /// Reading it broke off, which is our fault.
    BrokeOff,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unrecognised {
                nearest: Some((id, missing)),
                ..
            } => {
                write!(
                    f,
                    "not recognised; nearest is `{id}`, which also needs {}",
                    missing.join(", ")
                )
            }
            Self::Unrecognised { nearest: None, .. } => {
                f.write_str("not recognised; write a map with `harpoon import --map`")
            }
            Self::NotATable(what) => write!(f, "not a table: {what}"),
            Self::NoRows => f.write_str("no rows"),
            Self::Unsafe(why) => write!(f, "refused: {why}"),
            Self::Damaged(what) => write!(f, "damaged: {what}"),
            Self::Io(why) => write!(f, "cannot be read: {why}"),
        }
    }
}

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pdf => "a PDF; export the figures as CSV or XLSX",
            Self::Png => "a picture (PNG)",
            Self::Jpeg => "a picture (JPEG)",
            Self::Gif => "a picture (GIF)",
            Self::Media => "a picture, sound or film",
            Self::Program => "a program",
            Self::Gzip => "a gzip archive; unpack it first",
            Self::SevenZip => "a 7z archive; unpack it first",
            Self::Rar => "a RAR archive; unpack it first",
            Self::Database => "a database",
            Self::Parquet => "a Parquet file",
            Self::WebPage => "a web page",
            Self::Xml => "an XML file",
            Self::OpenDocument => "an OpenDocument spreadsheet; save it as XLSX or CSV",
            Self::Binary => "binary data",
        })
    }
}

impl fmt::Display for Danger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parts(parts) => write!(f, "a spreadsheet of {parts} parts"),
            Self::SpreadsheetInflates(bytes) => {
                write!(f, "a spreadsheet that inflates to {bytes} bytes; save it as CSV")
            }
            Self::Cells(most) => write!(
                f,
                "a spreadsheet of more than {most} cells, or of more text than may be read at once; save it as CSV"
            ),
            Self::Spread { cells, area } => write!(
                f,
                "a spreadsheet that spreads {cells} cells over the room of {area}; save it as CSV"
            ),
            Self::Bytes { bytes, most } => write!(f, "{bytes} bytes, where at most {most} are read at once"),
            Self::Members { members, most } => write!(f, "{members} members, where at most {most} are opened"),
            Self::Leaves => f.write_str("a path leaves the archive"),
            Self::Path(name) => write!(f, "`{name}` is no plain relative path"),
            Self::Encrypted(name) => write!(f, "`{name}` is encrypted; unpack it first"),
            Self::Packed { name, by } => write!(f, "`{name}` is packed by {by}; pack it again as an ordinary zip"),
            Self::Inflates(bytes) => write!(f, "inflates to {bytes} bytes"),
            Self::InflatesTimes { name, times } => write!(f, "`{name}` inflates more than {times} times"),
            Self::Nested(name) => write!(f, "`{name}` is an archive in an archive; unpack it first"),
            Self::Tables(most) => write!(f, "more than {most} tables in one file"),
            Self::Columns(most) => write!(f, "a table of more than {most} columns"),
        }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Spreadsheet(detail) => write!(f, "spreadsheet: {detail}"),
            Self::Archive(detail) => write!(f, "archive: {detail}"),
            Self::NoData(name) => write!(f, "archive: `{name}` has no data"),
            Self::File(detail) => f.write_str(detail),
            Self::NoLine(line) => write!(f, "line {line} is not there"),
            Self::BrokeOff => f.write_str("reading broke off; this is a bug in Harpoon"),
        }
    }
}

//! [`Origin`]: a file, or a member of an archive, that can be opened again and again; and the limits beyond which
//! nothing is opened at all.

use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flate2::read::DeflateDecoder;
use jiff::civil::Date;
use zip::{CompressionMethod, ZipArchive};

use crate::plan::{Damage, Danger, Refusal};

/// What is too large, too deep or too inflated to be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Members of an archive.
    pub members: usize,
    /// Bytes that an archive's members may inflate to, together.
    pub inflated: u64,
    /// How many times its packed size a member may inflate to.
    pub ratio: u64,
    /// Bytes of a spreadsheet, which is read whole.
    pub spreadsheet: u64,
    /// Bytes that a spreadsheet's parts may inflate to, together.
    pub spreadsheet_inflated: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            members: 1_000,
            inflated: 64 << 30,
            ratio: 100,
            spreadsheet: 64 << 20,
            spreadsheet_inflated: 512 << 20,
        }
    }
}

/// Members smaller than this may inflate by any ratio: an empty table of blanks packs well and harms nobody.
const HARMLESS: u64 = 1 << 20;

/// Something to read: a file, or a member of an archive.
#[derive(Clone, Debug)]
pub struct Origin {
    name: String,
    folder: String,
    /// Path from what was given to the file's folder, with a slash at its end; empty for a file that was given itself.
    below: String,
    size: u64,
    modified: Option<Date>,
    limits: Limits,
    place: Place,
}

#[derive(Clone, Debug)]
enum Place {
    Whole(Base),
    Member {
        base: Base,
        start: u64,
        packed: u64,
        deflated: bool,
        crc: u32,
    },
}

#[derive(Clone, Debug)]
enum Base {
    File(PathBuf),
    Bytes(Arc<[u8]>),
}

trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

impl Base {
    fn open(&self) -> Result<Box<dyn ReadSeek>, Refusal> {
        match self {
            Self::File(path) => {
                let file = File::open(path).map_err(|e| Refusal::Io(format!("{}: {e}", path.display())))?;
                Ok(Box::new(BufReader::with_capacity(1 << 16, file)))
            }
            Self::Bytes(bytes) => Ok(Box::new(Cursor::new(Arc::clone(bytes)))),
        }
    }
}

impl Origin {
    /// Bytes in memory under a name: for tests, fuzzing and downloads. An archive is read as one damaged table; see
    /// [`origins_in`].
    pub fn from_bytes(name: &str, bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        Self {
            name: name.to_owned(),
            folder: String::new(),
            below: String::new(),
            size: bytes.len() as u64,
            modified: None,
            limits: Limits::default(),
            place: Place::Whole(Base::Bytes(bytes)),
        }
    }

    fn from_path(path: &Path, limits: Limits) -> Result<Self, Refusal> {
        let said = |e: std::io::Error| Refusal::Io(format!("{}: {e}", path.display()));
        let meta = std::fs::metadata(path).map_err(said)?;
        if !meta.is_file() {
            return Err(Refusal::Io(format!("{} is no file", path.display())));
        }
        let modified = meta.modified().ok().and_then(|at| jiff::Timestamp::try_from(at).ok());
        Ok(Self {
            name: path
                .file_name()
                .map_or_else(String::new, |n| n.to_string_lossy().into_owned()),
            folder: folder_of(path),
            below: String::new(),
            size: meta.len(),
            modified: modified.map(|at| at.to_zoned(jiff::tz::TimeZone::UTC).date()),
            limits,
            place: Place::Whole(Base::File(path.to_owned())),
        })
    }

    /// File name; `archive.zip/member.csv` for members.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name by which a person tells it from others: with the folders below the one that was given.
    pub fn shown_name(&self) -> String {
        format!("{}{}", self.below, self.name)
    }

    /// The origin as one found in this folder, which is said from what was given on.
    #[must_use]
    pub fn found_in(mut self, folder: &str) -> Self {
        self.below = match folder.trim_end_matches('/') {
            "" => String::new(),
            folder => format!("{folder}/"),
        };
        self
    }

    /// The name below that of its folder, which says something of many exports.
    pub(crate) fn full_name(&self) -> String {
        if self.folder.is_empty() {
            return self.name.clone();
        }
        format!("{}/{}", self.folder, self.name)
    }

    /// Bytes, inflated.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Day of the last change, as the file system or the archive states it; a proposal for dates without a year.
    pub fn modified(&self) -> Option<Date> {
        self.modified
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Opens it from the start. Members inflate as they are read; one that inflates beyond its stated size, or whose
    /// checksum is wrong, ends in an error.
    pub fn open(&self) -> Result<Box<dyn Read + Send>, Refusal> {
        match &self.place {
            Place::Whole(base) => Ok(Box::new(base.open()?)),
            Place::Member {
                base,
                start,
                packed,
                deflated,
                crc,
            } => {
                let mut archive = base.open()?;
                archive
                    .seek(SeekFrom::Start(*start))
                    .map_err(|e| Refusal::Io(e.to_string()))?;
                let raw = archive.take(*packed);
                let inner: Box<dyn Read + Send> = if *deflated {
                    Box::new(DeflateDecoder::new(raw))
                } else {
                    Box::new(raw)
                };
                Ok(Box::new(Checked {
                    inner,
                    left: self.size,
                    crc: flate2::Crc::new(),
                    stated: *crc,
                }))
            }
        }
    }

    /// The whole content, for readers that need it at once.
    pub(crate) fn bytes(&self, most: u64) -> Result<Vec<u8>, Refusal> {
        if self.size > most {
            return Err(Refusal::Unsafe(Danger::Bytes { bytes: self.size, most }));
        }
        let mut bytes = Vec::new();
        let mut reader = self.open()?.take(most);
        reader
            .read_to_end(&mut bytes)
            .map_err(|e| Refusal::Damaged(Damage::File(e.to_string())))?;
        Ok(bytes)
    }
}

fn folder_of(path: &Path) -> String {
    let name = path.parent().and_then(Path::file_name);
    name.map_or_else(String::new, |n| n.to_string_lossy().into_owned())
}

/// Holds a member to its stated size and checksum.
struct Checked {
    inner: Box<dyn Read + Send>,
    left: u64,
    crc: flate2::Crc,
    stated: u32,
}

impl Read for Checked {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(buf)?;
        let wrong = |what: &str| std::io::Error::new(std::io::ErrorKind::InvalidData, what.to_owned());
        self.left = self
            .left
            .checked_sub(n as u64)
            .ok_or_else(|| wrong("the archive's member is larger than the archive states"))?;
        self.crc.update(buf.get(..n).unwrap_or_default());
        if n == 0 && !buf.is_empty() && (self.left > 0 || self.crc.sum() != self.stated) {
            return Err(wrong("the archive's member is damaged (checksum)"));
        }
        Ok(n)
    }
}

/// The file, or the members of the archive that it is, sorted by name.
///
/// Nested archives, paths that leave the archive, encrypted members and whatever breaks the limits are refused, each
/// with the archive as a whole: a doubtful archive is not half read.
pub fn origins(path: &Path, limits: &Limits) -> Result<Vec<Origin>, Refusal> {
    unpack(Origin::from_path(path, *limits)?)
}

/// As [`origins`], for bytes in memory.
pub fn origins_in(name: &str, bytes: impl Into<Arc<[u8]>>, limits: &Limits) -> Result<Vec<Origin>, Refusal> {
    let mut origin = Origin::from_bytes(name, bytes);
    origin.limits = *limits;
    unpack(origin)
}

fn unpack(origin: Origin) -> Result<Vec<Origin>, Refusal> {
    let Place::Whole(base) = &origin.place else {
        return Ok(vec![origin]);
    };
    if !starts_as_zip(&mut *base.open()?) {
        return Ok(vec![origin]);
    }
    let damaged = |e: zip::result::ZipError| Refusal::Damaged(Damage::Archive(e.to_string()));
    let mut archive = ZipArchive::new(base.open()?).map_err(damaged)?;
    if archive.len() > origin.limits.members {
        return Err(Refusal::Unsafe(Danger::Members {
            members: archive.len() as u64,
            most: origin.limits.members as u64,
        }));
    }
    let mut members = Vec::new();
    let mut inflated: u64 = 0;
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index).map_err(damaged)?;
        inflated = inflated.saturating_add(file.size());
        if let Some(member) = member(&origin, base, &file)? {
            members.push(member);
        }
    }
    if is_spreadsheet(&members) {
        return whole_spreadsheet(origin, inflated);
    }
    check_members(&origin, &members, inflated)?;
    members.retain(|m| !is_furniture(&m.name));
    members.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(members)
}

fn starts_as_zip(reader: &mut dyn ReadSeek) -> bool {
    let mut magic = [0_u8; 4];
    reader.read_exact(&mut magic).is_ok() && (&magic == b"PK\x03\x04" || &magic == b"PK\x05\x06")
}

fn member<R: Read>(origin: &Origin, base: &Base, file: &zip::read::ZipFile<'_, R>) -> Result<Option<Origin>, Refusal> {
    if file.is_dir() {
        return Ok(None);
    }
    let Some(path) = file.enclosed_name() else {
        return Err(Refusal::Unsafe(Danger::Leaves));
    };
    let name = path.to_string_lossy().replace('\\', "/");
    let stated = file
        .name()
        .map_err(|e| Refusal::Damaged(Damage::Archive(e.to_string())))?;
    if stated.starts_with('/') || stated.contains("..") || stated.contains(':') {
        return Err(Refusal::Unsafe(Danger::Path(name)));
    }
    if file.encrypted() {
        return Err(Refusal::Unsafe(Danger::Encrypted(name)));
    }
    let deflated = match file.compression() {
        CompressionMethod::Stored => false,
        CompressionMethod::Deflated => true,
        other => {
            return Err(Refusal::Unsafe(Danger::Packed {
                name,
                by: other.to_string(),
            }));
        }
    };
    let day = file.last_modified().and_then(|at| {
        Date::new(
            i16::try_from(at.year()).ok()?,
            at.month().cast_signed(),
            at.day().cast_signed(),
        )
        .ok()
    });
    let start = file
        .data_start()
        .ok_or_else(|| Refusal::Damaged(Damage::NoData(name.clone())))?;
    Ok(Some(Origin {
        name: format!("{}/{name}", origin.name),
        folder: origin.folder.clone(),
        below: origin.below.clone(),
        size: file.size(),
        modified: day,
        limits: origin.limits,
        place: Place::Member {
            base: base.clone(),
            start,
            packed: file.compressed_size(),
            deflated,
            crc: file.crc32(),
        },
    }))
}

fn is_spreadsheet(members: &[Origin]) -> bool {
    let has = |end: &str| members.iter().any(|m| m.name.ends_with(end));
    has("/[Content_Types].xml") && (has("/xl/workbook.xml") || has("/xl/workbook.bin"))
        || has("/content.xml") && has("/mimetype")
}

fn whole_spreadsheet(origin: Origin, inflated: u64) -> Result<Vec<Origin>, Refusal> {
    if inflated > origin.limits.spreadsheet_inflated {
        return Err(Refusal::Unsafe(Danger::SpreadsheetInflates(inflated)));
    }
    Ok(vec![origin])
}

fn check_members(origin: &Origin, members: &[Origin], inflated: u64) -> Result<(), Refusal> {
    if inflated > origin.limits.inflated {
        return Err(Refusal::Unsafe(Danger::Inflates(inflated)));
    }
    for member in members {
        let Place::Member { packed, .. } = member.place else {
            continue;
        };
        if member.size > HARMLESS && member.size / packed.max(1) > origin.limits.ratio {
            return Err(Refusal::Unsafe(Danger::InflatesTimes {
                name: member.name.clone(),
                times: origin.limits.ratio,
            }));
        }
        if !is_furniture(&member.name) && starts_as_archive(member)? {
            return Err(Refusal::Unsafe(Danger::Nested(member.name.clone())));
        }
    }
    Ok(())
}

fn starts_as_archive(member: &Origin) -> Result<bool, Refusal> {
    let mut magic = [0_u8; 4];
    let mut reader = member.open()?;
    let is_spreadsheet = [".xlsx", ".xlsm", ".xlsb", ".ods"]
        .iter()
        .any(|end| member.name.to_ascii_lowercase().ends_with(end));
    Ok(!is_spreadsheet && reader.read_exact(&mut magic).is_ok() && &magic == b"PK\x03\x04")
}

/// What operating systems leave in archives.
fn is_furniture(name: &str) -> bool {
    name.split('/')
        .skip(1)
        .any(|part| part.starts_with('.') || part == "__MACOSX" || part == "Thumbs.db")
}

//! [`Grid`]: the rows of a text file or of one sheet, in order, with their lines.

use std::io::Read;

use crate::ahead::Ahead;
use crate::origin::Origin;
use crate::plan::{Damage, Refusal};
use crate::record::Record;
use crate::remark::Remark;
use crate::sheet::{self, Sheet};
use crate::singer;
use crate::text::{Dialect, Records};

/// Rows with their lines, blank ones too.
pub(crate) enum Grid {
    /// Delimited text.
    Text(Box<Records>),
    /// Delimited text that is split on a thread of its own.
    Ahead(Ahead),
    /// A sheet, and the line given last.
    Sheet(Sheet, u64),
    /// A stream of a tap.
    Stream(Box<singer::Stream>),
}

impl Grid {
    /// Every grid of the origin: one for text, one for each sheet, one for each stream of a tap.
    pub(crate) fn open(origin: &Origin) -> Result<Vec<Self>, Refusal> {
        if is_workbook(origin)? {
            let sheets = sheet::sheets(origin)?;
            return Ok(sheets.into_iter().map(|sheet| Self::Sheet(sheet, 0)).collect());
        }
        if let Some(streams) = singer::Stream::open(origin)? {
            return Ok(streams
                .into_iter()
                .map(|stream| Self::Stream(Box::new(stream)))
                .collect());
        }
        let dialect = Dialect::sniff(origin)?;
        Ok(vec![Self::Text(Box::new(Records::new(origin.open()?, &dialect)))])
    }

    /// Name of the sheet, or of the stream.
    pub(crate) fn sheet(&self) -> Option<&str> {
        match self {
            Self::Text(_) | Self::Ahead(_) => None,
            Self::Sheet(sheet, _) => Some(&sheet.name),
            Self::Stream(stream) => Some(stream.name()),
        }
    }

    /// What a person should know of the rows, once they are read.
    pub(crate) fn remark(&self) -> Option<Remark> {
        match self {
            Self::Stream(stream) => stream.remark(),
            Self::Text(_) | Self::Ahead(_) | Self::Sheet(..) => None,
        }
    }

    /// The text turned out to be long: the rest is split on a thread of its own.
    pub(crate) fn run_ahead(self) -> Self {
        match self {
            Self::Text(records) => Self::Ahead(Ahead::start(*records)),
            other => other,
        }
    }

    /// The next row; `false` at the end.
    pub(crate) fn next(&mut self, record: &mut Record) -> Result<bool, Refusal> {
        match self {
            Self::Text(records) => records.next(record),
            Self::Ahead(records) => records.next(record),
            Self::Sheet(sheet, last) => {
                let more = sheet.next(record, *last);
                *last = record.line;
                Ok(more)
            }
            Self::Stream(stream) => stream.next(record),
        }
    }
}

fn is_workbook(origin: &Origin) -> Result<bool, Refusal> {
    let mut magic = [0_u8; 8];
    let mut reader = origin.open()?.take(8);
    let mut got = 0;
    while let Some(free) = magic.get_mut(got..).filter(|free| !free.is_empty()) {
        match reader.read(free) {
            Ok(0) => break,
            Ok(n) => got += n,
            Err(e) => return Err(Refusal::Damaged(Damage::File(e.to_string()))),
        }
    }
    Ok(sheet::is_workbook(magic.get(..got).unwrap_or_default()))
}

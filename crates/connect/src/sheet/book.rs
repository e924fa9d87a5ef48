//! [`open`]: the library's reader of a workbook, once the file is known to be no larger inside than it may be.

use std::io::Cursor;

use calamine::{Reader as _, Sheets, Xls, Xlsb, Xlsx};
use zip::ZipArchive;

use super::{COMPOUND, xls};
use crate::origin::Limits;
use crate::plan::{Damage, Danger, Refusal, Thing};

/// A workbook's reader.
pub(super) type Book = Sheets<Cursor<Vec<u8>>>;

/// Opens the workbook that its bytes say it is.
pub(super) fn open(bytes: Vec<u8>, limits: &Limits) -> Result<Book, Refusal> {
    let damaged = |what: &dyn std::fmt::Display| Refusal::Damaged(Damage::Spreadsheet(what.to_string()));
    if bytes.starts_with(COMPOUND) {
        xls::check(&bytes)?;
        return Xls::new(Cursor::new(bytes)).map(Sheets::Xls).map_err(|e| damaged(&e));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(&e))?;
    let has = |part: &str| {
        archive
            .file_names()
            .flatten()
            .any(|name| name.eq_ignore_ascii_case(part))
    };
    let (is_binary, is_open_document) = (has("xl/workbook.bin"), has("content.xml"));
    // An OpenDocument sheet of 1 KB may repeat one cell a hundred million times, and is expanded as it is opened.
    if is_open_document {
        return Err(Refusal::NotATable(Thing::OpenDocument));
    }
    check_inflated(&mut archive, limits)?;
    let bytes = archive.into_inner();
    if is_binary {
        return Xlsb::new(bytes).map(Sheets::Xlsb).map_err(|e| damaged(&e));
    }
    Xlsx::new(bytes).map(Sheets::Xlsx).map_err(|e| damaged(&e))
}

/// Refuses what inflates too far. The parts are held to the sizes that the archive states as they are read.
fn check_inflated(archive: &mut ZipArchive<Cursor<Vec<u8>>>, limits: &Limits) -> Result<(), Refusal> {
    if archive.len() > limits.members {
        return Err(Refusal::Unsafe(Danger::Parts(archive.len() as u64)));
    }
    let mut inflated: u64 = 0;
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index);
        let part = part.map_err(|e| Refusal::Damaged(Damage::Spreadsheet(e.to_string())))?;
        inflated = inflated.saturating_add(part.size());
    }
    if inflated > limits.spreadsheet_inflated {
        return Err(Refusal::Unsafe(Danger::SpreadsheetInflates(inflated)));
    }
    Ok(())
}

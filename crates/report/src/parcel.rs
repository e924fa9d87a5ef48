//! A [`Document`] on its way to the program that sets pages: JSON under the number of its format.
//!
//! That program is built apart from this one (see `crates/pdf`), and so the two may be of different days. The format is private
//! to them: nothing else reads it, nothing keeps it. Every field must be known to both sides; a document of another day is
//! refused and never set with something left out.

use serde::{Deserialize, Serialize};

use crate::document::Document;

/// Number of the format. It grows when a document can no longer be read by the program of the day before, or would be read
/// otherwise.
pub const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Parcel<'a> {
    harpoon_document: u32,
    document: &'a Document,
}

/// What is read first: other formats may differ in all else.
#[derive(Deserialize)]
struct Label {
    harpoon_document: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Opened {
    #[serde(rename = "harpoon_document")]
    _format: u32,
    document: Document,
}

/// Why a parcel cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum ParcelError {
    /// No parcel at all.
    #[error("what came in is no report of Harpoon: {0}")]
    NoParcel(serde_json::Error),
    /// Of a format that this program does not know.
    #[error(
        "the report came in format {0} and this program reads format {FORMAT}; build both programs from the same source"
    )]
    OtherFormat(u32),
    /// Of our format by its label, and yet not readable.
    #[error("the report came from a Harpoon of another day ({0}); build both programs from the same source")]
    OtherDay(serde_json::Error),
}

/// The document as bytes.
pub fn wrap(document: &Document) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(&Parcel {
        harpoon_document: FORMAT,
        document,
    })
}

/// The document of [`wrap`]'s bytes.
pub fn open(bytes: &[u8]) -> Result<Document, ParcelError> {
    let label: Label = serde_json::from_slice(bytes).map_err(ParcelError::NoParcel)?;
    if label.harpoon_document != FORMAT {
        return Err(ParcelError::OtherFormat(label.harpoon_document));
    }
    let opened: Opened = serde_json::from_slice(bytes).map_err(ParcelError::OtherDay)?;
    Ok(opened.document)
}

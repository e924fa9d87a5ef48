//! [`World`]: what Typst may see: our template, the report as data, our fonts. No disk, no network, no clock.

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _};

use crate::Fonts;

const TEMPLATE: &str = include_str!("report.typ");

/// Two files and some fonts.
pub(crate) struct World<'a> {
    library: LazyHash<Library>,
    template: Source,
    data: Bytes,
    data_id: FileId,
    fonts: &'a Fonts,
}

impl<'a> World<'a> {
    /// The world of one report; `None` if Typst does not take the names of our files.
    pub(crate) fn new(data: Vec<u8>, fonts: &'a Fonts) -> Option<Self> {
        let id = |name| {
            let path = VirtualPath::new(name).ok()?;
            Some(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
        };
        Some(Self {
            library: LazyHash::new(Library::default()),
            template: Source::new(id("/report.typ")?, TEMPLATE.to_owned()),
            data: Bytes::new(data),
            data_id: id("/report.json")?,
            fonts,
        })
    }
}

impl typst::World for World<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() {
            Ok(self.template.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_id {
            Ok(self.data.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

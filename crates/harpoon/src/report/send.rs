//! A month's report as it is sent: signed files as they are, and what nobody signed made at the same version of the data, so that
//! readers of different languages see the same figures.

use harpoon_core::{Language, Period};
use jiff::civil::Date;

use super::issue::{Paper, Signed};
use super::{Report, Wish, compose, html};
use crate::Error;
use crate::workspace::Workspace;

/// A report in one language, as a file.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Language.
    pub language: Language,
    /// Name of the file.
    pub name: String,
    /// Entry of the ledger that signs it.
    pub entry: Option<u64>,
    /// The file.
    pub bytes: Vec<u8>,
    /// Its figures.
    pub view: Report,
}

impl Workspace {
    /// Version of the data that a report of the month would be sent at: the newest that was signed, else today's.
    pub fn version_to_send(&self, month: Period) -> Result<String, Error> {
        let mut signed: Option<u64> = None;
        for language in Language::ALL {
            for format in ["html", "pdf"] {
                let found = self.signed(Paper {
                    month,
                    language,
                    format,
                })?;
                signed = signed.max(found.and_then(|found| found.view.method.data_version.parse().ok()));
            }
        }
        match signed {
            Some(version) => Ok(version.to_string()),
            None => Ok(self.data()?.version().to_string()),
        }
    }

    /// What decides how a month's report would be sent: the version of the data, the ledger and the settings. Who approves a
    /// report approves it under this mark.
    pub fn mark_to_send(&self, month: Period) -> Result<String, Error> {
        let (version, entries) = (self.version_to_send(month)?, self.book()?.entries());
        Ok(format!("{version}-{entries}-{}", self.settings_mark()?))
    }

    /// The files of a month's report in every language, at [`Self::version_to_send`].
    pub fn sheets(&self, month: Period, today: Date) -> Result<Vec<Sheet>, Error> {
        let version = self.version_to_send(month)?;
        let mut sheets = Vec::new();
        for language in Language::ALL {
            let page = self.signed(Paper {
                month,
                language,
                format: "html",
            })?;
            let page = match page {
                // What was signed of other figures stays what it is; readers of all languages see the same.
                Some(signed) if signed.view.method.data_version == version => sheet(language, signed),
                _ => self.composed(month, today, language, &version)?,
            };
            let pages = self.signed(Paper {
                month,
                language,
                format: "pdf",
            })?;
            // Pages of other figures than the page beside them would tell the reader two things.
            let same = |pages: &Signed| pages.view.method.data_version == page.view.method.data_version;
            let pages = pages.filter(same).map(|signed| sheet(language, signed));
            sheets.push(page);
            sheets.extend(pages);
        }
        Ok(sheets)
    }

    fn composed(&self, month: Period, issued: Date, language: Language, version: &str) -> Result<Sheet, Error> {
        let version = version
            .parse()
            .map_err(|_| Error::Bug(format!("`{version}` is no version of the data")))?;
        let view = self.held(Some(version), None)?.report(&Wish {
            month,
            issued,
            note: None,
            language,
        })?;
        Ok(Sheet {
            language,
            name: format!("{}.{}.html", month.from.strftime("%Y-%m"), language.tag()),
            entry: None,
            bytes: html(&compose(&view, language)).into_bytes(),
            view,
        })
    }
}

fn sheet(language: Language, signed: Signed) -> Sheet {
    Sheet {
        language,
        name: signed.name,
        entry: Some(signed.entry),
        bytes: signed.bytes,
        view: signed.view,
    }
}

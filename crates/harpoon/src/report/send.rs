//! A month's report as it is sent: signed files as they are, and what nobody signed made at the same version of the data, so that
//! readers of different languages see the same figures. And what restates it: a month that was issued anew after it was sent.

use std::path::Path;

use harpoon_core::{Language, Period};
use harpoon_ledger::Digest;
use harpoon_report::view::Restatement;
use jiff::civil::Date;

use super::issue::{Paper, Signed, changes, content, reason};
use super::{Report, Wish, compose, html, pages};
use crate::Error;
use crate::workspace::Workspace;

/// Formats that are signed and sent.
const FORMATS: [&str; 2] = ["html", "pdf"];

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
    /// Its figures. Of a restatement they say what changed against what was sent before, though the file may be one that was
    /// signed against another.
    pub view: Report,
}

/// A page that was sent.
#[derive(Clone, Debug)]
pub struct SentPage {
    /// Language.
    pub language: Language,
    /// The file.
    pub bytes: Vec<u8>,
    /// Its figures.
    pub view: Report,
}

/// What was sent of a month last.
#[derive(Clone, Debug)]
pub struct SentBefore {
    /// Version of the data that it is of.
    pub version: String,
    /// Entries of the ledger when it was approved: what was signed by then is no news.
    pub entries: u64,
    /// Its pages, one a language.
    pub pages: Vec<SentPage>,
    /// The number that what restates it has among the reports of the month: 2 and on.
    pub number: u64,
}

impl SentBefore {
    fn page(&self, language: Language) -> Option<&SentPage> {
        self.pages.iter().find(|page| page.language == language)
    }
}

impl Workspace {
    /// Version of the data that a report of the month would be sent at: the newest that was signed, else today's.
    pub fn version_to_send(&self, month: Period) -> Result<String, Error> {
        let mut signed: Option<u64> = None;
        for paper in papers(month) {
            let found = self.signed(paper)?;
            signed = signed.max(found.and_then(|found| number(&found.view.method.data_version)));
        }
        match signed {
            Some(version) => Ok(version.to_string()),
            None => Ok(self.data()?.version().to_string()),
        }
    }

    /// What decides how a month's report would be sent: the version of the data, the ledger, the settings, and the files that
    /// stand beside them: definitions, channels, annotations, the logo. Who approves a report approves it under this mark.
    pub fn mark_to_send(&self, month: Period) -> Result<String, Error> {
        let (version, entries) = (self.version_to_send(month)?, self.book()?.entries());
        Ok(format!("{version}-{entries}-{}", self.settings_mark()?))
    }

    /// Entries of the ledger.
    pub fn entries(&self) -> Result<u64, Error> {
        Ok(self.book()?.entries())
    }

    /// What the newest issue of a month says otherwise than what was sent of it. Nothing if none was signed since, or if it says
    /// the same.
    pub fn restated(&self, month: Period, before: &SentBefore) -> Result<Option<Restatement>, Error> {
        let mut newest: Option<(u64, Restatement)> = None;
        for paper in papers(month) {
            let (Some(issue), Some(sent)) = (self.earlier(paper)?, before.page(paper.language)) else {
                continue;
            };
            let Some(view) = issue.view else { continue };
            let is_older = number(&view.method.data_version) < number(&before.version);
            if issue.entry <= before.entries || is_older || content(&sent.view)? == content(&view)? {
                continue;
            }
            if newest.as_ref().is_none_or(|(entry, _)| *entry < issue.entry) {
                newest = Some((issue.entry, restatement(sent, &view)));
            }
        }
        Ok(newest.map(|(_, restatement)| restatement))
    }

    /// The files of a month's report in every language, at [`Self::version_to_send`]: a page each, and a PDF where one was signed
    /// or `setter`, the program that sets pages, is there. What restates a report that was sent says what changed.
    pub fn sheets(
        &self,
        month: Period,
        today: Date,
        setter: Option<&Path>,
        before: Option<&SentBefore>,
    ) -> Result<Vec<Sheet>, Error> {
        let version = self.version_to_send(month)?;
        let mut sheets = Vec::new();
        for language in Language::ALL {
            let of = |format| Paper {
                month,
                language,
                format,
            };
            let sent = before.and_then(|before| before.page(language));
            let mut page = match self.signed(of("html"))? {
                // What was signed of other figures stays what it is; readers of all languages see the same.
                Some(signed) if signed.view.method.data_version == version => sheet(language, signed, sent),
                _ => self.composed(month, today, language, &version, sent)?,
            };
            // Pages of other figures than the page beside them would tell the reader two things.
            let same = |pages: &Signed| pages.view.method.data_version == page.view.method.data_version;
            let mut pages = match (self.signed(of("pdf"))?.filter(same), setter) {
                (Some(signed), _) => Some(sheet(language, signed, sent)),
                // What it warns of is said where a report is looked at before it is issued.
                (None, Some(setter)) => Some(Sheet {
                    entry: None,
                    bytes: pages::pages(&compose(&page.view, language), setter)?.pdf,
                    name: String::new(),
                    ..page.clone()
                }),
                (None, None) => None,
            };
            for (sheet, format) in std::iter::once(&mut page)
                .zip(["html"])
                .chain(pages.iter_mut().zip(["pdf"]))
            {
                if sheet.entry.is_none() {
                    sheet.name = name(month, language, before, format);
                }
            }
            sheets.push(page);
            sheets.extend(pages);
        }
        Ok(sheets)
    }

    fn composed(
        &self,
        month: Period,
        issued: Date,
        language: Language,
        version: &str,
        sent: Option<&SentPage>,
    ) -> Result<Sheet, Error> {
        let version = number(version).ok_or_else(|| Error::Bug(format!("`{version}` is no version of the data")))?;
        let mut view = self.held(Some(version), None)?.report(&Wish {
            month,
            issued,
            note: None,
            language,
        })?;
        view.restates = sent.map(|sent| restatement(sent, &view));
        Ok(Sheet {
            language,
            name: String::new(),
            entry: None,
            bytes: html(&compose(&view, language)).into_bytes(),
            view,
        })
    }
}

/// All papers of a month that may have been signed and are sent.
fn papers(month: Period) -> impl Iterator<Item = Paper<'static>> {
    Language::ALL.into_iter().flat_map(move |language| {
        FORMATS.map(|format| Paper {
            month,
            language,
            format,
        })
    })
}

/// A version of the data, which is counted.
fn number(version: &str) -> Option<u64> {
    version.parse().ok()
}

/// What a report changes against a page that was sent.
fn restatement(sent: &SentPage, view: &Report) -> Restatement {
    Restatement {
        earlier: sent.view.issued,
        digest: Digest::of(&sent.bytes).to_string(),
        reason: reason(&sent.view.method.data_version, &view.method.data_version),
        changes: changes(&sent.view, view),
    }
}

/// `2026-10.fy.html`, as files that are signed are called; of what restates it `2026-10.fy.2.html`.
fn name(month: Period, language: Language, before: Option<&SentBefore>, format: &str) -> String {
    let number = before.map_or_else(String::new, |before| format!(".{}", before.number));
    format!("{}.{}{number}.{format}", month.from.strftime("%Y-%m"), language.tag())
}

/// What was signed, told against what was sent before.
fn sheet(language: Language, mut signed: Signed, sent: Option<&SentPage>) -> Sheet {
    if let Some(sent) = sent {
        signed.view.restates = Some(restatement(sent, &signed.view));
    }
    Sheet {
        language,
        name: signed.name,
        entry: Some(signed.entry),
        bytes: signed.bytes,
        view: signed.view,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::{Path, PathBuf};

    use harpoon_core::Period;

    use crate::workspace::{ReportSettings, Settings, Workspace};

    const OWN_KPI: &str = "[[kpi]]\nid = \"loud\"\ntitle = \"Loud reactions\"\nmeaning = \"Comments count double.\"\n\
        proves_not = \"That anybody is pleased.\"\nformula = \"2 * comments + shares\"\nunit = \"count\"\nbetter = \"up\"\n\
        stage = \"interest\"\nlevel = \"micro\"\nsource = \"Own definition (2026)\"\n";

    /// The mark of a folder as whoever opens it now sees it.
    fn mark(root: &Path) -> String {
        let month = Period::month("2026-09").unwrap();
        Workspace::open(root).unwrap().mark_to_send(month).unwrap()
    }

    #[test]
    fn whatever_a_report_is_made_of_changes_the_mark() {
        let home = tempfile::tempdir().unwrap();
        let settings = Settings {
            name: "Zilt".to_owned(),
            report: ReportSettings {
                logo: Some(PathBuf::from("logo.svg")),
                ..ReportSettings::default()
            },
            ..Settings::default()
        };
        Workspace::init(home.path(), &settings).unwrap();
        let mut marks = vec![mark(home.path())];
        let titled = OWN_KPI.replace("Loud reactions", "Noise");
        let channel = "[[rule]]\nchannel = \"email\"\nmedium = \"post\"\n";
        for (file, text) in [
            ("logo.svg", "<svg/>"),
            ("logo.svg", "<svg><g/></svg>"),
            ("annotations.csv", "on,platform,text\n2026-09-05,,Sale began\n"),
            ("annotations.csv", "on,platform,text\n2026-09-05,,Sale ended\n"),
            ("channels.toml", channel),
            ("catalogue.toml", OWN_KPI),
            ("catalogue.toml", titled.as_str()),
        ] {
            fs::write(home.path().join(file), text).unwrap();
            assert_eq!(mark(home.path()), mark(home.path()), "{file}");
            marks.push(mark(home.path()));
        }
        let different: BTreeSet<&String> = marks.iter().collect();
        assert_eq!(different.len(), marks.len(), "{marks:?}");
    }
}

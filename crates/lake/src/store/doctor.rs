//! [`Lake::doctor`]: does every file that a log names exist, and every import have its raw bytes? [`Lake::stands`]: at which version each
//! table is, and by which protocol.

use std::collections::BTreeSet;

use super::Lake;
use super::error::StoreError;
use super::pending::Pending;
use super::upkeep::{live, parquet_files};

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub fix: String,
    /// Whether something is lost until it is brought back.
    pub is_loss: bool,
}

impl Finding {
    /// Of what is wrong, but lost to nobody.
    pub(super) fn without_loss(what: String, fix: &str) -> Self {
        Self {
            what,
            fix: fix.to_owned(),
            is_loss: false,
        }
    }
}

/// Where the log of a table stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stand {
    /// The table.
    pub table: &'static str,
    /// Version of the table, from 0 on. That of `imports` is the version of the data.
    pub version: u64,
    /// Version of Delta's protocol that a reader must know.
    pub reader: i32,
    /// The same for a writer.
    pub writer: i32,
    /// What readers and writers must know beside, in Delta's words and in order.
    pub features: Vec<String>,
}

impl Lake {
    /// Where the log of each table stands, in the order of their names.
    pub fn stands(&self) -> Result<Vec<Stand>, StoreError> {
        let stands = self.logs().values().map(|log| {
            let state = self.run(log.state(None))?;
            let protocol = state.protocol();
            let of_readers = protocol.reader_features().into_iter().flatten();
            let of_both = of_readers.chain(protocol.writer_features().into_iter().flatten());
            let features: BTreeSet<String> = of_both.map(ToString::to_string).collect();
            Ok(Stand {
                table: log.table.name,
                version: state.version(),
                reader: protocol.min_reader_version(),
                writer: protocol.min_writer_version(),
                features: features.into_iter().collect(),
            })
        });
        stands.collect()
    }

    /// What is wrong with the folders of the workspace. A table that cannot be opened is an error, not a finding.
    pub fn doctor(&self) -> Result<Vec<Finding>, StoreError> {
        let mut findings = Vec::new();
        for log in self.logs().values() {
            let live = live(&self.run(log.state(None))?);
            let there: BTreeSet<String> = parquet_files(&self.disk, &log.folder)?.into_values().collect();
            for name in live.difference(&there) {
                findings.push(Finding {
                    what: format!("lake/{}/{name} is gone, and its facts with it", log.table.name),
                    fix: "bring it back from a backup, or import its files into a new workspace".to_owned(),
                    is_loss: true,
                });
            }
            let unused = there.difference(&live).count();
            if unused > 0 && log.table.name != "imports" {
                findings.push(Finding {
                    what: format!(
                        "lake/{}: {unused} files that no version of the data needs",
                        log.table.name
                    ),
                    fix: "`harpoon optimize --vacuum 7` removes those older than a week".to_owned(),
                    is_loss: false,
                });
            }
        }
        if !Pending::all(self)?.is_empty() {
            findings.push(Finding {
                what: "an import is under way, or was killed before its end".to_owned(),
                fix: "nothing is lost: the next import or `harpoon optimize` carries it through".to_owned(),
                is_loss: false,
            });
        }
        findings.extend(self.erased_findings()?);
        for import in self.snapshot(None)?.imports().iter().filter(|import| import.is_done()) {
            if !self.has_raw(&import.sha256)? {
                findings.push(Finding {
                    what: format!(
                        "the raw bytes of {} are gone (raw/…/{}.zst)",
                        import.file, import.sha256
                    ),
                    fix: "bring them back from a backup; the facts are there, but cannot be shown as they came"
                        .to_owned(),
                    is_loss: true,
                });
            }
        }
        Ok(findings)
    }
}

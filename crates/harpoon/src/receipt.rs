//! [`Receipt`]: a question that a printed number answers, with everything that decides its answer. `harpoon why ID` puts the
//! question again to the same version of data and ledger, and the answer is the same to the byte.
//!
//! ```text
//!  a number is printed ─▶ question + version of data and ledger + definitions ─▶ receipts/ID.json
//!  harpoon why ID      ─▶ workspace held at that version ─▶ the same function ─▶ the same rows and sentences
//! ```
//! The receipt of a KPI's readings is the lake's, which also tells formula, sources and facts. What a report makes of readings
//! (how goals stand, claims against the book, a difference in parts) is a [`Question`].

use std::fs::{self, File};
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use harpoon_core::{Language, Period, Reading};
use harpoon_lake::query;
use harpoon_ledger::Digest;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::annotations;
use crate::workspace::{ReportSettings, Settings, Workspace};

/// Most that is read of a file with words or a picture, in bytes: more than any of them may have.
const LARGEST: u64 = 8 << 20;

/// What was asked, and of what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Receipt {
    /// Readings of a KPI.
    Reading(Box<query::Receipt>),
    /// Anything else that is printed.
    Asked(Asked),
}

/// A question with what decides its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// First 16 hexadecimal digits of the digest of all the rest.
    pub id: String,
    /// The question.
    pub question: Question,
    /// Version of the data.
    pub data_version: u64,
    /// Entries of the ledger that were there; `None` where the answer does not rest on it.
    pub entries: Option<u64>,
    /// Digest of the definitions of KPIs and of all settings that decide about figures.
    pub definition: String,
}

/// What a report tells beside readings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "asks", rename_all = "snake_case")]
pub enum Question {
    /// How the goals of a month stand: target and its changes, value, where it lands, chance, why it was missed.
    Goals {
        /// The month.
        month: Period,
        /// Last day that is looked at.
        seen: Date,
        /// Of the sentences.
        language: Language,
    },
    /// What was promised and delivered up to a day.
    Record {
        /// The day.
        seen: Date,
    },
    /// What platforms claim against what the book holds.
    Claims {
        /// Days of the orders.
        period: Period,
    },
    /// What each model credits to each channel.
    Credit {
        /// Days of the deeds.
        period: Period,
    },
    /// Why a KPI differs from the period before, in parts.
    Difference {
        /// KPI id.
        kpi: String,
        /// The period.
        period: Period,
        /// Of the sentences.
        language: Language,
    },
    /// A KPI by platform over the months before, between the least and the greatest of them.
    Past {
        /// KPI id.
        kpi: String,
        /// The month that it is compared with.
        month: Period,
    },
    /// Where the data come from, what they lack of a month, and rows that could not be read.
    Sources {
        /// The month.
        month: Period,
    },
}

impl Question {
    /// Whether the answer rests on what was promised.
    pub(crate) const fn reads_ledger(&self) -> bool {
        matches!(self, Self::Goals { .. } | Self::Record { .. })
    }
}

/// What a receipt repeats.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The receipt as it is given today: of the same id, unless definitions or settings have changed since.
    pub receipt: Receipt,
    /// The numbers.
    pub readings: Vec<Reading>,
    /// Sentences that tell numbers.
    pub sentences: Vec<String>,
}

impl Receipt {
    /// Its id.
    pub fn id(&self) -> &str {
        match self {
            Self::Reading(reading) => &reading.id,
            Self::Asked(asked) => &asked.id,
        }
    }

    /// Version of the data.
    pub fn data_version(&self) -> u64 {
        match self {
            Self::Reading(reading) => reading.data_version,
            Self::Asked(asked) => asked.data_version,
        }
    }

    /// Entries of the ledger that were there; `None` where the answer does not rest on it.
    pub fn entries(&self) -> Option<u64> {
        match self {
            Self::Reading(_) => None,
            Self::Asked(asked) => asked.entries,
        }
    }
}

impl Workspace {
    /// A receipt by its id.
    pub fn receipt(&self, id: &str) -> Result<Receipt, Error> {
        let known = !id.is_empty() && id.chars().all(|c| c.is_ascii_hexdigit());
        let path = self.receipt_file(id);
        let text = if known { fs::read_to_string(&path).ok() } else { None };
        let text = text.ok_or_else(|| Error::NoReceipt(id.to_owned()))?;
        serde_json::from_str(&text).map_err(|e| Error::Mistakes {
            file: path,
            mistakes: vec![e.to_string()],
        })
    }

    /// Puts the question of a receipt again, to the version of data and ledger that it was given for.
    pub fn repeat(&self, receipt: &Receipt) -> Result<Answer, Error> {
        let held = self.held(Some(receipt.data_version()), receipt.entries());
        let held = held.map_err(|error| Error::VersionGone {
            receipt: receipt.id().to_owned(),
            version: receipt.data_version(),
            source: Box::new(error),
        })?;
        let mut answer = match receipt {
            Receipt::Reading(reading) => held.measured_again(reading)?,
            Receipt::Asked(asked) => held.asked_again(asked)?,
        };
        if answer.receipt.id() != receipt.id() {
            answer.warn(&format!(
                "definitions or settings have changed since receipt {} was given",
                receipt.id()
            ));
        }
        Ok(answer)
    }

    fn asked_again(&self, asked: &Asked) -> Result<Answer, Error> {
        let now = self.question(asked.question.clone())?;
        let (readings, sentences) = crate::report::answer(self, &now)?;
        Ok(Answer {
            receipt: Receipt::Asked(now),
            readings,
            sentences,
        })
    }

    /// Notes a question to which a number that is printed is the answer; gives the id of its receipt.
    pub(crate) fn ask(&self, question: Question) -> Result<String, Error> {
        let receipt = Receipt::Asked(self.question(question)?);
        self.keep(&receipt)?;
        Ok(receipt.id().to_owned())
    }

    fn question(&self, question: Question) -> Result<Asked, Error> {
        let held = self.data()?;
        let mut asked = Asked {
            id: String::new(),
            entries: held.entries().filter(|_| question.reads_ledger()),
            question,
            data_version: held.version(),
            definition: self.definition()?,
        };
        asked.id = digest(&json(&asked)?);
        Ok(asked)
    }

    /// Digest of the definitions of KPIs and of all settings that decide about figures: not of names and looks.
    fn definition(&self) -> Result<String, Error> {
        let settings = Settings {
            name: String::new(),
            report: ReportSettings::default(),
            ..self.settings().clone()
        };
        let formulas = self.catalogue().iter();
        let formulas: String = formulas
            .map(|kpi| format!("{} = {}\n", kpi.id, kpi.formula.notation()))
            .collect();
        let channels = self.channel_words()?.unwrap_or_default();
        Ok(digest(&format!("{formulas}\n{}\n{channels}", json(&settings)?)))
    }

    /// A digest of all that decides about a report beside data and ledger: settings, definitions, and the files that it takes
    /// words and pictures from.
    pub(crate) fn settings_mark(&self) -> Result<String, Error> {
        let mut all = format!("{}\n{}", json(self.settings())?, self.definition()?);
        let logo = self.settings().report.logo.as_deref();
        // Of own KPIs the definition holds the formula, and the report prints their titles too.
        let files = ["catalogue.toml", annotations::FILE].map(Path::new);
        for name in files.into_iter().chain(logo) {
            all.push('\n');
            all.push_str(&digest_of_file(&self.root().join(name))?);
        }
        Ok(digest(&all))
    }

    /// Keeps a receipt, once.
    pub(crate) fn keep(&self, receipt: &Receipt) -> Result<(), Error> {
        let path = self.receipt_file(receipt.id());
        if path.exists() {
            return Ok(());
        }
        let folder = self.root().join("receipts");
        fs::create_dir_all(&folder).map_err(Error::io("make", &folder))?;
        let text = serde_json::to_string_pretty(receipt).map_err(|e| Error::Bug(e.to_string()))?;
        fs::write(&path, text).map_err(Error::io("write", &path))
    }

    fn receipt_file(&self, id: &str) -> PathBuf {
        self.root().join("receipts").join(format!("{id}.json"))
    }
}

impl Answer {
    /// Tells with every number what a reader must know of it.
    fn warn(&mut self, what: &str) {
        for reading in &mut self.readings {
            let known = reading.note.take().map(|note| format!("; {note}")).unwrap_or_default();
            reading.note = Some(format!("{what}{known}"));
        }
    }
}

fn json(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|e| Error::Bug(e.to_string()))
}

/// Digest of the part of a file that any report reads; nothing where there is none.
fn digest_of_file(path: &Path) -> Result<String, Error> {
    let mut bytes = Vec::new();
    match File::open(path).and_then(|file| file.take(LARGEST).read_to_end(&mut bytes)) {
        Ok(_) => Ok(Digest::of(&bytes).to_string()),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(String::new()),
        Err(e) => Err(Error::io("read", path)(e)),
    }
}

fn digest(text: &str) -> String {
    Digest::of(text.as_bytes()).to_string().chars().take(16).collect()
}

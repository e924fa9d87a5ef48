//! A file that a program brings in. It is written to the workspace as it comes, imported as the command line would, and what it
//! cannot tell is asked back.

use std::fs::{self, File};
use std::future::poll_fn;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::http::StatusCode;
use axum::http::request::Parts;
use harpoon::connect::{Question, QuestionKey, Remark};
use harpoon::import::give;
use harpoon::json::shape::{Field, Shape, TEXT, TEXTS};
use harpoon::json::{self, Value, imports};
use harpoon::{Attendant, Error, Options, Workspace};
use schemars::JsonSchema;
use serde::Deserialize;

use super::refused::Refused;
use super::{given, sent, table};
use crate::answer::Answer;
use crate::house::{House, Place};

/// Largest file, in bytes.
const LARGEST: u64 = 512 << 20;
/// Folder of the workspace in which files lie until they are imported. It is ours alone, as what is old in it is swept: people's
/// uploads wait elsewhere until somebody discards them.
const FOLDER: &str = "brought";
/// Longest name of a file, in bytes.
const NAME: usize = 200;

/// `import`.
#[derive(Deserialize, JsonSchema)]
pub(super) struct Import {
    /// Name of the file, such as Campaigns.csv; some exports are known by it.
    #[schemars(length(min = 1))]
    name: String,
    /// Platform, where the file does not say.
    platform: Option<String>,
    /// Account, where the file does not say.
    account: Option<String>,
    /// Currency of money that does not say (ISO 4217).
    currency: Option<String>,
    /// Year of dates without one.
    year: Option<String>,
    /// Order of dates such as 03/04/2026: dmy or mdy.
    day_order: Option<String>,
    /// Decimal mark of numbers such as 1.234: point or comma.
    decimal: Option<String>,
    /// Time zone of times that do not say (IANA).
    zone: Option<String>,
    /// Days of a table without dates: FROM..TO.
    period: Option<String>,
    /// Read it by this map: name of a file in the workspace's folder maps, or of one proposed there.
    map: Option<String>,
    /// Take every proposal instead of being asked.
    #[serde(default)]
    yes: bool,
    /// Only tell what would be read, and how.
    #[serde(default)]
    dry_run: bool,
}

/// What a file cannot tell.
pub(super) const QUESTION: Shape = Shape::Object(&[
    Field::of("file", Shape::Text, "The file, or the member of an archive."),
    Field::of("question", Shape::Text, "What is asked."),
    Field::of("parameter", Shape::Text, "The parameter that answers it."),
    Field::of("choices", TEXTS, "The possible answers, if they can be listed."),
    Field::of("proposal", TEXT, "What `yes` would take."),
]);

/// Files that came in, so that each lies in a folder of its own.
static CAME: AtomicU64 = AtomicU64::new(0);

/// Imports the body.
pub(super) async fn answer(house: &Arc<House>, place: &Place, asked: &Parts, body: Body) -> Arc<Answer> {
    sent(import(house, place, asked, body).await)
}

async fn import(house: &Arc<House>, place: &Place, asked: &Parts, body: Body) -> Result<String, Refused> {
    let schema = table::schema::<Import>();
    let words = given::words(asked.uri.query().unwrap_or(""), &schema)?;
    let wish: Import = given::checked(&schema, words)?;
    let root = house.root(&place.name);
    let name = plain(&wish.name).ok_or_else(|| Refused::usage("`name` is the plain name of a file"))?;
    let came = Came::in_folder_of(&root, name)?;
    came.take(body).await?;
    let now = (house.plan.now)()?;
    let work = house.work(move || {
        let workspace = Workspace::open(&root)?;
        let mut asked = Asked {
            yes: wish.yes,
            questions: Vec::new(),
        };
        let mut reports = harpoon::import(
            &workspace,
            std::slice::from_ref(&came.file),
            &options(&root, &wish)?,
            &mut asked,
            now,
        )?;
        if !asked.questions.is_empty() {
            let refused = Refused::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "the file cannot tell everything; nothing of what is asked about was read",
            );
            return Err(refused
                .help("send it again with the parameters that answer the questions, or with `yes=1`")
                .questions(asked.questions));
        }
        // Where the workspace lies is nobody's business elsewhere.
        let here = format!("{}/", root.display());
        for remark in reports.iter_mut().flat_map(|report| &mut report.remarks) {
            if let Remark::Map(path) | Remark::Kept(path) = remark {
                *path = path.replace(&here, "");
            }
        }
        let unread: Vec<&str> = reports
            .iter()
            .filter(|r| !r.read)
            .filter_map(|r| r.reason.as_deref())
            .collect();
        if reports.iter().all(|report| !report.read) && !unread.is_empty() {
            let refused = Refused::new(StatusCode::UNPROCESSABLE_ENTITY, unread.join("; "));
            let remarks = reports.iter().flat_map(|r| &r.remarks);
            let remarks: Vec<String> = remarks.map(ToString::to_string).collect();
            return Err(if remarks.is_empty() {
                refused
            } else {
                refused.help(format!(
                    "{}; then send it again with `map=NAME.toml`",
                    remarks.join("; ")
                ))
            });
        }
        Ok(json::lines(&reports.iter().map(imports::report).collect::<Vec<_>>()))
    });
    work.await.unwrap_or_else(|| Err(Refused::broke()))
}

fn options(root: &Path, wish: &Import) -> Result<Options, Refused> {
    let mut options = Options {
        dry_run: wish.dry_run,
        map: wish.map.as_deref().map(|name| map(root, name)).transpose()?,
        ..Options::default()
    };
    let given = [
        (QuestionKey::Platform, &wish.platform),
        (QuestionKey::Account, &wish.account),
        (QuestionKey::Currency, &wish.currency),
        (QuestionKey::Year, &wish.year),
        (QuestionKey::DayOrder, &wish.day_order),
        (QuestionKey::Decimal, &wish.decimal),
        (QuestionKey::Zone, &wish.zone),
        (QuestionKey::Period, &wish.period),
    ];
    let mut wrong = Vec::new();
    for (key, answer) in given {
        if let Some(answer) = answer
            && let Err(error) = give(&mut options.answers, key, answer)
        {
            wrong.push(error.to_string());
        }
    }
    if wrong.is_empty() {
        return Ok(options);
    }
    Err(Refused::usage(wrong.join("; ").replace("--", "")))
}

/// A map of the workspace by its name, from nowhere else.
fn map(root: &Path, name: &str) -> Result<PathBuf, Refused> {
    let name = plain(name).ok_or_else(|| Refused::usage("`map` is the plain name of a file"))?;
    let folders = [root.join("maps"), root.join("maps/proposed")];
    let mut files = folders.iter().map(|folder| folder.join(name));
    let found = files.find(|file| file.extension().is_some_and(|end| end == "toml") && file.is_file());
    found.ok_or_else(|| Refused::usage(format!("there is no map `{name}` in the workspace")))
}

/// Takes away what a server that was ended left, a day later.
fn forget_old(folder: &Path) {
    let old = |entry: &fs::DirEntry| {
        let written = entry.metadata().and_then(|known| known.modified());
        written.is_ok_and(|time| time.elapsed().is_ok_and(|age| age > Duration::from_hours(24)))
    };
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    for entry in entries.filter(old) {
        let _ = fs::remove_dir_all(entry.path());
    }
}

/// A name that is no path and hides nothing.
fn plain(name: &str) -> Option<&str> {
    let fits = name.len() <= NAME && !name.starts_with('.') && !name.contains(['/', '\\', ':']);
    (fits && !name.trim().is_empty() && !name.contains(char::is_control)).then_some(name)
}

/// A file that came in; it is gone, with its folder, when it is done with.
struct Came {
    folder: PathBuf,
    file: PathBuf,
}

impl Came {
    fn in_folder_of(root: &Path, name: &str) -> Result<Self, Refused> {
        let number = CAME.fetch_add(1, Ordering::Relaxed);
        let folder = root.join(FOLDER).join(format!("{}-{number}", std::process::id()));
        forget_old(&root.join(FOLDER));
        fs::create_dir_all(&folder).map_err(|source| io("make", &folder, source))?;
        Ok(Self {
            file: folder.join(name),
            folder,
        })
    }

    /// Writes the body piece by piece.
    async fn take(&self, mut body: Body) -> Result<(), Refused> {
        let mut file = File::create(&self.file).map_err(|source| io("write", &self.file, source))?;
        let mut bytes = 0_u64;
        while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
            let frame = frame.map_err(|error| Refused::usage(format!("the body broke off: {error}")))?;
            let Ok(piece) = frame.into_data() else { continue };
            bytes += piece.len() as u64;
            if bytes > LARGEST {
                let words = format!(
                    "the file is larger than {} MB; import it on the machine itself with `harpoon import`",
                    LARGEST >> 20
                );
                return Err(Refused::new(StatusCode::PAYLOAD_TOO_LARGE, words));
            }
            file.write_all(&piece)
                .map_err(|source| io("write", &self.file, source))?;
        }
        if bytes == 0 {
            return Err(Refused::usage("the body is empty: send the bytes of the file"));
        }
        Ok(())
    }
}

impl Drop for Came {
    fn drop(&mut self) {
        // What stays behind takes room and nothing else.
        let _ = fs::remove_dir_all(&self.folder);
        let _ = self.folder.parent().map(fs::remove_dir);
    }
}

fn io(what: &'static str, path: &Path, source: std::io::Error) -> Refused {
    Error::Io {
        what,
        path: path.to_owned(),
        source,
    }
    .into()
}

/// Nobody: questions are asked back.
struct Asked {
    yes: bool,
    questions: Vec<Value>,
}

impl Attendant for Asked {
    fn answer(&mut self, file: &str, question: &Question) -> Option<String> {
        if self.yes && question.proposal.is_some() {
            return question.proposal.clone();
        }
        let parameter = question.key.flag().trim_start_matches('-').replace('-', "_");
        self.questions.push(Value::object([
            ("file", Value::Text(file.to_owned())),
            ("question", Value::Text(question.to_string())),
            ("parameter", Value::Text(parameter)),
            (
                "choices",
                Value::List(question.choices.iter().cloned().map(Value::Text).collect()),
            ),
            ("proposal", Value::text(question.proposal.clone())),
        ]));
        None
    }

    fn progress(&mut self, _file: &str, _done: usize, _all: usize, _rows: u64) {}
}

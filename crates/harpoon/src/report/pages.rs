//! Pages: a composed report goes to the program `harpoon-pdf`, and its PDF comes back.
//!
//! A program of its own, so that nobody who wants HTML builds a typesetter, and the engine is built the same with and without
//! it. It is trusted with nothing: it gets the report and no more, has a time and a size to keep to, and what it says is told.

use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use harpoon_report::document::Document;
use harpoon_report::parcel;

use crate::Error;

/// Longest time for one report. It takes seconds; a build without optimisation, and large fonts from a slow disk, take longer.
const LONGEST: Duration = Duration::from_mins(3);
/// Largest PDF, in bytes.
const LARGEST: u64 = 64 << 20;
/// Most that is kept of what the program says, in bytes.
const SAID: u64 = 16 << 10;
/// How long a program may take to end once it has written everything.
const ENDING: Duration = Duration::from_secs(5);

/// A report as pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// What the program warned of, a line each: letters that no font has.
    pub warnings: Vec<String>,
}

/// Why there are no pages.
#[derive(Debug, thiserror::Error)]
pub enum PagesError {
    /// The program is not there.
    #[error("`{}` is not there", .0.display())]
    NoProgram(PathBuf),
    /// The operating system refused.
    #[error("cannot {what} `{}`", program.display())]
    Io {
        /// What was tried.
        what: &'static str,
        /// The program.
        program: PathBuf,
        /// Its answer.
        source: io::Error,
    },
    /// The program gave up, and says why.
    #[error("no pages: {0}")]
    Refused(String),
    /// The program took too long and was ended.
    #[error("`{}` had not set the report after {} s and was ended", program.display(), LONGEST.as_secs())]
    TooSlow {
        /// The program.
        program: PathBuf,
    },
    /// What the program wrote is too long.
    #[error("`{}` wrote more than {} MiB and was ended", program.display(), LARGEST >> 20)]
    TooLarge {
        /// The program.
        program: PathBuf,
    },
    /// What the program wrote is no PDF.
    #[error("`{}` wrote no PDF", program.display())]
    NoPdf {
        /// The program.
        program: PathBuf,
    },
}

impl From<PagesError> for Error {
    fn from(error: PagesError) -> Self {
        match error {
            PagesError::Io { what, program, source } => Self::Io {
                what,
                path: program,
                source,
            },
            PagesError::NoProgram(_) | PagesError::Refused(_) => Self::Usage(error.to_string()),
            PagesError::TooSlow { .. } | PagesError::TooLarge { .. } | PagesError::NoPdf { .. } => {
                Self::Bug(error.to_string())
            }
        }
    }
}

/// Has the program set the document.
pub fn pages(document: &Document, program: &Path) -> Result<Pages, PagesError> {
    let report = parcel::wrap(document).map_err(|e| failed("write the report for", program)(e.into()))?;
    let mut child = started(program)?;
    let set = set(&mut child, report, program);
    if set.is_err() {
        // Whatever went wrong, nothing is left running.
        end(&mut child);
    }
    set
}

fn failed(what: &'static str, program: &Path) -> impl FnOnce(io::Error) -> PagesError {
    let program = program.to_owned();
    move |source| PagesError::Io { what, program, source }
}

/// Talks with the program that was started; whoever started it ends it where that fails.
fn set(child: &mut Child, report: Vec<u8>, program: &Path) -> Result<Pages, PagesError> {
    let (out, told) = talk(child, report);
    let Ok(pdf) = out.recv_timeout(LONGEST) else {
        let program = program.to_owned();
        return Err(PagesError::TooSlow { program });
    };
    let pdf = pdf.map_err(failed("read from", program))?;
    if pdf.len() as u64 > LARGEST {
        let program = program.to_owned();
        return Err(PagesError::TooLarge { program });
    }
    let status = ended(child).map_err(failed("wait for", program))?;
    let told = told.recv_timeout(ENDING).ok().and_then(Result::ok).unwrap_or_default();
    let told = lines(&told);
    if !status.success() {
        let why = if told.is_empty() {
            status.to_string()
        } else {
            told.join("\n  ")
        };
        return Err(PagesError::Refused(why));
    }
    if !pdf.starts_with(b"%PDF-") {
        let program = program.to_owned();
        return Err(PagesError::NoPdf { program });
    }
    Ok(Pages { pdf, warnings: told })
}

fn started(program: &Path) -> Result<Child, PagesError> {
    let child = Command::new(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    child.map_err(|source| match source.kind() {
        ErrorKind::NotFound => PagesError::NoProgram(program.to_owned()),
        _ => PagesError::Io {
            what: "start",
            program: program.to_owned(),
            source,
        },
    })
}

/// What somebody hears of a stream when it ends.
type Heard = Receiver<io::Result<Vec<u8>>>;

/// Hands the report over and listens, all at once: whoever waits for one stream may be waited for at another.
fn talk(child: &mut Child, report: Vec<u8>) -> (Heard, Heard) {
    if let Some(mut stdin) = child.stdin.take() {
        // A program that does not want all of it says why by itself.
        thread::spawn(move || stdin.write_all(&report));
    }
    // One byte more than may be, so that too much is seen.
    (
        heard(child.stdout.take(), LARGEST + 1),
        heard(child.stderr.take(), SAID),
    )
}

/// The first `most` bytes of a stream; of what is told beyond them nothing is kept, but it is heard out.
fn heard(stream: Option<impl Read + Send + 'static>, most: u64) -> Heard {
    let (tell, heard) = mpsc::channel();
    thread::spawn(move || {
        let Some(stream) = stream else { return };
        let mut kept = Vec::new();
        let mut first = stream.take(most);
        let read = first.read_to_end(&mut kept).map(|_| kept);
        let _ = tell.send(read);
        let _ = io::copy(&mut first.into_inner(), &mut io::sink());
    });
    heard
}

/// Waits for a program that has written everything; one that lingers is ended.
fn ended(child: &mut Child) -> io::Result<ExitStatus> {
    let step = Duration::from_millis(20);
    for _ in 0..ENDING.as_millis() / step.as_millis() {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        // The standard library waits for ever or not at all, and a program that has closed its output may still hang.
        thread::sleep(step);
    }
    child.kill()?;
    child.wait()
}

fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

/// What a program told, without control characters, which could do things to a terminal.
fn lines(told: &[u8]) -> Vec<String> {
    let clean = |line: &str| line.chars().filter(|c| !c.is_control()).collect::<String>();
    let text = String::from_utf8_lossy(told);
    text.lines().map(clean).filter(|line| !line.trim().is_empty()).collect()
}

#[cfg(all(test, unix))]
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::sync::{Mutex, PoisonError};

    use harpoon_core::{Language, Period};
    use harpoon_report::view::Report;
    use jiff::civil::date;
    use tempfile::TempDir;

    use super::*;

    /// A program that does this with what it is given.
    fn program(folder: &TempDir, does: &str) -> PathBuf {
        let file = folder.path().join("sets-pages");
        fs::write(&file, format!("#!/bin/sh\n{does}\n")).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
        file
    }

    /// A month of whom nothing is known.
    fn document() -> Document {
        let report = Report::empty("Zilt", Period::month("2026-09").unwrap(), date(2026, 10, 2));
        super::super::compose(&report, Language::En)
    }

    /// A file that one thread writes cannot be started while a child of another thread still holds it: one after the other.
    static ONE_BY_ONE: Mutex<()> = Mutex::new(());

    fn tried(does: &str) -> Result<Pages, PagesError> {
        let _turn = ONE_BY_ONE.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = tempfile::tempdir().unwrap();
        pages(&document(), &program(&folder, does))
    }

    #[test]
    fn the_report_goes_out_and_bytes_come_back_as_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let given = folder.path().join("given");
        let does = format!(
            "cat > '{}'; printf '%%PDF-1.7\\000\\377\\n'; echo 'one sign is missing' >&2",
            given.display()
        );
        let set = tried(&does).unwrap();
        assert_eq!(set.pdf, b"%PDF-1.7\0\xff\n");
        assert_eq!(set.warnings, ["one sign is missing"]);
        let carried = parcel::open(&fs::read(given).unwrap()).unwrap();
        assert_eq!(carried.title, document().title);
    }

    #[test]
    fn what_the_program_says_is_told_without_commands_for_the_terminal() {
        let refused = tried("cat > /dev/null; printf 'no font\\033[2J for it\\n' >&2; exit 1");
        assert!(matches!(refused, Err(PagesError::Refused(why)) if why == "no font[2J for it"));
        // It need not read what it is given.
        let silent = tried("exit 3");
        assert!(matches!(silent, Err(PagesError::Refused(why)) if why.contains('3')));
    }

    #[test]
    fn a_program_that_babbles_is_heard_out() {
        // More than a pipe holds, before it takes anything.
        let set = tried("head -c 300000 /dev/zero | tr '\\0' 'x' >&2; cat > /dev/null; printf '%%PDF-1.7'").unwrap();
        assert_eq!(set.pdf, b"%PDF-1.7");
        assert_eq!(set.warnings.concat().len() as u64, SAID);
    }

    #[test]
    fn what_is_no_pdf_is_refused() {
        assert!(matches!(
            tried("cat > /dev/null; echo hello"),
            Err(PagesError::NoPdf { .. })
        ));
        let absent = pages(&document(), Path::new("/nowhere/harpoon-pdf"));
        assert!(matches!(absent, Err(PagesError::NoProgram(_))));
    }
}

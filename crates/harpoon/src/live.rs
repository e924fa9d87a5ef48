//! Accounts of networks with open APIs: asked live, each from where it stood last.
//!
//! ```text
//!  server ─▶ pages, landed in live/NAME/run.jsonl ─▶ rows ─▶ one import, whose raw bytes are the pages ─▶ state ─▶ pages removed
//! ```
//! A run that is killed is gone on with: before the import by its landed pages, after it because the same bytes are the same
//! import. Runs are noted in `live/NAME/runs.jsonl`. Tokens lie closed in the same folder, and what opens them does not.

mod accounts;
mod intake;
mod settings;
mod state;
mod tokens;

use std::error::Error as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use harpoon_live::{
    Head, Landed, Limits, Network, Progress, PullError, Real, Rows, Runner, Server, Session, Work, network,
};
use jiff::Timestamp;

pub use accounts::{add, remove};
pub use harpoon_live::Secret;
pub use settings::AccountSettings;

use crate::erasing::keep_out;
use crate::import::Report;
use crate::sync::{Outcome, Run, alone, last, note};
use crate::workspace::Workspace;
use crate::{Error, Turn};

pub(crate) use intake::{FOLDER, item};
use state::State;
pub(crate) use state::forget;
use tokens::{Kind, Tokens};

/// How an account stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Its name.
    pub name: String,
    /// How it is set up.
    pub settings: AccountSettings,
    /// Whether a token or app password is kept for it.
    pub has_token: bool,
    /// Its last run.
    pub last: Option<Run>,
    /// When it is due next; `None` where it runs only when asked.
    pub next: Option<Timestamp>,
}

/// What happens during a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// So many pages have landed.
    Landed(usize),
    /// The server grants no more for now, or did not answer: when it is asked again, and why.
    Waiting(Timestamp, &'a str),
}

/// Told of each step of a run.
pub type Watch<'a> = &'a mut (dyn FnMut(Step<'_>) + Send);

/// Every account of the workspace's settings, by name.
pub fn standings(workspace: &Workspace, now: Timestamp) -> Result<Vec<Standing>, Error> {
    let accounts = &workspace.settings().accounts;
    let each = accounts.iter().map(|(name, settings)| {
        let folder = folder(workspace.root(), name);
        let last = last(&folder)?;
        let next = settings.every;
        let next = next.map(|every| last.as_ref().map_or(now, |run| run.next(every)));
        Ok(Standing {
            name: name.clone(),
            settings: settings.clone(),
            has_token: Kind::Token.file(&folder).exists(),
            last,
            next,
        })
    });
    each.collect()
}

/// Asks for what an account has new, takes it in, and notes what came of it. The report is of the import, where it came to one.
pub fn sync(
    workspace: &Workspace,
    name: &str,
    watch: Watch<'_>,
    clock: &dyn Fn() -> Timestamp,
) -> Result<(Run, Option<Report>), Error> {
    let settings = workspace.settings().accounts.get(name);
    let settings = settings.ok_or_else(|| Error::Usage(format!("no account is called `{name}`")))?;
    let folder = folder(workspace.root(), name);
    let _alone = alone(&folder, name)?;
    let began = clock();
    let taken = pull(workspace, name, settings, watch, clock);
    let mut run = Run::new(began, clock(), Outcome::Done);
    let report = match taken {
        Ok(report) => {
            run.records = report.accepted + report.duplicate + report.quarantined;
            run.accepted = report.accepted;
            run.duplicate = report.duplicate;
            run.put_aside = report.quarantined;
            Some(report)
        }
        Err(error) if error.turn() == Turn::Ours => return Err(error),
        // Noted like every other failure, so that other accounts go on.
        Err(error) => {
            if let Error::Live(PullError::Later { until, .. }) = &error {
                run.again = Some(*until);
            }
            run.outcome = Outcome::Failed(said(&error));
            None
        }
    };
    note(&folder, &run)?;
    keep_out(workspace.root(), &folder, clock())?;
    Ok((run, report))
}

fn pull(
    workspace: &Workspace,
    name: &str,
    settings: &AccountSettings,
    watch: Watch<'_>,
    clock: &dyn Fn() -> Timestamp,
) -> Result<Report, Error> {
    let folder = folder(workspace.root(), name);
    let (network, server) = (known(&settings.network)?, server(settings)?);
    let tokens = Tokens::new(&folder, name, settings);
    let mut session = session(&tokens, settings)?;
    let mut state = State::of(workspace, &folder)?;
    let zone = workspace.settings().zone.clone().unwrap_or_else(|| "UTC".to_owned());
    let head = Head::new(
        network,
        &server,
        &harpoon_live::Settings::new(&settings.account, &zone),
        session.is_signed_in(),
        (state.checkpoint.clone(), &state.known),
        clock(),
    );
    let pages = folder.join("run.jsonl");
    let mut landed = Landed::open(&pages).map_err(Error::io("open", &pages))?;
    let work = Work {
        network,
        server: &server,
        head: &head,
        known: &state.known,
        session: &mut session,
        landing: &mut landed,
    };
    let mut unkept = None;
    let mut told = |progress: Progress<'_>| {
        match progress {
            Progress::SignedIn { kept } => {
                if let Err(error) = tokens.keep(Kind::Session, kept) {
                    unkept = Some(error);
                    return ControlFlow::Break(());
                }
            }
            Progress::Landed { pages, .. } => watch(Step::Landed(pages)),
            Progress::Waiting { until, why } => watch(Step::Waiting(until, why)),
        }
        ControlFlow::Continue(())
    };
    let runner = Runner::new(Real, Limits::default());
    let pulled = workspace.lake().run(runner.pull(work, &mut told));
    if let Some(error) = unkept {
        return Err(error);
    }
    let pulled = pulled?;
    let mut rows = harpoon_live::read(network, &mut landed)?;
    if let Err(error) = is_meant(settings, &rows.account) {
        landed.remove().map_err(Error::io("remove", &pages))?;
        return Err(error);
    }
    rows.leave_out(&state.known);
    mark_gone(workspace, &mut rows)?;
    let report = intake::import(workspace, name, (network, &mut landed, &pages), &rows, &pulled, clock())?;
    state.learn(&rows, &report);
    state.keep(&folder)?;
    landed.remove().map_err(Error::io("remove", &pages))?;
    Ok(report)
}

/// Who asks.
fn session(tokens: &Tokens<'_>, settings: &AccountSettings) -> Result<Session, Error> {
    Ok(match tokens.give(Kind::Token)? {
        None => Session::Open,
        Some(token) if settings.network == BLUESKY => {
            // A session that does not open any more is made anew.
            let kept = tokens.give(Kind::Session).ok().flatten();
            Session::app_password(&settings.account, token, kept.as_ref().map(Secret::show))
        }
        Some(token) => Session::Token(token),
    })
}

/// Tells once more, as gone, what the network shows no more.
fn mark_gone(workspace: &Workspace, rows: &mut Rows) -> Result<(), Error> {
    let gone = rows.gone.clone();
    let keys: Vec<String> = gone.iter().map(|gone| gone.key.clone()).collect();
    let mut told = workspace.lake().last_told(rows.platform, &rows.account, &keys)?;
    for gone in &gone {
        if let Some(post) = told.posts.remove(&gone.key) {
            rows.mark_post(gone, post);
        }
        if let Some(voice) = told.voices.remove(&gone.key) {
            rows.mark_voice(gone, voice);
        }
    }
    Ok(())
}

/// A token says whose it is. One of another account would bring that account's figures under this one's name.
fn is_meant(settings: &AccountSettings, told: &str) -> Result<(), Error> {
    let name = told.split('@').next().unwrap_or_default();
    if settings.network == BLUESKY || name.eq_ignore_ascii_case(&settings.account) {
        return Ok(());
    }
    Err(Error::Usage(format!(
        "the token is of the account {told}, not of {}; nothing was taken in",
        settings.account
    )))
}

/// The network that is asked without a token too, and by an app password with one.
const BLUESKY: &str = "bluesky";

fn known(id: &str) -> Result<&'static dyn Network, Error> {
    let all = || -> Vec<&str> { harpoon_live::NETWORKS.iter().map(|known| known.about().id).collect() };
    network(id).ok_or_else(|| {
        Error::Usage(format!(
            "`{id}` is no network that is asked live; one of {}",
            all().join(", ")
        ))
    })
}

fn server(settings: &AccountSettings) -> Result<Server, Error> {
    let server = if settings.private {
        Server::private(&settings.server)
    } else {
        Server::public(&settings.server)
    };
    server.map_err(|error| Error::Usage(error.to_string()))
}

pub(crate) fn folder(root: &Path, name: &str) -> PathBuf {
    root.join("live").join(name)
}

/// An error with its causes, on one line.
fn said(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(below) = cause {
        let words = below.to_string();
        if !text.contains(&words) {
            text.push_str(&format!(": {words}"));
        }
        cause = below.source();
    }
    text
}

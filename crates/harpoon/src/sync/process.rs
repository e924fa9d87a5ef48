//! [`Process`]: a tap as a process: an environment of its own, a time by which it must be done, its words in a log.

use std::io::BufReader;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::TapSettings;
use super::log::Log;
use crate::Error;

/// How long a tap may take to leave once it has written everything.
const LEAVING: Duration = Duration::from_secs(30);
/// How often it is looked whether it has left.
const LOOK: Duration = Duration::from_millis(20);

/// A tap that runs.
pub(super) struct Process {
    /// A leaf lock: held for the moment of a look or a kill.
    child: Arc<Mutex<Child>>,
    output: Option<ChildStdout>,
    log: Option<JoinHandle<String>>,
    done: Sender<()>,
    watchdog: Option<JoinHandle<bool>>,
}

impl Process {
    /// Starts it. Errors: why it does not start, for a person.
    pub(super) fn start(root: &Path, settings: &TapSettings, state: Option<&Path>, log: Log) -> Result<Self, String> {
        let mut child = command(root, settings, state)
            .spawn()
            .map_err(|error| format!("`{}` does not start: {error}", settings.command))?;
        let output = child.stdout.take();
        let words = child.stderr.take();
        let log = words.map(|words| thread::spawn(move || log.take(words).unwrap_or_default()));
        let child = Arc::new(Mutex::new(child));
        let (done, is_done) = channel();
        let (watched, timeout) = (Arc::clone(&child), settings.timeout.0.unsigned_abs());
        Ok(Self {
            child,
            output,
            log,
            done,
            watchdog: Some(thread::spawn(move || watch(&watched, &is_done, timeout))),
        })
    }

    /// What it writes.
    pub(super) fn output(&mut self) -> Result<BufReader<ChildStdout>, Error> {
        let output = self
            .output
            .take()
            .ok_or_else(|| Error::Bug("the tap's output is taken".to_owned()))?;
        Ok(BufReader::with_capacity(1 << 16, output))
    }

    /// Waits until it has left; it is made to where what it writes is no longer wanted. Gives why it failed, if it did.
    pub(super) fn end(mut self, is_wanted: bool) -> Option<String> {
        if !is_wanted {
            kill(&self.child);
        }
        let status = self.leave();
        // The watchdog may be gone.
        let _ = self.done.send(());
        let ran_out = self
            .watchdog
            .take()
            .is_some_and(|watchdog| watchdog.join().unwrap_or(false));
        let last = self
            .log
            .take()
            .map(|log| log.join().unwrap_or_default())
            .unwrap_or_default();
        let said = if last.is_empty() {
            String::new()
        } else {
            format!("; its last words: {last}")
        };
        match status {
            _ if ran_out => Some(format!("it was not done in time{said}")),
            Some(status) if status.success() => None,
            _ if !is_wanted => None,
            Some(status) => Some(format!("it ended with {status}{said}")),
            None => Some(format!("it does not end{said}")),
        }
    }

    /// Waits for the end of a tap that has closed its output; one that stays is killed.
    fn leave(&self) -> Option<ExitStatus> {
        let begun = Instant::now();
        let mut is_killed = false;
        loop {
            let looked = self.child.lock().unwrap_or_else(PoisonError::into_inner).try_wait();
            match looked {
                Ok(Some(status)) => return Some(status),
                Ok(None) if begun.elapsed() > LEAVING * 2 => return None,
                Ok(None) if begun.elapsed() > LEAVING && !is_killed => {
                    kill(&self.child);
                    is_killed = true;
                }
                Ok(None) => thread::sleep(LOOK),
                Err(_) => return None,
            }
        }
    }
}

/// The process to be: nothing of our environment but the path and what is named.
fn command(root: &Path, settings: &TapSettings, state: Option<&Path>) -> Command {
    let mut command = Command::new(&settings.command);
    command
        .current_dir(root)
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    for name in settings.environment.iter().map(String::as_str).chain(["PATH"]) {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command.args(&settings.args);
    for (option, path) in [("--config", &settings.config), ("--catalog", &settings.catalog)] {
        if let Some(path) = path {
            command.arg(option).arg(path);
        }
    }
    if let Some(state) = state {
        command.arg("--state").arg(state);
    }
    // A group of its own, so that what it starts goes with it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command
}

/// Kills a tap that is not done in time. Whether it was.
fn watch(child: &Mutex<Child>, done: &Receiver<()>, timeout: Duration) -> bool {
    let ran_out = done.recv_timeout(timeout) == Err(RecvTimeoutError::Timeout);
    if ran_out {
        kill(child);
    }
    ran_out
}

/// Kills the tap and what it started.
fn kill(child: &Mutex<Child>) {
    let mut child = child.lock().unwrap_or_else(PoisonError::into_inner);
    // One that has left needs no kill, and its number may be another's by now.
    if !matches!(child.try_wait(), Ok(None)) {
        return;
    }
    #[cfg(unix)]
    {
        let group = format!("-{}", child.id());
        // Where there is no such program, the tap itself is killed below.
        let _ = Command::new("kill")
            .args(["-KILL", "--", &group])
            .stderr(Stdio::null())
            .status();
    }
    let _ = child.kill();
}

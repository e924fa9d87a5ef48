//! [`Pending`]: records that were handed in and are not durable yet.

use std::future::Future;
use std::io;
use std::ops::Range;
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex};
use std::task::{Context, Poll, Waker};

use crate::lock;

/// Why records were not taken. In no case are they acknowledged: the sender sends them again.
#[derive(Clone, Debug, thiserror::Error)]
pub enum AppendError {
    /// More waits to be written than memory is set aside for. Try again shortly.
    #[error("{waiting} bytes wait to be written, and no more than {limit} may; try again shortly")]
    Full {
        /// Bytes that wait.
        waiting: usize,
        /// [`Settings::in_flight_bytes`](crate::Settings::in_flight_bytes).
        limit: usize,
    },
    /// The records of one call will never fit: hand them in apart.
    #[error("the records of one call take {bytes} bytes, and no more than {limit} may")]
    TooLarge {
        /// Bytes with their frames.
        bytes: usize,
        /// [`Settings::in_flight_bytes`](crate::Settings::in_flight_bytes).
        limit: usize,
    },
    /// The disk failed. The log goes on by itself when the disk does: try again.
    #[error("the log cannot be written at the moment; try again")]
    Fault(#[from] Arc<Fault>),
    /// The log is being closed.
    #[error("the log is closed")]
    Closed,
}

impl AppendError {
    /// Whether the same call may succeed later, without another program or another setting.
    pub const fn is_passing(&self) -> bool {
        matches!(self, Self::Full { .. } | Self::Fault(_))
    }
}

/// What the disk refused.
#[derive(Debug, thiserror::Error)]
#[error("cannot {what} `{file}`")]
pub struct Fault {
    pub(crate) what: &'static str,
    pub(crate) file: String,
    pub(crate) source: io::Error,
}

impl Fault {
    /// Of which kind the refusal is: no space, no permission, a broken device.
    pub fn kind(&self) -> io::ErrorKind {
        self.source.kind()
    }
}

/// The records of one call, or a roll. Wait for it, or await it; dropping it takes nothing back.
#[derive(Debug)]
pub struct Pending {
    outcome: Arc<Outcome>,
    offsets: Range<u64>,
    waker: Option<usize>,
}

impl Pending {
    pub(crate) fn new(outcome: Arc<Outcome>, offsets: Range<u64>) -> Self {
        Self {
            outcome,
            offsets,
            waker: None,
        }
    }

    /// Waits until the records are durable. Gives their offsets.
    pub fn wait(self) -> Result<Range<u64>, AppendError> {
        let mut state = lock(&self.outcome.state);
        loop {
            match &state.result {
                Some(result) => return result.clone().map(|()| self.offsets.clone()),
                None => state = crate::wait(&self.outcome.done, state),
            }
        }
    }
}

impl Future for Pending {
    type Output = Result<Range<u64>, AppendError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let pending = self.get_mut();
        let mut state = lock(&pending.outcome.state);
        if let Some(result) = &state.result {
            return Poll::Ready(result.clone().map(|()| pending.offsets.clone()));
        }
        if let Some(known) = pending.waker.and_then(|at| state.wakers.get_mut(at)) {
            known.clone_from(context.waker());
        } else {
            pending.waker = Some(state.wakers.len());
            state.wakers.push(context.waker().clone());
        }
        Poll::Pending
    }
}

/// How a write ended: one for all calls whose records it holds.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// A leaf: nothing else is locked meanwhile.
    state: Mutex<State>,
    done: Condvar,
}

#[derive(Debug, Default)]
struct State {
    result: Option<Result<(), AppendError>>,
    wakers: Vec<Waker>,
}

impl Outcome {
    /// Tells all that wait; the first word counts.
    pub(crate) fn tell(&self, result: Result<(), AppendError>) {
        let wakers = {
            let mut state = lock(&self.state);
            state.result.get_or_insert(result);
            std::mem::take(&mut state.wakers)
        };
        self.done.notify_all();
        for waker in wakers {
            waker.wake();
        }
    }
}

//! [`World`]: time, chance and waiting, which are handed in, so that a test waits for nothing.

use std::future::Future;
use std::time::Duration;

use jiff::Timestamp;

/// What a run needs beside the network.
pub trait World: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;

    /// Any number, each as likely: how long to wait exactly is drawn, so that many who were turned away together do not come
    /// back together.
    fn random(&self) -> u64;

    /// Waits.
    fn sleep(&self, long: Duration) -> impl Future<Output = ()> + Send;
}

/// The clock and the chance of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct Real;

impl World for Real {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn random(&self) -> u64 {
        // Without chance all wait equally long, which is worse and not wrong.
        getrandom::u64().unwrap_or(u64::MAX / 2)
    }

    fn sleep(&self, long: Duration) -> impl Future<Output = ()> + Send {
        tokio::time::sleep(long)
    }
}

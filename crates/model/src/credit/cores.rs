//! [`in_parts`]: the columns of a bootstrap know nothing of each other, so each core takes some.

use std::ops::Range;
use std::panic::resume_unwind;
use std::thread;

/// Does the work of `0..many` in as many parts as there are cores. Gives what came of the parts, in their order.
pub(crate) fn in_parts<T: Send>(many: usize, work: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let size = many.div_ceil(cores).max(1);
    if size >= many {
        return vec![work(0..many)];
    }
    thread::scope(|scope| {
        let parts = (0..many)
            .step_by(size)
            .map(|from| {
                scope.spawn({
                    let work = &work;
                    move || work(from..(from + size).min(many))
                })
            })
            .collect::<Vec<_>>();
        let done = parts.into_iter().map(thread::ScopedJoinHandle::join);
        done.map(|part| part.unwrap_or_else(|why| resume_unwind(why))).collect()
    })
}

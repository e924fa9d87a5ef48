//! The allocator of the binary, and when it gives memory back to the system.
//!
//! The one crate with unsafe code: an option of the allocator can be set in no other way while the program runs.

use std::ffi::{c_int, c_long};

use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// `mi_option_purge_delay`: after so many milliseconds what was freed goes back to the system.
const PURGE_DELAY: c_int = 15;
/// What it is unless somebody sets it. Another version of the allocator may have another option in its place.
const USUAL: c_long = 1000;
/// For a program that goes on: what one load freed is not there beside what the next one takes.
const SOON: c_long = 10;

#[expect(unsafe_code, reason = "the allocator is written in C")]
unsafe extern "C" {
    /// Reads an option; 0 where there is none of that number.
    fn mi_option_get(option: c_int) -> c_long;
    /// Sets an option; does nothing where there is none of that number.
    fn mi_option_set(option: c_int, value: c_long);
}

/// From now on gives back what was freed a hundredth of a second ago, instead of a second: for servers, whose memory is taken from
/// what runs beside them. Gives whether it does; not where the environment asks for something else (`MIMALLOC_PURGE_DELAY`), nor with an
/// allocator of another make.
#[expect(
    unsafe_code,
    reason = "calls of C that take whole numbers, check them, and touch no memory of ours"
)]
#[expect(clippy::must_use_candidate, reason = "whoever asks for it can go on without it")]
pub fn give_back_soon() -> bool {
    unsafe {
        if mi_option_get(PURGE_DELAY) != USUAL {
            return false;
        }
        mi_option_set(PURGE_DELAY, SOON);
        mi_option_get(PURGE_DELAY) == SOON
    }
}

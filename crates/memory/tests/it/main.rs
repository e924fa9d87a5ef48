//! That memory is given back, by what the system counts.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::hint::black_box;
use std::thread;
use std::time::Duration;

/// MiB of this process that are in memory and no file's, as Linux counts them.
fn held() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"))?;
    let kib: u64 = line.trim().trim_end_matches("kB").trim().parse().unwrap();
    Some(kib / 1024)
}

/// A load: 256 MiB in pieces of 64 KiB, in two threads, then gone.
fn load() {
    let threads = [0_u8; 2].map(|byte| {
        thread::spawn(move || {
            let pieces: Vec<Vec<u8>> = (0..2048).map(|_| vec![byte.max(1); 64 << 10]).collect();
            black_box(&pieces);
        })
    });
    for thread in threads {
        thread.join().unwrap();
    }
}

#[test]
fn what_a_load_took_is_given_back() {
    assert!(
        harpoon_memory::give_back_soon(),
        "the allocator has another option in that place"
    );
    assert!(!harpoon_memory::give_back_soon(), "it is set already");
    load();
    // It gives back while it is asked for more, from time to time. How soon is measured by `benches/collect.py`.
    for _ in 0..100 {
        thread::sleep(Duration::from_millis(50));
        (0..20_000).for_each(|piece| drop(black_box(vec![1_u8; 100 + piece])));
        if held().is_some_and(|held| held < 64) {
            return;
        }
    }
    match held() {
        Some(held) => panic!("{held} MiB are still held"),
        None => eprintln!("SKIPPED: the system does not say what a process holds"),
    }
}

//! The limit that `benches/journal.py` holds credit against: the time merely to decode the journal's columns, on all cores.
//!
//! ```text
//! cargo run --release -p harpoon --example journal_limit -- WORKSPACE
//! ```

use std::path::Path;
use std::time::Instant;

use harpoon::Workspace;

/// The best of so many.
const RUNS: usize = 3;

#[expect(clippy::print_stdout, reason = "a measurement is printed")]
fn main() -> Result<(), harpoon::Error> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    let workspace = Workspace::open(Path::new(&folder))?;
    let mut best = f64::MAX;
    let mut steps = 0;
    for _ in 0..RUNS {
        let started = Instant::now();
        steps = workspace.decode_journal()?;
        best = best.min(started.elapsed().as_secs_f64());
    }
    println!("{{\"steps\": {steps}, \"seconds\": {best:.3}}}");
    Ok(())
}

//! Asks a workspace the statement of each line of its input, as often as it is told to, and writes the seconds of each try and
//! the answer as one line of JSON: what `benches/questions.py` measures, without the start of a process in it.
//!
//! `cargo run --release -p harpoon --example ask -- WORKSPACE TRIES < STATEMENTS`

use std::io::{BufRead as _, Write as _};
use std::path::Path;
use std::time::Instant;

use harpoon::Workspace;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let folder = args.next().ok_or("which workspace?")?;
    let tries: usize = args.next().ok_or("how often?")?.parse()?;
    // As a server holds it: at one version, with its files known.
    let workspace = Workspace::open(Path::new(&folder))?.shared()?;
    for statement in std::io::stdin().lock().lines() {
        let statement = statement?;
        let mut seconds = Vec::new();
        let mut answer = None;
        for _ in 0..tries {
            let started = Instant::now();
            answer = Some(workspace.sql(&statement)?);
            seconds.push(started.elapsed().as_secs_f64());
        }
        let rows = answer.map(|grid| grid.rows).unwrap_or_default();
        let told = serde_json::json!({ "seconds": seconds, "rows": rows });
        writeln!(std::io::stdout().lock(), "{told}")?;
    }
    Ok(())
}

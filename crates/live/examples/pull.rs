//! Pulls one account into lines of JSON, and may be killed at any moment: the next call goes on.
//!
//! `cargo run -p harpoon-live --example pull -- NETWORK SERVER ACCOUNT FOLDER [private] [whole]`. The app password or token is
//! read from the environment (`HARPOON_LIVE_SECRET`); without it nobody in particular asks. The folder then holds `run.jsonl` (pages of a run
//! that has not come to its end), `state.json` (what earlier runs told, and the checkpoint; here with the session in it, because it is an
//! example: the product keeps that closed), and `facts.jsonl`, what the last run told. What it does is told on standard error.
#![expect(clippy::print_stderr, reason = "it tells how far it is")]

use std::error::Error;
use std::fs::{self, File};
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::Path;

use harpoon_core::batch::Observations;
use harpoon_core::period::day_from_number;
use harpoon_live::{
    Checkpoint, Head, Known, Landed, Limits, Progress, Real, Rows, Runner, Secret, Server, Session, Settings, Work,
    World as _, network, read,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(Default, Serialize, Deserialize)]
struct State {
    known: Known,
    checkpoint: Checkpoint,
    session: Option<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [id, address, account, folder, options @ ..] = words.as_slice() else {
        return Err("say NETWORK SERVER ACCOUNT FOLDER [private] [whole]".into());
    };
    let is = |word: &str| options.iter().any(|option| option == word);
    let network = network(id).ok_or("no such network")?;
    let server = if is("private") {
        Server::private(address)?
    } else {
        Server::public(address)?
    };
    let folder = Path::new(folder);
    fs::create_dir_all(folder)?;
    let mut state = stands(&folder.join("state.json"))?;
    let mut session = match std::env::var("HARPOON_LIVE_SECRET") {
        Err(_) => Session::Open,
        Ok(secret) if id == "bluesky" => Session::app_password(account, Secret::new(secret), state.session.as_deref()),
        Ok(secret) => Session::Token(Secret::new(secret)),
    };
    let mut before = state.checkpoint.clone();
    if is("whole") {
        before.whole_at = None;
    }
    let settings = Settings::new(account, "UTC");
    let signed_in = session.is_signed_in();
    let head = Head::new(
        network,
        &server,
        &settings,
        signed_in,
        (before, &state.known),
        Real.now(),
    );
    let before = serde_json::to_value(&state)?;
    let mut landed = Landed::open(&folder.join("run.jsonl"))?;
    let runner = Runner::new(Real, Limits::default());
    let work = Work {
        network,
        server: &server,
        head: &head,
        known: &state.known,
        session: &mut session,
        landing: &mut landed,
    };
    let mut watch = |progress: Progress<'_>| {
        match progress {
            Progress::SignedIn { kept } => {
                let mut state = before.clone();
                state["session"] = kept.show().into();
                if let Err(error) = keep(folder, "state.json", &state.to_string()) {
                    eprintln!("the session is not kept: {error}");
                }
            }
            Progress::Landed { pages, what } => eprintln!("landed {pages} {what:?}"),
            Progress::Waiting { until, why } => eprintln!("waiting {until} {why}"),
        }
        ControlFlow::Continue(())
    };
    let pulled = tokio_runtime()?.block_on(runner.pull(work, &mut watch));
    state.session = session.kept().map(|kept| kept.show().to_owned());
    keep(folder, "state.json", &serde_json::to_string(&state)?)?;
    let pulled = pulled?;
    for remark in &pulled.remarks {
        eprintln!("remark {remark}");
    }
    let rows = read(network, &mut landed)?;
    keep(folder, "facts.jsonl", &lines(&rows))?;
    state.known.learn(&rows);
    state.checkpoint = rows.checkpoint;
    keep(folder, "state.json", &serde_json::to_string(&state)?)?;
    landed.remove()?;
    eprintln!("done {} pages, {} of them landed before", pulled.pages, pulled.resumed);
    Ok(())
}

fn tokio_runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()
}

fn stands(path: &Path) -> Result<State, Box<dyn Error>> {
    match fs::read(path) {
        Ok(text) => Ok(serde_json::from_slice(&text)?),
        Err(_) => Ok(State::default()),
    }
}

/// Whole under its name or not at all.
fn keep(folder: &Path, name: &str, text: &str) -> std::io::Result<()> {
    let unfinished = folder.join(format!("{name}.new"));
    let mut file = File::create(&unfinished)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(unfinished, folder.join(name))
}

/// Every fact, one a line, each with its kind.
fn lines(rows: &Rows) -> String {
    let batch = &rows.batch;
    let mut told: Vec<Value> = batch.observations.iter().flat_map(figures).collect();
    let kind = |kind: &str, fact: Value| json!({ "kind": kind, "fact": fact });
    told.extend(batch.accounts.iter().map(|fact| kind("account", json!(fact))));
    told.extend(batch.posts.iter().map(|fact| kind("post", json!(fact))));
    told.extend(batch.voices.iter().map(|fact| kind("voice", json!(fact))));
    told.extend(batch.rejects.iter().map(|fact| kind("reject", json!(fact))));
    told.extend(
        rows.gone
            .iter()
            .map(|gone| json!({ "kind": "gone", "key": gone.key, "row": gone.row })),
    );
    told.iter().map(|line| format!("{line}\n")).collect()
}

fn figures(table: &Observations) -> Vec<Value> {
    let mut told = Vec::new();
    for figures in &table.figures {
        for (row, value) in figures.values.iter().enumerate() {
            told.push(json!({
                "kind": "figure",
                "entity_kind": table.entity_kind,
                "entity": table.entity_id.get(row),
                "metric": figures.measure.metric,
                "facet": figures.measure.facet,
                "counter": figures.measure.counter,
                "day": table.start[row].map(|day| day_from_number(day).to_string()),
                "value": value,
                "row": table.row[row],
            }));
        }
    }
    told
}

//! The `harpoon` command: says what a person asked for, prints what the façade answers. No logic of its own.

use std::process::ExitCode;

use clap::Parser;
use harpoon::{Error, Turn};
use harpoon_ledger::LedgerError;

use args::{Cli, Command};

mod args;
mod ask;
mod command;
mod export;
mod reference;
mod render;
mod say;

/// What a command came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Done {
    /// All is well.
    Well,
    /// A check found something.
    Finding,
    /// An input is not as it should be.
    Input,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(&cli) {
        Ok(Done::Well) => ExitCode::SUCCESS,
        Ok(Done::Finding) => ExitCode::from(1),
        Ok(Done::Input) => ExitCode::from(3),
        Err(error) => {
            say::error(&error);
            ExitCode::from(code(&error))
        }
    }
}

/// Whose turn it is.
fn code(error: &anyhow::Error) -> u8 {
    if let Some(error) = error.downcast_ref::<LedgerError>() {
        return if error.is_usage() { 2 } else { 3 };
    }
    match error.downcast_ref::<Error>().map(Error::turn) {
        Some(Turn::Usage) => 2,
        Some(Turn::Input) => 3,
        _ => 4,
    }
}

fn run(cli: &Cli) -> anyhow::Result<Done> {
    command::worker::install(cli);
    match &cli.command {
        Command::Init(args) => command::workspace::init(cli, args),
        Command::Import(args) => command::import::import(cli, args),
        Command::Imports(args) => command::import::imports(cli, args),
        Command::Singer(args) => command::singer::singer(cli, args),
        Command::Account(args) => command::account::account(cli, args),
        Command::Sync(args) => command::sync::sync(cli, args),
        Command::Kpi(args) => command::kpi::kpi(cli, args),
        Command::Explain(args) => command::explain::explain(cli, args),
        Command::Why(args) => command::why::why(cli, args),
        Command::Sql(args) => command::kpi::sql(cli, args),
        Command::Source(args) => command::collect::source(cli, args),
        Command::Link(args) => command::link::link(cli, args),
        Command::Collect(args) => command::collect::collect(cli, args),
        Command::Catalogue(args) => command::catalogue::catalogue(cli, args),
        Command::Cost(args) => command::cost::cost(cli, args),
        Command::Annotate(args) => command::annotate::annotate(cli, args),
        Command::Annotations(args) => command::annotate::annotations(cli, args),
        Command::Credit(args) => command::credit::credit(cli, args),
        Command::Trace(args) => command::credit::trace(cli, args),
        Command::Origins(args) => command::origins::origins(cli, args),
        Command::Claims(args) => command::returns::claims(cli, args),
        Command::Roi(args) => command::returns::roi(cli, args),
        Command::Person(args) => command::person::person(cli, args),
        Command::Storage(args) => command::storage::storage(cli, args),
        Command::Retention(args) => command::retention::retention(cli, args),
        Command::Report(args) => command::report::report(cli, args),
        Command::Goal(args) => command::goal::goal(cli, args),
        Command::Goals(args) => command::goals::goals(cli, args),
        Command::Record(args) => command::record::record(cli, args),
        Command::Profile(args) => command::profile::profile(cli, args),
        Command::Key(args) => command::key::key(cli, args),
        Command::Verify(args) => command::verify::verify(cli, args),
        Command::Ledger(args) => command::ledger::ledger(cli, args),
        Command::Quarantine(args) => command::quarantine::quarantine(cli, args),
        Command::Export(args) => export::export(cli, args),
        Command::Optimize(args) => command::workspace::optimize(cli, args),
        Command::Backup(args) => command::backup::backup(cli, args),
        Command::Restore(args) => command::backup::restore(cli, args),
        Command::Doctor(args) => command::doctor::doctor(cli, args),
        Command::Serve(args) => command::serve::serve(cli, args),
        Command::User(args) => command::serve::user(cli, args),
        Command::State(args) => command::state::state(cli, args),
        Command::Mcp(args) => command::serve::mcp(cli, args),
        Command::Worker(args) => command::worker::worker(cli, args),
        Command::Send(args) => command::send::send(cli, args),
        Command::Demo(args) => command::demo::demo(cli, args),
        Command::Completions { shell } => command::workspace::completions(*shell),
        Command::Reference { page } => {
            say::out(reference::page(*page).trim_end());
            Ok(Done::Well)
        }
    }
}

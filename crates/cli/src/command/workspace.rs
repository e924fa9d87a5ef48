//! `init`, `optimize`, `completions`.

use std::time::Duration;

use clap::CommandFactory;
use clap_complete::Shell;
use harpoon::{Settings, Workspace};

use super::open;
use crate::Done;
use crate::args::{Cli, Init, Optimize};
use crate::render::Sheet;
use crate::say;

/// Makes a workspace.
pub(crate) fn init(cli: &Cli, args: &Init) -> anyhow::Result<Done> {
    let settings = Settings {
        name: args.name.clone().unwrap_or_default(),
        currency: args.currency.as_ref().map(|c| c.to_uppercase()),
        zone: args.zone.clone(),
        ..Settings::default()
    };
    Workspace::init(&cli.workspace, &settings)?;
    if !cli.quiet {
        let folder = cli.workspace.display();
        say::aside(&format!("Made {folder}. Next: harpoon -w {folder} import FILES"));
    }
    Ok(Done::Well)
}

/// Merges small files; deletes those that no version needs.
pub(crate) fn optimize(cli: &Cli, args: &Optimize) -> anyhow::Result<Done> {
    let lake = open(cli)?.lake().clone();
    let mut sheet = Sheet::new(&["table", "files before#", "files after#"]);
    for table in lake.optimize()? {
        sheet.rows.push(vec![
            table.table.to_owned(),
            table.before.to_string(),
            table.after.to_string(),
        ]);
    }
    say::out(&sheet.print(crate::args::Format::Table));
    if let Some(days) = args.vacuum {
        let deleted = lake.vacuum(Duration::from_secs(u64::from(days) * 86_400))?;
        say::out(&format!("{deleted} files deleted that no version needs"));
    }
    Ok(Done::Well)
}

/// Prints completions.
pub(crate) fn completions(shell: Shell) -> anyhow::Result<Done> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "harpoon", &mut text);
    say::out(&String::from_utf8(text)?);
    Ok(Done::Well)
}

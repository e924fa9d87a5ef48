//! `key`: pairs of keys. The public one is handed out, the private one never leaves this computer.

use harpoon_ledger::KeyFolder;
use harpoon_ledger::sealed::Label;

use crate::Done;
use crate::args::{Cli, Format, Key, KeyAction};
use crate::render::Sheet;
use crate::say;
use harpoon::json::{self, Value};

/// Makes, lists and shows keys.
pub(crate) fn key(cli: &Cli, args: &Key) -> anyhow::Result<Done> {
    let folder = harpoon::here::keys()?;
    match &args.action {
        KeyAction::New { name, role, output } => {
            let passphrase = passphrase();
            let made = folder.create(name, role.role(), passphrase.as_deref())?;
            let label = Label {
                role: made.role(),
                key: made.verifier().clone(),
                closed: passphrase.is_some(),
            };
            match output.format {
                Format::Table => say::out(&format!("{}", label.key)),
                format => say::out(&printed(&[(name.clone(), label.clone())], format)),
            }
            if !cli.quiet {
                say::aside(&advice(name, &label, &folder));
            }
        }
        KeyAction::List { output } => {
            let (mut labels, mut bad) = (Vec::new(), Vec::new());
            for (name, label) in folder.list()? {
                match label {
                    Ok(label) => labels.push((name, label)),
                    Err(error) => bad.push(format!("{name}: {error}")),
                }
            }
            say::out(&printed(&labels, output.format));
            if labels.is_empty() && bad.is_empty() && !cli.quiet {
                say::aside("There are no keys yet; `harpoon key new NAME` makes one.");
            }
            for line in &bad {
                say::aside(line);
            }
            return Ok(if bad.is_empty() { Done::Well } else { Done::Input });
        }
        KeyAction::Show { name } => say::out(&folder.label(name)?.key.to_string()),
    }
    Ok(Done::Well)
}

fn advice(name: &str, label: &Label, folder: &KeyFolder) -> String {
    let closed = if label.closed {
        "closed with your passphrase"
    } else {
        "readable by you alone, and not closed with a passphrase: HARPOON_KEY_PASSPHRASE was not set"
    };
    format!(
        "This is the public key: give it to whoever is to check your signatures, by a way they trust.\n\
         The private key is in {}, {closed}. Keep a copy in a safe place: it cannot be made anew.",
        folder.folder().join(format!("{name}.key")).display()
    )
}

fn printed(labels: &[(String, Label)], format: Format) -> String {
    if format == Format::Json {
        let object = |(name, label): &(String, Label)| {
            Value::object([
                ("name", Value::Text(name.clone())),
                ("role", Value::Text(label.role.word().to_owned())),
                ("key", Value::Text(label.key.to_string())),
                ("protection", Value::Text(protection(label).to_owned())),
            ])
        };
        return json::lines(&labels.iter().map(object).collect::<Vec<_>>());
    }
    let mut sheet = Sheet::new(&["name", "role", "protection", "public key"]);
    for (name, label) in labels {
        let (role, key) = (label.role.word().to_owned(), label.key.to_string());
        sheet
            .rows
            .push(vec![name.clone(), role, protection(label).to_owned(), key]);
    }
    sheet.print(format)
}

fn protection(label: &Label) -> &'static str {
    if label.closed { "passphrase" } else { "file rights" }
}

/// From the environment alone, so that it stands neither in the command's history nor in the list of processes.
pub(super) fn passphrase() -> Option<String> {
    std::env::var("HARPOON_KEY_PASSPHRASE")
        .ok()
        .filter(|text| !text.is_empty())
}

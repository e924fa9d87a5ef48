//! `backup` and `restore`.

use harpoon::backup::{self, Manifest, Wish};
use harpoon::json::{self, Value};
use harpoon::storage::BucketSettings;

use super::now;
use crate::Done;
use crate::args::{Backup, Cli, Format, Restore};
use crate::render::Sheet;
use crate::say;

/// Makes a backup, or looks at those that are there.
pub(crate) fn backup(cli: &Cli, args: &Backup) -> anyhow::Result<Done> {
    let format = args.output.format;
    if args.list {
        say::out(&listed(&backup::list(&args.dest)?, format));
        return Ok(Done::Well);
    }
    if args.verify {
        let whole = backup::verify(&args.dest, args.id.as_deref())?;
        say::out(&listed(&whole, format));
        if !cli.quiet {
            say::aside("Every file is what was written, and everything opens.");
        }
        return Ok(Done::Well);
    }
    let keep = args.keep.map(|keep| keep as usize);
    let made = backup::back_up(&cli.workspace, &args.dest, keep, now()?)?;
    if format == Format::Json {
        let mut all = fields(&made.id, &made.manifest);
        all.push(("new_files".to_owned(), number(made.new_files)));
        all.push(("new_bytes".to_owned(), number(made.new_bytes)));
        all.push(("taken_away".to_owned(), texts(&made.taken_away)));
        say::out(&json::lines(&[Value::Object(all)]));
    } else {
        say::out(&made.id);
    }
    if !cli.quiet {
        for remark in &made.manifest.remarks {
            say::aside(remark);
        }
        say::aside(&format!(
            "{} files, {}; {} of them, {}, no earlier backup had. {}",
            made.manifest.files.len(),
            size(made.manifest.bytes()),
            made.new_files,
            size(made.new_bytes),
            KEYS
        ));
    }
    Ok(Done::Well)
}

/// What is never in a backup and is needed to go on.
const KEYS: &str = "Private keys are not in it: keep the folder of `harpoon key list` and server.key, or HARPOON_SERVER_KEY, elsewhere.";

/// Brings a backup back.
pub(crate) fn restore(cli: &Cli, args: &Restore) -> anyhow::Result<Done> {
    let storage = args.storage.as_ref().map(|url| BucketSettings {
        endpoint: args.endpoint.clone(),
        region: args.region.clone(),
        ..BucketSettings::new(url)
    });
    let wish = Wish {
        backup: args.backup.as_deref(),
        only: args.only.as_deref(),
        at: args.at,
        erased: args.erased.as_deref(),
        storage: storage.as_ref(),
    };
    let restored = backup::restore(&args.src, &args.dest, wish, now()?)?;
    if args.output.format == Format::Json {
        let members = restored.workspaces.iter().map(|member| {
            Value::object([
                ("name", Value::Text(member.name.clone())),
                ("version", number(member.version)),
            ])
        });
        let all = Value::object([
            ("backup", Value::Text(restored.id.clone())),
            ("workspaces", Value::List(members.collect())),
            ("files", number(restored.files)),
            ("bytes", number(restored.bytes)),
            ("remarks", texts(&restored.remarks)),
        ]);
        say::out(&json::lines(&[all]));
        return Ok(Done::Well);
    }
    let mut sheet = Sheet::new(&["workspace", "version of the data#"]);
    for member in &restored.workspaces {
        sheet.rows.push(vec![member.name.clone(), member.version.to_string()]);
    }
    say::out(&sheet.print(args.output.format));
    if !cli.quiet {
        for remark in &restored.remarks {
            say::aside(remark);
        }
        say::aside(&format!(
            "{} files, {}, of backup {}, compared with their digests and opened. {}",
            restored.files,
            size(restored.bytes),
            restored.id,
            KEYS
        ));
    }
    Ok(Done::Well)
}

fn listed(backups: &[(String, Manifest)], format: Format) -> String {
    if format == Format::Json {
        let objects = backups.iter().map(|(id, manifest)| Value::Object(fields(id, manifest)));
        return json::lines(&objects.collect::<Vec<_>>());
    }
    let mut sheet = Sheet::new(&["backup", "workspaces", "files#", "bytes#"]);
    for (id, manifest) in backups {
        let members = manifest.workspaces.iter();
        let members: Vec<String> = members.map(|one| format!("{} at {}", one.name, one.version)).collect();
        sheet.rows.push(vec![
            id.clone(),
            members.join(", "),
            manifest.files.len().to_string(),
            manifest.bytes().to_string(),
        ]);
    }
    sheet.print(format)
}

fn fields(id: &str, manifest: &Manifest) -> Vec<(String, Value)> {
    let members = manifest.workspaces.iter().map(|member| {
        Value::object([
            ("name", Value::Text(member.name.clone())),
            ("version", number(member.version)),
        ])
    });
    let fields = [
        ("backup", Value::Text(id.to_owned())),
        ("made_at", Value::Text(manifest.made_at.to_string())),
        ("workspaces", Value::List(members.collect())),
        ("files", number(manifest.files.len() as u64)),
        ("bytes", number(manifest.bytes())),
        ("remarks", texts(&manifest.remarks)),
    ];
    fields
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn number(number: u64) -> Value {
    Value::Number(number.to_string())
}

fn texts(texts: &[String]) -> Value {
    Value::List(texts.iter().cloned().map(Value::Text).collect())
}

/// Bytes as people read them.
fn size(bytes: u64) -> String {
    let mut number = bytes as f64;
    for unit in ["bytes", "kB", "MB", "GB"] {
        if number < 1000.0 {
            let digits = usize::from(unit != "bytes");
            return format!("{number:.digits$} {unit}");
        }
        number /= 1000.0;
    }
    format!("{number:.1} TB")
}

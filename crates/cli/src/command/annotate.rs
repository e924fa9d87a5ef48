//! `annotate`, `annotations`: what happened on a day.

use harpoon::annotations::{Annotation, FILE};

use super::open;
use crate::Done;
use crate::args::{Annotate, Annotations, AnnotationsAction, Cli};
use crate::render::Sheet;
use crate::say;

/// Adds a note.
pub(crate) fn annotate(cli: &Cli, args: &Annotate) -> anyhow::Result<Done> {
    let note = Annotation::new(&args.on, args.platform.as_deref().unwrap_or(""), &args.text)?;
    open(cli)?.annotate(&note)?;
    say::out(&format!(
        "noted on {}; `harpoon annotations remove {}` takes it back",
        note.on, note.id
    ));
    Ok(Done::Well)
}

/// Lists the notes, or removes one. Lines of the file that are none are told, and make the exit code 1.
pub(crate) fn annotations(cli: &Cli, args: &Annotations) -> anyhow::Result<Done> {
    let workspace = open(cli)?;
    if let Some(AnnotationsAction::Remove { id }) = &args.action {
        let gone = workspace.unannotate(id)?;
        let platform = gone
            .platform
            .map_or_else(String::new, |platform| format!(" --platform {platform}"));
        say::out(&format!("removed: {}", gone.text));
        if !cli.quiet {
            say::aside(&format!(
                "`harpoon annotate {:?} --on {}{platform}` puts it back",
                gone.text, gone.on
            ));
        }
        return Ok(Done::Well);
    }
    let all = workspace.annotations()?;
    let mut sheet = Sheet::new(&["id", "on", "platform", "text"]);
    for note in all.known {
        let platform = note.platform.unwrap_or_default();
        sheet.rows.push(vec![note.id, note.on.to_string(), platform, note.text]);
    }
    say::out(&sheet.print(args.output.format));
    for (line, why) in &all.wrong {
        say::aside(&format!("{FILE}, line {line}: {why}; the line is left as it is"));
    }
    Ok(if all.wrong.is_empty() {
        Done::Well
    } else {
        Done::Finding
    })
}

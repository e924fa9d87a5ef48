//! `send`: who gets reports and digests, and sending them.

use std::fs;
use std::io::Write as _;

use anyhow::Context;
use harpoon::Error;
use harpoon::core::{Language, Period};
use harpoon::here::{mail_authorities, state_address};
use harpoon_server::{Outgoing, Plan, Post, Preview};
use harpoon_state::{Fate, Gets, NewRecipient, Recipient};
use jiff::Timestamp;

use super::now;
use super::serve::turned;
use crate::Done;
use crate::args::{Cli, Format, RecipientsAction, Send, SendAction};
use crate::render::Sheet;
use crate::say;

/// How letters leave the house: from the environment alone, so that no password stands in a command's history or in a file.
pub(super) fn outgoing() -> Outgoing {
    let set = |name: &str| std::env::var(name).ok().filter(|text| !text.is_empty());
    Outgoing {
        smtp: set("HARPOON_SMTP"),
        authorities: mail_authorities(),
        from: set("HARPOON_MAIL_FROM"),
        key: set("HARPOON_SERVER_KEY"),
        loopback: set("HARPOON_WEBHOOKS_TO_LOOPBACK").is_some(),
    }
}

/// Does what was said about sending.
pub(crate) fn send(cli: &Cli, args: &Send) -> anyhow::Result<Done> {
    let plan = Plan {
        names: args.name.clone().into_iter().collect(),
        memory: state_address()?,
        outgoing: outgoing(),
        ..Plan::here(args.folder.clone().unwrap_or_else(|| cli.workspace.clone()), 0, now)
    };
    let post = Post::open(plan, args.place.as_deref()).map_err(turned)?;
    match &args.action {
        SendAction::Recipients { action } => recipients(cli, &post, action),
        SendAction::Schedule {
            day,
            hour,
            weekday,
            week_hour,
        } => schedule(&post, [*day, *hour, *weekday, *week_hour]),
        SendAction::Approve { month, by, now } => {
            let month = Period::month(month).map_err(Error::from)?;
            let version = post.approve(month, by).map_err(turned)?;
            let round = post.run().map_err(turned)?;
            if *now {
                post.hurry(month).map_err(turned)?;
                post.run().map_err(turned)?;
            }
            say::out(&format!(
                "Approved, made from version {version} of the data. `harpoon send outbox` shows when it goes out."
            ));
            Ok(if round.failed > 0 { Done::Finding } else { Done::Well })
        }
        SendAction::Run => {
            let round = post.run().map_err(turned)?;
            say::out(&format!(
                "{} sent, {} to be tried again, {} given up",
                round.sent, round.later, round.failed
            ));
            for (workspace, why) in &round.troubles {
                say::aside(&format!("{workspace}: {why}"));
            }
            Ok(if round.failed + round.later + round.troubles.len() > 0 {
                Done::Finding
            } else {
                Done::Well
            })
        }
        SendAction::Preview {
            what,
            to,
            month,
            lang,
            html,
            out,
        } => {
            let what = match (what.as_str(), month) {
                ("monthly", Some(month)) => Preview::Monthly(Period::month(month).map_err(Error::from)?),
                _ => Preview::Digest,
            };
            let (letter, page) = post.preview(what, to, language(lang)).map_err(turned)?;
            let bytes = if *html { page.into_bytes() } else { letter };
            match out {
                Some(file) => fs::write(file, bytes).with_context(|| format!("cannot write `{}`", file.display()))?,
                None => std::io::stdout().write_all(&bytes).context("cannot print")?,
            }
            Ok(Done::Well)
        }
        SendAction::Test { address, lang } => {
            post.test(address, language(lang)).map_err(turned)?;
            say::out(&format!("The other side took it for {address}."));
            Ok(Done::Well)
        }
        SendAction::Outbox => outbox(&post),
        SendAction::Again { id } => {
            if !post.again(*id).map_err(turned)? {
                return Err(
                    Error::Usage(format!("nothing numbered {id} failed; `harpoon send outbox` lists it")).into(),
                );
            }
            Ok(Done::Well)
        }
    }
}

fn language(tag: &str) -> Language {
    Language::from_tag(tag).unwrap_or(Language::En)
}

fn recipients(cli: &Cli, post: &Post, action: &RecipientsAction) -> anyhow::Result<Done> {
    match action {
        RecipientsAction::Add {
            address,
            lang,
            zone,
            digest,
            goals,
            no_report,
        } => {
            let gets = Gets {
                report: !no_report,
                digest: *digest,
                goals: *goals,
            };
            let new = NewRecipient {
                address,
                language: lang,
                zone,
                gets,
            };
            let (recipient, secret) = post.add(new).map_err(turned)?;
            match secret {
                Some(secret) => {
                    say::out(&secret);
                    if !cli.quiet {
                        say::aside("This secret signs what is sent to the webhook. It is shown once.");
                    }
                }
                None => say::out(&format!("{} gets {}", recipient.address, gets_of(&recipient))),
            }
        }
        RecipientsAction::List => {
            let mut sheet = Sheet::new(&["address", "language", "zone", "gets"]);
            for recipient in post.list().map_err(turned)? {
                let gets = gets_of(&recipient);
                sheet
                    .rows
                    .push(vec![recipient.address, recipient.language, recipient.zone, gets]);
            }
            say::out(&sheet.print(Format::Table));
        }
        RecipientsAction::Remove { address } => {
            if !post.remove(address).map_err(turned)? {
                return Err(Error::Usage(format!("{address} is not on the list")).into());
            }
        }
    }
    Ok(Done::Well)
}

fn gets_of(recipient: &Recipient) -> String {
    if let Some(why) = &recipient.off {
        return format!("nothing ({why})");
    }
    let Gets { report, digest, goals } = recipient.gets;
    let all = [(report, "report"), (digest, "digest"), (goals, "goals")];
    let all: Vec<&str> = all.into_iter().filter(|(is, _)| *is).map(|(_, word)| word).collect();
    all.join(", ")
}

/// Shows the schedule, or changes what was given.
fn schedule(post: &Post, given: [Option<i64>; 4]) -> anyhow::Result<Done> {
    let times = post.times().map_err(turned)?;
    let known = times.map_or([3, 9, 1, 8], |times| {
        [times.report.0, times.report.1, times.digest.0, times.digest.1]
    });
    let [day, hour, weekday, week_hour] = std::array::from_fn(|place| given[place].unwrap_or(known[place]));
    if given.iter().any(Option::is_some) {
        post.set_times((day, hour), (weekday, week_hour)).map_err(turned)?;
    }
    say::out(&format!(
        "Reports on day {day} of the month at {hour}:00, digests on weekday {weekday} at {week_hour}:00"
    ));
    Ok(Done::Well)
}

fn outbox(post: &Post) -> anyhow::Result<Done> {
    let mut sheet = Sheet::new(&["number", "what", "to", "state", "when", "tried", "why"]);
    let mut failed = false;
    for item in post.outbox().map_err(turned)? {
        failed |= item.fate == Fate::Failed;
        let when = match item.fate {
            Fate::Waiting | Fate::Sending => item.next,
            Fate::Sent | Fate::Failed => item.done.unwrap_or(item.next),
        };
        let when = Timestamp::from_second(when).map_or_else(|_| String::new(), |when| when.to_string());
        sheet.rows.push(vec![
            item.id.to_string(),
            format!("{} {}", item.what, item.about),
            item.address,
            item.fate.as_str().to_owned(),
            when,
            item.attempts.to_string(),
            item.error.unwrap_or_default(),
        ]);
    }
    say::out(&sheet.print(Format::Table));
    Ok(if failed { Done::Finding } else { Done::Well })
}

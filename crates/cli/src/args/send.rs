//! Sending reports and digests.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon -w acme send recipients add ann@acme.example --lang fy --zone Europe/Amsterdam --digest
  harpoon -w acme send recipients add https://hooks.acme.example/harpoon     a webhook; its secret is shown once
  harpoon -w acme send schedule --day 3 --hour 9 --weekday 1 --week-hour 8
  harpoon -w acme send preview monthly --month 2026-10 --to ann@acme.example --html > mail.html
  harpoon -w acme send approve 2026-10
  harpoon -w acme send run                                                   one round, by hand or from cron
`harpoon serve` does rounds by itself. Mail leaves by HARPOON_SMTP=smtps://user:password@host:port (or smtp:// for STARTTLS)
from HARPOON_MAIL_FROM=\"Name <address>\"; HARPOON_MAIL_CA names a file of authorities for its certificate. See docs/sending.md.")]
pub(crate) struct Send {
    /// The folder that is served; the one of --workspace if left out.
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
    /// Name of one workspace of the folder.
    #[arg(long = "in", global = true, value_name = "NAME")]
    pub(crate) place: Option<String>,
    /// Name under which browsers find the dashboard, over TLS, for links in letters.
    #[arg(long, global = true, value_name = "HOST")]
    pub(crate) name: Option<String>,
    #[command(subcommand)]
    pub(crate) action: SendAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SendAction {
    /// Who gets what.
    Recipients {
        #[command(subcommand)]
        action: RecipientsAction,
    },
    /// Show or say when reports and digests are due; hours are of each recipient's zone.
    Schedule {
        /// Day of the month on which the month before is due, 1 to 28.
        #[arg(long)]
        day: Option<i64>,
        /// Hour of the report, 0 to 23.
        #[arg(long)]
        hour: Option<i64>,
        /// Day of the digest, 1 (Monday) to 7.
        #[arg(long)]
        weekday: Option<i64>,
        /// Hour of the digest, 0 to 23.
        #[arg(long)]
        week_hour: Option<i64>,
    },
    /// Approve a month's report as it stands; it goes to the recipients at their hour. Of a month that was sent and issued anew
    /// since, approve what restates it; it goes to who got the first.
    Approve {
        /// The month: 2026-10.
        month: String,
        /// Who approves it.
        #[arg(long, default_value = "")]
        by: String,
        /// Send it now, not at the recipients' hour.
        #[arg(long)]
        now: bool,
    },
    /// One round: what is due goes into the outbox, what waits there is sent.
    Run,
    /// A letter as it would be sent today, to the terminal or a file; nothing is sent.
    Preview {
        /// monthly or digest.
        #[arg(value_parser = ["monthly", "digest"])]
        what: String,
        /// Whom it is written to.
        #[arg(long)]
        to: String,
        /// The month of a report.
        #[arg(long, required_if_eq("what", "monthly"))]
        month: Option<String>,
        /// Language.
        #[arg(long, default_value = "en", value_parser = ["en", "zh-CN", "fy"])]
        lang: String,
        /// The letter's page alone, for a browser.
        #[arg(long)]
        html: bool,
        /// File; the terminal if left out.
        #[arg(short, long)]
        out: Option<PathBuf>,
    },
    /// Send one test, to an address of mail or to a webhook on the list.
    Test {
        /// Where to.
        address: String,
        /// Language.
        #[arg(long, default_value = "en", value_parser = ["en", "zh-CN", "fy"])]
        lang: String,
    },
    /// What waits, what failed and why, what was sent.
    Outbox,
    /// Try again what failed.
    Again {
        /// Its number, from `harpoon send outbox`.
        id: i64,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum RecipientsAction {
    /// Put somebody on the list, or change what they get: an address of mail, or https:// of a webhook.
    Add {
        /// Where to.
        address: String,
        /// Language.
        #[arg(long, default_value = "en", value_parser = ["en", "zh-CN", "fy"])]
        lang: String,
        /// Time zone (IANA).
        #[arg(long, default_value = "UTC")]
        zone: String,
        /// The weekly digest as well.
        #[arg(long)]
        digest: bool,
        /// Word of each goal that stands otherwise than before as well; webhooks only.
        #[arg(long)]
        goals: bool,
        /// No monthly report.
        #[arg(long)]
        no_report: bool,
    },
    /// Who is on the list.
    List,
    /// Take somebody off the list, with what waits for them.
    Remove {
        /// Where to.
        address: String,
    },
}

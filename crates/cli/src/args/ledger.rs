//! What can be asked of keys and the ledger: key, verify, ledger.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use harpoon_ledger::Role;

use super::Output;

/// Whose key it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Whose {
    /// Who does the marketing and keeps the ledger.
    #[default]
    Agency,
    /// Who pays for it.
    Client,
}

impl Whose {
    pub(crate) fn role(self) -> Role {
        match self {
            Self::Agency => Role::Agency,
            Self::Client => Role::Client,
        }
    }
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon key new studio.example                   a pair for the agency
  harpoon key new bakery.example --role client     a pair for the client, on a computer of theirs
  harpoon key show studio.example > studio.pub     the public line, to hand out
  harpoon key list

Private keys are kept outside of workspaces, in $HARPOON_KEYS, else in harpoon/keys of the folder for settings. Set
HARPOON_KEY_PASSPHRASE to close a new key with it, and to open it again.")]
pub(crate) struct Key {
    #[command(subcommand)]
    pub(crate) action: KeyAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum KeyAction {
    /// Make a pair of keys; the private one stays on this computer.
    New {
        /// Name: letters, digits, `.`, `-` and `_`. A web address tells keys apart best.
        name: String,
        /// Whose it is.
        #[arg(long, value_enum, default_value_t)]
        role: Whose,
        #[command(flatten)]
        output: Output,
    },
    /// List keys of this computer.
    List {
        #[command(flatten)]
        output: Output,
    },
    /// Print the public key, for others to check signatures with.
    Show {
        /// Its name.
        name: String,
    },
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon verify march.pdf --key studio.pub                    with march.pdf.proof beside it
  harpoon -w acme verify --key studio.pub                      the ledger of a workspace
  harpoon verify acme/ledger --key studio.pub --checkpoint january.checkpoint
  harpoon verify march.pdf --key studio.pub --ledger acme/ledger

A report is checked by its proof, a file of the same name with .proof added, and by a folder `ledger` beside or above it,
whichever is there. Nothing is fetched, nothing is written. Keep a copy of `ledger/checkpoint`, or of the proof of a
report: with --checkpoint it shows whether the ledger was cut or rewritten since.

Exit codes: 0 all holds, 1 something was found, 2 used wrongly, 3 a file cannot be read.")]
pub(crate) struct Verify {
    /// A report, or the folder of a ledger; the ledger of the workspace if left out.
    pub(crate) what: Option<PathBuf>,
    /// Public key that you trust, a file with such keys, one a line, or the name of a key of this computer. Several are allowed.
    #[arg(long, required = true)]
    pub(crate) key: Vec<String>,
    /// Checkpoint or proof that you kept from before. Several are allowed.
    #[arg(long)]
    pub(crate) checkpoint: Vec<PathBuf>,
    /// Folder of the ledger that a report should stand in.
    #[arg(long)]
    pub(crate) ledger: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon -w acme ledger list
  harpoon -w acme ledger show 4
  harpoon -w acme ledger join --key bakery.example            the client's signatures count from then on
  harpoon -w acme ledger show 6 --proof > march.pdf.proof     what a client needs beside report and public key")]
pub(crate) struct Ledger {
    #[command(subcommand)]
    pub(crate) action: LedgerAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum LedgerAction {
    /// Let a key join, so that its signatures count; it signs its own introduction.
    #[command(after_help = "Examples:
  harpoon -w acme ledger join --key bakery.example
  harpoon -w acme ledger join --key bakery.example --out bakery.entry    on the client's own computer
  harpoon -w acme ledger add bakery.entry                                where the agency keeps the ledger

The ledger begins with the first goal. Once a client's key has joined, nothing but its signature makes a change agreed.")]
    Join {
        #[command(flatten)]
        signing: super::Signing,
        /// Write the signed entry to this file instead, for whoever keeps the ledger.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Take in an entry that was signed on another computer.
    Add {
        /// The file with the entry.
        file: PathBuf,
    },
    /// List entries: who said what when, and who has signed for it.
    List {
        #[command(flatten)]
        output: Output,
    },
    /// Show one entry whole.
    Show {
        /// Its number, from 1.
        number: u64,
        /// Print its proof as a file instead.
        #[arg(long)]
        proof: bool,
        #[command(flatten)]
        output: Output,
    },
}

//! Arguments of `report`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Signing;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon -w acme report --month 2026-10                          a draft: reports/2026-10.en.draft.html
  harpoon -w acme report --month 2026-10 --lang zh-CN --note words.txt
  harpoon -w acme report --month 2026-10 --sign                   into the ledger, with a proof beside the file
  harpoon -w acme report --month 2026-10 --format pdf             pages, set by `harpoon-pdf`
  harpoon -w acme report --month 2026-10 --format md --out -      to the terminal

Agency, logo and colour stand in `harpoon.toml`:
  [report]
  agency = \"Buro Healwei\"
  logo = \"logo.svg\"
  colour = \"#c2410c\"
  white_label = false      left out: true where an agency or a logo is set; then the program stays unnamed

The same data, day of issue and words give the same bytes. Each number in it has a receipt: `harpoon why RECEIPT`.")]
pub(crate) struct Report {
    /// The month: 2026-10.
    #[arg(long)]
    pub(crate) month: String,
    /// Language.
    #[arg(long, default_value = "en", value_parser = ["en", "zh-CN", "fy"])]
    pub(crate) lang: String,
    /// What is written.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Paper,
    /// File with a few words of yours, for the first page.
    #[arg(long)]
    pub(crate) note: Option<PathBuf>,
    /// Day of issue; today if left out.
    #[arg(long)]
    pub(crate) issued: Option<String>,
    /// Where to; `-` for the terminal. Left out: the folder `reports` of the workspace.
    #[arg(short, long)]
    pub(crate) out: Option<PathBuf>,
    /// Sign it into the ledger, so that the client can check it: the proof is put beside the file. A month that was signed
    /// before is signed anew only if it says something else: a restatement in a file of its own, which names what changed.
    #[arg(long)]
    pub(crate) sign: bool,
    #[command(flatten)]
    pub(crate) signing: Signing,
}

/// Kinds of file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Paper {
    /// One page for any browser, without scripts or outside files.
    #[default]
    Html,
    /// Markdown.
    Md,
    /// Pages to print, set by the program `harpoon-pdf`, which is built apart.
    Pdf,
}

impl Paper {
    /// Ending of its files.
    pub(crate) const fn ending(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Md => "md",
            Self::Pdf => "pdf",
        }
    }
}

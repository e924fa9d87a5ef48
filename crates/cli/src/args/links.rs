//! Tracked links.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Output;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon -w acme link new https://acme.example/offer --source linkedin --medium social --campaign spring --post 7199
  harpoon -w acme link new --from links.csv        columns: url, source, medium, campaign, content, term, post
  harpoon -w acme link list
  harpoon -w acme link audit --from old-links.txt
The scheme stands in [links] of harpoon.toml; `harpoon serve` and `harpoon collect` answer the short links: docs/links.md.")]
pub(crate) struct Link {
    #[command(subcommand)]
    pub(crate) action: LinkAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum LinkAction {
    /// Make a link, or many; what does not keep to the scheme is refused, and the right one proposed.
    New(NewLink),
    /// The links that lead somewhere, and how many people clicked each.
    List {
        #[command(flatten)]
        output: Output,
    },
    /// Let a short link lead nowhere any more. What was clicked stays.
    Remove {
        /// Its code, or the short link.
        link: String,
    },
    /// Look links over against the scheme: those of the workspace, unless others are named.
    Audit {
        /// Links to look over instead: one a line, or a table.
        #[arg(long, value_name = "FILE", conflicts_with = "seen")]
        from: Option<PathBuf>,
        /// Those by which visitors came instead, as the data tells.
        #[arg(long)]
        seen: bool,
        #[command(flatten)]
        output: Output,
    },
}

#[derive(Debug, Args)]
pub(crate) struct NewLink {
    /// Where it leads.
    #[arg(required_unless_present = "from")]
    pub(crate) url: Option<String>,
    /// `utm_source`: where the link stands.
    #[arg(long)]
    pub(crate) source: Option<String>,
    /// `utm_medium`: what kind of link it is.
    #[arg(long)]
    pub(crate) medium: Option<String>,
    /// `utm_campaign`: the effort that it belongs to.
    #[arg(long)]
    pub(crate) campaign: Option<String>,
    /// `utm_content`: the post or ad; made of --post by the scheme if left out.
    #[arg(long)]
    pub(crate) content: Option<String>,
    /// `utm_term`: the keyword.
    #[arg(long)]
    pub(crate) term: Option<String>,
    /// The post that it stands in: the same post always gets the same `utm_content`.
    #[arg(long, value_name = "ID")]
    pub(crate) post: Option<String>,
    /// What else is known of the post, for the scheme's template: `--field format=reel`.
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) field: Vec<String>,
    /// Make the links of a CSV file: a row each.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["url", "source", "medium", "campaign", "content", "term", "post", "field"])]
    pub(crate) from: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) output: Output,
}

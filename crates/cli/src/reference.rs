//! The reference pages, made from what the program itself goes by.

mod fields;

use clap::{CommandFactory, ValueEnum};
use harpoon::connect::connector::{Evidence, PlatformIs, Quirk};
use harpoon::connect::singer::taps;
use harpoon::connect::{CONNECTORS, Connector};
use harpoon::core::catalogue::CATALOGUE;
use harpoon::core::kpi::{Goal, Kpi, Stage};
use harpoon::core::table::{Kind, TABLES};

use crate::args::Cli;

/// A page under `docs/reference/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Page {
    /// Every KPI.
    Kpis,
    /// Every export that is understood.
    Connectors,
    /// Every meaning that a column can have.
    Fields,
    /// Every table.
    Tables,
    /// Every model of credit.
    Models,
    /// Every command.
    Cli,
    /// Everything that programs can ask, as OpenAPI.
    Openapi,
}

/// The page as Markdown.
pub(crate) fn page(page: Page) -> String {
    match page {
        Page::Kpis => kpis(),
        Page::Connectors => connectors(),
        Page::Fields => fields::fields(),
        Page::Tables => tables(),
        Page::Models => models(),
        Page::Cli => cli(),
        Page::Openapi => harpoon_server::openapi(),
    }
}

fn models() -> String {
    let mut page = format!(
        "# Models of credit\n\n{MADE}\nEvery model shares out the same book: its rows sum to the deeds, and to their money.\n"
    );
    for model in harpoon::model::credit::Model::ALL {
        let about = model.about();
        page.push_str(&format!(
            "\n## `{}`\n\n{}\n\n- Formula: {}\n- Does not prove: {}\n- Source: {}\n",
            about.word, about.meaning, about.formula, about.proves_not, about.source
        ));
    }
    page
}

const MADE: &str = "Made by `cargo xtask docs` from the program itself; do not edit.\n";

fn kpis() -> String {
    let mut page = format!("# KPIs\n\n{MADE}");
    for stage in Stage::ALL {
        page.push_str(&format!("\n## {stage}\n"));
        for kpi in CATALOGUE.iter().filter(|k| k.stage == *stage) {
            page.push_str(&kpi_entry(kpi));
        }
    }
    page
}

fn kpi_entry(kpi: &Kpi) -> String {
    let goal = match kpi.goal {
        Goal::Fit => String::new(),
        Goal::Refused(why) => format!("- no goal may be set on it: {why}\n"),
    };
    format!(
        "\n### {}\n\n{} · {} · {}\n\n{}\n\n- formula: {}\n- unit: {}; better: {}; level: {}\n- does not prove: {}\n{goal}- source: {}\n",
        kpi.id,
        kpi.title.en,
        kpi.title.zh,
        kpi.title.fy,
        kpi.meaning,
        kpi.formula,
        kpi.unit,
        kpi.better,
        kpi.level,
        kpi.proves_not,
        kpi.source
    )
}

fn connectors() -> String {
    let mut page = format!("# Exports that are understood\n\n{MADE}");
    page.push_str("\nThe second column is in the notation of [meanings](fields.md); headers in other languages are found through the dictionary.\n");
    let streams = taps().iter().flat_map(|tap| tap.streams.iter().copied());
    for connector in CONNECTORS.iter().copied().chain(streams) {
        let platform = match connector.platform {
            PlatformIs::Fixed(platform) => platform.to_owned(),
            PlatformIs::Ask(among) => format!("asked for: {}", among.join(" or ")),
            PlatformIs::Column(_) => "as a column says".to_owned(),
        };
        let proof = match connector.evidence {
            Evidence::Recorded => "proved on real exports",
            Evidence::SpecOnly => "from documents only; no real export was at hand",
        };
        page.push_str(&format!(
            "\n## {}\n\n- id: `{}`, version {}\n- platform: {platform}\n- found at: {}\n- {proof}: {}\n{}\n| column | read as |\n|---|---|\n",
            connector.title, connector.id, connector.version, connector.found_at, connector.source, streams_of(connector)
        ));
        for (header, field) in connector.columns {
            page.push_str(&format!("| {} | `{field}` |\n", header.replace('|', " or ")));
        }
    }
    page
}

/// The streams of a tap that the connector reads, where it reads any.
fn streams_of(connector: &Connector) -> String {
    let names = connector.quirks.iter().find_map(|quirk| match quirk {
        Quirk::Stream(names) => Some(names),
        _ => None,
    });
    names.map_or_else(String::new, |names| format!("- streams: `{}`\n", names.join("`, `")))
}

fn tables() -> String {
    let mut page = format!(
        "# Tables\n\n{MADE}\nDelta tables under `lake/`, protocol reader 1 and writer 2: any engine reads them.\n"
    );
    for table in TABLES {
        page.push_str(&format!(
            "\n## {}\n\n{}\n\n| column | type | null | meaning |\n|---|---|---|---|\n",
            table.name, table.row
        ));
        for column in table.columns {
            let kind = match column.kind {
                Kind::Text => "string",
                Kind::Whole => "long",
                Kind::Number => "decimal(18,6)",
                Kind::Day => "date",
                Kind::Instant => "timestamp",
            };
            let nullable = if column.nullable { "yes" } else { "no" };
            page.push_str(&format!(
                "| `{}` | {kind} | {nullable} | {} |\n",
                column.name, column.meaning
            ));
        }
    }
    page
}

fn cli() -> String {
    let mut page = format!("# Command line\n\n{MADE}");
    let mut root = Cli::command();
    root.build();
    describe(&mut root, "harpoon", &mut page);
    page
}

fn describe(command: &mut clap::Command, path: &str, page: &mut String) {
    let help = command.clone().term_width(100).render_long_help().to_string();
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    page.push_str(&format!(
        "\n## {path}\n\n```text\n{}\n```\n",
        lines.join("\n").trim_end()
    ));
    for sub in command
        .get_subcommands_mut()
        .filter(|sub| !sub.is_hide_set() && sub.get_name() != "help")
    {
        let path = format!("{path} {}", sub.get_name());
        describe(sub, &path, page);
    }
}

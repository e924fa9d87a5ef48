//! `catalogue`: KPIs, the words of maps, the exports that are understood.

use harpoon::connect::CONNECTORS;
use harpoon::connect::connector::{Evidence, PlatformIs};
use harpoon::connect::field::Role;
use harpoon::core::METRICS;
use harpoon::core::catalogue::CATALOGUE;
use harpoon::core::kpi::{Goal, Kpi};
use harpoon::{Error, Workspace, json};

use crate::Done;
use crate::args::{Catalogue, Cli, Format};
use crate::render::Sheet;
use crate::say;

/// Prints one of the lists. Works without a workspace; with one, its own KPIs are listed too.
pub(crate) fn catalogue(cli: &Cli, args: &Catalogue) -> anyhow::Result<Done> {
    let format = args.output.format;
    if args.fields {
        say::out(&fields().print(format));
        return Ok(Done::Well);
    }
    if args.connectors {
        say::out(&connectors().print(format));
        return Ok(Done::Well);
    }
    let kpis = match Workspace::open(&cli.workspace) {
        Ok(workspace) => workspace.catalogue().to_vec(),
        Err(Error::NoWorkspace(_)) => CATALOGUE.to_vec(),
        Err(error) => return Err(error.into()),
    };
    match &args.kpi {
        None => say::out(&match format {
            Format::Json => json::lines(&kpis.iter().map(|kpi| json::kpi(kpi)).collect::<Vec<_>>()),
            format => list(&kpis).print(format),
        }),
        Some(id) => {
            let found = kpis.iter().find(|kpi| kpi.id == id);
            let kpi = found.ok_or_else(|| Error::NoKpi {
                id: id.clone(),
                near: Vec::new(),
            })?;
            say::out(&match format {
                Format::Json => json::lines(&[json::kpi(kpi)]),
                format => full(kpi, format),
            });
        }
    }
    Ok(Done::Well)
}

fn list(kpis: &[&'static Kpi]) -> Sheet {
    let mut sheet = Sheet::new(&["kpi", "title", "stage", "unit", "formula"]);
    sheet.rows = kpis
        .iter()
        .map(|k| {
            vec![
                k.id.to_owned(),
                k.title.en.to_owned(),
                k.stage.to_string(),
                k.unit.to_string(),
                k.formula.to_string(),
            ]
        })
        .collect();
    sheet
}

fn full(kpi: &Kpi, format: Format) -> String {
    let goal = match kpi.goal {
        Goal::Fit => "may be a goal".to_owned(),
        Goal::Refused(why) => format!("no goal: {why}"),
    };
    let mut sheet = Sheet::new(&["", kpi.id]);
    let rows = [
        (
            "title",
            format!("{} · {} · {}", kpi.title.en, kpi.title.zh, kpi.title.fy),
        ),
        ("meaning", kpi.meaning.to_owned()),
        ("does not prove", kpi.proves_not.to_owned()),
        ("formula", kpi.formula.to_string()),
        ("unit", kpi.unit.to_string()),
        ("better", kpi.better.to_string()),
        ("stage", kpi.stage.to_string()),
        ("level", kpi.level.to_string()),
        ("goal", goal),
        ("source", kpi.source.to_owned()),
    ];
    sheet.rows = rows
        .into_iter()
        .map(|(name, text)| vec![name.to_owned(), text])
        .collect();
    sheet.print(format)
}

fn fields() -> Sheet {
    let mut sheet = Sheet::new(&["word", "kind", "meaning"]);
    let roles = Role::ALL
        .iter()
        .map(|role| vec![role.as_str().to_owned(), "role".to_owned(), role.meaning().to_owned()]);
    let metrics = METRICS
        .iter()
        .map(|m| vec![m.id.to_owned(), "metric".to_owned(), m.meaning.to_owned()]);
    sheet.rows = roles.chain(metrics).collect();
    sheet
}

fn connectors() -> Sheet {
    let mut sheet = Sheet::new(&["connector", "export", "platform", "proved on", "where to find it"]);
    sheet.rows = CONNECTORS
        .iter()
        .map(|c| {
            let platform = match c.platform {
                PlatformIs::Fixed(platform) => platform.to_owned(),
                PlatformIs::Ask(among) => among.join(" or "),
                PlatformIs::Column(_) => "as a column says".to_owned(),
            };
            let proof = match c.evidence {
                Evidence::Recorded => "real exports",
                Evidence::SpecOnly => "documents only",
            };
            vec![
                c.id.to_owned(),
                c.title.to_owned(),
                platform,
                proof.to_owned(),
                c.found_at.to_owned(),
            ]
        })
        .collect();
    sheet
}

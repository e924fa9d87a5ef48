//! `profile`: the KPIs that matter for this business, by stage, each with its reason.

use harpoon::Error;
use harpoon::core::profile::{Business, Objective, Profile as Picked, ProfileChoice};

use super::open;
use crate::Done;
use crate::args::{Cli, Format, Profile};
use crate::render::Sheet;
use crate::say;
use harpoon::json::{self, Value};

/// Prints the profile of the workspace, or of the words given.
pub(crate) fn profile(cli: &Cli, args: &Profile) -> anyhow::Result<Done> {
    let set = if args.objective.is_some() && args.business.is_some() {
        None
    } else {
        open(cli)?.settings().profile
    };
    let choice = choice(args, set)?;
    let profile = choice.profile();
    say::out(&match args.output.format {
        Format::Json => json::lines(&objects(&profile)),
        format => sheet(&profile).print(format),
    });
    if set != Some(choice) && !cli.quiet {
        say::aside(&format!(
            "To keep it, write into harpoon.toml:\n[profile]\nobjective = \"{}\"\nbusiness = \"{}\"",
            choice.objective, choice.business
        ));
    }
    Ok(Done::Well)
}

/// What the words say, else what the settings do; every mistake at once.
fn choice(args: &Profile, set: Option<ProfileChoice>) -> Result<ProfileChoice, Error> {
    let objective = args.objective.as_deref().map(Objective::parse).transpose();
    let business = args.business.as_deref().map(Business::parse).transpose();
    let (objective, business) = match (objective, business) {
        (Ok(objective), Ok(business)) => (objective, business),
        (objective, business) => {
            let mistakes = [objective.err(), business.err()].into_iter().flatten();
            let mistakes: Vec<String> = mistakes.map(|mistake| mistake.to_string()).collect();
            return Err(Error::Usage(mistakes.join("; ")));
        }
    };
    let objective = objective.or(set.map(|set| set.objective));
    let business = business.or(set.map(|set| set.business));
    if let (Some(objective), Some(business)) = (objective, business) {
        Ok(ProfileChoice { objective, business })
    } else {
        let objectives: Vec<&str> = Objective::ALL.iter().map(|word| word.as_str()).collect();
        let businesses: Vec<&str> = Business::ALL.iter().map(|word| word.as_str()).collect();
        Err(Error::Usage(format!(
            "no profile is set; give --objective {} and --business {}",
            objectives.join("|"),
            businesses.join("|")
        )))
    }
}

fn sheet(profile: &Picked) -> Sheet {
    let mut sheet = Sheet::new(&["stage", "kpi", "title", "role", "why"]);
    for group in &profile.groups {
        for line in &group.lines {
            sheet.rows.push(vec![
                group.stage.to_string(),
                line.kpi.id.to_owned(),
                line.kpi.title.en.to_owned(),
                line.role.to_string(),
                line.why.en.to_owned(),
            ]);
        }
    }
    sheet
}

fn objects(profile: &Picked) -> Vec<Value> {
    let mut all = Vec::new();
    for group in &profile.groups {
        for line in &group.lines {
            all.push(Value::object([
                ("stage", Value::Text(group.stage.to_string())),
                ("kpi", Value::Text(line.kpi.id.to_owned())),
                ("title", Value::Text(line.kpi.title.en.to_owned())),
                ("role", Value::Text(line.role.to_string())),
                ("why", Value::Text(line.why.en.to_owned())),
            ]));
        }
    }
    all
}

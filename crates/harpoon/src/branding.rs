//! Changing a few settings in `harpoon.toml` while whatever stands on its other lines, remarks included, stays as it is.
//!
//! Lines are exchanged, not the file written anew. What comes out is read again and must say what was asked for and nothing
//! else; where it does not, because the file is written in an unusual way, nothing is changed.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use harpoon_core::profile::ProfileChoice;
use harpoon_report::benchmark;
use harpoon_report::colour::Colour;
use harpoon_report::view::Logo;
use toml::Value;

use crate::Error;
use crate::workspace::{Settings, Workspace};

/// Longest name, in characters.
const NAME: usize = 100;

/// What is to stand in `harpoon.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branding {
    /// Name of the business.
    pub name: String,
    /// Name of the agency; none where the business reports to itself.
    pub agency: Option<String>,
    /// Accent colour, `#rrggbb`.
    pub colour: Option<String>,
    /// Whether the program stays unnamed; as is usual if none.
    pub white_label: Option<bool>,
    /// Industry whose public figures stand beside the own ones.
    pub sector: Option<String>,
    /// Success profile.
    pub profile: Option<ProfileChoice>,
}

impl Workspace {
    /// Changes name, agency, colour, white label, sector and success profile.
    pub fn brand(&self, wanted: &Branding) -> Result<(), Error> {
        let is_name = |name: &str| (1..=NAME).contains(&name.chars().count()) && !name.chars().any(char::is_control);
        for name in [Some(&wanted.name), wanted.agency.as_ref()].into_iter().flatten() {
            if !is_name(name) {
                return Err(Error::Usage(format!("a name has 1 to {NAME} characters on one line")));
            }
        }
        if let Some(colour) = wanted
            .colour
            .as_deref()
            .filter(|colour| Colour::from_hex(colour).is_none())
        {
            return Err(Error::Usage(format!("`{colour}` is no colour; write it as #0f766e")));
        }
        let sectors = benchmark::industries().map_err(|e| Error::Bug(e.to_string()))?;
        if let Some(sector) = wanted.sector.as_ref().filter(|sector| !sectors.contains(*sector)) {
            return Err(Error::Usage(format!(
                "`{sector}` is no sector that public figures are known of"
            )));
        }
        let mut then = self.settings_now()?;
        then.name.clone_from(&wanted.name);
        then.report.agency.clone_from(&wanted.agency);
        then.report.colour.clone_from(&wanted.colour);
        then.report.white_label = wanted.white_label;
        then.sector.clone_from(&wanted.sector);
        then.profile = wanted.profile;
        let profile = wanted.profile.as_ref();
        let word = |text: &str| Value::String(text.to_owned());
        self.rewrite_settings(
            &then,
            &[
                ("", "name", Some(word(&wanted.name))),
                ("", "sector", wanted.sector.as_deref().map(word)),
                ("report", "agency", wanted.agency.as_deref().map(word)),
                ("report", "colour", wanted.colour.as_deref().map(word)),
                ("report", "white_label", wanted.white_label.map(Value::Boolean)),
                (
                    "profile",
                    "objective",
                    profile.map(|profile| word(profile.objective.as_str())),
                ),
                (
                    "profile",
                    "business",
                    profile.map(|profile| word(profile.business.as_str())),
                ),
            ],
        )
    }

    /// Takes a picture as the logo, or none. Its file lies in the folder; what it is, its bytes say.
    pub fn brand_logo(&self, bytes: Option<&[u8]>) -> Result<(), Error> {
        let mut then = self.settings_now()?;
        then.report.logo = None;
        if let Some(bytes) = bytes {
            let name = crate::report::logo_name(bytes)
                .ok_or_else(|| Error::Usage("the logo is no PNG, JPEG or SVG file of at most 512 KiB".to_owned()))?;
            then.report.logo = Some(PathBuf::from(name));
        }
        let name = then.report.logo.clone().map(|path| path.display().to_string());
        self.rewrite_settings(&then, &[("report", "logo", name.clone().map(Value::String))])?;
        // Only once the settings name it: a file of the same name may be the user's own.
        match bytes.zip(name) {
            Some((bytes, name)) => replace(&self.root().join(name), bytes),
            None => Ok(()),
        }
    }

    /// The logo, if there is one.
    pub fn logo(&self) -> Result<Option<Logo>, Error> {
        crate::report::logo(self)
    }

    fn settings_now(&self) -> Result<Settings, Error> {
        Ok(Self::open(self.root())?.settings().clone())
    }

    fn rewrite_settings(&self, then: &Settings, changes: &[(&str, &str, Option<Value>)]) -> Result<(), Error> {
        let path = self.root().join("harpoon.toml");
        let text = fs::read_to_string(&path).map_err(Error::io("read", &path))?;
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for (table, key, value) in changes {
            set(&mut lines, table, key, value.as_ref());
        }
        let fresh = lines.join("\n") + "\n";
        match toml::from_str::<Settings>(&fresh) {
            Ok(read) if read == *then => replace(&path, fresh.as_bytes()),
            _ => Err(Error::Usage(
                "harpoon.toml is written in a way that cannot be changed from here; change it in an editor".to_owned(),
            )),
        }
    }
}

/// Whoever reads sees the old file or the new one.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut fresh = path.as_os_str().to_owned();
    fresh.push(".new");
    let fresh = PathBuf::from(fresh);
    let written = File::create(&fresh).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(Error::io("write", &fresh))?;
    fs::rename(&fresh, path).map_err(Error::io("replace", path))
}

/// Sets a key of a table, or takes it out; the table `""` is what comes before all others.
fn set(lines: &mut Vec<String>, table: &str, key: &str, value: Option<&Value>) {
    let head = format!("[{table}]");
    let begins = |line: &String| line.trim_start().starts_with('[');
    let from = match (table, lines.iter().position(|line| line.trim() == head)) {
        ("", _) => 0,
        (_, Some(at)) => at + 1,
        (_, None) => {
            if value.is_none() {
                return;
            }
            if lines.last().is_some_and(|line| !line.trim().is_empty()) {
                lines.push(String::new());
            }
            lines.push(head);
            lines.len()
        }
    };
    let to = lines[from..]
        .iter()
        .position(begins)
        .map_or(lines.len(), |at| from + at);
    let is_key = |line: &String| line.split_once('=').is_some_and(|(name, _)| name.trim() == key);
    let known = lines[from..to].iter().position(is_key).map(|at| from + at);
    let line = value.map(|value| format!("{key} = {value}"));
    match (known, line) {
        (Some(at), Some(line)) => lines[at] = line,
        (Some(at), None) => drop(lines.remove(at)),
        (None, Some(line)) => {
            // Before the blank lines that part this table from the next.
            let blank = lines[from..to]
                .iter()
                .rev()
                .take_while(|line| line.trim().is_empty())
                .count();
            lines.insert(to - blank, line);
        }
        (None, None) => {}
    }
    // A table that nothing is left of would say that its keys are missing.
    if !table.is_empty() && value.is_none() {
        let to = lines[from..]
            .iter()
            .position(begins)
            .map_or(lines.len(), |at| from + at);
        if lines[from..to].iter().all(|line| line.trim().is_empty()) {
            drop(lines.drain(from - 1..to));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::set;
    use toml::Value;

    #[test]
    fn lines_are_exchanged_and_the_rest_stays() {
        let text = "# ours\nname = \"A\"   # the client\n\n[[awareness]]\ncampaign = \"x\"\n\n[report]\n# white label\nagency = \"B\"\n";
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        set(&mut lines, "", "name", Some(&Value::from("A \"2\"")));
        set(&mut lines, "report", "colour", Some(&Value::from("#112233")));
        set(&mut lines, "report", "white_label", Some(&Value::from(true)));
        set(&mut lines, "report", "agency", None);
        set(&mut lines, "profile", "objective", Some(&Value::from("sales")));
        let want = "# ours\nname = 'A \"2\"'\n\n[[awareness]]\ncampaign = \"x\"\n\n[report]\n# white label\ncolour = \"#112233\"\nwhite_label = true\n\n[profile]\nobjective = \"sales\"";
        assert_eq!(lines.join("\n"), want);
        set(&mut lines, "profile", "objective", None);
        assert!(!lines.join("\n").contains("profile"));
    }
}

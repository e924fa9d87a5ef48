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

    /// Takes a picture as the logo, or none. Its file lies in the folder; what it is, its bytes say. A file that the settings do
    /// not name is somebody's own and stays as it is.
    pub fn brand_logo(&self, bytes: Option<&[u8]>) -> Result<(), Error> {
        let mut then = self.settings_now()?;
        let named = then.report.logo.take();
        let Some(bytes) = bytes else {
            return self.rewrite_settings(&then, &[("report", "logo", None)]);
        };
        let usual = crate::report::logo_name(bytes)
            .ok_or_else(|| Error::Usage("the logo is no PNG, JPEG or SVG file of at most 512 KiB".to_owned()))?;
        let name = self.logo_place(usual, named.as_deref());
        then.report.logo = Some(PathBuf::from(&name));
        let path = self.root().join(&name);
        // What can fail comes first, so that the settings never name a picture that is not there.
        let fresh = written_beside(&path, bytes)?;
        if let Err(error) = self.rewrite_settings(&then, &[("report", "logo", Some(Value::String(name)))]) {
            let _ = fs::remove_file(&fresh);
            return Err(error);
        }
        fs::rename(&fresh, &path).map_err(Error::io("replace", &path))
    }

    /// A name for the logo's file that nothing lies under but the logo so far.
    fn logo_place(&self, usual: &str, named: Option<&Path>) -> String {
        let ending = usual.rsplit('.').next().unwrap_or_default();
        let mut place = usual.to_owned();
        let mut number = 1;
        while named != Some(Path::new(&place)) && fs::symlink_metadata(self.root().join(&place)).is_ok() {
            number += 1;
            place = format!("logo-{number}.{ending}");
        }
        place
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
    let fresh = written_beside(path, bytes)?;
    fs::rename(&fresh, path).map_err(Error::io("replace", path))
}

/// Writes what is to stand in a file into another beside it.
fn written_beside(path: &Path, bytes: &[u8]) -> Result<PathBuf, Error> {
    let mut fresh = path.as_os_str().to_owned();
    fresh.push(".new");
    let fresh = PathBuf::from(fresh);
    let written = File::create(&fresh).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(Error::io("write", &fresh))?;
    Ok(fresh)
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
#[expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use toml::Value;

    use super::set;
    use crate::workspace::{Settings, Workspace};

    const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n one";
    const OTHER: &[u8] = b"\x89PNG\r\n\x1a\n two";

    /// Pictures in the folder, by name, with what the settings name.
    fn pictures(root: &Path) -> (Vec<(String, Vec<u8>)>, Option<PathBuf>) {
        let mut found: Vec<(String, Vec<u8>)> = fs::read_dir(root)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.file_name().unwrap().to_string_lossy().contains("logo"))
            .map(|path| {
                (
                    path.file_name().unwrap().display().to_string(),
                    fs::read(&path).unwrap(),
                )
            })
            .collect();
        found.sort();
        (found, Workspace::open(root).unwrap().settings().report.logo.clone())
    }

    #[test]
    fn a_picture_that_the_settings_do_not_name_is_never_overwritten() {
        let home = tempfile::tempdir().unwrap();
        let workspace = Workspace::init(home.path(), &Settings::default()).unwrap();
        let own = ("logo.png".to_owned(), b"somebody's own".to_vec());
        fs::write(home.path().join(&own.0), &own.1).unwrap();
        for picture in [PICTURE, OTHER] {
            workspace.brand_logo(Some(picture)).unwrap();
            let ours = ("logo-2.png".to_owned(), picture.to_vec());
            assert_eq!(
                pictures(home.path()),
                (vec![ours, own.clone()], Some("logo-2.png".into()))
            );
        }
        workspace.brand_logo(None).unwrap();
        assert_eq!(pictures(home.path()).1, None);
    }

    #[test]
    fn where_the_settings_cannot_be_changed_no_picture_is() {
        let home = tempfile::tempdir().unwrap();
        let workspace = Workspace::init(home.path(), &Settings::default()).unwrap();
        let file = home.path().join("harpoon.toml");
        fs::write(&file, "name = \"Zilt\"\nreport.logo = \"logo.png\"\n").unwrap();
        fs::write(home.path().join("logo.png"), PICTURE).unwrap();
        let before = pictures(home.path());
        assert!(workspace.brand_logo(Some(OTHER)).is_err());
        assert_eq!(pictures(home.path()), before);
    }

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

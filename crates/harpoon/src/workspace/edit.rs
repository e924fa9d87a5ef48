//! Changes of a workspace's own files by a program: the profile in its settings, and maps. What a person wrote beside them
//! stays as it is. A workspace that is open does not see them; opened anew, it does.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use harpoon_connect::map::read_map;
use harpoon_core::profile::ProfileChoice;
use harpoon_lake::store::BucketSettings;
use serde::Serialize;

use super::{SETTINGS, Settings, Workspace};
use crate::Error;

/// Largest map that is kept.
const LARGEST_MAP: usize = 256 << 10;

impl Workspace {
    /// Writes the profile into `harpoon.toml`.
    pub fn choose(&self, choice: ProfileChoice) -> Result<(), Error> {
        let file = self.root().join(SETTINGS);
        let text = fs::read_to_string(&file).map_err(Error::io("read", &file))?;
        let text = with_profile(&text, choice);
        let read: Settings = toml::from_str(&text).map_err(|e| Error::settings(&file, &e))?;
        if read.profile != Some(choice) {
            let how = "its `profile` is written in a way that only a person can change; set it there";
            return Err(Error::Usage(format!("`{}`: {how}", file.display())));
        }
        replace(&file, text.as_bytes())
    }

    /// Keeps a map under a name of letters, digits and hyphens, in place of one of that name; all its mistakes at once if it
    /// is none. The next import reads by it.
    pub fn keep_map(&self, name: &str, text: &str) -> Result<PathBuf, Error> {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if name.is_empty() || name.len() > 120 || !name.chars().all(is_name) || text.len() > LARGEST_MAP {
            let what = "a map has a name of letters, digits and hyphens, and is a few lines long";
            return Err(Error::Usage(what.to_owned()));
        }
        let file = self.root().join("maps").join(format!("{name}.toml"));
        read_map(text).map_err(|mistakes| Error::Mistakes {
            file: PathBuf::from(format!("maps/{name}.toml")),
            mistakes: mistakes.iter().map(ToString::to_string).collect(),
        })?;
        replace(&file, text.as_bytes())?;
        Ok(file)
    }
}

/// Writes into `harpoon.toml` where the tables lie.
pub(crate) fn store_in(root: &Path, bucket: Option<&BucketSettings>) -> Result<(), Error> {
    #[derive(Serialize)]
    struct Table<'a> {
        storage: &'a BucketSettings,
    }
    let file = root.join(SETTINGS);
    let text = fs::read_to_string(&file).map_err(Error::io("read", &file))?;
    let mut text = without_table(&text, "storage");
    if let Some(storage) = bucket {
        let table = toml::to_string(&Table { storage }).map_err(|e| Error::Bug(e.to_string()))?;
        text = format!("{text}\n{table}");
    }
    let read: Settings = toml::from_str(&text).map_err(|e| Error::settings(&file, &e))?;
    if read.storage.as_ref() != bucket {
        let how = "its `storage` is written in a way that only a person can change; set it there";
        return Err(Error::Usage(format!("`{}`: {how}", file.display())));
    }
    replace(&file, text.as_bytes())
}

/// The settings without a table and its lines.
fn without_table(text: &str, name: &str) -> String {
    let mut within = false;
    let mut out = Vec::new();
    for line in text.lines() {
        let bare = line.trim();
        if bare.starts_with('[') {
            within = bare
                .split('#')
                .next()
                .is_some_and(|head| head.trim() == format!("[{name}]"));
        }
        // A remark after the table is another's.
        if !within || bare.starts_with('#') {
            out.push(line);
        }
    }
    while out.last().is_some_and(|line| line.trim().is_empty()) {
        out.pop();
    }
    out.join("\n") + "\n"
}

/// The settings with this profile: in the lines of the table that is there, or in one at the end.
fn with_profile(text: &str, choice: ProfileChoice) -> String {
    let lines = [
        format!("objective = \"{}\"", choice.objective),
        format!("business = \"{}\"", choice.business),
    ];
    let mut out = Vec::new();
    let (mut within, mut found) = (false, false);
    for line in text.lines() {
        let bare = line.trim();
        if bare.starts_with('[') {
            within = bare.split('#').next().is_some_and(|head| head.trim() == "[profile]");
            out.push(line);
            if within {
                found = true;
                out.extend(lines.iter().map(String::as_str));
            }
            continue;
        }
        let key = bare.split('=').next().unwrap_or("").trim();
        if !(within && ["objective", "business"].contains(&key)) {
            out.push(line);
        }
    }
    if !found {
        out.extend(["", "[profile]"]);
        out.extend(lines.iter().map(String::as_str));
    }
    out.join("\n") + "\n"
}

/// Writes a file beside the old one and puts it in its place, so that nobody ever reads half of it.
pub(super) fn replace(file: &Path, bytes: &[u8]) -> Result<(), Error> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(Error::io("make", folder))?;
    }
    let fresh = file.with_extension("toml.new");
    let mut open = File::create(&fresh).map_err(Error::io("make", &fresh))?;
    let written = open.write_all(bytes).and_then(|()| open.sync_all());
    written.map_err(Error::io("write", &fresh))?;
    fs::rename(&fresh, file).map_err(Error::io("write", file))
}

#[cfg(test)]
mod tests {
    use harpoon_core::profile::{Business, Objective};

    use super::*;

    #[test]
    fn the_storage_is_written_and_taken_out_again() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let text = "# mine\nname = \"Zilt\"\n\n[report]\nagency = \"B\" # storage\n";
        fs::write(folder.path().join(SETTINGS), text)?;
        let bucket = BucketSettings::new("s3://bucket/zilt");
        for _ in 0..2 {
            store_in(folder.path(), Some(&bucket))?;
            let settings = super::super::settings(folder.path())?;
            assert_eq!(
                (settings.storage.as_ref(), settings.name.as_str()),
                (Some(&bucket), "Zilt")
            );
        }
        store_in(folder.path(), None)?;
        assert_eq!(fs::read_to_string(folder.path().join(SETTINGS))?, text);
        Ok(())
    }

    #[test]
    fn the_profile_is_written_and_all_else_is_left() {
        let choice = ProfileChoice {
            objective: Objective::Leads,
            business: Business::B2b,
        };
        let none = "# mine\nname = \"Zilt\"\n";
        let other = "name = \"Zilt\" # [profile]\n[profile] # why\nobjective = \"sales\"\nbusiness = \"shop\"\n# kept\n[report]\nagency = \"B\"\n";
        let (none, other) = (with_profile(none, choice), with_profile(other, choice));
        assert!(none.starts_with("# mine\nname = \"Zilt\"\n") && other.contains("# kept\n[report]"));
        for text in [none, other] {
            let read: Settings = toml::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
            assert_eq!((read.profile, read.name.as_str()), (Some(choice), "Zilt"), "{text}");
        }
    }
}

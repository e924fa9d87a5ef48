//! Adding and removing sources in `harpoon.toml`; what a person wrote beside them stays as it is.

use std::fs;

use super::collect::{SourceSettings, is_name};
use super::edit::replace;
use super::{SETTINGS, Settings, Workspace};
use crate::Error;

impl Workspace {
    /// Writes a source into `harpoon.toml`, with a write key of its own that is made now; gives the key.
    pub fn add_source(&self, name: &str, source: SourceSettings) -> Result<String, Error> {
        if !is_name(name) {
            let what = "a source has a name of 1 to 60 letters, digits, hyphens and underscores";
            return Err(Error::Usage(what.to_owned()));
        }
        let key = write_key()?;
        let source = SourceSettings {
            key: key.clone(),
            ..source
        };
        self.change("sources", |settings, text| {
            if settings.collect.sources.contains_key(name) {
                return Err(Error::Usage(format!("there is a source `{name}` already")));
            }
            settings.collect.sources.insert(name.to_owned(), source.clone());
            let table = toml::to_string(&source).map_err(|e| Error::Bug(e.to_string()))?;
            Ok(format!("{}\n\n[collect.sources.{name}]\n{table}", text.trim_end()))
        })?;
        Ok(key)
    }

    /// Takes a source out of `harpoon.toml`: its key opens nothing any more. What it has sent stays.
    pub fn remove_source(&self, name: &str) -> Result<(), Error> {
        self.change("sources", |settings, text| {
            match settings.collect.sources.remove(name) {
                Some(_) => Ok(without_table(text, &format!("collect.sources.{name}"))),
                None => Err(Error::Usage(format!("there is no source `{name}`"))),
            }
        })
    }

    /// Changes the text of the settings, and sees that it says what it should before it is written.
    pub(super) fn change(
        &self,
        what: &str,
        change: impl FnOnce(&mut Settings, &str) -> Result<String, Error>,
    ) -> Result<(), Error> {
        let file = self.root().join(SETTINGS);
        let text = fs::read_to_string(&file).map_err(Error::io("read", &file))?;
        let mut wanted: Settings = toml::from_str(&text).map_err(|e| Error::settings(&file, &e))?;
        let text = change(&mut wanted, &text)?;
        match toml::from_str::<Settings>(&text) {
            Ok(read) if read == wanted => replace(&file, text.as_bytes()),
            // A source that cannot be meant, unless the file itself is in the way.
            Err(error) if error.message().contains("source `") => Err(Error::Usage(error.message().to_owned())),
            _ => {
                let how = "are written in a way that only a person can change; change them there";
                Err(Error::Usage(format!("`{}`: its {what} {how}", file.display())))
            }
        }
    }
}

/// The text without a table and those below it.
pub(super) fn without_table(text: &str, own: &str) -> String {
    let mut within = false;
    let mut out = Vec::new();
    for line in text.lines() {
        let bare = line.trim();
        if bare.starts_with('[') {
            let head = bare
                .trim_start_matches('[')
                .split(']')
                .next()
                .unwrap_or_default()
                .trim();
            within = head == own || head.strip_prefix(own).is_some_and(|rest| rest.starts_with('.'));
        }
        if !within {
            out.push(line);
        }
    }
    let text = out.join("\n");
    text.trim_end().to_owned() + "\n"
}

/// 128 random bits. It stands in pages that anybody reads: it tells sources apart, and keeps nothing secret.
fn write_key() -> Result<String, Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| Error::Bug("the system gives no random bytes".to_owned()))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::without_table;

    #[test]
    fn a_source_goes_with_its_tables_and_all_else_stays() {
        let text = "name = \"Zilt\" # mine\n\n[collect.sources.shop]\nkey = \"a\"\n\n[collect.sources.shop.kinds]\n\"x\" = \"ignore\"\n\n\
                    [collect.sources.shop2]\nkey = \"b\" # kept\n[report]\nagency = \"B\"\n";
        let want = "name = \"Zilt\" # mine\n\n[collect.sources.shop2]\nkey = \"b\" # kept\n[report]\nagency = \"B\"\n";
        assert_eq!(without_table(text, "collect.sources.shop"), want);
        assert_eq!(without_table(want, "collect.sources.none"), want);
    }
}

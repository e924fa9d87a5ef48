//! [`Salts`]: the secrets of which names of the day are made, one file a day, thrown away after 48 hours.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use harpoon_collect::visitor::{Salt, turn};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::disk;
use crate::Error;

/// The salts of a workspace.
pub(super) struct Salts {
    folder: PathBuf,
    days: Vec<Date>,
    today: Option<Arc<Salt>>,
}

impl Salts {
    /// Opens the folder, and throws away what is over.
    pub(super) fn open(folder: &Path, now: Timestamp) -> Result<Self, Error> {
        fs::create_dir_all(folder).map_err(Error::io("make", folder))?;
        let entries = fs::read_dir(folder).map_err(Error::io("list", folder))?;
        let names = entries.filter_map(Result::ok).map(|entry| entry.file_name());
        let days = names.filter_map(|name| name.to_str()?.parse().ok()).collect();
        let mut salts = Self {
            folder: folder.to_owned(),
            days,
            today: None,
        };
        salts.throw_away(&turn(&salts.days, now).delete);
        Ok(salts)
    }

    /// The salt of the day.
    pub(super) fn of(&mut self, now: Timestamp) -> Option<Arc<Salt>> {
        let day = TimeZone::UTC.to_datetime(now).date();
        if let Some(salt) = self.today.as_ref().filter(|salt| salt.day() == day) {
            return Some(Arc::clone(salt));
        }
        let turn = turn(&self.days, now);
        self.throw_away(&turn.delete);
        let salt = Arc::new(self.known(turn.today).or_else(|| self.made(turn.today))?);
        self.today = Some(Arc::clone(&salt));
        Some(salt)
    }

    /// A file that cannot be removed is tried again at the next turn.
    fn throw_away(&mut self, days: &[Date]) {
        let gone: Vec<Date> = days
            .iter()
            .copied()
            .filter(|day| disk::remove(&self.path(*day)).is_ok())
            .collect();
        if !gone.is_empty() && disk::sync(&self.folder).is_ok() {
            self.days.retain(|day| !gone.contains(day));
        }
    }

    fn known(&self, day: Date) -> Option<Salt> {
        let bytes = fs::read(self.path(day)).ok()?;
        Some(Salt::new(day, bytes.try_into().ok()?))
    }

    fn made(&mut self, day: Date) -> Option<Salt> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).ok()?;
        disk::write(&self.path(day), &secret, true).ok()?;
        self.days.push(day);
        Some(Salt::new(day, secret))
    }

    fn path(&self, day: Date) -> PathBuf {
        self.folder.join(day.to_string())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "in a test a surprise should stop the test")]
mod tests {
    use super::*;

    #[test]
    fn a_salt_lasts_its_day_and_is_gone_after_two() {
        let folder = tempfile::tempdir().unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let mut salts = Salts::open(folder.path(), at("2026-11-30T10:00:00Z")).unwrap();
        let first = salts.of(at("2026-11-30T10:00:00Z")).unwrap();
        assert_eq!(salts.of(at("2026-11-30T23:59:59Z")).unwrap(), first);
        // Another process, the same day.
        let mut again = Salts::open(folder.path(), at("2026-11-30T23:00:00Z")).unwrap();
        assert_eq!(again.of(at("2026-11-30T23:30:00Z")).unwrap(), first);
        let second = salts.of(at("2026-12-01T00:00:00Z")).unwrap();
        assert_ne!(second.secret(), first.secret());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
        salts.of(at("2026-12-02T00:00:00Z")).unwrap();
        let left: Vec<String> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        assert!(!left.contains(&"2026-11-30".to_owned()), "{left:?}");
        // Nobody came for days: opening alone throws away.
        Salts::open(folder.path(), at("2026-12-09T00:00:00Z")).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}

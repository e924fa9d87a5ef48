//! [`restore`]: a backup becomes a folder again, which gets its name once everything in it was looked at.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use harpoon_lake::store::Lake;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::depot::{Depot, private};
use super::error::BackupError;
use super::manifest::{ALONE, Filed, Manifest, Member, hex};
use super::{ERASED, check};
use crate::collecting::{FOLDER as COLLECTOR, disk};
use crate::storage::{self, BucketSettings};
use crate::workspace::{settings, store_in};
use crate::{Error, Workspace};

/// What is to be brought back.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wish<'a> {
    /// The backup, by its id or the beginning of it; the newest if left out.
    pub backup: Option<&'a str>,
    /// The one workspace of several, by its folder's name.
    pub only: Option<&'a str>,
    /// The version of the data, of one workspace; that of the backup if left out.
    pub at: Option<u64>,
    /// The folder of the one workspace as it stood last, or one with a copy of its `erased/`. What the newest backup states of
    /// people who were erased holds in any case.
    pub erased: Option<&'a Path>,
    /// A bucket with nothing under its prefix, to which the tables of the one workspace go; they lie in its folder if left out, wherever
    /// they lay before.
    pub storage: Option<&'a BucketSettings>,
}

/// What was brought back.
#[derive(Clone, Debug)]
pub struct Restored {
    /// From which backup.
    pub id: String,
    /// The workspaces, with the versions of their data as they are now.
    pub workspaces: Vec<Member>,
    /// Files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// What could not be in the backup.
    pub remarks: Vec<String>,
}

/// Brings a backup back to a new or empty folder. Every file is compared with its digest, and everything is opened, before the
/// folder gets its name. Whoever was erased since is erased again.
pub fn restore(from: &Path, to: &Path, wish: Wish<'_>, now: Timestamp) -> Result<Restored, Error> {
    let depot = Depot::open(from)?;
    let id = depot.find(wish.backup)?;
    let manifest = depot.read(&id)?;
    let chosen = chosen(&manifest, wish)?;
    let to = std::path::absolute(to).map_err(Error::io("find", to))?;
    let is_free = match fs::read_dir(&to) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => true,
        Err(error) => return Err(Error::io("look into", &to)(error)),
    };
    if !is_free {
        return Err(BackupError::Occupied(to).into());
    }
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(".restoring");
    let place = to.with_file_name(name);
    if place.exists() {
        return Err(BackupError::Left(place).into());
    }
    let filled = filled(&depot, &chosen, &place, wish.at);
    let restored = filled.and_then(|workspaces| {
        let workspaces = erased_again(&depot, &chosen, workspaces, &place, wish.erased, now)?;
        if let (Some(bucket), [member]) = (wish.storage, workspaces.as_slice()) {
            storage::move_to(&super::gather::below(&place, member), bucket)?;
        }
        // An empty folder of that name may be there, and makes room.
        let moved = fs::rename(&place, &to).or_else(|_| {
            fs::remove_dir(&to)?;
            fs::rename(&place, &to)
        });
        moved.map_err(Error::io("make", &to))?;
        let above = to.parent().unwrap_or(Path::new("."));
        disk::sync(above).map_err(Error::io("sync", above))?;
        Ok(workspaces)
    });
    if restored.is_err() {
        // It holds nothing that the backup does not.
        let _ = fs::remove_dir_all(&place);
    }
    Ok(Restored {
        id,
        workspaces: restored?,
        files: chosen.files.len() as u64,
        bytes: chosen.files.iter().map(|(_, file)| file.bytes).sum(),
        remarks: manifest.remarks.clone(),
    })
}

/// What of a backup is brought back.
struct Chosen<'a> {
    members: Vec<Member>,
    /// Where each lies in the backup.
    bases: Vec<String>,
    /// Where each goes, and what it is.
    files: Vec<(PathBuf, &'a Filed)>,
}

fn chosen<'a>(manifest: &'a Manifest, wish: Wish<'_>) -> Result<Chosen<'a>, Error> {
    check::told(
        manifest
            .files
            .iter()
            .filter(|file| !file.stays_below())
            .map(|file| format!("`{}` leads out of the folder", file.path))
            .collect(),
    )?;
    let names = || manifest.workspaces.iter().map(|member| member.name.clone()).collect();
    let Some(only) = wish.only else {
        let is_of_one = wish.at.is_some() || wish.erased.is_some() || wish.storage.is_some();
        if is_of_one && manifest.workspaces.len() != 1 {
            return Err(BackupError::Several(names()).into());
        }
        let files = manifest.files.iter().map(|file| (PathBuf::from(&file.path), file));
        return Ok(Chosen {
            members: manifest.workspaces.clone(),
            bases: manifest.workspaces.iter().map(Member::base).collect(),
            files: files.collect(),
        });
    };
    let Some(member) = manifest.workspaces.iter().find(|member| member.name == only) else {
        return Err(BackupError::NoMember {
            name: only.to_owned(),
            names: names(),
        }
        .into());
    };
    let base = member.base();
    let files = manifest.files.iter();
    let files = files.filter_map(|file| Some((PathBuf::from(file.path.strip_prefix(base.as_str())?), file)));
    Ok(Chosen {
        members: vec![Member {
            name: ALONE.to_owned(),
            version: member.version,
        }],
        bases: vec![base.clone()],
        files: files.collect(),
    })
}

/// Writes everything to a folder, looks at it, and brings the data to its version.
fn filled(depot: &Depot, chosen: &Chosen<'_>, place: &Path, at: Option<u64>) -> Result<Vec<Member>, Error> {
    private(place).map_err(Error::io("make", place))?;
    let mut damage = Vec::new();
    let mut folders = BTreeSet::from([place.to_owned()]);
    for (path, file) in &chosen.files {
        let path = place.join(path);
        for folder in path.ancestors().skip(1).take_while(|folder| *folder != place) {
            folders.insert(folder.to_owned());
        }
        match copied(&depot.path(&file.sha256), &path, file.mode) {
            Ok(found) if found == file.sha256 => {}
            Ok(_) => damage.push(format!("{} is not what was written", file.path)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => damage.push(format!("{} is gone", file.path)),
            Err(error) => return Err(Error::io("write", &path)(error)),
        }
    }
    check::told(damage)?;
    for (path, _) in &chosen.files {
        let path = place.join(path);
        let synced = File::open(&path).and_then(|file| file.sync_all());
        synced.map_err(Error::io("sync", &path))?;
    }
    for folder in folders {
        disk::sync(&folder).map_err(Error::io("sync", &folder))?;
    }
    for member in &chosen.members {
        let folder = super::gather::below(place, member);
        // What lay in a bucket lies in the folder now; the bucket may be another's by now.
        if settings(&folder).is_ok_and(|settings| settings.storage.is_some()) {
            store_in(&folder, None)?;
        }
    }
    check::told(check::damage_of(place, &chosen.members)?)?;
    let mut members = chosen.members.clone();
    if let (Some(version), [member]) = (at, members.as_mut_slice()) {
        let folder = super::gather::below(place, member);
        member.version = returned(&folder, version)?;
    }
    Ok(members)
}

/// Whoever was erased after the backup was made is in it: they are erased once more, as far as the newest backup or the folder at
/// hand states it, before the folder has a name under which anybody could see them.
fn erased_again(
    depot: &Depot,
    chosen: &Chosen<'_>,
    mut members: Vec<Member>,
    place: &Path,
    at_hand: Option<&Path>,
    now: Timestamp,
) -> Result<Vec<Member>, Error> {
    let newest = depot.read(&depot.find(None)?)?;
    for (member, base) in members.iter_mut().zip(&chosen.bases) {
        let folder = super::gather::below(place, member);
        let stated = place.with_extension("stated");
        if stated.exists() {
            return Err(BackupError::Left(stated).into());
        }
        let found = stated_in(depot, &newest, base, &stated);
        let again = found.and_then(|found| {
            let befores = found.then_some(stated.as_path()).into_iter().chain(at_hand);
            let mut again = false;
            for before in befores {
                again |= Workspace::open(&folder)?.erase_again(before, now)?.is_some();
            }
            Ok::<bool, Error>(again)
        });
        if stated.exists() {
            fs::remove_dir_all(&stated).map_err(Error::io("remove", &stated))?;
        }
        if again? {
            member.version = Lake::open(&folder)?.snapshot(None)?.version();
        }
    }
    Ok(members)
}

/// Writes to a folder what a backup has of a workspace's `erased/`; false if it has nothing.
fn stated_in(depot: &Depot, manifest: &Manifest, base: &str, to: &Path) -> Result<bool, Error> {
    let prefix = format!("{base}{ERASED}/");
    let mut found = false;
    for file in manifest.files.iter().filter(|file| file.stays_below()) {
        let Some(name) = file.path.strip_prefix(&prefix) else {
            continue;
        };
        let path = to.join(ERASED).join(name);
        let digest = copied(&depot.path(&file.sha256), &path, file.mode).map_err(Error::io("write", &path))?;
        if digest != file.sha256 {
            check::told(vec![format!("{} is not what was written", file.path)])?;
        }
        found = true;
    }
    Ok(found)
}

/// Brings the data of a workspace to a version. What the collector had and the lake had not came later than any version.
fn returned(folder: &Path, version: u64) -> Result<u64, Error> {
    let version = Lake::open(folder)?.return_to(version)?;
    let collector = folder.join(COLLECTOR);
    match fs::remove_dir_all(&collector) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::io("remove", &collector)(error)),
        _ => Ok(version),
    }
}

/// Copies bytes to a new file; gives their digest.
fn copied(from: &Path, to: &Path, mode: u32) -> io::Result<String> {
    let mut from = File::open(from)?;
    if let Some(folder) = to.parent() {
        private(folder)?;
    }
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode & 0o777);
    #[cfg(not(unix))]
    let _ = mode;
    let mut to = options.open(to)?;
    let (mut digest, mut block) = (Sha256::new(), vec![0; 1 << 18]);
    loop {
        match from.read(&mut block) {
            Ok(0) => return Ok(hex(&digest.finalize())),
            Ok(read) => {
                digest.update(&block[..read]);
                to.write_all(&block[..read])?;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

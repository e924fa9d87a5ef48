//! [`Disk`]: writing that survives a power cut, and [`DurableStore`], the same for Delta's own files.
//!
//! `object_store`'s local store never syncs. Here a file counts only once its bytes and its folder entry are on disk,
//! and a log entry appears all at once or not at all. Where the tables lie in a bucket, files of tables and raw bytes are
//! read there and sent there, by the same names; what is the node's own stays on its disk.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path as FsPath, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use bytes::Bytes;
use futures::stream::BoxStream;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{
    CopyMode, CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore,
    ObjectStoreExt, PutMode, PutMultipartOptions, PutOptions, PutPayload, PutResult, Result, UploadPart,
};

use super::bucket::Bucket;

/// Age of what somebody left on its way: no file takes so long.
const LEFT: Duration = Duration::from_hours(24);

/// One step on disk, as a test sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The file and its folder entry are on disk under their final name.
    Synced(PathBuf),
    /// The complete, synced file is about to appear under this name.
    Publishing(PathBuf),
    /// The file is about to go.
    Removing(PathBuf),
}

/// Is told each step; an error stops the work there, as a kill would.
pub type Probe = Arc<dyn Fn(&Step) -> io::Result<()> + Send + Sync>;

/// The disk of one workspace, and the bucket that holds its tables, if there is one.
#[derive(Clone, Default)]
pub(crate) struct Disk {
    probe: Option<Probe>,
    bucket: Option<Bucket>,
}

impl fmt::Debug for Disk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Disk")
    }
}

impl Disk {
    pub(crate) fn new(probe: Option<Probe>) -> Self {
        Self { probe, bucket: None }
    }

    pub(super) fn with(bucket: Bucket) -> Self {
        Self {
            probe: None,
            bucket: Some(bucket),
        }
    }

    pub(super) const fn bucket(&self) -> Option<&Bucket> {
        self.bucket.as_ref()
    }

    /// The bucket that has this path, and its name there.
    fn away(&self, path: &FsPath) -> Option<(&Bucket, Path)> {
        let bucket = self.bucket.as_ref()?;
        Some((bucket, bucket.key(path)?))
    }

    /// Where a file is written that is to be there: in its place, or on its way to the bucket.
    pub(crate) fn draft(&self, path: &FsPath) -> PathBuf {
        match self.away(path) {
            Some((bucket, _)) => bucket.draft(path),
            None => path.to_owned(),
        }
    }

    /// The folder in which files are written that have no name yet.
    pub(super) fn drafts(&self, folder: &FsPath) -> PathBuf {
        self.bucket.as_ref().map_or_else(|| folder.to_owned(), Bucket::drafts)
    }

    /// Removes what killed processes left on its way to the bucket a day ago or longer.
    pub(super) fn sweep(&self) {
        let Some(bucket) = &self.bucket else { return };
        for entry in fs::read_dir(bucket.drafts()).into_iter().flatten().flatten() {
            let modified = entry.metadata().and_then(|about| about.modified());
            if modified.is_ok_and(|at| at.elapsed().is_ok_and(|age| age > LEFT)) {
                // It is tried again the next time.
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// Opens a file for reading from any place of it.
    pub(crate) fn open(&self, path: &FsPath) -> io::Result<File> {
        match self.away(path) {
            Some((bucket, key)) => bucket.fetch_unnamed(key),
            None => File::open(path),
        }
    }

    /// Copies a file of the bucket to the node's own disk, in one step.
    pub(super) fn copy(&self, path: &FsPath, to: &FsPath) -> io::Result<()> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let Some((bucket, key)) = self.away(path) else {
            return Err(ErrorKind::Unsupported.into());
        };
        to.parent().map_or(Ok(()), make_folder)?;
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let part = to.with_extension(format!("{}-{number}", std::process::id()));
        bucket.fetch(
            key,
            File::options()
                .create(true)
                .truncate(true)
                .read(true)
                .write(true)
                .open(&part)?,
        )?;
        fs::rename(part, to)
    }

    /// A small file as a whole.
    pub(super) fn read(&self, path: &FsPath) -> io::Result<Bytes> {
        match self.away(path) {
            Some((bucket, key)) => bucket.get(key),
            None => fs::read(path).map(Bytes::from),
        }
    }

    /// Puts in place of a small file what `change` makes of it, or of nothing where it is not there. Nothing is written where it gives
    /// nothing.
    pub(super) fn update(
        &self,
        path: &FsPath,
        change: impl Fn(Option<Bytes>) -> io::Result<Option<Vec<u8>>>,
    ) -> io::Result<()> {
        if let Some((bucket, key)) = self.away(path) {
            return bucket.update(&key, change);
        }
        let there = match fs::read(path) {
            Err(e) if e.kind() == ErrorKind::NotFound => None,
            found => Some(found?.into()),
        };
        change(there)?.map_or(Ok(()), |new| self.replace(path, &[new.into()]))
    }

    /// Puts what `write` makes of a file in its place, and says whether anything became another. In a bucket it is made anew where another
    /// node was quicker.
    pub(super) fn rewrite(
        &self,
        path: &FsPath,
        write: impl Fn(File, &mut File) -> io::Result<bool>,
    ) -> io::Result<bool> {
        if let Some((bucket, key)) = self.away(path) {
            loop {
                let (from, mark) = bucket.fetch_unnamed_marked(key.clone())?;
                let mut to = unnamed(&bucket.drafts())?;
                if !write(from, &mut to)? {
                    return Ok(false);
                }
                if bucket.send_instead(to, key.clone(), mark)? {
                    return Ok(true);
                }
            }
        }
        let folder = path.parent().unwrap_or(path);
        let mut fresh = path.file_name().unwrap_or_default().to_owned();
        fresh.push("#new");
        let fresh = folder.join(fresh);
        let mut to = File::create(&fresh)?;
        if !write(File::open(path)?, &mut to)? {
            fs::remove_file(&fresh)?;
            return Ok(false);
        }
        to.sync_all()?;
        self.rename(&fresh, path).map(|()| true)
    }

    /// When a file was written last; none where it is not there.
    pub(super) fn modified(&self, path: &FsPath) -> io::Result<Option<SystemTime>> {
        let modified = match self.away(path) {
            Some((bucket, key)) => bucket.about(key).map(|meta| meta.last_modified.into()),
            None => fs::metadata(path).and_then(|meta| meta.modified()),
        };
        match modified {
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
            found => found.map(Some),
        }
    }

    /// Files right in a folder; none where it is not there.
    pub(super) fn list(&self, folder: &FsPath) -> io::Result<Vec<PathBuf>> {
        if let Some((bucket, _)) = self.away(folder) {
            let within = bucket.list(folder)?.into_iter().map(|object| object.path);
            return Ok(within.filter(|path| path.parent() == Some(folder)).collect());
        }
        let entries = match fs::read_dir(folder) {
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut files = Vec::new();
        for entry in entries {
            let entry = entry?;
            if entry.file_type()?.is_file() {
                files.push(entry.path());
            }
        }
        Ok(files)
    }

    fn step(&self, step: impl FnOnce() -> Step) -> io::Result<()> {
        self.probe.as_ref().map_or(Ok(()), |probe| probe(&step()))
    }

    /// Makes a complete file last: syncs it and its folder, or sends it to where it belongs. It was written at its [`Disk::draft`].
    pub(crate) fn sync(&self, file: &File, path: &FsPath) -> io::Result<()> {
        if let Some((bucket, key)) = self.away(path) {
            bucket.send(file.try_clone()?, key)?;
            return fs::remove_file(bucket.draft(path));
        }
        file.sync_all()?;
        sync_folder(path)?;
        self.step(|| Step::Synced(path.to_owned()))
    }

    /// Writes a file that must not exist yet; `AlreadyExists` if it does.
    pub(crate) fn create(&self, path: &FsPath, parts: &[Bytes]) -> io::Result<()> {
        if let Some((bucket, key)) = self.away(path) {
            return bucket.put(key, parts.iter().cloned().collect(), PutMode::Create);
        }
        let temporary = self.temporary(path, parts)?;
        let linked = fs::hard_link(&temporary, path);
        // The name that counts is made; a left-over temporary file is harmless.
        let _ = fs::remove_file(&temporary);
        linked?;
        sync_folder(path)?;
        self.step(|| Step::Synced(path.to_owned()))
    }

    /// Writes a file, in one step in place of what was there.
    pub(crate) fn replace(&self, path: &FsPath, parts: &[Bytes]) -> io::Result<()> {
        if let Some((bucket, key)) = self.away(path) {
            return bucket.put(key, parts.iter().cloned().collect(), PutMode::Overwrite);
        }
        let temporary = self.temporary(path, parts)?;
        self.rename(&temporary, path)
    }

    /// Moves a complete, synced file to its final name.
    pub(crate) fn rename(&self, from: &FsPath, to: &FsPath) -> io::Result<()> {
        if let Some((bucket, key)) = self.away(to) {
            bucket.send(File::open(from)?, key)?;
            return fs::remove_file(from);
        }
        fs::rename(from, to)?;
        sync_folder(to)?;
        self.step(|| Step::Synced(to.to_owned()))
    }

    /// Removes a file; one that is gone already is no error.
    pub(crate) fn remove(&self, path: &FsPath) -> io::Result<()> {
        if let Some((bucket, key)) = self.away(path) {
            return bucket.remove(key);
        }
        self.step(|| Step::Removing(path.to_owned()))?;
        match fs::remove_file(path) {
            Err(e) if e.kind() != ErrorKind::NotFound => Err(e),
            _ => Ok(()),
        }
    }

    fn temporary(&self, path: &FsPath, parts: &[Bytes]) -> io::Result<PathBuf> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        if let Some(parent) = path.parent() {
            make_folder(parent)?;
        }
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!("#{}-{number}", std::process::id()));
        let temporary = path.with_file_name(name);
        let mut file = File::create(&temporary)?;
        for part in parts {
            file.write_all(part)?;
        }
        file.sync_all()?;
        self.step(|| Step::Publishing(path.to_owned()))?;
        Ok(temporary)
    }
}

/// A file without a name, which goes when it is closed.
pub(super) fn unnamed(folder: &FsPath) -> io::Result<File> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    make_folder(folder)?;
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let path = folder.join(format!("{}-{number}.read", std::process::id()));
    let file = File::options().create_new(true).read(true).write(true).open(&path)?;
    fs::remove_file(&path)?;
    Ok(file)
}

/// Makes a folder and its parents, on disk.
pub(crate) fn make_folder(path: &FsPath) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        make_folder(parent)?;
    }
    match fs::create_dir(path) {
        Err(e) if e.kind() != ErrorKind::AlreadyExists => Err(e),
        _ => sync_folder(path),
    }
}

fn sync_folder(path: &FsPath) -> io::Result<()> {
    // Only Unix can sync a folder; elsewhere the file system's own journal has to do.
    #[cfg(unix)]
    if let Some(parent) = path.parent() {
        File::open(parent)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Delta's view of the local disk: reads as `object_store` does, writes through [`Disk`].
#[derive(Debug)]
pub(crate) struct DurableStore {
    local: Arc<LocalFileSystem>,
    disk: Disk,
}

impl DurableStore {
    pub(crate) fn new(disk: Disk) -> Self {
        Self {
            local: Arc::new(LocalFileSystem::new()),
            disk,
        }
    }
}

impl fmt::Display for DurableStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "durable {}", self.local)
    }
}

#[async_trait]
impl ObjectStore for DurableStore {
    async fn put_opts(&self, location: &Path, payload: PutPayload, opts: PutOptions) -> Result<PutResult> {
        let path = self.local.path_to_filesystem(location)?;
        let parts: Vec<Bytes> = payload.into_iter().collect();
        let disk = self.disk.clone();
        let put = move || match opts.mode {
            PutMode::Create => disk.create(&path, &parts),
            PutMode::Overwrite => disk.replace(&path, &parts),
            PutMode::Update(_) => Err(ErrorKind::Unsupported.into()),
        };
        blocking(put).await.map_err(|source| refused(location, source))?;
        Ok(PutResult {
            e_tag: None,
            version: None,
        })
    }

    async fn put_multipart_opts(&self, location: &Path, _: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        Ok(Box::new(Upload {
            disk: self.disk.clone(),
            path: self.local.path_to_filesystem(location)?,
            location: location.clone(),
            parts: Vec::new(),
        }))
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        self.local.get_opts(location, options).await
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        self.local.delete_stream(locations)
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.local.list(prefix)
    }

    fn list_with_offset(&self, prefix: Option<&Path>, offset: &Path) -> BoxStream<'static, Result<ObjectMeta>> {
        self.local.list_with_offset(prefix, offset)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.local.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        let bytes = self.local.get(from).await?.bytes().await?;
        let mode = match options.mode {
            CopyMode::Create => PutMode::Create,
            CopyMode::Overwrite => PutMode::Overwrite,
        };
        self.put_opts(to, bytes.into(), mode.into()).await.map(|_| ())
    }
}

/// An upload in parts, such as Delta's checkpoints: held in memory until it is complete.
#[derive(Debug)]
struct Upload {
    disk: Disk,
    path: PathBuf,
    location: Path,
    parts: Vec<Bytes>,
}

#[async_trait]
impl MultipartUpload for Upload {
    fn put_part(&mut self, data: PutPayload) -> UploadPart {
        self.parts.extend(data);
        Box::pin(std::future::ready(Ok(())))
    }

    async fn complete(&mut self) -> Result<PutResult> {
        let (disk, path, parts) = (self.disk.clone(), self.path.clone(), std::mem::take(&mut self.parts));
        blocking(move || disk.replace(&path, &parts))
            .await
            .map_err(|source| refused(&self.location, source))?;
        Ok(PutResult {
            e_tag: None,
            version: None,
        })
    }

    async fn abort(&mut self) -> Result<()> {
        self.parts.clear();
        Ok(())
    }
}

async fn blocking(work: impl FnOnce() -> io::Result<()> + Send + 'static) -> io::Result<()> {
    match tokio::runtime::Handle::try_current() {
        Ok(handle) => handle.spawn_blocking(work).await.map_err(io::Error::other)?,
        Err(_) => work(),
    }
}

fn refused(location: &Path, source: io::Error) -> Error {
    let path = location.to_string();
    match source.kind() {
        ErrorKind::AlreadyExists => Error::AlreadyExists {
            path,
            source: source.into(),
        },
        ErrorKind::NotFound => Error::NotFound {
            path,
            source: source.into(),
        },
        _ => Error::Generic {
            store: "durable",
            source: source.into(),
        },
    }
}

//! [`Disk`]: writing that survives a power cut, and [`DurableStore`], the same for Delta's own files.
//!
//! `object_store`'s local store never syncs. Here a file counts only once its bytes and its folder entry are on disk,
//! and a log entry appears all at once or not at all.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path as FsPath, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use bytes::Bytes;
use futures::stream::BoxStream;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{
    CopyMode, CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore,
    ObjectStoreExt, PutMode, PutMultipartOptions, PutOptions, PutPayload, PutResult, Result, UploadPart,
};

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

/// The disk of one workspace.
#[derive(Clone, Default)]
pub(crate) struct Disk {
    probe: Option<Probe>,
}

impl fmt::Debug for Disk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Disk")
    }
}

impl Disk {
    pub(crate) fn new(probe: Option<Probe>) -> Self {
        Self { probe }
    }

    fn step(&self, step: impl FnOnce() -> Step) -> io::Result<()> {
        self.probe.as_ref().map_or(Ok(()), |probe| probe(&step()))
    }

    /// Syncs a file that was written under its final name, and its folder.
    pub(crate) fn sync(&self, file: &File, path: &FsPath) -> io::Result<()> {
        file.sync_all()?;
        sync_folder(path)?;
        self.step(|| Step::Synced(path.to_owned()))
    }

    /// Writes a file that must not exist yet; `AlreadyExists` if it does.
    pub(crate) fn create(&self, path: &FsPath, parts: &[Bytes]) -> io::Result<()> {
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
        let temporary = self.temporary(path, parts)?;
        self.rename(&temporary, path)
    }

    /// Moves a complete, synced file to its final name.
    pub(crate) fn rename(&self, from: &FsPath, to: &FsPath) -> io::Result<()> {
        fs::rename(from, to)?;
        sync_folder(to)?;
        self.step(|| Step::Synced(to.to_owned()))
    }

    /// Removes a file; one that is gone already is no error.
    pub(crate) fn remove(&self, path: &FsPath) -> io::Result<()> {
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

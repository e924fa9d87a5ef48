//! [`Disk`]: what a log needs of a file system, and no more.
//!
//! One folder of files that are appended to, synced, renamed and removed. Two stand behind it: [`Real`], and the one in
//! the tests that loses power. So each rule below is a promise that both keep, and nothing else is relied on:
//!
//! - Bytes are durable after [`Appending::sync`] returned well. Before, any part of them may be there, in any order.
//! - A sync that failed settles nothing, and a later one that returns well says nothing of the bytes before: Linux drops
//!   what it could not write. Such a file is never appended to again.
//! - Names are durable after [`Disk::sync_folder`] returned well. Before, each change may be there without the others.

mod real;

use std::io::{self, ErrorKind};

pub use real::Real;

/// One folder of files. Names are plain: no folders within.
pub trait Disk: Send + Sync {
    /// Makes an empty file to append to; one of the same name is removed first.
    fn create(&self, name: &str) -> io::Result<Box<dyn Appending>>;

    /// Opens a file to read. It stays readable through this handle when it is removed meanwhile.
    fn open(&self, name: &str) -> io::Result<Box<dyn Reading>>;

    /// Bytes of a file.
    fn length(&self, name: &str) -> io::Result<u64>;

    /// Names of the files, in no order.
    fn list(&self) -> io::Result<Vec<String>>;

    /// Gives a file another name, in one step in place of what had it.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;

    /// Takes a file away.
    fn remove(&self, name: &str) -> io::Result<()>;

    /// Makes names durable: what was made, renamed and removed until now.
    fn sync_folder(&self) -> io::Result<()>;
}

/// A file that is being written.
pub trait Appending: Send {
    /// Adds bytes at the end. After an error any part of them may have been added.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Makes the bytes durable.
    fn sync(&mut self) -> io::Result<()>;
}

/// A file that is being read.
pub trait Reading: Send {
    /// Reads from a position on, as much as comes in one go; 0 at the end of the file.
    fn read_at(&mut self, position: u64, into: &mut [u8]) -> io::Result<usize>;
}

/// Fills `into` from a position on; gives how much there was before the file ended.
pub(crate) fn fill(file: &mut dyn Reading, position: u64, into: &mut [u8]) -> io::Result<usize> {
    let mut done = 0;
    while done < into.len() {
        match file.read_at(position + done as u64, &mut into[done..]) {
            Ok(0) => break,
            Ok(read) => done += read,
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(done)
}

/// The whole of a file.
pub(crate) fn whole(disk: &dyn Disk, name: &str) -> io::Result<Vec<u8>> {
    let length = usize::try_from(disk.length(name)?).map_err(|_| ErrorKind::FileTooLarge)?;
    let mut bytes = vec![0; length];
    let read = fill(disk.open(name)?.as_mut(), 0, &mut bytes)?;
    bytes.truncate(read);
    Ok(bytes)
}

/// Ends the name of a file that is being written and does not count yet; recovery removes what it finds of them.
pub(crate) const UNFINISHED: &str = ".new";

/// Writes a file so that it is there whole under its name or not at all, durable when this returns. The handle appends
/// to it.
pub(crate) fn place(disk: &dyn Disk, name: &str, parts: &[&[u8]]) -> io::Result<Box<dyn Appending>> {
    let unfinished = format!("{name}{UNFINISHED}");
    let mut file = disk.create(&unfinished)?;
    for part in parts {
        file.append(part)?;
    }
    file.sync()?;
    disk.rename(&unfinished, name)?;
    disk.sync_folder()?;
    Ok(file)
}

/// Removes a file; one that is gone already is no error.
pub(crate) fn remove(disk: &dyn Disk, name: &str) -> io::Result<()> {
    match disk.remove(name) {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}

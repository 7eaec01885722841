//! The document in a zip archive, as Apple serves its own.

use std::io::{Cursor, Read};

use game_achievements_contract::source::MAX_BYTES;
use zip::ZipArchive;
use zip::result::ZipError;

/// More files than these are no published document.
const MAX_FILES: usize = 1_000;

/// Why an archive gives no document.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    /// It is damaged, encrypted, or packed in another way than deflate.
    #[error("the archive cannot be unpacked: {0}")]
    Archive(#[from] ZipError),
    /// A damaged stream within it.
    #[error("the file in the archive cannot be unpacked: {0}")]
    Unpack(#[from] std::io::Error),
    /// It could be anything.
    #[error("the archive has {0} files, more than {MAX_FILES}")]
    Files(usize),
    /// Which one is meant cannot be told.
    #[error("the archive has {0} JSON or YAML files, not one")]
    Documents(usize),
    /// It is made to fill memory, or not a document.
    #[error("the file in the archive has more than {MAX_BYTES} bytes")]
    Size,
}

/// Whether these bytes start as an archive does.
pub(super) fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// The name and the bytes of the only JSON or YAML file in an archive.
pub(super) fn document(bytes: &[u8]) -> Result<(String, Vec<u8>), Error> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    if archive.len() > MAX_FILES {
        return Err(Error::Files(archive.len()));
    }
    // Finder adds a folder of its own, with a twin of each file.
    let is_document = |name: &str| {
        let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        matches!(extension.as_deref(), Some("json" | "yaml" | "yml")) && !name.starts_with("__MACOSX/")
    };
    let names: Vec<String> =
        archive.file_names().flatten().filter(|name| is_document(name)).map(Into::into).collect();
    let [name] = &*names else { return Err(Error::Documents(names.len())) };
    let mut unpacked = Vec::new();
    // One byte more than allowed tells that there is more; what the archive says of its size is not trusted.
    archive.by_name(name)?.take(MAX_BYTES as u64 + 1).read_to_end(&mut unpacked)?;
    if unpacked.len() > MAX_BYTES {
        return Err(Error::Size);
    }
    Ok((name.clone(), unpacked))
}

//! Where an image comes from, and whether it is one that Apple takes.

use std::fmt;
use std::io::{self, SeekFrom};
use std::path::PathBuf;

use game_achievements_runtime::Bytes;
use imagesize::ImageType;
use tokio::fs::File;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncSeekExt as _};

use super::{ImageProblem, UploadProblem};

/// How much of a file is read to learn its dimensions. A JPEG has them after its metadata.
const HEAD: u64 = 1024 * 1024;

type Reader = Box<dyn AsyncRead + Send + Unpin>;

/// An image to upload: a file, bytes, or a reader.
pub struct ImageSource(Source);

enum Source {
    Path(PathBuf),
    Bytes { file_name: String, bytes: Bytes },
    Reader { file_name: String, length: u64, reader: Reader },
}

/// An image that has passed the checks.
pub(super) struct Image {
    pub(super) file_name: String,
    pub(super) length: u64,
    content: Content,
}

enum Content {
    File(PathBuf),
    Bytes(Bytes),
    Reader {
        reader: Reader,
        /// Read ahead of the reader.
        head: Bytes,
        /// How much was taken.
        taken: u64,
    },
}

/// What a part has to send, each time that it is tried.
#[derive(Clone)]
pub(super) enum Piece {
    File { path: PathBuf, offset: u64, length: u64 },
    Bytes(Bytes),
}

impl ImageSource {
    /// A file. It is read as it is sent, and must not change meanwhile. Its name is that of the image.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        Self(Source::Path(path.into()))
    }

    /// Bytes at hand. The name must end in `.png`, `.jpg` or `.jpeg`; nobody but you sees it.
    pub fn bytes(file_name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self(Source::Bytes { file_name: file_name.into(), bytes: bytes.into() })
    }

    /// A reader that gives `length` bytes; the name is as for [`bytes`](Self::bytes).
    ///
    /// A part is in memory while it is sent, as a reader cannot go back: at most as many as are sent at the same time, and one.
    pub fn reader(
        file_name: impl Into<String>,
        length: u64,
        reader: impl AsyncRead + Send + Unpin + 'static,
    ) -> Self {
        Self(Source::Reader { file_name: file_name.into(), length, reader: Box::new(reader) })
    }

    /// Reads the head and checks it.
    pub(super) async fn open(self) -> Result<Image, UploadProblem> {
        let (image, head) = match self.0 {
            Source::Path(path) => {
                let file = File::open(&path).await?;
                let length = file.metadata().await?.len();
                let head = read(file, length.min(HEAD)).await?;
                let file_name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                (Image { file_name, length, content: Content::File(path) }, head)
            }
            Source::Bytes { file_name, bytes } => {
                let length = bytes.len() as u64;
                (Image { file_name, length, content: Content::Bytes(bytes.clone()) }, bytes)
            }
            Source::Reader { file_name, length, mut reader } => {
                let head = read(&mut reader, length.min(HEAD)).await?;
                let content = Content::Reader { reader, head: head.clone(), taken: 0 };
                (Image { file_name, length, content }, head)
            }
        };
        check(&image.file_name, &head)?;
        Ok(image)
    }
}

impl fmt::Debug for ImageSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Source::Path(path) => f.debug_tuple("Path").field(path).finish(),
            Source::Bytes { file_name, bytes } => {
                f.debug_struct("Bytes").field("file_name", file_name).field("length", &bytes.len()).finish()
            }
            Source::Reader { file_name, length, .. } => {
                f.debug_struct("Reader").field("file_name", file_name).field("length", length).finish()
            }
        }
    }
}

impl Image {
    /// What there is to send from `offset` on. Of a reader, pieces must be taken in order.
    pub(super) async fn piece(&mut self, offset: u64, length: u64) -> io::Result<Piece> {
        match &mut self.content {
            Content::File(path) => Ok(Piece::File { path: path.clone(), offset, length }),
            Content::Bytes(bytes) => {
                // Parts lie within the length, which is that of the bytes.
                Ok(Piece::Bytes(bytes.slice(offset as usize..(offset + length) as usize)))
            }
            Content::Reader { reader, head, taken } => {
                let skipped = offset.checked_sub(*taken).ok_or(io::ErrorKind::InvalidInput)?;
                let mut rest = (&head[..]).chain(reader);
                let mut left_out = (&mut rest).take(skipped);
                tokio::io::copy(&mut left_out, &mut tokio::io::sink()).await?;
                let bytes = read(&mut rest, length).await?;
                let from_head = (skipped + length).min(head.len() as u64);
                *head = head.slice(from_head as usize..);
                *taken = offset + length;
                Ok(Piece::Bytes(bytes))
            }
        }
    }
}

/// Opens a file at a place.
pub(super) async fn open_at(path: PathBuf, offset: u64) -> io::Result<File> {
    let mut file = File::open(path).await?;
    file.seek(SeekFrom::Start(offset)).await?;
    Ok(file)
}

/// Exactly so many bytes. Memory is taken as they come, not on the word of who announced them.
async fn read(reader: impl AsyncRead + Unpin, length: u64) -> io::Result<Bytes> {
    let mut bytes = Vec::new();
    reader.take(length).read_to_end(&mut bytes).await?;
    if bytes.len() as u64 != length {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the image is shorter than announced"));
    }
    Ok(bytes.into())
}

fn check(file_name: &str, head: &[u8]) -> Result<(), ImageProblem> {
    if head.is_empty() {
        return Err(ImageProblem::Empty);
    }
    let (endings, expected): (&[&str], _) = match imagesize::image_type(head) {
        Ok(ImageType::Png) => (&[".png"], ".png"),
        Ok(ImageType::Jpeg) => (&[".jpg", ".jpeg"], ".jpg or .jpeg"),
        _ => return Err(ImageProblem::Type),
    };
    let name = file_name.to_ascii_lowercase();
    if !endings.iter().any(|ending| name.ends_with(ending)) {
        return Err(ImageProblem::Name { expected });
    }
    let size = imagesize::blob_size(head).map_err(|_| ImageProblem::Type)?;
    match (size.width, size.height) {
        (512, 512) | (1024, 1024) => Ok(()),
        (width, height) => Err(ImageProblem::Dimensions { width, height }),
    }
}

//! The workspace that commands work on.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use game_achievements_codegen::api::{Api, Registry};
use game_achievements_contract::document::Document;
use game_achievements_contract::source;

use crate::exit::Stop;

/// A folder with specs and a client, and the APIs in it.
#[derive(Clone, Debug)]
pub struct Workspace {
    root: PathBuf,
    registry: Registry,
}

impl Workspace {
    /// The workspace at `root` with these APIs.
    pub fn new(root: impl Into<PathBuf>, registry: Registry) -> Self {
        Self { root: root.into(), registry }
    }

    /// The workspace that a folder is in: the nearest folder upwards that has `specs` and `generated-client`.
    pub fn around(folder: &Path) -> Option<Self> {
        let is_root = |dir: &&Path| dir.join("specs").is_dir() && dir.join("generated-client").is_dir();
        folder.ancestors().find(is_root).map(|root| Self::new(root, Registry::builtin()))
    }

    pub(crate) fn registry(&self) -> &Registry {
        &self.registry
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The APIs of these names, or all of them if none is named.
    pub(crate) fn select(&self, names: &[String]) -> Result<Vec<&Api>, Stop> {
        if names.is_empty() {
            return Ok(self.registry.apis().iter().collect());
        }
        names.iter().map(|name| self.api(name)).collect()
    }

    pub(crate) fn api(&self, name: &str) -> Result<&Api, Stop> {
        self.registry.find(name).ok_or_else(|| {
            let known: Vec<_> = self.registry.apis().iter().map(|api| api.name.as_str()).collect();
            Stop::refused(format!("there is no API `{name}`"), format!("the APIs are {}", known.join(", ")))
        })
    }

    /// Reads the spec of an API.
    pub(crate) fn read_spec(&self, api: &Api) -> Result<Document, Stop> {
        read_document(&self.root.join(&api.spec), &api.spec)
    }
}

/// Reads a document; `shown` is the name that problems show.
pub(crate) fn read_document(path: &Path, shown: &str) -> Result<Document, Stop> {
    let mut bytes = Vec::new();
    // One byte more than is read tells that there are too many, however many there are.
    std::fs::File::open(path)
        .and_then(|file| file.take(source::MAX_BYTES as u64 + 1).read_to_end(&mut bytes))
        .map_err(|error| {
            Stop::refused(format!("cannot read {shown}: {error}"), "name a file that exists and can be read")
        })?;
    Ok(Document::read(shown, &bytes)?)
}

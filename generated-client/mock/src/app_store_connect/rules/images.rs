//! Images: reserved, uploaded in parts, committed, processed.

use serde_json::{Value as Json, json};

use super::super::errors::ApiError;
use super::super::store::Id;
use super::super::uploads::Upload;
use super::super::{AppStoreConnect, Ask};

/// The sizes that Apple takes, in pixels.
const SIDES: [u32; 2] = [512, 1024];

/// More than any image of that size has.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

impl AppStoreConnect {
    pub(super) fn image_created(&mut self, id: &Id, ask: &Ask<'_>) -> Result<(), ApiError> {
        let localization = self.store.one(id, "localization");
        if let Some(localization) = &localization {
            self.must_be_editable(localization)?;
        }
        let file_name = self.store.text(id, "fileName").to_owned();
        let ending = file_name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        if !ending.is_some_and(|ending| ["jpg", "jpeg", "png"].contains(&ending.as_str())) {
            let detail = "The file must be a .jpg, .jpeg or .png";
            return Err(ApiError::attribute("fileName", "", detail));
        }
        let size = self.store.attribute(id, "fileSize").as_u64().unwrap_or_default();
        if !(1..=MOST_BYTES).contains(&size) {
            let detail = format!("The file must have from 1 to {MOST_BYTES} bytes");
            return Err(ApiError::attribute("fileSize", "", detail));
        }
        let upload = Upload::new(&file_name, size, self.part_size, &mut self.clock);
        self.store.set_attribute(id, "uploadOperations", upload.operations(&ask.base, &id.id));
        self.set_delivery(id, "AWAITING_UPLOAD", Json::Null);
        self.uploads.insert(id.id.clone(), upload);
        Ok(())
    }

    /// The client says that all parts are sent.
    pub(super) fn image_uploaded(&mut self, id: &Id) -> Result<(), ApiError> {
        let Some(upload) = self.uploads.get(&id.id) else {
            return Err(ApiError::state("The image was committed already"));
        };
        let missing = upload.missing();
        if !missing.is_empty() {
            return Err(ApiError::state(format!("These parts have not come: {}", missing.join(", "))));
        }
        self.store.set_attribute(id, "uploadOperations", Json::Null);
        self.set_delivery(id, "UPLOAD_COMPLETE", Json::Null);
        if self.progress.begin(id) {
            self.process_image(id);
        }
        Ok(())
    }

    /// The file is looked at, and the image complete or failed for good.
    pub(super) fn process_image(&mut self, id: &Id) {
        let Some(upload) = self.uploads.remove(&id.id) else { return };
        let bytes = upload.bytes();
        let failure = match dimensions(&bytes) {
            None => Some(("IMAGE_BAD_FORMAT", "The file is neither a PNG nor a JPEG".to_owned())),
            Some((width, height)) if width != height || !SIDES.contains(&width) => {
                let description =
                    format!("The image has {width} x {height} pixels, not 512 x 512 or 1024 x 1024");
                Some(("IMAGE_INCORRECT_DIMENSIONS", description))
            }
            Some(_) => None,
        };
        if let Some((code, description)) = failure {
            return self.set_delivery(id, "FAILED", json!([{"code": code, "description": description}]));
        }
        let (width, height) = dimensions(&bytes).unwrap_or_default();
        let name = self.store.text(id, "fileName");
        let template = format!("https://images.example.com/{}/{name}/{{w}}x{{h}}bb.{{f}}", id.id);
        let asset = json!({"templateUrl": template, "width": width, "height": height});
        self.store.set_attribute(id, "imageAsset", asset);
        self.set_delivery(id, "COMPLETE", Json::Null);
    }

    fn set_delivery(&mut self, id: &Id, state: &str, errors: Json) {
        let state = json!({"state": state, "errors": errors, "warnings": null});
        self.store.set_attribute(id, "assetDeliveryState", state);
    }
}

/// Width and height of a PNG or a JPEG.
fn dimensions(bytes: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") && bytes.get(12..16) == Some(b"IHDR") {
        return Some((number(16)?, number(20)?));
    }
    if !bytes.starts_with(b"\xff\xd8") {
        return None;
    }
    // Segments of a JPEG follow each other by their lengths; the one that starts a frame has the size.
    let mut at = 2;
    loop {
        let [0xff, marker, high, low] = *bytes.get(at..at + 4)? else { return None };
        let is_frame = (0xc0..=0xcf).contains(&marker) && ![0xc4, 0xc8, 0xcc].contains(&marker);
        if is_frame {
            let pair =
                |at: usize| Some(u32::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?)));
            return Some((pair(at + 7)?, pair(at + 5)?));
        }
        at += 2 + usize::from(u16::from_be_bytes([high, low]));
    }
}

#[cfg(test)]
mod tests {
    use super::dimensions;

    #[test]
    fn sizes_are_read_from_both_formats() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x02\0\0\0\x04\0rest";
        assert_eq!(dimensions(png), Some((512, 1024)));
        let jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x02\x00\x04\x00rest";
        assert_eq!(dimensions(jpeg), Some((1024, 512)));
        for cut in 0..jpeg.len() - 4 {
            assert_eq!(dimensions(&jpeg[..cut]), None, "{cut}");
        }
        assert_eq!(dimensions(b"GIF89a"), None);
        assert_eq!(dimensions(b"\xff\xd8\x00\x00\x00\x00"), None);
    }
}

//! Where an image can be had.

use super::types::ImageAsset;

impl ImageAsset {
    /// The address of the image at a size in pixels and in a format such as `png`; `None` if the answer has no template,
    /// because the image is not processed yet or the field was not asked for.
    ///
    /// The template is like `https://…/{w}x{h}bb.{f}`, as in the sample of Apple's page "Read the image for a specific
    /// achievement localization".
    pub fn url(&self, width: u32, height: u32, format: &str) -> Option<String> {
        let template = self.template_url.as_deref()?;
        Some(
            template
                .replace("{w}", &width.to_string())
                .replace("{h}", &height.to_string())
                .replace("{f}", format),
        )
    }
}

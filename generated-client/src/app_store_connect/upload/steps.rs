//! The calls of the API that an upload makes, for both generations of images.

use super::super::types::{
    GameCenterAchievementImageAttributes as Attributes, GameCenterAchievementImageCreateAttributes,
    GameCenterAchievementImageCreateRequest, GameCenterAchievementImageCreateRequestData,
    GameCenterAchievementImageCreateRequestDataRelationships, GameCenterAchievementImageUpdateRequest,
    GameCenterAchievementImageUpdateRequestData, GameCenterAchievementImageUpdateRequestDataAttributes,
    GameCenterAchievementImageV2CreateRequest, GameCenterAchievementImageV2CreateRequestData,
    GameCenterAchievementImageV2CreateRequestDataRelationships, GameCenterAchievementLocalizationLinkage,
    GameCenterAchievementLocalizationRelationshipRequest,
};
use super::super::{Client, options};
use crate::{Error, ErrorKind, Result};

/// Whose operations to call.
#[derive(Clone, Copy)]
pub(super) enum Generation {
    First,
    Second,
}

/// A client, and whose operations to call with it.
pub(super) struct Steps {
    client: Client,
    generation: Generation,
}

#[allow(deprecated, reason = "images of the first generation have to be uploaded by their own operations")]
impl Steps {
    pub(super) fn new(client: &Client, generation: Generation) -> Self {
        Self { client: client.clone(), generation }
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// Makes an image without its file, and says which id it has and how to send the file.
    pub(super) async fn reserve(
        &self,
        localization_id: &str,
        file_name: &str,
        length: u64,
    ) -> Result<(String, Attributes)> {
        let length = i64::try_from(length)
            .map_err(|_| Error::new(ErrorKind::InvalidArgument, "the image is too large"))?;
        let file = GameCenterAchievementImageCreateAttributes::new(file_name, length);
        let linkage = GameCenterAchievementLocalizationLinkage::new(localization_id);
        let localization = GameCenterAchievementLocalizationRelationshipRequest::new(linkage);
        Ok(match self.generation {
            Generation::First => {
                let relationships =
                    GameCenterAchievementImageCreateRequestDataRelationships::new(localization);
                let data = GameCenterAchievementImageCreateRequestData::new(file, relationships);
                let body = GameCenterAchievementImageCreateRequest::new(data);
                let image = self.client.create_achievement_image(&body).await?.into_inner().data;
                (image.id, image.attributes.unwrap_or_default())
            }
            Generation::Second => {
                let relationships =
                    GameCenterAchievementImageV2CreateRequestDataRelationships::new(localization);
                let data = GameCenterAchievementImageV2CreateRequestData::new(file, relationships);
                let body = GameCenterAchievementImageV2CreateRequest::new(data);
                let image = self.client.create_achievement_image_v2(&body).await?.into_inner().data;
                (image.id, image.attributes.unwrap_or_default())
            }
        })
    }

    pub(super) async fn read(&self, id: &str) -> Result<Attributes> {
        let attributes = match self.generation {
            Generation::First => {
                let options = options::ReadAchievementImage::default();
                self.client.read_achievement_image(id, options).await?.into_inner().data.attributes
            }
            Generation::Second => {
                let options = options::ReadAchievementImageV2::default();
                self.client.read_achievement_image_v2(id, options).await?.into_inner().data.attributes
            }
        };
        Ok(attributes.unwrap_or_default())
    }

    /// Says that the file is whole. No checksum is needed for these images.
    pub(super) async fn commit(&self, id: &str) -> Result<Attributes> {
        let uploaded = GameCenterAchievementImageUpdateRequestDataAttributes::new().uploaded(true);
        let data = GameCenterAchievementImageUpdateRequestData::new(id).attributes(uploaded);
        let body = GameCenterAchievementImageUpdateRequest::new(data);
        let attributes = match self.generation {
            Generation::First => {
                self.client.modify_achievement_image(id, &body).await?.into_inner().data.attributes
            }
            Generation::Second => {
                self.client.modify_achievement_image_v2(id, &body).await?.into_inner().data.attributes
            }
        };
        Ok(attributes.unwrap_or_default())
    }
}

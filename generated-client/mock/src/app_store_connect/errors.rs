//! Errors in the form of App Store Connect.

use serde_json::{Value as Json, json};

use crate::answer::Answer;
use crate::clock::Clock;
use crate::validation::{Breach, Place};

/// One error of an answer.
#[derive(Clone, Debug)]
pub(super) struct ApiError {
    status: u16,
    code: String,
    title: String,
    detail: String,
    source: Option<Source>,
    meta: Json,
}

/// What of the request is to blame.
#[derive(Clone, Debug)]
enum Source {
    Pointer(String),
    Parameter(String),
}

impl ApiError {
    fn new(status: u16, code: &str, title: &str, detail: impl Into<String>) -> Self {
        let (code, title) = (code.to_owned(), title.to_owned());
        Self { status, code, title, detail: detail.into(), source: None, meta: Json::Null }
    }

    /// There is no such resource.
    pub(super) fn not_found(kind: &str, id: &str) -> Self {
        let detail = format!("There is no resource of type '{kind}' with id '{id}'");
        Self::new(404, "NOT_FOUND", "The specified resource does not exist", detail)
    }

    /// A parameter has a value that the service does not take.
    pub(super) fn parameter(name: &str, detail: impl Into<String>) -> Self {
        let error = Self::new(400, "PARAMETER_ERROR.INVALID", "A parameter has an invalid value", detail);
        Self { source: Some(Source::Parameter(name.to_owned())), ..error }
    }

    /// An attribute has a value that the service does not take now.
    pub(super) fn attribute(name: &str, reason: &str, detail: impl Into<String>) -> Self {
        let code = format!("ENTITY_ERROR.ATTRIBUTE.INVALID{reason}");
        let title = "The provided entity includes an attribute with an invalid value";
        Self::new(409, &code, title, detail).at(format!("/data/attributes/{name}"))
    }

    /// A relationship leads to something that the service does not take.
    pub(super) fn relationship(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        let title = "The provided entity includes a relationship with an invalid value";
        Self::new(409, "ENTITY_ERROR.RELATIONSHIP.INVALID", title, detail).at(pointer)
    }

    /// The body contradicts itself or the path.
    pub(super) fn entity(pointer: &str, detail: impl Into<String>) -> Self {
        Self::new(409, "ENTITY_ERROR", "There is a problem with the request entity", detail).at(pointer)
    }

    /// The state of a resource does not allow it.
    pub(super) fn state(detail: impl Into<String>) -> Self {
        Self::new(409, "STATE_ERROR", "The request cannot be fulfilled in the current state", detail)
    }

    /// It is not allowed at all.
    pub(super) fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(403, "FORBIDDEN_ERROR", "This request is forbidden", detail)
    }

    /// An error that a request asked for, or that comes before any operation.
    pub(super) fn of_status(status: u16, detail: &str) -> Self {
        let (code, title) = match status {
            401 => ("NOT_AUTHORIZED", "Authentication credentials are missing or invalid."),
            403 => ("FORBIDDEN_ERROR", "This request is forbidden"),
            404 => ("NOT_FOUND", "The specified resource does not exist"),
            405 => ("METHOD_NOT_ALLOWED", "The request method is not valid for the resource path"),
            409 => ("STATE_ERROR", "The request cannot be fulfilled in the current state"),
            422 => ("ENTITY_UNPROCESSABLE", "The request entity is not one that can be processed"),
            429 => ("RATE_LIMIT_EXCEEDED", "The request rate limit has been reached."),
            400..500 => ("PARAMETER_ERROR", "There is a problem with the request"),
            _ => ("UNEXPECTED_ERROR", "An unexpected error occurred."),
        };
        Self::new(status, code, title, detail)
    }

    /// A breach of the contract.
    pub(super) fn of_breach(status: u16, breach: &Breach) -> Self {
        let detail = format!("{} [{}]", breach.message, breach.rule);
        let (code, source) = match &breach.place {
            Place::Parameter(name) => {
                let code = match breach.rule.as_str() {
                    "missing-parameter" => "PARAMETER_ERROR.REQUIRED",
                    "undocumented-parameter" => "PARAMETER_ERROR.ILLEGAL",
                    _ => "PARAMETER_ERROR.INVALID",
                };
                (code, Some(Source::Parameter(name.clone())))
            }
            Place::Body(pointer) => ("ENTITY_ERROR", Some(Source::Pointer(pointer.clone()))),
            Place::Whole if status == 404 => ("PATH_ERROR", None),
            Place::Whole => ("ENTITY_ERROR", None),
        };
        let error = Self::new(status, code, "The request does not keep to the contract", detail);
        Self { source, meta: json!({"rule": breach.rule}), ..error }
    }

    /// Names the place in the body that is to blame.
    pub(super) fn at(self, pointer: impl Into<String>) -> Self {
        Self { source: Some(Source::Pointer(pointer.into())), ..self }
    }

    /// Adds errors of related resources, by the addresses of these.
    pub(super) fn associated(mut self, errors: Vec<(String, Self)>, clock: &mut Clock) -> Self {
        let by_address = errors.into_iter().map(|(address, error)| (address, json!([error.to_json(clock)])));
        self.meta = json!({"associatedErrors": Json::Object(by_address.collect())});
        self
    }

    fn to_json(&self, clock: &mut Clock) -> Json {
        let mut json = json!({
            "id": clock.uuid(),
            "status": self.status.to_string(),
            "code": self.code,
            "title": self.title,
            "detail": self.detail,
        });
        match &self.source {
            Some(Source::Pointer(pointer)) => json["source"] = json!({"pointer": pointer}),
            Some(Source::Parameter(parameter)) => json["source"] = json!({"parameter": parameter}),
            None => {}
        }
        if !self.meta.is_null() {
            json["meta"] = self.meta.clone();
        }
        json
    }

    /// The answer with this error alone.
    pub(super) fn into_answer(self, clock: &mut Clock) -> Answer {
        answer(&[self], clock)
    }
}

/// The answer with these errors; its status is that of the first.
pub(super) fn answer(errors: &[ApiError], clock: &mut Clock) -> Answer {
    let status = errors.first().map_or(500, |error| error.status);
    let errors: Vec<Json> = errors.iter().map(|error| error.to_json(clock)).collect();
    Answer::json(status, json!({"errors": errors}).to_string())
}

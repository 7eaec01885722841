//! Telling keywords from names and from sample data, anywhere in a document.

/// What the keys of a mapping are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Keywords of OpenAPI.
    Keywords,
    /// Names that the author chose.
    Names,
    /// Names whose values are again mappings of names.
    NamesOfNames,
    /// Names whose values are no mappings with keywords: scopes of a security requirement.
    Leaves,
}

impl Shape {
    /// The shape of the elements of a sequence that has this shape.
    pub(super) fn of_elements(self) -> Self {
        if self == Self::Leaves { Self::Leaves } else { Self::Keywords }
    }
}

/// The shape of what stands at a key; `None` for sample data, which nothing looks into.
pub(super) fn shape_below(shape: Shape, key: &str) -> Option<Shape> {
    match shape {
        Shape::Leaves => None,
        Shape::Names => Some(Shape::Keywords),
        Shape::NamesOfNames => Some(Shape::Names),
        Shape::Keywords => match key {
            "callbacks" => Some(Shape::NamesOfNames),
            "content" | "encoding" | "examples" | "headers" | "links" | "parameters" | "paths"
            | "properties" | "requestBodies" | "responses" | "schemas" | "securitySchemes" | "variables" => {
                Some(Shape::Names)
            }
            "mapping" | "scopes" | "security" => Some(Shape::Leaves),
            "const" | "default" | "enum" | "example" | "value" => None,
            key if key.starts_with("x-") => None,
            _ => Some(Shape::Keywords),
        },
    }
}

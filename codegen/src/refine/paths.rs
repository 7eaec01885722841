//! Types as generated code writes them: by the names of the runtime crate and of the prelude.

use quote::ToTokens as _;
use syn::visit_mut::{self, VisitMut};
use syn::{GenericArgument, PathArguments, Type, parse_quote};

/// Rewrites the paths in a type, or in anything else.
pub(super) struct Rewrite {
    /// What stands before the name of a generated type: `types::` outside of the module of types.
    pub(super) module: Module,
}

/// Where the code stands that names a type.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Module {
    /// Among the types.
    Types,
    /// In a file of its own, beside the types.
    Other,
}

impl VisitMut for Rewrite {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        visit_mut::visit_path_mut(self, path);
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let keep = match (path.leading_colon.is_some(), names.as_slice()) {
            (
                true,
                ["std", "option", "Option"]
                | ["std", "string", "String"]
                | ["std", "vec", "Vec"]
                | ["std", "boxed", "Box"],
            ) => 1,
            (true, ["serde_json" | "serde" | "runtime", ..]) => names.len(),
            (false, ["types", _]) if self.module == Module::Types => 1,
            _ => return,
        };
        path.leading_colon = None;
        path.segments = path.segments.iter().skip(names.len() - keep).cloned().collect();
        if matches!(names.first(), Some(&("serde_json" | "serde"))) {
            path.segments.insert(0, parse_quote!(runtime));
        }
    }
}

/// The type as it is written in the module of types.
pub(super) fn in_types(ty: &Type) -> Type {
    rewritten(ty, Module::Types)
}

/// The type as it is written beside the module of types.
pub(super) fn beside_types(ty: &Type) -> Type {
    rewritten(ty, Module::Other)
}

fn rewritten(ty: &Type, module: Module) -> Type {
    let mut ty = ty.clone();
    Rewrite { module }.visit_type_mut(&mut ty);
    ty
}

/// The argument of a type such as `Option<T>`, whichever way the path to it is written.
pub(super) fn argument_of<'a>(ty: &'a Type, container: &str) -> Option<&'a Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|segment| segment.ident == container)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first()? {
        GenericArgument::Type(argument) if arguments.args.len() == 1 => Some(argument),
        _ => None,
    }
}

/// A type without the reference around it.
pub(super) fn owned(ty: &Type) -> Type {
    match ty {
        Type::Reference(reference) => match reference.elem.as_ref() {
            Type::Path(path) if path.path.is_ident("str") => parse_quote!(String),
            inner => inner.clone(),
        },
        _ => ty.clone(),
    }
}

/// The text of a type as it stands in code.
///
/// Written here and not by a formatter, which would break long types over lines and takes its time for each.
pub(crate) fn text(ty: &Type) -> String {
    match ty {
        Type::Path(path) if path.qself.is_none() => path_text(&path.path),
        Type::Reference(reference) if reference.lifetime.is_none() && reference.mutability.is_none() => {
            format!("&{}", text(&reference.elem))
        }
        Type::Slice(slice) => format!("[{}]", text(&slice.elem)),
        Type::Tuple(tuple) if tuple.elems.is_empty() => "()".to_owned(),
        Type::Paren(paren) => text(&paren.elem),
        Type::Group(group) => text(&group.elem),
        // Right, though not pretty.
        other => other.to_token_stream().to_string(),
    }
}

fn path_text(path: &syn::Path) -> String {
    let mut out = String::new();
    for (index, segment) in path.segments.iter().enumerate() {
        if index > 0 || path.leading_colon.is_some() {
            out.push_str("::");
        }
        out.push_str(&segment.ident.to_string());
        if let PathArguments::AngleBracketed(arguments) = &segment.arguments {
            let arguments: Vec<String> = arguments
                .args
                .iter()
                .map(|argument| match argument {
                    GenericArgument::Type(ty) => text(ty),
                    other => other.to_token_stream().to_string(),
                })
                .collect();
            out.push_str(&format!("<{}>", arguments.join(", ")));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_the_runtime() {
        let cases: [(Type, &str); 5] = [
            (parse_quote!(::std::option::Option<::std::vec::Vec<types::A>>), "Option<Vec<A>>"),
            (
                parse_quote!(::serde_json::Map<::std::string::String, ::serde_json::Value>),
                "runtime::serde_json::Map<String, runtime::serde_json::Value>",
            ),
            (parse_quote!(BTreeMap<::std::string::String, ::std::boxed::Box<A>>), "BTreeMap<String, Box<A>>"),
            (parse_quote!(runtime::Timestamp), "runtime::Timestamp"),
            (parse_quote!(u32), "u32"),
        ];
        for (ty, expected) in cases {
            assert_eq!(text(&in_types(&ty)), expected);
        }
        assert_eq!(text(&beside_types(&parse_quote!(types::A))), "types::A");
    }
}

//! The client and its methods.

use std::fmt::Write as _;

use super::docs;
use crate::api::Api;
use crate::facts::{Facts, Location, Success};
use crate::refine::Refined;
use crate::refine::calls::{Argument, Method, Role};
use crate::refine::text as type_text;

pub(super) fn text(refined: &Refined, facts: &Facts, api: &Api) -> String {
    let mut out = String::new();
    let about = facts.description.clone().unwrap_or_default();
    let about = format!("{}.\n\n{about}", facts.title.trim_end_matches('.'));
    for line in docs::lines(&about) {
        out.push_str(format!("//! {line}").trim_end());
        out.push('\n');
    }
    out.push_str("\n#![allow(\n    clippy::all,\n    deprecated,\n    missing_docs,\n    reason = \"words and names are the provider's\"\n)]\n");
    let methods: Vec<String> = refined.methods.iter().map(method).collect();
    let methods = methods.join("\n");
    if methods.contains("BTreeMap<") {
        out.push_str("\nuse std::collections::BTreeMap;\n");
    }
    out.push_str("\nuse game_achievements_runtime as runtime;\n\n");
    if !refined.methods.is_empty() {
        out.push_str("pub mod operations;\n");
    }
    if !refined.options.is_empty() {
        out.push_str("pub mod options;\n");
    }
    if !refined.types.is_empty() {
        out.push_str("pub mod types;\n");
    }
    let about =
        docs::comment("", &docs::lines(&format!("Client for the {}.", facts.title.trim_end_matches('.'))));
    let server = facts.server.as_deref().unwrap_or("http://localhost");
    let _ = write!(
        out,
        "
{about}#[derive(Clone, Debug)]
pub struct Client {{
    transport: runtime::Transport,
}}

impl runtime::Api for Client {{
    const NAME: &'static str = {:?};
    const BASE_URL: &'static str = {server:?};

    fn from_transport(transport: runtime::Transport) -> Self {{
        Self {{ transport }}
    }}

    fn transport(&self) -> &runtime::Transport {{
        &self.transport
    }}
}}

impl Client {{
",
        api.name,
    );
    out.push_str(&methods);
    out.push_str("}\n");
    out
}

fn method(method: &Method) -> String {
    let mut out = docs::comment("    ", &about(method));
    if method.operation.deprecated {
        let note = match &method.successor {
            Some(successor) => format!("use `{successor}`"),
            None => "the provider has deprecated it".to_owned(),
        };
        let _ = writeln!(out, "    #[deprecated(note = {note:?})]");
    }
    let mut arguments: Vec<String> = method
        .arguments
        .iter()
        .map(|argument| format!("{}: {}", argument.name, type_text(&argument.ty)))
        .collect();
    arguments.extend(method.options.iter().map(|name| format!("options: options::{name}")));
    let arguments = match arguments.is_empty() {
        true => "&self".to_owned(),
        false => format!("\n        &self,\n        {},\n    ", arguments.join(",\n        ")),
    };
    let answer = match method.operation.success {
        Success::Bytes => "runtime::ByteStream".to_owned(),
        _ => type_text(&method.answer),
    };
    let _ = writeln!(
        out,
        "    pub async fn {}({arguments}) -> runtime::Result<runtime::Response<{answer}>> {{",
        method.name
    );
    out.push_str(&statements(method));
    out.push_str("    }\n");
    out
}

/// What a method does: one chain, which is interrupted only for a body that need not be there.
fn statements(method: &Method) -> String {
    let send = match method.operation.success {
        Success::Json => "send",
        Success::Empty => "send_empty",
        Success::Bytes => "send_bytes",
    };
    let send = format!("{send}({:?})", method.name);
    let links = |links: Vec<String>| {
        links.iter().map(|link| format!("\n            {link}")).collect::<Vec<_>>().concat()
    };
    let body = method.arguments.iter().find(|argument| matches!(argument.role, Role::Body { .. }));
    match body.map(|body| (&body.role, json(body))) {
        Some((Role::Body { required: false }, json)) => format!(
            "        let mut call = self.transport{};\n        \
             if let Some(body) = body {{\n            call = call{json};\n        }}\n        \
             call.{send}.await\n",
            links(chain(method)),
        ),
        body => {
            let mut all = chain(method);
            all.extend(body.map(|(_, json)| json));
            all.extend([format!(".{send}"), ".await".to_owned()]);
            format!("        self.transport{}\n", links(all))
        }
    }
}

/// How a body is sent.
fn json(body: &Argument) -> String {
    let ty = type_text(&body.ty);
    let is_reference = ty.trim_start_matches("Option<").starts_with('&');
    format!(".json({}body)", if is_reference { "" } else { "&" })
}

/// The links of the chain that makes the call, up to the body.
fn chain(method: &Method) -> Vec<String> {
    let with_role = |role: Role| method.arguments.iter().filter(move |argument| argument.role == role);
    let filled: Vec<String> = with_role(Role::Path).map(|argument| format!("&{}", argument.name)).collect();
    let mut links = vec![format!(
        ".call(runtime::Method::{}, {:?}, &[{}])",
        method.operation.method,
        method.path,
        filled.join(", ")
    )];
    links.extend(
        method.sent_headers().iter().map(|header| format!(".header({:?}, {:?})", header.name, header.value)),
    );
    links.extend(method.arguments.iter().filter_map(sent));
    if method.options.is_some() {
        links.push(".options(&options)".to_owned());
    }
    if method.operation.success == Success::Empty
        && method.operation.other_statuses.iter().any(|status| status == "304")
    {
        links.push(".also_accept(runtime::StatusCode::NOT_MODIFIED)".to_owned());
    }
    if method.operation.repeatable {
        links.push(".repeatable()".to_owned());
    }
    links
}

/// How a required parameter is sent.
fn sent(argument: &Argument) -> Option<String> {
    let Role::Parameter { wire, location } = &argument.role else { return None };
    let (function, by_reference) = match location {
        Location::Query => ("query", true),
        Location::QueryCsv => ("query_csv", false),
        Location::QueryRepeated => ("query_repeated", false),
        Location::Header => ("header_argument", true),
        Location::Path => return None,
    };
    let is_reference = matches!(argument.ty, syn::Type::Reference(_));
    let ampersand = if by_reference && !is_reference { "&" } else { "" };
    Some(format!(".{function}({wire:?}, {ampersand}{})", argument.name))
}

/// What a method does, in words.
fn about(method: &Method) -> Vec<String> {
    let operation = &method.operation;
    let mut paragraphs: Vec<String> = Vec::new();
    paragraphs
        .extend(operation.summary.as_ref().map(|summary| format!("{}.", summary.trim_end_matches('.'))));
    paragraphs.extend(operation.description.clone());
    let mut lines = docs::lines(&paragraphs.join("\n\n"));
    let mut paragraph = |paragraph: Vec<String>| {
        if !paragraph.is_empty() {
            lines.extend((!lines.is_empty()).then(String::new));
            lines.extend(paragraph);
        }
    };
    let page =
        operation.docs.as_ref().filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    let page = page.map_or_else(String::new, |url| {
        format!("; see [the provider's page](<{}>)", url.replace(['<', '>', ' ', '\n'], ""))
    });
    paragraph(vec![format!("`{} {}`{page}.", operation.method, operation.path)]);
    let mut arguments: Vec<String> = Vec::new();
    for argument in &method.arguments {
        let Some(description) = &argument.description else { continue };
        let words = docs::lines(description).into_iter().filter(|line| !line.is_empty());
        let words: Vec<String> = words.map(|line| line.trim().to_owned()).collect();
        if !words.is_empty() {
            arguments.push(format!("- `{}`: {}", argument.name, words.join(" ")));
        }
    }
    paragraph(arguments);
    paragraph(errors(method));
    lines
}

/// Which errors the provider documents.
fn errors(method: &Method) -> Vec<String> {
    let errors = &method.operation.errors;
    if errors.is_empty() {
        return Vec::new();
    }
    let groups = errors.iter().map(|error| {
        let statuses = error.statuses.join(", ");
        match &error.schema {
            Some(schema) => format!("{statuses} with [`{schema}`](types::{schema})"),
            None => statuses,
        }
    });
    vec!["# Errors".to_owned(), format!("Documented: {}.", groups.collect::<Vec<_>>().join("; "))]
}

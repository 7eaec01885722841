//! One method of the generator's client.
//!
//! Its body says in which form an argument is sent, and that there is nothing more to the call than the
//! document has: a statement or a link of the chain that is not known here is refused.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::{
    Attribute, Expr, ExprCall, ExprMethodCall, FnArg, Lit, Pat, ReturnType, Signature, Stmt, Token, Type,
    Visibility,
};

use super::super::paths::argument_of;
use super::ReadMethod;
use super::split::RawItem;

/// What stands before the body of a method.
struct Head(Signature);

impl Parse for Head {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Attribute::parse_outer(input)?;
        input.parse::<Visibility>()?;
        input.parse().map(Self)
    }
}

/// The statements of a method up to the match on the status at its end, which is of no interest.
struct Body(Vec<Stmt>);

impl Parse for Body {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut statements = Vec::new();
        while !input.is_empty() {
            if !input.peek(Token![match]) {
                statements.push(input.parse()?);
                continue;
            }
            let last: Vec<TokenTree> = input.parse::<TokenStream>()?.into_iter().collect();
            let braces = |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
            if last.iter().position(braces) != Some(last.len() - 1) {
                return Err(input.error("something follows the match on the status"));
            }
        }
        Ok(Self(statements))
    }
}

pub(super) fn read(item: &RawItem) -> Result<ReadMethod, String> {
    let no_rust = |error: syn::Error| format!("it is no Rust: {error}");
    let Head(signature) = syn::parse2(item.head()).map_err(no_rust)?;
    let Body(statements) = syn::parse2(item.body().unwrap_or_default()).map_err(no_rust)?;
    let mut method = ReadMethod {
        arguments: arguments(&signature)?,
        answer: answer(&signature.output)?,
        verb: String::new(),
        path: String::new(),
        path_arguments: Vec::new(),
        query: Vec::new(),
        headers: Vec::new(),
        has_body: false,
    };
    for statement in &statements {
        read_statement(statement, &mut method).map_err(|message| {
            format!("{message}: `{}`", shortened(&statement.to_token_stream().to_string()))
        })?;
    }
    if method.verb.is_empty() || method.path.is_empty() {
        return Err("it makes no request".to_owned());
    }
    Ok(method)
}

fn shortened(code: &str) -> String {
    let mut text: String = code.chars().take(120).collect();
    if text.len() < code.len() {
        text.push('…');
    }
    text
}

fn arguments(signature: &Signature) -> Result<Vec<(String, Type)>, String> {
    let mut arguments = Vec::new();
    for argument in &signature.inputs {
        match argument {
            FnArg::Receiver(_) => {}
            FnArg::Typed(argument) => {
                let Pat::Ident(name) = argument.pat.as_ref() else {
                    return Err("an argument has no name".to_owned());
                };
                arguments.push((name.ident.to_string(), argument.ty.as_ref().clone()));
            }
        }
    }
    Ok(arguments)
}

/// The `T` of `Result<ResponseValue<T>, _>`.
fn answer(output: &ReturnType) -> Result<Type, String> {
    let unknown = || "its return type is not known".to_owned();
    let ReturnType::Type(_, ty) = output else { return Err(unknown()) };
    let Type::Path(path) = ty.as_ref() else { return Err(unknown()) };
    let result = path.path.segments.last().filter(|segment| segment.ident == "Result").ok_or_else(unknown)?;
    let syn::PathArguments::AngleBracketed(arguments) = &result.arguments else { return Err(unknown()) };
    match arguments.args.first() {
        Some(syn::GenericArgument::Type(value)) => {
            argument_of(value, "ResponseValue").cloned().ok_or_else(unknown)
        }
        _ => Err(unknown()),
    }
}

fn read_statement(statement: &Stmt, method: &mut ReadMethod) -> Result<(), String> {
    let not_known = || Err("a statement is not known".to_owned());
    match statement {
        Stmt::Local(local) => {
            let (Pat::Ident(name), Some(value)) = (&local.pat, &local.init) else { return not_known() };
            let name = name.ident.to_string();
            // The generator puts underscores before its own names where an argument has them.
            match name.trim_start_matches('_') {
                "url" => read_url(&value.expr, method),
                "request" => read_chain(&value.expr, method),
                "header_map" | "info" | "result" | "response" => Ok(()),
                _ => not_known(),
            }
        }
        Stmt::Expr(Expr::MethodCall(call), _) if call.method == "append" => read_header(call, method),
        Stmt::Expr(Expr::If(conditional), _) => match conditional.then_branch.stmts.as_slice() {
            [Stmt::Expr(Expr::MethodCall(call), _)]
                if call.method == "append" && conditional.else_branch.is_none() =>
            {
                read_header(call, method)
            }
            _ => not_known(),
        },
        // The hooks before and after.
        Stmt::Expr(Expr::Try(_), _) => Ok(()),
        _ => not_known(),
    }
}

/// `format!("{}/v1/things/{}", self.baseurl, encode_path(&id.to_string()))`
fn read_url(value: &Expr, method: &mut ReadMethod) -> Result<(), String> {
    let unknown = || "the URL is not known".to_owned();
    let Expr::Macro(format) = value else { return Err(unknown()) };
    let parser = syn::punctuated::Punctuated::<Expr, syn::Token![,]>::parse_terminated;
    let parts = format.mac.parse_body_with(parser).map_err(|error| error.to_string())?;
    let mut parts = parts.iter();
    let template = parts.next().and_then(text).ok_or_else(unknown)?;
    method.path = template.strip_prefix("{}").ok_or_else(unknown)?.to_owned();
    parts.next().filter(|base| matches!(base, Expr::Field(_))).ok_or_else(unknown)?;
    for part in parts {
        let Expr::Call(ExprCall { args, .. }) = part else { return Err(unknown()) };
        let Some(Expr::Reference(reference)) = args.first() else { return Err(unknown()) };
        let Expr::MethodCall(call) = reference.expr.as_ref() else { return Err(unknown()) };
        method.path_arguments.push(variable(&call.receiver).ok_or_else(unknown)?);
    }
    Ok(())
}

/// `header_map.append("name", name.to_string().try_into()?)`
fn read_header(call: &ExprMethodCall, method: &mut ReadMethod) -> Result<(), String> {
    match call.args.first() {
        // A name that is no text is one of the generator's own headers.
        Some(Expr::Call(_)) => Ok(()),
        Some(name) => {
            method.headers.push(text(name).ok_or("the name of a header is not known")?);
            Ok(())
        }
        None => Err("a header has no name".to_owned()),
    }
}

/// `self.client.get(url).query(…).json(&body).headers(header_map).build()?`
fn read_chain(value: &Expr, method: &mut ReadMethod) -> Result<(), String> {
    let Expr::Try(tried) = value else { return Err("the request is not known".to_owned()) };
    let mut link = tried.expr.as_ref();
    while let Expr::MethodCall(call) = link {
        match call.method.to_string().as_str() {
            "build" | "headers" => {}
            "header" if call.args.first().is_some_and(|name| is_path_to(name, "ACCEPT")) => {}
            "json" => method.has_body = true,
            "query" => method.query.push(query_name(call).ok_or("a query parameter is not known")?),
            verb @ ("get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace") => {
                method.verb = verb.to_owned();
            }
            other => return Err(format!("a request with `{other}` is not known")),
        }
        link = &call.receiver;
    }
    method.query.reverse();
    Ok(())
}

/// The `"name"` of `query(&progenitor_client::QueryParam::new("name", &name))`.
fn query_name(call: &ExprMethodCall) -> Option<String> {
    let Some(Expr::Reference(reference)) = call.args.first() else { return None };
    let Expr::Call(ExprCall { args, .. }) = reference.expr.as_ref() else { return None };
    text(args.first()?)
}

fn text(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

fn variable(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
        _ => None,
    }
}

fn is_path_to(expression: &Expr, name: &str) -> bool {
    match expression {
        Expr::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == name),
        _ => false,
    }
}

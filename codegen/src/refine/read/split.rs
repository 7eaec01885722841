//! The generator's output cut into items, before any of it is parsed.
//!
//! Most of the output is of no interest: conversions, documentation, the client's own machinery. Parsing it would
//! take longer than all that is done with the rest.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// An item, without the documentation before it.
#[derive(Clone, Debug)]
pub(super) struct RawItem {
    /// `struct`, `impl`, `fn`…: the first word that is no modifier.
    pub(super) keyword: String,
    pub(super) tokens: Vec<TokenTree>,
}

impl RawItem {
    /// Whether a word stands among its tokens, outside of all brackets.
    pub(super) fn has(&self, word: &str) -> bool {
        self.tokens.iter().any(|token| is_word(token, word))
    }

    /// The word after the keyword: the name of what is defined.
    pub(super) fn name(&self) -> Option<String> {
        let keyword = self.tokens.iter().position(|token| is_word(token, &self.keyword))?;
        match self.tokens.get(keyword + 1)? {
            TokenTree::Ident(name) => Some(name.to_string()),
            _ => None,
        }
    }

    /// What stands in the braces at its end.
    pub(super) fn body(&self) -> Option<TokenStream> {
        braces(self.tokens.last()?).map(Group::stream)
    }

    /// What stands before the braces at its end.
    pub(super) fn head(&self) -> TokenStream {
        let length = self.tokens.len().saturating_sub(1);
        self.tokens[..length].iter().cloned().collect()
    }

    /// All of it.
    pub(super) fn into_tokens(self) -> TokenStream {
        self.tokens.into_iter().collect()
    }
}

/// The items in a stream of tokens.
pub(super) fn items(tokens: TokenStream) -> Vec<RawItem> {
    let mut items: Vec<RawItem> = Vec::new();
    let mut current = RawItem { keyword: String::new(), tokens: Vec::new() };
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        if current.keyword.is_empty() {
            if is_punctuation(&token, '#')
                && let Some(TokenTree::Group(attribute)) = tokens.peek()
                && is_documentation(attribute)
            {
                tokens.next();
                continue;
            }
            if let TokenTree::Ident(word) = &token
                && !matches!(word.to_string().as_str(), "pub" | "async" | "unsafe")
            {
                current.keyword = word.to_string();
            }
        }
        // The braces of `use a::{b, c};` are not the end of it.
        let ends = is_punctuation(&token, ';') || (braces(&token).is_some() && current.keyword != "use");
        current.tokens.push(token);
        if ends {
            items.push(current);
            current = RawItem { keyword: String::new(), tokens: Vec::new() };
        }
    }
    if !current.tokens.is_empty() {
        items.push(current);
    }
    items
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(found) if found == word)
}

fn is_punctuation(token: &TokenTree, punctuation: char) -> bool {
    matches!(token, TokenTree::Punct(found) if found.as_char() == punctuation)
}

fn is_documentation(attribute: &Group) -> bool {
    attribute.delimiter() == Delimiter::Bracket
        && attribute.stream().into_iter().next().is_some_and(|word| is_word(&word, "doc"))
}

fn braces(token: &TokenTree) -> Option<&Group> {
    match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn items_are_told_apart_without_being_parsed() {
        let items = items(quote! {
            use a::{b, c};
            /// Words.
            #[derive(Clone)]
            pub struct A { pub a: u32 }
            pub struct B(pub Vec<B>);
            impl From<A> for B { fn from() {} }
            pub async fn call<'a>(&'a self) -> u32 { let a = { 1 }; a }
        });
        let found: Vec<(&str, Option<String>)> =
            items.iter().map(|item| (item.keyword.as_str(), item.name())).collect();
        let name = |name: &str| Some(name.to_owned());
        assert_eq!(
            found,
            [
                ("use", name("a")),
                ("struct", name("A")),
                ("struct", name("B")),
                ("impl", name("From")),
                ("fn", name("call"))
            ]
        );
        assert!(items[3].has("for") && items[4].has("async"));
        assert_eq!(items[1].head().to_string(), quote!(#[derive(Clone)] pub struct A).to_string());
        assert!(items[2].body().is_none());
    }
}

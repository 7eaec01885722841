//! The rules: what each kind of change means for requests and for answers, and why.

use super::Level::{self, Breaking as B, Compatible as C, Cosmetic as D};

/// A rule: one kind of change.
#[derive(Debug)]
pub struct Rule {
    /// Stable identifier in kebab case: `type-widened`.
    pub id: &'static str,
    /// What it is where a request has it.
    pub request: Level,
    /// What it is where an answer has it.
    pub answer: Level,
    /// Whether clients that keep values which they do not know are not broken by it.
    pub open: bool,
    /// Why it is breaking or not, in a sentence or two.
    pub why: &'static str,
}

macro_rules! rules {
    ($($(#[$open:ident])? $name:ident $id:literal $request:ident $answer:ident $why:literal;)*) => {
        $(pub(super) static $name: Rule = Rule {
            id: $id,
            request: $request,
            answer: $answer,
            open: rules!(@ $($open)?),
            why: $why,
        };)*

        /// All rules, in the order in which they are listed.
        pub static RULES: &[&Rule] = &[$(&$name),*];
    };
    (@ open) => { true };
    (@) => { false };
}

rules! {
    // Operations.
    OPERATION_REMOVED "operation-removed" B B "Clients that call it get an error.";
    OPERATION_ADDED "operation-added" C C "Nobody calls it yet.";
    OPERATION_MOVED "operation-moved" B B "Clients call the old path, where it no longer is.";
    DEPRECATED "deprecated" C C "It works as before; the document says that this will end.";
    NO_LONGER_DEPRECATED "no-longer-deprecated" C C "It works as before.";
    CALLBACK_ADDED "callback-added" C C "The service makes it only if a client gives it an address.";
    CALLBACK_REMOVED "callback-removed" B B "Clients wait for calls that no longer come.";

    // Who may call, and where.
    SECURITY_ADDED "security-added" B B
        "Calls that were let through without this proof are refused.";
    SECURITY_REMOVED "security-removed" C C "Calls that bring more than is asked for are let through.";
    SECURITY_OPTION_ADDED "security-option-added" C C "One more way to prove who calls; the old ones still do.";
    SECURITY_OPTION_REMOVED "security-option-removed" B B "Clients that use this way are refused.";
    SCOPE_ADDED "scope-added" B B "Tokens that were granted without the scope are refused.";
    SCOPE_REMOVED "scope-removed" C C "Tokens that have the scope are as good as before.";
    SCHEME_OFFER_ADDED "scheme-offer-added" C C "A flow, an address or a scope that tokens may be got with; no operation asks for it by that.";
    SCHEME_OFFER_REMOVED "scheme-offer-removed" C C
        "A flow, an address or a scope is no longer offered. Tokens stay good, and an operation that asks for the scope tells so itself.";
    SCHEME_CHANGED "scheme-changed" B B "Proof of the old kind is refused.";
    SCHEME_ADDRESS_CHANGED "scheme-address-changed" B B "Clients ask the old address for tokens.";
    SERVER_ADDED "server-added" C C "The others are still there.";
    SERVER_CHANGED "server-changed" C C
        "Where a service is deployed is a setting of its clients, and no document tells whether the old host still answers.";
    SERVER_REMOVED "server-removed" C C
        "Where a service is deployed is a setting of its clients, and no document tells whether the old host still answers.";
    SERVER_PATH_CHANGED "server-path-changed" B B
        "The path of the base address is the start of the path of every operation: clients call paths that are no longer listed.";
    SERVER_ORDER_CHANGED "server-order-changed" C C
        "Clients that are generated anew use another server first; all of them are still there.";
    SERVER_VARIABLE_CHANGED "server-variable-changed" C C "Clients that set the variable still can; the host is a setting of clients.";

    // Parameters.
    PARAMETER_ADDED "parameter-added" C B
        "Clients need not send it. (In a callback it is the service that sends: then the client must understand it.)";
    REQUIRED_PARAMETER_ADDED "required-parameter-added" B B "Calls that leave it out are refused, whatever its default.";
    PARAMETER_REMOVED "parameter-removed" B C
        "Calls that use it are refused or do something else: an operation has no parameters but those that are declared.";
    REQUIRED_PARAMETER_REMOVED "required-parameter-removed" B B "All calls send it, and it is no longer understood.";
    PARAMETER_BECAME_REQUIRED "parameter-became-required" B C "Calls that leave it out are refused, whatever its default.";
    PARAMETER_BECAME_OPTIONAL "parameter-became-optional" C B "Calls that send it still fit.";
    PARAMETER_DEFAULT_CHANGED "parameter-default-changed" B C
        "A parameter steers what a call does, and calls that leave it out now do something else.";
    EMPTY_VALUE_ALLOWED "empty-value-allowed" C B "More calls fit than before.";
    EMPTY_VALUE_FORBIDDEN "empty-value-forbidden" B C "Calls that send it without a value are refused.";
    SERIALIZATION_CHANGED "serialization-changed" B B "The same value is written in another way on the wire.";
    SERIALIZATION_OF_ONE_CHANGED "serialization-of-one-changed" C C
        "Only lists and objects are written in another way, and its values are single.";
    RESERVED_CHARACTERS_ALLOWED "reserved-characters-allowed" C B "Escaped characters still fit.";
    RESERVED_CHARACTERS_FORBIDDEN "reserved-characters-forbidden" B C "Calls that do not escape them are read in another way.";
    BECAME_LIST "became-list" C B "A single value is written as a list of one is, so calls with one still fit; answers may have several.";
    NO_LONGER_LIST "no-longer-list" B C "Calls with several values are refused; answers have one.";

    // Bodies, answers, headers.
    BODY_ADDED "body-added" C B "Calls without a body still fit.";
    REQUIRED_BODY_ADDED "required-body-added" B B "Calls without a body are refused.";
    BODY_REMOVED "body-removed" B B "What clients send is no longer understood.";
    BODY_BECAME_REQUIRED "body-became-required" B C "Calls without a body are refused.";
    BODY_BECAME_OPTIONAL "body-became-optional" C B "Calls with a body still fit.";
    MEDIA_TYPE_ADDED "media-type-added" C C "Requests may use another; answers have it only if the client asks for it.";
    MEDIA_TYPE_REMOVED "media-type-removed" B B "Clients send it, or ask for it and are refused.";
    MEDIA_TYPE_SPECIALIZED "media-type-specialized" B C
        "`application/problem+json` is JSON: who reads JSON reads it, but who sends plain JSON no longer says the right thing.";
    MEDIA_TYPE_GENERALIZED "media-type-generalized" C B
        "Who sends the special form still sends the general one, but who expects the special form gets any.";
    ENCODING_CHANGED "encoding-changed" B B "The same member of a form is written in another way.";
    SUCCESS_ADDED "success-added" C C
        "Clients judge a status by its class: a success that was not listed is a success. Its body is a new shape, not another one for an old status.";
    SUCCESS_REMOVED "success-removed" B B "Clients wait for an answer that no longer comes.";
    SUCCESS_GENERALIZED "success-generalized" C C
        "A wider answer (`2XX`, or a `default` in place of all successes) now tells of this status; its body is compared with that of before.";
    SUCCESS_SPECIALIZED "success-specialized" C C
        "A wider answer told of this status before; its body is compared with that of the one for the status alone.";
    ERROR_ADDED "error-added" C C "Errors could always happen; now one more is documented.";
    ERROR_REMOVED "error-removed" C C "An error that no longer happens, or is no longer documented, breaks nobody.";
    HEADER_ADDED "header-added" C C "Readers ignore headers that they do not know.";
    REQUIRED_HEADER_ADDED "required-header-added" B C "Readers ignore headers that they do not know; writers must send it.";
    HEADER_REMOVED "header-removed" C C "Readers had to do without it already.";
    REQUIRED_HEADER_REMOVED "required-header-removed" C B "Readers rely on it.";
    HEADER_BECAME_REQUIRED "header-became-required" B C "Readers may now rely on it; writers must send it.";
    HEADER_BECAME_OPTIONAL "header-became-optional" C B "Readers rely on it.";

    // Kinds of values.
    TYPE_WIDENED "type-widened" C B "More values fit: requests still do, but answers may bring what no reader expects.";
    TYPE_NARROWED "type-narrowed" B C "Fewer values fit: requests may be refused, answers bring what readers know.";
    TYPE_CHANGED "type-changed" B B "Values of the old kind no longer fit, and readers get another kind.";
    NULL_ALLOWED "null-allowed" C B "Readers get a null that they do not expect.";
    NULL_FORBIDDEN "null-forbidden" B C "Requests with null are refused.";
    FORMAT_ADDED "format-added" B C "Requests must now have it; answers keep to it.";
    FORMAT_REMOVED "format-removed" C B "Requests that have it still fit; readers parse it and get what does not parse.";
    FORMAT_WIDENED "format-widened" C B "Larger values fit: readers of the small format cannot hold them.";
    FORMAT_NARROWED "format-narrowed" B C "Requests with larger values are refused.";
    FORMAT_CHANGED "format-changed" B B "Values in the old format no longer fit.";
    #[open] ENUM_VALUE_ADDED "enum-value-added" C B
        "Readers get a value that they do not know. Harmless for clients that keep unknown values: `--open-enums` says so.";
    ENUM_VALUE_REMOVED "enum-value-removed" B C "Requests with the value are refused; readers never see it again.";
    ENUM_ADDED "enum-added" B C "Requests with other values are refused.";
    #[open] ENUM_REMOVED "enum-removed" C B
        "Readers get values that they do not know. Harmless for clients that keep unknown values: `--open-enums` says so.";
    BOUND_ADDED "bound-added" B C "Requests beyond the bound are refused.";
    BOUND_TIGHTENED "bound-tightened" B C "Requests between the old and the new bound are refused.";
    BOUND_REMOVED "bound-removed" C B "Readers made room for the bound and no more.";
    BOUND_LOOSENED "bound-loosened" C B "Readers made room for the old bound and no more.";
    BOUND_CHANGED "bound-changed" B B "Neither bound implies the other: some old values no longer fit, and new ones do.";
    PATTERN_ADDED "pattern-added" B C "Requests that do not match are refused.";
    PATTERN_REMOVED "pattern-removed" C B "Readers that rely on the pattern get texts that do not match.";
    PATTERN_WIDENED "pattern-widened" C B "All that matched still matches; readers get texts that did not.";
    PATTERN_NARROWED "pattern-narrowed" B C "Some texts that matched no longer do.";
    PATTERN_CHANGED "pattern-changed" B B
        "The patterns are not pieces of the same build, so nothing proves that what matched the old one matches the new one.";
    UNIQUE_ITEMS_ADDED "unique-items-added" B C "Requests that repeat an element are refused.";
    UNIQUE_ITEMS_REMOVED "unique-items-removed" C B "Readers get an element twice.";
    DEFAULT_CHANGED "default-changed" C C
        "In a body the default documents what the service takes for a member that is left out. A client that means a value sends it, and what fits stays the same. For parameters there is a rule of their own.";
    READ_ONLY_ADDED "read-only-added" C C "Services ignore what is read-only in requests; answers are as before.";
    READ_ONLY_REMOVED "read-only-removed" C C "Requests may now have it.";
    READ_ONLY_REMOVED_REQUIRED "read-only-removed-from-required" B C "Requests must now have it.";
    WRITE_ONLY_ADDED "write-only-added" C C "Answers no longer have it; readers had to do without it already.";
    WRITE_ONLY_ADDED_REQUIRED "write-only-added-to-required" C B "Answers no longer have it, and readers rely on it.";
    WRITE_ONLY_REMOVED "write-only-removed" C C "Answers now have it; readers ignore members that they do not know.";
    XML_CHANGED "xml-changed" B B "The same value is written in another way in XML.";

    // Objects.
    PROPERTY_ADDED "property-added" C C "Requests need not have it; readers ignore members that they do not know.";
    PROPERTY_ADDED_TO_CLOSED "property-added-to-closed" C B
        "The object was promised to have no other members (`additionalProperties: false`), so readers may refuse it.";
    REQUIRED_PROPERTY_ADDED "required-property-added" B C "Requests without it are refused, whatever its default.";
    REQUIRED_PROPERTY_ADDED_TO_CLOSED "required-property-added-to-closed" B B
        "Requests without it are refused, and answers were promised to have no other members.";
    PROPERTY_REMOVED "property-removed" C C
        "Requests that have it still fit, as any other member does; readers had to do without it already.";
    REQUIRED_PROPERTY_REMOVED "required-property-removed" C B "Readers rely on it.";
    PROPERTY_FORBIDDEN "property-forbidden" B C
        "The object allows no such member besides the listed ones, so requests that have it are refused.";
    REQUIRED_PROPERTY_FORBIDDEN "required-property-forbidden" B B
        "All requests have it, and are refused; readers rely on it.";
    PROPERTY_TAKEN_FROM_OTHERS "property-taken-from-others" B B
        "Members of that name were promised to be like all other members (`additionalProperties`), and are now something else.";
    PROPERTY_LEFT_TO_OTHERS "property-left-to-others" B B
        "Members of that name are now like all other members (`additionalProperties`), which are something else.";
    PROPERTY_BECAME_REQUIRED "property-became-required" B C "Requests without it are refused, whatever its default.";
    PROPERTY_BECAME_OPTIONAL "property-became-optional" C B "Readers rely on it.";
    UNDECLARED_REQUIRED "undeclared-required" C C
        "A name in `required` that no `properties` declares gives nobody anything to send or to read: generators on both sides leave it out. It is a slip of the document, which `lint` tells; declaring the member is judged as adding it.";
    OTHER_MEMBERS_ALLOWED "other-members-allowed" C B "Readers were promised that there are none, or of which kind they are.";
    OTHER_MEMBERS_FORBIDDEN "other-members-forbidden" B C "Requests with other members are refused.";

    // Unions and other compositions.
    MEMBER_ADDED "member-added" C B "Readers get a form of the value that they do not know.";
    MEMBER_REMOVED "member-removed" B C "Requests in that form are refused.";
    MEMBER_REPEATED "member-repeated" C C "The form equals one that stays, so the same values fit.";
    UNION_ADDED "union-added" B C "A value must now, besides, fit one of these.";
    UNION_REMOVED "union-removed" C B "A value need no longer fit one of these.";
    UNION_AMBIGUOUS "union-ambiguous" B B
        "A `oneOf` wants exactly one member to fit. Values of before can fit several of these, and are then refused.";
    UNION_DISSOLVED "union-dissolved" C B "Values that fit several members of the `oneOf` at once now fit.";
    ONE_OF_TO_ANY_OF "one-of-to-any-of" C B "Values that fit several members at once now fit.";
    ANY_OF_TO_ONE_OF "any-of-to-one-of" B C "Values that fit several members at once no longer fit.";
    DISCRIMINATOR_ADDED "discriminator-added" B C "Requests must now have a tag that is listed.";
    DISCRIMINATOR_REMOVED "discriminator-removed" C B
        "Readers choose by the tag, and nothing promises any more which tag stands for what.";
    DISCRIMINATOR_CHANGED "discriminator-changed" B B "Another member tells the forms apart: both sides look at the wrong one.";
    #[open] TAG_ADDED "tag-added" C B "Readers get a tag that they do not know.";
    TAG_REMOVED "tag-removed" B C "Requests with that tag are no longer understood.";
    TAG_CHANGED "tag-changed" B B "The tag stands for another form.";
    CONDITION_ADDED "condition-added" B C "A value must now fit one more schema (`allOf`, `not`).";
    CONDITION_REMOVED "condition-removed" C B "A value need no longer fit a schema (`allOf`, `not`).";

    // What readers are told.
    DOCUMENTATION_CHANGED "documentation-changed" D D "Nothing of it goes over the wire.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_distinct_and_every_rule_says_why() {
        let mut ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), RULES.len());
        assert!(RULES.iter().all(|rule| rule.why.ends_with(['.', ')'])));
    }
}

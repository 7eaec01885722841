//! Fingerprints of operations and their parts, after those of the schemas are known.

use super::answer::{Answer, Header};
use super::docs::Documentation;
use super::operation::{Body, Encoding, Media, Operation, Parameter, Written};
use super::print::{Print, Printer};
use super::schema::{Schema, SchemaId};
use super::service::{Security, Servers};

/// The two fingerprints that everything has.
#[derive(Clone, Copy)]
struct Pair {
    class: Print,
    documented: Print,
}

/// Adds the same to both fingerprints, but documentation to the second only.
struct Both {
    class: Printer,
    documented: Printer,
}

impl Both {
    fn of(kind: &str) -> Self {
        Self { class: Printer::of(kind), documented: Printer::of(kind) }
    }

    fn add(&mut self, add: impl Fn(&mut Printer)) -> &mut Self {
        add(&mut self.class);
        add(&mut self.documented);
        self
    }

    fn pair(&mut self, pair: Pair) -> &mut Self {
        self.class.print(pair.class);
        self.documented.print(pair.documented);
        self
    }

    fn all(&mut self, pairs: Vec<Pair>) -> &mut Self {
        self.add(|printer| _ = printer.number(pairs.len() as u64));
        for pair in pairs {
            self.pair(pair);
        }
        self
    }

    fn says(&mut self, documentation: &Documentation) -> &mut Self {
        documentation.add_to(&mut self.documented);
        self
    }

    fn done(&self) -> Pair {
        Pair { class: self.class.done(), documented: self.documented.done() }
    }
}

/// Sets the fingerprints of an operation and of all that it is made of.
pub(super) fn set(operation: &mut Operation, schemas: &[Schema]) {
    let prints = Prints { schemas };
    let mut both = Both::of("operation");
    let parameters = operation.parameters.iter_mut().map(|parameter| prints.parameter(parameter)).collect();
    let body: Vec<Pair> = operation.body.iter_mut().map(|body| prints.body(body)).collect();
    let answers = operation.answers.iter_mut().map(|answer| prints.answer(answer)).collect();
    both.all(parameters).all(body).all(answers);
    for answer in &operation.answers {
        both.add(|printer| _ = printer.text(&answer.status.to_string()));
    }
    both.pair(security(&mut operation.security)).pair(servers(&mut operation.servers));
    for callback in &mut operation.callbacks {
        both.add(|printer| _ = printer.text(&callback.expression));
        for operation in &mut callback.operations {
            set(operation, schemas);
            let pair = Pair { class: operation.class, documented: operation.documented };
            both.add(|printer| _ = printer.text(operation.method.keyword())).pair(pair);
        }
    }
    both.add(|printer| _ = printer.flag(operation.deprecated)).says(&operation.documentation);
    (operation.class, operation.documented) = both.done().into();
}

impl From<Pair> for (Print, Print) {
    fn from(pair: Pair) -> Self {
        (pair.class, pair.documented)
    }
}

struct Prints<'s> {
    schemas: &'s [Schema],
}

impl Prints<'_> {
    fn schema(&self, id: SchemaId) -> Pair {
        let schema = &self.schemas[id.index()];
        Pair { class: schema.class, documented: schema.documented }
    }

    fn parameter(&self, parameter: &mut Parameter) -> Pair {
        let mut both = Both::of("parameter");
        both.add(|printer| {
            printer
                .text(parameter.location.keyword())
                .text(&parameter.key)
                .flag(parameter.required)
                .flag(parameter.deprecated)
                .flag(parameter.allow_empty);
        });
        self.written(&mut parameter.value, &mut both);
        both.says(&parameter.documentation);
        (parameter.class, parameter.documented) = both.done().into();
        both.done()
    }

    fn written(&self, written: &mut Written, both: &mut Both) {
        match written {
            Written::Styled { style, explode, allow_reserved, schema } => {
                both.add(|printer| {
                    printer.text(style.keyword()).flag(*explode).flag(*allow_reserved);
                });
                both.pair(self.schema(*schema));
            }
            Written::Content(content) => {
                _ = both.all(content.iter_mut().map(|media| self.media(media)).collect())
            }
        }
    }

    fn body(&self, body: &mut Body) -> Pair {
        let mut both = Both::of("body");
        both.add(|printer| _ = printer.flag(body.required));
        both.all(body.content.iter_mut().map(|media| self.media(media)).collect());
        both.says(&body.documentation);
        (body.class, body.documented) = both.done().into();
        both.done()
    }

    fn media(&self, media: &mut Media) -> Pair {
        let mut both = Both::of("media");
        both.add(|printer| _ = printer.text(&media.media_type)).pair(self.schema(media.schema));
        both.all(media.encoding.iter_mut().map(|encoding| self.encoding(encoding)).collect());
        both.says(&media.documentation);
        (media.class, media.documented) = both.done().into();
        both.done()
    }

    fn encoding(&self, encoding: &mut Encoding) -> Pair {
        let mut both = Both::of("encoding");
        both.add(|printer| {
            printer
                .text(&encoding.property)
                .option(encoding.content_type.as_deref())
                .text(encoding.style.keyword())
                .flag(encoding.explode)
                .flag(encoding.allow_reserved);
        });
        both.all(encoding.headers.iter_mut().map(|header| self.header(header)).collect());
        both.says(&encoding.documentation);
        (encoding.class, encoding.documented) = both.done().into();
        both.done()
    }

    fn answer(&self, answer: &mut Answer) -> Pair {
        let mut both = Both::of("answer");
        both.all(answer.headers.iter_mut().map(|header| self.header(header)).collect());
        both.all(answer.content.iter_mut().map(|media| self.media(media)).collect());
        both.says(&answer.documentation);
        (answer.class, answer.documented) = both.done().into();
        both.done()
    }

    fn header(&self, header: &mut Header) -> Pair {
        let mut both = Both::of("header");
        both.add(|printer| _ = printer.text(&header.name).flag(header.required).flag(header.deprecated));
        self.written(&mut header.value, &mut both);
        both.says(&header.documentation);
        (header.class, header.documented) = both.done().into();
        both.done()
    }
}

fn security(security: &mut Security) -> Pair {
    let mut both = Both::of("security");
    for requirement in &security.alternatives {
        both.add(|printer| _ = printer.number(requirement.len() as u64));
        for demand in requirement {
            both.add(|printer| {
                printer.number(demand.scheme.len() as u64);
                for (key, word) in &demand.scheme {
                    printer.text(key).text(word);
                }
                printer.number(demand.scopes.len() as u64);
                for scope in &demand.scopes {
                    printer.text(scope);
                }
            });
            both.says(&demand.documentation);
        }
    }
    (security.class, security.documented) = both.done().into();
    both.done()
}

fn servers(servers: &mut Servers) -> Pair {
    let mut both = Both::of("servers");
    for server in &servers.servers {
        both.add(|printer| _ = printer.text(&server.url).number(server.variables.len() as u64));
        for variable in &server.variables {
            both.add(|printer| {
                printer.text(&variable.name).text(&variable.default).flag(variable.values.is_some());
                for value in variable.values.iter().flatten() {
                    printer.text(value);
                }
            });
            both.says(&variable.documentation);
        }
        both.says(&server.documentation);
    }
    (servers.class, servers.documented) = both.done().into();
    both.done()
}

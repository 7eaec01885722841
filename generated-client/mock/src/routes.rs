//! Which answer is next.

use std::collections::VecDeque;

use crate::answer::Answer;
use crate::request::Request;

/// The script: answers by method and path, and those made by code.
#[derive(Default)]
pub(crate) struct Routes {
    fixed: Vec<Route>,
    /// By method and the beginning of the path.
    made: Vec<(String, String, Maker)>,
}

pub(crate) type Maker = Box<dyn Fn(&Request) -> Answer + Send>;

#[derive(Debug)]
struct Route {
    method: String,
    path: String,
    /// Answered to a request without an `Authorization`.
    unauthorized: Option<Answer>,
    /// Served in turn; the last stays.
    answers: VecDeque<Answer>,
}

impl Routes {
    pub(crate) fn add(&mut self, method: &str, path: &str, answer: Answer) {
        self.route(method, path).answers.push_back(answer);
    }

    pub(crate) fn require_authorization(&mut self, method: &str, path: &str, unauthorized: Answer) {
        self.route(method, path).unauthorized = Some(unauthorized);
    }

    pub(crate) fn add_maker(&mut self, method: &str, prefix: &str, make: Maker) {
        self.made.push((method.to_owned(), prefix.to_owned(), make));
    }

    pub(crate) fn next(&mut self, request: &Request) -> Option<Answer> {
        // A route with a query is for that query alone, so it goes first.
        let position = self.position(&request.method, &request.target);
        let position = position.or_else(|| self.position(&request.method, request.path()));
        if let Some(answer) = position.and_then(|position| self.fixed[position].next(request)) {
            return Some(answer);
        }
        let fits = |(method, prefix, _): &&(String, String, Maker)| {
            *method == request.method && request.target.starts_with(prefix)
        };
        self.made.iter().find(fits).map(|(_, _, make)| make(request))
    }

    /// What is answered if nothing else is.
    pub(crate) fn unscripted(request: &Request) -> Answer {
        Answer::text(404, format!("no answer is scripted for {} {}\n", request.method, request.target))
    }

    fn route(&mut self, method: &str, path: &str) -> &mut Route {
        let position = self.position(method, path).unwrap_or_else(|| {
            self.fixed.push(Route {
                method: method.to_owned(),
                path: path.to_owned(),
                unauthorized: None,
                answers: VecDeque::new(),
            });
            self.fixed.len() - 1
        });
        &mut self.fixed[position]
    }

    fn position(&self, method: &str, path: &str) -> Option<usize> {
        self.fixed.iter().position(|route| route.method == method && route.path == path)
    }
}

impl Route {
    fn next(&mut self, request: &Request) -> Option<Answer> {
        if let Some(unauthorized) = &self.unauthorized
            && request.header("authorization").is_none_or(str::is_empty)
        {
            return Some(unauthorized.clone());
        }
        match self.answers.len() {
            0 | 1 => self.answers.front().cloned(),
            _ => self.answers.pop_front(),
        }
    }
}

//! Which answer is next.

use std::collections::VecDeque;

use crate::answer::Answer;
use crate::request::Request;

/// The script: answers by method and path.
#[derive(Debug, Default)]
pub(crate) struct Routes(Vec<Route>);

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

    pub(crate) fn next(&mut self, request: &Request) -> Option<Answer> {
        // A route with a query is for that query alone, so it goes first.
        let position = self.position(&request.method, &request.target);
        let position = position.or_else(|| self.position(&request.method, request.path()))?;
        self.0[position].next(request)
    }

    /// What is answered if nothing else is.
    pub(crate) fn unscripted(request: &Request) -> Answer {
        Answer::text(404, format!("no answer is scripted for {} {}\n", request.method, request.target))
    }

    fn route(&mut self, method: &str, path: &str) -> &mut Route {
        let position = self.position(method, path).unwrap_or_else(|| {
            self.0.push(Route {
                method: method.to_owned(),
                path: path.to_owned(),
                unauthorized: None,
                answers: VecDeque::new(),
            });
            self.0.len() - 1
        });
        &mut self.0[position]
    }

    fn position(&self, method: &str, path: &str) -> Option<usize> {
        self.0.iter().position(|route| route.method == method && route.path == path)
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

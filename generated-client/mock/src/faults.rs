//! Which requests go wrong, and how.

use std::collections::{HashMap, VecDeque};

use crate::answer::Answer;
use crate::fault::Fault;
use crate::mock::{Mock, lock};
use crate::request::Request;

/// What the mock was told to get wrong. By count and in turn, never at random: a run is like the one before.
#[derive(Default)]
pub(crate) struct Faults {
    /// For the next requests of a method and path.
    next: Vec<(String, String, VecDeque<Fault>)>,
    every: Option<Every>,
    guard: Option<Guard>,
    /// The last right answers by method and path, kept once [`Fault::Repeat`] is there to use them.
    last: HashMap<(String, String), Answer>,
    repeats: bool,
}

type Guard = Box<dyn Fn(&Request) -> Option<Answer> + Send>;

struct Every {
    nth: u64,
    faults: Vec<Fault>,
    requests: u64,
    used: usize,
}

impl Mock {
    /// Gets the next request with this method and path wrong; called again, the one after it. The path is compared as for
    /// [`answer`](Self::answer).
    pub fn fault(&self, method: &str, path: &str, fault: Fault) {
        self.faults().add(method, path, fault);
    }

    /// Gets every `nth` request wrong, whatever its path, with these faults in turn. Without faults, or with an `nth` of 0, none
    /// from now on.
    pub fn fault_every(&self, nth: u64, faults: impl IntoIterator<Item = Fault>) {
        let faults: Vec<_> = faults.into_iter().collect();
        let mut state = self.faults();
        state.repeats |= faults.contains(&Fault::Repeat);
        let is_some = nth > 0 && !faults.is_empty();
        state.every = is_some.then_some(Every { nth, faults, requests: 0, used: 0 });
    }

    /// Asks this about each request first. If it gives an answer, that is sent and nothing done: for tokens that are looked at,
    /// by a clock of the service's own, say.
    pub fn guard(&self, guard: impl Fn(&Request) -> Option<Answer> + Send + 'static) {
        self.faults().guard = Some(Box::new(guard));
    }

    fn faults(&self) -> std::sync::MutexGuard<'_, Faults> {
        lock(&self.state.faults)
    }
}

impl Faults {
    fn add(&mut self, method: &str, path: &str, fault: Fault) {
        self.repeats |= fault == Fault::Repeat;
        let position = self.position(method, path).unwrap_or_else(|| {
            self.next.push((method.to_owned(), path.to_owned(), VecDeque::new()));
            self.next.len() - 1
        });
        self.next[position].2.push_back(fault);
    }

    fn position(&self, method: &str, path: &str) -> Option<usize> {
        self.next.iter().position(|(known, at, _)| known == method && at == path)
    }

    /// Answers a request: with what `act` gives, or with what goes wrong. Notes in the request whether anything was done.
    pub(crate) fn around(&mut self, request: &mut Request, act: impl FnOnce(&Request) -> Answer) -> Answer {
        if let Some(answer) = self.guard.as_ref().and_then(|guard| guard(request)) {
            return answer;
        }
        let place = || (request.method.clone(), request.path().to_owned());
        let repeated = match self.take(request) {
            Some(Fault::Repeat) => self.last.get(&place()).cloned(),
            Some(fault) if fault.acts() => {
                request.is_acted_on = true;
                return fault.spoil(Some(act(request)));
            }
            Some(fault) => return fault.spoil(None),
            None => None,
        };
        if let Some(answer) = repeated {
            return answer;
        }
        let place = self.repeats.then(place);
        request.is_acted_on = true;
        let answer = act(request);
        if let Some(place) = place {
            self.last.insert(place, answer.clone());
        }
        answer
    }

    /// What goes wrong with this request. One that was meant for its path goes before one by count.
    fn take(&mut self, request: &Request) -> Option<Fault> {
        let by_count = self.every.as_mut().and_then(Every::take);
        let position = self.position(&request.method, &request.target);
        let position = position.or_else(|| self.position(&request.method, request.path()));
        position.and_then(|position| self.next[position].2.pop_front()).or(by_count)
    }
}

impl Every {
    fn take(&mut self) -> Option<Fault> {
        self.requests += 1;
        if !self.requests.is_multiple_of(self.nth) {
            return None;
        }
        self.used += 1;
        self.faults.get((self.used - 1) % self.faults.len()).cloned()
    }
}

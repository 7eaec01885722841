//! Lists that come in pages, as streams.
//!
//! [`Pages`] gives the pages of a list, [`Items`] their items. Both are a [`Stream`], and both have a method `next` for code
//! that has no crate for streams at hand. Only one page is in memory at a time, and the next one is asked for when the last has
//! been taken.
//!
//! - App Store Connect: [`app_store_connect::Client::pages`](crate::app_store_connect::Client::pages).
//! - Xbox Live: [`xbox_live::Client::achievement_pages`](crate::xbox_live::Client::achievement_pages) and the like.
//!
//! An error is the last thing that a stream gives. [`Pages::cursor`] then says where to go on.
#![cfg_attr(
    not(all(feature = "app-store-connect", feature = "xbox-live")),
    allow(rustdoc::broken_intra_doc_links, reason = "one of the modules is turned off")
)]

use std::collections::HashSet;
use std::fmt;
use std::future::{Future, poll_fn};
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::{Error, ErrorKind, Result};

/// No list of achievements is that long; a service that goes on and on is at fault.
const MAX_PAGES: u64 = 10_000;

/// An answer that is one page of a list.
pub trait Paged: Send + 'static {
    /// What the list is of.
    type Item: Send + 'static;

    /// Where this page is, if it says so.
    fn this_cursor(&self) -> Option<&str> {
        None
    }

    /// Where the next page is: a link or a token, as the service sent it. `None` or empty on the last page.
    fn next_cursor(&self) -> Option<&str>;

    /// The items, without what else is on the page.
    fn into_items(self) -> Vec<Self::Item>;
}

/// The answer to a request for a page.
pub(crate) type Fetched<P> = Pin<Box<dyn Future<Output = Result<P>> + Send>>;

/// Asks for the page at a cursor, or for the first one.
type Fetch<P> = Box<dyn Fn(Option<&str>) -> Fetched<P> + Send + Sync>;

/// The pages of a list, one answer for each, with all that it has beside the items.
///
/// It ends after the page that names no next one, or one that was there before; and after an error. Dropping the future of
/// [`next`](Self::next) loses nothing: the following call goes on with the same request.
pub struct Pages<P> {
    fetch: Fetch<P>,
    state: State<P>,
    /// Where the page is that `state` is about; `None` for the first one.
    cursor: Option<String>,
    /// Hashes of the cursors so far, which take less room than these.
    seen: HashSet<u64>,
    hashes: RandomState,
    given: u64,
    max_pages: u64,
}

enum State<P> {
    /// At hand.
    Ready(P),
    /// Not yet asked for.
    Due,
    Asked(Fetched<P>),
    Done,
}

impl<P: Paged> Pages<P> {
    /// Pages from the one at this cursor on.
    pub(crate) fn from_cursor(
        cursor: Option<String>,
        fetch: impl Fn(Option<&str>) -> Fetched<P> + Send + Sync + 'static,
    ) -> Self {
        Self {
            fetch: Box::new(fetch),
            state: State::Due,
            cursor: cursor.filter(|cursor| !cursor.is_empty()),
            seen: HashSet::new(),
            hashes: RandomState::new(),
            given: 0,
            max_pages: MAX_PAGES,
        }
    }

    /// Pages from the one at hand on.
    #[cfg(feature = "app-store-connect")]
    pub(crate) fn from_page(
        page: P,
        fetch: impl Fn(Option<&str>) -> Fetched<P> + Send + Sync + 'static,
    ) -> Self {
        let mut pages = Self::from_cursor(None, fetch);
        pages.cursor = page.this_cursor().map(str::to_owned);
        pages.state = State::Ready(page);
        pages
    }

    /// Puts a page back that was taken, so that it is given again.
    #[cfg(feature = "xbox-live")]
    pub(crate) fn put_back(&mut self, page: P, cursor: Option<String>) {
        self.given -= 1;
        self.cursor = cursor;
        self.state = State::Ready(page);
    }

    /// Gives at most so many pages; 10,000 if this is not called. If there are more, an error of kind
    /// [`TooLarge`](ErrorKind::TooLarge) follows them.
    #[must_use]
    pub fn max_pages(mut self, pages: u64) -> Self {
        self.max_pages = pages;
        self
    }

    /// Where the page is that [`next`](Self::next) gives: a link (App Store Connect) or a token (Xbox Live).
    ///
    /// After an error it is the page that could not be read. A program that keeps it can go on later, in another process too.
    /// `None` before the first page of a list, and after the last one: [`is_done`](Self::is_done) tells which.
    pub fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }

    /// Whether all pages have been given, or an error was.
    pub fn is_done(&self) -> bool {
        matches!(self.state, State::Done)
    }

    /// The next page; `None` at the end.
    ///
    /// # Errors
    /// Those of the list operation; [`ErrorKind::InvalidArgument`] if the service names a next page elsewhere than at its own
    /// scheme, host and port; [`ErrorKind::TooLarge`] after [`max_pages`](Self::max_pages). Nothing follows an error.
    pub async fn next(&mut self) -> Option<Result<P>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The items of all pages.
    pub fn items(self) -> Items<P> {
        Items { pages: self, page: Vec::new().into_iter(), page_cursor: None }
    }

    /// Takes note of where the next page is, and gives this one.
    fn give(&mut self, page: P) -> P {
        self.seen.extend(self.cursor.take().map(|cursor| self.hashes.hash_one(cursor)));
        self.given += 1;
        let next = page.next_cursor().filter(|next| !next.is_empty());
        match next.filter(|next| !self.seen.contains(&self.hashes.hash_one(next))) {
            Some(next) => {
                self.cursor = Some(next.to_owned());
                self.state = State::Due;
            }
            None => self.state = State::Done,
        }
        page
    }
}

impl<P: Paged> Stream for Pages<P> {
    type Item = Result<P>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<P>>> {
        let pages = &mut *self;
        loop {
            match std::mem::replace(&mut pages.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Ready(page) => return Poll::Ready(Some(Ok(pages.give(page)))),
                State::Due if pages.given >= pages.max_pages => {
                    let message = format!("the list has more than {} pages", pages.max_pages);
                    return Poll::Ready(Some(Err(Error::new(ErrorKind::TooLarge, message))));
                }
                State::Due => pages.state = State::Asked((pages.fetch)(pages.cursor.as_deref())),
                State::Asked(mut fetched) => match fetched.as_mut().poll(context) {
                    Poll::Ready(Ok(page)) => pages.state = State::Ready(page),
                    Poll::Ready(Err(error)) => return Poll::Ready(Some(Err(error))),
                    Poll::Pending => {
                        pages.state = State::Asked(fetched);
                        return Poll::Pending;
                    }
                },
            }
        }
    }
}

/// Nothing in it is pinned in place.
impl<P> Unpin for Pages<P> {}

impl<P> fmt::Debug for Pages<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("cursor", &self.cursor)
            .field("given", &self.given)
            .field("is_done", &matches!(self.state, State::Done))
            .finish_non_exhaustive()
    }
}

/// The items of a list, from one page after the other.
///
/// It ends after the last item, and after an error.
pub struct Items<P: Paged> {
    pages: Pages<P>,
    /// What is left of the page at hand.
    page: std::vec::IntoIter<P::Item>,
    page_cursor: Option<String>,
}

impl<P: Paged> Items<P> {
    /// The next item; `None` at the end. Dropping the future loses nothing.
    ///
    /// # Errors
    /// Those of [`Pages::next`].
    pub async fn next(&mut self) -> Option<Result<P::Item>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Where the page is that the last item was on, to read it again later; `None` if it was the first page and that did not say
    /// where it is.
    pub fn page_cursor(&self) -> Option<&str> {
        self.page_cursor.as_deref()
    }

    /// The pages after the one at hand. What is left of that is lost.
    pub fn into_pages(self) -> Pages<P> {
        self.pages
    }

    /// All items that are left, in one list.
    ///
    /// # Errors
    /// Those of [`Pages::next`]. The items before the error are lost.
    pub async fn collect(mut self) -> Result<Vec<P::Item>> {
        let mut items = Vec::new();
        while let Some(item) = self.next().await {
            items.push(item?);
        }
        Ok(items)
    }
}

impl<P: Paged> Stream for Items<P> {
    type Item = Result<P::Item>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let items = &mut *self;
        loop {
            if let Some(item) = items.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            let cursor = items.pages.cursor.clone();
            match ready!(Pin::new(&mut items.pages).poll_next(context)) {
                Some(Ok(page)) => {
                    items.page_cursor = cursor;
                    items.page = page.into_items().into_iter();
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// Nothing in it is pinned in place.
impl<P: Paged> Unpin for Items<P> {}

impl<P: Paged> fmt::Debug for Items<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("page_cursor", &self.page_cursor)
            .field("left_on_page", &self.page.len())
            .field("pages", &self.pages)
            .finish()
    }
}

//! The life of a connection.

use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::answer::Answer;
use crate::mock::State;
use crate::read::{ReadError, Reader};

/// Ends when its sender is dropped, which is when the mock is.
pub(crate) type Stop = watch::Receiver<()>;

/// Takes connections until the mock is dropped.
pub(crate) async fn accept(listener: TcpListener, address: SocketAddr, state: Arc<State>, mut stop: Stop) {
    loop {
        match unless_stopped(&mut stop, listener.accept()).await {
            None => return,
            Some(Ok((stream, _))) => {
                tokio::spawn(connection(stream, address, state.clone(), stop.clone()));
            }
            // One connection failed, or there are too many of them for now.
            Some(Err(_)) => tokio::task::yield_now().await,
        }
    }
}

/// Answers the requests of one connection. An answer that has begun is sent to its end.
async fn connection(stream: TcpStream, address: SocketAddr, state: Arc<State>, mut stop: Stop) {
    // An answer goes out in one write; waiting for more would only slow tests down.
    let _ = stream.set_nodelay(true);
    let mut reader = Reader::new(stream, address);
    while let Some(request) = unless_stopped(&mut stop, reader.next()).await {
        let (answer, to_head, closes) = match request {
            Ok(Some(request)) => {
                let to_head = request.method() == "HEAD";
                let closes = request.closes();
                (state.answer(request), to_head, closes)
            }
            Ok(None) | Err(ReadError::Broken) => return,
            Err(ReadError::Refused(status, reason)) => {
                (Answer::text(status, format!("{reason}\n")), false, true)
            }
        };
        let closes = closes || answer.closes();
        let answer = if closes && !answer.closes() { answer.header("connection", "close") } else { answer };
        if reader.stream().write_all(&answer.to_bytes(to_head)).await.is_err() {
            return;
        }
        if closes {
            unless_stopped(&mut stop, close(reader.stream())).await;
            return;
        }
    }
}

/// Ends a connection so that the client can read the answer, even if it is still sending: closing a socket with unread bytes
/// resets the connection, and takes the answer with it.
async fn close(stream: &mut TcpStream) {
    let _ = stream.shutdown().await;
    let mut rest = [0; 4096];
    while stream.read(&mut rest).await.is_ok_and(|count| count > 0) {}
}

/// `None` if the mock is dropped before the future is ready.
async fn unless_stopped<F: Future>(stop: &mut Stop, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut stopped = pin!(stop.changed());
    poll_fn(|context| {
        if let Poll::Ready(output) = future.as_mut().poll(context) {
            return Poll::Ready(Some(output));
        }
        stopped.as_mut().poll(context).map(|_| None)
    })
    .await
}

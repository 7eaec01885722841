//! The life of a connection.

use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::answer::{Answer, Delivery};
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
        match send(&answer, to_head, reader.stream(), &mut stop).await {
            Ok(true) => {}
            Ok(false) | Err(_) => return,
        }
        if closes {
            unless_stopped(&mut stop, close(reader.stream())).await;
            return;
        }
    }
}

/// Sends an answer as it is meant to go out, and says whether the connection is still there.
async fn send(answer: &Answer, to_head: bool, stream: &mut TcpStream, stop: &mut Stop) -> io::Result<bool> {
    let bytes = answer.to_bytes(to_head);
    match answer.delivery() {
        Delivery::Whole => stream.write_all(&bytes).await.map(|()| true),
        Delivery::Slow { piece, gap } => {
            for piece in bytes.chunks(piece.max(1)) {
                if unless_stopped(stop, tokio::time::sleep(gap)).await.is_none() {
                    return Ok(false);
                }
                stream.write_all(piece).await?;
            }
            Ok(true)
        }
        Delivery::Cut { after, is_reset } => {
            let head = bytes.windows(4).position(|window| window == b"\r\n\r\n").map_or(0, |at| at + 4);
            stream.write_all(&bytes[..bytes.len().min(head.saturating_add(after))]).await?;
            match is_reset {
                // With this, closing sends a reset in place of an orderly end.
                true => stream.set_zero_linger()?,
                false => drop(unless_stopped(stop, close(stream)).await),
            }
            Ok(false)
        }
        Delivery::Dropped => Ok(false),
        Delivery::Silent => {
            unless_stopped(stop, read_to_end(stream)).await;
            Ok(false)
        }
    }
}

/// Ends a connection so that the client can read the answer, even if it is still sending: closing a socket with unread bytes
/// resets the connection, and takes the answer with it.
async fn close(stream: &mut TcpStream) {
    let _ = stream.shutdown().await;
    read_to_end(stream).await;
}

async fn read_to_end(stream: &mut TcpStream) {
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

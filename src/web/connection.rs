//! What one connection may hold: no place without end by not reading, and not the places of everybody.

use std::collections::HashMap;
use std::future::Future as _;
use std::io;
use std::net::{IpAddr, Ipv6Addr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::rt::{Read, ReadBufCursor, Write};
use tokio::time::Sleep;

/// What must go out in the time a connection has, where it waits for the other side to read: 1 KB a second is less than any
/// line gives, and a whole buffer of the system's comes free at a time.
const LEAST: usize = 64 * 1024;

/// A connection that is closed when the other side does not read.
pub(super) struct Watched<I> {
    io: I,
    patience: Duration,
    waiting: Option<Waiting>,
}

/// Since something could not be written.
struct Waiting {
    end: Pin<Box<Sleep>>,
    written: usize,
}

impl<I> Watched<I> {
    /// Closes `io` when less than [`LEAST`] can be written in a time and more is to be.
    pub(super) fn new(io: I, patience: Duration) -> Self {
        Self {
            io,
            patience,
            waiting: None,
        }
    }

    fn progress(&mut self, context: &mut Context<'_>, polled: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        match polled {
            Poll::Ready(written) => {
                if let (Some(waiting), Ok(written)) = (&mut self.waiting, &written) {
                    waiting.written += written;
                    if waiting.written >= LEAST {
                        self.waiting = None;
                    }
                }
                Poll::Ready(written)
            }
            Poll::Pending => {
                let patience = self.patience;
                let waiting = self.waiting.get_or_insert_with(|| Waiting {
                    end: Box::pin(tokio::time::sleep(patience)),
                    written: 0,
                });
                let ended = waiting.end.as_mut().poll(context);
                ended.map(|()| Err(io::ErrorKind::TimedOut.into()))
            }
        }
    }
}

impl<I: Read + Unpin> Read for Watched<I> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(context, buffer)
    }
}

impl<I: Write + Unpin> Write for Watched<I> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.io).poll_write(context, bytes);
        self.progress(context, polled)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.io).poll_write_vectored(context, bytes);
        self.progress(context, polled)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    /// Asked for when everything was written: nothing is waited for any more.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.waiting = None;
        Pin::new(&mut self.io).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(context)
    }
}

/// How many places each address holds.
#[derive(Debug)]
pub(super) struct Shares {
    most: usize,
    /// Addresses behind which there are many people.
    exempt: Vec<IpAddr>,
    held: Mutex<HashMap<IpAddr, usize>>,
}

/// A place of an address, held until this is dropped.
#[derive(Debug)]
pub(super) struct Share {
    shares: Arc<Shares>,
    of: IpAddr,
}

impl Shares {
    /// At most so many for each address, but for `exempt` ones.
    pub(super) fn new(most: usize, exempt: &[IpAddr]) -> Arc<Self> {
        Arc::new(Self {
            most,
            exempt: exempt.iter().map(IpAddr::to_canonical).collect(),
            held: Mutex::default(),
        })
    }

    /// A place for an address; `None` when it holds as many as it may.
    pub(super) fn take(self: &Arc<Self>, address: IpAddr) -> Option<Share> {
        let of = network(address);
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let count = held.entry(of).or_default();
        if *count >= self.most && !self.exempt.contains(&address.to_canonical()) {
            return None;
        }
        *count += 1;
        drop(held);
        Some(Share {
            shares: Arc::clone(self),
            of,
        })
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut held = self.shares.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = held.get_mut(&self.of) {
            *count -= 1;
            if *count == 0 {
                held.remove(&self.of);
            }
        }
    }
}

/// What one machine has: an IPv4 address, or the first half of an IPv6 one, whose second half it chooses as it likes.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_its_share_and_no_more() {
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        let shares = Shares::new(2, &[address("10.0.0.1")]);
        let first = shares.take(address("192.0.2.1")).unwrap();
        let _second = shares.take(address("::ffff:192.0.2.1")).unwrap();
        assert!(shares.take(address("192.0.2.1")).is_none());
        let _other = shares.take(address("192.0.2.2")).unwrap();
        drop(first);
        assert!(shares.take(address("192.0.2.1")).is_some());
        let all: Vec<_> = (0..5).map(|_| shares.take(address("::ffff:10.0.0.1"))).collect();
        assert!(all.iter().all(Option::is_some));
        let (_a, _b) = (shares.take(address("2001:db8::1")), shares.take(address("2001:db8::2")));
        assert!(shares.take(address("2001:db8::3")).is_none());
        assert!(shares.take(address("2001:db8:0:1::3")).is_some());
        drop(all);
        assert_eq!(shares.held.lock().unwrap().get(&address("10.0.0.1")), None);
    }

    /// Gives what it is told, one after the other, and then nothing.
    struct Scripted(Vec<usize>);

    impl Write for Scripted {
        fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, _: &[u8]) -> Poll<io::Result<usize>> {
            match self.0.pop() {
                Some(0) | None => Poll::Pending,
                Some(written) => Poll::Ready(Ok(written)),
            }
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    /// Writes until an error or for two seconds: what comes first.
    async fn ends(script: &[usize]) -> bool {
        let script = script.iter().rev().copied().collect();
        let mut io = Watched::new(Scripted(script), Duration::from_millis(100));
        let written = std::future::poll_fn(|context| {
            loop {
                match Pin::new(&mut io).poll_write(context, b"x") {
                    Poll::Ready(Ok(_)) => {}
                    Poll::Ready(Err(error)) => return Poll::Ready(error.kind()),
                    Poll::Pending if !io.io.0.is_empty() => {}
                    Poll::Pending => return Poll::Pending,
                }
            }
        });
        tokio::time::timeout(Duration::from_secs(2), written).await == Ok(io::ErrorKind::TimedOut)
    }

    #[test]
    fn who_does_not_read_is_hung_up_on() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
        runtime.unwrap().block_on(async {
            assert!(ends(&[0]).await);
            assert!(ends(&[100, 0, 1, 0]).await);
            // Who reads has the whole time again.
            let mut io = Watched::new(Scripted(vec![0, LEAST, 0]), Duration::from_millis(100));
            std::future::poll_fn(|context| {
                assert!(Pin::new(&mut io).poll_write(context, b"x").is_pending());
                assert!(io.waiting.is_some());
                assert!(Pin::new(&mut io).poll_write(context, b"x").is_ready());
                assert!(io.waiting.is_none());
                assert!(Pin::new(&mut io).poll_write(context, b"x").is_pending());
                assert!(Pin::new(&mut io).poll_flush(context).is_ready());
                assert!(io.waiting.is_none());
                Poll::Ready(())
            })
            .await;
        });
    }
}

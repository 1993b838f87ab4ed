//! Those who take more than their share.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use tthc::web::{Options, Server};

use super::client::get_with;
use super::site::{Site, small};

#[test]
fn whoever_does_not_read_is_hung_up_on() {
    let folder = small();
    let index = tempfile::tempdir().unwrap();
    let options = Options {
        index: Some(index.path().to_owned()),
        stalled: Duration::from_secs(1),
        ..Options::here(folder.path())
    };
    let site = Site::started(Server::bind(options).unwrap(), index);
    const ASKED: usize = 3000;
    let size = site.get("/assets/tthc.css").wire.len();
    let request = format!("GET /assets/tthc.css HTTP/1.1\r\nHost: {}\r\n\r\n", site.address);
    let mut stream = TcpStream::connect(site.address).unwrap();
    stream.set_write_timeout(Some(Duration::from_millis(300))).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let sent = stream.write_all(request.repeat(ASKED).as_bytes());
    std::thread::sleep(Duration::from_secs(4));
    let mut read = 0;
    let mut buffer = vec![0; 1 << 20];
    while let Ok(length @ 1..) = stream.read(&mut buffer) {
        read += length;
    }
    assert!(read > 0 && read < ASKED * size / 2, "{read} bytes were sent; {sent:?}");
}

/// Whether the server has hung up.
fn is_closed(stream: &mut TcpStream) -> bool {
    stream.set_read_timeout(Some(Duration::from_millis(1))).unwrap();
    let mut one = [0];
    !matches!(stream.read(&mut one), Err(error) if matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut))
}

fn connected(address: SocketAddr, count: usize) -> Vec<TcpStream> {
    (0..count).map(|_| TcpStream::connect(address).unwrap()).collect()
}

#[test]
fn one_address_does_not_hold_every_place() {
    let folder = small();
    let site = Site::of(folder.path());
    let mut streams = connected(site.address, 300);
    let begun = Instant::now();
    let mut closed = 0;
    while closed < 44 && begun.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(100));
        closed = streams.iter_mut().map(is_closed).filter(|closed| *closed).count();
    }
    assert_eq!(closed, 44, "of 300 there are 256 places for one address");
    drop(streams);
    let begun = Instant::now();
    let answered = || std::panic::catch_unwind(|| get_with(site.address, "/healthz", &[]).status).unwrap_or(0);
    while answered() != 200 {
        assert!(begun.elapsed() < Duration::from_secs(10), "places are given back");
        std::thread::sleep(Duration::from_millis(100));
    }
}

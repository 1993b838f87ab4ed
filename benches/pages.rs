//! How long pages take under load: `cargo bench --bench pages`.
//!
//! Four thousand procedures: the real records of `../shared/data` and varied copies of them, or the shipped sample over and
//! over. Visitors on kept connections ask at a steady rate, while a file changes every second and the catalogue is read and
//! indexed again under them. A time counts from the moment the request was due: a server that makes others wait does not
//! look quick for it.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

#[path = "support/made.rs"]
#[expect(dead_code, reason = "only part of it is needed here")]
mod made;
#[path = "support/real.rs"]
mod real;
#[path = "support/timing.rs"]
#[expect(dead_code, reason = "only part of it is needed here")]
mod timing;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tthc::catalogue::Catalogue;
use tthc::catalogue::files::Files;
use tthc::catalogue::procedure::Procedure;
use tthc::catalogue::revision::Revision;
use tthc::progress::Silent;
use tthc::web::{Options, Server};

use made::OnDisk;
use timing::{TODAY, peak_megabytes, percentile};

/// Visitors at once, requests a second, and seconds of each load.
const VISITORS: usize = 8;
const RATE: usize = 200;
const SECONDS: usize = 20;

/// What people type.
const TYPED: [&str; 8] = [
    "khai+sinh",
    "dang+ky+ket+hon",
    "giay+phep+xay+dung",
    "cap+lai",
    "1.001193",
    "dat+dai",
    "bao+hiem+xa+hoi",
    "gia+han+giay+phep",
];

fn main() {
    let folder = tempfile::tempdir().expect("there is room for temporary files");
    let real = real::procedures(real::procedure).unwrap_or_else(sample);
    let copies = (0..).flat_map(|copy| real.iter().map(move |procedure| (copy, procedure)));
    let all = copies.enumerate().map(|(at, (copy, procedure))| match copy {
        0 => procedure.clone(),
        _ => made::varied(procedure, 3_000_000 + at, copy),
    });
    let disk = OnDisk::write(folder.path(), all.take(TODAY));
    let begun = Instant::now();
    let server = Server::bind(Options {
        index: Some(folder.path().join("index")),
        ..Options::here(disk.catalogue())
    })
    .expect("the catalogue is sound");
    println!(
        "{TODAY} procedures, {} MB; loaded and indexed in {:.1} s",
        disk.bytes / 1_000_000,
        begun.elapsed().as_secs_f64()
    );
    let address = server.address();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = std::thread::spawn(move || server.run(async { drop(stopped.await) }));
    for target in [
        "/",
        "/?q=khai+sinh",
        "/thu-tuc/1.001193",
        "/ra-soat",
        "/thong-ke",
        "/kiem-tra",
    ] {
        let begun = Instant::now();
        let (status, bytes) = Visitor::new(address).ask(target);
        println!(
            "{target}: {status}, {bytes} bytes packed, first after {:.0} ms",
            milliseconds(begun)
        );
    }
    let searches: Vec<String> = TYPED.iter().map(|typed| format!("/?q={typed}")).collect();
    let parts: Vec<String> = searches
        .iter()
        .map(|address| format!("{address}&part=results"))
        .collect();
    load("search page", address, &searches, None);
    load("results as somebody types", address, &parts, None);
    load("procedure page", address, &["/thu-tuc/1.001193".to_owned()], None);
    load("search page, files changing", address, &searches, Some(&disk));
    let _ = stop.send(());
    serving.join().expect("the server ends by itself").expect("it ran");
}

fn sample() -> Vec<Procedure> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("catalogue/2026-07-01");
    let revision = Revision {
        name: "sample".to_owned(),
        files: Files::Folder(root),
    };
    let loaded = Catalogue::load(revision, &Silent).expect("the sample is sound");
    loaded.catalogue.procedures().cloned().collect()
}

/// Asks at a steady rate and prints how long it took.
fn load(what: &str, address: SocketAddr, targets: &[String], changing: Option<&OnDisk>) {
    let all = RATE * SECONDS;
    let (next, over, begun) = (AtomicUsize::new(0), AtomicBool::new(false), Instant::now());
    let visit = || {
        let (mut visitor, mut times, mut failed) = (Visitor::new(address), Vec::new(), 0);
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= all {
                return (times, failed);
            }
            let due = begun + Duration::from_secs_f64(at as f64 / RATE as f64);
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            let (status, _) = visitor.ask(&targets[at % targets.len()]);
            failed += usize::from(status != 200);
            times.push(milliseconds(due));
        }
    };
    let (mut times, failed, changes) = std::thread::scope(|scope| {
        let changer = changing.map(|disk| scope.spawn(|| change(disk, &over)));
        let visitors: Vec<_> = (0..VISITORS).map(|_| scope.spawn(visit)).collect();
        let (mut times, mut failed) = (Vec::new(), 0);
        for visitor in visitors {
            let (own, wrong) = visitor.join().expect("a visitor does not panic");
            times.extend(own);
            failed += wrong;
        }
        over.store(true, Ordering::Relaxed);
        let changes = changer.map_or(0, |changer| changer.join().expect("it does not panic"));
        (times, failed, changes)
    });
    println!(
        "{what}: {all} requests at {RATE} a second, {failed} failed; median {:.1} ms, p99 {:.1} ms, worst {:.1} ms; \
         {changes} changes; peak {} MB",
        percentile(&mut times, 0.5),
        percentile(&mut times, 0.99),
        percentile(&mut times, 1.0),
        peak_megabytes("self")
    );
}

/// Writes a file every second until it is over; returns how often.
fn change(disk: &OnDisk, over: &AtomicBool) -> usize {
    let path = disk.revision().join("thu_tuc/000/thay-doi.yaml");
    let mut changes = 0;
    while !over.load(Ordering::Relaxed) {
        changes += 1;
        let text = format!("ma: '9.000001'\nten: Thủ tục thay đổi lần {changes}\nlinh_vuc: Thử\n");
        fs::write(&path, text).expect("the folder is ours");
        std::thread::sleep(Duration::from_secs(1));
    }
    changes
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}

/// One connection that is kept.
struct Visitor {
    stream: BufReader<TcpStream>,
}

impl Visitor {
    fn new(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("the server listens");
        stream.set_nodelay(true).expect("the system allows it");
        Self {
            stream: BufReader::new(stream),
        }
    }

    /// Status and length of an answer.
    fn ask(&mut self, target: &str) -> (u16, usize) {
        let request = format!("GET {target} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n");
        self.stream
            .get_mut()
            .write_all(request.as_bytes())
            .expect("the server listens");
        let (mut status, mut length) = (0, 0);
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).expect("the server answers");
            if let Some(rest) = line.strip_prefix("HTTP/1.1 ") {
                status = rest[..3].parse().expect("a status is a number");
            }
            if let Some(rest) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = rest.trim().parse().expect("a length is a number");
            }
            if line == "\r\n" {
                break;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).expect("the body follows");
        (status, length)
    }
}

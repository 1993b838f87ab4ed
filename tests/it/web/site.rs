//! A server over a catalogue, gone when dropped.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::path::Path;
use std::process::Child;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tokio::sync::oneshot;
use tthc::web::people::Settings;
use tthc::web::{Options, Server};

use super::client::{Answer, get_with};
use crate::support::{Folder, OFFICE, root, start};

/// A running server.
pub(crate) struct Site {
    pub(crate) address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
    _index: tempfile::TempDir,
}

impl Site {
    /// Serves a catalogue.
    pub(crate) fn of(catalogue: &Path) -> Self {
        Self::with(catalogue, Settings::default())
    }

    /// Serves a catalogue to some people.
    pub(crate) fn with(catalogue: &Path, people: Settings) -> Self {
        let index = tempfile::tempdir().unwrap();
        let server = Server::bind(Options {
            index: Some(index.path().to_owned()),
            people,
            ..Options::here(catalogue)
        });
        Self::started(server.unwrap(), index)
    }

    /// Starts a server; its index goes with it.
    pub(crate) fn started(server: Server, index: tempfile::TempDir) -> Self {
        let address = server.address();
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = std::thread::spawn(move || {
            server.run(async { drop(stopped.await) }).unwrap();
        });
        Self {
            address,
            stop: Some(stop),
            thread: Some(thread),
            _index: index,
        }
    }

    /// Serves the catalogue of this repository.
    pub(crate) fn of_ours() -> Self {
        Self::of(&root().join("catalogue"))
    }

    /// Asks for an address.
    pub(crate) fn get(&self, target: &str) -> Answer {
        get_with(self.address, target, &[])
    }

    /// The page at an address, which must be there.
    pub(crate) fn page(&self, target: &str) -> String {
        let answer = self.get(target);
        assert_eq!(answer.status, 200, "{target}: {}", answer.text());
        answer.text()
    }

    /// The page at an address once it is as wanted; it must be within seconds.
    pub(crate) fn page_when(&self, target: &str, wanted: impl Fn(&str) -> bool) -> String {
        let begun = Instant::now();
        loop {
            let page = self.get(target).text();
            if wanted(&page) {
                return page;
            }
            assert!(begun.elapsed() < Duration::from_secs(30), "{target} stays\n{page}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

/// `tthc serve` as a process of its own over a catalogue.
pub(crate) struct Program {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Program {
    /// Starts it on any free port.
    pub(crate) fn start(catalogue: &Path, args: &[&str]) -> Self {
        let folder = catalogue.to_str().unwrap();
        let index = catalogue.join(".index");
        let given = ["--catalogue", folder, "--index", index.to_str().unwrap(), "serve"];
        let mut child = start(catalogue, &[&given[..], &["--listen", "127.0.0.1:0"], args].concat());
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line.split("http://").nth(1).unwrap().split('/').next().unwrap();
        let address = address.parse().unwrap();
        Self { child, address }
    }

    /// Asks it to end, which it does well; what it wrote into its log.
    pub(crate) fn end(mut self) -> String {
        kill(Pid::from_raw(i32::try_from(self.child.id()).unwrap()), Signal::SIGTERM).unwrap();
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        assert_eq!(self.child.wait().unwrap().code(), Some(0), "{log}");
        log
    }
}

/// A procedure's file.
pub(crate) fn procedure(code: &str, name: &str) -> String {
    format!(
        "ma: '{code}'\nten: {name}\ncap_thuc_hien: [Cấp xã]\nlinh_vuc: Thử\ntrinh_tu:\n  - noi_dung: Nộp hồ sơ\n\
         cach_thuc:\n  - hinh_thuc: Trực tiếp\n    thoi_han: 05 ngày làm việc\nho_so:\n  - giay_to:\n      - ten: Đơn đề nghị\n        ban_chinh: 1\n\
         co_quan_thuc_hien: [Sở Thử]\nket_qua:\n  - ten: Giấy phép thử\n"
    )
}

/// A catalogue of a few invented procedures in one revision.
pub(crate) fn small() -> Folder {
    let folder = Folder::new(&[("2026-07-01/catalogue.yaml", OFFICE)]);
    for (code, name) in [
        ("1.000001", "Cấp giấy phép thử nghiệm"),
        ("1.000002", "Đăng ký hoạt động thử"),
    ] {
        let path = format!("2026-07-01/thu_tuc/thu/{code}.yaml");
        folder.write(&path, procedure(code, name).as_bytes());
    }
    folder
}

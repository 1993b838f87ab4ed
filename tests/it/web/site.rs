//! A server over a catalogue, gone when dropped.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;
use tthc::web::people::Settings;
use tthc::web::{Options, Server};

use super::client::{Answer, get_with};
use crate::support::{Folder, OFFICE, root};

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
            ..options(catalogue.to_owned())
        })
        .unwrap();
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

/// What a test serves with: on any free port, without a log.
pub(crate) fn options(catalogue: PathBuf) -> Options {
    Options {
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        hosts: Vec::new(),
        people: Settings::default(),
        catalogue,
        revision: None,
        index: None,
        templates: None,
        targets: None,
        log_queries: false,
        log: false,
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

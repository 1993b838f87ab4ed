//! Decisions taken by several processes at once, and beside git.

use tthc::catalogue::Catalogue;
use tthc::catalogue::revision::Revisions;
use tthc::proposal::desk::{Desk, DeskError, Subject, Wanted};
use tthc::review::decision::{Decisions, Outcome, Version};

use super::*;
use crate::support::{git, git_command, start};

fn open(folder: &Folder) -> Catalogue {
    let revisions = Revisions::new(folder.path().join("catalogue"));
    revisions.newest().unwrap().load().unwrap().catalogue
}

/// A process and this one, and threads of this one, see the same file and write at once.
#[test]
fn of_processes_and_threads_at_once_one_decides() {
    let folder = catalogue();
    let catalogue = open(&folder);
    let decisions = Decisions::folder(&folder.path().join("catalogue"));
    let by = |name: &str| Wanted {
        by: Some(name.to_owned()),
        ..Wanted::new(Outcome::Keep, "cần thiết")
    };
    let args = [
        "decide",
        "1.000001",
        "--outcome",
        "giu_nguyen",
        "--reason",
        "cần thiết",
        "--by",
    ];
    let processes: Vec<_> = ["P", "Q"]
        .map(|name| start(folder.path(), &[&args[..], &[name]].concat()))
        .into_iter()
        .collect();
    let here: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = ["A", "B"]
            .map(|name| {
                let (catalogue, decisions) = (&catalogue, &decisions);
                scope.spawn(move || {
                    std::thread::sleep(std::time::Duration::from_millis(20));
                    let seen = Subject::seen("1.000001", Version::ABSENT);
                    match Desk::new(catalogue, decisions).decide(&by(name), &[seen]) {
                        Ok(_) => 1,
                        Err(DeskError::ChangedMeanwhile { .. }) => 0,
                        Err(other) => panic!("{other:?}"),
                    }
                })
            })
            .into_iter()
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    let there = processes
        .into_iter()
        .map(|process| process.wait_with_output().unwrap())
        .filter(|output| {
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(
                output.status.success() || said.contains("exists already; use --replace"),
                "{said}"
            );
            output.status.success()
        })
        .count();
    assert_eq!(here + there, 1);
    assert_eq!(read(&folder, "2026/1.000001.yaml").matches("- buoc:").count(), 1);
    assert!(run(&folder, &["decisions"], 0).contains("01 phương án cho 01 thủ tục; 0 phải xem lại; 0 điểm cần sửa"));
}

/// Steps of two processes that write at once are both kept.
#[test]
fn processes_at_once_lose_nothing() {
    let folder = catalogue();
    cut(&folder, &["1.000001"], &["--by", "A"], 0);
    run(&folder, &["decide", "1.000001", "--step", "de_xuat", "--by", "A"], 0);
    let ask = ["decide", "1.000001", "--step", "lay_y_kien", "--by"];
    let started = ["P", "Q", "R", "S"].map(|name| start(folder.path(), &[&ask[..], &[name]].concat()));
    for process in started {
        stdout(&process.wait_with_output().unwrap(), 0);
    }
    let text = read(&folder, "2026/1.000001.yaml");
    assert_eq!(text.matches("buoc: lay_y_kien").count(), 4, "{text}");
}

/// The lock stands among the decisions; git does not see it.
#[test]
fn git_sees_only_the_decision() {
    let folder = catalogue();
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-qm", "a"]);
    cut(&folder, &["1.000001"], &[], 0);
    git(folder.path(), &["add", "."]);
    let staged = git_command(folder.path())
        .args(["diff", "--cached", "--name-only"])
        .output()
        .unwrap();
    assert_eq!(
        String::from_utf8(staged.stdout).unwrap(),
        "catalogue/ra_soat/2026/1.000001.yaml\n"
    );
}

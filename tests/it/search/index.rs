//! The index takes care of itself.

use std::fs::{self, File, FileTimes};
use std::process::Command;
use std::time::{Duration, Instant, SystemTime};

use super::{codes, hold, index_folder, json, path_of, procedure, run, small, warnings, with_places};
use crate::support::{Folder, start, stdout, tthc};

/// What is said of an answer that may be old.
const BEHIND: &str = "warning: another process is refreshing the index; this answer is from its last state\n";

/// What `tthc index` says it did.
fn indexed(folder: &Folder) -> String {
    let said = stdout(&run(folder, &["index"]), 0);
    said.split("; ").next().unwrap().to_owned()
}

/// The codes of all procedures.
fn all(folder: &Folder) -> Vec<String> {
    let output = run(
        folder,
        &["search", "--sort", "code", "--limit", "100", "--format", "json"],
    );
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    codes(&json(&output))
}

fn found(folder: &Folder, words: &str) -> Vec<String> {
    codes(&json(&run(folder, &["search", "--format", "json", "--", words])))
}

#[test]
fn the_index_follows_the_files() {
    let folder = small();
    assert_eq!(indexed(&folder), "6 added, 0 removed, 0 kept");
    assert_eq!(indexed(&folder), "0 added, 0 removed, 6 kept");

    folder.write(
        &path_of("1.000002"),
        procedure("1.000002", "Đăng ký nhận nuôi").as_bytes(),
    );
    assert_eq!(indexed(&folder), "1 added, 1 removed, 5 kept");
    assert_eq!(found(&folder, "nhan nuoi"), ["1.000002"]);
    let output = run(&folder, &["search", "--format", "json", "kết hôn"]);
    assert!(!stdout(&output, 0).contains("Đăng ký kết hôn"));

    // Written again as it was.
    folder.write(
        &path_of("1.000001"),
        procedure("1.000001", "Đăng ký khai sinh").as_bytes(),
    );
    assert_eq!(indexed(&folder), "0 added, 0 removed, 6 kept");

    fs::remove_file(folder.path().join(path_of("1.000003"))).unwrap();
    assert_eq!(indexed(&folder), "0 added, 1 removed, 5 kept");
    assert!(!all(&folder).contains(&"1.000003".to_owned()));

    folder.write(&path_of("1.000009"), procedure("1.000009", "Thành lập hội").as_bytes());
    assert_eq!(indexed(&folder), "1 added, 0 removed, 5 kept");
    assert_eq!(found(&folder, "thanh lap hoi"), ["1.000009"]);

    // Moved to another folder: the hit says where it is now.
    let moved = folder.path().join("c/thu_tuc/khac/1.000009.yaml");
    fs::create_dir_all(moved.parent().unwrap()).unwrap();
    fs::rename(folder.path().join(path_of("1.000009")), moved).unwrap();
    let results = json(&run(&folder, &["search", "--format", "json", "thành lập hội"]));
    assert_eq!(results["hits"][0]["path"], "thu_tuc/khac/1.000009.yaml");

    fs::remove_dir_all(folder.path().join("c/thu_tuc")).unwrap();
    assert_eq!(indexed(&folder), "0 added, 6 removed, 0 kept");
    assert_eq!(all(&folder), Vec::<String>::new());
}

/// Of files and folders that had rested when they were indexed, names are not read again: the folders tell.
#[test]
fn a_catalogue_at_rest_is_followed_as_well() {
    type Change = fn(&Folder);
    let changes: [(Change, &str); 6] = [
        (|_| (), "0 added, 0 removed, 6 kept"),
        (
            |folder| folder.write(&path_of("1.000009"), procedure("1.000009", "Thành lập hội").as_bytes()),
            "1 added, 0 removed, 6 kept",
        ),
        (
            |folder| {
                let path = "c/thu_tuc/moi/moi hon/1.000009.yaml";
                folder.write(path, procedure("1.000009", "Thành lập hội").as_bytes());
            },
            "1 added, 0 removed, 6 kept",
        ),
        (
            |folder| fs::remove_file(folder.path().join(path_of("1.000003"))).unwrap(),
            "0 added, 1 removed, 5 kept",
        ),
        (
            |folder| {
                let path = folder.path().join(path_of("1.000001"));
                let modified = fs::metadata(&path).unwrap().modified().unwrap();
                fs::write(&path, procedure("1.000001", "Đăng ký khai tang")).unwrap();
                let file = File::options().write(true).open(&path).unwrap();
                file.set_times(FileTimes::new().set_modified(modified)).unwrap();
            },
            "1 added, 1 removed, 5 kept",
        ),
        // What is no procedure changes nothing.
        (
            |folder| folder.write("c/thu_tuc/ghi chu.txt", b"nothing"),
            "0 added, 0 removed, 6 kept",
        ),
    ];
    let folders: Vec<_> = changes.iter().map(|_| small()).collect();
    std::thread::sleep(Duration::from_millis(2100));
    for ((change, done), folder) in changes.iter().zip(&folders) {
        assert_eq!(indexed(folder), "6 added, 0 removed, 0 kept");
        change(folder);
        assert_eq!(indexed(folder), *done);
        assert_eq!(all(folder).len() as u64, said_to_be_there(done), "{done}");
    }
}

/// How many procedures there are, as `tthc index` says it.
fn said_to_be_there(done: &str) -> u64 {
    let numbers = done
        .split(", ")
        .map(|part| part.split(' ').next().unwrap().parse::<u64>());
    let numbers: Vec<u64> = numbers.collect::<Result<_, _>>().unwrap();
    numbers[0] + numbers[2]
}

#[test]
fn a_broken_file_is_named_and_the_others_are_found() {
    let folder = small();
    let sound = procedure("1.000002", "Đăng ký kết hôn");
    for cold in [true, false] {
        if cold {
            folder.write(&path_of("1.000002"), b"ma: 1.000002\nten: [hong\n");
        } else {
            folder.write(&path_of("1.000002"), b"\xff\xfe\x00");
        }
        // Named each time, not only by who noticed first.
        for _ in 0..2 {
            let output = run(&folder, &["search", "--sort", "code", "--format", "json"]);
            assert_eq!(
                codes(&json(&output)),
                ["1.000001", "1.000003", "1.000004", "1.000005", "1.000006"]
            );
            assert_eq!(
                warnings(&output),
                "warning: c: 1 file(s) could not be read and are not found: thu_tuc/thu/1.000002.yaml; run `tthc check` \
                 to see why\n"
            );
        }
        folder.write(&path_of("1.000002"), sound.as_bytes());
        assert_eq!(all(&folder).len(), 6);
    }
    for n in 0..7 {
        folder.write(&path_of(&format!("9.00000{n}")), b"hong");
    }
    let output = tthc(folder.path(), &["--catalogue", "c", "--index", "/dev/null/x", "search"]);
    assert!(
        warnings(&output).contains("9.000004.yaml and 2 more; run"),
        "{}",
        warnings(&output)
    );
}

#[test]
fn the_clock_is_not_trusted() {
    let folder = small();
    let path = folder.path().join(path_of("1.000001"));
    let hour = Duration::from_secs(3600);
    let set = |time: SystemTime| {
        let file = File::options().write(true).open(&path).unwrap();
        file.set_times(FileTimes::new().set_modified(time)).unwrap();
    };
    assert_eq!(indexed(&folder), "6 added, 0 removed, 0 kept");
    let names = ["Đăng ký khai tang", "Đăng ký khai tinh"];
    let times = [
        SystemTime::now() + 24 * hour,
        SystemTime::now() - 24 * hour,
        SystemTime::UNIX_EPOCH,
        SystemTime::UNIX_EPOCH - hour,
    ];
    for time in times {
        set(time);
        assert_eq!(indexed(&folder), "0 added, 0 removed, 6 kept");
        for name in names {
            // The same size and the same time: only the inode tells.
            fs::write(&path, procedure("1.000001", name)).unwrap();
            set(time);
            let results = json(&run(&folder, &["search", "--format", "json", name]));
            assert_eq!(results["hits"][0]["name"], name);
        }
    }
}

#[test]
fn several_processes_at_once_all_answer_right() {
    let folder = small();
    let args = with_places(&["search", "--sort", "code", "--format", "json"]);
    for (round, processes) in [(0, 8), (1, 8), (2, 2)] {
        let name = format!("Việc lần {round}");
        folder.write(&path_of("1.000003"), procedure("1.000003", &name).as_bytes());
        if round == 1 {
            folder.write(&path_of("1.000007"), procedure("1.000007", "Việc mới").as_bytes());
        }
        let running: Vec<_> = (0..processes).map(|_| start(folder.path(), &args)).collect();
        for process in running {
            let output = process.wait_with_output().unwrap();
            let results = json(&output);
            // On a machine that has no time one may wait too long, and then says so.
            if warnings(&output) != BEHIND {
                assert_eq!(warnings(&output), "");
                assert_eq!(results["total"], if round == 0 { 6 } else { 7 });
                assert_eq!(results["hits"][2]["name"], name.as_str());
            }
        }
    }
    assert_eq!(indexed(&folder), "0 added, 0 removed, 7 kept");
}

#[test]
fn a_process_killed_at_any_moment_leaves_nothing_wrong() {
    let folder = small();
    // More of them, so that there is something to be killed in.
    for n in 0..30 {
        let code = format!("2.0000{n:02}");
        folder.write(&path_of(&code), procedure(&code, &format!("Việc thứ {n}")).as_bytes());
    }
    let started = Instant::now();
    assert_eq!(indexed(&folder), "36 added, 0 removed, 0 kept");
    let whole = started.elapsed();
    let mut killed = 0;
    for round in 0..12_u32 {
        let cold = round % 2 == 0;
        if cold {
            fs::remove_dir_all(index_folder(&folder).join("index")).unwrap();
        }
        let name = format!("Việc của lần {round}");
        folder.write(&path_of("2.000000"), procedure("2.000000", &name).as_bytes());
        let mut process = start(folder.path(), &with_places(&["index"]));
        // Spread over the time it takes, and not the same in each run of the test; the first is killed in any case.
        let random = SystemTime::now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap()
            .subsec_nanos();
        let place = if round == 0 { 0 } else { round * 16 + random % 16 };
        std::thread::sleep(whole.mul_f64(f64::from(place) / 192.0));
        process.kill().unwrap();
        killed += usize::from(!process.wait().unwrap().success());
        let output = run(
            &folder,
            &["search", "--sort", "code", "--limit", "100", "--format", "json"],
        );
        let results = json(&output);
        assert_eq!(warnings(&output), "", "round {round}");
        assert_eq!(results["total"], 36, "round {round}");
        assert_eq!(results["hits"][6]["name"], name.as_str(), "round {round}");
        assert_eq!(indexed(&folder), "0 added, 0 removed, 36 kept", "round {round}");
    }
    assert!(killed > 0, "every process was done before it was killed");
}

#[test]
fn an_index_of_another_version_is_left_alone_and_a_useless_one_made_anew() {
    let folder = small();
    folder.write("index/tthc-search/0123456789abcdef/index/meta.json", b"{}");
    folder.write("index/tthc-search/0123456789abcdef/lock", b"");
    folder.write("index/tthc-search/hong", b"hong");
    assert_eq!(indexed(&folder), "6 added, 0 removed, 0 kept");
    assert!(folder.path().join("index/tthc-search/0123456789abcdef/lock").exists());
    fs::remove_dir_all(folder.path().join("index/tthc-search/0123456789abcdef")).unwrap();
    fs::remove_file(folder.path().join("index/tthc-search/hong")).unwrap();

    let ours = index_folder(&folder);
    for entry in fs::read_dir(&ours).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.file_name().unwrap().to_string_lossy().starts_with("files-") {
            fs::remove_file(entry).unwrap();
        }
    }
    assert_eq!(indexed(&folder), "6 added, 0 removed, 0 kept");

    // Rubbish of whoever was here before.
    fs::write(ours.join("files-0-hong"), b"hong").unwrap();
    fs::write(ours.join("index/hong.idx"), b"hong").unwrap();
    fs::create_dir(ours.join("thu-muc")).unwrap();
    assert_eq!(indexed(&folder), "0 added, 0 removed, 6 kept");

    fs::remove_dir_all(folder.path().join("index")).unwrap();
    assert_eq!(found(&folder, "khai sinh")[0], "1.000001");
    assert_eq!(indexed(&folder), "0 added, 0 removed, 6 kept");
}

#[test]
fn where_nothing_can_be_written_the_answer_comes_from_memory() {
    let folder = small();
    let args = ["search", "giay phep xay dung", "--format", "json"];
    let on_disk = json(&run(&folder, &args));
    folder.write("tep", b"");
    folder.write("day/tthc-search", b"");
    for place in ["/dev/null/x", "tep", "day"] {
        let places = ["--catalogue", "c", "--index", place];
        let output = tthc(folder.path(), &[&places as &[_], &args].concat());
        assert_eq!(json(&output), on_disk, "{place}");
        assert_eq!(warnings(&output), "", "{place}");
    }
    let said = stdout(
        &tthc(folder.path(), &["--catalogue", "c", "--index", "tep", "index"]),
        0,
    );
    assert!(said.starts_with("6 added, 0 removed, 0 kept; in memory ("), "{said}");
    assert_eq!(fs::read(folder.path().join("tep")).unwrap(), b"");
}

/// What is written breaks off in the middle, as it does on a full disk; when there is room again, the index is made there.
#[test]
fn on_a_full_disk_the_answer_comes_from_memory() {
    let folder = small();
    let args = ["search", "giay phep xay dung", "--format", "json"];
    let on_disk = json(&run(&folder, &args));
    let places = ["--catalogue", "c", "--index", "day"];
    let with_little_room = |args: &[&str]| {
        let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$@\"";
        let mut bash = Command::new("bash");
        bash.args(["-c", script, env!("CARGO_BIN_EXE_tthc")]);
        bash.args(places).args(args).current_dir(folder.path()).output()
    };
    let Ok(output) = with_little_room(&args) else {
        eprintln!("skipped: no bash");
        return;
    };
    assert_eq!(json(&output), on_disk);
    assert_eq!(warnings(&output), "");
    let said = stdout(&with_little_room(&["index"]).unwrap(), 0);
    assert!(said.starts_with("6 added, 0 removed, 0 kept; in memory ("), "{said}");
    let output = tthc(folder.path(), &[&places[..], &["index"]].concat());
    let said = stdout(&output, 0);
    assert!(said.starts_with("6 added, 0 removed, 0 kept; day"), "{said}");
}

#[test]
fn searching_goes_on_while_another_process_holds_the_index() {
    let folder = small();
    // A file changed just before is looked at again.
    std::thread::sleep(Duration::from_millis(2100));
    all(&folder);
    let lock = hold(&folder);
    // Nothing changed, so nobody is waited for.
    assert_eq!(all(&folder).len(), 6);
    folder.write(
        &path_of("1.000001"),
        procedure("1.000001", "Đăng ký khai tử").as_bytes(),
    );
    let started = Instant::now();
    let output = run(&folder, &["search", "--format", "json", "khai sinh"]);
    let waited = started.elapsed();
    assert_eq!(codes(&json(&output))[0], "1.000001");
    assert_eq!(warnings(&output), BEHIND);
    assert!(
        waited > Duration::from_secs(2) && waited < Duration::from_secs(20),
        "{waited:?}"
    );
    lock.unlock().unwrap();
    assert_eq!(indexed(&folder), "1 added, 1 removed, 5 kept");
    assert_eq!(found(&folder, "khai tu"), ["1.000001"]);
}

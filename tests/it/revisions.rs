//! What a revision can be, which two are compared, and what of them is read.

use std::io::{Cursor, Write};
use std::path::Path;
use std::process::Output;

use tthc::catalogue::lineage::Confirmed;
use tthc::catalogue::pair::Pair;
use tthc::catalogue::revision::{Revision, Revisions};
use tthc::catalogue::yaml;
use tthc::diff;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::{Folder, failure, git, root, stdout, tthc_in_columns};

/// Runs `tthc` in a pipe, where no line is broken.
fn tthc(folder: &Path, args: &[&str]) -> Output {
    tthc_in_columns(folder, args, None)
}

const HEAD: &str = "ten: Thử\nngay: 01/07/2026\n";

fn procedure(code: &str, days: u32) -> String {
    format!(
        "ma: {code}
ten: Đăng ký thử {code}
cap_thuc_hien: [Cấp xã]
linh_vuc: Thử
trinh_tu: [{{ten: Nộp hồ sơ}}]
cach_thuc:
  - hinh_thuc: Trực tiếp
    thoi_han: {days:02} ngày làm việc
"
    )
}

fn path_of(code: &str) -> String {
    format!("thu_tuc/thu/{code}.yaml")
}

/// A folder with a revision for each number of days, named 1, 2, 3 …
fn revisions(days: &[u32]) -> Folder {
    let folder = Folder::new(&[]);
    for (at, days) in days.iter().enumerate() {
        let revision = format!("catalogue/{}", at + 1);
        folder.write(&format!("{revision}/catalogue.yaml"), HEAD.as_bytes());
        for (code, days) in [("1.000001", *days), ("1.000002", 20)] {
            folder.write(
                &format!("{revision}/{}", path_of(code)),
                procedure(code, days).as_bytes(),
            );
        }
    }
    folder
}

fn commit(folder: &Folder) {
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-qm", "công bố"]);
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// The first line of a comparison without arguments.
fn compared(folder: &Folder) -> String {
    first_line(&stdout(&tthc(folder.path(), &["diff"]), 0)).to_owned()
}

fn packed(files: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn packed_revision(prefix: &str, days: u32) -> Vec<u8> {
    let name = |path: &str| format!("{prefix}{path}");
    let files = [
        (name("catalogue.yaml"), HEAD.to_owned()),
        (name(&path_of("1.000001")), procedure("1.000001", days)),
        (name(&path_of("1.000002")), procedure("1.000002", 20)),
    ];
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    packed(&files)
}

/// The same bytes with every `from` replaced by a `to` of the same length.
fn patched(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut found = false;
    for at in 0..=bytes.len() - from.len() {
        if bytes[at..].starts_with(from) {
            bytes[at..at + to.len()].copy_from_slice(to);
            found = true;
        }
    }
    assert!(found);
    bytes
}

#[test]
fn without_git_the_newest_revision_is_compared_with_the_one_before() {
    assert_eq!(compared(&revisions(&[9, 8, 7])), "So sánh 2 với 3");
    let only = revisions(&[9]);
    insta::assert_snapshot!(failure(&tthc(only.path(), &["diff"])), @r"
    error: there is no revision before 1: no older folder beside it, and no other state of it in the last commit
    hint: name two revisions: tthc diff OLD NEW
    ");
}

#[test]
fn what_is_not_committed_is_compared_with_what_is() {
    let folder = revisions(&[9, 8]);
    commit(&folder);
    assert_eq!(compared(&folder), "So sánh 1 với 2");
    folder.write("catalogue/2/ghi-chu.txt", b"x");
    folder.write(
        &format!("catalogue/1/{}", path_of("1.000001")),
        procedure("1.000001", 1).as_bytes(),
    );
    assert_eq!(compared(&folder), "So sánh 1 với 2", "neither is the newest revision's");
    let newest = format!("catalogue/2/{}", path_of("1.000001"));
    folder.write(&newest, procedure("1.000001", 6).as_bytes());
    let text = stdout(&tthc(folder.path(), &["diff"]), 0);
    assert_eq!(first_line(&text), "So sánh HEAD:catalogue/2 với 2");
    assert!(text.contains("giảm từ 08 xuống 06 ngày làm việc"), "{text}");
    git(folder.path(), &["add", "-A"]);
    assert_eq!(
        compared(&folder),
        "So sánh HEAD:catalogue/2 với 2",
        "staged is not committed"
    );
    git(folder.path(), &["commit", "-qm", "sửa"]);
    assert_eq!(compared(&folder), "So sánh 1 với 2");
}

#[test]
fn files_added_and_removed_are_changes_too() {
    let folder = revisions(&[9, 8]);
    commit(&folder);
    let extra = format!("catalogue/2/{}", path_of("1.000003"));
    folder.write(&extra, procedure("1.000003", 5).as_bytes());
    let text = stdout(&tthc(folder.path(), &["diff"]), 0);
    assert!(
        text.starts_with("So sánh HEAD:catalogue/2 với 2") && text.contains("Mới 1;"),
        "{text}"
    );
    std::fs::remove_file(folder.path().join(extra)).unwrap();
    assert_eq!(compared(&folder), "So sánh 1 với 2");
    std::fs::remove_file(folder.path().join(format!("catalogue/2/{}", path_of("1.000001")))).unwrap();
    let text = stdout(&tthc(folder.path(), &["diff"]), 0);
    assert!(
        text.starts_with("So sánh HEAD:catalogue/2 với 2") && text.contains("bãi bỏ 1;"),
        "{text}"
    );
}

#[test]
fn a_revision_never_committed_is_compared_with_the_one_before() {
    let folder = revisions(&[9, 8]);
    commit(&folder);
    let newest = revisions(&[9, 8, 7]);
    for file in ["catalogue.yaml".to_owned(), path_of("1.000001"), path_of("1.000002")] {
        let bytes = std::fs::read(newest.path().join("catalogue/3").join(&file)).unwrap();
        folder.write(&format!("catalogue/3/{file}"), &bytes);
    }
    assert_eq!(compared(&folder), "So sánh 2 với 3");
}

#[test]
fn a_change_in_the_tick_of_the_commit_is_seen() {
    let folder = revisions(&[9]);
    commit(&folder);
    let path = format!("catalogue/1/{}", path_of("1.000001"));
    for days in [8, 7, 6] {
        folder.write(&path, procedure("1.000001", days).as_bytes());
        let text = stdout(&tthc(folder.path(), &["diff"]), 0);
        assert!(text.contains(&format!("xuống {days:02} ngày làm việc")), "{text}");
        git(folder.path(), &["commit", "-qam", "sửa"]);
    }
}

#[test]
fn any_name_git_knows_is_a_revision() {
    let folder = revisions(&[9]);
    commit(&folder);
    git(folder.path(), &["tag", "-a", "cong-bo", "-m", "công bố"]);
    let path = format!("catalogue/1/{}", path_of("1.000001"));
    folder.write(&path, procedure("1.000001", 6).as_bytes());
    git(folder.path(), &["commit", "-qam", "sửa"]);
    for (old, name) in [
        ("cong-bo", "cong-bo:catalogue/1"),
        ("HEAD~1", "HEAD~1:catalogue/1"),
        ("HEAD^", "HEAD^:catalogue/1"),
        ("cong-bo:catalogue/1/", "cong-bo:catalogue/1/"),
        ("cong-bo^{commit}", "cong-bo^{commit}:catalogue/1"),
    ] {
        for new in ["HEAD", "catalogue/1"] {
            let text = stdout(&tthc(folder.path(), &["diff", old, new]), 0);
            assert!(text.starts_with(&format!("So sánh {name} với ")), "{text}");
            assert!(
                text.contains("sửa đổi, bổ sung 1;") && text.contains("không đổi 1\n"),
                "{text}"
            );
        }
    }
}

#[test]
fn archives_are_revisions_wherever_the_folder_stands_in_them() {
    let folder = revisions(&[9, 8]);
    folder.write("a.zip", &packed_revision("", 7));
    folder.write("b.ZIP", &packed_revision("2026-07-01/", 6));
    let windows = packed_revision("catalogue/2026/", 5);
    folder.write("c.zip", &patched(windows, b"/thu/", b"\\thu\\"));
    folder.write("catalogue/d.zip", &packed_revision("./", 4));
    for (old, new, days) in [
        ("a.zip", "b.ZIP", [7, 6]),
        ("b.ZIP", "c.zip", [6, 5]),
        ("c.zip", "d.zip", [5, 4]),
        ("2", "a.zip", [8, 7]),
        ("a.zip", "a.zip", [7, 7]),
    ] {
        let text = stdout(&tthc(folder.path(), &["diff", old, new]), 0);
        assert!(text.starts_with(&format!("So sánh {old} với {new}")), "{text}");
        let said = format!("giảm từ {:02} xuống {:02} ngày làm việc", days[0], days[1]);
        assert_eq!(text.contains(&said), days[0] != days[1], "{text}");
    }
    for args in [
        &["search", "đăng ký thử", "--revision", "b.ZIP"][..],
        &["show", "1.000001", "--revision", "b.ZIP"],
        &["show", "1.000001", "--catalogue", "b.ZIP"],
        &["check", "b.ZIP"],
    ] {
        let output = tthc(folder.path(), args);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("thử") || text.contains("2 thủ tục"), "{args:?}: {text}");
    }
    commit(&folder);
    let text = stdout(&tthc(folder.path(), &["diff", "HEAD", "a.zip"]), 0);
    assert!(
        text.contains("sửa đổi, bổ sung 1;") && text.contains("không đổi 1\n"),
        "{text}"
    );
}

#[test]
fn what_macos_packs_beside_the_files_is_not_read() {
    let folder = revisions(&[9]);
    let archive = packed(&[
        ("2026/catalogue.yaml", HEAD),
        ("__MACOSX/2026/._catalogue.yaml", "x"),
        ("__MACOSX/catalogue.yaml", "x"),
    ]);
    folder.write("a.zip", &archive);
    stdout(&tthc(folder.path(), &["diff", "a.zip", "1"]), 0);
}

#[test]
fn an_archive_that_cannot_be_trusted_is_refused() {
    let folder = revisions(&[9]);
    let sound = || packed_revision("r/", 7);
    let central = |bytes: &[u8]| bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    let mut locked = sound();
    let at = central(&locked);
    locked[6] |= 1;
    locked[at + 8] |= 1;
    let mut bomb = sound();
    bomb[at + 24..at + 28].copy_from_slice(&0x7fff_ffff_u32.to_le_bytes());
    let mut shared = sound();
    let second = at + 4 + central(&shared[at + 4..]);
    shared[second + 42..second + 46].copy_from_slice(&0_u32.to_le_bytes());
    let mut method = sound();
    method[at + 10] = 12;
    let half = sound()[..at].to_vec();
    let cases: [(&str, Vec<u8>, &str); 12] = [
        ("half", half, "not a whole zip archive, perhaps cut off"),
        (
            "text",
            b"ma: 1.000001\n".to_vec(),
            "not a whole zip archive, perhaps cut off",
        ),
        ("empty", Vec::new(), "not a whole zip archive, perhaps cut off"),
        (
            "twice",
            patched(sound(), b"1.000002", b"1.000001"),
            "a file twice: r/thu_tuc/thu/1.000001.yaml",
        ),
        (
            "name",
            patched(sound(), b"thu/1.000002", b"thu/1.00000\xff"),
            "not UTF-8",
        ),
        (
            "outside",
            patched(sound(), b"r/thu_tuc", b"../hu_tuc"),
            "leads out of the folder",
        ),
        (
            "absolute",
            patched(sound(), b"r/thu_tuc", b"/rthu_tuc"),
            "leads out of the folder",
        ),
        ("locked", locked, "locked with a password"),
        ("bomb", bomb, "unpacks to far more than a catalogue"),
        ("shared", shared, "unpacks to far more than a catalogue"),
        ("method", method, "packed by a method that is not read here"),
        (
            "headless",
            packed(&[("thu_tuc/thu/1.000001.yaml", "")]),
            "no catalogue.yaml in it",
        ),
    ];
    for (name, bytes, expected) in cases {
        let archive = format!("{name}.zip");
        folder.write(&archive, &bytes);
        let error = failure(&tthc(folder.path(), &["diff", &archive, "1"]));
        let said = format!("cannot use {archive}: ");
        assert!(error.contains(&said) && error.contains(expected), "{name}: {error}");
    }
    let two = packed(&[("a/catalogue.yaml", HEAD), ("b/catalogue.yaml", HEAD)]);
    folder.write("two.zip", &two);
    let error = failure(&tthc(folder.path(), &["search", "x", "--revision", "two.zip"]));
    assert!(error.contains("several revisions (a/, b/)"), "{error}");
}

#[test]
fn a_file_damaged_inside_an_archive_is_named() {
    let folder = revisions(&[9]);
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("catalogue.yaml", HEAD.to_owned()),
        ("thu_tuc/thu/1.000001.yaml", procedure("1.000001", 8)),
    ] {
        archive.start_file(name, stored).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    let bytes = archive.finish().unwrap().into_inner();
    folder.write("a.zip", &patched(bytes, b"08 ng", b"07 ng"));
    let error = failure(&tthc(folder.path(), &["diff", "1", "a.zip"]));
    assert!(
        error.contains("thu_tuc/thu/1.000001.yaml") && error.contains("damaged"),
        "{error}"
    );
}

#[test]
fn broken_files_are_all_named_and_left_out_only_when_asked() {
    let folder = revisions(&[9, 8]);
    folder.write("catalogue/2/thu_tuc/thu/1.000003.yaml", b"ma: 1.000003\nten: [\n");
    folder.write(
        "catalogue/2/thu_tuc/thu/1.000004.yaml",
        b"ma: 1.000004\nten: x\nla: y\n",
    );
    folder.write("catalogue/1/thu_tuc/thu/1.000005.yaml", b"");
    let error = failure(&tthc(folder.path(), &["diff"]));
    insta::assert_snapshot!(error, @r"
    error: revision 1: 1 file(s) with mistakes
      thu_tuc/thu/1.000005.yaml:1:1: tệp trống
    revision 2: 2 file(s) with mistakes
      thu_tuc/thu/1.000003.yaml:2:6: thiếu dấu ngoặc đóng
      thu_tuc/thu/1.000004.yaml:3:1: không có khóa «la»
    hint: correct the files (tthc check REVISION says how), or compare the sound ones with --keep-going
    ");
    let output = tthc(folder.path(), &["diff", "--keep-going"]);
    let warnings = String::from_utf8(output.stderr.clone()).unwrap();
    insta::assert_snapshot!(warnings, @r"
    warning: left out: revision 1: 1 file(s) with mistakes
      thu_tuc/thu/1.000005.yaml:1:1: tệp trống
    warning: left out: revision 2: 2 file(s) with mistakes
      thu_tuc/thu/1.000003.yaml:2:6: thiếu dấu ngoặc đóng
      thu_tuc/thu/1.000004.yaml:3:1: không có khóa «la»
    ");
    assert!(stdout(&output, 0).contains("sửa đổi, bổ sung 1;"));
}

/// Nobody knows what became of them: they are neither new nor gone nor replaced.
#[test]
fn what_cannot_be_read_is_not_taken_for_abolished_or_new() {
    let folder = revisions(&[9, 8]);
    for (revision, other, code) in [("1", "2", "1.000003"), ("2", "1", "1.000004")] {
        let path = |revision: &str| format!("catalogue/{revision}/thu_tuc/thu/{code}.yaml");
        folder.write(&path(revision), procedure(code, 5).as_bytes());
        folder.write(&path(other), format!("so_bo: hai\n{}", procedure(code, 5)).as_bytes());
    }
    // A file whose name is no code says it inside.
    let named = "thu_tuc/thu/thu-lai.yaml";
    folder.write(&format!("catalogue/1/{named}"), procedure("1.000005", 5).as_bytes());
    let wrong = format!("{}so_bo: hai\n", procedure("1.000005", 5));
    folder.write(&format!("catalogue/2/{named}"), wrong.as_bytes());
    assert_eq!(codes_of(&folder, &["1", "2"]), ["1.000001"]);
    commit(&folder);
    assert_eq!(
        codes_of(&folder, &["HEAD:catalogue/1", "HEAD:catalogue/2"]),
        ["1.000001"]
    );
}

/// Nothing inside it counts, not the code either: its name tells which procedure nobody can say anything of.
#[test]
fn what_is_too_large_to_be_read_is_known_by_its_name() {
    let folder = revisions(&[9, 8]);
    let path = path_of("1.000005");
    folder.write(&format!("catalogue/1/{path}"), procedure("1.000005", 5).as_bytes());
    let mut large = procedure("1.000006", 5).into_bytes();
    large.resize(yaml::MAX_BYTES + 1, b'#');
    folder.write(&format!("catalogue/2/{path}"), &large);
    assert_eq!(codes_of(&folder, &["1", "2"]), ["1.000001"]);
}

/// The procedures that a comparison of sound files tells of.
fn codes_of(folder: &Folder, revisions: &[&str; 2]) -> Vec<String> {
    let rest = ["--keep-going", "--format", "json"];
    let output = tthc(folder.path(), &[&["diff"], &revisions[..], &rest].concat());
    let diff: serde_json::Value = serde_json::from_str(&stdout(&output, 0)).unwrap();
    let procedures = diff["procedures"].as_array().unwrap();
    let codes = procedures
        .iter()
        .map(|procedure| procedure["code"].as_str().unwrap().to_owned());
    codes.collect()
}

#[test]
fn a_file_broken_alike_in_both_is_no_difference() {
    let folder = revisions(&[9, 8]);
    for revision in ["1", "2"] {
        folder.write(
            &format!("catalogue/{revision}/thu_tuc/thu/1.000003.yaml"),
            b"ma: 1.000003\nten: [\n",
        );
    }
    stdout(&tthc(folder.path(), &["diff"]), 0);
}

#[test]
fn a_code_twice_is_said_also_when_one_file_is_the_same() {
    let folder = revisions(&[9, 8]);
    folder.write(
        "catalogue/2/thu_tuc/khac/1.000002.yaml",
        procedure("1.000002", 3).as_bytes(),
    );
    for git_too in [false, true] {
        if git_too {
            commit(&folder);
        }
        let names = if git_too {
            ["HEAD:catalogue/1", "HEAD:catalogue/2"]
        } else {
            ["1", "2"]
        };
        let args = ["diff", names[0], names[1]];
        let error = failure(&tthc(folder.path(), &args));
        assert!(
            error.contains("thu_tuc/thu/1.000002.yaml:1:5: mã 1.000002 đã dùng ở thu_tuc/khac/1.000002.yaml"),
            "{error}"
        );
        // The first by path counts, as it does everywhere: the same file behind it is not what is compared.
        let text = stdout(
            &tthc(
                folder.path(),
                &[&args[..], &["--keep-going", "--code", "1.000002"]].concat(),
            ),
            0,
        );
        assert!(text.contains("giảm từ 20 xuống 03 ngày làm việc"), "{text}");
    }
}

#[test]
fn a_file_with_a_wrong_name_is_not_taken_for_what_it_is_named() {
    let folder = revisions(&[9, 8]);
    for revision in ["1", "2"] {
        let path = format!("catalogue/{revision}/thu_tuc/a/1.000001.yaml");
        folder.write(&path, procedure("1.000009", 3).as_bytes());
        let path = format!("catalogue/{revision}/thu_tuc/a/khong-phai-ma.yaml");
        folder.write(&path, procedure("1.000010", 3).as_bytes());
    }
    commit(&folder);
    for names in [["1", "2"], ["HEAD:catalogue/1", "HEAD:catalogue/2"]] {
        let text = stdout(&tthc(folder.path(), &["diff", names[0], names[1]]), 0);
        assert!(
            text.contains("sửa đổi, bổ sung 1;") && text.contains("không đổi 3\n"),
            "{text}"
        );
    }
}

#[test]
fn a_file_that_moved_is_the_same_procedure() {
    let folder = revisions(&[9, 9]);
    let from = folder.path().join("catalogue/2/thu_tuc/thu/1.000001.yaml");
    folder.write("catalogue/2/thu_tuc/moi/1.000001.yaml", &std::fs::read(&from).unwrap());
    std::fs::remove_file(from).unwrap();
    commit(&folder);
    for names in [["1", "2"], ["HEAD:catalogue/1", "HEAD:catalogue/2"]] {
        let text = stdout(&tthc(folder.path(), &["diff", names[0], names[1], "--exit-code"]), 0);
        assert!(text.contains("không đổi 2\n"), "{text}");
    }
}

#[test]
fn a_procedure_that_did_not_change_is_known() {
    let folder = revisions(&[9, 8]);
    let text = stdout(
        &tthc(
            folder.path(),
            &["diff", "--code", " 1.000002.000.00.00.H17", "--exit-code"],
        ),
        0,
    );
    assert!(
        text.contains("1.000002") && text.contains("không đổi từ 1 đến 2"),
        "{text}"
    );
    let error = failure(&tthc(folder.path(), &["diff", "--code", "1.000009"]));
    assert!(error.contains("no procedure 1.000009 in 1 or 2"), "{error}");
}

/// Both ways of reading say the same.
fn agree(old: &Revision, new: &Revision) {
    let pair = Pair::load(old.clone(), new.clone(), &Confirmed::none()).unwrap();
    let by_parts = diff::compare_pair(&pair, &Confirmed::none());
    let (old, new) = (old.clone().load().unwrap(), new.clone().load().unwrap());
    let in_full = diff::compare(&old.catalogue, &new.catalogue, &Confirmed::none());
    assert_eq!(by_parts, in_full);
}

#[test]
fn reading_what_differs_finds_what_reading_everything_finds() {
    let revisions = Revisions::new(root().join("catalogue"));
    let (old, new) = (
        revisions.find("2025-06-30").unwrap(),
        revisions.find("2026-07-01").unwrap(),
    );
    agree(&old, &new);
    agree(&new, &old);
    agree(&new, &new);
}

#[test]
fn any_two_revisions_compare_the_same_in_parts_and_in_full() {
    arbtest::arbtest(|u| {
        let folder = Folder::new(&[]);
        for revision in ["1", "2"] {
            folder.write(&format!("{revision}/catalogue.yaml"), HEAD.as_bytes());
            for _ in 0..u.int_in_range(0..=8)? {
                // Few names, codes and values, so that files are the same, move, and have each other's codes.
                let place = u.choose(&["a", "b", "c"])?;
                let code = format!("1.00000{}", u.int_in_range(1..=4)?);
                let name = if u.ratio(1, 4)? { "1.000001" } else { &code };
                let text = procedure(&code, u.int_in_range(1..=3)?);
                let text = if u.ratio(1, 6)? {
                    format!("# ghi chú\n{text}")
                } else {
                    text
                };
                folder.write(&format!("{revision}/thu_tuc/{place}/{name}.yaml"), text.as_bytes());
            }
        }
        let revisions = Revisions::new(folder.path());
        agree(&revisions.find("1").unwrap(), &revisions.find("2").unwrap());
        Ok(())
    })
    .budget_ms(3_000);
}

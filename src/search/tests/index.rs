//! The index on disk: made once, refreshed by content, never something a user must repair; and what queries find.

use std::fs;
use std::path::{Path, PathBuf};

use super::super::*;
use crate::catalogue::Catalogue;
use crate::catalogue::files::Files;
use crate::catalogue::revision::Revisions;

const PROCEDURES: [(&str, &str, &str, &str); 5] = [
    ("1.000001", "Thủ tục đăng ký khai sinh", "Hộ tịch", "Cấp xã"),
    ("1.000002", "Đăng ký kết hôn", "Hộ tịch", "Cấp xã"),
    (
        "1.000003",
        "Cấp giấy phép xây dựng nhà ở riêng lẻ",
        "Xây dựng",
        "Cấp xã",
    ),
    ("1.000004", "Cấp lại giấy phép xây dựng", "Xây dựng", "Cấp tỉnh"),
    ("1.000005", "Công bố hoá chất nguy hiểm", "Hóa chất", "Cấp tỉnh"),
];

fn write(root: &Path, code: &str, name: &str, field: &str, level: &str) {
    let folder = root.join("catalogue/r/thu_tuc/thu");
    fs::create_dir_all(&folder).unwrap();
    let text = format!(
        "ma: {code}\nten: {name}\nlinh_vuc: {field}\ncap_thuc_hien: [{level}]\nco_quan_thuc_hien: [Sở Thử]\n\
         trinh_tu: [{{ten: Nộp hồ sơ, noi_dung: Nộp tại Trung tâm Phục vụ hành chính công}}]\n\
         cach_thuc: [{{hinh_thuc: Trực tiếp, thoi_han: 05 ngày làm việc}}]\n\
         can_cu_phap_ly: [{{so_hieu: 123/2015/NĐ-CP}}]\n"
    );
    fs::write(folder.join(format!("{code}.yaml")), text).unwrap();
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("catalogue/r")).unwrap();
    fs::write(
        folder.path().join("catalogue/r/catalogue.yaml"),
        "ten: Thử\nngay: 01/07/2026\n",
    )
    .unwrap();
    for (code, name, field, level) in PROCEDURES {
        write(folder.path(), code, name, field, level);
    }
    folder
}

fn catalogue(root: &Path) -> Catalogue {
    Revisions::new(root.join("catalogue"))
        .newest()
        .unwrap()
        .load()
        .unwrap()
        .catalogue
}

fn open(root: &Path) -> Search {
    let files = Files::Folder(root.join("catalogue/r"));
    Search::open(&files, root, Some(&root.join("index"))).unwrap()
}

fn codes(search: &Search, query: &Query) -> Vec<String> {
    search
        .find(query)
        .unwrap()
        .hits
        .into_iter()
        .map(|hit| hit.code)
        .collect()
}

fn first(search: &Search, words: &str) -> String {
    codes(search, &Query::words(words))
        .into_iter()
        .next()
        .unwrap_or_default()
}

#[test]
fn only_what_changed_is_indexed_again() {
    let folder = folder();
    let counts = |search: &Search| {
        let done = search.refreshed();
        (done.added, done.removed, done.kept)
    };
    assert_eq!(counts(&open(folder.path())), (5, 0, 0));
    assert_eq!(counts(&open(folder.path())), (0, 0, 5));
    write(
        folder.path(),
        "1.000002",
        "Đăng ký kết hôn lưu động",
        "Hộ tịch",
        "Cấp xã",
    );
    fs::remove_file(folder.path().join("catalogue/r/thu_tuc/thu/1.000005.yaml")).unwrap();
    let refreshed = open(folder.path());
    assert_eq!((refreshed.refreshed().added, refreshed.refreshed().kept), (1, 3));
    assert_eq!(first(&refreshed, "ket hon luu dong"), "1.000002");
    assert!(!codes(&refreshed, &Query::words("hoá chất")).contains(&"1.000005".to_owned()));
    let fresh = Search::in_memory(&catalogue(folder.path())).unwrap();
    for words in ["", "đăng ký", "giay phep xay dung", "123/2015"] {
        assert_eq!(
            codes(&refreshed, &Query::words(words)),
            codes(&fresh, &Query::words(words)),
            "{words}"
        );
    }
}

#[test]
fn what_is_asked_while_opening_is_answered_from_the_files_of_now() {
    let folder = folder();
    let root = folder.path();
    let ask = |words: &str| {
        let files = Files::Folder(root.join("catalogue/r"));
        let (_, codes) = Search::open_and(&files, root, Some(&root.join("index")), |search| {
            codes(search, &Query::words(words))
        })
        .unwrap();
        codes
    };
    assert_eq!(ask("ket hon"), ["1.000002"]);
    write(root, "1.000002", "Đăng ký nhận nuôi", "Hộ tịch", "Cấp xã");
    assert_eq!(ask("nhan nuoi"), ["1.000002"]);
    fs::remove_file(root.join("catalogue/r/thu_tuc/thu/1.000002.yaml")).unwrap();
    assert!(!ask("nhan nuoi").contains(&"1.000002".to_owned()));
}

/// The files below a folder.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let (mut files, mut waiting) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = waiting.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                waiting.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

#[test]
fn a_damaged_index_is_made_anew() {
    let folder = folder();
    open(folder.path());
    for path in files_below(&folder.path().join("index")) {
        fs::write(path, b"hong").unwrap();
    }
    let search = open(folder.path());
    assert_eq!(search.refreshed().added, 5);
    assert_eq!(first(&search, "khai sinh"), "1.000001");
}

#[test]
fn whichever_file_of_the_index_is_damaged_the_next_opening_repairs_it() {
    let folder = folder();
    let kept = folder.path().join("index");
    let damages: [fn(&Path); 3] = [
        |path| {
            let bytes = fs::read(path).unwrap();
            fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
        },
        |path| fs::remove_file(path).unwrap(),
        |path| {
            let mut bytes = fs::read(path).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle..].iter_mut().take(16).for_each(|byte| *byte = !*byte);
            fs::write(path, bytes).unwrap();
        },
    ];
    open(folder.path());
    for at in 0..files_below(&kept).len() {
        for damage in damages {
            // Names change when the index is made anew; their number does not.
            let Some(path) = files_below(&kept).get(at).cloned() else {
                continue;
            };
            if path.file_name().is_some_and(|name| name == "lock") {
                continue;
            }
            // Clocks of file systems tick a hundred times a second or so; damage in the tick of the commit does not show.
            std::thread::sleep(std::time::Duration::from_millis(25));
            damage(&path);
            let search = open(folder.path());
            assert_eq!(first(&search, "ubnd khai sinh"), "1.000001", "{path:?}");
            let place = &search.refreshed().place;
            assert!(matches!(place, Place::Disk(_)), "{path:?}: {place:?}");
        }
    }
}

#[test]
fn a_file_in_place_of_the_index_is_replaced() {
    let folder = folder();
    open(folder.path());
    let kept = files_below(&folder.path().join("index"));
    let index = kept.iter().find(|path| path.ends_with("index/meta.json"));
    let index = index.unwrap().parent().unwrap().to_owned();
    fs::remove_dir_all(&index).unwrap();
    fs::write(&index, b"hong").unwrap();
    assert!(matches!(open(folder.path()).refreshed().place, Place::Disk(_)));
}

#[test]
fn several_processes_may_open_it_at_once() {
    let folder = folder();
    let root = folder.path();
    std::thread::scope(|scope| {
        let openings: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| first(&open(root), "khai sinh")))
            .collect();
        for opening in openings {
            assert_eq!(opening.join().unwrap(), "1.000001");
        }
    });
}

#[test]
fn words_are_found_however_they_are_typed() {
    let folder = folder();
    let search = Search::in_memory(&catalogue(folder.path())).unwrap();
    for (words, code) in [
        ("đăng ký khai sinh", "1.000001"),
        ("dang ky khai sinh", "1.000001"),
        ("đăng kí khai sinh", "1.000001"),
        ("d\u{61}\u{306}ng ky\u{301} kh\u{61}i sinh", "1.000001"),
        ("hóa chất", "1.000005"),
        ("hoá chất", "1.000005"),
        ("1.000004", "1.000004"),
        ("1.000004.000.00.00.H29", "1.000004"),
        ("Cấp lại giấy phép xây dựng", "1.000004"),
        ("Đăng ký kết hôn", "1.000002"),
    ] {
        assert_eq!(first(&search, words), code, "{words}");
    }
    for number in ["123/2015/NĐ-CP", "nd 123/2015", "nghị định 123/2015/ND-CP"] {
        assert_eq!(codes(&search, &Query::words(number)).len(), 5, "{number}");
    }
}

#[test]
fn filters_narrow_and_facets_count() {
    let folder = folder();
    let search = Search::in_memory(&catalogue(folder.path())).unwrap();
    let all = search.find(&Query::default()).unwrap();
    assert_eq!(all.total, 5);
    let json = serde_json::to_value(&all).unwrap();
    assert_eq!(json["facets"]["field"]["Hộ tịch"], 2);
    assert_eq!(json["facets"]["level"]["Cấp xã"], 3);
    let communes = Query {
        levels: vec!["xã".to_owned()],
        ..Query::words("giấy phép xây dựng")
    };
    assert_eq!(codes(&search, &communes), ["1.000003"]);
    let field = Query {
        fields: vec!["Hộ tịch".to_owned()],
        sort: Sort::Name,
        ..Query::default()
    };
    assert_eq!(codes(&search, &field), ["1.000002", "1.000001"]);
    let page = Query {
        limit: 2,
        offset: 4,
        sort: Sort::Code,
        ..Query::default()
    };
    assert_eq!(codes(&search, &page), ["1.000005"]);
}

#[test]
fn words_typed_together_are_told_apart_unless_they_are_endless() {
    let folder = folder();
    for (pairs, told_apart) in [(5, true), (10, true), (11, false), (1_000, false)] {
        let (first, second) = ("ba".repeat(pairs), "ci".repeat(pairs));
        write(
            folder.path(),
            "1.000009",
            &format!("Tờ {first} {second}"),
            "Thử",
            "Cấp xã",
        );
        let search = Search::in_memory(&catalogue(folder.path())).unwrap();
        let found = search.find(&Query::words(format!("{first}{second}"))).unwrap();
        let together = told_apart.then(|| format!("{first} {second}"));
        assert_eq!(found.suggestion, together, "{pairs} pairs each");
    }
}

#[test]
fn any_words_can_be_searched_for() {
    let folder = folder();
    let search = Search::in_memory(&catalogue(folder.path())).unwrap();
    for words in [
        "\"kết hôn",
        "mẫu số 01: (đơn",
        "a:(^",
        "AND OR NOT",
        "*",
        "\u{0}",
        "[x TO y]",
    ] {
        search.find(&Query::words(words)).unwrap();
    }
    arbtest::arbtest(|u| {
        let words: String = u.arbitrary()?;
        let results = search.find(&Query::words(&words)).unwrap();
        for hit in &results.hits {
            for &(start, end) in &hit.highlights {
                assert!(hit.snippet.get(start..end).is_some(), "{words:?}");
            }
        }
        Ok(())
    });
}

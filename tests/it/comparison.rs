//! A comparison as a page, as Markdown and as a workbook.

use std::fs;
use std::path::PathBuf;

use calamine::{Data, Reader, Xlsx, open_workbook};

use crate::support::{Folder, root, stdout, tthc};

const HEAD: &str = "ten: Thử\nngay: 01/07/2026\n";

/// Text that ends a script, a cell, a mark and a line, and characters that no page may hold.
const NASTY: &str = "=1+1</script><!--<b onclick=x>&amp; |*_`~$ \\u0001\\u202e “é” ]]>";

fn procedure(code: &str, limit: &str, step: &str, paper: &str) -> String {
    format!(
        "ma: {code}
ten: Đăng ký thử {code}
cap_thuc_hien: [Cấp xã]
linh_vuc: Thử
trinh_tu:
  - ten: Nộp hồ sơ
    noi_dung: \"{step}\"
cach_thuc:
  - hinh_thuc: Trực tiếp
    thoi_han: {limit}
ho_so:
  - giay_to:
      - {{ten: \"{paper}\", ban_chinh: 1}}
      - {{ten: Tờ khai}}
"
    )
}

fn catalogue() -> Folder {
    let folder = Folder::new(&[
        ("catalogue/1/catalogue.yaml", HEAD),
        ("catalogue/2/catalogue.yaml", HEAD),
    ]);
    let lines = |end: &str| {
        let lines = (1..30).map(|line| format!("Dòng số {line} không đổi."));
        let mut lines: Vec<String> = lines.collect();
        lines.insert(0, format!("Nộp tại {end} trong ngày."));
        lines.push(format!("Trả kết quả tại {end}."));
        lines.join("\\n")
    };
    for number in 1..=4 {
        let code = format!("1.00000{number}");
        let path = |revision: u8| format!("catalogue/{revision}/thu_tuc/thu/{code}.yaml");
        let old = procedure(&code, "10 ngày làm việc", &lines("huyện"), "Bản sao hộ khẩu");
        let new = procedure(&code, "07 ngày làm việc", &lines("xã"), "Căn cước");
        folder.write(&path(1), old.as_bytes());
        folder.write(&path(2), new.as_bytes());
    }
    let path = |revision: u8| format!("catalogue/{revision}/thu_tuc/thu/1.000005.yaml");
    let step = |text: &str| format!("Nội dung {text} {NASTY}");
    folder.write(&path(1), procedure("1.000005", "5 ngày", &step("cũ"), NASTY).as_bytes());
    folder.write(
        &path(2),
        procedure("1.000005", "5 ngày", &step("mới"), "Bản hoá đơn").as_bytes(),
    );
    folder.write(
        "catalogue/2/thu_tuc/thu/1.000006.yaml",
        procedure("1.000006", "5 ngày", "Nộp", "Đơn").as_bytes(),
    );
    folder
}

fn written(folder: &Folder, name: &str) -> PathBuf {
    let said = stdout(&tthc(folder.path(), &["diff", "1", "2", "--out", name]), 0);
    assert_eq!(said, format!("Đã ghi {name}\n"));
    folder.path().join(name)
}

fn page(folder: &Folder) -> String {
    fs::read_to_string(written(folder, "so-sanh.html")).unwrap()
}

/// Every element closed in its order; gives the attributes of all.
fn elements(page: &str) -> Vec<String> {
    const VOID: &[&str] = &["meta", "input", "br", "col"];
    let mut rest = page.split_once("<!doctype html>").unwrap().1;
    let (mut open, mut attributes) = (Vec::new(), Vec::new());
    while let Some(at) = rest.find('<') {
        let (tag, after) = rest[at + 1..].split_once('>').unwrap();
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(
                open.pop().as_deref(),
                Some(name),
                "closed at {}",
                &after[..after.len().min(80)]
            );
            continue;
        }
        let name = tag.split_whitespace().next().unwrap();
        assert!(
            name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()),
            "<{tag}>"
        );
        attributes.push(tag.to_owned());
        if matches!(name, "script" | "style") {
            rest = rest.split_once(&format!("</{name}>")).unwrap().1;
        } else if !VOID.contains(&name) {
            open.push(name.to_owned());
        }
    }
    assert!(open.is_empty(), "left open: {open:?}");
    attributes
}

#[test]
fn the_page_is_whole_and_needs_nothing_else() {
    for page in [page(&catalogue()), shipped("html")] {
        let elements = elements(&page);
        for attribute in ["src=", "srcset=", "action=", "onclick", "<link"] {
            assert!(!elements.iter().any(|tag| tag.contains(attribute)), "{attribute}");
        }
        let ids: Vec<&str> = elements
            .iter()
            .filter_map(|tag| tag.split_once(" id=\"")?.1.split_once('"'))
            .map(|(id, _)| id)
            .collect();
        for tag in elements.iter().filter(|tag| tag.contains("href=")) {
            let target = tag.split_once("href=\"").unwrap().1.split_once('"').unwrap().0;
            let id = target
                .strip_prefix('#')
                .unwrap_or_else(|| panic!("leads outside: {tag}"));
            assert!(ids.contains(&id), "leads nowhere: {tag}");
        }
        let mut once = ids.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), ids.len(), "a place is named twice");
        assert!(!page.contains("url(") && page.contains("default-src 'none'"));
    }
}

fn shipped(format: &str) -> String {
    stdout(
        &tthc(&root(), &["diff", "2025-06-30", "2026-07-01", "--format", format]),
        0,
    )
}

#[test]
fn the_page_shows_directions_in_words_and_the_words_that_changed() {
    let page = page(&catalogue());
    for part in [
        "<span class=\"h lighter\">↓ nhẹ hơn</span>",
        "Thời hạn giải quyết trực tiếp giảm từ 10 xuống 07 ngày làm việc (−30%)",
        "Nộp tại <del>huyện</del><ins>xã</ins> trong ngày.",
        "<summary>… (27 dòng không đổi) …</summary>",
        "1 thay đổi × 4 thủ tục.",
        "href=\"#t-1.000003\">1.000003</a><span>Đăng ký thử 1.000003</span>",
        "Thủ tục mới, không thay thế thủ tục nào",
        "Đang hiện",
    ] {
        assert!(page.contains(part), "{part}");
    }
}

/// Where one office takes another's place, both names stand in the sentence; neither is shown as something that was added.
#[test]
fn an_exchange_of_offices_is_one_change_with_both_names() {
    for format in ["html", "md"] {
        let text = shipped(format);
        assert!(text.contains("Cơ quan thực hiện chuyển từ Phòng Tư pháp cấp huyện thành Ủy ban nhân dân cấp xã"));
        assert!(!text.contains("co_quan_thuc_hien["), "a path is no label for a reader");
    }
}

#[test]
fn no_text_can_leave_its_place_on_the_page() {
    let page = page(&catalogue());
    assert!(page.contains("=1+1&lt;&#x2f;script&gt;&lt;!--&lt;b onclick=x&gt;&amp;amp; |*_`~$ ⟨U+0001⟩⟨U+202E⟩"));
    let control = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
    assert!(!page.contains(control));
}

#[test]
fn markdown_marks_words_and_keeps_data_as_data() {
    let folder = catalogue();
    let text = fs::read_to_string(written(&folder, "so-sanh.md")).unwrap();
    for part in [
        "| Sửa đổi, bổ sung | 5 |",
        "## Lĩnh vực Thử\n\n### 1.000001 – Đăng ký thử 1.000001\n\n**Sửa đổi, bổ sung** · Cấp xã\n\n- ",
        "  > Nộp tại ~~huyện~~**xã** trong ngày.\n  >\n  > Dòng số 1 không đổi.\n  >\n  > … (27 dòng không đổi) …\n",
        r"=1+1\</script\>\<!--\<b onclick=x\>\&amp; \|\*\_\`\~\$ ⟨U+0001⟩⟨U+202E⟩",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains("\n\n\n"), "{text}");
}

#[test]
fn spelling_is_written_only_when_asked_for() {
    let folder = Folder::new(&[
        ("catalogue/1/catalogue.yaml", HEAD),
        ("catalogue/2/catalogue.yaml", HEAD),
    ]);
    for (revision, paper) in [(1, "Bản hoá đơn"), (2, "Bản hóa đơn")] {
        let path = format!("catalogue/{revision}/thu_tuc/thu/1.000001.yaml");
        folder.write(&path, procedure("1.000001", "5 ngày", "Nộp", paper).as_bytes());
    }
    let run = |args: &[&str]| {
        stdout(
            &tthc(folder.path(), &[&["diff", "1", "2", "--format"], args].concat()),
            0,
        )
    };
    assert!(!run(&["md"]).contains("Sửa cách viết"));
    assert!(run(&["md", "--all"]).contains("· trung tính: Sửa cách viết giấy tờ «Bản hóa đơn» (chính tả)"));
    let hidden = run(&["html"]);
    assert!(hidden.contains("Sửa cách viết giấy tờ") && hidden.contains("id=\"tc-spelling\" value=\"spelling\">"));
    assert!(run(&["html", "--all"]).contains("id=\"tc-spelling\" value=\"spelling\" checked>"));
}

fn sheet(book: &mut Xlsx<std::io::BufReader<fs::File>>, name: &str) -> Vec<Vec<String>> {
    let range = book.worksheet_range(name).unwrap();
    let cell = |cell: &Data| match cell {
        Data::Empty => String::new(),
        other => other.to_string(),
    };
    range.rows().map(|row| row.iter().map(cell).collect()).collect()
}

#[test]
fn the_workbook_has_a_row_a_change() {
    let folder = catalogue();
    let path = written(&folder, "so-sanh.xlsx");
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    assert_eq!(
        book.sheet_names(),
        ["Thay đổi", "Thủ tục", "Thay đổi chung", "Tổng hợp"]
    );
    let changes = sheet(&mut book, "Thay đổi");
    assert_eq!(
        changes[0][..9],
        [
            "STT",
            "Lĩnh vực",
            "Mã TTHC",
            "Tên thủ tục hành chính",
            "Cấp thực hiện",
            "Cơ quan",
            "Tình trạng",
            "Phần (trường)",
            "Loại thay đổi"
        ]
    );
    let limit = changes.iter().find(|row| row[11].starts_with("Thời hạn")).unwrap();
    assert_eq!(limit[2], "1.000001", "a code is no number");
    assert_eq!(limit[7], "Cách thức thực hiện: Thời hạn giải quyết");
    assert_eq!(
        limit[9..14],
        [
            "10 ngày làm việc",
            "07 ngày làm việc",
            &limit[11],
            "↓ nhẹ hơn",
            "nội dung"
        ]
    );
    let formula = changes.iter().find(|row| row[9].starts_with("=1+1</script>")).unwrap();
    assert!(formula[9].contains("⟨U+0001⟩"), "{}", formula[9]);
    assert!(book.worksheet_formula("Thay đổi").unwrap().is_empty());
    assert_eq!(changes.last().unwrap()[11], "Thủ tục mới, không thay thế thủ tục nào");
    assert_eq!(sheet(&mut book, "Thủ tục").len(), 7);
    let shared = sheet(&mut book, "Thay đổi chung");
    assert_eq!(
        (shared[1][1].as_str(), shared[1][9].as_str()),
        ("4", "1.000001, 1.000002, 1.000003, 1.000004")
    );
    assert!(sheet(&mut book, "Tổng hợp").iter().any(|row| row[0] == "Toàn bộ"));
}

#[test]
fn the_same_comparison_gives_the_same_bytes() {
    let folder = catalogue();
    for name in ["a.html", "a.md", "a.xlsx"] {
        let first = fs::read(written(&folder, name)).unwrap();
        assert_eq!(first, fs::read(written(&folder, name)).unwrap(), "{name}");
    }
}

#[test]
fn texts_of_any_length_are_written_soon() {
    let folder = Folder::new(&[
        ("catalogue/1/catalogue.yaml", HEAD),
        ("catalogue/2/catalogue.yaml", HEAD),
    ]);
    for (revision, word) in [(1, "cũ"), (2, "mới")] {
        let path = format!("catalogue/{revision}/thu_tuc/thu/1.000001.yaml");
        let step = format!("nộp hồ sơ {word} tại trụ sở, ").repeat(20_000);
        folder.write(&path, procedure("1.000001", "5 ngày", &step, "Đơn").as_bytes());
    }
    let start = std::time::Instant::now();
    for name in ["a.html", "a.md", "a.xlsx"] {
        written(&folder, name);
    }
    assert!(start.elapsed().as_secs() < 60, "took {:?}", start.elapsed());
    let mut book: Xlsx<_> = open_workbook(folder.path().join("a.xlsx")).unwrap();
    let changes = sheet(&mut book, "Thay đổi");
    assert!(changes[1][9].ends_with("ký tự, xem bản HTML)"));
    elements(&fs::read_to_string(folder.path().join("a.html")).unwrap());
}

#[test]
fn a_format_and_a_file_that_do_not_go_together_are_refused() {
    let output = tthc(&root(), &["diff", "--format", "text", "--out", "a.html"]);
    assert_eq!(output.status.code(), Some(2));
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains("--out writes json, md, html or xlsx"), "{errors}");
}

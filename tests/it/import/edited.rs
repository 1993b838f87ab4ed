//! The sheet of a procedure, edited in Word and brought back.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read as _};

use serde_json::Value;
use zip::ZipArchive;

use super::made::{change, changes, import, packed, told};
use crate::support::{Folder, copy, failure, root, stdout, tthc};

const CODE: &str = "1.001193";
const FILE: &str = "out/thu_tuc/ho-tich/1.001193.yaml";

/// A revision of its own in `out`, and the sheet of a procedure in `a.docx`.
fn printed() -> Folder {
    let folder = Folder::new(&[]);
    copy(&root().join("catalogue/2026-07-01"), &folder.path().join("out"));
    print(&folder, CODE);
    folder
}

fn print(folder: &Folder, code: &str) {
    let shown = tthc(folder.path(), &["--revision", "out", "show", code, "--out", "a.docx"]);
    assert!(shown.status.success(), "{}", failure(&shown));
}

fn yaml(folder: &Folder) -> String {
    fs::read_to_string(folder.path().join(FILE)).unwrap()
}

fn parts(folder: &Folder) -> BTreeMap<String, Vec<u8>> {
    let bytes = fs::read(folder.path().join("a.docx")).unwrap();
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        parts.insert(name, bytes);
    }
    parts
}

/// Somebody edits the document.
fn edit(folder: &Folder, change: impl FnOnce(String) -> String) {
    let mut parts = parts(folder);
    let document = parts.get_mut("word/document.xml").unwrap();
    *document = change(String::from_utf8(std::mem::take(document)).unwrap()).into_bytes();
    write(folder, &parts);
}

fn write(folder: &Folder, parts: &BTreeMap<String, Vec<u8>>) {
    let files: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    folder.write("a.docx", &packed(&files));
}

fn replaced(xml: &str, from: &str, to: &str) -> String {
    assert!(xml.contains(from), "{from}");
    xml.replacen(from, to, 1)
}

/// The words in the control of a value become other ones.
fn said(xml: &str, path: &str, words: &str) -> String {
    let (before, rest) = xml
        .split_once(&format!("<w:tag w:val=\"{path}\"/>"))
        .unwrap_or_else(|| panic!("no {path}"));
    let (properties, rest) = rest.split_once("<w:sdtContent>").unwrap();
    let (_, after) = rest.split_once("</w:sdtContent>").unwrap();
    let properties = properties.replace("<w:showingPlcHdr/>", "");
    format!(
        "{before}<w:tag w:val=\"{path}\"/>{properties}<w:sdtContent>{}</w:sdtContent>{after}",
        run(words)
    )
}

fn run(words: &str) -> String {
    let lines: Vec<String> = words
        .split('\n')
        .map(|line| format!("<w:t xml:space=\"preserve\">{line}</w:t>"))
        .collect();
    format!("<w:r w:rsidR=\"00A1\">{}</w:r>", lines.join("<w:br/>"))
}

/// Where the row of an entry begins and ends.
fn row(xml: &str, entry: &str) -> (usize, usize) {
    let tag = xml
        .find(&format!("<w:tag w:val=\"{entry}\"/>"))
        .unwrap_or_else(|| panic!("no {entry}"));
    let start = xml[..tag].rfind("<w:sdt>").unwrap();
    let end =
        start + xml[start..].find("</w:tr></w:sdtContent></w:sdt>").unwrap() + "</w:tr></w:sdtContent></w:sdt>".len();
    (start, end)
}

#[test]
fn an_unedited_sheet_of_every_shipped_procedure_proposes_nothing() {
    let folder = printed();
    let mut files = Vec::new();
    for field in fs::read_dir(folder.path().join("out/thu_tuc")).unwrap() {
        for file in fs::read_dir(field.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            let code = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let name = format!("{code}.docx");
            let shown = tthc(folder.path(), &["--revision", "out", "show", &code, "--out", &name]);
            assert!(shown.status.success(), "{}", failure(&shown));
            files.push(name);
        }
    }
    assert!(files.len() > 90, "{}", files.len());
    let names: Vec<&str> = files.iter().map(String::as_str).collect();
    let plan = import(&folder, &names, &["--dry-run", "--apply"], 0);
    assert_eq!(plan["summary"]["procedures"]["same"], files.len());
    assert_eq!(plan["files"], Value::Array(Vec::new()));
    assert_eq!(plan["findings"], Value::Array(Vec::new()));
}

#[test]
fn exactly_what_was_edited_is_proposed_and_written() {
    let folder = printed();
    let before = yaml(&folder);
    edit(&folder, |xml| {
        let xml = said(&xml, "mo_ta", "Ghi nhận sự kiện sinh\nvà cấp Giấy khai sinh");
        said(&xml, "cach_thuc[1].mo_ta", "")
    });
    let plan = import(&folder, &["a.docx"], &[], 0);
    assert_eq!(
        changes(&plan),
        [change("mo_ta", "proposed"), change("cach_thuc", "proposed")]
    );
    assert_eq!(yaml(&folder), before);
    let plan = import(&folder, &["a.docx"], &["--apply"], 0);
    assert_eq!(
        changes(&plan),
        [change("mo_ta", "applied"), change("cach_thuc", "applied")]
    );
    let after = yaml(&folder);
    assert!(after.starts_with("# yaml-language-server"), "{after}");
    assert!(
        after.contains("mo_ta: |-\n  Ghi nhận sự kiện sinh\n  và cấp Giấy khai sinh\ntrinh_tu:"),
        "{after}"
    );
    let note = "    mo_ta: Nhận hồ sơ sau 15 giờ";
    assert_eq!(after.matches(note).count() + 1, before.matches(note).count());
    // Brought back once more, it says nothing new.
    let plan = import(&folder, &["a.docx"], &["--apply"], 0);
    assert_eq!(plan["summary"]["procedures"]["same"], 1);
}

#[test]
fn a_later_edit_of_the_same_field_is_a_conflict_and_one_of_another_field_stays() {
    let folder = printed();
    edit(&folder, |xml| said(&xml, "mo_ta", "Sửa trong Word"));
    let text = yaml(&folder);
    let elsewhere = text.replacen("163/QĐ-BTP", "164/QĐ-BTP", 1);
    folder.write(FILE, elsewhere.as_bytes());
    let plan = import(&folder, &["a.docx"], &["--dry-run"], 0);
    assert_eq!(changes(&plan), [change("mo_ta", "proposed")]);
    let same = elsewhere.replacen("mo_ta: Ghi nhận", "mo_ta: Đã ghi nhận", 1);
    folder.write(FILE, same.as_bytes());
    let plan = import(&folder, &["a.docx"], &["--apply"], 1);
    assert_eq!(changes(&plan), [change("mo_ta", "conflict")]);
    assert_eq!(yaml(&folder), same);
}

#[test]
fn rows_are_deleted_added_and_copied() {
    let folder = printed();
    edit(&folder, |xml| {
        let (start, end) = row(&xml, "trinh_tu[1]");
        let xml = format!("{}{}", &xml[..start], &xml[end..]);
        let (start, end) = row(&xml, "trinh_tu[2]");
        let copy = said(&xml[start..end], "trinh_tu[2].ten", "Bước mới");
        format!("{}{copy}{}", &xml[..end], &xml[end..])
    });
    let plan = import(&folder, &["a.docx"], &["--apply"], 0);
    assert_eq!(changes(&plan), [change("trinh_tu", "applied")]);
    let steps: Vec<String> = yaml(&folder)
        .lines()
        .skip_while(|line| *line != "trinh_tu:")
        .take_while(|line| *line != "cach_thuc:")
        .filter_map(|line| line.strip_prefix("  - ten: "))
        .map(str::to_owned)
        .collect();
    assert_eq!(
        steps,
        ["Nộp hồ sơ", "Ghi sổ, lấy số định danh", "Bước mới", "Ký và trả kết quả"]
    );
}

/// "+" at the last entry of a repeating section: the entry again with its values empty, inside the section.
#[test]
fn word_adds_an_entry_to_the_rows_of_a_list() {
    let folder = printed();
    edit(&folder, |xml| {
        let (start, end) = row(&xml, "trinh_tu[3]");
        let section = "</w:sdtContent></w:sdt>";
        assert!(xml[end..].starts_with(section), "{}", &xml[end..end + 200]);
        let begins = xml[..start].rfind("<w15:repeatingSection/>").unwrap();
        assert_eq!(xml[begins..end].matches("<w15:repeatingSectionItem/>").count(), 4);
        let mut entry = said(&xml[start..end], "trinh_tu[3].ten", "Lưu hồ sơ");
        for value in ["noi_dung", "co_quan", "vai_tro"] {
            let path = format!("trinh_tu[3].{value}");
            if entry.contains(&format!("\"{path}\"")) {
                entry = said(&entry, &path, "Click or tap here to enter text.");
                let tag = format!("<w:tag w:val=\"{path}\"/>");
                entry = replaced(&entry, &tag, &format!("{tag}<w:showingPlcHdr/>"));
            }
        }
        format!("{}{entry}{}", &xml[..end], &xml[end..])
    });
    let plan = import(&folder, &["a.docx"], &["--apply"], 0);
    assert_eq!(changes(&plan), [change("trinh_tu", "applied")]);
    let text = yaml(&folder);
    assert!(text.contains("  - ten: Lưu hồ sơ\ncach_thuc:"), "{text}");
}

#[test]
fn a_row_typed_below_another_has_its_values_by_their_columns() {
    let folder = printed();
    edit(&folder, |xml| {
        let (_, end) = row(&xml, "trinh_tu[3]");
        let cell = |words: &str| format!("<w:tc><w:p>{}</w:p></w:tc>", run(words));
        let row: String = ["5", "Lưu hồ sơ", "Lưu theo quy định.", "Công chức"].map(cell).concat();
        format!("{}<w:tr>{row}</w:tr>{}", &xml[..end], &xml[end..])
    });
    import(&folder, &["a.docx"], &["--apply"], 0);
    let added = "  - ten: Lưu hồ sơ\n    noi_dung: Lưu theo quy định.\n    co_quan: Công chức\ncach_thuc:";
    assert!(yaml(&folder).contains(added), "{}", yaml(&folder));
}

#[test]
fn what_editors_do_to_a_text_nobody_touched_is_no_edit() {
    let folder = printed();
    edit(&folder, |xml| {
        // Word splits runs, marks spelling, puts hard spaces; others take letters apart.
        let xml = said(&xml, "ten", "Thủ\u{a0}tục  đăng");
        let xml = replaced(
            &xml,
            "đăng</w:t></w:r>",
            "đăng </w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:bookmarkStart w:id=\"9\" w:name=\"_GoBack\"/><w:r><w:t>ky\u{301} khai</w:t></w:r><w:r><w:tab/><w:t>sinh</w:t></w:r>",
        );
        replaced(
            &xml,
            "<w:tag w:val=\"loai\"/>",
            "<w:tag w:val=\"loai\"/><w15:appearance w15:val=\"boundingBox\"/>",
        )
    });
    let plan = import(&folder, &["a.docx"], &[], 0);
    assert_eq!(plan["summary"]["procedures"]["same"], 1, "{plan}");
}

#[test]
fn what_cannot_be_placed_is_told_and_the_rest_is_brought_over() {
    type Edit = fn(String) -> String;
    let cases: [(Edit, &str); 6] = [
        (
            |xml| replaced(&xml, ">Lĩnh vực<", ">Lĩnh vực quản lý<"),
            "chữ ngoài các ô nội dung đã sửa: «Lĩnh vực quản lý»",
        ),
        (
            |xml| {
                let at = xml.find("<w:tag w:val=\"loai\"/>").unwrap();
                let start = xml[..at].rfind("<w:sdt>").unwrap();
                let inside = start + xml[start..].find("<w:sdtContent>").unwrap() + "<w:sdtContent>".len();
                let end = inside + xml[inside..].find("</w:sdtContent></w:sdt>").unwrap();
                let behind = end + "</w:sdtContent></w:sdt>".len();
                format!("{}{}{}", &xml[..start], &xml[inside..end], &xml[behind..])
            },
            "điều khiển nội dung của «Loại thủ tục» (loai) không còn",
        ),
        (
            |xml| {
                let at = xml.find("<w:tag w:val=\"phan_loai\"/>").unwrap();
                let start = xml[..at].rfind("<w:sdt>").unwrap();
                let end = start + xml[start..].find("</w:sdt>").unwrap() + "</w:sdt>".len();
                let control = xml[start..end].to_owned();
                format!("{}{control}{}", &xml[..end], &xml[end..])
            },
            "«Phân loại» (phan_loai) có hai lần trong phiếu",
        ),
        (
            |xml| replaced(&xml, "<w:tag w:val=\"phan_loai\"/>", "<w:tag w:val=\"phan_loai_cu\"/>"),
            "có thẻ «phan_loai_cu» không có trong phiếu đã in",
        ),
        (|xml| said(&xml, "ma", "1.000001"), "mã thủ tục đã đổi thành «1.000001»"),
        (|xml| said(&xml, "ten", ""), "«Tên thủ tục» (ten) bị xóa trống"),
    ];
    for (wrong, message) in cases {
        let folder = printed();
        edit(&folder, |xml| wrong(said(&xml, "mo_ta", "Sửa trong Word")));
        let plan = import(&folder, &["a.docx"], &["--apply"], 1);
        let told = told(&plan, "nhap-phieu-word");
        assert!(told.iter().any(|line| line.contains(message)), "{message}: {told:?}");
        assert!(
            changes(&plan).contains(&change("mo_ta", "applied")),
            "{message}: {plan}"
        );
        assert!(yaml(&folder).contains("mo_ta: Sửa trong Word\n"), "{message}");
    }
}

#[test]
fn a_file_that_is_no_sheet_any_more_is_refused_with_a_way_out() {
    let refused = |folder: &Folder| failure(&tthc(folder.path(), &["import", "a.docx", "--out", "out"]));
    let folder = printed();
    edit(&folder, |xml| {
        replaced(
            &xml,
            "<w:t xml:space=\"preserve\">Lĩnh vực</w:t>",
            "<w:t>Lĩnh vực</w:t></w:r><w:ins w:id=\"1\" w:author=\"a\"><w:r><w:t>x</w:t></w:r></w:ins><w:r>",
        )
    });
    let said = refused(&folder);
    assert!(said.contains("tracked changes; accept or reject them first"), "{said}");
    for lost in ["customXml/item1.xml", "w:sdt"] {
        let folder = printed();
        let mut parts = parts(&folder);
        if parts.remove(lost).is_none() {
            let document = parts.get_mut("word/document.xml").unwrap();
            *document = String::from_utf8_lossy(document)
                .replace("<w:tag ", "<w:nhan ")
                .into_bytes();
        }
        write(&folder, &parts);
        let said = refused(&folder);
        assert!(
            said.contains("without its content controls or without what was printed"),
            "{lost}: {said}"
        );
    }
    let folder = printed();
    fs::remove_file(folder.path().join(FILE)).unwrap();
    let plan = import(&folder, &["a.docx"], &[], 1);
    assert!(told(&plan, "nhap-ghi")[0].contains("không có trong out"), "{plan}");
    assert!(!folder.path().join(FILE).exists());
}

#[test]
fn a_sheet_of_another_catalogue_is_refused_and_of_another_revision_told() {
    let folder = printed();
    edit(&folder, |xml| said(&xml, "mo_ta", "Sửa trong Word"));
    let head = folder.path().join("out/catalogue.yaml");
    let text = fs::read_to_string(&head).unwrap();
    let title = text.lines().find(|line| line.starts_with("ten: ")).unwrap();
    fs::write(&head, text.replacen(title, "ten: Danh mục của tỉnh khác", 1)).unwrap();
    let before = yaml(&folder);
    let plan = import(&folder, &["a.docx"], &["--apply"], 1);
    let refused = told(&plan, "nhap-ghi");
    assert!(refused[0].contains("không phải «Danh mục của tỉnh khác»"), "{plan}");
    assert_eq!(yaml(&folder), before);

    fs::write(&head, text).unwrap();
    copy(&folder.path().join("out"), &folder.path().join("khac"));
    let output = tthc(folder.path(), &["import", "a.docx", "--out", "khac", "--apply"]);
    let said = stdout(&output, 0);
    assert!(
        said.contains("phiếu này in từ phiên bản out, nay nhập vào khac"),
        "{said}"
    );
    let other = fs::read_to_string(folder.path().join(FILE.replace("out/", "khac/"))).unwrap();
    assert!(other.contains("mo_ta: Sửa trong Word\n"));
}

#[test]
fn remarks_beside_the_text_are_told_and_what_to_do_is_said() {
    let folder = printed();
    let mut parts = parts(&folder);
    let comment = "<w:comments xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:comment w:id=\"0\">\
                   <w:p><w:r><w:t>Hỏi lại Sở Tư pháp</w:t></w:r></w:p></w:comment></w:comments>";
    parts.insert("word/comments.xml".to_owned(), comment.as_bytes().to_vec());
    write(&folder, &parts);
    let plan = import(&folder, &["a.docx"], &["--dry-run"], 0);
    assert!(
        told(&plan, "nhap-nhan-xet")[0].contains("«Hỏi lại Sở Tư pháp»"),
        "{plan}"
    );
    assert!(changes(&plan).is_empty());

    edit(&folder, |xml| said(&xml, "ten", ""));
    let output = tthc(folder.path(), &["import", "a.docx", "--out", "out"]);
    let text = stdout(&output, 1);
    assert!(
        text.contains("→ ghi lại nội dung; muốn bỏ cả mục thì xóa cả hàng"),
        "{text}"
    );
}

/// LibreOffice shows the lines of a control of plain text as one.
#[test]
fn a_value_of_several_lines_is_in_a_control_that_shows_them() {
    let folder = printed();
    let text = yaml(&folder);
    let line = text.lines().find(|line| line.starts_with("mo_ta: ")).unwrap();
    let text = text.replacen(line, "mo_ta: |-\n  Một\n  Hai", 1);
    fs::write(folder.path().join(FILE), text).unwrap();
    print(&folder, CODE);
    let xml = String::from_utf8(parts(&folder)["word/document.xml"].clone()).unwrap();
    let controls: Vec<&str> = xml.split("<w:sdt>").skip(1).collect();
    let several = controls.iter().filter(|control| {
        let inside = control.split_once("<w:sdtContent>").map_or("", |(_, inside)| inside);
        inside.split("</w:sdtContent>").next().unwrap().contains("<w:br/>")
    });
    let several: Vec<&&str> = several.collect();
    assert!(!several.is_empty());
    assert!(
        several.iter().all(|control| !control.contains("<w:text ")),
        "{several:?}"
    );
    assert!(controls.iter().any(|control| control.contains("<w:text ")));
    assert!(changes(&import(&folder, &["a.docx"], &["--dry-run"], 0)).is_empty());
}

#[test]
fn what_people_wrote_beside_the_values_stays() {
    let folder = printed();
    let text = yaml(&folder);
    let noted = |text: &str, key: &str, remark: &str| {
        let line = text.lines().find(|line| line.trim_start().starts_with(key)).unwrap();
        text.replacen(line, &format!("{line} # {remark}"), 1)
    };
    let text = noted(&text, "ban_chinh:", "đã hỏi bộ phận một cửa");
    fs::write(folder.path().join(FILE), &text).unwrap();
    print(&folder, CODE);
    let before: Vec<String> = text.lines().map(str::to_owned).collect();
    let paper = edited_paper(&folder, "Tờ khai theo mẫu");
    let plan = import(&folder, &["a.docx"], &["--apply"], 0);
    assert_eq!(changes(&plan), [change("ho_so", "applied")]);
    // One line is another one, with its key; all others are as they were.
    let after = yaml(&folder);
    let others: Vec<&str> = after
        .lines()
        .filter(|line| !line.ends_with("Tờ khai theo mẫu"))
        .collect();
    let gone: Vec<&String> = before.iter().filter(|line| !others.contains(&line.as_str())).collect();
    assert!(gone.iter().any(|line| line.contains(&paper)), "{gone:?}");
    assert!(gone.iter().all(|line| !line.contains('#')), "{gone:?}");
    assert_eq!(after.matches("# đã hỏi bộ phận một cửa").count(), 1);
}

/// Gives a paper of the dossier another name; the first words of the one it had.
fn edited_paper(folder: &Folder, name: &str) -> String {
    let path = "ho_so[0].giay_to[1].ten";
    let xml = String::from_utf8(parts(folder)["word/document.xml"].clone()).unwrap();
    let control = xml.split(&format!("<w:tag w:val=\"{path}\"/>")).nth(1).unwrap();
    let (_, words) = control.split_once("preserve\">").unwrap();
    let first = words.split(['<', ' ']).next().unwrap().to_owned();
    edit(folder, |xml| said(&xml, path, name));
    first
}

#[test]
fn a_remark_that_would_go_is_not_deleted_for_an_edit() {
    let folder = printed();
    let text = yaml(&folder);
    let line = text.lines().find(|line| line.starts_with("mo_ta: ")).unwrap();
    let noted = text.replacen(line, "mo_ta: >- # xem lại\n  Một\n  hai", 1);
    fs::write(folder.path().join(FILE), &noted).unwrap();
    print(&folder, CODE);
    edit(&folder, |xml| said(&xml, "mo_ta", "Ba"));
    let plan = import(&folder, &["a.docx"], &["--apply"], 1);
    assert_eq!(changes(&plan), [change("mo_ta", "conflict")]);
    assert_eq!(yaml(&folder), noted);
}

#[test]
fn a_folder_that_is_no_revision_does_not_become_one() {
    let folder = printed();
    let run = tthc(folder.path(), &["import", "a.docx", "--out", "nham", "--apply"]);
    assert!(stdout(&run, 1).contains("Không ghi gì vào nham"));
    assert!(!folder.path().join("nham").exists());
}

#[test]
fn an_edit_far_in_a_long_value_is_seen() {
    let folder = printed();
    edit(&folder, |xml| said(&xml, "ho_so[1].giay_to[0].ban_chinh", "07"));
    let run = tthc(folder.path(), &["import", "a.docx", "--out", "out", "--dry-run"]);
    let text = stdout(&run, 0);
    let line = text.lines().find(|line| line.contains("Thành phần hồ sơ")).unwrap();
    assert!(line.contains("[-1-]{+7+}") && line.len() < 400, "{line}");
}

#[test]
fn a_layout_that_cannot_be_written_in_is_no_edit_of_a_person() {
    let folder = printed();
    let text = yaml(&folder).replacen("so_bo: 1", "so_bo : 1", 1);
    fs::write(folder.path().join(FILE), &text).unwrap();
    print(&folder, CODE);
    edit(&folder, |xml| said(&xml, "so_bo", "02"));
    let plan = import(&folder, &["a.docx"], &["--apply"], 1);
    assert_eq!(changes(&plan), [change("so_bo", "conflict")]);
    let message = &told(&plan, "nhap-xung-dot")[0];
    assert!(
        message.contains("chưa ghi được vào") && !message.contains("đã được sửa"),
        "{message}"
    );
    assert_eq!(yaml(&folder), text);
}

//! Mistakes in templates of somebody's own are told with file, line, the line and what was expected.

use super::*;

/// What becomes of a decision whose template is this.
fn with(template: &str) -> Result<Vec<u8>, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("documents/quyet-dinh.xml.j2");
    fs::create_dir(path.parent().unwrap()).unwrap();
    fs::write(path, template).unwrap();
    let fixture = Fixture::new();
    let proposal = proposed(&fixture, &DECISIONS, day());
    let templates = Templates::load(Some(folder.path())).map_err(|error| error.to_string())?;
    decision(&templates, &proposal, &fixture.catalogue, Format::Docx).map_err(|error| error.to_string())
}

/// A document whose third line is this.
fn third_line(line: &str) -> String {
    format!("<van-ban>\n<doan>một</doan>\n{line}\n<doan>ba</doan>\n</van-ban>\n")
}

#[test]
fn a_mistake_is_told_with_its_line_and_what_was_expected() {
    // A line, and what must be said of it.
    let mistakes = [
        // What minijinja finds when it reads the template.
        ("<doan>{{ so_thu_tuc </doan>", "syntax error", "expected {{ a value }}"),
        (
            "<doan>{% if co_cau %}a</doan>{% endfor %}",
            "syntax error",
            "each closed",
        ),
        (
            "<doan>{{ so_thu_tuc | viet_hao }}</doan>",
            "viet_hao",
            "viet_hoa, la_ma, chu_cai",
        ),
        ("<doan>{{ so_thu_tuc | }}</doan>", "syntax error", "expected"),
        ("{% fro x in danh_muc %}", "unknown statement fro", "expected"),
        // What it finds when it renders.
        ("<doan>{{ so_thu_tucc }}</doan>", "so_thu_tucc", "tthc templates data"),
        ("<doan>{{ tong.tiet_kim }}</doan>", "tiet_kim", "tthc templates data"),
        (
            "{% for nhom in danh_muc %}<doan>{{ nhom.ten }}</doan>{% endfor %}",
            "nhom.ten",
            "expected",
        ),
        ("<doan>{{ dem(danh_muc) }}</doan>", "dem", "expected a function"),
        (
            "<doan>{% if co_cau is trong %}a{% endif %}</doan>",
            "trong",
            "expected a test",
        ),
        (
            "{% import 'documents/_khong-co.xml.j2' as k %}",
            "_khong-co",
            "begins with _",
        ),
        ("<doan>{{ so_thu_tuc / 2 }}</doan>", "invalid operation", ""),
        // What is no document.
        ("<doann>{{ so_thu_tuc }}</doann>", "<doann>", "expected a block: "),
        ("<doan>{{ so_thu_tuc }}</dooan>", "dooan", "doan"),
        ("<doan>{{ so_thu_tuc }} & b</doan>", "&", ""),
        ("<doan>{{ so_thu_tuc }} <u>b</u></doan>", "<u>", "expected words, b, i"),
        (
            "<doan can=\"giua\">{{ so_thu_tuc }}</doan>",
            "can=",
            "expected no attribute",
        ),
        ("<dieu>{{ so_thu_tuc }}</dieu>", "<dieu>", "so="),
        (
            "<bang><cot rong=\"50\"/><hang><o>{{ so_thu_tuc }}</o></hang></bang>",
            "50 percent",
            "expected 100",
        ),
        (
            "<bang><cot rong=\"50\"/><cot rong=\"50\"/><hang><o>{{ so_thu_tuc }}</o></hang></bang>",
            "too few cells",
            "2 columns",
        ),
        ("<hang><o>{{ so_thu_tuc }}</o></hang>", "<hang>", "expected a block: "),
        ("trôi nổi {{ so_thu_tuc }}", "trôi nổi", "words belong into a block"),
        (
            "<phu-luc kho=\"to\"><doan>{{ so_thu_tuc }}</doan></phu-luc>",
            "kho=",
            "expected doc or ngang",
        ),
    ];
    for (line, says, expected) in mistakes {
        let error = with(&third_line(line)).expect_err(line);
        assert!(
            error.starts_with("template documents/quyet-dinh.xml.j2, line 3: "),
            "{line}: {error}"
        );
        assert!(error.contains(says) && error.contains(expected), "{line}: {error}");
        let first = line.split("{{").next().unwrap();
        assert!(error.contains(first), "the line itself: {line}: {error}");
    }
}

#[test]
fn a_line_of_the_template_and_what_it_wrote_are_both_told() {
    let error = with(&third_line("<doan>{{ so_thu_tuc }} thủ tục <u>b</u></doan>")).unwrap_err();
    insta::assert_snapshot!(error, @r#"
    template documents/quyet-dinh.xml.j2, line 3: <u> cannot stand here; expected words, b, i, them, bo, gia-tri, xuong-dong
      <doan>{{ so_thu_tuc }} thủ tục <u>b</u></doan>
      wrote: <doan>03 thủ tục <u>b</u></doan>
    "#);
    let error = with(&third_line("<doan>{{ so_thu_tucc }} thủ tục</doan>")).unwrap_err();
    insta::assert_snapshot!(error, @r#"
    template documents/quyet-dinh.xml.j2, line 3: undefined value: `so_thu_tucc` is undefined
      <doan>{{ so_thu_tucc }} thủ tục</doan>
      expected a name the document is given; `tthc templates data DOCUMENT` prints them with their values
    "#);
}

#[test]
fn neither_endless_nor_bottomless_templates_break_anything() {
    for (template, says) in [
        (
            "{% macro m() %}{{ m() }}{% endmacro %}<van-ban><doan>{{ m() }}</doan></van-ban>",
            "recursion",
        ),
        (
            "<van-ban>{% for x in range(1000000000) %}<doan/>{% endfor %}</van-ban>",
            "range",
        ),
        (
            "<van-ban><doan>{% for x in range(5000) %}<b>{% endfor %}a{% for x in range(5000) %}</b>{% endfor %}</doan></van-ban>",
            "expected fewer",
        ),
        (
            "<van-ban><bang>{% for x in range(5000) %}<cot rong=\"100\"/>{% endfor %}<hang><o gop=\"65535\">a</o></hang></bang></van-ban>",
            "500000 percent",
        ),
    ] {
        let error = with(template).expect_err(template);
        assert!(error.contains(says), "{template}: {error}");
    }
}

#[test]
fn a_file_that_is_no_template_is_told_as_such() {
    let loaded = |name: &str, bytes: &[u8]| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        Templates::load(Some(folder.path()))
            .map(|_| ())
            .map_err(|error| error.to_string())
    };
    let own = "documents/quyet-dinh.xml.j2";
    for (name, bytes, says) in [
        (own, &b""[..], "quyet-dinh.xml.j2: is empty"),
        (own, b" \n", "delete the file to use the built-in template"),
        (
            own,
            b"<van-ban>\n<doan>a\xff</doan>\n</van-ban>",
            "quyet-dinh.xml.j2, line 2: not UTF-8 after \"<doan>a\"",
        ),
        (
            "quyet-dinh.xml.j2",
            b"<van-ban/>",
            "no document uses a template of this name; the templates are documents/",
        ),
        (
            "documents/quyet-dinh.xml.j2.txt",
            b"<van-ban/>",
            "no document uses a template of this name",
        ),
        (
            "documents/quyet-dinh2.xml.j2",
            b"<van-ban/>",
            "documents/quyet-dinh.xml.j2",
        ),
    ] {
        let error = loaded(name, bytes).unwrap_err();
        assert!(error.contains(says), "{name}: {error}");
    }
    assert_eq!(loaded("documents/_rieng.xml.j2", b""), Ok(()));
    assert_eq!(
        loaded("documents/GHI-CHU.txt", b"\xff"),
        Ok(()),
        "other files are nobody's business"
    );
    assert_eq!(
        loaded(own, "\u{feff}<van-ban><doan>a</doan></van-ban>".as_bytes()),
        Ok(())
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink("/khong/co", folder.path().join("quyet-dinh.xml.j2")).unwrap();
    let error = Templates::load(Some(folder.path())).unwrap_err().to_string();
    assert!(
        error.starts_with("cannot read template ") && error.ends_with("quyet-dinh.xml.j2"),
        "{error}"
    );
}

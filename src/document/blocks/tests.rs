//! Documents read from templates, and what stands in their files.

use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::*;

/// A name that every format must keep as it is.
const HOSTILE: &str = "<w:p>&\"#let x *y* | `z`";

pub(super) fn sample() -> Document {
    let hostile = quick_xml::escape::escape(HOSTILE);
    let rows: String = (0..60)
        .map(|n| format!("<hang><o>{n}</o><o>{hostile}</o><o>b</o></hang>"))
        .collect();
    read(&format!(
        "<van-ban ten=\"Thử {hostile}\">
<dau><chu-quan>TỈNH THỬ</chu-quan><co-quan>SỞ THỬ</co-quan><so>Số: &#8195;/TTr-ST</so><noi-ngay>Thử, ngày 08 tháng 6 năm 2026</noi-ngay></dau>
<ten-loai>TỜ TRÌNH</ten-loai>
<trich-yeu>Về việc
   thử</trich-yeu>
<can-cu>Căn cứ Luật Thử;</can-cu>
<dieu so=\"1\">Đồng ý <i>một</i> <b>hai</b>.</dieu>
<dieu so=\"2\" ten=\"Tổ chức thực hiện\"/>
<gach>{hostile}</gach>
<doan><bo>cũ</bo><them>mới</them> giữ</doan>
<cuoi><noi-nhan>Như trên;</noi-nhan><noi-nhan>Lưu: VT.</noi-nhan><chuc-vu>KT. GIÁM ĐỐC</chuc-vu><chuc-vu>PHÓ GIÁM ĐỐC</chuc-vu><nguoi-ky>Nguyễn Văn A</nguoi-ky></cuoi>
<phu-luc kho=\"ngang\"><so-phu-luc>Phụ lục I</so-phu-luc><ten-phu-luc>DANH MỤC</ten-phu-luc>
<bang><cot rong=\"10\" can=\"giua\"/><cot rong=\"60\"/><cot rong=\"30\" can=\"phai\"/>
<tieu-de><o gop-hang=\"2\">STT</o><o gop=\"2\">Chung</o></tieu-de><tieu-de><o>Tên</o><o>Số</o></tieu-de>
<nhom><o>A</o><o gop=\"2\">CẤP TỈNH</o></nhom>{rows}</bang></phu-luc>
<phu-luc><so-phu-luc>Phụ lục II</so-phu-luc><ten-phu-luc>KHÁC</ten-phu-luc></phu-luc>
</van-ban>"
    ))
    .unwrap()
}

/// The parts of a Word file.
fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// Every start of an element of a name, as it is written.
fn elements(xml: &str, name: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let mut found = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return found,
            Event::Start(start) | Event::Empty(start) if start.name().as_ref() == name => {
                found.push(start.attributes_raw().trim().to_owned());
            }
            _ => {}
        }
    }
}

/// What a style of a Word file says.
fn style<'s>(styles: &'s str, id: &str) -> &'s str {
    let from = styles
        .find(&format!("w:styleId=\"{id}\""))
        .unwrap_or_else(|| panic!("no style {id}"));
    let rest = &styles[from..];
    &rest[..rest.find("</w:style>").unwrap()]
}

#[test]
fn white_space_of_a_template_is_one_space() {
    let document =
        read("<van-ban><doan>\n  một\n  <b>hai</b> ba<i>bốn</i>\n <b> năm </b>sáu<xuong-dong/> bảy\n</doan></van-ban>")
            .unwrap();
    let Block::Paragraph(Role::Body, runs) = &document.sections[0].blocks[0] else {
        panic!("{document:?}")
    };
    assert_eq!(words(runs), "một hai babốn năm sáu\nbảy");
    let bold: Vec<&str> = runs.iter().filter(|run| run.bold).map(|run| run.text.trim()).collect();
    assert_eq!(bold, ["hai", "năm"]);
}

#[test]
fn what_is_no_document_says_where_and_what_was_expected() {
    for (source, at, says) in [
        ("", "", "expected <van-ban>"),
        ("<x/>", "<x/>", "expected <van-ban>"),
        ("<van-ban><doann>a</doann></van-ban>", "<doann>", "expected a block: "),
        ("<van-ban><doan>a</van-ban>", "</van-ban>", "doan"),
        ("<van-ban><doan>a", "<doan>a", "not closed"),
        ("<van-ban> trôi nổi </van-ban>", "trôi nổi", "words belong into a block"),
        (
            "<van-ban><doan>a <u>b</u></doan></van-ban>",
            "<u>",
            "expected words, b, i",
        ),
        ("<van-ban><dieu>a</dieu></van-ban>", "<dieu>", "without so="),
        (
            "<van-ban><doan lop=\"x\">a</doan></van-ban>",
            "<doan",
            "expected no attribute",
        ),
        (
            "<van-ban><phu-luc kho=\"to\"/></van-ban>",
            "<phu-luc",
            "expected doc or ngang",
        ),
        (
            "<van-ban><bang><cot rong=\"60\"/></bang></van-ban>",
            "<bang>",
            "60 percent wide; expected 100",
        ),
        (
            "<van-ban><bang><cot rong=\"x\"/></bang></van-ban>",
            "<cot",
            "from 1 to 100 percent",
        ),
        (
            "<van-ban><bang><cot rong=\"50\"/><cot rong=\"50\"/><hang><o>a</o></hang></bang></van-ban>",
            "<hang>",
            "too few cells for the 2 columns",
        ),
        (
            "<van-ban><bang><cot rong=\"100\"/><hang><o gop=\"2\">a</o></hang></bang></van-ban>",
            "<hang>",
            "too many cells for the 1 columns",
        ),
        (
            "<van-ban><bang><cot rong=\"100\"/><hang><o gop-hang=\"2\">a</o></hang></bang></van-ban>",
            "<bang>",
            "more rows than there are",
        ),
        (
            "<van-ban><doan>a &khong; b</doan></van-ban>",
            "&khong;",
            "write & as &amp;",
        ),
        ("<van-ban><doan>a & b</doan></van-ban>", "& b", ""),
    ] {
        let mistake = read(source).expect_err(source);
        assert!(mistake.message.contains(says), "{source}: {mistake:?}");
        assert!(
            source[mistake.at.min(source.len())..].starts_with(at),
            "{source}: {mistake:?}"
        );
    }
}

#[test]
fn hostile_data_arrives_as_it_is_in_every_format() {
    let document = sample();
    let page = html::write(&document);
    assert!(page.contains("- &lt;w:p&gt;&amp;&quot;#let x *y* | `z`</p>"), "{page}");
    let text = markdown::write(&document);
    assert!(
        text.contains(r"- \<w:p\>\&") && text.contains(r"\#let x \*y\* \| \`z\`"),
        "{text}"
    );
    let xml = part(&docx::write(&document).unwrap(), "word/document.xml");
    let mut reader = Reader::from_str(&xml);
    let mut said = String::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Text(text) => said.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                said.push_str(&quick_xml::escape::unescape(&format!("&{};", &*reference.xml10_content())).unwrap());
            }
            _ => {}
        }
    }
    assert_eq!(said.matches(HOSTILE).count(), 61);
}

#[test]
fn the_pages_of_a_word_file_are_those_of_the_decree() {
    let bytes = docx::write(&sample()).unwrap();
    let body = part(&bytes, "word/document.xml");
    // Three sections: the document, an annex on its side, an upright annex.
    let sizes = elements(&body, "w:pgSz");
    assert_eq!(
        sizes,
        [
            "w:w=\"11906\" w:h=\"16838\"",
            "w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"",
            "w:w=\"11906\" w:h=\"16838\""
        ]
    );
    // 20, 20, 20 and 30 mm; the number in the middle of the top margin.
    for margin in elements(&body, "w:pgMar") {
        assert_eq!(
            margin,
            "w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1701\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\""
        );
    }
    // No number on the first page; every annex counts from one.
    assert_eq!(elements(&body, "w:titlePg").len(), 3);
    assert_eq!(elements(&body, "w:pgNumType"), ["w:start=\"1\""; 3]);
    let header = part(&bytes, "word/header1.xml");
    assert!(header.contains(" PAGE ") && header.contains("w:val=\"SoTrang\""));
}

#[test]
fn the_letters_of_a_word_file_are_those_of_the_decree() {
    let styles = part(&docx::write(&sample()).unwrap(), "word/styles.xml");
    assert!(styles.contains("w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\""));
    for (id, facts) in [
        (
            "Doan",
            &[
                "w:sz w:val=\"28\"",
                "w:firstLine=\"720\"",
                "w:after=\"120\"",
                "w:jc w:val=\"both\"",
            ][..],
        ),
        ("CanCu", &["<w:i/>", "w:sz w:val=\"28\"", "w:jc w:val=\"both\""]),
        ("TenLoai", &["<w:b/>", "w:sz w:val=\"28\"", "w:jc w:val=\"center\""]),
        ("TrichYeu", &["<w:b/>", "w:jc w:val=\"center\""]),
        ("QuyetDinh", &["<w:b/>", "w:jc w:val=\"center\""]),
        ("QuocHieu", &["<w:b/>", "w:sz w:val=\"24\"", "w:jc w:val=\"center\""]),
        ("TieuNgu", &["<w:b/>", "w:sz w:val=\"26\"", "w:jc w:val=\"center\""]),
        ("CoQuan", &["<w:b/>", "w:sz w:val=\"24\""]),
        ("SoKyHieu", &["w:sz w:val=\"26\"", "w:jc w:val=\"center\""]),
        ("NoiNgay", &["<w:i/>", "w:sz w:val=\"26\""]),
        ("NoiNhanNhan", &["<w:b/>", "<w:i/>", "w:sz w:val=\"24\""]),
        ("NoiNhan", &["w:sz w:val=\"22\""]),
        ("ChuKy", &["<w:b/>", "w:sz w:val=\"28\"", "w:jc w:val=\"center\""]),
        ("SoPhuLuc", &["<w:b/>", "w:sz w:val=\"28\"", "w:jc w:val=\"center\""]),
        ("SoTrang", &["w:sz w:val=\"26\"", "w:jc w:val=\"center\""]),
    ] {
        let said = style(&styles, id);
        facts
            .iter()
            .for_each(|fact| assert!(said.contains(fact), "{id}: {fact}: {said}"));
    }
    assert!(
        !style(&styles, "ChuQuan").contains("<w:b/>"),
        "the body above is upright and light"
    );
    assert!(!style(&styles, "NoiNhan").contains("<w:b/>"));
}

#[test]
fn the_head_and_the_end_of_a_word_file_stand_side_by_side() {
    let body = part(&docx::write(&sample()).unwrap(), "word/document.xml");
    // The line below the motto is as long as its words: 56 mm of the 96 mm beside the issuing body.
    let rules: Vec<u32> = body
        .split("w:val=\"KeNgang\"/><w:ind w:left=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
        .collect();
    let nation = 9_071 - 9_071 * 40 / 100;
    let motto = nation - 2 * rules[1];
    assert!((3_165..=3_185).contains(&motto), "{motto} twips are 56 mm");
    // The line below the issuing body is a third to a half of its words, 20 mm at 12 points.
    let office = 9_071 * 40 / 100 - 2 * rules[0];
    assert!((370..=567).contains(&office), "{office}");
    assert!(body.contains("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") && body.contains("Độc lập - Tự do - Hạnh phúc"));
    let at = |words: &str| body.find(words).unwrap_or_else(|| panic!("no {words}"));
    assert!(
        at("Nơi nhận:") < at("- Lưu: VT.")
            && at("- Lưu: VT.") < at("KT. GIÁM ĐỐC")
            && at("KT. GIÁM ĐỐC") < at("Nguyễn Văn A")
    );
}

#[test]
fn tables_of_a_word_file_repeat_their_head_and_keep_rows_whole() {
    let body = part(&docx::write(&sample()).unwrap(), "word/document.xml");
    let rows = elements(&body, "w:tr").len();
    assert_eq!(elements(&body, "w:cantSplit").len(), rows);
    assert_eq!(elements(&body, "w:tblHeader").len(), 2);
    assert_eq!(elements(&body, "w:vMerge"), ["w:val=\"restart\"", ""]);
    // 247 mm of 297, in shares of 10, 60 and 30.
    let table = &body[body.rfind("<w:tblGrid>").unwrap()..];
    assert_eq!(
        elements(&table[..table.find("</w:tblGrid>").unwrap() + 12], "w:gridCol"),
        ["w:w=\"1400\"", "w:w=\"8401\"", "w:w=\"4200\""]
    );
}

#[test]
fn the_heading_of_an_article_is_not_left_alone_at_the_foot_of_a_page() {
    let bytes = docx::write(&sample()).unwrap();
    let (body, styles) = (part(&bytes, "word/document.xml"), part(&bytes, "word/styles.xml"));
    assert!(style(&styles, "TenDieu").contains("<w:keepNext/>"));
    assert!(!style(&styles, "Dieu").contains("<w:keepNext/>"));
    let paragraph = body
        .split("<w:p>")
        .find(|paragraph| paragraph.contains("Điều 2. Tổ chức thực hiện"));
    assert!(paragraph.unwrap().contains("w:val=\"TenDieu\""));
    assert!(html::write(&sample()).contains("<p class=\"ten-dieu\"><b>Điều 2. Tổ chức thực hiện</b></p>"));
}

#[test]
fn changes_are_words_own() {
    let body = part(&docx::write(&sample()).unwrap(), "word/document.xml");
    assert!(body.contains(
        "<w:del w:id=\"1\" w:author=\"tthc\"><w:r><w:delText xml:space=\"preserve\">cũ</w:delText></w:r></w:del>"
    ));
    assert!(
        body.contains("<w:ins w:id=\"2\" w:author=\"tthc\"><w:r><w:t xml:space=\"preserve\">mới</w:t></w:r></w:ins>")
    );
}

/// Accepting a change and refusing it both leave a well-spaced text.
#[test]
fn spaces_beside_a_change_are_nobodys() {
    for (words, refused, accepted) in [
        (
            "<b>Thời hạn:</b> <bo>20</bo><them>14</them> ngày",
            "Thời hạn: 20 ngày",
            "Thời hạn: 14 ngày",
        ),
        (
            "có <bo>bản sao </bo>giấy <them>tờ </them>gốc",
            "có bản sao giấy gốc",
            "có giấy tờ gốc",
        ),
        ("<bo>một</bo> hai", "một hai", " hai"),
        ("một <them>hai</them>", "một ", "một hai"),
    ] {
        let document = read(&format!("<van-ban><doan>{words}</doan></van-ban>")).unwrap();
        let Block::Paragraph(_, runs) = &document.sections[0].blocks[0] else {
            panic!("{document:?}")
        };
        let without = |change: Change| {
            let kept = runs.iter().filter(|run| run.change != change);
            kept.map(|run| run.text.as_str()).collect::<String>()
        };
        assert_eq!(
            (without(Change::Inserted).as_str(), without(Change::Deleted).as_str()),
            (refused, accepted)
        );
    }
}

#[test]
fn remarks_are_words_comments_at_their_places() {
    let mut document = sample();
    let section = &document.sections[0];
    let article = |block: &Block| matches!(block, Block::Paragraph(Role::Article, _));
    let at = section.blocks.iter().position(article).unwrap();
    let table = |section: &Section| section.blocks.iter().position(|block| matches!(block, Block::Table(_)));
    let (annex, block) = document
        .sections
        .iter()
        .enumerate()
        .find_map(|(annex, section)| Some((annex, table(section)?)))
        .unwrap();
    let remark = |at, text: &str| Remark {
        at,
        text: text.to_owned(),
    };
    document.remarks = vec![
        remark((0, at), "sai <số>"),
        remark((0, at), "thiếu ngày"),
        remark((annex, block), "dòng 1"),
    ];
    let file = docx::write(&document).unwrap();
    let (body, comments) = (part(&file, "word/document.xml"), part(&file, "word/comments.xml"));
    let texts: Vec<&str> = comments
        .split("<w:t xml:space=\"preserve\">")
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap())
        .collect();
    assert_eq!(texts, ["sai &lt;số&gt;", "thiếu ngày", "dòng 1"]);
    for number in 0..3 {
        let of = |mark: &str| body.matches(&format!("<w:{mark} w:id=\"{number}\"/>")).count();
        assert_eq!(
            (of("commentRangeStart"), of("commentRangeEnd"), of("commentReference")),
            (1, 1, 1)
        );
    }
    let first = body.find("commentRangeStart w:id=\"0\"").unwrap();
    assert!(body[first..].find("Điều ").unwrap() < body[first..].find("</w:p>").unwrap());
    assert!(part(&file, "[Content_Types].xml").contains("/word/comments.xml"));
    assert!(part(&file, "word/_rels/document.xml.rels").contains("comments.xml"));
    // Nothing of it where nothing is remarked.
    let plain = docx::write(&sample()).unwrap();
    assert!(
        !part(&plain, "[Content_Types].xml").contains("comments")
            && !part(&plain, "word/document.xml").contains("comment")
    );
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert_eq!(docx::write(&sample()).unwrap(), docx::write(&sample()).unwrap());
}

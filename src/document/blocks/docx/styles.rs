//! Styles of paragraphs: the layout of the decree as Word knows it, so that people who go on writing keep it.

use std::fmt::Write as _;
use std::sync::LazyLock;

use super::super::layout::{self, LOOKS};
use super::super::{Align, Role};
use super::{HEAD, NAMESPACE, hundredths};

/// Names of styles that are no role of a paragraph.
pub(super) const TABLE: &str = "BangChu";
pub(super) const TABLE_HEAD: &str = "BangTieuDe";
pub(super) const RULE: &str = "KeNgang";
pub(super) const SUPERIOR: &str = "ChuQuan";
pub(super) const OFFICE: &str = "CoQuan";
pub(super) const NATION: &str = "QuocHieu";
pub(super) const MOTTO: &str = "TieuNgu";
pub(super) const NUMBER: &str = "SoKyHieu";
pub(super) const ABOUT: &str = "VeViec";
pub(super) const PLACE_AND_DATE: &str = "NoiNgay";
pub(super) const ADDRESSEES_LABEL: &str = "NoiNhanNhan";
pub(super) const ADDRESSEES: &str = "NoiNhan";
pub(super) const SIGNATURE: &str = "ChuKy";

/// A style that is no role.
struct Extra {
    id: &'static str,
    name: &'static str,
    size: u16,
    bold: bool,
    italic: bool,
    align: Align,
    /// Points above and below.
    around: u16,
}

const fn extra(id: &'static str, name: &'static str, size: u16, align: Align) -> Extra {
    Extra {
        id,
        name,
        size,
        bold: false,
        italic: false,
        align,
        around: 0,
    }
}

const fn bold(extra: Extra) -> Extra {
    Extra { bold: true, ..extra }
}

const fn italic(extra: Extra) -> Extra {
    Extra { italic: true, ..extra }
}

const EXTRAS: &[Extra] = &[
    Extra {
        around: 2,
        ..extra(TABLE, "Chữ trong bảng", layout::TABLE_SIZE, Align::Left)
    },
    Extra {
        around: 2,
        ..bold(extra(TABLE_HEAD, "Tiêu đề bảng", layout::TABLE_SIZE, Align::Centre))
    },
    extra(SUPERIOR, "Cơ quan chủ quản", layout::OFFICE_SIZE, Align::Centre),
    bold(extra(OFFICE, "Cơ quan ban hành", layout::OFFICE_SIZE, Align::Centre)),
    bold(extra(NATION, "Quốc hiệu", layout::NATION_SIZE, Align::Centre)),
    bold(extra(MOTTO, "Tiêu ngữ", layout::MOTTO_SIZE, Align::Centre)),
    Extra {
        around: 6,
        ..extra(NUMBER, "Số và ký hiệu", layout::NUMBER_SIZE, Align::Centre)
    },
    extra(ABOUT, "Về việc", layout::ABOUT_SIZE, Align::Centre),
    Extra {
        around: 6,
        ..italic(extra(
            PLACE_AND_DATE,
            "Địa danh và thời gian",
            layout::NUMBER_SIZE,
            Align::Centre,
        ))
    },
    bold(italic(extra(
        ADDRESSEES_LABEL,
        "Chữ Nơi nhận",
        layout::ADDRESSEES_LABEL_SIZE,
        Align::Left,
    ))),
    extra(ADDRESSEES, "Nơi nhận", layout::ADDRESSEES_SIZE, Align::Left),
    bold(extra(SIGNATURE, "Chữ ký", layout::SIGNATURE_SIZE, Align::Centre)),
    extra("SoTrang", "Số trang", layout::PAGE_NUMBER_SIZE, Align::Centre),
];

/// The style of a role: its element without hyphens.
pub(super) fn of(role: Role) -> &'static str {
    static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| LOOKS.iter().map(|look| name(look.element)).collect());
    &NAMES[role as usize]
}

fn name(element: &str) -> String {
    let words = element.split('-').map(|word| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_ascii_uppercase().to_string() + letters.as_str())
            .unwrap_or_default()
    });
    words.collect()
}

/// `word/styles.xml`
pub(super) fn write() -> String {
    let mut styles = format!(
        "{HEAD}<w:styles xmlns:w=\"{NAMESPACE}\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"{0}\" w:hAnsi=\"{0}\" \
         w:eastAsia=\"{0}\" w:cs=\"{0}\"/><w:color w:val=\"000000\"/><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/><w:lang w:val=\"vi-VN\" \
         w:eastAsia=\"vi-VN\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" \
         w:line=\"240\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>\
         <w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\"><w:name w:val=\"Default Paragraph Font\"/>\
         <w:uiPriority w:val=\"1\"/><w:semiHidden/></w:style>\
         <w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:uiPriority w:val=\"99\"/>\
         <w:semiHidden/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"0\" \
         w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>",
        layout::TYPEFACE
    );
    for look in LOOKS {
        let mut paragraph = String::new();
        if look.with_next {
            paragraph.push_str("<w:keepNext/><w:keepLines/>");
        }
        let _ = write!(
            paragraph,
            "<w:spacing w:before=\"{}\" w:after=\"{}\" w:line=\"{}\" w:lineRule=\"auto\"/>",
            look.before * 20,
            look.after * 20,
            layout::LINE_SPACING * 240 / 100
        );
        if look.first_line > 0 {
            let _ = write!(
                paragraph,
                "<w:ind w:firstLine=\"{}\"/>",
                hundredths(look.first_line.into())
            );
        }
        paragraph.push_str(&alignment(look.align));
        if look.outline > 0 {
            let _ = write!(paragraph, "<w:outlineLvl w:val=\"{}\"/>", look.outline - 1);
        }
        style(
            &mut styles,
            of(look.role),
            look.name,
            &paragraph,
            &letters(look.bold, look.italic, look.size),
        );
    }
    for extra in EXTRAS {
        let mut paragraph = String::new();
        if extra.around > 0 {
            let _ = write!(
                paragraph,
                "<w:spacing w:before=\"{0}\" w:after=\"{0}\"/>",
                extra.around * 20
            );
        }
        paragraph.push_str(&alignment(extra.align));
        style(
            &mut styles,
            extra.id,
            extra.name,
            &paragraph,
            &letters(extra.bold, extra.italic, extra.size),
        );
    }
    let line = "<w:keepNext/><w:pBdr><w:top w:val=\"single\" w:sz=\"6\" w:space=\"1\" w:color=\"000000\"/></w:pBdr>\
                <w:spacing w:before=\"40\" w:after=\"0\" w:line=\"60\" w:lineRule=\"exact\"/>";
    style(&mut styles, RULE, "Kẻ ngang", line, &letters(false, false, 2));
    styles.push_str("</w:styles>");
    styles
}

fn style(styles: &mut String, id: &str, name: &str, paragraph: &str, letters: &str) {
    let _ = write!(
        styles,
        "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"Normal\"/>\
         <w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    );
}

fn letters(bold: bool, italic: bool, points: u16) -> String {
    let bold = if bold { "<w:b/><w:bCs/>" } else { "" };
    let italic = if italic { "<w:i/><w:iCs/>" } else { "" };
    format!("{bold}{italic}<w:sz w:val=\"{0}\"/><w:szCs w:val=\"{0}\"/>", points * 2)
}

fn alignment(align: Align) -> String {
    let value = match align {
        Align::Justified => "both",
        Align::Left => "left",
        Align::Centre => "center",
        Align::Right => "right",
    };
    format!("<w:jc w:val=\"{value}\"/>")
}

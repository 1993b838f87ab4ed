//! How Nghị định 30/2020/NĐ-CP (Phụ lục I) lays a document out, written once for all formats.
//!
//! Where the decree leaves room (sizes 13 – 14, margins of 20 – 25 mm …) one value is chosen here.

use super::Align;

/// Paper A4, in millimetres.
pub(super) const PAPER: (u16, u16) = (210, 297);

/// Margins of the page in millimetres: top, right, bottom, left.
pub(super) const MARGINS: [u16; 4] = [20, 20, 20, 30];

/// Where the page number stands, in millimetres from the upper edge: in the middle of the top margin.
pub(super) const PAGE_NUMBER_FROM_TOP: u16 = 10;

/// Typeface, and one of the same widths where it is missing.
pub(super) const TYPEFACE: &str = "Times New Roman";
pub(super) const METRIC_COMPATIBLE: &str = "Liberation Serif";

/// Height of a line of single spacing in parts of the size, as Word sets it for [`TYPEFACE`].
pub(super) const SINGLE: f32 = 1.149;

/// Distance of lines in percent of single spacing: the decree allows single to one and a half.
pub(super) const LINE_SPACING: u16 = 115;

/// The national title and what stands below it.
pub(super) const NATION: &str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
pub(super) const MOTTO: &str = "Độc lập - Tự do - Hạnh phúc";

/// Length in millimetres of the line below the motto: that of its words in bold at [`MOTTO_SIZE`].
pub(super) const MOTTO_LINE: u16 = 56;

/// Sizes in points.
pub(super) const NATION_SIZE: u16 = 12;
pub(super) const MOTTO_SIZE: u16 = 13;
pub(super) const OFFICE_SIZE: u16 = 12;
pub(super) const NUMBER_SIZE: u16 = 13;
pub(super) const ABOUT_SIZE: u16 = 12;
pub(super) const PAGE_NUMBER_SIZE: u16 = 13;
pub(super) const TABLE_SIZE: u16 = 12;
pub(super) const SIGNATURE_SIZE: u16 = 14;
pub(super) const ADDRESSEES_LABEL_SIZE: u16 = 12;
pub(super) const ADDRESSEES_SIZE: u16 = 11;

/// Room for a signature, in points.
pub(super) const SIGNATURE_ROOM: u16 = 72;

/// Share of the heading block the issuing body has, in percent; the national title needs more.
pub(super) const OFFICE_SHARE: u16 = 40;

/// Width in millimetres of what is printed on.
pub(super) fn text_width(landscape: bool) -> u16 {
    let [_, right, _, left] = MARGINS;
    let (width, height) = PAPER;
    if landscape {
        height - left - right
    } else {
        width - left - right
    }
}

/// A line below words is a third to a half as long as they are.
pub(super) fn rule_below(words: &str, points: u16, most: u16) -> u16 {
    let width = words.lines().map(|line| width_of(line, points)).fold(0.0, f32::max);
    let whole = width.min(f32::from(most));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a length on paper"
    )]
    let rule = (whole * 0.42).round() as u16;
    rule
}

/// About how many millimetres bold words are wide. Widths of Times New Roman Bold by kind of letter, which is near enough
/// for a share with as much room as a line has.
fn width_of(words: &str, points: u16) -> f32 {
    const MILLIMETRES_A_POINT: f32 = 25.4 / 72.0;
    let ems = words.chars().map(|c| match c {
        ' ' | '.' | ',' | ';' | ':' | 'i' | 'l' | 't' | 'í' | 'ì' | 'ị' | 'I' | 'Í' => 0.3,
        c if c.is_uppercase() => 0.72,
        _ => 0.5,
    });
    ems.sum::<f32>() * f32::from(points) * MILLIMETRES_A_POINT
}

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::document) enum Role {
    /// Name of the kind of document: QUYẾT ĐỊNH, TỜ TRÌNH.
    Kind,
    /// What it is about.
    Subject,
    /// Who issues it.
    Authority,
    /// To whom it goes.
    Addressed,
    /// A legal ground.
    Ground,
    /// "QUYẾT ĐỊNH:".
    Resolve,
    /// An article.
    Article,
    /// The heading of an article whose clauses follow.
    ArticleHeading,
    /// A clause.
    Clause,
    /// A point.
    Point,
    /// A line with a dash.
    Dash,
    /// Other text.
    Body,
    /// Heading of a part.
    Part,
    /// Heading within a part.
    Heading,
    /// Heading of an item.
    Item,
    /// Heading within an item.
    Subitem,
    /// A note on the text.
    Note,
    /// "Phụ lục I".
    AnnexLabel,
    /// Title of an annex.
    AnnexTitle,
    /// What the annex belongs to.
    AnnexReference,
}

/// How a paragraph looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    pub(super) role: Role,
    /// Element of templates.
    pub(super) element: &'static str,
    /// Vietnamese name, which Word lists.
    pub(super) name: &'static str,
    /// Size in points.
    pub(super) size: u16,
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) align: Align,
    /// The first line stands so many hundredths of a millimetre further in.
    pub(super) first_line: u16,
    /// Points above and below.
    pub(super) before: u16,
    pub(super) after: u16,
    /// Stands on the same page as what follows.
    pub(super) with_next: bool,
    /// Level in the outline of the document, from one; nothing for text.
    pub(super) outline: u16,
}

/// First lines stand 1.27 cm in.
const INDENT: u16 = 1_270;

const TEXT: Look = Look {
    role: Role::Body,
    element: "doan",
    name: "Đoạn văn",
    size: 14,
    bold: false,
    italic: false,
    align: Align::Justified,
    first_line: INDENT,
    before: 0,
    after: 6,
    with_next: false,
    outline: 0,
};

const MIDDLE: Look = Look {
    align: Align::Centre,
    first_line: 0,
    bold: true,
    with_next: true,
    ..TEXT
};

/// Every role, in the order of [`Role`].
pub(super) const LOOKS: &[Look] = &[
    Look {
        role: Role::Kind,
        element: "ten-loai",
        name: "Tên loại văn bản",
        before: 18,
        after: 0,
        ..MIDDLE
    },
    Look {
        role: Role::Subject,
        element: "trich-yeu",
        name: "Trích yếu",
        after: 0,
        ..MIDDLE
    },
    Look {
        role: Role::Authority,
        element: "tham-quyen",
        name: "Thẩm quyền ban hành",
        before: 12,
        after: 12,
        ..MIDDLE
    },
    Look {
        role: Role::Addressed,
        element: "kinh-gui",
        name: "Kính gửi",
        bold: false,
        before: 12,
        after: 12,
        ..MIDDLE
    },
    Look {
        role: Role::Ground,
        element: "can-cu",
        name: "Căn cứ",
        italic: true,
        ..TEXT
    },
    Look {
        role: Role::Resolve,
        element: "quyet-dinh",
        name: "Quyết định",
        before: 12,
        after: 12,
        ..MIDDLE
    },
    Look {
        role: Role::Article,
        element: "dieu",
        name: "Điều",
        ..TEXT
    },
    Look {
        role: Role::ArticleHeading,
        element: "ten-dieu",
        name: "Tên điều",
        with_next: true,
        ..TEXT
    },
    Look {
        role: Role::Clause,
        element: "khoan",
        name: "Khoản",
        ..TEXT
    },
    Look {
        role: Role::Point,
        element: "diem",
        name: "Điểm",
        ..TEXT
    },
    Look {
        role: Role::Dash,
        element: "gach",
        name: "Gạch đầu dòng",
        ..TEXT
    },
    TEXT,
    Look {
        role: Role::Part,
        element: "phan",
        name: "Phần",
        before: 12,
        outline: 1,
        ..MIDDLE
    },
    Look {
        role: Role::Heading,
        element: "muc",
        name: "Mục",
        align: Align::Left,
        before: 6,
        outline: 2,
        ..MIDDLE
    },
    Look {
        role: Role::Item,
        element: "tieu-muc",
        name: "Tiểu mục",
        before: 6,
        bold: true,
        with_next: true,
        outline: 3,
        ..TEXT
    },
    Look {
        role: Role::Subitem,
        element: "tieu-muc-con",
        name: "Tiểu mục con",
        bold: true,
        with_next: true,
        outline: 4,
        ..TEXT
    },
    Look {
        role: Role::Note,
        element: "ghi-chu",
        name: "Ghi chú",
        size: 12,
        italic: true,
        ..TEXT
    },
    Look {
        role: Role::AnnexLabel,
        element: "so-phu-luc",
        name: "Phụ lục",
        after: 0,
        ..MIDDLE
    },
    Look {
        role: Role::AnnexTitle,
        element: "ten-phu-luc",
        name: "Tên phụ lục",
        after: 0,
        ..MIDDLE
    },
    Look {
        role: Role::AnnexReference,
        element: "kem-theo",
        name: "Kèm theo",
        bold: false,
        italic: true,
        after: 0,
        ..MIDDLE
    },
];

/// How a role looks.
pub(super) fn look(role: Role) -> &'static Look {
    &LOOKS[role as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_stand_in_the_order_of_roles() {
        for (place, look) in LOOKS.iter().enumerate() {
            assert_eq!(look.role as usize, place, "{}", look.element);
        }
    }

    #[test]
    fn a_line_below_words_is_a_third_to_half_as_long() {
        // Measured with the metrics of Times New Roman Bold: 43.2 mm and 60.1 mm at 13 points.
        for (words, width) in [("ỦY BAN NHÂN DÂN", 43.2_f32), ("THÀNH PHỐ HỒ CHÍ MINH", 60.1)] {
            let rule = f32::from(rule_below(words, 13, 160));
            assert!(width / 3.0 <= rule && rule <= width / 2.0, "{words}: {rule}");
        }
    }
}

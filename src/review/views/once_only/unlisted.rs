//! Names of papers that an office issues and no table knows.

use crate::text;

/// Words in front of a paper's name that say in which form it is handed in.
const FORMS: [&str; 11] = [
    "bản sao có chứng thực",
    "bản sao chứng thực",
    "bản sao có công chứng",
    "bản sao công chứng",
    "bản sao hợp lệ",
    "bản sao y",
    "bản sao",
    "bản chụp",
    "bản chính",
    "bản gốc",
    "bản",
];

/// Beginnings of papers that an office issues.
const ISSUED: [&str; 11] = [
    "giấy",
    "chứng chỉ",
    "chứng thư",
    "thẻ",
    "quyết định",
    "bằng",
    "văn bằng",
    "hộ chiếu",
    "trích lục",
    "phiếu",
    "sổ",
];

/// Beginnings of papers that people write themselves, or that name none.
const OWN: [&str; 14] = [
    "giấy đề nghị",
    "giấy đăng ký",
    "giấy yêu cầu",
    "giấy cam kết",
    "giấy cam đoan",
    "giấy giới thiệu",
    "giấy ủy quyền",
    "giấy tờ",
    "phiếu đề nghị",
    "phiếu yêu cầu",
    "phiếu đăng ký",
    "phiếu khai",
    "phiếu thông tin",
    "phiếu kê khai",
];

/// What a paper of a dossier that an office issues is called, canonical; `None` for what people write themselves.
pub(super) fn unlisted_name(words: &str) -> Option<String> {
    let words = text::without_brackets(words);
    let start = |words: &str| words.trim_start_matches(|c: char| !c.is_alphabetic()).to_owned();
    let mut name = start(&words);
    while let Some(rest) = FORMS.iter().find_map(|form| name.strip_prefix(form)?.strip_prefix(' ')) {
        name = start(rest);
    }
    let end = [
        ";",
        ":",
        ",",
        ".",
        "/",
        "\n",
        " hoặc ",
        " kèm ",
        " đối với ",
        " theo ",
        " nếu ",
        " còn hiệu lực",
        " còn giá trị",
    ]
    .iter()
    .filter_map(|sign| name.find(sign))
    .min()
    .unwrap_or(name.len());
    let name = name[..end].trim();
    let begins = |starts: &[&str]| starts.iter().any(|start| name.starts_with(start));
    let several = name.split(' ').count() > 2;
    (several && begins(&ISSUED) && !begins(&OWN)).then(|| name.to_owned())
}

/// The words of a canonical name as the dossier spells them, its first letter in capitals.
pub(super) fn as_spelt(name: &str, paper: &str) -> String {
    let wanted: Vec<&str> = text::syllables(name).map(|(_, word)| word).collect();
    let words: Vec<_> = text::syllables(paper)
        .map(|(place, word)| (place, text::canonical(word)))
        .collect();
    let found = words
        .windows(wanted.len().max(1))
        .find(|window| window.iter().map(|(_, word)| word.as_str()).eq(wanted.iter().copied()));
    let spelt = found.and_then(|window| paper.get(window.first()?.0.start..window.last()?.0.end));
    text::capitalise_first(spelt.unwrap_or(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_paper_has_one_name_in_whatever_form_it_is_handed_in() {
        for paper in [
            "Giấy phép xây dựng",
            "- Bản sao có chứng thực Giấy phép xây dựng (nếu có)",
            "01 bản chụp giấy phép xây dựng; hồ sơ kèm theo",
            "Bản sao Giấy phép xây dựng hoặc văn bản tương đương",
        ] {
            let name = unlisted_name(&text::canonical(paper));
            assert_eq!(name.as_deref(), Some("giấy phép xây dựng"), "{paper}");
        }
    }

    #[test]
    fn a_name_is_shown_as_the_dossier_spells_it() {
        let paper = "- Bản sao Quyết định xử phạt vi phạm hành chính (nếu có)";
        let name = unlisted_name(&text::canonical(paper)).unwrap();
        assert_eq!(as_spelt(&name, paper), "Quyết định xử phạt vi phạm hành chính");
        assert_eq!(as_spelt("giấy phép", "Đơn"), "Giấy phép");
    }

    #[test]
    fn what_people_write_themselves_is_no_paper_of_an_office() {
        for paper in [
            "Giấy đề nghị cấp phép",
            "Tờ khai đăng ký",
            "Giấy tờ khác có liên quan",
            "Bản sao hợp đồng",
        ] {
            assert_eq!(unlisted_name(&text::canonical(paper)), None, "{paper}");
        }
    }
}

//! What counts how much. The weights of fields stand with the fields; everything else that decides the order of hits
//! stands here.

/// The numbers of the ranking.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weights {
    /// How soon more mentions of a word stop counting (k1 of BM25), in units of field weight.
    pub(super) saturation: f32,
    /// How much long fields are held against a mention (b of BM25).
    pub(super) length: f32,
    /// A syllable, accents aside.
    pub(super) folded: f32,
    /// The same syllable with its accents, where the query has accents.
    pub(super) exact: f32,
    /// Two neighbouring syllables.
    pub(super) pairs: f32,
    /// The number of a legal document.
    pub(super) number: f32,
    /// What the words of a question are worth beside those of its subject.
    pub(super) stop_word: f32,
    /// The typed code is the procedure's: more than any text can earn.
    pub(super) own_code: f32,
    /// The query is the procedure's name.
    pub(super) whole_name: f32,
}

/// The numbers in use.
pub(super) const WEIGHTS: Weights = Weights {
    saturation: 8.0,
    length: 0.5,
    folded: 1.0,
    exact: 3.0,
    pairs: 1.0,
    number: 6.0,
    stop_word: 0.1,
    own_code: 10_000.0,
    whole_name: 1_000.0,
};

/// How many of the words that are in the index a document must have. Few words are all meant; of a long question a
/// quarter may be missing.
pub(super) fn enough(words: usize) -> usize {
    if words <= 3 { words } else { (words * 3).div_ceil(4) }
}

/// Words that say nothing about the subject: those of the trade ("thủ tục") and those of questions. They are found, but
/// hardly count. Longer ones stand for themselves only as a whole: "thủ" alone is not one.
pub(super) const STOP_WORDS: &[&str] = &[
    "thủ tục hành chính",
    "thủ tục",
    "tthc",
    "đối với",
    "trên địa bàn",
    "thuộc thẩm quyền",
    "như thế nào",
    "thế nào",
    "ra sao",
    "làm sao",
    "bao lâu",
    "bao nhiêu",
    "bao giờ",
    "ở đâu",
    "tại đâu",
    "mấy ngày",
    "giấy tờ gì",
    "hồ sơ gì",
    "những gì",
    "cái gì",
    "cho tôi hỏi",
    "xin hỏi",
    "chúng tôi",
    "về",
    "việc",
    "của",
    "và",
    "hoặc",
    "theo",
    "được",
    "các",
    "những",
    "một",
    "cho",
    "tại",
    "ở",
    "tôi",
    "em",
    "muốn",
    "cần",
    "phải",
    "làm",
    "là",
    "thì",
    "mà",
    "để",
    "khi",
    "nếu",
    "có",
    "không",
    "gì",
    "nào",
    "ai",
    "đâu",
    "sao",
    "hỏi",
    "bị",
    "sẽ",
    "đã",
    "rồi",
    "này",
    "đó",
    "với",
    "từ",
    "trong",
];

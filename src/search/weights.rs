//! What counts how much: every number that decides the order of hits, and the switch of every mechanism.
//!
//! The weights of fields stand with the fields. All else stands here, so that a measurement can change one number or
//! switch one mechanism off and see what it was worth (`cargo bench --bench relevance`).

/// The numbers of the ranking.
#[derive(Debug, Clone, PartialEq)]
pub struct Tuning {
    /// Numbers that are part of the index: changing them means indexing anew.
    pub index: IndexTuning,
    /// What a syllable with its accents is worth beside the same syllable without, where the query has accents.
    pub exact: f32,
    /// What a syllable without its accents is worth where the query has accents.
    pub folded: f32,
    /// How far a syllable of a name with other accents than were typed agrees.
    pub other_accents: f32,
    /// What two neighbouring syllables are worth beside one.
    pub pairs: f32,
    /// The number of a legal document.
    pub number: f32,
    /// What the words of a question are worth beside those of its subject.
    pub stop_word: f32,
    /// The same where without accents it may be another word.
    pub doubtful_stop_word: f32,
    /// What a phrase is worth that shares words with a longer one.
    pub overlapping: f32,
    /// What the words an abbreviation stands for are worth, had they been typed.
    pub abbreviation: f32,
    /// What an official term is worth beside the citizens' word for it.
    pub citizen_word: f32,
    /// How many syllables of an official term count fully for each of the citizens' word.
    pub longest_meaning: f32,
    /// What the present name is worth beside a former one.
    pub former_name: f32,
    /// What a repaired word is worth beside one typed rightly.
    pub repair: f32,
    /// How much of what the query asks for stands in the name.
    pub name_covers_query: f32,
    /// How much of the name was asked for.
    pub query_covers_name: f32,
    /// The verb (cấp lại, gia hạn …) is the one asked for.
    pub verb: f32,
    /// What it costs not to have the verb asked for.
    pub other_verb: f32,
    /// What it costs to change or end what another procedure gave, when that was not asked for.
    pub special_verb: f32,
    /// The procedure is of the level asked for.
    pub level: f32,
    /// The typed code is the procedure's: more than any text can earn.
    pub own_code: f32,
    /// The query is the procedure's name.
    pub whole_name: f32,
    /// How many of the best hits are looked at a second time by their names.
    pub reranked: usize,
    /// Which mechanisms are in use.
    pub mechanisms: Mechanisms,
}

/// Numbers the index is made with.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexTuning {
    /// How soon more mentions of a word stop counting (k1 of BM25), in units of field weight.
    pub saturation: f32,
    /// Length of a field, in syllables, at which a mention counts half.
    pub half_length: f32,
    /// Weights of fields, by key, in place of those of the list of fields.
    pub fields: Vec<(&'static str, f32)>,
}

/// Switches of the mechanisms, all on in use.
#[derive(Debug, Clone, PartialEq)]
pub struct Mechanisms {
    /// Accents decide between words that are alike without them.
    pub accents: bool,
    /// Neighbouring syllables count as one word.
    pub pairs: bool,
    /// Abbreviations are read.
    pub abbreviations: bool,
    /// Citizens' words lead to official terms.
    pub citizen_words: bool,
    /// Phrases are known with words between that say nothing, without their own, and turned around.
    pub loose_phrases: bool,
    /// Former names lead to present ones.
    pub former_names: bool,
    /// Misspelt words are repaired.
    pub spelling: bool,
    /// What an input method left behind (Telex, VNI) is read.
    pub typing: bool,
    /// Words of questions weigh less.
    pub stop_words: bool,
    /// Legal numbers and codes are found however they are written.
    pub numbers: bool,
    /// The best hits are looked at again by their names.
    pub names: bool,
    /// Verbs are understood.
    pub verbs: bool,
    /// Levels are understood.
    pub levels: bool,
}

impl Default for Mechanisms {
    fn default() -> Self {
        Self {
            accents: true,
            pairs: true,
            abbreviations: true,
            citizen_words: true,
            loose_phrases: true,
            former_names: true,
            spelling: true,
            typing: true,
            stop_words: true,
            numbers: true,
            names: true,
            verbs: true,
            levels: true,
        }
    }
}

impl Default for IndexTuning {
    fn default() -> Self {
        Self {
            saturation: 0.6,
            half_length: 120.0,
            fields: Vec::new(),
        }
    }
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            index: IndexTuning::default(),
            exact: 1.0,
            folded: 0.3,
            other_accents: 0.2,
            pairs: 2.0,
            number: 4.0,
            stop_word: 0.1,
            doubtful_stop_word: 0.4,
            overlapping: 0.5,
            abbreviation: 1.0,
            citizen_word: 1.25,
            longest_meaning: 1.75,
            former_name: 0.9,
            repair: 0.8,
            name_covers_query: 0.35,
            query_covers_name: 0.35,
            verb: 0.1,
            other_verb: 0.03,
            special_verb: 0.05,
            level: 0.05,
            own_code: 10_000.0,
            whole_name: 1_000.0,
            reranked: 100,
            mechanisms: Mechanisms::default(),
        }
    }
}

/// Share of what was asked for that a document must have to be found. Few words are all meant; of a long question much
/// may be missing.
pub(super) fn enough(words: usize) -> f32 {
    match words {
        0..=2 => 0.95,
        3 => 0.66,
        4..=6 => 0.5,
        _ => 0.35,
    }
}

/// Words that say nothing about the subject: those of the trade ("thủ tục"), those of questions, and those of speech, which
/// records hardly use and which would seem precious for being rare. They are found, but hardly count. Longer ones stand for
/// themselves only as a whole: "thủ" alone is not one.
pub(super) const STOP_WORDS: &[&str] = &[
    // of the trade
    "thủ tục hành chính",
    "thủ tục",
    "tthc",
    "đối với",
    "trên địa bàn",
    "thuộc thẩm quyền",
    "trường hợp",
    // of questions
    "như thế nào",
    "thế nào",
    "ra sao",
    "làm sao",
    "bao lâu",
    "bao nhiêu",
    "bao giờ",
    "khi nào",
    "ở đâu",
    "tại đâu",
    "chỗ nào",
    "nơi nào",
    "mấy ngày",
    "giấy tờ gì",
    "giấy gì",
    "hồ sơ gì",
    "những gì",
    "cái gì",
    "kiểu gì",
    "cách nào",
    "cho tôi hỏi",
    "xin hỏi",
    "cho hỏi",
    "cần gì",
    "gồm gì",
    "có được không",
    "được không",
    "phải không",
    "hay không",
    "có phải",
    "là gì",
    "gì",
    "nào",
    "ai",
    "đâu",
    "sao",
    "mấy",
    "hỏi",
    "không",
    "chưa",
    "chăng",
    // of those who speak
    "chúng tôi",
    "chúng em",
    "gia đình tôi",
    "nhà tôi",
    "tôi",
    "mình",
    "em",
    "anh",
    "chị",
    "tao",
    "tui",
    "nó",
    "họ",
    "người ta",
    "bên em",
    "bên mình",
    "bên tôi",
    // of speech
    "về",
    "việc",
    "của",
    "và",
    "hoặc",
    "hay",
    "theo",
    "được",
    "các",
    "những",
    "cho",
    "tại",
    "ở",
    "muốn",
    "cần",
    "phải",
    "làm",
    "là",
    "thì",
    "mà",
    "để",
    "khi",
    "lúc",
    "nếu",
    "có",
    "bị",
    "sẽ",
    "đã",
    "đang",
    "sắp",
    "vừa",
    "rồi",
    "này",
    "đó",
    "kia",
    "ấy",
    "đấy",
    "với",
    "từ",
    "trong",
    "xin",
    "nhờ",
    "giúp",
    "định",
    "giờ",
    "bây giờ",
    "hiện nay",
    "cái",
    "chiếc",
    "tờ",
    "cứ",
    "vẫn",
    "còn",
    "cũng",
    "lắm",
    "quá",
    "nữa",
    "luôn",
    "thôi",
    "nhé",
    "ạ",
    "vậy",
    "thế",
    "nên",
    "nhưng",
    "vì",
    "do",
    "đi",
    "đến",
    "tới",
    "lên",
    "xuống",
    "đem",
    "lấy",
    "lâu",
    "ngày xưa",
    "bữa",
    "xài",
    "báo ai",
    "biết",
    "nghe",
    "bảo",
    "nói",
    "gọi",
    "hơn",
    "so với",
    "cùng",
    "thuộc",
];

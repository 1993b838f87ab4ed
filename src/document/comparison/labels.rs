//! What directions, kinds and grounds of a change are called in Vietnamese.

use crate::diff::{Burden, Kind, LineageKind, LineageSource, Substance};

/// Directions of burden in the order readers look for them.
pub(super) const BURDENS: [Burden; 4] = [Burden::Lighter, Burden::Heavier, Burden::Neutral, Burden::Unclear];

/// What can be done to an entry.
pub(super) const KINDS: [Kind; 4] = [Kind::Added, Kind::Removed, Kind::Changed, Kind::Moved];

/// What a change can matter for, content first.
pub(super) const SUBSTANCES: [Substance; 4] = [
    Substance::Content,
    Substance::Office,
    Substance::Format,
    Substance::Spelling,
];

/// A sign that says the direction where there is no room for words, and not by colour.
pub(super) fn burden_sign(burden: Burden) -> &'static str {
    match burden {
        Burden::Lighter => "↓",
        Burden::Heavier => "↑",
        Burden::Neutral => "·",
        Burden::Unclear => "?",
    }
}

/// The direction in words.
pub(super) fn burden(burden: Burden) -> &'static str {
    match burden {
        Burden::Lighter => "nhẹ hơn",
        Burden::Heavier => "nặng hơn",
        Burden::Neutral => "trung tính",
        Burden::Unclear => "cần xem",
    }
}

/// What was done.
pub(super) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Added => "bổ sung",
        Kind::Removed => "bỏ",
        Kind::Changed => "sửa đổi",
        Kind::Moved => "chuyển chỗ",
    }
}

/// Whether it matters in law.
pub(super) fn substance(substance: Substance) -> &'static str {
    match substance {
        Substance::Content => "nội dung",
        Substance::Office => "tên cơ quan",
        Substance::Format => "thể thức",
        Substance::Spelling => "chính tả",
    }
}

/// What became of the older procedures.
pub(super) fn lineage(kind: LineageKind) -> &'static str {
    match kind {
        LineageKind::Recoded => "đổi mã",
        LineageKind::Merged => "hợp nhất",
        LineageKind::Split => "tách",
    }
}

/// Who says so.
pub(super) fn source(source: LineageSource) -> &'static str {
    match source {
        LineageSource::Record => "theo hồ sơ thủ tục mới",
        LineageSource::Confirmed => "đã có người xác nhận",
        LineageSource::Guessed => "suy từ nội dung, cần xác nhận",
    }
}

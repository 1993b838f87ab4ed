//! Drafts a program proposes. They are nobody's decision until a person has made them theirs.

use super::Decision;

/// How the reason of such a draft begins. A person who takes it over writes their own reason in its place.
pub const MACHINE_DRAFT: &str = "[Dự thảo do máy đề xuất, chưa có người xem xét]";

impl Decision {
    /// Whether a program proposed it and nobody has taken it over.
    pub fn is_machine_draft(&self) -> bool {
        self.reason.trim_start().starts_with(MACHINE_DRAFT)
    }
}

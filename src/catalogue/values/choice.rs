//! Values chosen from an official list.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use super::{Described, ParseValueError};
use crate::text;

/// An enumeration with its official Vietnamese words and the other spellings real records use.
macro_rules! choice {
    (
        $(#[$doc:meta])* $name:ident, $expected:literal, $title:literal,
        $( $(#[$variant_doc:meta])* $variant:ident = $label:literal $(| $other:literal)* ),+ $(,)?
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $( $(#[$variant_doc])* $variant ),+ }

        impl $name {
            /// Every value, in official order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Official Vietnamese words.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }
        }

        impl FromStr for $name {
            type Err = ParseValueError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                static KNOWN: LazyLock<Vec<(String, $name)>> = LazyLock::new(|| {
                    let known: &[($name, &[&str])] = &[$(($name::$variant, &[$label $(, $other)*])),+];
                    let spelt = known.iter().flat_map(|(value, spellings)| spellings.iter().map(|text| (plain(text), *value)));
                    spelt.collect()
                });
                let wanted = plain(text);
                KNOWN
                    .iter()
                    .find(|(spelling, _)| *spelling == wanted)
                    .map(|(_, value)| *value)
                    .ok_or_else(|| ParseValueError::new(text, $expected, <Self as Described>::EXAMPLES))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.label())
            }
        }

        impl Described for $name {
            const TITLE: &'static str = $title;
            const DESCRIPTION: &'static str = $expected;
            const EXAMPLES: &'static [&'static str] = &[$($label),+];
        }
    };
}

fn plain(text: &str) -> String {
    text::canonical(text)
        .trim_matches(|c: char| !c.is_alphanumeric() && c != ')')
        .to_owned()
}

choice! {
    /// Level of government, from the centre down. "Cơ quan khác" stands outside the order of levels.
    Level, "một cấp thực hiện", "Cấp thực hiện",
    /// Ministry.
    Ministry = "Cấp bộ" | "Cấp bộ/ngành" | "Cấp trung ương" | "Bộ",
    /// Province.
    Province = "Cấp tỉnh" | "Tỉnh",
    /// District, ended on 01/07/2025.
    District = "Cấp huyện" | "Huyện",
    /// Commune.
    Commune = "Cấp xã" | "Xã",
    /// Another agency.
    Other = "Cơ quan khác",
}

choice! {
    /// Way of handing in.
    Channel, "một hình thức nộp", "Hình thức nộp",
    /// In person.
    InPerson = "Trực tiếp" | "DIRECT",
    /// Online.
    Online = "Trực tuyến" | "ONLINE",
    /// Post.
    Postal = "Dịch vụ bưu chính" | "Bưu chính" | "Bưu chính công ích" | "POSTAL",
}

choice! {
    /// How the headings within an item of the annex to a decision are numbered. Real decisions use all three; one decision uses
    /// one of them.
    Numbering, "một kiểu đánh số đề mục của phụ lục", "Kiểu đánh số",
    /// 1.1. Nội dung đơn giản hóa; 1.2. Kiến nghị thực thi; 1.3. Lợi ích phương án đơn giản hóa.
    Numbers = "1.1, 1.2, 1.3" | "1.1",
    /// The same as a), b), c).
    Letters = "a), b), c)" | "a)",
    /// a. Nội dung cắt giảm; b. Lý do; c. Lợi ích; d. Kiến nghị thực thi.
    Cuts = "a, b, c, d (nội dung cắt giảm)" | "nội dung cắt giảm",
}

choice! {
    /// How far an online service goes. The former "mức độ 3, 4" are not promoted to these.
    OnlineLevel, "một mức độ dịch vụ công trực tuyến", "Mức độ trực tuyến",
    /// From handing in to result.
    Full = "Toàn trình",
    /// Partly.
    Partial = "Một phần",
    /// Information only.
    Information = "Cung cấp thông tin",
}

choice! {
    /// How far an online service went on the scale of Nghị định 43/2011/NĐ-CP, replaced in 2022. It is kept beside the
    /// present scale: one does not follow from the other.
    FormerOnlineLevel, "một mức độ dịch vụ công trực tuyến trước năm 2022", "Mức độ trực tuyến trước đây",
    /// Information.
    First = "Mức độ 1" | "1",
    /// Forms to download.
    Second = "Mức độ 2" | "2",
    /// Dossiers are handed in online.
    Third = "Mức độ 3" | "3",
    /// Also paid and settled online.
    Fourth = "Mức độ 4" | "4",
}

choice! {
    /// Whether a procedure is received at a one-stop office.
    OneStop, "một cơ chế tiếp nhận", "Cơ chế một cửa",
    /// One office receives and returns.
    OneStop = "Một cửa",
    /// Several agencies work together behind one office.
    Interconnected = "Một cửa liên thông",
    /// Received elsewhere.
    Outside = "Không qua một cửa" | "Không",
}

choice! {
    /// Who was given the power to regulate the procedure (`formalityType`).
    RegulationKind, "một loại thủ tục", "Loại thủ tục",
    /// Delegated by law.
    Assigned = "TTHC được luật giao quy định chi tiết" | "TTHC được giao luật quy định chi tiết" | "ASSIGNED_REGULATION",
    /// Not delegated to local government.
    NotAssigned = "TTHC không được luật giao cho địa phương quy định hoặc quy định chi tiết"
        | "TTHC không được luật giao cho địa phương quy định" | "NOT_ASSIGNED_REGULATION",
    /// Regulated by the centre.
    Central = "TTHC do Trung ương quy định" | "CENTRAL_REGULATION",
    /// Regulated by a ministry, agency or locality.
    Local = "TTHC do Bộ, cơ quan, địa phương quy định" | "LOCAL_REGULATION",
    /// Other.
    Other = "Khác" | "Loại khác" | "OTHER",
}

choice! {
    /// Type of procedure (`type`).
    ProcedureKind, "một phân loại thủ tục", "Phân loại",
    /// Ordinary.
    Standard = "TTHC thông thường" | "STANDARD",
    /// Specific to a locality.
    Specific = "TTHC đặc thù" | "SPECIFIC",
    /// Linked.
    Interconnected = "TTHC liên thông" | "INTERCONNECTED",
    /// Internal.
    Internal = "TTHC nội bộ" | "STANDARD_INTERNAL",
    /// Linked and internal.
    InterconnectedInternal = "TTHC nội bộ liên thông" | "INTERCONNECTED_INTERNAL",
}

choice! {
    /// State of a record.
    Status, "một tình trạng", "Tình trạng",
    /// Public.
    Public = "Công khai" | "ACTIVE",
    /// Amended.
    Amended = "Sửa đổi, bổ sung" | "UPDATED",
    /// Expired.
    Expired = "Hết hiệu lực",
    /// Abolished.
    Abolished = "Bãi bỏ",
    /// Not public.
    NotPublic = "Không công khai",
}

choice! {
    /// Who may use a procedure.
    Applicant, "một đối tượng thực hiện", "Đối tượng thực hiện",
    /// Vietnamese citizens.
    Citizen = "Công dân Việt Nam",
    /// Vietnamese living abroad.
    Overseas = "Người Việt Nam định cư ở nước ngoài",
    /// Foreigners.
    Foreigner = "Người nước ngoài",
    /// Officials.
    Official = "Cán bộ, công chức, viên chức",
    /// Enterprises.
    Enterprise = "Doanh nghiệp" | "Doanh nghiệp Việt Nam",
    /// Enterprises with foreign capital.
    ForeignEnterprise = "Doanh nghiệp có vốn đầu tư nước ngoài",
    /// Organisations.
    Organisation = "Tổ chức (không bao gồm doanh nghiệp, HTX)" | "Tổ chức",
    /// Foreign organisations.
    ForeignOrganisation = "Tổ chức nước ngoài",
    /// Cooperatives.
    Cooperative = "Hợp tác xã",
}

choice! {
    /// Type of a legal document.
    LegalKind, "một loại văn bản", "Loại văn bản",
    /// Constitution.
    Constitution = "Hiến pháp",
    /// Code of the National Assembly: a law of a whole branch, called by its own type word.
    Code = "Bộ luật",
    /// Law of the National Assembly.
    Law = "Luật",
    /// Ordinance.
    Ordinance = "Pháp lệnh",
    /// Resolution.
    Resolution = "Nghị quyết",
    /// Decree of the Government.
    Decree = "Nghị định",
    /// Decision.
    Decision = "Quyết định",
    /// Circular of a minister.
    Circular = "Thông tư",
    /// Joint circular.
    JointCircular = "Thông tư liên tịch",
    /// Directive.
    Directive = "Chỉ thị",
    /// Plan.
    Plan = "Kế hoạch",
    /// Official letter.
    Letter = "Công văn",
    /// Urgent order of the Prime Minister.
    UrgentOrder = "Công điện",
}

/// Splits the glued levels of old records: "Cấp bộ, Cấp tỉnh". `None` when a part is not a level.
pub fn parse_levels(text: &str) -> Option<Vec<Level>> {
    text.split(',').map(|part| part.trim().parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::assert_round_trip;
    use super::*;

    #[test]
    fn every_choice_reads_its_own_words() {
        Level::ALL
            .iter()
            .for_each(|value| assert_round_trip::<Level>(value.label()));
        Channel::ALL
            .iter()
            .for_each(|value| assert_round_trip::<Channel>(value.label()));
        OnlineLevel::ALL
            .iter()
            .for_each(|value| assert_round_trip::<OnlineLevel>(value.label()));
        FormerOnlineLevel::ALL
            .iter()
            .for_each(|value| assert_round_trip::<FormerOnlineLevel>(value.label()));
        OneStop::ALL
            .iter()
            .for_each(|value| assert_round_trip::<OneStop>(value.label()));
        RegulationKind::ALL
            .iter()
            .for_each(|value| assert_round_trip::<RegulationKind>(value.label()));
        ProcedureKind::ALL
            .iter()
            .for_each(|value| assert_round_trip::<ProcedureKind>(value.label()));
        Status::ALL
            .iter()
            .for_each(|value| assert_round_trip::<Status>(value.label()));
        Applicant::ALL
            .iter()
            .for_each(|value| assert_round_trip::<Applicant>(value.label()));
        LegalKind::ALL
            .iter()
            .for_each(|value| assert_round_trip::<LegalKind>(value.label()));
    }

    #[test]
    fn real_spellings_are_understood() {
        assert_eq!("Cấp Bộ".parse(), Ok(Level::Ministry));
        assert_eq!("Cấp bộ/ngành".parse(), Ok(Level::Ministry));
        assert_eq!(
            "TTHC được giao luật quy định chi tiết".parse(),
            Ok(RegulationKind::Assigned)
        );
        assert_eq!(
            parse_levels("Cấp Bộ, Cấp Xã"),
            Some(vec![Level::Ministry, Level::Commune])
        );
        assert_eq!(parse_levels("Cấp Bộ, Cấp lạ"), None);
    }

    #[test]
    fn the_old_four_levels_are_not_promoted() {
        assert!("Mức độ 4".parse::<OnlineLevel>().is_err());
    }
}

//! How amendments are carried out, and what each is called in an official document.

use super::amendment::{Amendment, Effect};
use crate::catalogue::procedure::{Paper, Procedure};
use crate::catalogue::values::{Level, ProcedureCode, ProcedureKind, Written};
use crate::text;

/// The procedure as it would be, and what each amendment did to it or why it does not fit.
///
/// Paths are those of the procedure as it is. No two amendments may touch one place: what the document says of the first
/// would not be true.
pub fn carry_out(amendments: &[Amendment], before: &Procedure) -> (Procedure, Vec<Result<Effect, String>>) {
    let mut after = before.clone();
    let mut touched: Vec<(String, usize)> = Vec::new();
    let effects = amendments.iter().enumerate().map(|(at, amendment)| {
        let mut next = after.clone();
        let effect = amendment
            .apply(&mut next)
            .and_then(|effect| in_paths_of(before, amendment, effect))?;
        if let Some((_, other)) = touched.iter().find(|(path, _)| effect.paths.contains(path)) {
            return Err(format!("sửa cùng một chỗ với mục thứ {}: gộp hai mục lại", other + 1));
        }
        touched.extend(effect.paths.iter().map(|path| (path.clone(), at)));
        after = next;
        Ok(effect)
    });
    let effects = effects.collect();
    (after, effects)
}

/// Papers and requirements move up when one before them is dropped, so their places are looked up in the procedure as it
/// is. Channels keep theirs.
fn in_paths_of(before: &Procedure, amendment: &Amendment, effect: Effect) -> Applied {
    let moves = |path: &String| path.starts_with("ho_so") || path.starts_with("yeu_cau");
    if !effect.paths.iter().any(moves) {
        return Ok(effect);
    }
    match amendment.apply(&mut before.clone()) {
        Ok(original) => Ok(Effect {
            paths: original.paths,
            ..effect
        }),
        Err(_) => Err("chỉ khớp sau khi thực hiện một mục khác: gộp hai mục lại".to_owned()),
    }
}

/// What was done, or in Vietnamese why it does not fit.
pub(super) type Applied = Result<Effect, String>;

pub(super) fn same(a: &str, b: &str) -> bool {
    text::same_but_for_spelling(a, b)
}

fn paper_paths(procedure: &Procedure, name: &str) -> Result<Vec<String>, String> {
    let paths: Vec<String> = procedure
        .papers()
        .filter(|(.., paper)| same(&paper.name, name))
        .map(|(path, ..)| path)
        .collect();
    if paths.is_empty() {
        let known: Vec<&str> = procedure.papers().map(|(.., paper)| paper.name.as_str()).collect();
        return Err(format!(
            "hồ sơ không có giấy tờ «{name}»; đang có: {}",
            known.join("; ")
        ));
    }
    Ok(paths)
}

pub(super) fn drop_paper(procedure: &mut Procedure, name: &str) -> Applied {
    let paths = paper_paths(procedure, name)?;
    for case in &mut procedure.dossier {
        case.papers.retain(|paper| !same(&paper.name, name));
    }
    procedure
        .dossier
        .retain(|case| !case.papers.is_empty() || case.note.is_some());
    Ok(Effect {
        wording: format!("Bãi bỏ thành phần hồ sơ: “{name}”"),
        paths,
    })
}

/// The new paper takes over the number of copies; the form and the remarks were about the old one.
pub(super) fn replace_paper(procedure: &mut Procedure, name: &str, by: Option<&str>) -> Applied {
    let by = by
        .filter(|by| !by.trim().is_empty())
        .ok_or("thay_giay_to phải có khóa bang")?;
    if same(name, by) {
        return Err(format!("giấy tờ thay thế cũng là «{name}»"));
    }
    let paths = paper_paths(procedure, name)?;
    for paper in procedure
        .dossier
        .iter_mut()
        .flat_map(|case| &mut case.papers)
        .filter(|paper| same(&paper.name, name))
    {
        let Paper {
            originals,
            copies,
            if_any,
            ..
        } = *paper;
        *paper = Paper {
            name: by.to_owned(),
            form: None,
            originals,
            copies,
            if_any,
            note: None,
        };
    }
    Ok(Effect {
        wording: format!("Thay thành phần hồ sơ “{name}” bằng “{by}”"),
        paths,
    })
}

pub(super) fn drop_requirement(procedure: &mut Procedure, requirement: &str) -> Applied {
    let at = procedure
        .requirements
        .iter()
        .position(|known| same(&known.text, requirement));
    let at = at.ok_or_else(|| format!("không có yêu cầu, điều kiện «{requirement}»"))?;
    let known = procedure.requirements.remove(at);
    let wording = format!(
        "Bãi bỏ yêu cầu, điều kiện: “{}”",
        known.text.trim_end_matches(['.', ';'])
    );
    Ok(Effect {
        wording,
        paths: vec![format!("yeu_cau_dieu_kien[{at}]")],
    })
}

pub(super) fn set_sets(procedure: &mut Procedure, sets: u32) -> Applied {
    let old = procedure.sets.ok_or("thủ tục không ghi số bộ hồ sơ")?;
    if sets >= old || sets == 0 {
        return Err(format!("số bộ mới {sets} phải ít hơn {old} và ít nhất là 1"));
    }
    procedure.sets = Some(sets);
    let wording = format!(
        "Giảm số lượng hồ sơ từ {} bộ xuống còn {} bộ",
        text::count(old.into()),
        text::count(sets.into())
    );
    Ok(Effect {
        wording,
        paths: vec!["so_bo".to_owned()],
    })
}

pub(super) fn rename(procedure: &mut Procedure, name: &str) -> Applied {
    if name.trim().is_empty() || same(&procedure.name, name) {
        return Err("tên mới trống hoặc vẫn là tên cũ".to_owned());
    }
    procedure.name = name.to_owned();
    Ok(Effect {
        wording: format!("Sửa tên thủ tục thành “{name}”"),
        paths: vec!["ten".to_owned()],
    })
}

pub(super) fn move_competence(amendment: &Amendment, procedure: &mut Procedure) -> Applied {
    if let Some(unread) = amendment.levels.iter().find(|level| level.value().is_none()) {
        return Err(format!("không có cấp thực hiện «{}»", unread.text()));
    }
    let names = |levels: &[Written<Level>]| {
        levels
            .iter()
            .map(|level| text::lower_first(level.text()))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let (mut wording, mut paths) = (Vec::new(), Vec::new());
    if !amendment.levels.is_empty() && amendment.levels != procedure.levels {
        let (from, to) = (names(&procedure.levels), names(&amendment.levels));
        wording.push(format!("chuyển thẩm quyền giải quyết từ {from} sang {to}"));
        paths.push("cap_thuc_hien".to_owned());
        procedure.levels.clone_from(&amendment.levels);
    }
    if !amendment.agencies.is_empty() && amendment.agencies != procedure.executing_agencies {
        wording.push(format!("giao {} giải quyết", amendment.agencies.join(", ")));
        paths.push("co_quan_thuc_hien".to_owned());
        procedure.executing_agencies.clone_from(&amendment.agencies);
    }
    if !amendment.authorised.is_empty() && amendment.authorised != procedure.authorised_agencies {
        wording.push(format!("ủy quyền cho {} giải quyết", amendment.authorised.join(", ")));
        paths.push("co_quan_uy_quyen".to_owned());
        procedure.authorised_agencies.clone_from(&amendment.authorised);
    }
    if paths.is_empty() {
        return Err("cấp và cơ quan đã như vậy".to_owned());
    }
    Ok(Effect {
        wording: text::capitalise_first(&wording.join("; ")),
        paths,
    })
}

pub(super) fn link(procedure: &mut Procedure, codes: &[Written<ProcedureCode>]) -> Applied {
    if let Some(unread) = codes.iter().find(|code| code.value().is_none()) {
        return Err(format!("không đọc được mã thủ tục «{}»", unread.text()));
    }
    let kind = ProcedureKind::Interconnected;
    let already = procedure.kind.as_ref().and_then(Written::value) == Some(&kind);
    let base = |code: &Written<ProcedureCode>| code.value().map(|code| code.base().to_owned());
    let new: Vec<_> = codes
        .iter()
        .filter(|code| !procedure.related.iter().any(|known| base(known) == base(code)))
        .cloned()
        .collect();
    if already && new.is_empty() {
        return Err("đã liên thông với các thủ tục này".to_owned());
    }
    let mut paths = Vec::new();
    if !already {
        procedure.kind = Some(Written::new(kind.label()));
        paths.push("phan_loai".to_owned());
    }
    if !new.is_empty() {
        procedure.related.extend(new);
        paths.push("lien_quan".to_owned());
    }
    let codes: Vec<&str> = codes.iter().map(Written::text).collect();
    Ok(Effect {
        wording: format!("Thực hiện liên thông với thủ tục có mã {}", codes.join(", ")),
        paths,
    })
}

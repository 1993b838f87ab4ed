//! Catalogues made of the real records.

use std::fs;
use std::path::{Path, PathBuf};

use tthc::catalogue::procedure::Procedure;

/// A nation with all local copies.
pub(crate) const NATION: usize = 120_000;

/// A catalogue on disk with its size.
pub(crate) struct OnDisk {
    pub(crate) root: PathBuf,
    pub(crate) bytes: u64,
}

impl OnDisk {
    pub(crate) fn write(root: &Path, procedures: impl Iterator<Item = Procedure>) -> Self {
        let revision = root.join("catalogue/r");
        let mut bytes = 0;
        for (number, procedure) in procedures.enumerate() {
            let folder = revision.join(format!("thu_tuc/{:03}", number % 300));
            if number < 300 {
                fs::create_dir_all(&folder).expect("the folder is ours");
            }
            let text = tthc::catalogue::yaml::write(&procedure).expect("a procedure can be written");
            bytes += text.len() as u64;
            fs::write(folder.join(format!("{}.yaml", procedure.identity())), text).expect("the folder is ours");
        }
        fs::write(revision.join("catalogue.yaml"), "ten: Thật\nngay: 01/07/2026\n").expect("the folder is ours");
        Self {
            root: root.to_owned(),
            bytes,
        }
    }

    pub(crate) fn catalogue(&self) -> PathBuf {
        self.root.join("catalogue")
    }

    pub(crate) fn revision(&self) -> PathBuf {
        self.catalogue().join("r")
    }
}

/// Other places, numbers and words in what a record says: the nth copy of the nation's procedures.
pub(crate) fn varied(procedure: &Procedure, code: usize, copy: usize) -> Procedure {
    const PLACES: [&str; 12] = [
        "Tân Hòa",
        "Phú Lộc",
        "Bình An",
        "Đông Sơn",
        "Mỹ Thuận",
        "Hưng Khánh",
        "Vĩnh Xuân",
        "An Thạnh",
        "Long Điền",
        "Quế Phong",
        "Thạch Hà",
        "Ninh Sơn",
    ];
    const WORDS: [(&str, &str); 6] = [
        ("hồ sơ", "bộ hồ sơ"),
        ("tổ chức", "đơn vị"),
        ("cá nhân", "người dân"),
        ("kiểm tra", "xem xét"),
        ("tiếp nhận", "nhận"),
        ("văn bản", "giấy báo"),
    ];
    let place = format!("{} {}", PLACES[copy % PLACES.len()], copy / PLACES.len() + 1);
    let say = |text: &str| {
        let mut text = text.replace("địa phương", &place);
        for (at, (from, to)) in WORDS.iter().enumerate() {
            if (copy >> at) & 1 == 1 {
                text = text.replace(from, to);
            }
        }
        text.replace("05 ngày", &format!("{:02} ngày", 3 + copy % 25))
    };
    let mut new = procedure.clone();
    new.code = format!("{}.{:06}", 1 + code / 1_000_000, code % 1_000_000)
        .as_str()
        .into();
    new.name = format!("{} tại {place}", say(&procedure.name));
    for step in &mut new.steps {
        step.text = step.text.as_deref().map(say);
    }
    for paper in new.dossier.iter_mut().flat_map(|case| &mut case.papers) {
        paper.name = say(&paper.name);
    }
    new
}

//! `tthc export --to cpsv-ap`: what it writes and what it says.

use serde_json::Value;
use tthc::catalogue::example::full_procedure;

use super::catalogue_of;
use crate::support::{Folder, failure, root, stdout, tthc};

fn export<'a>(catalogue: &'a str, out: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let all = ["export", "--catalogue", catalogue, "--to", "cpsv-ap", "--out", out];
    all.iter().chain(more).copied().collect()
}

#[test]
fn the_shipped_catalogue_is_written_and_read() {
    let folder = Folder::new(&[]);
    let catalogue = root().join("catalogue");
    let catalogue = catalogue.to_str().unwrap();
    for (file, format) in [("a.ttl", "CPSV-AP (Turtle)"), ("a.jsonld", "CPSV-AP (JSON-LD)")] {
        let said = stdout(&tthc(folder.path(), &export(catalogue, file, &[])), 0);
        assert!(said.contains(&format!("Đã ghi {file}: 97 thủ tục")), "{said}");
        assert!(said.contains("Đúng các ràng buộc SHACL của CPSV-AP 3.2"), "{said}");
        assert!(
            said.contains("không có trong tệp: «Thay thế thủ tục» (thay_the) của 1.013947"),
            "{said}"
        );
        let read = tthc(folder.path(), &["import", file, "--out", "out", "--dry-run"]);
        let read = String::from_utf8(read.stdout).unwrap();
        assert!(read.contains(&format!("{file}: {format}, 97 bản ghi")), "{read}");
    }
}

#[test]
fn what_the_profile_misses_is_told_with_its_line() {
    let mut procedure = full_procedure();
    procedure.executing_agencies.clear();
    let (folder, _) = catalogue_of(&[procedure]);
    let said = stdout(&tthc(folder.path(), &export(".", "a.ttl", &[])), 1);
    assert!(
        said.contains("cv:hasCompetentAuthority chưa có, phải có ít nhất một"),
        "{said}"
    );
    assert!(said.contains("thu_tuc/thu/1.999999.yaml:"), "{said}");
    assert!(said.contains("xem trường «Cơ quan thực hiện»"), "{said}");
    // The file is there all the same, and JSON says the same for programs.
    let json: Value = serde_json::from_str(&stdout(
        &tthc(folder.path(), &export(".", "a.ttl", &["--format", "json"])),
        1,
    ))
    .unwrap();
    assert_eq!(json["procedures"], 1);
    assert_eq!(json["findings"][0]["code"], "1.999999");
    assert_eq!(json["findings"][0]["yaml_path"], "co_quan_thuc_hien");
    let left: Vec<&str> = json["left"]
        .as_array()
        .unwrap()
        .iter()
        .map(|left| left["field"].as_str().unwrap())
        .collect();
    assert_eq!(left, ["lien_quan", "thay_the", "hop_nhat_tu"]);
    assert_eq!(
        json["values"]["said"].as_u64().unwrap() - 3,
        json["values"]["carried"].as_u64().unwrap()
    );
    assert!(folder.path().join("a.ttl").is_file());
}

#[test]
fn what_cannot_be_written_is_refused() {
    let (folder, _) = catalogue_of(&[full_procedure()]);
    let error = failure(&tthc(folder.path(), &export(".", "a.xml", &[])));
    assert!(error.contains("name a file that ends in .ttl or .jsonld"), "{error}");
    let error = failure(&tthc(folder.path(), &export(".", "a.ttl", &["--base-iri", "tthc"])));
    assert!(
        error.contains("\"tthc\" is no absolute IRI; give one such as https://"),
        "{error}"
    );
    let error = failure(&tthc(
        folder.path(),
        &export(".", "a.ttl", &["--base-iri", "https://e.org/?a"]),
    ));
    assert!(error.contains("has a query or a fragment"), "{error}");
    assert!(!folder.path().join("a.ttl").exists());
}

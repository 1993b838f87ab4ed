//! Speed of each link on a generated catalogue: load, compare, review. `cargo bench`.
//!
//! The procedures are made up and repeat; figures on real records are in the closing notes of the issues.

use std::fs;
use std::path::Path;

use divan::{Bencher, black_box};
use tthc::catalogue::Catalogue;
use tthc::catalogue::files::Files;
use tthc::catalogue::lineage::Confirmed;
use tthc::catalogue::revision::Revision;
use tthc::diff;
use tthc::review::{self, RULES};
use tthc::search::{Query, Search};

/// A province's catalogue.
const PROCEDURES: usize = 2_000;

fn main() {
    divan::main();
}

fn write(folder: &Path, days: usize) {
    fs::write(folder.join("catalogue.yaml"), "ten: Thử\nngay: 01/07/2026\n").expect("the folder is ours");
    for number in 0..PROCEDURES {
        let field = number % 40;
        let path = folder.join(format!("thu_tuc/linh-vuc-{field}"));
        fs::create_dir_all(&path).expect("the folder is ours");
        let code = format!("1.{number:06}");
        let steps: String = (1..=6)
            .map(|step| format!("  - ten: Bước {step}\n    noi_dung: Cơ quan tiếp nhận kiểm tra hồ sơ số {number}, yêu cầu bổ sung trong {step} ngày nếu còn thiếu giấy tờ.\n"))
            .collect();
        let papers: String = (1..=8)
            .map(|paper| format!("      - {{ten: Bản sao giấy tờ {paper} của cơ sở {number}, ban_sao: 1}}\n"))
            .collect();
        let limit = 5 + (number + days) % 20;
        let text = format!(
            "ma: {code}\nten: Cấp giấy phép hoạt động loại {number} thuộc lĩnh vực {field}\ncap_thuc_hien: [Cấp tỉnh]\nlinh_vuc: Lĩnh vực {field}\ntrinh_tu:\n{steps}cach_thuc:\n  - hinh_thuc: Trực tiếp\n    thoi_han: {limit} ngày làm việc\nho_so:\n  - giay_to:\n{papers}doi_tuong: [Doanh nghiệp]\nco_quan_thuc_hien: [Sở Thử]\nket_qua: [{{ten: Giấy phép loại {number}}}]\n"
        );
        fs::write(path.join(format!("{code}.yaml")), text).expect("the folder is ours");
    }
}

fn load(folder: &Path) -> Catalogue {
    let revision = Revision {
        name: "thu".to_owned(),
        files: Files::Folder(folder.to_owned()),
    };
    revision.load().expect("the catalogue is sound").catalogue
}

fn catalogue(days: usize) -> (tempfile::TempDir, Catalogue) {
    let folder = tempfile::tempdir().expect("there is room for temporary files");
    write(folder.path(), days);
    let catalogue = load(folder.path());
    (folder, catalogue)
}

#[divan::bench(sample_count = 10)]
fn load_2000(bencher: Bencher<'_, '_>) {
    let (folder, _) = catalogue(0);
    bencher.bench_local(|| black_box(load(folder.path())));
}

#[divan::bench(sample_count = 10)]
fn index_2000(bencher: Bencher<'_, '_>) {
    let (_folder, catalogue) = catalogue(0);
    bencher.bench_local(|| black_box(Search::in_memory(&catalogue).expect("memory suffices")));
}

#[divan::bench]
fn query(bencher: Bencher<'_, '_>) {
    let (_folder, catalogue) = catalogue(0);
    let search = Search::in_memory(&catalogue).expect("memory suffices");
    let query = Query {
        words: "cap giay phep hoat dong loai 77".to_owned(),
        limit: 10,
        ..Query::default()
    };
    bencher.bench_local(|| black_box(search.find(&query).expect("any words can be searched for")));
}

#[divan::bench(sample_count = 10)]
fn diff_2000(bencher: Bencher<'_, '_>) {
    let ((_old_folder, old), (_new_folder, new)) = (catalogue(0), catalogue(1));
    bencher.bench_local(|| black_box(diff::compare(&old, &new, &Confirmed::none())));
}

#[divan::bench(sample_count = 10)]
fn review_2000(bencher: Bencher<'_, '_>) {
    let (_folder, catalogue) = catalogue(0);
    let day = catalogue.settings().day().expect("the catalogue has a day");
    bencher.bench_local(|| black_box(review::review(&catalogue, day, RULES)));
}

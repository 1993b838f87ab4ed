//! What the tests share.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

/// Root of the repository.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The shared real data, or a message that it is not there.
pub(crate) fn real_data(file: &str) -> Option<PathBuf> {
    let path = root().join("../shared/data").join(file);
    if path.is_file() {
        return Some(path);
    }
    eprintln!("skipped: {} is not here", path.display());
    None
}

/// A real record as JSON.
pub(crate) fn real_records(file: &str) -> Option<Vec<serde_json::Value>> {
    use std::io::Read;
    let mut text = String::new();
    let packed = fs::File::open(real_data(file)?).unwrap();
    flate2::read::GzDecoder::new(packed).read_to_string(&mut text).unwrap();
    Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

/// A folder with files, gone when dropped.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (path, text) in files {
            folder.write(path, text.as_bytes());
        }
        folder
    }

    pub(crate) fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }
}

/// Copies a folder with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Head of a revision that has what a proposal needs: an office, parameters of cost, two fields.
pub(crate) const OFFICE: &str = "ten: Thử
ngay: 01/07/2026
co_quan:
  ten: Ủy ban nhân dân tỉnh Thử
  nguoi_ban_hanh: Chủ tịch Ủy ban nhân dân tỉnh Thử
  ky_hieu: UBND
  dia_danh: Thử
  don_vi_tham_muu: Văn phòng Ủy ban nhân dân tỉnh
  nguoi_ky: {chuc_vu: CHỦ TỊCH, ho_ten: Nguyễn Văn A}
  noi_nhan: [{noi_dung: Như Điều 4}]
  can_cu_quyet_dinh: [{noi_dung: Căn cứ Luật Thử}]
  tham_quyen: [Ủy ban nhân dân tỉnh Thử]
tham_so:
  tnbq: [{nam: 2024, muc: 40.000 đồng, nguon: ví dụ}]
  uoc_tinh:
    - {viec: ban_sao, gio: '1', nguon: ước tính}
    - {viec: don_to_khai, gio: '1', nguon: ước tính}
linh_vuc: [{ma: thu, ten: Thử}, {ma: khac, ten: Khác}]
danh_ba: [{ten: Sở Thử}]
";

/// git in a folder, as somebody who may commit.
pub(crate) fn git_command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args([
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@example.org",
        "-c",
        "commit.gpgsign=false",
    ]);
    command
}

/// Runs git in a folder; it must succeed.
pub(crate) fn git(folder: &Path, args: &[&str]) {
    let status = git_command(folder).args(args).output().unwrap();
    assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stderr));
}

/// Runs `tthc` in a folder.
pub(crate) fn tthc(folder: &Path, args: &[&str]) -> Output {
    tthc_in_columns(folder, args, Some(100))
}

/// Runs `tthc` in a folder, on so many columns or in a plain pipe.
pub(crate) fn tthc_in_columns(folder: &Path, args: &[&str], columns: Option<u16>) -> Output {
    command(folder, args, columns).output().unwrap()
}

/// Starts `tthc` in a folder and goes on.
pub(crate) fn start(folder: &Path, args: &[&str]) -> Child {
    let mut command = command(folder, args, None);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn command(folder: &Path, args: &[&str], columns: Option<u16>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tthc"));
    match columns {
        Some(columns) => command.env("COLUMNS", columns.to_string()),
        None => command.env_remove("COLUMNS"),
    };
    command
        .args(args)
        .current_dir(folder)
        .env_remove("TTHC_CATALOGUE")
        .env_remove("TTHC_TEMPLATES")
        .env_remove("TTHC_INDEX")
        .env("XDG_CACHE_HOME", cache(folder));
    command
}

/// Where a run keeps its index: in its own folder, but not in that of the project.
fn cache(folder: &Path) -> PathBuf {
    if folder == root() {
        Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache")
    } else {
        folder.join(".cache")
    }
}

/// Standard error of a run that could not be done.
pub(crate) fn failure(output: &Output) -> String {
    let errors = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(2), "stderr: {errors}");
    errors
}

/// Standard output of a run that must succeed with `status`.
pub(crate) fn stdout(output: &Output, status: i32) -> String {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(status), "stdout: {text}\nstderr: {errors}");
    text
}

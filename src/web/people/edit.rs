//! Changing the file of users, beside what people wrote there.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::time::Duration;

use super::users::{self, User, Users, UsersError, login_fault, name_fault};
use crate::catalogue::files::{locked, write_private};
use crate::catalogue::yaml::{self, Kind};

/// What a new file begins with.
const HEAD: &str = "# Người dùng của tthc serve. Ghi bằng tthc user add; mat_khau là giá trị băm, không phải mật khẩu.
# vai_tro: reader (đọc), reviewer (rà soát), editor (sửa danh mục)
";

/// Time to wait for another process that changes the file.
const PATIENCE: Duration = Duration::from_secs(10);

/// Adds a user to the file, which is made where there is none; whoever has the login already gives way only when `replace`
/// is set. Everything else in the file stays as it is, comments too.
///
/// # Errors
///
/// When the file has mistakes or cannot be written, when the user is not fit for it, or is there already.
pub fn add(path: &Path, user: &User, replace: bool) -> Result<(), UsersError> {
    if let Some(fault) = login_fault(&user.login).or_else(|| name_fault(&user.name)) {
        return Err(UsersError::Unfit(fault));
    }
    let _held = held(path)?;
    let text = before(path, HEAD)?;
    let mut wanted = known(path, &text)?;
    let places = places(path, &text)?;
    let at = wanted.iter().position(|known| known.login == user.login);
    if let Some(namesake) = wanted
        .iter()
        .find(|known| known.login != user.login && known.is_called(&user.name))
    {
        return Err(UsersError::Unfit(users::namesake(namesake)));
    }
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let block = block(user)?;
    match at {
        Some(at) if replace => {
            lines.splice(places[at].clone(), block);
            wanted[at] = user.clone();
        }
        Some(at) => {
            return Err(UsersError::Known {
                path: path.to_owned(),
                line: places[at].start + 1,
                login: user.login.clone(),
            });
        }
        None => {
            lines.extend(block);
            wanted.push(user.clone());
        }
    }
    write(path, &lines, &wanted)
}

/// Takes a user out of the file. Everything else stays as it is.
///
/// # Errors
///
/// When the file has mistakes or cannot be written, or there is no such user.
pub fn remove(path: &Path, login: &str) -> Result<(), UsersError> {
    let _held = held(path)?;
    let text = before(path, "")?;
    let mut wanted = known(path, &text)?;
    let at = wanted.iter().position(|known| known.login == login);
    let at = at.ok_or_else(|| UsersError::Unknown {
        path: path.to_owned(),
        login: login.to_owned(),
    })?;
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.drain(places(path, &text)?[at].clone());
    wanted.remove(at);
    write(path, &lines, &wanted)
}

/// The right to change the file, until it is dropped: of two that change it at the same time neither undoes the other.
fn held(path: &Path) -> Result<File, UsersError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let lock = path.with_file_name(format!(".{name}.lock"));
    match locked(&lock, |waited| waited > PATIENCE) {
        Ok(Some(held)) => Ok(held),
        Ok(None) => Err(UsersError::Busy { path: path.to_owned() }),
        Err(source) => Err(UsersError::Write {
            path: path.to_owned(),
            source,
        }),
    }
}

/// The text of the file, or what a new one begins with.
fn before(path: &Path, new: &str) -> Result<String, UsersError> {
    match std::fs::read(path) {
        Ok(bytes) => String::from_utf8(bytes).map_err(|error| UsersError::Mistakes {
            path: path.to_owned(),
            mistakes: Users::of(error.as_bytes()).err().unwrap_or_default(),
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound && !new.is_empty() => Ok(new.to_owned()),
        Err(source) => Err(UsersError::Read {
            path: path.to_owned(),
            source,
        }),
    }
}

fn known(path: &Path, text: &str) -> Result<Vec<User>, UsersError> {
    let users = Users::of(text.as_bytes()).map_err(|mistakes| UsersError::Mistakes {
        path: path.to_owned(),
        mistakes,
    })?;
    Ok(users.iter().cloned().collect())
}

/// The lines of every entry, from 0; comments before the next one belong to that.
fn places(path: &Path, text: &str) -> Result<Vec<Range<usize>>, UsersError> {
    let layout = || UsersError::Layout { path: path.to_owned() };
    if users::says_nothing(text) {
        return Ok(Vec::new());
    }
    let root = yaml::text(text.as_bytes()).and_then(yaml::parse);
    let Ok(Kind::List(items)) = root.map(|root| root.kind) else {
        return Err(layout());
    };
    let lines: Vec<&str> = text.lines().collect();
    let starts: Vec<usize> = items.iter().map(|item| item.at.line.saturating_sub(1)).collect();
    if starts.iter().any(|start| !lines[*start].starts_with("- ")) {
        return Err(layout());
    }
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    let is_own = |line: &str| !line.trim().is_empty() && !line.starts_with('#');
    let range = |(start, mut end): (usize, usize)| {
        while end > start + 1 && !is_own(lines[end - 1]) {
            end -= 1;
        }
        start..end
    };
    Ok(starts.iter().copied().zip(ends).map(range).collect())
}

/// An entry as lines.
fn block(user: &User) -> Result<Vec<String>, UsersError> {
    let text = yaml::write(user).map_err(|error| UsersError::Unfit(error.message))?;
    let line = |(at, line): (usize, &str)| format!("{}{line}", if at == 0 { "- " } else { "  " });
    Ok(text.lines().enumerate().map(line).collect())
}

/// Writes the file, once it is sure to be read as what was meant.
fn write(path: &Path, lines: &[String], wanted: &[User]) -> Result<(), UsersError> {
    let text: String = lines.iter().flat_map(|line| [line, "\n"]).collect();
    let read = Users::of(text.as_bytes());
    if !read.is_ok_and(|users| users.iter().eq(wanted)) {
        return Err(UsersError::Layout { path: path.to_owned() });
    }
    write_private(path, text.as_bytes()).map_err(|source| UsersError::Write {
        path: path.to_owned(),
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::super::Role;
    use super::*;

    fn user(login: &str, name: &str, role: Role) -> User {
        User {
            login: login.to_owned(),
            name: name.to_owned(),
            role,
            password: None,
        }
    }

    #[test]
    fn a_new_file_explains_itself_and_is_private() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("nguoi_dung.yaml");
        add(&path, &user("an", "Nguyễn Văn An: \"#1\"", Role::Reviewer), false).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        insta::assert_snapshot!(text.strip_prefix(HEAD).unwrap(), @r##"
        - dang_nhap: an
          ho_ten: "Nguyễn Văn An: \"#1\""
          vai_tro: reviewer
        "##);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&path, PermissionsExt::from_mode(0o644)).unwrap();
            add(&path, &user("binh", "Bình", Role::Reader), false).unwrap();
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn everything_else_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("nguoi_dung.yaml");
        let text = "# đầu\n- dang_nhap: an # một\n  ho_ten: An\n  vai_tro: editor\n\n# hai\n- {dang_nhap: binh, ho_ten: Bình, vai_tro: reader}\n# cuối\n";
        std::fs::write(&path, text).unwrap();
        let error = add(&path, &user("binh", "B", Role::Editor), false).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("nguoi_dung.yaml:7 has user binh already; use --replace"),
            "{error}"
        );
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        add(&path, &user("binh", "Bình Trần", Role::Editor), true).unwrap();
        add(&path, &user("chi", "Chi", Role::Reader), false).unwrap();
        insta::assert_snapshot!(std::fs::read_to_string(&path).unwrap(), @r"
        # đầu
        - dang_nhap: an # một
          ho_ten: An
          vai_tro: editor

        # hai
        - dang_nhap: binh
          ho_ten: Bình Trần
          vai_tro: editor
        # cuối
        - dang_nhap: chi
          ho_ten: Chi
          vai_tro: reader
        ");
        remove(&path, "an").unwrap();
        insta::assert_snapshot!(std::fs::read_to_string(&path).unwrap(), @r"
        # đầu

        # hai
        - dang_nhap: binh
          ho_ten: Bình Trần
          vai_tro: editor
        # cuối
        - dang_nhap: chi
          ho_ten: Chi
          vai_tro: reader
        ");
        assert!(matches!(remove(&path, "an"), Err(UsersError::Unknown { .. })));
    }

    #[test]
    fn of_many_that_change_the_file_none_undoes_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("nguoi_dung.yaml");
        std::thread::scope(|scope| {
            for number in 0..8 {
                let path = &path;
                scope.spawn(move || {
                    add(
                        path,
                        &user(&format!("u{number}"), &format!("Người {number}"), Role::Reader),
                        false,
                    )
                    .unwrap()
                });
            }
        });
        assert_eq!(Users::read(&path).unwrap().iter().count(), 8);
    }

    #[test]
    fn a_file_with_mistakes_or_in_another_layout_and_an_unfit_user_change_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("nguoi_dung.yaml");
        let fit = user("chi", "Chi", Role::Reader);
        for text in [
            &b"- dang_nhap: an\n"[..],
            b"[{dang_nhap: an, ho_ten: An, vai_tro: reader}]\n",
            b"# \xff\n",
        ] {
            std::fs::write(&path, text).unwrap();
            let error = add(&path, &fit, false).unwrap_err();
            assert!(
                matches!(error, UsersError::Mistakes { .. } | UsersError::Layout { .. }),
                "{error}"
            );
            assert_eq!(std::fs::read(&path).unwrap(), text);
        }
        let other = path.with_file_name("khac.yaml");
        for (login, name) in [
            ("An", "An"),
            ("", "An"),
            ("an nguyen", "An"),
            ("an", " "),
            ("an", "A\nB"),
        ] {
            let error = add(&other, &user(login, name, Role::Reader), false).unwrap_err();
            assert!(matches!(error, UsersError::Unfit(_)), "{error}");
        }
        assert!(!other.exists());
        assert!(matches!(remove(&other, "an"), Err(UsersError::Read { .. })));
    }
}

//! What differs below a key, written where it stands: an entry of a list, a value of an entry.
//!
//! Everything beside it stays as people made it. Where the lines do not show plainly what belongs to what, nothing is said,
//! and the key is written as a whole.

use serde::Serialize;
use serde_json::Value;

use super::{Key, Kind, Node, parse, text as checked, write};

/// Most entries of a list that are held against each other.
const MOST_ENTRIES: usize = 2_000;

/// Lines that are put in place of others.
pub(super) struct Lines {
    /// The first line, and the first line behind them, from 0.
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) lines: Vec<String>,
}

/// A record in its file, and as it was and is to be.
pub(super) struct Values {
    root: Node,
    before: Value,
    after: Value,
}

impl Values {
    pub(super) fn of<T: Serialize>(text: &str, before: &T, after: &T) -> Option<Self> {
        Some(Self {
            root: parse(checked(text.as_bytes()).ok()?).ok()?,
            before: serde_json::to_value(before).ok()?,
            after: serde_json::to_value(after).ok()?,
        })
    }

    /// What to write below a key that ends before a line; `None` when it has to be written as a whole.
    pub(super) fn changes(&self, lines: &[String], key: &str, end: usize) -> Option<Vec<Lines>> {
        let (name, node) = self.root.get(key)?;
        let (old, new) = (self.before.get(key)?, self.after.get(key)?);
        let mut editing = Editing {
            lines,
            changes: Vec::new(),
        };
        if editing.below(node, old, new, end).is_none() {
            let first = name.at.line.checked_sub(1)?;
            let lines = editing.pair(name, node, new, first, end)?;
            editing.replace(first, end, lines);
        }
        Some(editing.changes)
    }
}

struct Editing<'l> {
    lines: &'l [String],
    changes: Vec<Lines>,
}

/// One step of the way from one list to another.
enum Step {
    /// An entry becomes another one, perhaps the same.
    Becomes(usize, usize),
    Goes(usize),
    Comes(usize),
}

impl Editing<'_> {
    /// `None` when it cannot be told from the lines what to change.
    fn differing(&mut self, node: &Node, old: &Value, new: &Value, end: usize) -> Option<()> {
        match (&node.kind, old, new) {
            _ if old == new => Some(()),
            (Kind::Map(pairs), Value::Object(_), Value::Object(_)) => self.map(pairs, old, new, end),
            (Kind::List(items), Value::Array(old), Value::Array(new)) => self.list(items, old, new, end),
            _ => None,
        }
    }

    fn map(&mut self, pairs: &[(Key, Node)], old: &Value, new: &Value, end: usize) -> Option<()> {
        let ends = self.ends(pairs.iter().map(|(key, _)| key.at.line), end)?;
        for ((key, _), first) in pairs.iter().zip(pairs.iter().map(|(key, _)| key.at.line - 1)) {
            let line: String = self.lines.get(first)?.chars().skip(key.at.column - 1).collect();
            line.starts_with(&format!("{}:", key.name)).then_some(())?;
        }
        for (at, (key, node)) in pairs.iter().enumerate() {
            let first = key.at.line - 1;
            let was = old.get(&key.name).unwrap_or(&Value::Null);
            match new.get(&key.name) {
                // What stands beside the dash of an entry cannot just go.
                None => {
                    (at > 0).then_some(())?;
                    self.replace(first, ends[at], Vec::new());
                }
                Some(is) if is == was => {}
                Some(is) => {
                    if self.below(node, was, is, ends[at]).is_none() {
                        let lines = self.pair(key, node, is, first, ends[at])?;
                        self.replace(first, ends[at], lines);
                    }
                }
            }
        }
        // Keys in the order of the record, so that a new one stands behind those before it.
        let (first, _) = pairs.first()?;
        let mut behind = None;
        for (name, value) in new.as_object()? {
            match pairs.iter().position(|(key, _)| key.name == *name) {
                Some(at) => behind = Some(ends[at]),
                None => {
                    let at = behind?;
                    let lines = indented(&write(&single(name, value)).ok()?, first.at.column - 1);
                    self.replace(at, at, lines);
                }
            }
        }
        Some(())
    }

    /// What differs below a value; nothing is noted when that cannot be told.
    fn below(&mut self, node: &Node, old: &Value, new: &Value, end: usize) -> Option<()> {
        let before = self.changes.len();
        let done = self.differing(node, old, new, end);
        if done.is_none() {
            self.changes.truncate(before);
        }
        done
    }

    /// A key with its value anew. A remark behind a value of one line stays.
    fn pair(&self, key: &Key, node: &Node, value: &Value, first: usize, end: usize) -> Option<Vec<String>> {
        let before: String = self.lines[first].chars().take(key.at.column - 1).collect();
        let mut lines = indented(&write(&single(&key.name, value)).ok()?, key.at.column - 1);
        let begins = lines.first_mut()?;
        *begins = format!("{before}{}", begins.trim_start());
        let remark = self.lines[first]
            .rfind(" #")
            .filter(|_| node.text().is_some_and(|text| !text.contains(" #")));
        if let Some(at) = remark.filter(|_| end == first + 1) {
            let remark = &self.lines[first][at..];
            let [only] = lines.as_mut_slice() else { return None };
            only.push_str(remark);
        }
        Some(lines)
    }

    fn list(&mut self, items: &[Node], old: &[Value], new: &[Value], end: usize) -> Option<()> {
        (items.len() == old.len() && !new.is_empty()).then_some(())?;
        let (first, ends) = (items.first()?, self.ends(items.iter().map(|item| item.at.line), end)?);
        let dash = self.lines[first.at.line - 1].find('-')?;
        for item in items {
            let line = self.lines.get(item.at.line - 1)?;
            (line.len() > dash + 1 && line[..dash].trim().is_empty() && line[dash..].starts_with("- ")).then_some(())?;
        }
        let mut at = items[0].at.line - 1;
        for step in steps(old, new)? {
            match step {
                Step::Becomes(was, is) => {
                    let item = &items[was];
                    if self.below(item, &old[was], &new[is], ends[was]).is_none() {
                        self.replace(item.at.line - 1, ends[was], entry(&new[is], dash)?);
                    }
                    at = ends[was];
                }
                Step::Goes(was) => {
                    self.replace(items[was].at.line - 1, ends[was], Vec::new());
                    at = ends[was];
                }
                Step::Comes(is) => self.replace(at, at, entry(&new[is], dash)?),
            }
        }
        Some(())
    }

    /// Where what begins in each of some lines ends: before the next, without the remarks that belong to that one.
    fn ends(&self, begins: impl Iterator<Item = usize>, end: usize) -> Option<Vec<usize>> {
        let begins: Vec<usize> = begins.map(|line| line.checked_sub(1)).collect::<Option<_>>()?;
        begins.windows(2).all(|two| two[0] < two[1]).then_some(())?;
        let next = begins.iter().skip(1).copied().chain([end]);
        let own = |line: &String| !line.trim().is_empty() && !line.trim_start().starts_with('#');
        let ends = begins.iter().zip(next).map(|(begin, mut end)| {
            while end > begin + 1 && !own(&self.lines[end - 1]) {
                end -= 1;
            }
            end
        });
        Some(ends.collect())
    }

    fn replace(&mut self, first: usize, end: usize, lines: Vec<String>) {
        self.changes.push(Lines { first, end, lines });
    }
}

fn single(name: &str, value: &Value) -> Value {
    Value::Object([(name.to_owned(), value.clone())].into_iter().collect())
}

fn indented(text: &str, by: usize) -> Vec<String> {
    let indent = " ".repeat(by);
    let line = |line: &str| {
        if line.is_empty() {
            String::new()
        } else {
            format!("{indent}{line}")
        }
    };
    text.lines().map(line).collect()
}

/// An entry of a list whose dashes stand so far in.
fn entry(value: &Value, dash: usize) -> Option<Vec<String>> {
    Some(indented(&write(&[value]).ok()?, dash))
}

/// The way from one list to another: what both have in the same order stays; between, what stands in the same place changes.
fn steps(old: &[Value], new: &[Value]) -> Option<Vec<Step>> {
    (old.len() <= MOST_ENTRIES && new.len() <= MOST_ENTRIES).then_some(())?;
    let width = new.len() + 1;
    // How long what is common is from each pair of places on.
    let mut common = vec![0_u16; (old.len() + 1) * width];
    for a in (0..old.len()).rev() {
        for b in (0..new.len()).rev() {
            common[a * width + b] = if old[a] == new[b] {
                common[(a + 1) * width + b + 1] + 1
            } else {
                common[(a + 1) * width + b].max(common[a * width + b + 1])
            };
        }
    }
    let (mut steps, mut a, mut b) = (Vec::new(), 0, 0);
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    loop {
        let stays = a < old.len() && b < new.len() && old[a] == new[b];
        if stays || a == old.len() && b == new.len() {
            between(&mut steps, &mut gone, &mut come, old, new);
            if !stays {
                return Some(steps);
            }
            steps.push(Step::Becomes(a, b));
            (a, b) = (a + 1, b + 1);
        } else if b == new.len() || a < old.len() && common[(a + 1) * width + b] >= common[a * width + b + 1] {
            gone.push(a);
            a += 1;
        } else {
            come.push(b);
            b += 1;
        }
    }
}

/// Entries between two that stay: one that shares a value with a new one becomes it.
fn between(steps: &mut Vec<Step>, gone: &mut Vec<usize>, come: &mut Vec<usize>, old: &[Value], new: &[Value]) {
    let mut new_ones = std::mem::take(come).into_iter().peekable();
    let several = gone.len() != new_ones.len();
    for was in std::mem::take(gone) {
        let is_it = |is: &usize| !several || shares(&old[was], &new[*is]);
        match new_ones.next_if(is_it) {
            Some(is) => steps.push(Step::Becomes(was, is)),
            None => steps.push(Step::Goes(was)),
        }
    }
    steps.extend(new_ones.map(Step::Comes));
}

fn shares(old: &Value, new: &Value) -> bool {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => old.iter().any(|(key, value)| new.get(key) == Some(value)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{edited, read};
    use crate::catalogue::procedure::{Paper, Procedure};

    const FILE: &str = "\
ma: 1.000001
ten: Thử
linh_vuc: A # đúng
ho_so:
  # theo Điều 5
  - truong_hop: Nộp
    giay_to:
      - ten: >-
          Đơn
          dài
        ban_chinh: 1 # đã hỏi
      # bản này hay quên
      - {ten: Ảnh}
      - ban_sao: 2
        ten: 'Giấy # 3'
    luu_y: |
      Một

      Hai
can_cu_phap_ly:
- so_hieu: 1/2020/NĐ-CP
- so_hieu: 2/2020/NĐ-CP
  dieu_khoan: Điều 1
";

    fn changed(change: impl FnOnce(&mut Procedure)) -> String {
        let before: Procedure = read(FILE).unwrap();
        let mut after = before.clone();
        change(&mut after);
        let text = edited(FILE, &before, &after, &[]).unwrap();
        assert_eq!(read::<Procedure>(&text).unwrap(), after);
        // Only what changed.
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        let (old, new) = (lines(FILE), lines(&text));
        let gone = old
            .iter()
            .filter(|line| !new.contains(line))
            .map(|line| format!("-{line}\n"));
        let come = new
            .iter()
            .filter(|line| !old.contains(line))
            .map(|line| format!("+{line}\n"));
        gone.chain(come).collect()
    }

    #[test]
    fn a_value_deep_in_a_list_is_written_alone() {
        let papers = |procedure: &mut Procedure| procedure.dossier[0].papers[0].originals = 2;
        assert_eq!(
            changed(papers),
            "-        ban_chinh: 1 # đã hỏi\n+        ban_chinh: 2 # đã hỏi\n"
        );
        let clause = |procedure: &mut Procedure| procedure.legal_bases[0].clause = Some("Điều 9".into());
        assert_eq!(changed(clause), "+  dieu_khoan: Điều 9\n");
        let note = |procedure: &mut Procedure| procedure.dossier[0].note = None;
        assert_eq!(changed(note), "-    luu_y: |\n-      Một\n-\n-      Hai\n");
        let name = |procedure: &mut Procedure| procedure.dossier[0].papers[2].name = "Giấy # 4".to_owned();
        assert_eq!(changed(name), "-        ten: 'Giấy # 3'\n+        ten: \"Giấy # 4\"\n");
    }

    #[test]
    fn a_remark_behind_a_value_of_the_record_stays() {
        let field = |procedure: &mut Procedure| procedure.field = "B".to_owned();
        assert_eq!(changed(field), "-linh_vuc: A # đúng\n+linh_vuc: B # đúng\n");
    }

    #[test]
    fn some_lines_may_end_as_windows_has_it() {
        let text = FILE.replace("ten: Thử\n", "ten: Thử\r\n");
        let before: Procedure = read(&text).unwrap();
        let mut after = before.clone();
        after.field = "B".to_owned();
        let edited = edited(&text, &before, &after, &[]).unwrap();
        assert_eq!(edited, text.replace("linh_vuc: A", "linh_vuc: B"));
    }

    #[test]
    fn entries_come_go_and_move_alone() {
        let add = |procedure: &mut Procedure| {
            let paper = Paper {
                name: "Mới".to_owned(),
                copies: 1,
                ..Paper::default()
            };
            procedure.dossier[0].papers.insert(1, paper);
        };
        assert_eq!(changed(add), "+      - ten: Mới\n+        ban_sao: 1\n");
        let take = |procedure: &mut Procedure| drop(procedure.dossier[0].papers.remove(2));
        assert_eq!(changed(take), "-      - ban_sao: 2\n-        ten: 'Giấy # 3'\n");
        let swap = |procedure: &mut Procedure| procedure.legal_bases.swap(0, 1);
        assert_eq!(changed(swap), "");
    }
}

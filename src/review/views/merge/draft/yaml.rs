//! The draft as a file: a well-formed procedure, its remarks as comments above the lines they are about.

use super::{Draft, DraftError, Note};
use crate::catalogue::procedure::Procedure;
use crate::catalogue::yaml::{self, Kind, Node};

/// Longest line of a comment, in characters.
const WIDTH: usize = 110;

const HEAD: [&str; 3] = [
    "DỰ THẢO thủ tục hợp nhất, chưa phải thủ tục được công bố. Hợp nhất từ:",
    "Ghi chú đứng ngay trên dòng nói đến: các thủ tục ghi khác nhau thế nào (mã trong ngoặc), dự thảo tạm lấy giá trị nào và vì sao.",
    "Tạm lấy giá trị có lợi hơn cho người dân, doanh nghiệp: thời hạn ngắn nhất, mức thu thấp nhất, ít bản nhất; chỗ không so sánh \
     được lấy của thủ tục đứng trước. Người soạn thảo quyết định từng chỗ rồi xóa ghi chú.",
];

impl Draft {
    /// The file. `members` are the lines that name the procedures.
    ///
    /// # Errors
    ///
    /// When the draft cannot be written as YAML.
    pub fn yaml(&self, members: &[String]) -> Result<String, DraftError> {
        let failed = |error: yaml::YamlError| DraftError::Yaml(error.message);
        let body = yaml::write(&self.procedure).map_err(failed)?;
        let node = yaml::parse(&body).map_err(failed)?;
        let mut above: Vec<(usize, &Note)> = self
            .notes
            .iter()
            .filter(|note| !note.path.is_empty())
            .map(|note| (above_block(&body, line_of(&node, &note.path)), note))
            .collect();
        above.sort_by_key(|(line, _)| *line);
        let mut text = String::new();
        let [first, rest @ ..] = HEAD;
        comment(&mut text, "", first);
        for member in members {
            comment(&mut text, "", &format!("- {member}"));
        }
        for line in rest {
            comment(&mut text, "", line);
        }
        for note in self.notes.iter().filter(|note| note.path.is_empty()) {
            comment(&mut text, "", &note.text);
        }
        let mut notes = above.into_iter().peekable();
        for (at, line) in body.split_inclusive('\n').enumerate() {
            while let Some((_, note)) = notes.next_if(|(line, _)| *line == at + 1) {
                let indentation = &line[..line.len() - line.trim_start().len()];
                comment(&mut text, indentation, &note.text);
            }
            text.push_str(line);
        }
        let read: Procedure = yaml::text(text.as_bytes()).and_then(yaml::read).map_err(failed)?;
        if read == self.procedure {
            return Ok(text);
        }
        Err(DraftError::Yaml(
            "what was written does not read back as what was meant".to_owned(),
        ))
    }
}

/// The line of a key or of an entry of a list, from 1; that of the nearest thing above it that exists.
fn line_of(node: &Node, path: &str) -> usize {
    let (mut node, mut line) = (node, 1);
    for step in path.split(['.', '[']).filter(|step| !step.is_empty()) {
        let next = match (step.strip_suffix(']'), &node.kind) {
            (Some(at), Kind::List(list)) => at
                .parse::<usize>()
                .ok()
                .and_then(|at| list.get(at))
                .map(|node| (node.at.line, node)),
            (None, Kind::Map(_)) => node.get(step).map(|(key, value)| (key.at.line, value)),
            _ => None,
        };
        let Some(next) = next else { break };
        (line, node) = next;
    }
    line
}

/// A text in several lines is found where it begins; what is said of it stands above the sign that opens it.
fn above_block(body: &str, line: usize) -> usize {
    let opens = |line: &str| line.trim_start().starts_with("- |") || line.trim_start().starts_with("- >");
    match line.checked_sub(2).and_then(|above| body.lines().nth(above)) {
        Some(above) if opens(above) => line - 1,
        _ => line,
    }
}

/// A comment, broken between words.
fn comment(text: &mut String, indentation: &str, words: &str) {
    let mut line = format!("{indentation}#");
    let mut length = line.chars().count();
    let start = length;
    for word in words.split_whitespace() {
        let more = word.chars().count() + 1;
        if length > start && length + more > WIDTH {
            text.push_str(&line);
            text.push('\n');
            line = format!("{indentation}#  ");
            length = line.chars().count();
        }
        line.push(' ');
        line.push_str(word);
        length += more;
    }
    text.push_str(&line);
    text.push('\n');
}

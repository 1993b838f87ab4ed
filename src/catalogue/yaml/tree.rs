//! A YAML file as a tree that knows where everything stands. Read only when a file has to be explained.

use serde_yaml::granit_parser::{ErrorKind, Event, Marker, Parser, ScalarStyle, ScanError, Span};

use super::{MAX_DEPTH, YamlError};

/// A line and a column, both from 1; columns count characters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Position {
    /// Line.
    pub line: usize,
    /// Column.
    pub column: usize,
}

/// One node of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where it begins.
    pub at: Position,
    /// What it is.
    pub kind: Kind,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A text; `plain` when it was written without quotes and not as a block.
    Scalar {
        /// The text, unescaped.
        text: String,
        /// Without quotes.
        plain: bool,
    },
    /// A list.
    List(Vec<Node>),
    /// A mapping in the order of the file; a key that stands twice is here twice.
    Map(Vec<(Key, Node)>),
}

/// A key of a mapping and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The key.
    pub name: String,
    /// Where it begins.
    pub at: Position,
}

impl Node {
    /// The value of a key.
    pub fn get(&self, name: &str) -> Option<(&Key, &Self)> {
        match &self.kind {
            Kind::Map(pairs) => pairs
                .iter()
                .find(|(key, _)| key.name == name)
                .map(|(key, node)| (key, node)),
            _ => None,
        }
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Whether nothing was written: an empty value, `~` or `null`.
    pub fn is_null(&self) -> bool {
        matches!(&self.kind, Kind::Scalar { text, plain: true } if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }

    /// Where a YAML path such as `ho_so[0].giay_to[2].ten` stands, or the nearest thing above it that exists.
    pub fn position(&self, yaml_path: &str) -> Position {
        let mut node = self;
        let mut at = self.at;
        for step in yaml_path.split(['.', '[']).filter(|step| !step.is_empty()) {
            let next = match (step.strip_suffix(']'), &node.kind) {
                (Some(index), Kind::List(list)) => index
                    .parse::<usize>()
                    .ok()
                    .and_then(|index| list.get(index))
                    .map(|node| (node.at, node)),
                (None, Kind::Map(_)) => node.get(step).map(|(key, value)| match value.kind {
                    Kind::Scalar { .. } if !value.is_null() => (value.at, value),
                    _ => (key.at, value),
                }),
                _ => None,
            };
            let Some((next_at, next_node)) = next else { break };
            (at, node) = (next_at, next_node);
        }
        at
    }
}

/// Parses a text into a tree.
///
/// # Errors
///
/// When the text is not YAML, nests too deeply, or uses anchors, aliases, tags or several documents.
pub fn parse(text: &str) -> Result<Node, YamlError> {
    let mut open: Vec<Frame> = Vec::new();
    let mut root: Option<Node> = None;
    let mut documents = 0;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| syntax_error(&error))?;
        refuse_indirection(&event, &span)?;
        let finished = match event {
            Event::DocumentStart(..) => {
                documents += 1;
                if documents > 1 {
                    return Err(error_at(
                        &span.start,
                        "tệp có nhiều tài liệu YAML (---)",
                        "mỗi tệp chỉ ghi một tài liệu",
                    ));
                }
                None
            }
            Event::Scalar(text, style, ..) => Some(Node {
                at: position(&span.start),
                kind: Kind::Scalar {
                    text: text.into_owned(),
                    plain: matches!(style, ScalarStyle::Plain),
                },
            }),
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                if open.len() >= MAX_DEPTH {
                    return Err(error_at(
                        &span.start,
                        &format!("lồng quá {MAX_DEPTH} cấp"),
                        "xem lại thụt đầu dòng hoặc dấu ngoặc thừa",
                    ));
                }
                let at = position(&span.start);
                open.push(if matches!(event, Event::MappingStart(..)) {
                    Frame::map(at)
                } else {
                    Frame::list(at)
                });
                None
            }
            Event::SequenceEnd | Event::MappingEnd => open.pop().map(Frame::close),
            _ => None,
        };
        if let Some(node) = finished {
            match open.last_mut() {
                Some(frame) => frame.push(node)?,
                None => root = Some(node),
            }
        }
    }
    root.filter(|root| !root.is_null()).ok_or_else(super::empty)
}

/// A collection whose end has not been seen yet.
enum Frame {
    List(Position, Vec<Node>),
    Map(Position, Vec<(Key, Node)>, Option<Key>),
}

impl Frame {
    fn list(at: Position) -> Self {
        Self::List(at, Vec::new())
    }

    fn map(at: Position) -> Self {
        Self::Map(at, Vec::new(), None)
    }

    fn push(&mut self, node: Node) -> Result<(), YamlError> {
        match self {
            Self::List(_, list) => list.push(node),
            Self::Map(_, pairs, waiting) => match (waiting.take(), node) {
                (Some(key), node) => pairs.push((key, node)),
                (
                    None,
                    Node {
                        at,
                        kind: Kind::Scalar { text: name, .. },
                    },
                ) => *waiting = Some(Key { name, at }),
                (None, node) => {
                    return Err(YamlError {
                        line: node.at.line,
                        column: node.at.column,
                        message: "khóa không phải là chữ".to_owned(),
                        advice: "đặt giá trị có dấu { hoặc [ trong nháy kép".to_owned(),
                    });
                }
            },
        }
        Ok(())
    }

    fn close(self) -> Node {
        match self {
            Self::List(at, list) => Node {
                at,
                kind: Kind::List(list),
            },
            Self::Map(at, pairs, _) => Node {
                at,
                kind: Kind::Map(pairs),
            },
        }
    }
}

/// A catalogue writes every value out: references inside a file hide what a reader must see.
fn refuse_indirection(event: &Event<'_>, span: &Span) -> Result<(), YamlError> {
    let (anchor, tag) = match event {
        Event::Scalar(_, _, anchor, tag)
        | Event::SequenceStart(_, anchor, tag)
        | Event::MappingStart(_, anchor, tag) => (*anchor > 0, tag.is_some()),
        Event::Alias(_) | Event::UnresolvedAlias(_) => (true, false),
        _ => (false, false),
    };
    if anchor {
        return Err(error_at(
            &span.start,
            "dùng neo (&) hoặc tham chiếu (*) của YAML",
            "chép giá trị ra đầy đủ",
        ));
    }
    if tag {
        return Err(error_at(
            &span.start,
            "dùng thẻ (!) của YAML",
            "bỏ thẻ; giá trị bắt đầu bằng ! thì đặt trong nháy kép",
        ));
    }
    Ok(())
}

fn position(marker: &Marker) -> Position {
    Position {
        line: marker.line(),
        column: marker.col() + 1,
    }
}

fn error_at(marker: &Marker, message: &str, advice: &str) -> YamlError {
    let at = position(marker);
    YamlError {
        line: at.line,
        column: at.column,
        message: message.to_owned(),
        advice: advice.to_owned(),
    }
}

/// The mistakes people really make have a Vietnamese sentence; the rest keep the parser's words.
fn syntax_error(error: &ScanError) -> YamlError {
    let (message, advice) = match error.kind() {
        ErrorKind::TabNotAllowed | ErrorKind::TabInBlockIndentation | ErrorKind::TabInIndentation => {
            ("thụt đầu dòng bằng phím Tab", "thay Tab bằng dấu cách")
        }
        ErrorKind::InvalidIndentation | ErrorKind::ExpectedBlockMappingKey | ErrorKind::ExpectedBlockSequenceEntry => (
            "thụt đầu dòng không khớp với các dòng trên",
            "căn dòng này thẳng với các khóa cùng cấp",
        ),
        ErrorKind::UnclosedQuotedScalar => ("thiếu dấu nháy đóng", "thêm dấu nháy ở cuối giá trị"),
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping => ("thiếu dấu ngoặc đóng", "thêm ] hoặc } còn thiếu"),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => (
            "thiếu dấu hai chấm sau khóa, hoặc giá trị nhiều dòng không thụt vào",
            "viết khóa: giá trị; văn bản dài dùng |-",
        ),
        ErrorKind::RecursionLimitExceeded => ("lồng quá nhiều cấp", "xem lại thụt đầu dòng hoặc dấu ngoặc thừa"),
        ErrorKind::UnknownAnchor => ("giá trị bắt đầu bằng dấu *", "đặt giá trị trong nháy kép"),
        _ => ("", "xem lại dòng này; giá trị có dấu : hoặc # thì đặt trong nháy kép"),
    };
    let message = if message.is_empty() {
        format!("YAML sai cú pháp: {}", error.info())
    } else {
        message.to_owned()
    };
    error_at(error.marker(), &message, advice)
}

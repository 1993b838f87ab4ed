//! Which results a procedure needs and which procedures need its result, as a list and as a picture.

use serde::Serialize;

use crate::review::chains::{Link, Node};
use crate::web::layout::count;
use crate::web::state::Links;

/// Most boxes on one side of the picture; the list has all.
const MOST: usize = 6;
/// Sizes of the picture in its own units.
const BOX: (usize, usize) = (250, 64);
const GAP: usize = 14;
const COLUMN: usize = 345;
/// Letters of a line in a box, and lines.
const LETTERS: usize = 34;
const LINES: usize = 2;

/// The list and the picture.
#[derive(Debug, Serialize)]
pub(in crate::web) struct ChainView {
    /// What it needs.
    needs: Vec<NeedView>,
    /// Who needs its result.
    needed_by: Vec<UserView>,
    /// Nothing when there is nothing to draw.
    picture: Option<Picture>,
}

/// A paper that is the result of others.
#[derive(Debug, Serialize)]
struct NeedView {
    paper: String,
    optional: bool,
    from: Vec<NodeView>,
}

/// A procedure that needs the result.
#[derive(Debug, Serialize)]
struct UserView {
    #[serde(flatten)]
    node: NodeView,
    paper: String,
    optional: bool,
}

/// A procedure.
#[derive(Debug, Serialize)]
struct NodeView {
    code: String,
    name: String,
}

/// The picture: boxes and the lines between them.
#[derive(Debug, Serialize)]
struct Picture {
    width: usize,
    height: usize,
    boxes: Vec<BoxView>,
    lines: Vec<LineView>,
    /// Boxes that have no room, printed; empty when none.
    more_left: String,
    more_right: String,
}

#[derive(Debug, Serialize)]
struct BoxView {
    x: usize,
    y: usize,
    width: usize,
    height: usize,
    code: String,
    own: bool,
    lines: Vec<String>,
}

#[derive(Debug, Serialize)]
struct LineView {
    x1: usize,
    y1: usize,
    x2: usize,
    y2: usize,
    optional: bool,
}

/// The view of what is around a procedure.
pub(in crate::web) fn view(links: &Links, code: &str, name: &str) -> ChainView {
    let needs: Vec<&Link> = links.needs(code).collect();
    let users: Vec<&Link> = links.needed_by(code).collect();
    ChainView {
        picture: picture(&needs, &users, code, name),
        needs: needs
            .iter()
            .map(|link| NeedView {
                paper: link.paper.clone(),
                optional: link.optional,
                from: link.from.iter().map(node).collect(),
            })
            .collect(),
        needed_by: users
            .iter()
            .map(|link| UserView {
                node: node(&link.needs),
                paper: link.paper.clone(),
                optional: link.optional,
            })
            .collect(),
    }
}

fn node(node: &Node) -> NodeView {
    NodeView {
        code: node.code.clone(),
        name: node.name.clone(),
    }
}

/// Nodes that are each drawn once, with whether the link to them can be done without.
fn distinct<'a>(nodes: impl Iterator<Item = (&'a Node, bool)>) -> Vec<(&'a Node, bool)> {
    let mut list: Vec<(&Node, bool)> = Vec::new();
    for (node, optional) in nodes {
        match list.iter_mut().find(|(known, _)| known.code == node.code) {
            Some((_, known)) => *known &= optional,
            None => list.push((node, optional)),
        }
    }
    list
}

fn picture(needs: &[&Link], users: &[&Link], code: &str, name: &str) -> Option<Picture> {
    let left = distinct(
        needs
            .iter()
            .flat_map(|link| link.from.iter().map(move |from| (from, link.optional))),
    );
    let right = distinct(users.iter().map(|link| (&link.needs, link.optional)));
    if left.is_empty() && right.is_empty() {
        return None;
    }
    let rows = left.len().max(right.len()).clamp(1, MOST);
    let height = rows * (BOX.1 + GAP) - GAP;
    let middle = (height - BOX.1) / 2;
    let own = if left.is_empty() { 0 } else { COLUMN };
    let mut boxes = vec![boxed(own, middle, code, name, true)];
    let mut lines = Vec::new();
    for (side, x) in [(&left, 0), (&right, own + COLUMN)] {
        let shown = side.len().min(MOST);
        let begin = (height + GAP - shown * (BOX.1 + GAP)) / 2;
        for (row, (node, optional)) in side.iter().take(MOST).enumerate() {
            let y = begin + row * (BOX.1 + GAP);
            boxes.push(boxed(x, y, &node.code, &node.name, false));
            let (from, to) = if x < own {
                ((x, y), (own, middle))
            } else {
                ((own, middle), (x, y))
            };
            lines.push(LineView {
                x1: from.0 + BOX.0,
                y1: from.1 + BOX.1 / 2,
                x2: to.0,
                y2: to.1 + BOX.1 / 2,
                optional: *optional,
            });
        }
    }
    let more = |side: &[(&Node, bool)]| match side.len().saturating_sub(MOST) {
        0 => String::new(),
        more => count(more),
    };
    Some(Picture {
        width: own + BOX.0 + if right.is_empty() { 0 } else { COLUMN },
        height,
        boxes,
        lines,
        more_left: more(&left),
        more_right: more(&right),
    })
}

fn boxed(x: usize, y: usize, code: &str, name: &str, own: bool) -> BoxView {
    BoxView {
        x,
        y,
        width: BOX.0,
        height: BOX.1,
        code: code.to_owned(),
        own,
        lines: broken(name),
    }
}

/// A name on the lines of a box; what does not fit ends in an ellipsis.
fn broken(name: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in name.split_whitespace() {
        let last = lines.len() - 1;
        let line = &mut lines[last];
        let length = line.chars().count();
        if length > 0 && length + 1 + word.chars().count() > LETTERS {
            if lines.len() == LINES {
                lines[last].push('…');
                break;
            }
            lines.push(word.to_owned());
        } else {
            if length > 0 {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Place;

    fn node(code: &str) -> Node {
        Node {
            code: code.to_owned(),
            name: format!("Thủ tục {code}"),
            field: "Thử".to_owned(),
            dossiers: None,
        }
    }

    fn link(needs: &str, from: &[&str], optional: bool) -> Link {
        Link {
            needs: node(needs),
            paper: "Giấy".to_owned(),
            yaml_path: String::new(),
            place: Place::default(),
            from: from.iter().map(|code| node(code)).collect(),
            optional,
            changes_it: false,
        }
    }

    #[test]
    fn boxes_do_not_overlap_and_stay_inside() {
        let needs = link("x", &["1", "2", "3"], false);
        let again = link("x", &["1"], true);
        let users: Vec<Link> = (0..9).map(|at| link(&format!("u{at}"), &["x"], at % 2 == 0)).collect();
        let users: Vec<&Link> = users.iter().collect();
        let picture = picture(&[&needs, &again], &users, "x", "Tên").unwrap();
        assert_eq!(picture.boxes.len(), 1 + 3 + MOST);
        assert_eq!(picture.lines.len(), 3 + MOST);
        assert_eq!((picture.more_left.as_str(), picture.more_right.as_str()), ("", "3"));
        for (at, one) in picture.boxes.iter().enumerate() {
            assert!(one.x + one.width <= picture.width && one.y + one.height <= picture.height);
            for other in &picture.boxes[at + 1..] {
                let apart = one.x != other.x || one.y.abs_diff(other.y) >= BOX.1;
                assert!(apart, "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn nothing_is_drawn_of_what_stands_alone() {
        assert!(picture(&[], &[], "x", "Tên").is_none());
        let alone = link("x", &["1"], false);
        assert_eq!(picture(&[&alone], &[], "x", "Tên").unwrap().width, COLUMN + BOX.0);
    }
}

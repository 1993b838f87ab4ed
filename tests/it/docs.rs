//! What the documents say is so: the tutorial is gone through as it stands.

use std::fs;

use crate::support::{Folder, root, stdout, tthc};

/// A block of a document: its kind, the text, and the line before it that is not empty.
struct Block {
    kind: String,
    text: String,
    before: String,
}

fn blocks(document: &str) -> Vec<Block> {
    let (mut blocks, mut before): (Vec<Block>, String) = (Vec::new(), String::new());
    let mut lines = document.lines();
    while let Some(line) = lines.next() {
        if let Some(kind) = line.strip_prefix("```") {
            let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            blocks.push(Block {
                kind: kind.to_owned(),
                text: text.join("\n") + "\n",
                before: before.clone(),
            });
        } else if !line.trim().is_empty() {
            before = line.to_owned();
        }
    }
    blocks
}

/// The words of a command, `"…"` being one.
fn words(command: &str) -> Vec<String> {
    let parts = command.split('"').enumerate();
    parts
        .flat_map(|(nth, part)| match nth % 2 {
            0 => part.split_whitespace().map(str::to_owned).collect(),
            _ => vec![part.to_owned()],
        })
        .collect()
}

#[test]
fn the_tutorial_leads_from_an_empty_folder_to_a_signed_decision() {
    let folder = Folder::new(&[]);
    let document = fs::read_to_string(root().join("docs/bat-dau.md")).unwrap();
    let mut commands = 0;
    for block in blocks(&document) {
        if block.kind == "console" {
            for part in format!("\n{}", block.text).split("\n$ ").skip(1) {
                let (command, expected) = part.split_once('\n').unwrap();
                let words = words(command.strip_prefix("tthc ").unwrap());
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                let said = stdout(&tthc(folder.path(), &words), 0);
                for line in expected.lines() {
                    assert!(said.lines().any(|own| own == line), "{command}\n{line}\n---\n{said}");
                }
                commands += 1;
            }
        } else {
            let path = block.before.rsplit('`').nth(1).unwrap();
            folder.write(path, block.text.as_bytes());
        }
    }
    assert_eq!(commands, 11);
    for file in ["quyet-dinh.docx", "to-trinh.pdf", "chi-phi.docx"] {
        assert!(folder.path().join("ho-so").join(file).is_file(), "{file}");
    }
}

/// Documents lead to one another and to what is there.
#[test]
fn links_between_documents_lead_somewhere() {
    let docs = fs::read_dir(root().join("docs"))
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let docs = docs.filter(|path| path.extension().is_some_and(|ending| ending == "md"));
    for path in docs.chain([root().join("README.md")]) {
        let text = fs::read_to_string(&path).unwrap();
        for link in text.split("](").skip(1).filter_map(|part| part.split(')').next()) {
            let target = link.split('#').next().unwrap();
            if target.is_empty() || target.contains("://") {
                continue;
            }
            assert!(
                path.parent().unwrap().join(target).exists(),
                "{}: {link}",
                path.display()
            );
        }
    }
}

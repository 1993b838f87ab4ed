//! WCAG 2.2 AA as far as axe-core can tell; skipped with a message where axe-core is not there.

use std::fs;
use std::path::PathBuf;

use super::driver::Browser;
use super::looks::PAGES;
use crate::support::root;
use crate::web::site::Site;

/// The text of axe-core, or a message that it is not there.
pub(crate) fn axe() -> Option<String> {
    let named = std::env::var_os("TTHC_AXE").map(PathBuf::from);
    let path = named.unwrap_or_else(|| root().join("node_modules/axe-core/axe.min.js"));
    let text = fs::read_to_string(&path).ok();
    if text.is_none() {
        eprintln!("skipped: no axe-core at {} (TTHC_AXE names it)", path.display());
    }
    text
}

/// What is wrong with the page, one line each.
pub(crate) const RUN: &str = "axe.run(document, { runOnly: { type: 'tag', values:
  ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] } })
  .then(found => found.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.html.slice(0, 160)} ${n.failureSummary}`)).join('\\n'))";

#[test]
fn pages_are_accessible_in_both_themes_and_languages() {
    let Some(axe) = axe() else { return };
    let Some(mut browser) = Browser::start() else { return };
    let site = Site::of_ours();
    for (theme, language, width) in [
        ("light", "vi", 1280),
        ("dark", "en", 1280),
        ("light", "en", 360),
        ("dark", "vi", 360),
    ] {
        browser.size(width, 900);
        for (name, path) in PAGES {
            let joint = if path.contains('?') { '&' } else { '?' };
            browser.open(&format!(
                "http://{}{path}{joint}theme={theme}&lang={language}",
                site.address
            ));
            // What is folded away must be right too.
            browser.say("document.querySelectorAll('details').forEach(details => { details.open = true })");
            browser.say(&format!("{axe}; 0"));
            let found = browser.text(RUN);
            assert_eq!(found, "", "{name}, {theme}, {language}, {width}");
        }
    }
}

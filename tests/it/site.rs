//! The folder of pages: what is in it, where it may be written, and that it searches without a server.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use walkdir::WalkDir;

use crate::support::{Folder, failure, root, stdout, tthc};
use crate::web::browser::accessibility;
use crate::web::browser::driver::Browser;

/// The shipped catalogue as a site.
fn ours() -> (Folder, PathBuf) {
    let folder = Folder::new(&[]);
    let site = folder.path().join("site");
    let revision = root().join("catalogue").to_string_lossy().into_owned();
    let out = site.to_string_lossy().into_owned();
    let said = stdout(
        &tthc(
            folder.path(),
            &["--catalogue", &revision, "export", "--to", "site", "--out", &out],
        ),
        0,
    );
    assert!(said.contains("index.html"), "{said}");
    (folder, site)
}

/// A catalogue of one procedure whose words try to be something else, as a site.
const HOSTILE: &str = "ma: 1.000001
ten: '</script><script>alert(1)</script> \" onload=alert(2) {{ 7 * 7 }} \u{2028}'
cap_thuc_hien: [Cấp xã]
linh_vuc: '<img src=x>/../..'
trinh_tu: [{noi_dung: '<b>Bước 1</b>'}]
";

fn export(folder: &Folder, out: &str) -> std::process::Output {
    tthc(folder.path(), &["export", "--to", "site", "--out", out])
}

fn files(site: &Path) -> Vec<(String, Vec<u8>)> {
    let files = WalkDir::new(site).sort_by_file_name().into_iter().map(Result::unwrap);
    files
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let name = entry
                .path()
                .strip_prefix(site)
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            (name, fs::read(entry.path()).unwrap())
        })
        .collect()
}

fn small(procedures: &[(&str, &str)]) -> Folder {
    let folder = Folder::new(&[("catalogue/2026-07-01/catalogue.yaml", "ten: Thử\nngay: 01/07/2026\n")]);
    for (name, text) in procedures {
        folder.write(
            &format!("catalogue/2026-07-01/thu_tuc/thu/{name}.yaml"),
            text.as_bytes(),
        );
    }
    folder
}

#[test]
fn every_page_is_there_and_every_link_leads_to_a_file_of_the_folder() {
    let (_folder, site) = ours();
    let files = files(&site);
    let names: BTreeSet<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert!(names.contains("index.html") && names.contains("thu-tuc/1.001193.html"));
    let about: Value = serde_json::from_slice(&fs::read(site.join("site.json")).unwrap()).unwrap();
    let listed: BTreeSet<&str> = about["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap())
        .collect();
    let others: BTreeSet<&str> = names.iter().copied().filter(|name| *name != "site.json").collect();
    assert_eq!(listed, others);
    let pages = names.iter().filter(|name| name.starts_with("thu-tuc/")).count();
    assert_eq!(about["procedures"], json!(pages));
    let lower: BTreeSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
    assert_eq!(lower.len(), names.len(), "names differ in more than capitals");
    let mut linked = BTreeSet::new();
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".html")) {
        let page = String::from_utf8(bytes.clone()).unwrap();
        let here = Path::new(name).parent().unwrap();
        for attribute in ["href=\"", "src=\"", "action=\""] {
            for rest in page.split(attribute).skip(1) {
                let link = rest.split('"').next().unwrap().replace("&#x2f;", "/");
                assert!(!link.contains(':') && !link.starts_with('/'), "{name}: {link}");
                let file = link.split(['#', '?']).next().unwrap();
                if file.is_empty() {
                    continue;
                }
                let target = match file.strip_prefix("../") {
                    Some(rest) => rest.to_owned(),
                    None => here.join(file).to_string_lossy().replace('\\', "/"),
                };
                assert!(names.contains(target.as_str()), "{name}: {link}");
                linked.insert(target);
            }
        }
        assert!(page.contains("Content-Security-Policy"), "{name}");
        assert!(!page.contains(" style=") && !page.contains("<style"), "{name}");
        assert_eq!(
            page.matches("<script").count(),
            page.matches("<script src=").count(),
            "{name}"
        );
    }
    let reached = |name: &&&str| !name.ends_with(".html") || **name == "index.html" || linked.contains(**name);
    let lost: Vec<_> = names.iter().filter(|name| !reached(name)).collect();
    assert_eq!(lost, [&""; 0], "every page can be reached without scripts");
}

#[test]
fn the_same_catalogue_gives_the_same_bytes() {
    let ((_one, first), (_two, second)) = (ours(), ours());
    assert_eq!(files(&first), files(&second));
}

#[test]
fn data_is_never_read_as_a_page_or_a_script() {
    let folder = small(&[("1.000001", HOSTILE)]);
    stdout(&export(&folder, "site"), 0);
    let site = folder.path().join("site");
    let page = fs::read_to_string(site.join("thu-tuc/1.000001.html")).unwrap();
    assert!(
        page.contains("{{ 7 * 7 }}") && page.contains("&lt;b&gt;Bước 1"),
        "{page}"
    );
    assert!(
        fs::read_to_string(site.join("data/core.js"))
            .unwrap()
            .contains("alert(1)")
    );
    for (name, bytes) in files(&site) {
        let text = String::from_utf8(bytes).unwrap();
        if name.ends_with(".html") {
            for element in ["<script>", "<img", "<b>", "onload=alert(2) {{"] {
                let harmless = element == "onload=alert(2) {{" && !text.contains("\" onload");
                assert!(!text.contains(element) || harmless, "{name}: {element}");
            }
        } else if name.starts_with("data/") {
            assert!(
                !text.contains("</") && !text.contains(['\u{2028}', '\u{2029}']),
                "{name}"
            );
        }
        assert!(!name.contains(".."), "{name}");
    }
}

#[test]
fn fields_that_differ_in_accents_alone_have_a_page_each() {
    let procedure =
        |code: &str, field: &str| format!("ma: {code}\nten: A\ncap_thuc_hien: [Cấp xã]\nlinh_vuc: {field}\n");
    let (one, two) = (procedure("1.000001", "Thử"), procedure("1.000002", "THU"));
    let folder = small(&[("a", &one), ("b", &two)]);
    stdout(&export(&folder, "site"), 0);
    let pages: BTreeSet<String> = files(&folder.path().join("site"))
        .into_iter()
        .filter_map(|(name, _)| Some(name.strip_prefix("linh-vuc/")?.to_lowercase()))
        .collect();
    assert_eq!(pages.len(), 2, "{pages:?}");
}

#[test]
fn a_site_is_replaced_and_nothing_else_is() {
    let folder = small(&[("1.000001", HOSTILE)]);
    stdout(&export(&folder, "site"), 0);
    let site = folder.path().join("site");
    let before = files(&site);
    assert!(site.join("thu-tuc/1.000001.html").is_file());
    // A procedure that is gone leaves no page behind.
    fs::remove_dir_all(folder.path().join("catalogue/2026-07-01/thu_tuc")).unwrap();
    let other = "ma: 1.000002\nten: Khác\ncap_thuc_hien: [Cấp xã]\nlinh_vuc: Thử\n";
    folder.write("catalogue/2026-07-01/thu_tuc/thu/1.000002.yaml", other.as_bytes());
    stdout(&export(&folder, "site"), 0);
    assert!(site.join("thu-tuc/1.000002.html").is_file() && !site.join("thu-tuc/1.000001.html").exists());
    assert_ne!(files(&site), before);
    // What somebody put there is theirs.
    folder.write("site/ghi-chu.txt", b"cua toi");
    let after = files(&site);
    let said = failure(&export(&folder, "site"));
    assert!(
        said.contains("ghi-chu.txt") && said.contains("name a new folder"),
        "{said}"
    );
    assert_eq!(files(&site), after);
    folder.write("khac/a.txt", b"a");
    let said = failure(&export(&folder, "khac"));
    assert!(said.contains("site.json"), "{said}");
    assert_eq!(files(&folder.path().join("khac")).len(), 1);
    fs::create_dir(folder.path().join("trong")).unwrap();
    stdout(&export(&folder, "trong"), 0);
    // Nothing half made is left beside them.
    let left = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name());
    let left: Vec<_> = left
        .filter(|name| name.to_string_lossy().starts_with(".tthc-"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

/// The search of the pages in node, asked some queries; the codes of the best hits of each.
fn in_node(site: &Path, queries: &[&str]) -> Option<Vec<Vec<String>>> {
    let script = r"
        const [fs, vm] = [require('fs'), require('vm')];
        const [site, queries] = [process.argv[1], JSON.parse(process.argv[2])];
        const run = name => vm.runInThisContext(fs.readFileSync(`${site}/${name}`, 'utf8'));
        run('assets/search.js');
        const there = new Set();
        const search = tthcSearch(async name => { if (!there.has(name)) { there.add(name); run(`data/${name}.js`); } });
        (async () => {
          const answers = [];
          for (const query of queries) answers.push((await search(query, {}, 10)).hits.map(hit => hit.code));
          console.log(JSON.stringify(answers));
        })();
    ";
    let queries = serde_json::to_string(queries).unwrap();
    let ran = Command::new("node")
        .args(["-e", script])
        .arg(site)
        .arg(queries)
        .output();
    let Ok(ran) = ran else {
        eprintln!("skipped: no node here");
        return None;
    };
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    Some(serde_json::from_slice(&ran.stdout).unwrap())
}

#[test]
fn the_pages_find_what_the_program_finds() {
    let (folder, site) = ours();
    let golden = fs::read_to_string(root().join("benches/golden/shipped.tsv")).unwrap();
    let golden: Vec<(&str, &str)> = golden
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| {
            let mut columns = line.split('\t').skip(1);
            (columns.next().unwrap(), columns.next().unwrap())
        })
        .collect();
    let queries: Vec<&str> = golden.iter().map(|(query, _)| *query).collect();
    let Some(found) = in_node(&site, &queries) else { return };
    let catalogue = tthc::catalogue::revision::Revisions::new(root().join("catalogue"));
    let catalogue = catalogue.newest().unwrap().load().unwrap().catalogue;
    let search = tthc::search::Search::in_memory(&catalogue).unwrap();
    let reciprocal = |hits: &[String], wanted: &str| {
        let place = hits.iter().position(|hit| wanted.split(' ').any(|code| code == hit));
        place.map_or(0.0, |place| 1.0 / (place + 1) as f64)
    };
    let (mut theirs, mut ours, mut same) = (0.0, 0.0, 0);
    for ((query, wanted), hits) in golden.iter().zip(&found) {
        let results = search
            .find(&tthc::search::Query {
                limit: 10,
                ..tthc::search::Query::words(*query)
            })
            .unwrap();
        let program: Vec<String> = results.hits.into_iter().map(|hit| hit.code).collect();
        theirs += reciprocal(hits, wanted);
        ours += reciprocal(&program, wanted);
        same += usize::from(hits.first() == program.first());
    }
    assert!(theirs >= 0.95 * ours, "{theirs} of {ours}");
    assert!(same * 20 >= golden.len() * 19, "{same} of {} begin alike", golden.len());
    drop(folder);
}

/// Codes of the hits that are shown.
const CODES: &str = "[...document.querySelectorAll('.hit code')].map(code => code.textContent).join(' ')";

#[test]
fn a_page_opened_from_the_folder_finds_and_opens_a_procedure() {
    let Some(mut browser) = Browser::start() else { return };
    let (_folder, site) = ours();
    let address = format!("file://{}", site.display());
    browser.open(&format!("{address}/index.html"));
    browser.wait("document.activeElement.id === 'q'");
    browser.shoot("site-index");
    browser.write("dang ky khai sinh");
    browser.wait("document.querySelector('.hit code')?.textContent === '1.001193'");
    assert_eq!(
        browser.text("document.querySelector('.hit mark').textContent"),
        "đăng ký khai sinh"
    );
    browser.shoot("site-hits");
    browser.press("ArrowDown");
    assert!(
        browser
            .text("document.activeElement.href")
            .ends_with("thu-tuc/1.001193.html")
    );
    browser.press("Enter");
    browser.wait("location.pathname.endsWith('/thu-tuc/1.001193.html') && document.querySelector('h1')");
    assert!(
        browser
            .text("document.querySelector('h1').textContent")
            .contains("khai sinh")
    );
    browser.shoot("site-procedure");
    // From there the box leads back with what was typed.
    browser.press("/");
    browser.write("ket hon");
    browser.press("Enter");
    browser.wait("location.pathname.endsWith('/index.html') && document.querySelector('.hit mark')");
    assert_eq!(browser.text("document.getElementById('q').value"), "ket hon");
    // A filter narrows, and the address of it shows the same again.
    browser.click(".facets a");
    browser.wait("document.querySelector('.chips a')");
    let (here, codes) = (browser.text("location.href"), browser.text(CODES));
    browser.open("about:blank");
    browser.open(&here);
    browser.wait("document.querySelector('.chips a')");
    assert_eq!(browser.text(CODES), codes);
    browser.press("Escape");
    assert_eq!(browser.text("document.getElementById('q').value"), "");
    assert_eq!(browser.complaints, [""; 0]);
}

#[test]
fn pages_fit_narrow_windows_and_read_without_scripts() {
    let Some(mut browser) = Browser::start() else { return };
    let (_folder, site) = ours();
    let address = format!("file://{}", site.display());
    browser.ask(
        "Emulation.setEmulatedMedia",
        json!({ "features": [{ "name": "prefers-color-scheme", "value": "dark" }] }),
    );
    browser.size(360, 740);
    for page in [
        "index.html#q=lam+lai+giay+khai+sinh",
        "thu-tuc/1.001193.html",
        "index.html",
    ] {
        browser.open(&format!("{address}/{page}"));
        browser.wait("!location.hash.includes('q=') || document.querySelector('.hit')");
        let over = browser.say("document.documentElement.scrollWidth - innerWidth");
        assert!(over.as_i64().unwrap() <= 0, "{page} is {over} too wide");
        browser.shoot(&format!("site-360-dark-{}", page.len()));
    }
    browser.open(&format!("{address}/index.html#q=khai+sinh"));
    browser.wait("document.querySelector('.hit')");
    assert_eq!(browser.say("document.querySelector('#filters').open"), json!(false));
    browser.without_scripts();
    browser.open(&format!("{address}/index.html"));
    browser.click("#fields a");
    browser.wait("location.pathname.includes('/linh-vuc/')");
    browser.click(".hit a");
    browser.wait("location.pathname.includes('/thu-tuc/')");
    assert_eq!(browser.complaints, [""; 0]);
}

#[test]
fn pages_are_accessible_in_both_themes() {
    let Some(axe) = accessibility::axe() else { return };
    let Some(mut browser) = Browser::start() else { return };
    let (_folder, site) = ours();
    let field = fs::read_dir(site.join("linh-vuc")).unwrap().next().unwrap().unwrap();
    let field = format!("linh-vuc/{}", field.file_name().to_str().unwrap());
    for (theme, width) in [("light", 1280), ("dark", 360)] {
        browser.ask(
            "Emulation.setEmulatedMedia",
            json!({ "features": [{ "name": "prefers-color-scheme", "value": theme }] }),
        );
        browser.size(width, 900);
        for page in ["index.html", "index.html#q=khai+sinh", "thu-tuc/1.001193.html", &field] {
            browser.open("about:blank");
            browser.open(&format!("file://{}/{page}", site.display()));
            browser.wait("!location.hash.includes('q=') || document.querySelector('.hit mark')");
            browser.say("document.querySelectorAll('details').forEach(details => { details.open = true })");
            browser.say(&format!("{axe}; 0"));
            assert_eq!(browser.text(accessibility::RUN), "", "{page}, {theme}, {width}");
        }
    }
}

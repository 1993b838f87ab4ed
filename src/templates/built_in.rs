//! The templates that are compiled in.

/// A row a template: its name is its place below `templates/`.
macro_rules! built_in {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("../../templates/", $name)))),*]
    };
}

/// Built-in templates by name.
pub(super) const BUILT_IN: &[(&str, &str)] = built_in! {
    "documents/_the-thuc.xml.j2"
    "documents/bao-cao.xml.j2"
    "documents/bieu-do.svg.j2"
    "documents/chi-phi.xml.j2"
    "documents/doi-chieu.xml.j2"
    "documents/ke-hoach.xml.j2"
    "documents/phieu-ra-soat.xml.j2"
    "documents/phieu-thu-tuc.xml.j2"
    "documents/quyet-dinh-cong-bo.xml.j2"
    "documents/quyet-dinh.xml.j2"
    "documents/so-sanh.css.j2"
    "documents/so-sanh.html.j2"
    "documents/so-sanh.js.j2"
    "documents/so-sanh.md.j2"
    "documents/sua-doi.xml.j2"
    "documents/to-trinh.xml.j2"
    "site/_khung.html.j2"
    "site/index.html.j2"
    "site/linh-vuc.html.j2"
    "site/thu-tuc.html.j2"
    "web/board.html.j2"
    "web/compare.html.j2"
    "web/compared.html.j2"
    "web/health.html.j2"
    "web/decide.html.j2"
    "web/_bulk.html.j2"
    "web/_list.html.j2"
    "web/layout.html.j2"
    "web/login.html.j2"
    "web/problem.html.j2"
    "web/many.html.j2"
    "web/preview.html.j2"
    "web/procedure.html.j2"
    "web/proposal.html.j2"
    "web/results.html.j2"
    "web/search.html.j2"
    "web/statistics.html.j2"
};

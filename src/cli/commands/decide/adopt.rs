//! One reviewer's assessment becomes the decision.

use super::{Asked, new};
use crate::cli::{Exit, day_of};
use crate::proposal::desk::{Adoption, Subject};

pub(super) fn run(asked: &Asked<'_>, reviewer: &str) -> anyhow::Result<Exit> {
    let code = asked.only("--adopt")?.procedure.identity();
    let adoption = Adoption {
        reviewer: reviewer.to_owned(),
        reason: asked.args.reason.clone(),
        by: asked.args.by.clone(),
        on: Some(day_of(asked.args.on.as_deref(), asked.catalogue)?),
        today: None,
        replace: asked.args.replace,
    };
    new::written(asked.desk.adopt(&adoption, &Subject::from(code)))
}

//! Files of others: what comes in, and how it meets what people have written since.

pub mod import;

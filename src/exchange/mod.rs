//! Files of others: what comes in, and how it meets what people have written since; and what goes out.

pub mod cpsv;
pub mod import;
pub mod lines;
pub mod opensearch;
pub mod table;

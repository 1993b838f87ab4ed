//! The whole way, from files to hits.

mod quality;
mod speed;

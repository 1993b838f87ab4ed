//! The whole way, from files to hits.

mod index;

//! `tthc import`: what every kind of file says arrives in the catalogue or is told, and what people wrote stays.

mod again;
mod edited;
mod formats;
mod hostile;
mod made;
mod real_files;

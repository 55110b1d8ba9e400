//! Writes shipments and ten rate sheets into a folder, for `arriero batch`: `batch_at_scale FOLDER [ROWS]`. Without a folder
//! it shows what a row looks like.

mod data;

use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let Some(folder) = arguments.next().map(PathBuf::from) else {
        let folder = tempfile::tempdir()?;
        data::write(folder.path(), 3)?;
        print!("{}", std::fs::read_to_string(folder.path().join("rows.csv"))?);
        return Ok(());
    };
    let rows = arguments.next().map_or(Ok(1_000_000), |rows| rows.parse())?;
    std::fs::create_dir_all(&folder)?;
    data::write(&folder, rows)?;
    println!(
        "cd {} && arriero batch rows.csv --defaults shared.toml --config arriero.toml --now {} --to out.csv",
        folder.display(),
        data::NOW
    );
    Ok(())
}

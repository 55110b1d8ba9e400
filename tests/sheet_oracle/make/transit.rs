//! How long it takes: by zone, or in a chart of its own.

use chrono::NaiveTime;

use super::{Changes, Dice, places};
use crate::plan::{Calendar, ChartRow, Sheet, Span, Transit, TransitDays};

pub(super) fn transit(dice: &mut Dice<'_>, sheet: &Sheet, changes: Changes) -> Transit {
    let span = |dice: &mut Dice<'_>| -> Span {
        let fewest = dice.pick(&[1, 2, 3, 4]);
        let range = (fewest, fewest + dice.pick(&[0, 1, 2]));
        (!dice.one_in(5)).then_some(range)
    };
    let mut days = TransitDays::ByZone(sheet.zones.iter().map(|_| span(dice)).collect());
    if dice.one_in(4) {
        let spans = [span(dice), span(dice), None];
        let rows = places::chart(dice, spans.len(), changes);
        let row = |row: ChartRow<usize>| ChartRow {
            origin: row.origin,
            destination: row.destination,
            value: spans[row.value],
            days: row.days,
        };
        days = TransitDays::Chart(rows.into_iter().map(row).collect());
    }
    let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    let cut_offs = [
        (at(17), "Europe/Madrid"),
        (at(14), "Europe/Lisbon"),
        (at(16), "America/New_York"),
        (at(12), "Atlantic/Canary"),
    ];
    let cut_off = (!dice.one_in(3)).then(|| dice.pick(&cut_offs));
    let calendar = dice.pick(&[Calendar::Destination, Calendar::Origin, Calendar::Both]);
    Transit { days, cut_off, calendar }
}
